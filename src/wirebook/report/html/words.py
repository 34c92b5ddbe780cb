"""The words of the report, in both languages, and the few things that a template prints beside plain text.

Texts of a capture or a spec never come this way: they are plain strings, and ``shown``
escapes them. Numbers stand in ``data`` elements, which the page's script writes as the
reader's language does.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from wirebook import wording
from wirebook.escape import line
from wirebook.model import Text
from wirebook.report.html.said import SAID

__all__ = ["Both", "Num", "both", "say", "shown", "span", "utc"]


class Both(NamedTuple):
    """A text in both languages, as markup."""

    en: Markup
    ru: Markup


class Num(int):
    """A number for people."""


def both(en: str, ru: str) -> Both:
    """A text of a spec or a finding, escaped."""
    return Both(escape(line(en)), escape(line(ru)))


def say(key: str, n: int | None = None, **values: object) -> Both:
    """A text of the report, filled; ``n`` is {n} and chooses between the forms that "|" parts."""
    return _plain(key) if n is None and not values else _filled(key, n, values)


@cache
def _plain(key: str) -> Both:
    return _filled(key, None, {})


def _filled(key: str, n: int | None, values: dict[str, object]) -> Both:
    made = []
    for lang, text in zip(("en", "ru"), SAID[key], strict=True):
        forms = text.split("|")
        form = wording.form(0 if n is None else n, forms) if len(forms) > 1 else text
        filled = {name: _within(value, lang) for name, value in values.items()}
        if n is not None:
            filled["n"] = shown(Num(n))
        made.append(Markup(form).format(**filled))
    return Both(*made)


def _within(value: object, lang: str) -> object:
    if isinstance(value, Both):
        return getattr(value, lang)
    return shown(value)


def shown(value: object) -> object:
    """What a template prints for a value: both languages, numbers for people, and texts that no reader obeys."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, Both):
        return _spans(value)
    if isinstance(value, Text):
        return shown(both(value.en, value.ru))
    if isinstance(value, Num):
        text = f"{value:,}".replace(",", "\u202f")
        return Markup(f'<data class="n" value="{int(value)}">{text}</data>')
    if isinstance(value, str):
        return escape(line(value))
    return value


@lru_cache(maxsize=1000)
def _spans(value: Both) -> Markup:
    if value.en == value.ru:
        return value.en
    return Markup(f'<span lang="en">{value.en}</span><span lang="ru">{value.ru}</span>')


def utc(seconds: float) -> str:
    """A moment, ``2026-11-22 10:00:00``; what no calendar holds stays a number of seconds."""
    try:
        return f"{datetime.fromtimestamp(seconds // 1, UTC):%Y-%m-%d %H:%M:%S}"
    except (OverflowError, OSError, ValueError):
        return f"{seconds:.0f} s"


def span(seconds: int) -> Both:
    """A length of time in words, exact: ``1 h 8 min 16 s``."""
    left, parts = seconds, []
    for size, unit in ((86400, "unit_d"), (3600, "unit_h"), (60, "unit_min"), (1, "unit_s")):
        if left >= size:
            parts.append(say(unit, left // size))
            left %= size
    return Both(*(Markup(" ").join(getattr(part, lang) for part in parts) for lang in ("en", "ru")))
