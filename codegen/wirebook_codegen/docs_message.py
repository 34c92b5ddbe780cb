"""One message's part of a page: layouts per encoding, tables, examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wirebook import anchors
from wirebook.model import Example, Message, Shape
from wirebook_codegen.docs_fields import FieldRow, bit_tables, field_rows, key_tables, rule_rows
from wirebook_codegen.docs_outline import notes, outline
from wirebook_codegen.docs_page import Page
from wirebook_codegen.docs_table import Table, table
from wirebook_codegen.docs_text import NOTHING, Block, Safe, code, excerpt, join

__all__ = ["Layout", "MessageView", "Sample", "changed", "message"]

_FEW = 40  # characters that may differ in a body however short it is
_LANGUAGES = {"xml": "xml", "json": "json", "form": "form"}


@dataclass(frozen=True, slots=True)
class Layout:
    """How the message looks in one encoding, and what the outline cannot show."""

    encoding: Safe
    block: Block
    notes: tuple[Safe, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """An example or counter-example: a long body has two blocks, with what is left out between them."""

    anchor: str
    title: Safe
    facts: tuple[Safe, ...]  # encoding and charset, then what is known beside the body
    blocks: tuple[Block | Safe, ...]
    after: Safe
    encoding: str
    passes: bool


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
        examples=tuple(_sample(page, anchors.example(one.id, each.id), each) for each in one.examples),
        counterexamples=tuple(
            _sample(page, anchors.counterexample(one.id, each.id), each, one.examples) for each in one.counterexamples
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
    block = Block(outline(shape, page.lang), _LANGUAGES.get(shape.encoding, "text"))
    return Layout(code(shape.encoding), block, tuple(remarks))


def _sample(page: Page, anchor: str, example: Example, like: Sequence[Example] = ()) -> Sample:
    facts = [page.word("in_charset", encoding=code(example.encoding), charset=code(example.charset))]
    if example.secret is not None:
        facts.append(page.word("with_secret", secret=code(example.secret)))
    facts += [page.word("with_setting", name=code(name), value=code(value)) for name, value in example.settings]
    facts += _around(page, example)
    found = [
        page.word("finding_at" if one.path else "finding_anywhere", code=page.finding(one.code), path=code(one.path))
        for one in example.findings
    ]
    result = page.word("finds", findings=join(", ", found)) if found else page.word("no_findings")
    blocks, remarks = _body(page, example, like)
    after = join(" ", list(filter(None, [result, *remarks, page.source(example.source)])))
    passes = example.verdict == "pass"
    return Sample(anchor, page.text(example.title), tuple(facts), blocks, after, example.encoding, passes)


def _around(page: Page, example: Example) -> list[Safe]:
    """What of HTTP came with the body."""
    facts = []
    if example.query is not None and example.body:
        facts.append(page.word("with_query", value=code(example.query.decode("ascii"))))
    for name, value in example.headers or ():
        facts.append(page.word("with_header", name=code(f"{name}: {value}")))
    if example.status is not None:
        facts.append(page.word("with_status", status=code(str(example.status))))
    return facts


def _body(page: Page, example: Example, like: Sequence[Example]) -> tuple[tuple[Block | Safe, ...], list[Safe]]:
    """The body, a long one without its middle, with what was done to it."""
    remarks = []
    if not example.body and example.query is not None:
        queries = [one.query.decode("ascii") for one in like if not one.body and one.query is not None]
        query = example.query.decode("ascii")
        return (Block(query, "form", changed(query, queries)),), [page.word("query_alone")]
    text = _text(example)
    try:
        example.body.decode(example.charset)
    except UnicodeDecodeError:
        remarks.append(page.word("hex", charset=code(example.charset)))
    language = _LANGUAGES.get(example.encoding, "text")
    part = excerpt(text, example.encoding, example.charset)
    mark = changed(text, [_text(one) for one in like if one.encoding == example.encoding])
    head = Block(part.head, language, _within(mark, 0, len(part.head)))
    if not part.tail:
        return (head,), remarks
    cut = page.word("cut", n=part.missing, total=len(example.body))
    start = len(text.rstrip("\n")) - len(part.tail)
    return (head, cut, Block(part.tail, language, _within(mark, start, len(part.tail)))), remarks


def _text(example: Example) -> str:
    return example.body.decode(example.charset, "backslashreplace")


def changed(text: str, others: Sequence[str]) -> tuple[int, int] | None:
    """Where ``text`` differs from that of the others which is nearest; None where too much differs to tell."""
    best: tuple[int, int] | None = None
    for other in others:
        start = _alike(text, other)
        end = len(text) - _alike(text[start:][::-1], other[start:][::-1])
        if best is None or end - start < best[1] - best[0]:
            best = (start, end)
    return best if best is not None and best[1] - best[0] <= max(_FEW, len(text) // 3) else None


def _alike(one: str, other: str) -> int:
    """How many characters at the beginning are the same."""
    shorter = min(len(one), len(other))
    return next((place for place in range(shorter) if one[place] != other[place]), shorter)


def _within(mark: tuple[int, int] | None, start: int, length: int) -> tuple[int, int] | None:
    """The part of a mark that a block shows."""
    if mark is None or mark[1] < start or mark[0] > start + length:
        return None
    return max(mark[0] - start, 0), min(mark[1] - start, length)
