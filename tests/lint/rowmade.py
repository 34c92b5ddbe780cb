"""Rows made up for the reports, and the reports told of them."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from wirebook.report.formats import FORMATS
from wirebook.row import Row

# What a payload, a file name or a capture may hold, and no report may pass on as it is.
HOSTILE = (
    "\x00\x07\x1b[31m",
    "a\r\n::error::b%0A",
    "]]></failure><x>",
    "\u202eevil\u2066",
    "[click](javascript:alert(1))",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "| a | `b` | **c** <!-- @everyone https://evil.example #1",
    "``` ~~~ \\",
    "\ud800\uffff\ufffe",
    "##[add-mask]x ::set-output name=x::y",
)


@dataclass
class Made:
    """Counts as a run would have them, made of rows."""

    summary: dict[str, int] = field(
        default_factory=lambda: {"exchanges": 0, "pass": 0, "fail": 0, "not_checked": 0, "out_of_scope": 0}
    )
    unseen: Counter[str] = field(default_factory=Counter)
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    findings: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    spoken: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, row: Row) -> None:
        if row.severity:
            self.findings[row.code, row.severity, row.provider or "", row.message_id or ""] += 1
        elif row.code:
            self.unseen[row.code] += 1


def made(record: int = 0, **more: Any) -> Row:
    """A row as lint makes them."""
    given: dict[str, Any] = {
        "file": "logs/a.jsonl",
        "part": "request",
        "offset": 158,
        "code": "facet.maxLength",
        "path": "messages[3].sms_id",
        "severity": "error",
        "message": "sms_id has 22 characters; at most 21 are allowed",
        "wire_path": "/xml_request/sms[4]/@sms_id",
        "line": 7,
        "column": 8,
        "source": "seed#2.1",
        "docs": "quicktel.html#field-sms_send_request-messages.sms_id",
        "fingerprint": "b8e89a11bc2b069c",
        "advice": "Shorten the value.",
        "provider": "quicktel",
        "operation": "send",
        "message_id": "sms_send_request",
        "candidates": ("sms_send_request",),
        "encoding": "xml",
        "verdict": "fail",
        "excerpt": '<sms sms_id="•••">',
        "caret": 13,
        "width": 3,
        "record_line": record + 1,
    }
    return Row(**{**given, "record": record, **more})


def unseen(record: int = 0, reason: str = "no-body", **more: Any) -> Row:
    """A half that was not checked."""
    return Row("logs/a.jsonl", record, "response", code=reason, verdict="not_checked", **more)


def told(form: str, rows: Iterable[Row], counts: Made | None = None, status: int = 1) -> str:
    """The report of that name, told of these rows; what lint would count is counted first, by a pass over them."""
    rows = list(rows)
    if counts is None:
        counts = Made()
        counts.summary.update(exchanges=len(rows), fail=len(rows))
    for row in rows:
        counts.add(row)
    out = io.StringIO()
    module, name = FORMATS[form]
    report = getattr(import_module(module), name)(out, ())
    report.begin(counts, status)
    for row in rows:
        report.add(row)
    report.end()
    return out.getvalue()
