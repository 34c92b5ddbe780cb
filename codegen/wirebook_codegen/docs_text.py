"""Text within a line, of no target: plain text, literals and links.

Sentences are put together from it once and rendered as Markdown (``markdown``) or HTML
(``html.render``); only those two know what must be escaped. It must not know models.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from wirebook.anchors import slug

__all__ = [
    "NOTHING", "Block", "Link", "Literal", "Piece", "Plain", "Safe", "code", "escape", "join", "link", "refer",
    "visible",
]  # fmt: skip

_SPACES = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Plain:
    """Words."""

    text: str


@dataclass(frozen=True, slots=True)
class Literal:
    """What stands on the wire or in the spec, letter by letter."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A label that leads to ``href``: a place of the same page (``#...``) or a file beside it."""

    label: Safe
    href: str


Piece: TypeAlias = Plain | Literal | Link


class Safe(tuple[Piece, ...]):
    """Pieces in their order, none of them markup; ``str`` of it is the text alone."""

    __slots__ = ()

    def __str__(self) -> str:
        return "".join(str(one.label) if isinstance(one, Link) else one.text for one in self)


NOTHING = Safe()


@dataclass(frozen=True, slots=True)
class Block:
    """Literal text of one or more lines; ``language`` is xml, json, form or text."""

    text: str
    language: str = "text"
    mark: tuple[int, int] | None = None  # what is worth a look, by places in ``text``


def visible(text: str, keep: str = "") -> str:
    r"""Text with control, bidirectional and other invisible characters as ``\uXXXX``."""
    if all(map(str.isprintable, _lines(text) if keep else (text,))):
        return text
    return "".join(
        char if char in keep or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") else _spell(char)
        for char in text
    )


def _lines(text: str) -> list[str]:
    return text.replace("\t", "\n").split("\n")


def _spell(char: str) -> str:
    point = ord(char)
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"


def escape(value: object) -> Safe:
    """A text that shows as itself; runs of white space become one space."""
    return value if isinstance(value, Safe) else _words(str(value))


@lru_cache(10_000)  # pages repeat themselves
def _words(text: str) -> Safe:
    text = visible(_SPACES.sub(" ", text).strip(" "))
    return Safe((Plain(text),) if text else ())


def code(value: object) -> Safe:
    """Literal text within a line; line ends and other invisible characters are spelled out."""
    return _literal(str(value).lower() if isinstance(value, bool) else str(value))


@lru_cache(10_000)
def _literal(text: str) -> Safe:
    return Safe((Literal(visible(text)),))


def join(separator: str, parts: Sequence[object]) -> Safe:
    """The parts with words of our own between them."""
    pieces: list[Piece] = []
    for index, part in enumerate(parts):
        if index and separator:
            pieces.append(Plain(separator))
        pieces += escape(part)
    return Safe(pieces)


def link(label: object, *parts: object) -> Safe:
    """A link to a place of the same page."""
    return refer(label, f"#{slug(*parts)}")


def refer(label: object, href: str) -> Safe:
    """A link; ``href`` is made here or by ``anchors``, never taken from a spec."""
    return Safe((Link(escape(label), href),))
