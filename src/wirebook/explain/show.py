"""What of a payload may stand in a message: short, without control characters, and no look of a secret.

Values of sensitive fields never come here at all.
"""

from __future__ import annotations

import re
import unicodedata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wirebook.wire.tree import Node

__all__ = ["MASKED", "safe_text", "shown_name", "shown_node", "shown_value"]

MASKED = "***"
_SHOWN = 40
_NAME = re.compile(r"(?:\{[^{}]*\})?([A-Za-z_][A-Za-z0-9_.:-]{0,39})")
_NUMBER = re.compile("[0-9]{5}")
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def safe_text(text: str) -> str:
    """``text`` with control, format and bidi characters and lone surrogates escaped as \\u{...}."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"\\u{{{ord(c):x}}}" if unicodedata.category(c) in _HIDDEN else c for c in text)


def shown_value(text: str) -> str:
    """A value that is not sensitive, escaped and cut."""
    cut = safe_text(text[: _SHOWN + 1])
    return cut if len(cut) <= _SHOWN else cut[: _SHOWN - 1] + "…"


def shown_name(name: str) -> str:
    """A name that the payload made up: its local part if it looks like a name, else masked.

    A form whose text holds a bare ``&`` turns the rest of the text into names, and a
    map may be keyed by phone numbers; neither may be shown.
    """
    match = _NAME.fullmatch(name)
    if match is None or _NUMBER.search(match[1]):
        return MASKED
    return match[1]


def shown_node(node: Node) -> str:
    """The name of a node that no spec names. A parameter without ``=`` is as likely the rest of a password."""
    if node.slot == "param" and 0 <= node.name_end == node.end:
        return MASKED
    return shown_name(node.name)
