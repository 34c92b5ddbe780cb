"""Texts that match a portable pattern whole, of a wanted length.

``from_regex`` knows no lengths: a pattern with a minimum beside it would be filtered to
death. Here the lengths that each part can have are worked out first, so that every
draw succeeds. Shorter texts come first when Hypothesis shrinks.
"""

from __future__ import annotations

from functools import lru_cache

from hypothesis import strategies as st

from wirebook.spec.patterns import _Node, _Parser
from wirebook.testing.alphabet import Alphabet

__all__ = ["matching"]

_MORE = 24  # characters beyond the shortest text where there is no limit
_FIRST, _MOST = 60, 2000  # how far lengths are worked out, at first and if there is nothing shorter


class _Sized:
    """A pattern over an alphabet, with the lengths of its parts as bit masks (bit n: length n is possible)."""

    def __init__(self, pattern: str, alphabet: Alphabet, cap: int) -> None:
        self.tree = _joined(_Parser(pattern).alternation(0))
        self.alphabet = alphabet
        self.full = (1 << (cap + 1)) - 1
        self.masks: dict[tuple[int, int, int | None], int] = {}

    def mask(self, node: _Node) -> int:
        return self._mask(node, node.low, node.high)

    def _mask(self, node: _Node, low: int, high: int | None) -> int:
        key = (id(node), low, high)
        if key not in self.masks:
            self.masks[key] = self._count(node, low, high) & self.full
        return self.masks[key]

    def _count(self, node: _Node, low: int, high: int | None) -> int:
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

    def tail(self, node: _Node, index: int) -> int:
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

    def draw(self, draw: st.DrawFn, node: _Node, length: int, out: list[str]) -> None:
        """Append a text of exactly ``length`` characters that matches ``node``."""
        if node.kind == "set":
            chars = self.alphabet.within(node.chars)
            assert chars is not None
            out.append(draw(chars))
        elif node.kind == "alt":
            self.draw(draw, draw(st.sampled_from([i for i in node.items if self.mask(i) >> length & 1])), length, out)
        elif node.kind == "seq":
            for index, item in enumerate(node.items):
                rest = self.tail(node, index + 1)
                part = draw(
                    st.sampled_from([n for n in _bits(self.mask(item)) if n <= length and rest >> length - n & 1])
                )
                self.draw(draw, item, part, out)
                length -= part
        else:
            self._repeat(draw, node, length, out)

    def _repeat(self, draw: st.DrawFn, node: _Node, length: int, out: list[str]) -> None:
        item, low, high = node.items[0], node.low, node.high
        if item.kind == "set":
            chars = self.alphabet.within(item.chars)
            out.append(draw(st.text(chars, min_size=length, max_size=length)) if chars is not None and length else "")
            return
        while length or low > 0:
            low, high = max(low - 1, 0), None if high is None else high - 1
            rest = self._mask(node, low, high)
            parts = [n for n in _bits(self.mask(item)) if n <= length and rest >> length - n & 1]
            # A round that takes nothing helps only to make up the number.
            part = draw(st.sampled_from([n for n in parts if n] or parts))
            self.draw(draw, item, part, out)
            length -= part


def _joined(node: _Node) -> _Node:
    """The same pattern with alternations of single characters as one class, which is much cheaper to draw."""
    items = tuple(_joined(item) for item in node.items)
    if node.kind == "alt" and all(item.kind == "set" for item in items):
        return _Node("set", chars=tuple(sorted({chars for item in items for chars in item.chars})))
    return _Node(node.kind, items, node.chars, node.low, node.high)


def _bits(mask: int) -> list[int]:
    return [n for n in range(mask.bit_length()) if mask >> n & 1]


@lru_cache(maxsize=1024)
def matching(pattern: str, alphabet: Alphabet, low: int = 0, high: int | None = None) -> st.SearchStrategy[str]:
    """Texts of ``low`` to ``high`` characters that match ``pattern`` whole; nothing() if there are none."""
    lengths: list[int] = []
    for cap in (low + _FIRST, _MOST) if high is None else (min(high, _MOST),):
        sized = _Sized(pattern, alphabet, cap)
        lengths = [n for n in _bits(sized.mask(sized.tree)) if n >= low]
        if lengths:
            break
    if high is None and lengths:
        lengths = [n for n in lengths if n <= lengths[0] + _MORE]
    if not lengths:
        return st.nothing()

    @st.composite
    def texts(draw: st.DrawFn) -> str:
        out: list[str] = []
        sized.draw(draw, sized.tree, draw(st.sampled_from(lengths)), out)
        return "".join(out)

    return texts()
