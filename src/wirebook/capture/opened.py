"""Capture files opened by what they hold: compression undone under a cap, the format told by the first bytes."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO

from wirebook.capture.content import zstd

__all__ = ["MAX_RATIO", "Stream", "opened", "sniff"]

MAX_RATIO = 2000  # of a whole capture: logs compress well, bombs better
_SLACK = 64 * 1024 * 1024
_SLICE = 4096  # what a member leaves over is copied
_HEAD = 4096
_STEP = 64 * 1024

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_PCAP = (b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4", b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d", b"\x0a\x0d\x0d\x0a")
_HAR = re.compile(rb"\s*\{\s*\"log\"\s*:\s*\{")
_JSON_LINE = re.compile(rb"\s*\{\s*(\"|\})")
_FLOW = re.compile(rb"[1-9][0-9]{0,9}:[0-9]{1,10}:")


def sniff(head: bytes, fields: Mapping[str, str] | None = None) -> str | None:
    """The format that a file's first bytes show, None for a file that is a body by itself.

    fields: as in ``read``; the names that tell a JSONL record from a body that is JSON.
    """
    if head.startswith(_PCAP):
        return "pcap"
    if head.startswith(b"WARC/1."):
        return "warc"
    text = head.removeprefix(b"\xef\xbb\xbf")
    if _HAR.match(text):
        return "har"
    if _FLOW.match(head):
        return "mitm"
    if _JSON_LINE.match(text) and _is_record(text[:_HEAD], fields):
        return "jsonl"
    # A log that was cut begins in the middle of a line; one of the next tells.
    rest = text.split(b"\n")[1:20]
    return "jsonl" if any(_JSON_LINE.match(line) and _names_record(line, fields) for line in rest) else None


def _is_record(head: bytes, fields: Mapping[str, str] | None) -> bool:
    """Whether a JSON object's first line looks like a log's record rather than one body."""
    line = head.partition(b"\n")[0]
    if len(line) == len(head) >= _HEAD:
        return True
    if b"\n" in head.strip() and line.rstrip().endswith(b"}"):
        return True  # several objects, one per line
    return _names_record(line, fields)


def _names_record(line: bytes, fields: Mapping[str, str] | None) -> bool:
    """Whether a line has the name of a record's field."""
    from wirebook.capture.jsonl import FIELDS

    names = [field for field in FIELDS if field not in ("time", "status", "host")]
    names += [path.partition(".")[0] for path in (fields or {}).values()]
    return any(b'"' + name.encode() + b'"' in line for name in names)


class Stream(io.RawIOBase):
    """A compressed file as the bytes in it; stops at the cap or at damage, and says so in ``fault``."""

    def __init__(self, pieces: Iterator[bytes], coded: Any) -> None:
        self._pieces = pieces
        self._coded = coded
        self._left = b""
        self._given = 0
        self.fault: str | None = None

    def readable(self) -> bool:
        """As io has it."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As io has it."""
        if not self._left:
            self._left = self._next()
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size

    def _next(self) -> bytes:
        """The next piece that is not empty; b"" at the end, at damage and at the cap."""
        try:
            piece = b"" if self.fault is not None else next(filter(None, self._pieces), b"")
        except (zlib.error, EOFError, OSError):
            self.fault = "its compression ends early or is damaged"
            return b""
        self._given += len(piece)
        if self._given > _SLACK and self._given > self._coded.tell() * MAX_RATIO:
            self.fault = f"it grows more than {MAX_RATIO} times when decompressed"
            return b""
        return piece


class _Buffered(io.BufferedReader):
    """A buffered stream that keeps its raw one's fault at hand."""

    @property
    def fault(self) -> str | None:
        return getattr(self.raw, "fault", None)


@contextmanager
def opened(
    path: str, fields: Mapping[str, str] | None = None, meter: Callable[[int], object] | None = None
) -> Iterator[tuple[Any, str | None]]:
    """A capture file as a stream of its content, and its format; the stream has ``fault``.

    meter: is told of every so many bytes that are read of the file itself.
    """
    with open(path, "rb") as file:
        stream: Any = _Buffered(_plain(file, meter), _STEP)
        kind = sniff(stream.peek(_STEP)[:_STEP], fields)
        yield stream, kind


def _plain(file: BinaryIO, meter: Callable[[int], object] | None) -> Any:
    pieces = _Pieces(file, meter)
    if pieces.head.startswith(_GZIP):
        return Stream(_gzip(pieces), pieces)
    if pieces.head.startswith(_ZSTD):
        return Stream(zstd(pieces, 128 * 1024 * 1024, str(file.name)), pieces)
    return Stream(pieces, _Uncapped())


class _Pieces:
    """A file in pieces, of which the head may be looked at first; it is read once, so a pipe will do."""

    def __init__(self, file: BinaryIO, meter: Callable[[int], object] | None) -> None:
        self._file = file
        self._meter = meter
        self._count = 0
        self.head = self._next = file.read(_STEP)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = self._next or self._file.read(_STEP)
        self._next = b""
        if not piece:
            raise StopIteration
        self._count += len(piece)
        if self._meter is not None:
            self._meter(len(piece))
        return piece

    def tell(self) -> int:
        """The bytes that were given."""
        return self._count


class _Uncapped:
    """A file that is not compressed grows by nothing."""

    def tell(self) -> int:
        """More than any file."""
        return 1 << 62


def _gzip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    machine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    started = False
    for data in (piece[at : at + _SLICE] for piece in pieces for at in range(0, len(piece), _SLICE)):
        while data:
            started = True
            piece = machine.decompress(data, _STEP)
            if piece:
                yield piece
            data = machine.unconsumed_tail
            if machine.eof:
                data = machine.unused_data
                machine = zlib.decompressobj(zlib.MAX_WBITS | 16)
                started = bool(data)
    if started:
        raise EOFError
