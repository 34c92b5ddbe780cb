"""The audit hook itself: each thing that hostile input must not make the process do is told, and nothing else is."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pickle
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from audit import ROOT, WATCH

NOWHERE = "/nonexistent/wirebook"


def _compiled() -> None:
    exec(compile("1", "<payload>", "exec"))


def _pickled() -> None:
    pickle.loads(b"cposixpath\njoin\n.")


def _spawned() -> None:
    os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)


BREACHES: dict[str, tuple[str, Callable[[], object]]] = {
    "a file is read": ("read: ", Path("/etc/passwd").read_bytes),
    "a file is read, by its number": ("read: ", lambda: os.close(os.open("/etc/passwd", os.O_RDONLY))),
    "a file that is not there is asked for": ("read: ", Path(NOWHERE).read_bytes),
    "what the process was given is read": ("read: ", Path("/proc/self/environ").read_bytes),
    "a folder is listed": ("os.listdir ", lambda: os.listdir("/etc")),
    "a folder is walked": ("os.scandir ", lambda: list(os.walk("/etc/ssl"))),
    "a file is written": ("written: ", lambda: Path(NOWHERE).write_bytes(b"")),
    "an input is written": ("written: ", lambda: os.open(ROOT / "specs" / "none" / "x", os.O_WRONLY | os.O_CREAT)),
    "a folder is made": ("os.mkdir ", lambda: os.mkdir(NOWHERE)),
    "a file is removed": ("os.remove ", lambda: os.remove(NOWHERE)),
    "a file is moved": ("os.rename ", lambda: os.rename(NOWHERE, NOWHERE)),
    "a socket": ("socket.", lambda: socket.socket().close()),
    "a name is looked up": ("socket.", lambda: socket.getaddrinfo("127.0.0.1", 9)),
    "a process": ("subprocess.", lambda: subprocess.run(["/bin/true"], check=True)),
    "a shell": ("os.system", lambda: os.system("true")),
    "a process, by the system": ("os.posix_spawn", _spawned),
    "code of a text": ("exec of <payload>", _compiled),
    "code of a pickle": ("pickle.find_class", _pickled),
    "a library": ("ctypes.dlopen", lambda: ctypes.CDLL("libc.so.6")),
}


@pytest.mark.parametrize(("told", "act"), BREACHES.values(), ids=BREACHES)
def test_a_breach_is_told(told: str, act: Callable[[], object]) -> None:
    with contextlib.suppress(OSError):  # told before it is tried
        act()
    found, WATCH.breaches[:] = list(WATCH.breaches), []
    assert any(breach.startswith(told) for breach in found), found


def test_a_breach_in_another_thread_is_told() -> None:
    thread = threading.Thread(target=Path("/etc/passwd").read_bytes)
    thread.start()
    thread.join()
    assert WATCH.breaches == ["read: /etc/passwd"]
    WATCH.breaches.clear()


def test_code_that_holds_a_payload_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WATCH, "texts", ("paylo" + "ad",))
    compile("x = 'payload'", "<text>", "exec")
    assert WATCH.breaches == ["compiled: payload"]
    WATCH.breaches.clear()


def test_inputs_outputs_and_imports_are_no_breach(tmp_path: Path) -> None:
    (ROOT / "pyproject.toml").read_bytes()
    made = tmp_path / "made"
    made.mkdir()
    (made / "x").write_text("x")
    (made / "x").rename(made / "y")
    assert os.listdir(made) == ["y"]
    sys.modules.pop("colorsys", None)
    import_module("colorsys")
    assert WATCH.on
    assert WATCH.breaches == []
