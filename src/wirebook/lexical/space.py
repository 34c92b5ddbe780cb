"""The portable pattern of every text that a scalar's lexical rules tolerate.

Emitters and line plans build on it. It may be wider than what ``parse`` takes (a
pattern knows no calendar), never narrower: warnings do not narrow it.
"""

from __future__ import annotations

from decimal import Decimal

from wirebook.lexical.booleans import texts
from wirebook.lexical.moments import tokens
from wirebook.model import Facet, Scalar

__all__ = ["ANYTHING", "literal", "space"]

ANYTHING = "([0-9]|[^0-9])*"  # "." means different things to different engines
_BLANK = "[ \\t\\r\\n]*"
_ESCAPED = frozenset("\\.?*+()[]{}|^")
_TOKENS = {
    "YYYY": "[0-9]{4}",
    "YY": "[0-9]{2}",
    "MM": "(0[1-9]|1[0-2])",
    "DD": "(0[1-9]|[12][0-9]|3[01])",
    "hh": "([01][0-9]|2[0-3])",
    "mm": "[0-5][0-9]",
    "ss": "[0-5][0-9]",
}


def space(scalar: Scalar) -> str:
    """The pattern, without anchors, of all tolerated texts after white space processing."""
    if scalar.base in ("string", "phone"):
        return _text(scalar)
    if scalar.base in ("date", "time", "datetime"):
        return _moment(scalar)
    if scalar.base == "bits":
        return "(-?0|[1-9][0-9]*)"
    if scalar.base == "boolean":
        return _choice([literal(text) for text in texts(scalar)])
    if scalar.base == "union":
        return _choice([_spaced(member) for member in scalar.members])
    return _number(scalar)


def literal(text: str) -> str:
    """``text`` as a portable pattern that matches just it."""
    return "".join("[$]" if c == "$" else "\\" + c if c in _ESCAPED else c for c in text)


def _error_facet(scalar: Scalar, name: str) -> Facet | None:
    return next((f for f in scalar.facets if f.name == name and f.severity == "error"), None)


def _choice(choices: list[str]) -> str:
    return choices[0] if len(choices) == 1 else "(" + "|".join(choices) + ")"


def _spaced(member: Scalar) -> str:
    """A union's member, which takes white space of its own away."""
    pattern = space(member)
    return pattern if member.whitespace == "preserve" or pattern == ANYTHING else f"{_BLANK}({pattern}){_BLANK}"


def _text(scalar: Scalar) -> str:
    if scalar.base == "phone":  # any of its texts may be normalised into an enumerated number
        chosen = None
    else:
        chosen = _error_facet(scalar, "enumeration")
    if chosen is not None and isinstance(chosen.value, tuple):
        return _choice([literal(str(v)) for v in chosen.value])
    pattern = _error_facet(scalar, "pattern")
    return ANYTHING if pattern is None else str(pattern.value)


def _moment(scalar: Scalar) -> str:
    forms = [f.form for i, f in enumerate(scalar.lexical) if i == 0 or f.severity != "error"]
    return _choice(["".join(_TOKENS[t] if is_token else literal(t) for t, is_token in tokens(form)) for form in forms])


def _number(scalar: Scalar) -> str:
    extras = {f.form for f in scalar.lexical if f.severity != "error"} - {"canonical"}
    chosen = _error_facet(scalar, "enumeration")
    if chosen is not None and isinstance(chosen.value, tuple) and not extras and scalar.base == "integer":
        return _choice(["-?0" if v == 0 else str(v) for v in chosen.value])
    if scalar.base == "integer":
        zeros = "leading_zeros" in extras
        digits, zero = ("[0-9]+", "0+") if zeros else ("(0|[1-9][0-9]*)", "0")
        tail = zero_tail = "(\\.0+)?" if "zero_fraction" in extras else ""
    else:
        point = "[.,]" if "comma" in extras else "\\."
        digits, zero = "[0-9]+", "0+"
        tail, zero_tail = f"({point}[0-9]+)?", f"({point}0+)?"
    return _signed(scalar, "plus" in extras, digits + tail, zero + zero_tail)


def _signed(scalar: Scalar, plus: bool, number: str, zero: str) -> str:
    """``number`` with the signs that the type takes: without a minus where it cannot be negative, but for -0."""
    least = _error_facet(scalar, "minInclusive")
    bound = None if least is None or isinstance(least.value, tuple) else Decimal(least.value)
    if bound is None or bound < 0:
        return ("(\\+|-)?" if plus else "-?") + number
    positive = ("\\+?" if plus else "") + number
    return positive if bound > 0 else f"(-{zero}|{positive})"
