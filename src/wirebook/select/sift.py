"""Of messages that names leave equal, those that a value under the root rules out are none.

Runs in the cold path of a built-in provider, so it imports nothing.
A test is (slot, name, rows): rows hold (id, texts or None, low, high) for the messages
that say what stands there; one whose bound the text is beyond would refuse the body.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from wirebook.select.run import Peek

__all__ = ["sift"]

_DIGITS = 18  # of a number that is compared


def sift(names: tuple[str, ...], tests: Any, peek: Peek) -> tuple[str, ...]:
    """Those of the messages that no value rules out; all of them where it would rule out all."""
    for slot, name, rows in tests:
        text = peek.const(slot, name) if len(names) > 1 else None
        if text is None:
            continue
        out = [row[0] for row in rows if _beyond(text.strip(" \t\r\n"), *row[1:])]
        names = tuple(each for each in names if each not in out) or names
    return names


def _beyond(text: str, texts: tuple[str | int, ...] | None, low: int | None, high: int | None) -> bool:
    """Whether a text is surely none of the texts, or a number outside the bounds."""
    if texts is not None and isinstance(texts[0], str):
        return text not in texts
    digits = text[1:] if text[:1] in ("+", "-") else text
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS):
        return False  # no number that is compared here: that is for the checks to say
    value = int(text)
    if texts is not None:
        return value not in texts
    return (low is not None and value < low) or (high is not None and value > high)
