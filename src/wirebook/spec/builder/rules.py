"""Rules, with every path in them resolved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wirebook.model import Field, List, Map, Rule
from wirebook.spec.builder import list_rules
from wirebook.spec.builder.conditions import Fields, cond, constant, known
from wirebook.spec.builder.desk import Build
from wirebook.spec.builder.signatures import signature
from wirebook.spec.builder.variants import variants
from wirebook.spec.nodes import Node

__all__ = ["cond", "constant", "rules"]


def rules(b: Build, node: Node, fields: Fields) -> tuple[Rule, ...]:
    """What one rule of a spec says about a record with those fields: one rule, or those that it amounts to."""
    kind = node.need("kind").text
    severity, deviation = b.severity(node)
    if kind == "variants":
        return variants(b, node, fields, severity, deviation)
    source, doc = b.source(node), b.text(node.get("doc"))
    parts = _KINDS[kind](b, node, fields)
    return (Rule(node.key, kind, severity, deviation=deviation, doc=doc, source=source, **parts),)


def _may_be_absent(field: Field) -> bool:
    return field.optional or field.missing is not None or isinstance(field.type, List | Map)


def _optional(b: Build, node: Node, fields: Fields) -> str:
    field = known(b, node, node.text, fields)
    if not _may_be_absent(field):
        b.report("spec.value", node, name=field.name, reason="is always there: make it optional or drop the rule")
    return field.name


# ---------------------------------------------------------------- kinds of rules


def _conditional(b: Build, node: Node, fields: Fields) -> dict[str, Any]:
    return {"field": _optional(b, node.need("field"), fields), "when": cond(b, node.need("when"), fields)}


def _choice(b: Build, node: Node, fields: Fields) -> dict[str, Any]:
    names = tuple(_optional(b, child, fields) for child in node.need("fields").each())
    if len(set(names)) != len(names):
        b.value(node.need("fields"), "a field occurs twice")
    return {"fields": names}


_KINDS: dict[str, Callable[[Build, Node, Fields], dict[str, Any]]] = {
    "unique": list_rules.unique,
    "required_if": _conditional,
    "forbidden_if": _conditional,
    "exactly_one": _choice,
    "at_most_one": _choice,
    "echoes": list_rules.echoes,
    "answered": list_rules.answered,
    "count": list_rules.count,
    "repeated": list_rules.repeated,
    "signature": signature,
}
