"""A run that is killed at any moment goes on, and says in the end what an uninterrupted one says.

WIREBOOK_KILLS says how often it is killed (3 unless told; ``make deep`` 20), WIREBOOK_SEED when.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from traffic import FORM, URLS, body, jsonl, record

from wirebook.cli import main

SEND = f"{URLS['smspager']}/send.xml"
SECRET, PHONE, LOGIN = "canary-secret-5417", "79165550143", b"canary-login"
GOOD = record(SEND, body("smspager", "send_request"), body("smspager", "send_response"), time=1732270000)
BAD = record(SEND, body("smspager", "send_request", "smsid_too_long"), body("smspager", "send_response"))
CALLED = record(URLS["handler"], body("smsc", "callback_status", "signed"), b"", FORM)
CANARY = record(
    SEND,
    re.sub(rb"79[0-9]{9}", PHONE.encode(), body("smspager", "send_request", "smsid_too_long")),
    re.sub(rb"79[0-9]{9}", PHONE.encode(), body("smspager", "send_response")),
    time=1732270001,
)
MIXED = [GOOD, BAD, "{oops", CALLED, CANARY, record(URLS["stranger"], b"phone=" + PHONE.encode())]

Lint = Callable[..., tuple[int, str, str]]


@pytest.fixture
def lint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Lint:
    """``wirebook lint --resume run`` in a folder of its own, in small batches."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WIREBOOK_SECRET", SECRET)
    monkeypatch.setattr("wirebook.lint.run.BATCH", 5)
    (tmp_path / "a.jsonl").write_text(jsonl(*MIXED * 4), encoding="utf-8")

    def call(*options: str, captures: tuple[str, ...] = ("a.jsonl",), folder: str = "run") -> tuple[int, str, str]:
        status = main(["lint", "--quiet", "--format", "json", "--resume", folder, *options, *captures])
        return status, *capsys.readouterr()

    return call


def plain(capsys: pytest.CaptureFixture[str], *captures: str) -> tuple[int, str, str]:
    status = main(["lint", "--quiet", "--format", "json", *(captures or ("a.jsonl",))])
    return status, *capsys.readouterr()


# ------------------------------------------------------------ killed

RUN = """
import sys
from wirebook.cli import main
import wirebook.lint.run
wirebook.lint.run.BATCH = 12
sys.exit(main(sys.argv[1:]))
"""


def test_a_run_killed_at_any_moment_says_the_same_in_the_end(tmp_path: Path) -> None:
    kills = int(os.environ.get("WIREBOOK_KILLS", "3"))
    seed = os.environ.get("WIREBOOK_SEED", str(date.today().toordinal()))
    print(f"WIREBOOK_SEED={seed} WIREBOOK_KILLS={kills}")
    dice = random.Random(seed)
    (tmp_path / "a.jsonl").write_text(jsonl(*MIXED * 50), encoding="utf-8")
    command = [sys.executable, "-c", RUN, "lint", "--quiet", "--format", "json"]

    def start(*options: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*command, *options, "a.jsonl"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    begin = time.monotonic()
    whole, err = start("--resume", "other").communicate()
    took = time.monotonic() - begin
    assert (json.loads(whole)["summary"]["exchanges"], err) == (250, b"")
    assert start().communicate()[0] == whole

    killed = tries = 0
    while killed < kills and tries < kills * 5:
        tries += 1
        child = start("--resume", "run", "--jobs", "2" if tries % 2 else "1")
        try:
            child.communicate(timeout=dice.uniform(0, took))
        except subprocess.TimeoutExpired:
            killed += 1
        child.send_signal(signal.SIGKILL)
        child.communicate()
        if (tmp_path / "run" / "end").exists():  # killed too late: the next one starts anew
            shutil.rmtree(tmp_path / "run")
    assert killed == kills
    for _ in range(2):
        child = start("--resume", "run")
        assert (*child.communicate(), child.returncode) == (whole, b"", 1)


def test_what_is_done_is_not_done_again(lint: Lint, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    from wirebook.lint.batch import Engine

    real, judged = Engine.work, []

    def work(self: Engine, batch: Any) -> Any:
        judged.append([*batch])
        if len(judged) == 3:
            raise KeyboardInterrupt
        return real(self, judged[-1])

    monkeypatch.setattr(Engine, "work", work)
    assert lint()[0] == 130
    assert len(judged) == 3
    again = lint()
    assert len(judged) == 3 + 3  # of five batches two were done
    monkeypatch.setattr(Engine, "work", real)
    assert again == plain(capsys)
    monkeypatch.setattr(Engine, "work", None)  # and now nothing is judged, nor read
    monkeypatch.setattr("wirebook.lint.run.cut", None)
    assert lint() == again
    assert len(lint("--format", "ndjson")[1].splitlines()) == len(json.loads(again[1])["findings"])


def test_several_processes_and_several_captures(lint: Lint, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "b.jsonl").write_text(jsonl(*reversed(MIXED)), encoding="utf-8")
    captures = ("a.jsonl", "b.jsonl")
    first = lint("--jobs", "2", captures=captures)
    assert first == lint("--jobs", "1", captures=captures) == plain(capsys, *captures)


# ------------------------------------------------------------ what lies in the folder


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "swap", "gone"])
def test_a_damaged_batch_is_judged_again(lint: Lint, tmp_path: Path, damage: str) -> None:
    first = lint()
    one, other = tmp_path / "run" / "00000001.batch", tmp_path / "run" / "00000002.batch"
    data = one.read_bytes()
    if damage == "cut":
        one.write_bytes(data[:-9])
    elif damage == "flip":
        one.write_bytes(data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])
    elif damage == "empty":
        one.write_bytes(b"")
    elif damage == "swap":
        one.write_bytes(other.read_bytes())
    else:
        one.unlink()
    assert lint() == first
    assert one.read_bytes() == data


def test_nothing_of_the_payload_nor_the_key_lies_in_the_folder(lint: Lint, tmp_path: Path) -> None:
    import zlib

    assert lint()[0] == 1
    folder = tmp_path / "run"
    assert folder.stat().st_mode & 0o777 == 0o700
    names = sorted(path.name for path in folder.iterdir())
    assert names == [*(f"{number:08}.batch" for number in range(5)), "end", "lock", "manifest.json"]
    job: list[Any] = []
    from wirebook.lint.resume import Kept

    real = Kept.__enter__

    def spy(self: Kept) -> Kept:
        job.append(self.job)
        return real(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Kept, "__enter__", spy)
        lint()
    key = job[0].keys
    assert len(key) >= 16
    for path in folder.iterdir():
        assert path.stat().st_mode & 0o777 == 0o600
        data = path.read_bytes()
        if path.suffix == ".batch" or path.name == "end":
            data += zlib.decompress(data.partition(b"\n")[2])
        for canary in (PHONE.encode(), PHONE[1:].encode(), SECRET.encode(), key, key.hex().encode()):
            assert canary not in data, path.name
        for text in (body("smspager", "send_request"), body("smsc", "callback_status", "signed")):
            assert text not in data, path.name


def test_a_folder_begun_but_not_said_of_what_is_begun_anew(lint: Lint, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir(mode=0o755)
    (folder / "lock").touch()
    (folder / "manifest.json.part").write_text('{"form"')
    assert lint()[0] == 1
    assert folder.stat().st_mode & 0o777 == 0o700


# ------------------------------------------------------------ refusals


def refused(done: tuple[int, str, str]) -> str:
    status, out, err = done
    assert (status, out, err.count("\n")) == (2, "", 1)
    return err


def test_another_capture_is_refused(lint: Lint, tmp_path: Path) -> None:
    lint()
    with (tmp_path / "a.jsonl").open("a", encoding="utf-8") as file:
        file.write("\n")
    (tmp_path / "b.jsonl").write_bytes((tmp_path / "a.jsonl").read_bytes())
    assert "the capture a.jsonl is not what it was" in refused(lint())
    assert "the list of captures is not what it was" in refused(lint(captures=("a.jsonl", "b.jsonl")))


@pytest.mark.parametrize(
    "words", ["--strict", "--fail-level warning", "--spec smsc", "--secret another", "--setting fmt=1"]
)  # fmt: skip
def test_other_options_are_refused(lint: Lint, words: str) -> None:
    lint()
    assert "is not what it was when that run began; go on with" in refused(lint(*words.split()))


def test_another_spec_is_refused(lint: Lint, tmp_path: Path) -> None:
    shutil.copy(Path(__file__).parents[1] / "cli" / "specs" / "tiny.yaml", tmp_path / "tiny.yaml")
    assert lint("--spec", "tiny.yaml")[0] in (0, 1)
    with (tmp_path / "tiny.yaml").open("a", encoding="utf-8") as file:
        file.write("# more\n")
    assert "the spec tiny.yaml is not what it was" in refused(lint("--spec", "tiny.yaml"))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("wirebook.__version__", "9.9", "Wirebook is not what it was"),
        ("wirebook.lint.run.BATCH", 7, "Wirebook is not what it was"),
        ("platform.python_version_tuple", lambda: ("3", "99", "0"), "Python is not what it was"),
        ("wirebook.lint.resume._libraries", lambda: iter([("expat", "x")]), "the library expat is not what it was"),
    ],
)
def test_another_version_is_refused(
    lint: Lint, monkeypatch: pytest.MonkeyPatch, name: str, value: Any, said: str
) -> None:
    lint()
    monkeypatch.setattr(name, value)
    assert said in refused(lint())


def test_other_folders_are_refused(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").touch()
    assert "holds other files: name a new or an empty folder" in refused(lint(folder="full"))
    (tmp_path / "bodies").mkdir()
    assert "lies in the capture bodies" in refused(lint(folder="bodies/run", captures=("bodies",)))
    assert refused(lint(folder="a.jsonl")).startswith("wirebook: a.jsonl: ")
    lint()
    (tmp_path / "run" / "manifest.json").write_text("{")
    assert "its manifest is damaged; remove the folder and start anew" in refused(lint())


def test_what_would_lie_there_unmasked_is_refused(lint: Lint, tmp_path: Path) -> None:
    assert "leave out --show-sensitive, or --resume" in refused(lint("--show-sensitive"))
    assert not (tmp_path / "run").exists()


def test_a_capture_that_changes_while_it_is_read_is_told(lint: Lint, tmp_path: Path, monkeypatch: Any) -> None:
    from wirebook.lint.batch import Engine

    real = Engine.work

    def work(self: Engine, batch: Any) -> Any:
        with (tmp_path / "a.jsonl").open("a", encoding="utf-8") as file:
            file.write("{}\n")
        return real(self, [*batch])

    monkeypatch.setattr(Engine, "work", work)
    monkeypatch.setattr("wirebook.lint.run.BATCH", 20)
    assert "a capture changed while it was read" in refused(lint())


def test_two_runs_at_once_are_refused(lint: Lint, tmp_path: Path) -> None:
    import fcntl

    lint()
    lock = os.open(tmp_path / "run" / "lock", os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    assert "another run works there; wait for it, or name another folder" in refused(lint())
    os.close(lock)
    assert lint()[0] == 1
