"""One message's part of a page: layouts per encoding, tables, examples."""

from __future__ import annotations

from typing import Any

from wirebook.model import Example, Message, Shape
from wirebook_codegen.docs_fields import bit_tables, field_rows, key_tables, rule_rows
from wirebook_codegen.docs_outline import notes, outline
from wirebook_codegen.docs_page import Page
from wirebook_codegen.docs_text import Safe, anchor, code, fence, join, link, safe

__all__ = ["message", "table"]

_SHOWN = 2000  # characters of an example's body; what is longer is there to be long
_FENCES = {"xml": "xml", "json": "json"}


def table(page: Page, heads: tuple[str, ...], rows: list[list[Safe]]) -> list[dict[str, Any]]:
    """A table, or nothing where it would have no rows."""
    return [{"heads": [page.word(head) for head in heads], "rows": rows}] if rows else []


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
            {"title": page.word(title), "items_": [_sample(page, one, kind, sample) for sample in examples]}
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
    facts = [page.word("in_charset", encoding=code(example.encoding), charset=code(example.charset))]
    if example.secret is not None:
        facts.append(page.word("with_secret", secret=code(example.secret)))
    facts += [page.word("with_setting", name=code(name), value=code(value)) for name, value in example.settings]
    body, remarks = _body(page, example)
    found = [
        page.word("finding_at", code=code(one.code), path=code(one.path)) if one.path else code(one.code)
        for one in example.findings
    ]
    result = page.word("finds", findings=join(", ", found)) if found else page.word("no_findings")
    return {
        "anchor": anchor(kind, message.id, example.id),
        "title": page.text(example.title),
        "facts": join(", ", facts),
        "fence": fence(body, _FENCES.get(example.encoding, "text")),
        "after": join(" ", [result, *remarks, page.source(example.source)]),
    }


def _body(page: Page, example: Example) -> tuple[str, list[Safe]]:
    """The body as text, cut where it is long, with what was done to it."""
    remarks = []
    text = example.body.decode(example.charset, "backslashreplace")
    try:
        example.body.decode(example.charset)
    except UnicodeDecodeError:
        remarks.append(page.word("hex", charset=code(example.charset)))
    if len(text) > _SHOWN:
        text = text[:_SHOWN]
        remarks.append(page.word("cut", n=len(example.body)))
    return text.rstrip("\n"), remarks
