"""The exceptions that Wirebook's callers may catch.

They carry findings or problems as data; their texts are made of the findings' messages,
which hold no sensitive value, so that a traceback in a log never shows a payload.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wirebook.diagnostic import Finding, Problem

__all__ = ["SpecError", "UsageError", "ValidationError"]

_SHOWN = 3  # findings told in an exception's text


class ValidationError(ValueError):
    """A payload was refused, or a value cannot be written; ``findings`` are all of them."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__(_summary(self.findings))


class SpecError(Exception):
    """A spec cannot be used; ``problems`` are all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        first = next((p for p in self.problems if p.severity == "error"), None)
        text = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        if first is not None:
            text += f"; {first.file}:{first.line}:{first.column}: {first.message} [{first.code}]"
        super().__init__(text)


class UsageError(Exception):
    """What the caller asked for does not exist or does not fit together."""


def _summary(findings: tuple[Finding, ...]) -> str:
    # A finding's own message shows no sensitive value; reports escape it, so this does too.
    from wirebook.escape import line

    told = [f for f in findings if f.severity == "error"] or list(findings)
    named = "; ".join(line(f"{f.path or f.wire_path or 'the body'}: {f.message} ({f.code})") for f in told[:_SHOWN])
    more = f"; and {len(told) - _SHOWN} more; .findings has all" if len(told) > _SHOWN else ""
    return f"{named}{more}" if named else "no findings"
