"""Docstrings of generated classes: the spec's own words, English first, Russian second, with their sources."""

from __future__ import annotations

from wirebook.lexical import rows
from wirebook.model import CodeTable, Facet, Field, List, Map, Message, Provider, Record, Scalar, Text
from wirebook_codegen.names import Slot

__all__ = ["of_module", "of_record", "of_table"]


def of_module(provider: Provider) -> list[str]:
    """The module's docstring."""
    dialect = f" ({provider.dialect})" if provider.dialect else ""
    lines = [f"{provider.title.en}{dialect}: messages as dataclasses, codes as enumerations.", "", provider.title.ru]
    return lines + _both(provider.doc)


def of_record(record: Record, message: Message | None, slots: tuple[Slot, ...]) -> list[str]:
    """A class's docstring; fields stand in an Attributes section."""
    if message is not None:
        lines = [_line(message.title.en), "", _line(message.title.ru), *_both(message.doc)]
    elif record.doc is not None:
        lines = [_line(record.doc.en), "", _line(record.doc.ru)]
    else:
        lines = [f"A part of other messages: {record.name}."]
    source = record.source or (message.source if message is not None else "")
    if source:
        lines += ["", f"Source: {_line(source)}."]
    if slots:
        lines += ["", "Attributes:"]
        for slot in slots:
            lines += _attribute(slot)
    return lines


def of_table(table: CodeTable) -> list[str]:
    """An enumeration's docstring."""
    lines = [_line(table.title.en), "", _line(table.title.ru), *_both(table.doc)]
    ranges = [entry for entry in rows(table) if entry.value is None]
    if ranges:
        lines += ["", "Ranges:"]
        lines += [f"    {e.low} to {e.high}: {_line(e.meaning.en)} / {_line(e.meaning.ru)}" for e in ranges]
    return [*lines, "", f"Source: {_line(table.source)}."] if table.source else lines


def _attribute(slot: Slot) -> list[str]:
    field = slot.field
    source = f" [{_line(field.source)}]" if field.source else ""
    lines = [f"    {slot.name}: {_line(field.doc.en)}{source}", f"        {_line(field.doc.ru)}"]
    scalar = _scalar(field)
    if scalar is not None and scalar.codes is not None:
        lines.append(f"        Codes: {scalar.codes.id}.")
    limits = [_limit(facet) for facet in _facets(field)]
    if limits:
        lines.append(f"        Limits: {'; '.join(limits)}.")
    return lines


def _facets(field: Field) -> tuple[Facet, ...]:
    """The limits of a field: a list's counts, then those of its items."""
    own = field.type.facets if isinstance(field.type, List) else ()
    scalar = _scalar(field)
    return own + (() if scalar is None else scalar.facets)


def _limit(facet: Facet) -> str:
    value = ", ".join(map(str, facet.value)) if isinstance(facet.value, tuple) else str(facet.value)
    return f"{facet.name} {_line(value)}{' (a warning)' if facet.severity == 'warning' else ''}"


def _scalar(field: Field) -> Scalar | None:
    kind = field.type
    inner = kind.item if isinstance(kind, List) else kind.values if isinstance(kind, Map) else kind
    return inner if isinstance(inner, Scalar) else None


def _both(text: Text | None) -> list[str]:
    return [] if text is None else ["", _line(text.en), "", _line(text.ru)]


def _line(text: str) -> str:
    """One line: line breaks and runs of blanks become one space."""
    return " ".join(text.split())
