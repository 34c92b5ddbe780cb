"""Patterns for dates and times, exact to the leap year.

A day that does not exist is refused by the pattern itself, so that no schema needs a
calendar of its own. Formats are the spec language's: YYYY YY MM DD hh mm ss and
literals. Nothing here knows scalars or targets.
"""

from __future__ import annotations

import re

from wirebook.lexical import literal

__all__ = ["moments"]

_TOKEN = re.compile("YYYY|YY|MM|DD|hh|mm|ss")
_CLOCK = {"hh": "([01][0-9]|2[0-3])", "mm": "[0-5][0-9]", "ss": "[0-5][0-9]"}
_MONTH = "(0[1-9]|1[0-2])"
_DAY = "(0[1-9]|[12][0-9]|3[01])"
_YEAR = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
# Divisible by four but not by a hundred, or by four hundred; there is no year 0.
_BY_4 = "(0[48]|[2468][048]|[13579][26])"
_LEAP = f"([0-9]{{2}}{_BY_4}|{_BY_4}00)"
_PIVOT = 70  # where a scalar gives none


def moments(form: str, pivot: int | None = None) -> str:
    """The lexemes of real moments in a format; two-digit years below ``pivot`` are 20YY, others 19YY."""
    tokens = set(_TOKEN.findall(form))
    if not {"DD", "MM"} <= tokens:
        return _fill(form, _DAY, _MONTH, _YEAR, "[0-9]{2}")
    cases = [
        ("(0[1-9]|1[0-9]|2[0-8])", _MONTH, _YEAR, "[0-9]{2}"),
        ("(29|30)", "(0[13-9]|1[0-2])", _YEAR, "[0-9]{2}"),
        ("31", "(0[13578]|1[02])", _YEAR, "[0-9]{2}"),
    ]
    if tokens & {"YYYY", "YY"}:
        # 2000 is a leap year, 1900 is none.
        none_1900 = _PIVOT if pivot is None else pivot
        cases.append(("29", "02", _LEAP, f"(00|{_BY_4})" if none_1900 else _BY_4))
    return "|".join(_fill(form, *case) for case in cases)


def _fill(form: str, day: str, month: str, year: str, short_year: str) -> str:
    values = {**_CLOCK, "DD": day, "MM": month, "YYYY": year, "YY": short_year}
    out, end = [], 0
    for found in _TOKEN.finditer(form):
        out += [literal(form[end : found.start()]), values[found[0]]]
        end = found.end()
    return "".join(out) + literal(form[end:])
