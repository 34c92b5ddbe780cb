"""Outcomes of parts on the disk, so that a run of an hour can go on where it ended."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from rooms import Part
from tallied import Mutant, Outcome

__all__ = ["Kept"]


class Kept:
    """A folder with one file for each part; what was tried with another module, test or operator is tried again.

    Other modules and what tests share count for nothing here: without a folder everything is tried.
    """

    def __init__(self, folder: Path | None, copied: Path) -> None:
        self.folder = folder
        self.copied = copied  # the project as it is tried

    def load(self, part: Part) -> Outcome | None:
        """The outcome of a part as it is now, if it is there."""
        path = self._path(part)
        if path is None or not path.exists():
            return None
        found = json.loads(path.read_text(encoding="utf-8"))
        survivors = [Mutant(line, before, after, "") for line, before, after in found["survivors"]]
        return Outcome(part, found["killed"], found["stopped"], survivors)

    def save(self, outcome: Outcome) -> None:
        """Keep it."""
        path = self._path(outcome.part)
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            survivors = [(mutant.line, mutant.before, mutant.after) for mutant in outcome.survivors]
            kept = {"killed": outcome.killed, "stopped": outcome.stopped, "survivors": survivors}
            path.write_text(json.dumps(kept), encoding="utf-8")

    def _path(self, part: Part) -> Path | None:
        if self.folder is None:
            return None
        made = hashlib.sha256()
        for name in ("tests/mutants/sifting.py", part.path, *part.tests):
            made.update(hashlib.sha256((self.copied / name).read_bytes()).digest())
        made.update(part.half.encode())
        return self.folder / f"{part.name}{part.half.replace(', ', '-')}-{made.hexdigest()[:16]}.json"
