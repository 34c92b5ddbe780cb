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

    A capture among them is given as its number and path, and left to the caller. What is passed over and read
    nowhere else is a fault, at the end. meter: as ``opened`` has it.
    """
    index = 0
    passed: list[Fault] = []
    for path in walk(folder, lambda path, why: passed.append(Fault("capture.io", path, args={"reason": why}))):
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
    yield from passed


def walk(folder: str, passed: Callable[[str, str], object] = lambda path, why: None) -> Iterator[str]:
    """The paths of the files below a folder, in the order in which they are read.

    passed: is told of each path below that is not read, nor by another name, and why.
    """
    inside = os.path.join(os.path.realpath(folder), "")

    def unreadable(error: OSError) -> None:
        passed(error.filename, error.strerror or "unreadable")

    for place, folders, files in os.walk(folder, onerror=unreadable):
        folders.sort()
        for name in sorted([*files, *(name for name in folders if os.path.islink(os.path.join(place, name)))]):
            path = os.path.join(place, name)
            if not os.path.islink(path):
                if os.path.isfile(path):
                    yield path
                else:
                    passed(path, "it is no plain file")
            elif not os.path.exists(path):
                passed(path, "it is a link to nothing")
            elif not os.path.join(os.path.realpath(path), "").startswith(inside):
                passed(path, "it is a link out of the folder")


def body(stream: BinaryIO, path: str, index: int = 0) -> Exchange:
    """A file as a body whose side is not known: it is held as a request without method and address."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        return Exchange(path, index, Half(Part(b""), "too-large"))
    return Exchange(path, index, Half(Part(data)))
