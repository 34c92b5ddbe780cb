"""Progress: a bar on a terminal, a line now and then elsewhere, never on standard output."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from traffic import jsonl

from wirebook.lint.progress import LINES, Progress, size


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_log_has_a_line_every_ten_seconds_and_one_at_the_end() -> None:
    out, clock = io.StringIO(), Clock()
    progress = Progress(200_000_000, out, clock)
    for _ in range(24):
        clock.now += 1
        progress.read(4_000_000)
        progress.judged(1000)
    progress.end()
    assert LINES == 10
    assert out.getvalue().splitlines() == [
        "wirebook: 20%, 9000 exchanges, 900/s, 4.0 MB/s, 0:40 left",
        "wirebook: 40%, 19000 exchanges, 950/s, 4.0 MB/s, 0:30 left",
        "wirebook: 24000 exchanges in 0:24, 1000/s, 4.0 MB/s",
    ]


def test_a_short_run_says_nothing_in_a_log() -> None:
    out, clock = io.StringIO(), Clock()
    progress = Progress(10, out, clock)
    clock.now += 9.9
    progress.read(10)
    progress.judged(3)
    progress.end()
    assert out.getvalue() == ""


def test_a_bar_is_drawn_and_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    out, clock = Terminal(), Clock()
    progress = Progress(40_000_000, out, clock)
    clock.now += 0.5
    progress.read(10_000_000)
    progress.read(10)  # too soon to be drawn
    clock.now += 0.5
    progress.judged(2000)
    shown = out.getvalue().split("\r")[1:]
    assert [len(shown), shown[1][:20], shown[1].strip()[-40:]] == [
        2,
        "[######.............",
        "2000 exchanges, 2000/s, 10.0 MB/s, 0:03 left"[-40:],
    ]
    assert all(len(line) < 80 for line in shown)
    progress.end()
    assert out.getvalue().split("\r")[-2:] == [" " * len(shown[1]), ""]
    assert "\x1b" not in out.getvalue()


def test_a_narrow_terminal_is_not_overrun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setenv("TERM", "xterm")
    out, clock = Terminal(), Clock()
    progress = Progress(1000, out, clock)
    clock.now += 1
    progress.read(1000)
    assert all(len(line) < 20 for line in out.getvalue().split("\r"))


def test_a_dumb_terminal_gets_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    out, clock = Terminal(), Clock()
    progress = Progress(0, out, clock)
    clock.now += 11
    progress.judged(1)
    assert out.getvalue() == "wirebook: 100%, 1 exchange, 0/s, 0.0 MB/s\n"


def test_a_stream_that_is_gone_ends_nothing() -> None:
    out, clock = io.StringIO(), Clock()
    progress = Progress(10, out, clock)
    out.close = lambda: None  # type: ignore[method-assign]
    out.write = lambda text: (_ for _ in ()).throw(BrokenPipeError)  # type: ignore[assignment, method-assign]
    clock.now += 20
    progress.read(5)
    progress.end()


def test_the_size_of_captures(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c").write_bytes(b"123")
    assert size([str(tmp_path / "a"), str(tmp_path / "b"), str(tmp_path / "none")]) == 8


@pytest.mark.parametrize("quiet", [False, True])
def test_on_a_real_terminal_the_report_stays_clean(tmp_path: Path, quiet: bool) -> None:
    (tmp_path / "a.jsonl").write_text(jsonl(*[{"url": "https://shop.example/", "request_body": "a=1"}] * 4000))
    here, there = pty.openpty()
    command = [sys.executable, "-m", "wirebook", "lint", *(["--quiet"] if quiet else []), "a.jsonl"]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    child = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=there)
    os.close(there)
    shown = b""
    while True:
        try:
            piece = os.read(here, 4096)
        except OSError:  # the terminal is closed
            break
        if not piece:
            break
        shown += piece
    out, _ = child.communicate()
    os.close(here)
    assert child.returncode == 0
    assert out.decode().splitlines() == ["4000 exchanges: 0 pass, 0 fail, 0 not checked, 4000 out of scope"]
    shown = shown.replace(b"\r\n", b"\n")
    assert (b"\r" in shown) is not quiet
    assert shown.splitlines()[-1].startswith(b"wirebook: nothing was checked"), "which is no progress"
    assert b"\x1b" not in shown
