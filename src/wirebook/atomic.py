"""A file that is written whole or not at all."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EISDIR
from typing import IO, Any, TextIO, cast

__all__ = ["output", "probe", "replacing"]


@contextmanager
def output(path: str | None) -> Iterator[TextIO]:
    """The text stream of ``--output FILE``: the file as ``replacing`` makes it, standard output for None."""
    if path is None:
        yield sys.stdout
        return
    with replacing(path) as stream:
        yield cast(TextIO, stream)


@contextmanager
def replacing(path: str, mode: str = "w") -> Iterator[IO[Any]]:
    """A file to write to (text is UTF-8) that takes the place of ``path`` when the block ends without an error.

    Until then it lies beside it under another name, and is gone after an error. A symbolic link is
    followed; what is no plain file (a pipe, ``/dev/stdout``) is written as it stands. Raises OSError, about
    the path that was given, at once where the folder cannot be written.
    """
    given, path = path, os.path.realpath(path)
    text: dict[str, Any] = {} if "b" in mode else {"encoding": "utf-8", "errors": "backslashreplace", "newline": "\n"}
    if os.path.exists(path) and not os.path.isfile(path):  # a folder is refused here
        with _opened(given, given, text) as stream:
            yield stream
        return
    try:
        handle, beside = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".wirebook-")
    except OSError as problem:
        raise OSError(problem.errno, problem.strerror, given) from None
    try:
        with _opened(handle, given, text) as stream:
            yield stream
        os.chmod(beside, os.stat(path).st_mode & 0o777 if os.path.exists(path) else 0o666 & ~_umask())
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise


class _Named(io.FileIO):
    """A file to write to whose errors name it: a full disk tells no name by itself."""

    def __init__(self, file: str | int, given: str) -> None:
        self._given = given
        super().__init__(file, "wb")

    def write(self, data: Any) -> int:
        try:
            return super().write(data)
        except OSError as problem:
            problem.filename = self._given
            raise


def _opened(file: str | int, given: str, text: dict[str, Any]) -> IO[Any]:
    stream = io.BufferedWriter(_Named(file, given))
    return io.TextIOWrapper(stream, **text) if text else stream


def probe(path: str) -> None:
    """Find out now whether ``replacing`` could write there; raises OSError as it does, and leaves nothing behind."""
    given, path = path, os.path.realpath(path)
    if os.path.isdir(path):
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR), given)
    if os.path.exists(path) and not os.path.isfile(path):
        return
    try:
        handle, beside = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".wirebook-")
    except OSError as problem:
        raise OSError(problem.errno, problem.strerror, given) from None
    os.close(handle)
    os.unlink(beside)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
