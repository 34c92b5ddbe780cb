"""Proving specs: examples give exactly what they state, and each constraint is shown by a body that breaks it."""

from dataclasses import replace
from pathlib import Path

import pytest

from wirebook.books import open_book
from wirebook.constraints import Constraint, constraints
from wirebook.model import Example, Expected, Message, Provider
from wirebook.prove import context, prove, run
from wirebook.spec import Loaded, load

SPECS = [Path(open_book(name).path) for name in ("quicktel", "smsc", "smspager")]
ECHO = """\
wirebook: 1
provider: echo
title: {en: Echo, ru: Эхо}
documents:
  page: {title: {en: The page, ru: Страница}}
settings:
  charset: {doc: {en: The charset., ru: Кодировка.}}
charsets:
  json: {resolve: [option, default], allowed: [utf-8, koi8-r], default: utf-8}
messages:
  ask:
    direction: request
    title: {en: Ask, ru: Вопрос}
    source: page#1
    fields:
      ids: {type: {list: string}, doc: {en: Ids., ru: Номера.}}
    shapes:
      json: {object: {ask: {array: ids}}}
    examples:
      two: {encoding: json, body: '{"ask": ["a", "b"]}'}
    counterexamples:
      none: {of: two, edit: [{from: '"ask"', to: '"task"'}], findings: [{code: shape.missing}, {code: shape.unknown}]}
  answer:
    direction: reply
    title: {en: Answer, ru: Ответ}
    source: page#1
    fields:
      ids: {type: {list: string}, doc: {en: Ids., ru: Номера.}}
    rules:
      asked: {kind: echoes, field: ids, request: ids}
    shapes:
      json: {object: {answer: {array: ids}}}
    examples:
      one: {encoding: json, request: ask.two, body: '{"answer": ["a"]}'}
      koi8: {of: one, edit: [{from: a", to: й"}], charset: koi8-r, settings: {charset: koi8-r}, findings: []}
    counterexamples:
      other: {of: one, edit: [{from: '["a"]', to: '["a", "c"]'}], findings: [{code: rule.echoes, path: "ids[1]"}]}
      none: {of: one, edit: [{from: answer, to: task}], findings: [{code: shape.missing}, {code: shape.unknown}]}
operations:
  ask: {kind: call, title: {en: Ask, ru: Вопрос}, source: page#1, request: ask, reply: answer}
"""


@pytest.fixture
def echo(tmp_path: Path) -> Loaded:
    path = tmp_path / "echo.yaml"
    path.write_text(ECHO)
    loaded = load(path)
    assert loaded.problems == ()
    return loaded


def _changed(provider: Provider, message: str, **parts: object) -> Provider:
    messages = tuple(replace(m, **parts) if m.id == message else m for m in provider.messages)  # type: ignore[arg-type]
    return replace(provider, messages=messages)


def _message(provider: Provider, name: str) -> Message:
    found = provider.message(name)
    assert found is not None
    return found


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_shipped_specs_are_proved_in_every_dialect(path: Path) -> None:
    problems = prove(load(path))
    assert [(p.line, p.message) for p in problems if p.severity == "error"] == []


def test_a_reply_is_read_with_its_request(echo: Loaded) -> None:
    provider = echo.provider()
    answer = _message(provider, "answer")
    known = context(provider, answer.examples[0])
    assert (known.request, known.request_message) == ({"ids": ["a", "b"]}, "ask")
    (finding,) = run(provider, answer, answer.counterexamples[0]).findings
    assert (finding.code, finding.path) == ("rule.echoes", "ids[1]")


def test_the_charset_is_the_bodys_own_unless_a_setting_chooses(echo: Loaded) -> None:
    provider = echo.provider()
    one, koi8 = _message(provider, "answer").examples
    assert context(provider, one).charset is None
    assert context(provider, koi8).charset == "koi8-r"
    # й is not in the request's list: what is wrong is told as a value, not as bytes.
    problems = [(p.code, p.message) for p in prove(echo)]
    assert problems == [
        (
            "spec.example",
            "example answer.koi8: also gives rule.echoes at ids[0]; its verdict is fail, not pass",
        )
    ]


def test_problems_stand_at_the_example_or_the_rule(echo: Loaded) -> None:
    lines = ECHO.splitlines()
    (problem,) = prove(echo)
    assert lines[problem.line - 1][problem.column - 1 :].startswith("koi8:")
    assert problem.path == "messages.answer.examples.koi8"
    provider = _changed(
        echo.provider(), "answer", counterexamples=(), examples=_message(echo.provider(), "answer").examples[:1]
    )
    bare = [(p.code, p.message, p.line) for p in prove(provider)]
    assert bare == [
        ("spec.untested", "no counter-example gives rule.echoes at answer.ids[]", 1),
        ("spec.untested", "no counter-example gives shape.missing at answer", 1),
    ]
    placed = prove(Loaded({"": provider}, (), echo.places))
    assert {lines[p.line - 1].strip().partition(":")[0] for p in placed} == {"asked", "answer"}


@pytest.mark.parametrize(
    ("expected", "verdict", "reason"),
    [
        ((), "fail", "also gives rule.echoes at ids[1]"),
        ((("rule.echoes", "ids[0]"),), "fail", "lacks rule.echoes at ids[0]; also gives rule.echoes at ids[1]"),
        ((("rule.echoes", ""), ("rule.echoes", "")), "fail", "lacks rule.echoes at any path"),
        ((("rule.echoes", ""), ("rule.echoes", "ids[1]")), "fail", "lacks rule.echoes at any path"),
        ((("rule.echoes", "ids[1]"),), "pass", "its verdict is fail, not pass"),
    ],
)
def test_findings_are_compared_exactly(
    echo: Loaded, expected: tuple[tuple[str, str], ...], verdict: str, reason: str
) -> None:
    provider = echo.provider()
    answer = _message(provider, "answer")
    other = replace(answer.counterexamples[0], findings=tuple(Expected(*pair) for pair in expected), verdict=verdict)
    provider = _changed(
        provider, "answer", examples=answer.examples[:1], counterexamples=(other, answer.counterexamples[1])
    )
    assert [p.message for p in prove(provider)] == [f"example answer.other: {reason}"]


# ---------------------------------------------------------------- what must be shown


def _codes(name: str, message: str, dialect: str = "") -> set[tuple[str, tuple[str, ...]]]:
    provider = load(open_book(name).path).provider(dialect)
    return {(c.code, c.paths) for c in constraints(provider, _message(provider, message))}


def test_each_facet_counts_at_each_field_and_each_rule_once() -> None:
    found = _codes("quicktel", "sms_send_request")
    assert ("facet.maxItems", ("messages",)) in found
    assert ("facet.maxLength", ("messages[].sms_id",)) in found
    assert ("facet.maxLength", ("messages[].number",)) in found
    assert ("rule.unique", ("messages[].sms_id", "messages")) in found
    assert ("shape.missing", ()) in found
    assert ("shape.const", ()) in found


def test_forms_of_lines_signatures_and_codes_count() -> None:
    found = _codes("smsc", "error") | _codes("smsc", "callback_status")
    codes = {code for code, _ in found}
    assert {"lines.mismatch", "code.unknown", "signature.missing", "signature.mismatch", "type.datetime"} <= codes
    assert ("signature.mismatch", ("md5",)) in found


def test_a_dialects_own_fields_count_in_it_alone() -> None:
    own = _codes("smspager", "send_request", "later") - _codes("smspager", "send_request")
    assert any("channel" in path for _, paths in own for path in paths)


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("messages[].sms_id", "messages[12].sms_id", True),
        ("messages[].sms_id", "messages.sms_id", False),
        ("messages[].sms_id", "messages[1].sms_id.x", False),
        ("operators.*", "operators.a-b c", True),
        ("a.b", "a+b", False),
    ],
)
def test_paths_take_any_index_and_any_key(pattern: str, path: str, fits: bool) -> None:
    assert Constraint("facet.length", (pattern,)).shown_by("facet.length", path) is fits
    assert not Constraint("facet.length", (pattern,)).shown_by("facet.maxLength", path)
    assert Constraint("facet.length").shown_by("facet.length", path)


def test_every_example_of_the_shipped_specs_names_what_it_shows() -> None:
    for path in SPECS:
        for provider in load(path).providers.values():
            for message in provider.messages:
                told: list[Example] = [*message.examples, *message.counterexamples]
                assert all(example.title.en and example.title.ru for example in told)
                assert len({example.id for example in told}) == len(told)
