"""``wirebook validate``: the verdict on message bodies, in text or JSON.

A body that passes must not load the model, the explaining engine or the text report,
so those are imported where something is to be told.
"""

from __future__ import annotations

import sys

from wirebook.cli.configured import CONFIG, configure, masked, policy
from wirebook.cli.options import Args, Command, Option, refuse
from wirebook.cli.select import QUERY_ALONE, SELECT, around, books, context, documents, read_body, request
from wirebook.judge import judge_any
from wirebook.result import Result

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol, TextIO

    from wirebook.books import Book
    from wirebook.lint.policy import Policy
    from wirebook.part import Context

    class _Report(Protocol):
        def add(self, file: str, body: bytes, result: Result, shelf: list[Book]) -> None: ...

        def end(self, status: int) -> None: ...


__all__ = ["COMMAND"]

FORMATS = ("text", "json", "ndjson", "sarif", "junit", "github")
LEVELS = ("error", "warning")


def run(args: Args) -> int:
    """Validate every file; 0 if all pass, 1 if not, 2 if a file could not be read."""
    files = args.operands
    form = args.one("format") or "text"
    if not files and args.one("query"):
        files = [QUERY_ALONE]
    elif not files:
        raise refuse(args.command, "no FILE given; - is standard input")
    if [*files, args.one("request")].count("-") > 1:
        raise refuse(args.command, "standard input can be read only once")
    found = configure(args)
    counts = policy(args, found)
    ctx = context(args)
    shelf = books(args)
    mask = frozenset(masked(found, shelf))
    for book in shelf:
        book.mask = mask
    shelf = request(args, shelf, ctx)
    made = _REPORTS.get(form, _Shared)
    path = args.one("output")
    if path is None:
        return _judge(args, files, shelf, ctx, counts, made(sys.stdout, form))
    from wirebook.atomic import output
    from wirebook.cli.places import keep_apart

    keep_apart(args)
    with output(path) as out:
        return _judge(args, files, shelf, ctx, counts, made(out, form))


def _judge(
    args: Args, files: list[str], shelf: list[Book], ctx: Context, counts: Policy | None, report: _Report
) -> int:
    """Tell the verdict on every file; gives the exit status."""
    if counts is not None and isinstance(report, _Shared):
        report.bodies.known = counts.known
    status = 0
    for file in files:
        try:
            body = b"" if files[0] is QUERY_ALONE else read_body(file)
        except OSError as problem:
            from wirebook.cli.failure import unusable
            from wirebook.escape import line

            sys.stdout.flush()
            sys.stderr.write(f"wirebook: {line(file)}: {unusable(problem)}\n")
            if isinstance(report, _Shared):
                report.bodies.lost(file, problem)
            status = 2
            continue
        result = judge_any(
            shelf,
            around(args, body),
            ctx,
            message=args.one("message"),
            encoding=args.one("encoding"),
            values=False,
            level=args.one("fail-level") or "error",
            reveal=args.flag("show-sensitive"),
            strict=args.flag("strict"),
        )
        if counts is not None:
            counts.settle(result, file)
        report.add(file, body, result, shelf)
        if result.verdict != "pass":
            status = max(status, 1)
    report.end(status)
    return status


class _Text:
    """One block per file as soon as it is known, and a last line where there are several files."""

    def __init__(self, out: TextIO, form: str) -> None:
        self.out = out
        self.verdicts: list[str] = []
        self.paint: Callable[[str, str], str] | None = None

    def add(self, file: str, body: bytes, result: Result, shelf: list[Book]) -> None:
        self.verdicts.append(result.verdict)
        if self.paint is None:
            from wirebook.report.colour import painter

            self.paint = painter(self.out)
        if result.verdict == "pass" and not result.findings and not result.skipped and len(result.candidates) == 1:
            from wirebook.escape import line

            said = f"{result.provider} {result.message}" + (f" ({result.encoding})" if result.encoding else "")
            self.out.write(f"{line(file)}: {self.paint('pass', 'pass')}: {said}\n")
            return
        from wirebook.report.text import lines

        told = lines(result, file, documents=documents(shelf, result), paint=self.paint)
        self.out.write("\n".join(told) + "\n")

    def end(self, status: int) -> None:
        if len(self.verdicts) > 1:
            from wirebook.report.results import summary

            counts = summary(self.verdicts)
            told = f"{counts['pass']} pass, {counts['fail']} fail, {counts['not_checked']} not checked"
            self.out.write(f"{len(self.verdicts)} files: {told}\n")


class _Json:
    """One object at the end."""

    def __init__(self, out: TextIO, form: str) -> None:
        self.out = out
        self.results: list[dict[str, object]] = []

    def add(self, file: str, body: bytes, result: Result, shelf: list[Book]) -> None:
        from wirebook.report.results import result as shape

        self.results.append(shape(result, file))

    def end(self, status: int) -> None:
        from wirebook.report.jsontext import pretty
        from wirebook.report.results import summary

        counts = summary(str(result["verdict"]) for result in self.results)
        self.out.write(pretty({"results": self.results, "summary": counts}) + "\n")


class _Ndjson:
    """One line per result, as soon as it is known; no summary."""

    def __init__(self, out: TextIO, form: str) -> None:
        self.out = out

    def add(self, file: str, body: bytes, result: Result, shelf: list[Book]) -> None:
        from wirebook.report.jsontext import compact
        from wirebook.report.results import result as shape

        self.out.write(compact(shape(result, file)) + "\n")

    def end(self, status: int) -> None:
        pass


class _Shared:
    """A report that ``lint`` has too, told when every file is judged."""

    def __init__(self, out: TextIO, form: str) -> None:
        from wirebook.report.bodies import Bodies

        self.out = out
        self.form = form
        self.bodies = Bodies()

    def add(self, file: str, body: bytes, result: Result, shelf: list[Book]) -> None:
        self.bodies.add(file, result, documents(shelf, result))

    def end(self, status: int) -> None:
        from wirebook.report.formats import shared

        told = shared(self.form, self.out)
        told.begin(self.bodies, status)
        for row in self.bodies.rows():
            told.add(row)
        told.end()


_REPORTS: dict[str, type[_Text | _Json | _Ndjson | _Shared]] = {"text": _Text, "json": _Json, "ndjson": _Ndjson}

COMMAND = Command(
    "validate",
    "[SELECT] [--format NAME] [--fail-level LEVEL] FILE... | - | --query STRING",
    "Check message bodies. Exit status: 0 all pass, 1 something fails or was not checked, 2 usage or I/O.",
    (
        *SELECT,
        Option("format", "NAME", "the output", choices=FORMATS),
        Option("output", "FILE", "write the report to FILE, whole or not at all, instead of standard output"),
        Option(
            "fail-level", "LEVEL", "the severity from which a finding fails a body (default: error)", choices=LEVELS
        ),
        *CONFIG,
        Option("strict", "", "a body of which a check was skipped (no secret, no request, ...) is not checked: exit 1"),
        Option("show-sensitive", "", "show logins, phones and texts; secrets stay masked"),
    ),
    run,
)
