"""Conditions over a record's fields, the request and the settings, with every path in them resolved."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from wirebook.model import Cond, Field, List, Map, Record, Scalar
from wirebook.spec.builder.desk import Build
from wirebook.spec.nodes import Broken, Node
from wirebook.spec.values import decimal, whole

__all__ = ["Fields", "cond", "constant", "known", "request_field", "spelled"]

Fields = Mapping[str, Field]


def known(b: Build, node: Node, name: str, fields: Fields) -> Field:
    """The field of that name; reported at the node if there is none."""
    field = fields.get(name)
    if field is None:
        b.unresolved(node, "field", name, fields)
        raise Broken
    return field


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
    values = tuple(spelled(b, child, kind) for child in (node.each() if op == "in" else (node,)))
    return Cond(op, node.key, values)


def _path(b: Build, node: Node, path: str, fields: Fields, operations: bool = False) -> Scalar | Record | List | Map:
    if path == "http.status" and path not in fields:
        if not operations:
            b.fail("spec.value", node, name=path, reason="only the cases of operations ask for this")
        return Scalar("", "integer")
    if path.startswith("setting."):
        return _setting(b, node, path.removeprefix("setting."))
    if path.startswith("request."):
        return request_field(b, node, path.removeprefix("request.")).type
    return known(b, node, path, fields).type


def _setting(b: Build, node: Node, name: str) -> Scalar:
    if not b.refer("settings", node, name, "setting"):
        raise Broken
    setting = b.settings.get(name)
    if setting is None:
        raise Broken
    return Scalar("", "string", sensitive=setting.sensitive)


def request_field(b: Build, node: Node, name: str) -> Field:
    """The field of the requests that the message in hand answers; reported at the node if there is none."""
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
    return spelled(b, named, _path(b, path, path.text, {}))


def spelled(b: Build, node: Node, kind: Scalar | Record | List | Map) -> str | int:
    """What a node spells of a type: a whole number, true or false, or its text; dates and times as ISO has them."""
    if not isinstance(kind, Scalar):
        b.fail("spec.value", node, name=node.key, reason="only scalars are compared")
    if kind.base == "boolean":
        if node.text not in ("true", "false"):
            b.fail("spec.type", node, name=node.key, want="true or false")
        return node.text == "true"
    wanted = _WANTED.get(kind.base)
    if wanted is not None and not wanted[1](node.text):
        listed = node.parent if node.parent is not None and node.parent.kind == "list" else node
        b.fail("spec.type", node, name=listed.key, want=wanted[0])
    return int(node.text) if kind.base in ("integer", "bits") else node.text


def _prints(kind: type[datetime.date] | type[datetime.time]) -> Callable[[str], bool]:
    def prints(text: str) -> bool:
        try:
            return str(kind.fromisoformat(text)) == text
        except ValueError:
            return False

    return prints


# How values of a type are spelled, for those that not every text spells.
_WANTED: dict[str, tuple[str, Callable[[str], bool]]] = {
    "integer": ("a whole number", lambda text: whole(text) is not None),
    "bits": ("a whole number", lambda text: whole(text) is not None),
    "decimal": ("a decimal number", lambda text: decimal(text) is not None),
    "date": ("a date as YYYY-MM-DD", _prints(datetime.date)),
    "time": ("a time as hh:mm:ss", _prints(datetime.time)),
    "datetime": ("a date and a time as YYYY-MM-DD hh:mm:ss", _prints(datetime.datetime)),
}
