"""Which fields some encoding of a message lets be absent whatever the spec requires: it has no place for them, or one
that may be missing, or a wrapper around it may.
"""

from __future__ import annotations

from collections.abc import Iterator

from wirebook.model import (
    Array,
    Field,
    Joined,
    Leaf,
    LineCapture,
    LineGroup,
    LinePairs,
    Lines,
    List,
    Member,
    Provider,
    Record,
    Tree,
)
from wirebook_codegen.shapes import field_of, must

__all__ = ["dropped"]

_Seen = Iterator[tuple[Record, frozenset[str]]]


def dropped(provider: Provider) -> dict[Record, frozenset[str]]:
    """By record, the fields that one shape or another lets be absent."""
    found: dict[Record, frozenset[str]] = {}
    for message in provider.messages:
        for shape in message.shapes:
            root = shape.root
            seen = _lines(message.record, root) if isinstance(root, Lines) else _root(message.record, root)
            for record, names in seen:
                lacking = frozenset(field.name for field in record.fields) - names
                found[record] = found.get(record, frozenset()) | lacking
    return found


def _root(record: Record, member: Member) -> _Seen:
    names: set[str] = set()
    yield from _node(record, member.node, names, True)
    yield record, frozenset(names)


def _node(record: Record, node: object, names: set[str], sure: bool) -> _Seen:
    """Adds the fields of ``record`` that stand below a node; yields what other records have there.

    sure: whether a body without the node is refused.
    """
    if isinstance(node, Leaf):
        if sure or not _required(field_of(record, node.bind)):
            names.add(node.bind)
    elif isinstance(node, Joined):
        names.add(node.bind)
    elif isinstance(node, Array):
        names.add(node.bind)
        yield from _item(record, node.bind, node.item)
    elif isinstance(node, Tree):
        inner = _field(record, node.bind)
        if inner is not None:
            if sure or not _required(field_of(record, node.bind)):
                names.add(node.bind)
            own: set[str] = set()
            yield from _members(inner, node, own, True)
            yield inner, frozenset(own)
        else:
            yield from _members(record, node, names, sure)


def _required(field: Field | None) -> bool:
    """Whether nothing in the field itself lets it be absent."""
    return field is not None and not field.optional and field.default is None and field.missing is None


def _members(record: Record, tree: Tree, names: set[str], sure: bool) -> _Seen:
    for unknown in (tree.unknown, tree.unknown_attributes):
        if unknown.policy == "collect":
            names.add(unknown.bind)
    for member in tree.members:
        if member.each:
            names.add(member.each)
            yield from _item(record, member.each, member.node)
        else:
            yield from _node(record, member.node, names, sure and (member.slot == "text" or must(member, record)))


def _item(record: Record, name: str, node: object) -> _Seen:
    kind = next((field.type for field in record.fields if field.name == name), None)
    if isinstance(kind, List) and isinstance(kind.item, Record):
        own: set[str] = set()
        yield from _node(kind.item, node, own, True)
        yield kind.item, frozenset(own)


def _field(record: Record, name: str) -> Record | None:
    kind = next((field.type for field in record.fields if field.name == name), None)
    return kind if isinstance(kind, Record) else None


def _lines(record: Record, lines: Lines) -> _Seen:
    names = frozenset(_pieces(lines.pieces))
    if not lines.each:
        yield record, names
        return
    yield record, frozenset((lines.each,))
    kind = next((field.type for field in record.fields if field.name == lines.each), None)
    if isinstance(kind, List) and isinstance(kind.item, Record):
        yield kind.item, names


def _pieces(pieces: tuple[object, ...]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, LineCapture):
            yield piece.leaf.bind
        elif isinstance(piece, LinePairs):
            yield from filter(None, (piece.bind, piece.rest))
        elif isinstance(piece, LineGroup):
            yield from _pieces(piece.pieces)
