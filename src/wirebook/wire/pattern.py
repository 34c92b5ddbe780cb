"""From a line's shape to a plan: two regular expressions that read it and the pieces that print it.

A plan is plain tuples and strings, so that generated code can hold it as a literal.
Built when a spec is compiled or first used, never per body.

What makes a line readable at all is where a capture ends. A capture of free text
ends where the text that follows it begins; only the last one may hold that text
too, as long as the rest of the line still fits. So each expression reads a line in
one direction without trying again from many places: hostile lines cost linear time.
Values that are read back differently are for the writer's caller to refuse.
"""

from __future__ import annotations

import re

from wirebook.lexical import ANYTHING, space
from wirebook.model import Joined, LineCapture, LineGroup, LineLiteral, LinePairs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from wirebook.model import Leaf, Lines, Scalar

    Piece = LineLiteral | LineCapture | LineGroup | LinePairs
    Marker = tuple[str, str, bool]  # what it may begin with (in a class), its expression, may it come many times

__all__ = ["build"]

_END = "\\r\\n"
_ANY = f"[^{_END}]*"


def build(lines: Lines, sure: Collection[str] = ()) -> tuple[object, ...]:
    """The plan of a line's shape; ``wirebook.wire.lines`` says what stands where in it.

    sure: map fields of which the strict expression wants a pair; to tell messages, not to read them.
    """
    free = [c for c in _captures(lines.pieces) if _is_free(c)]
    last = next(iter((free or list(_captures(lines.pieces)))[-1:]), None)
    strict, lenient = _Expression(last, True, sure), _Expression(last, False)
    expressions = strict.sequence(lines.pieces, []), lenient.sequence(lines.pieces, [])
    pairs = tuple(zip(strict.pairs, lenient.pairs, strict=True))
    return (
        bool(lines.each),
        lines.eol,
        lines.final_eol,
        lines.spaces == "ignore",
        *expressions,
        tuple(strict.fields),
        pairs,
        tuple(_printed(piece) for piece in lines.pieces),
        "".join(_shown(piece) for piece in lines.pieces),
    )


def _captures(pieces: tuple[Piece, ...]) -> Iterator[LineCapture]:
    for piece in pieces:
        if isinstance(piece, LineGroup):
            yield from _captures(piece.pieces)
        elif isinstance(piece, LineCapture):
            yield piece


def _is_free(capture: LineCapture) -> bool:
    # A list in one text ends where the line goes on, whatever its items are.
    return isinstance(capture.leaf, Joined) or space(capture.leaf.type) == ANYTHING


class _Expression:
    """One of a plan's two expressions, and what its groups are."""

    def __init__(self, last: LineCapture | None, strict: bool, sure: Collection[str] = ()) -> None:
        self.last = last  # the one capture that may hold what follows it
        self.strict = strict
        self.sure = sure
        self.fields: list[str] = []  # by group number
        self.pairs: list[tuple[int, str]] = []  # the index in fields, the expression of one pair
        self.passed: list[Marker] | None = None  # what follows the last free capture, once it is passed

    def sequence(self, pieces: tuple[Piece, ...], after: list[Marker]) -> str:
        out = []
        for i, piece in enumerate(pieces):
            follows = self.markers(pieces[i + 1 :], after)
            if isinstance(piece, LineLiteral):
                out.append(_quoted(piece.text))
            elif isinstance(piece, LineCapture):
                self.fields.append(piece.leaf.bind)
                out.append(f"({self.capture(piece, follows)})")
            elif isinstance(piece, LineGroup):
                out.append(f"(?:{self.sequence(piece.pieces, follows)})?")
            else:
                one = self.pair(piece, follows)
                self.fields.append(piece.bind)
                self.pairs.append((len(self.fields) - 1, one))
                out.append(f"((?:{_inert(one)}){'+' if piece.bind in self.sure else '*'})")
        return "".join(out)

    def markers(self, pieces: tuple[Piece, ...], after: list[Marker]) -> list[Marker]:
        """What the rest of the line may begin with, as far as it is told by literals."""
        found: list[Marker] = []
        for piece in pieces:
            if isinstance(piece, LineLiteral):
                return [*found, _marker(piece.text)]
            if isinstance(piece, LineCapture):
                return found
            if isinstance(piece, LineGroup):
                found += self.markers(piece.pieces, [])
            else:
                found += _beginnings(piece)
        return found + after

    def capture(self, piece: LineCapture, follows: list[Marker]) -> str:
        if self.strict and not isinstance(piece.leaf, Joined) and not _is_free(piece):
            return _scalar(piece.leaf)
        if piece is self.last:
            self.passed = follows
            if not follows:
                return _ANY
            # What repeats without end would be slow to try from every place.
            return _until(follows) if any(repeats for _, _, repeats in follows) else _ANY + "?"
        return _until(follows + (self.passed or []))

    def pair(self, pairs: LinePairs, follows: list[Marker]) -> str:
        """One pair, with groups for key and value: two of each where listed and other keys differ in type."""
        prefix, infix, suffix = _quoted(pairs.prefix), _quoted(pairs.infix), _quoted(pairs.suffix)
        ends = [_marker(text) for text in (pairs.suffix, pairs.prefix) if text][:1] + follows
        if self.strict and not pairs.suffix:  # a separator that begins no pair is part of the value
            ends = _beginnings(pairs) + follows
        listed = "|".join(_quoted(key) for key in pairs.keys)
        other = _other_key(pairs)
        value = self.pair_value(pairs.values, ends)
        if not self.strict or not pairs.keys:
            return f"{prefix}({other}){infix}({value}){suffix}"
        known = f"({listed}){infix}({value})"
        if not pairs.rest or pairs.rest_values is None:
            return f"{prefix}{known}{suffix}"
        apart = "|".join(_quoted(key) for key in (*pairs.keys, *pairs.rest_excepted))
        rest = f"((?!(?:{apart}){infix}){other}){infix}({self.pair_value(pairs.rest_values, ends)})"
        return f"{prefix}(?:{known}|{rest}){suffix}"

    def pair_value(self, scalar: Scalar, ends: list[Marker]) -> str:
        # A text's own pattern may take the next pair as well, so only what can't hold a separator is read by it.
        if not self.strict or scalar.base in ("string", "phone"):
            return _until(ends)
        return _padded(scalar, space(scalar))


def _scalar(leaf: Leaf) -> str:
    choices = [_padded(leaf.type, space(leaf.type))]
    if leaf.absent is not None:
        choices.append(_quoted(leaf.absent))
    if leaf.empty == "absent":
        choices.append("")
    return "|".join(choices)


def _quoted(text: str) -> str:
    """``text`` as an expression. Spaces stay readable, which ``re.escape`` does not grant."""
    return "".join(c if c == " " else re.escape(c) for c in text)


def _padded(scalar: Scalar, pattern: str) -> str:
    blank = "" if scalar.whitespace == "preserve" else "[ \\t]*"
    return f"{blank}(?:{_inert(pattern)}){blank}"


def _inert(pattern: str) -> str:
    """A portable pattern without groups of its own that would be counted."""
    return re.sub(r"\\.|\[(?:\\.|[^\]\\])*\]|\((?!\?)", lambda m: "(?:" if m.group() == "(" else m.group(), pattern)


def _marker(text: str) -> Marker:
    return _quoted(text[0]), _quoted(text), False


def _beginnings(pairs: LinePairs) -> list[Marker]:
    """How a pair begins, up to its infix.

    With any key, so that a pair that the spec does not list is reported and does not
    vanish in the text before it; only where nothing stands before the key must it be listed.
    """
    infix = _quoted(pairs.infix)
    if pairs.prefix:
        return [(_quoted(pairs.prefix[0]), f"{_quoted(pairs.prefix)}{_other_key(pairs)}{infix}", True)]
    keys = "|".join(_quoted(key) for key in pairs.keys)
    firsts = "".join(sorted({_quoted(key[0]) for key in pairs.keys}))
    return [(firsts, f"(?:{keys}){infix}", True)] if keys else []


def _other_key(pairs: LinePairs) -> str:
    """A key that the spec does not list: what has none of the pair's own separators in it."""
    separators = [_marker(text) for text in (pairs.infix, pairs.prefix, pairs.suffix) if text]
    return f"(?!{_either(separators)})[^{_END}]{_until(separators)}"


def _until(markers: list[Marker]) -> str:
    """Text up to where one of the markers begins. Atomic: giving some of it back never helps.

    A possessive repetition would say the same, but until 3.11.5 Python matched it wrongly
    where the repeated part can backtrack (gh-106052), and Debian 12 has 3.11.2.
    """
    if not markers:
        return _ANY
    firsts = "".join(sorted({first for first, _, _ in markers}))
    plain = f"[^{firsts}{_END}]*"
    return f"(?>{plain}(?:(?!{_either(markers)})[{firsts}]{plain})*)"


def _either(markers: list[Marker]) -> str:
    return "|".join(sorted({text for _, text, _ in markers}))


def _printed(piece: Piece) -> tuple[object, ...]:
    if isinstance(piece, LineLiteral):
        return ("text", piece.text)
    if isinstance(piece, LineCapture):
        absent = "" if isinstance(piece.leaf, Joined) else piece.leaf.absent or ""
        return ("capture", piece.leaf.bind, absent)
    if isinstance(piece, LineGroup):
        return ("group", tuple(_printed(inner) for inner in piece.pieces))
    return ("pairs", (piece.bind, piece.rest) if piece.rest else (piece.bind,), piece.prefix, piece.infix, piece.suffix)


def _shown(piece: Piece) -> str:
    if isinstance(piece, LineLiteral):
        return piece.text
    if isinstance(piece, LineCapture):
        return f"{{{piece.leaf.bind}}}"
    if isinstance(piece, LineGroup):
        return "[" + "".join(_shown(inner) for inner in piece.pieces) + "]"
    return f"[{piece.prefix}{{key}}{piece.infix}{{value}}{piece.suffix}]..."
