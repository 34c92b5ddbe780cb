"""The short road says nothing, or exactly what the whole way says of an exchange."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from traffic import FORM, JSON, URLS, XML, books

from wirebook.capture.exchange import Exchange, Half
from wirebook.lint import quick, shelf
from wirebook.lint.check import Checked, Linter
from wirebook.model import Example, Operation
from wirebook.part import Part

KINDS = {"xml": XML, "form": FORM, "json": JSON, "text": "text/plain", "csv": "text/csv"}
# Pairs of bodies for each operation, and how many of them are sent to an unknown address as well.
PAIRS, STRANGE = (10_000, 1) if os.environ.get("WIREBOOK_HYPOTHESIS") == "deep" else (40, 4)
SAID = ("verdict", "reason", "provider", "message", "encoding", "candidates", "value", "findings", "skipped")


def said(checked: Checked) -> list[Any]:
    halves = [(half.part, half.body, *(getattr(half.result, name) for name in SAID)) for half in checked.halves]
    return [checked.verdict, checked.provider, checked.operation, halves]


def exchanges(name: str) -> Iterator[Exchange]:
    """Each operation with requests and replies of its messages, right and wrong, here and at an unknown address."""
    provider = next(book for book in books() if book.name == name).provider

    def of(ids: list[str]) -> list[Example]:
        found = [m for m in provider.messages if m.id in ids]
        return [example for m in found for example in (*m.examples, *m.counterexamples)]

    for operation in provider.operations:
        asked = of([case.message for case in operation.request])
        answered = of([case.message for case in operation.reply])
        pairs = [(one, answered[at % len(answered)] if answered else None) for at, one in enumerate(asked)]
        pairs += [(asked[at % len(asked)], one) for at, one in enumerate(answered) if asked]
        for number, (at, (one, other)) in enumerate([*enumerate(pairs)][:: 1 + len(pairs) // PAIRS]):
            yield exchange(operation, one, other, URLS[name], operation.path or "/sms", at)
            if number % STRANGE == 0:
                yield exchange(operation, one, other, URLS["stranger"], "/", at)


def exchange(operation: Operation, asked: Example, answered: Example | None, url: str, path: str, at: int) -> Exchange:
    host = url.partition("//")[2].partition("/")[0]
    kind = "text/plain" if at % 7 == 6 else KINDS[asked.encoding]
    request = Part(
        asked.body, method="GET" if at % 11 == 10 else operation.method, path=path, query=asked.query or b"",
        headers={"Content-Type": kind},
    )  # fmt: skip
    body, status = (b"", (200, 500)[at % 2]) if answered is None else (answered.body, 200)
    headers = None if answered is None or at % 3 else {"Content-Type": KINDS[answered.encoding]}
    return Exchange("capture", at, Half(request), Half(Part(body, status=status, headers=headers)), 1.0, host)


@pytest.mark.parametrize("name", [book.name for book in books()])
@pytest.mark.parametrize("how", [{}, {"secret": "top-secret"}])
def test_both_roads_agree_on_every_example(name: str, how: dict[str, Any]) -> None:
    linter = Linter(books(), **how)
    roads = Counter[bool]()
    for one in exchanges(name):
        whole = linter._whole(one)
        roads[linter._told(one, True) is not None] += 1
        assert said(linter.check(one)) == said(whole)
        assert linter.verdict(one) == whole.verdict
        # What was remembered says the same again.
        assert linter.verdict(one) == whole.verdict
    assert roads[True] >= 2


SEND = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<xml_request name="sms_send">\n<xml_user lgn="a" pwd="b"/>\n'
    '<sms sms_id="1" number="79000000001" source_number="QUICKTELSMS" ttl="10">{}</sms>\n</xml_request>\n'
)
SENT = (
    '<xml_result xml_name="sms_send" res="0" description="">\n'
    '<push sms_id="{}" push_id="1" res="0" number="79000000001" sms_count="1"/>\n</xml_result>\n'
)
PLAIN = SEND.format("ok")
REQUESTS = [
    *map(SEND.format, ("ok", "Привет &amp; всем", "x" * 5000, "<b/>", "&#65;", "РџСЂРёРІРµС‚")),
    PLAIN.replace('name="sms_send"', "name='sms_send'"),
    PLAIN.replace("<xml_user", "<xml_users"),
    PLAIN.replace('name="sms_send"', 'name="sms_send" more="1"'),
    PLAIN.replace('name="sms_send"', 'name="sms_send" name="sms_send"'),
    PLAIN.replace("sms_send", "sms_status2"),
    PLAIN.replace("xml_request", "xml_requests"),
    PLAIN.replace("\n", "\r\n"),
    PLAIN + "<!-- end -->",
]
REPLIES = [
    SENT.format(1),
    SENT.format(2),
    SENT.format(1).replace("xml_name", "name"),
    '<xml_result res="-1000" description="x"/>',
    '<xml_result xml_name="sms_send" res="0"/>',
    '<xml_result res="0"/>',
    "",
    "OK",
]


@pytest.mark.parametrize("asked", REQUESTS)
def test_both_roads_agree_on_layouts_of_xml(asked: str) -> None:
    linter = Linter(books())
    for answered in REPLIES:
        request = Part(asked.encode(), method="POST", path="/", query=b"", headers={"Content-Type": XML})
        reply = Part(answered.encode(), status=200, headers={"Content-Type": XML})
        one = Exchange("capture", 0, Half(request), Half(reply), 1.0, "gate.example")
        whole = said(linter._whole(one))
        assert said(linter.check(one)) == whole
        assert linter.verdict(one) == whole[0]
        assert linter.verdict(one) == whole[0]


def test_strangers_are_told_alike() -> None:
    linter = Linter(books())
    for body in (
        b"{}",
        b'{"a": 1}',
        b"a=1&b=2",
        b"<rss/>",
        b"OK",
        b"1,2",
        "Привет".encode("cp1251"),
        b"\xef\xbb\xbf{}",
    ):
        part = Part(body, method="POST", path="/login", query=b"", headers={})
        one = Exchange("capture", 0, Half(part), Half(Part(b"ok", status=200)), None, "shop.example")
        assert linter.verdict(one) == linter._whole(one).verdict


def test_what_is_remembered_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shelf.MOST == quick.MOST == 1024
    for module in (shelf, quick):
        monkeypatch.setattr(module, "MOST", 100)
    linter = Linter(books())
    for number in range(300):
        body = b'{"id": 1, "status": 1, "name%d": 1, "phone": "1"}' % number
        part = Part(body, method="POST", path=f"/{number}", query=b"", headers={"Content-Type": f"a/{number}"})
        linter.verdict(Exchange("capture", 0, Half(part), Half(Part(b"", status=200)), None, f"h{number}.example"))
    road = linter._quick
    assert road is not None
    assert 1 < len(road._addresses) <= 100
    assert all(len(one._told) <= 100 and len(one._fine) <= 100 for one in road._shelves.values())


SENDING = "login=demo&psw=password&phones=79000000001&mes=ok"


@pytest.mark.parametrize("more", ["", "&fmt=0", "&fmt=1", "&fmt=3", "&fmt=03", "&fmt=7", "&fmt=3&cost=2", "&fmt=3\n"])
def test_both_roads_agree_on_what_a_request_says_of_its_reply(more: str) -> None:
    linter = Linter(books())
    replies = ('{"id": 1, "cnt": 1}', ' {"id": 1, "cnt": 1}\n', "OK - 1 SMS, ID - 1", "1,1", "id=1&cnt=1", "[1]", " ")
    for answered in (*replies, *reversed(replies)):
        request = Part(
            (SENDING + more).encode(), method="POST", path="/sys/send.php", query=b"", headers={"Content-Type": FORM}
        )
        reply = Part(answered.encode(), status=200, headers={"Content-Type": JSON})
        one = Exchange("capture", 0, Half(request), Half(reply), 1.0, "smsc.ru")
        whole = linter._whole(one)
        assert linter.verdict(one) == whole.verdict
        assert said(linter.check(one)) == said(whole)
