"""What the checks across a capture do to its counts: an exchange that passed alone may fail by them."""

from __future__ import annotations

from wirebook.lint.policy import Policy
from wirebook.lint.tally import Tally
from wirebook.row import Row

__all__ = ["Turned"]


class Turned:
    """Counts the rows of those checks into a tally. They have to come sorted by file and record."""

    def __init__(self, tally: Tally, policy: Policy) -> None:
        self._tally = tally
        self._policy = policy
        self._last: tuple[str, int] | None = None

    def add(self, row: Row) -> Row:
        """Count a finding; gives it as it is reported. The exchange that it fails is failed once."""
        tally = self._tally
        tally.findings[row.code, row.severity, row.provider or "", row.message_id or ""] += 1
        place = row.file, row.record
        fails = self._policy.fails(row.severity, row.fingerprint)
        if fails and place != self._last and row.verdict != "fail":
            tally.turn(row.provider or "", row.operation or "", row.time, row.verdict)
            self._last = place
        return row._replace(verdict="fail") if fails else row
