"""Results as the JSON shapes of the command line's contract."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wirebook.diagnostic import Finding, Skipped
    from wirebook.result import Result

__all__ = ["finding", "result", "summary"]


def finding(item: Finding) -> dict[str, object]:
    """One finding; line, column and offset are null where nothing was read."""
    place = item.location
    return {
        "code": item.code,
        "severity": item.severity,
        "message": item.message,
        "path": item.path,
        "wire_path": item.wire_path,
        "line": None if place is None else place.line,
        "column": None if place is None else place.column,
        "offset": None if place is None else place.offset,
        "source": item.source,
        "docs": item.docs,
        "fingerprint": item.fingerprint,
    }


def _skipped(item: Skipped) -> dict[str, object]:
    return {"check": item.check, "reason": item.reason, "path": item.path}


def result(item: Result, file: str) -> dict[str, object]:
    """One file's result."""
    return {
        "file": file,
        "verdict": item.verdict,
        "reason": item.reason,
        "provider": item.provider,
        "message": item.message,
        "encoding": item.encoding,
        "candidates": list(item.candidates),
        "findings": [finding(found) for found in item.findings],
        "skipped": [_skipped(check) for check in item.skipped],
    }


def summary(verdicts: Iterable[str]) -> dict[str, int]:
    """How many of each verdict."""
    counts = {"pass": 0, "fail": 0, "not_checked": 0}
    for verdict in verdicts:
        counts[verdict] += 1
    return counts
