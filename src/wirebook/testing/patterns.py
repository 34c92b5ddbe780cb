"""Texts that match a portable pattern whole, of a wanted length.

``from_regex`` knows no lengths: a pattern with a minimum beside it would be filtered to
death. Here the lengths that each part can have are worked out first, so that every
draw succeeds. Shorter texts come first when Hypothesis shrinks.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from random import Random
from typing import Any, Protocol

from hypothesis import strategies as st

from wirebook.testing.alphabet import Alphabet
from wirebook.testing.drawn import drawn
from wirebook.testing.portable import Node, Ranges, parsed

__all__ = ["dealt", "matching"]

_MORE = 24  # characters beyond the shortest text where there is no limit
_ORDINARY = "7012345689abcxyzABCXYZ -_+.,Я"
_FIRST, _MOST = 60, 2000  # how far lengths are worked out, at first and if there is nothing shorter


class _Sized:
    """A pattern over an alphabet, with the lengths of its parts as bit masks (bit n: length n is possible)."""

    def __init__(self, pattern: str, alphabet: Alphabet, cap: int) -> None:
        self.tree = parsed(pattern)
        self.alphabet = alphabet
        self.full = (1 << (cap + 1)) - 1
        self.masks: dict[tuple[int, int, int | None], int] = {}

    def mask(self, node: Node) -> int:
        return self._mask(node, node.low, node.high)

    def _mask(self, node: Node, low: int, high: int | None) -> int:
        key = (id(node), low, high)
        if key not in self.masks:
            self.masks[key] = self._count(node, low, high) & self.full
        return self.masks[key]

    def _count(self, node: Node, low: int, high: int | None) -> int:
        if node.kind == "set":
            return 2 if self.alphabet.within(node.chars) is not None else 0
        if node.kind == "seq":
            return self.tail(node, 0)
        if node.kind == "alt":
            mask = 0
            for item in node.items:
                mask |= self.mask(item)
            return mask
        once = self.mask(node.items[0])
        rounds = 1
        for _ in range(low):
            rounds = self._sum(rounds, once)
        mask, count = rounds, low
        while rounds and (high is None or count < high):
            rounds = self._sum(rounds, once)
            if mask | rounds == mask:
                break
            mask |= rounds
            count += 1
        return mask

    def tail(self, node: Node, index: int) -> int:
        """The lengths of a sequence's items from ``index`` on."""
        key = (id(node), -1 - index, None)
        if key not in self.masks:
            rest = (
                1 if index == len(node.items) else self._sum(self.mask(node.items[index]), self.tail(node, index + 1))
            )
            self.masks[key] = rest
        return self.masks[key]

    def _sum(self, first: int, second: int) -> int:
        if first.bit_count() > second.bit_count():
            first, second = second, first
        total = 0
        for length in _bits(first):
            total |= second << length
        return total & self.full

    def fill(self, hand: _Hand, node: Node, length: int) -> str:
        """A text of exactly ``length`` characters that matches ``node``."""
        if node.kind == "set":
            return hand.chars(node.chars, 1)
        if node.kind == "alt":
            return self.fill(hand, hand.pick([item for item in node.items if self.mask(item) >> length & 1]), length)
        if node.kind == "rep":
            return self._repeat(hand, node, length)
        out = []
        for index, item in enumerate(node.items):
            rest = self.tail(node, index + 1)
            part = hand.pick([n for n in _bits(self.mask(item)) if n <= length and rest >> length - n & 1])
            out.append(self.fill(hand, item, part))
            length -= part
        return "".join(out)

    def _repeat(self, hand: _Hand, node: Node, length: int) -> str:
        item, low, high = node.items[0], node.low, node.high
        if item.kind == "set":
            return hand.chars(item.chars, length) if length else ""
        out = []
        while length or low > 0:
            low, high = max(low - 1, 0), None if high is None else high - 1
            rest = self._mask(node, low, high)
            parts = [n for n in _bits(self.mask(item)) if n <= length and rest >> length - n & 1]
            # A round that takes nothing helps only to make up the number.
            part = hand.pick([n for n in parts if n] or parts)
            out.append(self.fill(hand, item, part))
            length -= part
        return "".join(out)


class _Hand(Protocol):
    """Who chooses: Hypothesis, or a fixed sequence."""

    def pick(self, choices: Sequence[Any]) -> Any: ...
    def chars(self, ranges: Ranges, count: int) -> str: ...


class _Drawn:
    """Hypothesis chooses."""

    def __init__(self, draw: st.DrawFn, alphabet: Alphabet) -> None:
        self.draw = draw
        self.alphabet = alphabet

    def pick(self, choices: Sequence[Any]) -> Any:
        return choices[self.draw(st.integers(0, len(choices) - 1))] if len(choices) > 1 else choices[0]

    def chars(self, ranges: Ranges, count: int) -> str:
        found = self.alphabet.within(ranges)
        assert found is not None
        return self.draw(found) if count == 1 else self.draw(_several(found, count))


@lru_cache(maxsize=1024)
def _several(chars: st.SearchStrategy[str], count: int) -> st.SearchStrategy[str]:
    return st.text(chars, min_size=count, max_size=count)


class _Dealt:
    """A seeded generator chooses, the same each time, among ordinary characters where it can."""

    def __init__(self, alphabet: Alphabet, seed: int) -> None:
        self.random = Random(seed)
        self.alphabet = alphabet

    def pick(self, choices: Sequence[Any]) -> Any:
        return self.random.choice(choices)

    def chars(self, ranges: Ranges, count: int) -> str:
        plain = [c for c in _ORDINARY if any(low <= ord(c) <= high for low, high in ranges) and self.alphabet.holds(c)]
        plain = plain or [c for low, high in ranges for c in map(chr, range(low, min(high, low + 99) + 1))]
        plain = [c for c in plain if self.alphabet.holds(c)]
        return "".join(self.random.choice(plain) for _ in range(count))


def _bits(mask: int) -> list[int]:
    return [n for n in range(mask.bit_length()) if mask >> n & 1]


@lru_cache(maxsize=1024)
def _lengths(pattern: str, alphabet: Alphabet, low: int, high: int | None) -> tuple[_Sized, tuple[int, ...]]:
    for cap in (low + _FIRST, _MOST) if high is None else (min(high, _MOST),):
        sized = _Sized(pattern, alphabet, cap)
        lengths = [n for n in _bits(sized.mask(sized.tree)) if n >= low]
        if lengths:
            break
    if high is None and lengths:
        lengths = [n for n in lengths if n <= lengths[0] + _MORE]
    return sized, tuple(lengths)


def matching(pattern: str, alphabet: Alphabet, low: int = 0, high: int | None = None) -> st.SearchStrategy[str]:
    """Texts of ``low`` to ``high`` characters that match ``pattern`` whole; nothing() if there are none."""
    sized, lengths = _lengths(pattern, alphabet, low, high)
    if not lengths:
        return st.nothing()

    def texts(draw: st.DrawFn) -> str:
        return sized.fill(_Drawn(draw, alphabet), sized.tree, draw(st.sampled_from(lengths)))

    return drawn(texts)


def dealt(pattern: str, alphabet: Alphabet, low: int = 0, high: int | None = None, *, count: int = 4) -> list[str]:
    """A few such texts without Hypothesis, the same each time; none if there are none."""
    sized, lengths = _lengths(pattern, alphabet, low, high)
    ends = sorted({*lengths[:2], *lengths[-2:]})
    return [sized.fill(_Dealt(alphabet, seed), sized.tree, n) for n in ends for seed in range(count)]
