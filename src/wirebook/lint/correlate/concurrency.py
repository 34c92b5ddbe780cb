"""How many calls ran at the same time, against the documented limits."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

from wirebook.lint.correlate.excess import Excess
from wirebook.lint.correlate.known import Known, Whole
from wirebook.lint.correlate.limits import counted, limit_of
from wirebook.lint.correlate.told import RELATED
from wirebook.lint.event import Event, Met, Unchecked
from wirebook.model import Operation, Provider
from wirebook.row import Row

__all__ = ["CHECK", "applies", "events", "judge"]

CHECK = "concurrent"


def applies(provider: Provider, operation: Operation) -> bool:
    """Whether the operation has limits of this kind."""
    return any(limit.concurrent is not None for limit in operation.limits)


def events(known: Known) -> Iterator[Event | Unchecked]:
    """One event for each limit of calls at once, with the time at which the call was over."""
    limits = [limit for limit in known.operation.limits if limit.concurrent is not None]
    if not limits or known.exchange.request is None:
        return
    if known.exchange.time is None:
        yield Unchecked(CHECK, "no-time")
    elif known.exchange.ended is None:
        yield Unchecked(CHECK, "no-end")
    else:
        for one in counted(known, CHECK, limits):
            if isinstance(one, Event):
                one.facts["ended"] = known.exchange.ended
            yield one


def judge(events: Iterator[Event], whole: Whole) -> Iterator[Row | Unchecked | Met]:
    """Rows for calls begun while too many others ran; one that ends as another begins does not meet it."""
    running: list[tuple[float, int, Event]] = []
    excess: Excess | None = None
    for number, event in enumerate(events):
        if excess is None:
            operation, limit = limit_of(event, whole.provider)
            if limit.concurrent is None:
                return
            excess = Excess(CHECK, limit, limit.concurrent, whole.provider)
        now = event.time or 0.0
        while running and running[0][0] <= now:
            heapq.heappop(running)
        others: list[Event] = []
        if len(running) >= excess.number:
            others = [other for _, _, other in heapq.nlargest(RELATED, running, key=lambda one: one[1])]
        heapq.heappush(running, (max(event.facts["ended"], now), number, event))
        yield from excess.call(event, len(running), others)
    if excess is not None:
        yield from excess.end(operation.id)
