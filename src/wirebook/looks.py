"""What a text that nobody expected looks like: whether it may be shown, though no spec calls it safe.

A name that no spec has, or a value that its field refuses, may be anything: the rest of a
password after an unescaped ``&``, the next parameter run together with this one. So it is shown
only where it can hardly be anybody's secret. These are rules of thumb, made to err on the side
of hiding: a random text has digits, signs, changes of case or runs of consonants, a slip of the
pen is near to what was meant.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["is_figure", "is_near", "is_wordy", "listed_beginning"]

_NAME = 24  # characters of a name that is shown
_SHORT = 3  # characters of which no secret is made
_BARE = 4  # letters of a word without a vowel
_DIGITS = 9  # digits of a number that is shown: one less than a phone's without its country
_PARTS = re.compile(r"[_.:-]")
_HUMPS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_WORDS = re.compile(r"(?:[A-Z]?[a-z]+)+|[A-Z]{1,4}")
_VOWEL = re.compile("[aeiouy]", re.IGNORECASE)
_CLUMP = re.compile("[^aeiouy]{5}", re.IGNORECASE)
_DAY = r"[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}"
_TIME = r"[0-9]{1,2}:[0-9]{1,2}(?::[0-9]{1,2}(?:\.[0-9]{1,6})?)?"
_MOMENT = re.compile(f"(?:{_DAY})?(?:[ T]?(?:{_TIME})?)Z?")
_FIGURE = re.compile(r"[-+0-9.,:/ ]{1,40}")
_LISTED = 5000  # listed texts that are looked at


def is_wordy(name: str) -> bool:
    """Whether a name reads like words: ``phoness``, ``callback_url``, ``userId``, ``sms_id2``."""
    if len(name) > _NAME or not name.isascii():
        return False
    words = _PARTS.split(re.sub("[0-9]{1,2}$", "", name))
    if not all(map(_WORDS.fullmatch, words)):
        return False
    humps = [hump for word in words for hump in _HUMPS.findall(word)]
    mixed = any(len(_HUMPS.findall(word)) > 1 for word in words)
    if mixed and sum(len(hump) < _SHORT for hump in humps) > 1:
        return False
    return all(len(hump) <= _BARE or (_VOWEL.search(hump) and not _CLUMP.search(hump)) for hump in humps)


def is_near(text: str, listed: Iterable[str]) -> bool:
    """Whether a text differs from one of the listed ones by no more than a slip."""
    folded = text.casefold()
    if len(folded) > 40:
        return False
    from difflib import get_close_matches  # late: only what is wrong comes here

    known = [one.casefold() for one in _some(listed) if abs(len(one) - len(folded)) <= 2]
    return bool(get_close_matches(folded, known, 1, 0.75))


def listed_beginning(text: str, listed: Iterable[str]) -> str:
    """The longest of the listed texts that the text begins with, "" if there is none."""
    folded = text.casefold()
    found = [one for one in _some(listed) if one and folded.startswith(one.casefold())]
    return text[: max(map(len, found), default=0)]


def is_figure(text: str) -> bool:
    """Whether a text is a number, a date or a time that is too short for a phone, or too short for anything."""
    if len(text) <= _SHORT:
        return text.isprintable()
    if _MOMENT.fullmatch(text):
        return True
    return _FIGURE.fullmatch(text) is not None and sum(map(str.isdigit, text)) <= _DIGITS


def _some(listed: Iterable[str]) -> list[str]:
    from itertools import islice

    return list(islice(listed, _LISTED))
