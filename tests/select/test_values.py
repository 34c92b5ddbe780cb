# ruff: noqa: E501 -- a spec in flow style
"""Messages of equal names are told by values that exclude each other, and by no other values."""

from pathlib import Path

import pytest

from wirebook.part import Context, Part
from wirebook.select import ambiguous, derive, select
from wirebook.select.run import JsonPeek, run
from wirebook.spec import load

SPEC = """
wirebook: 1
provider: pairs
title: {{en: Pairs, ru: Пары}}
charsets: {{json: {{resolve: [default], allowed: [utf-8], default: utf-8}}, xml: {{resolve: [default], allowed: [utf-8], default: utf-8}}}}
messages:
  one:
    direction: reply
    title: {{en: One, ru: Один}}
    source: observed#a
    fields: {{v: {{type: {one}, doc: {{en: V., ru: В.}}}}, more: {{type: string, optional: true, doc: {{en: M., ru: М.}}}}}}
    shapes: {{json: {{object: same}}, xml: {{element: r, content: same}}}}
  two:
    direction: reply
    title: {{en: Two, ru: Два}}
    source: observed#a
    fields: {{v: {{type: {two}, doc: {{en: V., ru: В.}}}}}}
    shapes: {{json: {{object: same}}, xml: {{element: r, content: same}}}}
"""
ONE = "{base: integer, whitespace: trim, enumeration: [1]}"
MORE = "{base: integer, whitespace: trim, minInclusive: 2}"


def provider(tmp_path: Path, one: str, two: str):
    path = tmp_path / "pairs.yaml"
    path.write_text(SPEC.format(one=one, two=two), encoding="utf-8")
    loaded = load(path)
    assert loaded.problems == ()
    return loaded.provider()


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("1", ("one",)),
        (" 1\n", ("one",)),
        ("2", ("two",)),
        ("501", ("two",)),
        ("-1", ("one", "two")),  # neither takes it
        ("x", ("one", "two")),
        ("", ("one", "two")),
        ("9" * 30, ("one", "two")),  # too long to be compared
        ("٣", ("one", "two")),
    ],
)
def test_a_value_that_one_refuses_is_the_other_s(text, messages, tmp_path):
    book = provider(tmp_path, ONE, MORE)
    assert select(book, "xml", Part(f"<r><v>{text}</v></r>".encode()), Context()).messages == messages
    assert ambiguous(book) == []


@pytest.mark.parametrize(
    ("body", "messages"), [('{"v": 1}', ("one",)), ('{"v": 2}', ("two",)), ('{"v": []}', ("one", "two"))]
)
def test_numbers_of_json_tell_too(body, messages, tmp_path):
    assert select(provider(tmp_path, ONE, MORE), "json", Part(body.encode()), Context()).messages == messages


def test_names_come_before_values(tmp_path):
    body = b"<r><v>2</v><more>x</more></r>"
    assert select(provider(tmp_path, ONE, MORE), "xml", Part(body), Context()).messages == ("one",)


@pytest.mark.parametrize(
    ("one", "two", "told"),
    [
        (ONE, MORE, True),
        ("{base: string, enumeration: [a, b]}", "{base: string, enumeration: [c]}", True),
        ("{base: integer, maxInclusive: -1}", "{base: integer, minInclusive: 0}", True),
        (ONE, "{base: integer, minInclusive: 1}", False),
        (ONE, "integer", False),
        ("{base: string, enumeration: [a, b]}", "{base: string, enumeration: [b]}", False),
        ("{base: string, enumeration: [a]}", "string", False),
        ("{base: integer, maxInclusive: 5}", "{base: integer, minInclusive: 5}", False),
        ("{base: integer, enumeration: {value: [1], severity: warning}}", MORE, False),
    ],
)
def test_only_bounds_that_exclude_each_other_count(one, two, told, tmp_path):
    book = provider(tmp_path, one, two)
    assert ambiguous(book) == ([] if told else [("json", ("one", "two")), ("xml", ("one", "two"))])
    assert all((tree[1][name][0] == "values") == told for tree in derive(book).values() for name in tree[1])


def test_an_empty_text_that_means_absent_rules_nothing_out(tmp_path):
    path = tmp_path / "pairs.yaml"
    spec = SPEC.format(one=ONE, two=MORE).replace("doc: {en: V., ru: В.}", "optional: true, doc: {en: V., ru: В.}", 1)
    content = "content: [v: {bind: v, empty: absent}, more: more]"
    path.write_text(spec.replace("content: same", content, 1), encoding="utf-8")
    loaded = load(path)
    assert loaded.problems == ()
    assert ambiguous(loaded.provider()) == [("xml", ("one", "two"))]


def test_a_message_that_shares_no_name_comes_last():
    long = ("long", (tuple((name,) for name in "abcdefgh"), tuple("abcdefgh"), False, False, {}, ()))
    short = ("short", ((("z",),), ("z",), False, False, {}, ()))
    tree = ("root", {"object": ("nearest", (long, short))}, None)
    assert run(tree, JsonPeek({"a": "1"})) == ("long",)
    assert run(tree, JsonPeek({"z": "1"})) == ("short",)
