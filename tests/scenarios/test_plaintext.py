"""A gateway of plain text goes the whole way: a request in the query and headers, a reply of a line and its status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scenarios import scenario
from tests.scenarios.scenario import Case, Target

from generated import module
from wirebook import encode_part
from wirebook.api import decode, validate
from wirebook.cli import main
from wirebook.errors import ValidationError
from wirebook.part import Context, Part
from wirebook.select import select
from wirebook.testing import breakers, values

NAME = "plaintext"
SPEC = str(scenario.path(NAME))
PROVIDER = scenario.loaded(NAME).provider()
REFUSED = b"ERR: 105, INVALID DESTINATION"


def test_the_spec_is_sound() -> None:
    scenario.is_sound(NAME)


@pytest.mark.parametrize("case", scenario.cases(NAME), ids=repr)
def test_both_engines_agree(case: Case) -> None:
    scenario.keeps_the_law(case)


@pytest.mark.parametrize("case", scenario.cases(NAME), ids=repr)
def test_schemas_agree(case: Case) -> None:
    scenario.agrees_with_schemas(case)


@pytest.mark.parametrize("case", scenario.cases(NAME, passing=True), ids=repr)
def test_what_passes_comes_back(case: Case) -> None:
    scenario.comes_back(case)


@pytest.mark.parametrize("case", scenario.cases(NAME, passing=True), ids=repr)
def test_what_travels_tells_the_message(case: Case) -> None:
    scenario.is_told_apart(case)


@pytest.mark.parametrize("target", scenario.targets(NAME), ids=repr)
@settings(max_examples=10)
@given(data=st.data())
def test_drawn_values_come_back(target: Target, data: Any) -> None:
    scenario.values_come_back(target, data.draw(values(target.provider, target.message.id, target.encoding)))


@pytest.mark.parametrize("target", scenario.targets(NAME), ids=repr)
@settings(max_examples=1)
@given(data=st.data())
def test_each_constraint_is_broken_alone(target: Target, data: Any) -> None:
    for breaker in breakers(target.provider, target.message.id, target.encoding):
        scenario.gives_its_finding(target, breaker, data.draw(breaker.travels))


def test_a_users_package_reads_every_example(tmp_path: Path) -> None:
    scenario.generates(NAME, tmp_path)


# ---------------------------------------------------------------- what such gateways are about


def test_a_request_is_an_address_and_a_header() -> None:
    value = {"key": "0123abcd", "to": ["27999000001", "27999000002"], "text": "Grüße & Co", "flash": True}
    part = encode_part(value, spec=SPEC, message="send", encoding="form")
    assert part.body == b""
    assert part.query == b"to=27999000001%2C27999000002&text=Gr%C3%BC%C3%9Fe%20%26%20Co&flash=1"
    assert part.headers == {"x-api-key": "0123abcd"}
    assert decode(b"", spec=SPEC, query=part.query, headers=part.headers) == value
    with pytest.raises(ValidationError) as refused:
        encode_part(value | {"key": "0123abcd\r\nX: y"}, spec=SPEC, message="send", encoding="form")
    assert {finding.code for finding in refused.value.findings} >= {"header.value"}


def chosen(body: bytes, status: int | None, operation: str | None = "send") -> tuple[str, ...]:
    return select(PROVIDER, "text", Part(body, status=status), Context(operation=operation)).messages


def test_the_status_tells_the_reply() -> None:
    assert chosen(b"ID: abc123", 202) == ("sent",)
    assert chosen(b"ID: abc123", 404) == ("refused",)
    assert chosen(REFUSED, 404) == ("refused",)
    assert chosen(REFUSED, 202) == ("sent",)
    assert chosen(b"ID: abc123 To: 27999000001", 207) == ("sent_each",)
    assert chosen(b"ID: abc123 To: 27999000001", None) == ("sent_each",)
    assert chosen(b"ID: abc123 Status: 004", 200, "state") == ("state",)
    assert chosen(b"ID: abc123 Status: 004", 410, "state") == ("refused",)


def test_a_success_with_a_status_of_failure_is_refused() -> None:
    result = validate(b"ID: abc123", spec=SPEC, operation="send", status=404)
    assert (result.verdict, result.message) == ("fail", "refused")
    result = validate(REFUSED, spec=SPEC, operation="send", status=202)
    assert (result.verdict, result.message) == ("fail", "sent")


def test_status_and_body_make_one_value() -> None:
    assert decode(REFUSED, spec=SPEC, status=404) == {"code": "105", "reason": "INVALID DESTINATION", "status": 404}
    assert decode(REFUSED, spec=SPEC) == {"code": "105", "reason": "INVALID DESTINATION"}
    busy = {"code": "901", "reason": "SLOW DOWN", "status": 429, "wait": 5}
    assert decode(b"ERR: 901, SLOW DOWN", spec=SPEC, status=429, headers={"retry-after": "5"}) == busy
    result = validate(b"ERR: 901, SLOW DOWN", spec=SPEC, status=429)
    assert (result.verdict, [skipped.reason for skipped in result.skipped]) == ("pass", ["no-headers", "no-headers"])


def test_a_line_for_each_recipient() -> None:
    body = b"ID: abc123 To: 27999000001\r\nERR: 105, INVALID DESTINATION To: 27999000002\r\n"
    value = decode(body, spec=SPEC, operation="send", status=207)
    assert value == {
        "outcomes": [
            {"id": "abc123", "to": "27999000001"},
            {"code": "105", "reason": "INVALID DESTINATION", "to": "27999000002"},
        ],
        "status": 207,
    }
    made: Any = module(PROVIDER, "bindings")
    reply = made.SentEach.from_text(body, status=207)
    assert [outcome.id for outcome in reply.outcomes] == ["abc123", None]
    assert reply.to_text_part().status == 207
    request = made.Send.from_form(query=b"to=27999000001&text=x", headers={"X-Api-Key": "0123abcd"})
    assert request.key == "0123abcd"
    assert "0123abcd" not in repr(request)


def test_the_command_line_takes_what_curl_shows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reply = tmp_path / "reply.txt"
    reply.write_bytes(REFUSED + b"\n")
    assert main(["decode", "--spec", SPEC, "--operation", "send", "--status", "404", str(reply)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["message"], told["value"]["status"]) == ("refused", 404)
    query = "to=27999000001&text=Hello"
    asked = ["validate", "--spec", SPEC, "--operation", "send", "--method", "GET", "--query", query]
    assert main([*asked, "--header", "X-Api-Key: 0123abcd"]) == 0
    assert capsys.readouterr().out == "(query): pass: pigeon send (form)\n"
    assert main([*asked, "--header", "X-Api-Key: s3"]) == 1
    told = capsys.readouterr().out
    assert "facet.pattern" in told
    assert "(header:x-api-key)" in told
    assert "s3" not in told
    assert "to=•••&text=•••" in told
