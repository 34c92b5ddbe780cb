"""The project's configuration under the command line: what an option leaves open, ``[tool.wirebook]`` says."""

from __future__ import annotations

from wirebook.cli.options import Args, Option, refuse
from wirebook.config import Config, config

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wirebook.books import Book
    from wirebook.lint.policy import Policy

__all__ = ["CONFIG", "configure", "masked", "policy"]

CONFIG: tuple[Option, ...] = (
    Option("config", "FILE", "the TOML file whose [tool.wirebook] counts (default: the nearest pyproject.toml)"),
    Option("no-config", "", "read no configuration"),
    Option("select", "CODES", "report these findings only: a comma list of codes or their beginnings"),
    Option("ignore", "CODES", "do not report these findings: a comma list of codes or their beginnings"),
    Option("baseline", "FILE", "findings that are known already and fail nothing", filled=True),
)


def configure(args: Args) -> Config:
    """The configuration, its values put where the command line gave none; raises UsageError for a wrong one."""
    if args.flag("no-config"):
        if args.one("config") is not None:
            raise refuse(args.command, "give --config or --no-config, not both")
        return Config()
    found = config(args.one("config"))
    if not found.values:
        return found
    given = {option.name for option in args.command.options}
    spec = found.text("spec")
    if spec is not None and "spec" not in args.values:
        from wirebook.books import built_in

        args.values["spec"] = [spec if spec in built_in() else found.path("spec") or spec]
        dialect = found.text("dialect")
        if dialect is not None:
            args.values.setdefault("dialect", [dialect])
    level = found.text("fail-level")
    if level is not None:
        args.values.setdefault("fail-level", [level])
    for flag in ("strict", "show-sensitive"):
        if found.flag(flag):
            args.values.setdefault(flag, [])
    for key, option in (("settings", "setting"), ("fields", "field")):
        if option in given:
            told = {pair.partition("=")[0] for pair in args.many(option)}
            more = [f"{name}={value}" for name, value in found.table(key).items() if name not in told]
            if more:
                args.values[option] = more + args.many(option)
    return found


def policy(args: Args, found: Config) -> Policy | None:
    """What to report and what fails, None where nothing is dropped or known; raises UsageError for an unknown code."""
    select = _codes(args, "select") or found.texts("select")
    ignore = _codes(args, "ignore") + found.texts("ignore")
    per_file = found.table("per-file-ignores")
    baseline = args.one("baseline") or found.path("baseline")
    if not (select or ignore or per_file or baseline):
        return None
    from wirebook.diagnostic import CODES
    from wirebook.errors import UsageError
    from wirebook.lint.policy import Policy

    for code in (*select, *ignore, *(code for codes in per_file.values() for code in codes)):
        if code not in CODES and not any(known.startswith(f"{code}.") for known in CODES):
            from wirebook.hints import nearest

            where = f"{found.file}: " if code not in (*_codes(args, "select"), *_codes(args, "ignore")) else ""
            raise UsageError(f"{where}no finding has the code {code}{nearest(code, CODES)}")
    known: dict[str, str] = {}
    if baseline:
        from wirebook.lint.baseline import read

        known = read(baseline)
    return Policy(
        select, ignore, per_file, frozenset(known), level=args.one("fail-level") or "error", root=found.folder
    )  # fmt: skip


def masked(found: Config, shelf: Sequence[Book]) -> tuple[str, ...]:
    """The names of fields to mask; raises UsageError for one that no spec has: what it means would be shown.

    A project's configuration serves runs over several specs, so a name may also be of a built-in one, or of the
    configuration's own.
    """
    wanted = found.texts("redact")
    if not wanted:
        return wanted
    from wirebook.books import built_in, open_book
    from wirebook.shown import names

    known = {name for book in shelf for name in names(book.provider)}
    own = found.text("spec")
    for spec in (*built_in(), *(() if own is None or own in built_in() else (found.path("spec") or own,))):
        if known.issuperset(wanted):
            break
        if all(book.name != spec for book in shelf):
            known |= names(open_book(spec).provider)
    for name in wanted:
        if name not in known:
            from wirebook.errors import UsageError
            from wirebook.hints import nearest

            raise UsageError(
                f"{found.file}: redact of [tool.wirebook]: no spec has a field {name}{nearest(name, known)}"
            )
    return wanted


def _codes(args: Args, option: str) -> tuple[str, ...]:
    given = args.one(option)
    return () if given is None else tuple(filter(None, (word.strip() for word in given.split(","))))
