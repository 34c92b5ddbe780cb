"""The list of what a message constrains: each entry is a finding that some body must show.

Read from the model alone. Facets and rules count at each place that they reach; a type's
own form once per message and type; missing and fixed members once per message. So each
statement of a spec is shown to break, without a body for every field that shares it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wirebook.lexical import rows, takes_all
from wirebook.model import (
    Array,
    Const,
    Facet,
    Field,
    Joined,
    Leaf,
    LineCapture,
    LinePairs,
    Lines,
    List,
    Map,
    Member,
    Message,
    Provider,
    Record,
    Rule,
    Scalar,
    Shape,
    Tree,
)

__all__ = ["Constraint", "constraints"]


@dataclass(frozen=True, slots=True)
class Constraint:
    """A finding that must be shown: its code, and the paths at one of which it must come.

    In a path ``[]`` is any index and ``*`` any key of a map; no path means anywhere in the
    message. rule: the rule's id, "" for anything else.
    """

    code: str
    paths: tuple[str, ...] = ()
    rule: str = ""

    def shown_by(self, code: str, path: str) -> bool:
        """Whether a finding of this code at this path shows it."""
        return code == self.code and (not self.paths or any(_fits(one, path) for one in self.paths))


def _fits(pattern: str, path: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(r"\[\]", r"\[[0-9]+\]").replace(r"\*", ".+"), path) is not None


def constraints(provider: Provider, message: Message) -> list[Constraint]:
    """Each constraint of a message once: those of its fields, then of its rules, then of its shapes."""
    extra = {deviation.id for deviation in provider.deviations if deviation.decision == "warn"}
    found: dict[Constraint, None] = {}
    typed: dict[tuple[str, str], list[str]] = {}
    texts = [scalar for shape in message.shapes for scalar in _texts(shape, message.record)]
    for path, field in _fields(message.record, ""):
        found |= dict.fromkeys(Constraint(code, (path,)) for code in _field_codes(field))
        inner = field.type.item if isinstance(field.type, List) else field.type
        place = path + "[]" if isinstance(field.type, List) else path
        if isinstance(inner, Map):
            inner, place = inner.values, path + ".*"
        if isinstance(inner, Scalar):
            found |= dict.fromkeys(Constraint(f"facet.{facet.name}", (place,)) for facet in _facets(inner))
            for code in _type_codes(inner, extra):
                if code == "type.boolean" and inner not in texts:
                    continue  # JSON's true and false are never wrong
                typed.setdefault((code, inner.name or place), []).append(place)
    found |= dict.fromkeys(Constraint(code, tuple(paths)) for (code, _), paths in typed.items())
    for path, rule in _rules(message.record, ""):
        found |= dict.fromkeys(Constraint(code, paths, rule.id) for code, paths in _rule_codes(rule, path))
    for shape in message.shapes:
        if isinstance(shape.root, Lines):
            if not _takes_any_line(shape.root):
                found[Constraint("lines.mismatch")] = None
            if any(isinstance(piece, LinePairs) and piece.rest_excepted for piece in shape.root.pieces):
                found[Constraint("shape.unknown")] = None
        else:
            found |= dict.fromkeys(Constraint(code) for code in _member_codes(shape.root))
        for member in shape.regions:
            found |= dict.fromkeys(Constraint(code) for code in _member_codes(member))
    return list(found)


def _texts(shape: Shape, record: Record) -> Iterator[Scalar]:
    """The booleans that a shape has as texts somewhere."""
    if shape.encoding == "json" and isinstance(shape.root, Member):
        for leaf in _leaves(shape.root.node):
            if leaf.form != "boolean" or leaf.accepts:
                yield leaf.type
        return
    for path, field in _fields(record, ""):
        steps = path.replace("[]", "").split(".")
        if shape.drops and any(".".join(steps[:end]) in shape.drops for end in range(1, len(steps) + 1)):
            continue
        kind = field.type.item if isinstance(field.type, List) else field.type
        kind = kind.values if isinstance(kind, Map) else kind
        if isinstance(kind, Scalar):
            yield kind


def _leaves(node: Leaf | Const | Tree | Array | Joined) -> Iterator[Leaf]:
    if isinstance(node, Leaf):
        yield node
    elif isinstance(node, Joined):
        yield node.item
    elif isinstance(node, Array):
        yield from _leaves(node.item)
    elif isinstance(node, Tree):
        for member in node.members:
            yield from _leaves(member.node)


def _takes_any_line(lines: Lines) -> bool:
    """Whether the line is one capture, so that no line lacks its form: only the value can be wrong."""
    return len(lines.pieces) == 1 and isinstance(lines.pieces[0], LineCapture)


def _fields(record: Record, prefix: str) -> Iterator[tuple[str, Field]]:
    """Every field with its path, those inside records and lists of records included."""
    for field in record.fields:
        path = prefix + field.name
        yield path, field
        if isinstance(field.type, Record):
            yield from _fields(field.type, f"{path}.")
        elif isinstance(field.type, List) and isinstance(field.type.item, Record):
            yield from _fields(field.type.item, f"{path}[].")


def _rules(record: Record, prefix: str) -> Iterator[tuple[str, Rule]]:
    for rule in record.rules:
        yield prefix, rule
    for field in record.fields:
        if isinstance(field.type, Record):
            yield from _rules(field.type, f"{prefix}{field.name}.")
        elif isinstance(field.type, List) and isinstance(field.type.item, Record):
            yield from _rules(field.type.item, f"{prefix}{field.name}[].")


def _field_codes(field: Field) -> Iterator[str]:
    if isinstance(field.type, List):
        yield from (f"facet.{facet.name}" for facet in field.type.facets)
    if field.default is not None and field.default.explicit is not None:
        yield "deviation.explicit"
    if field.missing == "warning":
        yield "deviation.missing"


def _facets(scalar: Scalar) -> Iterator[Facet]:
    """The facets that give findings of their own: what a union's member refuses, the union says."""
    yield from scalar.facets
    for member in scalar.members:
        yield from (facet for facet in member.facets if facet.severity != "error")


def _type_codes(scalar: Scalar, extra: set[str]) -> Iterator[str]:
    if scalar.base == "union":
        if not takes_all(scalar):
            yield "type.union"
        for member in scalar.members:
            yield from _member_type_codes(member, extra)
        return
    # What an integer is, the language says; formats, normal forms and widths are the spec's own statements.
    stated = (
        scalar.normal is not None if scalar.base == "phone" else scalar.base not in ("string", "integer", "decimal")
    )
    if stated or len(scalar.lexical) > 1:
        yield f"type.{scalar.base}"
    if any(form.severity is not None for form in scalar.lexical):
        yield "deviation.form"
    table = scalar.codes
    if table is not None:
        if table.unknown != "accept":
            yield "code.unknown"
        if any(entry.deviation in extra for entry in rows(table)):
            yield "deviation.extra"


def _member_type_codes(member: Scalar, extra: set[str]) -> Iterator[str]:
    """What a union's member warns of."""
    for code in _type_codes(member, extra):
        refused = {
            "type.phone": member.normal is None or member.normal.severity == "error",
            "deviation.form": not any(form.severity == "warning" for form in member.lexical),
            "code.unknown": member.codes is not None and member.codes.unknown == "refuse",
        }
        if not refused.get(code, code.startswith("type.")):
            yield code


def _rule_codes(rule: Rule, prefix: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if rule.kind == "signature":
        if not any(carrier.field.startswith("setting.") for carrier in rule.carriers):  # then it may be elsewhere
            yield "signature.missing", ()
        yield from (("signature.mismatch", (prefix + carrier.field,)) for carrier in rule.carriers)
    elif rule.kind in ("unique", "echoes"):
        at = f"{prefix}{rule.field}[]"
        places = (f"{at}.{rule.key}" if rule.key else at, prefix + rule.field)
        yield f"rule.{rule.kind}", places
    elif rule.kind == "repeated":
        yield from (("rule.repeated", (f"{prefix}{rule.field}[].{name}",)) for name in (rule.code, *rule.same))
    elif rule.kind == "count":
        yield "rule.count", tuple((prefix + place).rstrip(".") for place in rule.places)
    else:
        yield f"rule.{rule.kind}", tuple(prefix + name for name in (rule.fields or (rule.field,)))


def _member_codes(member: Member) -> Iterator[str]:
    """What one member and everything in it may be refused or warned for; each code counts once per message."""
    if any(alternative.severity is not None for alternative in member.alternatives):
        yield "deviation.name"
    if member.slot not in ("root", "text", "entries", "status") and not member.optional:
        if member.missing is None:
            yield "shape.missing"
        elif member.missing != "accept":
            yield "deviation.missing"
    yield from _node_codes(member.node)


def _node_codes(node: Leaf | Const | Tree | Array | Joined) -> Iterator[str]:
    if isinstance(node, Const):
        yield "shape.const"
    elif isinstance(node, Leaf):
        if node.empty == "refuse":
            yield "shape.empty"
        elif node.empty == "absent" and node.empty_severity is not None:
            yield "deviation.empty"
        if any(severity is not None for _, severity in node.accepts):
            yield "deviation.form"
    elif isinstance(node, (Array, Joined)):
        yield from _node_codes(node.item)
    else:
        if node.order == "sequence":
            yield "shape.order"
        if node.unknown.policy == "warn":  # refusing is what every tree does unless told otherwise
            yield "shape.unknown"
        elif node.unknown.policy == "collect" and node.unknown.severity is not None:
            yield "deviation.extra"
        if node.unknown.excepted or node.unknown_attributes.excepted:
            yield "shape.unknown"
        for inner in node.members:
            yield from _member_codes(inner)
