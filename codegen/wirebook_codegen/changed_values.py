"""Changes of what a place holds: another text, another spelling of a number, another kind of JSON value."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wirebook.model import Joined, Leaf, Text
from wirebook.wire.tree import NIL, Node
from wirebook_codegen.change import Change, node_at
from wirebook_codegen.spots import Spot

__all__ = ["kinds", "literals", "nil", "texts"]


def texts(spots: list[Spot], some: tuple[str, ...]) -> Iterator[Change]:
    """Each of these texts in each of these places."""
    for spot in spots:
        for text in some:

            def apply(root: Node, way: tuple[int, ...] = spot.way, text: str = text) -> None:
                node = node_at(root, way)
                node.text = text
                if node.kind not in ("element", "string", "object"):
                    node.kind = "string"

            yield _told(spot, f'"{text}"' if len(text) < 40 else f'"{text[:20]}…"', apply)


def literals(spots: list[Spot]) -> Iterator[Change]:
    """Numbers of JSON, spelled in ways that a schema does not see."""
    for spot in spots:
        kind = spot.node.item if isinstance(spot.node, Joined) else spot.node
        if spot.slot not in ("member", "item") or not isinstance(kind, Leaf):
            continue
        if "number" not in (kind.form, *(form for form, severity in kind.accepts if severity != "error")):
            continue
        for spell in ("{}.0", "{}e0", "1.0", "1.5", "1e2", "0", "1", "12345678901234567890", "-1"):

            def apply(root: Node, way: tuple[int, ...] = spot.way, spell: str = spell) -> None:
                node = node_at(root, way)
                node.text = spell.format(node.text if node.text.isdecimal() and node.text.isascii() else "0")
                node.kind, node.children = "number", []

            yield _told(spot, "the number " + spell.format("…"), apply, "число " + spell.format("…"))


def kinds(found: list[Spot], here: list[Spot], path: str) -> Iterator[Change]:
    """A JSON value of another kind."""
    for spot in here:
        for kind, text in (("null", "null"), ("boolean", "true"), ("array", ""), ("object", ""), ("number", "0")):

            def apply(root: Node, way: tuple[int, ...] = spot.way, kind: str = kind, text: str = text) -> None:
                node = node_at(root, way)
                node.kind, node.text, node.children = kind, text, []

            if spot.slot in ("member", "item"):
                yield _told(spot, kind, apply)


def nil(found: list[Spot], here: list[Spot], path: str) -> Iterator[Change]:
    """An element that says it is nothing, and says something."""
    for spot in here:

        def apply(root: Node, way: tuple[int, ...] = spot.way) -> None:
            node = node_at(root, way)
            node.children, node.text = [Node("attribute", NIL, "string", "true")], "0"

        yield _told(spot, "nil and a text", apply, "nil и текст")


def _told(spot: Spot, en: str, apply: Callable[[Node], None], ru: str = "") -> Change:
    return Change(Text(f"with {spot.path} {en}", f"с {spot.path} {ru or en}"), apply, spot.way)
