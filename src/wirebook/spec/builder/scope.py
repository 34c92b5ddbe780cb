"""Bindings: which field of the record in scope stands in which place, and whether each stands somewhere.

Shared by the shapes of all encodings. A Scope is one entry into a record; closing it
reports the fields that no place holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wirebook.model import Alternative, Const, Field, Leaf, List, Map, Member, Record, Scalar, Unknown
from wirebook.spec.builder.desk import Build
from wirebook.spec.nodes import Broken, Node

__all__ = ["Scope", "alternatives", "const", "is_optional", "leaf", "member_rest", "name_clashes", "unknown"]

JSON_NUMBERS = ("integer", "decimal", "bits")


class Scope:
    """One entry into a record, or into the scalar item of a list.

    kind: the record, or the scalar that "." means. path: from the message, "" or
    ``messages.``, for ``drops``; ``elsewhere``: what other encodings of the message drop.
    ``quiet``: something in it was reported already.
    """

    def __init__(
        self, b: Build, kind: Record | Scalar, path: str, drops: set[str], message: str, elsewhere: frozenset[str]
    ) -> None:
        self.b = b
        self.kind = kind
        self.path = path
        self.drops = drops
        self.message = message
        self.elsewhere = elsewhere
        self.quiet = False
        self.fields = {f.name: f for f in kind.fields} if isinstance(kind, Record) else {}
        self.bound: dict[str, Node] = {}

    def inner(self, field: str, kind: Record | Scalar) -> Scope:
        """The scope inside a record field or a list's items."""
        return Scope(self.b, kind, f"{self.path}{field}.", self.drops, self.message, self.elsewhere)

    def field(self, node: Node, name: str) -> Field:
        """The field that a place binds, now bound."""
        field = self.fields.get(name)
        if field is None:
            self.quiet = True
            if name == "." or isinstance(self.kind, Scalar):
                self.b.fail("spec.shape", node, name=self.message, reason=f"{name} has no meaning here")
            self.b.unresolved(node, "field", name, self.fields)
            raise Broken
        if name in self.bound:
            self.b.report("spec.shape", node, name=self.message, reason=f"{self.path}{name} is bound twice")
        elif self.path + name in self.drops:
            self.b.report("spec.shape", node, name=self.message, reason=f"{self.path}{name} is bound and in drops")
        self.bound[name] = node
        return field

    def scalar(self, node: Node, name: str) -> tuple[Scalar, Field | None]:
        """The scalar that a place binds; the field is None for the item itself."""
        if name == "." and isinstance(self.kind, Scalar):
            if "." in self.bound:
                self.b.report("spec.shape", node, name=self.message, reason="the item is bound twice")
            self.bound["."] = node
            return self.kind, None
        field = self.field(node, name)
        if not isinstance(field.type, Scalar):
            self.quiet = True
            kind = {Record: "a record", List: "a list", Map: "a map"}[type(field.type)]
            self.b.fail("spec.shape", node, name=self.message, reason=f"{name} is {kind}, not a scalar")
        return field.type, field

    def enter(self, node: Node) -> tuple[Field, Scope]:
        """The record field that a node enters, and the scope inside."""
        field = self.field(node, node.text)
        if not isinstance(field.type, Record):
            self.quiet = True
            self.b.fail("spec.shape", node, name=self.message, reason=f"{node.text} is no record")
        return field, self.inner(node.text, field.type)

    def items(self, node: Node) -> tuple[Field, Scope]:
        """The list field that a node repeats for, and the scope of one item."""
        field = self.field(node, node.text)
        if not isinstance(field.type, List):
            self.quiet = True
            self.b.fail("spec.shape", node, name=self.message, reason=f"{node.text} is no list")
        return field, self.inner(node.text, field.type.item)

    def entries(self, node: Node) -> tuple[Field, Map]:
        """The map field that a node's members go to."""
        field = self.field(node, node.text)
        if not isinstance(field.type, Map):
            self.quiet = True
            self.b.fail("spec.shape", node, name=self.message, reason=f"{node.text} is no map")
        return field, field.type

    def same(self) -> list[Field]:
        """The fields that ``same`` places: all but the dropped ones and those bound already."""
        return [f for f in self.fields.values() if f.name not in self.bound and self.path + f.name not in self.drops]

    def members(self, nodes: Iterable[Node], make: Callable[[Node], Member]) -> list[Member]:
        """What ``make`` makes of each node; a place that was reported keeps the scope quiet about the rest."""
        children = list(nodes)
        made = self.b.collect(children, make)
        self.quiet |= len(made) < len(children)
        return list(made.values())

    def close(self, node: Node) -> None:
        """Report the fields without a place; ``node`` is where the scope was entered."""
        if self.quiet:
            return
        if isinstance(self.kind, Scalar):
            if "." not in self.bound:
                self.b.report("spec.shape", node, name=self.message, reason='nothing binds ".", the item')
            return
        lacking = [f"{self.path}{n}" for n in self.fields if n not in self.bound and self.path + n not in self.drops]
        if lacking:
            names = ", ".join(lacking)
            self.b.report("spec.shape", node, name=self.message, reason=f"{names}: bound nowhere and not in drops")


def leaf(scope: Scope, node: Node, *, json: bool) -> tuple[Leaf, Field | None]:
    """The leaf that a binding (a field's name or a mapping with ``bind``) stands for."""
    b = scope.b
    if node.kind == "scalar":
        kind, field = scope.scalar(node, node.text)
        return Leaf(node.text, kind, form=_natural(kind, json)), field
    bind = node.need("bind")
    kind, field = scope.scalar(bind, bind.text)
    form, accepts = _forms(b, node, kind, json)
    absent, empty, null = node.get("absent"), node.get("empty"), node.get("null")
    if null is not None and not json:
        b.report("spec.value", null, at_key=True, name="null", reason="only JSON has null")
    explained = node.get("empty_deviation")
    severity, deviation = b.decided(explained)
    if explained is not None and (empty is None or empty.text != "absent"):
        b.report("spec.value", explained, at_key=True, name="empty_deviation", reason="belongs to empty: absent")
    means_absent = absent if absent is not None else next((n for n in (empty, null) if n and n.text == "absent"), None)
    if means_absent is not None and field is not None and not (field.optional or field.missing):
        b.value(means_absent, f"{field.name} is required, so nothing can stand for its absence")
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
        ),
        field,
    )


def is_optional(b: Build, node: Node, field: Field | None) -> bool:
    """Whether a field's place may be missing: as the field says, unless ``required`` keeps the place."""
    optional = field is not None and field.optional
    stated = node.get("required") if node.kind == "map" else None
    if stated is None or stated.text == "false":
        return optional
    if not optional:
        b.report("spec.value", stated, at_key=True, name="required", reason="the field is required anyway")
    return False


def _natural(kind: Scalar, json: bool) -> str:
    if not json:
        return "text"
    return "number" if kind.base in JSON_NUMBERS else "string"


def _forms(b: Build, node: Node, kind: Scalar, json: bool) -> tuple[str, tuple[tuple[str, str | None], ...]]:
    stated = node.get("as")
    if stated is None:
        return _natural(kind, json), ()
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
    if "number" in names and kind.base not in JSON_NUMBERS and not (names[0] == "string" and len(names) > 1):
        b.value(stated, f"{kind.base} is no JSON number")
    return names[0], tuple(forms[1:])


def const(b: Build, node: Node, *, json: bool) -> Const:
    """The fixed text of a binding with ``const``."""
    for key in ("absent", "empty", "empty_deviation", "null"):
        if key in node.items:
            b.report("spec.value", node.items[key], at_key=True, name=key, reason="a fixed text has no such states")
    stated = node.get("as")
    form = "string" if json else "text"
    if stated is not None:
        if not json or stated.kind != "scalar":
            b.report("spec.value", stated, at_key=True, name="as", reason="one JSON form, for a fixed value")
        else:
            form = stated.text
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


def unknown(scope: Scope, node: Node | None) -> Unknown:
    """A policy for names that are not listed."""
    if node is None:
        return Unknown()
    if node.kind == "scalar":
        return Unknown(node.text)
    target = node.need("collect")
    _, kind = scope.entries(target)
    if kind.keys:
        scope.b.value(target, "a map with listed keys takes no unknown names")
    severity, deviation = scope.b.decided(node.get("deviation"))
    if severity == "error":
        scope.b.value(node.need("deviation"), "what is collected is not refused")
    return Unknown("collect", target.text, severity, deviation)


def name_clashes(scope: Scope, node: Node, members: Iterable[Member]) -> None:
    """Report two places of one name in one tree."""
    seen: set[tuple[str, str]] = set()
    for member in members:
        if member.slot == "entries" and isinstance(member.node, Leaf):
            field = scope.fields[member.node.bind]
            names = [(member.entry, key) for key, _ in field.type.keys] if isinstance(field.type, Map) else []
            names.append((f"{member.entry} *", "*"))
        else:
            names = [(member.slot, name) for name in (member.name, *(a.name for a in member.alternatives))]
        for pair in names:
            if pair in seen:
                scope.b.report("spec.shape", node, name=scope.message, reason=f"{' '.join(pair).strip()} stands twice")
            seen.add(pair)
