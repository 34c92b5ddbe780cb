"""The short way to a verdict where more is known than a body: an operation, the request, settings, a query.

What an operation's cases leave is told by ``select.cases`` on the compiled table, as the
thorough way tells it; everything here that is not certain says nothing.
"""

from __future__ import annotations

from wirebook.part import Context, Part
from wirebook.result import Result
from wirebook.select import cases
from wirebook.swift import LINES, checked, guess_encodings, peek, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

__all__ = ["decide"]


class _UnsureError(Exception):
    """What a setting's text means as a truth of the request takes more than the short way weighs."""


def decide(
    module: ModuleType,
    table: dict[str, Any],
    part: Part,
    ctx: Context,
    message: str | None,
    encoding: str | None,
    values: bool,
) -> Result | None:
    """The verdict where it needs no telling, else None."""
    if message is not None or (ctx.settings and not _declared(table["settings"], ctx)):
        return None
    operations = cases.operations_of(table, part.path, ctx)
    halves = cases.sides(part.method, part.status, ctx)
    if not operations and (ctx.operation is not None or (part.query and not part.body)):
        return None
    if ctx.operation is None and len(operations) == 1:
        ctx = _placed(ctx, operations[0][0])  # codes mean what they mean there
    queried = bool(part.query) and not part.body
    wanted = _wanted(table, operations, ctx)
    if encoding is None:
        encoding = _encoding(module, table, part, wanted, queried, operations if halves == (cases.REPLY,) else [])
    tree = table["queried"] if queried else module.SELECT.get(encoding)
    if encoding is None or tree is None or (queried and encoding != "form"):
        return None
    if part.query and not queried and encoding in table["joined"]:
        return None
    # In the query stands what a form's body would be; Content-Type speaks of the body alone.
    carried = Part(part.query or b"") if queried else part
    found = None if encoding in LINES else read(module, None, encoding, carried, ctx)
    seen = peek(module, encoding, carried, ctx, found)
    if seen is None:
        return None
    body = cases.Body(table, encoding, tree, seen, part.status, ctx, _flag)
    try:
        chosen = cases.by_operation(body, operations, halves)
    except _UnsureError:
        return None
    if chosen is None:
        from wirebook.select.run import run

        names = run(tree, seen)
    else:
        names = body.narrowed([name for name in chosen if not queried or name in table["carried"]])
    if not names and not queried:
        return Result("not_checked", reason="unknown-message", provider=module.PROVIDER, encoding=encoding)
    if len(names) != 1 or names[0] in table["by"] or not body.matches(names):
        return None
    message = names[0]
    if wanted is not None and encoding not in wanted and message in _replies(operations):
        return None
    found = found or read(module, message, encoding, carried, ctx)
    return None if found is None else checked(module, message, encoding, carried, ctx, found, values)


def _declared(settings: dict[str, tuple[Any, ...]], ctx: Context) -> bool:
    """Whether every setting that is given is one of the book's, with a value of its list."""
    for name, value in ctx.settings.items():
        _, listed, secret = settings.get(name, (None, (), True))
        if secret or (listed and value not in listed):
            return False
    return True


def _placed(ctx: Context, operation: str) -> Context:
    placed = Context.__new__(Context)
    for name in Context.__slots__:
        setattr(placed, name, getattr(ctx, name))
    placed.operation = operation
    return placed


def _wanted(table: dict[str, Any], operations: list[Any], ctx: Context) -> tuple[str, ...] | None:
    """The encodings that a reply has to have; None where that is not known."""
    found: dict[str, None] = {}
    for row in operations:
        encoding = cases.reply_encoding(row[5], table["settings"], ctx)
        if encoding is None:
            return None
        found[encoding] = None
    return tuple(found) or None


def _encoding(
    module: ModuleType,
    table: dict[str, Any],
    part: Part,
    wanted: tuple[str, ...] | None,
    queried: bool,
    answered: list[Any],
) -> str | None:
    """The one encoding that the part suggests, or of several the one asked for; None where that is not told.

    answered: the operations of which this is a reply.
    """
    if queried:
        return "form" if table["queried"] is not None else None
    guessed = guess_encodings(module, part.body)
    if guessed is None:
        return None
    guessed = guessed or wanted or ()
    if len(guessed) > 1 and wanted is not None and len(wanted) == 1 and wanted[0] in guessed:
        # Replies in other encodings are passed over where the one asked for is fine.
        said = {message for row in answered for _, message in row[cases.REPLY]}
        return wanted[0] if said and said == _replies(answered) else None
    return guessed[0] if len(guessed) == 1 else None


def _flag(name: str, text: str) -> Any:
    raise _UnsureError


def _replies(operations: list[Any]) -> set[str]:
    requests = {message for row in operations for _, message in row[cases.REQUEST]}
    return {message for row in operations for _, message in row[cases.REPLY]} - requests
