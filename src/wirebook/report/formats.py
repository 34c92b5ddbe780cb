"""The formats of a lint run's report: one class each, made for an output and given every row in order.

A report is told the counts first (``begin``), then every row (``add``), then ``end``. It keeps
nothing that grows with the capture.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, TextIO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wirebook.books import Book
    from wirebook.lint.tally import Tally
    from wirebook.row import Row

__all__ = ["FORMATS", "Report", "report"]

# Name on the command line -> module and class.
FORMATS: dict[str, tuple[str, str]] = {
    "text": ("wirebook.report.lint", "Text"),
    "json": ("wirebook.report.lint", "Json"),
    "ndjson": ("wirebook.report.lint", "Ndjson"),
}


class Report(Protocol):
    """What every report is. The text written to ``out`` holds no control characters of a payload."""

    def __init__(self, out: TextIO, books: Sequence[Book]) -> None: ...

    def begin(self, tally: Tally) -> None:
        """The run is over, and this is what was counted."""

    def add(self, row: Row) -> None:
        """The next row."""

    def end(self) -> None:
        """There are no more rows."""


def report(name: str, out: TextIO, books: Sequence[Book]) -> Report:
    """The report of that name; raises UsageError where it needs a library that is not installed."""
    module, kind = FORMATS[name]
    made: Any = getattr(import_module(module), kind)
    result: Report = made(out, books)
    return result
