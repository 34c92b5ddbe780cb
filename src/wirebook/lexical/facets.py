"""One small function per facet; each says whether a text and its value break the limit.

Each takes (limit, text, value) and gives None if all is well, else the arguments of
the code ``facet.<name>``. Texts are what is left after white space processing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

__all__ = ["FACETS", "compiled"]

Check = Callable[[Any, str, Any], dict[str, str] | None]


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern[str]:
    """A portable pattern as Python runs it: whole text, ASCII classes."""
    return re.compile(pattern, re.ASCII)


def _length(limit: int, text: str, value: Any) -> dict[str, str] | None:
    return None if len(text) == limit else {"limit": str(limit), "got": str(len(text))}


def _min_length(limit: int, text: str, value: Any) -> dict[str, str] | None:
    return None if len(text) >= limit else {"limit": str(limit), "got": str(len(text))}


def _max_length(limit: int, text: str, value: Any) -> dict[str, str] | None:
    return None if len(text) <= limit else {"limit": str(limit), "got": str(len(text))}


def _pattern(limit: str, text: str, value: Any) -> dict[str, str] | None:
    return None if compiled(limit).fullmatch(text) else {"limit": limit}


def _enumeration(limit: tuple[str | int, ...], text: str, value: Any) -> dict[str, str] | None:
    return None if value in limit else {"limit": ", ".join(map(str, limit))}


def _bound(limit: int | str, value: Any) -> Any:
    return Decimal(limit) if isinstance(value, Decimal) else int(limit)


def _min_inclusive(limit: int | str, text: str, value: Any) -> dict[str, str] | None:
    return None if value >= _bound(limit, value) else {"limit": str(limit)}


def _max_inclusive(limit: int | str, text: str, value: Any) -> dict[str, str] | None:
    return None if value <= _bound(limit, value) else {"limit": str(limit)}


def _digits(text: str) -> tuple[str, str]:
    """Integer digits without leading zeros, and fraction digits as written."""
    whole, _, fraction = text.lstrip("+-").replace(",", ".").partition(".")
    return whole.lstrip("0"), fraction


def _total_digits(limit: int, text: str, value: Any) -> dict[str, str] | None:
    got = sum(map(len, _digits(text)))
    return None if got <= limit else {"limit": str(limit), "got": str(got)}


def _fraction_digits(limit: int, text: str, value: Any) -> dict[str, str] | None:
    got = len(_digits(text)[1])
    return None if got <= limit else {"limit": str(limit), "got": str(got)}


FACETS: dict[str, Check] = {
    "length": _length,
    "minLength": _min_length,
    "maxLength": _max_length,
    "pattern": _pattern,
    "enumeration": _enumeration,
    "minInclusive": _min_inclusive,
    "maxInclusive": _max_inclusive,
    "totalDigits": _total_digits,
    "fractionDigits": _fraction_digits,
}
