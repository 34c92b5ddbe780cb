"""Which messages no decision tree can tell apart, because some body is both; for those who check a spec."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from wirebook.lexical import parse, render, texts
from wirebook.model import Joined, Leaf, LineCapture, LineGroup, LineLiteral, LinePairs, Lines, Provider, Scalar
from wirebook.select.tree import derive, pairs

__all__ = ["ambiguous"]

Piece = LineLiteral | LineCapture | LineGroup | LinePairs

_MOMENT = datetime.datetime(2024, 2, 1, 12, 30)
_MOMENTS = {"date": _MOMENT.date(), "time": _MOMENT.time(), "datetime": _MOMENT}
_SAMPLES = ("1", "a", "0", "-1", "1.5", "abc", "79161234567", "OK")


def ambiguous(provider: Provider) -> list[tuple[str, tuple[str, str]]]:
    """Per encoding, the pairs of messages of which some body is both, as far as names and lines tell.

    Callbacks and calls are compared too: a body does not say which way it went.
    """
    return [
        (encoding, pair)
        for encoding, tree in derive(provider).items()
        for pair in dict.fromkeys(_lines(provider, encoding, tree[1]) if tree[0] == "lines" else pairs(tree))
    ]


# ---------------------------------------------------------------- lines


def _lines(provider: Provider, encoding: str, rows: Any) -> Iterator[tuple[str, str]]:
    """Pairs of which the plainest line of one has the form of the other."""
    plain = {
        message.id: "".join(_plain(shape.root.pieces))
        for message in provider.messages
        for shape in message.shapes
        if shape.encoding == encoding and isinstance(shape.root, Lines)
    }
    for i, (one, form, *_) in enumerate(rows):
        for other, other_form, *_ in rows[i + 1 :]:
            if any(_fits(form, line) and _fits(other_form, line) for line in (plain[one], plain[other])):
                yield one, other


def _fits(form: str, line: str) -> bool:
    return re.fullmatch(form, line, re.ASCII) is not None


def _plain(pieces: tuple[Piece, ...]) -> Iterator[str]:
    """A line without what may be left out."""
    for piece in pieces:
        if isinstance(piece, LineLiteral):
            yield piece.text
        elif isinstance(piece, LineCapture):
            yield _sample(piece.leaf.item if isinstance(piece.leaf, Joined) else piece.leaf)


def _sample(leaf: Leaf) -> str:
    scalar = leaf.type
    listed = next((f.value for f in scalar.facets if f.name == "enumeration" and isinstance(f.value, tuple)), ())
    tries = [str(value) for value in listed] or [*_SAMPLES]
    if scalar.base in _MOMENTS:
        tries = [_printed(scalar)]
    if scalar.base == "boolean":
        tries = list(texts(scalar))
    if scalar.members:
        tries = [_sample(replace(leaf, type=member)) for member in scalar.members]
    return next((text for text in tries if _good(scalar, text)), tries[0])


def _printed(scalar: Scalar) -> str:
    try:
        return render(scalar, _MOMENTS[scalar.base])
    except ValueError:
        return ""


def _good(scalar: Scalar, text: str) -> bool:
    value, hits = parse(scalar, text)
    return value is not None and not any(hit.severity == "error" for hit in hits)
