"""Texts that break something about a scalar, without a word on which of them does: that is for an engine to say."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from wirebook import lexical
from wirebook.model import Scalar

__all__ = ["WRONG", "wrong"]

WRONG = (
    "x", "-1", "1.5", "+1", "01", " 1", "1e2", "1.0", "0", "0x1F", "1 000", "99999999999999999999999999",
    "31.02.2024", "2024-02-30", "24:00:00", "#", "true", "TRUE", "12345", "8-909-190-94097", "я", "a b", "=",
)  # fmt: skip


def wrong(scalar: Scalar) -> Iterator[str]:
    """Texts that break something about a scalar: beyond its limits first, then what senders get wrong."""
    for member in scalar.members:
        yield from wrong(member)
    for facet in scalar.facets:
        if facet.name in ("length", "minLength", "maxLength"):
            sizes = [size for size in (int(str(facet.value)) + 1, int(str(facet.value)) - 1) if size >= 0]
            yield from (char * size for size in sizes for char in ("a", "1", "7"))
        elif facet.name in ("minInclusive", "maxInclusive"):
            yield str(Decimal(str(facet.value)) + (1 if facet.name == "maxInclusive" else -1))
        elif facet.name == "totalDigits":
            yield "1" * (int(str(facet.value)) + 1)
        elif facet.name == "fractionDigits":
            yield f"0.{'1' * (int(str(facet.value)) + 1)}"
    if scalar.base == "bits":
        yield str(1 << (scalar.width or 0))
    if scalar.base == "boolean":
        yield from (text for form in scalar.lexical for text in lexical.pair(form))
    if scalar.codes is not None:
        yield from ("12321", "wirebook-unknown")
    yield from WRONG
