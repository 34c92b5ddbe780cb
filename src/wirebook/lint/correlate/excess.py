"""Calls beyond a limit as rows: each that was refused, and one for a burst that was answered all the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wirebook.lint.correlate.told import row
from wirebook.lint.event import Event, Met, Unchecked
from wirebook.model import Limit, Provider
from wirebook.row import Row

__all__ = ["Excess"]


class Excess:
    """Follows the calls that one limit counts together, in time order.

    An event's facts: ``refused``: whether the reply was the limit's code, None while that is not known;
    ``unsure``: whether it is unknown who called, so that only a refusal shows the excess.
    """

    def __init__(self, check: str, limit: Limit, number: int, provider: Provider) -> None:
        self.check = check  # also the beginning of the codes
        self.limit = limit
        self.number = number
        self.provider = provider
        self.peak = 0
        self._first: Event | None = None  # of the burst in hand
        self._related: Sequence[Event] = ()
        self._most = self._over = 0

    def call(self, event: Event, count: int, others: Sequence[Event]) -> Iterator[Row | Unchecked]:
        """One more call, with which ``count`` stand together."""
        self.peak = max(self.peak, count)
        if count <= self.number:
            yield from self._burst()
        elif event.facts.get("refused"):
            yield self._row(event, f"across.{self.check}-refused", others, got=count)
        else:
            if self._first is None:
                self._first, self._related, self._most, self._over = event, others, 0, 0
            self._most = max(self._most, count)
            self._over += 1

    def end(self, operation: str) -> Iterator[Row | Unchecked | Met]:
        """No call is left."""
        yield from self._burst()
        yield Met(self.provider.name, operation, self.limit.id, self.peak)

    def _burst(self) -> Iterator[Row | Unchecked]:
        first, self._first = self._first, None
        if first is None:
            return
        if first.facts.get("unsure"):
            yield Unchecked(self.check, "no-account")
        else:
            yield self._row(first, f"across.{self.check}", self._related, got=self._most, over=self._over)

    def _row(self, event: Event, code: str, others: Sequence[Event], **args: int) -> Row:
        said = {**args, "limit": self.number, "seconds": self.limit.seconds or 0, "name": self.limit.id}
        path = event.facts.get("at", "")
        return row(event, code, self.provider, path=path, args=said, source=self.limit.source, related=others)
