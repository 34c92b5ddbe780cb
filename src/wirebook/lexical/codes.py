"""Looking codes up in a provider's table: singles first, then ranges in their order."""

from __future__ import annotations

from wirebook.lexical.hit import Hit
from wirebook.memo import once_per_object
from wirebook.model import CodeEntry, CodeTable

__all__ = ["check_code", "lookup"]

_SEVERITY = {"warn": "warning", "refuse": "error"}
_SHOWN = 40


@once_per_object
def _index(table: CodeTable) -> tuple[dict[str | int, CodeEntry], tuple[CodeEntry, ...]]:
    singles: dict[str | int, CodeEntry] = {}
    for entry in table.entries:
        if entry.value is not None:
            singles.setdefault(entry.value, entry)
    return singles, tuple(e for e in table.entries if e.value is None)


def lookup(table: CodeTable, value: str | int) -> CodeEntry | None:
    """The row of ``value``, or None where the table has none."""
    singles, ranges = _index(table)
    entry = singles.get(value)
    if entry is not None or not isinstance(value, int):
        return entry
    for row in ranges:
        if row.low is not None and row.high is not None and row.low <= value <= row.high:
            return row
    return None


def check_code(table: CodeTable, value: str | int) -> Hit | None:
    """What is to be said about ``value``: an unknown code, or a row that the document lacks."""
    entry = lookup(table, value)
    if entry is None:
        severity = _SEVERITY.get(table.unknown)
        if severity is None:
            return None
        return Hit("code.unknown", severity, {"got": str(value)[:_SHOWN], "table": table.id}, None, table.source)
    if entry.deviation is None:
        return None
    return Hit("deviation.extra", "warning", {"got": str(value)[:_SHOWN]}, entry.deviation, entry.source)
