"""What may be written for a scalar, as patterns and lengths that every schema language can say.

Schemas may only be looser than what is tolerated. So limits that only warn are left
out, and a limit that these means cannot say is named as lost. Nothing here knows a
target; white space is what a target does with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from wirebook.lexical import literal, rows, takes_all, texts
from wirebook.model import CodeEntry, Facet, Scalar
from wirebook_codegen.lexis import numbers
from wirebook_codegen.lexis.calendars import moments
from wirebook_codegen.lexis.phones import phones

__all__ = [
    "BLANK",
    "Lexis",
    "admits",
    "allowed",
    "collapsed",
    "enforced",
    "extras",
    "kinds",
    "lexis",
    "sized",
    "stated",
    "trimmed",
    "whole",
    "with_literals",
]


@dataclass(frozen=True, slots=True)
class Lexis:
    """The tolerated texts after white space processing: those for which everything here holds.

    patterns: each matches the whole text. low, high: the bounds of its length in code points.
    values: the only texts there are, or None.
    """

    patterns: tuple[str, ...] = ()
    low: int = 0
    high: int | None = None
    values: tuple[str, ...] | None = None


_NONE = Lexis(("0", "1"))  # no text matches both
_SPACES = ("preserve", "trim", "collapse")  # each does what those before it do


def enforced(scalar: Scalar, name: str) -> Facet | None:
    """The facet of that name if its violation is an error, else None."""
    return next((f for f in scalar.facets if f.name == name and f.severity == "error"), None)


def stated(scalar: Scalar) -> tuple[str, ...]:
    """The codes of the findings by which ``scalar`` refuses texts."""
    if scalar.base == "union":
        return () if takes_all(scalar) else ("type.union",)
    codes = [f"facet.{facet.name}" for facet in scalar.facets if facet.severity == "error"]
    if scalar.codes is not None and scalar.codes.unknown == "refuse":
        codes.append("code.unknown")
    if scalar.base == "phone":
        if scalar.normal is not None and scalar.normal.severity == "error":
            codes.insert(0, "type.phone")
    elif scalar.base != "string":
        codes.insert(0, f"type.{scalar.base}")
    return tuple(codes)


def extras(scalar: Scalar) -> frozenset[str]:
    """The tolerated extra lexical forms of a number."""
    return frozenset(form.form for form in scalar.lexical[1:] if form.severity != "error")


def kinds(scalar: Scalar) -> tuple[Scalar, ...]:
    """The scalars that a text may be one of: a union's members, which take its white space as well; else the scalar."""
    if scalar.base != "union":
        return (scalar,)
    return tuple(
        replace(member, whitespace=max(member.whitespace, scalar.whitespace, key=_SPACES.index))
        for member in scalar.members
    )


def lexis(scalar: Scalar) -> Lexis:
    """The tolerated texts of ``scalar``; a union's are those of its ``kinds``, to be asked one by one."""
    if scalar.base == "union":
        raise ValueError("a union's texts are those of its kinds")
    if scalar.base in ("string", "phone"):
        return _text(scalar)
    if scalar.base in ("integer", "bits"):
        return _integer(scalar)
    if scalar.base == "decimal":
        return _decimal(scalar)
    if scalar.base == "boolean":
        return Lexis(values=texts(scalar))
    forms = [form.form for index, form in enumerate(scalar.lexical) if index == 0 or form.severity != "error"]
    return Lexis(("|".join(moments(form, scalar.pivot) for form in forms),))


def with_literals(given: Lexis, literals: tuple[str, ...]) -> Lexis:
    """``given``, and these texts besides."""
    if not literals:
        return given
    if given.values is not None:
        return replace(given, values=tuple(dict.fromkeys((*given.values, *literals))))
    more = "|".join(literal(text) for text in literals if text)
    tail = "?" if "" in literals else ""
    patterns = [f"({pattern}|{more}){tail}" if more else f"({pattern}){tail}" for pattern in given.patterns]
    low, high = given.low, given.high
    sizes = [len(text) for text in literals]
    if min(sizes) < low or (high is not None and max(sizes) > high):
        counted = f"([0-9]|[^0-9]){{{low},{'' if high is None else high}}}"
        patterns.append(f"({counted}|{more}){tail}" if more else f"({counted}){tail}")
        low, high = 0, None
    return Lexis(tuple(patterns), low, high)


# ---------------------------------------------------------------- by base


def _text(scalar: Scalar) -> Lexis:
    low, high = 0, None
    patterns = []
    values: tuple[str, ...] | None = None
    for facet in scalar.facets:
        if facet.severity != "error":
            continue
        if facet.name == "pattern":
            patterns.append(str(facet.value))
        elif facet.name == "enumeration" and isinstance(facet.value, tuple):
            values = tuple(str(value) for value in facet.value)
        elif isinstance(facet.value, int):
            if facet.name in ("length", "minLength"):
                low = max(low, facet.value)
            if facet.name in ("length", "maxLength"):
                high = facet.value if high is None else min(high, facet.value)
    if scalar.codes is not None and scalar.codes.unknown == "refuse":
        codes = tuple(str(entry.value) for entry in rows(scalar.codes) if entry.value is not None)
        values = codes if values is None else tuple(value for value in values if value in codes)
    if scalar.normal is not None and scalar.normal.severity == "error":
        patterns.append(phones(scalar.normal))
    given = Lexis(tuple(patterns), low, high)
    if values is None:
        return given
    # A list of values needs no other limits beside it.
    values = tuple(value for value in values if admits(given, value))
    return Lexis(values=values) if values else _NONE


def admits(given: Lexis, text: str) -> bool:
    """Whether a text is one of ``given``."""
    if given.values is not None and text not in given.values:
        return False
    sized = given.low <= len(text) and (given.high is None or len(text) <= given.high)
    return sized and all(re.fullmatch(pattern, text, re.ASCII) for pattern in given.patterns)


def allowed(scalar: Scalar) -> numbers.Intervals:
    """The integers that ``scalar`` tolerates."""
    if scalar.base == "bits":
        return ((0, 2 ** (scalar.width or 0) - 1),)
    result: numbers.Intervals = ((None, None),)
    for facet in scalar.facets:
        if facet.severity != "error":
            continue
        if facet.name == "enumeration" and isinstance(facet.value, tuple):
            result = numbers.intersect(result, tuple((int(value), int(value)) for value in facet.value))
        elif facet.name == "minInclusive":
            result = numbers.intersect(result, ((int(str(facet.value)), None),))
        elif facet.name == "maxInclusive":
            result = numbers.intersect(result, ((None, int(str(facet.value))),))
        elif facet.name == "totalDigits":
            most = 10 ** int(str(facet.value)) - 1
            result = numbers.intersect(result, ((-most, most),))
    if scalar.codes is not None and scalar.codes.unknown == "refuse":
        result = numbers.intersect(result, tuple(_interval(entry) for entry in rows(scalar.codes)))
    return result


def _interval(entry: CodeEntry) -> numbers.Interval:
    return (int(entry.value), int(entry.value)) if entry.value is not None else (entry.low, entry.high)


def _integer(scalar: Scalar) -> Lexis:
    forms = extras(scalar)
    inside = allowed(scalar)
    if not inside:
        return _NONE
    patterns = [
        numbers.integers(
            inside, plus="plus" in forms, zeros="leading_zeros" in forms, fraction="zero_fraction" in forms
        )
    ]
    digits = enforced(scalar, "totalDigits")
    if digits is not None and "zero_fraction" in forms:
        # Zeros after the point count.
        patterns.append(numbers.total_digits(int(str(digits.value)), plus="plus" in forms))
    return Lexis(tuple(patterns))


def _decimal(scalar: Scalar) -> Lexis:
    forms = extras(scalar)
    plus, comma = "plus" in forms, "comma" in forms
    low, high = enforced(scalar, "minInclusive"), enforced(scalar, "maxInclusive")
    patterns = [
        numbers.decimals(
            None if low is None else Decimal(str(low.value)),
            None if high is None else Decimal(str(high.value)),
            plus=plus,
            comma=comma,
        )
    ]
    if numbers.NOTHING in patterns[0]:
        return _NONE
    point = "[.,]" if comma else "\\."
    fraction = enforced(scalar, "fractionDigits")
    if fraction is not None:
        part = f"({point}[0-9]{{1,{fraction.value}}})?" if fraction.value else ""
        patterns.append(f"[+-]?[0-9]+{part}")
    total = enforced(scalar, "totalDigits")
    if total is not None:
        patterns.append(numbers.total_digits(int(str(total.value)), plus=plus, comma=comma))
    return Lexis(tuple(patterns))


def whole(value: str | int) -> int | None:
    """The integer that a value of a condition means, or None: texts are compared as integers are written."""
    text = str(value)
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and str(int(text)) == text else None


BLANK = "[ \\t\\r\\n]*"
_ANY = "([0-9]|[^0-9])"
_INK = "[^ \\t\\r\\n]"
_SPACED = "blanks inside a text that are collapsed first"


def trimmed(given: Lexis) -> Lexis:
    """The texts before blanks at both ends are taken away; lengths and values become patterns."""
    patterns = list(given.patterns)
    if given.values is not None:
        patterns.append("|".join(literal(value) for value in given.values))
    if given.low or given.high is not None:
        patterns.append(sized(given.low, given.high))
    return Lexis(tuple(f"{BLANK}({pattern}){BLANK}" for pattern in patterns))


def collapsed(given: Lexis, lose: Callable[[str, str], None]) -> Lexis:
    """The texts before blanks are collapsed; patterns that may match a blank in a class cannot say that.

    lose: told the code and the reason of what these means cannot say.
    """
    some = "[ \\t\\r\\n]+"
    patterns = []
    for pattern in given.patterns:
        if re.search(r"\[[^\]]* |\[\^|\\[nrt]", pattern):
            lose("facet.pattern", _SPACED)
        else:
            patterns.append(BLANK + "(" + pattern.replace(" ", some) + ")" + BLANK)
    if given.values is not None:
        words = "|".join(literal(value).replace(" ", some) for value in given.values)
        patterns.append(f"{BLANK}({words}){BLANK}")
    if given.low or given.high is not None:
        for name in ("facet.length", "facet.minLength", "facet.maxLength"):
            lose(name, _SPACED)
    return Lexis(tuple(patterns))


def sized(low: int, high: int | None, cut: str = "", *, trims: bool = True) -> str:
    """Texts of low..high characters other than ``cut``; trims: they neither begin nor end with a blank.

    Written so that libxml2 reads it too: ``INK ANY* INK`` it cannot follow.
    """
    if not cut and trims:
        return _solid(low, high, _ANY, BLANK, _INK)
    signs = "".join("\\" + c if c in "\\[]^-" else c for c in cut if c not in _BLANKS)
    blanks = "".join(_BLANKS[c] for c in _BLANKS if c in cut)
    any_char = f"[^{signs}{blanks}]" if cut else _ANY
    if not trims:
        return f"{any_char}{{{low},{'' if high is None else high}}}"
    space = "".join(shown for char, shown in _BLANKS.items() if char not in cut)
    return _solid(low, high, any_char, f"[{space}]*" if space else "", f"[^{signs} \\t\\r\\n]")


_BLANKS = {" ": " ", "\t": "\\t", "\r": "\\r", "\n": "\\n"}


def _solid(low: int, high: int | None, any_char: str, blank: str, ink: str) -> str:
    if high is not None and high < 2:
        text = ink if high else ""
    elif low < 2:
        more = f"({blank}{ink})*" if high is None else f"({any_char}{{0,{high - 2}}}{ink})?"
        text = ink + more
    elif low == 2:
        if high is None:
            return f"{ink}({blank}{ink})+"
        return f"{ink}({any_char}{{1,{high - 2}}})?{ink}" if high > 2 else ink * 2
    else:
        return f"{ink}{any_char}{{{low - 2},{'' if high is None else high - 2}}}{ink}"
    return f"({text})?" if low == 0 and text else text
