"""What a page shows in one language; ``both`` puts the two languages together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wirebook import anchors
from wirebook.diagnostic import CODES
from wirebook.model import CodeEntry, CodeTable, Message, Operation, Provider
from wirebook.wording import blanks
from wirebook_codegen import docs_sections as around
from wirebook_codegen.docs_identities import identities
from wirebook_codegen.docs_message import message
from wirebook_codegen.docs_page import Page
from wirebook_codegen.docs_table import Row, Section, Table
from wirebook_codegen.docs_text import Safe, code, escape, join, refer
from wirebook_codegen.emitted import Loss
from wirebook_codegen.html.sequence import sequence
from wirebook_codegen.html.uses import uses
from wirebook_codegen.html.words import said

__all__ = ["index_view", "page_view"]

_ENGINE = "spec."  # problems of specs: of no interest to a reader of one provider's page


def page_view(page: Page, losses: Sequence[Loss]) -> dict[str, Any]:
    """A provider's page."""
    provider = page.provider
    used = uses(provider)
    return {
        "title": page.title(),
        "doc": page.text(provider.doc),
        "dialects": list(_dialects(page)),
        "operations": [
            _operation(page, *pair) for pair in zip(provider.operations, around.operations(page), strict=True)
        ],
        "identities": [
            {"name": one.name, "title": page.text(one.title), "section": section}
            for one, section in zip(provider.identities, identities(page), strict=True)
        ],
        "messages": [_message(page, one) for one in provider.messages],
        "codes": [_codes(page, used, *pair) for pair in zip(provider.codes, around.codes(page), strict=True)],
        "deviations": [
            {
                "anchor": anchors.deviation(one.id),
                "id": one.id,
                "decision": one.decision,
                "says": page.text(one.says),
                "seen": page.text(one.seen),
                "used": list(_used(page, used.get(anchors.deviation(one.id), ()))),
                "source": page.source(one.source),
            }
            for one in provider.deviations
        ],
        "types": around.types(page),
        "notes": [
            {"id": note.id, "anchor": one.anchor, "title": one.title, "paragraphs": one.paragraphs}
            for note, one in zip(provider.notes, around.notes(page), strict=True)
        ],
        "settings": around.settings(page),
        "charsets": around.charsets(page),
        "documents": around.documents(page),
        "losses": _losses(page, losses),
        "findings": _findings(page.lang, (name for name in CODES if not name.startswith(_ENGINE))),
    }


def _dialects(page: Page) -> Iterator[Safe]:
    """Links to the pages of the spec's other dialects."""
    provider = page.provider
    links = [
        refer(escape(dialect) if dialect else page.word("as_documented"), anchors.page(provider.name, dialect))
        for dialect in ("", *provider.dialects)
        if dialect != provider.dialect
    ]
    if links:
        yield page.word("other_dialects", links=join(", ", links))


def _operation(page: Page, operation: Operation, section: Section) -> dict[str, Any]:
    return {
        "anchor": section.anchor,
        "id": operation.id,
        "kind": operation.kind,
        "badge": "callback" if operation.kind == "callback" else "request",
        "title": page.text(operation.title),
        "section": section,
        "picture": sequence(page, operation),
        "picture_of": said(page.lang, "sequence_of", name=operation.id),
    }


def _message(page: Page, one: Message) -> dict[str, Any]:
    view = message(page, one)
    return {
        "anchor": view.anchor,
        "id": view.id,
        "direction": view.direction,
        "title": view.title,
        "paragraphs": view.paragraphs,
        "source": view.source,
        "layouts": view.layouts,
        "fields": view.fields,
        "tables": view.tables,
        "examples": view.examples,
        "counterexamples": view.counterexamples,
    }


def _codes(page: Page, used: Mapping[str, tuple[Safe, ...]], table: CodeTable, section: Section) -> dict[str, Any]:
    *chosen, entries = section.tables if table.entries else (*section.tables, None)
    return {
        "anchor": section.anchor,
        "id": table.id,
        "title": page.text(table.title),
        "section": {
            "paragraphs": section.paragraphs,
            "facts": (*section.facts, *_used(page, used.get(section.anchor, ()))),
        },
        "tables": [one for one in chosen if one is not None],
        "rows": [_entry(page, *pair) for pair in zip(table.entries, entries.rows if entries else (), strict=True)],
    }


def _entry(page: Page, entry: CodeEntry, row: Row) -> dict[str, Any]:
    shown, name, meaning, *_, source = row.cells
    states = []
    if entry.ok is not None:
        states.append(("is_ok", "good") if entry.ok else ("not_ok", "bad"))
    if entry.final is not None:
        states.append(("is_final" if entry.final else "not_final", "plain"))
    return {
        "anchor": row.anchor,
        "code": str(shown),
        "name": str(name),
        "meaning": meaning,
        "states": states,
        "retry": page.text(entry.retry),
        "source": source,
    }


def _used(page: Page, links: Sequence[Safe]) -> Iterator[Safe]:
    if links:
        yield said(page.lang, "used_by", links=join(", ", links))


def _losses(page: Page, losses: Sequence[Loss]) -> list[Table] | Table:
    if not losses:
        return []
    rows: dict[tuple[str, str, str, Safe], list[str]] = {}
    for loss in losses:
        rows.setdefault((loss.message, loss.constraint, loss.reason, _shown(page, loss)), []).append(loss.target)
    heads = ("constraint", "lost_in", "reason", "witness")
    cells = [
        Row(
            (
                code(constraint),
                join(", ", targets),
                escape(reason),
                witness,
            )
        )
        for (_, constraint, reason, witness), targets in rows.items()
    ]
    return Table(tuple(said(page.lang, head) for head in heads), tuple(cells))


def _shown(page: Page, loss: Loss) -> Safe:
    """A loss's witness: the counter-example, or the example that was changed and how."""
    if loss.made is None:
        return refer(f"{loss.message}: {loss.witness}", f"#{anchors.counterexample(loss.message, loss.witness)}")
    where = f"#{anchors.example(loss.message, loss.made.base)}"
    what = loss.made.body.title
    return refer(f"{loss.message}: {what.ru if page.lang == 'ru' else what.en}", where)


def _findings(lang: str, names: Iterator[str]) -> list[dict[str, Any]]:
    shown = []
    for name in names:
        one = CODES[name]
        meaning, advice = (one.ru, one.advice_ru) if lang == "ru" else (one.template, one.advice)
        shown.append(
            {
                "anchor": anchors.finding(name),
                "code": name,
                "severity": one.severity,
                "meaning": escape(_blanks(meaning)),
                "advice": escape(_blanks(advice)),
            }
        )
    return shown


def _blanks(template: str) -> str:
    """The template with its placeholders as words in angle brackets."""
    return blanks(template, "<{}>".format)


# ---------------------------------------------------------------- the index


def index_view(providers: Sequence[Provider], lang: str) -> dict[str, Any]:
    """The page that leads to all others."""
    return {
        "providers": [_provider(Page(provider, lang)) for provider in providers],
        "findings": _findings(lang, iter(CODES)),
    }


def _provider(page: Page) -> dict[str, Any]:
    provider = page.provider
    file = anchors.page(provider.name, provider.dialect)
    counts = (
        ("count_messages", len(provider.messages)),
        ("count_operations", len(provider.operations)),
        ("count_codes", sum(len(table.entries) for table in provider.codes)),
        ("count_deviations", len(provider.deviations)),
    )
    return {
        "name": ".".join(filter(None, (provider.name, provider.dialect))),
        "anchor": anchors.slug("provider", provider.name, *filter(None, (provider.dialect,))),
        "page": file,
        "title": page.title(),
        "doc": page.text(provider.doc),
        "counts": [(word, str(number)) for word, number in counts if number],
        "messages": [
            {"id": one.id, "href": f"{file}#{anchors.message(one.id)}", "title": page.text(one.title)}
            for one in provider.messages
        ],
    }
