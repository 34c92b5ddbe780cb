"""What must hold of JSON beyond the golden bytes: exact numbers, duplicate keys, depth."""

from __future__ import annotations

import json as standard
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wire.bodies import JSON_TOKENS, POLICY, json_bodies, mutated, value, value_spec
from wirebook.wire import json
from wirebook.wire.tree import Wire, WireError

ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
LITERALS = st.from_regex(r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,9})?([eE][+-]?[0-9]{1,2})?", fullmatch=True)
TREES = st.recursive(
    st.one_of(st.none(), st.booleans(), ANY_TEXT, LITERALS.map(lambda n: {"number": n})),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(ANY_TEXT.filter(lambda k: k != "number"), inner, max_size=4)
    ),
    max_leaves=10,
)


def read(body: bytes, **more: Any) -> Wire:
    return json.read(body, **(POLICY | more))


def codes(wire: Wire) -> list[str]:
    return [issue.code for issue in wire.issues]


@given(TREES, st.sampled_from(["utf-8", "windows-1251", "us-ascii"]))
def test_what_is_written_is_read_back(spec: Any, charset: str) -> None:
    body = json.write(value(spec), charset=charset)
    wire = read(body, default=charset, allowed=("utf-8", "windows-1251"))
    assert not wire.issues
    assert wire.root is not None
    assert value_spec(wire.root) == spec
    if charset == "us-ascii":
        assert body.isascii()


@given(mutated(json_bodies(), JSON_TOKENS))
def test_the_standard_library_agrees_about_what_json_is(body: bytes) -> None:
    wire = read(body, allowed=("utf-8",))
    if wire.root is None or wire.issues:
        return

    def plain(node: Any) -> Any:
        if node.kind == "number":
            return float(node.text)
        if node.kind in ("object", "array"):
            inner = [plain(c) for c in node.children]
            return dict(zip([c.name for c in node.children], inner, strict=True)) if node.kind == "object" else inner
        return {"null": None, "boolean": node.text == "true"}.get(node.kind, node.text)

    assert plain(wire.root) == standard.loads(body.decode("utf-8-sig"), parse_int=float)


def test_check_13_duplicate_keys_are_an_error_and_the_first_counts() -> None:
    wire = read(b'{"id": 1, "other": 2, "id": 3}')
    assert codes(wire) == ["json.duplicate-key"]
    assert wire.issues[0].args == {"name": "id"}
    assert wire.root is not None
    assert [c.text for c in wire.root.children] == ["1", "2"]
    assert read(b'{"+79161234567": 1, "+79161234567": 2}').issues[0].args == {"name": "?"}


def test_check_13_numbers_are_exact() -> None:
    long = "9" * 4000
    wire = read(f"[{long}, 18446744073709551617, 0.10, 1e-400, -0]".encode())
    assert wire.root is not None
    assert [c.text for c in wire.root.children] == [long, "18446744073709551617", "0.10", "1e-400", "-0"]


@pytest.mark.parametrize("literal", ["1e400", "-1E+999", "NaN", "Infinity", "-Infinity"])
def test_check_13_numbers_that_are_none(literal: str) -> None:
    wire = read(f'{{"a": {literal}}}'.encode())
    assert codes(wire) == ["json.number"]
    assert (wire.issues[0].start, wire.issues[0].end) == (6, 6 + len(literal))


def test_check_13_lone_surrogates() -> None:
    assert codes(read(b'["\\ud83d", "\\ude00\\ud83d", "\\ud83dx\\ude00"]')) == ["json.surrogate"] * 5
    assert codes(read(b'["\\ud83d\\ude00"]')) == []
    with pytest.raises(WireError) as caught:
        json.write(value({"a": ["x", "\ud83d"]}), charset="utf-8")
    assert (caught.value.code, caught.value.node.text) == ("encode.forbidden", "\ud83d")


@pytest.mark.parametrize(("opening", "offset"), [(b"[", 64), (b'{"a":', 320), (b'[{"a":', 192)])
def test_check_13_a_hundred_thousand_brackets_are_a_finding(opening: bytes, offset: int) -> None:
    begun = time.process_time()
    wire = read(opening * 100_000)
    assert [(issue.code, issue.start) for issue in wire.issues] == [("limit.depth", offset)]
    assert time.process_time() - begun < 1


def test_caps(monkeypatch: pytest.MonkeyPatch) -> None:
    assert codes(read(b"[" * 64 + b"1" + b"]" * 64)) == []
    monkeypatch.setattr(json, "MAX_NODES", 3)
    assert codes(read(b'{"a":[1,2]}')) == []
    assert codes(read(b'{"a":[1,2,3]}')) == ["limit.nodes"]
    monkeypatch.setattr(json, "MAX_BYTES", 5)
    assert codes(read(b"[1,2,3]")) == ["limit.bytes"]


def test_places() -> None:
    body = '{ "имя" : "Ж\\n" ,"list":[ 1.5 , true ], "o":{} }'.encode()
    root = read(body).root
    assert root is not None
    name, items, empty = root.children
    assert body[name.start : name.end].decode() == '"имя" : "Ж\\n"'
    assert body[name.name_start : name.name_end].decode() == "имя"
    assert body[name.value_start : name.value_end].decode() == "Ж\\n"
    assert body[items.value_start : items.value_end] == b"[ 1.5 , true ]"
    assert [body[c.start : c.end] for c in items.children] == [b"1.5", b"true"]
    assert [c.name_start for c in items.children] == [-1, -1]
    assert body[empty.start : empty.end] == b'"o":{}'


def test_reading_is_linear() -> None:
    def cost(count: int) -> float:
        body = b"[" + b",".join([b'{"a": "x\\n\\u0416", "b": [1, 2.5]}'] * count) + b"]"
        begun = time.process_time()
        assert read(body).root is not None
        return time.process_time() - begun

    # 16 times the input: linear is about 16, quadratic 256; the machine may be busy.
    assert cost(8000) < 120 * max(min(cost(500) for _ in range(3)), 0.001)


def test_a_key_written_twice_is_refused() -> None:
    tree = value({"a": "1", "b": "2"})
    tree.children[1].name = "a"
    with pytest.raises(WireError) as caught:
        json.write(tree, charset="utf-8")
    assert caught.value.node is tree.children[1]
