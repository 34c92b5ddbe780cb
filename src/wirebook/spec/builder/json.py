"""JSON and form shapes: objects, arrays, parameters."""

from __future__ import annotations

from wirebook.model import Array, Field, Leaf, List, Map, Member, Record, Scalar, Tree
from wirebook.spec.builder.joined import is_joined, place
from wirebook.spec.builder.places import entries, leaf, member_rest, natural
from wirebook.spec.builder.scope import Scope, name_clashes, unknown
from wirebook.spec.nodes import Node

__all__ = ["form_root", "json_root"]


def json_root(scope: Scope, node: Node) -> Member:
    """The root object or array of a JSON message."""
    if "array" in node.items:
        return Member("root", "", _array(scope, node), False)
    return Member("root", "", _object(scope, node, ""), False)


def form_root(scope: Scope, node: Node) -> Member:
    """The parameters of a form."""
    b = scope.b
    params = node.need("params")
    members: list[Member] = []
    policy = unknown(scope, node.get("unknown"))
    if params.kind == "scalar":
        for field in scope.same():
            if not isinstance(field.type, Scalar):
                b.report(
                    "spec.shape",
                    params,
                    name=scope.message,
                    reason=f"`same` has no parameter for {field.name}, no scalar",
                )
                scope.quiet = True
                continue
            scope.field(params, field.name)
            made = Leaf(field.name, field.type)
            members.append(
                Member("param", field.name, made, field.optional, missing=field.missing, deviation=field.deviation)
            )
    else:
        members = scope.members(params.each(), lambda child: _leaf(scope, child, "param", json=False))
    name_clashes(scope, node, members)
    return Member("root", "", Tree("", tuple(members), unknown=policy), False)


def _object(scope: Scope, node: Node, bind: str) -> Tree:
    policy = unknown(scope, node.get("unknown"))
    declared = node.need("object")
    members: list[Member] = []
    if declared.kind == "scalar":
        members = [_same_field(scope, declared, field) for field in scope.same()]
    else:
        members = scope.members(declared.each(), lambda child: _member(scope, child))
    name_clashes(scope, node, members)
    return Tree(bind, tuple(members), unknown=policy)


def _member(scope: Scope, node: Node) -> Member:
    if node.kind == "map" and "object" in node.items:
        return _nested(scope, node)
    if node.kind == "map" and "array" in node.items:
        made = _array(scope, node)
        names, missing, deviation, duplicate = member_rest(scope.b, node, None)
        optional = node.get("optional")
        absent = optional is not None and optional.text == "true"
        return Member("member", node.key, made, absent, "", "", names, missing, deviation, duplicate)
    return _leaf(scope, node, "member", json=True)


def _leaf(scope: Scope, node: Node, slot: str, *, json: bool) -> Member:
    if node.key == "*":
        return entries(scope, node, slot, json=json)
    return place(scope, node, slot, node.key, json=json)


def _nested(scope: Scope, node: Node) -> Member:
    bind, optional = node.get("bind"), node.get("optional")
    field: Field | None = None
    if bind is not None:
        if optional is not None:
            scope.b.report(
                "spec.shape",
                optional,
                at_key=True,
                name=scope.message,
                reason="optional is for wrappers; fields know",
            )
        field, inside = scope.enter(bind)
        made = _object(inside, node, bind.text)
        inside.close(node)
    else:
        made = _object(scope, node, "")
    names, missing, deviation, duplicate = member_rest(scope.b, node, field)
    is_optional = field.optional if field is not None else optional is not None and optional.text == "true"
    return Member("member", node.key, made, is_optional, "", "", names, missing, deviation, duplicate)


def _array(scope: Scope, node: Node) -> Array:
    bind = node.need("array")
    _, inside = scope.items(bind)
    item = node.get("item")
    made: Leaf | Tree
    if item is None:
        if not isinstance(inside.kind, Scalar):
            scope.b.fail("spec.shape", node, name=scope.message, reason=f"say what the items of {bind.text} look like")
        made = leaf(inside, Node("scalar", node.file, node.line, node.column, "."), json=True)[0]
    elif item.kind == "map" and "object" in item.items:
        if "bind" in item.items or "optional" in item.items:
            scope.b.report("spec.shape", item, name=scope.message, reason="an item's object is the item itself")
        made = _object(inside, item, ".")
    elif item.kind == "map" and ("array" in item.items or "const" in item.items or is_joined(item)):
        scope.b.fail("spec.shape", item, name=scope.message, reason="an item is a scalar or an object")
    else:
        made = leaf(inside, item, json=True)[0]
    inside.close(node)
    return Array(bind.text, made)


def _same_field(scope: Scope, node: Node, field: Field) -> Member:
    scope.field(node, field.name)
    kind = field.type
    made: Leaf | Tree | Array
    if isinstance(kind, Map):
        scope.quiet = True
        scope.b.fail("spec.shape", node, name=scope.message, reason=f"`same` has no place for the map {field.name}")
    if isinstance(kind, List):
        inner = kind.item
        made = Array(field.name, _same_value(scope, node, field.name, ".", inner))
    else:
        made = _same_value(scope, node, field.name, field.name, kind)
    return Member("member", field.name, made, field.optional, missing=field.missing, deviation=field.deviation)


def _same_value(scope: Scope, node: Node, name: str, bind: str, kind: Scalar | Record) -> Leaf | Tree:
    if isinstance(kind, Scalar):
        return Leaf(bind, kind, form=natural(kind, json=True))
    inside = scope.inner(name, kind)
    return Tree(bind, tuple(_same_field(inside, node, field) for field in inside.same()))
