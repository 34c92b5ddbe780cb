"""Whatever is broken in a spec, loading it ends with problems at places, never with an exception."""

import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirebook.books import open_book
from wirebook.prove import prove
from wirebook.spec import load
from wirebook.spec.nodes import Node
from wirebook.spec.reader import read

NAMES = ("quicktel", "smsc", "smspager")
_PLAIN = re.compile(r"-?[0-9A-Za-z_.]+")
_WORDS = (
    "0", "-1", "1.5", "99999999999999999999", "true", "~", "class", "self", ".", "*", "{x}", "[", "a.b", "a#b", "#",
    "same", "messages", "setting.x", "request.x", "é", "\U0001f600", "\x00", "\r", "{{", "a|b", "[0-9]{2,1}", "(",
    "([a-z]+)+", "../../etc", "<script>", "'\"", "{", "\ud800", "{}", "%s%n", "__class__", "x" * 3000, "", " ", "-",
)  # fmt: skip


def _root(name: str) -> Node:
    root, problems = read(Path(open_book(name).path))
    assert root is not None
    assert not problems
    return root


def _all(node: Node) -> list[Node]:
    found = [node]
    for child in (*node.items.values(), *node.values):
        found += _all(child)
    return found


def _written(node: Node) -> str:
    if node.kind == "map":
        return "{" + ", ".join(f"{json.dumps(key)}: {_written(child)}" for key, child in node.items.items()) + "}"
    if node.kind == "list":
        return "[" + ", ".join(map(_written, node.values)) + "]"
    return node.text if _PLAIN.fullmatch(node.text) and not node.quoted else json.dumps(node.text)


def _mutate(root: Node, chance: random.Random) -> None:
    nodes = _all(root)[1:]
    node = chance.choice(nodes)
    other = chance.choice(nodes)
    parent = node.parent
    assert parent is not None
    match chance.randrange(6):
        case 0 if parent.kind == "map":
            del parent.items[node.key]
        case 1 if parent.kind == "map":
            del parent.items[node.key]
            parent.put(chance.choice((other.key, *_WORDS)), node)
        case 2:
            node.kind, node.text, node.quoted = "scalar", chance.choice(_WORDS), chance.random() < 0.5
        case 3:
            twin = other.copy()
            node.kind, node.text, node.items, node.values = twin.kind, twin.text, twin.items, twin.values
        case 4 if parent.kind == "list":
            parent.values.remove(node)
        case _ if node.kind == "scalar":
            node.text = other.text if other.kind == "scalar" else chance.choice(_WORDS)


@settings(max_examples=max(20, settings.default.max_examples // 2))  # to load a whole spec takes its time
@given(st.sampled_from(NAMES), st.integers(0, 2**32), st.integers(1, 4))
def test_broken_specs_give_problems_at_places(
    tmp_path_factory: pytest.TempPathFactory, name: str, seed: int, times: int
) -> None:
    root = _root(name)
    chance = random.Random(seed)
    for _ in range(times):
        _mutate(root, chance)
    path = tmp_path_factory.getbasetemp() / "fuzz.yaml"
    path.write_text(_written(root), encoding="utf-8", errors="surrogatepass")
    loaded = load(path)
    for problem in loaded.problems:
        assert problem.file == str(path)
        assert problem.line >= 1
        assert problem.column >= 1
        assert "{" not in problem.message or "{" in path.read_text("utf-8", "replace")
    if any(problem.severity == "error" for problem in loaded.problems):
        return
    assert loaded.providers.keys() == {"", *loaded.provider().dialects}, "given up without a word"
    for problem in prove(loaded):
        assert problem.file == str(path)
