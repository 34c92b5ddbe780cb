"""Lists in one text: the text is cut, and each piece is read as an item of its own.

An item's place is a part of the text's. Where the body holds the text as it is (nothing
escaped), an item's span is its own bytes, else those of the whole text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wirebook.explain.leaves import Spot, item_value, kind_fits, raw_plus, show_value
from wirebook.explain.place import Place, value_span
from wirebook.explain.scope import ABSENT, ITEM, Scope, step
from wirebook.model import Joined
from wirebook.splitting import split
from wirebook.wire.caps import MAX_NODES
from wirebook.wire.tree import Node

if TYPE_CHECKING:
    from wirebook.explain.walk import Walk

__all__ = ["read_joined"]


def read_joined(walk: Walk, node: Node, joined: Joined, scope: Scope, place: Place) -> None:
    """The items that one text holds, into the list field's place in its scope."""
    name, scalar = joined.bind, joined.item.type
    spot = Spot(name, scope.path_of(name), node, place, scope.source(name))
    scope.at[name] = scope.homes[name] = place
    raw_plus(walk, node, scalar, spot)
    before = walk.errors
    if not kind_fits(walk, node, joined.item, spot):
        if walk.errors > before:
            scope.broken.add(name)
        return
    texts = split(node.text, joined.separators, joined.trailing, scalar.whitespace != "preserve", walk.room)
    if texts is None:
        walk.note("limit.nodes", "error", spot.path, spot.span, place, {"limit": str(MAX_NODES)}, spot.source)
        scope.broken.add(name)
        return
    walk.room -= len(texts)
    doubts = walk.doubts
    items = scope.items.setdefault(name, [])
    for text, span in zip(texts, _spans(walk, node, joined, texts), strict=True):
        start, end = span
        part = Node(node.slot, node.name, node.kind, text, start=start, end=end, value_start=start, value_end=end)
        part.region = node.region
        below = Place(place.parent, place.slot, place.name, part, place.known)
        inner = Scope(None, step(spot.path, len(items)), below)
        inner.at[ITEM] = below
        items.append(inner)
        before = walk.errors
        value = item_value(walk, text, joined.item, Spot(name, inner.path, part, below, spot.source))
        if walk.errors > before:
            inner.broken.add(ITEM)
        elif value is not ABSENT:
            inner.values[ITEM] = value
    if scalar.sensitive is None:
        show_value(walk, node, scalar, spot.span, doubted=walk.doubts > doubts)


def _spans(walk: Walk, node: Node, joined: Joined, texts: list[str]) -> Iterator[tuple[int, int]]:
    """Where each piece stands in the body."""
    start, end = value_span(node)
    coded = None if node.region else _coded(walk, node.text)
    if start < 0 or coded is None or walk.body[start:end] != coded:
        yield from ((start, end) for _ in texts)
        return
    at, byte = 0, start
    for text in texts:
        size = len(text.encode(walk.charset))
        yield byte, byte + size
        at, byte = at + len(text), byte + size
        separator = next((s for s in joined.separators if node.text.startswith(s, at)), "")
        at, byte = at + len(separator), byte + len(separator.encode(walk.charset))


def _coded(walk: Walk, text: str) -> bytes | None:
    """The text as the body would hold it; None where its charset has a mark in front or lacks a character."""
    if walk.charset == "utf-8-sig" or walk.charset.startswith("utf-16"):
        return None
    try:
        return text.encode(walk.charset)
    except (UnicodeEncodeError, LookupError):
        return None
