"""Findings as JUnit XML, for the test views of GitLab, Jenkins and others.

A half of an exchange that fails is a failed test; one that was not checked, or a record that
cannot be read, is an error, for it fails the run all the same. What passes is one test for each
operation, with the count in its output, so that a capture of a million exchanges stays readable.
Told of files, each file is a test.

GitLab takes 30 MB and 250,000 parts of a file, so after CASES tests the others are counted by code.
Of the XML it writes what Jenkins' schema has, and attributes come in the order of that schema.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, TextIO
from xml.sax.saxutils import escape, quoteattr

from wirebook.escape import line
from wirebook.report.text import row_lines
from wirebook.report.told import cut, means, noun, outcome
from wirebook.wording import counted

if TYPE_CHECKING:
    from wirebook.books import Book
    from wirebook.report.formats import Counts
    from wirebook.row import Row

__all__ = ["CASES", "JUnit"]

CASES = 5000  # tests told one by one
_SIZE = 20_000_000  # characters of them
_FINDINGS = 10  # findings told of one test
_HALF = 200  # rows kept of one half, or of a capture as a whole, which may have any number of faults
_KINDS = 100  # kinds of warnings told of a suite
_HERE = 1 << 20  # characters of a suite that wait in memory


class JUnit:
    """A suite for each capture with what does not pass in it, then one with what does; for files, one suite."""

    def __init__(self, out: TextIO, books: Sequence[Book]) -> None:
        self._out = out
        self._half: list[Row] = []
        self._suite: _Suite | None = None
        self._cases = self._size = self._bad = 0
        self._more: Counter[tuple[str, str]] = Counter()

    def begin(self, tally: Counts, status: int) -> None:
        self._counts, self._status = tally, status
        self._files = "files" in tally.summary
        self._out.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="wirebook">\n')

    def add(self, row: Row) -> None:
        if self._half and self._half[0][:3] != row[:3]:
            self._flush()
        if len(self._half) < _HALF:
            self._half.append(row)
        else:
            self._suite_of(row).note(row)

    def end(self) -> None:
        self._flush()
        if not self._files:
            self._close()
        suite = self._suite = self._suite or _Suite("files" if self._files else "exchanges that pass")
        if not self._files:
            for (provider, operation, verdict), count in sorted(self._counts.spoken.items()):
                if verdict == "pass" and count:
                    told = f"{count} {noun(self._counts, count)} {'passes' if count == 1 else 'pass'}"
                    suite.case(".".join(filter(None, (provider, operation))) or "wirebook", "pass", output=told)
        for (code, tag), count in sorted(self._more.items()):
            told = f"{count} more of {code}, not told one by one; --format ndjson has all"
            suite.case("wirebook.more", code, tag, code, told, told)
        if self._status and not self._bad:
            told = outcome(self._counts)
            skipped = counted(sum(self._counts.skipped.values()), "check")
            suite.case("wirebook", "run", "error", "run", f"the run does not pass: {told}, {skipped} skipped", "")
        self._notes(suite)
        self._close()
        self._out.write("</testsuites>\n")

    def _notes(self, suite: _Suite) -> None:
        """The counts, and what was not looked at."""
        counts = self._counts
        suite.properties += [(name, str(count)) for name, count in counts.summary.items()]
        suite.notes.append(outcome(counts))
        for reason, count in sorted(counts.unseen.items()):
            suite.notes.append(f"not checked: {count} of {reason}: {means(reason)}".rstrip(": "))
        for (check, reason), count in sorted(counts.skipped.items()):
            suite.notes.append(f"check skipped: {count} of {cut(check, 200)} ({reason})")

    def _flush(self) -> None:
        rows, self._half = self._half, []
        if not rows:
            return
        first = rows[0]
        suite = self._suite_of(first)
        tag, about = _judged(rows)
        if tag:
            self._bad += 1
            if self._cases >= CASES or self._size >= _SIZE:
                self._more[about.code, tag] += 1
                return
            name, kind = (first.file, "wirebook.validate") if self._files else (_name(first), _class(first))
            self._size += suite.case(kind, name, tag, about.code, _headline(about), _text(rows))
            self._cases += 1
            return
        if self._files:
            suite.case("wirebook.validate", first.file, output=_text(rows) if first.code else "")
        for row in rows:
            suite.note(row)

    def _suite_of(self, row: Row) -> _Suite:
        if self._suite is None or (self._suite.name != row.file and not self._files):
            self._close()
            self._suite = _Suite("files" if self._files else row.file)
        return self._suite

    def _close(self) -> None:
        if self._suite is not None:
            self._suite.write(self._out)
        self._suite = None


class _Suite:
    """One testsuite; its tests wait on the disk until they are counted."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.notes: list[str] = []
        self.properties: list[tuple[str, str]] = []
        self._counts = {"tests": 0, "failure": 0, "error": 0}
        self._warned: Counter[tuple[str, str, str]] = Counter()
        self._cases = SpooledTemporaryFile(_HERE, "w+", encoding="utf-8", newline="\n")  # noqa: SIM115 closed by write

    def case(
        self, kind: str, name: str, tag: str = "", code: str = "", message: str = "", text: str = "", output: str = ""
    ) -> int:
        """One test, passed where there is no tag; how long it is."""
        self._counts["tests"] += 1
        inner = ""
        if tag:
            self._counts[tag] += 1
            inner = f"<{tag}{_attributes(type=code, message=message)}>{_xml(text)}</{tag}>"
        if output:
            inner += f"<system-out>{_xml(output)}</system-out>"
        told = f"<testcase{_attributes(name=name, classname=kind)}" + (f">{inner}</testcase>\n" if inner else "/>\n")
        self._cases.write(told)
        return len(told)

    def note(self, row: Row) -> None:
        """A finding that fails nothing."""
        key = (row.severity, row.code, row.message_id or "")
        if row.code and (key in self._warned or len(self._warned) < _KINDS):
            self._warned[key] += 1

    def write(self, out: TextIO) -> None:
        """The suite as a whole; nothing can be added any more."""
        counts = self._counts
        head = _attributes(
            name=self.name,
            tests=str(counts["tests"]),
            failures=str(counts["failure"]),
            errors=str(counts["error"]),
        )
        out.write(f"<testsuite{head}>\n")
        if self.properties:
            told = "".join(f"<property{_attributes(name=name, value=value)}/>" for name, value in self.properties)
            out.write(f"<properties>{told}</properties>\n")
        self._cases.seek(0)
        shutil.copyfileobj(self._cases, out)
        self._cases.close()
        for (severity, code, message), count in sorted(self._warned.items()):
            self.notes.append(f"{severity} {code}" + (f" in {message}" if message else "") + f": {count}")
        if self.notes:
            out.write(f"<system-out>{_xml(chr(10).join(self.notes))}</system-out>\n")
        out.write("</testsuite>\n")


def _judged(rows: Sequence[Row]) -> tuple[str, Row]:
    """What a test of these rows is (error, failure or "" where it passes), and the row that says why."""
    for row in rows:
        if row.verdict == "not_checked" or (not row.verdict and row.severity == "error"):
            return "error", row
    failing = [row for row in rows if row.verdict == "fail" and row.severity and not row.known]
    if not failing:
        return "", rows[0]
    return "failure", next((row for row in failing if row.severity == "error"), failing[0])


def _name(row: Row) -> str:
    return f"{row.file} {row.part}" if row.record < 0 else f"{row.file} record {row.record} {row.part}"


def _class(row: Row) -> str:
    if row.part == "capture":
        return "wirebook.capture"
    return ".".join(filter(None, (row.provider, row.operation))) or "wirebook"


def _headline(row: Row) -> str:
    return f"{row.code}: {row.message}" if row.severity else f"not checked: {row.code}"


def _text(rows: Sequence[Row]) -> str:
    """The findings as the text report has them."""
    told: list[str] = []
    for row in rows[:_FINDINGS]:
        if row.severity:
            name = line(row.file) if row.record < 0 else f"{line(row.file)}#{row.record} {row.part}"
            told += row_lines(row, name)
        else:
            told.append(f"not checked ({row.code}): {means(row.code)}".rstrip(": "))
    if len(rows) > _FINDINGS:
        told.append("and more; --format ndjson has all")
    return "\n".join(told)


def _xml(text: str) -> str:
    """Text of an element; what stands between line ends is made safe."""
    return escape("\n".join(cut(row, 2000) for row in text.split("\n")))


def _attributes(**given: str) -> str:
    return "".join(f" {name}={quoteattr(cut(value))}" for name, value in given.items())
