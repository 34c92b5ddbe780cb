"""``wirebook lint``: what in captured traffic breaks a provider's protocol, and what was not looked at."""

from __future__ import annotations

import sys
from typing import Any

from wirebook.capture import Fault
from wirebook.cli.options import Args, Command, Option, refuse
from wirebook.cli.select import SECRETS, SPEC, books, context
from wirebook.lint.check import Checked, Linter
from wirebook.lint.run import Run

__all__ = ["COMMAND"]

FORMATS = ("text", "json", "ndjson")
LATER = ("sarif", "junit", "github")
LEVELS = ("error", "warning")


def run(args: Args) -> int:
    """Check every capture; 0 if all in scope pass, 1 if not, 2 for usage or I/O."""
    form = args.one("format") or "text"
    if form in LATER:
        raise refuse(args.command, f"--format {form} is not supported yet; there are {', '.join(FORMATS)}")
    if not args.operands:
        raise refuse(args.command, "no CAPTURE given")
    if "-" in args.operands:
        raise refuse(args.command, "a capture is a file or a folder; standard input is not read")
    shelf = books(args)
    ctx = context(args)
    level = args.one("fail-level") or "error"
    _settings(args, shelf, ctx.settings)
    linter = Linter(
        shelf, settings=ctx.settings, secret=ctx.secret, level=level, reveal=args.flag("show-sensitive")
    )  # fmt: skip
    job = Run(linter, fields=_fields(args))
    report = _REPORTS[form](job)
    for found in job.checked(args.operands):
        report.add(found)
    report.end()
    return 0 if job.clean(strict=args.flag("strict")) else 1


def _settings(args: Args, shelf: list[Any], given: dict[str, str]) -> None:
    known = {setting.name for book in shelf for setting in book.provider.settings}
    for name in given:
        if name not in known:
            from wirebook.hints import nearest

            raise refuse(args.command, f"no book has a setting {name}{nearest(name, sorted(known))}")


def _fields(args: Args) -> dict[str, str]:
    from wirebook.capture.jsonl import FIELDS
    from wirebook.hints import nearest

    found = {}
    for pair in args.many("field"):
        name, equals, path = pair.partition("=")
        if not equals or not path:
            raise refuse(args.command, f"--field {name} lacks a path: --field NAME=PATH")
        if name not in FIELDS:
            raise refuse(args.command, f"a record has no field {name}{nearest(name, FIELDS)}")
        found[name] = path
    return found


class _Text:
    """What is wrong or was not looked at, as it is found; the counts at the end."""

    def __init__(self, job: Run) -> None:
        from wirebook.report.colour import painter

        self.job = job
        self.paint = painter(sys.stdout)
        self.books = {book.provider.name: book for book in job.linter.books}

    def add(self, found: Checked | Fault) -> None:
        from wirebook.report.lint import fault_lines, lines_of

        told = (
            fault_lines(found, self.paint) if isinstance(found, Fault) else lines_of(found, self.books, self.paint)
        )  # fmt: skip
        for row in told:
            sys.stdout.write(row + "\n")

    def end(self) -> None:
        from wirebook.report.lint import summary_lines

        for row in summary_lines(self.job.summary, self.job.unseen, self.job.coverage.as_json()):
            sys.stdout.write(row + "\n")


class _Json:
    """One object at the end."""

    def __init__(self, job: Run) -> None:
        self.job = job
        self.findings: list[dict[str, Any]] = []

    def add(self, found: Checked | Fault) -> None:
        from wirebook.report.lint import fault_as_json, findings_as_json

        self.findings += [fault_as_json(found)] if isinstance(found, Fault) else list(findings_as_json(found))

    def end(self) -> None:
        from wirebook.report.jsontext import pretty

        shape = {
            "summary": {**self.job.summary, "reasons": dict(sorted(self.job.unseen.items()))},
            "coverage": self.job.coverage.as_json(),
            "findings": self.findings,
        }
        sys.stdout.write(pretty(shape) + "\n")


class _Ndjson:
    """One line per finding, as soon as it is known; no summary."""

    def __init__(self, job: Run) -> None:
        pass

    def add(self, found: Checked | Fault) -> None:
        from wirebook.report.jsontext import compact
        from wirebook.report.lint import fault_as_json, findings_as_json

        for row in [fault_as_json(found)] if isinstance(found, Fault) else findings_as_json(found):
            sys.stdout.write(compact(row) + "\n")

    def end(self) -> None:
        pass


_REPORTS: dict[str, type[_Text] | type[_Json] | type[_Ndjson]] = {"text": _Text, "json": _Json, "ndjson": _Ndjson}

COMMAND = Command(
    "lint",
    "CAPTURE... [--spec SPEC] [--format NAME] [--strict]",
    "Check captured traffic: HAR, JSONL, pcap, pcapng, WARC, mitmproxy flows, a folder of bodies; compressed or not.\n"
    "Exit status: 0 all in scope passes, 1 something fails or was not checked, 2 usage or I/O.",
    (
        SPEC,
        Option("dialect", "ID", "the spec's dialect"),
        *SECRETS,
        Option("setting", "KEY=VALUE", "what the deployment chose; may be repeated", many=True),
        Option("field", "NAME=PATH", "where a JSONL record has its url, request_body, ...; may be repeated", many=True),
        Option("format", "NAME", "the output", choices=FORMATS, later=LATER),
        Option("fail-level", "LEVEL", "the severity from which a finding fails (default: error)", choices=LEVELS),
        Option("strict", "", "what no provider claims counts against the run too"),
        Option("show-sensitive", "", "show logins, phones and texts; secrets stay masked"),
    ),
    run,
)
