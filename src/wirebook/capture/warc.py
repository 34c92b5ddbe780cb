"""WARC: web archives; fastwarc takes the records apart and undoes transfer codings.

A request and its reply are two records that name each other, or share an address and a
moment; the reply may come first. Nothing is held longer than ``_HELD`` records. The
library passes over damage in silence, so the bytes that it reads are watched.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, BinaryIO

from wirebook.capture.exchange import Exchange, Fault, Half
from wirebook.capture.extras import need
from wirebook.capture.halves import folded, half, place
from wirebook.capture.watched import Watched
from wirebook.wire.caps import MAX_BYTES

__all__ = ["read"]

_HELD = 10_000

_Row = tuple[int, bool, Half, str, float | None]  # index, whether it asks, itself, its address and moment


def read(stream: BinaryIO, name: str) -> Iterator[Exchange | Fault]:
    """The exchanges of a WARC file; a record that breaks off is a half without a body, and a fault."""
    waiting: OrderedDict[str, _Row] = OrderedDict()
    for found in _rows(Watched(stream), name):
        if isinstance(found, Fault):
            yield found
            continue
        row, keys = found
        other = next((waiting.pop(key) for key in keys if key and key in waiting), None)
        if other is not None and other[1] != row[1]:
            yield _pair(name, row, other)
            continue
        waiting[keys[0] or keys[2]] = row
        if len(waiting) > _HELD:
            yield _pair(name, waiting.popitem(last=False)[1], None)
    for left in waiting.values():
        yield _pair(name, left, None)


def _rows(watched: Watched, name: str) -> Iterator[tuple[_Row, list[str]] | Fault]:
    """Each HTTP message with what it may be paired by; given once the next record is there, so that it is whole."""
    warc: Any = need("fastwarc.warc", "warc", what=name)
    wanted = (warc.WarcRecordType.request, warc.WarcRecordType.response)
    index = count = -1
    held: tuple[int, tuple[_Row, list[str]] | Fault] | None = None
    damaged = False
    try:
        # Content codings are undone here: the library loses all that follows a body both chunked and compressed.
        for record in warc.ArchiveIterator(watched, auto_decode="transfer", fsspec_args=False):
            if held is not None:
                yield held[1]
            held = None
            count += 1
            if record.record_type not in wanted:
                continue
            index += 1
            made = _half(record, warc)
            if made is None:
                held = count, Fault("capture.record", name, index, args={"reason": "no HTTP message"})
                continue
            asks, one, url, when = made
            keys = [str(record.headers.get("WARC-Concurrent-To") or ""), str(record.record_id), f"{url} {when}"]
            held = count, ((index, asks, one, url, when), keys)
    except BaseException as error:  # the library has no base class for what it raises, and panics as no Exception
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        damaged = True
    watched.drain()
    if held is not None:
        if held[0] >= watched.complete and not isinstance(held[1], Fault):
            held[1][0][2].cut()
        yield held[1]
    if watched.early:
        yield Fault("capture.broken", name, index + 1, args={"reason": "it ends early"})
    elif damaged or count + 1 < watched.begun or not watched.whole:
        yield Fault("capture.broken", name, index + 1, args={"reason": "it is no WARC from here on"})


def _half(record: Any, warc: Any) -> tuple[bool, Half, str, float | None] | None:
    if not record.is_http or not record.is_http_parsed:
        return None
    asks = record.record_type == warc.WarcRecordType.request
    url = str(record.headers.get("WARC-Target-URI") or "").strip("<>")
    body = record.reader.read(MAX_BYTES + 1)
    headers = folded((str(key), str(value)) for key, value in record.http_headers)
    when = None if record.record_date is None else record.record_date.timestamp()
    status: Any = record.http_headers.status_code
    if asks:
        method = str(record.http_headers.status_line).split(" ")[0].upper()
        made = half(body, headers, method=method, url=url)
    else:
        made = half(body, headers, status=None if status is None else int(status))
    if record.headers.get("WARC-Truncated") or _short(len(body), headers):
        made.cut()
    return asks, made, url, when


def _short(size: int, headers: dict[str, str]) -> bool:
    """Whether a body has less bytes than its head says; one without any may answer a HEAD."""
    said = headers.get("content-length", "")
    return bool(size) and "transfer-encoding" not in headers and said.isascii() and said.isdigit() and size < int(said)


def _pair(name: str, one: _Row, other: _Row | None) -> Exchange:
    request = next((row[2] for row in (one, other) if row is not None and row[1]), None)
    reply = next((row[2] for row in (one, other) if row is not None and not row[1]), None)
    index, _, _, url, when = min((row for row in (one, other) if row is not None), key=lambda row: row[0])
    return Exchange(name, index, request, reply, when, place(url)[0])
