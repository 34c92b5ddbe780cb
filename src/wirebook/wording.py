"""Texts with blanks, as the table of codes has them: filled with the word forms that their numbers ask for, or shown.

``{got}`` is an argument; ``{got:item|items}`` is the form of a word that fits it: one and
many in English, one, few and many in Russian. The number itself is written beside it.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["blanks", "counted", "fill", "form"]

_BLANK = re.compile(r"\{([a-z]+)(?::([^{}]*))?\}")
_NUMBER = re.compile("[0-9]+")
ENGLISH = 2  # forms of a word


def fill(template: str, args: Mapping[str, str], missing: str = "") -> str:
    """The template with its arguments; ``missing`` stands for one that is not given."""

    def put(blank: re.Match[str]) -> str:
        value = args.get(blank[1], missing)
        if blank[2] is None:
            return str(value)
        return form(int(value) if _NUMBER.fullmatch(str(value)) else None, blank[2].split("|"))

    return _BLANK.sub(put, template)


def blanks(template: str, shown: Callable[[str], str]) -> str:
    """The template with each argument shown by its name; words that depend on a number stand in the plural."""

    def put(blank: re.Match[str]) -> str:
        return shown(blank[1]) if blank[2] is None else form(None, blank[2].split("|"))

    return _BLANK.sub(put, template)


def form(number: int | None, forms: list[str]) -> str:
    """The form that fits a number; the last for one that is not known."""
    if number is None:
        return forms[-1]
    if len(forms) == ENGLISH:
        return forms[number != 1]
    if number % 10 == 1 and number % 100 != 11:
        return forms[0]
    return forms[1] if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else forms[2]


def counted(number: int, word: str) -> str:
    """``1 error``, ``2 errors``."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
