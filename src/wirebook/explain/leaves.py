"""Scalars where they stand: JSON kinds, absent and empty texts, then the lexical rules.

Values of sensitive scalars never leave this module but as values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wirebook.explain.place import Place, value_span
from wirebook.explain.scope import ABSENT, ITEM, Scope
from wirebook.explain.show import MASKED, plausible, shown_refused
from wirebook.lexical import Hit, in_operation, pair, parse, spaced, spelled
from wirebook.memo import once_per_object
from wirebook.model import Field, Leaf, Member, Scalar
from wirebook.wire.tree import NIL, NILS, Node

if TYPE_CHECKING:
    from wirebook.explain.walk import Walk

__all__ = [
    "Spot",
    "default_value",
    "item_value",
    "kind_fits",
    "raw_plus",
    "read_leaf",
    "read_value",
    "required",
    "show_value",
]


class Spot:
    """What findings about one scalar have in common."""

    __slots__ = ("name", "path", "place", "source", "span")

    def __init__(self, name: str, path: str, node: Node, place: Place, source: str) -> None:
        self.name = name
        self.path = path
        self.place = place
        self.source = source
        self.span = value_span(node)


def required(field: Field | None) -> bool:
    """Whether a field has to be there."""
    return field is not None and not field.optional and field.default is None


@once_per_object
def default_value(field: Field) -> Any:
    """The logical value of a field's default."""
    if field.default is None:
        return None
    if isinstance(field.type, Scalar):
        value = spelled(field.type, field.default.value)
        if value is not None:
            return value
    return field.default.value


def read_leaf(walk: Walk, node: Node, leaf: Leaf, member: Member | None, scope: Scope, place: Place) -> None:
    """One scalar field, or the scalar item of a list, into its scope."""
    field = scope.fields.get(leaf.bind)
    name = leaf.bind if leaf.bind != ITEM else (member.name if member is not None else "") or place.name
    source = leaf.type.source if field is None else field.source
    spot = Spot(name, scope.path_of(leaf.bind), node, place, source)
    scope.at[leaf.bind] = place
    before = walk.errors
    value = read_value(walk, node, leaf, spot)
    if walk.errors > before:
        scope.broken.add(leaf.bind)
    elif value is not ABSENT:
        scope.values[leaf.bind] = value
        _explicit(walk, field, value, spot)
    elif required(field) and walk.absent(field, member, spot.path, spot.span, place):
        scope.missing.add(leaf.bind)


def _explicit(walk: Walk, field: Field | None, value: Any, spot: Spot) -> None:
    if field is None or field.default is None or field.default.explicit is None:
        return
    if value == default_value(field):
        default = field.default
        args = {"name": spot.name}
        walk.note("deviation.explicit", str(default.explicit), spot.path, spot.span, spot.place, args, spot.source,
                  default.deviation)  # fmt: skip


def read_value(walk: Walk, node: Node, leaf: Leaf, spot: Spot) -> Any:
    """The value of a node, or ABSENT; what is wrong is noted, and then the value means nothing."""
    scalar = leaf.type
    shows = scalar.sensitive is None and not any(child.slot == "element" for child in node.children)
    raw_plus(walk, node, scalar, spot)
    fits = kind_fits(walk, node, leaf, spot)
    if not fits or (leaf.nil == "absent" and _nil(walk, node, spot)):
        if shows:
            show_value(walk, node, scalar, spot.span, doubted=True)
        return ABSENT
    doubts = walk.doubts
    value = item_value(walk, _text(node, scalar), leaf, spot)
    if shows:
        show_value(walk, node, scalar, spot.span, doubted=walk.doubts > doubts)
    return value


def show_value(walk: Walk, node: Node, scalar: Scalar, span: tuple[int, int], *, doubted: bool) -> None:
    """Let excerpts show a value that is not sensitive; of a doubted one what can hardly be anything else.

    In a line nothing but its place says what a value is, so a doubted one is not shown there. In a form a
    parameter that lacks its ``&`` ends the value before it, which holds a ``=`` then: that is doubted too.
    """
    doubted = doubted or (walk.encoding == "form" and b"=" in walk.body[slice(*span)])
    if doubted and node.slot == "capture":
        return
    shown = plausible(scalar, node.text) if doubted else len(node.text)
    if shown == len(node.text):
        walk.show(*span)
        return
    begin = node.text[:shown]
    start = span[0]
    # Only where the body holds it as it is: what was escaped has no bytes of its own.
    if begin.isascii() and walk.body[start : start + shown] == begin.encode():
        walk.show(start, start + shown)


def _nil(walk: Walk, node: Node, spot: Spot) -> bool:
    """Whether an element says that it stands for nothing (XML Schema Part 1, 2.6.2), or says it wrongly."""
    said = next((child for child in node.children if child.slot == "attribute" and child.name == NIL), None)
    if said is None:
        return False
    answer = NILS.get(said.text.strip(" \t\r\n"))
    if answer is None:
        args = {"name": "xsi:nil", "want": "true"}
        walk.note("shape.const", "error", spot.path, value_span(said), spot.place, args, spot.source)
        return True
    walk.show(*value_span(said))
    if answer and node.text:
        walk.note("shape.nil", "error", spot.path, spot.span, spot.place, {"name": spot.name}, spot.source)
    return answer


def raw_plus(walk: Walk, node: Node, scalar: Scalar, spot: Spot) -> None:
    """A plus sign that a form reads as a space, where numbers begin with one."""
    if walk.encoding == "form" and scalar.base == "phone" and b"+" in walk.body[node.value_start : node.value_end]:
        walk.note("form.plus", "warning", spot.path, spot.span, spot.place, {"name": spot.name}, spot.source)


def item_value(walk: Walk, text: str, leaf: Leaf, spot: Spot) -> Any:
    """The value of a text, or ABSENT; what is wrong is noted."""
    scalar = leaf.type
    text = spaced(scalar, text)
    if leaf.absent is not None and text == leaf.absent:
        return ABSENT
    if text == "" and leaf.empty != "value":
        _empty(walk, leaf, spot)
        return ABSENT
    value, hits = parse(in_operation(scalar, walk.ctx.operation), text)
    for hit in hits:
        _tell(walk, hit, scalar, spot)
    return ABSENT if value is None else value


def _text(node: Node, scalar: Scalar) -> str:
    """A node's text; JSON's true and false are the canonical texts of a boolean."""
    if node.kind == "boolean" and scalar.base == "boolean":
        return pair(scalar.lexical[0])[0 if node.text == "true" else 1]
    return node.text


def kind_fits(walk: Walk, node: Node, leaf: Leaf, spot: Spot) -> bool:
    """Whether a JSON node has a form that is taken; a null that is absent gives no finding."""
    if walk.encoding != "json" or node.region:  # what came around the body is text
        return True
    want = "string" if leaf.form == "text" else leaf.form
    if node.kind == want:
        return True
    for form, severity in leaf.accepts:
        if node.kind == form:
            if severity is not None:
                walk.note(
                    "deviation.form", severity, spot.path, spot.span, spot.place, {"name": spot.name}, spot.source
                )
            return True
    if node.kind == "null":
        if leaf.null != "absent":
            walk.note("shape.null", "error", spot.path, spot.span, spot.place, {"name": spot.name}, spot.source)
        return False
    args = {"name": spot.name, "got": node.kind, "want": want}
    walk.note("shape.kind", "error", spot.path, spot.span, spot.place, args, spot.source)
    return False


def _empty(walk: Walk, leaf: Leaf, spot: Spot) -> None:
    args = {"name": spot.name}
    if leaf.empty == "refuse":
        walk.note("shape.empty", "error", spot.path, spot.span, spot.place, args, spot.source, leaf.empty_deviation)
    elif leaf.empty_severity is not None:
        walk.note("deviation.empty", leaf.empty_severity, spot.path, spot.span, spot.place, args, spot.source,
                  leaf.empty_deviation)  # fmt: skip


def _tell(walk: Walk, hit: Hit, scalar: Scalar, spot: Spot) -> None:
    """A lexical hit as a finding at this spot."""
    args = {"name": spot.name, **hit.args}
    if "got" in args and hit.code in ("code.unknown", "deviation.extra"):
        args["got"] = MASKED if scalar.sensitive else shown_refused(scalar, args["got"])
        if hit.code == "deviation.extra":
            args["name"] = f"{spot.name} {args['got']}"
    elif "got" in args and scalar.sensitive == "secret":
        args["got"] = MASKED  # not even the length of a password shows
    if not hit.code.startswith("deviation."):
        walk.doubts += 1
    source = hit.source or spot.source
    walk.note(hit.code, hit.severity, spot.path, spot.span, spot.place, args, source, hit.deviation)
