"""``wirebook check``: is a spec itself sound, and does each of its constraints have a counter-example that shows it?"""

from __future__ import annotations

import sys

from wirebook.cli.options import Args, Command, Option

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wirebook.books import Book
    from wirebook.diagnostic import Problem

__all__ = ["COMMAND"]


def run(args: Args) -> int:
    """Print every problem of every spec (default: the built-in ones); 1 if one is an error, 2 if one is not there."""
    from wirebook.books import built_in, open_book
    from wirebook.errors import UsageError

    told: list[dict[str, object]] = []
    broken = missing = 0
    as_json = args.one("format") == "json"
    for spec in args.operands or built_in():
        try:
            book = open_book(spec)
        except UsageError as nowhere:
            from wirebook.escape import line

            sys.stdout.flush()
            sys.stderr.write(f"wirebook: {line(str(nowhere))}\n")
            missing += 1
            continue
        problems = _problems(book)
        missing += any(problem.code == "spec.io" for problem in problems)
        errors = sum(1 for problem in problems if problem.severity == "error")
        broken += bool(errors)
        if as_json:
            from wirebook.report import problems as report

            told.append({"spec": spec, "verdict": "fail" if errors else "pass", "problems": report.as_json(problems)})
        else:
            _print(spec, problems, errors)
    if as_json:
        from wirebook.report.jsontext import pretty

        counts = {"pass": len(told) - broken, "fail": broken}
        sys.stdout.write(pretty({"specs": told, "summary": counts}) + "\n")
    return 2 if missing else 1 if broken else 0


def _problems(book: Book) -> list[Problem]:
    """What loading finds and, where the spec loads, what its examples and counter-examples prove."""
    from wirebook.prove import prove

    problems = list(book.problems)
    if not any(problem.severity == "error" for problem in problems):
        problems += prove(book.spec)
    return problems


def _print(spec: str, problems: list[Problem], errors: int) -> None:
    from wirebook.escape import line
    from wirebook.report.problems import lines
    from wirebook.wording import counted

    for row in lines(problems):
        sys.stdout.write(row + "\n")
    rest = len(problems) - errors
    notes = f", {counted(rest, 'note')}" if rest else ""
    sys.stdout.write(f"{line(spec)}: {counted(errors, 'error') if errors else 'sound'}{notes}\n")


COMMAND = Command(
    "check",
    "[--format NAME] [SPEC...]",
    "Check that specs are sound: their structure, references and patterns, and that every constraint is shown by a\n"
    "counter-example. Without SPEC all built-in ones. Exit status: 0 sound, 1 not, 2 a spec that cannot be read.",
    (Option("format", "NAME", "the output", choices=("text", "json")),),
    run,
)
