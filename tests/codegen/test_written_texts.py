"""How words of a spec get into the expressions of generated code that writes XML, and which texts that code escapes."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from handmade import facet, string
from wirebook.accept.write import MARKUP
from wirebook.model import Const, Leaf, LexicalForm, Member, Scalar
from wirebook_codegen.accept.layout import OtherwiseError
from wirebook_codegen.accept.state import Fn
from wirebook_codegen.accept.texts import Text, escaped, folded, markup, name_of, rendering, text_of, types
from wirebook_codegen.names import Names


def fn() -> Fn:
    return Fn(Names.__new__(Names), "xml", {}, 0)


def scalar(base: str, *forms: str) -> Scalar:
    return Scalar("", base, lexical=tuple(map(LexicalForm, forms)))


ODD = [
    "",
    "a",
    "'",
    '"',
    "'\"",
    "\\",
    "\\'",
    "\n\r\t\x00",
    "{",
    "}",
    "{}",
    "{{a}}",
    "{a!r:>5}",
    "<&>",
    "Ж\u2028\ud800",
    "x'\"x",
    "%s",
    "#",
]


@pytest.mark.parametrize("odd", ODD)
def test_texts_cannot_break_out(odd: str) -> None:
    text = Text()
    text.literal(odd)
    assert eval(text.source()) == odd
    text.literal(odd)
    assert eval(text.source()) == odd * 2
    for value in ("a", "b % 100:02d"):
        text = Text()
        text.literal(odd)
        text.value(value)
        text.literal(odd)
        text.markup(odd)
        assert eval(text.source(), {"a": "5", "b": 205}) == f"{odd}{'5' if value == 'a' else '05'}{odd}{markup(odd)}"


@pytest.mark.parametrize(
    ("parts", "source"),
    [
        ([], "''"), (["a"], "'a'"), (["a", "b"], "'ab'"), ([1], "v"), ([1, 1], "f'{v}{v}'"), (["a", 1], "f'a{v}'"),
        ([1, "b"], "f'{v}b'"),
        (["{", 1, "}"], "f'{{{v}}}'"), (["'", 1], "f'\\'{v}'"), (['"', 1], "f'\"{v}'"), ([2], "f'{v:02d}'"),
        (["v"], "'v'"),
    ],
)  # fmt: skip
def test_sources(parts: list[Any], source: str) -> None:
    text = Text()
    for part in parts:
        if isinstance(part, str):
            text.literal(part)
        else:
            text.value("v" if part == 1 else "v:02d")
    assert text.source() == source


def test_rows_of_a_table() -> None:
    text = Text()
    text.markup("<a b='")
    text.value("x")
    text.literal("'>")
    text.value("y")
    text.value("z")
    text.markup("</a>")
    assert markup("<a<") == f"{MARKUP}a{MARKUP}"
    assert text.row({"x", "y", "z"}) == (
        [repr(f"{MARKUP}a b='"), "None", '"\'>"', "None", "None", repr(f"{MARKUP}/a>")],
        ["x", "y", "z"],
    )
    before, behind = Text(text.parts[:3]).source(), Text(text.parts[4:]).source()
    assert text.row({"y"}) == ([before, "None", behind], ["y"])
    assert text.row(()) == ([text.source()], [])
    named = Text()
    named.literal("x")
    assert named.row({"x"}) == (["'x'"], [])


def test_names_and_constants() -> None:
    for name in ("a", "_b.C-1"):
        assert name_of(Member("attribute", name, Const("1"), False)) == name
    for name in ("{u}a", "имя", "a b", "", "xmlns", '"'):
        with pytest.raises(OtherwiseError):
            name_of(Member("attribute", name, Const("1"), False))
    assert text_of(Const("a b")) == "a b"
    for text in ("", "<", "&", ">", '"', "'", "\n"):
        with pytest.raises(OtherwiseError):
            text_of(Const(text))


@pytest.mark.parametrize(
    ("base", "kind", "imports"),
    [
        ("string", "str", []), ("phone", "str", []), ("integer", "int", []), ("bits", "int", []),
        ("boolean", "bool", []),
        ("decimal", "_Decimal", ["from decimal import Decimal as _Decimal"]),
        ("date", "_date", ["from datetime import date as _date"]),
        ("time", "_time", ["from datetime import time as _time"]),
        ("datetime", "_datetime", ["from datetime import datetime as _datetime"]),
    ],
)  # fmt: skip
def test_types(base: str, kind: str, imports: list[str]) -> None:
    to = fn()
    assert types(to, scalar(base)) == kind
    assert to.imports == imports


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        (scalar("string"), "v"), (scalar("phone"), "v"), (scalar("integer", "canonical"), "str(v)"),
        (scalar("bits"), "str(v)"),
        (scalar("decimal", "canonical"), "_decimal(v)"), (scalar("boolean", "yes/no", "1/0"), "'yes' if v else 'no'"),
        (scalar("boolean", "it's/\\"), "\"it's\" if v else '\\\\'"),
        (scalar("date", "DD.MM.YYYY", "YYYY"), "f'{v.day:02d}.{v.month:02d}.{v.year:04d}'"),
        (scalar("date", "YY{MM}"), "f'{v.year % 100:02d}{{{v.month:02d}}}'"),
        (scalar("time", "hh:mm:ss"), "f'{v.hour:02d}:{v.minute:02d}:{v.second:02d}'"),
        (scalar("datetime", '"YYYYMMDDhhmmss'),
        "f'\"{v.year:04d}{v.month:02d}{v.day:02d}{v.hour:02d}{v.minute:02d}{v.second:02d}'"),
    ],
)  # fmt: skip
def test_renderings(kind: Scalar, source: str) -> None:
    assert rendering(fn(), kind, "v") == source


def test_what_renderings_come_to() -> None:
    moment = datetime.datetime(7, 2, 3, 4, 5, 6)
    assert eval(rendering(fn(), scalar("datetime", "YYYY-MM-DD hh:mm:ss"), "v"), {"v": moment}) == "0007-02-03 04:05:06"
    assert eval(rendering(fn(), scalar("datetime", "ss mm hh DD MM YY"), "v"), {"v": moment}) == "06 05 04 03 02 07"
    to = fn()
    assert rendering(to, scalar("decimal"), "v") == "_decimal(v)"
    assert to.imports == ["from wirebook.accept.write import decimal as _decimal"]


@pytest.mark.parametrize(
    "kind", [scalar("date"), scalar("boolean"), scalar("time", "hh'mm"), scalar("date", "'", "DD")]
)
def test_what_is_not_rendered(kind: Scalar) -> None:
    with pytest.raises(OtherwiseError):
        rendering(fn(), kind, "v")


def test_a_union_is_not_written() -> None:
    with pytest.raises(OtherwiseError):
        types(fn(), scalar("union"))
    with pytest.raises(OtherwiseError):
        rendering(fn(), scalar("union"), "v")


@pytest.mark.parametrize(
    ("kind", "absent", "is_escaped"),
    [
        (scalar("string"), None, True), (scalar("phone"), None, True), (scalar("integer", '"'), None, False),
        (scalar("bits"), None, False),
        (scalar("decimal"), None, False), (scalar("integer"), "0", False), (scalar("integer"), '"', True),
        (scalar("integer"), "]", True),
        (scalar("integer"), "\n", True), (scalar("decimal"), "x]x", True), (scalar("decimal"), "x", False),
        (scalar("decimal"), "<&", False),
        (scalar("boolean", "yes/no"), None, False), (scalar("boolean", '"/no', "1/0"), None, True),
        (scalar("boolean", "1/0", '"/n'), None, False),
        (scalar("date", "DD]"), None, True), (scalar("date", "DD", '"'), None, False),
        (scalar("time", 'hh"'), None, True),
        (scalar("time", "hh"), None, False), (scalar("datetime", "DD\thh"), None, True),
        (scalar("datetime", "DD hh"), None, False),
        (scalar("date", "DD"), '"', True), (scalar("date", '"'), "0", True), (scalar("string"), "0", True),
        (scalar("integer"), "", False),
    ],
)  # fmt: skip
def test_what_is_escaped(kind: Scalar, absent: str | None, is_escaped: bool) -> None:
    leaf = Leaf("x", kind, absent=absent)
    for slot, function in (("text", "data"), ("attribute", "value")):
        to = fn()
        want = f"_{function}(v)" if is_escaped else "v"
        assert escaped(to, leaf, Member(slot, "n", leaf, False), "v") == want
        assert to.imports == ([f"from wirebook.accept.write import {function} as _{function}"] if is_escaped else [])


LEAST, MOST, PATTERN = facet("minLength", 2), facet("maxLength", 9), facet("pattern", "a*")
WARNED = (facet("minLength", 3, "warning"), facet("maxLength", 5, "warning"), facet("length", 4, "warning"))


@pytest.mark.parametrize(
    ("facets", "empty", "bounds", "rest"),
    [
        ((), "value", (0, None), ()), ((), "refuse", (1, None), ()), ((LEAST,), "value", (2, None), ()),
        ((MOST,), "value", (0, 9), ()),
        ((LEAST, PATTERN, MOST), "refuse", (2, 9), (PATTERN,)), ((facet("minLength", 0),), "refuse", (1, None), ()),
        (WARNED, "value", (0, None), WARNED), ((*WARNED, MOST), "refuse", (1, 9), WARNED),
        ((MOST, facet("maxLength", 4)), "value", (0, 4), ()),
        ((facet("maxLength", 4), MOST), "value", (0, 4), ()), ((facet("pattern", 5),), "value", (0, None),
        (facet("pattern", 5),)),
    ],
)  # fmt: skip
def test_bounds_that_are_folded(facets: Any, empty: str, bounds: tuple[int, int | None], rest: Any) -> None:
    leaf = Leaf("x", string(*facets), empty=empty)
    assert folded(leaf) == (*bounds, Leaf("x", string(*rest), empty="value"))


@pytest.mark.parametrize(
    "leaf",
    [
        Leaf("x", string(LEAST, MOST, whitespace="trim")),
        Leaf("x", string(LEAST, MOST, whitespace="collapse"), empty="refuse"),
        Leaf("x", string(LEAST, MOST), absent="0"), Leaf("x", string(LEAST, MOST), absent=""),
        Leaf("x", string(LEAST, MOST), empty="absent"),
        Leaf("x", string(LEAST, facet("length", 5))),
        Leaf("x", string(facet("length", 5)), empty="refuse"),
    ],
)  # fmt: skip
def test_bounds_that_are_not_folded(leaf: Leaf) -> None:
    assert folded(leaf) == (0, None, leaf)
