"""The walk of a shape over a wire tree: every node is met once, everything wrong is noted.

Trees, arrays and members are here; scalars in ``leaves``, lines in ``lines``, what a
record's fields mean together in ``rules``. The walk never looks at bytes: nodes carry
their texts and spans.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wirebook.diagnostic import Skipped
from wirebook.explain.conditions import World
from wirebook.explain.joined import read_joined
from wirebook.explain.leaves import default_value, read_leaf
from wirebook.explain.notes import Notes
from wirebook.explain.place import Place, name_span, start_span, value_span
from wirebook.explain.plan import placed, plan_of
from wirebook.explain.rules import evaluate
from wirebook.explain.scope import ITEM, Scope, ordered, step
from wirebook.explain.show import shown_name
from wirebook.explain.unknown import met_unknown
from wirebook.memo import once_per_object
from wirebook.model import (
    Alternative,
    Array,
    Const,
    Field,
    Joined,
    Leaf,
    List,
    Map,
    Member,
    Message,
    Provider,
    Record,
    Scalar,
    Tree,
)
from wirebook.part import Context
from wirebook.wire.caps import MAX_NODES
from wirebook.wire.tree import NIL, Node

__all__ = ["Beyond", "Walk"]

Beyond = Callable[[Scope], frozenset[str]]

_BLANK = " \t\r\n"


class Walk(Notes):
    """The state of one walk: what was met, and what was skipped."""

    def __init__(self, provider: Provider, message: Message, encoding: str, charset: str, body: bytes, ctx: Context):
        super().__init__(body, ctx.secret or "")
        self.provider = provider
        self.message = message
        self.encoding = encoding
        self.charset = charset
        self.ctx = ctx
        self.shape = next((shape for shape in message.shapes if shape.encoding == encoding), None)
        self.doubts = 0  # values that may not be what their places say
        self.room = MAX_NODES  # items of lists in one text that a body may still have
        self.skipped: dict[tuple[str, str], Skipped] = {}

    # ------------------------------------------------------------ roots and nodes

    def root(self, node: Node, member: Member, beyond: Beyond) -> Any:
        """The logical value under the root of a tree; what is wrong with it is noted.

        beyond: what notes the rest of the message's record, and says which fields that is.
        """
        place = Place(None, "root", node.name, node)
        if self.encoding == "xml" and node.name != member.name:
            other = next((a for a in member.alternatives if a.name == node.name), None)
            if other is None:
                place.known = False
                args = {"got": shown_name(node.name), "name": member.name}
                self.note("shape.root", "error", "", name_span(node), place, args, self.message.source)
                return {}
            self.renamed(other, member, None, node, place)
        if self.encoding == "xml":
            self.show(node.name_start, node.name_end)
        scope = Scope(self.message.record, "", place)
        self.node(node, member, scope, place)
        return self.close(scope, placed(member.node) | beyond(scope))

    def node(self, node: Node, member: Member, scope: Scope, place: Place) -> None:
        """One node that a member names, whatever the member holds."""
        inner = member.node
        if isinstance(inner, Tree):
            self.enter(node, inner, member.name, scope, place)
        elif isinstance(inner, Array):
            self.array(node, inner, member.name, scope, place)
        else:
            self.bare(node, scope, place, nil=isinstance(inner, Leaf) and inner.nil == "absent")
            if isinstance(inner, Const):
                self.const(node, inner, member.name, scope, place)
            elif isinstance(inner, Joined):
                read_joined(self, node, inner, scope, place)
            else:
                read_leaf(self, node, inner, member, scope, place)

    def enter(self, node: Node, tree: Tree, name: str, scope: Scope, place: Place) -> None:
        """A Tree: a wrapper or list item keeps the scope, a record field opens its own."""
        if not tree.bind or tree.bind == ITEM:
            self.tree(node, tree, name, scope, place)
            return
        field = scope.fields[tree.bind]
        assert isinstance(field.type, Record)
        before = self.errors
        inner = Scope(field.type, scope.path_of(tree.bind), place)
        scope.at[tree.bind] = place
        self.tree(node, tree, name, inner, place)
        value = self.close(inner, placed(tree))
        if self.errors > before:
            scope.broken.add(tree.bind)
        else:
            scope.values[tree.bind] = value

    def tree(self, node: Node, tree: Tree, name: str, scope: Scope, place: Place) -> None:
        """The members of an element, an object or a parameter list."""
        want = "element" if self.encoding == "xml" else "object"
        if node.kind != want:
            self._kind(node, want, name, scope, scope.path, place)
            scope.missing.update(placed(tree))  # what a node of the wrong kind keeps us from seeing
            return
        plan = plan_of(tree)
        met: dict[int, Node] = {}
        latest = -1
        for child in node.children:
            found = plan.names.get((child.slot, child.name))
            below = Place(place, child.slot, child.name, child, found is not None)
            if found is None:
                met_unknown(self, child, tree, plan.entries.get(child.slot), scope, below)
                continue
            index, member, other = found
            self.show(child.name_start, child.name_end)
            if other is not None:
                self.renamed(other, member, scope, child, below)
            if tree.order == "sequence" and child.slot == "element" and not child.region:
                if index < latest:
                    self._late(child, member, tree.members[latest], scope, below)
                latest = max(latest, index)
            if member.each:
                self.item(child, member, scope, below)
            elif index in met:
                self.again(child, member, scope, below)
            else:
                met[index] = child
                self.node(child, member, scope, below)
        self._text(node, plan.text, scope, place)
        for index, member in plan.required:
            if index not in met:
                self.lacking(member, scope, Place(place, member.slot, member.name, None), start_span(node))
        for member in tree.members:
            if member.each:
                scope.homes.setdefault(member.each, place)

    # ------------------------------------------------------------ lists

    def item(self, node: Node, member: Member, scope: Scope, place: Place) -> None:
        """One repetition of a member that stands for a list's items."""
        inner = self._open(member.each, scope, place)
        before = self.errors
        self.node(node, member, inner, place)
        self._shut(inner, member.node, before)

    def array(self, node: Node, array: Array, name: str, scope: Scope, place: Place) -> None:
        """A JSON array bound to a list field."""
        scope.homes[array.bind] = place
        scope.at[array.bind] = place
        if node.kind != "array":
            self._kind(node, "array", name, scope, scope.path_of(array.bind), place)
            scope.broken.add(array.bind)
            return
        scope.items.setdefault(array.bind, [])
        member = _item_member(array)
        for child in node.children:
            self.item(child, member, scope, Place(place, "item", "", child))

    def _open(self, name: str, scope: Scope, place: Place) -> Scope:
        field = scope.fields[name]
        assert isinstance(field.type, List)
        items = scope.items.setdefault(name, [])
        record = field.type.item if isinstance(field.type.item, Record) else None
        inner = Scope(record, step(scope.path_of(name), len(items)), place)
        items.append(inner)
        return inner

    def _shut(self, inner: Scope, node: object, before: int) -> None:
        if inner.record is not None:
            self.close(inner, placed(node))
        if self.errors > before:
            inner.broken.add(ITEM)

    # ------------------------------------------------------------ the end of a record

    def close(self, scope: Scope, names: frozenset[str]) -> dict[str, Any]:
        """Everything of a record was met: counts, defaults, rules; gives its value."""
        for name in names:
            field = scope.fields.get(name)
            if field is None:
                continue
            if isinstance(field.type, List):
                self._list(field, field.type, scope)
            elif isinstance(field.type, Map):
                if name not in scope.broken:
                    scope.values.setdefault(name, {})
            elif field.default is not None and field.default.fill and not scope.there(name):
                self._fill(field, scope)
        for field in scope.fields.values():  # a list or map that this encoding cannot carry is empty, not absent
            if field.name not in names and isinstance(field.type, (List, Map)):
                scope.values.setdefault(field.name, [] if isinstance(field.type, List) else {})
        if scope.record is not None:
            world = World(scope, self.provider, self.ctx, self.charset, self.body, self.shape)
            for rule in scope.record.rules:
                for told in evaluate(rule, world):
                    if isinstance(told, Skipped):
                        self.skipped.setdefault((told.check, told.reason), told)
                    else:
                        self.keep(told)
        return ordered(scope)

    def _list(self, field: Field, kind: List, scope: Scope) -> None:
        if field.name in scope.broken or field.name in scope.missing:
            return
        items = scope.items.setdefault(field.name, [])
        home = scope.homes.get(field.name, scope.place)
        path = scope.path_of(field.name)
        for facet in kind.facets:
            limit = int(str(facet.value))
            args = {"got": str(len(items)), "limit": str(limit), "name": field.name}
            source = facet.source or field.source
            if facet.name == "minItems" and len(items) < limit:
                span = start_span(home.solid())
                self.note("facet.minItems", facet.severity, path, span, home, args, source, facet.deviation)
            elif facet.name == "maxItems" and len(items) > limit:
                place = items[limit].place
                span = (-1, -1) if place.node is None else name_span(place.node)
                self.note("facet.maxItems", facet.severity, path, span, place, args, source, facet.deviation)
        if any(item.broken for item in items):
            scope.broken.add(field.name)
        else:
            values = [item.item() for item in items if item.record is not None or ITEM in item.values]
            scope.values[field.name] = values

    def _fill(self, field: Field, scope: Scope) -> None:
        if isinstance(field.type, Scalar):
            scope.values[field.name] = default_value(field)

    # ------------------------------------------------------------ single faults

    def const(self, node: Node, const: Const, name: str, scope: Scope, place: Place) -> None:
        """A fixed text."""
        if self.encoding == "json" and not node.region:
            want = "string" if const.form == "text" else const.form
            if node.kind != want:
                args = {"name": name or self.encoding, "got": node.kind, "want": want}
                self.note("shape.kind", "error", scope.path, value_span(node), place, args, self.message.source)
                return
        if node.text != const.value:
            args = {"name": name, "want": const.value}
            self.note("shape.const", "error", scope.path, value_span(node), place, args, self.message.source)
            return
        self.show(*value_span(node))

    def _text(self, node: Node, member: Member | None, scope: Scope, place: Place) -> None:
        if member is None:
            if node.text.strip(_BLANK):
                at = node.text_at if node.text_at >= 0 else node.start
                self.note("shape.text", "error", scope.path, (at, at), place, {}, self.message.source)
            return
        below = Place(place, "text", "", node)
        if isinstance(member.node, Const):
            self.const(node, member.node, member.name or place.name, scope, below)
        elif isinstance(member.node, Joined):
            read_joined(self, node, member.node, scope, below)
        elif isinstance(member.node, Leaf):
            read_leaf(self, node, member.node, member, scope, below)

    def bare(self, node: Node, scope: Scope, place: Place, *, nil: bool = False) -> None:
        """An element that holds only a value has neither elements nor attributes, but where it may be nil."""
        if self.encoding == "xml" and node.kind == "element":
            for child in node.children:
                if nil and child.slot == "attribute" and child.name == NIL:
                    self.show(child.name_start, child.name_end)
                    continue
                below = Place(place, child.slot, child.name, child, False)
                met_unknown(self, child, _BARE, None, scope, below)

    def _kind(self, node: Node, want: str, name: str, scope: Scope, path: str, place: Place) -> None:
        args = {"name": name or self.encoding, "got": node.kind, "want": want}
        self.note("shape.kind", "error", path, name_span(node), place, args, self.message.source)

    def renamed(self, other: Alternative, member: Member, scope: Scope | None, node: Node, place: Place) -> None:
        """A member under another name than the documented one."""
        if other.severity is not None:
            args = {"got": other.name, "name": member.name}
            path = "" if scope is None else scope.path_of(_bound(member))
            self.note("deviation.name", other.severity, path, name_span(node), place, args, "", other.deviation)

    def _late(self, node: Node, member: Member, other: Member, scope: Scope, place: Place) -> None:
        args = {"name": member.name, "other": other.name}
        path = scope.path_of(_bound(member))
        self.note("shape.order", "error", path, name_span(node), place, args, self.message.source)

    def again(self, node: Node, member: Member, scope: Scope, place: Place) -> None:
        """A member that stands once stands twice."""
        bind = _bound(member)
        args = {"name": member.name}
        path = scope.path_of(bind)
        self.note("shape.duplicate", member.duplicate, path, name_span(node), place, args, scope.source(bind))

    def lacking(self, member: Member, scope: Scope, spot: Place, span: tuple[int, int]) -> None:
        """A required member is not there."""
        bind = _bound(member)
        field = scope.fields.get(bind)
        if self.absent(field, member, scope.path_of(bind), span, spot):
            scope.missing.update(placed(member.node))

    def absent(
        self, field: Field | None, member: Member | None, path: str, span: tuple[int, int], place: Place
    ) -> bool:
        """Something required is not there; whether that was noted as an error."""
        policy = member.missing if member is not None else None
        deviation = member.deviation if member is not None else None
        if policy is None and field is not None:
            policy, deviation = field.missing, field.deviation
        if policy == "accept":
            return False
        name = (member.name if member is not None else "") or (field.name if field is not None else "")
        source = self.message.source if field is None else field.source
        if policy is None:
            self.note("shape.missing", "error", path, span, place, {"name": name}, source)
            return True
        self.note("deviation.missing", policy, path, span, place, {"name": name}, source, deviation)
        return policy == "error"


_BARE = Tree(bind="", members=())


def _bound(member: Member) -> str:
    """The field that a member carries, "" for a wrapper or a constant."""
    if member.each:
        return member.each
    return "" if isinstance(member.node, Const) else member.node.bind


@once_per_object
def _item_member(array: Array) -> Member:
    return Member(slot="item", name="", node=array.item, optional=False, each=array.bind)
