"""A body that does not parse, at an address that no book knows: it fails, it does not drop out of scope."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_lint import run, told
from traffic import FORM, JSON, URLS, XML, body, record

from wirebook.select.stump import stump

SEND = body("quicktel", "sms_send_request")


def text_with(broken: bytes) -> bytes:
    """The request with a text that was not escaped."""
    at = SEND.rindex(b"</sms>")
    return SEND[:at] + broken + SEND[at:]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (text_with(b" Tom & Jerry"), "xml.not-well-formed"),
        (text_with(b" 5 < 6"), "xml.not-well-formed"),
        (text_with(b" \xff\xfe"), "charset.undecodable"),
        (SEND[: SEND.rindex(b"</sms>")], "xml.not-well-formed"),
        (text_with(b"&laquo;"), "xml.not-well-formed"),
    ],
)
def test_xml_that_was_not_escaped_is_its_providers_all_the_same(tmp_path: Path, asked: bytes, code: str) -> None:
    tally, found, _ = run(tmp_path, record(URLS["quicktel"], asked, body("quicktel", "error_response"), XML))
    assert (found[0].provider, found[0].verdict) == ("quicktel", "fail")
    assert code in told(found[0])[0][4]
    assert tally.summary["fail"] == 1


@pytest.mark.parametrize("charset", ["nosuch", "utf-16", "utf8mb4", "utf-8, text/plain"])
def test_a_charset_that_is_wrong_hides_no_body(tmp_path: Path, charset: str) -> None:
    kinds = [("quicktel", "sms_send_request", "text/xml"), ("smsc", "callback_status", FORM)]
    for provider, message, kind in kinds:
        told = record(URLS["handler"], body(provider, message), b"", f"{kind}; charset={charset}")
        tally, found, _ = run(tmp_path, told)
        assert (found[0].provider, found[0].verdict) == (provider, "fail"), found
        assert tally.summary["fail"] == 1
        stranger = record(URLS["handler"], b"<order>1</order>", b"", f"text/xml; charset={charset}")
        assert run(tmp_path, stranger)[0].summary["out_of_scope"] == 1


def test_a_json_callback_that_is_cut_is_its_provider_s(tmp_path: Path) -> None:
    whole = body("smsc", "callback_status", "json")
    tally, found, _ = run(tmp_path, record(URLS["handler"], whole[:-20], b"", JSON))
    assert (found[0].provider, found[0].verdict) == ("smsc", "fail")
    assert tally.summary["fail"] == 1


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        (XML, b"<order><item>Tom & Jerry</item></order>"),
        (XML, b"<data><item>Tom & Jerry</item><price>1</price></data>"),
        (XML, b"<xml_request name='other'><x>&</x>"),
        (XML, b"<!DOCTYPE a [<!ENTITY b 'c'>]><xml_request>&b;"),
        (XML, b"<"),
        (JSON, b'{"user": 1, "items": [1, 2'),
        (JSON, b'{"id": 1, oops'),
        (JSON, b"[" * 200),
        (FORM, b"a=%zz&b=1"),
    ],
)
def test_a_strangers_broken_body_stays_out_of_scope(tmp_path: Path, kind: str, asked: bytes) -> None:
    _, found, _ = run(tmp_path, record(URLS["stranger"], asked, b"ok", kind))
    assert found[0].verdict == "out_of_scope"


@pytest.mark.parametrize(
    ("encoding", "before", "made"),
    [
        ("xml", b"<?xml version='1.0'?><a b='1'>text <c/><d>te", b"<a b='1'><c/><d></d></a>"),
        ("xml", b"<a><b></c>", b"<a><b></b></a>"),
        ("xml", b"no tags", None),
        ("xml", b"<a></a>", None),
        ("xml", b"<a>" * 65, None),
        ("json", b'{"a": 1, "b": [1, {"c": "},"', b'{"a": 1, "b": [1]}'),
        ("json", b'{"a": "un', None),
        ("json", b'{"a": 1]', None),
        ("form", b"a=1&b", None),
    ],
)
def test_what_is_open_is_closed(encoding: str, before: bytes, made: bytes | None) -> None:
    assert stump(encoding, before + b"rest", len(before)) == made
