"""A folder: each file is a capture, or one body of which nothing else is known."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from wirebook.capture.exchange import Exchange, Fault, Half
from wirebook.part import Part
from wirebook.wire.caps import MAX_BYTES

if TYPE_CHECKING:
    from typing import BinaryIO

__all__ = ["body", "read"]


def read(folder: str, capture: Callable[[str], Iterator[Exchange | Fault] | None]) -> Iterator[Exchange | Fault]:
    """What the files below a folder hold, in the order of their names; links are not followed out of it.

    capture: gives what a file holds if it is a capture, None if it is a body.
    """
    index = 0
    for place, folders, files in os.walk(folder):
        folders.sort()
        for file in sorted(files):
            path = os.path.join(place, file)
            if os.path.islink(path) or not os.path.isfile(path):
                continue
            try:
                held = capture(path)
                if held is not None:
                    yield from held
                    continue
                with open(path, "rb") as stream:
                    yield body(stream, path, index)
            except OSError as error:
                yield Fault("capture.io", path, index, args={"reason": error.strerror or "unreadable"})
            index += 1


def body(stream: BinaryIO, path: str, index: int = 0) -> Exchange:
    """A file as a body whose side is not known: it is held as a request without method and address."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        return Exchange(path, index, Half(Part(b""), "too-large"))
    return Exchange(path, index, Half(Part(data)))
