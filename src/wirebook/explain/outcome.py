"""Raw findings as the walk makes them, and the finished ones that leave the engine.

Only what is shown is spelled out: a body may break a hundred thousand times, and a
hundred findings are told.
"""

from __future__ import annotations

import hashlib
import sys
from typing import Any

from wirebook.diagnostic import CODES, Finding, Location, Skipped
from wirebook.explain.place import Place, Printer
from wirebook.explain.show import safe_text
from wirebook.wire.caps import MAX_FINDINGS
from wirebook.wording import fill

__all__ = ["NOWHERE", "Explained", "Raw", "filled", "fingerprint", "finish", "foremost"]

Span = tuple[int, int]
NOWHERE = sys.maxsize  # beyond every offset


class Explained:
    """What a body means and everything that is to be said about it.

    value: the logical value, None where anything is an error. skipped: checks that
    lacked something. safe: byte spans that an excerpt may show.
    """

    __slots__ = ("findings", "safe", "skipped", "value")

    def __init__(
        self,
        value: Any,
        findings: tuple[Finding, ...],
        skipped: tuple[Skipped, ...] = (),
        safe: tuple[Span, ...] = (),
    ) -> None:
        self.value = value
        self.findings = findings
        self.skipped = skipped
        self.safe = safe

    @property
    def ok(self) -> bool:
        """Whether the body is tolerated."""
        return not any(f.severity == "error" for f in self.findings)


class Raw:
    """A finding before its message, location and wire path are made."""

    __slots__ = ("args", "code", "deviation", "path", "place", "related", "severity", "source", "span")

    def __init__(
        self,
        code: str,
        severity: str,
        path: str,
        span: Span,
        place: Place | None,
        args: dict[str, str],
        source: str = "",
        deviation: str | None = None,
        related: tuple[Span, ...] = (),
    ) -> None:
        self.code = code
        self.severity = severity
        self.path = path
        self.span = span
        self.place = place
        self.args = args
        self.source = source
        self.deviation = deviation
        self.related = related


def filled(template: str, args: dict[str, str]) -> str:
    """A code's template with its arguments; what an argument lacks shows as "?"."""
    return fill(template, args, "?")


def fingerprint(code: str, provider: str, message: str, path: str) -> str:
    """The same for the same kind of fault: indexes do not count."""
    import re

    text = "|".join((code, provider, message, re.sub(r"\[[0-9]+\]", "[]", path)))
    return hashlib.sha1(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()[:16]


def foremost(raws: list[Raw]) -> tuple[list[Raw], tuple[int, int]]:
    """Those that ``finish`` may show whatever else is found: so many errors, and so many others.

    And the offsets beyond which nothing else will be shown, of others and of errors.
    """
    order = sorted(raws, key=lambda r: (r.span[0], r.code, r.path))
    errors = [r for r in order if r.severity == "error"][:MAX_FINDINGS]
    others = [r for r in order if r.severity != "error"][:MAX_FINDINGS]
    last = tuple(some[-1].span[0] if len(some) == MAX_FINDINGS else NOWHERE for some in (others, errors))
    return errors + others, (last[0], last[1])


def finish(
    raws: list[Raw], *, provider: str, message: str, encoding: str, body: bytes, charset: str, more: int = 0
) -> tuple[Finding, ...]:
    """The findings in the order of (offset, code, path), at most MAX_FINDINGS and then findings.more.

    Where there are too many, errors are kept before warnings, so that a refused body
    always shows why. more: how many there were besides that ``foremost`` left out.
    """
    order = sorted(raws, key=lambda r: (r.span[0], r.code, r.path))
    more += len(order) - MAX_FINDINGS
    if more > 0:
        errors = [r for r in order if r.severity == "error"][:MAX_FINDINGS]
        rest = [r for r in order if r.severity != "error"][: MAX_FINDINGS - len(errors)]
        order = sorted(errors + rest, key=lambda r: (r.span[0], r.code, r.path))
    printer = Printer(encoding)
    found = [_finished(raw, provider, message, printer, body, charset) for raw in order]
    if more > 0:
        args = {"got": str(more)}
        text = filled(CODES["findings.more"].template, args)
        mark = fingerprint("findings.more", provider, message, "")
        found.append(Finding("findings.more", "info", text, args=tuple(args.items()), fingerprint=mark))
    return tuple(found)


def _finished(raw: Raw, provider: str, message: str, printer: Printer, body: bytes, charset: str) -> Finding:
    args = {key: safe_text(value) for key, value in raw.args.items()}
    start, end = raw.span
    location = None
    if start >= 0:
        from wirebook.wire.position import locate

        line, column = locate(body, charset, start)
        location = Location(line, column, start)
    return Finding(
        raw.code,
        raw.severity,
        filled(CODES[raw.code].template, args),
        path=raw.path,
        wire_path=printer.path(raw.place),
        start=start,
        end=end,
        source=raw.source,
        deviation=raw.deviation,
        args=tuple(args.items()),
        related=raw.related,
        fingerprint=fingerprint(raw.code, provider, message, raw.path),
        location=location,
    )
