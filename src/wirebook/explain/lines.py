"""The walk over lines: each is one record's captures, found by the reader already.

Whether a line has the form at all is the reader's to say; here captures become
fields, and what an optional group left out is absent.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from wirebook.explain.leaves import read_leaf, required
from wirebook.explain.place import Place, start_span
from wirebook.explain.plan import Piece, collected, line_fields
from wirebook.explain.scope import ITEM, Scope, step
from wirebook.explain.unknown import read_entry
from wirebook.memo import once_per_object
from wirebook.model import Leaf, LineCapture, LineGroup, LinePairs, Lines, List, Record
from wirebook.wire.tree import Node

if TYPE_CHECKING:
    from wirebook.explain.walk import Walk

__all__ = ["walk_lines"]


class _Plan:
    """The captures and pairs of a line, by the names that nodes bear."""

    __slots__ = ("leaves", "pairs")

    def __init__(self, lines: Lines) -> None:
        pieces = list(_flat(lines.pieces))
        self.leaves: dict[str, Leaf] = {p.leaf.bind: p.leaf for p in pieces if isinstance(p, LineCapture)}
        self.pairs: dict[str, LinePairs] = {p.bind: p for p in pieces if isinstance(p, LinePairs)}
        self.pairs.update({p.rest: p for p in pieces if isinstance(p, LinePairs) and p.rest})


def _flat(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    for piece in pieces:
        if isinstance(piece, LineGroup):
            yield from _flat(piece.pieces)
        else:
            yield piece


@once_per_object
def _plan(lines: Lines) -> _Plan:
    return _Plan(lines)


def walk_lines(walk: Walk, root: Node, lines: Lines) -> dict[str, Any]:
    """The logical value of a body of lines; what is wrong with it is noted."""
    place = Place(None, "root", "", root)
    scope = Scope(walk.message.record, "", place)
    if not lines.each:
        for node in root.children[:1]:
            _line(walk, node, lines, scope, Place(place, "line", "", node))
        return walk.close(scope, line_fields(lines))
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
    return walk.close(scope, frozenset((lines.each,)))


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
            read_leaf(walk, child, leaf, None, scope, below)
        elif child.name in plan.pairs:
            _pairs(walk, child, plan.pairs[child.name], scope, place)
    for name in plan.leaves:
        field = scope.fields.get(name)
        if name not in met and required(field):
            spot = Place(place, "capture", name, None)
            if walk.absent(field, None, scope.path_of(name), start_span(node), spot):
                scope.missing.add(name)


def _pairs(walk: Walk, node: Node, pairs: LinePairs, scope: Scope, place: Place) -> None:
    """The entries of one map: ``node`` bears its name, its children are the pairs."""
    values, known = pairs.values, True
    if node.name == pairs.rest and node.name != pairs.bind:
        values, known = pairs.rest_values or pairs.values, False
    for child in node.children:
        below = Place(place, "capture", child.name, child, known)
        if not known and pairs.rest_severity is not None:
            extra(walk, child, node.name, pairs, scope, below)
        read_entry(walk, child, node.name, collected(values), "error", scope, below)


def extra(walk: Walk, node: Node, field: str, pairs: LinePairs, scope: Scope, place: Place) -> None:
    """A pair whose key no list names."""
    from wirebook.explain.place import name_span
    from wirebook.explain.show import shown_name

    name = shown_name(node.name)
    walk.note("deviation.extra", str(pairs.rest_severity), f"{scope.path_of(field)}.{name}", name_span(node), place,
              {"name": name}, scope.source(field), pairs.rest_deviation)  # fmt: skip
