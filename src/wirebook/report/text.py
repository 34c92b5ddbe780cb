"""Results for people: one line per finding that editors understand, the masked payload line, advice and source.

Imported only where there is something to tell beyond a pass. It decides no verdict
and shows of a payload only what ``redact`` lets through.
"""

from __future__ import annotations

from wirebook.escape import line
from wirebook.row import Row, rows_of
from wirebook.wording import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wirebook.model import Document
    from wirebook.result import Result

    Paint = Callable[[str, str], str]

__all__ = ["lines", "plain", "row_lines"]

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
    "ignored": "the body cannot be read, and what says so is ignored or known from the baseline",
    "ambiguous": "the body alone does not tell which message this is; "
    "give --message, or --operation with the setting that tells them apart",
}


def plain(text: str, _style: str) -> str:
    """No colours."""
    return text


def lines(result: Result, file: str, *, documents: Iterable[Document] = (), paint: Paint = plain) -> list[str]:
    """All lines about one result: the verdict, then each finding with excerpt, advice and source."""
    name = line(file)
    out = [f"{name}: {paint(result.verdict.replace('_', ' '), result.verdict)}{_about(result)}"]
    if result.verdict == "not_checked":
        books = result.provider or "the built-in providers"
        text = _REASONS.get(result.reason or "", "").format(books=books)
        out.append(f"    {text or result.reason}")
    for row in rows_of(result, Row(file), documents=documents):
        out += row_lines(row, name, paint)
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


def row_lines(row: Row, name: str, paint: Paint = plain) -> Iterator[str]:
    """One finding: where and what, the masked line with a caret, what to do, and where that is said."""
    where = f"{name}:{row.line}:{row.column}" if row.line is not None else name
    known = " (known)" if row.known else ""
    yield f"{where}: {paint(row.severity, row.severity)} {row.code} {line(row.message)}{known}"
    if row.excerpt:
        yield "    " + row.excerpt
        yield "    " + " " * row.caret + paint("^" * row.width, row.severity)
    yield "    " + line(row.advice)
    place = f"at {line(row.path)}" if row.path else ""
    if row.wire_path and row.wire_path != row.path:
        place += f"{' ' if place else 'at '}({line(row.wire_path)})"
    source = f"source: {line(row.source)}" if row.source else ""
    if source and row.source_title:
        source += f" ({line(row.source_title)})"
    said = ", ".join(filter(None, (place, source)))
    if said:
        yield f"    {said}"
    if row.docs:
        yield f"    docs: {line(row.docs)}"
