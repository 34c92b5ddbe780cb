"""The same engine on Spark: the same findings as a local run, whatever is cut, lost or killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from scenes import REFUSED, balance
from traffic import FORM, URLS, body, books, jsonl, record

from wirebook.lint.batch import Engine
from wirebook.lint.job import Job
from wirebook.lint.run import Run
from wirebook.lint.tally import Tally

if os.environ.get("WIREBOOK_SPARK") != "required":
    pytest.importorskip("pyspark", reason="needs the extra spark: make spark")

SHELF = tuple((book.name, book.dialect) for book in books())
SEND = f"{URLS['smspager']}/send.xml"
GOOD = record(SEND, body("smspager", "send_request"), body("smspager", "send_response"), time=1732270000)
BAD = record(SEND, body("smspager", "send_request", "smsid_too_long"), body("smspager", "send_response"))
CALLED = record(URLS["handler"], body("smsc", "callback_status", "signed"), b"", FORM, time=1732270100)
MUTE = {**GOOD, "response_body_base64": None, "status": None}
STRANGER = record(URLS["stranger"], b"a=1", b"x", FORM)


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    here = [str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    os.environ["PYTHONPATH"] = os.pathsep.join(here)  # the workers import killers
    session = (
        SparkSession.builder.master("local[2,4]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "3")
        .config("spark.sql.files.maxPartitionBytes", "100000")
        .config("spark.sql.files.openCostInBytes", "1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def captures(folder: Path) -> list[str]:
    """Mixed captures: one that is cut into many blocks, blank and broken lines in it; a compressed one; a folder."""
    import gzip

    rows: list[object] = []
    for number in range(60):
        rows += [GOOD, CALLED, STRANGER, BAD if number % 7 == 0 else GOOD]
        if number % 10 == 3:
            rows += ["", "{oops", "   \r"]
        if number % 20 == 5:
            rows.append(MUTE)
        if number < 12:
            rows.append(balance(number, REFUSED if number == 11 else b'{"balance": "1.00"}'))
    (folder / "a [1].jsonl").write_text(jsonl(*rows), encoding="utf-8")
    (folder / "_b.jsonl").write_text(jsonl(BAD, GOOD), encoding="utf-8")
    (folder / "c.jsonl.gz").write_bytes(gzip.compress(jsonl(GOOD, BAD, "{").encode()))
    (folder / "bodies").mkdir()
    (folder / "bodies" / "1.xml").write_bytes(body("quicktel", "sms_send_response"))
    return [str(folder / name) for name in ("a [1].jsonl", "_b.jsonl", "c.jsonl.gz", "bodies")]


def local(job: Job, names: list[str]) -> Run:
    run = Run(Engine(job))
    run.lint(names)
    return run


def test_the_findings_are_those_of_a_local_run(spark, tmp_path: Path) -> None:
    from wirebook.spark import lint

    names = captures(tmp_path)
    job = Job(SHELF, keys=b"k" * 32)
    tally = lint(spark, names, job, str(tmp_path / "out"))
    here = local(job, names)
    assert tally.as_json() == here.tally.as_json()
    found = [row.asDict(recursive=True) for row in spark.read.parquet(str(tmp_path / "out" / "findings")).collect()]
    want = [row._asdict() for row in here.rows()]
    keys = (
        "file",
        "record",
        "part",
        "offset",
        "code",
        "path",
        "severity",
        "message",
        "excerpt",
        "line",
        "time",
        "verdict",
    )
    assert len(want) > 15
    assert [[row[key] for key in keys] for row in found] == [[row[key] for key in keys] for row in want]
    summary = json.loads(spark.read.text(str(tmp_path / "out" / "summary"), wholetext=True).collect()[0].value)
    assert summary["summary"]["exchanges"] == here.tally.summary["exchanges"]


def same(spark, tmp_path: Path, tally: Tally, here: Run) -> bool:
    """Whether a run's counts and findings are those of the local one."""
    found = spark.read.parquet(str(tmp_path / "out" / "findings")).select("file", "record", "code", "path").collect()
    want = [(row.file, row.record, row.code, row.path) for row in here.rows()]
    return tally.as_json() == here.tally.as_json() and [tuple(row) for row in found] == want


def test_a_worker_that_is_killed_in_the_middle_changes_nothing(spark, tmp_path: Path) -> None:
    from wirebook.spark import lint

    names = captures(tmp_path)
    job = Job(SHELF, keys=b"k" * 32)
    killed: list[int] = []
    done = threading.Event()

    def kill() -> None:
        while not done.wait(0.02) and len(killed) < 2:
            for pid in workers():
                if cpu(pid) > 0.3:  # it has begun to judge
                    os.kill(pid, signal.SIGKILL)
                    killed.append(pid)
                    break

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        tally = lint(spark, names, job, str(tmp_path / "out"))
    finally:
        done.set()
        killer.join()
    assert killed
    assert same(spark, tmp_path, tally, local(job, names))


def workers() -> list[int]:
    """The Python processes that Spark's daemon has forked."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and b"pyspark.daemon" in (entry / "cmdline").read_bytes():
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    return [pid for pid, parent in parents.items() if parent in parents]


def cpu(pid: int) -> float:
    """Seconds of processor time that a process has used; 0 if it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_record_that_kills_every_worker_is_put_aside(spark, tmp_path: Path) -> None:
    from killers import DEADLY, Dying

    from wirebook.spark import lint

    deadly = record(URLS["stranger"], DEADLY, b"x", FORM)
    path = tmp_path / "capture.jsonl"
    path.write_text(jsonl(GOOD, BAD, deadly, GOOD))
    tally = lint(spark, [str(path)], Job(SHELF, keys=b"k" * 32), str(tmp_path / "out"), make=Dying)
    assert tally.summary == {"exchanges": 4, "pass": 2, "fail": 1, "not_checked": 1, "out_of_scope": 0}
    found = spark.read.parquet(str(tmp_path / "out" / "findings")).select("record", "code").collect()
    assert [tuple(row) for row in found] == [(1, "facet.maxLength"), (2, "lint.crashed")]
    assert not tally.clean()


def test_the_command(tmp_path: Path) -> None:
    path = tmp_path / "capture.jsonl"
    path.write_text(jsonl(GOOD, BAD))

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "wirebook.spark", *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)

    done = run(str(path), "--output", str(tmp_path / "out"), "--spec", "smspager")
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        1, "2 exchanges: 1 pass, 1 fail, 0 not checked, 0 out of scope",
    )  # fmt: skip
    assert (tmp_path / "out" / "findings").is_dir()
    for words, said in (
        ([str(path)], "--output DIR"),
        ([str(path), "--output", str(tmp_path)], "is there already"),
        (["nowhere.jsonl", "--output", str(tmp_path / "new")], "nowhere.jsonl"),
    ):
        done = run(*words)
        assert done.returncode == 2
        assert said in done.stderr.splitlines()[-1]
        assert not (tmp_path / "new").exists()
