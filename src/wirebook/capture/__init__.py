"""Captured traffic, one reader per format: a stream in, exchanges and faults out, in constant memory.

The format is found by content, never by name. Readers know HTTP and their own format;
they know no provider and judge nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import BinaryIO

from wirebook.capture.exchange import Exchange, Fault
from wirebook.capture.opened import opened, sniff

__all__ = ["READERS", "Exchange", "Fault", "read", "sniff"]

# Format -> the module whose ``read(stream, name)`` gives its exchanges.
READERS: dict[str, str] = {
    "har": "wirebook.capture.har",
    "jsonl": "wirebook.capture.jsonl",
    "mitm": "wirebook.capture.mitm",
    "pcap": "wirebook.capture.pcap",
    "warc": "wirebook.capture.warc",
}

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
    if os.path.isdir(path):
        from wirebook.capture.folder import read as of_folder

        yield from of_folder(path, lambda file: read(file, fields=fields) if _is_capture(file) else None)
        return
    with opened(path, fields) as (stream, kind):
        if kind is None and _named(path):
            yield Fault("capture.broken", path, args={"reason": "its content is no capture, whatever its name says"})
        elif kind is None:
            from wirebook.capture.folder import body

            yield body(stream, path)
        elif kind == "jsonl":
            yield from import_module(READERS[kind]).read(stream, path, fields)
        else:
            reader: _Read = import_module(READERS[kind]).read
            yield from reader(stream, path)
        if stream.fault is not None:
            yield Fault("capture.broken", path, args={"reason": stream.fault})
