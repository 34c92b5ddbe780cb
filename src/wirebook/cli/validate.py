"""``wirebook validate``: the verdict on message bodies, in text or JSON.

A body that passes must not load the model, the explaining engine or the text report,
so those are imported where something is to be told.
"""

from __future__ import annotations

import sys

from wirebook.cli.configured import CONFIG, configure, policy
from wirebook.cli.options import Args, Command, Option, refuse
from wirebook.cli.select import QUERY_ALONE, SELECT, around, books, context, documents, read_body, request
from wirebook.judge import judge_any
from wirebook.result import Result

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from wirebook.books import Book

__all__ = ["COMMAND"]

FORMATS = ("text", "json", "ndjson")
LATER = ("sarif", "junit", "github")
LEVELS = ("error", "warning")


def run(args: Args) -> int:
    """Validate every file; 0 if all pass, 1 if not, 2 if a file could not be read."""
    files = args.operands
    form = args.one("format") or "text"
    if form in LATER:
        raise refuse(args.command, f"--format {form} is not supported yet; there are {', '.join(FORMATS)}")
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
    for book in shelf:
        book.mask = frozenset(found.texts("redact"))
    request(args, shelf, ctx)
    report = _REPORTS[form](args)
    status = 0
    for file in files:
        try:
            body = b"" if files[0] is QUERY_ALONE else read_body(file)
        except OSError as problem:
            from wirebook.cli.failure import unusable
            from wirebook.escape import line

            sys.stdout.flush()
            sys.stderr.write(f"wirebook: {line(file)}: {unusable(problem)}\n")
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
    report.end()
    return status


class _Text:
    """One block per file as soon as it is known, and a last line where there are several files."""

    def __init__(self, args: Args) -> None:
        self.verdicts: list[str] = []
        self.paint: Callable[[str, str], str] | None = None

    def add(self, file: str, body: bytes, result: Result, shelf: list[Book]) -> None:
        self.verdicts.append(result.verdict)
        if self.paint is None:
            from wirebook.report.colour import painter

            self.paint = painter(sys.stdout)
        if result.verdict == "pass" and not result.findings and not result.skipped and len(result.candidates) == 1:
            from wirebook.escape import line

            said = f"{result.provider} {result.message}" + (f" ({result.encoding})" if result.encoding else "")
            sys.stdout.write(f"{line(file)}: {self.paint('pass', 'pass')}: {said}\n")
            return
        from wirebook.report.text import lines

        told = lines(result, file, documents=documents(shelf, result), paint=self.paint)
        sys.stdout.write("\n".join(told) + "\n")

    def end(self) -> None:
        if len(self.verdicts) > 1:
            from wirebook.report.results import summary

            counts = summary(self.verdicts)
            told = f"{counts['pass']} pass, {counts['fail']} fail, {counts['not_checked']} not checked"
            sys.stdout.write(f"{len(self.verdicts)} files: {told}\n")


class _Json:
    """One object at the end."""

    def __init__(self, args: Args) -> None:
        self.results: list[dict[str, object]] = []

    def add(self, file: str, body: bytes, result: Result, shelf: list[Book]) -> None:
        from wirebook.report.results import result as shape

        self.results.append(shape(result, file))

    def end(self) -> None:
        from wirebook.report.jsontext import pretty
        from wirebook.report.results import summary

        counts = summary(str(result["verdict"]) for result in self.results)
        sys.stdout.write(pretty({"results": self.results, "summary": counts}) + "\n")


class _Ndjson:
    """One line per result, as soon as it is known; no summary."""

    def __init__(self, args: Args) -> None:
        pass

    def add(self, file: str, body: bytes, result: Result, shelf: list[Book]) -> None:
        from wirebook.report.jsontext import compact
        from wirebook.report.results import result as shape

        sys.stdout.write(compact(shape(result, file)) + "\n")

    def end(self) -> None:
        pass


_REPORTS: dict[str, type[_Text] | type[_Json] | type[_Ndjson]] = {"text": _Text, "json": _Json, "ndjson": _Ndjson}

COMMAND = Command(
    "validate",
    "[SELECT] [--format NAME] [--fail-level LEVEL] FILE... | - | --query STRING",
    "Check message bodies. Exit status: 0 all pass, 1 something fails or was not checked, 2 usage or I/O.",
    (
        *SELECT,
        Option("format", "NAME", "the output", choices=FORMATS, later=LATER),
        Option(
            "fail-level", "LEVEL", "the severity from which a finding fails a body (default: error)", choices=LEVELS
        ),
        *CONFIG,
        Option("strict", "", "a body of which a check was skipped (no secret, no request, ...) is not checked: exit 1"),
        Option("show-sensitive", "", "show logins, phones and texts; secrets stay masked"),
    ),
    run,
)
