"""Checks over many exchanges: each takes events by key and in time order, and gives rows.

``events_of`` makes the events while an exchange is at hand; ``judged`` is the second step,
over all events of a run in order. What is checked, and with what limits, the specs say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from wirebook.lint.event import Event, Keyed

if TYPE_CHECKING:
    from wirebook.books import Book
    from wirebook.lint.check import Checked
    from wirebook.row import Row

__all__ = ["events_of", "judged", "order"]


def events_of(checked: Checked, keyed: Keyed) -> Iterator[Event]:
    """What this exchange has to tell the checks across the capture."""
    yield from ()


def order(event: Event) -> tuple[str, str, float, str, int]:
    """What events are sorted by; those of no known time come first, in the order of the captures."""
    time = float("-inf") if event.time is None else event.time
    return event.check, event.key, time, event.file, event.record


def judged(events: Iterable[Event], books: tuple[Book, ...]) -> Iterator[Row]:
    """The rows of all checks over the events of a run, which stand in order."""
    yield from ()
