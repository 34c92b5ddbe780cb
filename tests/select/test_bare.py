"""Bodies that say little: a number, a word, a few values with commas. Nothing about them may be guessed.

Held against each message read by itself: whoever takes the body without a finding is a
candidate, what is said of it holds for every candidate, and where they differ nothing is said.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import wirebook
from wirebook.books import built_in, open_book
from wirebook.explain import explain_bytes
from wirebook.model import Provider
from wirebook.part import Context, Part
from wirebook.select import guess_encoding, select

BODIES = (
    "123.43", "123", "0", "-1", "0.5", "OK", "1234,1", "1234,2,3.4,100", "12.5,1", "0,-2", "5,-3", "1,1325419200",
    "1,2\n3,4", "1,2,3\n4,5,6", "a", "a,b", "a;b", "ERROR", "ERROR = 2 (x)", "OK - 1 SMS, ID - 7", "[]", "[1]", "{}",
    '"OK"', "1e5", '{"id":1}', '{"id":1,"cnt":2}', '{"result":"OK"}', '{"error":"x","error_code":9}',
    '{"id":1,"phone":"79161234567","status":1}', '{"phone":"79161234567","mes":"hi"}', "<result/>",
    "<result>OK</result>", "<result><id>1</id></result>", "<list/>", "<balance>1</balance>", "<a/>", "id=1", "x=1",
    "id=1&phone=79161234567&status=1", "id=1&phone=79161234567&mes=hi", "phone=79161234567&waitcall=1&ts=1",
)  # fmt: skip
ASKING = Path(__file__).parents[1] / "cli" / "specs" / "asking.yaml"


@cache
def book(name: str) -> Provider:
    return open_book(name).provider


@pytest.mark.parametrize("operation", [False, True], ids=["alone", "operation"])
@pytest.mark.parametrize("name", built_in())
def test_what_is_said_holds_for_every_candidate(name: str, operation: bool) -> None:
    provider = book(name)
    said = 0
    for known in [o.id for o in provider.operations] if operation else [None]:
        for text in BODIES:
            body = text.encode()
            result = wirebook.validate(body, spec=provider, operation=known)
            ctx, part = Context(operation=known), Part(body)
            readings = {}
            for encoding in guess_encoding(body, provider):
                chosen = select(provider, encoding, part, ctx)
                for message in chosen.messages if chosen.matched else ():
                    declared = provider.message(message)
                    assert declared is not None
                    readings[message, encoding] = explain_bytes(provider, declared, encoding, part, ctx).ok
            if not readings:
                assert result.verdict != "pass", (text, known)
                continue
            said += 1
            assert set(result.candidates) == {message for message, _ in readings}, (text, known)
            wanted = {True: "pass", False: "fail"}[next(iter(readings.values()))]
            assert result.verdict == (wanted if len(set(readings.values())) == 1 else "not_checked"), (text, known)
            assert (result.message is None) == (len(result.candidates) != 1), (text, known)
    assert said > 3 or name != "smsc"


@pytest.mark.parametrize("name", built_in())
def test_who_takes_a_body_cleanly_is_a_candidate(name: str) -> None:
    provider = book(name)
    taken = 0
    for text in BODIES:
        body = text.encode()
        result = wirebook.validate(body, spec=provider)
        for message in provider.messages:
            for shape in message.shapes:
                if shape.encoding in guess_encoding(body, provider):
                    told = explain_bytes(provider, message, shape.encoding, Part(body), Context())
                    if not told.findings:
                        taken += 1
                        assert message.id in result.candidates, (text, message.id, shape.encoding)
    assert taken or name != "smsc"


def test_an_encoding_in_which_no_candidate_has_the_form_of_the_lines_says_nothing() -> None:
    found = wirebook.validate(b"5", spec=str(ASKING), operation="listen")
    assert (found.verdict, found.message, found.encoding) == ("pass", "answer", "csv")
    none = wirebook.validate(b"x y", spec=str(ASKING), operation="listen", encoding="csv")
    assert (none.verdict, none.message) == ("fail", "answer")
