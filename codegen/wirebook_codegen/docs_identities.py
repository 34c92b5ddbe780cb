"""What the documents say of identifiers, on a provider's page."""

from __future__ import annotations

from wirebook import anchors
from wirebook.holders import holders
from wirebook.model import Identity, Text
from wirebook_codegen.docs_page import Page
from wirebook_codegen.docs_table import Section
from wirebook_codegen.docs_text import Safe, code, join, link, refer

__all__ = ["identities"]


def identities(page: Page) -> tuple[Section, ...]:
    """One section for each identity that the spec speaks of."""
    return tuple(_identity(page, one) for one in page.provider.identities)


def _identity(page: Page, one: Identity) -> Section:
    paragraphs = (page.text(one.doc),) if one.doc else ()
    facts = [page.word("identity_fields", fields=join(", ", _fields(page, one)))]
    if one.given:
        facts.append(page.word("identity_given", messages=_messages(one.given)))
    if one.known:
        facts.append(page.word("identity_known", messages=_messages(one.known)))
    if one.unique is not None:
        said = [page.word("identity_unique", message=link(one.unique.message, "message", one.unique.message))]
        if one.unique.code is not None:
            said.append(page.word("identity_code", code=code(one.unique.code)))
        if one.unique.first:
            said.append(page.word("identity_first", identity=code(one.unique.first)))
        said += _cited(page, one.unique.doc, one.unique.source, one.source)
        facts.append(join(" ", said))
    if one.states is not None:
        said = [page.word("identity_states", table=link(one.states.codes, "codes", one.states.codes))]
        if one.states.by:
            said.append(page.word("identity_by", fields=join(", ", [code(name) for name in one.states.by])))
        if one.states.at:
            said.append(page.word("identity_at", fields=join(", ", [code(name) for name in one.states.at])))
        said += _cited(page, None, one.states.source, one.source)
        facts.append(join(" ", said))
    facts.append(page.word("document_of", source=page.source(one.source)))
    title = join(": ", (code(one.name), page.text(one.title)))
    return Section(anchors.identity(one.name), title, paragraphs, tuple(facts))


def _cited(page: Page, doc: Text | None, source: str, outer: str) -> list[Safe]:
    """A description, and the source where it is another than the identity's."""
    said = [page.text(doc)] if doc else []
    if source and source != outer:
        said.append(page.word("document_of", source=page.source(source)))
    return said


def _messages(names: tuple[str, ...]) -> Safe:
    return join(", ", [link(name, "message", name) for name in names])


def _fields(page: Page, one: Identity) -> list[Safe]:
    """Each field of the identity, with a link to it."""
    shown = []
    for message in page.provider.messages:
        for holder in holders(message.record):
            prefix = "".join(f"{name}[]." if many else f"{name}." for name, many in holder.route)
            for field in holder.named(one.name):
                path = prefix + field.name
                shown.append(refer(code(f"{message.id}.{path}"), f"#{anchors.field(message.id, path)}"))
    return shown
