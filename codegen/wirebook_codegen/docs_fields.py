"""Rows and sentences about one message's logical value: fields, limits, bits, keys, rules.

What is returned is text of no target.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wirebook import anchors
from wirebook.model import Bit, Cond, Field, List, Map, Message, Record, Rule, Scalar
from wirebook_codegen.docs_outline import places
from wirebook_codegen.docs_page import Page
from wirebook_codegen.docs_table import Row
from wirebook_codegen.docs_text import NOTHING, Safe, code, escape, join, link
from wirebook_codegen.docs_types import limits_of, type_of

__all__ = ["FieldRow", "bit_tables", "condition", "field_rows", "key_tables", "rule_rows"]


# ---------------------------------------------------------------- fields


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field: where it travels (encoding and places), what it is, what holds for it."""

    anchor: str
    path: str
    name: Safe
    wire: tuple[tuple[Safe, Safe], ...]
    type: Safe
    base: Safe  # what a named type is
    limits: tuple[Safe, ...]
    required: Safe
    default: Safe
    meaning: Safe
    source: Safe
    optional: bool
    lenient: bool  # required by the document, and may be missing all the same


def field_rows(page: Page, message: Message) -> tuple[FieldRow, ...]:
    """One row per field, those of nested records after the field that holds them."""
    wire: dict[str, list[tuple[Safe, Safe]]] = {}
    for shape in message.shapes:
        for path, found in places(shape).items():
            names = join(", ", [code(place) for place in dict.fromkeys(found)])
            wire.setdefault(path, []).append((escape(shape.encoding), names))
    return tuple(_rows(page, message.id, message.record, "", wire))


def _rows(
    page: Page, message: str, record: Record, prefix: str, wire: Mapping[str, Sequence[tuple[Safe, Safe]]]
) -> Iterator[FieldRow]:
    for field in record.fields:
        path = prefix + field.name
        yield FieldRow(
            anchor=anchors.field(message, path),
            path=path,
            name=code(path),
            wire=tuple(wire.get(path, ())),
            type=type_of(page, field.type),
            base=_base(page, field.type),
            limits=tuple(limits_of(page, field.type)),
            required=_required(page, field),
            default=_default(page, field),
            meaning=_meaning(page, field),
            source=page.source(field.source),
            optional=field.optional,
            lenient=not field.optional and bool(field.missing),
        )
        inner, deeper = field.type, f"{path}."
        if isinstance(inner, List):
            inner, deeper = inner.item, f"{path}[]."
        if isinstance(inner, Record):
            yield from _rows(page, message, inner, deeper, wire)


def _base(page: Page, kind: Scalar | Record | List | Map) -> Safe:
    if isinstance(kind, List):
        kind = kind.item
    return type_of(page, kind, named=False) if isinstance(kind, Scalar) and kind.name else NOTHING


def _required(page: Page, field: Field) -> Safe:
    if field.optional:
        return page.word("no")
    if field.missing:
        result = page.word("warning" if field.missing == "warning" else "accept")
        return page.word("may_lack", result=join(", ", [result, *page.deviation(field.deviation)]))
    if isinstance(field.type, List | Map) and not _needs_one(field.type):
        return page.word("may_be_empty")
    return page.word("yes")


def _needs_one(kind: List | Map) -> bool:
    """Whether there has to be an item: lists and maps are never absent, only empty."""
    facets = kind.facets if isinstance(kind, List) else ()
    return any(facet.name == "minItems" and facet.severity == "error" and facet.value != 0 for facet in facets)


def _meaning(page: Page, field: Field) -> Safe:
    """What a field is, and the deviation that a field has which the document lacks."""
    named = () if field.missing else page.deviation(field.deviation)
    return join(" ", [page.text(field.doc), *(page.word("deviates", name=name) for name in named)])


def _default(page: Page, field: Field) -> Safe:
    default = field.default
    if default is None:
        return Safe()
    shown = code(default.value)
    parts = [page.word("filled", value=shown) if default.fill else shown]
    if default.write != "keep":
        parts.append(page.word("always" if default.write == "always" else "omitted"))
    if default.explicit:
        limit = page.word("spelled", severity=page.word(default.explicit))
        parts.append(page.qualified(limit, None, default.deviation))
    return join("; ", parts)


# ---------------------------------------------------------------- bits and keys


def bit_tables(page: Page, message: Message) -> Iterator[tuple[Safe, list[Row]]]:
    """For each field of bits: a heading and a row per part."""
    for path, kind in _typed(message.record, ""):
        if isinstance(kind, Scalar) and kind.bits:
            yield page.word("bits", name=code(path)), [_bit(page, bit) for bit in kind.bits]


def _bit(page: Page, bit: Bit) -> Row:
    span = f"{bit.low}" if bit.low == bit.high else f"{bit.low}-{bit.high}"
    when = [page.word("equals", path=code(name), value=code(value)) for name, value in bit.when]
    values = page.table(bit.codes) if bit.codes else Safe()
    return Row((code(bit.name), escape(span), values, join(str(page.word("and")), when), page.text(bit.doc)))


def key_tables(page: Page, message: Message) -> Iterator[tuple[Safe, list[Row]]]:
    """For each map with listed keys: a heading and a row per key."""
    for path, kind in _typed(message.record, ""):
        if isinstance(kind, Map) and kind.keys:
            rows = [Row((code(key), page.text(meaning))) for key, meaning in kind.keys]
            yield page.word("keys", name=code(path)), rows


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


def rule_rows(page: Page, message: Message) -> list[Row]:
    """One row per rule of the message and of the records in it."""
    return list(_rule_rows(page, message.id, message.record, ""))


def _rule_rows(page: Page, message: str, record: Record, prefix: str) -> Iterator[Row]:
    for rule in record.rules:
        said = [_rule(page, rule, prefix)]
        if rule.severity == "warning":
            said.append(page.word("severity_warning"))
        said += [page.word("deviates", name=name) for name in page.deviation(rule.deviation)]
        if rule.doc:
            said.append(page.text(rule.doc))
        cells = (code(rule.id), join(" ", said), page.source(rule.source))
        yield Row(cells, anchors.rule(message, prefix + rule.id))
    for field in record.fields:
        inner, path = field.type, f"{prefix}{field.name}"
        if isinstance(inner, List):
            inner, path = inner.item, f"{path}[]"
        if isinstance(inner, Record):
            yield from _rule_rows(page, message, inner, f"{path}.")


def _rule(page: Page, rule: Rule, prefix: str) -> Safe:
    name = code(prefix + rule.field + (f"[].{rule.key}" if rule.key else ""))
    when = condition(page, rule.when, prefix) if rule.when else Safe()
    if rule.kind == "signature":
        return _signature(page, rule)
    if rule.kind == "repeated":
        return _repeated(page, rule, prefix)
    if rule.kind == "count":
        added = join(" + ", [_counted(one, prefix) for one in rule.to])
        said = page.word(f"count_{rule.bound}", name=_counted(rule.field, prefix), names=added)
    else:
        names = join(", ", [code(prefix + field) for field in rule.fields])
        said = page.word(rule.kind, name=name, names=names, when=when, request=code(rule.request or "-"))
    if rule.when is None or rule.kind in _SAYS_WHEN:
        return said
    return join(" ", [said, page.word("checked_when", when=when)])


_SAYS_WHEN = ("required_if", "forbidden_if")


def _counted(path: str | int, prefix: str) -> Safe:
    own = isinstance(path, str) and not path.startswith("request.")
    return code(f"{prefix}{path}" if own else path)


def _repeated(page: Page, rule: Rule, prefix: str) -> Safe:
    item = f"{prefix}{rule.field}[]."
    values = join(", ", [code(value) for value in rule.values])
    said = [page.word("repeated", ident=code(item + rule.key), name=code(item + rule.code), values=values)]
    if rule.same:
        said.append(page.word("repeated_same", names=join(", ", [code(item + name) for name in rule.same])))
    return join(" ", said)


def _signature(page: Page, rule: Rule) -> Safe:
    carriers = [page.word("carrier", field=code(c.field), algorithm=c.algorithm) for c in rule.carriers]
    kind = {"parameters": "signed_but" if rule.excepted else "signed_all", "body": "signed_body"}
    said = [
        page.word(
            kind.get(rule.over, "signature"),
            carriers=join(", ", carriers),
            names=join(", ", [code(part) for part in rule.join or rule.excepted]),
            delimiter=code(rule.delimiter) if rule.delimiter else page.word("nothing"),
            order=page.word("by_name" if rule.sort == "name" else "as_came"),
            pair=code(rule.pair),
        )
    ]
    for key, names in (("signed_before", rule.before), ("signed_after", rule.after)):
        if names:
            said.append(page.word(key, names=join(", ", [code(name) for name in names])))
    if rule.hmac_key:
        said.append(page.word("signed_key", name=code(rule.hmac_key)))
    return join(" ", said)


_NEGATED = ("equals", "in", "present")  # conditions whose denial is said in one go


def condition(page: Page, cond: Cond, prefix: str = "") -> Safe:
    """A condition in words."""
    if cond.op in ("all", "any"):
        parts = [condition(page, item, prefix) for item in cond.items]
        return join(str(page.word("and" if cond.op == "all" else "or")), parts)
    if cond.op == "not" and cond.items[0].op not in _NEGATED:
        return page.word("not", items=condition(page, cond.items[0], prefix))
    if cond.op == "matches":
        return page.word("matches", path=link(cond.path, "message", cond.path))
    if cond.op == "answers":
        return page.word("replies", path=link(cond.path, "message", cond.path))
    word, cond = (f"not_{cond.items[0].op}", cond.items[0]) if cond.op == "not" else (cond.op, cond)
    path = code(cond.path if cond.path.startswith(("request.", "setting.")) else prefix + cond.path)
    values = join(", ", [code(value) for value in cond.values])
    return page.word(word, path=path, value=values)
