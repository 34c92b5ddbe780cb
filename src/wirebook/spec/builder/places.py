"""Places: what a binding means where it stands, its lexical form, its states, its other names.

The same for attributes, elements, members and parameters; captures of lines share the leaf.
"""

from __future__ import annotations

from dataclasses import replace

from wirebook import lexical
from wirebook.lexical import JSON_NUMBERS
from wirebook.model import Alternative, Const, Field, Leaf, Member, Scalar
from wirebook.spec.builder.desk import Build
from wirebook.spec.builder.scope import Scope
from wirebook.spec.nodes import Node
from wirebook.spec.values import decimal, whole

__all__ = ["absent_literal", "alternatives", "entries", "forms", "leaf", "member_rest", "natural", "place"]

# What a mapping of entries cannot say: the places come and go with the keys.
_NOT_FOR_ENTRIES = (
    "nil",
    "const",
    "absent",
    "required",
    "alternatives",
    "missing",
    "duplicate",
    "separators",
    "trailing",
)


def place(scope: Scope, node: Node, slot: str, name: str, *, json: bool) -> Member:
    """The place of a scalar field or of a fixed text."""
    if node.kind == "map" and "const" in node.items:
        names, missing, deviation, duplicate = member_rest(scope.b, node, None)
        return Member(slot, name, const(scope.b, node, json=json), False, "", "", names, missing, deviation, duplicate)
    made, field = leaf(scope, node, json=json)
    if made.nil != "refuse" and slot != "element" and not json:
        scope.b.report("spec.value", node.need("nil"), at_key=True, name="nil", reason="only XML elements have it")
    names, missing, deviation, duplicate = member_rest(scope.b, node, field)
    optional = is_optional(scope.b, node, field)
    return Member(slot, name, made, optional, "", "", names, missing, deviation, duplicate)


def entries(scope: Scope, node: Node, slot: str, *, json: bool) -> Member:
    """The places of a map field: one in ``slot`` for each of its keys."""
    for key in _NOT_FOR_ENTRIES:
        if key in node.items:
            reason = f'"*" stands for a map field: {key} has no meaning'
            scope.b.fail("spec.shape", node.items[key], at_key=True, name=scope.message, reason=reason)
    bind = node if node.kind == "scalar" else node.need("bind")
    _, kind = scope.entries(bind)
    # In the place of each key stands the value itself: "." in a scope of its own.
    twin = node.copy()
    twin.key, twin.parent = node.key, node.parent
    item = Node("scalar", bind.file, bind.line, bind.column, ".")
    if node.kind == "map":
        twin.put("bind", item)
    else:
        twin = item
    made, _ = leaf(Scope(scope.b, kind.values, "", set(), scope.message, frozenset()), twin, json=json)
    return Member("entries", "", replace(made, bind=bind.text), True, entry=slot)


def leaf(scope: Scope, node: Node, *, json: bool) -> tuple[Leaf, Field | None]:
    """The leaf that a binding (a field's name or a mapping with ``bind``) stands for."""
    b = scope.b
    if node.kind == "scalar":
        kind, field = scope.scalar(node, node.text)
        return Leaf(node.text, kind, form=natural(kind, json=json)), field
    bind = node.need("bind")
    kind, field = scope.scalar(bind, bind.text)
    form, accepts = forms(b, node, kind, json)
    absent, empty, null, nil = node.get("absent"), node.get("empty"), node.get("null"), node.get("nil")
    if nil is not None and json:
        b.report("spec.value", nil, at_key=True, name="nil", reason="only XML elements have it")
    if null is not None and not json:
        b.report("spec.value", null, at_key=True, name="null", reason="only JSON has null")
    explained = node.get("empty_deviation")
    severity, deviation = b.decided(explained)
    if explained is not None and (empty is None or empty.text != "absent"):
        b.report("spec.value", explained, at_key=True, name="empty_deviation", reason="belongs to empty: absent")
    means_absent = (
        absent if absent is not None else next((n for n in (empty, null, nil) if n and n.text == "absent"), None)
    )
    if means_absent is not None and field is not None and not (field.optional or field.missing):
        b.value(means_absent, f"{field.name} is required, so nothing can stand for its absence")
    if absent is not None:
        absent_literal(scope, absent, kind, absent.text)
    if {form, *(name for name, _ in accepts)} == {"boolean"}:
        for child in (absent, empty):
            if child is not None:
                b.report("spec.value", child, at_key=True, name=child.key, reason="a JSON boolean is no text; see null")
    return (
        Leaf(
            bind=bind.text,
            type=kind,
            form=form,
            accepts=accepts,
            absent=None if absent is None else absent.text,
            empty="value" if empty is None else empty.text,
            empty_severity=severity,
            empty_deviation=deviation,
            null="refuse" if null is None else null.text,
            nil="refuse" if nil is None else nil.text,
        ),
        field,
    )


def absent_literal(scope: Scope, node: Node, kind: Scalar, literal: str) -> None:
    """Report a literal for absence that is a value of the field too: it would not come back as it was."""
    if not any(hit.severity == "error" for hit in lexical.parse(kind, literal)[1]):
        reason = f"{literal} is also a value of the field, so it cannot stand for its absence"
        scope.b.report("spec.shape", node, name=scope.message, reason=reason)


def is_optional(b: Build, node: Node, field: Field | None) -> bool:
    """Whether a field's place may be missing: as the field says, unless ``required`` keeps the place."""
    optional = field is not None and field.optional
    stated = node.get("required") if node.kind == "map" else None
    if stated is None or stated.text == "false":
        return optional
    if not optional:
        b.report("spec.value", stated, at_key=True, name="required", reason="the field is required anyway")
    return False


def natural(kind: Scalar, *, json: bool) -> str:
    """The form in which a scalar stands unless the spec says otherwise."""
    return lexical.json_form(kind) if json else "text"


def forms(b: Build, node: Node, kind: Scalar, json: bool) -> tuple[str, tuple[tuple[str, str | None], ...]]:
    """The JSON form that is written, and those that are read too."""
    stated = node.get("as")
    if stated is None:
        return natural(kind, json=json), ()
    if not json:
        b.report("spec.value", stated, at_key=True, name="as", reason="only JSON has several forms")
        return "text", ()
    children = [stated] if stated.kind == "scalar" else list(stated.each())
    forms: list[tuple[str, str | None]] = []
    for child in children:
        if child.kind == "scalar":
            forms.append((child.text, None))
        else:
            forms.append((child.need("form").text, b.decided(child.get("deviation"))[0]))
    names = [name for name, _ in forms]
    if len(set(names)) != len(names):
        b.value(stated, "a form occurs twice")
    if "number" in names and not (_is_number(kind) or (names[0] != "number" and len(names) > 1)):
        b.value(stated, f"{kind.base} is no JSON number")
    if "boolean" in names and kind.base != "boolean":
        b.value(stated, f"{kind.base} is no JSON boolean")
    return names[0], tuple(forms[1:])


def _is_number(kind: Scalar) -> bool:
    """Whether all that is written of a type can stand as a JSON number."""
    if kind.base == "boolean":
        return all(whole(text) is not None for text in lexical.pair(kind.lexical[0]))
    return all(map(_is_number, kind.members)) if kind.base == "union" else kind.base in JSON_NUMBERS


def const(b: Build, node: Node, *, json: bool) -> Const:
    """The fixed text of a binding with ``const``."""
    for key in ("absent", "empty", "empty_deviation", "null", "nil"):
        if key in node.items:
            b.report("spec.value", node.items[key], at_key=True, name=key, reason="a fixed text has no such states")
    stated = node.get("as")
    form = "string" if json else "text"
    if stated is not None:
        if not json or stated.kind != "scalar":
            b.report("spec.value", stated, at_key=True, name="as", reason="one JSON form, for a fixed value")
        else:
            form = stated.text
            if form == "number" and decimal(node.need("const").text) is None:
                b.value(stated, f"{node.need('const').text} is no number")
            if form == "boolean" and node.need("const").text not in ("true", "false"):
                b.value(stated, f"{node.need('const').text} is neither true nor false")
    return Const(node.need("const").text, form)


def alternatives(b: Build, node: Node) -> tuple[Alternative, ...]:
    """The alternative names of an element, attribute, member or parameter."""
    if node.kind != "map":
        return ()
    declared = node.get("alternatives")
    found: list[Alternative] = []
    for child in declared.each() if declared is not None else ():
        severity, deviation = b.decided(child.need("deviation"))
        found.append(Alternative(child.need("name").text, severity, deviation or ""))
    return tuple(found)


def member_rest(
    b: Build, node: Node, field: Field | None
) -> tuple[tuple[Alternative, ...], str | None, str | None, str]:
    """(alternatives, missing, its deviation, duplicate) of a place; a field's own ``missing`` holds in every place."""
    if node.kind != "map":
        own: tuple[str | None, str | None] = (None, None)
        duplicate = None
    else:
        own = b.missing(node.get("missing"))
        duplicate = node.get("duplicate")
        if own[0] is not None and field is not None and field.optional:
            b.value(node.need("missing"), f"{field.name} is optional and may be missing anyway")
    if own[0] is None and field is not None:
        own = field.missing, field.deviation
    return alternatives(b, node), own[0], own[1], "error" if duplicate is None else duplicate.text
