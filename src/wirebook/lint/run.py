"""A run over captures: every exchange checked, everything counted, nothing kept that grows with the capture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from wirebook.capture import Fault, read
from wirebook.lint.check import Checked, Linter
from wirebook.lint.coverage import Coverage

__all__ = ["VERDICTS", "Run"]

VERDICTS = ("pass", "fail", "not_checked", "out_of_scope")


class Run:
    """Checks captures one after another; the counts are whole once ``checked`` is exhausted.

    summary: exchanges by verdict. unseen: why halves in scope were not checked, counted
    by reason. faults: those of the captures themselves, counted by code.
    """

    def __init__(self, linter: Linter, *, fields: Mapping[str, str] | None = None) -> None:
        self.linter = linter
        self.coverage = Coverage(linter.books)
        self.summary = dict.fromkeys(("exchanges", *VERDICTS), 0)
        self.unseen: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self._fields = fields

    def checked(self, captures: Sequence[str]) -> Iterator[Checked | Fault]:
        """Each exchange with its verdict, and each fault, in the captures' order; raises OSError for a missing file."""
        for capture in captures:
            for found in read(capture, fields=self._fields):
                if isinstance(found, Fault):
                    self.faults[found.code] += 1
                    yield found
                    continue
                told = self.linter.check(found)
                self.summary["exchanges"] += 1
                self.summary[told.verdict] += 1
                for half in told.halves:
                    if half.result.verdict == "not_checked":
                        self.unseen[half.result.reason or "unknown"] += 1
                self.coverage.add(told)
                yield told

    def clean(self, *, strict: bool = False) -> bool:
        """Whether all that is in scope passed; strict: whether everything did, and every record was read.

        A run that met no exchange at all has shown nothing.
        """
        if not self.summary["exchanges"]:
            return False
        failing = self.summary["fail"] + self.summary["not_checked"]
        unread = sum(count for code, count in self.faults.items() if code in _UNREAD)
        return not failing and not unread and not (strict and (self.summary["out_of_scope"] or self.faults))


_UNREAD = ("capture.broken", "capture.record", "capture.io", "capture.gap")
