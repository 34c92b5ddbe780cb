"""The repetition of calls against its documented schedule: until which answer, how often, at which interval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wirebook.lint.correlate.known import Known, Whole, digest
from wirebook.lint.correlate.told import row
from wirebook.lint.event import Event, Met, Unchecked
from wirebook.model import Operation, Provider, Retry
from wirebook.row import Row

__all__ = ["CHECK", "applies", "events", "judge", "tolerance"]

CHECK = "retry"


def tolerance(interval: int) -> float:
    """How far from the documented interval the next attempt may come, in seconds: 10, or a tenth of it."""
    return max(10.0, interval / 10)


def applies(provider: Provider, operation: Operation) -> bool:
    """Whether the operation is repeated at all."""
    return operation.retry is not None


def events(known: Known) -> Iterator[Event | Unchecked]:
    """One event for a call that is repeated; the same bytes are the same call."""
    request = known.exchange.request
    if known.operation.retry is None or request is None:
        return
    if request.lacks:
        yield Unchecked(CHECK, request.lacks)
        return
    status = None if known.exchange.reply is None else known.exchange.reply.part.status
    yield known.event(CHECK, known.operation.id, digest(request), status=status)


def judge(events: Iterator[Event], whole: Whole) -> Iterator[Row | Unchecked | Met]:
    """Rows for a call repeated after the answer that ends it, off the interval, or too often."""
    before: Event | None = None
    attempts = most = 0
    for event in events:
        retry = next(one.retry for one in whole.provider.operations if one.id == event.operation)
        if retry is None:
            return
        attempts += 1
        said = None
        if before is not None:
            answered = before.facts.get("status")
            if answered is not None and retry.stops(answered):
                attempts = 1
                said = "across.retry-answered", {"status": answered}
            elif retry.interval is not None:
                if answered is None or before.time is None or event.time is None:
                    yield Unchecked(CHECK, "no-reply" if answered is None else "no-time")
                else:
                    passed, allowed = event.time - before.time, tolerance(retry.interval)
                    if round(abs(passed - retry.interval), 6) > allowed:
                        args = {"got": f"{passed:.0f}", "interval": retry.interval, "tolerance": f"{allowed:.0f}"}
                        said = "across.retry-interval", args
        if said is not None and before is not None:
            code, args = said
            yield _row(event, code, retry, args, whole, [before])
        if retry.attempts is not None and attempts == retry.attempts + 1:
            last = () if before is None else (before,)
            args = {"limit": retry.attempts}
            yield _row(event, "across.retry-attempts", retry, args, whole, last)
        most = max(most, attempts)
        before = event
    if before is not None:
        yield Met(whole.provider.name, before.operation, "", most)


def _row(
    event: Event, code: str, retry: Retry, args: Mapping[str, object], whole: Whole, related: Sequence[Event]
) -> Row:
    return row(event, code, whole.provider, path="retry", args=args, source=retry.source, related=related)
