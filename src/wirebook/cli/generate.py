"""``wirebook generate``: schemas, bindings, docs and pages from specs; what the project or the options say where.

Without SPEC it reads ``[tool.wirebook.generate]`` of the pyproject.toml in the current
folder. Only the generator's writer touches the disk.
"""

from __future__ import annotations

import os
import sys

from wirebook.cli.options import Args, Command, Option, refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from wirebook.diagnostic import Problem
    from wirebook.spec import Loaded
    from wirebook_codegen.emitted import Unshown
    from wirebook_codegen.generate import Layout

__all__ = ["COMMAND"]

_OUT = "wirebook-out"
_KEYS = ("specs", "python", "schemas", "docs", "html", "language")


def run(args: Args) -> int:
    """Write the files, or with --check list what differs and exit with 1 where something does."""
    from pathlib import Path

    from wirebook_codegen import EMITTERS, writer
    from wirebook_codegen.emitted import EmitError, Unshown
    from wirebook_codegen.generate import generate

    only = _only(args, tuple(EMITTERS))
    language: Callable[[], Mapping[str, str]] | None = None
    if args.operands:
        layout, root, whole = _plain_layout(), Path(args.one("out") or _OUT), False
        specs = args.operands
    else:
        table, root, whole = _project(args), Path(args.one("out") or "."), True
        layout = _layout(args, table)
        specs = table["specs"]
        if table.get("language") and only is None:
            language = _language(layout)
    books = _books(args, specs)
    # The spec's own model and one per dialect.
    providers = [
        model for book in books for model in (book.provider(), *map(book.provider, filter(None, book.providers)))
    ]
    try:
        made = generate(providers, layout, only, language=language, whole=whole)
        if args.flag("check"):
            drift = writer.check(made.files, root, made.owned)
            for file in drift:
                sys.stdout.write(f"{file.kind}: {file.path}\n")
            sys.stderr.write(f"{len(made.files)} files, {len(drift)} not as the specs would have them\n")
            return 1 if drift else 0
        done = writer.write(made.files, root, made.owned)
    except Unshown as unshown:
        from wirebook.errors import SpecError

        raise SpecError(_problems(unshown, books)) from unshown
    except EmitError as refused:
        from wirebook.errors import UsageError

        raise UsageError(f"cannot generate: {refused}") from refused
    for path in done.written:
        sys.stdout.write(f"written: {path}\n")
    for path in done.removed:
        sys.stdout.write(f"removed: {path}\n")
    sys.stderr.write(
        f"{root}: {len(done.written)} written, {len(done.unchanged)} unchanged, {len(done.removed)} removed\n"
    )
    return 0


def _only(args: Args, targets: tuple[str, ...]) -> tuple[str, ...] | None:
    from wirebook.asked import name

    given = args.one("only")
    if given is None:
        return None
    asked = tuple(filter(None, (word.strip() for word in given.split(","))))
    for word in asked:
        name("target", word, targets)
    if not asked:
        raise refuse(args.command, f"--only names no target; there are: {', '.join(targets)}")
    return asked


def _books(args: Args, specs: Sequence[str]) -> list[Loaded]:
    """The specs, always from the YAML: compiled models are what is being made. Each provider is there once."""
    from wirebook.books import open_book

    found: list[Loaded] = []
    given: dict[str, str] = {}
    for spec in specs:
        book = open_book(spec)
        loaded = book.spec
        name = loaded.provider().name
        if name in given:
            first = given[name]
            same = os.path.realpath(book.path) == os.path.realpath(first)
            what = f"the spec {spec} is given twice" if same else f"{first} and {spec} are both of {name}"
            raise refuse(args.command, f"{what}; give one")
        given[name] = book.path
        found.append(loaded)
    return found


def _problems(unshown: Unshown, books: Sequence[Loaded]) -> list[Problem]:
    """What no counter-example shows, where the spec has it."""
    from wirebook.spec.problems import at_place

    problems = []
    for one in unshown.untold:
        book = next(book for book in books if one.provider in book.providers.values())
        places = book.places[one.provider.dialect]
        field = one.path.partition(".")[0].partition("[")[0]
        file, line, column, path = places.get(("field", one.message, field)) or places["message", one.message]
        name = f"{one.message}.{one.path}" if one.path else one.message
        problems.append(
            at_place("spec.untested", file, line, column, path, code=one.code, name=name, advice=one.advice)
        )
    return problems


def _plain_layout() -> Layout:
    from wirebook_codegen.generate import Layout

    return Layout()


def _project(args: Args) -> dict[str, Any]:
    import tomllib

    try:
        with open("pyproject.toml", "rb") as stream:
            table = tomllib.load(stream).get("tool", {}).get("wirebook", {}).get("generate")
    except FileNotFoundError:
        table = None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise refuse(args.command, f"pyproject.toml: {wrong}") from None
    if not isinstance(table, dict):
        raise refuse(args.command, "no SPEC given, and no [tool.wirebook.generate] in ./pyproject.toml")
    from wirebook.asked import name

    for key in table:
        name("key of [tool.wirebook.generate]", key, _KEYS)
    specs = table.get("specs")
    if not isinstance(specs, list) or not specs or not all(isinstance(spec, str) for spec in specs):
        raise refuse(args.command, "[tool.wirebook.generate] needs specs, a list of files or folders")
    return table


def _layout(args: Args, table: dict[str, Any]) -> Layout:
    from wirebook_codegen.generate import Layout

    plain = Layout()
    roots = {}
    for key in ("python", "schemas", "docs", "html"):
        given = table.get(key, getattr(plain, key))
        if not isinstance(given, str) or os.path.isabs(given) or ".." in given.split("/"):
            raise refuse(args.command, f"[tool.wirebook.generate] {key} must be a folder below the project's")
        roots[key] = given.rstrip("/")
    return Layout(**roots)


def _language(layout: Layout) -> Callable[[], Mapping[str, str]]:
    """The files of the spec language itself: its schema and its documentation."""

    def files() -> Mapping[str, str]:
        from wirebook.spec.language import files as made

        docs = layout.docs.rpartition("/")[0]
        return {
            (f"{layout.schemas}/" if path.endswith(".json") else f"{docs}/" if docs else "") + path: text
            for path, text in made().items()
        }

    return files


COMMAND = Command(
    "generate",
    "[SPEC...] [--out DIR] [--only TARGETS] [--check]",
    "Write XSD, JSON Schema, Python bindings, docs and HTML pages. Without SPEC, what [tool.wirebook.generate] of\n"
    "./pyproject.toml says. Exit status: 0 done (with --check: nothing differs), 1 something differs, 2 usage or I/O.",
    (
        Option(
            "out", "DIR", f"the folder to write below (default with SPEC: {_OUT}; else the current one)", filled=True
        ),
        Option("only", "TARGETS", "a comma list of xsd, jsonschema, python, docs, html"),
        Option("check", "", "write nothing; list files that are stale, missing or left over"),
    ),
    run,
)
