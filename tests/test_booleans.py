"""Booleans: pairs of texts, JSON's own true and false, from the spec to every output."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from wirebook.api import decode, encode, validate
from wirebook.errors import ValidationError
from wirebook.lexical import parse, render, space
from wirebook.model import LexicalForm, Scalar
from wirebook.prove import prove
from wirebook.spec import load
from wirebook_codegen.generate import generate

FLAG = Scalar(
    "Flag",
    "boolean",
    whitespace="trim",
    lexical=(LexicalForm("true/false"), LexicalForm("1/0", "warning", "ones"), LexicalForm("Y/N", "error", "words")),
)


@pytest.mark.parametrize(
    ("text", "value", "codes"),
    [
        ("true", True, []),
        (" false\n", False, []),
        ("1", True, [("deviation.form", "warning")]),
        ("N", False, [("deviation.form", "error")]),
        ("True", None, [("type.boolean", "error")]),
        ("", None, [("type.boolean", "error")]),
        ("true/false", None, [("type.boolean", "error")]),
    ],
)
def test_texts(text: str, value: Any, codes: list[tuple[str, str]]) -> None:
    got, hits = parse(FLAG, text)
    assert got is value
    assert [(hit.code, hit.severity) for hit in hits] == codes
    tolerated = got is not None and ("deviation.form", "error") not in codes
    assert (re.fullmatch(space(FLAG), text.strip()) is not None) == tolerated


def test_only_booleans_are_written() -> None:
    assert (render(FLAG, True), render(FLAG, False)) == ("true", "false")
    for wrong in (1, 0, "true", None):
        with pytest.raises(ValueError, match="a boolean is wanted"):
            render(FLAG, wrong)


SPEC = """
wirebook: 1
provider: flags
title: {en: Flags, ru: Флаги}
charsets:
  xml: {resolve: [declaration, default], allowed: [utf-8], default: utf-8}
  json: {resolve: [default], allowed: [utf-8], default: utf-8}
types:
  Bit: {base: boolean, lexical: [1/0, yes/no], doc: {en: A bit., ru: Бит.}}
messages:
  done:
    direction: reply
    title: {en: Done, ru: Готово}
    source: observed#x
    fields:
      paid: {type: boolean, doc: {en: Paid., ru: Оплачено.}}
      sure: {type: Bit, default: {value: true, fill: true, write: omit}, doc: {en: Sure., ru: Точно.}}
      why: {type: string, optional: true, doc: {en: Why not., ru: Почему нет.}}
    rules:
      why_not: {kind: required_if, field: why, when: {equals: {paid: false}}}
    shapes:
      xml: {element: done, attributes: {paid: paid, sure: sure}, text: {bind: why, empty: absent}}
      json:
        object: {ok: {const: true, as: boolean}, paid: paid, why: why,
          sure: {bind: sure, as: [number, boolean, string]}}
    examples:
      one: {encoding: xml, body: '<done paid="true" sure="no"/>'}
      two: {encoding: json, body: '{"ok": true, "paid": false, "sure": false, "why": "late"}'}
    counterexamples:
      word: {of: one, edit: [{from: '"true"', to: '"TRUE"'}], findings: [{code: type.boolean, path: paid}]}
      bit: {of: one, edit: [{from: '"no"', to: '"false"'}], findings: [{code: type.boolean, path: sure}]}
      none: {of: one, edit: [{from: ' paid="true"', to: ''}], findings: [{code: shape.missing, path: paid}]}
      still: {of: one, edit: [{from: '"true"', to: '"false"'}], findings: [{code: rule.required_if, path: why}]}
      fixed: {of: two, edit: [{from: '"ok": true', to: '"ok": false'}], findings: [{code: shape.const}]}
      mute: {of: two, edit: [{from: ', "why": "late"', to: ''}], findings: [{code: rule.required_if, path: why}]}
  failed:
    direction: reply
    title: {en: Failed, ru: Не вышло}
    source: observed#x
    fields:
      why: {type: string, doc: {en: Why not., ru: Почему нет.}}
    shapes:
      json: {object: {ok: {const: false, as: boolean}, why: why}}
    examples:
      one: {encoding: json, body: '{"ok": false, "why": "late"}'}
    counterexamples:
      none: {of: one, edit: [{from: ', "why": "late"', to: ''}], findings: [{code: shape.missing, path: why}]}
      fixed: {of: one, edit: [{from: 'false', to: 'true'}], findings: [{code: shape.const}]}
      word: {of: one, edit: [{from: 'false', to: '"false"'}], findings: [{code: shape.kind}]}
"""


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    file = tmp_path / "flags.yaml"
    file.write_text(SPEC, encoding="utf-8")
    return file


def test_a_spec_with_booleans_is_sound(spec: Path) -> None:
    loaded = load(spec)
    assert [*loaded.problems, *prove(loaded)] == []


def test_where_json_has_only_true_and_false_no_counter_example_is_wanted(spec: Path) -> None:
    text = re.sub(r"(?m)^.*(xml|of: one, edit|/>).*\n", "", SPEC)
    text = text.replace("sure: {bind: sure, as: [number, boolean, string]}", "sure: {bind: sure, as: boolean}")
    spec.write_text(text.partition("  failed:")[0], encoding="utf-8")
    assert [(p.code, p.message) for p in prove(load(spec)) if p.severity == "error"] == [
        ("spec.untested", "no counter-example gives shape.missing at done")
    ]


@pytest.mark.parametrize(
    ("encoding", "body", "value"),
    [
        ("xml", b'<done paid="true"/>', {"paid": True, "sure": True}),
        ("xml", b'<done paid="false" sure="0">x</done>', {"paid": False, "sure": False, "why": "x"}),
        ("json", b'{"ok":true,"paid":true,"sure":0}', {"paid": True, "sure": False}),
        ("json", b'{"ok":true,"paid":true}', {"paid": True, "sure": True}),
    ],
)
def test_both_ways(spec: Path, encoding: str, body: bytes, value: dict[str, Any]) -> None:
    assert decode(body, spec=spec, message="done") == value
    written = encode(value, spec=spec, message="done", encoding=encoding)
    assert written.removeprefix(b'<?xml version="1.0" encoding="UTF-8"?>\n') == body


@pytest.mark.parametrize("sure", ["true", '"yes"', "1", '"1"'])
def test_every_form_that_is_named_is_read(spec: Path, sure: str) -> None:
    body = f'{{"ok": true, "paid": true, "sure": {sure}}}'.encode()
    assert decode(body, spec=spec)["sure"] is True


@pytest.mark.parametrize(
    ("sure", "code"),
    [('"true"', "type.boolean"), ("2", "type.boolean"), ("1.0", "type.boolean"), ("null", "shape.null")],
)
def test_other_forms_are_refused(spec: Path, sure: str, code: str) -> None:
    found = validate(f'{{"ok": true, "paid": true, "sure": {sure}}}'.encode(), spec=spec)
    assert [f.code for f in found.findings] == [code]


def test_a_fixed_true_or_false_tells_messages_apart(spec: Path) -> None:
    assert validate(b'{"ok": true, "paid": true}', spec=spec).message == "done"
    assert validate(b'{"ok": false, "why": "x"}', spec=spec).message == "failed"


@pytest.mark.parametrize("wrong", [1, "true", 0.0])
def test_nothing_else_is_written(spec: Path, wrong: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        encode({"paid": wrong}, spec=spec, message="done", encoding="xml")
    assert caught.value.findings[0].message.startswith("paid: a boolean is wanted, not ")


def test_every_output(spec: Path) -> None:
    files = generate([load(spec).provider()]).files
    bindings = files["python/flags/bindings.py"]
    assert "    paid: bool\n" in bindings
    assert "    sure: bool = True\n" in bindings
    wire = json.loads(files["schemas/flags/done.wire.schema.json"])
    assert wire["properties"]["ok"] == {"const": True}
    assert wire["properties"]["paid"]["type"] == "boolean"
    assert [choice.get("enum", choice.get("type")) for choice in wire["$defs"]["Bit"]["anyOf"]] == [
        [1, 0], "boolean", ["1", "0", "yes", "no"]
    ]  # fmt: skip
    assert json.loads(files["schemas/flags/done.schema.json"])["$defs"]["Bit"]["type"] == "boolean"
    assert '<xs:enumeration value="yes"/>' in files["schemas/flags/done.xsd"]
    assert "true or false | written as `1/0`; `yes/no` is also read" in files["docs/flags.en.md"]
    assert "`true`, filled in when absent" in files["docs/flags.en.md"]
    assert "`paid` is `false`" in files["docs/flags.en.md"]
    assert '"ok": true' in files["docs/flags.ru.md"]
