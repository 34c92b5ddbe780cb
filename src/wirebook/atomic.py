"""A file that is written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

__all__ = ["replacing"]


@contextmanager
def replacing(path: str, mode: str = "w") -> Iterator[IO[Any]]:
    """A file to write to (text is UTF-8) that takes the place of ``path`` when the block ends without an error.

    Until then it lies beside it under another name, and is gone after an error. A symbolic link is
    followed. Raises OSError at once where the folder cannot be written.
    """
    path = os.path.realpath(path)
    if os.path.isdir(path):
        raise IsADirectoryError(21, os.strerror(21), path)
    text: dict[str, Any] = {} if "b" in mode else {"encoding": "utf-8", "errors": "backslashreplace", "newline": "\n"}
    handle, beside = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".wirebook-")
    try:
        with open(handle, mode, **text) as stream:
            yield stream
        os.chmod(beside, os.stat(path).st_mode & 0o777 if os.path.exists(path) else 0o666 & ~_umask())
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
