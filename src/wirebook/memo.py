"""Plans made once per object of a model.

Models are frozen and deeply nested, so that hashing one costs as much as walking it;
these tables go by identity instead. A table keeps its objects alive and is emptied
when it grows past what any set of specs needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

__all__ = ["once_per_object"]

T = TypeVar("T")
R = TypeVar("R")

_MOST = 20_000


def once_per_object(make: Callable[[T], R]) -> Callable[[T], R]:
    """``make``, called once per object; the object must not change afterwards."""
    table: dict[int, tuple[T, R]] = {}

    def get(thing: T) -> R:
        entry = table.get(id(thing))
        if entry is not None:
            return entry[1]
        made = make(thing)
        if len(table) >= _MOST:
            table.clear()
        table[id(thing)] = (thing, made)  # the reference keeps the id from being given to another object
        return made

    get.__doc__ = make.__doc__
    return get
