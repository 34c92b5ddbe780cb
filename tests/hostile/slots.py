"""Every place of a spec that takes a free text, found by the grammar: a word of the language that is new is there too.

A spec is read into nodes, walked together with the grammar, changed, and written again as YAML. Which text is the
worst that each slot takes is found by trying; ``python tests/hostile/slots.py`` does that (a minute) and keeps it in
``slots.json``, which ``test_injection.py`` holds to the grammar and to the loader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from wirebook.spec.check import _choose
from wirebook.spec.grammar import KINDS
from wirebook.spec.nodes import Node
from wirebook.spec.reader import parse
from wirebook.spec.terms import AnyOf, ListOf, MapOf, Text, Use, Value

__all__ = ["CARRIERS", "RECORDED", "WORST", "Place", "every_slot", "fits", "given", "grouped", "places", "put", "read",
           "stripped", "written"]  # fmt: skip

TESTS = Path(__file__).resolve().parents[1]
_FILES = [*sorted((TESTS / "scenarios").glob("*.yaml")), TESTS / "regions" / "gate.yaml"]
CARRIERS = {path.stem: path for path in _FILES}
RECORDED = Path(__file__).with_name("slots.json")
# From the worst to what even a line of text may hold.
WORST = [
    "\"\"\"'''\\\n\r\t<!--]]></script><img src=x onerror=alert(1)>{{7*7}}{%x%}${x}`|\\`[x](javascript:a) =cmd &#60;"
    "\u2028\u202e\x85\x7f\U0001f600",
    "\"\"\"'''\\<!--]]></script><img src=x>{{7*7}}{%x%}`|\\`[x](y)",
    "a\"'\\<b>`|]]>#x",
]
OF_EXAMPLES = ("example.", "edit.", "expected.")


class Place(NamedTuple):
    """A text in a spec: its slot (kind and key of the grammar), its node, and whether it is the node's key."""

    slot: str
    node: Node
    key: bool


def every_slot() -> set[str]:
    """All slots that the grammar has."""
    found: set[str] = set()

    def walk(value: Value, slot: str) -> None:
        match value:
            case Text():
                found.add(slot)
            case ListOf(item=item):
                walk(item, slot)
            case MapOf(key=key, value=inner):
                if isinstance(key, Text):
                    found.add(f"{slot}, keys")
                walk(inner, slot)
            case AnyOf(choices=choices):
                for choice in choices:
                    walk(choice, slot)

    for name, kind in KINDS.items():
        for key, known in kind.keys.items():
            walk(known.value, f"{name}.{key}")
    return found


def places(root: Node) -> Iterator[Place]:
    """All texts of a spec, in its order."""
    yield from _walk(root, Use("spec"), "")


def _walk(node: Node, value: Value, slot: str) -> Iterator[Place]:
    match value:
        case Text() if node.kind == "scalar":
            yield Place(slot, node, False)
        case Use(kind=name) if node.kind == "map":
            for key, child in node.items.items():
                if key in KINDS[name].keys:
                    yield from _walk(child, KINDS[name].keys[key].value, f"{name}.{key}")
        case MapOf(key=key_kind, value=inner) if node.kind == "map":
            for child in node.items.values():
                if isinstance(key_kind, Text):
                    yield Place(f"{slot}, keys", child, True)
                yield from _walk(child, inner, slot)
        case ListOf(item=item) if node.kind == "list":
            for child in node.values:
                yield from _walk(child, item, slot)
        case AnyOf(choices=choices):
            chosen = _choose(node, choices, [])
            if chosen is not None:
                yield from _walk(node, chosen, slot)


def read(path: Path) -> Node:
    """A spec's nodes."""
    root = parse(path.read_bytes(), path.name, [])
    assert root is not None
    return root


def put(place: Place, text: str) -> None:
    """Have the text there; of a key, in the place that it has among the others."""
    if not place.key:
        place.node.text, place.node.quoted = text, True
        return
    parent = place.node.parent
    assert parent is not None
    children = list(parent.items.values())
    parent.items.clear()
    for child in children:
        parent.put(text if child is place.node else child.key, child)


_PLAIN = re.compile(r"-?[0-9]+|true|false")


def written(node: Node) -> str:
    """The spec as YAML in one line: every text in quotes, but numbers and booleans as they were."""
    if node.kind == "map":
        return "{" + ", ".join(f"{_quoted(key)}: {written(child)}" for key, child in node.items.items()) + "}"
    if node.kind == "list":
        return "[" + ", ".join(map(written, node.values)) + "]"
    return node.text if not node.quoted and _PLAIN.fullmatch(node.text) else _quoted(node.text)


def _quoted(text: str) -> str:
    # JSON writes characters beyond U+FFFF as pairs, which YAML does not take.
    return '"' + "".join(char if char > "\uffff" else json.dumps(char)[1:-1] for char in text) + '"'


# ---------------------------------------------------------------- the worst that each slot takes


def stripped(path: Path) -> Node:
    """A spec without its examples: they repeat what other slots say, so that a change of one is an error."""
    root = read(path)
    for message in root.items["messages"].items.values():
        for key in ("examples", "counterexamples"):
            message.items.pop(key, None)
    return root


def grouped(root: Node) -> dict[str, list[Place]]:
    """The places that are filled of each slot: all texts for people, and of the others the first one."""
    found: dict[str, list[Place]] = {}
    for place in places(root):
        if place.slot.startswith("bilingual.") or place.slot not in found:
            found.setdefault(place.slot, []).append(place)
    return found


def given(place: Place, text: str, how: str) -> None:
    """Fill a place: with the text alone, or with what stands there and then the text."""
    old = place.node.key if place.key else place.node.text
    put(place, text if how == "alone" else old + text)


def fits(root: Node, folder: Path) -> bool:
    """Whether the loader takes a spec."""
    from wirebook.spec import load

    path = folder / "own.yaml"
    path.write_text(written(root), encoding="utf-8")
    return not any(problem.severity == "error" for problem in load(path).problems)


def record(folder: Path) -> dict[str, object]:
    """Carrier -> slot -> which text and how; and the slots that take none, with a carrier that has them."""
    taken: dict[str, dict[str, tuple[int, str]]] = {}
    refused: dict[str, str] = {}
    for name, path in CARRIERS.items():
        root = stripped(path)
        mine = taken[name] = {}
        for slot, some in grouped(root).items():
            if any(slot in done for done in taken.values()) and not slot.startswith("bilingual."):
                continue
            before = [(place.node.key if place.key else place.node.text, place.node.quoted) for place in some]
            for number, how in ((n, how) for n in range(len(WORST)) for how in ("alone", "after")):
                for place in some:
                    given(place, WORST[number], how)
                if fits(root, folder):
                    mine[slot] = (number, how)
                    refused.pop(slot, None)
                    break
                for place, (old, quoted) in zip(some, before, strict=True):
                    put(place, old)
                    place.node.quoted = place.node.quoted if place.key else quoted
            else:
                refused[slot] = name
        print(name, len(mine))
    return {"taken": taken, "refused": refused}


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        RECORDED.write_text(json.dumps(record(Path(scratch)), indent=1, sort_keys=True) + "\n", "ascii")
