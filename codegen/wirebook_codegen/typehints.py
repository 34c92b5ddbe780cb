"""Type hints and constants of generated dataclasses."""

from __future__ import annotations

import datetime
from decimal import Decimal

from wirebook import lexical
from wirebook.model import List, Map, Record, Scalar
from wirebook_codegen.emitted import EmitError
from wirebook_codegen.names import Names, Slot
from wirebook_codegen.pysource import literal

__all__ = ["constant", "of_scalar", "of_slot"]

_BASES = {
    "string": "str",
    "phone": "str",
    "integer": "int",
    "boolean": "bool",
    "bits": "int",
    "decimal": "_decimal.Decimal",
    "date": "_datetime.date",
    "time": "_datetime.time",
    "datetime": "_datetime.datetime",
}
_MOST = 12  # members of an enumeration that are spelt out


def of_slot(names: Names, slot: Slot) -> str:
    """The hint of an attribute."""
    kind = slot.field.type
    if isinstance(kind, List):
        return f"list[{_of(names, kind.item)}]"
    if isinstance(kind, Map):
        return f"dict[str, {of_scalar(kind.values)}]"
    return _of(names, kind) + (" | None" if slot.nullable else "")


def _of(names: Names, kind: Scalar | Record) -> str:
    return names.of(kind) if isinstance(kind, Record) else of_scalar(kind)


def of_scalar(scalar: Scalar) -> str:
    """The hint of a scalar: a Literal where few texts or integers are all there are."""
    if scalar.base == "union":
        return " | ".join(dict.fromkeys(map(of_scalar, scalar.members)))
    if scalar.base in ("string", "integer"):
        for facet in scalar.facets:
            few = isinstance(facet.value, tuple) and 0 < len(facet.value) <= _MOST
            if facet.name == "enumeration" and facet.severity == "error" and few and isinstance(facet.value, tuple):
                return f"_Literal[{', '.join(map(literal, dict.fromkeys(facet.value)))}]"
    return _BASES[scalar.base]


def constant(scalar: Scalar, value: str | int) -> str:
    """The source of a default in a bindings module."""
    parsed = lexical.spelled(scalar, value)
    if parsed is None:
        parsed = value
    if isinstance(parsed, (str, int)):
        return literal(parsed)
    source = repr(parsed)  # Decimal('1.5'), datetime.date(2020, 1, 1)
    if isinstance(parsed, Decimal):
        return f"_decimal.{source}"
    if isinstance(parsed, (datetime.date, datetime.time)):
        return f"_{source}"
    raise EmitError(f"no constant of base {scalar.base}")
