"""Facets: those that fit a base, and together make sense."""

from __future__ import annotations

import re
from decimal import Decimal

from wirebook.model import Facet
from wirebook.spec import patterns
from wirebook.spec.builder.desk import Build
from wirebook.spec.grammar import FACETS
from wirebook.spec.nodes import Broken, Node
from wirebook.spec.values import decimal, whole

__all__ = ["count", "facets"]

_TEXTS = ("string", "phone")
_NUMBERS = ("integer", "decimal")
_FITS: dict[str, tuple[str, ...]] = {
    "length": _TEXTS,
    "minLength": _TEXTS,
    "maxLength": _TEXTS,
    "pattern": _TEXTS,
    "enumeration": ("string", "integer"),
    "minInclusive": _NUMBERS,
    "maxInclusive": _NUMBERS,
    "totalDigits": _NUMBERS,
    "fractionDigits": ("decimal",),
}
_PAIRS = (("minLength", "maxLength"), ("minInclusive", "maxInclusive"), ("minItems", "maxItems"))


def facets(b: Build, node: Node, base: str) -> tuple[Facet, ...]:
    """A scalar's facets in the order of the text."""
    found: list[Facet] = []
    for key, child in node.items.items():
        if key not in FACETS or child.bad:
            continue
        if base not in _FITS[key]:
            b.report("spec.value", child, at_key=True, name=key, reason=f"does not fit {base}")
            continue
        found += b.collect([child], lambda child: _facet(b, child.key, child, base)).values()
    _agree(b, node, found)
    return tuple(found)


def count(b: Build, node: Node) -> tuple[Facet, ...]:
    """A list's facets, minItems and maxItems."""
    found = [_facet(b, key, node.need(key), "list") for key in node.items if key in ("minItems", "maxItems")]
    _agree(b, node, found)
    return tuple(found)


def _facet(b: Build, name: str, node: Node, base: str) -> Facet:
    if node.kind != "map":
        return Facet(name, _value(b, name, node, base))
    severity, deviation = b.severity(node)
    return Facet(name, _value(b, name, node.need("value"), base), severity, deviation, b.source(node))


def _value(b: Build, name: str, node: Node, base: str) -> int | str | tuple[str | int, ...]:
    if name == "pattern":
        faults = patterns.faults(node.text)
        for fault in faults:
            b.report("spec.pattern", node, got=node.text, reason=fault.reason, advice=fault.advice)
        if faults:
            raise Broken
        return node.text
    if name == "enumeration":
        return _enumeration(b, node, base)
    if name in ("minInclusive", "maxInclusive"):
        value = whole(node.text) if base == "integer" else decimal(node.text)
        if value is None:
            b.fail("spec.type", node, name=name, want="a whole number" if base == "integer" else "a decimal number")
        return value if isinstance(value, int) else node.text
    return int(node.text)


def _enumeration(b: Build, node: Node, base: str) -> tuple[str | int, ...]:
    values: dict[str | int, None] = {}
    for child in node.each():
        value: str | int | None = whole(child.text) if base == "integer" else child.text
        if value is None:
            b.report("spec.type", child, name=child.text, want="a whole number")
        elif value in values:
            b.report("spec.value", child, name=child.text, reason="occurs twice")
        else:
            values[value] = None
    if not values:
        raise Broken
    return tuple(values)


def _agree(b: Build, node: Node, found: list[Facet]) -> None:
    """Report facets that contradict each other."""
    by_name = {facet.name: facet for facet in found}
    for low, high in _PAIRS:
        first, second = by_name.get(low), by_name.get(high)
        if first and second and Decimal(str(first.value)) > Decimal(str(second.value)):
            b.report("spec.value", node.items[high], at_key=True, name=high, reason=f"less than {low}")
    if "length" in by_name and ("minLength" in by_name or "maxLength" in by_name):
        b.report(
            "spec.value",
            node.items["length"],
            at_key=True,
            name="length",
            reason="stands beside minLength or maxLength",
        )
    total, fraction = by_name.get("totalDigits"), by_name.get("fractionDigits")
    if total and fraction and int(str(fraction.value)) > int(str(total.value)):
        b.report(
            "spec.value",
            node.items["fractionDigits"],
            at_key=True,
            name="fractionDigits",
            reason="more than totalDigits",
        )
    enumeration = by_name.get("enumeration")
    if enumeration is not None and isinstance(enumeration.value, tuple):
        for value in enumeration.value:
            for facet in found:
                if not _allows(facet, value):
                    b.report("spec.value", node.items["enumeration"], name=str(value), reason=f"violates {facet.name}")


def _allows(facet: Facet, value: str | int) -> bool:
    limit, size = facet.value, len(str(value))
    match facet.name:
        case "length":
            return size == limit
        case "minLength":
            return isinstance(limit, int) and size >= limit
        case "maxLength":
            return isinstance(limit, int) and size <= limit
        case "pattern":
            return re.fullmatch(str(limit), str(value), re.ASCII) is not None
        case "minInclusive":
            return isinstance(limit, int) and isinstance(value, int) and value >= limit
        case "maxInclusive":
            return isinstance(limit, int) and isinstance(value, int) and value <= limit
        case "totalDigits":
            return isinstance(limit, int) and len(str(value).lstrip("-")) <= limit
    return True
