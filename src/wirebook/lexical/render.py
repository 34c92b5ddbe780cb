"""From a value to its canonical text: the first lexical form, nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from wirebook.lexical.booleans import pair
from wirebook.lexical.moments import print_moment, read_moment
from wirebook.lexical.parse import MAX_NUMBER, parse, union_names
from wirebook.model import Scalar

__all__ = ["render"]


def render(scalar: Scalar, value: Any) -> str:
    """The canonical lexeme of ``value``; raises ValueError(reason) for a wrong type or a value no lexeme has."""
    return WRITERS[scalar.base](scalar, value)


def _want(value: Any, kind: type, what: str) -> None:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ValueError(f"{what} is wanted, not {type(value).__name__}")


def _write_text(scalar: Scalar, value: Any) -> str:
    _want(value, str, "text")
    if any("\ud800" <= c <= "\udfff" for c in value):
        raise ValueError("half of a surrogate pair")
    return str.__str__(value)


def _short(text: str) -> str:
    if len(text) > MAX_NUMBER:
        raise ValueError(f"more than {MAX_NUMBER} characters")
    return text


def _write_integer(scalar: Scalar, value: Any) -> str:
    _want(value, int, "an integer")
    if value.bit_length() > 4 * MAX_NUMBER:  # before str(), which is slow and limited
        raise ValueError(f"more than {MAX_NUMBER} characters")
    return _short(int.__repr__(value))


def _write_decimal(scalar: Scalar, value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return _write_integer(scalar, value)
    _want(value, Decimal, "a decimal number")
    if not value.is_finite():
        raise ValueError("a finite number is wanted")
    if abs(value.adjusted()) > MAX_NUMBER:  # before format(), which writes every nought
        raise ValueError(f"more than {MAX_NUMBER} characters")
    return _short(format(value, "f"))


def _write_moment(scalar: Scalar, value: Any) -> str:
    kind = {"date": datetime.date, "time": datetime.time, "datetime": datetime.datetime}[scalar.base]
    _want(value, kind, f"a {scalar.base}")
    if scalar.base == "date" and isinstance(value, datetime.datetime):
        raise ValueError("a date is wanted, not datetime")
    if getattr(value, "tzinfo", None) is not None:
        raise ValueError("a time without a zone is wanted")
    if not scalar.lexical:
        raise ValueError("the type has no format")
    form = scalar.lexical[0].form
    text = print_moment(form, value)
    if read_moment(scalar.base, form, scalar.pivot, text) != value:
        raise ValueError(f"{form} cannot carry it")
    return text


def _write_bits(scalar: Scalar, value: Any) -> str:
    _want(value, int, "an integer")
    if not 0 <= value < 1 << (scalar.width or 0):
        raise ValueError(f"an integer of {scalar.width} bits is wanted")
    return str(int(value))


def _write_boolean(scalar: Scalar, value: Any) -> str:
    if not isinstance(value, bool):
        raise ValueError(f"a boolean is wanted, not {type(value).__name__}")
    if not scalar.lexical:
        raise ValueError("the type has no texts")
    return pair(scalar.lexical[0])[0 if value else 1]


def _write_union(scalar: Scalar, value: Any) -> str:
    """As the first member that has the value writes it, if the union reads just that value back."""
    for member in scalar.members:
        try:
            text = render(member, value)
        except ValueError:
            continue
        again, _ = parse(scalar, text)
        if type(again) is type(value) and again == value:  # 1 is neither True nor Decimal(1)
            return text
    raise ValueError(f"none of {union_names(scalar)} writes it so that it is read back")


WRITERS: dict[str, Callable[[Scalar, Any], str]] = {
    "string": _write_text,
    "integer": _write_integer,
    "decimal": _write_decimal,
    "boolean": _write_boolean,
    "date": _write_moment,
    "time": _write_moment,
    "datetime": _write_moment,
    "phone": _write_text,
    "bits": _write_bits,
    "union": _write_union,
}
