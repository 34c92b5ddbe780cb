"""What a run was told to look for: which codes count, and which findings are known already."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wirebook.result import Result

__all__ = ["Policy"]


@dataclass(frozen=True, slots=True)
class Policy:
    """Which findings a run reports and which of them fail it.

    select and ignore: codes or their beginnings (``facet`` is every ``facet.*``); empty select is everything,
    and the longer of two that fit decides. per_file: pattern of a path -> codes ignored there; the path is
    relative to ``root``, with slashes. known: fingerprints of the baseline. level: the severity from which
    a finding fails.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file: Mapping[str, Sequence[str]] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    level: str = "error"
    root: str = "."

    def keeps(self, code: str, file: str) -> bool:
        """Whether a finding of this code in this file is reported at all."""
        if not (self.select or self.ignore or self.per_file):
            return True
        ignored = [*self.ignore]
        if self.per_file:
            path = os.path.relpath(file, self.root).replace(os.sep, "/")
            for pattern, codes in self.per_file.items():
                if fnmatchcase(path, pattern):
                    ignored += codes
        wanted = _fit(code, self.select) if self.select else 0
        unwanted = _fit(code, ignored)
        return wanted is not None and (unwanted is None or wanted > unwanted)

    def settle(self, result: Result, file: str) -> None:
        """Drop what is not reported from the result, and let it pass where nothing is left that fails.

        A body that could not be read does not pass by that: nothing in it was checked.
        """
        if not result.findings:
            return
        result.findings = tuple(f for f in result.findings if self.keeps(f.code, file))
        if result.verdict == "fail" and not any(self.fails(f.severity, f.fingerprint) for f in result.findings):
            read = result.wire is not None and result.wire.root is not None
            result.verdict, result.reason = ("pass", None) if read else ("not_checked", "ignored")

    def fails(self, severity: str, fingerprint: str) -> bool:
        """Whether such a finding fails what it is about."""
        return (severity == "error" or severity == self.level) and fingerprint not in self.known


def _fit(code: str, names: Sequence[str]) -> int | None:
    """The length of the longest of the names that is the code or its beginning up to a dot; None if none is."""
    return max((len(name) for name in names if code == name or code.startswith(f"{name}.")), default=None)
