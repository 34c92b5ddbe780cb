"""What a run counts. Tallies of parts of a capture add up to the tally of the whole, in any order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wirebook.books import Book
from wirebook.capture.exchange import Fault
from wirebook.lint.coverage import Coverage
from wirebook.lint.event import Event, Met, Unchecked

__all__ = ["ACROSS", "UNREAD", "VERDICTS", "Tally", "Timeline"]

VERDICTS = ("pass", "fail", "not_checked", "out_of_scope")

# What is counted as skipped where only verdicts are wanted.
ACROSS = ("across", "verdicts-only")
UNREAD = ("capture.broken", "capture.record", "capture.io", "capture.gap")
_BARS = 512


class Timeline:
    """Verdicts over time: counts by bucket, never more than _BARS buckets.

    width: seconds of a bucket, a power of two. What is the narrowest width that fits depends on the
    times alone, not on the order in which they came.
    """

    def __init__(self) -> None:
        self.width = 1
        self.untimed: Counter[str] = Counter()
        self._bars: dict[int, Counter[str]] = {}

    def add(self, time: float | None, verdict: str, count: int = 1) -> None:
        """Count a verdict at a time, in seconds since the epoch."""
        if time is None:
            self.untimed[verdict] += count
            return
        self._bars.setdefault(int(time // self.width), Counter())[verdict] += count
        self._fit()

    def merge(self, other: Timeline) -> None:
        """Add another's counts."""
        self.untimed.update(other.untimed)
        while self.width < other.width:
            self._double()
        for bar, counts in other._bars.items():
            self._bars.setdefault(bar * other.width // self.width, Counter()).update(counts)
        self._fit()

    def bars(self) -> list[tuple[int, dict[str, int]]]:
        """(begin of the bucket in seconds since the epoch, counts by verdict), in order; empty buckets are left out."""
        return [(bar * self.width, +counts) for bar, counts in sorted(self._bars.items())]

    def _fit(self) -> None:
        while len(self._bars) > _BARS:
            self._double()

    def _double(self) -> None:
        self.width *= 2
        old, self._bars = self._bars, {}
        for bar, counts in old.items():
            self._bars.setdefault(bar // 2, Counter()).update(counts)

    def as_json(self) -> dict[str, Any]:
        bars = [[bar, dict(sorted(counts.items()))] for bar, counts in sorted(self._bars.items())]
        return {"width": self.width, "bars": bars, "untimed": dict(sorted(self.untimed.items()))}

    @classmethod
    def read(cls, shape: dict[str, Any]) -> Timeline:
        found = cls()
        found.width = shape["width"]
        found.untimed.update(shape["untimed"])
        found._bars = {bar: Counter(counts) for bar, counts in shape["bars"]}
        return found


class Tally:
    """The counts of a run.

    summary: exchanges by verdict. unseen: halves in scope that were not checked, by reason. skipped: checks of
    bodies that were judged all the same, by (check, reason). faults: of the captures themselves, by code.
    findings: by (code, severity, provider, message). spoken: exchanges by (provider, operation, verdict),
    "" for what is not told. met: records of JSONL by (file, mapped field that they have); "" is all of a file's,
    where fields are mapped. origins: for "provider.identity", the first time of something that gives such
    identifiers, and the first such record that has no time.
    """

    def __init__(self, books: Sequence[Book]) -> None:
        self.summary = dict.fromkeys(("exchanges", *VERDICTS), 0)
        self.unseen: Counter[str] = Counter()
        self.skipped: Counter[tuple[str, str]] = Counter()
        self.faults: Counter[str] = Counter()
        self.findings: Counter[tuple[str, str, str, str]] = Counter()
        self.spoken: Counter[tuple[str, str, str]] = Counter()
        self.met: Counter[tuple[str, str]] = Counter()
        self.timeline = Timeline()
        self.coverage = Coverage(books)
        self.origins: dict[str, tuple[float | None, tuple[str, int] | None]] = {}

    def merge(self, other: Tally) -> None:
        """Add another's counts."""
        for name, count in other.summary.items():
            self.summary[name] += count
        for mine, its in zip(self._counters(), other._counters(), strict=True):
            mine.update(its)
        self.timeline.merge(other.timeline)
        self.coverage.merge(other.coverage)
        for name, (time, record) in other.origins.items():
            self._originated(name, time, record)

    def note(self, one: Unchecked | Met) -> None:
        """Count what a check across the capture says besides rows."""
        if isinstance(one, Unchecked):
            self.skipped[one.check, one.reason] += 1
        else:
            self.coverage.met(one)

    def passed(self, provider: str, operation: str, skipped: Sequence[tuple[str, str]], count: int) -> None:
        """Count exchanges of which only the verdict is wanted: they pass."""
        self.summary["exchanges"] += count
        self.summary["pass"] += count
        self.spoken[provider, operation, "pass"] += count
        self.timeline.add(None, "pass", count)
        for one in (*skipped, ACROSS):
            self.skipped[one] += count

    def origin(self, event: Event) -> None:
        """Note an event that gives an identifier."""
        if event.facts.get("gives"):
            untimed = (event.file, event.record) if event.time is None else None
            self._originated(f"{event.provider}.{event.facts['identity']}", event.time, untimed)

    def _originated(self, name: str, time: float | None, record: tuple[str, int] | None) -> None:
        first, untimed = self.origins.get(name, (None, None))
        times = [one for one in (first, time) if one is not None]
        records = [one for one in (untimed, record) if one is not None]
        self.origins[name] = min(times, default=None), min(records, default=None)

    def unmet(self, fields: Mapping[str, str]) -> Iterator[Fault]:
        """Mapped fields that no record of the run has; each stands at the first file that was looked at."""
        files = sorted(file for file, name in self.met if not name)
        names = {name for (_, name), count in self.met.items() if count}
        for name in sorted(fields if files else ()):
            if name not in names and fields[name] != name:
                yield Fault("capture.field", files[0], args={"name": name, "path": fields[name]})

    def turn(self, provider: str, operation: str, time: float | None, was: str) -> None:
        """An exchange that was judged ``was`` alone fails by what the capture as a whole shows."""
        self.spoken[provider, operation, was] -= 1
        self.spoken[provider, operation, "fail"] += 1
        self.summary[was] -= 1
        self.summary["fail"] += 1
        self.timeline.add(time, was, -1)
        self.timeline.add(time, "fail")

    def clean(self, *, strict: bool = False) -> bool:
        """Whether all that is in scope passed; strict: whether everything did, and every record was read.

        A run that met no exchange at all has shown nothing.
        """
        if not self.summary["exchanges"]:
            return False
        failing = self.summary["fail"] + self.summary["not_checked"]
        unread = sum(count for code, count in self.faults.items() if code in UNREAD)
        open_ends = self.summary["out_of_scope"] or self.faults or self.skipped
        return not failing and not unread and not (strict and open_ends)

    def as_json(self) -> dict[str, Any]:
        """Everything, for ``read``; the command line's JSON has its own shape."""
        return {
            "summary": self.summary,
            "counters": [[[key, count] for key, count in sorted(one.items())] for one in self._counters()],
            "timeline": self.timeline.as_json(),
            "coverage": self.coverage.kept(),
            "origins": {name: list(first) for name, first in sorted(self.origins.items())},
        }

    @classmethod
    def read(cls, shape: dict[str, Any], books: Sequence[Book]) -> Tally:
        """The tally that ``as_json`` was of."""
        found = cls(books)
        found.summary.update(shape["summary"])
        for mine, pairs in zip(found._counters(), shape["counters"], strict=True):
            for key, count in pairs:
                mine[tuple(key) if isinstance(key, list) else key] = count
        found.timeline = Timeline.read(shape["timeline"])
        found.coverage.restore(shape["coverage"])
        for name, (time, record) in shape["origins"].items():
            found._originated(name, time, None if record is None else (record[0], record[1]))
        return found

    def _counters(self) -> tuple[Counter[Any], ...]:
        return self.unseen, self.skipped, self.faults, self.findings, self.spoken, self.met
