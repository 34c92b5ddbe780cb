"""What of a payload may be shown: its line around a finding, with everything else masked.

The rule is an allow-list. Shown are the spans that the engine calls safe (names that
the spec knows, values that are not sensitive) and the punctuation and white space
between values; everything else is one ``•••`` per run, whatever its length, so that
not even the length of a password shows. A body that could not be parsed has no
spans: then only its encoding's own punctuation is shown. Nothing here decides what
is sensitive, and nothing prints.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from wirebook.escape import line as escaped
from wirebook.wire import charset as charsets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wirebook.wire.tree import Node

__all__ = ["MASK", "WIDTH", "Excerpt", "Masker"]

MASK = "•••"
WIDTH = 100  # characters of an excerpt
_REACH = 600  # bytes looked at on either side of the place

_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ \t")
_STRUCTURE = {
    "xml": frozenset("<>/=\"'?!&; \t"),
    "json": frozenset('{}[]":, \t'),
    "form": frozenset("&=% \t"),
}
_OTHER = frozenset(",= \t")

_HIDDEN, _SHOWN = 1, 2


class Excerpt:
    """A masked line, and where the caret stands below it: ``caret`` from 0, ``width`` at least 1."""

    __slots__ = ("caret", "text", "width")

    def __init__(self, text: str, caret: int, width: int) -> None:
        self.text = text
        self.caret = caret
        self.width = width


class Masker:
    """The excerpts of one body. ``safe`` spans show, ``opaque`` ones never; without ``root`` the body did not parse."""

    __slots__ = ("_body", "_codec", "_free", "_opaque", "_root", "_safe")

    def __init__(
        self,
        body: bytes,
        charset: str,
        encoding: str = "",
        *,
        root: Node | None = None,
        safe: Iterable[tuple[int, int]] = (),
        opaque: Iterable[tuple[int, int]] = (),
    ) -> None:
        self._body = body
        self._codec = charsets.codec(charset)
        self._root = root
        # Without spans a value's own punctuation cannot be told from the encoding's.
        self._free = _STRUCTURE.get(encoding, _OTHER if root is None else _PUNCTUATION)
        self._safe = sorted(safe) if root is not None else []
        self._opaque = sorted(opaque) if root is not None else []

    def excerpt(self, start: int, end: int) -> Excerpt | None:
        """The line that holds byte ``start``, masked and cut to WIDTH; None for a charset that nobody can read."""
        body, codec = self._body, self._codec
        if codec is None:
            return None
        start = max(0, min(start, len(body)))
        low, high = _line(body, start)
        first = max(low, start - _REACH)
        last = min(high, start + _REACH)
        if codec == "utf-8":
            while first < start and body[first] & 0xC0 == 0x80:
                first += 1
            while last < high and body[last] & 0xC0 == 0x80:
                last += 1
        marks = self._marks(first, last)
        text, caret, stop = _render(body, codec, first, last, marks, self._free, start, max(start, min(end, last)))
        return _cut(text, caret, max(1, stop - caret), first > low, last < high)

    def _marks(self, first: int, last: int) -> bytearray:
        """Per byte of the window: hidden, shown, or neither."""
        marks = bytearray(last - first)

        def paint(spans: Iterable[tuple[int, int]], mark: int) -> None:
            for low, high in spans:
                low, high = max(low, first) - first, min(high, last) - first
                if low < high:
                    marks[low:high] = bytes([mark]) * (high - low)

        if self._root is not None:
            hidden, closing = self._spans(self._root, first, last)
            paint(hidden, _HIDDEN)
            paint(_near(self._opaque, first, last), _HIDDEN)
            paint(_near(self._safe, first, last), _SHOWN)
            paint(closing, _SHOWN)
        return marks

    def _spans(self, root: Node, start: int, end: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """What of the tree touches start..end: all names and values, and the end tags whose names are shown."""
        found: list[tuple[int, int]] = []
        closing: list[tuple[int, int]] = []
        stack = [root]
        while stack:
            node = stack.pop()
            if node.start >= end or node.end <= start:
                continue
            if node.name_start >= 0:
                name = (node.name_start, node.name_end)
                found.append(name)
                if self._body.startswith(b"</", max(node.value_end, 0)) and _holds(self._safe, name):
                    closing.append((node.value_end + 2, node.value_end + 2 + node.name_end - node.name_start))
            # An element with elements in it has markup between them, not a value.
            if node.value_start >= 0 and (not node.children or node.children[-1].slot == "attribute"):
                found.append((node.value_start, node.value_end))
            # Children stand in the order of the body, so those before the window are passed over at once;
            # what came in the query has no place in it.
            children = node.children
            if node is root and children and children[-1].start == children[-1].end == 0:
                children = [child for child in children if child.end > 0]
            at = bisect_right(children, start, key=_end)
            while at < len(children) and children[at].start < end:
                stack.append(children[at])
                at += 1
        return found, closing


def _end(node: Node) -> int:
    return node.end


def _near(spans: list[tuple[int, int]], first: int, last: int) -> list[tuple[int, int]]:
    """Those of the sorted spans, none of which holds another, that touch first..last."""
    low = bisect_left(spans, (first, -1))
    return spans[max(0, low - 1) : bisect_left(spans, (last, -1))]


def _holds(spans: list[tuple[int, int]], span: tuple[int, int]) -> bool:
    at = bisect_left(spans, span)
    return at < len(spans) and spans[at] == span


def _line(body: bytes, at: int) -> tuple[int, int]:
    """The bounds of the line around a byte; CR, LF and CRLF end lines."""
    low = max(body.rfind(b"\n", 0, at), body.rfind(b"\r", 0, at)) + 1
    ends = [found for found in (body.find(b"\n", at), body.find(b"\r", at)) if found >= 0]
    return low, min(ends, default=len(body))


def _render(
    body: bytes, codec: str, first: int, last: int, marks: bytearray, free: frozenset[str], start: int, end: int
) -> tuple[str, int, int]:
    """The window as text, and the places of start and end in it."""
    out: list[str] = []
    length = 0
    masked = False
    caret = stop = -1

    def put(piece: str) -> None:
        nonlocal length
        out.append(piece)
        length += len(piece)

    at = first
    while at < last:
        mark = marks[at - first]
        run = at + 1
        # A run is one mark, and ends where the finding starts or ends, so that the caret falls between runs.
        while run < last and marks[run - first] == mark and run not in (start, end):
            run += 1
        piece = "" if mark == _HIDDEN else body[at:run].decode(codec, "replace")
        if start <= at and caret < 0:
            joins = masked and (mark == _HIDDEN or (mark != _SHOWN and piece[:1] not in free))
            caret = length - len(MASK) if joins else length
        if end <= at and stop < 0:
            stop = length
        if mark == _HIDDEN:
            if not masked:
                put(MASK)
            masked = True
        for char in piece:
            if mark == _SHOWN or char in free:
                put(" " if char == "\t" else escaped(char))
                masked = False
            elif not masked:
                put(MASK)
                masked = True
        at = run
    return "".join(out), length if caret < 0 else caret, length if stop < 0 else stop


def _cut(text: str, caret: int, width: int, more_left: bool, more_right: bool) -> Excerpt:
    """At most WIDTH characters around the caret; an ellipsis stands for what was cut off."""
    stripped = len(text) - len(text.lstrip(" "))
    if not more_left and stripped <= caret:
        text, caret = text[stripped:], caret - stripped
    if len(text) > WIDTH:
        left = max(0, min(caret - WIDTH // 3, len(text) - WIDTH))
        more_left, more_right = more_left or left > 0, more_right or left + WIDTH < len(text)
        text, caret = text[left : left + WIDTH], caret - left
    text = text.rstrip(" ") if len(text.rstrip(" ")) > caret else text
    width = max(1, min(width, len(text) - caret))
    if more_left:
        text, caret = "…" + text, caret + 1
    return Excerpt(text + "…" if more_right else text, caret, width)
