"""What the formats for machines tell alike: places, reasons and counts, in words and neutral.

Every text that goes out is on one line, without control, bidi or other odd characters,
and bounded: what a payload made up may be as long as the payload.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wirebook.escape import line
from wirebook.reasons import REASONS

if TYPE_CHECKING:
    from wirebook.report.formats import Counts
    from wirebook.row import Row

__all__ = ["SEVERITY", "cut", "half", "kind", "means", "noun", "outcome", "place"]

SEVERITY = ("error", "warning", "info")
_LONG = 1000


def cut(text: str, most: int = _LONG) -> str:
    """The text on one line, safe to show anywhere, with an ellipsis where it is too long."""
    text = line(text[: most + 1])
    return text if len(text) <= most else text[: most - 1] + "…"


def kind(row: Row) -> str:
    """What rows of the same kind of fault share, whatever record they are of."""
    return row.fingerprint or row.code


def half(row: Row) -> str:
    """Which record and which half of it: ``record 3, request``; nothing for a file."""
    if row.record < 0:
        return ""
    return f"record {row.record}" if row.part in ("body", "capture", "exchange") else f"record {row.record}, {row.part}"


def place(row: Row) -> str:
    """The half and where in its body: ``record 3, request, line 7, column 8``."""
    spot = f"line {row.line}, column {row.column}" if row.line is not None else ""
    return ", ".join(filter(None, (half(row), spot)))


def noun(counts: Counts, number: int | None = None) -> str:
    """What is counted: exchanges or files, one of them where the number says so."""
    word = next(iter(counts.summary))
    return word[:-1] if number == 1 else word


def outcome(counts: Counts) -> str:
    """The counts in one line: ``3 exchanges: 1 pass, 2 fail, 0 not checked, 4 out of scope``."""
    total, *verdicts = counts.summary.items()
    told = ", ".join(f"{count} {verdict.replace('_', ' ')}" for verdict, count in verdicts)
    return f"{total[1]} {noun(counts, total[1])}: {told}"


def means(reason: str) -> str:
    """What a reason for not checking means and what to do about it; "" where nothing more is known."""
    known = REASONS.get(reason)
    return "" if known is None else f"{known[0][0]}. {known[0][1]}"
