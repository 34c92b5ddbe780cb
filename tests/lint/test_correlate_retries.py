"""Callbacks against the documented schedule: every 240 s, give or take 24, 50 times, until 200 or 404 answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from scenes import across, callback, lint, said, unchecked
from traffic import body


def test_repetitions_on_schedule_are_clean(tmp_path: Path) -> None:
    run = lint(tmp_path, callback(0, status=500), callback(240, status=401), callback(480))
    assert said(run) == []
    assert run.tally.coverage.as_json()["smsc"]["retries"] == {"callbacks": {"met": 3, "limit": 50}}


@pytest.mark.parametrize("status", [200, 404])
def test_a_repetition_after_the_answer_that_ends_it(tmp_path: Path, status: int) -> None:
    run = lint(tmp_path, callback(0, status=status), callback(240))
    (row,) = across(run)
    assert (row.record, row.code, row.severity) == (1, "across.retry-answered", "warning")
    assert (row.source, row.path) == ("callbacks#repeats, observed#contradictions", "retry")
    assert row.related == ((row.file, 0),)
    assert str(status) in row.message
    assert row.docs == "smsc.html#operation-callbacks"


@pytest.mark.parametrize(
    ("after", "found"),
    [(215, True), (216, False), (240, False), (264, False), (264.5, True), (480, True), (5, True)],
)
def test_the_interval(tmp_path: Path, after: float, found: bool) -> None:
    run = lint(tmp_path, callback(0.3, status=500), callback(after + 0.3))
    assert said(run) == ([(1, "retry-interval")] if found else [])


@pytest.mark.parametrize("attempts", [50, 51, 53])
def test_too_many_attempts_are_told_once(tmp_path: Path, attempts: int) -> None:
    run = lint(tmp_path, *(callback(240 * n, status=500) for n in range(attempts)))
    assert said(run) == ([(50, "retry-attempts")] if attempts > 50 else [])
    assert run.tally.coverage.as_json()["smsc"]["retries"]["callbacks"]["met"] == attempts


def test_other_callbacks_are_no_repetition(tmp_path: Path) -> None:
    other = body("smsc", "callback_status", "undelivered")
    assert said(lint(tmp_path, callback(0), callback(1, other))) == []


def test_the_order_of_the_file_does_not_matter(tmp_path: Path) -> None:
    run = lint(tmp_path, callback(480), callback(0, status=500), callback(240, status=500))
    assert said(run) == []


def test_without_times_only_the_answers_are_looked_at(tmp_path: Path) -> None:
    run = lint(tmp_path, callback(None, status=500), callback(None), callback(None))
    assert said(run) == [(2, "retry-answered")]
    assert unchecked(run, "retry") == {"no-time": 1}


def test_an_attempt_that_nobody_answered_says_nothing_of_the_interval(tmp_path: Path) -> None:
    lost = {key: value for key, value in callback(0).items() if key not in ("status", "response_body_base64")}
    run = lint(tmp_path, lost, callback(1000))
    assert said(run) == []
    assert unchecked(run, "retry") == {"no-reply": 1}
