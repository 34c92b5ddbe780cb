"""Rules and conditions, with every path in them resolved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wirebook.model import Cond, Field, List, Map, Record, Rule, Scalar
from wirebook.spec.builder.desk import Build
from wirebook.spec.builder.signatures import signature
from wirebook.spec.builder.variants import variants
from wirebook.spec.nodes import Broken, Node
from wirebook.spec.values import whole

__all__ = ["Fields", "cond", "constant", "rules"]

Fields = Mapping[str, Field]


def rules(b: Build, node: Node, fields: Fields) -> tuple[Rule, ...]:
    """What one rule of a spec says about a record with those fields: one rule, or those that it amounts to."""
    kind = node.need("kind").text
    severity, deviation = b.severity(node)
    if kind == "variants":
        return variants(b, node, fields, severity, deviation)
    source, doc = b.source(node), b.text(node.get("doc"))
    parts = _KINDS[kind](b, node, fields)
    return (Rule(node.key, kind, severity, deviation=deviation, doc=doc, source=source, **parts),)


def _known(b: Build, node: Node, name: str, fields: Fields) -> Field:
    field = fields.get(name)
    if field is None:
        b.unresolved(node, "field", name, fields)
        raise Broken
    return field


def _may_be_absent(field: Field) -> bool:
    return field.optional or field.missing is not None or isinstance(field.type, List | Map)


def _optional(b: Build, node: Node, fields: Fields) -> str:
    field = _known(b, node, node.text, fields)
    if not _may_be_absent(field):
        b.report("spec.value", node, name=field.name, reason="is always there: make it optional or drop the rule")
    return field.name


# ---------------------------------------------------------------- kinds of rules


def _unique(b: Build, node: Node, fields: Fields) -> dict[str, Any]:
    name, key = _list_and_key(b, node, fields)
    return {"field": name, "key": key}


def _list_and_key(b: Build, node: Node, fields: Fields) -> tuple[str, str]:
    where, key = node.need("field"), node.get("key")
    field = _known(b, where, where.text, fields)
    if not isinstance(field.type, List):
        b.fail("spec.value", where, name=field.name, reason="is no list")
    return field.name, _key_of(b, key, where, field.type)


def _key_of(b: Build, key: Node | None, where: Node, kind: List) -> str:
    if isinstance(kind.item, Scalar):
        if key is not None:
            b.fail("spec.value", key, at_key=True, name="key", reason="the items are scalars: leave it out")
        return ""
    if key is None:
        b.fail("spec.value", where, name=where.text, reason="its items are records: name the field with `key`")
    field = _known(b, key, key.text, {f.name: f for f in kind.item.fields})
    if not isinstance(field.type, Scalar):
        b.fail("spec.value", key, name=field.name, reason="is no scalar")
    return field.name


def _conditional(b: Build, node: Node, fields: Fields) -> dict[str, Any]:
    return {"field": _optional(b, node.need("field"), fields), "when": cond(b, node.need("when"), fields)}


def _choice(b: Build, node: Node, fields: Fields) -> dict[str, Any]:
    names = tuple(_optional(b, child, fields) for child in node.need("fields").each())
    if len(set(names)) != len(names):
        b.value(node.need("fields"), "a field occurs twice")
    return {"fields": names}


def _echoes(b: Build, node: Node, fields: Fields) -> dict[str, Any]:
    where = node.need("field")
    echoed = _known(b, where, where.text, fields)
    if isinstance(echoed.type, Scalar):
        if (stray := node.get("key")) is not None:
            b.report("spec.value", stray, at_key=True, name="key", reason="the field is a scalar: leave it out")
        name, key = echoed.name, ""
    else:
        name, key = _list_and_key(b, node, fields)
    request = node.need("request")
    first, dot, second = request.text.partition(".")
    field = _request_field(b, request, first)
    if isinstance(field.type, List):
        inner = field.type.item
        if isinstance(inner, Record):
            target = _known(b, request, second, {f.name: f for f in inner.fields}).type
        elif dot:
            b.fail("spec.value", request, name=request.text, reason=f"the items of {first} have no fields")
        else:
            target = inner
    elif dot:
        b.fail("spec.value", request, name=request.text, reason=f"{first} is no list of records")
    else:
        target = field.type
    if not isinstance(target, Scalar):
        b.fail("spec.value", request, name=request.text, reason="does not lead to a scalar")
    return {"field": name, "key": key, "request": request.text}


_KINDS: dict[str, Callable[[Build, Node, Fields], dict[str, Any]]] = {
    "unique": _unique,
    "required_if": _conditional,
    "forbidden_if": _conditional,
    "exactly_one": _choice,
    "at_most_one": _choice,
    "echoes": _echoes,
    "signature": signature,
}

# ---------------------------------------------------------------- conditions


def cond(b: Build, node: Node, fields: Fields, *, operations: bool = False) -> Cond:
    """One condition over fields, ``request.`` and ``setting.``; ``matches`` and ``answers`` only in operations."""
    (op, child) = next((key, node.need(key)) for key in node.items if key in _OPS)
    if op in ("all", "any"):
        items = b.collect(child.each(), lambda item: cond(b, item, fields, operations=operations))
        if len(items) < len(child.values):
            raise Broken
        return Cond(op, items=tuple(items.values()))
    if op == "not":
        return Cond(op, items=(cond(b, child, fields, operations=operations),))
    if op == "present":
        _path(b, child, child.text, fields, operations)
        return Cond(op, child.text)
    if op in ("matches", "answers"):
        if not operations:
            b.fail("spec.value", child, at_key=True, name=op, reason="only the cases of operations ask for this")
        if not b.refer("messages", child, child.text, "message"):
            raise Broken
        if op == "answers" and child.text not in b.answers[b.message]:
            b.fail("spec.value", child, name=op, reason=f"{child.text} is no request of the operation")
        return Cond(op, child.text)
    tests = tuple(_test(b, op, item, fields, operations) for item in child.each())
    if not tests:
        b.fail("spec.value", child, name=op, reason="names no path")
    return tests[0] if len(tests) == 1 else Cond("all", items=tests)


_OPS = ("equals", "in", "present", "all", "any", "not", "matches", "answers")


def _test(b: Build, op: str, node: Node, fields: Fields, operations: bool) -> Cond:
    kind = _path(b, node, node.key, fields, operations)
    values = tuple(_constant(b, child, kind) for child in (node.each() if op == "in" else (node,)))
    return Cond(op, node.key, values)


def _path(b: Build, node: Node, path: str, fields: Fields, operations: bool = False) -> Scalar | Record | List | Map:
    if path == "http.status" and path not in fields:
        if not operations:
            b.fail("spec.value", node, name=path, reason="only the cases of operations ask for this")
        return Scalar("", "integer")
    if path.startswith("setting."):
        return _setting(b, node, path.removeprefix("setting."))
    if path.startswith("request."):
        return _request_field(b, node, path.removeprefix("request.")).type
    return _known(b, node, path, fields).type


def _setting(b: Build, node: Node, name: str) -> Scalar:
    if not b.refer("settings", node, name, "setting"):
        raise Broken
    setting = b.settings.get(name)
    if setting is None:
        raise Broken
    return Scalar("", "string", sensitive=setting.sensitive)


def _request_field(b: Build, node: Node, name: str) -> Field:
    fields = b.request_fields()
    field = fields.get(name)
    if field is None:
        if not b.broken:
            b.unresolved(node, "request field", name, fields)
        raise Broken
    return field


def constant(b: Build, path: Node, value: Node) -> str | int:
    """A key that is a value of the scalar at a path (``request.<field>``, ``setting.<name>``)."""
    named = Node("scalar", value.file, value.key_line, value.key_column, value.key)
    named.key = value.key
    return _constant(b, named, _path(b, path, path.text, {}))


def _constant(b: Build, node: Node, kind: Scalar | Record | List | Map) -> str | int:
    if not isinstance(kind, Scalar):
        b.fail("spec.value", node, name=node.key, reason="only scalars are compared")
    if kind.base == "boolean":
        if node.text not in ("true", "false"):
            b.fail("spec.type", node, name=node.key, want="true or false")
        return node.text == "true"
    if kind.base not in ("integer", "bits"):
        return node.text
    value = whole(node.text)
    if value is None:
        b.fail("spec.type", node, name=node.key, want="a whole number")
    return value
