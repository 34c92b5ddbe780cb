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

__all__ = ["FORMAT", "QUICK", "READERS", "accept", "guard"]

FORMAT = 1  # of generated modules

# The fast reader of each encoding, imported when a body of it is read.
READERS: dict[str, str] = {
    "xml": "wirebook.accept.xml",
    "json": "wirebook.accept.json",
    "form": "wirebook.accept.form",
    "text": "wirebook.accept.lines",
    "csv": "wirebook.accept.lines",
}

# Where messages have a quicker way: the table of a generated module that names them, and what makes it.
QUICK: dict[str, tuple[str, str]] = {
    "xml": ("QUICK", "wirebook.accept.quick"),
    "json": ("QUICK_JSON", "wirebook.accept.quick_json"),
}

# (module, encoding, message, constructors) by identity -> what a call needs; the objects are kept alive.
_bound: dict[tuple[int, int, str, str], tuple[Any, ...]] = {}


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
    known = _bound.get(key)
    if known is None:
        known = _bound[key] = _bind(module, message, encoding, constructors)
    elif known[4] is True:
        known = _bound[key] = _quickened(known, message, encoding)
    read, policy, plan, check, quick, _, _ = known
    header = None if part.headers is None else part.header_charset()
    resolve, allowed, default = policy
    resolve = ctx.resolved(resolve)
    outcome: tuple[Any, Any] | None = None
    if callable(quick):
        outcome = quick(part.body, resolve, allowed, default, header, ctx)
    if outcome is None:
        found = read(part.body, resolve, allowed, default, ctx.charset, header, *plan)
        if found is None:
            return None
        tree, clean, codec = found
        outcome = check(tree, codec, ctx, clean, part.body)
    # Checks that were left open are no findings.
    return outcome if outcome is None or outcome[1] is True else (outcome[0], bool(outcome[1]))


def _bind(
    module: ModuleType, message: str, encoding: str, constructors: Mapping[str, Callable[..., Any]]
) -> tuple[Any, ...]:
    check = module.MAKERS[message, encoding](constructors)
    name = READERS[encoding]
    __import__(name)
    plan = module.PLANS.get((message, encoding))
    read = sys.modules[name].read
    # The quick way is made when a second body comes: it costs more than one body is worth.
    later = encoding in QUICK and message in getattr(module, QUICK[encoding][0], ())
    return read, module.CHARSETS[encoding], () if plan is None else (plan,), check, later, module, constructors


def _quickened(known: tuple[Any, ...], message: str, encoding: str) -> tuple[Any, ...]:
    """What a call needs, with the quick way of a message; without it where that needs what is not installed."""
    name = QUICK[encoding][1]
    try:
        __import__(name)
    except ModuleNotFoundError as error:
        if error.name != "msgspec":
            raise
        return (*known[:4], False, *known[5:])
    return (*known[:4], sys.modules[name].way(known[5], message, known[6]), *known[5:])
