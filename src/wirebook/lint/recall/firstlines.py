"""Whether a body may be taken for one of lines: its first line, whatever its values are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from wirebook.books import Book
from wirebook.model import Leaf, LineCapture, LineGroup, LineLiteral, LinePairs, Lines, Provider
from wirebook.select.cases import LINES
from wirebook.select.run import MAX_LINE
from wirebook.select.tree import derive

__all__ = ["FirstLines"]

_END = re.compile("[\r\n]")
_NUMBERS = ("integer", "decimal", "bits")
_DIGITS = frozenset("+-0123456789")
_BLANKS = frozenset(" \t")
_Piece = LineLiteral | LineCapture | LineGroup | LinePairs


class _Row(NamedTuple):
    """An expression for a line, what it may begin and end with (None for any character), and a text that it holds."""

    pattern: str
    first: frozenset[str] | None
    last: frozenset[str] | None
    holds: str


class FirstLines:
    """The first lines of all bodies of lines that some books know."""

    def __init__(self, books: Sequence[Book]) -> None:
        self._rows = [row for book in books for row in _rows(book)]

    def fits(self, begin: str, end: str, text: str) -> Callable[[str], object] | None:
        """What tells whether a line is one of these, None where none begins and ends like that.

        begin, end: characters that the line has there, "" where any may stand. text: a body that is none of them.
        """
        by_text: dict[str, list[str]] = {}
        for row in self._possible(begin, end):
            by_text.setdefault(row.holds, []).append(row.pattern)
        if not by_text:
            return None
        pairs = [(held, _whole("|".join(patterns))) for held, patterns in by_text.items()]

        def fits(line: str) -> bool:
            for held, match in pairs:  # noqa: SIM110 - a generator costs more than all of this
                if held in line and match(line) is not None:
                    return True
            return False

        return fits

    def others(self, begin: str, end: str, text: str) -> Callable[[str], object]:
        """What tells whether a line is of other kinds than this body's first one."""
        matches = [_whole(row.pattern) for row in self._possible(begin, end)]
        first = _END.split(text, maxsplit=1)[0]
        wanted = [match(first) is not None for match in matches]
        return lambda line: len(line) > MAX_LINE or [match(line) is not None for match in matches] != wanted

    def _possible(self, begin: str, end: str) -> list[_Row]:
        return [
            row
            for row in self._rows
            if (row.first is None or not begin or begin in row.first)
            and (row.last is None or not end or end in row.last)
        ]


def _whole(pattern: str) -> Callable[[str], object]:
    return re.compile(f"[ \t]*(?:{pattern})[ \t]*", re.ASCII).fullmatch


def _rows(book: Book) -> Iterator[_Row]:
    trees = derive(book.provider)
    for encoding in LINES:
        for message, strict, lenient, *_ in trees.get(encoding, ((), ()))[1]:
            pieces = _pieces(book.provider, message, encoding)
            texts = [piece.text for piece in pieces if isinstance(piece, LineLiteral)]
            for pattern, exact in ((strict, True), (lenient, False)):
                if pattern:
                    first, last = _chars(pieces[:1], 0, exact), _chars(pieces[-1:], -1, exact)
                    yield _Row(pattern, first, last, max(texts, key=len, default=""))


def _pieces(provider: Provider, message: str, encoding: str) -> tuple[_Piece, ...]:
    found = provider.message(message)
    roots = [shape.root for shape in found.shapes if shape.encoding == encoding] if found is not None else []
    return roots[0].pieces if roots and isinstance(roots[0], Lines) else ()


def _chars(pieces: Sequence[_Piece], at: int, strict: bool) -> frozenset[str] | None:
    """The characters that a piece may have at its begin (0) or end (-1); None for any."""
    for piece in pieces:
        if isinstance(piece, LineLiteral) and piece.text:
            return _BLANKS | {piece.text[at]}
        if isinstance(piece, LineCapture) and strict and isinstance(piece.leaf, Leaf):
            return _texts(piece.leaf, at)
    return None


def _texts(leaf: Leaf, at: int) -> frozenset[str] | None:
    listed = [facet.value for facet in leaf.type.facets if facet.name == "enumeration" and facet.severity == "error"]
    if leaf.empty == "absent" or leaf.absent == "":
        return None
    absent = frozenset() if leaf.absent is None else frozenset((leaf.absent[at],))
    if leaf.type.base in _NUMBERS:
        return _BLANKS | _DIGITS | absent
    if listed and isinstance(listed[0], tuple) and leaf.type.base == "string":
        return _BLANKS | absent | {str(text)[at] for text in listed[0] if str(text)}
    return None
