"""One message's part of a page: layouts per encoding, tables, examples."""

from __future__ import annotations

from typing import Any

from wirebook.model import Example, Message, Shape
from wirebook_codegen.docs_fields import bit_tables, field_rows, key_tables, rule_rows
from wirebook_codegen.docs_outline import notes, outline
from wirebook_codegen.docs_page import Page
from wirebook_codegen.docs_text import Safe, anchor, cell, code, excerpt, fence, html_code, html_text, join, link, safe

__all__ = ["message", "table"]

_FENCES = {"xml": "xml", "json": "json"}


def table(page: Page, heads: tuple[str, ...], rows: list[list[Safe]]) -> list[dict[str, Any]]:
    """A table, or nothing where it would have no rows."""
    cells = [[cell(one) for one in row] for row in rows]
    return [{"heads": [page.word(head) for head in heads], "rows": cells}] if rows else []


def message(page: Page, one: Message) -> dict[str, Any]:
    """The view of a message."""
    facts = [page.word("direction", direction=page.word(one.direction))]
    if one.source:
        facts.append(page.word("document_of", source=page.source(one.source)))
    heads: tuple[str, ...] = ("name", "wire", "type", "limits", "required", "default", "meaning", "source")
    tables = [{"title": page.word("fields"), **made} for made in table(page, heads, field_rows(page, one))]
    for title, rows in bit_tables(page, one):
        heads = ("part", "bit_range", "values", "only_when", "meaning")
        tables += [{"title": title, **made} for made in table(page, heads, rows)]
    for title, rows in key_tables(page, one):
        tables += [{"title": title, **made} for made in table(page, ("key", "meaning"), rows)]
    heads = ("rule", "statement", "source")
    tables += [{"title": page.word("rules"), **made} for made in table(page, heads, rule_rows(page, one))]
    samples = (("example", "examples", one.examples), ("counterexample", "counterexamples", one.counterexamples))
    return {
        "anchor": anchor("message", one.id),
        "title": safe(f"{code(one.id)}: {page.text(one.title)}"),
        "link": link(one.id, "message", one.id),
        "paragraphs": [page.text(one.doc)] if one.doc else [],
        "facts": facts,
        "layout": page.word("layout"),
        "layouts": [_layout(page, shape) for shape in one.shapes],
        "tables": tables,
        "samples": [
            {
                "title": page.word(title),
                "folded": kind == "counterexample",
                "items_": [_sample(page, one, kind, sample) for sample in examples],
            }
            for kind, title, examples in samples
            if examples
        ],
    }


def _layout(page: Page, shape: Shape) -> dict[str, Any]:
    remarks = list(dict.fromkeys(notes(shape, page.lang)))
    if shape.drops:
        remarks.append(page.word("drops", names=join(", ", [code(name) for name in shape.drops])))
    remarks += [page.word("deviates", name=name) for name in page.deviation(shape.deviation)]
    if shape.source:
        remarks.append(page.word("document_of", source=page.source(shape.source)))
    block = fence(outline(shape, page.lang), _FENCES.get(shape.encoding, "text"))
    return {"title": code(shape.encoding), "fence": block, "notes": remarks}


def _sample(page: Page, message: Message, kind: str, example: Example) -> dict[str, Any]:
    folded = kind == "counterexample"
    literal = html_code if folded else code  # a summary is HTML
    facts = [page.word("in_charset", encoding=literal(example.encoding), charset=literal(example.charset))]
    if example.secret is not None:
        facts.append(page.word("with_secret", secret=literal(example.secret)))
    facts += [page.word("with_setting", name=literal(name), value=literal(value)) for name, value in example.settings]
    found = [
        page.word("finding_at" if one.path else "finding_anywhere", code=code(one.code), path=code(one.path))
        for one in example.findings
    ]
    result = page.word("finds", findings=join(", ", found)) if found else page.word("no_findings")
    blocks, remarks = _body(page, example)
    return {
        "anchor": anchor(kind, message.id, example.id),
        "title": html_text(page.raw(example.title)) if folded else page.text(example.title),
        "facts": join(", ", facts),
        "blocks": blocks,
        "after": join(" ", list(filter(None, [result, *remarks, page.source(example.source)]))),
    }


def _body(page: Page, example: Example) -> tuple[list[Safe], list[Safe]]:
    """The body in fences, a long one without its middle, with what was done to it."""
    remarks = []
    text = example.body.decode(example.charset, "backslashreplace")
    try:
        example.body.decode(example.charset)
    except UnicodeDecodeError:
        remarks.append(page.word("hex", charset=code(example.charset)))
    language = _FENCES.get(example.encoding, "text")
    part = excerpt(text, example.encoding, example.charset)
    blocks = [fence(part.head, language)]
    if part.tail:
        blocks += [page.word("cut", n=part.missing, total=len(example.body)), fence(part.tail, language)]
    return blocks, remarks
