"""Findings as annotations of GitHub Actions, and a summary of the job where GITHUB_STEP_SUMMARY names its file.

GitHub shows ten annotations of a level and step and drops the others in silence. So findings of one
kind are one annotation, at the first place and with their number; errors come before warnings; and
the last annotation of the level that the run's outcome has says what there was in all.

Every line is a command of our own: nothing of a payload can begin one, for control characters are
escaped and the runner's own escapes are used. In the summary all that others wrote stands in code
spans, in which Markdown does nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from wirebook.report.told import SEVERITY, cut, kind, means, noun, outcome, place
from wirebook.wording import counted

if TYPE_CHECKING:
    from wirebook.books import Book
    from wirebook.report.formats import Counts
    from wirebook.row import Row

__all__ = ["SHOWN", "GitHub", "code"]

SHOWN = 9  # kinds of a level; one annotation is left for what there was in all
_SUMMARY = "GITHUB_STEP_SUMMARY"
_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_TICKS = re.compile("`+")


class GitHub:
    """Kinds of findings, the worst first, each once; then the outcome."""

    def __init__(self, out: TextIO, books: Sequence[Book]) -> None:
        self._out = out
        self._kinds: dict[str, dict[tuple[str, str], _Kind]] = {severity: {} for severity in SEVERITY}
        self._others = dict.fromkeys(SEVERITY, 0)

    def begin(self, tally: Counts, status: int) -> None:
        self._counts, self._status = tally, status

    def add(self, row: Row) -> None:
        if not row.severity or row.known:
            return
        kinds = self._kinds[row.severity]
        key = (row.file if row.record < 0 else "", kind(row))
        if key in kinds:
            kinds[key].count += 1
        elif len(kinds) < SHOWN:
            kinds[key] = _Kind(row)
        else:
            self._others[row.severity] += 1

    def end(self) -> None:
        for severity, kinds in self._kinds.items():
            for one in kinds.values():
                self._out.write(_annotation(_COMMANDS[severity], one) + "\n")
        self._out.write(_command("error" if self._status else "notice", self._outcome(), title="wirebook") + "\n")
        path = os.environ.get(_SUMMARY)
        if path:
            with open(path, "a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                file.writelines(f"{row}\n" for row in self._summary())

    def _outcome(self) -> str:
        counts = self._counts
        told = [outcome(counts)]
        told += [f"not checked: {count} of {reason}" for reason, count in sorted(counts.unseen.items())]
        told += [f"check skipped: {n} of {cut(name, 200)} ({why})" for (name, why), n in sorted(counts.skipped.items())]
        others = [f"{count} of {severity}" for severity, count in self._others.items() if count]
        if others:
            told.append(f"further findings without an annotation: {', '.join(others)}")
        if not next(iter(counts.summary.values())):
            told.append(f"there were no {noun(counts)} at all")
        return "; ".join(told) + "."

    def _summary(self) -> Iterator[str]:
        """The outcome as Markdown."""
        counts = self._counts
        yield f"### Wirebook: {'fail' if self._status else 'pass'}"
        yield ""
        names = [name.replace("_", " ") for name in counts.summary]
        yield f"| {' | '.join(names)} |"
        yield f"|{' ---: |' * len(names)}"
        yield f"| {' | '.join(map(str, counts.summary.values()))} |"
        yield ""
        for severity, kinds in self._kinds.items():
            for one in kinds.values():
                row = one.row
                times = f", {one.count} times" if one.count > 1 else ""
                where = ", ".join(filter(None, (code(row.file), place(row))))
                yield f"- **{severity}** {code(row.code)} {code(cut(row.message, 300))}{times}; first in {where}"
            if self._others[severity]:
                yield f"- **{severity}**: {counted(self._others[severity], 'further finding')} of other kinds"
        for reason, count in sorted(counts.unseen.items()):
            yield f"- **not checked**: {count} of {code(reason)}: {means(reason)}".rstrip(": ")
        for (name, reason), count in sorted(counts.skipped.items()):
            yield f"- **check skipped**: {count} of {code(cut(name, 200))} ({code(reason)})"
        yield ""


class _Kind:
    """Findings of one kind: the first of them, and how many."""

    __slots__ = ("count", "row")

    def __init__(self, row: Row) -> None:
        self.row = row
        self.count = 1


def _annotation(command: str, one: _Kind) -> str:
    row = one.row
    places: dict[str, str] = {"file": cut(row.file)}
    if row.part == "body" and row.line is not None:
        places |= {"line": str(row.line), "col": str(row.column or 1)}
    elif row.record_line:
        places |= {"line": str(row.record_line)}
    where = place(row) if row.part != "body" else ""
    text = cut(row.message)
    if one.count > 1:
        text += f", {one.count} times"
    if where:
        text += f" ({'first in ' if one.count > 1 else ''}{where})"
    if row.advice:
        text += f". {cut(row.advice)}"
    return _command(command, text, **places, title=row.code)


def _command(name: str, text: str, **properties: str) -> str:
    """A workflow command with the runner's own escapes."""
    told = ",".join(
        f"{key}={_data(value).replace(':', '%3A').replace(',', '%2C')}" for key, value in properties.items()
    )
    return f"::{name} {told}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def code(text: str) -> str:
    """Text of others as a code span of Markdown, on one line; its fence is longer than any in the text."""
    text = cut(text) or " "
    fence = "`" * (max((len(run) for run in _TICKS.findall(text)), default=0) + 1)
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}"
