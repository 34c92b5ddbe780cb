"""How often one called, against the documented limits: requests within a time, counted over a sliding window."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from wirebook.lint.correlate.excess import Excess
from wirebook.lint.correlate.known import Known, Whole, digest
from wirebook.lint.correlate.told import RELATED
from wirebook.lint.event import Event, Met, Unchecked
from wirebook.model import Limit, Operation, Provider
from wirebook.row import Row

__all__ = ["CHECK", "applies", "counted", "events", "judge", "limit_of"]

CHECK = "limit"


def applies(provider: Provider, operation: Operation) -> bool:
    """Whether the operation has limits of this kind."""
    return any(limit.requests is not None for limit in operation.limits)


def events(known: Known) -> Iterator[Event | Unchecked]:
    """One event for each limit that counts the call, and for each value that it counts apart."""
    limits = [limit for limit in known.operation.limits if limit.requests is not None]
    if not limits or known.exchange.request is None:
        return
    if known.exchange.time is None:
        yield Unchecked(CHECK, "no-time")
        return
    yield from counted(known, CHECK, limits)


def counted(known: Known, check: str, limits: list[Limit]) -> Iterator[Event | Unchecked]:
    """The events of a call under limits; a call whose request was not read is not checked where that decides."""
    account = known.account()
    for limit in limits:
        if limit.message:
            if known.message is None:
                yield Unchecked(check, "no-message")
                continue
            if known.message.id != limit.message:
                continue
        refused = None if limit.code is None else known.answers(limit.code)
        place = (known.operation.id, limit.id)
        at = f"limits.{limit.id}"
        if limit.same == "identical" and known.exchange.request is not None and known.exchange.request.lacks:
            yield Unchecked(check, known.exchange.request.lacks)
            continue
        if limit.same == "identical":
            yield known.event(check, *place, digest(known.exchange.request), limit=limit.id, refused=refused, at=at)
            continue
        unsure = account is None or None
        values: list[object] = [""]
        if limit.same != "all":
            if known.value is None:
                yield Unchecked(check, "no-message")
                continue
            there = known.value.get(limit.same)
            values = [] if there is None else [*dict.fromkeys(there)] if isinstance(there, list) else [there]
        for index, value in enumerate(values):
            where = f"{at}[{index}]" if len(values) > 1 else at
            yield known.event(
                check, *place, account or "", value, limit=limit.id, refused=refused, unsure=unsure, at=where
            )


def judge(events: Iterator[Event], whole: Whole) -> Iterator[Row | Unchecked | Met]:
    """Rows for calls beyond a limit; a window is open at its begin: two calls exactly its length apart do not meet."""
    window: deque[list[float]] = deque()  # [time, calls at that time]; a capture may hold any number of them at one
    last: deque[Event] = deque(maxlen=RELATED)
    count = 0
    excess: Excess | None = None
    for event in events:
        if excess is None:
            operation, limit = limit_of(event, whole.provider)
            if limit.requests is None or limit.seconds is None:
                return
            excess, seconds = Excess(CHECK, limit, limit.requests, whole.provider), limit.seconds
        now = event.time or 0.0
        while window and round(now - window[0][0], 6) >= seconds:
            count -= int(window.popleft()[1])
        others = [*reversed(last)][:count] if count >= excess.number else []
        if window and window[-1][0] == now:
            window[-1][1] += 1
        else:
            window.append([now, 1])
        last.append(event)
        count += 1
        yield from excess.call(event, count, others)
    if excess is not None:
        yield from excess.end(operation.id)


def limit_of(event: Event, provider: Provider) -> tuple[Operation, Limit]:
    """The operation and the limit that an event is of."""
    operation = next(one for one in provider.operations if one.id == event.operation)
    return operation, next(one for one in operation.limits if one.id == event.facts["limit"])
