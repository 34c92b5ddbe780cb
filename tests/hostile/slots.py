"""Every place of a spec that takes a free text, found by the grammar: a word of the language that is new is there too.

A spec is read into nodes, walked together with the grammar, changed, and written again as YAML. Which text is the
worst that each slot takes is found by trying; ``python tests/hostile/slots.py`` does that (two minutes) and keeps it in
``slots.json``, which ``test_injection.py`` holds to the grammar and to the loader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from string import ascii_letters, digits
from tempfile import TemporaryDirectory
from typing import NamedTuple

from wirebook.spec.check import _choose
from wirebook.spec.grammar import KINDS
from wirebook.spec.nodes import Node
from wirebook.spec.reader import parse
from wirebook.spec.terms import AnyOf, ListOf, MapOf, Text, Use, Value

__all__ = ["CARRIERS", "MADE", "PLAIN", "RECORDED", "WORST", "Place", "every_slot", "filled", "given", "grouped",
           "harmless", "opened", "places", "put", "read", "refusal", "standing", "stripped", "written"]  # fmt: skip

TESTS = Path(__file__).resolve().parents[1]
_CARRIERS = sorted((TESTS / "hostile" / "carriers").glob("*.yaml"))
MADE = [path.stem for path in _CARRIERS]  # for this alone: with examples that are texts only
_FILES = [*_CARRIERS, *sorted((TESTS / "scenarios").glob("*.yaml")), TESTS / "regions" / "gate.yaml"]
CARRIERS = {path.stem: path for path in _FILES}
RECORDED = Path(__file__).with_name("slots.json")
# From the worst to what even a line of text may hold.
WORST = [
    "\"\"\"'''\\\n\r\t<!--]]></script><img src=x onerror=alert(1)>{{7*7}}{%x%}${x}`|\\`[x](javascript:a) =cmd &#60;"
    "\u2028\u202e\x85\x7f\U0001f600",
    "\"\"\"'''\\<!--]]></script><img src=x>{{7*7}}{%x%}`|\\`[x](y)",
    "frag\"'\\<b>`|]]>#x",
    # And what is no free text, but may hold the signs of one: a separator, a pattern, a name of a header, a URI (and a
    # query string), a name of XML.
    "\"'\\\n<]]>",
    r"""["]{3}'{3}\\[<>&`#\n\t]{1,9}\]\]>/[$]\{x\}\{\{7\*7\}\}\(%s""",
    "x!#$%&'*+.^_`|~-",
    "urn:x'$(y)*,;&=~!%22%3C",
    "__import__.\u00e9-x",
    "\"'\\<]]>`",  # a separator within a line
]


_KEPT = {char: char for char in f"{ascii_letters}{digits},"}  # a comma parts sources, and JSON's members


def harmless(text: str, letter: str) -> str:
    """A text of the same length and kind that nothing reads as markup or code.

    What prints becomes a letter, what does not a U+007F: generated code takes other ways for a name that doesn't print.
    """
    return "".join(
        _KEPT.get(c) or ("\x7f" if not c.isprintable() else letter if c < "\x7f" else "\u0436") for c in text
    )


PLAIN = [harmless(text, letter) for text, letter in zip(WORST, "qvwzkjybx", strict=True)]
PLAIN[7] = "_" + PLAIN[7][1:]  # which decides where it is sorted
# A pattern's own signs stay.
PLAIN[4] = "[=]{3}:{3};[~!@_,=:]{1,9};;;![%]~@~~7:7@@:%%"


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
    if text in parent.items and parent.items[text] is not place.node:
        return  # it would take the other's place
    children = list(parent.items.values())
    parent.items.clear()
    for child in children:
        parent.put(text if child is place.node else child.key, child)


_PLAIN = re.compile(r"-?[0-9]+|true|false")


def written(node: Node) -> str:
    """The spec as YAML in one line: every text in quotes, but numbers and booleans as they were."""
    if node.kind == "map":
        return "{" + ", ".join(f"{_key(key)}: {written(child)}" for key, child in node.items.items()) + "}"
    if node.kind == "list":
        return "[" + ", ".join(map(written, node.values)) + "]"
    return node.text if not node.quoted and _PLAIN.fullmatch(node.text) else _quoted(node.text)


def _key(text: str) -> str:
    quoted = _quoted(text)
    return quoted if len(quoted) < 1000 else f"? {quoted} "  # YAML's limit of a key that has no mark


@cache
def _quoted(text: str) -> str:
    if text.isascii() and text.isprintable():
        return json.dumps(text)
    # JSON writes characters beyond U+FFFF as pairs, which YAML does not take.
    return '"' + "".join(char if char > "\uffff" else json.dumps(char)[1:-1] for char in text) + '"'


# ---------------------------------------------------------------- the worst that each slot takes


def opened(name: str) -> Node:
    """A carrier. Examples that show something are left out: a change of what they repeat is an error."""
    path = CARRIERS[name]
    return read(path) if name in MADE else stripped(path)


def stripped(path: Path) -> Node:
    """A spec without its examples."""
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


def standing(place: Place) -> str:
    """The text that is there."""
    return place.node.key if place.key else place.node.text


def given(place: Place, text: str, how: str) -> None:
    """Fill a place: with the text ``alone``; with what stands there and then the text (``after``); or with the
    text and then what stands there in every place that has it (``everywhere``): a code, and what names it.
    """
    old = standing(place)
    if how == "everywhere":
        top = place.node
        while top.parent is not None:
            top = top.parent
        for other in [other for other in places(top) if standing(other) == old]:
            put(other, text + old)
    else:
        put(place, text if how == "alone" else old + text)


def filled(name: str, taken: dict[str, tuple[int, str]], texts: list[str]) -> Node:
    """A carrier with every slot filled that takes one of the texts."""
    root = opened(name)
    slots = grouped(root)
    for slot, (number, how) in taken.items():
        for place in slots[slot]:
            given(place, texts[number], how)
    return root


def refusal(root: Node, folder: Path) -> str:
    """Why the loader does not take a spec."""
    from wirebook.spec import load

    path = folder / "own.yaml"
    path.write_text(written(root), encoding="utf-8")
    found = [problem.message for problem in load(path).problems if problem.severity == "error"]
    return min(found, key=lambda message: message.startswith("example "), default="")


# What names something else, or is a number or one of a few words, takes no other text either.
_NAMES = re.compile("(?!namespace )(?s:.*)(is not defined|bound nowhere|whole number|is none of)")
_WAYS = [
    *((number, how) for number in range(3) for how in ("alone", "after", "everywhere")),
    *((number, "alone") for number in range(3, len(WORST))),
    (7, "after"),
]


def record(name: str) -> tuple[dict[str, tuple[int, str]], dict[str, str]]:
    """What is worst that a carrier's slots take, slot by slot, and how; and why the others take none."""
    taken: dict[str, tuple[int, str]] = {}
    refused: dict[str, str] = {}
    root = opened(name)
    slots = sorted(grouped(root).items(), key=lambda item: item[0].startswith("bilingual."))
    with TemporaryDirectory() as scratch:
        for slot, some in slots:
            before = [(place, standing(place), place.node.quoted) for place in places(root)]
            alone = sum(text == standing(some[0]) for _, text, _ in before) == 1
            reasons: list[str] = []
            for number, how in _WAYS:
                if (how == "everywhere" and alone) or (number and all(map(_NAMES.match, reasons))):
                    continue
                for place in some:
                    given(place, WORST[number], how)
                there = WORST[number] in standing(some[0])
                reasons.append(refusal(root, Path(scratch)) if there else "another key has this text")
                if not reasons[-1]:
                    taken[slot] = (number, how)
                    break
                for place, old, quoted in before:
                    if standing(place) != old:
                        put(place, old)
                        place.node.quoted = place.node.quoted if place.key else quoted
            else:
                refused[slot] = reasons[0].replace(WORST[0], "...")
    return taken, refused


def main() -> None:
    with ProcessPoolExecutor() as pool:
        made = dict(zip(CARRIERS, pool.map(record, CARRIERS), strict=True))
    some = {slot for taken, _ in made.values() for slot in taken}
    refused: dict[str, tuple[str, str]] = {}
    for name, (_, reasons) in made.items():
        for slot, reason in reasons.items():
            if slot not in some:
                refused.setdefault(slot, (name, reason))
    kept = {"taken": {name: taken for name, (taken, _) in made.items()}, "refused": refused}
    text = re.sub(r"\[\n\s+([^\n]+)\n\s+([^\n]+)\n\s+\]", r"[\1 \2]", json.dumps(kept, indent=1))  # a slot in a line
    RECORDED.write_text(text + "\n", "ascii")


if __name__ == "__main__":
    main()
