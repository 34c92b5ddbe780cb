"""What messages tell alike: the nearest known word, and the line that installs what is missing."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["nearest", "pip"]


def nearest(word: str, known: Iterable[str]) -> str:
    """``; did you mean X?`` for the nearest of the known words, or an empty text."""
    from difflib import get_close_matches  # late: only a mistake pays for it

    near = get_close_matches(word[:80], list(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else ""


def pip(extra: str) -> str:
    """The line that installs an extra, in a checkout: Wirebook stands on no package index yet."""
    return f"pip install '.[{extra}]'"
