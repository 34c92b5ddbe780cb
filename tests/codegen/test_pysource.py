"""How texts of a spec get into generated Python: literals, docstrings, names, and the lines around them."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from wirebook_codegen.emitted import EmitError
from wirebook_codegen.pysource import Source, docstring, identifier, literal


@pytest.mark.parametrize(
    ("value", "source"),
    [
        (None, "None"), (True, "True"), (False, "False"), (0, "0"), (-5, "-5"), (10**20, "1" + "0" * 20), ("", "''"),
        ("a'b", '"a\'b"'),
        ('"', "'\"'"), ("'\"", "'\\'\"'"), ("\\\n\r\t\x00", "'\\\\\\n\\r\\t\\x00'"),
        ("\ud800\u202e\ufeff", "'\\ud800\\u202e\\ufeff'"),
        ("Ж😀", "'Ж😀'"), (b"\x00'", 'b"\\x00\'"'), ((), "()"), ((1,), "(1,)"), ((1, "a"), "(1, 'a')"),
        (("'", (None,)), '("\'", (None,))'),
        ([], "[]"), ([1], "[1]"), ([1, [b""]], "[1, [b'']]"), ({}, "{}"), ({"a'": [1], 2: ()}, '{"a\'": [1], 2: ()}'),
        (frozenset(), "frozenset()"), (frozenset({"b", "a"}), "{'a', 'b'}"), (frozenset({1}), "{1}"), (((1, 2),
        (3,)), "((1, 2), (3,))"),
    ],
)  # fmt: skip
def test_literals(value: Any, source: str) -> None:
    assert literal(value) == source
    back = eval(source)
    assert back == (set(value) if isinstance(value, frozenset) else value)


@pytest.mark.parametrize("value", [1.5, object(), {1}, bytearray(), (1, 1.5), [None, {}, set()], {"a": 1j}])
def test_what_has_no_literal(value: object) -> None:
    with pytest.raises(EmitError, match=r"^no literal for "):
        literal(value)


@pytest.mark.parametrize("name", ["a", "A", "x1", "a_b", "Class", "B9_", "match", "ax"])
def test_names(name: str) -> None:
    assert identifier(name) == name


@pytest.mark.parametrize(
    "name", ["", "_a", "1a", "a-b", "a b", "a\n", "a.b", "import", "None", "class", "имя", "aж", "a(", "aｂ", "a٣"]
)
def test_what_is_no_name(name: str) -> None:
    with pytest.raises(EmitError, match=r"is not usable as a Python name$"):
        identifier(name)


@pytest.mark.parametrize(
    ("lines", "source"),
    [
        (["a"], ['"""a"""']), ([""], ['""""""']), (["a", "b"], ['"""a', "b", '"""']),
        (["a", "", "  b  ", "x "], ['"""a', "", "  b", "x", '"""']),
        (['"'], ['"""\\""""']), (['""'], ['"""\\"\\""""']), (['"a"'], ['"""\\"a\\""""']), (['a"b'], ['"""a"b"""']),
        (['a"b"c'], ['"""a"b"c"""']), (['a""b'], ['"""a"\\"b"""']), (['a"""b'], ['"""a"\\"\\"b"""']),
        (['ab"', '"cd"'], ['"""ab\\"', '\\"cd\\"', '"""']),
        (['a "b" c', 'd"'], ['"""a "b" c', 'd\\"', '"""']), (["\\"], ['"""\\\\"""']), (["a\\nb"], ['"""a\\\\nb"""']),
        (["\\\\"], ['"""\\\\\\\\"""']),
        (["\n\r\t\x00"], ['"""\\n\\r\\t\\x00"""']), (["\ud800\u2028\xa0"], ['"""\\ud800\\u2028\\xa0"""']),
        (["Ж😀 x"], ['"""Ж😀 x"""']),
        (["x ", "x"], ['"""x', "x", '"""']), (['"b', "c"], ['"""\\"b', "c", '"""']), (["a ' b"], ["\"\"\"a ' b\"\"\""]),
    ],
)  # fmt: skip
def test_docstrings(lines: list[str], source: list[str]) -> None:
    assert docstring(lines) == source
    (said,) = ast.parse("\n".join(source)).body
    assert isinstance(said, ast.Expr)
    stripped = lines if len(lines) == 1 else [*(line.rstrip(" ") for line in lines), ""]
    assert ast.literal_eval(said.value) == "\n".join(stripped)


def test_lines_and_blocks() -> None:
    to = Source()
    to("a = 1", "", "b = 2")
    with to.block("if a:"):
        to("c", "")
        with to.block("if b:"):
            to("d")
        to("e")
    with to.block("while c:"):
        pass
    with to.block("while d:"):
        to("")
    to()
    to("f")
    assert to.text() == (
        "a = 1\n\nb = 2\nif a:\n    c\n\n    if b:\n        d\n    e\nwhile c:\n    pass\nwhile d:\n\n    pass\nf\n"
    )
    assert to.depth == 0
    deeper = Source(2)
    deeper("a")
    assert deeper.flat() == ["        a"]


def test_places_that_are_filled_later() -> None:
    to = Source()
    to("a")
    with to.block("if b:"):
        place = to.mark()
        to("c")
    early = to.mark()
    to.fill(place, ["d", "e"])
    to.fill(early, [])
    to("f")
    assert to.flat() == ["a", "if b:", "    d", "    e", "    c", "f"]


def test_an_empty_condition_is_taken_back() -> None:
    to = Source(1)
    to("a", "b", "c")
    with to.block("if d:"):
        pass
    assert to.drop_empty() is True
    assert to.flat() == ["    a", "    b", "    c"]
    with to.block("while d:"):
        pass
    assert to.drop_empty() is False
    with to.block("if d:"):
        to("e")
    assert to.drop_empty() is False
    to("if f: 1", "pass")
    assert to.drop_empty() is False
    with to.block("for x in y:"), to.block("if x:"):
        pass
    assert to.drop_empty() is False
    kept = len(to.lines)
    with to.block("if x:"):
        to("pass")
    to.mark()
    assert to.drop_empty() is False
    with to.block("if g:"):
        to.mark()
    assert to.drop_empty() is False
    assert len(to.lines) == kept + 5
    with to.block("if x:"):
        place = to.mark()
        to("pass")
    assert to.drop_empty() is False
    to.fill(place, [])
    assert to.flat()[-2:] == ["    if x:", "        pass"]
