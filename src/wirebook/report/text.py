"""Results for people: one line per finding that editors understand, the masked payload line, advice and source.

Imported only where there is something to tell beyond a pass. It decides no verdict
and shows of a payload only what ``redact`` lets through.
"""

from __future__ import annotations

from wirebook.diagnostic import CODES
from wirebook.escape import line
from wirebook.redact import Masker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wirebook.diagnostic import Finding
    from wirebook.model import Document
    from wirebook.result import Result

    Paint = Callable[[str, str], str]

__all__ = ["advice", "counted", "lines", "plain"]

_SKIPS = {
    "no-secret": "give --secret to check it",
    "no-request": "give --request to check it",
    "no-setting": "give --setting to check it",
    "no-query": "give --query to check it",
    "no-headers": "give --header to check it",
    "no-status": "give --status to check it",
}
_REASONS = {
    "skipped": "a check was skipped, and --strict wants every one; below is what each of them lacks",
    "unknown-message": "no message of {books} looks like this; give --message to see what differs",
    "ambiguous": "the body alone does not tell which message this is; "
    "give --message, or --operation with the setting that tells them apart",
}


def plain(text: str, _style: str) -> str:
    """No colours."""
    return text


def lines(
    result: Result, file: str, body: bytes, *, documents: Iterable[Document] = (), paint: Paint = plain
) -> list[str]:
    """All lines about one result: the verdict, then each finding with excerpt, advice and source."""
    name = line(file)
    out = [f"{name}: {paint(result.verdict.replace('_', ' '), result.verdict)}{_about(result)}"]
    if result.verdict == "not_checked":
        books = result.provider or "the built-in providers"
        text = _REASONS.get(result.reason or "", "").format(books=books)
        out.append(f"    {text or result.reason}")
    titles = {document.id: document.title.en for document in documents}
    wire = result.wire
    masker = (
        Masker(wire.body, wire.charset, result.encoding or "", root=wire.root, safe=result.safe, opaque=wire.opaque)
        if wire is not None
        else None
    )
    for finding in result.findings:
        out += _finding(finding, masker, name, titles, paint)
    for skipped in result.skipped:
        where = f" at {line(skipped.path)}" if skipped.path else ""
        what = _SKIPS.get(skipped.reason, "")
        out.append(f"    not checked: {line(skipped.check)}{where} ({skipped.reason}{': ' + what if what else ''})")
    return out


def _about(result: Result) -> str:
    """What the verdict is about: reason, provider, message or candidates, encoding, how many findings."""
    message = result.message or " or ".join(result.candidates)
    said = " ".join(filter(None, (result.provider, message, f"({result.encoding})" if result.encoding else "")))
    errors = sum(1 for finding in result.findings if finding.severity == "error")
    warnings = sum(1 for finding in result.findings if finding.severity == "warning")
    counts = [counted(number, word) for number, word in ((errors, "error"), (warnings, "warning")) if number]
    parts = ", ".join(filter(None, (result.reason, said, *counts)))
    return f": {parts}" if parts else ""


def counted(number: int, word: str) -> str:
    """``1 error``, ``2 errors``."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def advice(finding: Finding) -> str:
    """What to do about a finding, its template filled."""
    return CODES[finding.code].advice.format_map(_Blank(finding.args))


class _Blank(dict[str, str]):
    """Template arguments; one that is not given is empty."""

    def __missing__(self, key: str) -> str:
        return ""


def _finding(finding: Finding, masker: Masker | None, name: str, titles: dict[str, str], paint: Paint) -> list[str]:
    place = finding.location
    where = f"{name}:{place.line}:{place.column}" if place is not None else name
    severity = paint(finding.severity, finding.severity)
    out = [f"{where}: {severity} {finding.code} {line(finding.message)}"]
    shown = masker.excerpt(finding.start, finding.end) if masker is not None and place is not None else None
    if shown is not None and shown.text:
        out.append("    " + shown.text)
        out.append("    " + " " * shown.caret + paint("^" * shown.width, finding.severity))
    out.append("    " + line(advice(finding)))
    place_said = f"at {line(finding.path)}" if finding.path else ""
    if finding.wire_path and finding.wire_path != finding.path:
        place_said += f"{' ' if place_said else 'at '}({line(finding.wire_path)})"
    said = ", ".join(filter(None, (place_said, _source(finding.source, titles))))
    if said:
        out.append(f"    {said}")
    if finding.docs:
        out.append(f"    docs: {line(finding.docs)}")
    return out


def _source(source: str, titles: dict[str, str]) -> str:
    """``source: seed#2.1 (the document's title)``."""
    if not source:
        return ""
    title = titles.get(source.partition("#")[0], "")
    return f"source: {line(source)}" + (f" ({line(title)})" if title else "")
