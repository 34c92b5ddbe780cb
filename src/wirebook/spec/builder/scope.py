"""Bindings: which field of the record in scope stands in which place, and whether each stands somewhere.

Shared by the shapes of all encodings. A Scope is one entry into a record; closing it
reports the fields that no place holds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from wirebook.lexical import compiled
from wirebook.model import Field, Leaf, List, Map, Member, Record, Scalar, Unknown
from wirebook.spec.builder.desk import Build
from wirebook.spec.nodes import Broken, Node

__all__ = ["Scope", "excepted", "excepted_apart", "name_clashes", "unknown"]


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
            advice = " (say `separators` if one text holds it)" if isinstance(field.type, List) else ""
            self.b.fail("spec.shape", node, name=self.message, reason=f"{name} is {kind}, not a scalar{advice}")
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
    return Unknown("collect", target.text, severity, deviation, excepted(scope, node))


def excepted(scope: Scope, node: Node) -> tuple[str, ...]:
    """The names that are refused where others are collected."""
    listed = node.get("except")
    names: dict[str, None] = {}
    for child in listed.each() if listed is not None else ():
        if child.text in names:
            scope.b.report("spec.value", child, name=child.text, reason="is excepted twice")
        names[child.text] = None
    return tuple(names)


def excepted_apart(scope: Scope, node: Node, listed: Collection[str]) -> None:
    """Report names excepted by ``node`` that are never collected: ``listed`` by the shape, or no key of the map."""
    found = node.get("except")
    field = scope.fields.get(node.need("collect").text)
    kind = field.type if field is not None else None
    pattern = compiled(kind.key_pattern) if isinstance(kind, Map) and kind.key_pattern else None
    for child in found.each() if found is not None else ():
        if child.text in listed:
            scope.b.report("spec.value", child, name=child.text, reason="is a name that the shape lists")
        elif pattern is not None and pattern.fullmatch(child.text) is None:
            scope.b.report("spec.value", child, name=child.text, reason="is no key that the map can have")


def name_clashes(scope: Scope, node: Node, members: Iterable[Member]) -> None:
    """Report two places of one name in one tree, and names that are listed and excepted from those that are not."""
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
    for key in ("unknown", "unknown_attributes"):
        policy = node.get(key)
        if policy is not None and policy.kind == "map":
            listed = {name for slot, name in seen if (slot == "attribute") == (key == "unknown_attributes")}
            excepted_apart(scope, policy, listed)
