"""What the README shows is what happens: its Python runs, and its excerpt is what the command prints."""

from __future__ import annotations

import importlib.util
import re
import runpy
import subprocess
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from wirebook.cli import main

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_python_blocks_run_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    demo = runpy.run_path(str(ROOT / "demo" / "demo.py"))
    (tmp_path / "demo-out").mkdir()
    (tmp_path / "demo-out" / "callback.form").write_bytes(demo["callback"](demo["SECRET"]))
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    blocks = re.findall(r"^```python\n(.*?)^```", README, re.S | re.M)
    assert len(blocks) == 2
    for block in blocks:
        exec(block, names)
    assert capsys.readouterr().out.splitlines() == ["pass sms_send_request ()", "Delivered"]


def test_the_excerpt_is_what_the_command_prints(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    (shown,) = re.findall(r"^```\n(\$ wirebook validate .*?)^```", README, re.S | re.M)
    printed: list[str] = []
    for command in re.findall(r"^\$ wirebook (.*)$", shown, re.M):
        main(command.split())
        printed += capsys.readouterr().out.splitlines()
    lines = [line for line in shown.splitlines() if line and line != "..." and not line.startswith("$")]
    assert len(lines) > 5
    assert [line for line in lines if line not in printed] == []


def test_what_is_said_to_be_installed_can_be_in_a_checkout() -> None:
    """No package index has Wirebook yet; that all messages of the program say it alike is ``hints.pip``."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    texts = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "src").rglob("*.py")]
    said = {wanted for path in texts for wanted in re.findall(r"pip install '?([^\s'`]+)", path.read_text("utf-8"))}
    assert {".", ".[har]", ".[capture]", ".[parquet]", ".[spark,capture]"} <= said
    for wanted in said - {".", ".[{extra}]"}:
        assert wanted[:2] + wanted[-1:] == ".[]", wanted
        assert extras.keys() >= set(wanted[2:-1].split(",")), wanted


def test_every_step_of_the_demo_ends_as_it_should(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    place = importlib.util.spec_from_file_location("demo_steps", ROOT / "demo" / "demo.py")
    assert place is not None
    assert place.loader is not None
    demo = importlib.util.module_from_spec(place)
    place.loader.exec_module(demo)

    def run(words: list[str], *, capture_output: bool = False, **_: object) -> subprocess.CompletedProcess[str]:
        before = capfd.readouterr().out
        status = main(words[1:])
        out, err = capfd.readouterr()
        print(before if capture_output else before + out)
        return subprocess.CompletedProcess(words, status, out, err)

    for name in ("demo", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(demo, "ROOT", tmp_path)
    monkeypatch.setattr(demo, "OUT", tmp_path / "demo-out")
    monkeypatch.setattr(demo, "subprocess", SimpleNamespace(run=run))
    assert demo.main() == 0, capfd.readouterr().err
    shown = capfd.readouterr().out
    values = re.findall(r"^  value: (.*)$", shown, re.M)
    assert len(values) == 4, shown
    assert len(set(values)) == 1, shown
