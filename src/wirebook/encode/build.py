"""From a logical value to the wire tree that it would be read from.

Only builds: what the tree may not be is for the explaining engine to say. A value
without a canonical lexeme is noted and left out.
"""

from __future__ import annotations

from typing import Any

from wirebook.explain.leaves import default_value
from wirebook.explain.outcome import Raw
from wirebook.explain.plan import Piece, fields_of
from wirebook.explain.scope import ITEM, step
from wirebook.explain.unknown import shown_key
from wirebook.lexical import json_form, parse, render
from wirebook.model import (
    Array,
    Const,
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
    Scalar,
    Shape,
    Tree,
    Unknown,
)  # fmt: skip
from wirebook.wire.tree import NIL, Node

__all__ = ["Builder"]

_KINDS = {"number": "number", "string": "string", "text": "string"}


class _In:
    """The record (or scalar item) in scope, its values and its path."""

    __slots__ = ("fields", "path", "values")

    def __init__(self, record: Record | None, values: Any, path: str) -> None:
        self.fields = {} if record is None else fields_of(record)
        self.values: dict[str, Any] = values if record is not None else {ITEM: values}
        self.path = path

    def path_of(self, name: str) -> str:
        if name == ITEM:
            return self.path
        return f"{self.path}.{name}" if self.path else name


class Builder:
    """One tree: ``root``; ``paths`` says for a node's id which logical path and name it carries.

    ``lexemes`` are the texts of the outermost record's scalar fields; ``raws`` what
    has no lexeme.
    """

    def __init__(self, record: Record, shape: Shape, value: dict[str, Any]) -> None:
        self.encoding = shape.encoding
        self.paths: dict[int, tuple[str, str]] = {}
        self.hollow: set[int] = set()  # required wrappers around nothing
        self.lexemes: dict[str, str] = {}
        self.raws: list[Raw] = []
        scope = _In(record, value, "")
        if isinstance(shape.root, Lines):
            self.root = self._lines(shape.root, scope)
        else:
            self.root = self._root(shape.root, scope)
        self.around: dict[str, list[Node] | None] = {slot: [] for slot in {m.slot for m in shape.regions}}
        for member in shape.regions:
            self._beside(member, scope)

    def _beside(self, member: Member, scope: _In) -> None:
        """What a region carries."""
        node = self._node(member.slot, member.name, member, scope)
        nodes = self.around[member.slot]
        if node is not None and nodes is not None:
            node.region, node.kind = member.slot, "string"
            nodes.append(node)

    # ------------------------------------------------------------ trees

    def _root(self, member: Member, scope: _In) -> Node:
        made = self._node("root", member.name, member, scope)
        if made is None:  # a root that is one absent scalar
            made = Node("root", member.name, "element" if self.encoding == "xml" else "null")
        return made

    def _node(self, slot: str, name: str, member: Member, scope: _In) -> Node | None:
        """The node of a member's content, None where there is nothing to write."""
        inner = member.node
        if isinstance(inner, Tree):
            return self._tree(slot, name, inner, member, scope)
        if isinstance(inner, Array):
            return self._array(slot, name, inner, member, scope)
        if isinstance(inner, Const):
            return self._scalar(slot, name, inner.form, inner.value)
        if isinstance(inner, Joined):
            return self._joined(slot, name, inner, member, scope)
        return self._leaf(slot, name, inner, member, scope)

    def _scalar(self, slot: str, name: str, form: str, text: str) -> Node:
        if self.encoding == "json":
            kind = _KINDS.get(form, form)
        else:
            kind = "element" if self.encoding == "xml" and slot in ("element", "root") else "string"
        return Node(slot, name, kind, text)

    def _tree(self, slot: str, name: str, tree: Tree, member: Member, scope: _In) -> Node | None:
        if tree.bind and tree.bind != ITEM:
            field = scope.fields[tree.bind]
            assert isinstance(field.type, Record)
            if tree.bind not in scope.values:
                return None
            scope = _In(field.type, scope.values[tree.bind], scope.path_of(tree.bind))
        node = Node(slot, name, "element" if self.encoding == "xml" else "object")
        self.paths[id(node)] = (scope.path, name)
        something = self._members(node, tree, scope)
        if not tree.bind and not something and slot != "root":
            if member.optional:
                return None
            self.hollow.add(id(node))
        return node

    def _members(self, node: Node, tree: Tree, scope: _In) -> bool:
        """Fills a node; whether it holds anything but fixed texts and empty wrappers."""
        something = False
        for member in tree.members:
            if member.slot == "text":
                something |= self._text(node, member, scope)
            elif member.slot == "entries":
                assert isinstance(member.node, Leaf)
                something |= self._entries(node, member.entry, member.node, scope)
            elif member.each:
                something |= self._each(node, member, scope)
            else:
                child = self._node(member.slot, member.name, member, scope)
                if child is not None:
                    node.children.append(child)
                    something |= not isinstance(member.node, Const) and id(child) not in self.hollow
        for unknown, slot in ((tree.unknown, self._slot()), (tree.unknown_attributes, "attribute")):
            something |= self._collected(node, unknown, slot, scope)
        if self.encoding == "xml":  # as a reader gives them
            node.children.sort(key=lambda child: child.slot != "attribute")
        return something

    def _slot(self) -> str:
        return {"xml": "element", "json": "member"}.get(self.encoding, "param")

    def _text(self, node: Node, member: Member, scope: _In) -> bool:
        if isinstance(member.node, Const):
            node.text = member.node.value
            return False
        if isinstance(member.node, Joined):
            joined = self._text_of(member.node, scope)
            node.text = joined or ""
            self.paths[id(node)] = (scope.path_of(member.node.bind), member.node.bind)
            return joined is not None
        assert isinstance(member.node, Leaf)
        text = self._lexeme(member.node, scope)
        node.text = (member.node.absent or "") if text is None else text
        self.paths[id(node)] = (scope.path_of(member.node.bind), member.node.bind)
        return text is not None

    def _each(self, node: Node, member: Member, scope: _In) -> bool:
        items, record = self._items(member.each, scope)
        for index, item in enumerate(items):
            child = self._node(
                member.slot, member.name, member, _In(record, item, f"{scope.path_of(member.each)}[{index}]")
            )
            if child is not None:
                node.children.append(child)
        return bool(items)

    def _items(self, name: str, scope: _In) -> tuple[list[Any], Record | None]:
        kind = scope.fields[name].type
        assert isinstance(kind, List)
        return scope.values.get(name) or [], kind.item if isinstance(kind.item, Record) else None

    def _array(self, slot: str, name: str, array: Array, member: Member, scope: _In) -> Node | None:
        items, record = self._items(array.bind, scope)
        if not items and member.optional and slot != "root":
            return None
        node = Node(slot, name, "array")
        each = Member("item", "", array.item, False)
        for index, item in enumerate(items):
            child = self._node("item", "", each, _In(record, item, step(scope.path_of(array.bind), index)))
            if child is not None:
                node.children.append(child)
        return node

    def _joined(self, slot: str, name: str, joined: Joined, member: Member, scope: _In) -> Node | None:
        text = self._text_of(joined, scope)
        if text is None and member.optional:
            return None
        node = self._scalar(slot, name, joined.item.form, text or "")
        self.paths[id(node)] = (scope.path_of(joined.bind), joined.bind)
        return node

    def _text_of(self, joined: Joined, scope: _In) -> str | None:
        """The items of a list in one text, None where there are none; notes an item that would fall apart."""
        items, _ = self._items(joined.bind, scope)
        texts = []
        for index, item in enumerate(items):
            path = step(scope.path_of(joined.bind), index)
            text = self._rendered(joined.item.type, item, path, joined.bind)
            held = next((s for s in joined.separators if text is not None and s in text), None)
            if held is not None:
                args = {"name": joined.bind, "reason": f"it holds {held!r}, which separates the items"}
                self.raws.append(Raw("encode.value", "error", path, (-1, -1), None, args))
            texts.append(text or "")
        return joined.separators[0].join(texts) if texts else None

    # ------------------------------------------------------------ maps

    def _entries(self, node: Node, slot: str, leaf: Leaf, scope: _In) -> bool:
        kind = scope.fields[leaf.bind].type
        assert isinstance(kind, Map)
        entries: dict[str, Any] = scope.values.get(leaf.bind) or {}
        for key in _ordered(entries, [name for name, _ in kind.keys]):
            self._entry(node, slot, key, leaf.bind, leaf.type, leaf.form, entries[key], scope)
        return bool(entries)

    def _collected(self, node: Node, unknown: Unknown, slot: str, scope: _In) -> bool:
        if unknown.policy != "collect":
            return False
        kind = scope.fields[unknown.bind].type
        assert isinstance(kind, Map)
        entries: dict[str, Any] = scope.values.get(unknown.bind) or {}
        for key, value in entries.items():
            self._entry(node, slot, key, unknown.bind, kind.values, json_form(kind.values), value, scope)
        return bool(entries)

    def _entry(
        self, node: Node, slot: str, key: str, field: str, scalar: Scalar, form: str, value: Any, scope: _In
    ) -> None:
        shown = self._key(scope, field, key)
        path = f"{scope.path_of(field)}.{shown}"
        text = self._rendered(scalar, value, path, shown)
        if text is not None:
            child = self._scalar(slot, key, form, self._in_form(Leaf(field, scalar, form), text))
            self.paths[id(child)] = (path, shown)
            node.children.append(child)

    def _key(self, scope: _In, field: str, key: str) -> str:
        kind = scope.fields[field].type
        assert isinstance(kind, Map)
        return shown_key(kind, key)

    # ------------------------------------------------------------ scalars

    def _leaf(self, slot: str, name: str, leaf: Leaf, member: Member, scope: _In) -> Node | None:
        text = self._lexeme(leaf, scope, not member.optional and not _writes_absence(leaf))
        if text is None:
            return self._absent(slot, name, leaf, member)
        node = self._scalar(slot, name, leaf.form, self._in_form(leaf, text))
        if self.encoding == "json" and not scope.path and leaf.bind in self.lexemes:
            self.lexemes[leaf.bind] = node.text
        self.paths[id(node)] = (scope.path_of(leaf.bind), leaf.bind if leaf.bind != ITEM else name)
        return node

    def _in_form(self, leaf: Leaf, text: str) -> str:
        """A canonical text as its JSON form has it: that of a boolean is true or false."""
        if self.encoding != "json" or leaf.form != "boolean":
            return text
        return "true" if parse(leaf.type, text)[0] else "false"

    def _absent(self, slot: str, name: str, leaf: Leaf, member: Member) -> Node | None:
        """How an absent field is written where its place must be there."""
        if member.optional and slot not in ("item", "root"):
            return None
        if leaf.absent is not None:
            return self._scalar(slot, name, "string" if leaf.form == "boolean" else leaf.form, leaf.absent)
        if self.encoding == "json" and leaf.null == "absent":
            return Node(slot, name, "null")
        if leaf.nil == "absent" and slot == "element":
            return Node(slot, name, "element", children=[Node("attribute", NIL, "string", "true")])
        return self._scalar(slot, name, "string", "") if leaf.empty == "absent" else None

    def _lexeme(self, leaf: Leaf, scope: _In, needed: bool = False) -> str | None:
        """The canonical text of a field, None where it is absent or is left out as its default."""
        value = scope.values.get(leaf.bind)
        field = scope.fields.get(leaf.bind)
        if field is not None and field.default is not None:
            if value is None and (field.default.write == "always" or needed):
                value = default_value(field)
            elif field.default.write == "omit" and not needed and value == default_value(field):
                return None
        if value is None:
            return None
        text = self._rendered(leaf.type, value, scope.path_of(leaf.bind), leaf.bind)
        if text is not None and not scope.path:
            self.lexemes[leaf.bind] = text
        return text

    def _rendered(self, scalar: Scalar, value: Any, path: str, name: str) -> str | None:
        try:
            text = render(scalar, value)
        except ValueError as wrong:
            reason = str(wrong)
        else:
            read, _ = parse(scalar, text)
            if read == value:
                return text
            reason = "it would be read as another value; give its normal form"
        self.raws.append(Raw("encode.value", "error", path, (-1, -1), None, {"name": name, "reason": reason}))
        return None

    # ------------------------------------------------------------ lines

    def _lines(self, lines: Lines, scope: _In) -> Node:
        root = Node("root", "", "array")
        if not lines.each:
            root.children.append(self._line(lines, scope))
            return root
        items, record = self._items(lines.each, scope)
        root.children += [
            self._line(lines, _In(record, item, step(lines.each, index))) for index, item in enumerate(items)
        ]
        return root

    def _line(self, lines: Lines, scope: _In) -> Node:
        node = Node("line", "", "object")
        self.paths[id(node)] = (scope.path, "")
        self._pieces(node, lines.pieces, scope)
        return node

    def _pieces(self, node: Node, pieces: tuple[Piece, ...], scope: _In, grouped: bool = False) -> None:
        for piece in pieces:
            if isinstance(piece, LineGroup):
                self._pieces(node, piece.pieces, scope, True)
            elif isinstance(piece, LineCapture):
                leaf = piece.leaf
                if isinstance(leaf, Joined):
                    joined = self._text_of(leaf, scope)
                    if joined is not None or not grouped:
                        self._capture(node, "capture", leaf.bind, joined or "", scope.path_of(leaf.bind))
                    continue
                text = self._lexeme(leaf, scope, not grouped and not _writes_absence(leaf))
                if text is None and not grouped and _writes_absence(leaf):
                    text = leaf.absent or ""
                if text is not None:
                    self._capture(node, "capture", leaf.bind, text, scope.path_of(leaf.bind))
            elif isinstance(piece, LinePairs):
                self._pairs(node, piece, scope)

    def _capture(self, node: Node, slot: str, name: str, text: str, path: str) -> None:
        child = Node(slot, name, "string", text)
        self.paths[id(child)] = (path, name)
        node.children.append(child)

    def _pairs(self, node: Node, pairs: LinePairs, scope: _In) -> None:
        child = Node("pairs", pairs.bind, "object")
        for field, scalar in ((pairs.bind, pairs.values), (pairs.rest, pairs.rest_values)):
            entries: dict[str, Any] = (scope.values.get(field) or {}) if field else {}
            for key in _ordered(entries, list(pairs.keys)):
                shown = self._key(scope, field, key)
                path = f"{scope.path_of(field)}.{shown}"
                text = self._rendered(scalar or pairs.values, entries[key], path, shown)
                if text is not None:
                    self._capture(child, "pair", key, text, path)
        node.children.append(child)


def _ordered(entries: dict[str, Any], keys: list[str]) -> list[str]:
    """A map's keys: the listed ones in their order, then the others in the value's."""
    listed = set(keys)
    return [key for key in keys if key in entries] + [key for key in entries if key not in listed]


def _writes_absence(leaf: Leaf) -> bool:
    """Whether a place that must be there can say that its field is not."""
    return leaf.absent is not None or leaf.empty == "absent" or "absent" in (leaf.null, leaf.nil)
