"""In which encoding a reply has to come, what that settles, and that what merely failed may come in any."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import wirebook
from handmade import PROVIDER
from wirebook.api import decode
from wirebook.errors import UsageError
from wirebook.model import Limit, Retry
from wirebook.spec import load

ASKING = Path(__file__).parent / "cli" / "specs" / "asking.yaml"


def told(body: bytes, **known: Any) -> tuple[str, str | None, str | None, list[tuple[str, str]]]:
    found = wirebook.validate(body, spec=str(ASKING), **known)
    return found.verdict, found.message, found.encoding, [(f.code, f.severity) for f in found.findings]


WARNED = [("operation.encoding", "warning")]


@pytest.mark.parametrize(
    ("request_body", "body", "outcome"),
    [
        (b"to=me&fmt=1", b"5,1", ("pass", "answer", "csv", [])),
        (b"to=me&fmt=3", b'{"id": 5}', ("pass", "answer", "json", [])),
        (b"to=me", b"OK 5", ("pass", "answer", "text", [])),
        (b"to=me&fmt=7", b"OK 5", ("pass", "answer", "text", [])),
        (b"to=me&fmt=1", b"OK 5", ("pass", "answer", "text", WARNED)),
        (b"to=me", b"5,1", ("pass", "answer", "csv", WARNED)),
        (b"to=me&fmt=1", b'{"id": 5}', ("pass", "answer", "json", WARNED)),
        (b"to=me", b'{"id": "x"}', ("fail", "answer", "json",
                                    [("operation.encoding", "error"), ("shape.kind", "error")])),
        # What failed may come in any encoding.
        (b"to=me&fmt=3", b"ERROR 9", ("pass", "failed", "text", [])),
    ],
)  # fmt: skip
def test_the_request_says_in_which_encoding_the_reply_comes(request_body: bytes, body: bytes, outcome: object) -> None:
    assert told(body, request=request_body) == outcome
    assert told(body, request=request_body, operation="ask") == outcome


def test_what_was_asked_for_decides_where_the_bytes_do_not() -> None:
    assert told(b"5") == ("pass", None, None, [])  # a total in text, an answer in csv
    assert told(b"5", operation="listen", settings={"fmt": "csv"}) == ("pass", "answer", "csv", [])
    assert told(b"5", request={"fmt": 0}, operation="ask") == ("pass", "total", "text", [])


@pytest.mark.parametrize(
    ("settings", "body", "outcome"),
    [
        ({"fmt": "csv"}, b"5,1", ("pass", "answer", "csv", [])),
        ({"fmt": "csv"}, b"OK 5", ("pass", "answer", "text", WARNED)),
        ({"fmt": "text"}, b"5,1", ("pass", "answer", "csv", [])),  # nothing says what text means
        ({}, b"5,1", ("pass", "answer", "csv", [])),
        ({"fmt": "csv,json"}, b"OK 5", ("pass", "answer", "text", [])),
    ],
)
def test_a_setting_may_say_it_too(settings: dict[str, str], body: bytes, outcome: object) -> None:
    assert told(body, operation="listen", settings=settings) == outcome


def test_requests_and_named_encodings() -> None:
    assert told(b"to=me&fmt=1", operation="ask") == ("pass", "ask", "form", [])
    found = wirebook.validate(b"5,1", spec=str(ASKING), request=b"to=me&fmt=3", message="answer", encoding="csv")
    assert [f.message for f in found.findings] == ["the reply is csv, though request.fmt asks for json"]
    assert wirebook.validate(
        b"5,1", spec=str(ASKING), request=b"to=me&fmt=3", message="answer", fail_level="warning"
    ).verdict == "fail"  # fmt: skip


def test_an_operation_without_messages_says_nothing_of_them() -> None:
    assert told(b"ERROR 9", operation="told") == ("pass", "failed", "text", [])


def test_repetition_and_limits_are_in_the_model() -> None:
    ask, _, heard = load(ASKING).providers[""].operations
    assert heard.retry is not None
    assert isinstance(heard.retry, Retry)
    assert (heard.retry.interval, heard.retry.attempts, heard.retry.source) == (240, 50, "page#5")
    assert [status for status in (200, 201, 404, 500) if heard.retry.stops(status)] == [200, 404]
    each, at_once = ask.limits
    assert isinstance(each, Limit)
    assert (each.requests, each.seconds, each.same, each.message, each.code) == (3, 60, "to", "ask", 9)
    assert (at_once.concurrent, at_once.requests, at_once.same, at_once.code) == (15, None, "all", None)
    assert at_once.source == "page#1"


# ---------------------------------------------------------------- strict


SIGNED = b"id=1&phone=79161234567&status=1&md5=00000000000000000000000000000000"


def test_strict_is_not_content_with_what_was_not_checked() -> None:
    body = b"5,1"
    assert wirebook.validate(body, spec=str(ASKING), strict=True).verdict == "pass"
    known: dict[str, Any] = {"spec": PROVIDER, "message": "callback_status"}
    open_ = wirebook.validate(SIGNED, **known)
    assert (open_.verdict, open_.reason, [s.reason for s in open_.skipped]) == ("pass", None, ["no-secret"])
    strict = wirebook.validate(SIGNED, **known, strict=True)
    assert (strict.verdict, strict.reason) == ("not_checked", "skipped")
    assert wirebook.validate(SIGNED.replace(b"id=1", b"id=x"), **known, strict=True).verdict == "fail"
    assert decode(SIGNED, **known)["id"] == 1
    with pytest.raises(UsageError, match="not checked: no-secret"):
        decode(SIGNED, **known, strict=True)
