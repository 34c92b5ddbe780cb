"""The documentation of a provider: one Markdown page per language.

The view is put together here, so that the template holds loops and nothing else; every
value is escaped where it is printed unless ``docs_text`` made it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from wirebook.model import Case, CodeEntry, CodeTable, Note, Operation, Provider
from wirebook_codegen.docs_fields import condition
from wirebook_codegen.docs_message import message, table
from wirebook_codegen.docs_page import Page
from wirebook_codegen.docs_text import Safe, anchor, code, escape, join, link, safe
from wirebook_codegen.docs_types import type_rows
from wirebook_codegen.docs_words import LANGUAGES
from wirebook_codegen.emitted import HEADER, Emitted

__all__ = ["emit"]


def emit(provider: Provider) -> Emitted:
    """``<provider>[.<dialect>].<language>.md`` for each language; docs lose nothing."""
    template = _environment().get_template("provider.md.j2")
    stem = ".".join(filter(None, (provider.name, provider.dialect)))
    files = {f"{stem}.{lang}.md": template.render(_view(Page(provider, lang), stem)) for lang in LANGUAGES}
    return Emitted(files)


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("wirebook_codegen"),
        autoescape=False,  # Markdown is not HTML: ``finalize`` escapes every printed value instead
        finalize=escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _view(page: Page, stem: str) -> dict[str, Any]:
    provider = page.provider
    other = LANGUAGES[1 - LANGUAGES.index(page.lang)]
    title = page.text(provider.title)
    if provider.dialect:
        title = safe(f"{title} ({page.word('dialect')} {code(provider.dialect)})")
    sections = [
        ("documents", _documents(page)),
        ("settings", _settings(page)),
        ("charsets", _charsets(page)),
    ]
    return {
        "header": HEADER,
        "title": title,
        "paragraphs": [page.text(provider.doc)] if provider.doc else [],
        "other": safe(f"[{page.word('other_language')}]({stem}.{other}.md)"),
        "dialects": list(_dialects(page)),
        "contents": [link(page.word(name), name) for name in _contents(page)],
        "sections": [_section(page, name, tables) for name, tables in sections if tables],
        "notes": _group(page, "notes", [_note(page, note) for note in provider.notes]),
        "operations": _group(page, "operations", [_operation(page, one) for one in provider.operations]),
        "messages": _group(page, "messages", [message(page, one) for one in provider.messages]),
        "codes": _group(page, "codes", [_codes(page, one) for one in provider.codes]),
        "types": [_section(page, "types", tables) for tables in [_types(page)] if tables],
        "deviations": [_section(page, "deviations", tables) for tables in [_deviations(page)] if tables],
    }


def _dialects(page: Page) -> Iterator[Safe]:
    """Links to the pages of the spec's other dialects."""
    provider = page.provider
    others = [dialect for dialect in ("", *provider.dialects) if dialect != provider.dialect]
    links = []
    for dialect in others:
        file = ".".join(filter(None, (provider.name, dialect, page.lang, "md")))
        label = escape(dialect) if dialect else page.word("as_documented")
        links.append(safe(f"[{label}]({file})"))
    if links:
        yield page.word("other_dialects", links=join(", ", links))


def _contents(page: Page) -> Iterator[str]:
    provider = page.provider
    yield from (
        name
        for name, there in (
            ("documents", provider.documents),
            ("settings", provider.settings),
            ("charsets", provider.charsets),
            ("notes", provider.notes),
            ("operations", provider.operations),
            ("messages", provider.messages),
            ("types", type_rows(page)),
            ("codes", provider.codes),
            ("deviations", provider.deviations),
        )
        if there
    )


def _section(page: Page, name: str, tables: list[dict[str, Any]]) -> dict[str, Any]:
    return {"anchor": anchor(name), "title": page.word(name), "tables": tables}


def _group(page: Page, name: str, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"anchor": anchor(name), "title": page.word(name), "items_": items}] if items else []


# ---------------------------------------------------------------- around the messages


def _documents(page: Page) -> list[dict[str, Any]]:
    rows = [
        [
            safe(f"{anchor('document', one.id)}{code(one.id)}"),
            page.text(one.title),
            code(one.file) if one.file else safe(""),
        ]
        for one in page.provider.documents
    ]
    return table(page, ("id", "title", "file"), rows)


def _settings(page: Page) -> list[dict[str, Any]]:
    rows = []
    for one in page.provider.settings:
        values = [code(value) for value in one.enumeration]
        if one.sensitive:
            values.append(page.word("sensitive", kind=page.word(one.sensitive)))
        default = safe("") if one.default is None else code(one.default)
        name = safe(f"{anchor('setting', one.name)}{code(one.name)}")
        rows.append([name, join(", ", values), default, page.text(one.doc), page.source(one.source)])
    return table(page, ("name", "values", "default", "meaning", "source"), rows)


def _charsets(page: Page) -> list[dict[str, Any]]:
    rows = [
        [
            code(one.encoding),
            join(", ", [code(step) for step in one.resolve]),
            join(", ", [code(name) for name in one.allowed]),
            code(one.default),
            page.source(one.source),
        ]
        for one in page.provider.charsets
    ]
    return table(page, ("encoding", "order", "allowed", "default", "source"), rows)


def _note(page: Page, note: Note) -> dict[str, Any]:
    said = [page.word("document_of", source=page.source(note.source))] if note.source else []
    title = escape(_readable(note.id)) if note.title is None else page.text(note.title)
    return {"anchor": anchor("note", note.id), "title": title, "paragraphs": [page.text(note.text), *said]}


def _readable(name: str) -> str:
    """An identifier as a heading; the anchor keeps it as it is."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _operation(page: Page, operation: Operation) -> dict[str, Any]:
    place = operation.host + operation.path
    paragraphs = [page.text(operation.doc)] if operation.doc else []
    facts = [page.word(operation.kind)]
    if place:
        facts.append(page.word("address", address=code(f"{operation.method} {place}".strip())))
    elif operation.method:
        facts.append(page.word("method", method=code(operation.method)))
    if operation.request:
        facts.append(page.word("sends", messages=_cases(page, operation.request)))
    if operation.reply:
        facts.append(page.word("answers", messages=_cases(page, operation.reply)))
    if operation.source:
        facts.append(page.word("document_of", source=page.source(operation.source)))
    title = safe(f"{code(operation.id)}: {page.text(operation.title)}")
    return {"anchor": anchor("operation", operation.id), "title": title, "paragraphs": paragraphs, "facts": facts}


def _cases(page: Page, cases: tuple[Case, ...]) -> Safe:
    shown = []
    for case in cases:
        message = link(case.message, "message", case.message)
        if case.when is not None:
            shown.append(page.word("case", message=message, when=condition(page, case.when)))
        else:
            shown.append(page.word("otherwise", message=message) if shown else message)
    return join("; ", shown)


def _types(page: Page) -> list[dict[str, Any]]:
    return table(page, ("name", "type", "limits", "meaning", "source"), type_rows(page))


def _deviations(page: Page) -> list[dict[str, Any]]:
    rows = [
        [
            safe(f"{anchor('deviation', one.id)}{code(one.id)}"),
            page.text(one.says),
            page.text(one.seen),
            page.word(f"decision_{one.decision}"),
            page.source(one.source),
        ]
        for one in page.provider.deviations
    ]
    return table(page, ("id", "says", "seen", "decision", "source"), rows)


# ---------------------------------------------------------------- code tables


def _codes(page: Page, codes: CodeTable) -> dict[str, Any]:
    paragraphs = [page.text(codes.doc)] if codes.doc else []
    facts = [page.word("table_unknown", decision=page.word(codes.unknown))]
    if codes.open:
        facts.append(page.word("table_open"))
    if codes.source:
        facts.append(page.word("document_of", source=page.source(codes.source)))
    rows = [_entry(page, codes, entry) for entry in codes.entries]
    return {
        "anchor": anchor("codes", codes.id),
        "title": safe(f"{code(codes.id)}: {page.text(codes.title)}"),
        "paragraphs": paragraphs,
        "facts": facts,
        "tables": table(page, ("code", "name", "meaning", "final", "ok", "retry", "source"), rows),
    }


def _entry(page: Page, codes: CodeTable, entry: CodeEntry) -> list[Safe]:
    span = f"{entry.low}-{entry.high}", f"{entry.low}..{entry.high}"
    name, shown = span if entry.value is None else (entry.value, entry.value)
    return [
        safe(f"{anchor('code', codes.id, name)}{code(shown)}"),
        code(entry.name),
        page.qualified(page.text(entry.meaning), None, entry.deviation),
        _answer(page, entry.final),
        _answer(page, entry.ok),
        page.text(entry.retry),
        page.source(entry.source),
    ]


def _answer(page: Page, stated: bool | None) -> Safe:
    return page.word("unknown" if stated is None else "yes" if stated else "no")
