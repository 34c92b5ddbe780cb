"""From a text to a value: white space, lexical form, facets, codes.

The generated accept code states the same rules a second time; what is decided here
is written down so that both can be held against it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from wirebook.lexical.booleans import pair
from wirebook.lexical.codes import check_code
from wirebook.lexical.facets import FACETS, compiled
from wirebook.lexical.hit import Hit
from wirebook.lexical.moments import read_moment
from wirebook.memo import once_per_object
from wirebook.model import LexicalForm, Normal, Scalar

__all__ = ["MAX_NUMBER", "normal_phone", "parse", "spaced", "spelled", "takes_all", "union_names"]

MAX_NUMBER = 1000  # characters of an integer or decimal
_BLANK = " \t\r\n"
_BLANKS = re.compile("[ \t\r\n]+")
_INTEGER = re.compile(r"([+-]?)([0-9]+)(\.0+)?")
_DECIMAL = re.compile(r"([+-]?)[0-9]+([.,][0-9]+)?")
_BITS = re.compile("-?(0|[1-9][0-9]*)")

Reader = Callable[[Scalar, str], tuple[Any, list[Hit]]]


def spaced(scalar: Scalar, text: str) -> str:
    """``text`` after the scalar's white space processing."""
    if scalar.whitespace == "preserve":
        return text
    text = text.strip(_BLANK)
    return _BLANKS.sub(" ", text) if scalar.whitespace == "collapse" else text


def parse(scalar: Scalar, text: str) -> tuple[Any, list[Hit]]:
    """The value of ``text``, or None where it has no lexical form of the type, and everything to be said about it."""
    text = spaced(scalar, text)
    value, hits = READERS[scalar.base](scalar, text)
    if value is None:
        return None, hits
    for facet in scalar.facets:
        args = FACETS[facet.name](facet.value, text, value)
        if args is not None:
            hits.append(Hit(f"facet.{facet.name}", facet.severity, args, facet.deviation, facet.source))
    if scalar.codes is not None:
        hit = check_code(scalar.codes, value)
        if hit is not None:
            hits.append(hit)
    return value, hits


def spelled(scalar: Scalar, constant: str | int) -> Any:
    """The value that a spec's constant (a default, one to compare with) means; None if it is no value."""
    return constant if isinstance(constant, bool) else parse(scalar, str(constant))[0]


@once_per_object
def _forms(scalar: Scalar) -> dict[str, LexicalForm]:
    return {form.form: form for form in scalar.lexical}


def _used(scalar: Scalar, used: list[str]) -> list[Hit] | None:
    """The hits for the extra forms that a number uses; None if one of them is not tolerated."""
    known = _forms(scalar)
    hits = []
    for name in used:
        form = known.get(name)
        if form is None:
            return None
        if form.severity is not None:
            hits.append(Hit("deviation.form", form.severity, {}, form.deviation))
    return hits


def _read_string(scalar: Scalar, text: str) -> tuple[Any, list[Hit]]:
    return text, []


def _read_integer(scalar: Scalar, text: str) -> tuple[Any, list[Hit]]:
    match = _INTEGER.fullmatch(text) if len(text) <= MAX_NUMBER else None
    if match is not None:
        sign, digits, fraction = match.groups()
        used = ["plus"] if sign == "+" else []
        if len(digits) > 1 and digits[0] == "0":
            used.append("leading_zeros")
        if fraction:
            used.append("zero_fraction")
        hits = _used(scalar, used)
        if hits is not None:
            return int(sign + digits), hits
    return None, [Hit("type.integer")]


def _read_decimal(scalar: Scalar, text: str) -> tuple[Any, list[Hit]]:
    match = _DECIMAL.fullmatch(text) if len(text) <= MAX_NUMBER else None
    if match is not None:
        used = ["plus"] if match[1] == "+" else []
        if match[2] and match[2][0] == ",":
            used.append("comma")
        hits = _used(scalar, used)
        if hits is not None:
            return Decimal(text.replace(",", ".")), hits
    return None, [Hit("type.decimal")]


def _read_boolean(scalar: Scalar, text: str) -> tuple[Any, list[Hit]]:
    for index, form in enumerate(scalar.lexical):
        if text in pair(form):
            noted = index > 0 and form.severity is not None
            return text == pair(form)[0], (
                [Hit("deviation.form", str(form.severity), {}, form.deviation)] if noted else []
            )
    return None, [Hit("type.boolean", "error", {"want": ", ".join(form.form for form in scalar.lexical)})]


def _read_moment(scalar: Scalar, text: str) -> tuple[Any, list[Hit]]:
    for index, form in enumerate(scalar.lexical):
        value = read_moment(scalar.base, form.form, scalar.pivot, text)
        if value is not None:
            if index and form.severity is not None:
                return value, [Hit("deviation.form", form.severity, {}, form.deviation)]
            return value, []
    want = scalar.lexical[0].form if scalar.lexical else ""
    return None, [Hit(f"type.{scalar.base}", "error", {"want": want})]


def _read_bits(scalar: Scalar, text: str) -> tuple[Any, list[Hit]]:
    width = scalar.width or 0
    if len(text) <= MAX_NUMBER and _BITS.fullmatch(text):
        value = int(text)
        if 0 <= value < 1 << width:
            return value, []
    return None, [Hit("type.bits", "error", {"limit": str(width)})]


@once_per_object
def _stripped(normal: Normal) -> dict[int, None]:
    return dict.fromkeys(map(ord, normal.strip))


def normal_phone(normal: Normal, text: str) -> str | None:
    """The normal form of a number, or None if the rules do not map it to one."""
    number = text.translate(_stripped(normal))
    for rewrite in normal.rewrites:
        match = compiled(rewrite.pattern).fullmatch(number)
        if match is not None:
            number = _filled(rewrite.to, match)
            break
    return number if compiled(normal.pattern).fullmatch(number) else None


def _filled(to: str, match: re.Match[str]) -> str:
    return re.sub(r"\{([1-9])\}", lambda m: match[int(m[1])] or "", to)


def _read_phone(scalar: Scalar, text: str) -> tuple[Any, list[Hit]]:
    normal = scalar.normal
    if normal is None:
        return text, []
    number = normal_phone(normal, text)
    if number is not None:
        return number, []
    return text, [Hit("type.phone", normal.severity, {}, normal.deviation, normal.source)]


def takes_all(scalar: Scalar) -> bool:
    """Whether no text at all is an error."""
    if scalar.base == "union":
        return any(map(takes_all, scalar.members))
    if scalar.base not in ("string", "phone") or any(facet.severity == "error" for facet in scalar.facets):
        return False
    if scalar.codes is not None and scalar.codes.unknown == "refuse":
        return False
    return scalar.normal is None or scalar.normal.severity != "error"


def union_names(scalar: Scalar) -> str:
    """A union's members by name, for messages."""
    return ", ".join(member.name or member.base for member in scalar.members)


_SHOWN = 5  # texts of a member that a message lists


def _with_form(member: Scalar) -> str:
    """A union's member, with the forms or the texts that it takes."""
    name = member.name or member.base
    texts = [form.form for form in member.lexical] if member.base in ("date", "time", "datetime") else []
    listed = next((facet.value for facet in member.facets if facet.name == "enumeration"), None)
    if isinstance(listed, tuple):
        texts = [str(value) for value in listed]
    elif member.codes is not None and member.codes.unknown == "refuse":
        texts = [str(entry.value) for entry in member.codes.entries if entry.value is not None]
    if len(texts) > _SHOWN:
        texts = [*texts[:_SHOWN], "..."]
    return f"{name} ({', '.join(texts)})" if texts else name


def _read_union(scalar: Scalar, text: str) -> tuple[Any, list[Hit]]:
    for member in scalar.members:
        value, hits = parse(member, text)
        if value is not None and not any(hit.severity == "error" for hit in hits):
            return value, hits
    return None, [Hit("type.union", "error", {"want": ", ".join(map(_with_form, scalar.members))})]


READERS: dict[str, Reader] = {
    "string": _read_string,
    "integer": _read_integer,
    "decimal": _read_decimal,
    "boolean": _read_boolean,
    "date": _read_moment,
    "time": _read_moment,
    "datetime": _read_moment,
    "phone": _read_phone,
    "bits": _read_bits,
    "union": _read_union,
}
