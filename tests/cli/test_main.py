"""Every way in and out of the command line: help, versions, and every way to fail as one line with a status."""

import gc
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.conftest import SEND, TINY

import wirebook
from wirebook import cli
from wirebook.cli.options import Args, Command

WIREBOOK = [sys.executable, "-m", "wirebook"]


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    status = cli.main(argv)
    out, err = capsys.readouterr()
    return status, out, err


def failing(monkeypatch: pytest.MonkeyPatch, problem: BaseException) -> None:
    """Make ``wirebook list`` raise."""

    def broken(args: Args) -> int:
        print("one result")
        raise problem

    monkeypatch.setitem(cli.COMMANDS, "list", ("", lambda: Command("list", "", "", (), broken)))


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    for ask in ("--help", "-h", "help"):
        status, out, err = run(capsys, ask)
        assert (status, err) == (0, "")
        assert all(f"\n  {name} " in out for name in cli.COMMANDS)


def test_nothing_given_is_a_usage_error_with_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys)
    assert (status, out) == (2, "")
    assert err.startswith("usage: wirebook COMMAND")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--version") == (0, f"wirebook {wirebook.__version__}\n", "")


@pytest.mark.parametrize("name", list(cli.COMMANDS))
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, name, "--help")
    assert (status, err) == (0, "")
    assert out.startswith(f"usage: wirebook {name} ")
    assert max(map(len, out.splitlines())) <= 120


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["valdate"], "unknown command valdate; did you mean validate? (wirebook --help)"),
        (["serve", "x"], "unknown command serve"),
        (["--verson"], "unknown option --verson"),
        (["\x1b[2J"], "unknown command \\x1b[2J"),
    ],
)
def test_unknown_commands(argv: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, *argv)
    assert (status, out) == (2, "")
    assert err.startswith(f"wirebook: {said}")
    assert err.count("\n") == 1


def test_an_internal_error_is_one_line_without_the_exceptions_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, KeyError("+79161234567 payload"))
    status, out, err = run(capsys, "list")
    assert (status, out) == (70, "one result\n")
    assert err.startswith("wirebook: internal error: KeyError at wirebook/cli/__init__.py:")
    assert err.count("\n") == 1
    assert "7916" not in err


def test_debug_shows_the_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("WIREBOOK_DEBUG", "1")
    failing(monkeypatch, RecursionError("deep"))
    status, _, err = run(capsys, "list")
    assert status == 70
    assert "Traceback" in err
    assert "deep" in err


def test_an_interrupt_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    failing(monkeypatch, KeyboardInterrupt())
    assert run(capsys, "list") == (130, "one result\n", "wirebook: interrupted\n")


def test_an_io_error_names_the_file(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    failing(monkeypatch, PermissionError(13, "Permission denied", "a\nb"))
    assert run(capsys, "list") == (2, "one result\n", "wirebook: a\\x0ab: Permission denied; check its permissions\n")


def test_a_reader_that_goes_away_is_no_error_message() -> None:
    code = (
        "import sys; from wirebook import cli; from wirebook.cli.options import Command\n"
        "def flood(args):\n"
        "    while True: sys.stdout.write('x' * 65536)\n"
        "cli.COMMANDS['list'] = ('', lambda: Command('list', '', '', (), flood))\n"
        "sys.exit(cli.main(['list']))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(20) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said(tmp_path: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run([*WIREBOOK, "--help"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr == b"wirebook: standard output or a temporary file: No space left on device\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("where", [[], ["--output", "/dev/full"]], ids=["standard output", "--output"])
def test_what_could_not_be_written_is_named(where: list[str], tmp_path: Path) -> None:
    bodies = [tmp_path / f"{number}.xml" for number in range(300)]  # more than a buffer holds of what is told
    for body in bodies:
        body.write_text(SEND)
    with open("/dev/full", "w") as full:
        command = [*WIREBOOK, "validate", "--format", "ndjson", *where, *map(str, bodies)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    name = where[-1] if where else "standard output or a temporary file"
    assert (done.returncode, done.stderr.decode()) == (2, f"wirebook: {name}: No space left on device\n")


def test_an_interrupt_while_the_command_is_being_loaded_is_one_line() -> None:
    code = (
        "import builtins, runpy\n"
        "load = builtins.__import__\n"
        "def interrupted(name, *rest, **more):\n"
        "    if name == 'wirebook.cli': raise KeyboardInterrupt\n"
        "    return load(name, *rest, **more)\n"
        "builtins.__import__ = interrupted\n"
        "runpy.run_module('wirebook', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (130, b"wirebook: interrupted\n")


def test_output_is_utf_8_whatever_the_locale() -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [*WIREBOOK, "explain", "shape.missing", "--lang", "ru"], capture_output=True, check=False, env=environment
    )
    assert done.returncode == 0
    assert "нет" in done.stdout.decode("utf-8")


@pytest.mark.parametrize(("closed", "status"), [("<&-", 2), (">&-", 2), ("2>&-", 2), (">&- 2>&- <&-", 2)])
def test_closed_streams_are_no_internal_error(closed: str, status: int) -> None:
    command = f"{' '.join(WIREBOOK)} validate - nowhere.xml </dev/null {closed}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False)
    assert done.returncode == status
    assert b"Traceback" not in done.stdout + done.stderr


WORDS = [
    "--spec", "quicktel", "smsc", TINY, "--message", "sms_send_request", "error", "done", "--encoding", "xml", "text",
    "--operation", "senders", "--dialect", "later", "--charset", "utf-8", "windows-1251", "--secret", "s", "--lang",
    "--setting", "fmt=1", "=", "--request", "--format", "json", "ndjson", "--fail-level", "warning", "ru", "--", "-",
    "--show-sensitive", "-1", "-x", "--help", "a.xml", "b.json", "", "\x1b[2J", "\udcff", "7", "facet.length",
]  # fmt: skip
TYPED = [b"", b"{}", b"[]", SEND.encode(), b"\xff"]


@given(
    st.sampled_from(["validate", "decode", "encode", "explain", "list"]),
    st.lists(st.sampled_from(WORDS), max_size=7),
    st.sampled_from(TYPED),
)
def test_no_call_is_an_internal_error(command: str, words: list[str], typed: bytes) -> None:
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed)))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        status = cli.main([command, *words])
    for stream in (out, err):
        stream.seek(0)
    said = out.read() + err.read()
    assert status in (0, 1, 2)
    assert "internal error" not in said
    if command != "encode":  # which prints the body as it is
        assert all(char.isprintable() or char == "\n" for char in said)


@pytest.mark.parametrize("argv", [None, ["check"]])
def test_only_a_process_of_our_own_goes_without_collecting_garbage(
    argv: list[str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["wirebook", "check"])
    monkeypatch.setattr("atexit.register", lambda _: None)
    collecting: list[bool] = []

    def dispatch(_: list[str]) -> int:
        collecting.append(gc.isenabled())
        return 0

    try:
        assert cli.main(argv, dispatch) == 0
    finally:
        gc.enable()
    assert collecting == [argv is not None]


@pytest.mark.parametrize("command", ["validate", "lint", "decode"])
def test_from_a_folder_that_is_gone(
    command: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = tmp_path / "a.xml"
    body.write_text('<xml_result res="-1" description="bad"/>')
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert run(capsys, command, str(body))[0] == 0


def test_a_spec_that_cannot_be_used_from_a_folder_that_is_gone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = tmp_path / "own.yaml"
    spec.write_text("- 1")
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    status, out, err = run(capsys, "generate", str(spec), "--out", str(tmp_path / "out"))
    assert (status, out) == (2, "")
    assert f"{spec}:1:1: error spec.yaml" in err
