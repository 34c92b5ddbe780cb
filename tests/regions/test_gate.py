"""Messages that say more than their body: forms in the query, and what an address adds to a body."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from wirebook.api import decode, validate
from wirebook.cli import main
from wirebook.errors import ValidationError
from wirebook.part import Context, Part
from wirebook.prove import part, run
from wirebook.select import select
from wirebook.spec import load
from wirebook_codegen import losses, xsd

GATE = Path(__file__).with_name("gate.yaml")
PROVIDER = load(GATE).providers[""]
ASKED = b"to=79161234567&words=hi"


def said(body: bytes, message: str | None = None, **known: Any) -> list[tuple[str, str]]:
    result = validate(body, spec=PROVIDER, message=message, **known)
    return [(finding.code, finding.wire_path) for finding in result.findings]


def test_a_form_is_read_from_the_query_where_there_is_no_body() -> None:
    want = {"to": "79161234567", "words": "hi"}
    assert decode(b"", spec=PROVIDER, query=ASKED) == want
    assert decode(b"", spec=PROVIDER, query=ASKED.decode()) == want
    assert decode(ASKED, spec=PROVIDER) == want
    assert decode(ASKED, spec=PROVIDER, query=b"to=x") == want
    assert validate(b"", spec=PROVIDER).findings[0].code == "input.empty"
    assert validate(b"", spec=PROVIDER, message="send").findings[0].code == "input.empty"


def test_places_of_a_form_in_the_query() -> None:
    (finding,) = validate(b"", spec=PROVIDER, query=b"to=79161234567&words=hello").findings
    assert (finding.code, finding.path, finding.wire_path) == ("facet.maxLength", "words", "?words")
    assert finding.location is not None
    assert (finding.location.line, finding.location.column, finding.location.offset) == (1, 22, 21)


def test_what_the_address_adds_stands_at_the_start_of_the_body() -> None:
    result = validate(b'{"id": 1}', spec=PROVIDER, message="report", query=b"words=hello")
    (finding,) = result.findings
    assert (finding.code, finding.path, finding.wire_path) == ("facet.maxLength", "words", "?words")
    assert finding.location is not None
    assert (finding.location.line, finding.location.column, finding.location.offset) == (1, 1, 0)


@pytest.mark.parametrize(
    ("body", "query", "found"),
    [
        (b'{"id": 1}', b"id=1", [("shape.duplicate", "?id")]),
        (b'{"id": 1}', b"id=x", [("shape.duplicate", "?id")]),
        (b'{"words": "a"}', b"id=12", [("facet.maxInclusive", "?id")]),
        (b'{"id": 1}', b"a=%zz", [("form.percent", "?")]),
        (b'{"id": 1}', b"79161234567=0123456789", [("facet.maxLength", "?***")]),
        (b'{"id": "1"}', b"words=a", [("shape.kind", "/id")]),
        (b"<report><id>1</id></report>", b"words=hello", [("facet.maxLength", "?words")]),
        (b"words=a", b"id=10", [("facet.maxInclusive", "?id")]),
        (b'{"id": 1}', b"", []),
        (b'{"id": 1}', None, []),
    ],
)
def test_parameters_of_the_query_count_as_children(
    body: bytes, query: bytes | None, found: list[tuple[str, str]]
) -> None:
    assert said(body, "report", query=query) == found


def test_what_is_missing_in_the_body_is_missing_where_the_query_is_not_known() -> None:
    body = b'{"words": "hi"}'
    assert said(body, "report") == [("shape.missing", "/id")]
    assert said(body, "report", query=b"") == [("shape.missing", "/id")]
    assert decode(body, spec=PROVIDER, message="report", query=b"id=5") == {"id": 5, "words": "hi", "extras": {}}


def test_the_query_helps_to_tell_the_message() -> None:
    def chosen(body: bytes, encoding: str, **known: Any) -> tuple[str, ...]:
        return select(PROVIDER, encoding, Part(body, **known), Context()).messages

    assert chosen(b"", "form", query=ASKED) == ("send",)
    assert chosen(b"words=hi", "form", query=b"id=5") == ("report",)
    assert chosen(ASKED, "form", query=b"a=b") == ("send",)
    assert chosen(b"id=1", "form", query=b"to=1") == ("report",)
    assert chosen(b'{"words": "hi"}', "json", query=b"id=5") == ("report",)


def test_every_example_is_what_validate_says() -> None:
    for message in PROVIDER.messages:
        for example in (*message.examples, *message.counterexamples):
            there = part(example)
            result = validate(
                there.body, spec=PROVIDER, message=message.id, encoding=example.encoding, query=there.query,
                headers=there.headers, status=there.status,
            )  # fmt: skip
            assert result.verdict == example.verdict
            if example.verdict == "pass":
                assert result.value == run(PROVIDER, message, example).value


def test_a_refused_query_raises() -> None:
    with pytest.raises(ValidationError):
        decode(b"", spec=PROVIDER, query=b"to=1&words=hi")


# ---------------------------------------------------------------- the command line


def test_a_query_can_be_validated_without_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--spec", str(GATE), "--query", ASKED.decode()]) == 0
    assert capsys.readouterr().out == "(query): pass: gate send (form)\n"
    assert main(["decode", "--spec", str(GATE), "--query", "?" + ASKED.decode()]) == 0
    assert '"words": "hi"' in capsys.readouterr().out


def test_an_excerpt_shows_the_query_and_masks_what_is_sensitive(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--spec", str(GATE), "--query", "to=79161234567&words=hello"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("(query):1:22: error facet.maxLength")
    assert lines[2] == "    to=•••&words=hello"
    assert lines[3] == "                 ^^^^^"


def test_what_came_in_the_query_beside_a_body_is_in_no_excerpt(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "body.json"
    file.write_bytes(b'{"id": 1, "x": "hidden"}')
    assert main(["validate", "--spec", str(GATE), "--message", "report", "--query", "words=hello", str(file)]) == 1
    told = capsys.readouterr().out
    assert "body.json:1:1: error facet.maxLength" in told
    assert "at words (?words)" in told
    assert '    {"id": 1, "•••": "hidden"}' in told


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--status", "20x"], "--status 20x is no HTTP status: three digits"),
        (["--header", "Content-Type"], "--header lacks a name or a colon: --header 'Name: value'"),
    ],
)
def test_wrong_options_are_one_line(options: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--spec", str(GATE), "--query", "a=b", *options]) == 2
    assert told in capsys.readouterr().err


def test_the_ledger_tells_what_came_with_a_witness() -> None:
    found = xsd.emit(PROVIDER)
    page = losses.render(PROVIDER, found.losses)
    assert "it travels in a header field" in page
    assert "It came with" in page
    assert "header `X-Key: ab`" in page
