"""The formats of a lint run's report: one class each, made for an output and given every row in order.

A report is told the counts first (``begin``), then every row (``add``), then ``end``. It keeps
nothing that grows with the capture.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, TextIO

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from wirebook.books import Book
    from wirebook.lint.tally import Tally
    from wirebook.row import Row

__all__ = ["FORMATS", "SHARED", "Counts", "Report", "Shared", "report", "shared"]

# Name on the command line -> module and class.
FORMATS: dict[str, tuple[str, str]] = {
    "text": ("wirebook.report.lint", "Text"),
    "json": ("wirebook.report.lint", "Json"),
    "ndjson": ("wirebook.report.lint", "Ndjson"),
    "sarif": ("wirebook.report.sarif", "Sarif"),
    "junit": ("wirebook.report.junit", "JUnit"),
    "github": ("wirebook.report.github", "GitHub"),
}
# Those that tell files as well as exchanges: ``validate`` has them too. They take Counts.
SHARED = ("sarif", "junit", "github")


class Counts(Protocol):
    """What of a tally those reports read that are told of files as well as of exchanges.

    summary: how many there are, under "exchanges" or "files", and how many of each verdict.
    The others are those of ``Tally``.
    """

    summary: dict[str, int]
    unseen: Counter[str]
    skipped: Counter[tuple[str, str]]
    faults: Counter[str]
    findings: Counter[tuple[str, str, str, str]]
    spoken: Counter[tuple[str, str, str]]


class Shared(Protocol):
    """A report that needs no more than Counts."""

    def begin(self, tally: Counts, status: int) -> None:
        """As of ``Report``."""

    def add(self, row: Row) -> None:
        """As of ``Report``."""

    def end(self) -> None:
        """As of ``Report``."""


class Report(Protocol):
    """What every report is. The text written to ``out`` holds no control characters of a payload."""

    def __init__(self, out: TextIO, books: Sequence[Book]) -> None: ...

    def begin(self, tally: Tally, status: int) -> None:
        """The run is over; this is what was counted, and how it will exit."""

    def add(self, row: Row) -> None:
        """The next row."""

    def end(self) -> None:
        """There are no more rows."""


def report(name: str, out: TextIO, books: Sequence[Book]) -> Report:
    """The report of that name; raises UsageError where it needs a library that is not installed."""
    result: Report = _made(name, out, books)
    return result


def shared(name: str, out: TextIO) -> Shared:
    """The report of that name, to be told of files; raises KeyError for one that is not SHARED."""
    result: Shared = _made({name: name for name in SHARED}[name], out, ())
    return result


def _made(name: str, out: TextIO, books: Sequence[Book]) -> Any:
    module, kind = FORMATS[name]
    return getattr(import_module(module), kind)(out, books)
