"""The walk over lines: each is one record's captures, found by the reader already.

Whether a line has the form at all is the reader's to say; here captures become
fields, and what an optional group left out is absent.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from wirebook.explain.joined import read_joined
from wirebook.explain.leaves import read_leaf, required
from wirebook.explain.place import Place, name_span, start_span
from wirebook.explain.plan import Piece, collected, line_fields
from wirebook.explain.scope import ITEM, Scope, step
from wirebook.explain.show import shown_name
from wirebook.explain.unknown import belongs, read_entry
from wirebook.memo import once_per_object
from wirebook.model import Joined, Leaf, LineCapture, LineGroup, LinePairs, Lines, List, Map, Record
from wirebook.wire.tree import Node

if TYPE_CHECKING:
    from wirebook.explain.walk import Beyond, Walk

__all__ = ["walk_lines"]


class _Plan:
    """The captures and pairs of a line, by the names that nodes bear."""

    __slots__ = ("leaves", "pairs")

    def __init__(self, lines: Lines) -> None:
        pieces = list(_flat(lines.pieces))
        self.leaves: dict[str, Leaf | Joined] = {p.leaf.bind: p.leaf for p in pieces if isinstance(p, LineCapture)}
        self.pairs: dict[str, LinePairs] = {p.bind: p for p in pieces if isinstance(p, LinePairs)}


def _flat(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    for piece in pieces:
        if isinstance(piece, LineGroup):
            yield from _flat(piece.pieces)
        else:
            yield piece


@once_per_object
def _plan(lines: Lines) -> _Plan:
    return _Plan(lines)


def walk_lines(walk: Walk, root: Node, lines: Lines, beyond: Beyond) -> dict[str, Any]:
    """The logical value of a body of lines; what is wrong with it is noted, and the rest by ``beyond``."""
    place = Place(None, "root", "", root)
    scope = Scope(walk.message.record, "", place)
    if not lines.each:
        for node in root.children[:1]:
            _line(walk, node, lines, scope, Place(place, "line", "", node))
        return walk.close(scope, line_fields(lines) | beyond(scope))
    field = scope.fields[lines.each]
    assert isinstance(field.type, List)
    record = field.type.item if isinstance(field.type.item, Record) else None
    items = scope.items.setdefault(lines.each, [])
    for node in root.children:
        below = Place(place, "line", "", node)
        inner = Scope(record, step(lines.each, len(items)), below)
        items.append(inner)
        before = walk.errors
        _line(walk, node, lines, inner, below)
        if record is not None:
            walk.close(inner, line_fields(lines))
        if walk.errors > before:
            inner.broken.add(ITEM)
    return walk.close(scope, frozenset((lines.each,)) | beyond(scope))


def _line(walk: Walk, node: Node, lines: Lines, scope: Scope, place: Place) -> None:
    plan = _plan(lines)
    if node.kind == "unread":  # the reader has said why
        scope.missing |= line_fields(lines)
        scope.broken.add(ITEM)
        return
    met = set()
    for child in node.children:
        below = Place(place, "capture", child.name, child)
        leaf = plan.leaves.get(child.name)
        if leaf is not None:
            met.add(child.name)
            if isinstance(leaf, Joined):
                read_joined(walk, child, leaf, scope, below)
            else:
                read_leaf(walk, child, leaf, None, scope, below)
        elif child.name in plan.pairs:
            _pairs(walk, child, plan.pairs[child.name], scope, place)
    for name in plan.leaves:
        field = scope.fields.get(name)
        if name not in met and required(field) and not isinstance(plan.leaves[name], Joined):
            spot = Place(place, "capture", name, None)
            if walk.absent(field, None, scope.path_of(name), start_span(node), spot):
                scope.missing.add(name)


def _pairs(walk: Walk, node: Node, pairs: LinePairs, scope: Scope, place: Place) -> None:
    """The pairs of a line: listed keys are entries of one map, the others of the rest, if there is one."""
    for child in node.children:
        listed = not pairs.keys or child.name in _listed(pairs)
        below = Place(place, "pair", child.name, child, bool(pairs.keys) and listed)
        if listed and belongs(_map(scope, pairs.bind), child.name):
            read_entry(walk, child, pairs.bind, collected(pairs.values), "error", scope, below)
        elif not listed and _goes_to_rest(pairs, child.name, scope):
            _extra(walk, child, pairs, scope, below)
            read_entry(walk, child, pairs.rest, collected(pairs.rest_values or pairs.values), "error", scope, below)
        else:
            args = {"slot": "key", "name": shown_name(child.name), "hint": ""}
            walk.note("shape.unknown", "error", scope.path, name_span(child), below, args, walk.message.source)


def _goes_to_rest(pairs: LinePairs, key: str, scope: Scope) -> bool:
    return bool(pairs.rest) and key not in pairs.rest_excepted and belongs(_map(scope, pairs.rest), key)


@once_per_object
def _listed(pairs: LinePairs) -> frozenset[str]:
    return frozenset(pairs.keys)


def _map(scope: Scope, name: str) -> Map:
    kind = scope.fields[name].type
    assert isinstance(kind, Map)
    return kind


def _extra(walk: Walk, node: Node, pairs: LinePairs, scope: Scope, place: Place) -> None:
    """A key that no list names."""
    if pairs.rest_severity is not None:
        name = shown_name(node.name)
        path = f"{scope.path_of(pairs.rest)}.{name}"
        walk.note("deviation.extra", pairs.rest_severity, path, name_span(node), place, {"name": name},
                  scope.source(pairs.rest), pairs.rest_deviation)  # fmt: skip
