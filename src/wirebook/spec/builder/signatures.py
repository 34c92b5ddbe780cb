"""Signature rules: what is signed and by whom, and whether a message of that form can carry it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wirebook.model import Field, Lines, List, Map, Record, Scalar, Shape, SignatureCarrier, Tree
from wirebook.signing import HMAC
from wirebook.spec.builder.desk import Build
from wirebook.spec.nodes import Broken, Node

__all__ = ["fitting", "signature"]

_FOR_PARAMETERS = ("except", "sort", "pair")
_SETTING = "setting."


def signature(b: Build, node: Node, fields: Mapping[str, Field]) -> dict[str, Any]:
    """The members of a signature rule."""
    over, listed = node.get("over"), node.get("join")
    join = tuple(_joined(b, child, fields) for child in listed.each()) if listed is not None else ()
    before, after = (_settings(b, node.get(key)) for key in ("before", "after"))
    key = _settings(b, node.get("key"))
    carriers = tuple(_carrier(b, child, fields) for child in node.need("carriers").each())
    if not any(name.startswith(_SETTING) for name in (*join, *before, *after, *key)):
        where = node if listed is None else listed
        b.value(where, "a signature without a secret proves nothing: join setting.<name>, or name a `key`")
    clash = {carrier.field for carrier in carriers} & set(join)
    if clash and listed is not None:
        b.value(listed, f"{min(clash)} carries the signature and cannot be part of it")
    keyed = any(carrier.algorithm in HMAC for carrier in carriers)
    if keyed and not key:
        b.value(node.need("carriers"), "an hmac has a key: name it with `key: setting.<name>`")
    if key and not keyed:
        b.report("spec.value", node.need("key"), at_key=True, name="key", reason="only an hmac has a key")
    kind = "" if over is None else over.text
    for name in _FOR_PARAMETERS:
        if name in node.items and kind != "parameters":
            b.report("spec.value", node.items[name], at_key=True, name=name, reason="belongs to `over: parameters`")
    delimiter, sort = node.get("delimiter"), node.get("sort")
    if delimiter is None and over is None:
        b.fail("spec.missing-key", node, name="delimiter", where=node.key)
    excepted = node.get("except")
    return {
        "join": join,
        "delimiter": "" if delimiter is None else delimiter.text,
        "carriers": carriers,
        "over": kind,
        "excepted": () if excepted is None else tuple(child.text for child in excepted.each()),
        "sort": "name" if sort is None else sort.text,
        "pair": _pair(b, node.get("pair")),
        "before": before,
        "after": after,
        "hmac_key": "".join(key[:1]),
    }


def _joined(b: Build, node: Node, fields: Mapping[str, Field]) -> str:
    if node.text.startswith(_SETTING):
        _setting(b, node, node.text)
        return node.text
    field = fields.get(node.text)
    if field is None:
        b.unresolved(node, "field", node.text, fields)
        raise Broken
    if not isinstance(field.type, Scalar):
        b.value(node, "only scalars can be joined")
    return node.text


def _setting(b: Build, node: Node, text: str) -> None:
    if not b.refer("settings", node, text.removeprefix(_SETTING), "setting"):
        raise Broken


def _settings(b: Build, node: Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    found = []
    for child in (node,) if node.kind == "scalar" else node.each():
        if not child.text.startswith(_SETTING):
            b.value(child, "is no setting: write setting.<name>")
            continue
        _setting(b, child, child.text)
        found.append(child.text)
    return tuple(found)


def _pair(b: Build, node: Node | None) -> str:
    if node is None:
        return "{value}"
    if node.text.count("{value}") != 1 or node.text.count("{name}") > 1:
        b.value(node, "is a template with {value} once and {name} at most once")
    return node.text


def _carrier(b: Build, node: Node, fields: Mapping[str, Field]) -> SignatureCarrier:
    if node.key.startswith(_SETTING):
        _setting(b, node, node.key)
    else:
        field = fields.get(node.key)
        if field is None:
            b.unresolved(node, "field", node.key, fields)
            raise Broken
        absent = field.optional or field.missing is not None or isinstance(field.type, List | Map)
        if not isinstance(field.type, Scalar) or field.type.base != "string" or not absent:
            b.value(node, "a signature stands in an optional string field")
    algorithm, lexical = node.need("algorithm").text, node.get("lexical")
    known = ("decimal", "hex8") if algorithm == "crc32" else ("hex", "base64")
    for child in lexical.each() if lexical is not None else ():
        if child.text not in known:
            b.value(child, f"{algorithm} is written as {known[0]} or {known[1]}")
    forms = tuple(child.text for child in lexical.each()) if lexical is not None else known[:1]
    return SignatureCarrier(node.key, algorithm, forms if algorithm == "crc32" or lexical is not None else ())


def fitting(b: Build, node: Node, value: Record, shapes: tuple[Shape, ...]) -> None:
    """Report signatures over what a message does not have, or over a body that holds the carrier itself."""
    for name in _inner(value):
        b.report(
            "spec.shape", node, at_key=True, name=node.key, reason=f"{name}: only a message's own rules sign it whole"
        )
    for rule in value.rules:
        if rule.kind != "signature" or not rule.over:
            continue
        for shape in shapes:
            where = f"{node.key} in {shape.encoding}"
            if rule.over == "parameters" and (isinstance(shape.root, Lines) or not isinstance(shape.root.node, Tree)):
                reason = f"{rule.id}: there are no parameters under the root to sign"
                b.report("spec.shape", node.need("shapes").need(shape.encoding), at_key=True, name=where, reason=reason)
            inside = [carrier.field for carrier in rule.carriers if carrier.field in _bound(shape)]
            if rule.over == "body" and inside:
                reason = f"{rule.id}: {inside[0]} stands in the body that it signs: carry it in a header or a setting"
                b.report("spec.shape", node.need("shapes").need(shape.encoding), at_key=True, name=where, reason=reason)


def _inner(record: Record) -> Iterator[str]:
    """The rules of records inside a message that sign more than their fields."""
    for field in record.fields:
        kind = field.type.item if isinstance(field.type, List) else field.type
        if isinstance(kind, Record):
            yield from (rule.id for rule in kind.rules if rule.over)
            yield from _inner(kind)


def _bound(shape: Shape) -> frozenset[str]:
    from wirebook.explain.plan import line_fields, placed

    return line_fields(shape.root) if isinstance(shape.root, Lines) else placed(shape.root.node)
