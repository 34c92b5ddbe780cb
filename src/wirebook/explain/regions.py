"""What a message says outside its body: query parameters, header fields, the HTTP status.

Walked after the body and in the same record. What is not known of a region is a
skipped check and leaves its fields open: no rule takes them for absent. Nothing of a
region stands in the body, so that findings point at its first byte and name the region.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wirebook.diagnostic import Skipped
from wirebook.explain.place import Place
from wirebook.explain.plan import placed
from wirebook.explain.scope import Scope
from wirebook.memo import once_per_object
from wirebook.model import Alternative, Member, Shape
from wirebook.wire.tree import Node

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wirebook.explain.walk import Walk

__all__ = ["LACKS", "walk_regions"]

# Slot of a region -> what its check is called, and why it was skipped where the region is not known.
LACKS = {"query": ("query", "no-query"), "header": ("headers", "no-headers"), "status": ("status", "no-status")}

Names = dict[tuple[str, str], tuple[Member, "Alternative | None"]]


@once_per_object
def _names(shape: Shape) -> Names:
    """Slot and wire name -> member and the alternative that gave the name; header names have no case."""
    found: Names = {}
    for member in shape.regions:
        found[member.slot, _key(member.slot, member.name)] = member, None
    for member in shape.regions:
        for other in member.alternatives:
            found.setdefault((member.slot, _key(member.slot, other.name)), (member, other))
    return found


def _key(slot: str, name: str) -> str:
    return name.lower() if slot == "header" else name


def walk_regions(walk: Walk, shape: Shape, around: Mapping[str, Sequence[Node] | None], scope: Scope) -> frozenset[str]:
    """The fields that the known regions carry; ``around`` has the nodes of each, None where it is not known."""
    carried: frozenset[str] = frozenset()
    for slot, (check, reason) in LACKS.items():
        members = [member for member in shape.regions if member.slot == slot]
        nodes = around.get(slot)
        if not members:
            continue
        if nodes is None:
            walk.skipped.setdefault((check, reason), Skipped(check, reason))
            scope.open.update({name: reason for member in members for name in placed(member.node)})
            continue
        _region(walk, slot, members, nodes, _names(shape), scope)
        carried = carried.union(*(placed(member.node) for member in members))
    return carried


def _region(
    walk: Walk, slot: str, members: Sequence[Member], nodes: Sequence[Node], names: Names, scope: Scope
) -> None:
    met: set[int] = set()
    for node in nodes:
        found = names.get((slot, _key(slot, node.name)))
        if found is None:
            continue  # other parameters and fields are none of the message's business
        member, other = found
        place = Place(scope.place, slot, member.name, node)
        if other is not None:
            walk.renamed(other, member, scope, node, place)
        if id(member) in met:
            walk.again(node, member, scope, place)
            continue
        met.add(id(member))
        if slot == "header" and not _fit_for_header(walk, node, member, scope, place):
            continue
        walk.node(node, member, scope, place)
    for member in members:
        if id(member) not in met and not member.optional:
            walk.lacking(member, scope, Place(scope.place, slot, member.name, None), (0, 0))


def _fit_for_header(walk: Walk, node: Node, member: Member, scope: Scope, place: Place) -> bool:
    """Whether a header field can carry the text: a line end would begin another field (RFC 9110, 5.5)."""
    text = node.text
    wrong = next((char for char in text if char != "\t" and (char < " " or char == "\x7f" or char > "\xff")), None)
    if wrong is None and text != text.strip(" \t"):
        wrong = text[0] if text[0] in " \t" else text[-1]
    if wrong is None:
        return True
    name = next(iter(placed(member.node)), member.name)
    args = {"name": member.name, "got": f"{ord(wrong):04X}"}
    walk.note("header.value", "error", scope.path_of(name) if name in scope.fields else "", (0, 0), place, args)
    scope.broken.update(placed(member.node))
    return False
