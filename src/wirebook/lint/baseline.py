"""The baseline: findings that are known already, so that only new ones fail.

It is a JSON file to be committed: a fingerprint for each kind of finding (code, provider,
message and path; not its place or value), with words beside it for whoever reviews the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from wirebook.atomic import replacing
from wirebook.errors import UsageError
from wirebook.row import Row

__all__ = ["read", "write"]

_FORMAT = "wirebook-baseline-1"


def read(path: str) -> dict[str, str]:
    """Fingerprint -> what it is, in words; raises UsageError for a file that is no baseline, OSError for none."""
    with open(path, "rb") as stream:
        data = stream.read(32 * 1024 * 1024)
    try:
        shape = json.loads(data)
    except (ValueError, RecursionError):
        raise UsageError(f"{path}: not JSON; write it anew with --write-baseline {path}") from None
    known = shape.get("known") if isinstance(shape, dict) else None
    if not isinstance(known, dict) or shape.get("format") != _FORMAT or not all(map(_entry, known.values())):
        raise UsageError(f"{path}: no baseline; write one with --write-baseline {path}")
    return {mark: _words(entry) for mark, entry in known.items()}


def write(path: str, rows: Iterable[Row], level: str) -> tuple[int, int]:
    """Write every kind of finding that reaches the level; gives how many, and how many findings cannot be known.

    The file is whole or not there at all.
    """
    unknowable = 0
    known: dict[str, dict[str, str]] = {}
    for row in rows:
        # A body that could not be read has no message and no path: to know one would be to know all of them.
        unread = row.part in ("request", "response", "body") and not row.message_id and not row.path
        if row.severity not in ("error", level):
            continue
        if unread or not row.fingerprint:
            unknowable += 1
        else:
            known[row.fingerprint] = {
                "code": row.code,
                "provider": row.provider or "",
                "message": row.message_id or "",
                "path": _without_indexes(row.path),
            }
    kinds = dict(sorted(known.items(), key=lambda item: ([*item[1].values()], item[0])))
    text = json.dumps({"format": _FORMAT, "known": kinds}, ensure_ascii=False, indent=2) + "\n"
    with replacing(path) as stream:
        stream.write(text)
    return len(kinds), unknowable


def _entry(entry: object) -> bool:
    return isinstance(entry, dict) and all(isinstance(value, str) for value in entry.values())


def _words(entry: dict[str, str]) -> str:
    return " ".join(filter(None, (entry.get(key) for key in ("code", "provider", "message", "path"))))


def _without_indexes(path: str) -> str:
    import re

    return re.sub(r"\[[0-9]+\]", "[]", path)
