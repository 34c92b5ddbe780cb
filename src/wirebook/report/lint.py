"""What a lint run found: as text for people, and as the JSON shapes of the command line's contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TextIO

from wirebook.escape import line
from wirebook.lint.tally import UNREAD
from wirebook.report.colour import painter
from wirebook.report.jsontext import compact, pretty
from wirebook.report.text import row_lines
from wirebook.report.told import means
from wirebook.wording import counted

if TYPE_CHECKING:
    from wirebook.books import Book
    from wirebook.lint.tally import Tally
    from wirebook.row import Row

__all__ = ["Json", "Ndjson", "Text", "row_as_json", "summary_as_json", "summary_lines"]

_PLACES = 3  # places that are named for a reason


class Text:
    """Half by half what is wrong with it, masked as everywhere; then the counts and what was not looked at."""

    def __init__(self, out: TextIO, books: Sequence[Book]) -> None:
        self._out = out
        self._paint = painter(out)
        self._half: list[Row] = []
        self._unseen: dict[str, list[str]] = {}

    def begin(self, tally: Tally, status: int) -> None:
        self._tally = tally

    def add(self, row: Row) -> None:
        if not row.severity:
            places = self._unseen.setdefault(row.code, [])
            if len(places) < _PLACES:
                places.append(_name(row))
            return
        if self._half and self._half[0][:3] != row[:3]:
            self._flush()
        self._half.append(row)

    def end(self) -> None:
        self._flush()
        self._say(*summary_lines(self._tally, self._unseen))

    def _flush(self) -> None:
        rows, self._half = self._half, []
        if not rows:
            return
        first = rows[0]
        name = _name(first)
        if first.part in ("request", "response"):
            message = first.message_id or " or ".join(first.candidates)
            about = " ".join(filter(None, (first.provider, message, f"({first.encoding})" if first.encoding else "")))
            counts = [
                counted(number, word)
                for word in ("error", "warning")
                if (number := sum(row.severity == word for row in rows))
            ]
            verdict = self._paint(first.verdict.replace("_", " "), first.verdict)
            self._say(f"{name}: {verdict}: {', '.join(filter(None, (about, *counts)))}")
        for row in rows:
            self._say(*row_lines(row, name, self._paint))

    def _say(self, *rows: str) -> None:
        self._out.writelines(f"{row}\n" for row in rows)


def _name(row: Row) -> str:
    file = line(row.file)
    if row.part == "capture":
        return file if row.record < 0 else f"{file}#{row.record}"
    return f"{file}#{row.record} {row.part}"


def summary_lines(tally: Tally, unseen: Mapping[str, Sequence[str]] = MappingProxyType({})) -> Iterator[str]:
    """The counts, why halves were not checked, and what of each book was met."""
    summary = tally.summary
    told = ", ".join(f"{summary[name]} {name.replace('_', ' ')}" for name in ("pass", "fail", "not_checked"))
    yield f"{counted(summary['exchanges'], 'exchange')}: {told}, {summary['out_of_scope']} out of scope"
    if not summary["exchanges"]:
        unread = sum(count for code, count in tally.faults.items() if code in UNREAD)
        why = f"{counted(unread, 'fault')} kept the captures from being read" if unread else "the captures hold none"
        yield f"    no exchange was judged, so the run does not pass: {why}"
    for reason, count in sorted(tally.unseen.items()):
        places = unseen.get(reason, ())
        more = ", ..." if count > len(places) else ""
        yield f"    not checked: {count} of {reason}" + (f" ({', '.join(places)}{more})" if places else "")
        if told := means(reason):
            yield f"        {told}"
    for (check, reason), count in sorted(tally.skipped.items()):
        yield f"    check skipped: {count} of {line(check)} ({reason})"
    for name, found in tally.coverage.as_json().items():
        messages = found["messages"]
        met = [message for message, row in messages.items() if row["seen"]]
        fields = [seen for row in messages.values() for seen in row["fields"].values()]
        codes = [seen for table in found["codes"].values() for seen in table.values()]
        bounds = [*found["limits"].values(), *found["retries"].values()]
        limits = f", {sum(bool(one['met']) for one in bounds)} of {counted(len(bounds), 'limit')}" if bounds else ""
        yield (
            f"    {name}: {len(met)} of {counted(len(messages), 'message')}, "
            f"{sum(map(bool, fields))} of {counted(len(fields), 'field')}, "
            f"{sum(map(bool, codes))} of {counted(len(codes), 'code')}{limits}"
        )


class Json:
    """One object: findings as they come, then what was not checked, the counts and the coverage."""

    def __init__(self, out: TextIO, books: Sequence[Book]) -> None:
        self._out = out
        self._first = True
        self._unseen: dict[str, list[dict[str, Any]]] = {}

    def begin(self, tally: Tally, status: int) -> None:
        summary, coverage = pretty(summary_as_json(tally)), pretty(tally.coverage.as_json())
        self._out.write(f'{{\n  "summary": {_in(summary)},\n  "coverage": {_in(coverage)},\n  "findings": [')

    def add(self, row: Row) -> None:
        if not row.severity:
            places = self._unseen.setdefault(row.code, [])
            if len(places) < _NAMED:
                places.append({"file": row.file, "index": row.record, "part": row.part})
            return
        self._out.write(("\n    " if self._first else ",\n    ") + _in(_in(pretty(row_as_json(row)))))
        self._first = False

    def end(self) -> None:
        unseen = _in(pretty(dict(sorted(self._unseen.items()))))
        self._out.write(("" if self._first else "\n  ") + f'],\n  "not_checked": {unseen}\n}}\n')


_NAMED = 1000  # places that the JSON names for a reason


def _in(text: str) -> str:
    return text.replace("\n", "\n  ")


class Ndjson:
    """One line per finding; no summary."""

    def __init__(self, out: TextIO, books: Sequence[Book]) -> None:
        self._out = out

    def begin(self, tally: Tally, status: int) -> None:
        pass

    def add(self, row: Row) -> None:
        if row.severity:
            self._out.write(compact(row_as_json(row)) + "\n")

    def end(self) -> None:
        pass


def summary_as_json(tally: Tally) -> dict[str, Any]:
    """The counts; ``reasons``: why halves were not checked; ``skipped``: checks that were not made of the others."""
    skipped = [{"check": check, "reason": reason, "count": n} for (check, reason), n in sorted(tally.skipped.items())]
    return {**tally.summary, "reasons": dict(sorted(tally.unseen.items())), "skipped": skipped}


def row_as_json(row: Row) -> dict[str, Any]:
    """A finding as the contract has it, with where in the captures it is.

    Line and column are those in the half's body. What is about an exchange or a capture stands in none: it is at
    the beginning of the capture's line that holds the record, or of the capture where lines mean nothing.
    """
    outside = row.line is None and row.part in ("exchange", "capture")
    return {
        "code": row.code,
        "severity": row.severity,
        "message": row.message,
        "path": row.path,
        "wire_path": row.wire_path,
        "line": (row.record_line or 1) if outside else row.line,
        "column": 1 if outside else row.column,
        "offset": None if row.offset < 0 else row.offset,
        "source": row.source,
        "docs": row.docs,
        "fingerprint": row.fingerprint,
        "known": row.known,
        "related": [{"file": file, "index": record} for file, record in row.related],
        "capture": {"file": row.file, "index": None if row.record < 0 else row.record},
        "part": row.part,
        "provider": row.provider,
        "message_id": row.message_id,
        "operation": row.operation,
    }
