"""Findings as SARIF 2.1.0, for code scanning and for editors.

A result's region is in the file that was given: the line that holds the record, where lines
mean something; for a file that is itself the body, line and column of the body. Where in a
record's body a finding stands is told by its message, its logical locations and its properties.

GitHub takes 25,000 results of a run and shows 5,000, in at most 10 MB of gzip. So where there
are more than RESULTS, findings of one kind become one result with ``occurrenceCount`` and the
first places; nothing is left out. Columns count code points. Messages have no ``arguments``, so
braces in them are braces; what would read as a link in them is broken.

Nothing that was not looked at is hidden: it is told by the invocation's notifications.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import quote

from wirebook import __version__, anchors
from wirebook.diagnostic import CODES, SEVERITIES
from wirebook.reasons import REASONS
from wirebook.redact import MASK
from wirebook.report.jsontext import compact
from wirebook.report.told import cut, kind, means, noun, place
from wirebook.row import Row
from wirebook.wording import blanks, counted

if TYPE_CHECKING:
    from wirebook.books import Book
    from wirebook.report.formats import Counts

__all__ = ["PLACES", "RESULTS", "Sarif"]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
RESULTS = 5000  # results of a run; GitHub shows no more
PLACES = 10  # places told of what is folded together, or was not checked
_KINDS = 4000  # kinds told apart when folding; payloads can make up names, and so kinds
# Statuses of a run that did all it was asked to, whatever it found.
_OUTCOMES = {0: "everything in scope passed", 1: "something failed or was not checked"}
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


class Sarif:
    """One run: rules, then results as they come, then the invocation with what was not checked."""

    def __init__(self, out: TextIO, books: Sequence[Book]) -> None:
        self._out = out
        self._first = True
        self._folds: dict[tuple[Any, ...], _Fold] | None = None
        self._unseen: dict[str, list[dict[str, Any]]] = {}

    def begin(self, tally: Counts, status: int) -> None:
        self._counts, self._status = tally, status
        self._rules = {code: index for index, code in enumerate(sorted({key[0] for key in tally.findings}))}
        self._notes = sorted({*tally.unseen, *(reason for _, reason in tally.skipped)})
        if sum(tally.findings.values()) > RESULTS:
            self._folds = {}
        driver = {
            "name": "Wirebook",
            "version": __version__,
            "semanticVersion": __version__,
            "language": "en",
            "rules": [_rule(code) for code in self._rules],
            "notifications": [_notification(reason) for reason in self._notes],
        }
        self._out.write(
            f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{\n'
            f'"tool": {{"driver": {compact(driver)}}},\n'
            f'"columnKind": "unicodeCodePoints",\n"redactionTokens": {compact([MASK])},\n"results": ['
        )

    def add(self, row: Row) -> None:
        if not row.severity:
            if row.code:
                places = self._unseen.setdefault(row.code, [])
                if len(places) < PLACES:
                    places.append(_where(row))
            return
        if self._folds is None:
            self._result(row)
            return
        key: tuple[Any, ...] = (kind(row), row.severity, row.known)
        if key not in self._folds and len(self._folds) >= _KINDS:
            key = (row.code, row.severity, row.known, row.provider, row.message_id)
            if key not in self._folds and len(self._folds) >= RESULTS - len(SEVERITIES) * 2 * len(CODES):
                key = (row.code, row.severity, row.known, None, None)
        self._folds.setdefault(key, _Fold(row)).add(row)

    def end(self) -> None:
        for key, fold in (self._folds or {}).items():
            self._result(fold.row, fold.count, fold.places, whole=len(key) > len(("kind", "severity", "known")))
        shape = {
            "executionSuccessful": self._status in _OUTCOMES,
            "exitCode": self._status,
            "exitCodeDescription": _OUTCOMES.get(self._status, "something that was asked for could not be read"),
            "toolExecutionNotifications": [*self._told()],
        }
        skipped = [
            {"check": cut(check), "reason": reason, "count": count}
            for (check, reason), count in sorted(self._counts.skipped.items())
        ]
        properties = {"summary": dict(self._counts.summary), "skipped": skipped}
        self._out.write(
            f'\n],\n"invocations": [{compact(shape)}],\n"properties": {compact(properties)}\n}}]}}\n'
        )  # fmt: skip

    def _result(self, row: Row, count: int = 1, places: Sequence[Row] = (), *, whole: bool = False) -> None:
        shape = _result(row, count, places, whole=whole)
        if row.code in self._rules:
            shape["ruleIndex"] = self._rules[row.code]
        self._out.write(("\n" if self._first else ",\n") + compact(shape))
        self._first = False

    def _told(self) -> Sequence[dict[str, Any]]:
        """What was not looked at, as notifications of the run."""
        counts = self._counts
        found = []
        for reason, count in sorted(counts.unseen.items()):
            text = f"{count} {'body was' if count == 1 else 'bodies were'} not checked ({reason}): {means(reason)}"
            found.append(self._note(reason, text.rstrip(": "), "warning", self._unseen.get(reason, ())))
        for (check, reason), count in sorted(counts.skipped.items()):
            text = f"A check was skipped {counted(count, 'time')}: {cut(check, 200)} ({reason}): {means(reason)}"
            found.append(self._note(reason, text.rstrip(": "), "note"))
        outside = counts.summary.get("out_of_scope", 0)
        if outside:
            text = f"{outside} {noun(counts, outside)} out of scope: no provider that was asked claims them."
            found.append({"level": "note", "message": {"text": text}})
        for code, count in sorted(counts.faults.items()):
            if self._status not in _OUTCOMES:
                text = f"{count} {noun(counts, count)} could not be read ({code}); the results say which and why."
                found.append({"level": "error", "message": {"text": text}})
        if not next(iter(counts.summary.values())):
            found.append({"level": "warning", "message": {"text": f"There were no {noun(counts)} at all."}})
        return found

    def _note(self, reason: str, text: str, level: str, places: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
        shape: dict[str, Any] = {
            "descriptor": {"id": reason, "index": self._notes.index(reason)},
            "level": level,
            "message": {"text": text},
        }
        if places:
            shape["locations"] = places
        return shape


class _Fold:
    """Rows that become one result: the first of them, how many, and the first places."""

    __slots__ = ("count", "places", "row")

    def __init__(self, row: Row) -> None:
        self.row = row
        self.count = 0
        self.places: list[Row] = []

    def add(self, row: Row) -> None:
        if 0 < self.count <= PLACES:
            self.places.append(Row(*row[:4], line=row.line, column=row.column, record_line=row.record_line))
        self.count += 1


def _rule(code: str) -> dict[str, Any]:
    told = CODES[code]
    text, ru = map(_blanks, (told.template, told.ru))
    advice, advice_ru = map(_blanks, (told.advice, told.advice_ru))
    more = f"wirebook explain {code}"
    return {
        "id": code,
        "name": _pascal(code),
        "shortDescription": {"text": _sentence(text)},
        "fullDescription": {"text": f"{_sentence(text)} {advice}"},
        "help": {"text": f"{advice} More: {more}", "markdown": f"{advice} More: `{more}`"},
        "defaultConfiguration": {"level": _LEVELS[told.severity]},
        "properties": {
            "tags": [code.partition(".")[0]],
            "problem.severity": "recommendation" if told.severity == "info" else told.severity,
            "docs": f"{anchors.INDEX}#{anchors.finding(code)}",
            "ru": {"shortDescription": _sentence(ru), "help": advice_ru},
        },
    }


def _notification(reason: str) -> dict[str, Any]:
    (text, advice), (ru, advice_ru) = REASONS.get(reason, ((reason, ""), (reason, "")))
    shape: dict[str, Any] = {
        "id": reason,
        "name": _pascal(reason),
        "shortDescription": {"text": _sentence(text)},
        "fullDescription": {"text": " ".join(filter(None, (_sentence(text), advice)))},
        "properties": {"ru": {"shortDescription": _sentence(ru), "help": advice_ru}},
    }
    if advice:
        shape["help"] = {"text": advice}
    return shape


def _pascal(code: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in code.replace("-", ".").split("."))


def _blanks(template: str) -> str:
    """A template with its placeholders as words in capitals, which no markup takes for its own."""
    return blanks(template, lambda name: "" if name == "hint" else name.upper())


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _result(row: Row, count: int, places: Sequence[Row], *, whole: bool) -> dict[str, Any]:
    where = place(row) if row.part != "body" else ""
    text = _plain(row.message)
    if whole:
        text += f" and other findings of this code, {count} in all"
    elif count > 1:
        text += f", {count} times"
    text += f" ({'first in ' if count > 1 else ''}{where})." if where else "."
    shape: dict[str, Any] = {
        "ruleId": row.code,
        "level": _LEVELS[row.severity],
        "message": {"text": text},
        "locations": [_where(row)],
        "partialFingerprints": _prints(row, count),
        "properties": _properties(row),
    }
    if count > 1:
        shape["occurrenceCount"] = count
    others = [_where(other) for other in places]
    others += [_elsewhere(file, record) for file, record in row.related[:PLACES]]
    if others:
        shape["relatedLocations"] = [{"id": number, **other} for number, other in enumerate(others, 1)]
    if row.known:
        shape["suppressions"] = [{"kind": "external", "status": "accepted", "justification": "It is in the baseline."}]
    return shape


def _prints(row: Row, count: int) -> dict[str, str]:
    """What tells a result again in a later run; GitHub reads the last of them alone."""
    told = kind(row)
    text = "|".join((told, str(row.record), row.part, row.path))
    spot = hashlib.sha1(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()[:16]
    prints = {"wirebookKind/v1": told}
    if count == 1:
        prints["wirebookPlace/v1"] = spot
    return {**prints, "primaryLocationLineHash": f"{told if count > 1 else spot}:1"}


def _where(row: Row) -> dict[str, Any]:
    """The file, where in it, what is said of the place, and what the place is called in the message."""
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(row.file)}}
    if row.part == "body" and row.line is not None:
        physical["region"] = {"startLine": row.line, "startColumn": row.column or 1}
    elif row.record_line:
        physical["region"] = {"startLine": row.record_line}
    shape: dict[str, Any] = {"physicalLocation": physical}
    told = place(row)
    if told:
        shape["message"] = {"text": f"{told[:1].upper()}{told[1:]}."}
    named = [{"fullyQualifiedName": cut(row.path, 300), "kind": "property"}] if row.path else []
    if row.wire_path and row.wire_path != row.path:
        called = {"fullyQualifiedName": cut(row.wire_path, 300)}
        if row.encoding == "xml":
            called["kind"] = "attribute" if "/@" in row.wire_path else "element"
        named.append(called)
    if named:
        shape["logicalLocations"] = named
    return shape


def _elsewhere(file: str, record: int) -> dict[str, Any]:
    return {
        "physicalLocation": {"artifactLocation": {"uri": _uri(file)}},
        "message": {"text": f"Record {record} has to do with it."},
    }


def _properties(row: Row) -> dict[str, Any]:
    told: dict[str, Any] = {
        "record": None if row.record < 0 else row.record,
        "part": row.part,
        "line": row.line,
        "column": row.column,
        "offset": None if row.offset < 0 else row.offset,
        "path": cut(row.path, 300),
        "wirePath": cut(row.wire_path, 300),
        "provider": row.provider,
        "operation": row.operation,
        "message": row.message_id,
        "encoding": row.encoding,
        "excerpt": cut(row.excerpt, 200),
        "advice": cut(row.advice),
        "source": cut(row.source, 200),
        "docs": cut(row.docs, 200),
    }
    return {name: value for name, value in told.items() if value not in (None, "")}


def _plain(text: str) -> str:
    """A message's text in which nothing reads as a link."""
    return cut(text).replace("](", "] (").rstrip(".")


def _uri(file: str) -> str:
    """A file as a relative reference where it lies below the current folder; never made absolute by us."""
    if os.path.isabs(file):
        below = os.path.relpath(file)
        if below.startswith(os.pardir):
            return "file://" + _quoted(file)
        file = below
    return _quoted(os.path.normpath(file))


def _quoted(file: str) -> str:
    try:
        name = os.fsencode(file)
    except UnicodeEncodeError:  # told by a capture of another machine
        name = file.encode("utf-8", "backslashreplace")
    return quote(name.replace(os.sep.encode(), b"/"), safe="/")
