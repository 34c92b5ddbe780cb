"""Per Tree of a shape: which member a wire name means, and which fields stand in it.

Plans are made once per Tree, so that a walk looks names up instead of searching.
"""

from __future__ import annotations

from collections.abc import Iterator

from wirebook.lexical import json_form
from wirebook.memo import once_per_object
from wirebook.model import (
    Alternative,
    Array,
    Field,
    Joined,
    Leaf,
    LineCapture,
    LineGroup,
    LineLiteral,
    LinePairs,
    Lines,
    List,
    Map,
    Member,
    Record,
    Scalar,
    Tree,
)

__all__ = ["Plan", "collected", "fields_of", "line_fields", "placed", "plan_of"]

Piece = LineLiteral | LineCapture | LineGroup | LinePairs


class Plan:
    """A Tree's members by what a reader meets.

    names: (slot, wire name) -> index, member and the alternative that gave the name.
    entries: slot -> the member that takes a map's keys there.
    text: the member that takes character data. required: those that must be there.
    """

    __slots__ = ("entries", "names", "required", "text")

    def __init__(self, tree: Tree) -> None:
        self.names: dict[tuple[str, str], tuple[int, Member, Alternative | None]] = {}
        self.entries: dict[str, Member] = {}
        self.required: list[tuple[int, Member]] = []
        self.text: Member | None = None
        for index, member in enumerate(tree.members):
            if member.slot == "text":
                self.text = member
            elif member.slot == "entries":
                self.entries[member.entry] = member
            else:
                self._name(index, member)
        for index, member in enumerate(tree.members):  # an alternative never hides a name of its own
            for other in member.alternatives:
                self.names.setdefault((member.slot, other.name), (index, member, other))

    def _name(self, index: int, member: Member) -> None:
        self.names[member.slot, member.name] = (index, member, None)
        if not member.optional and not member.each:
            self.required.append((index, member))


@once_per_object
def plan_of(tree: Tree) -> Plan:
    """The plan of a Tree."""
    return Plan(tree)


@once_per_object
def fields_of(record: Record) -> dict[str, Field]:
    """A record's fields by name."""
    return {field.name: field for field in record.fields}


def placed(node: object) -> frozenset[str]:
    """The fields of the record in scope that a shape node carries, wrappers included."""
    if isinstance(node, Tree):
        return _in_tree(node)
    bind = getattr(node, "bind", "")
    return frozenset((bind,)) if bind else frozenset()


@once_per_object
def _in_tree(tree: Tree) -> frozenset[str]:
    names: set[str] = set()
    for member in tree.members:
        if member.each:
            names.add(member.each)
        elif isinstance(member.node, Tree) and not member.node.bind:
            names |= _in_tree(member.node)
        elif isinstance(member.node, (Leaf, Tree, Array, Joined)):
            names.add(member.node.bind)
    for unknown in (tree.unknown, tree.unknown_attributes):
        if unknown.policy == "collect":
            names.add(unknown.bind)
    return frozenset(names)


def _in_pieces(pieces: tuple[Piece, ...]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, LineCapture):
            yield piece.leaf.bind
        elif isinstance(piece, LineGroup):
            yield from _in_pieces(piece.pieces)
        elif isinstance(piece, LinePairs):
            yield piece.bind
            if piece.rest:
                yield piece.rest


@once_per_object
def line_fields(lines: Lines) -> frozenset[str]:
    """The fields that stand in a line."""
    return frozenset(_in_pieces(lines.pieces))


@once_per_object
def collected(values: Scalar) -> Leaf:
    """How a value is read that a map collects from names that no shape lists."""
    return Leaf(bind="", type=values, form=json_form(values))


def is_composite(field: Field) -> bool:
    """Whether a field is a list or a map, which are never absent."""
    return isinstance(field.type, (List, Map))
