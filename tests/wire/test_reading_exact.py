"""Corners of readers: keys of inner objects, the bounds of surrogates, lines that begin or end with nothing."""

from __future__ import annotations

from typing import Any

import pytest

from wire.bodies import POLICY, rows_spec, shape
from wirebook.wire import form, json, lines
from wirebook.wire.tree import Wire

# ---------------------------------------------------------------- json


def told(wire: Wire) -> list[tuple[str, int, int]]:
    return [(issue.code, issue.start, issue.end) for issue in wire.issues]


@pytest.mark.parametrize(
    ("body", "issues"),
    [
        ('[{"a": 1, "a": 2}]', [(10, 13)]), ('{"a": {"b": 1, "b": 2}, "c": 3}', [(15, 18)]),
        ('{"a": {"b": 1}, "b": 2, "a": 3}', [(24, 27)]),
        ('[{"a": 1}, {"a": 2}]', []), ('{"a": {"a": {"a": 1}}}', []),
        ('{"a": [{"a": 1}, {"a": 1, "a": 2}], "b": 1}', [(26, 29)]),
        ('{"a": {}, "b": {"a": 1}, "c": {"a": 1}}', []), ('{"a": 1, "b": {"c": 1}, "c": 2, "b": 3}', [(32, 35)]),
    ],
)  # fmt: skip
def test_keys_that_come_twice(body: str, issues: list[tuple[int, int]]) -> None:
    assert told(json.read(body.encode(), **POLICY)) == [("json.duplicate-key", *span) for span in issues]


@pytest.mark.parametrize(
    ("body", "text", "issues"),
    [
        ('"\\ud800\\udc00"', "\U00010000", []), ('"\\udbff\\udfff"', "\U0010ffff", []),
        ('"\\ud7ff\\udc00"', "\ud7ff\ufffd", [(7, 13)]),
        ('"\\ud800\\udbff"', "\ufffd\ufffd", [(1, 7), (7, 13)]), ('"\\ud800\\ue000"', "\ufffd\ue000", [(1, 7)]),
        ('"\\udc00\\ud800"', "\ufffd\ufffd", [(1, 7), (7, 13)]),
        ('"\\ud7ff\\ue000"', "\ud7ff\ue000", []), ('"\\ud800\\n"', "\ufffd\n", [(1, 7)]),
        ('"\\ud800x"', "\ufffdx", [(1, 7)]), ('"\\udfff"', "\ufffd", [(1, 7)]),
        ('"a\\nb\\tc"', "a\nb\tc", []),
    ],
)  # fmt: skip
def test_surrogates(body: str, text: str, issues: list[tuple[int, int]]) -> None:
    wire = json.read(body.encode(), **POLICY)
    assert wire.root is not None
    assert wire.root.text == text
    assert told(wire) == [("json.surrogate", *span) for span in issues]


def test_white_space_between_values() -> None:
    for blank in (" ", "\t", "\n", "\r", "\r\n\t "):
        wire = json.read('{B"a"B:B[B1B,B2B]B,B"b"B:B{B}B}B'.replace("B", blank).encode(), **POLICY)
        assert wire.root is not None
        assert not wire.issues
        assert [child.kind for child in wire.root.children] == ["array", "object"]
        assert json.read(f"{blank}1{blank}".encode(), **POLICY).root is not None


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        ("NaN", "number", "NaN"),
        ("-Infinity", "number", "-Infinity"), ("null", "null", ""), ("true", "boolean", "true"),
        ("-0", "number", "-0"),
    ],
)  # fmt: skip
def test_kinds(body: str, kind: str, text: str) -> None:
    wire = json.read(f"[{body}]".encode(), **POLICY)
    assert wire.root is not None
    (node,) = wire.root.children
    assert (node.kind, node.text) == (kind, text)
    assert told(wire) == ([("json.number", 1, 1 + len(body))] if body[-1] in "Ny" else [])


# ---------------------------------------------------------------- forms


def test_bytes_of_a_form() -> None:
    """Only control characters have to be escaped."""
    for byte in range(256):
        policy: dict[str, Any] = {"resolve": ("default",), "allowed": ("latin-1",), "default": "latin-1"}
        wire = form.read(b"a=x%cy" % byte, **policy)
        is_control = byte < 0x20 or byte == 0x7F
        assert told(wire) == (
            [("form.syntax", 3, 4)] if is_control else [("form.percent", 3, 5)] if byte == 0x25 else []
        )
        if not is_control and chr(byte) not in "%&+":
            assert wire.root is not None
            assert [(child.name, child.text) for child in wire.root.children] == [("a", f"x{chr(byte)}y")]


def test_where_parameters_end() -> None:
    for body, names in (
        ("a=1&", ["a"]),
        ("a=1&b", ["a", "b"]),
        ("&", []),
        ("a", ["a"]),
        ("a=1&b\n", ["a", "b"]),
        ("&&a=&", ["a"]),
    ):
        wire = form.read(body.encode(), **POLICY)
        assert wire.root is not None
        assert [child.name for child in wire.root.children] == names


# ---------------------------------------------------------------- lines

FIRST = {"pairs": "steps", "keys": ["x", "y"], "infix": "=", "suffix": ";", "type": "integer"}
SHAPES: dict[str, dict[str, Any]] = {
    "middle": {"pieces": ["A", {"group": [" (", {"capture": "x"}, ")"]}, ";", {"capture": "y"}]},
    "two": {"pieces": ["A", {"group": [" (", {"capture": "x"}, ")"]}, {"group": [" [", {"capture": "z"}, "]"]},
    ";", {"capture": "y"}]},
    "first": {"each": "rows", "pieces": [FIRST, "id ", {"capture": "id"}]},
    "plain": {"each": "rows", "pieces": [{"capture": "a"}, ", ", {"capture": "b"}]},
}  # fmt: skip
PLANS = {name: lines.plan(shape(spec)) for name, spec in SHAPES.items()}


def read(body: str, name: str) -> Wire:
    return lines.read(body.encode(), plan=PLANS[name], **POLICY)


@pytest.mark.parametrize(
    ("name", "body", "rows"),
    [
        ("middle", "A;1", [{"y": "1"}]), ("middle", "A (2);1", [{"x": "2", "y": "1"}]), ("two", "A;1", [{"y": "1"}]),
        ("two", "A (2);1", [{"x": "2", "y": "1"}]),
        ("two", "A [3];1", [{"z": "3", "y": "1"}]), ("two", "A (2) [3];1", [{"x": "2", "z": "3", "y": "1"}]),
        ("first", "x=1;y=2;id 7", [{"steps": {"x": "1", "y": "2"}, "id": "7"}]),
        ("first", "id 7\nx=1;id 8", [{"steps": {}, "id": "7"}, {"steps": {"x": "1"}, "id": "8"}]),
        ("plain", "a, b\r\nc, d\r\n", [{"a": "a", "b": "b"}, {"a": "c", "b": "d"}]), ("plain", "\n", []),
        ("plain", "\r\n", []), ("plain", "", []),
    ],
)  # fmt: skip
def test_parts_that_may_be_missing(name: str, body: str, rows: list[dict[str, Any]]) -> None:
    wire = read(body, name)
    assert not wire.issues
    assert wire.root is not None
    assert rows_spec(wire.root) == rows


def test_places_in_lines_of_several_bytes_a_character() -> None:
    body = "жж, жз\r\nэю, яяж\nabc, d\nжжжж, эээээ"
    wire = read(body, "plain")
    assert wire.root is not None
    data = body.encode()
    for line in wire.root.children:
        for node in line.children:
            assert data[node.value_start : node.value_end].decode() == node.text
    assert [[node.text for node in line.children] for line in wire.root.children] == [
        ["жж", "жз"], ["эю", "яяж"], ["abc", "d"], ["жжжж", "эээээ"],
    ]  # fmt: skip
    marked = read("x=1;y=23;id ж\nx=4;id жж", "first")
    assert marked.root is not None
    for line in marked.root.children:
        pairs, ident = line.children
        assert [
            (marked.body[p.name_start : p.name_end], marked.body[p.value_start : p.value_end]) for p in pairs.children
        ] == [(p.name.encode(), p.text.encode()) for p in pairs.children]
        assert marked.body[ident.value_start : ident.value_end].decode() == ident.text


@pytest.mark.parametrize(
    ("body", "spans"),
    [
        ("\na, b\r", [(0, 0), (1, 6)]), ("a, b\n\r\nc, d\r", [(5, 5), (7, 12)]), ("x\r\r\n", [(0, 2)]),
        ("a, b\n\n", [(5, 5)]), ("\n\r", [(0, 0), (1, 2)]),
    ],
)  # fmt: skip
def test_places_of_lines_that_do_not_fit(body: str, spans: list[tuple[int, int]]) -> None:
    assert told(read(body, "plain")) == [("lines.mismatch", *span) for span in spans]


def test_how_many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line, each capture and each pair is one."""
    for name, body, count in (
        ("plain", "a, b\nc, d", 6),
        ("first", "x=1;y=2;id 7\nid 8", 8),
        ("middle", "A;1", 2),
        ("middle", "A (2);1", 3),
    ):
        for most in (count - 1, count, count + 1):
            monkeypatch.setattr(lines, "MAX_NODES", most)
            wire = read(body, name)
            assert [issue.code for issue in wire.issues] == (["limit.nodes"] if most < count else [])
