"""What of a long body is shown: its beginning and end, or what is around one place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Excerpt", "excerpt", "in_bytes", "window"]

_LONG, _HEAD, _TAIL = 1500, 900, 300  # characters: what is cut, and what is then shown of it
_SHORT, _NEAR = 420, 110  # characters: what is shown whole, and what is shown beside something marked
_BOUNDARIES = {
    "xml": re.compile(r"(?<=\n)|(?<=>)(?=<)"),
    "json": re.compile(r"(?<=\n)|(?<=[]}],)"),
    "form": re.compile(r"(?=&)"),
}
_LINES = re.compile(r"(?<=\n)")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The beginning and the end of a body and how many bytes are missing between them; ``tail`` "" if none are."""

    head: str
    tail: str
    missing: int


@lru_cache(1000)  # every page asks the same, in both languages
def excerpt(text: str, encoding: str, charset: str) -> Excerpt:
    """A body without its middle where it is long, cut between lines or elements unless one of them is long itself."""
    if len(text) <= _LONG:
        return Excerpt(text.rstrip("\n"), "", 0)
    places = [found.start() for found in _BOUNDARIES.get(encoding, _LINES).finditer(text)]
    start = max((place for place in places if _HEAD // 3 <= place <= _HEAD), default=_HEAD)
    tail = len(text) - _TAIL
    end = min((place for place in places if tail <= place < len(text) and text[place:].strip()), default=tail)
    return Excerpt(text[:start].rstrip("\n"), text[end:].strip("\n"), in_bytes(text[start:end], charset))


def window(text: str, mark: tuple[int, int], encoding: str) -> tuple[int, int]:
    """The part of a body around what is marked in it: all of it where it is short, else whole lines or elements."""
    if len(text) <= _SHORT or mark[1] - mark[0] > _SHORT:
        return 0, len(text)
    places = [found.start() for found in _BOUNDARIES.get(encoding, _LINES).finditer(text)]
    start = max((place for place in places if mark[0] - 2 * _NEAR <= place <= mark[0] - _NEAR), default=mark[0] - _NEAR)
    end = min((place for place in places if mark[1] + _NEAR <= place <= mark[1] + 2 * _NEAR), default=mark[1] + _NEAR)
    return (start if start > _NEAR else 0), (end if end < len(text) - _NEAR else len(text))


def in_bytes(text: str, charset: str) -> int:
    r"""How many bytes a part of a body has; what is no character stands in it as ``\\xNN``."""
    text = re.sub(r"\\x[0-9a-f]{2}", "?", text)
    # A charset may write a mark before the first character: it is counted on both sides.
    return len(f"?{text}".encode(charset, "replace")) - len("?".encode(charset))
