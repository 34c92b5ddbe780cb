"""What a long proof has done so far, so that the next run goes on: one file per target, void when any code changes."""

from __future__ import annotations

import hashlib
import pickle
import sys
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from drawn import Drawn, Size

__all__ = ["Progress", "fingerprint", "forget", "recall", "remember", "seed_of"]

_ROOT = Path(__file__).resolve().parent.parent.parent
_JUDGED_BY = ("src", "codegen", "specs", "tests/proof", "tests/agreement", "tests/properties", "tests/regions")
_PEERS = ("lxml", "xmlschema", "jsonschema", "jsonschema-rs", "hypothesis")


@dataclass
class Progress:
    """The pool of one target, the number of the next body, marks of those before it, and what they showed."""

    seed: int
    size: Size
    pool: list[Drawn]
    number: int
    met: set[bytes]
    tally: Any


@cache
def fingerprint() -> str:
    """A hash of everything that a verdict depends on: this project's code and specs, Python, and who else judges."""
    found = hashlib.sha256(" ".join([sys.version, *map(version, _PEERS)]).encode())
    for folder in _JUDGED_BY:
        for path in [_ROOT / "tests" / "generated.py", *sorted((_ROOT / folder).rglob("*"))]:
            if path.suffix in (".py", ".yaml") and path.is_file():
                found.update(str(path.relative_to(_ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:16]


def _file(state: Path, target: str) -> Path:
    return state / fingerprint() / f"{target}.pickle"


def recall(state: Path, target: str, seed: int, size: Size) -> Progress | None:
    """What was done for a target with this seed and size by the code as it is; None if nothing."""
    try:
        with _file(state, target).open("rb") as file:
            known = pickle.load(file)
    except (OSError, EOFError, pickle.UnpicklingError):
        return None
    assert isinstance(known, Progress)
    return known if (known.seed, known.size) == (seed, size) else None


def remember(state: Path, target: str, progress: Progress) -> None:
    """Keep it; a run that is stopped in between leaves what was there."""
    path = _file(state, target)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    with new.open("wb") as file:
        pickle.dump(progress, file)
    new.replace(path)


def seed_of(state: Path, given: int | None, otherwise: int) -> int:
    """The seed that is given, else that of the run before by the same code, else a new one; kept for the next run."""
    path = state / fingerprint() / "seed"
    if given is None and path.exists():
        return int(path.read_text())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{otherwise if given is None else given}\n")
    return otherwise if given is None else given


def forget(state: Path) -> None:
    """Remove what other code has left."""
    for folder in state.iterdir() if state.exists() else ():
        if folder.is_dir() and folder.name != fingerprint() and len(folder.name) == len(fingerprint()):
            for path in folder.iterdir():
                path.unlink()
            folder.rmdir()
