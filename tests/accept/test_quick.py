"""What the quick way through XML takes on, and that what it leaves takes no longer than its length."""

from __future__ import annotations

import time

import pytest

from wirebook.accept import accept
from wirebook.accept.build import NOTHING, dicts
from wirebook.accept.quick import way
from wirebook.part import Context, Part
from wirebook.providers.quicktel import accept as quicktel
from wirebook.providers.smspager import accept as smspager

SEND = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<xml_request name="sms_send">\n<xml_user lgn="a" pwd="b&amp;c"/>\n'
    '<sms sms_id="1" number="79000000001" source_number="InfoService" ttl="10">Заказ &lt;1&gt; &amp; готов</sms>\n'
    '<sms sms_id="2" number="79000000002" source_number="InfoService"/>\n</xml_request>\n'
)
BALANCE = "<data><code>1</code><descr>OK</descr><account>-12.25</account></data>"


def settled(
    body: bytes, module: object = quicktel, message: str = "sms_send_request", charset: str | None = None
) -> object:
    settle = way(module, message, dicts(module))  # type: ignore[arg-type]
    return settle(body, None, Context(charset=charset))


def test_value() -> None:
    assert settled(SEND.encode()) == (
        {
            "login": "a",
            "password": "b&c",
            "messages": [
                {
                    "sms_id": "1",
                    "number": "79000000001",
                    "source_number": "InfoService",
                    "ttl": 10,
                    "text": "Заказ <1> & готов",
                },
                {"sms_id": "2", "number": "79000000002", "source_number": "InfoService", "text": ""},
            ],
        },
        True,
    )
    found = settled(BALANCE.encode(), smspager, "balance_response")
    assert isinstance(found, tuple)
    assert (found[0]["code"], str(found[0]["account"]), found[1]) == (1, "-12.25", True)


@pytest.mark.parametrize(
    ("old", "new", "clean"),
    [
        ("\n", "\r\n", True),
        ("\n", "", True),
        ("\n", "\n\t ", True),
        ("</sms>", "</sms >", None),
        ("/>", " />", True),
        ('"/>\n<sms', '"></xml_user>\n<sms', True),
        ('encoding="UTF-8"', 'encoding="utf-8"', True),
        ('<?xml version="1.0" encoding="UTF-8"?>\n', "", True),
        ('"InfoService"', '"Info"', False),
        ('"79000000001"', '"X"', False),
        ('ttl="10"', 'ttl=""', False),
        ('sms_id="2"', 'sms_id="1"', False),
        ('ttl="10"', 'ttl="x"', None),
        ('sms_id="1"', 'sms_id=""', None),
        ('sms_id="1"', f'sms_id="{"1" * 51}"', None),
        ('sms_id="1"', "sms_id='1'", None),
        ('sms_id="1"', 'sms_id="1" sms_id="1"', None),
        ('sms_id="1"', 'sms_id="1&amp;2"', None),
        ("готов", "готов &quot;&apos;", True),
        ("готов", "готов &#33;", None),
        ("готов", "готов &laquo;", None),
        ("готов", "готов & не готов", None),
        ("готов", "готов ]]>", None),
        ("готов", "готов \x01", None),
        ("готов", "готов \uffff", None),
        ("готов", "готов <!-- нет -->", None),
        ("готов", "<![CDATA[готов]]>", None),
        ("</xml_request>", "x</xml_request>", None),
        ("</xml_request>", "</xml_request>x", None),
        ("</xml_request>", "", None),
    ],
)
def test_layouts(old: str, new: str, clean: bool | None) -> None:
    found = settled(SEND.replace(old, new).encode())
    assert (None if found is None else found[1]) is clean  # type: ignore[index]


def test_charsets() -> None:
    assert settled(SEND.encode("windows-1251")) is None  # declared as utf-8
    assert settled(SEND.encode("utf-8-sig")) is None
    assert settled(SEND.replace("UTF-8", "windows-1251").encode("windows-1251")) is None  # not allowed
    assert settled(SEND.encode(), charset="utf-8") is not None


def test_the_first_body_is_parsed() -> None:
    """Expressions are compiled when a second body comes; the outcome is the same."""
    make = dict(NOTHING)
    make.update(dicts(quicktel))
    said = [accept(quicktel, "sms_send_request", "xml", Part(SEND.encode()), Context(), make) for _ in range(3)]
    assert said[0] is not None
    assert said == [said[0]] * 3


@pytest.mark.parametrize(
    "unit",
    ["<sms ", ' <sms sms_id="', "\n", '<sms sms_id="1" number="', "<sms>", "</sms>", "&amp;", "]", "<!--"],
)
@pytest.mark.parametrize("before", ["", "<xml_request", SEND.partition("<sms")[0], SEND.partition("</xml_request>")[0]])
def test_no_body_takes_long(before: str, unit: str) -> None:
    """A hundred thousand repetitions are looked at once, not once for each."""
    started = time.process_time()
    settled((before + unit * 100_000).encode())
    settled((before + unit * 100_000 + "</xml_request>").encode())
    assert time.process_time() - started < 2
