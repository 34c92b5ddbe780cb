"""The fast engine's runtime: generated straight-line checks over light trees.

It gives a value and whether the body is clean, or None; why something is refused is
the explain engine's to say, which this package never imports. It loads only what the
encoding at hand needs, because a cold run pays for every module.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType
    from typing import Any

    from wirebook.part import Context, Part

    Settle = Callable[[bytes, str | None, Context], tuple[Any, bool] | None]

__all__ = ["FORMAT", "QUICK", "READERS", "accept", "bind", "guard"]

FORMAT = 2  # of generated modules

# The fast reader of each encoding, imported when a body of it is read.
READERS: dict[str, str] = {
    "xml": "wirebook.accept.xml",
    "json": "wirebook.accept.json",
    "form": "wirebook.accept.form",
    "text": "wirebook.accept.lines",
    "csv": "wirebook.accept.lines",
}

# Where messages have a quicker way: the table of a generated module that names them, what makes it, and with which
# body it is made, since that costs more than a few bodies are worth: expressions are compiled, msgspec is imported.
QUICK: dict[str, tuple[str, str, int]] = {
    "xml": ("QUICK", "wirebook.accept.quick", 2),
    "json": ("QUICK_JSON", "wirebook.accept.quick_json", 16),
    "form": ("QUICK_FORM", "wirebook.accept.quick_form", 2),
}

# (module, constructors) by identity, message, encoding -> its function; the objects are kept alive by it.
_bound: dict[tuple[int, int, str, str], Settle] = {}


def guard(form: int, name: str) -> None:
    """Raise ImportError unless generated modules of that format run on this wirebook."""
    if form != FORMAT:
        advice = "run `wirebook generate` again" if form < FORMAT else "install a newer wirebook"
        raise ImportError(f"{name} was generated in format {form}, this wirebook runs format {FORMAT}; {advice}")


def accept(
    module: ModuleType,
    message: str,
    encoding: str,
    part: Part,
    ctx: Context,
    constructors: Mapping[str, Callable[..., Any]],
) -> tuple[Any, bool] | None:
    """The logical value of a body and whether it is clean; None where anything is an error.

    module: a generated ``accept`` module. constructors: by class name, called with positional
    arguments in the order of the module's FIELDS, None for what is absent.
    Raises KeyError where the module has no such message in that encoding.
    """
    key = (id(module), id(constructors), message, encoding)
    settle = _bound.get(key)
    if settle is None:
        settle = _bound[key] = bind(module, message, encoding, constructors)
    return settle(part.body, None if part.headers is None else part.header_charset(), ctx)


def bind(module: ModuleType, message: str, encoding: str, constructors: Mapping[str, Callable[..., Any]]) -> Settle:
    """``accept`` of one message in one encoding, as a function of a body, its header's charset and the context."""
    check = module.MAKERS[message, encoding](constructors)
    name = READERS[encoding]
    __import__(name)
    read = sys.modules[name].read
    found = module.PLANS.get((message, encoding))
    plan = () if found is None else (found,)
    own, allowed, default = module.CHARSETS[encoding]
    table, _, bodies = QUICK.get(encoding, ("", "", 0))
    waiting = bodies if message in getattr(module, table, ()) else 0
    quick: Settle | None = None

    def settle(body: bytes, header: str | None, ctx: Context) -> tuple[Any, bool] | None:
        nonlocal quick, waiting
        if waiting > 0:
            waiting -= 1
            if waiting <= 0:  # threads may count one too many
                quick = _quick(module, message, encoding, constructors)
        outcome = None if quick is None else quick(body, header, ctx)
        if outcome is None:
            resolve = own if ctx.request is None and not ctx.settings else ctx.resolved(own)
            opened = read(body, resolve, allowed, default, ctx.charset, header, *plan)
            if opened is None:
                return None
            tree, clean, codec = opened
            outcome = check(tree, codec, ctx, clean, body)
        # Checks that were left open are no findings.
        if outcome is None or outcome[1] is True or outcome[1] is False:
            return outcome
        return outcome[0], True

    return settle


def _quick(
    module: ModuleType, message: str, encoding: str, constructors: Mapping[str, Callable[..., Any]]
) -> Settle | None:
    """The quick way of a message; None where that needs what is not installed."""
    name = QUICK[encoding][1]
    try:
        __import__(name)
    except ModuleNotFoundError as error:
        if error.name != "msgspec":
            raise
        return None
    way: Settle = sys.modules[name].way(module, message, constructors)
    return way
