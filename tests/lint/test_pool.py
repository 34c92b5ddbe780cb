"""Several processes: the same output to the byte, and no record that ends the run."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import crashing
import pytest
from traffic import FORM, URLS, body, books, jsonl, record

from wirebook.cli import main
from wirebook.lint.batch import Engine
from wirebook.lint.job import Job
from wirebook.lint.pool import Pool, cores
from wirebook.lint.run import Run, batches
from wirebook.row import Row

SEND = f"{URLS['smspager']}/send.xml"
SHELF = tuple((book.name, book.dialect) for book in books())
GOOD = record(SEND, body("smspager", "send_request"), body("smspager", "send_response"), time=1732270000)
BAD = record(SEND, body("smspager", "send_request", "smsid_too_long"), body("smspager", "send_response"))
CALLED = record(URLS["handler"], body("smsc", "callback_status", "signed"), b"", FORM)
MIXED = [GOOD, BAD, "{oops", CALLED, record(URLS["stranger"], b"a=1"), "[]", ""]


def har(*records: dict[str, Any]) -> str:
    """The same as HAR, whose entries are read by the parent."""
    import base64

    entries = [
        {
            "startedDateTime": "2026-01-01T00:00:00Z",
            "request": {
                "method": "POST",
                "url": row["url"],
                "headers": [],
                "postData": {"mimeType": "text/xml", "text": base64.b64decode(row["request_body_base64"]).decode()},
            },
            "response": {
                "status": 200,
                "headers": [],
                "content": {"text": row["response_body_base64"], "encoding": "base64"},
            },
        }
        for row in records
    ]  # fmt: skip
    return json.dumps({"log": {"entries": entries}})


def test_the_output_is_the_same_to_the_byte(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wirebook.lint.run.BATCH", 17)
    lines, entries = tmp_path / "a.jsonl", tmp_path / "b.har"
    lines.write_text(jsonl(*MIXED * 20), encoding="utf-8")
    entries.write_text(har(*[GOOD, BAD, GOOD] * 20), encoding="utf-8")
    told = []
    for jobs in ("1", "3"):
        status = main(["lint", "--quiet", "--format", "json", "--jobs", jobs, str(lines), str(entries)])
        told.append((status, *capsys.readouterr()))
    assert told[0] == told[1]
    status, out, err = told[0]
    assert (status, err) == (1, "")
    assert json.loads(out)["summary"]["exchanges"] == 20 * (4 + 3)


def crash(tmp_path: Path, *records: dict[str, Any], limit: float = 60.0) -> Run:
    path = tmp_path / "a.jsonl"
    path.write_text(jsonl(*records), encoding="utf-8")
    engine = Engine(Job(SHELF, keys=b"k"))
    run = Run(engine)
    with Pool(engine, 2, make=crashing.Mine, limit=limit) as pool:
        for _, outcome in pool.work(batches([str(path)], engine.job)):
            run.take(outcome)
    run.end()
    return run


def test_a_record_that_ends_its_process_is_put_aside(tmp_path: Path) -> None:
    bad = [record(URLS["handler"], word) for word in (crashing.KILLS, crashing.EXITS, crashing.RAISES)]
    run = crash(tmp_path, GOOD, bad[0], GOOD, bad[1], BAD, bad[2], GOOD)
    rows: list[Row] = [*run.rows()]
    crashed = [(row.record, row.record_line) for row in rows if row.code == "lint.crashed"]
    assert crashed == [(1, 2), (3, 4), (5, 6)]
    told = [row.message for row in rows if row.code == "lint.crashed"]
    assert [re.search(r"\(([^)]*)\)", text).group(1) for text in told] == ["SIGKILL", "exit status 3", "MemoryError"]  # type: ignore[union-attr]
    assert all(re.search(r"record of [0-9]+ bytes, sha256 [0-9a-f]{16}", text) for text in told)
    assert run.tally.summary == {"exchanges": 7, "pass": 3, "fail": 1, "not_checked": 3, "out_of_scope": 0}
    assert run.tally.unseen["crashed"] == 3


def test_a_record_that_takes_for_ever_is_put_aside(tmp_path: Path) -> None:
    run = crash(tmp_path, GOOD, record(URLS["handler"], crashing.HANGS), GOOD, limit=8)
    (row,) = [*run.rows()]
    assert (row.code, row.record) == ("lint.crashed", 1)
    assert "no answer in time" in row.message
    assert run.tally.summary["pass"] == 2


def test_a_worker_that_cannot_start_ends_the_run_in_one_line(tmp_path: Path) -> None:
    engine = Engine(Job(SHELF))
    with (
        pytest.raises(OSError, match="a worker cannot start: exit status 5; try --jobs 1"),
        Pool(engine, 2, make=crashing.unborn) as pool,
    ):
        next(pool.work([(0, [])]))


def test_a_wrong_setting_is_the_caller_s(tmp_path: Path) -> None:
    from wirebook.errors import UsageError

    path = tmp_path / "a.jsonl"
    path.write_text(jsonl(CALLED), encoding="utf-8")
    engine = Engine(Job(SHELF, settings={"charset": "klingon"}))
    with pytest.raises(UsageError):
        engine.work(next(batches([str(path)], engine.job))[1])
    with pytest.raises(UsageError), Pool(engine, 1) as pool:
        next(pool.work(batches([str(path)], engine.job)))


def test_an_interrupt_ends_all_of_it_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(jsonl(*MIXED * 20_000), encoding="utf-8")
    command = [sys.executable, "-m", "wirebook", "lint", "--quiet", "--jobs", "2", str(path)]
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it
    )  # fmt: skip
    group = child.pid
    deadline = time.monotonic() + 60
    while len(_members(group)) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(5)  # until the workers have started, on a busy machine too
    os.killpg(group, signal.SIGINT)  # what a terminal does
    out, err = child.communicate(timeout=30)
    assert (child.returncode, out, err) == (130, "", "wirebook: interrupted\n")
    deadline = time.monotonic() + 20
    while _members(group) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _members(group)


def _members(group: int) -> list[int]:
    """The processes of a group, those that ended and wait to be buried aside."""
    found = subprocess.run(["ps", "-eo", "pid=,pgid=,stat="], capture_output=True, text=True, check=True)
    rows = [row.split() for row in found.stdout.splitlines()]
    return [int(pid) for pid, pgid, state in rows if int(pgid) == group and not state.startswith("Z")]


@pytest.mark.parametrize("given", ["-1", "two", "1.5", "1e3", "257", "99999999999", "٣"])
def test_nonsense_is_refused_in_one_line(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", "--jobs", given, "a.jsonl"]) == 2
    assert f"--jobs {given} is no number of processes: 1 to 256, or auto" in capsys.readouterr().err


def test_all_cores_are_those_that_may_be_used() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)
