"""What may be written for a list in one text: its items' patterns, and the separators between them.

A pattern that may match a separator itself cannot tell where an item ends, so what it
says is looser than the items are and is named as lost. Nothing here knows a target.
"""

from __future__ import annotations

import re

from wirebook.lexical import literal
from wirebook.model import Joined, Scalar
from wirebook_codegen.lexis import Lexis, lexis, sized, stated

__all__ = ["MOST_COUNTED", "UNTOLD", "list_lexis"]

UNTOLD = "a pattern cannot tell where each item ends"
MOST_COUNTED = 50  # items that a pattern counts: validators unroll counts
_ATOM = re.compile(r"\[(?:\\.|[^\]\\])+\]|\\.|\{[0-9,]+\}|[^|()?*+{}]", re.DOTALL)
_WHITE = {" ": " ", "\t": "\\t", "\r": "\\r", "\n": "\\n"}


def list_lexis(joined: Joined, low: int, high: int | None) -> tuple[Lexis, tuple[str, ...]]:
    """The tolerated texts of a list of low..high items, and the codes of the findings that they cannot tell."""
    scalar = joined.item.type
    long = any(len(separator) > 1 for separator in joined.separators)
    if long or scalar.base == "union" or scalar.whitespace == "collapse":
        return Lexis(), (*stated(scalar), *(["facet.minItems"] if low else []), "facet.maxItems")
    cut = "".join(joined.separators)
    own, lost = _items(scalar, cut), list[str]()
    exact = [pattern for pattern in own if not _may_hold(pattern, cut)]
    if len(exact) < len(own):
        lost += _told_by_patterns(scalar)
    if high is not None and high > MOST_COUNTED:
        high = None
        lost.append("facet.maxItems")
    if low > MOST_COUNTED:
        low = MOST_COUNTED
        lost.append("facet.minItems")
    if not exact and (low > 1 or high is not None):
        own.append(sized(0, None, cut))
    patterns = [_list(pattern, joined, low, high) for pattern in own]
    if low and all(re.fullmatch(pattern, "", re.ASCII) for pattern in own):
        if low > 1 and joined.trailing:  # is the last one empty, or is there none?
            lost.append("facet.minItems")
        patterns.append(f"{_blank(joined)}{sized(1, 1, '')}([0-9]|[^0-9])*")
    return Lexis(tuple(patterns)), tuple(dict.fromkeys(lost))


def _items(scalar: Scalar, cut: str) -> list[str]:
    """The patterns of one item, trimmed; all of them match it."""
    given = lexis(scalar)
    patterns = list(given.patterns)
    if given.values is not None:
        patterns.append("|".join(literal(value) for value in given.values))
    if given.low or given.high is not None:
        patterns.append(sized(given.low, given.high, cut, trims=scalar.whitespace != "preserve"))
    return patterns


def _told_by_patterns(scalar: Scalar) -> list[str]:
    told = {"facet.pattern", "facet.enumeration", "code.unknown", f"type.{scalar.base}"}
    return [code for code in stated(scalar) if code in told]


def _list(item: str, joined: Joined, low: int, high: int | None) -> str:
    blank = _blank(joined)
    one = f"{blank}({item}){blank}"
    between = _class("".join(joined.separators))
    most = "" if high is None else str(max(high - 1, 0))
    count = "*" if low <= 1 and high is None else f"{{{max(low - 1, 0)},{most}}}"
    end = f"({between}{blank})?" if joined.trailing else ""
    text = f"{one}({between}{one}){count}{end}"
    return text if low else f"({text})|{blank}" if blank else f"({text})?"


def _blank(joined: Joined) -> str:
    """The white space around an item that means nothing and separates nothing."""
    if joined.item.type.whitespace == "preserve":
        return ""
    free = "".join(shown for char, shown in _WHITE.items() if char not in joined.separators)
    return f"[{free}]*" if free else ""


def _class(chars: str) -> str:
    """One of these characters, as every engine writes it."""
    if len(chars) == 1:
        return _WHITE.get(chars) or literal(chars)
    return "[" + "".join(_WHITE.get(c) or ("\\" + c if c in "\\[]^-" else c) for c in chars) + "]"


def _may_hold(pattern: str, cut: str) -> bool:
    """Whether a text that the pattern matches may have a separator in it."""
    atoms = [found[0] for found in _ATOM.finditer(pattern) if found[0][0] != "{"]
    return any(re.fullmatch(atom, char, re.ASCII | re.DOTALL) for atom in atoms for char in cut)
