"""Tagged unions of fields: which fields may be there, and which must, by the value of one of them.

There is no rule of its own for it: each field gets the conditions that it amounts to, so that
every engine and schema knows it already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from wirebook import lexical
from wirebook.model import Cond, Field, List, Map, Rule, Scalar
from wirebook.spec.builder.desk import Build
from wirebook.spec.nodes import Broken, Node
from wirebook.spec.values import whole

__all__ = ["variants"]


@dataclass(slots=True)
class _Named:
    """The values of the tag with which a field may be there, and those with which it must."""

    allowed: list[str | int] = field(default_factory=list)
    required: list[str | int] = field(default_factory=list)


def variants(
    b: Build, node: Node, fields: Mapping[str, Field], severity: str, deviation: str | None
) -> tuple[Rule, ...]:
    """The rules that a rule of variants amounts to: for each field that it names, when it is forbidden and required."""
    tag = node.need("field")
    kind = _tag(b, tag, fields)
    found: dict[str, _Named] = {}
    values: list[str | int] = []
    whole_rule = True
    for variant in node.need("variants").each():
        value = _value(b, variant, kind)
        if value is None:
            whole_rule = False
            continue
        values.append(value)
        for name, required in _names(b, variant, tag.text, fields):
            named = found.setdefault(name, _Named())
            named.allowed.append(value)
            if required:
                named.required.append(value)
    if not whole_rule:
        raise Broken
    if not found:
        b.fail("spec.value", node, at_key=True, name=node.key, reason="no variant names a field")
    doc, source = b.text(node.get("doc")), b.source(node)

    def rule(name: str, kind: str, when: Cond) -> Rule:
        what = f"{node.key}_{name}_{kind.removesuffix('_if')}"
        return Rule(what, kind, severity, field=name, when=when, deviation=deviation, doc=doc, source=source)

    made: list[Rule] = []
    for name, named in found.items():
        made.append(rule(name, "forbidden_if", Cond("not", items=(_any_of(tag.text, named.allowed),))))
        if named.required:
            made.append(rule(name, "required_if", _any_of(tag.text, named.required)))
    if b.message:
        for one in made:
            b.place(node, "rule", b.message, one.id)
    return tuple(made)


def _any_of(path: str, values: list[str | int]) -> Cond:
    return Cond("equals" if len(values) == 1 else "in", path, tuple(values))


def _tag(b: Build, node: Node, fields: Mapping[str, Field]) -> Scalar:
    """The type of the field whose value tells."""
    given = fields.get(node.text)
    if given is None:
        b.unresolved(node, "field", node.text, fields)
        raise Broken
    if not isinstance(given.type, Scalar):
        b.fail("spec.value", node, name=node.text, reason="is no scalar")
    return given.type


def _value(b: Build, variant: Node, kind: Scalar) -> str | int | None:
    """The tag's value that a variant is for; None if it can have no such value."""
    if any(hit.severity == "error" for hit in lexical.parse(kind, variant.key)[1]):
        b.report("spec.value", variant, at_key=True, name=variant.key, reason="is no value of the field that tells")
        return None
    number = whole(variant.key)
    return number if kind.base in ("integer", "bits") and number is not None else variant.key


def _names(b: Build, variant: Node, tag: str, fields: Mapping[str, Field]) -> Iterator[tuple[str, bool]]:
    """The fields of a variant, and whether it requires them."""
    seen: set[str] = set()
    for key in ("requires", "allows"):
        listed = variant.get(key)
        for child in listed.each() if listed is not None else ():
            given = fields.get(child.text)
            if given is None:
                b.unresolved(child, "field", child.text, fields)
                raise Broken
            if child.text == tag:
                b.value(child, "tells the variants apart and belongs to all of them")
            elif child.text in seen:
                b.value(child, "stands twice in this variant")
            elif not (given.optional or given.missing is not None or isinstance(given.type, (List, Map))):
                b.value(child, "is always there: make it optional")
            else:
                seen.add(child.text)
                yield child.text, key == "requires"
