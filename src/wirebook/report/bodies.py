"""What ``validate`` found, as the reports take it that are told of exchanges too.

Loaded only for those formats: a passing body in text or JSON needs none of this.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from wirebook.anchors import INDEX
from wirebook.anchors import finding as anchor
from wirebook.diagnostic import CODES
from wirebook.lint.sorting import Sorted
from wirebook.row import Row, order, rows_of
from wirebook.wording import fill

if TYPE_CHECKING:
    from wirebook.model import Document
    from wirebook.result import Result

__all__ = ["Bodies"]


class Bodies:
    """The counts of the files judged so far, and their rows.

    ``rows`` gives what lint gives, and for each file that has nothing to say a row without
    code and severity, with its verdict: these reports know no other way to hear of it.
    """

    def __init__(self) -> None:
        self.known: frozenset[str] = frozenset()  # fingerprints of the baseline
        self.summary = dict.fromkeys(("files", "pass", "fail", "not_checked"), 0)
        self.unseen: Counter[str] = Counter()
        self.skipped: Counter[tuple[str, str]] = Counter()
        self.faults: Counter[str] = Counter()
        self.findings: Counter[tuple[str, str, str, str]] = Counter()
        self.spoken: Counter[tuple[str, str, str]] = Counter()
        self._rows: Sorted[Row] = Sorted(order, Row.read)

    def add(self, file: str, result: Result, documents: Iterable[Document]) -> None:
        """Take one file's result."""
        self.summary["files"] += 1
        self.summary[result.verdict] += 1
        self.spoken[result.provider or "", result.message or "", result.verdict] += 1
        base = Row(
            file,
            provider=result.provider,
            message_id=result.message,
            candidates=result.candidates,
            encoding=result.encoding,
            verdict=result.verdict,
        )
        silent = True
        if result.verdict == "not_checked":
            reason = result.reason or "unknown"
            self.unseen[reason] += 1
            self._rows.add(base._replace(code=reason))
            silent = False
        for check in result.skipped:
            self.skipped[check.check, check.reason] += 1
        for row in rows_of(result, Row(file), documents=documents):
            self.findings[row.code, row.severity, row.provider or "", row.message_id or ""] += 1
            self._rows.add(row._replace(known=row.fingerprint in self.known))
            silent = False
        if silent:
            self._rows.add(base)

    def lost(self, file: str, problem: OSError) -> None:
        """Take a file that could not be read; it is none of the files judged."""
        code = CODES["capture.io"]
        args = {"reason": problem.strerror or type(problem).__name__}
        self.faults["capture.io"] += 1
        self.findings["capture.io", code.severity, "", ""] += 1
        self._rows.add(
            Row(
                file,
                part="capture",
                code="capture.io",
                severity=code.severity,
                message=fill(code.template, args),
                args=tuple(args.items()),
                docs=f"{INDEX}#{anchor('capture.io')}",
                advice=code.advice,
                verdict="not_checked",
            )
        )

    def rows(self) -> Iterator[Row]:
        """Every row in order."""
        return iter(self._rows)
