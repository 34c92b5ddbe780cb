"""Looking codes up in a provider's table: singles first, then ranges in their order.

Of a table that the operation chooses, all rows count while the operation is not known:
what some operation answers is no unknown code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from wirebook.lexical.hit import Hit
from wirebook.memo import once_per_object
from wirebook.model import CodeEntry, CodeTable, Scalar, Text

__all__ = ["check_code", "in_operation", "lookup", "of_operation", "rows"]

_SEVERITY = {"warn": "warning", "refuse": "error"}
_SHOWN = 40


@once_per_object
def _index(table: CodeTable) -> tuple[dict[str | int, CodeEntry], tuple[CodeEntry, ...]]:
    singles: dict[str | int, CodeEntry] = {}
    entries = rows(table)
    for entry in entries:
        if entry.value is not None:
            singles.setdefault(entry.value, entry)
    return singles, tuple(e for e in entries if e.value is None)


def lookup(table: CodeTable, value: str | int) -> CodeEntry | None:
    """The row of ``value``, or None where the table has none."""
    singles, ranges = _index(table)
    entry = singles.get(value)
    if entry is not None or not isinstance(value, int):
        return entry
    for row in ranges:
        if row.low is not None and row.high is not None and row.low <= value <= row.high:
            return row
    return None


def check_code(table: CodeTable, value: str | int) -> Hit | None:
    """What is to be said about ``value``: an unknown code, or a row that the document lacks."""
    entry = lookup(table, value)
    if entry is None:
        severity = _SEVERITY.get(table.unknown)
        if severity is None:
            return None
        return Hit("code.unknown", severity, {"got": str(value)[:_SHOWN], "table": table.id}, None, table.source)
    if entry.deviation is None:
        return None
    return Hit("deviation.extra", "warning", {"got": str(value)[:_SHOWN]}, entry.deviation, entry.source)


# ---------------------------------------------------------------- codes by operation


@once_per_object
def rows(table: CodeTable) -> tuple[CodeEntry, ...]:
    """Every row of a table: where operations choose, those of all of them, each code once.

    A code that means different things is one row, which says so; what its meanings do not share is None.
    """
    if not table.by:
        return table.entries
    found: dict[tuple[object, ...], list[tuple[str, CodeEntry]]] = {}
    for operation, entries in [("", table.entries), *((name, inner.entries) for name, inner in table.by)]:
        for entry in entries:
            found.setdefault((entry.value, entry.low, entry.high), []).append((operation, entry))
    return tuple(_merged(said) for said in found.values())


def of_operation(table: CodeTable, operation: str) -> CodeTable:
    """The table by which an operation's codes are judged: its own with the rows that hold everywhere, or ``table``."""
    return _by_operation(table).get(operation, table)


def in_operation(scalar: Scalar, operation: str | None) -> Scalar:
    """The scalar with the code tables of an operation; as it is where that is None, not known."""
    return scalar if operation is None else _scalars(scalar)(operation)


@once_per_object
def _by_operation(table: CodeTable) -> dict[str, CodeTable]:
    return {name: replace(inner, entries=inner.entries + table.entries) for name, inner in table.by}


@once_per_object
def _scalars(scalar: Scalar) -> Callable[[str], Scalar]:
    made: dict[str, Scalar] = {}

    def of(operation: str) -> Scalar:
        if operation not in made:
            codes = None if scalar.codes is None else of_operation(scalar.codes, operation)
            members = tuple(_scalars(member)(operation) for member in scalar.members)
            made[operation] = replace(scalar, codes=codes, members=members)
        return made[operation]

    if not any(one.codes is not None and one.codes.by for one in (scalar, *scalar.members)):
        return lambda operation: scalar

    return of


def _merged(said: list[tuple[str, CodeEntry]]) -> CodeEntry:
    """One row for all that operations (none: everywhere) say about one code."""
    first = said[0][1]
    meanings = {entry.meaning for _, entry in said}
    if len(said) == 1 or all(entry == first for _, entry in said):
        return first
    entries = [entry for _, entry in said]
    names, finals, oks = ({getattr(e, what) for e in entries} for what in ("name", "final", "ok"))
    retries = {entry.retry for entry in entries}
    excused = all(entry.deviation is not None for entry in entries)
    return replace(
        first,
        name=first.name if len(names) == 1 else _numbered(first),
        meaning=first.meaning if len(meanings) == 1 else _each([(o, e.meaning) for o, e in said]),
        final=first.final if len(finals) == 1 else None,
        ok=first.ok if len(oks) == 1 else None,
        retry=first.retry if len(retries) == 1 else _each([(o, e.retry) for o, e in said if e.retry is not None]),
        deviation=first.deviation if excused else None,
        source=", ".join(dict.fromkeys(entry.source for entry in entries if entry.source)),
    )


def _numbered(entry: CodeEntry) -> str:
    """A name for a code whose meanings have different ones."""
    code = f"{entry.low}_{entry.high}" if entry.value is None else str(entry.value)
    return "code_" + "".join(c if c.isalnum() else "minus_" if c == "-" and not i else "_" for i, c in enumerate(code))


def _each(said: list[tuple[str, Text]]) -> Text:
    """What every operation says, in one text; operations that say the same stand together."""
    same: dict[Text, list[str]] = {}
    for operation, text in said:
        same.setdefault(text, []).append(operation)
    english = [f"{', '.join(o or 'otherwise' for o in names)}: {_ended(text.en)}" for text, names in same.items()]
    russian = [f"{', '.join(o or 'в остальных' for o in names)}: {_ended(text.ru)}" for text, names in same.items()]
    return Text("Depends on the operation. " + " ".join(english), "Зависит от операции. " + " ".join(russian))


def _ended(text: str) -> str:
    """A text as a sentence among others."""
    return text if text.endswith((".", "!", "?")) else f"{text}."
