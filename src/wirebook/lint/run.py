"""A run over captures: batches judged, counted and sorted; then the checks across them; nothing kept that grows."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from wirebook.capture import cut
from wirebook.lint.batch import Engine, Outcome
from wirebook.lint.correlate import judged
from wirebook.lint.correlate import order as in_time
from wirebook.lint.event import Event
from wirebook.lint.job import Job
from wirebook.lint.sorting import Sorted
from wirebook.lint.tally import Tally
from wirebook.lint.turned import Turned
from wirebook.row import Row, order

if TYPE_CHECKING:
    from collections.abc import Callable

    from wirebook.capture import Batch
    from wirebook.lint.progress import Progress
    from wirebook.lint.resume import Kept

__all__ = ["BATCH", "SIZE", "Run", "batches"]

BATCH = 500  # exchanges and faults of a batch
SIZE = 2 * 1024 * 1024  # bytes of a batch, but for the last member's


def batches(
    captures: Sequence[str], job: Job, meter: Callable[[int], object] | None = None
) -> Iterator[tuple[int, Batch]]:
    """The captures cut into numbered batches, in order; the same cut of the same captures.

    meter: is told of every so many bytes that are read. Raises OSError for a missing file.
    """
    number = 0
    for capture in captures:
        for batch in cut(capture, fields=job.fields or None, count=BATCH, size=SIZE, meter=meter):
            yield number, batch
            number += 1


class Run:
    """Gathers the outcomes of batches.

    Once ``end`` was called, ``tally`` is whole and ``rows`` gives every row in order.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.tally: Tally = engine.tally()
        self._rows: Sorted[Row] = Sorted(order, Row.read)
        self._events: Sorted[Event] = Sorted(in_time, lambda values: Event(*values))

    def lint(
        self,
        captures: Sequence[str],
        *,
        jobs: int = 1,
        kept: Kept | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Judge the captures, by this process or by several; raises OSError for a missing file.

        kept: the folder where outcomes are kept; those that lie there are not made again. progress: is told.
        """
        numbered = batches(captures, self.engine.job, None if progress is None else progress.read)
        if kept is not None:
            for shape in kept.outcomes():
                self.take(Outcome.read(shape, self.engine.books))
            numbered = iter(()) if kept.ended else kept.rest(numbered)
        with closing(self._judged(numbered, jobs)) as judged_batches:  # also when it is interrupted here
            for number, outcome in judged_batches:
                if kept is not None:
                    kept.keep(number, outcome)
                if progress is not None:
                    progress.judged(outcome.tally.summary["exchanges"])
                self.take(outcome)
        if kept is not None and not kept.ended:
            kept.end()
        self.end()

    def _judged(self, numbered: Iterator[tuple[int, Batch]], jobs: int) -> Generator[tuple[int, Outcome], None, None]:
        if jobs == 1:
            for number, batch in numbered:
                yield number, self.engine.work(batch)
            return
        from wirebook.lint.pool import Pool

        with Pool(self.engine, jobs) as pool:
            yield from pool.work(numbered)

    def take(self, outcome: Outcome) -> None:
        """Add a batch's outcome; the order of batches does not matter."""
        self.tally.merge(outcome.tally)
        for row in outcome.rows:
            self._rows.add(row)
        for event in outcome.events:
            self._events.add(event)

    def end(self) -> None:
        """Make the checks across the captures; what they fail is failed in the tally too."""
        policy = self.engine.job.policy
        across: Sorted[Row] = Sorted(order, Row.read)
        for found in judged(self._events, self.engine.books, self.tally.origins):
            if not isinstance(found, Row):
                self.tally.note(found)
            elif policy.keeps(found.code, found.file):
                across.add(found._replace(known=found.fingerprint in policy.known))
        turned = Turned(self.tally, policy)
        for row in across:
            self._rows.add(turned.add(row))
        for row in self.engine.unmet(self.tally):
            self._rows.add(row)

    def rows(self) -> Iterable[Row]:
        """Every row in order."""
        return self._rows
