"""The parts of a page around the messages: what is cited, set up, done, and what codes and deviations there are."""

from __future__ import annotations

from wirebook import anchors
from wirebook.model import Case, CodeEntry, CodeTable, Note, Operation
from wirebook_codegen.docs_fields import condition
from wirebook_codegen.docs_page import Page
from wirebook_codegen.docs_table import Row, Section, Table, table
from wirebook_codegen.docs_text import Safe, code, escape, join, link
from wirebook_codegen.docs_types import type_rows

__all__ = ["cases", "charsets", "codes", "deviations", "documents", "notes", "operations", "settings", "types"]


def documents(page: Page) -> tuple[Table, ...]:
    """The documents that facts cite."""
    rows = [
        Row((code(one.id), page.text(one.title), code(one.file) if one.file else Safe()), anchors.document(one.id))
        for one in page.provider.documents
    ]
    return table(page, ("id", "title", "file"), rows)


def settings(page: Page) -> tuple[Table, ...]:
    """What a deployment chooses."""
    rows = []
    for one in page.provider.settings:
        values = [code(value) for value in one.enumeration]
        if one.sensitive:
            values.append(page.word("sensitive", kind=page.word(one.sensitive)))
        default = Safe() if one.default is None else code(one.default)
        cells = (code(one.name), join(", ", values), default, page.text(one.doc), page.source(one.source))
        rows.append(Row(cells, anchors.setting(one.name)))
    return table(page, ("name", "values", "default", "meaning", "source"), rows)


def charsets(page: Page) -> tuple[Table, ...]:
    """How each encoding's charset is found."""
    rows = []
    for one in page.provider.charsets:
        order = join(", ", [code(step) for step in one.resolve])
        allowed = join(", ", [code(name) for name in one.allowed])
        rows.append(Row((code(one.encoding), order, allowed, code(one.default), page.source(one.source))))
    return table(page, ("encoding", "order", "allowed", "default", "source"), rows)


def notes(page: Page) -> tuple[Section, ...]:
    """Facts for people only."""
    return tuple(_note(page, note) for note in page.provider.notes)


def _note(page: Page, note: Note) -> Section:
    said = [page.word("document_of", source=page.source(note.source))] if note.source else []
    title = escape(_readable(note.id)) if note.title is None else page.text(note.title)
    return Section(anchors.note(note.id), title, (page.text(note.text), *said))


def _readable(name: str) -> str:
    """An identifier as a heading; the anchor keeps it as it is."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


# ---------------------------------------------------------------- operations


def operations(page: Page) -> tuple[Section, ...]:
    """What the provider does, and which messages that takes."""
    return tuple(_operation(page, one) for one in page.provider.operations)


def _operation(page: Page, operation: Operation) -> Section:
    place = operation.host + operation.path
    paragraphs = (page.text(operation.doc),) if operation.doc else ()
    facts = []
    if place:
        facts.append(page.word("address", address=code(f"{operation.method} {place}".strip())))
    elif operation.method:
        facts.append(page.word("method", method=code(operation.method)))
    if operation.request:
        facts.append(page.word("sends", messages=join("; ", cases(page, operation.request))))
    if operation.reply:
        facts.append(page.word("answers", messages=join("; ", cases(page, operation.reply))))
    facts += _exchange(page, operation)
    chosen = [inner for one in page.provider.codes for name, inner in one.by if name == operation.id]
    if chosen:
        facts.append(page.word("codes_of", tables=join(", ", [link(one.id, "codes", one.id) for one in chosen])))
    if operation.source:
        facts.append(page.word("document_of", source=page.source(operation.source)))
    title = join(": ", (code(operation.id), page.text(operation.title)))
    return Section(anchors.operation(operation.id), title, paragraphs, tuple(facts), _limits(page, operation))


def _exchange(page: Page, operation: Operation) -> list[Safe]:
    """Which encoding answers, and when the call is repeated."""
    facts: list[Safe] = []
    how, retry = operation.reply_encoding, operation.retry
    if how is not None:
        pairs = [page.word("encoding_of", value=code(value), encoding=code(encoding)) for value, encoding in how.values]
        facts.append(page.word("reply_encoding", by=code(how.by), values=join(", ", pairs)))
        if how.default is not None:
            facts.append(page.word("reply_encoding_default", encoding=code(how.default)))
    if retry is not None:
        statuses = join(", ", [code(status) for status in retry.unless_status])
        said = [page.word("retry_unless", statuses=statuses)]
        if retry.interval is not None:
            said.append(page.word("retry_interval", seconds=retry.interval))
        if retry.attempts is not None:
            said.append(page.word("retry_attempts", attempts=retry.attempts))
        said += [page.text(retry.doc)] if retry.doc else []
        if retry.source and retry.source != operation.source:
            said.append(page.word("document_of", source=page.source(retry.source)))
        facts.append(join(" ", said))
    return facts


def _limits(page: Page, operation: Operation) -> tuple[Table, ...]:
    """How often one may call."""
    rows = [
        Row(
            (
                code(one.id),
                page.word("limit_at_once", count=one.concurrent)
                if one.requests is None
                else page.word("limit_in_time", count=one.requests, seconds=one.seconds),
                page.word(f"limit_{one.same}") if one.same in ("all", "identical") else code(one.same),
                code(one.message) if one.message else page.word("limit_any"),
                code(one.code) if one.code is not None else Safe(),
                page.text(one.doc),
                page.source(one.source),
            )
        )
        for one in operation.limits
    ]
    return table(page, ("limit", "limit_allowed", "limit_same", "limit_message", "code", "meaning", "source"), rows)


def cases(page: Page, given: tuple[Case, ...]) -> list[Safe]:
    """Which message it is, one phrase per case."""
    shown: list[Safe] = []
    for case in given:
        message = link(case.message, "message", case.message)
        if case.when is not None:
            shown.append(page.word("case", message=message, when=condition(page, case.when)))
        else:
            shown.append(page.word("otherwise", message=message) if shown else message)
    return shown


# ---------------------------------------------------------------- types, codes, deviations


def types(page: Page) -> tuple[Table, ...]:
    """The named types that messages use."""
    return table(page, ("name", "type", "limits", "meaning", "source"), type_rows(page))


def deviations(page: Page) -> tuple[Table, ...]:
    """Where practice differs from the document, with the evidence."""
    rows = []
    for one in page.provider.deviations:
        decision = page.word(f"decision_{one.decision}")
        cells = (code(one.id), page.text(one.says), page.text(one.seen), decision, page.source(one.source))
        rows.append(Row(cells, anchors.deviation(one.id)))
    return table(page, ("id", "says", "seen", "decision", "source"), rows)


def codes(page: Page) -> tuple[Section, ...]:
    """The code tables."""
    return tuple(_codes(page, one) for one in page.provider.codes)


_SAID = ("final", "ok", "retry")  # columns that stand where some row fills them


def _codes(page: Page, one: CodeTable) -> Section:
    paragraphs = (page.text(one.doc),) if one.doc else ()
    facts = [page.word("table_unknown", decision=page.word(one.unknown))]
    if one.by:
        facts.append(page.word("table_by_rows" if one.entries else "table_by"))
    if one.open:
        facts.append(page.word("table_open"))
    if one.source:
        facts.append(page.word("document_of", source=page.source(one.source)))
    said = tuple(name for name in _SAID if any(getattr(entry, name) is not None for entry in one.entries))
    rows = [_entry(page, one, entry, said) for entry in one.entries]
    heads = ("code", "name", "meaning", *said, "source")
    title = join(": ", (code(one.id), page.text(one.title)))
    tables = _chosen(page, one)
    if rows or not tables:
        tables += table(page, heads, rows)
    return Section(anchors.table(one.id), title, paragraphs, tuple(facts), tables)


def _chosen(page: Page, one: CodeTable) -> tuple[Table, ...]:
    """Which table decides in which operation."""
    rows = [
        Row((link(code(name), "operation", name), link(inner.id, "codes", inner.id), page.text(inner.title)))
        for name, inner in one.by
    ]
    return table(page, ("operation", "codes_table", "title"), rows) if rows else ()


def _entry(page: Page, codes: CodeTable, entry: CodeEntry, said: tuple[str, ...]) -> Row:
    answers = {"final": _answer(page, entry.final), "ok": _answer(page, entry.ok), "retry": page.text(entry.retry)}
    cells = (
        code(f"{entry.low}..{entry.high}" if entry.value is None else entry.value),
        code(entry.name),
        page.qualified(page.text(entry.meaning), None, entry.deviation),
        *(answers[name] for name in said),
        page.source(entry.source),
    )
    return Row(cells, anchors.code(codes.id, entry))


def _answer(page: Page, stated: bool | None) -> Safe:
    return page.word("unknown" if stated is None else "yes" if stated else "no")
