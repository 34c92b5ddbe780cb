"""Content codings of bodies (gzip, deflate, br, zstd), undone under caps.

A compressed body is hostile until shown otherwise: output is bounded by size and by
ratio while it is produced, never after.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from wirebook.capture.extras import need
from wirebook.errors import UsageError
from wirebook.wire.caps import MAX_BYTES

__all__ = ["CODINGS", "MAX_CODINGS", "MAX_RATIO", "ContentError", "decoded", "is_coded", "zstd"]

EXTRA = "capture"  # what of Wirebook brings the libraries
MAX_CODINGS = 4  # of one body, one around the other
MAX_RATIO = 200  # of a body's decoded size to its coded one; applied beyond ``_SLACK``
_SLACK = 1024 * 1024
_STEP = 64 * 1024
_SLICE = 4096
_ZSTD_STEP = 512  # of input, each of which may make 16 MiB of output


class ContentError(ValueError):
    """A body that its coding does not decode, or decodes beyond the caps; ``lacks`` says which."""

    def __init__(self, lacks: str) -> None:
        super().__init__(lacks)
        self.lacks = lacks


def decoded(body: bytes, coding: str) -> bytes:
    """The body with its Content-Encoding undone, the last coding first; raises ContentError."""
    names = [name for name in (each.strip().lower() for each in coding.split(",")) if name not in ("", "identity")]
    if len(names) > MAX_CODINGS:
        raise ContentError("undecodable-body")
    for name in reversed(names):
        if name not in CODINGS:
            raise ContentError("undecodable-body")
        body = _capped(CODINGS[name](body), len(body))
    return body


_MAGIC = {"gzip": b"\x1f\x8b", "x-gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")


def is_coded(body: bytes, coding: str) -> bool:
    """Whether bytes that came with a Content-Encoding are still coded, where a logger may have undone it.

    By what the outermost coding begins with; a coding without a mark is told by control characters, of which a
    text has none and some fifty bytes of coded data hardly ever do without.
    """
    names = [name for name in (each.strip().lower() for each in coding.split(",")) if name not in ("", "identity")]
    if not names:
        return False
    magic = _MAGIC.get(names[-1])
    return body.startswith(magic) if magic is not None else len(body.translate(None, _CONTROLS)) < len(body)


def _capped(pieces: Iterator[bytes], coded: int) -> bytes:
    most = min(MAX_BYTES, max(_SLACK, coded * MAX_RATIO))
    found: list[bytes] = []
    size = 0
    try:
        for piece in pieces:
            size += len(piece)
            if size > most:
                raise ContentError("too-large")
            found.append(piece)
    except (zlib.error, EOFError, ValueError) as error:
        if isinstance(error, ContentError):
            raise
        raise ContentError("undecodable-body") from None
    return b"".join(found)


def _zlib(bits: int) -> Callable[[bytes], Iterator[bytes]]:
    def pieces(body: bytes) -> Iterator[bytes]:
        machine = None
        # In small slices: what a member leaves over is copied, and there may be a member every twenty bytes.
        for at in range(0, len(body), _SLICE):
            left = body[at : at + _SLICE]
            while left:
                machine = machine or zlib.decompressobj(bits)
                yield machine.decompress(left, _STEP)
                left = machine.unconsumed_tail
                if machine.eof:
                    if bits < 16:
                        return
                    left, machine = machine.unused_data, None  # gzip members may follow one another
        while machine is not None and not machine.eof:
            piece = machine.decompress(b"", _STEP)
            if not piece and not machine.eof:
                raise EOFError
            yield piece

    return pieces


def _deflate(body: bytes) -> Iterator[bytes]:
    """zlib as the standard has it, or raw as some servers send it."""
    wrapped = len(body) > 1 and body[0] & 15 == 8 and (body[0] * 256 + body[1]) % 31 == 0
    return _zlib(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)(body)


def _library(module: str) -> Any:
    """What a coding needs; a body that lacks it is not read, and the others are."""
    try:
        return need(module, EXTRA, what="a body")
    except UsageError:
        raise ContentError("no-library") from None


def _brotli(body: bytes) -> Iterator[bytes]:
    brotli = _library("brotli")
    machine = brotli.Decompressor()
    try:
        piece = machine.process(body, output_buffer_limit=_STEP)
        while piece or not machine.can_accept_more_data():
            yield piece
            piece = machine.process(b"", output_buffer_limit=_STEP)
    except brotli.error:
        raise EOFError from None
    if not machine.is_finished():
        raise EOFError


def _zstd(body: bytes) -> Iterator[bytes]:
    _library("zstandard")
    return zstd([body], 8 * 1024 * 1024, "a body")


def zstd(pieces: Iterable[bytes], window: int, what: str) -> Iterator[bytes]:
    """Zstandard frames of ``what``, one after another, undone; raises EOFError where they break off or are damaged."""
    zstandard: Any = need("zstandard", EXTRA, what=what)
    maker = zstandard.ZstdDecompressor(max_window_size=window)
    machine: Any = None
    try:
        for data in (piece[at : at + _ZSTD_STEP] for piece in pieces for at in range(0, len(piece), _ZSTD_STEP)):
            while data:
                machine = machine or maker.decompressobj()
                yield machine.decompress(data)
                data = machine.unused_data if machine.eof else b""
                machine = None if machine.eof else machine
    except zstandard.ZstdError:
        raise EOFError from None
    if machine is not None:
        raise EOFError


CODINGS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _zlib(zlib.MAX_WBITS | 16),
    "x-gzip": _zlib(zlib.MAX_WBITS | 16),
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
