"""Sorting more than fits in memory: sorted chunks on the disk, merged when they are read."""

from __future__ import annotations

import heapq
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, Any, Generic, TypeVar

__all__ = ["CHUNK", "Sorted"]

CHUNK = 10_000  # items kept in memory, a few kilobytes each

T = TypeVar("T", bound=Sequence[Any])


class Sorted(Generic[T]):
    """A bag of tuples of JSON values that is read back in order; of equal keys the first added comes first.

    key: what an item is sorted by. back: makes an item of the list that JSON gives. What does not fit
    in memory lies in unnamed temporary files, gone when the process is.
    """

    def __init__(self, key: Callable[[Any], Any], back: Callable[[list[Any]], T], *, chunk: int = CHUNK) -> None:
        self._key = key
        self._back = back
        self._chunk = chunk
        self._here: list[T] = []
        self._files: list[IO[str]] = []

    def add(self, item: T) -> None:
        """Take one more."""
        self._here.append(item)
        if len(self._here) >= self._chunk:
            self._spill()

    def __iter__(self) -> Iterator[T]:
        """Every item in order; may be read again, also after more was added, but not by two at a time."""
        self._here.sort(key=self._key)
        return heapq.merge(*map(self._read, self._files), iter(self._here), key=self._key)

    def _spill(self) -> None:
        self._here.sort(key=self._key)
        self._files.append(_written(self._here))
        self._here = []
        if len(self._files) > 64:  # few open files, whatever the capture's size
            self._fold()

    def _fold(self) -> None:
        whole = _written(heapq.merge(*map(self._read, self._files), key=self._key))
        for file in self._files:
            file.close()
        self._files = [whole]

    def _read(self, file: IO[str]) -> Iterator[T]:
        file.seek(0)
        for row in file:
            yield self._back(json.loads(row))


def _written(items: Iterable[Sequence[Any]]) -> IO[str]:
    file = tempfile.TemporaryFile("w+", encoding="ascii", newline="\n")  # noqa: SIM115 closed with the bag
    file.writelines(json.dumps(item, separators=(",", ":")) + "\n" for item in items)
    return file
