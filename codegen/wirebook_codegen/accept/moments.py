"""Dates and times inline: from a text of a fixed format to a value, without ``strptime``."""

from __future__ import annotations

from collections.abc import Mapping

from wirebook.lexical.moments import PIVOT, tokens
from wirebook.model import Scalar
from wirebook_codegen.accept.state import Fn

__all__ = ["moment"]

_RUNTIME = "wirebook.accept.scalars"
# The tokens of which each base makes something.
_TAKEN = {"date": {"YYYY", "YY", "MM", "DD"}, "time": {"hh", "mm", "ss"}}
_TAKEN["datetime"] = _TAKEN["date"] | _TAKEN["time"]


def moment(fn: Fn, scalar: Scalar, var: str) -> None:
    """From text to a date, a time or both, by a local function per type: one attempt per format, in order."""
    warns = any(form.severity == "warning" for form in scalar.lexical[1:])
    lines = []
    for index, form in enumerate(scalar.lexical):
        severity = form.severity if index else None
        lines += _attempt(fn, scalar, form.form, severity, warns)
    call = fn.hoist_function("moment", "text", [*lines, "return None"])
    got = fn.fresh("got")
    fn(f"{got} = {call}({var})", f"if {got} is None:", "    return None")
    if warns:
        fn(f"{var}, ok = {got}", "if not ok:", "    clean = False")
    else:
        fn(f"{var} = {got}")


def _attempt(fn: Fn, scalar: Scalar, form: str, severity: str | None, pair: bool) -> list[str]:
    """One format: lengths and separators by comparison, digits and the calendar by ``fromisoformat``.

    That is given a text with separators of its own between pieces of fixed length, which has one reading only.
    """
    tests, where = _compared(scalar, form)
    day = form.removesuffix("hh:mm:ss")
    if scalar.base == "datetime" and day != form and "hh" not in day and "DD" in day:
        # Days come again: what is written of one is known, the time is written as ISO has it.
        at = len(day)
        of_day, _ = _compared(scalar, day)
        tests = [one for one in tests if one not in of_day]
        lines = [f'return f"{_date(scalar, where)}T"']
        if of_day:
            lines = [f"if {' and '.join(of_day)}:", f"    {lines[0]}", "return ''"]
        known = f"{fn.use(_RUNTIME, 'Days')}({fn.hoist_function('day', 'text', lines)})"
        iso = f"{fn.hoist('days', known)}[text[:{at}]] + text[{at}:]"
    else:
        pieces = [_date(scalar, where)] if scalar.base != "time" else []
        if scalar.base != "date" and "hh:mm:ss" in form and form.count("hh") == 1:
            pieces.append(f"{{{_slice(where['hh'], 8)}}}")
        elif scalar.base != "date":
            pieces.append(":".join(_piece(where, token, "00") for token in ("hh", "mm", "ss")))
        iso = f'f"{"T".join(pieces)}"'
    if scalar.base != "date" and "hh" in where:
        hours = where["hh"]  # 24 is midnight of the next day, to later versions of Python
        tests.append(f"(text[{hours + 1}] != '4' or text[{hours}] != '2')")
    made = f"{fn.hoist('iso', fn.use('datetime', scalar.base) + '.fromisoformat')}({iso})"
    if severity == "error":
        made = f"{made} and None"  # it must exist to be refused here and not read in a later format
    elif pair:
        made = f"{made}, {severity != 'warning'}"
    lines = [f"if {' and '.join([f'len(text) == {len(form)}', *tests])}:"]
    return [*lines, "    try:", f"        return {made}", "    except ValueError:", "        pass"]


def _compared(scalar: Scalar, form: str) -> tuple[list[str], dict[str, int]]:
    """The comparisons that a text of a format's length passes, and where each token stands."""
    at = 0
    fixed: dict[str, list[str]] = {}
    where: dict[str, int] = {}
    tests: list[str] = []
    for text, is_token in tokens(form):
        part = f"text[{at}:{at + len(text)}]" if len(text) > 1 else f"text[{at}]"
        if not is_token:
            fixed.setdefault(text, []).append(part)
        elif text in where:  # a token that is repeated repeats its digits
            tests.append(f"{part} == {_slice(where[text], len(text))}")
        else:
            where[text] = at
        at += len(text)
    tests = [*(" == ".join([*parts, repr(text)]) for text, parts in fixed.items()), *tests]
    taken = _TAKEN[scalar.base] - ({"YY"} if "YYYY" in where else set())
    for text in sorted(where.keys() - taken):  # of no consequence, but digits all the same
        part = _slice(where[text], len(text))
        tests.append(f"{part}.isdigit() and {part}.isascii()")
    return tests, where


def _date(scalar: Scalar, where: Mapping[str, int]) -> str:
    return "-".join([_year(scalar, where), _piece(where, "MM", "01"), _piece(where, "DD", "01")])


def _slice(at: int, length: int) -> str:
    return f"text[{at}:{at + length}]"


def _piece(where: Mapping[str, int], token: str, otherwise: str) -> str:
    return f"{{{_slice(where[token], len(token))}}}" if token in where else otherwise


def _year(scalar: Scalar, where: Mapping[str, int]) -> str:
    if "YYYY" in where or "YY" not in where:
        return _piece(where, "YYYY", "1900")
    short = _slice(where["YY"], 2)
    pivot = PIVOT if scalar.pivot is None else scalar.pivot
    century = f"{{'20' if {short} < '{pivot:02d}' else '19'}}" if 0 < pivot < 100 else "20" if pivot > 0 else "19"
    return f"{century}{{{short}}}"
