"""A WARC's bytes on their way to the library that reads them: where records begin and end by their own heads.

Only lengths are looked at, so that what the library skips, or takes for whole, is known.
"""

from __future__ import annotations

import re
from typing import BinaryIO

__all__ = ["Watched"]

_STEP = 64 * 1024
_MAX_HEAD = 1024 * 1024
_LENGTH = re.compile(rb"\ncontent-length[ \t]*:[ \t]*([0-9]{1,18})[ \t]*\r?\n", re.IGNORECASE)
_BLANK = re.compile(rb"\r?\n\r?\n")


class Watched:
    """A stream as the library wants one. begun: records whose head was read; complete: those of them that ended.

    early: the bytes end inside of a record. whole: what was read is records and nothing else.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._at = 0
        self._head = b""
        self._body = 0  # bytes of the open record that are still to come
        self.begun = 0
        self.whole = True

    def read(self, size: int = -1) -> bytes:
        """As io has it."""
        data = self._stream.read(size)
        self._at += len(data)
        self._watch(data)
        return data

    def tell(self) -> int:
        """As io has it."""
        return self._at

    def drain(self) -> None:
        """Read what the library left."""
        while self.read(_STEP):
            pass

    @property
    def complete(self) -> int:
        """How many records came whole."""
        return self.begun - (self._body > 0)

    @property
    def early(self) -> bool:
        """Whether a record is open."""
        return self.whole and (self._body > 0 or bool(self._head.strip()))

    def _watch(self, data: bytes) -> None:
        while data and self.whole:
            if self._body:
                taken = min(self._body, len(data))
                self._body -= taken
                data = data[taken:]
                continue
            head = (self._head + data).lstrip(b"\r\n")
            end = _BLANK.search(head, max(0, len(self._head) - 3))
            if end is None:
                self._head = head
                self.whole = len(head) <= _MAX_HEAD and b"WARC/".startswith(head[:5])
                return
            size = _LENGTH.search(head, 0, end.end())
            if size is None or not head.startswith(b"WARC/"):
                self.whole = False
                return
            self.begun += 1
            self._body = int(size.group(1))
            self._head, data = b"", head[end.end() :]
