"""Captured traffic, one reader per format: a stream in, exchanges and faults out, in constant memory.

The format is found by content, never by name. Readers know HTTP and their own format;
they know no provider and judge nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from wirebook.capture.exchange import Exchange, Fault
from wirebook.capture.opened import opened, sniff

if TYPE_CHECKING:
    from wirebook.capture.jsonl import Lines

    Batch = list[Exchange | Fault] | Lines

__all__ = ["READERS", "Exchange", "Fault", "cut", "read", "sniff"]

T = TypeVar("T")

# Format -> the module whose ``read(stream, name)`` gives its exchanges.
READERS: dict[str, str] = {
    "har": "wirebook.capture.har",
    "jsonl": "wirebook.capture.jsonl",
    "mitm": "wirebook.capture.mitm",
    "pcap": "wirebook.capture.pcap",
    "warc": "wirebook.capture.warc",
}

_AHEAD = 100  # exchanges that ``read`` is ahead of its reader, and KiB of them
_Read = Callable[[BinaryIO, str], Iterator[Exchange | Fault]]


# A file so named is meant to be a capture; one that holds none must not pass for a body.
_NAMES = (".har", ".jsonl", ".ndjson", ".flow", ".flows", ".mitm", ".pcap", ".pcapng", ".cap", ".warc")


def _named(path: str) -> bool:
    return path.lower().removesuffix(".gz").removesuffix(".zst").endswith(_NAMES)


def _is_capture(path: str) -> bool:
    """Whether a file of a folder is read as a capture: named so, or of a format that no body can be taken for."""
    if _named(path):
        return True
    with opened(path) as (_, kind):
        return kind is not None and kind != "jsonl"


def read(path: str, *, fields: Mapping[str, str] | None = None) -> Iterator[Exchange | Fault]:
    """Every exchange of a capture file or folder, and every fault met on the way.

    fields: for JSONL, our names of a record's fields -> dotted paths in these records.
    Raises UsageError where a format needs a library that is not installed, OSError
    where the file cannot be opened.
    """
    for batch in cut(path, fields=fields, count=_AHEAD, size=_AHEAD * 1024):
        yield from batch


def cut(
    path: str,
    *,
    fields: Mapping[str, str] | None = None,
    count: int,
    size: int = 0,
    meter: Callable[[int], object] | None = None,
) -> Iterator[Batch]:
    """What ``read`` gives, in batches that can go to another process; lines of JSONL are left to be read there.

    A batch has at most ``count`` members, and ends with the one that brings it to ``size`` bytes (0: no such
    end). meter: is told of every so many bytes that are read of the file. Raises as ``read`` does.
    """
    if os.path.isdir(path):
        from wirebook.capture.folder import read as of_folder

        batch: list[Exchange | Fault] = []
        for held in of_folder(path, _is_capture, meter):
            if not isinstance(held, tuple):
                batch.append(held)
                if len(batch) < count and (not size or sum(map(_weight, batch)) < size):
                    continue
            if batch:
                yield batch
                batch = []
            if isinstance(held, tuple):
                index, file = held
                try:
                    yield from cut(file, fields=fields, count=count, size=size, meter=meter)
                except OSError as error:
                    yield [Fault("capture.io", file, index, args={"reason": error.strerror or "unreadable"})]
        if batch:
            yield batch
        return
    with opened(path, fields, meter) as (stream, kind):
        if kind == "jsonl":
            from wirebook.capture.jsonl import Lines, lines, paths

            where = paths(fields)
            for rows in _batches(lines(stream), count, size, lambda row: len(row[2])):
                yield Lines(path, where, rows)
        else:
            yield from _exchanges(_read(stream, kind, path), count, size)
        if stream.fault is not None:
            yield [Fault("capture.broken", path, args={"reason": stream.fault})]


def _read(stream: BinaryIO, kind: str | None, path: str) -> Iterator[Exchange | Fault]:
    if kind is not None:
        reader: _Read = import_module(READERS[kind]).read
        yield from reader(stream, path)
    elif _named(path):
        yield Fault("capture.broken", path, args={"reason": "its content is no capture, whatever its name says"})
    else:
        from wirebook.capture.folder import body

        found = body(stream, path)
        if found.request is not None and _binary(found.request.part.body):
            yield Fault("capture.broken", path, args={"reason": "its content is neither a capture nor a body"})
        else:
            yield found


def _binary(data: bytes) -> bool:
    """Whether no text is that: a capture of a format that is not read, or one whose beginning is damaged."""
    head = data[:4096]
    return b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"))


def _exchanges(found: Iterator[Exchange | Fault], count: int, size: int) -> Iterator[Batch]:
    return _batches(found, count, size, _weight)


def _batches(found: Iterator[T], count: int, size: int, weigh: Callable[[T], int]) -> Iterator[list[T]]:
    """Cut by number and by size."""
    batch: list[T] = []
    filled = 0
    for one in found:
        batch.append(one)
        filled += weigh(one) if size else 0
        if len(batch) >= count or (size and filled >= size):
            yield batch
            batch, filled = [], 0
    if batch:
        yield batch


def _weight(one: Exchange | Fault) -> int:
    """The bytes of its bodies."""
    if isinstance(one, Fault):
        return 0
    return sum(len(half.part.body) for half in (one.request, one.reply) if half is not None)
