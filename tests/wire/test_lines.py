"""What must hold of text and csv beyond the golden bytes: one plan reads and prints."""

from __future__ import annotations

import ast
import gc
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wire.bodies import LINES, POLICY, rows, rows_spec, shape
from wirebook.wire import lines
from wirebook.wire.tree import Wire, WireError

PLANS = {name: lines.plan(shape(spec)) for name, spec in LINES.items()}


def read(body: bytes, name: str, **more: Any) -> Wire:
    return lines.read(body, plan=PLANS[name], **(POLICY | more))


@pytest.mark.parametrize("name", sorted(PLANS))
def test_a_plan_is_a_literal(name: str) -> None:
    assert ast.literal_eval(repr(PLANS[name])) == PLANS[name]


TEXTS = st.text(st.sampled_from("ab Ж,()=;-\t\u2028\x85:1"), max_size=10)
NUMBERS = st.integers(-5, 10**20).map(str)


@given(st.sampled_from(["error", "list", "operators", "three"]), st.lists(st.tuples(TEXTS, TEXTS, NUMBERS), max_size=3))
def test_a_line_is_read_back_as_written_or_seen_to_differ(name: str, items: list[tuple[str, str, str]]) -> None:
    """What a writer's caller relies on: reading again tells whether the line says what was meant."""
    build = {
        "error": lambda a, b, n: {"code": n, "text": a} | ({"id": n} if b else {}),
        "list": lambda a, b, n: {"name": a, "id": n},
        "operators": lambda a, b, n: {"name": a, "operators": {"mega": n, b: a}, "id": n},
        "three": lambda a, b, n: {"a": a, "b": b, "c": n},
    }[name]
    spec = [build(*item) for item in items][: None if name != "error" else 1]
    body = lines.write(rows(spec), charset="utf-8", plan=PLANS[name])
    wire = read(body, name)
    harmless = all(set(a + b) <= set("abЖ1") and b for a, b, _ in items)
    if harmless and spec:
        assert not wire.issues
        assert wire.root is not None
        assert rows_spec(wire.root) == spec


def test_separators_inside_a_value() -> None:
    # The last free text of a line may hold them, as long as the rest still fits.
    wire = read(b"ERROR = 9 (wait), a (minute), ID - x)", "error")
    assert wire.root is not None
    assert rows_spec(wire.root) == [{"code": "9", "text": "wait), a (minute), ID - x"}]
    # Another may not: the line is cut elsewhere, and reading again shows it.
    body = lines.write(rows([{"a": "1, 2", "b": "3", "c": "4"}]), charset="utf-8", plan=PLANS["three"])
    wire = read(body, "three")
    assert wire.root is not None
    assert rows_spec(wire.root) == [{"a": "1", "b": "2", "c": "3, 4"}]


@pytest.mark.parametrize(
    ("pairs", "wanted"),
    [
        ("other = a, mega = 1, more = b", [("other", "a"), ("mega", "1"), ("more", "b")]),
        ("other = a, b, mega = 1", [("other", "a, b"), ("mega", "1")]),
        ("other = 1, other = 2", [("other", "1"), ("other", "2")]),
        ("other = , mega = 1", [("other", ""), ("mega", "1")]),
        ("other = id, id = 7", [("other", "id"), ("id", "7")]),
    ],
)
def test_a_pair_ends_where_the_next_begins_whatever_its_pattern_takes(
    pairs: str, wanted: list[tuple[str, str]]
) -> None:
    wire = read(f"name = x, {pairs}, id = 5".encode(), "replaced")
    assert not wire.issues
    assert wire.root is not None
    found = wire.root.children[0].children[1]
    assert [(pair.name, pair.text) for pair in found.children] == wanted


def test_a_line_of_many_pairs_costs_linear_time() -> None:
    def cost(count: int) -> float:
        body = ("name = Ж" + ", Ж = Ж" * count + ", id = 5").encode()
        gc.collect()
        gc.disable()  # what other tests left in the process is none of this
        try:
            begun = time.process_time()
            assert read(body, "operators").root is not None
            return time.process_time() - begun
        finally:
            gc.enable()

    # 16 times the input: linear is about 16, quadratic 256; the machine may be busy.
    assert cost(16000) < 120 * max(min(cost(1000) for _ in range(3)), 0.001)


@pytest.mark.parametrize("char", ["\n", "\r"])
def test_line_breaks_are_never_written(char: str) -> None:
    with pytest.raises(WireError) as caught:
        lines.write(rows([{"code": "1", "text": f"a{char}b"}]), charset="utf-8", plan=PLANS["error"])
    assert (caught.value.code, caught.value.node.name) == ("encode.forbidden", "text")


def test_other_line_separators_are_text() -> None:
    wire = read("ERROR = 1 (a\u2028b\x85c\x0bd)".encode(), "error")
    assert wire.root is not None
    assert wire.root.children[0].children[1].text == "a\u2028b\x85c\x0bd"


def test_an_absent_capture_prints_its_literal() -> None:
    assert lines.write(rows([{"code": "5"}]), charset="utf-8", plan=PLANS["csv"]) == b"0,-5"


def test_places() -> None:
    body = "name = Я, mega = 1, id = 5\r\nname = Ж, other = два, id = 6\n".encode("cp1251")
    wire = read(body, "operators", option="windows-1251")
    assert not wire.issues
    assert wire.root is not None
    assert [body[n.start : n.end].decode("cp1251") for n in wire.root.children] == [
        "name = Я, mega = 1, id = 5", "name = Ж, other = два, id = 6"]  # fmt: skip
    name, pairs, number = wire.root.children[1].children
    assert body[name.value_start : name.value_end].decode("cp1251") == "Ж"
    assert (pairs.slot, pairs.kind, pairs.text) == ("pairs", "object", "")
    pair = pairs.children[0]
    assert (pair.slot, pair.name, pair.text) == ("pair", "other", "два")
    assert body[pair.name_start : pair.name_end] == b"other"
    assert body[pair.value_start : pair.value_end].decode("cp1251") == "два"
    assert body[number.start : number.end] == b"6"


def test_a_line_that_fits_nothing_is_unread() -> None:
    wire = read(b"name = a, id = 5\nwhat\nname = b, id = 6", "list")
    assert wire.root is not None
    assert [n.kind for n in wire.root.children] == ["object", "unread", "object"]
    assert [(i.code, i.start, i.args["pattern"]) for i in wire.issues] == [
        ("lines.mismatch", 17, "name = {name}, id = {id}")]  # fmt: skip


def test_an_optional_group_that_is_not_there_has_no_node() -> None:
    wire = read(b"ERROR = 1 (a)", "error")
    assert wire.root is not None
    assert [c.name for c in wire.root.children[0].children] == ["code", "text"]


def test_caps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MAX_NODES", 6)
    assert read(b"name = a, id = 5\n" * 2, "list").issues == []
    assert [i.code for i in read(b"name = a, id = 5\n" * 3, "list").issues] == ["limit.nodes"]
    monkeypatch.setattr(lines, "MAX_BYTES", 5)
    assert [i.code for i in read(b"123456", "only").issues] == ["limit.bytes"]
