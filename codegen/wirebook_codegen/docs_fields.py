"""Rows and sentences about one message's logical value: fields, limits, bits, keys, rules.

Everything returned is Markdown that is already safe.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wirebook.model import Bit, CodeTable, Cond, Facet, Field, List, Map, Message, Provider, Record, Rule, Scalar
from wirebook_codegen.docs_outline import places
from wirebook_codegen.docs_text import Safe, anchor, code, escape, join, link, safe
from wirebook_codegen.docs_words import word

__all__ = ["Page", "bit_tables", "condition", "field_rows", "key_tables", "rule_rows"]


@dataclass(frozen=True, slots=True)
class Page:
    """The provider and the language of the page being made."""

    provider: Provider
    lang: str

    def word(self, key: str, **values: object) -> Safe:
        """A word or sentence of the page's language."""
        return word(self.lang, key, **values)

    def text(self, text: object) -> Safe:
        """A bilingual text of the spec (or None) in the page's language."""
        if text is None:
            return Safe("")
        return escape(text.ru if self.lang == "ru" else text.en)  # type: ignore[attr-defined]

    def source(self, source: str) -> Safe:
        """A citation; each part links to its document where the spec declares it."""
        shown = []
        known = {document.id for document in self.provider.documents}
        for part in filter(None, (piece.strip() for piece in source.split(","))):
            document, _, section = part.partition("#")
            label = f"{document} {section}".strip()
            shown.append(link(label, "document", document) if document in known else escape(label))
        return join(", ", shown)

    def deviation(self, deviation: str | None) -> list[Safe]:
        """A link to a deviation, or nothing."""
        return [link(deviation, "deviation", deviation)] if deviation else []

    def table(self, table: CodeTable) -> Safe:
        """A link to a code table, in words."""
        return self.word("of_codes", table=link(table.id, "codes", table.id))

    def qualified(self, limit: Safe, severity: str | None, deviation: str | None) -> Safe:
        """A limit whose breach is no error, or that a deviation explains."""
        remarks = [self.word(severity)] if severity == "warning" else []
        remarks += self.deviation(deviation)
        return self.word("qualified", limit=limit, result=join(", ", remarks)) if remarks else limit


# ---------------------------------------------------------------- fields


def field_rows(page: Page, message: Message) -> list[list[Safe]]:
    """One row per field, those of nested records after the field that holds them."""
    wire: dict[str, list[Safe]] = {}
    for shape in message.shapes:
        for path, found in places(shape).items():
            names = ", ".join(code(place) for place in dict.fromkeys(found))
            wire.setdefault(path, []).append(safe(f"{escape(shape.encoding)} {names}"))
    return list(_rows(page, message.id, message.record, "", wire))


def _rows(
    page: Page, message: str, record: Record, prefix: str, wire: Mapping[str, Sequence[Safe]]
) -> Iterator[list[Safe]]:
    for field in record.fields:
        path = prefix + field.name
        yield [
            safe(f"{anchor('field', message, path.replace('[]', ''))}{code(path)}"),
            join("; ", wire.get(path, ())),
            _type(page, field.type),
            join("; ", list(_limits(page, field.type))),
            _required(page, field),
            _default(page, field),
            page.text(field.doc),
            page.source(field.source),
        ]
        inner, deeper = field.type, f"{path}."
        if isinstance(inner, List):
            inner, deeper = inner.item, f"{path}[]."
        if isinstance(inner, Record):
            yield from _rows(page, message, inner, deeper, wire)


def _type(page: Page, kind: Scalar | Record | List | Map) -> Safe:
    if isinstance(kind, List):
        return page.word("list_of", item=_type(page, kind.item))
    if isinstance(kind, Map):
        return page.word("map_of", item=_type(page, kind.values))
    if isinstance(kind, Record):
        return page.word("record")
    base = page.word("bits_type", width=kind.width) if kind.base == "bits" else page.word(kind.base)
    parts = [base] + ([page.table(kind.codes)] if kind.codes else [])
    if kind.sensitive:
        parts.append(page.word("sensitive", kind=page.word(kind.sensitive)))
    return join(", ", parts)


def _limits(page: Page, kind: Scalar | Record | List | Map) -> Iterator[Safe]:
    if isinstance(kind, List):
        yield from (_facet(page, facet) for facet in kind.facets)
        if isinstance(kind.item, Scalar):
            yield from (page.word("item", limit=limit) for limit in _limits(page, kind.item))
    elif isinstance(kind, Map):
        if kind.key_pattern:
            yield page.word("key_form", n=code(kind.key_pattern))
        yield from (page.word("item", limit=limit) for limit in _limits(page, kind.values))
    elif isinstance(kind, Scalar):
        yield from (_facet(page, facet) for facet in kind.facets)
        yield from _writing(page, kind)


def _facet(page: Page, facet: Facet) -> Safe:
    value = facet.value
    if isinstance(value, tuple):
        shown = join(", ", [code(one) for one in value])
    else:
        shown = escape(value) if isinstance(value, int) else code(value)
    return page.qualified(page.word(facet.name, n=shown), facet.severity, facet.deviation)


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


def _required(page: Page, field: Field) -> Safe:
    if field.optional:
        return page.word("no")
    if field.missing:
        result = page.word("warning" if field.missing == "warning" else "accept")
        return page.word("may_lack", result=join(", ", [result, *page.deviation(field.deviation)]))
    return page.word("yes")


def _default(page: Page, field: Field) -> Safe:
    default = field.default
    if default is None:
        return Safe("")
    shown = code(default.value)
    parts = [page.word("filled", value=shown) if default.fill else shown]
    if default.write != "keep":
        parts.append(page.word("always" if default.write == "always" else "omitted"))
    if default.explicit:
        limit = page.word("spelled", severity=page.word(default.explicit))
        parts.append(page.qualified(limit, None, default.deviation))
    return join("; ", parts)


# ---------------------------------------------------------------- bits and keys


def bit_tables(page: Page, message: Message) -> Iterator[tuple[Safe, list[list[Safe]]]]:
    """For each field of bits: a heading and a row per part."""
    for path, kind in _typed(message.record, ""):
        if isinstance(kind, Scalar) and kind.bits:
            yield page.word("bits", name=code(path)), [_bit(page, bit) for bit in kind.bits]


def _bit(page: Page, bit: Bit) -> list[Safe]:
    span = f"{bit.low}" if bit.low == bit.high else f"{bit.low}-{bit.high}"
    when = [page.word("equals", path=code(name), value=code(value)) for name, value in bit.when]
    values = page.table(bit.codes) if bit.codes else Safe("")
    return [code(bit.name), escape(span), values, join(str(page.word("and")), when), page.text(bit.doc)]


def key_tables(page: Page, message: Message) -> Iterator[tuple[Safe, list[list[Safe]]]]:
    """For each map with listed keys: a heading and a row per key."""
    for path, kind in _typed(message.record, ""):
        if isinstance(kind, Map) and kind.keys:
            yield page.word("keys", name=code(path)), [[code(key), page.text(meaning)] for key, meaning in kind.keys]


def _typed(record: Record, prefix: str) -> Iterator[tuple[str, Scalar | Map]]:
    for field in record.fields:
        path, kind = prefix + field.name, field.type
        if isinstance(kind, List):
            path, kind = f"{path}[]", kind.item
        if isinstance(kind, Record):
            yield from _typed(kind, f"{path}.")
        else:
            assert not isinstance(kind, List)
            yield path, kind


# ---------------------------------------------------------------- rules


def rule_rows(page: Page, message: Message) -> list[list[Safe]]:
    """One row per rule of the message and of the records in it."""
    return list(_rule_rows(page, message.record, ""))


def _rule_rows(page: Page, record: Record, prefix: str) -> Iterator[list[Safe]]:
    for rule in record.rules:
        said = [_rule(page, rule, prefix)]
        if rule.severity == "warning":
            said.append(page.word("severity_warning"))
        said += [page.word("deviates", name=name) for name in page.deviation(rule.deviation)]
        if rule.doc:
            said.append(page.text(rule.doc))
        yield [code(rule.id), join(" ", said), page.source(rule.source)]
    for field in record.fields:
        inner, path = field.type, f"{prefix}{field.name}"
        if isinstance(inner, List):
            inner, path = inner.item, f"{path}[]"
        if isinstance(inner, Record):
            yield from _rule_rows(page, inner, f"{path}.")


def _rule(page: Page, rule: Rule, prefix: str) -> Safe:
    name = code(prefix + rule.field + (f"[].{rule.key}" if rule.key else ""))
    when = condition(page, rule.when, prefix) if rule.when else Safe("")
    if rule.kind == "signature":
        carriers = [page.word("carrier", field=code(c.field), algorithm=c.algorithm) for c in rule.carriers]
        names = join(", ", [code(part) for part in rule.join])
        return page.word("signature", carriers=join(", ", carriers), names=names, delimiter=code(rule.delimiter))
    names = join(", ", [code(prefix + field) for field in rule.fields])
    return page.word(rule.kind, name=name, names=names, when=when, request=code(rule.request or "-"))


def condition(page: Page, cond: Cond, prefix: str = "") -> Safe:
    """A condition in words."""
    if cond.op in ("all", "any"):
        parts = [condition(page, item, prefix) for item in cond.items]
        return join(str(page.word("and" if cond.op == "all" else "or")), parts)
    if cond.op == "not":
        return page.word("not", items=condition(page, cond.items[0], prefix))
    if cond.op == "matches":
        return page.word("matches", path=link(cond.path, "message", cond.path))
    path = code(cond.path if cond.path.startswith(("request.", "setting.")) else prefix + cond.path)
    values = join(", ", [code(value) for value in cond.values])
    return page.word(cond.op, path=path, value=values)
