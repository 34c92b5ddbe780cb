"""Lists in one text: which field, what its items are, and whether its separators can be told from them."""

from __future__ import annotations

from wirebook.lexical.moments import tokens
from wirebook.model import Joined, Leaf, LineCapture, LineGroup, LineLiteral, LinePairs, Lines, Member, Scalar
from wirebook.spec.builder import places
from wirebook.spec.builder.desk import Build
from wirebook.spec.builder.places import forms, member_rest, natural
from wirebook.spec.builder.scope import Scope
from wirebook.spec.nodes import Node

__all__ = ["apart", "is_joined", "joined", "place"]

MAX_SEPARATOR = 8  # characters
_DIGITS = "0123456789"
_NOT_FOR_LISTS = ("absent", "empty", "empty_deviation", "nil")


def is_joined(node: Node) -> bool:
    """Whether a binding says that a list stands in one text."""
    return node.kind == "map" and ("separators" in node.items or "trailing" in node.items)


def place(scope: Scope, node: Node, slot: str, name: str, *, json: bool) -> Member:
    """The place of a scalar field, of a fixed text, or of a list whose items stand in one text."""
    if not is_joined(node):
        return places.place(scope, node, slot, name, json=json)
    b = scope.b
    if "const" in node.items:
        b.fail("spec.value", node.items["const"], at_key=True, name="const", reason="a fixed text is no list")
    bind = node.need("bind")
    made = joined(scope, bind, bind.text, node)
    for key in _NOT_FOR_LISTS:
        if key in node.items:
            b.report("spec.value", node.items[key], at_key=True, name=key, reason="an empty text is an empty list")
    null = node.get("null")
    if null is not None and not json:
        b.report("spec.value", null, at_key=True, name="null", reason="only JSON has null")
    form, accepts = _forms(b, node, made.item.type, json=json)
    leaf = Leaf(".", made.item.type, form, accepts, null="refuse" if null is None else null.text)
    required = node.get("required")
    needed = required is not None and required.text == "true"
    names, missing, deviation, duplicate = member_rest(b, node, None)
    if missing is not None and not needed:
        b.value(node.need("missing"), "without `required: true` the place may be missing anyway")
    node_made = Joined(made.bind, leaf, made.separators, made.trailing)
    return Member(slot, name, node_made, not needed, "", "", names, missing, deviation, duplicate)


def _forms(b: Build, node: Node, kind: Scalar, *, json: bool) -> tuple[str, tuple[tuple[str, str | None], ...]]:
    stated = node.get("as")
    if not json or stated is None:
        return ("string", ()) if json else forms(b, node, kind, json)
    first, others = forms(b, node, kind, json)
    if first != "string" or any(other[0] == "boolean" for other in others):
        b.report(
            "spec.value", stated, at_key=True, name="as", reason="a list in one text is a string, or the number of one"
        )
    return "string", tuple(other for other in others if other[0] != "string")


def joined(scope: Scope, where: Node, name: str, node: Node) -> Joined:
    """The list that a text holds; ``where`` names the field, ``node`` has the separators."""
    b = scope.b
    stated = node.get("separators")
    if stated is None:
        b.fail("spec.value", node.items["trailing"], at_key=True, name="trailing", reason="belongs to `separators`")
    field, inside = scope.items(Node("scalar", where.file, where.line, where.column, name))
    kind = inside.kind
    if not isinstance(kind, Scalar):
        scope.quiet = True
        b.fail("spec.shape", where, name=scope.message, reason=f"the items of {field.name} are records: no text")
    found = []
    for child in stated.each():
        found.append(child.text)
        if len(child.text) > MAX_SEPARATOR:
            b.value(child, f"a separator has at most {MAX_SEPARATOR} characters")
        reason = _within(kind, child.text)
        if reason:
            b.value(child, reason)
    for one, other in ((one, other) for i, one in enumerate(found) for other in found[:i]):
        if one in other or other in one:
            b.value(stated, f"{one!r} and {other!r}: one holds the other, so what separates cannot be told")
    trailing = node.get("trailing")
    leaf = Leaf(".", kind, natural(kind, json=False))
    return Joined(field.name, leaf, tuple(found), trailing is not None and trailing.text == "true")


def _within(kind: Scalar, separator: str) -> str:
    """Why an item of this type may hold a separator, "" if its form tells that it does not."""
    clash = next((char for char in separator if char in _own(kind)), "")
    if clash:
        return f"items of {kind.base} are written with {clash!r} themselves"
    for facet in kind.facets:
        if facet.name == "enumeration" and isinstance(facet.value, tuple):
            value = next((str(value) for value in facet.value if separator in str(value)), "")
            if value:
                return f"the item {value!r} holds it"
    return next(filter(None, (_within(member, separator) for member in getattr(kind, "members", ()))), "")


def _own(kind: Scalar) -> str:
    """Characters with which a type's own texts are written; strings say theirs in facets."""
    if kind.base in ("integer", "bits", "decimal"):
        forms = {form.form for form in kind.lexical}
        point = "." if kind.base == "decimal" or "zero_fraction" in forms else ""
        comma = "," if "comma" in forms else ""
        return f"{_DIGITS}-{'+' if 'plus' in forms else ''}{point}{comma}"
    if kind.base in ("date", "time", "datetime"):
        literals = [text for form in kind.lexical for text, is_token in tokens(form.form) if not is_token]
        return _DIGITS + "".join(literals)
    if kind.base == "phone":
        return f"{_DIGITS}{'' if kind.normal is None else kind.normal.strip}"
    if kind.base == "boolean":
        return "".join(form.form.replace("/", "") for form in kind.lexical) or "truefalse"
    return ""


def apart(b: Build, where: Node, message: str, lines: Lines) -> None:
    """Report separators that a line's literals cannot be told from."""
    pieces = [p for one in lines.pieces for p in (one.pieces if isinstance(one, LineGroup) else (one,))]
    literals = [p.text for p in pieces if isinstance(p, LineLiteral)]
    literals += [t for p in pieces if isinstance(p, LinePairs) for t in (p.prefix, p.infix, p.suffix) if t]
    for piece in pieces:
        made = piece.leaf if isinstance(piece, LineCapture) else None
        if not isinstance(made, Joined):
            continue
        for separator in made.separators:
            bad = next((text for text in literals if separator in text or text in separator), None)
            if bad is not None:
                reason = f"{made.bind}: the line's own {bad!r} cannot be told from the separator {separator!r}"
                b.report("spec.shape", where, name=message, reason=reason)
            if set(separator) & set("\r\n"):
                b.report("spec.shape", where, name=message, reason=f"{made.bind}: a line holds no line end")
