"""Where things stand in an example: the nodes of its wire tree with what the shape says of each.

Logical paths are without indexes here, as in ledgers. Nothing here changes a tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wirebook.model import Array, Joined, Leaf, Member, Record, Tree
from wirebook.wire.tree import Node
from wirebook_codegen.shapes import below, bound, item_record, node_record

__all__ = ["Spot", "spots", "takers"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A node of an example's tree: the way to it by indexes, and what the shape says of it.

    path: the logical path of what stands there, without indexes; scope: that of the record around it.
    """

    way: tuple[int, ...]
    path: str
    scope: str
    slot: str
    node: Leaf | Joined | Tree | Array | None
    member: Member | None = None
    record: Record | None = None


def spots(root: Member, record: Record, node: Node) -> list[Spot]:
    """Every node that the shape of a body knows, in the body's order."""
    return list(_spots(root, record, node, (), ""))


def _spots(member: Member, record: Record | None, node: Node, way: tuple[int, ...], scope: str) -> Iterator[Spot]:
    kind = member.node
    if isinstance(kind, Array):
        here, items = below(scope, kind.bind), item_record(record, kind.bind)
        yield Spot(way, here, scope, member.slot, kind, member, record)
        item = Member("item", "", kind.item, False)
        for index, child in enumerate(node.children):
            yield from _spots(item, items or record, child, (*way, index), here)
    elif isinstance(kind, Tree):
        inner, here = node_record(record, kind), below(scope, kind.bind)
        yield Spot(way, here, scope, member.slot, kind, member, inner)
        for one in kind.members:
            if one.slot == "text":
                yield from _spots(one, inner, node, way, here)
        for index, child in enumerate(node.children):
            yield from _child(kind, inner, child, (*way, index), here)
    else:
        path = below(scope, bound(Member("", "", kind, False)))
        yield Spot(way, path, scope, member.slot, kind if isinstance(kind, (Leaf, Joined)) else None, member, record)


def _child(tree: Tree, record: Record | None, node: Node, way: tuple[int, ...], scope: str) -> Iterator[Spot]:
    for member in tree.members:
        called = {member.name, *(other.name for other in member.alternatives)}
        if member.slot == node.slot and node.name in called:
            items = item_record(record, member.each) if member.each else None
            yield from _spots(member, items or record, node, way, below(scope, member.each))
            return
    for name, leaf in takers(tree, node.slot):
        yield Spot(way, f"{below(scope, name)}.{node.name}", scope, node.slot, leaf, None, record)


def takers(tree: Tree, slot: str) -> Iterator[tuple[str, Leaf | None]]:
    """The map fields that take what no member names."""
    for member in tree.members:
        if member.slot == "entries" and member.entry == slot and isinstance(member.node, Leaf):
            yield member.node.bind, member.node
    unknown = tree.unknown_attributes if slot == "attribute" else tree.unknown
    if unknown.policy == "collect":
        yield unknown.bind, None
