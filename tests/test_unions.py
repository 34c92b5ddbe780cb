"""Unions: several types for one text, from the spec to every output."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from wirebook.api import decode, encode
from wirebook.errors import ValidationError
from wirebook.lexical import parse, render, space
from wirebook.model import Facet, LexicalForm, Record, Scalar
from wirebook.prove import prove
from wirebook.spec import load
from wirebook.values import from_json, to_json
from wirebook_codegen.generate import generate

ZERO = Scalar("ZeroDate", "string", (Facet("enumeration", ("0000-00-00",)),))
DAY = Scalar("Day", "date", lexical=(LexicalForm("YYYY-MM-DD"), LexicalForm("DD.MM.YYYY", "warning", "dots")))
MOMENT = Scalar("", "datetime", lexical=(LexicalForm("YYYY-MM-DD hh:mm:ss"),))
BOUND = Scalar("Bound", "union", whitespace="trim", members=(ZERO, MOMENT, DAY))
NUMBER = Scalar("", "union", members=(Scalar("", "integer"), Scalar("", "decimal"), Scalar("", "string")))


@pytest.mark.parametrize(
    ("scalar", "text", "value", "codes"),
    [
        (BOUND, "0000-00-00", "0000-00-00", []),
        (BOUND, " 2024-05-01 ", datetime.date(2024, 5, 1), []),
        (BOUND, "2024-05-01 10:00:00", datetime.datetime(2024, 5, 1, 10), []),
        (BOUND, "01.05.2024", datetime.date(2024, 5, 1), ["deviation.form"]),
        (BOUND, "2024-13-01", None, ["type.union"]),
        (BOUND, "", None, ["type.union"]),
        (NUMBER, "5", 5, []),
        (NUMBER, "5.0", Decimal("5.0"), []),
        (NUMBER, "+5", "+5", []),
    ],
)
def test_the_first_member_without_an_error_gives_the_value(
    scalar: Scalar, text: str, value: Any, codes: list[str]
) -> None:
    got, hits = parse(scalar, text)
    assert (got, type(got)) == (value, type(value))
    assert [hit.code for hit in hits] == codes
    assert (re.fullmatch(space(scalar), text.strip(), re.ASCII) is not None) or codes == ["type.union"]


def test_the_finding_names_the_members() -> None:
    want = "ZeroDate (0000-00-00), datetime (YYYY-MM-DD hh:mm:ss), Day (YYYY-MM-DD, DD.MM.YYYY)"
    assert parse(BOUND, "x")[1][0].args == {"want": want}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0000-00-00", "0000-00-00"),
        (datetime.date(2024, 5, 1), "2024-05-01"),
        (datetime.datetime(2024, 5, 1), "2024-05-01 00:00:00"),
    ],
)
def test_the_value_says_which_member_writes(value: Any, text: str) -> None:
    assert render(BOUND, value) == text


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        (BOUND, "2024-05-01"),
        (BOUND, "x"),
        (BOUND, 5),
        (BOUND, True),
        (NUMBER, True),
        (NUMBER, "5"),
        (NUMBER, Decimal(5)),
    ],
)
def test_what_would_be_read_as_another_value_is_not_written(scalar: Scalar, value: Any) -> None:
    with pytest.raises(ValueError, match="none of "):
        render(scalar, value)


def record(scalar: Scalar) -> Record:
    from handmade import field

    return Record("r", (field("x", scalar),))


@pytest.mark.parametrize(
    ("scalar", "value", "printed"),
    [
        (BOUND, datetime.date(2024, 5, 1), "2024-05-01"),
        (BOUND, datetime.datetime(2024, 5, 1), "2024-05-01T00:00:00"),
        (BOUND, "0000-00-00", "0000-00-00"),
        (NUMBER, 5, 5),
        (NUMBER, 2**60, str(2**60)),
        (NUMBER, Decimal("5.0"), "5.0"),
        (NUMBER, "+5", "+5"),
    ],
)
def test_json_and_back(scalar: Scalar, value: Any, printed: Any) -> None:
    assert to_json(record(scalar), {"x": value}) == {"x": printed}
    for given in (value, printed):
        made = from_json(record(scalar), {"x": given})["x"]
        assert (made, type(made)) == (value, type(value))


def test_json_of_no_members_type_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        from_json(record(BOUND), {"x": 5})
    assert caught.value.findings[0].message == "x: a value of ZeroDate, datetime, Day is wanted, not int"


# ---------------------------------------------------------------- from a spec

SPEC = """
wirebook: 1
provider: marks
title: {en: Marks, ru: Отметки}
charsets:
  xml: {resolve: [declaration, default], allowed: [utf-8], default: utf-8}
  json: {resolve: [default], allowed: [utf-8], default: utf-8}
types:
  Never: {base: string, enumeration: ['0000-00-00'], doc: {en: Not yet., ru: Ещё нет.}, sensitive: text}
  Day: {base: date, lexical: [YYYY-MM-DD]}
  Since: {union: [Never, Day], doc: {en: Since when., ru: С какого дня.}}
messages:
  mark:
    direction: request
    title: {en: A mark, ru: Отметка}
    source: observed#x
    fields:
      since: {type: Since, doc: {en: Since when., ru: С какого дня.}}
      count: {type: {union: [integer, Day], whitespace: trim}, optional: true, doc: {en: How often., ru: Сколько.}}
    shapes:
      xml: {element: mark, attributes: {since: since}, text: {bind: count, empty: absent}}
      json: {object: {since: since, count: {bind: count, as: [string, number]}}}
    examples:
      one: {encoding: xml, body: '<mark since="0000-00-00"> 5</mark>'}
      two: {encoding: json, body: '{"since": "2024-05-01", "count": 5}'}
    counterexamples:
      wrong: {of: one, edit: [{from: 0000-00-00, to: never}], findings: [{code: type.union, path: since}]}
      half: {of: one, edit: [{from: '5', to: '5.5'}], findings: [{code: type.union, path: count}]}
      none: {of: one, edit: [{from: ' since="0000-00-00"', to: ''}], findings: [{code: shape.missing, path: since}]}
"""


def spec(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "marks.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_spec_with_unions_is_sound_and_goes_everywhere(tmp_path: Path) -> None:
    file = spec(tmp_path, SPEC)
    loaded = load(file)
    assert loaded.problems == ()
    assert prove(loaded) == []
    value = decode(b'<mark since="2024-05-01">5</mark>', spec=file)
    assert value == {"since": datetime.date(2024, 5, 1), "count": 5}
    body = encode({"since": "0000-00-00", "count": "2024-05-01"}, spec=file, message="mark", encoding="json")
    assert body == b'{"since":"0000-00-00","count":"2024-05-01"}'
    files = generate([loaded.provider()]).files
    bindings = files["python/marks/bindings.py"]
    assert "since: _Literal['0000-00-00'] | _datetime.date\n" in bindings
    assert "count: int | _datetime.date | None = None\n" in bindings
    assert "<xs:union>" in files["schemas/marks/mark.xsd"]
    assert '"anyOf"' in files["schemas/marks/mark.wire.schema.json"]
    assert "one of [Never](#type-Never), [Day](#type-Day)" in files["docs/marks.en.md"]
    assert "одно из" in files["docs/marks.ru.md"]


def test_each_union_wants_a_counter_example(tmp_path: Path) -> None:
    lines = [line for line in SPEC.splitlines() if not line.strip().startswith("wrong:")]
    problems = prove(load(spec(tmp_path, "\n".join(lines))))
    assert [(p.code, p.message) for p in problems] == [
        ("spec.untested", "no counter-example gives type.union at mark.since")
    ]


def test_a_union_hides_what_its_members_hide(tmp_path: Path) -> None:
    provider = load(spec(tmp_path, SPEC)).providers[""]
    kind = provider.messages[0].record.fields[0].type  # its member Never hides
    assert isinstance(kind, Scalar)
    assert kind.sensitive == "text"
