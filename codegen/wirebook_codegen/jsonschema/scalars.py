"""Scalars as JSON Schema: as a wire spells them, and as ``wirebook decode`` prints their values.

A number's literal cannot be seen by a JSON Schema, a text's can; so a text gets the
patterns of its lexical forms, a number bounds. Nothing here knows shapes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from wirebook.lexical import rows, texts
from wirebook.model import CodeEntry, Scalar
from wirebook_codegen import notes
from wirebook_codegen.lexis import Lexis, allowed, collapsed, enforced, kinds, lexis, trimmed, whole
from wirebook_codegen.lexis.calendars import moments
from wirebook_codegen.lexis.numbers import Intervals, integers, intersect

__all__ = [
    "EXACT",
    "Json",
    "Lose",
    "anchored",
    "any_of",
    "coded",
    "exponent",
    "in_union",
    "integral_literal",
    "logical",
    "number",
    "numbered",
    "text",
    "union",
]

Json = dict[str, Any]
Lose = Callable[[str, str], None]  # code, reason

EXACT = 2**53  # integers beyond it are printed as strings
_ISO = {"date": "YYYY-MM-DD", "time": "hh:mm:ss", "datetime": "YYYY-MM-DDThh:mm:ss"}
_WRITTEN = "a JSON Schema cannot see how a number is written"


def anchored(pattern: str) -> str:
    """A portable pattern as JSON Schema wants it: for the whole text."""
    return f"^(?:{pattern})$"


def any_of(choices: list[Json]) -> Json:
    """One of several schemas; a single one stands for itself, and choices of choices are choices."""
    flat = [inner for choice in choices for inner in (choice["anyOf"] if choice.keys() == {"anyOf"} else [choice])]
    return flat[0] if len(flat) == 1 else {"anyOf": flat}


def in_union(lose: Lose) -> Lose:
    """What is lost of a member: a union's text is refused by the union."""
    return lambda code, reason: lose("type.union", reason)


def _noted(made: Json, member: Scalar) -> Json:
    return made if member.doc is None else {"description": notes.both(member.doc), **made}


# ---------------------------------------------------------------- texts


def union(scalar: Scalar, spell: Callable[[Scalar], Json]) -> Json:
    """One of a union's members, as ``spell`` has each."""
    return any_of([_noted(spell(kind), kind) for kind in kinds(scalar)])


def text(given: Lexis, whitespace: str, lose: Lose) -> Json:
    """The texts of ``given`` before white space processing."""
    if whitespace == "trim":
        given = trimmed(given)
    elif whitespace == "collapse":
        given = collapsed(given, lose)
    made: Json = {"type": "string"}
    if given.values is not None:
        return {**made, "enum": list(given.values)}
    if given.low:
        made["minLength"] = given.low
    if given.high is not None:
        made["maxLength"] = given.high
    if given.patterns:
        made["pattern"] = anchored(given.patterns[0])
    if len(given.patterns) > 1:
        made["allOf"] = [{"pattern": anchored(pattern)} for pattern in given.patterns[1:]]
    return made


# ---------------------------------------------------------------- numbers


def number(scalar: Scalar, lose: Lose) -> Json:
    """The JSON numbers that a scalar tolerates; texts written as numbers are not looked at."""
    if scalar.base == "union":
        return any_of([_noted(number(member, in_union(lose)), member) for member in scalar.members])
    if scalar.base in ("integer", "bits"):
        return _bounded(allowed(scalar))
    made: Json = {"type": "number"}
    if scalar.base == "boolean":
        numbers = [int(text) for text in texts(scalar) if whole(text) is not None]
        return {**made, "enum": numbers} if numbers else {"not": {}}
    if scalar.base == "decimal":
        low, high = enforced(scalar, "minInclusive"), enforced(scalar, "maxInclusive")
        if low is not None:
            made["minimum"] = _float(Decimal(str(low.value)), -math.inf)
        if high is not None:
            made["maximum"] = _float(Decimal(str(high.value)), math.inf)
        for name in ("fractionDigits", "totalDigits"):
            if enforced(scalar, name) is not None:
                lose(f"facet.{name}", _WRITTEN)
    return made


def _float(value: Decimal, towards: float) -> int | float:
    """A bound as a JSON number, if need be a little wider."""
    if value == value.to_integral_value():
        return int(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else math.nextafter(near, towards)


def _bounded(inside: Intervals) -> Json:
    choices: list[Json] = []
    single = [low for low, high in inside if low is not None and low == high]
    for low, high in inside:
        if low is not None and low == high:
            continue
        bounds: Json = {"type": "integer"}
        if low is not None:
            bounds["minimum"] = low
        if high is not None:
            bounds["maximum"] = high
        choices.append(bounds)
    if single:
        choices.insert(0, {"type": "integer", "enum": single})
    return any_of(choices) if choices else {"not": {}}


def integral_literal(body: bytes) -> bool:
    """Whether a JSON body writes with a fraction or an exponent what a reader of doubles takes for a whole number."""
    return any(float(spelled).is_integer() for spelled in _floats(body))


def exponent(body: bytes) -> bool:
    """Whether a JSON body writes a number with an exponent."""
    return any("e" in spelled.lower() for spelled in _floats(body))


def _floats(body: bytes) -> list[str]:
    """The numbers of a JSON body that have a fraction or an exponent, as they are written."""
    found: list[str] = []

    def keep(spelled: str) -> float:
        found.append(spelled)
        return 0.0

    try:
        json.loads(body, parse_float=keep)
    except ValueError:
        return []
    return found


def numbered(body: bytes, called: tuple[str, ...]) -> bool:
    """Whether a JSON body has a number as a member of one of these names; without names, as an item."""
    found: list[bool] = []

    def numeric(value: object) -> bool:
        return isinstance(value, int | float) and not isinstance(value, bool)

    def look(value: object) -> None:
        if isinstance(value, list):
            found.extend(numeric(item) and not called for item in value)
            for item in value:
                look(item)
        elif isinstance(value, dict):
            found.extend(numeric(item) and name in called for name, item in value.items())
            for item in value.values():
                look(item)

    try:
        look(json.loads(body))
    except ValueError:
        return False
    return any(found)


# ---------------------------------------------------------------- codes


def coded(scalar: Scalar, wide: Json, spell: Callable[[int | str], Any | None]) -> Json:
    """The rows of a scalar's table as documented constants, and everything else that is tolerated.

    spell: a code as this schema writes it, None where it is not tolerated. No row widens the schema.
    """
    table = scalar.codes
    if table is None:
        return wide
    choices: list[Json] = []
    others: list[str] = []
    for entry in rows(table):
        value = None if entry.value is None else spell(entry.value)
        if value is not None:
            choices.append({"const": value, **_row(entry)})
        elif entry.value is None and _ranged(scalar, entry) and isinstance(spell(entry.low or 0), int):
            choices.append({"type": "integer", "minimum": entry.low, "maximum": entry.high, **_row(entry)})
        else:
            others.append(f"{notes.row_key(entry)} = {notes.both(notes.row(entry))}")
    if others:
        wide = {**wide, "description": "\n\n".join(filter(None, (wide.get("description"), *others)))}
    constants = [choice["const"] for choice in choices if "const" in choice]
    if not others and "enum" in wide and all(value in constants for value in wide["enum"]):
        return any_of(choices)
    return any_of([*choices, wide])


def _ranged(scalar: Scalar, entry: CodeEntry) -> bool:
    inside = ((entry.low, entry.high),)
    return intersect(allowed(scalar), inside) == inside


def _row(entry: CodeEntry) -> Json:
    return {"title": entry.name, "description": notes.both(notes.row(entry))}


# ---------------------------------------------------------------- logical values


def logical(scalar: Scalar, lose: Lose) -> Json:
    """The values of a scalar as ``wirebook decode`` prints them."""
    if scalar.base == "union":
        return any_of([_noted(logical(member, in_union(lose)), member) for member in scalar.members])
    if scalar.base == "boolean":
        return {"type": "boolean"}
    if scalar.base in _ISO:
        made: Json = {"type": "string", "pattern": anchored(moments(_ISO[scalar.base]))}
        return {**made, "format": "date"} if scalar.base == "date" else made
    if scalar.base == "decimal":
        canonical = Scalar("", "decimal", scalar.facets)
        return text(lexis(canonical), "preserve", lose)
    if scalar.base in ("integer", "bits"):
        return coded(scalar, _integer(scalar), _integer_code(scalar))
    if scalar.base == "phone" and scalar.normal is not None:
        # Limits hold for what was written; the value is its normal form, or what was written.
        for facet in scalar.facets:
            if facet.severity == "error":
                lose(f"facet.{facet.name}", "the value is the normal form, the limit is for what was written")
        normal = (scalar.normal.pattern,) if scalar.normal.severity == "error" else ()
        return text(Lexis(normal), "preserve", lose)
    given = lexis(scalar)
    return coded(scalar, text(given, "preserve", lose), lambda code: code if _fits(given, str(code)) else None)


def _fits(given: Lexis, value: str) -> bool:
    return given.values is None or value in given.values


def _integer(scalar: Scalar) -> Json:
    inside = allowed(scalar)
    choices: list[Json] = []
    small = intersect(inside, ((-EXACT, EXACT),))
    if small:
        choices.append(_bounded(inside if intersect(inside, ((-EXACT, EXACT),)) == inside else small))
    low, high = intersect(inside, ((None, -EXACT),)), intersect(inside, ((EXACT, None),))
    if low or high:
        open_ended = inside[0][0] is None and inside[-1][1] is None
        pattern = "-?[1-9][0-9]{15,}" if open_ended else integers((*low, *high))
        choices.append({"type": "string", "pattern": anchored(pattern)})
    return any_of(choices) if choices else {"not": {}}


def _integer_code(scalar: Scalar) -> Callable[[int | str], Any | None]:
    inside = allowed(scalar)

    def spell(code: int | str) -> Any | None:
        value = int(code)
        return value if intersect(inside, ((value, value),)) and abs(value) <= EXACT else None

    return spell
