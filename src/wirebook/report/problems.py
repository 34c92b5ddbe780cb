"""Problems of a spec as lines of text or as JSON: one line each, advice included."""

from __future__ import annotations

import os

from wirebook.escape import line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wirebook.diagnostic import Problem

__all__ = ["as_json", "lines"]


def lines(problems: Iterable[Problem]) -> list[str]:
    """``file:line:column: severity code message. Advice`` for each, in the order of the files."""
    return [
        line(f"{_near(p.file)}:{p.line}:{p.column}: {p.severity} {p.code} {p.message}. {p.advice}")
        for p in _sorted(problems)
    ]


def as_json(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """Each problem as a dict of its fields."""
    return [
        {
            "code": p.code,
            "severity": p.severity,
            "message": p.message,
            "advice": p.advice,
            "file": _near(p.file),
            "line": p.line,
            "column": p.column,
            "path": p.path,
        }
        for p in _sorted(problems)
    ]


def _sorted(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda p: (p.file, p.line, p.column, p.code))


def _near(file: str) -> str:
    """The path as seen from here where the file lies below."""
    try:
        return file.removeprefix(os.getcwd() + os.sep)
    except OSError:  # the folder that we stand in is gone
        return file
