"""The template engine, and its compiled templates kept beside their sources, as Python keeps its own byte code.

Compiling the templates costs more than filling them. What is kept is bound to the source, to
Python's and to Jinja's version; where nothing may be written, nothing is.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress

import jinja2
from jinja2.bccache import Bucket, FileSystemBytecodeCache

__all__ = ["environment"]

_FOLDER = os.path.join(os.path.dirname(__file__), "templates")
_KEPT = os.path.join(_FOLDER, "__pycache__")


class _Kept(FileSystemBytecodeCache):
    """Written under the rules of Python's byte code: only where that is written too, and never worth an error."""

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            os.makedirs(_KEPT, exist_ok=True)
            super().dump_bytecode(bucket)


def environment(finalize: Callable[[object], object], *, autoescape: bool) -> jinja2.Environment:
    """An environment over the generator's templates, in which ``finalize`` renders every printed value."""
    kind = f"{sys.implementation.cache_tag}-jinja{jinja2.__version__}-{'html' if autoescape else 'plain'}"
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER),
        autoescape=autoescape,
        finalize=finalize,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_Kept(_KEPT, f"%s.{kind}.bin"),
    )
