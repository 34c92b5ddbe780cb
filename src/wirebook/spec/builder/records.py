"""Records: fields, groups, defaults, lists and maps."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from wirebook import lexical
from wirebook.model import Default, Field, List, Map, Record, Rule, Scalar
from wirebook.spec.builder import rules
from wirebook.spec.builder.desk import MAX_FIELDS, MAX_NESTED, Build
from wirebook.spec.builder.facets import count
from wirebook.spec.builder.scalars import bare, pattern, scalar
from wirebook.spec.builder.unions import union
from wirebook.spec.grammar import ENCODINGS
from wirebook.spec.nodes import Broken, Node
from wirebook.spec.values import decimal, whole

__all__ = ["fields", "named_type", "record"]

# Generated classes have these methods.
_METHODS = frozenset(name.format(encoding) for name in ("from_{}", "to_{}", "to_{}_part") for encoding in ENCODINGS)


def named_type(b: Build, name: str, node: Node) -> Scalar | Record:
    """The type of that name in the spec's ``types``; ``node`` is where it is referred to."""
    if not b.refer("types", node, name, "type"):
        raise Broken
    known = b.types.get(name)
    if known is not None:
        return known
    definition = b.root.need("types").get(name)
    if definition is None or name in b.failed:
        raise Broken
    if name in b.open_types:
        b.failed.add(name)
        b.fail("spec.value", node, name=name, reason="contains itself")
    if len(b.open_types) > MAX_NESTED:
        b.failed.add(name)
        b.fail("spec.size", node, limit=f"{MAX_NESTED} records inside each other")
    b.open_types.append(name)
    try:
        if "fields" in definition.items or "include" in definition.items:
            made: Scalar | Record = record(b, definition, name)
        elif "union" in definition.items:
            made = _union(b, definition, name)
        else:
            made = scalar(b, definition, name)
    except Broken:
        b.failed.add(name)
        raise
    finally:
        b.open_types.pop()
    b.types[name] = made
    return made


def record(b: Build, node: Node, name: str) -> Record:
    """A record type, or a message's logical value."""
    source = b.source(node)
    found = fields(b, node, source)
    _grow(b, node, name, found)
    made: tuple[Rule, ...] = ()
    declared = node.get("rules")
    if declared is not None:
        by_name = {field.name: field for field in found}
        found_rules = b.collect(declared.each(), lambda child: rules.rules(b, child, by_name))
        made = tuple(rule for several in found_rules.values() for rule in several)
    return Record(name, found, made, b.text(node.get("doc")), source)


def _grow(b: Build, node: Node, name: str, found: tuple[Field, ...]) -> None:
    """Keep count of what a message comes to: types inside types multiply."""
    size, levels = 0, 0
    for field in found:
        kind = field.type.item if isinstance(field.type, List) else field.type
        inner = b.sizes.get(kind.name, (0, 0)) if isinstance(kind, Record) else (0, 0)
        size, levels = size + 1 + inner[0], max(levels, 1 + inner[1])
    b.sizes[name] = size, levels
    if levels > MAX_NESTED:
        b.fail("spec.size", node, at_key=True, limit=f"{MAX_NESTED} records inside each other")
    if size > MAX_FIELDS:
        b.fail("spec.size", node, at_key=True, limit=f"{MAX_FIELDS} fields in {name}, nested ones included")
    b.spend_fields(node, size)


def fields(b: Build, node: Node, source: str) -> tuple[Field, ...]:
    """A record's fields: its own, and those of its groups before or after them as the keys stand."""
    found: dict[str, Field] = {}
    whole_record = True
    for key in node.items:
        if key == "include":
            include = node.need("include")
            for name in include.each():
                whole_record &= _include(b, name, found, source)
        elif key == "fields":
            whole_record &= _own(b, node.need("fields"), found, source)
    if not whole_record:
        b.broken = True
        raise Broken
    return tuple(found.values())


def _include(b: Build, name: Node, found: dict[str, Field], source: str) -> bool:
    if not b.refer("groups", name, name.text, "group"):
        return False
    group = b.root.need("groups").get(name.text)
    if group is None:
        return False
    clash = found.keys() & group.need("fields").items.keys()
    if clash:
        b.report("spec.value", name, name=name.text, reason=f"the field {min(clash)} is there already")
    return _own(b, group.need("fields"), found, b.source(group, source))


def _own(b: Build, node: Node, found: dict[str, Field], source: str) -> bool:
    complete = True
    b.spend_fields(node, len(node.items))
    for child in node.items.values():
        if child.key in _METHODS:
            b.report("spec.identifier", child, at_key=True, name=child.key)
        if child.key in found and node.parent is not None and "include" in node.parent.items:
            b.report("spec.value", child, at_key=True, name=child.key, reason="a group has brought this field already")
        made = {} if child.bad else b.collect([child], lambda child: _field(b, child, source))
        complete &= bool(made)
        found |= made
    return complete


def _field(b: Build, node: Node, source: str) -> Field:
    doc = b.attempt(lambda: b.need_text(node, "doc"))
    kind = _type(b, node.need("type"))
    stated = node.get("optional")
    optional = stated is not None and stated.text == "true"
    default = node.get("default")
    made_default = None
    if isinstance(kind, List | Map):
        for key in ("optional", "default", "missing"):
            child = node.items.get(key)
            if child is not None and (key != "optional" or optional):
                b.report("spec.value", child, at_key=True, name=key, reason="a list or map is never absent, only empty")
        optional = False
    elif default is not None:
        if stated is not None and not optional:
            b.value(stated, "a field with a default is optional")
        optional = True
        made_default = _default(b, default, kind)
    missing, deviation = b.missing(node.get("missing"))
    if missing is not None and optional:
        b.report(
            "spec.value",
            node.need("missing"),
            at_key=True,
            name="missing",
            reason="an optional field may be missing anyway",
        )
    explained = node.get("deviation")
    if explained is not None:
        if missing is not None:
            b.report("spec.value", explained, at_key=True, name="deviation", reason="`missing` names one already")
        decided, deviation = b.decided(explained)
        if decided is not None:
            b.value(explained, "a field that the document does not have is accepted, or it is not listed")
    sensitive = node.get("sensitive")
    if sensitive is not None:
        if isinstance(kind, Scalar):
            kind = replace(kind, sensitive=sensitive.text)
        else:
            b.report("spec.value", sensitive, at_key=True, name="sensitive", reason="mark the scalar types inside")
    own_source = b.source(node, source)
    if doc is None:
        raise Broken
    return Field(node.key, kind, optional, made_default, doc, own_source, missing, deviation)


def _type(b: Build, node: Node) -> Scalar | Record | List | Map:
    if node.kind == "map":
        if "list" in node.items:
            return List(_item(b, node.need("list")), count(b, node))
        if "map" in node.items:
            return _map(b, node.need("map"))
    return _item(b, node)


def _item(b: Build, node: Node) -> Scalar | Record:
    if node.kind == "map":
        return _union(b, node, "") if "union" in node.items else scalar(b, node, "")
    return bare(node.text) or named_type(b, node.text, node)


def _union(b: Build, node: Node, name: str) -> Scalar:
    return union(b, node, name, lambda child: bare(child.text) or named_type(b, child.text, child))


def _map(b: Build, node: Node) -> Map:
    values = _item(b, node.need("values"))
    if not isinstance(values, Scalar):
        b.fail("spec.value", node.need("values"), name="values", reason="a map's values are scalars")
    keys, key_pattern = node.get("keys"), node.get("key_pattern")
    if keys is not None and key_pattern is not None:
        b.value(key_pattern, "the keys are listed already")
    listed = [(child.key, b.text(child)) for child in keys.each()] if keys is not None else []
    return Map(
        keys=tuple((key, text) for key, text in listed if text is not None),
        key_pattern=pattern(b, key_pattern) if key_pattern is not None else "",
        values=values,
    )


def _default(b: Build, node: Node, kind: Scalar | Record) -> Default:
    value_node = node.need("value")
    if not isinstance(kind, Scalar) or kind.base not in (
        "string", "phone", "integer", "bits", "decimal", "boolean", "union"
    ):  # fmt: skip
        b.fail("spec.value", node, name="default", reason="only texts, numbers and booleans have defaults")
    value: str | int | Decimal | None = value_node.text
    if kind.base in ("integer", "bits"):
        value = whole(value_node.text)
    elif kind.base == "decimal":
        value = decimal(value_node.text)
    elif kind.base == "boolean":
        value = {"true": True, "false": False}.get(value_node.text)
    if value is None:
        b.fail("spec.type", value_node, name="value", want=f"a value of {kind.base}")
    hits = [] if kind.base == "boolean" else lexical.parse(kind, value_node.text)[1]
    wrong = next((hit.code for hit in hits if hit.severity == "error"), None)
    if wrong is not None:
        b.value(value_node, f"is no value of the field's type: {wrong}")
    fill, write, explicit = node.get("fill"), node.get("write"), node.get("explicit")
    severity, deviation = b.decided(explicit)
    return Default(
        value=value if isinstance(value, int) else value_node.text,
        fill=fill is not None and fill.text == "true",
        write=write.text if write is not None else "keep",
        explicit=severity,
        deviation=deviation,
    )
