"""A finding as every report takes it: flat, masked already, and of plain JSON values.

A row holds nothing of a payload beyond the excerpt that ``redact`` lets through, so it
may go to another process, to a file or to a cluster. Rows sort by file, record, part,
offset, code and path; that is the order of every report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from wirebook.diagnostic import CODES
from wirebook.phrases import translated
from wirebook.redact import Masker
from wirebook.wording import fill

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wirebook.diagnostic import Finding
    from wirebook.model import Document
    from wirebook.result import Result

__all__ = ["Row", "advice", "in_russian", "order", "rows_of"]


class Row(NamedTuple):
    """One finding, or one half of an exchange that was not checked (``severity`` "" and ``code`` the reason).

    record: its number in a capture, from 0; -1 for the file as a whole. part: request,
    response, exchange or capture; body where the file is a body. line and column from 1
    in code points, offset from 0 in bytes, all of the body; None and -1 where nothing was read.
    verdict: of the half. record_line: the capture's line that holds the record, 0 if that
    means nothing. related: (file, record) of the other exchanges that have to do with it.
    known: it is in the baseline and fails nothing. args: what fills the code's templates, safe to show.
    """

    file: str
    record: int = -1
    part: str = "body"
    offset: int = -1
    code: str = ""
    path: str = ""
    severity: str = ""
    message: str = ""
    wire_path: str = ""
    line: int | None = None
    column: int | None = None
    source: str = ""
    source_title: str = ""
    docs: str = ""
    fingerprint: str = ""
    advice: str = ""
    provider: str | None = None
    operation: str | None = None
    message_id: str | None = None
    candidates: tuple[str, ...] = ()
    encoding: str | None = None
    verdict: str = ""
    excerpt: str = ""
    caret: int = 0
    width: int = 0
    time: float | None = None
    record_line: int = 0
    related: tuple[tuple[str, int], ...] = ()
    known: bool = False
    args: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, values: Sequence[Any]) -> Row:
        """The row that ``list(row)`` was, back from JSON."""
        row = cls(*values)
        return row._replace(
            candidates=tuple(row.candidates),
            related=tuple((file, record) for file, record in row.related),
            args=tuple((name, value) for name, value in row.args),
        )


def order(row: Row) -> tuple[Any, ...]:
    """What rows are sorted by; rows of one place keep the order in which they were made."""
    if row.code == "findings.more":  # it stands nowhere, and says that the others go on
        return (*row[:3], _LAST, *row[4:8])
    return row[:8]


_LAST = 1 << 62


def advice(finding: Finding) -> str:
    """What to do about a finding, its template filled."""
    return fill(CODES[finding.code].advice, dict(finding.args))


def in_russian(row: Row) -> tuple[str, str]:
    """A finding's message and advice in Russian; as they are where the row does not say what fills them."""
    code = CODES[row.code]
    args = translated(row.code, dict(row.args))
    message = row.message
    if args or "{" not in code.ru:
        message = fill(code.ru, args)
    return message, fill(code.advice_ru, args)


def rows_of(result: Result, base: Row, *, documents: Iterable[Document] = ()) -> Iterator[Row]:
    """The rows of one judged body, in the order of its findings; ``base`` says where it stands."""
    if not result.findings:
        return
    titles = {document.id: document.title.en for document in documents}
    wire = result.wire
    masker = (
        Masker(wire.body, wire.charset, result.encoding or "", root=wire.root, safe=result.safe, opaque=wire.opaque)
        if wire is not None
        else None
    )
    for finding in result.findings:
        spot = finding.location
        shown = masker.excerpt(finding.start, finding.end) if masker is not None and spot is not None else None
        yield base._replace(
            offset=-1 if spot is None else spot.offset,
            code=finding.code,
            path=finding.path,
            severity=finding.severity,
            message=finding.message,
            wire_path=finding.wire_path,
            line=None if spot is None else spot.line,
            column=None if spot is None else spot.column,
            source=finding.source,
            source_title=titles.get(finding.source.partition("#")[0], ""),
            docs=finding.docs,
            fingerprint=finding.fingerprint,
            advice=advice(finding),
            provider=result.provider,
            message_id=result.message,
            candidates=result.candidates,
            encoding=result.encoding,
            verdict=result.verdict,
            excerpt="" if shown is None else shown.text,
            caret=0 if shown is None else shown.caret,
            width=0 if shown is None else shown.width,
            args=finding.args,
        )
