"""Types in words: what a value is, what holds for it, how it is written."""

from __future__ import annotations

from collections.abc import Iterator

from wirebook import anchors
from wirebook.model import Facet, List, Map, Provider, Record, Scalar
from wirebook_codegen.docs_page import Page
from wirebook_codegen.docs_table import Row
from wirebook_codegen.docs_text import Safe, code, escape, join, link

__all__ = ["limits_of", "type_of", "type_rows"]


def type_rows(page: Page) -> list[Row]:
    """One row per named type that a message of the provider uses."""
    rows = []
    for kind in _named(page.provider).values():
        scalar = isinstance(kind, Scalar)
        cells = (
            code(kind.name),
            type_of(page, kind, named=False) if isinstance(kind, Scalar) else page.word("record"),
            join("; ", list(limits_of(page, kind))) if scalar else Safe(),
            page.text(kind.doc),
            page.source(kind.source),
        )
        rows.append(Row(cells, anchors.type_(kind.name)))
    return rows


def _named(provider: Provider) -> dict[str, Scalar | Record]:
    found: dict[str, Scalar | Record] = {}
    for message in provider.messages:
        for kind in _all_types(message.record):
            if kind.name:
                found.setdefault(kind.name, kind)
    return dict(sorted(found.items()))


def _all_types(record: Record) -> Iterator[Scalar | Record]:
    for field in record.fields:
        kind = field.type
        if isinstance(kind, List):
            kind = kind.item
        if isinstance(kind, Map):
            kind = kind.values
        if isinstance(kind, Record):
            yield from _all_types(kind)
        assert not isinstance(kind, (List, Map))
        yield kind
        if isinstance(kind, Scalar):
            yield from kind.members


def type_of(page: Page, kind: Scalar | Record | List | Map, *, named: bool = True) -> Safe:
    """A type in words; a named one is a link unless ``named`` is False."""
    if isinstance(kind, List):
        return page.word("list_of", item=type_of(page, kind.item))
    if isinstance(kind, Map):
        return page.word("map_of", item=type_of(page, kind.values))
    if isinstance(kind, Record):
        return link(kind.name, "type", kind.name)
    if kind.name and named:
        return link(kind.name, "type", kind.name)
    if kind.base == "bits":
        base = page.word("bits_type", width=kind.width)
    elif kind.base == "union":
        base = page.word("union_of", items=join(", ", [type_of(page, member) for member in kind.members]))
    else:
        base = page.word(kind.base)
    parts = [base] + ([page.table(kind.codes)] if kind.codes else [])
    if kind.sensitive:
        parts.append(page.word("sensitive", kind=page.word(kind.sensitive)))
    return join(", ", parts)


def limits_of(page: Page, kind: Scalar | Record | List | Map) -> Iterator[Safe]:
    """Facets, lexical forms and the normal form, one phrase each."""
    if isinstance(kind, List):
        yield from (_facet(page, facet) for facet in kind.facets)
        if isinstance(kind.item, Scalar):
            yield from (page.word("item", limit=limit) for limit in limits_of(page, kind.item))
    elif isinstance(kind, Map):
        if kind.key_pattern:
            yield page.word("key_form", n=code(kind.key_pattern))
        yield from (page.word("item", limit=limit) for limit in limits_of(page, kind.values))
    elif isinstance(kind, Scalar):
        yield from (_facet(page, facet) for facet in kind.facets)
        yield from _writing(page, kind)


_COUNTS = ("length", "minLength", "maxLength", "totalDigits", "fractionDigits", "minItems", "maxItems")


def _facet(page: Page, facet: Facet) -> Safe:
    value = facet.value
    if isinstance(value, tuple):
        shown = join(", ", [code(one) for one in value])
    else:
        shown = escape(value) if isinstance(value, int) else code(value)
    counted = f"{facet.name}.one" if value == 1 and facet.name in _COUNTS else facet.name
    return page.qualified(page.word(counted, n=shown), facet.severity, facet.deviation)


def _writing(page: Page, scalar: Scalar) -> Iterator[Safe]:
    for index, form in enumerate(scalar.lexical):
        if index == 0:
            if form.form != "canonical":
                yield page.word("written_as", form=code(form.form))
        else:
            yield page.qualified(page.word("read_as", form=code(form.form)), form.severity, form.deviation)
    if scalar.pivot is not None:
        yield page.word("pivot", n=scalar.pivot)
    if scalar.whitespace != "preserve":
        yield page.word(scalar.whitespace)
    if scalar.normal:
        normal = scalar.normal
        if normal.strip:
            yield page.word("strip", chars=code(normal.strip))
        for rewrite in normal.rewrites:
            yield page.word("rewrite", pattern=code(rewrite.pattern), to=code(rewrite.to))
        limit = page.word("normal", pattern=code(normal.pattern), severity=page.word(normal.severity))
        yield page.qualified(limit, None, normal.deviation)
