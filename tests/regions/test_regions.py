"""Query parameters, header fields and the HTTP status beside a body: read, skipped, told apart, written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import wirebook
from generated import accepted, module
from wirebook.api import decode, encode, validate
from wirebook.cli import main
from wirebook.encode import encode_part
from wirebook.errors import ValidationError
from wirebook.part import Context, Part
from wirebook.prove import part, run
from wirebook.select import select
from wirebook.spec import load
from wirebook_codegen.docs import emit

GATE = Path(__file__).with_name("gate.yaml")
PROVIDER = load(GATE).providers[""]
ORDER = b"<order><words>hi</words></order>"
TOKEN = b"token=ab12&trace=5"


def told(body: bytes, message: str, **known: Any) -> tuple[str, list[tuple[str, str]], list[tuple[str, str]]]:
    result = validate(body, spec=PROVIDER, message=message, **known)
    found = [(finding.code, finding.wire_path) for finding in result.findings]
    return result.verdict, found, [(skipped.check, skipped.reason) for skipped in result.skipped]


# ---------------------------------------------------------------- reading


def test_what_is_not_known_is_skipped_and_no_fault() -> None:
    verdict, found, skipped = told(ORDER, "order")
    assert (verdict, found) == ("pass", [])
    assert skipped == [
        ("query", "no-query"), ("headers", "no-headers"), ("who", "no-headers"), ("traced", "no-query"),
        ("silent", "no-headers"),
    ]  # fmt: skip
    assert decode(ORDER, spec=PROVIDER, message="order") == {"words": "hi", "tags": []}


def test_what_is_known_alone_is_checked_alone() -> None:
    assert told(ORDER, "order", query=TOKEN)[1:] == (
        [],
        [("headers", "no-headers"), ("who", "no-headers"), ("silent", "no-headers")],
    )
    assert told(ORDER, "order", headers={"X-Key": "abc"})[1:] == (
        [],
        [("query", "no-query"), ("who", "no-query"), ("traced", "no-query")],
    )
    assert told(ORDER, "order", query=TOKEN, headers={"X-Key": "abc"})[1] == [("rule.exactly_one", "header:x-key")]


def test_regions_are_fields_of_the_message() -> None:
    value = decode(
        ORDER, spec=PROVIDER, message="order", query=TOKEN + b"&day=31.12.2024&a=b", headers={"x-NOTE": " ab\t"}
    )
    assert {name: str(one) for name, one in value.items()} == {
        "words": "hi", "token": "ab12", "trace": "5", "note": "ab", "day": "2024-12-31",
        "tags": "[]",
    }  # fmt: skip
    assert decode(b"ID: a1", spec=PROVIDER, message="done", status=202) == {"id": "a1", "status": 202}


@pytest.mark.parametrize(
    ("query", "headers", "found"),
    [
        (b"token=AB12&trace=1", {}, [("facet.pattern", "?token")]),
        (b"token=ab12&trace=x", {}, [("type.integer", "?trace")]),
        (b"token=ab12&trace=1&trace=2", {}, [("shape.duplicate", "?trace")]),
        (b"token=ab12&trace=1&day=1.1.24", {}, [("type.date", "?day")]),
        (b"token=ab12&trace=1&%zz=1", {}, [("form.percent", "?")]),
        (b"", {"X-Key": "ab"}, [("facet.minLength", "header:x-key")]),
        (b"", {"Key": "abc"}, [("deviation.name", "header:x-key")]),
        (b"", {"X-Key": "abc\r\nEvil: 1"}, [("header.value", "header:x-key")]),
        (b"", {"X-Key": "abc\u20ac"}, [("header.value", "header:x-key")]),
        (b"", {"X-Key": "abc", "X-Note": ""}, []),
        (b"", {}, [("rule.exactly_one", "/order")]),
    ],
)
def test_findings_name_their_region_and_stand_at_the_first_byte(
    query: bytes, headers: dict[str, str], found: list[tuple[str, str]]
) -> None:
    result = validate(ORDER, spec=PROVIDER, message="order", query=query, headers=headers)
    assert [(finding.code, finding.wire_path) for finding in result.findings] == found
    for finding in result.findings:
        assert finding.location is not None
        assert (finding.location.line, finding.location.column, finding.location.offset) == (1, 1, 0)


def test_what_must_be_there_is_missing_only_where_the_region_is_known() -> None:
    body = b'{"words": "hi"}'
    assert told(body, "order", headers={"Accept": "application/json", "X-Key": "abc"})[1] == []
    assert told(body, "order", query=b"x=y", headers={"Accept": "application/json", "X-Key": "abc"})[1] == [
        ("shape.missing", "?day")
    ]
    assert told(body, "order", query=b"day=-", headers={"X-Key": "abc"})[1] == [("shape.missing", "header:accept")]


def test_secrets_of_regions_are_in_no_finding() -> None:
    result = validate(ORDER, spec=PROVIDER, message="order", query=b"token=S3CRET&trace=1", headers={"X-Key": "zq"})
    assert result.verdict == "fail"
    for finding in result.findings:
        assert "S3CRET" not in repr(finding)
        assert "zq" not in repr(finding)


# ---------------------------------------------------------------- telling messages apart


def chosen(body: bytes, **known: Any) -> tuple[str, ...]:
    operation = known.pop("operation", None)
    return select(PROVIDER, "text", Part(body, **known), Context(operation=operation)).messages


def test_the_status_tells_messages_apart() -> None:
    assert chosen(b"ID: a1") == ("done", "failed")
    assert chosen(b"ID: a1", status=400) == ("done", "failed")
    assert chosen(b"ID: a1", status=202) == ("done",)
    assert chosen(b"ID: a1", status=202, operation="order") == ("done",)
    assert chosen(b"ID: a1", status=404, operation="order") == ("failed",)
    assert validate(b"ID: a1", spec=PROVIDER, status=200).message == "done"


# ---------------------------------------------------------------- writing


def test_a_part_is_what_is_read_back() -> None:
    value = {"words": "hi", "token": "ab12", "trace": 5, "note": "a b", "tags": ["x", "y"]}
    made = wirebook.encode_part(value, spec=PROVIDER, message="order", encoding="xml")
    assert made.query == b"token=ab12&trace=5&tags=x%2Cy"
    assert made.headers == {"x-note": "a b"}
    assert made.status is None
    assert b"ab12" not in made.body
    assert encode(value, spec=PROVIDER, message="order", encoding="xml") == made.body
    assert decode(made.body, spec=PROVIDER, message="order", query=made.query, headers=made.headers) == value


def test_what_means_absent_and_what_is_fixed_is_written() -> None:
    made = wirebook.encode_part({"words": "hi", "key": "abc"}, spec=PROVIDER, message="order", encoding="json")
    assert (made.query, made.headers) == (b"day=-", {"x-key": "abc", "accept": "application/json"})
    failed = wirebook.encode_part({"reason": "no"}, spec=PROVIDER, message="failed", encoding="text")
    assert (failed.body, failed.query, failed.headers, failed.status) == (b"no", None, None, 400)


def test_a_form_in_the_query_is_written_there() -> None:
    value = {"to": "79161234567", "words": "h&i"}
    made = wirebook.encode_part(value, spec=PROVIDER, message="send", encoding="form")
    assert (made.body, made.query) == (b"", b"to=79161234567&words=h%26i")
    assert encode(value, spec=PROVIDER, message="send", encoding="form") == made.query


@pytest.mark.parametrize(
    ("field", "text"), [("key", "abc\r\nX: y"), ("key", "abc\x00"), ("key", " abc"), ("note", "a\n"), ("note", "€")]
)
def test_no_header_is_injected(field: str, text: str) -> None:
    value = {"words": "hi", "token": "ab12", "trace": 1, field: text}
    with pytest.raises(ValidationError) as refused:
        wirebook.encode_part(value, spec=PROVIDER, message="order", encoding="xml")
    assert ("header.value", field) in [(finding.code, finding.path) for finding in refused.value.findings]


def test_rules_hold_over_body_and_regions_when_writing() -> None:
    with pytest.raises(ValidationError) as refused:
        wirebook.encode_part({"words": "hi"}, spec=PROVIDER, message="order", encoding="xml")
    assert [finding.code for finding in refused.value.findings] == ["rule.exactly_one"]


# ---------------------------------------------------------------- generated code


def test_generated_code_sees_bodies_alone() -> None:
    assert accepted(PROVIDER, "order", "xml", Part(ORDER), Context()) == ({"words": "hi", "tags": []}, True)
    assert sorted(module(PROVIDER, "accept").AROUND) == ["done", "failed", "order"]


def test_classes_take_and_give_what_travels() -> None:
    made: Any = module(PROVIDER, "bindings")
    order = made.Order.from_xml(ORDER, query=TOKEN, headers={"X-Note": "ab"})
    assert (order.words, order.token, order.trace, order.note, order.key) == ("hi", "ab12", 5, "ab", None)
    assert made.Order.from_xml(ORDER).token is None
    travels = order.to_xml_part()
    assert (travels.query, travels.headers) == (TOKEN, {"x-note": "ab"})
    assert made.Done.from_text(b"ID: a1", status=202).status == 202
    assert made.Send.from_form(query=b"to=79161234567&words=hi").words == "hi"
    assert made.Send("79161234567", "hi").to_form_part().query == b"to=79161234567&words=hi"
    with pytest.raises(ValidationError):
        made.Order.from_xml(ORDER, query=b"token=no")


def test_every_example_survives_the_way_there_and_back() -> None:
    for message in PROVIDER.messages:
        for example in message.examples:
            explained = run(PROVIDER, message, example)
            if explained.skipped:
                continue  # who writes a message knows all of it
            made = encode_part(PROVIDER, message.id, example.encoding, explained.value, Context())
            there = part(example)
            if message.id == "send":
                assert (made.query or made.body) == (there.query if not there.body else there.body)
            again = validate(
                made.body, spec=PROVIDER, message=message.id, encoding=example.encoding, query=made.query,
                headers=made.headers, status=made.status,
            )  # fmt: skip
            assert again.value == explained.value


# ---------------------------------------------------------------- pages and the command line


def test_pages_say_where_a_field_travels() -> None:
    pages = emit(PROVIDER).files
    english = next(text for path, text in pages.items() if "order" in text and ".ru" not in path)
    russian = next(text for path, text in pages.items() if ".ru" in path)
    assert "Header field `X-Key`: `key`." in english
    assert "Query parameter `day`, which must be there: `day`." in english
    assert "The HTTP status is `400`." in english
    assert "`?token`" in english
    assert "Поле заголовка `X-Key`: `key`." in russian
    assert "Статус HTTP: `400`." in russian


def test_the_command_line_tells_what_it_did_not_check(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "order.xml"
    file.write_bytes(ORDER)
    assert main(["validate", "--spec", str(GATE), str(file)]) == 0
    out = capsys.readouterr().out
    assert "not checked: query (no-query: give --query to check it)" in out
    assert "not checked: headers (no-headers: give --header to check it)" in out
    known = ["--query", TOKEN.decode(), "--header", "X-Note: ab", "--header", "Host: there"]
    assert main(["validate", "--spec", str(GATE), *known, str(file)]) == 0
    assert "not checked" not in capsys.readouterr().out
    assert main(["decode", "--spec", str(GATE), *known, str(file)]) == 0
    out = capsys.readouterr().out
    assert '"note": "ab"' in out
    assert "ab12" not in out
    assert main(["validate", "--spec", str(GATE), "--message", "done", "--status", "700", str(file)]) == 1
    capsys.readouterr()


@pytest.mark.parametrize("reason", ["no-query", "no-headers", "no-status"])
def test_reasons_are_explained_in_both_languages(reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", reason]) == 0
    english = capsys.readouterr().out
    assert main(["explain", "--lang", "ru", reason]) == 0
    russian = capsys.readouterr().out
    assert english.startswith(f"{reason}: what the message says")
    assert russian.startswith(f"{reason}: то, что сообщение говорит")
