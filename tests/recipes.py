"""The recipes for CI and the hooks for pre-commit, tried as they stand: the commands are run, nothing is imitated."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from traffic import URLS, body, jsonl, record

ROOT = Path(__file__).parent.parent
RECIPES = ROOT / "docs" / "recipes"
SEND = f"{URLS['smspager']}/send.xml"
GOOD = record(SEND, body("smspager", "send_request"), body("smspager", "send_response"))
BAD = record(SEND, body("smspager", "send_request", "smsid_too_long"), body("smspager", "send_response"))
_LEFT = shutil.ignore_patterns(".git", ".venv", ".*cache", "__pycache__", "dist", "build", "demo-out", ".hypothesis")


def run(*words: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PYTHONPATH"))}
    return subprocess.run(
        [*map(str, words)], cwd=cwd, env={**env, **environment}, capture_output=True, text=True, timeout=300
    )  # fmt: skip


def git(cwd: Path, *words: str) -> None:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main")
    done = run("git", *who, *words, cwd=cwd)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project as a repository of its own, as it is now."""
    copy = tmp_path_factory.mktemp("source") / "wirebook"
    shutil.copytree(ROOT, copy, ignore=_LEFT)
    git(copy, "init", "-q")
    git(copy, "add", "-A")
    git(copy, "commit", "-qm", "as it is")
    return copy


@pytest.fixture(scope="module")
def installed(source: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An environment to run recipes in: its programs, and the address that stands for the repository's."""
    place = tmp_path_factory.mktemp("recipe")
    assert run(sys.executable, "-m", "venv", place / "env", cwd=place).returncode == 0
    return place / "env" / "bin", f"git+file://localhost{source}@main"  # pip wants a host in an address


def commands(recipe: str) -> list[str]:
    shape = yaml.safe_load((RECIPES / recipe).read_text("utf-8"))
    if recipe == "gitlab.yml":
        found: list[str] = shape["wirebook"]["script"]
        return found
    return [step["run"] for step in shape["jobs"]["lint"]["steps"] if "run" in step]


@pytest.mark.parametrize("recipe", ["github.yml", "gitlab.yml"])
def test_the_commands_of_a_recipe_run_as_they_stand(installed: tuple[Path, str], tmp_path: Path, recipe: str) -> None:
    programs, address = installed
    assert re.search(r"^ +WIREBOOK: git\+https://\S+@main ", (RECIPES / recipe).read_text("utf-8"), re.M)
    here = {"PATH": f"{programs}:{os.environ['PATH']}", "WIREBOOK": address, "GITHUB_STEP_SUMMARY": ""}
    captures = tmp_path / "captures"
    captures.mkdir()
    install, *rest = commands(recipe)
    assert "pip install" in install
    done = run("bash", "-ec", install, cwd=tmp_path, **here)
    assert done.returncode == 0, done.stdout + done.stderr
    for records, status in (([GOOD], 0), ([GOOD, BAD], 1)):
        (captures / "a.jsonl").write_text(jsonl(*records))
        for command in rest:
            done = run("bash", "-ec", command, cwd=tmp_path, **here)
            assert (done.returncode, done.stderr) == (status, "")
    made = re.findall(r"wirebook\.(?:sarif|xml)", " ".join(rest))
    assert made
    for name in made:
        assert "facet.maxLength" in (tmp_path / name).read_text("utf-8")


def test_the_hooks_run_from_the_configuration_that_is_shown(source: Path, tmp_path: Path) -> None:
    shown = (RECIPES / "pre-commit-config.yaml").read_text("utf-8")
    (tmp_path / ".pre-commit-config.yaml").write_text(
        shown.replace("https://github.com/wirebook/wirebook", str(source))
    )
    for folder, name, text in (
        ("bodies", "good.xml", body("smspager", "send_request")),
        ("bodies", "bad.xml", body("smspager", "send_request", "smsid_too_long")),
        ("captures", "good.jsonl", jsonl(GOOD).encode()),
        ("captures", "bad.jsonl", jsonl(BAD).encode()),
    ):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_bytes(text)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    home = {"PRE_COMMIT_HOME": str(tmp_path / ".home"), "PRE_COMMIT_COLOR": "never"}
    hook = (sys.executable, "-m", "pre_commit", "run")
    bad = run(*hook, "--all-files", cwd=tmp_path, **home)
    assert bad.returncode == 1, bad.stdout + bad.stderr
    assert "bodies/bad.xml:7:8: error facet.maxLength" in bad.stdout
    assert "captures/bad.jsonl#0 request:7:8: error facet.maxLength" in bad.stdout
    assert "123456" not in bad.stdout
    good = run(*hook, "--files", "bodies/good.xml", "captures/good.jsonl", cwd=tmp_path, **home)
    assert good.returncode == 0, good.stdout + good.stderr
    assert good.stdout.count("Passed") == 2


def test_every_hook_s_command_is_one_that_there_is(source: Path) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert {hook["id"] for hook in hooks} == {f"wirebook-{name}" for name in ("validate", "lint", "check", "generate")}
    for hook in hooks:
        _, *words = hook["entry"].split()
        files = [] if hook.get("pass_filenames") is False else ["specs/quicktel.yaml"] if words == ["check"] else None
        if files is not None:
            done = run(sys.executable, "-m", "wirebook", *words, *files, cwd=source, PYTHONPATH="src:codegen")
            assert done.returncode == 0, done.stderr
