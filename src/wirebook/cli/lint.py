"""``wirebook lint``: what in captured traffic breaks a provider's protocol, and what was not looked at."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

from wirebook.atomic import output, probe
from wirebook.cli.configured import CONFIG, configure, masked, policy
from wirebook.cli.options import Args, Command, Option, refuse
from wirebook.cli.places import distinct, keep_apart
from wirebook.cli.select import SECRETS, SPEC, books, context
from wirebook.escape import line
from wirebook.hints import pip
from wirebook.lint.batch import Engine
from wirebook.lint.job import Job
from wirebook.lint.policy import Policy
from wirebook.lint.run import Run
from wirebook.report.formats import FORMATS, report
from wirebook.wording import counted

if TYPE_CHECKING:
    from wirebook.report.formats import Report
    from wirebook.report.parquet import Parquet

__all__ = ["BY", "COMMAND", "asked"]

LEVELS = ("error", "warning")


def run(args: Args) -> int:
    """Check every capture; 0 if all in scope pass, 1 if not, 2 for usage or I/O."""
    form = args.one("format") or "text"
    if not args.operands:
        raise refuse(args.command, "no CAPTURE given")
    if "-" in args.operands:
        raise refuse(args.command, "a capture is a file or a folder; standard input is not read")
    captures = distinct(args.operands)
    keep_apart(args)
    page = _page(args)
    for place in (page, args.one("output"), args.one("parquet"), args.one("write-baseline")):
        if place is not None:
            probe(place)
    job, jobs = asked(args), _jobs(args)
    table = _table(args.one("parquet"))
    gathered = _gathered(args, captures, job, jobs)
    baseline = args.one("write-baseline")
    if baseline is not None:
        from wirebook.lint.baseline import write

        kinds, unread = write(baseline, gathered.rows(), job.policy.level)
        sys.stderr.write(f"{line(baseline)}: kinds of findings known: {kinds}; from now on only others fail\n")
        if unread:
            sys.stderr.write(
                f"{counted(unread, 'finding')} cannot be known, and will fail again: "
                "what could not be read is of no message, so to know one would be to know all\n"
            )
        return 0
    status = 0 if gathered.tally.clean(strict=job.strict) else 1
    summary = gathered.tally.summary
    if 0 < summary["exchanges"] == summary["out_of_scope"]:
        sys.stderr.write(
            "wirebook: nothing was checked, every exchange is out of scope: give --spec for a provider of your own, "
            "and --field where a capture has other names than url, request_body and response_body\n"
        )
    with ExitStack() as kept:
        reports: list[Report] = []
        if page is not None:
            from wirebook.report.html import Html

            reports.append(Html(kept.enter_context(output(page)), gathered.engine.books, captures))
        reports.append(report(form, kept.enter_context(output(args.one("output"))), gathered.engine.books))
        takers = [told.add for told in reports]
        if table is not None:
            takers.append(kept.enter_context(table).add)
        for told in reports:
            told.begin(gathered.tally, status)
        for row in gathered.rows():
            for take in takers:
                take(row)
        for told in reports:
            told.end()
    if page is not None:
        sys.stderr.write(f"report: {line(page)}\n")
    return status


def _page(args: Args) -> str | None:
    """Where the HTML report goes."""
    page = args.one("report")
    for option in ("report", "output", "parquet"):
        if args.one(option) is not None and args.one("write-baseline") is not None:
            raise refuse(args.command, f"--write-baseline makes no report; leave out --{option}, or it")
    if page is None:
        return None
    if not page.lower().endswith((".html", ".htm")):
        raise refuse(args.command, f"--report {page}: the report is one HTML file; name it FILE.html")
    return page


def _gathered(args: Args, captures: list[str], job: Job, jobs: int) -> Run:
    """The run over every capture, to its end."""
    folder = args.one("resume")
    with ExitStack() as closing:
        kept = None
        if folder is not None:
            from wirebook.lint.resume import Kept

            kept = closing.enter_context(Kept(folder, captures, job))
            job = kept.job
        progress = None
        if not args.flag("quiet"):
            from wirebook.lint.progress import Progress, size

            progress = Progress(size(captures))
            closing.callback(progress.end)
        gathered = Run(Engine(job))
        gathered.lint(captures, jobs=jobs, kept=kept, progress=progress)
    return gathered


def _table(path: str | None) -> Parquet | None:
    if path is None:
        return None
    from wirebook.report.parquet import Parquet

    return Parquet(path)


def asked(args: Args) -> Job:
    """What the command line says to lint by."""
    found = configure(args)
    if args.one("dialect") is not None and args.one("spec") is None:
        # Books without it would be left out, and their traffic out of scope without a word.
        raise refuse(args.command, "--dialect needs --spec")
    shelf = books(args)
    ctx = context(args)
    known = {setting.name for book in shelf for setting in book.provider.settings}
    for name in ctx.settings:
        if name not in known:
            from wirebook.hints import nearest

            raise refuse(args.command, f"no book has a setting {name}{nearest(name, sorted(known))}")
    return Job(
        specs=tuple((book.name, book.dialect) for book in shelf),
        settings=ctx.settings,
        secret=ctx.secret,
        policy=policy(args, found) or Policy(level=args.one("fail-level") or "error"),
        reveal=args.flag("show-sensitive"),
        mask=masked(found, shelf),
        fields=_fields(args),
        keys=os.urandom(32),
        strict=args.flag("strict"),
        verdicts=args.flag("verdicts-only"),
    )


_MOST = 256


def _jobs(args: Args) -> int:
    """How many processes judge; ``auto`` is as many as there are processors."""
    given = args.one("jobs") or "1"
    if given == "auto":
        from wirebook.lint.pool import cores

        return min(cores(), _MOST)
    if not (given.isascii() and given.isdecimal() and len(given) < 9 and 1 <= int(given) <= _MOST):
        raise refuse(args.command, f"--jobs {given} is no number of processes: 1 to {_MOST}, or auto")
    return int(given)


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


# What decides what a run says, here and wherever else the engine runs.
BY: tuple[Option, ...] = (
    SPEC,
    Option("dialect", "ID", "the spec's dialect", filled=True),
    *SECRETS,
    Option("setting", "KEY=VALUE", "what the deployment chose; may be repeated", many=True),
    Option("field", "NAME=PATH", "where a JSONL record has its url, request_body, ...; may be repeated", many=True),
    Option("fail-level", "LEVEL", "the severity from which a finding fails (default: error)", choices=LEVELS),
    *CONFIG,
    Option("strict", "", "what no provider claims counts against the run too"),
    Option("verdicts-only", "", "leave out coverage and checks across the capture; for large JSONL, many times faster"),
    Option("show-sensitive", "", "show logins, phones and texts; secrets stay masked"),
)

COMMAND = Command(
    "lint",
    "CAPTURE... [--spec SPEC] [--format NAME] [--strict]",
    "Check captured traffic: HAR, JSONL, pcap, pcapng, WARC, mitmproxy flows, a folder of bodies; compressed or not.\n"
    "Exit status: 0 all in scope passes, 1 something fails or was not checked, 2 usage or I/O.",
    (
        *BY,
        Option("format", "NAME", "the output", choices=tuple(FORMATS)),
        Option("output", "FILE", "write the report to FILE, whole or not at all, instead of standard output"),
        Option("report", "FILE", "write a page for people to FILE.html too, whole or not at all"),
        Option("parquet", "FILE", f"write the findings to FILE as Parquet too ({pip('parquet')})"),
        Option("write-baseline", "FILE", "write what fails now to FILE, to be known from then on; exit status 0"),
        Option("jobs", "N", "judge in N processes; auto is one for each processor (default: 1)", filled=True),
        Option("resume", "DIR", "keep what was judged in DIR; a run that was killed goes on from there"),
        Option("quiet", "", "tell no progress on standard error"),
    ),
    run,
)
