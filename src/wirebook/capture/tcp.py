"""TCP reassembly: segments in any order to each direction's bytes in theirs.

Survives reordering, retransmission, overlaps (what came first stays) and the wrap of
sequence numbers. What was never captured is a gap, and is told, not bridged.
"""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["Direction"]

_WRAP = 1 << 32
_HALF = 1 << 31
_MOST = 8 * 1024 * 1024  # bytes that wait for one that is missing
_PIECES = 4096


class Direction:
    """One direction of a connection.

    ``feed`` takes a segment and yields (bytes, time) in order. ``gap`` is true once
    bytes are lost for good; nothing is yielded after that.
    """

    __slots__ = ("closed", "gap", "last", "next", "size", "waiting")

    def __init__(self) -> None:
        self.next: int | None = None
        self.waiting: dict[int, tuple[bytes, float]] = {}
        self.size = 0
        self.gap = False
        self.closed = False
        self.last: int | None = None  # where the sender said that it ends

    def feed(
        self, seq: int, data: bytes, time: float, *, syn: bool = False, fin: bool = False, reset: bool = False
    ) -> Iterator[tuple[bytes, float]]:
        """A segment; ``seq`` is its own sequence number as captured."""
        if syn:
            self.next = (seq + 1) % _WRAP
            seq = self.next
        if self.next is None:  # captured from the middle: the first segment seen is the beginning
            self.next = seq
        if data and not self.gap:
            yield from self._take(seq, data, time)
        if fin:
            self.last = (seq + len(data)) % _WRAP
        if fin or reset:
            self.closed = True

    @property
    def through(self) -> bool:
        """Whether it ended, and nothing of it is still to come."""
        return self.closed and not self.waiting and self._reached

    @property
    def _reached(self) -> bool:
        return self.last is None or self.next is None or self._ahead(self.last) <= 0

    def end(self) -> bool:
        """The capture ends; whether something was missing before bytes that came, or before the end."""
        if self.waiting or not self._reached:
            self.gap = True
            self.waiting.clear()
        return self.gap

    def _take(self, seq: int, data: bytes, time: float) -> Iterator[tuple[bytes, float]]:
        ahead = self._ahead(seq)
        if ahead > 0:
            self._wait(seq, data, time)
            return
        yield from self._give(data[-ahead:] if ahead else data, time)
        while (found := self._ready()) is not None:
            yield from self._give(*found)

    def _ahead(self, seq: int) -> int:
        """How far a sequence number lies ahead of what is expected; negative behind it."""
        assert self.next is not None
        return (seq - self.next + _HALF) % _WRAP - _HALF

    def _give(self, data: bytes, time: float) -> Iterator[tuple[bytes, float]]:
        if data:
            assert self.next is not None
            self.next = (self.next + len(data)) % _WRAP
            yield data, time

    def _wait(self, seq: int, data: bytes, time: float) -> None:
        there = self.waiting.get(seq)
        if there is not None and len(there[0]) >= len(data):
            return
        if there is not None:
            self.size -= len(there[0])
            data = there[0] + data[len(there[0]) :]  # what came first stays
        self.waiting[seq] = data, time
        self.size += len(data)
        if self.size > _MOST or len(self.waiting) > _PIECES:
            self.gap = True
            self.waiting.clear()

    def _ready(self) -> tuple[bytes, float] | None:
        """The waiting segment that now follows, without what of it is there already."""
        for seq in sorted(self.waiting, key=self._ahead):
            ahead = self._ahead(seq)
            if ahead > 0:
                return None
            data, time = self.waiting.pop(seq)
            self.size -= len(data)
            if len(data) > -ahead:
                return data[-ahead:] if ahead else data, time
        return None
