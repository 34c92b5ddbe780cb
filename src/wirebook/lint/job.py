"""Everything that decides what a run says, in one small value that can go to another process or machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wirebook.books import Book, open_book
from wirebook.lint.policy import Policy

__all__ = ["Job"]


@dataclass(frozen=True, slots=True)
class Job:
    """What to lint by.

    specs: (name, file or folder; dialect or "") of each book. settings and secret: as in ``Context``.
    reveal: excerpts show all but secrets. mask: names of fields that they hide too. fields: for JSONL, our
    names of a record's fields -> dotted paths. keys: the secret of the run's keyed hashes. strict: what was
    not checked counts, whatever the reason. verdicts: only these are wanted, no coverage and no checks across
    the capture.
    """

    specs: tuple[tuple[str, str], ...]
    settings: Mapping[str, str] = field(default_factory=dict)
    secret: str | None = None
    policy: Policy = field(default_factory=Policy)
    reveal: bool = False
    mask: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    keys: bytes = b""
    strict: bool = False
    verdicts: bool = False

    def books(self) -> tuple[Book, ...]:
        """The books, opened; raises UsageError and SpecError as ``open_book`` does."""
        found = tuple(open_book(name, dialect or None) for name, dialect in self.specs)
        for book in found:
            book.mask = frozenset(self.mask)
        return found

    def said(self) -> str:
        """A hash of everything but ``keys``: two jobs of one hash say the same of the same capture."""
        shape: dict[str, Any] = {
            "specs": self.specs,
            "settings": dict(sorted(self.settings.items())),
            "secret": None if self.secret is None else hashlib.blake2b(self.secret.encode()).hexdigest(),
            "select": self.policy.select,
            "ignore": self.policy.ignore,
            "per_file": {name: list(codes) for name, codes in sorted(self.policy.per_file.items())},
            "known": sorted(self.policy.known),
            "level": self.policy.level,
            "root": self.policy.root,
            "reveal": self.reveal,
            "mask": self.mask,
            "fields": dict(sorted(self.fields.items())),
            "strict": self.strict,
            "verdicts": self.verdicts,
        }
        return hashlib.blake2b(json.dumps(shape).encode(), digest_size=16).hexdigest()
