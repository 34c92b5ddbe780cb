"""Captures of several exchanges with times, put together from the specs' examples, and what lint says of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from traffic import FORM, JSON, URLS, XML, body, books, jsonl, record

from wirebook.lint.batch import Engine
from wirebook.lint.job import Job
from wirebook.lint.run import Run
from wirebook.row import Row

BEGIN = 1732270000.0
REFUSED = b'{"error": "too many requests", "error_code": 9}'
Record = dict[str, Any]


def balance(at: float | None, told: bytes | None = b'{"balance": "123.43"}', login: str = "demo") -> Record:
    """smsc: ten requests in a minute."""
    asked = body("smsc", "balance_request", "json").replace(b"login=demo", f"login={login}".encode())
    return smsc("balance", at, asked, told)


def smsc(method: str, at: float | None, asked: bytes | None, told: bytes | None, **more: Any) -> Record:
    headers = {"response_headers": {"Content-Type": JSON}}
    return timed(record(f"{URLS['smsc']}/sys/{method}.php", asked, told, FORM, **headers, **more), at)


def callback(at: float | None, asked: bytes | None = None, status: int = 200) -> Record:
    """smsc: repeated every 240 s, 50 times in all, unless answered with 200 or 404."""
    asked = body("smsc", "callback_status", "basic") if asked is None else asked
    return timed(record(URLS["handler"], asked, b"", FORM, status=status), at)


def quicktel(at: float | None, asked: bytes, told: bytes | None, **more: Any) -> Record:
    return timed(record(URLS["quicktel"], asked, told, XML, **more), at)


def timed(made: Record, at: float | None) -> Record:
    return made if at is None else {**made, "time": BEGIN + at}


def lint(tmp_path: Path, *records: Record, name: str = "capture.jsonl") -> Run:
    """A run over one capture of these records."""
    path = tmp_path / name
    path.write_text(jsonl(*records), encoding="utf-8")
    run = Run(Engine(Job(tuple((book.name, book.dialect) for book in books()), keys=b"k")))
    run.lint([str(path)])
    return run


def across(run: Run) -> list[Row]:
    return [row for row in run.rows() if row.code.startswith("across.")]


def said(run: Run) -> list[tuple[int, str]]:
    """(record, code without "across.") of what the checks across the capture found."""
    return [(row.record, row.code.removeprefix("across.")) for row in across(run)]


def unchecked(run: Run, check: str) -> dict[str, int]:
    return {reason: count for (name, reason), count in run.tally.skipped.items() if name == check}
