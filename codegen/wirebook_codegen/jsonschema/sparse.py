"""Lists that may have fewer values than items on the wire: an item that is nil, null or a literal for nothing.

The engines count what stands on the wire, as XSD does; the schema of values counts values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wirebook.model import Array, Leaf, Lines, Member, Message, Record, Tree
from wirebook.wire import module
from wirebook.wire.tree import NIL, NILS, Node
from wirebook_codegen.change import node_at
from wirebook_codegen.shapes import below, item_record, literals, node_record, places
from wirebook_codegen.spots import Spot, spots

__all__ = ["overfull", "sparse"]


def sparse(message: Message) -> set[str]:
    """Those lists of a message, by logical path."""
    return {path for shape in message.shapes for path in _sparse(shape.root, message.record, "")}


def overfull(message: Message, path: str, most: int) -> Callable[[bytes], bool]:
    """Whether a body, in UTF-8, has more than so many items in the list, of which no more than that are values."""

    def check(body: bytes) -> bool:
        return any(
            values + nothings > most >= values
            for shape in message.shapes
            if not isinstance(shape.root, Lines)
            for values, nothings in _counted(shape.root, shape.encoding, message.record, path, body)
        )

    return check


def _sparse(node: object, record: Record | None, path: str) -> Iterator[str]:
    if isinstance(node, Member):
        inner = item_record(record, node.each) if node.each else record
        here = below(path, node.each)
        if node.each and inner is None and _may_be_nothing(node.node):
            yield here
        yield from _sparse(node.node, inner if inner is not None else record, here)
    elif isinstance(node, Array):
        yield from _sparse(Member("item", "", node.item, False, each=node.bind), record, path)
    elif isinstance(node, Tree):
        for member in node.members:
            yield from _sparse(member, node_record(record, node), below(path, node.bind))


def _may_be_nothing(node: object) -> bool:
    """Whether a scalar item may stand on the wire and have no value."""
    if isinstance(node, Leaf):
        return "absent" in (node.null, node.nil) or bool(literals(node, None, None))
    if isinstance(node, Tree):
        place = places(node).get(".")
        return place is None or place.member.slot != "text" or _may_be_nothing(place.member.node)
    return False


# ---------------------------------------------------------------- what a body has


def _counted(root: Member, encoding: str, record: Record, path: str, body: bytes) -> Iterator[tuple[int, int]]:
    """How many items of each such list in a body are values, and how many are none."""
    wire = module(encoding).read(body, resolve=("default",), allowed=("utf-8",), default="utf-8")
    if wire.root is None or wire.root.name != root.name:
        return
    items: dict[tuple[int, ...], bool] = {}  # by the way to each: has it a value
    way: tuple[int, ...] = ()
    for spot in spots(root, record, wire.root):
        if spot.path == path and not isinstance(spot.node, Array):
            if not way or spot.way[: len(way)] != way:  # what stands for an item, not something in it
                way = spot.way
            items[way] = items.get(way, False) or _is_value(spot, node_at(wire.root, spot.way))
    for home in {way[:-1] for way in items}:
        some = [value for way, value in items.items() if way[:-1] == home]
        yield sum(some), len(some) - sum(some)


def _is_value(spot: Spot, node: Node) -> bool:
    if not isinstance(spot.node, Leaf):
        return False
    if node.kind == "null":
        return spot.node.null != "absent"
    nil = next((child.text for child in node.children if child.name == NIL), "false")
    return not NILS.get(nil.strip(" \t\r\n")) and node.text.strip() not in literals(spot.node, None, None)
