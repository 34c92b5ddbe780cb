"""Colours for text reports: on a terminal only, and never where NO_COLOR is set."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

__all__ = ["painter"]

_STYLES = {
    "error": "31",
    "fail": "31",
    "warning": "33",
    "not_checked": "33",
    "info": "36",
    "pass": "32",
}


def painter(stream: TextIO) -> Callable[[str, str], str]:
    """A function (text, style) -> text that colours for this stream, or leaves the text as it is."""
    if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return lambda text, _style: text
    return lambda text, style: f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if style in _STYLES else text
