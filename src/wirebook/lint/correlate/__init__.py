"""Checks over many exchanges: each takes events by key and in time order, and gives rows.

``events_of`` makes the events while an exchange is at hand; ``judged`` is the second step,
over all events of a run in order. What is checked, and with what limits, the specs say.
A check sees the events of one key and no others, holds no more of them than its window
asks for, and keeps nothing between keys: a group may be judged on any machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from wirebook.lint.correlate import concurrency, limits, repeats, retries, states, strangers
from wirebook.lint.correlate.known import Known, Origins, Whole
from wirebook.lint.event import Event, Keyed, Met, Unchecked
from wirebook.memo import once_per_object

if TYPE_CHECKING:
    from wirebook.books import Book
    from wirebook.lint.check import Checked
    from wirebook.model import Operation, Provider
    from wirebook.row import Row

__all__ = ["CHECKS", "Check", "events_of", "judged", "order"]


class Check(NamedTuple):
    """applies: whether an operation has anything to tell it. events: what an exchange tells it. judge: what the
    events of one key show, given in order."""

    applies: Callable[[Provider, Operation], bool]
    events: Callable[[Known], Iterator[Event | Unchecked]]
    judge: Callable[[Iterator[Event], Whole], Iterator[Row | Unchecked | Met]]


CHECKS: dict[str, Check] = {
    limits.CHECK: Check(limits.applies, limits.events, limits.judge),
    concurrency.CHECK: Check(concurrency.applies, concurrency.events, concurrency.judge),
    retries.CHECK: Check(retries.applies, retries.events, retries.judge),
    repeats.CHECK: Check(repeats.applies, repeats.events, repeats.judge),
    strangers.CHECK: Check(strangers.applies, strangers.events, strangers.judge),
    states.CHECK: Check(states.applies, states.events, states.judge),
}


def events_of(checked: Checked, books: Iterable[Book], keyed: Keyed) -> Iterator[Event | Unchecked]:
    """What this exchange has to tell the checks across the capture, and the checks that lack something of it."""
    if checked.provider is None or checked.operation is None:
        return
    provider = next((book.provider for book in books if book.provider.name == checked.provider), None)
    if provider is None:
        return
    operation, checks = _checks(provider).get(checked.operation, (None, ()))
    if operation is None or not checks:
        return
    known = Known(checked, provider, operation, keyed)
    for check in checks:
        yield from check.events(known)


@once_per_object
def _checks(provider: Provider) -> dict[str, tuple[Operation, tuple[Check, ...]]]:
    """The operations of a provider, each with the checks that it has something to tell."""
    return {
        operation.id: (operation, tuple(check for check in CHECKS.values() if check.applies(provider, operation)))
        for operation in provider.operations
    }


def order(event: Event) -> tuple[str, str, float, str, int]:
    """What events are sorted by; those of no known time come first, in the order of the captures."""
    time = float("-inf") if event.time is None else event.time
    return event.check, event.key, time, event.file, event.record


def judged(events: Iterable[Event], books: Iterable[Book], origins: Origins) -> Iterator[Row | Unchecked | Met]:
    """What all checks say of the events of a run, which stand in order; each group of one check and key for itself.

    origins: of the whole run, ``Tally.origins``.
    """
    providers = {book.provider.name: book.provider for book in books}
    for (check, _, name), group in groupby(events, key=lambda event: (event.check, event.key, event.provider)):
        yield from CHECKS[check].judge(group, Whole(providers[name], origins))
