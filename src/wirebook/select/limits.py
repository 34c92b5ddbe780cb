"""What a scalar directly under the root may be, where two messages of equal names say different things of it.

Only bounds that exclude each other count: then no body is accepted as both.
"""

from __future__ import annotations

from typing import Any

from wirebook.model import Leaf, Member, Scalar, Tree

__all__ = ["exclude", "tests"]

Limit = tuple[Any, ...]  # texts or None, low, high


def tests(rows: list[tuple[str, Member]], pairs: list[tuple[str, str]]) -> tuple[Any, ...]:
    """The places whose values tell messages of ``pairs`` apart, as ``wirebook.select.sift`` reads them."""
    limits = {name: _limits(root) for name, root in rows}
    found: dict[tuple[str, str], dict[str, Limit]] = {}
    for one, other in pairs:
        for place, limit in limits[one].items():
            against = limits[other].get(place)
            if against is not None and exclude(limit, against):
                found.setdefault(place, {}).update({one: limit, other: against})
    return tuple(
        (slot, name, tuple((message, *limit) for message, limit in told.items()))
        for (slot, name), told in found.items()
    )


def _limits(root: Member) -> dict[tuple[str, str], Limit]:
    """The bounds of the scalars directly under a root, by place."""
    if not isinstance(root.node, Tree):
        return {}
    found = {}
    for member in root.node.members:
        leaf = member.node
        if isinstance(leaf, Leaf) and not member.each and member.slot not in ("text", "entries"):
            limit = _limit(leaf)
            if limit is not None:
                found[member.slot, member.name] = limit
    return found


def _limit(leaf: Leaf) -> Limit | None:
    """What a leaf's text must be, None where that is open or something else may stand there."""
    scalar: Scalar = leaf.type
    if scalar.base not in ("integer", "string") or leaf.absent is not None or leaf.empty == "absent":
        return None
    facets = {f.name: f.value for f in scalar.facets if f.severity == "error"}
    texts = facets.get("enumeration")
    if isinstance(texts, tuple) and texts:
        return tuple(texts), None, None
    if scalar.base == "string":
        return None
    low, high = (facets.get(name) for name in ("minInclusive", "maxInclusive"))
    if not isinstance(low, int) and not isinstance(high, int):
        return None
    return None, low, high


def exclude(one: Limit, other: Limit) -> bool:
    """Whether nothing is within both bounds."""
    for texts, limit in ((one[0], other), (other[0], one)):
        if texts is not None:
            return not any(_within(value, limit) for value in texts)
    return _below(one, other) or _below(other, one)


def _within(value: Any, limit: Limit) -> bool:
    texts, low, high = limit
    if texts is not None:
        return value in texts
    if isinstance(value, str):
        return True
    return (low is None or value >= low) and (high is None or value <= high)


def _below(one: Limit, other: Limit) -> bool:
    return one[2] is not None and other[1] is not None and bool(one[2] < other[1])
