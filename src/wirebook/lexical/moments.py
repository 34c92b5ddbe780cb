"""Dates and times in a provider's own formats, both ways.

A format is literal text with the fixed-width tokens YYYY YY MM DD hh mm ss; only
ASCII digits count, and days must exist.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

__all__ = ["Moment", "print_moment", "read_moment", "tokens"]

Moment = datetime.date | datetime.time | datetime.datetime

_TOKEN = re.compile("YYYY|YY|MM|DD|hh|mm|ss")
PIVOT = 70  # where a scalar gives none


@lru_cache(maxsize=512)
def tokens(form: str) -> tuple[tuple[str, bool], ...]:
    """The pieces of a format: (text, whether it is a token)."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for match in _TOKEN.finditer(form):
        if match.start() > at:
            pieces.append((form[at : match.start()], False))
        pieces.append((match.group(), True))
        at = match.end()
    if at < len(form):
        pieces.append((form[at:], False))
    return tuple(pieces)


@lru_cache(maxsize=512)
def _regex(form: str) -> re.Pattern[str]:
    seen: set[str] = set()
    out = []
    for text, is_token in tokens(form):
        if not is_token:
            out.append(re.escape(text))
        elif text in seen:  # a token that is repeated repeats its digits
            out.append(f"(?P={text})")
        else:
            seen.add(text)
            out.append(f"(?P<{text}>[0-9]{{{len(text)}}})")
    return re.compile("".join(out))


def read_moment(base: str, form: str, pivot: int | None, text: str) -> Moment | None:
    """The moment that ``text`` writes in ``form``, or None."""
    match = _regex(form).fullmatch(text)
    if match is None:
        return None
    part = {name: int(digits) for name, digits in match.groupdict().items()}
    year = part.get("YYYY", 1900)
    if "YYYY" not in part and "YY" in part:
        year = part["YY"] + (2000 if part["YY"] < (PIVOT if pivot is None else pivot) else 1900)
    day = (year, part.get("MM", 1), part.get("DD", 1))
    clock = (part.get("hh", 0), part.get("mm", 0), part.get("ss", 0))
    try:
        if base == "date":
            return datetime.date(*day)
        if base == "time":
            return datetime.time(*clock)
        return datetime.datetime(*day, *clock)
    except ValueError:
        return None


def print_moment(form: str, value: Moment) -> str:
    """``value`` in ``form``; whether that loses anything is for the caller to read back."""
    year = getattr(value, "year", 1900)
    part = {
        "YYYY": f"{year:04d}",
        "YY": f"{year % 100:02d}",
        "MM": f"{getattr(value, 'month', 1):02d}",
        "DD": f"{getattr(value, 'day', 1):02d}",
        "hh": f"{getattr(value, 'hour', 0):02d}",
        "mm": f"{getattr(value, 'minute', 0):02d}",
        "ss": f"{getattr(value, 'second', 0):02d}",
    }
    return "".join(part[text] if is_token else text for text, is_token in tokens(form))
