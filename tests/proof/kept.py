"""Bodies on which engines once disagreed, each in a file of its own, asked again in every run of the tests."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from bodies import Case
from schema_judges import printed
from targets import CHARSETS, Target

from wirebook.part import Context

__all__ = ["FOLDER", "Regression", "keep", "load", "target_of"]

FOLDER = Path(__file__).parent.parent / "regressions"


@dataclass(frozen=True)
class Regression:
    """A body with its context, and which duty was broken on it."""

    target: Target
    kind: str
    body: bytes
    ctx: Context


def target_of(name: str) -> Target:
    """The target of that name; raises KeyError."""
    for target in CHARSETS:
        if str(target) == name:
            return target
    raise KeyError(name)


def keep(folder: Path, target: Target, case: Case, body: bytes, kind: str, key: str, said: dict[str, str]) -> Path:
    """Write one disagreement; what shows the same thing has the same name."""
    folder.mkdir(parents=True, exist_ok=True)
    mark = hashlib.sha256(f"{target.message.id} {kind} {key}".encode()).hexdigest()[:8]
    path = folder / f"{target.provider.name}-{target.message.id}-{target.encoding}-{kind}-{mark}.yaml"
    known: dict[str, Any] = {
        "target": str(target),
        "kind": kind,
        "what": key,
        "case": case.name,
        "origin": case.origin,
        "body": body.decode("latin-1"),
        "context": {
            "charset": case.ctx.charset,
            "secret": case.ctx.secret,
            "settings": dict(case.ctx.settings),
            "request": printed(case.ctx.request),
        },
        "said": {who: what[:2000] for who, what in said.items()},
    }
    path.write_text(yaml.safe_dump(known, sort_keys=False, width=110), encoding="utf-8")
    return path


def load(path: Path) -> Regression:
    """Read a file that ``keep`` wrote."""
    known = yaml.safe_load(path.read_text(encoding="utf-8"))
    ctx = Context(**{name: value for name, value in known["context"].items() if value is not None})
    return Regression(target_of(known["target"]), known["kind"], known["body"].encode("latin-1"), ctx)
