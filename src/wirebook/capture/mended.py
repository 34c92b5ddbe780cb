"""JSON with half characters made readable: ``\\udccf`` alone is no text, and parsers stop at it.

Python's exporters write such escapes where bytes were no UTF-8 (mitmproxy does, in a form's
parameters). Each becomes U+FFFD, which says that something was there; pairs stay. A mark of the byte
order at the beginning is passed over, as HAR wants of its readers.
"""

from __future__ import annotations

import codecs
import re
from typing import Protocol

__all__ = ["Mended"]

_STEP = 64 * 1024
_HIGH, _HALF = rb"[dD][89abAB][0-9a-fA-F]{2}", rb"[dD][89a-fA-F][0-9a-fA-F]{2}"
_SUSPECT = re.compile(rb"\\u" + _HALF)
# An escape: a pair, half of one, or any other; so that a backslash that is itself escaped starts nothing.
_ESCAPE = re.compile(rb"\\(?:u" + _HIGH + rb"\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u" + _HALF + rb")|.)", re.DOTALL)
# What may go on in the next piece: an escape cut off, or a first half whose second is still to come.
_OPEN = re.compile(rb"\\(?:u(?:" + _HIGH + rb"(?:\\(?:u[0-9a-fA-F]{0,3})?)?|[0-9a-fA-F]{0,3}))?\Z")


class _Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


class Mended:
    """A stream of JSON text as ``read`` gives it, with half characters replaced."""

    def __init__(self, stream: _Readable) -> None:
        self._stream = stream
        self._left = b""
        self._begun = False

    def read(self, size: int = -1) -> bytes:
        """A piece of the text, of about the size that was asked for; b"" at the end."""
        if size == 0:  # how ijson asks whether it gets bytes
            return b""
        while True:
            data = self._stream.read(size if size > 0 else _STEP)
            whole = self._left + data
            if not self._begun:
                if data and len(whole) < len(codecs.BOM_UTF8):
                    self._left = whole
                    continue
                self._begun = True
                whole = whole.removeprefix(codecs.BOM_UTF8)
            at = _whole(whole) if data else len(whole)
            self._left = whole[at:]
            if at or not data:
                return _mend(whole[:at])


def _whole(data: bytes) -> int:
    """How much of the data may be read without what follows."""
    at = max(0, len(data) - 12)
    while (found := _OPEN.search(data, at)) is not None:
        start = found.start()
        run = start - len(data[:start].rstrip(b"\\"))
        if run % 2 == 0:
            return start
        at = start + 1
    return len(data)


def _mend(data: bytes) -> bytes:
    return _ESCAPE.sub(_one, data) if _SUSPECT.search(data) else data


def _one(found: re.Match[bytes]) -> bytes:
    return b"\\ufffd" if found.group(1) else found.group()
