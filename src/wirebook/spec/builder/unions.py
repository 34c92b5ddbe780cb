"""Unions: scalar types that are tried in turn."""

from __future__ import annotations

from collections.abc import Callable

from wirebook.lexical import takes_all
from wirebook.model import Record, Scalar
from wirebook.spec.builder.desk import Build
from wirebook.spec.nodes import Broken, Node

__all__ = ["union"]

_MOST_HIDDEN = ("secret", "login", "phone", "text")


def union(b: Build, node: Node, name: str, named: Callable[[Node], Scalar | Record]) -> Scalar:
    """One union; ``named`` gives the type that a member's name means. It hides what any member hides."""
    members: list[Scalar] = []
    children = list(node.need("union").each())
    for child in children:
        kind = b.collect([child], named).get(child.key)
        if kind is None:
            continue
        if isinstance(kind, Record) or kind.base in ("union", "bits"):
            what = "a record" if isinstance(kind, Record) else {"union": "a union", "bits": "bits"}[kind.base]
            b.value(child, f"is {what}; the members of a union are other scalars")
        elif kind in members:
            b.value(child, "stands in the union twice")
        else:
            if members and takes_all(members[-1]):
                b.value(child, f"is never tried: {members[-1].name or members[-1].base} takes every text")
            members.append(kind)
    if len(members) < len(children):
        raise Broken
    sensitive, identity, whitespace = node.get("sensitive"), node.get("identity"), node.get("whitespace")
    hidden = {member.sensitive for member in members}
    return Scalar(
        name=name,
        base="union",
        whitespace=whitespace.text if whitespace is not None else "preserve",
        members=tuple(members),
        sensitive=sensitive.text if sensitive is not None else next((w for w in _MOST_HIDDEN if w in hidden), None),
        identity=identity.text if identity is not None else None,
        doc=b.text(node.get("doc")),
        source=b.source(node),
    )
