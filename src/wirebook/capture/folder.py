"""A folder: each file is a capture, or one body of which nothing else is known."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from wirebook.capture.exchange import Exchange, Fault, Half
from wirebook.part import Part
from wirebook.wire.caps import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

__all__ = ["body", "read", "walk"]


def read(
    folder: str, is_capture: Callable[[str], bool], meter: Callable[[int], object] | None = None
) -> Iterator[Exchange | Fault | tuple[int, str]]:
    """What the files below a folder hold, in the order of their names; links are not followed out of it.

    A capture among them is given as its number and path, and left to the caller. meter: as ``opened`` has it.
    """
    index = 0
    for path in walk(folder):
        try:
            if is_capture(path):
                yield index, path
                continue
            with open(path, "rb") as stream:
                yield body(stream, path, index)
            if meter is not None:
                meter(os.path.getsize(path))
        except OSError as error:
            yield Fault("capture.io", path, index, args={"reason": error.strerror or "unreadable"})
        index += 1


def walk(folder: str) -> Iterator[str]:
    """The paths of the files below a folder, in the order in which they are read."""
    for place, folders, files in os.walk(folder):
        folders.sort()
        for file in sorted(files):
            path = os.path.join(place, file)
            if not os.path.islink(path) and os.path.isfile(path):
                yield path


def body(stream: BinaryIO, path: str, index: int = 0) -> Exchange:
    """A file as a body whose side is not known: it is held as a request without method and address."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        return Exchange(path, index, Half(Part(b""), "too-large"))
    return Exchange(path, index, Half(Part(data)))
