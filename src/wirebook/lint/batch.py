"""The unit of work: a batch of what a capture holds in, rows, counts and events out, nothing kept between batches.

One process, a pool of them and a cluster all run this. A record that makes the engine
itself fail is put aside with a finding of its own; the batch goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wirebook.anchors import INDEX
from wirebook.anchors import finding as anchor
from wirebook.books import Book
from wirebook.capture.exchange import Exchange, Fault
from wirebook.capture.jsonl import Lines
from wirebook.diagnostic import CODES
from wirebook.lint.check import Checked, Linter
from wirebook.lint.correlate import events_of
from wirebook.lint.event import Event, Keyed
from wirebook.lint.job import Job
from wirebook.lint.tally import ACROSS, Tally
from wirebook.row import Row, rows_of
from wirebook.wording import counted, fill

if TYPE_CHECKING:
    from wirebook.capture import Batch
    from wirebook.lint.recall.plan import Recalled
    from wirebook.lint.recall.road import Road

__all__ = ["Engine", "Outcome", "singly"]


@dataclass(slots=True)
class Outcome:
    """What a batch gave; plain values all through."""

    tally: Tally
    rows: list[Row] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        """Add another's, which came after."""
        self.tally.merge(other.tally)
        self.rows += other.rows
        self.events += other.events

    def as_json(self) -> dict[str, Any]:
        """Everything, for ``read``."""
        return {"tally": self.tally.as_json(), "rows": self.rows, "events": self.events}

    @classmethod
    def read(cls, shape: dict[str, Any], books: tuple[Book, ...]) -> Outcome:
        """The outcome that ``as_json`` was of, also through JSON."""
        return cls(
            Tally.read(shape["tally"], books),
            [Row.read(row) for row in shape["rows"]],
            [Event(*event) for event in shape["events"]],
        )


class Engine:
    """A job with its books open: judges batches. One per process."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.books = job.books()
        self._documents = {book.provider.name: book.provider.documents for book in self.books}
        self._keyed = Keyed(job.keys)
        self._linter = Linter(
            self.books, settings=job.settings, secret=job.secret, level=job.policy.level, reveal=job.reveal
        )
        self._road: Road | None = None
        if job.verdicts:
            from wirebook.lint.recall.road import Road

            self._road = Road(self._linter)

    def tally(self) -> Tally:
        """An empty tally of these books."""
        return Tally(self.books)

    def work(self, batch: Iterable[Exchange | Fault]) -> Outcome:
        """Judge every exchange of the batch; raises UsageError for a setting that no book has."""
        outcome = Outcome(self.tally())
        if self._road is not None and isinstance(batch, Lines) and batch.paths == self._road.paths:
            self._recalled(outcome, self._road, batch)
            return outcome
        for one in batch:
            self._one(outcome, one)
        if isinstance(batch, Lines):
            outcome.tally.met.update({(batch.name, name): count for name, count in batch.met.items()})
        return outcome

    def _recalled(self, outcome: Outcome, road: Road, batch: Lines) -> None:
        """Judge those lines that are not recalled; verdicts alone are wanted."""
        known: Counter[Recalled] = Counter()
        one_line = Lines(batch.name, batch.paths, [])
        for row in batch.rows:
            told = road.recall(row[2]) if row[2] else None
            if told is not None:
                known[told] += 1
                continue
            one_line.rows = [row]
            for one in one_line:
                checked = self._one(outcome, one)
                if checked is not None and road.memory.count():
                    road.memory.learn(checked)
        for told, count in known.items():
            outcome.tally.passed(told.provider, told.operation, told.skipped, count)

    def _one(self, outcome: Outcome, one: Exchange | Fault) -> Checked | None:
        if not isinstance(one, Fault):
            return self._exchange(outcome, one)
        outcome.tally.faults[one.code] += 1
        self._take(outcome, [_fault(one)])
        return None

    def unmet(self, tally: Tally) -> list[Row]:
        """What is told, and counted, of mapped fields that no record of the run has."""
        rows = []
        for fault in tally.unmet(self.job.fields):
            if self.job.policy.keeps(fault.code, fault.file):
                row = _fault(fault)
                tally.faults[row.code] += 1
                tally.findings[row.code, row.severity, "", ""] += 1
                rows.append(row)
        return rows

    def put_aside(self, batch: Batch, kind: str) -> Outcome:
        """What is told of records that end the process that judges them; kind: how it ended."""
        outcome = Outcome(self.tally())
        if isinstance(batch, Lines):
            for index, line, data in batch.rows:
                lost = _crash(Exchange(batch.name, index, line=line), kind, [("record", data)])
                self._put_aside(outcome, lost)
        else:
            for one in batch:
                exchange = Exchange(one.file, one.index, line=one.line) if isinstance(one, Fault) else one
                self._put_aside(outcome, _crash(exchange, kind, _bodies(exchange)))
        return outcome

    def _put_aside(self, outcome: Outcome, row: Row) -> None:
        tally = outcome.tally
        tally.summary["exchanges"] += 1
        tally.summary["not_checked"] += 1
        tally.unseen["crashed"] += 1
        tally.timeline.add(row.time, "not_checked")
        tally.spoken["", "", "not_checked"] += 1
        self._take(outcome, [row])

    def _exchange(self, outcome: Outcome, exchange: Exchange) -> Checked | None:
        """Judge an exchange; None where what is told of it says nothing about the same one in another file."""
        from wirebook.errors import UsageError

        try:
            checked = self._linter.check(exchange)
            here = bool(self.job.policy.per_file) and any(half.result.findings for half in checked.halves)
            rows = [*self._rows(checked)]
            heard = [] if self.job.verdicts else [*events_of(checked, self.books, self._keyed)]
        except UsageError:
            raise
        except Exception as crash:  # whatever it is, one record must not end the run
            self._put_aside(outcome, _crash(exchange, type(crash).__name__, _bodies(exchange)))
            return None
        verdict = checked.verdict
        tally = outcome.tally
        tally.summary["exchanges"] += 1
        tally.summary[verdict] += 1
        tally.spoken[checked.provider or "", checked.operation or "", verdict] += 1
        if self.job.verdicts:
            tally.timeline.add(None, verdict)
            if verdict != "out_of_scope":
                tally.skipped[ACROSS] += 1
        else:
            tally.timeline.add(exchange.time, verdict)
            tally.coverage.add(checked)
        for half in checked.halves:
            if half.result.verdict == "not_checked":
                tally.unseen[half.result.reason or "unknown"] += 1
            for check in half.result.skipped:
                tally.skipped[check.check, check.reason] += 1
        self._take(outcome, rows)
        for one in heard:
            if isinstance(one, Event):
                outcome.events.append(one)
                tally.origin(one)
            else:
                tally.note(one)
        return None if here else checked

    def _take(self, outcome: Outcome, rows: Iterable[Row]) -> None:
        for row in rows:
            if row.severity:
                outcome.tally.findings[row.code, row.severity, row.provider or "", row.message_id or ""] += 1
            outcome.rows.append(row)

    def _rows(self, checked: Checked) -> Iterator[Row]:
        """The rows of an exchange after the policy, which may change what is failed."""
        exchange, policy = checked.exchange, self.job.policy
        for half in checked.halves:
            result = half.result
            policy.settle(result, exchange.file)
            base = Row(
                exchange.file,
                exchange.index,
                half.part,
                operation=checked.operation,
                time=exchange.time,
                record_line=exchange.line,
            )
            if result.verdict == "not_checked":
                yield base._replace(
                    code=result.reason or "unknown",
                    provider=result.provider,
                    candidates=result.candidates,
                    encoding=result.encoding,
                    verdict="not_checked",
                )
            for row in rows_of(result, base, documents=self._documents.get(result.provider or "", ())):
                yield row._replace(known=row.fingerprint in policy.known)
        checked.settle()


def _fault(fault: Fault) -> Row:
    code = CODES[fault.code]
    return Row(
        fault.file,
        fault.index,
        "capture",
        code=fault.code,
        severity=code.severity,
        message=fill(code.template, fault.args),
        args=tuple(fault.args.items()),
        line=fault.line or None,
        column=1 if fault.line else None,
        docs=f"{INDEX}#{anchor(fault.code)}",
        advice=code.advice,
        record_line=fault.line,
    )


_PARTS = {"request": "запрос", "response": "ответ", "record": "запись"}


def _crash(exchange: Exchange, kind: str, bodies: list[tuple[str, bytes]]) -> Row:
    """A record that the engine failed on: told by kind of failure, sizes and hash, never by content."""
    import hashlib

    code = CODES["lint.crashed"]
    sums = [(part, len(body), hashlib.sha256(body).hexdigest()[:16]) for part, body in bodies]
    told = ", ".join(f"{part} of {counted(size, 'byte')}, sha256 {digest}" for part, size, digest in sums)
    russian = ", ".join(f"{_PARTS[part]}: байт {size}, sha256 {digest}" for part, size, digest in sums)
    args = {"kind": kind, "bodies": told or "no body", "bodies.ru": russian or "тела нет"}
    return Row(
        exchange.file,
        exchange.index,
        "exchange",
        code="lint.crashed",
        severity=code.severity,
        message=fill(code.template, args),
        args=tuple(args.items()),
        docs=f"{INDEX}#{anchor('lint.crashed')}",
        advice=code.advice,
        verdict="not_checked",
        time=exchange.time,
        record_line=exchange.line,
    )


def _bodies(exchange: Exchange) -> list[tuple[str, bytes]]:
    halves = (("request", exchange.request), ("response", exchange.reply))
    return [(part, half.part.body) for part, half in halves if half is not None]


def singly(batch: Batch) -> Iterator[Batch]:
    """Its members, each a batch by itself."""
    if isinstance(batch, Lines):
        for row in batch.rows:
            yield Lines(batch.name, batch.paths, [row])
    else:
        for one in batch:
            yield [one]
