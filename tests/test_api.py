"""The library's functions: verdicts with values, context, and errors that are data."""

from pathlib import Path
from typing import Any

import pytest

import wirebook
from wirebook.api import decode, encode
from wirebook.books import open_book
from wirebook.providers import quicktel
from wirebook.result import Result, combine
from wirebook.wire.caps import MAX_BYTES

PINGME = Path(__file__).parent / "scenarios" / "pingme.yaml"

SEND = (
    '<xml_request name="sms_send"><xml_user lgn="demo" pwd="demo"/>'
    '<sms sms_id="1" number="79160000001" source_number="79160000002">Привет</sms></xml_request>'
).encode()
VALUE = {
    "login": "demo",
    "password": "demo",
    "messages": [{"sms_id": "1", "number": "79160000001", "source_number": "79160000002", "text": "Привет"}],
}
REPLY = (
    b'<xml_result xml_name="sms_send" res="0">'
    b'<push sms_id="%s" push_id="123456789012345678" res="0" number="79160000001" sms_count="1"/></xml_result>'
)


def test_a_pass_has_the_value() -> None:
    result = wirebook.validate(SEND, spec="quicktel")
    assert (result.verdict, result.message, result.encoding) == ("pass", "sms_send_request", "xml")
    assert (result.provider, result.reason, result.candidates) == ("quicktel", None, ("sms_send_request",))
    assert result.value == VALUE
    assert result.findings == result.skipped == ()


def test_a_fail_has_findings_and_no_value() -> None:
    result = wirebook.validate(SEND.replace(b'"79160000001"', b'""'), spec="quicktel")
    assert (result.verdict, result.value) == ("fail", None)
    (finding,) = [one for one in result.findings if one.severity == "error"]
    assert (finding.code, finding.path) == ("facet.minLength", "messages[0].number")
    assert finding.location is not None


@pytest.mark.parametrize(
    ("body", "verdict", "reason"),
    [
        (b"", "fail", None),
        (b"<a", "fail", None),
        (b"<a/>", "not_checked", "unknown-message"),
        (b"\xff\x00", "fail", None),
    ],
)
def test_bodies_without_a_message(body: bytes, verdict: str, reason: str | None) -> None:
    result = wirebook.validate(body, spec="quicktel")
    assert (result.verdict, result.reason, result.message, result.value) == (verdict, reason, None, None)


def test_a_repr_shows_no_payload() -> None:
    assert "7916" not in repr(wirebook.validate(SEND, spec="quicktel"))


def test_a_spec_may_be_a_path_a_book_or_a_model() -> None:
    body = b'<ping host="example.org"/>'
    book = open_book(str(PINGME))
    for spec in (str(PINGME), PINGME, book, book.provider):
        assert wirebook.validate(body, spec=spec).message == "ping_request"


def test_a_request_gives_meaning_to_its_reply() -> None:
    unknown = wirebook.validate(REPLY % b"1", spec="quicktel")
    assert unknown.verdict == "pass"
    assert {skipped.reason for skipped in unknown.skipped} == {"no-request"}
    for request in (SEND, VALUE):
        assert wirebook.validate(REPLY % b"1", spec="quicktel", request=request).skipped == ()
    wrong = wirebook.validate(REPLY % b"2", spec="quicktel", request=SEND)
    assert "rule.echoes" in [finding.code for finding in wrong.findings]


def test_a_request_that_is_refused_is_the_callers_mistake() -> None:
    with pytest.raises(wirebook.UsageError, match="the request is refused"):
        wirebook.validate(REPLY % b"1", spec="quicktel", request=b"<nothing/>")


def test_a_charset_may_come_from_the_header() -> None:
    result = wirebook.validate(SEND, spec="quicktel", headers={"Content-Type": "text/xml; charset=windows-1251"})
    assert result.verdict == "fail"
    assert result.findings[0].code.startswith("charset.")


@pytest.mark.parametrize(
    "names",
    [
        {"message": "nothing"},
        {"encoding": "json"},
        {"operation": "nothing"},
        {"dialect": "nothing"},
        {"charset": "koi8-r"},
        {"settings": {"nothing": "1"}},
        {"fail_level": "nothing"},
    ],
)
def test_unknown_names_are_usage_errors(names: dict[str, str]) -> None:
    with pytest.raises(wirebook.UsageError):
        wirebook.validate(SEND, spec="quicktel", **names)


def test_decode_gives_the_value_or_raises_everything() -> None:
    assert decode(SEND, spec="quicktel") == VALUE
    with pytest.raises(wirebook.ValidationError) as caught:
        decode(SEND.replace(b'"79160000001"', b'""').replace(b"<sms", b"<sms x='1'"), spec="quicktel")
    assert len(caught.value.findings) >= 2
    assert "7916" not in str(caught.value)
    with pytest.raises(wirebook.UsageError, match="no message of this book"):
        decode(b"<a/>", spec="quicktel")


def test_a_refusal_says_what_is_wrong_and_shows_nothing_sensitive() -> None:
    body = SEND.replace(b'"79160000001"', b'"hunter2"').replace(b"<sms ", b'<sms x="1" y="2" z="3" ttl="soon" ')
    with pytest.raises(wirebook.ValidationError) as caught:
        decode(body, spec="quicktel")
    said = str(caught.value)
    first = caught.value.findings[0]
    assert said.startswith(f"{first.path}: {first.message} ({first.code}); ")
    more = sum(finding.severity == "error" for finding in caught.value.findings) - 3
    assert more > 0
    assert said.endswith(f"; and {more} more; .findings has all")
    assert "hunter2" not in said
    assert str(wirebook.ValidationError(())) == "no findings"


def test_what_is_no_body_and_no_record_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="a body is bytes, not str"):
        wirebook.validate("<a/>", spec="quicktel")  # type: ignore[arg-type]
    request: Any = quicktel.SmsSendRequest(login="demo", password="demo", messages=[])
    request.messages = [{"sms_id": "1"}]
    with pytest.raises(TypeError, match="messages: OutgoingSms is expected, not dict"):
        request.to_xml()
    with pytest.raises(TypeError, match="a logical value is a mapping, not list"):
        quicktel.SmsSendRequest.from_value([])  # type: ignore[arg-type]


def test_a_result_in_a_log_says_why_nothing_was_checked() -> None:
    assert "reason='unknown-message'" in repr(wirebook.validate(b"<a/>", spec="quicktel"))
    assert "reason" not in repr(wirebook.validate(SEND, spec="quicktel"))


def test_encode_is_read_back() -> None:
    body = encode(VALUE, spec="quicktel", message="sms_send_request", encoding="xml")
    assert decode(body, spec="quicktel") == VALUE
    with pytest.raises(wirebook.ValidationError):
        encode(VALUE | {"messages": []}, spec="quicktel", message="sms_send_request", encoding="xml")
    for names in ({"message": "nothing", "encoding": "xml"}, {"message": "sms_send_request", "encoding": "json"}):
        with pytest.raises(wirebook.UsageError):
            encode(VALUE, spec="quicktel", **names)


def test_the_package_offers_its_names_late() -> None:
    assert set(wirebook.__all__) <= set(dir(wirebook))
    with pytest.raises(AttributeError):
        _ = wirebook.nothing


@pytest.mark.parametrize("spec", ["quicktel", "smsc"])
def test_a_body_that_is_too_large_fails_whatever_it_is(spec: str) -> None:
    result = wirebook.validate(b"a" * (MAX_BYTES + 1), spec=spec)
    assert (result.verdict, [f.code for f in result.findings]) == ("fail", ["limit.bytes"])
    result = wirebook.validate(b"a" * (MAX_BYTES + 1), spec=spec, encoding="xml")
    assert (result.verdict, [f.code for f in result.findings]) == ("fail", ["limit.bytes"])


@pytest.mark.parametrize("body", [b"", b"\n", b" \r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_a_blank_body_fails(body: bytes) -> None:
    for asked in ({}, {"encoding": "text"}, {"operation": "senders"}):
        result = wirebook.validate(body, spec="smsc", **asked)
        assert (result.verdict, [f.code for f in result.findings]) == ("fail", ["input.empty"])


# ---------------------------------------------------------------- several readings of one body


def reading(verdict: str, message: str, provider: str = "p", encoding: str = "xml", **more: Any) -> Result:
    return Result(verdict, provider=provider, message=message, encoding=encoding, candidates=(message,), **more)


def test_readings_that_agree_give_their_verdict_and_the_candidates() -> None:
    result = combine([reading("pass", "a", value={}), reading("pass", "b", value={})])
    assert (result.verdict, result.message, result.candidates, result.value) == ("pass", None, ("a", "b"), None)
    assert (result.provider, result.encoding, result.reason) == ("p", "xml", None)


def test_readings_that_differ_are_not_checked() -> None:
    result = combine([reading("pass", "a"), reading("fail", "b")])
    assert (result.verdict, result.reason, result.candidates) == ("not_checked", "ambiguous", ("a", "b"))
    assert result.findings == ()


def test_one_message_in_two_encodings_is_told() -> None:
    result = combine([reading("pass", "a", encoding="text", value={"x": 1}), reading("pass", "a", encoding="csv")])
    assert (result.message, result.encoding, result.candidates, result.value) == ("a", None, ("a",), {"x": 1})


def test_messages_of_two_providers_are_told_apart() -> None:
    result = combine([reading("pass", "a", "p"), reading("pass", "a", "q")])
    assert (result.provider, result.message, result.candidates) == (None, None, ("p.a", "q.a"))


def test_a_failure_that_no_reading_shares_still_has_findings() -> None:
    body = b"<data><login>a</login></data>"
    results = [
        wirebook.validate(body, spec="quicktel", message=name) for name in ("sms_send_request", "error_response")
    ]
    combined = combine(results)
    assert combined.verdict == "fail"
    assert combined.findings


def test_readings_without_a_message_do_not_count_beside_one_that_has_it() -> None:
    unknown = Result("not_checked", reason="unknown-message", provider="q")
    assert combine([unknown, reading("pass", "a")]).message == "a"
    both = combine([unknown, Result("fail", provider="r")])
    assert (both.verdict, both.provider) == ("not_checked", None)
