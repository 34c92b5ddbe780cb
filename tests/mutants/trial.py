"""A process that runs tests again and again, each time in a fork that has not loaded the module that is mutated.

Started by ``run.py`` in the copy that is mutated, so that a mutant costs a fork and not a
start of Python. Everything that does not need the mutated module is loaded before the
forks; whatever needs it fails here, for it cannot be found, and is loaded by each fork.
The first line asks {"module": name, "preload": [names]}; each further one {"tests": [...],
"seconds": n, "keep": whether compiled tests are kept} and gets {"status": exit status or None
if it took too long, "loaded": [names], "took": n, "said": text}.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.abc
import json
import os
import resource
import select
import signal
import sys
import tempfile
import time
from typing import Any

ALWAYS = ("pytest", "_pytest.assertion.rewrite", "hypothesis", "hypothesis.strategies")
IDLE = (
    "cacheprovider", "junitxml", "doctest", "unittest", "logging", "faulthandler", "pastebin", "setuponly", "stepwise",
    "unraisableexception", "threadexception", "recwarn", "warnings", "debugging", "setupplan", "legacypath",
)  # fmt: skip
MEMORY = 3 << 30


class _Kept(importlib.abc.MetaPathFinder):
    """Lets nobody find the module."""

    def __init__(self, module: str) -> None:
        self.module = module

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> None:
        if fullname == self.module:
            raise ImportError(f"{fullname} is mutated")


def main() -> int:
    asked = json.loads(sys.stdin.readline())
    kept = _Kept(asked["module"])
    sys.meta_path.insert(0, kept)
    sys.path[:0] = [os.getcwd(), os.path.join(os.getcwd(), "tests")]
    for name in (*ALWAYS, *asked["preload"]):
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    del sys.path[:2]
    sys.meta_path.remove(kept)
    if asked["module"] in sys.modules:
        print(f"mutants: {asked['module']} is loaded before any mutant", file=sys.stderr)
        return 2
    gc.freeze()
    for line in sys.stdin:
        print(json.dumps(trial(json.loads(line))), flush=True)
    return 0


def trial(asked: dict[str, Any]) -> dict[str, Any]:
    """Run the tests in a fork."""
    reading, writing = os.pipe()
    with tempfile.TemporaryFile() as said:
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _run(asked, writing, said.fileno())
        os.close(writing)
        answer = _wait(reading, child, asked["seconds"])
        os.close(reading)
        took = time.monotonic() - began
        said.seek(0)
        text = said.read()[-4000:].decode("utf-8", "replace")
    return {**answer, "took": took, "said": text}


def _wait(reading: int, child: int, seconds: float) -> dict[str, Any]:
    """What the fork wrote before it ended; a status of None where it had to be ended."""
    ready, _, _ = select.select([reading], [], [], seconds)
    written = b""
    if ready:
        while piece := os.read(reading, 1 << 16):
            written += piece
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    _, ended = os.waitpid(child, 0)
    if not ready:
        return {"status": None, "loaded": []}
    if not written:  # it died: memory, a crash in C
        return {"status": f"signal {os.WTERMSIG(ended)}" if os.WIFSIGNALED(ended) else "died", "loaded": []}
    answer: dict[str, Any] = json.loads(written)
    return answer


def _run(asked: dict[str, Any], writing: int, said: int) -> None:
    """The fork: never comes back."""
    os.setpgid(0, 0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(said, 1)
    os.dup2(said, 2)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.dont_write_bytecode = not asked.get("keep")
    status: Any = "died"
    try:
        import pytest

        # What makes failures legible is left out: only whether there are any is wanted.
        options = ["-x", "-q", "-s", "--tb=line", "--assert=plain", *(f"-pno:{name}" for name in IDLE)]
        for tests in asked["tests"]:  # one after the other: the first that notices is enough
            status = int(pytest.main([*options, tests]))
            if status:
                break
    except BaseException as error:
        status = f"{type(error).__name__}: {error}"[:300]
    with os.fdopen(writing, "w") as out:
        json.dump({"status": status, "loaded": list(sys.modules)}, out)
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
