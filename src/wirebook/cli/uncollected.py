"""For commands that read specs: what they make lives as long as they run, so nobody looks for garbage in it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["uncollected"]


@contextmanager
def uncollected() -> Iterator[None]:
    """Python's search for cycles, a twentieth of the time of ``generate``, is off meanwhile; counting goes on."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
