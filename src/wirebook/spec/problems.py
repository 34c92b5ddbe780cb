"""Making problems from nodes: one place that fills the templates of the table of codes."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from itertools import islice

from wirebook.diagnostic import CODES, Problem
from wirebook.spec.nodes import Node

__all__ = ["at_place", "hint", "problem"]


_HINTS = 100  # problems with a hint
_KNOWN = 1000  # names looked at for one


def at_place(code: str, file: str, line: int, column: int, path: str = "", /, **args: object) -> Problem:
    """A problem of a declared ``code`` at a place, its message and advice filled with ``args``.

    ``advice`` among them stands, unless empty, in place of the code's usual advice.
    """
    entry = CODES[code]
    values = {"hint": "", "why": "", **args}
    advice = str(args.get("advice") or entry.advice.format(**values))
    return Problem(code, entry.severity, entry.template.format(**values), advice, file, line, column, path)


def problem(code: str, node: Node, /, *, at_key: bool = False, **args: object) -> Problem:
    """A problem at a node, or at the node's key."""
    line, column = (node.key_line, node.key_column) if at_key else (node.line, node.column)
    return at_place(code, node.file, line, column, node.path, **args)


def hint(name: str, known: Iterable[str], problems: Sized = ()) -> str:
    """``" (did you mean x?)"`` for the nearest of the known names, or an empty text.

    A spec with many ``problems`` gets no more hints: looking for them takes time.
    """
    if len(problems) >= _HINTS:
        return ""
    import difflib  # late: only a spec with a mistake pays for it

    near = difflib.get_close_matches(name[:80], islice(known, _KNOWN), 1)
    return f" (did you mean {near[0]}?)" if near else ""
