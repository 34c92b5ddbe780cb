"""Where a report goes: standard output, or a file that is there whole or not at all."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import TextIO

__all__ = ["Output", "Replacing"]


class Replacing:
    """A file written beside its place and renamed into it when the block ends well; else what was there stays.

    ``beside`` is the path to write to. What is no plain file (a pipe, ``/dev/stdout``) is written
    as it stands, and a link is followed. Raises OSError as usual, about the path that was asked for.
    """

    def __init__(self, path: str) -> None:
        self.path = os.path.realpath(path) if os.path.islink(path) else path
        plain = not os.path.exists(self.path) or os.path.isfile(self.path)
        self.beside = f"{self.path}.{os.getpid()}.part" if plain else self.path
        if os.path.isdir(self.path):
            raise IsADirectoryError(21, os.strerror(21), path)

    def __enter__(self) -> str:
        return self.beside

    def __exit__(self, kind: type[BaseException] | None, _value: object, _trace: TracebackType | None) -> None:
        if self.beside == self.path:
            return
        if kind is None:
            os.replace(self.beside, self.path)
            return
        with suppress(OSError):
            os.unlink(self.beside)


class Output:
    """The text stream of ``--output FILE``; standard output where there is none."""

    def __init__(self, path: str | None) -> None:
        self._place = None if path is None else Replacing(path)
        self._file: TextIO | None = None

    def __enter__(self) -> TextIO:
        if self._place is None:
            return sys.stdout
        try:
            self._file = open(self._place.beside, "w", encoding="utf-8", errors="backslashreplace", newline="\n")
        except OSError as problem:
            problem.filename = self._place.path
            raise
        return self._file

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._place is None or self._file is None:
            return
        try:
            self._file.close()
        except OSError:
            self._place.__exit__(OSError, None, None)
            raise
        self._place.__exit__(kind, value, trace)
