"""JSON that nests without end is stopped before a parser meets it.

ijson keeps the way to each value as a text, so depth costs it quadratic time and memory: half a
megabyte of brackets takes all there is. This counts brackets outside of strings as the bytes pass.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import BinaryIO

__all__ = ["MAX_LEVELS", "Shallow", "TooDeep"]

MAX_LEVELS = 512  # a browser's entry holds stacks of calls, which may be some dozens deep

_REST = re.compile(rb'(?>(?:[^"\\]+|\\.)*)', re.DOTALL)
_STRING = re.compile(rb'"(?>(?:[^"\\]+|\\.)*)"', re.DOTALL)
_OTHER = bytes(code for code in range(256) if code not in b"[]{}")
_STEP = [1 if code in b"[{" else -1 for code in range(256)]


class TooDeep(ValueError):
    """More levels than MAX_LEVELS."""


class Shallow:
    """A stream as it is; ``read`` raises TooDeep with the bytes that go too deep."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._depth = 0
        self._inside = False  # a string
        self._escaped = False

    def read(self, size: int = -1) -> bytes:
        """The next bytes; none at the end."""
        data = self._stream.read(size)
        self._count(data)
        return data

    def _count(self, data: bytes) -> None:
        at = 0
        if self._inside and data:
            at = _end(data, 1 if self._escaped else 0)
            self._escaped = at < len(data) and data[at] != 0x22
            if self._escaped or at >= len(data):
                return
            self._inside = False
            at += 1
        bare = _STRING.sub(b"", data[at:])
        quote = bare.find(b'"')
        if quote >= 0:
            self._inside = True
            self._escaped = _end(bare, quote + 1) < len(bare)
            bare = bare[:quote]
        steps = [_STEP[code] for code in bare.translate(None, _OTHER)]
        if steps:
            if self._depth + max(accumulate(steps)) > MAX_LEVELS:
                raise TooDeep
            self._depth += sum(steps)


def _end(data: bytes, at: int) -> int:
    """Where a string ends that goes on at ``at``: at its quote, at a last lone backslash, or beyond the data."""
    found = _REST.match(data, at)
    assert found is not None
    return found.end()
