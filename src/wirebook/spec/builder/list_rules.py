"""Rules about the items of lists, alone and against the request, with every path in them resolved."""

from __future__ import annotations

from typing import Any

from wirebook.model import Cond, List, Record, Scalar
from wirebook.spec.builder.conditions import Fields, cond, known, request_field, spelled
from wirebook.spec.builder.desk import Build
from wirebook.spec.nodes import Node
from wirebook.spec.values import whole

__all__ = ["answered", "count", "echoes", "repeated", "unique"]


def unique(b: Build, node: Node, fields: Fields) -> dict[str, Any]:
    """A list's field and the key by which its items differ."""
    name, key = _list_and_key(b, node, fields)
    return {"field": name, "key": key}


def _list_and_key(b: Build, node: Node, fields: Fields) -> tuple[str, str]:
    name, items = _items(b, node, fields)
    return name, _key_of(b, node.get("key"), node.need("field"), items)


def _items(b: Build, node: Node, fields: Fields) -> tuple[str, List]:
    where = node.need("field")
    field = known(b, where, where.text, fields)
    if not isinstance(field.type, List):
        b.fail("spec.value", where, name=field.name, reason="is no list")
    return field.name, field.type


def _key_of(b: Build, key: Node | None, where: Node, kind: List) -> str:
    if isinstance(kind.item, Scalar):
        if key is not None:
            b.fail("spec.value", key, at_key=True, name="key", reason="the items are scalars: leave it out")
        return ""
    if key is None:
        b.fail("spec.value", where, name=where.text, reason="its items are records: name the field with `key`")
    return _scalar_of(b, key, kind.item)[0]


def _scalar_of(b: Build, node: Node, record: Record) -> tuple[str, Scalar]:
    field = known(b, node, node.text, {f.name: f for f in record.fields})
    if not isinstance(field.type, Scalar):
        b.fail("spec.value", node, name=field.name, reason="is no scalar")
    return field.name, field.type


# ---------------------------------------------------------------- against the request


def echoes(b: Build, node: Node, fields: Fields) -> dict[str, Any]:
    """A scalar, or a list and its key, and where its values stand in the request."""
    where = node.need("field")
    echoed = known(b, where, where.text, fields)
    if isinstance(echoed.type, Scalar):
        if (stray := node.get("key")) is not None:
            b.report("spec.value", stray, at_key=True, name="key", reason="the field is a scalar: leave it out")
        name, key = echoed.name, ""
    else:
        name, key = _list_and_key(b, node, fields)
    return {"field": name, "key": key, "request": _asked(b, node), "when": _when(b, node, fields)}


def answered(b: Build, node: Node, fields: Fields) -> dict[str, Any]:
    """A list and its key, and the values of the request that stand in it."""
    name, key = _list_and_key(b, node, fields)
    return {"field": name, "key": key, "request": _asked(b, node), "when": _when(b, node, fields)}


def _when(b: Build, node: Node, fields: Fields) -> Cond | None:
    when = node.get("when")
    return None if when is None else cond(b, when, fields)


def _asked(b: Build, node: Node) -> str:
    """A path in the request, which leads to scalars."""
    request = node.need("request")
    first, dot, second = request.text.partition(".")
    field = request_field(b, request, first)
    if isinstance(field.type, List):
        inner = field.type.item
        if isinstance(inner, Record):
            target = known(b, request, second, {f.name: f for f in inner.fields}).type
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
    return request.text


# ---------------------------------------------------------------- counts and repeats


def count(b: Build, node: Node, fields: Fields) -> dict[str, Any]:
    """What is counted, how it is to what is added up, and that."""
    field = node.need("field")
    _countable(b, field, fields)
    to = tuple(_added(b, one, fields) for one in node.need("to").each())
    if all(isinstance(path, str) and path.startswith("request.") for path in (field.text, *to)):
        b.value(node, "it compares the request with itself: name a field of the record or a whole number")
    return {"field": field.text, "bound": node.need("is").text, "to": to, "when": _when(b, node, fields)}


def _added(b: Build, node: Node, fields: Fields) -> str | int:
    number = whole(node.text)
    if number is not None:
        return number
    _countable(b, node, fields)
    return node.text


def _countable(b: Build, node: Node, fields: Fields) -> None:
    asked = node.text.removeprefix("request.")
    found = request_field(b, node, asked) if asked != node.text else known(b, node, node.text, fields)
    if not isinstance(found.type, List) and not (isinstance(found.type, Scalar) and found.type.base == "integer"):
        b.fail("spec.value", node, name=node.text, reason="is neither an integer nor a list")


def repeated(b: Build, node: Node, fields: Fields) -> dict[str, Any]:
    """A list, the identifier of its items, the code that answers a repeated one, and what stays the same."""
    name, items = _items(b, node, fields)
    record = items.item
    if isinstance(record, Scalar):
        b.fail("spec.value", node.need("field"), name=name, reason="is no list of records")
    key, _ = _scalar_of(b, node.need("key"), record)
    code, kind = _scalar_of(b, node.need("code"), record)
    if kind.base not in ("integer", "string"):
        b.fail("spec.value", node.need("code"), name=code, reason="is neither an integer nor a text")
    values = tuple(spelled(b, one, kind) for one in node.need("values").each())
    listed = node.get("same")
    same = () if listed is None else tuple(_scalar_of(b, one, record)[0] for one in listed.each())
    if len({key, code, *same}) < 2 + len(same):
        b.fail("spec.value", node, name=node.key, reason="a field occurs twice")
    return {"field": name, "key": key, "code": code, "values": values, "same": same}
