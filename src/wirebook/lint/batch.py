"""The unit of work: a batch of what a capture holds in, rows, counts and events out, nothing kept between batches.

One process, a pool of them and a cluster all run this. A record that makes the engine
itself fail is put aside with a finding of its own; the batch goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from wirebook.anchors import INDEX
from wirebook.anchors import finding as anchor
from wirebook.books import Book
from wirebook.capture.exchange import Exchange, Fault
from wirebook.diagnostic import CODES
from wirebook.lint.check import Checked, Linter
from wirebook.lint.correlate import events_of
from wirebook.lint.event import Event, Keyed
from wirebook.lint.job import Job
from wirebook.lint.tally import Tally
from wirebook.row import Row, rows_of

__all__ = ["Engine", "Outcome"]


@dataclass(slots=True)
class Outcome:
    """What a batch gave; plain values all through."""

    tally: Tally
    rows: list[Row] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

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

    def tally(self) -> Tally:
        """An empty tally of these books."""
        return Tally(self.books)

    def work(self, batch: Iterable[Exchange | Fault]) -> Outcome:
        """Judge every exchange of the batch; raises UsageError for a setting that no book has."""
        outcome = Outcome(self.tally())
        for one in batch:
            if isinstance(one, Fault):
                outcome.tally.faults[one.code] += 1
                self._take(outcome, [_fault(one)])
            else:
                self._exchange(outcome, one)
        return outcome

    def _exchange(self, outcome: Outcome, exchange: Exchange) -> None:
        from wirebook.errors import UsageError

        try:
            checked = self._linter.check(exchange)
            rows = [*self._rows(checked)]
            heard = [*events_of(checked, self.books, self._keyed)]
        except UsageError:
            raise
        except Exception as crash:  # whatever it is, one record must not end the run
            checked, rows, heard = Checked(exchange, "not_checked", None, None, ()), [_crash(exchange, crash)], []
            outcome.tally.unseen["crashed"] += 1
        verdict = checked.verdict
        tally = outcome.tally
        tally.summary["exchanges"] += 1
        tally.summary[verdict] += 1
        tally.timeline.add(exchange.time, verdict)
        tally.spoken[checked.provider or "", checked.operation or "", verdict] += 1
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
            else:
                tally.note(one)

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
        message=code.template.format_map(fault.args),
        args=tuple(fault.args.items()),
        line=fault.line or None,
        column=1 if fault.line else None,
        docs=f"{INDEX}#{anchor(fault.code)}",
        advice=code.advice,
        record_line=fault.line,
    )


def _crash(exchange: Exchange, crash: Exception) -> Row:
    """A record that the engine failed on: told by kind of failure, sizes and hash, never by content."""
    import hashlib

    code = CODES["lint.crashed"]
    halves = (("request", exchange.request), ("response", exchange.reply))
    bodies = [(part, half.part.body) for part, half in halves if half is not None]
    told = ", ".join(
        f"{part} of {len(body)} bytes, sha256 {hashlib.sha256(body).hexdigest()[:16]}" for part, body in bodies
    )
    args = {"kind": type(crash).__name__, "bodies": told or "no body"}
    return Row(
        exchange.file,
        exchange.index,
        "exchange",
        code="lint.crashed",
        severity=code.severity,
        message=code.template.format_map(args),
        args=tuple(args.items()),
        docs=f"{INDEX}#{anchor('lint.crashed')}",
        advice=code.advice,
        verdict="not_checked",
        time=exchange.time,
        record_line=exchange.line,
    )
