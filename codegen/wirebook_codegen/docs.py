"""The documentation of a provider as Markdown: one page per language.

The view is put together here, so that the template holds loops and nothing else; every
value is escaped where it is printed (``markdown.render``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from wirebook.model import Provider
from wirebook_codegen import docs_sections as around
from wirebook_codegen.docs_fields import FieldRow
from wirebook_codegen.docs_identities import identities
from wirebook_codegen.docs_message import MessageView, message
from wirebook_codegen.docs_page import Page
from wirebook_codegen.docs_samples import Sample
from wirebook_codegen.docs_table import Row, Section, Table, table
from wirebook_codegen.docs_text import Safe, escape, join, link, refer
from wirebook_codegen.docs_words import LANGUAGES
from wirebook_codegen.emitted import HEADER, Emitted
from wirebook_codegen.markdown import cell, inline, place, render, summary
from wirebook_codegen.templating import environment

__all__ = ["emit"]


def emit(provider: Provider) -> Emitted:
    """``<provider>[.<dialect>].<language>.md`` for each language; docs lose nothing."""
    # Markdown is not HTML: ``render`` escapes every printed value instead.
    template = environment(render, autoescape=False).get_template("provider.md.j2")
    stem = ".".join(filter(None, (provider.name, provider.dialect)))
    files = {f"{stem}.{lang}.md": template.render(_view(Page(provider, lang), stem)) for lang in LANGUAGES}
    return Emitted(files)


def _view(page: Page, stem: str) -> dict[str, Any]:
    provider = page.provider
    other = LANGUAGES[1 - LANGUAGES.index(page.lang)]
    parts: dict[str, list[dict[str, Any]]] = {
        "sections": [
            *_tables(page, "documents", around.documents(page)),
            *_tables(page, "settings", around.settings(page)),
            *_tables(page, "charsets", around.charsets(page)),
        ],
        "notes": _group(page, "notes", [_section(one) for one in around.notes(page)]),
        "operations": _group(page, "operations", list(_operations(page))),
        "identities": _group(page, "identities", [_section(one) for one in identities(page)]),
        "messages": _group(page, "messages", [_message(page, message(page, one)) for one in provider.messages]),
        "types": _tables(page, "types", around.types(page)),
        "codes": _group(page, "codes", [_section(one) for one in around.codes(page)]),
        "deviations": _tables(page, "deviations", around.deviations(page)),
    }
    return parts | {
        "header": HEADER,
        "title": page.title(),
        "paragraphs": [page.text(provider.doc)] if provider.doc else [],
        "other": refer(page.word("other_language"), f"{stem}.{other}.md"),
        "dialects": list(_dialects(page)),
        "contents": [link(part["title"], part["id"]) for group in parts.values() for part in group],
    }


def _dialects(page: Page) -> Iterator[Safe]:
    """Links to the pages of the spec's other dialects."""
    provider = page.provider
    others = [dialect for dialect in ("", *provider.dialects) if dialect != provider.dialect]
    links = []
    for dialect in others:
        file = ".".join(filter(None, (provider.name, dialect, page.lang, "md")))
        links.append(refer(escape(dialect) if dialect else page.word("as_documented"), file))
    if links:
        yield page.word("other_dialects", links=join(", ", links))


def _tables(page: Page, name: str, tables: tuple[Table, ...]) -> list[dict[str, Any]]:
    return [_section(Section(name, page.word(name), tables=tables))] if tables else []


def _group(page: Page, name: str, items: Sequence[object]) -> list[dict[str, Any]]:
    return [{"id": name, "anchor": place(name), "title": page.word(name), "items_": items}] if items else []


def _operations(page: Page) -> Iterator[dict[str, Any]]:
    for operation, one in zip(page.provider.operations, around.operations(page), strict=True):
        yield _section(replace(one, facts=(page.word(operation.kind), *one.facts)))


def _section(one: Section) -> dict[str, Any]:
    return {
        "id": one.anchor,
        "anchor": place(one.anchor),
        "title": one.title,
        "paragraphs": one.paragraphs,
        "facts": one.facts,
        "tables": [_table(each) for each in one.tables],
    }


def _table(one: Table) -> dict[str, Any]:
    rows = [[cell(inline(each)) for each in row.cells] for row in one.rows]
    for row, shown in zip(one.rows, rows, strict=True):
        if row.anchor:
            shown[0] = place(row.anchor) + shown[0]
    return {"title": one.title, "heads": [inline(head) for head in one.heads], "rows": rows}


def _message(page: Page, one: MessageView) -> dict[str, Any]:
    heads = ("name", "wire", "type", "limits", "required", "default", "meaning", "source")
    fields = table(page, heads, [_field(row) for row in one.fields], page.word("fields"))
    samples = (("examples", one.examples, False), ("counterexamples", one.counterexamples, True))
    return {
        "anchor": place(one.anchor),
        "title": join(": ", (one.name, one.title)),
        "link": link(one.id, "message", one.id),
        "paragraphs": one.paragraphs,
        "facts": [page.word("direction", direction=page.word(one.direction)), *filter(None, [one.source])],
        "layout": page.word("layout"),
        "layouts": one.layouts,
        "tables": [_table(each) for each in (*fields, *one.tables)],
        "samples": [
            {
                "title": page.word(title),
                "folded": folded,
                "items_": [_sample(page, sample, folded) for sample in examples],
            }
            for title, examples, folded in samples
            if examples
        ],
    }


def _field(one: FieldRow) -> Row:
    wire = join("; ", [join(" ", pair) for pair in one.wire])
    limits = join("; ", one.limits)
    return Row((one.name, wire, one.type, limits, one.required, one.default, one.meaning, one.source), one.anchor)


def _sample(page: Page, one: Sample, folded: bool) -> dict[str, Any]:
    shown = summary if folded else inline
    found = [page.word("finding_at" if path else "finding_anywhere", code=of, path=path) for of, path in one.findings]
    verdict = page.word("finds", findings=join(", ", found)) if found else page.word("no_findings")
    return {
        "anchor": place(one.anchor),
        "title": shown(one.title),
        "facts": shown(join(", ", one.facts)),
        "blocks": one.blocks,
        "after": join(" ", (verdict, *one.remarks)),
    }
