"""One message's part of a page: layouts per encoding, fields, tables, examples."""

from __future__ import annotations

from dataclasses import dataclass

from wirebook import anchors
from wirebook.model import Message, Shape
from wirebook_codegen.docs_fields import FieldRow, bit_tables, field_rows, key_tables, rule_rows
from wirebook_codegen.docs_outline import notes, outline
from wirebook_codegen.docs_page import Page
from wirebook_codegen.docs_samples import LANGUAGES, Sample, sample
from wirebook_codegen.docs_table import Table, table
from wirebook_codegen.docs_text import NOTHING, Block, Safe, code, join

__all__ = ["Layout", "MessageView", "message"]


@dataclass(frozen=True, slots=True)
class Layout:
    """How the message looks in one encoding, and what the outline cannot show."""

    encoding: Safe
    block: Block
    notes: tuple[Safe, ...]


@dataclass(frozen=True, slots=True)
class MessageView:
    """Everything about a message, in reading order."""

    anchor: str
    id: str
    name: Safe
    title: Safe
    paragraphs: tuple[Safe, ...]
    direction: str
    source: Safe
    layouts: tuple[Layout, ...]
    fields: tuple[FieldRow, ...]
    tables: tuple[Table, ...]
    examples: tuple[Sample, ...]
    counterexamples: tuple[Sample, ...]


def message(page: Page, one: Message) -> MessageView:
    """The view of a message."""
    tables: list[Table] = []
    for title, rows in bit_tables(page, one):
        tables += table(page, ("part", "bit_range", "values", "only_when", "meaning"), rows, title)
    for title, rows in key_tables(page, one):
        tables += table(page, ("key", "meaning"), rows, title)
    tables += table(page, ("rule", "statement", "source"), rule_rows(page, one), page.word("rules"))
    return MessageView(
        anchor=anchors.message(one.id),
        id=one.id,
        name=code(one.id),
        title=page.text(one.title),
        paragraphs=(page.text(one.doc),) if one.doc else (),
        direction=one.direction,
        source=page.word("document_of", source=page.source(one.source)) if one.source else NOTHING,
        layouts=tuple(_layout(page, shape) for shape in one.shapes),
        fields=field_rows(page, one),
        tables=tuple(tables),
        examples=tuple(sample(page, anchors.example(one.id, each.id), each) for each in one.examples),
        counterexamples=tuple(
            sample(page, anchors.counterexample(one.id, each.id), each, one.examples, near=page.brief)
            for each in one.counterexamples
        ),
    )


def _layout(page: Page, shape: Shape) -> Layout:
    remarks = list(dict.fromkeys(notes(shape, page.lang)))
    if shape.drops:
        remarks.append(page.word("drops", names=join(", ", [code(name) for name in shape.drops])))
    remarks += [page.word("deviates", name=name) for name in page.deviation(shape.deviation)]
    if shape.encoding == "form" and shape.carried != ("body",):
        remarks.append(page.word("carried_either" if "body" in shape.carried else "carried_query"))
    if shape.from_query:
        remarks.append(page.word("from_query"))
    if shape.source:
        remarks.append(page.word("document_of", source=page.source(shape.source)))
    block = Block(outline(shape, page.lang), LANGUAGES.get(shape.encoding, "text"))
    return Layout(code(shape.encoding), block, tuple(remarks))
