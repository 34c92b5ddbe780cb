"""An audit hook: what hostile input makes the process do beyond reading its inputs and writing its outputs.

The interpreter itself tells every file that is opened, every socket, process and piece of code. While a
test of this folder runs, or one that replays what fuzzing found, anything outside the folders that are named
here is kept as a breach, and the test fails (``watched``). A hook can't be taken back, so there is one, and
it does nothing in between. What a library in C opens by itself it doesn't tell: expat, which reads XML, opens nothing.
"""

from __future__ import annotations

import os
import sys
import sysconfig
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

import generated

ROOT = Path(__file__).resolve().parents[2]
INTERPRETER = {
    sys.prefix, sys.base_prefix, sys.exec_prefix, *sysconfig.get_paths().values(),
    *(entry for entry in sys.path if entry.endswith("-packages")),
}  # fmt: skip
DEVICES = ("/dev/null", "/dev/urandom", "/dev/tty", "/usr/share/zoneinfo", "/etc/localtime")
# Those that make code of their own, from names that a program's author chose.
MAKERS = ("dataclasses", "collections", "typing", "enum", "hypothesis", "_pytest", "pytest", "attr", "importlib")
NEVER = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.spawn", "os.posix_spawn", "os.fork", "os.startfile",
    "ctypes.dlopen", "urllib.Request", "http.client.", "ftplib.", "smtplib.", "webbrowser.", "shutil.", "pty.spawn",
    "os.symlink", "os.link", "os.chown", "os.kill", "code.__new__", "marshal.loads", "pickle.find_class",
)  # fmt: skip
CHANGES = {
    "os.remove": (0,),
    "os.rename": (0, 1),
    "os.mkdir": (0,),
    "os.rmdir": (0,),
    "os.truncate": (0,),
    "os.chmod": (0,),
}


class Watch:
    """The one hook. ``outputs``: folders that may be written; ``texts``: what no compiled source may hold."""

    def __init__(self) -> None:
        self.on = False
        self.asking = threading.local()  # the hook asks the system too, and other threads go on meanwhile
        self.breaches: list[str] = []
        self.inputs: list[str] = []
        self.outputs: list[str] = []
        self.texts: tuple[str, ...] = ()
        self.met: set[str] = set()

    def start(self, inputs: list[Path], outputs: list[Path]) -> None:
        self.breaches.clear()
        self.met.clear()
        self.inputs = [os.path.realpath(each) for each in (*INTERPRETER, *inputs, *outputs)]
        self.outputs = [os.path.realpath(each) for each in outputs]
        self.on = True

    def stop(self) -> list[str]:
        self.on = False
        return list(self.breaches)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What the test does by itself, to set a trap: not looked at."""
        was, self.on = self.on, False
        try:
            yield
        finally:
            self.on = was

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if not self.on or getattr(self.asking, "now", False):
            return
        self.asking.now = True
        try:
            self.met.add(event)
            said = self._breach(event, args)
            if said is not None:
                self.breaches.append(said)
        finally:
            self.asking.now = False

    def _breach(self, event: str, args: tuple[Any, ...]) -> str | None:
        if event == "open":
            path, mode, flags = args
            return None if isinstance(path, int) else self._opened(path, mode, flags)
        if event in ("os.listdir", "os.scandir"):
            # Importing looks for modules in all folders of the path.
            known = args[0] is not None and (_within(args[0], self.inputs) or _cache(args[0]))
            return None if known or _caller(LOADERS) else f"{event} {args[0]}"
        if event in CHANGES:
            wrong = [args[at] for at in CHANGES[event] if not _within(args[at], self.outputs) and not _cache(args[at])]
            return f"{event} {wrong[0]}" if wrong else None
        if event == "exec":
            return self._run(args[0])
        if event == "compile":
            return self._compiled(args[0])
        if event.startswith(NEVER):
            # Importing a module unmarshals its code; importing ctypes opens the process itself, which has no name.
            if event in ("marshal.loads", "code.__new__", "pickle.find_class") and _caller(LOADERS):
                return None
            if event == "ctypes.dlopen" and args[0] is None:
                return None
            return f"{event} {args!r:.200}"
        return None

    def _opened(self, path: Any, mode: str | None, flags: int) -> str | None:
        writes = bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND))
        if writes or (mode is not None and set(mode) & set("wxa+")):
            return None if _within(path, self.outputs) or _cache(path) or _device(path) else f"written: {path}"
        return None if _within(path, self.inputs) or _cache(path) or _device(path) else f"read: {path}"

    def _run(self, code: CodeType) -> str | None:
        name = code.co_filename
        if name.startswith("<frozen ") or _within(name, self.inputs) or _caller(MAKERS):
            return None
        return f"exec of {name}"

    def _compiled(self, source: Any) -> str | None:
        if source is None or _caller(MAKERS):
            return None
        text = source.decode("utf-8", "replace") if isinstance(source, (bytes, bytearray)) else source
        if not isinstance(text, str):
            return None  # a tree that was parsed before
        return next((f"compiled: {part}" for part in self.texts if part in text), None)


LOADERS = ("importlib", "_frozen_importlib", "zipimport", "hypothesis", "_pytest")
WATCH = Watch()


def install() -> Watch:
    """The hook of this process, in place."""
    if not getattr(WATCH, "installed", False):
        WATCH.installed = True  # type: ignore[attr-defined]
        sys.addaudithook(WATCH)
    return WATCH


def _within(path: Any, folders: list[str]) -> bool:
    if isinstance(path, int):
        return True
    real = os.path.realpath(os.fsdecode(path))
    return any(real == folder or real.startswith(folder + os.sep) for folder in folders)


def _cache(path: Any) -> bool:
    """What Python and the test tools keep for themselves."""
    parts = Path(os.fsdecode(path)).parts
    return "__pycache__" in parts or ".hypothesis" in parts or ".pytest_cache" in parts


def _device(path: Any) -> bool:
    return os.fsdecode(path).startswith(DEVICES)


def _caller(modules: tuple[str, ...]) -> bool:
    """Whether the nearest frame outside of this module is one of those modules'."""
    frame = sys._getframe(1)
    while frame is not None and frame.f_globals.get("__name__") == __name__:
        frame = frame.f_back  # type: ignore[assignment]
    name = "" if frame is None else str(frame.f_globals.get("__name__", ""))
    return name in modules or name.split(".")[0] in modules


def folders(tmp: Path) -> tuple[list[Path], list[Path]]:
    """(inputs, outputs) of a test: the repository and its own folder; its own folder and that of temporary files.

    Packages that tests generate lie in a folder that may be older than the test.
    """
    return [ROOT / name for name in ("src", "codegen", "specs", "schemas", "docs", "tests", "pyproject.toml")], [
        tmp, Path(tempfile.gettempdir()), Path(generated._folder())
    ]  # fmt: skip


@contextmanager
def watching(base: Path) -> Iterator[None]:
    """No socket, process, foreign file or foreign code meanwhile; a fixture of more than one test says so itself."""
    scratch = base / "scratch"
    scratch.mkdir(exist_ok=True)
    generated._folder()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(scratch))
        install().start(*folders(base))
        try:
            yield
        finally:
            breaches = WATCH.stop()
        assert not breaches, breaches


@pytest.fixture(autouse=True)
def watched(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Every test is watched while it runs; its own folder is made before that."""
    with watching(tmp_path_factory.getbasetemp()):
        yield
