"""Tables and sections of a page, of no target."""

from __future__ import annotations

from dataclasses import dataclass

from wirebook_codegen.docs_page import Page
from wirebook_codegen.docs_text import NOTHING, Safe

__all__ = ["Row", "Section", "Table", "table"]


@dataclass(frozen=True, slots=True)
class Row:
    """Cells, and the anchor of what the row is about ("" if nothing links to it)."""

    cells: tuple[Safe, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their heads; ``title`` is empty where the section's own says enough."""

    heads: tuple[Safe, ...]
    rows: tuple[Row, ...]
    title: Safe = NOTHING


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page with its heading: paragraphs, then facts as a list, then tables."""

    anchor: str
    title: Safe
    paragraphs: tuple[Safe, ...] = ()
    facts: tuple[Safe, ...] = ()
    tables: tuple[Table, ...] = ()


def table(page: Page, heads: tuple[str, ...], rows: list[Row], title: Safe | None = None) -> tuple[Table, ...]:
    """A table, or nothing where it would have no rows."""
    return (Table(tuple(page.word(head) for head in heads), tuple(rows), title or NOTHING),) if rows else ()
