"""Messages: logical value, shapes, examples."""

from __future__ import annotations

from collections.abc import Callable

from wirebook.model import Charsets, Field, Lines, List, Map, Member, Message, Record, Shape
from wirebook.spec.builder import json, lines, xml
from wirebook.spec.builder.desk import Build
from wirebook.spec.builder.examples import examples
from wirebook.spec.builder.records import record
from wirebook.spec.builder.regions import regions
from wirebook.spec.builder.scope import Scope
from wirebook.spec.builder.signatures import fitting
from wirebook.spec.nodes import Broken, Node

__all__ = ["message"]

_ROOTS: dict[str, Callable[[Scope, Node], Member | Lines]] = {
    "xml": xml.root,
    "json": json.json_root,
    "form": json.form_root,
    "text": lines.root,
    "csv": lines.root,
}


def message(b: Build, node: Node, charsets: dict[str, Charsets]) -> Message:
    """One message."""
    b.message = node.key
    b.place(node, "message", node.key)
    direction = b.attempt(lambda: node.need("direction").text)
    if direction != "reply":
        b.answers[node.key] = set()
    title = b.attempt(lambda: b.need_text(node, "title"))
    source = b.attempt(lambda: b.source(node))
    if "source" not in node.items:
        source = None
    value = b.attempt(lambda: record(b, node, node.key))
    if value is None:
        raise Broken
    _places(b, node)
    if direction == "request":
        b.requests[node.key] = value.fields
    shapes = _shapes(b, node, value)
    fitting(b, node, value, shapes)
    encodings = tuple(shape.encoding for shape in shapes)
    good = examples(b, node, "examples", encodings, charsets)
    bad = examples(b, node, "counterexamples", encodings, charsets)
    for name in {one.id for one in good} & {one.id for one in bad}:
        b.report("spec.duplicate-key", node.need("counterexamples").need(name), at_key=True, name=name)
    if title is None or source is None or direction is None:
        raise Broken
    return Message(node.key, title, b.text(node.get("doc")), direction, value, shapes, good, bad, source)


def _places(b: Build, node: Node) -> None:
    for section, kind in (("fields", "field"), ("rules", "rule")):
        there = node.items.get(section)
        for child in there.items.values() if there is not None else ():
            b.place(child, kind, node.key, child.key)


def _shapes(b: Build, node: Node, value: Record) -> tuple[Shape, ...]:
    declared = node.need("shapes")
    if not declared.items:
        b.value(declared, "a message has at least one shape")
    known = [child for child in declared.each() if child.key in _ROOTS]
    return tuple(b.collect(known, lambda child: _shape(b, node, child, value)).values())


def _shape(b: Build, node: Node, shape: Node, value: Record) -> Shape:
    b.place(shape, "shape", node.key, shape.key)
    drops = _drops(b, node, shape, value)
    scope = Scope(b, value, "", set(drops), f"{node.key} in {shape.key}", _elsewhere(node, shape))
    around = regions(scope, shape)  # before the root, whose `same` takes the fields that are left
    root = _ROOTS[shape.key](scope, shape)
    scope.close(shape)
    explained = shape.get("deviation")
    deviation = b.deviation(explained).id if explained is not None else None
    joined = shape.get("from_query")
    return Shape(
        encoding=shape.key,
        root=root,
        drops=drops,
        deviation=deviation,
        source=b.source(shape),
        carried=_carried(b, shape),
        from_query=joined is not None and joined.text == "true",
        regions=around,
    )


def _carried(b: Build, shape: Node) -> tuple[str, ...]:
    """Where a form travels."""
    stated = shape.get("in")
    if stated is None:
        return ("body",)
    places = tuple(child.text for child in stated.each())
    if len(set(places)) != len(places):
        b.report("spec.value", stated, at_key=True, name="in", reason="a place occurs twice")
    return places


def _drops(b: Build, node: Node, shape: Node, value: Record) -> tuple[str, ...]:
    declared = shape.get("drops")
    names: list[str] = []
    for child in declared.each() if declared is not None else ():
        field = _led(value, child.text)
        if field is None:
            b.unresolved(child, "field", child.text, [field.name for field in value.fields])
            continue
        names.append(child.text)
        if not (field.optional or field.missing or isinstance(field.type, List | Map)):
            reason = f"{child.text} is required, so no encoding can do without it: make it optional"
            b.report("spec.shape", child, name=f"{node.key} in {shape.key}", reason=reason)
    return tuple(names)


def _elsewhere(node: Node, shape: Node) -> frozenset[str]:
    """What the message's other shapes drop: optional for that reason, though always there in this one."""
    others = [other.items.get("drops") for other in node.need("shapes").each() if other is not shape]
    return frozenset(child.text for drops in others if drops is not None for child in drops.each())


def _led(value: Record, path: str) -> Field | None:
    """The field that a dotted path leads to through records and lists of records."""
    first, _, rest = path.partition(".")
    field = next((field for field in value.fields if field.name == first), None)
    if field is None or not rest:
        return field
    kind = field.type.item if isinstance(field.type, List) else field.type
    return _led(kind, rest) if isinstance(kind, Record) else None
