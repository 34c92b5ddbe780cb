"""The smallest body that still shows something: ddmin over bytes, with a budget."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["shrunk"]


def shrunk(body: bytes, shows: Callable[[bytes], bool], *, seconds: float = 10.0) -> bytes:
    """A body from which no piece can be taken that was tried; ``body`` itself must show it."""
    until = time.monotonic() + seconds
    size = max(1, len(body) // 2)
    while True:
        at, taken = 0, False
        while at < len(body):
            if time.monotonic() > until:
                return body
            less = body[:at] + body[at + size :]
            if shows(less):
                body, taken = less, True
            else:
                at += size
        if size == 1 and not taken:
            return body
        size = max(1, min(size // 2, len(body)))
