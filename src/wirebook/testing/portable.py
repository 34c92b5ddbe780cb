"""A portable pattern as a tree of character sets, for those who make texts from it.

It reads patterns that the spec language has accepted (their form is checked there) and
says nothing about wrong ones.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Node", "Ranges", "parsed"]

Ranges = tuple[tuple[int, int], ...]  # of code points, both ends included
_WHITE = {"n": "\n", "r": "\r", "t": "\t"}
_LAST = 0x10FFFF


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """kind: set (one of ``chars``), seq and alt (of ``items``), rep (of the one item, ``low`` to ``high`` times)."""

    kind: str
    items: tuple[Node, ...] = ()
    chars: Ranges = ()
    low: int = 1
    high: int | None = 1


def parsed(pattern: str) -> Node:
    """The tree of a pattern; an alternation of single characters is one set."""
    return _Reader(pattern).alternation()


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def take(self) -> str:
        char = self.pattern[self.at]
        self.at += 1
        return char

    def alternation(self) -> Node:
        items = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            items.append(self.sequence())
        if len(items) == 1:
            return items[0]
        if all(item.kind == "set" for item in items):
            return Node("set", chars=tuple(sorted({chars for item in items for chars in item.chars})))
        return Node("alt", tuple(items))

    def sequence(self) -> Node:
        items = []
        while self.peek() not in ("", "|", ")"):
            items.append(self.quantified(self.atom()))
        return items[0] if len(items) == 1 else Node("seq", tuple(items))

    def atom(self) -> Node:
        char = self.take()
        if char == "(":
            inner = self.alternation()
            self.at += 1
            return inner
        if char == "[":
            return Node("set", chars=self.char_class())
        char = self.escaped() if char == "\\" else char
        return Node("set", chars=((ord(char), ord(char)),))

    def escaped(self) -> str:
        char = self.take()
        return _WHITE.get(char, char)

    def char_class(self) -> Ranges:
        negated = self.peek() == "^"
        self.at += negated
        ranges: list[tuple[int, int]] = []
        while (char := self.take()) != "]":
            low = ord(self.escaped() if char == "\\" else char)
            high = low
            if self.peek() == "-" and self.pattern[self.at + 1] != "]":
                self.at += 1
                end = self.take()
                high = ord(self.escaped() if end == "\\" else end)
            ranges.append((low, high))
        return _others(ranges) if negated else tuple(sorted(ranges))

    def quantified(self, atom: Node) -> Node:
        char = self.peek()
        if not char or char not in "*+?{":
            return atom
        self.at += 1
        low, high = {"*": (0, None), "+": (1, None), "?": (0, 1), "{": (0, None)}[char]
        if char == "{":
            end = self.pattern.index("}", self.at)
            least, comma, most = self.pattern[self.at : end].partition(",")
            self.at = end + 1
            low = int(least)
            high = int(most) if most else None if comma else low
        return Node("rep", (atom,), low=low, high=high)


def _others(ranges: list[tuple[int, int]]) -> Ranges:
    found = []
    start = 0
    for low, high in sorted(ranges):
        if start < low:
            found.append((start, low - 1))
        start = max(start, high + 1)
    return (*found, (start, _LAST)) if start <= _LAST else tuple(found)
