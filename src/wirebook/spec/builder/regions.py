"""Regions of a shape: query parameters, header fields and the HTTP status beside the body."""

from __future__ import annotations

import re

from wirebook.model import Const, Leaf, Member, Scalar
from wirebook.spec.builder.joined import place
from wirebook.spec.builder.scope import Scope
from wirebook.spec.nodes import Node

__all__ = ["regions"]

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, 5.6.2
_FIELD = re.compile(r"(?![ \t])[\t -~\x80-\xff]*(?<![ \t])")  # RFC 9110, 5.5
_STATUS = re.compile("[1-9][0-9]{2}")


def regions(scope: Scope, shape: Node) -> tuple[Member, ...]:
    """What the shape says of places outside the body; their fields are bound in the message's record."""
    found: list[Member] = []
    query, headers, status = shape.get("query"), shape.get("headers"), shape.get("status")
    if query is not None:
        if "from_query" in shape.items or any(child.text == "query" for child in _travels(shape)):
            reason = "the whole query string is read already: its parameters belong to the shape itself"
            scope.b.report("spec.shape", query, at_key=True, name=scope.message, reason=reason)
        found += scope.members(query.each(), lambda child: _member(scope, child, "query", child.key))
    if headers is not None:
        found += scope.members(headers.each(), lambda child: _member(scope, child, "header", child.key))
    if status is not None:
        found += scope.members([status], lambda child: _member(scope, child, "status", "status"))
    _twice(scope, shape, found)
    return tuple(found)


def _travels(shape: Node) -> list[Node]:
    stated = shape.get("in")
    return [] if stated is None else list(stated.each())


def _member(scope: Scope, node: Node, slot: str, name: str) -> Member:
    b = scope.b
    if node.key == "*":
        b.fail("spec.shape", node, at_key=True, name=scope.message, reason=f"a {slot} has no entries of a map")
    made = place(scope, node, slot, name, json=False)
    if slot == "header" and not _TOKEN.fullmatch(name):
        b.report("spec.value", node, at_key=True, name=name, reason="is no header's name")
    bound = made.node
    if isinstance(bound, Leaf):
        field = scope.fields.get(bound.bind)
        if field is not None and isinstance(field.type, Scalar) and not field.optional:
            reason = f"{bound.bind} stands in the {slot}, which may be unknown: make it optional"
            b.report("spec.shape", node, name=scope.message, reason=reason)
        if slot == "status" and (bound.type.base != "integer" or made.alternatives):
            b.report("spec.shape", node, name=scope.message, reason=f"{bound.bind}: a status is an integer")
    elif slot == "status" and not isinstance(bound, Const):
        b.report("spec.shape", node, name=scope.message, reason="a status is an integer")
    elif slot == "header" and isinstance(bound, Const) and not _FIELD.fullmatch(bound.value):
        b.value(node, "no header field can carry this text")
    elif slot == "status" and isinstance(bound, Const) and not _STATUS.fullmatch(bound.value):
        b.value(node, f"{bound.value} is no HTTP status: three digits")
    return made


def _twice(scope: Scope, shape: Node, members: list[Member]) -> None:
    """Report two bindings of one place; header names have no case."""
    seen: set[tuple[str, str]] = set()
    for member in members:
        for name in (member.name, *(other.name for other in member.alternatives)):
            key = member.slot, name.lower() if member.slot == "header" else name
            if key in seen:
                scope.b.report("spec.shape", shape, name=scope.message, reason=f"{member.slot} {name} stands twice")
            seen.add(key)
