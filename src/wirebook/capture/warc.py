"""WARC: web archives; fastwarc reads the records and undoes transfer and content codings.

A request and its reply are two records that name each other, or share an address and a
moment; the reply may come first. Nothing is held longer than ``_HELD`` records.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, BinaryIO

from wirebook.capture.exchange import Exchange, Fault, Half
from wirebook.capture.extras import need
from wirebook.capture.halves import folded, half, place
from wirebook.wire.caps import MAX_BYTES

__all__ = ["read"]

_HELD = 10_000


def read(stream: BinaryIO, name: str) -> Iterator[Exchange | Fault]:
    """The exchanges of a WARC file, compressed or not; the library seeks in it, so it opens ``name`` itself."""
    warc: Any = need("fastwarc.warc", "warc")
    wanted = warc.WarcRecordType.request | warc.WarcRecordType.response
    waiting: OrderedDict[str, tuple[int, bool, Half, str, float | None]] = OrderedDict()
    index = -1
    try:
        for record in warc.ArchiveIterator(name, record_types=wanted, auto_decode="all", fsspec_args=False):
            index += 1
            made = _half(record, warc)
            if made is None:
                yield Fault("capture.record", name, index, args={"reason": "no HTTP message"})
                continue
            asks, one, url, when = made
            keys = [str(record.headers.get("WARC-Concurrent-To") or ""), str(record.record_id), f"{url} {when}"]
            other = next((waiting.pop(key) for key in keys if key and key in waiting), None)
            if other is not None and other[1] != asks:
                yield _pair(name, (index, asks, one, url, when), other)
                continue
            waiting[keys[0] or keys[2]] = (index, asks, one, url, when)
            if len(waiting) > _HELD:
                yield _pair(name, waiting.popitem(last=False)[1], None)
    except BaseException as error:  # the library has no base class for what it raises, and panics as no Exception
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        yield Fault("capture.broken", name, index + 1, args={"reason": "it is no WARC from here on"})
    for left in waiting.values():
        yield _pair(name, left, None)


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
        return True, half(body, headers, method=method, url=url, coded=False), url, when
    return False, half(body, headers, status=None if status is None else int(status), coded=False), url, when


def _pair(name: str, one: Any, other: Any) -> Exchange:
    request = next((row[2] for row in (one, other) if row is not None and row[1]), None)
    reply = next((row[2] for row in (one, other) if row is not None and not row[1]), None)
    index, _, _, url, when = min((row for row in (one, other) if row is not None), key=lambda row: row[0])
    return Exchange(name, index, request, reply, when, place(url)[0])
