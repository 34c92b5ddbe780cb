"""Nodes that no member names: keys of a map, what a field collects, and what nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wirebook.explain.leaves import Spot, read_value
from wirebook.explain.place import Place, name_span
from wirebook.explain.plan import collected, plan_of
from wirebook.explain.scope import ABSENT, Scope
from wirebook.explain.show import MASKED, shown_name, shown_node
from wirebook.lexical import compiled
from wirebook.memo import once_per_object
from wirebook.model import Leaf, Map, Member, Tree, Unknown
from wirebook.wire.caps import MAX_FINDINGS
from wirebook.wire.tree import Node

if TYPE_CHECKING:
    from wirebook.explain.walk import Walk

__all__ = ["belongs", "met_unknown", "read_entry", "shown_key"]

_SLOTS = {"param": "parameter"}


@once_per_object
def _keys(kind: Map) -> frozenset[str]:
    return frozenset(name for name, _ in kind.keys)


def belongs(kind: Map, key: str) -> bool:
    """Whether a map can have this key."""
    if kind.keys:
        return key in _keys(kind)
    return not kind.key_pattern or compiled(kind.key_pattern).fullmatch(key) is not None


def shown_key(kind: Map, key: str) -> str:
    """How a map's key is called in paths: one that the spec does not list may be anything."""
    return key if kind.keys else shown_name(key)


def met_unknown(walk: Walk, node: Node, tree: Tree, entries: Member | None, scope: Scope, place: Place) -> None:
    """A node whose name is no member's: an entry, a collected one, or an unknown one."""
    if entries is not None and isinstance(entries.node, Leaf):
        kind = _map(scope, entries.node.bind)
        if belongs(kind, node.name):
            place.known = bool(kind.keys)
            walk.bare(node, scope, place)
            read_entry(walk, node, entries.node.bind, entries.node, entries.duplicate, scope, place)
            return
    unknown = tree.unknown_attributes if node.slot == "attribute" else tree.unknown
    refused = node.name in unknown.excepted
    if unknown.policy == "collect" and not refused and belongs(_map(scope, unknown.bind), node.name):
        _collect(walk, node, unknown, scope, place)
    elif unknown.policy != "ignore":
        severity = "warning" if unknown.policy == "warn" else "error"
        name = shown_node(node)
        # An excepted name is spelled as it was meant, and the deviation explains what is collected.
        hint = "" if refused else _hint(walk, name, tree, node.slot)
        args = {"slot": _SLOTS.get(node.slot, node.slot), "name": name, "hint": hint}
        walk.note("shape.unknown", severity, scope.path, name_span(node), place, args, walk.message.source,
                  None if refused else unknown.deviation)  # fmt: skip


def _map(scope: Scope, name: str) -> Map:
    kind = scope.fields[name].type
    assert isinstance(kind, Map)
    return kind


def _collect(walk: Walk, node: Node, unknown: Unknown, scope: Scope, place: Place) -> None:
    kind = _map(scope, unknown.bind)
    place.known = bool(kind.keys)
    walk.bare(node, scope, place)
    if unknown.severity is not None:
        name = node.name if place.known else shown_node(node)
        path = f"{scope.path_of(unknown.bind)}.{name}"
        args = {"name": name}
        walk.note("deviation.extra", unknown.severity, path, name_span(node), place, args,
                  scope.source(unknown.bind), unknown.deviation)  # fmt: skip
    read_entry(walk, node, unknown.bind, collected(kind.values), "error", scope, place)


def read_entry(walk: Walk, node: Node, field: str, leaf: Leaf, duplicate: str, scope: Scope, place: Place) -> None:
    """One entry of a map field; ``leaf`` says how its value is read."""
    name = node.name if place.known else shown_node(node)
    spot = Spot(name, f"{scope.path_of(field)}.{name}", node, place, scope.source(field))
    seen = f"{field}.{node.name}"
    if seen in scope.at:
        walk.note("shape.duplicate", duplicate, spot.path, name_span(node), place, {"name": name}, spot.source)
        return
    scope.at[seen] = place
    scope.at.setdefault(field, place)
    if place.known:
        walk.show(node.name_start, node.name_end)
    before = walk.errors
    value = read_value(walk, node, leaf, spot)
    if walk.errors > before:
        scope.broken.add(field)
    elif value is not ABSENT:
        scope.values.setdefault(field, {})[node.name] = value


def _hint(walk: Walk, name: str, tree: Tree, slot: str) -> str:
    """`` (name?)`` with the known name that is nearest; only as often as findings are shown."""
    if name == MASKED or walk.noted > MAX_FINDINGS:
        return ""
    from difflib import get_close_matches

    known = {known.lower(): known for at, known in plan_of(tree).names if at == slot}
    near = get_close_matches(name.lower(), list(known), 1, 0.7)
    return f" ({known[near[0]]}?)" if near else ""
