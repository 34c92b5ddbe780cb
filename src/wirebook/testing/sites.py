"""The places in a shape where something can be broken, and how to find them in a wire tree.

A site is a member (or a line's capture) with the way to it from the root; where the way
leads through a list, it goes to the first item. Sites are listed from the model alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from wirebook.lexical import compiled, json_form
from wirebook.model import (
    Array,
    Const,
    Field,
    Joined,
    Leaf,
    LineCapture,
    LineGroup,
    LinePairs,
    Lines,
    List,
    Map,
    Member,
    Record,
    Shape,
    Tree,
)
from wirebook.testing.alphabet import NAMES
from wirebook.testing.patterns import dealt
from wirebook.wire.tree import Node

__all__ = ["Site", "child_slot", "first_key", "locate", "sites"]

LINE = Member("line", "", Const(""), False)


@dataclass(frozen=True, slots=True)
class Site:
    """One member with its way from the root.

    node: the member's own (of an array's item: the item's). tree: the Tree it stands in, None at the
    root, in an array and in a line. record: the record in scope; path: what findings about the field
    bear, with the index 0 in lists; scope: the path of the record in scope. wanted: the logical path
    that has to be there for the site to exist, "" if it always does.
    Of a list's item: ``items`` is the list field and ``owner`` the record that has it; record and scope
    are then the item's own. pairs: of a pair in a line, the pairs that it is one of.
    """

    way: tuple[Member, ...]
    member: Member
    node: Leaf | Const | Tree | Array | Joined
    tree: Tree | None
    record: Record | None
    path: str
    scope: str
    wanted: str
    owner: Record | None = None
    items: str = ""
    pairs: LinePairs | None = None

    @property
    def field(self) -> Field | None:
        """The field of the record in scope that the member carries, if any."""
        if self.record is None or self.items or isinstance(self.node, Const):
            return None
        return next((field for field in self.record.fields if field.name == self.node.bind), None)


def sites(record: Record, shape: Shape) -> list[Site]:
    """Every site of a message's shape, parents first."""
    root = shape.root
    if isinstance(root, Lines):
        return list(_lines(record, root))
    bind = root.node.bind if isinstance(root.node, Leaf) else ""
    first = Site((), root, root.node, None, record, bind, "", bind)
    return [first, *_inside(first, record, "", "", ())]


def _join(scope: str, name: str) -> str:
    return f"{scope}.{name}" if scope else name


def _record(record: Record | None, name: str) -> Record | None:
    kind = next((field.type for field in record.fields if field.name == name), None) if record else None
    if isinstance(kind, List):
        kind = kind.item
    return kind if isinstance(kind, Record) else None


def _inside(site: Site, record: Record | None, scope: str, wanted: str, way: tuple[Member, ...]) -> Iterator[Site]:
    node = site.node
    if isinstance(node, Array):
        path, inner = f"{_join(scope, node.bind)}[0]", _record(record, node.bind)
        item = _join(wanted, node.bind) + "[]"
        step = Member("item", "", node.item, False)
        below = Site((*way, step), step, node.item, None, inner, path, path, item, record, node.bind)
        yield below
        yield from _inside(below, inner, path, item, below.way)
        return
    if not isinstance(node, Tree):
        return
    if node.bind not in ("", "."):
        record, scope, wanted = _record(record, node.bind), _join(scope, node.bind), _join(wanted, node.bind)
    for member in node.members:
        yield from _member(member, node, record, scope, wanted, way)
    for unknown, slot in ((node.unknown, child_slot(node)), (node.unknown_attributes, "attribute")):
        if unknown.policy == "collect" and unknown.severity is None and record is not None:
            kind, key = _map(record, unknown.bind), _key(record, unknown.bind, unknown.excepted)
            leaf = Leaf(unknown.bind, kind.values, json_form(kind.values) if slot == "member" else "text")
            member = Member(slot, key, leaf, True)
            path, want = f"{_join(scope, unknown.bind)}.{key}", _join(wanted, unknown.bind)
            yield Site((*way, member), member, leaf, node, record, path, scope, want)


def _member(
    member: Member, tree: Tree, record: Record | None, scope: str, wanted: str, way: tuple[Member, ...]
) -> Iterator[Site]:
    node = member.node
    if member.each:
        path, want = f"{_join(scope, member.each)}[0]", _join(wanted, member.each) + "[]"
        inner = _record(record, member.each)
        site = Site((*way, member), member, node, tree, inner, path, path, want, record, member.each)
        yield site
        yield from _inside(site, inner, path, want, site.way)
        return
    bind = "" if isinstance(node, Const) else node.bind
    want = _join(wanted, bind) if bind not in ("", ".") else _wanted_inside(node, wanted)
    if isinstance(node, Joined):
        want += "[]"
    path = _join(scope, bind) if bind not in ("", ".") else scope
    if member.slot == "entries" and record is not None:
        key = _key(record, bind)
        path, member = f"{path}.{key}", Member(member.entry, key, node, True, duplicate=member.duplicate)
    site = Site((*way, member), member, node, tree, record, path, scope, want)
    yield site
    yield from _inside(site, record, scope, wanted, site.way)


def _wanted_inside(node: Leaf | Const | Tree | Array | Joined, wanted: str) -> str:
    """A field that brings an optional wrapper about."""
    for member in node.members if isinstance(node, Tree) else ():
        if member.each:
            return _join(wanted, member.each) + "[]"
        if isinstance(member.node, Joined):
            return _join(wanted, member.node.bind) + "[]"
        if isinstance(member.node, (Leaf, Array)) or (isinstance(member.node, Tree) and member.node.bind):
            return _join(wanted, member.node.bind)
    return wanted


def first_key(kind: Map, taken: Collection[str] = ()) -> str:
    """The key that is put into a map where one is wanted: none that means something else there."""
    if kind.keys:
        return kind.keys[0][0]
    if not kind.key_pattern or compiled(kind.key_pattern).fullmatch("wirebook_key"):
        return "wirebook_key"
    found = dealt(kind.key_pattern, NAMES, 1)
    return next((key for key in found if key not in taken), found[0])


def child_slot(tree: Tree) -> str:
    """The slot of a tree's children that are no attributes."""
    slots = {member.entry or member.slot for member in tree.members}
    return "param" if "param" in slots else "member" if "member" in slots else "element"


def _map(record: Record, name: str) -> Map:
    kind = next(field.type for field in record.fields if field.name == name)
    assert isinstance(kind, Map)
    return kind


def _key(record: Record, name: str, taken: Collection[str] = ()) -> str:
    return first_key(_map(record, name), taken)


def _lines(record: Record, lines: Lines) -> Iterator[Site]:
    scope, wanted, inner = "", "", record
    way: tuple[Member, ...] = (LINE,)
    if lines.each:
        scope, wanted = f"{lines.each}[0]", f"{lines.each}[]"
        item = _record(record, lines.each)
        line = Member("line", "", Tree(".", ()), False, each=lines.each)
        way = (line,)
        yield Site(way, line, line.node, None, item, scope, scope, wanted, record, lines.each)
        if item is None:
            return
        inner = item
    for piece in lines.pieces:
        for one in piece.pieces if isinstance(piece, LineGroup) else (piece,):
            if isinstance(one, LineCapture):
                bind = one.leaf.bind
                member = Member("capture", bind, one.leaf, isinstance(piece, LineGroup))
                want = _join(wanted, bind) + ("[]" if isinstance(one.leaf, Joined) else "")
                yield Site((*way, member), member, one.leaf, None, inner, _join(scope, bind), scope, want)
            elif isinstance(one, LinePairs):
                key = one.keys[0] if one.keys else _key(inner, one.bind)
                group = Member("pairs", one.bind, Const(""), True)
                leaf = Leaf(one.bind, one.values)
                pair = Member("pair", key, leaf, True)
                path, want = f"{_join(scope, one.bind)}.{key}", _join(wanted, one.bind)
                yield Site((*way, group, pair), pair, leaf, None, inner, path, scope, want, pairs=one)
                if one.rest and one.rest_severity is None:
                    yield _rest(one, inner, scope, wanted, way)


def _rest(pairs: LinePairs, record: Record, scope: str, wanted: str, way: tuple[Member, ...]) -> Site:
    """A pair whose key no list names."""
    key = _key(record, pairs.rest, (*pairs.keys, *pairs.rest_excepted))
    leaf = Leaf(pairs.rest, pairs.rest_values or pairs.values)
    group, pair = Member("pairs", pairs.rest, Const(""), True), Member("pair", key, leaf, True)
    path, want = f"{_join(scope, pairs.rest)}.{key}", _join(wanted, pairs.rest)
    return Site((*way, group, pair), pair, leaf, None, record, path, scope, want)


def locate(root: Node, way: tuple[Member, ...]) -> tuple[Node | None, Node] | None:
    """The parent and the node at the end of a way in a tree that was read, or None if it is not there."""
    parent, node = None, root
    for step in way:
        if step.slot == "text":
            continue
        found = next((c for c in node.children if c.slot == step.slot and c.name == step.name), None)
        if found is None:
            return None
        parent, node = node, found
    return parent, node
