"""What of a payload may stand in a message: short, without control characters, and no look of a secret.

Values of sensitive fields never come here at all.
"""

from __future__ import annotations

import re
import unicodedata

from wirebook.lexical import pair, rows
from wirebook.looks import is_figure, is_near, is_wordy, listed_beginning
from wirebook.memo import once_per_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wirebook.model import Scalar
    from wirebook.wire.tree import Node

__all__ = ["MASKED", "plausible", "safe_text", "shown_name", "shown_node", "shown_refused", "shown_value"]

MASKED = "***"
_SHOWN = 40
_NAME = re.compile(r"(?:\{[^{}]*\})?([A-Za-z_][A-Za-z0-9_.:-]{0,39})")
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
    """A name that the payload made up: its local part if it reads like words, else masked.

    A form whose text holds a bare ``&`` turns the rest of the text into names, and a
    map may be keyed by phone numbers; neither may be shown.
    """
    match = _NAME.fullmatch(name)
    return match[1] if match is not None and is_wordy(match[1]) else MASKED


@once_per_object
def _listed(scalar: Scalar) -> tuple[str, ...]:
    """Every text that a scalar's spec lists as a value of it."""
    found = [text for form in scalar.lexical if scalar.base == "boolean" for text in pair(form)]
    for facet in scalar.facets:
        if isinstance(facet.value, tuple):
            found += map(str, facet.value)
    if scalar.codes is not None:
        found += [str(row.value) for row in rows(scalar.codes) if row.value is not None]
    return (*found, *(text for member in scalar.members for text in _listed(member)))


def plausible(scalar: Scalar, text: str) -> int:
    """How many characters of a value that its scalar refuses may be shown, though the scalar is not sensitive.

    All of a figure, a word or a slip of something listed, the listed beginning of anything else: what was run
    together with a value is the next one's.
    """
    if is_figure(text) or is_wordy(text):
        return len(text)
    listed = _listed(scalar)
    return len(text) if is_near(text, listed) else len(listed_beginning(text, listed))


def shown_refused(scalar: Scalar, text: str) -> str:
    """What a message tells of such a value."""
    shown = plausible(scalar, text)
    return shown_value(text) if shown == len(text) else shown_value(text[:shown]) + MASKED


def shown_node(node: Node) -> str:
    """The name of a node that no spec names. A parameter without ``=`` is as likely the rest of a password."""
    if node.slot == "param" and 0 <= node.name_end == node.end:
        return MASKED
    return shown_name(node.name)
