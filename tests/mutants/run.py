"""Mutation testing with cosmic-ray's operators: python tests/mutants/run.py [ROOM ...] [--module WORD] [--every N]

Works on a copy of the project in a temporary folder; the checkout is never touched. Serial:
one mutant at a time. First the tests run on the unchanged copy, and have to pass, load
every module of the room from the copy, and notice a module that cannot be loaded. Exit status 1 if a room
has less than 90 percent killed, 2 if the run itself broke.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kept import Kept
from rooms import ROOMS, Part
from sifting import mutants_of
from summary import write
from tallied import Outcome, percent, reason, stale

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("src", "codegen", "tests", "specs", "schemas", "pyproject.toml", "docs/site")
GOAL = 90
SLACK, FACTOR = 5, 10  # a mutant may take ten times what the tests took, and five seconds


class BrokenRun(Exception):
    """The run says nothing about the tests."""


class Copy:
    """A copy of the project, which is mutated one module at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".hypothesis"))
            else:
                shutil.copy(source, folder / name)
        # Compiled files that are checked by a hash of their source: a mutant of the same second is seen.
        compiled = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", "src", "codegen"]
        subprocess.run(compiled, cwd=folder, check=True)

    @contextmanager
    def changed(self, part: Part, text: str) -> Iterator[None]:
        """The part's module with another text."""
        path = self.folder / part.path
        kept = path.read_bytes()
        path.write_text(text, encoding="utf-8")
        try:
            yield
        finally:
            path.write_bytes(kept)


class Trials:
    """The process that runs a part's tests in the copy, a fork for each time."""

    def __init__(self, copy: Copy, part: Part, preload: list[str]) -> None:
        self.part = part
        paths = os.pathsep.join([str(copy.folder / "src"), str(copy.folder / "codegen")])
        around = {
            **os.environ,
            "PYTHONPATH": paths,
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0",
            "WIREBOOK_HYPOTHESIS": "mutants",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        }
        self.process = subprocess.Popen(
            [sys.executable, str(copy.folder / "tests/mutants/trial.py")],
            cwd=copy.folder, env=around, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._say({"module": part.name, "preload": preload})

    def __enter__(self) -> Trials:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()

    def _say(self, asked: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        print(json.dumps(asked), file=self.process.stdin, flush=True)

    def ask(self, seconds: float, *, keep: bool = False) -> dict[str, Any]:
        """What the tests say of the copy as it is now."""
        assert self.process.stdout is not None
        self._say({"tests": self.part.tests, "seconds": seconds, "keep": keep})
        line = self.process.stdout.readline()
        if not line:
            raise BrokenRun(f"the process that runs the tests ended with {self.process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def sound(self, seconds: float, *, keep: bool = False) -> dict[str, Any]:
        """The same where the copy is unchanged: BrokenRun unless the tests pass and load the module."""
        answer = self.ask(seconds, keep=keep)
        if answer["status"] != 0 or self.part.name not in answer["loaded"]:
            tests = " ".join(self.part.tests)
            raise BrokenRun(f"{tests}, without a mutant: {answer['status']}\n{answer['said']}")
        return answer


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    options.add_argument("rooms", nargs="*", metavar="ROOM", help=f"{', '.join(ROOMS)}; all without any")
    options.add_argument("--module", default="", help="only modules whose path holds this word; writes no summary")
    options.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth mutant, for a first look")
    options.add_argument("--no-summary", action="store_true", help="leave benchmarks/RESULTS.md as it is")
    options.add_argument("--kept", type=Path, metavar="FOLDER", help="go on where a run that kept its outcomes ended")
    args = options.parse_args()
    unknown = [room for room in args.rooms if room not in ROOMS]
    if unknown:
        options.error(f"no room {unknown[0]}; there are {', '.join(ROOMS)}")
    if not any(args.module in part.path for room in args.rooms or ROOMS for part in ROOMS[room]):
        options.error(f"no module of these rooms has {args.module!r} in its path")
    status = 0
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        try:
            copy = Copy(Path(folder))
            for room in args.rooms or ROOMS:
                parts = [part for part in ROOMS[room] if args.module in part.path]
                if not parts:
                    continue
                kept = Kept(args.kept if args.every == 1 else None, copy.folder)
                outcomes = [_outcome(copy, part, kept, args.every) for part in parts]
                whole = not args.module and args.every == 1
                status = max(status, _judged(room, outcomes, whole=whole))
                if whole and not args.no_summary:
                    write({room: outcomes})
        except BrokenRun as error:
            print(f"mutants: the run broke: {error}", file=sys.stderr)
            return 2
    return status


def _judged(room: str, outcomes: list[Outcome], *, whole: bool) -> int:
    print(f"{room}: {percent(outcomes):.1f} percent killed", flush=True)
    if percent(outcomes) < GOAL:
        print(f"mutants: {room}: {GOAL} percent are wanted", file=sys.stderr)
    if not whole:
        return int(percent(outcomes) < GOAL)
    for path, line in stale(outcomes):
        print(f"mutants: {path}: no survivor is {line!r}; take it out of SAME", file=sys.stderr)
    return int(percent(outcomes) < GOAL or bool(stale(outcomes)))


def _outcome(copy: Copy, part: Part, kept: Kept, every: int) -> Outcome:
    found = kept.load(part)
    if found is None:
        found = _tried(copy, part, every)
        kept.save(found)
    return found


def _tried(copy: Copy, part: Part, every: int) -> Outcome:
    source = (copy.folder / part.path).read_text(encoding="utf-8")
    outcome = Outcome(part)
    began = time.monotonic()
    with Trials(copy, part, []) as first:
        preload = _own(first.sound(300, keep=True)["loaded"])
    with Trials(copy, part, preload) as trials:
        seconds = SLACK + FACTOR * float(trials.sound(300)["took"])
        with copy.changed(part, source + "\nraise RuntimeError('a mutant that nobody can miss')\n"):
            if trials.ask(seconds)["status"] == 0:
                raise BrokenRun(f"{' '.join(part.tests)}: passes though {part.path} cannot be loaded")
        for mutant in mutants_of(source, *part.lines(source))[::every]:
            with copy.changed(part, mutant.text):
                answer = trials.ask(seconds)
            if answer["status"] == 5:
                raise BrokenRun(f"{part.path}:{mutant.line}: no tests were found")
            if answer["status"] == 0:
                outcome.survivors.append(mutant)
                known = "the same: " if reason(outcome, mutant) else ""
                print(f"  {known}{part.path}:{mutant.line}: {mutant.before}  ->  {mutant.after}", flush=True)
            else:
                outcome.killed += 1
                outcome.stopped += answer["status"] is None
        trials.sound(300)
    if not outcome.made:
        raise BrokenRun(f"{part.title}: no mutant was made of it")
    took = time.monotonic() - began
    print(f"{part.path}: {outcome.killed} of {outcome.made} killed, {took:.0f} s", flush=True)
    return outcome


def _own(loaded: list[str]) -> list[str]:
    """What may be loaded beforehand: all but tests and what belongs to a run of pytest."""
    apart = ("tests", "conftest", "test_", "__main__", "pytest", "_pytest", "py")
    return [name for name in loaded if not name.partition(".")[0].startswith(apart)]


if __name__ == "__main__":
    sys.exit(main())
