"""Where a record's fields stand in one shape, and what that place cannot say.

A shape decides which fields exist on the wire, which texts mean something else there
(a sentinel, an empty text) and whether absence can be written at all; strategies ask
this instead of the shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wirebook.lexical import spaced
from wirebook.model import (
    Array,
    Const,
    Field,
    Joined,
    Leaf,
    LineCapture,
    LineGroup,
    LinePairs,
    Lines,
    List,
    Member,
    Record,
    Scalar,
    Shape,
    Tree,
)
from wirebook.testing.sites import child_slot

__all__ = ["Place", "Places", "instance", "places"]

CLEAN, TOLERATED, NEVER = 0, 1, 2  # how absence can be written: without a finding, with a warning, not at all


class Place:
    """One field in one shape.

    leaf: how its scalar (or its list's scalar items) stands there. inner: the places of its
    record, or of its list's record items. absence: how its absence can be written.
    wire: its name there, if it has one. group: the optional group of a line that it stands in, from 1.
    slot and taken: for a map, where its keys stand as names and which names mean something else.
    quiet: whether a map's entries give no finding. joined: how the items of its list stand in one text.
    region: query, header or status outside the body.
    """

    __slots__ = (
        "absence", "field", "group", "inner", "joined", "leaf", "quiet", "region", "slot", "taken", "wire",
    )  # fmt: skip

    def __init__(self, field: Field) -> None:
        self.field = field
        self.leaf: Leaf | None = None
        self.joined: Joined | None = None
        self.inner: Places | None = None
        self.absence = CLEAN
        self.slot = ""
        self.taken: frozenset[str] = frozenset()
        self.quiet = True
        self.group = 0
        self.wire = ""
        self.region = ""

    def carries(self, scalar: Scalar, lexeme: str) -> bool:
        """Whether this text would be read as a value here, and not as something else."""
        leaf = self.leaf
        if leaf is None:
            return True
        text = spaced(scalar, lexeme)
        return text != leaf.absent and (text != "" or leaf.empty == "value")


class Places:
    """The fields of one record that a shape carries, by name."""

    def __init__(self, record: Record | None) -> None:
        self.record = record
        self.of: dict[str, Place] = {}
        self._fields = {} if record is None else {field.name: field for field in record.fields}

    def at(self, name: str) -> Place:
        """The place of a field, made when it is first met."""
        if name not in self.of:
            self.of[name] = Place(self._fields[name])
        return self.of[name]

    def enter(self, name: str) -> Places:
        """The places of the record that a field holds, itself or in a list."""
        place = self.at(name)
        if place.inner is None:
            kind = place.field.type
            if isinstance(kind, List):
                kind = kind.item
            place.inner = Places(kind if isinstance(kind, Record) else None)
        return place.inner


def places(record: Record, shape: Shape) -> Places:
    """The places of a message's record in one of its shapes."""
    top = Places(record)
    if isinstance(shape.root, Lines):
        _lines(shape.root, top)
    elif isinstance(shape.root.node, (Tree, Array)):
        _node(shape.root, shape.root.node, top)
    else:
        _leaf(shape.root, shape.root.node, top)
    for member in shape.regions:
        if isinstance(member.node, (Leaf, Joined)):
            _leaf(member, member.node, top)
            place = top.at(member.node.bind)
            place.region, place.wire = member.slot, ""
    return top


def _node(member: Member, node: Tree | Array, where: Places) -> None:
    if isinstance(node, Array):
        inner = where.enter(node.bind)
        if isinstance(node.item, Leaf):
            where.at(node.bind).leaf = node.item
        else:
            _tree(node.item, inner)
        return
    if node.bind not in ("", "."):
        place = where.at(node.bind)
        place.absence = CLEAN if member.optional else NEVER
        where = where.enter(node.bind)
    _tree(node, where)


def _tree(tree: Tree, where: Places) -> None:
    for member in tree.members:
        if member.slot == "entries":
            assert isinstance(member.node, Leaf)
            place = where.at(member.node.bind)
            place.leaf, place.slot = member.node, member.entry
            place.taken = _names(tree, member.entry, where, member.node.bind)
        elif member.each:
            inner = where.enter(member.each)
            if isinstance(member.node, Tree):
                _tree(member.node, inner)
            elif isinstance(member.node, Leaf):
                where.at(member.each).leaf = member.node
        elif isinstance(member.node, (Tree, Array)):
            _node(member, member.node, where)
        else:
            _leaf(member, member.node, where)
    for unknown, slot in ((tree.unknown, ""), (tree.unknown_attributes, "attribute")):
        if unknown.policy == "collect":
            place = where.at(unknown.bind)
            place.slot = slot or child_slot(tree)
            place.taken = _names(tree, place.slot, where, unknown.bind).union(unknown.excepted)
            place.quiet = unknown.severity is None


def _names(tree: Tree, slot: str, where: Places, collector: str = "") -> frozenset[str]:
    """The names that members of a tree have in a slot, keys that another map lists included."""
    names = set()
    for member in tree.members:
        if member.slot == slot:
            names.add(member.name)
            names.update(other.name for other in member.alternatives)
        elif member.slot == "entries" and member.entry == slot and isinstance(member.node, Leaf):
            kind = where.at(member.node.bind).field.type
            if member.node.bind != collector:
                names.update(key for key, _ in getattr(kind, "keys", ()))
    return frozenset(names)


def _leaf(member: Member, node: Leaf | Const | Joined, where: Places) -> None:
    if isinstance(node, Const) or node.bind == ".":
        return
    place = where.at(node.bind)
    if isinstance(node, Joined):
        place.leaf, place.joined, place.wire = node.item, node, member.name
        return
    place.leaf, place.wire = node, member.name
    if member.slot == "text":
        # Character data is always there: without a meaning for "" there is no absence.
        place.absence = NEVER if node.empty == "value" else _emptied(node)
    elif not member.optional:
        place.absence = CLEAN if node.absent is not None or "absent" in (node.null, node.nil) else _emptied(node)
        if place.absence != CLEAN and (member.missing or place.field.missing):
            place.absence = TOLERATED


def _emptied(leaf: Leaf) -> int:
    """How absence can be written as an empty text."""
    if leaf.empty != "absent":
        return NEVER
    return CLEAN if leaf.empty_severity is None else TOLERATED


def _lines(lines: Lines, top: Places) -> None:
    where = top.enter(lines.each) if lines.each else top
    for piece, group in _pieces(lines):
        if isinstance(piece, LinePairs):
            place = where.at(piece.bind)
            place.slot, place.taken = "pair", frozenset()
            if piece.rest:
                rest = where.at(piece.rest)
                rest.slot, rest.taken = "pair", frozenset((*piece.keys, *piece.rest_excepted))
                rest.quiet = piece.rest_severity is None
            continue
        leaf = piece.leaf
        if isinstance(leaf, Joined):
            place = where.at(leaf.bind)
            place.leaf, place.joined, place.group = leaf.item, leaf, group
            continue
        if leaf.bind == ".":
            top.at(lines.each).leaf = leaf
            continue
        place = where.at(leaf.bind)
        place.leaf, place.group = leaf, group
        if not group:
            place.absence = CLEAN if leaf.absent is not None else _emptied(leaf)


def _pieces(lines: Lines) -> Iterator[tuple[LineCapture | LinePairs, int]]:
    """Captures and pairs with the number of the optional group they stand in, 0 for none."""
    groups = 0
    for piece in lines.pieces:
        if isinstance(piece, LineGroup):
            groups += 1
            yield from ((inner, groups) for inner in piece.pieces if isinstance(inner, LineCapture))
        elif isinstance(piece, (LineCapture, LinePairs)):
            yield piece, 0


def instance(top: Places, value: dict[str, Any], path: str) -> tuple[Places, dict[str, Any]]:
    """The places and the value of the record at a path; a list on the way stands for its first item."""
    for step in filter(None, path.split(".")):
        name = step.partition("[")[0]
        inner = top.of[name].inner
        assert inner is not None
        top, value = inner, value[name][0] if "[" in step else value[name]
    return top, value
