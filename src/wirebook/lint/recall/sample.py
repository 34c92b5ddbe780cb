"""Where the values of a body that passed stand, and what may stand there instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from wirebook.lint.recall import percent, texts
from wirebook.lint.recall.roles import Roles
from wirebook.model import (
    Array,
    Joined,
    Leaf,
    LineCapture,
    LineGroup,
    LineLiteral,
    LinePairs,
    Lines,
    List,
    Member,
    Message,
    Record,
    Scalar,
    Tree,
)
from wirebook.wire.tree import Node, Wire

__all__ = ["Place", "places"]

# By slot of a node: what a text there may be followed by, and what it may not have.
_CONTEXTS = {
    ("xml", '"'): texts.Context('"', "<&>'"),
    ("xml", "'"): texts.Context("'", '<&>"'),
    ("xml", "text"): texts.Context("<", "&>", True),
    ("json", '"'): texts.Context('"', "\\"),
    ("json", "number"): texts.Context(",]} \n", '"'),
    # A raw # ends the query of an address.
    ("form", "param"): texts.Context("&\0", "%+#", alphabet=texts.ASCII),
}
_NUMERIC = frozenset("0123456789.")  # what a number or a moment may have at any place


@dataclass(frozen=True, slots=True)
class Place:
    """A text of the body: its span in characters, its expression, that inside a string of JSON, and its role.

    group: what a rule compares it with, as ``Roles.group`` has it. context: where it stands.
    """

    start: int
    end: int
    form: texts.Form
    quoted: texts.Form
    role: str
    group: int | None
    context: texts.Context

    def as_seen(self) -> Place:
        """The same, where nothing may stand but what was seen there."""
        form, quoted = texts.seen(self.context), texts.seen(self.context.quoted)
        return Place(self.start, self.end, form, quoted, "value", self.group, self.context)


def places(
    message: Message,
    encoding: str,
    wire: Wire,
    text: str,
    roles: Roles,
    told_by: frozenset[tuple[str, str]],
    charset_names: frozenset[str],
) -> list[Place] | None:
    """The places of a body in order; None where its layout is none that can be known again.

    text: the body. told_by: the places under the root that say which message it is. charset_names: those under the
    root that say what charset it is in.
    """
    shape = next((one for one in message.shapes if one.encoding == encoding), None)
    if shape is None or wire.root is None or wire.issues or shape.regions:
        return None
    found = _Places(encoding, wire, text, roles, told_by, charset_names)
    if isinstance(shape.root, Lines):
        if "\n" in text.rstrip("\r\n"):
            return None  # which message it is may depend on all lines
        found.lines(wire.root, shape.root, message.record)
    elif isinstance(shape.root.node, Tree):
        found.tree(wire.root, shape.root.node, message.record)
    else:
        return None
    found.found.sort(key=lambda place: place.start)
    return None if encoding == "form" and found.doubtful() else found.found


class _Places:
    def __init__(
        self,
        encoding: str,
        wire: Wire,
        text: str,
        roles: Roles,
        told_by: frozenset[tuple[str, str]],
        charset_names: frozenset[str],
    ) -> None:
        self.encoding = encoding
        self.body = wire.body
        self.codec = wire.charset
        self.text = text
        self.plain = text.isascii()
        self.roles = roles
        self.told_by = told_by
        self.charset_names = charset_names
        self.root = wire.root
        self.found: list[Place] = []

    def doubtful(self) -> bool:
        """Whether a text of a form stands as it is that may have been read in the wrong charset.

        Of all texts one ordinary word is enough to say that they were not: so each that is looked at must have one.
        """
        if self.codec not in percent.SWAPPED or self.root is None:
            return False
        looked_at = {place.start for place in self.found if place.form.check is not None}
        return any(not node.text.isascii() and node.value_start not in looked_at for node in self.root.children)

    def tree(self, node: Node, tree: Tree, record: Record) -> None:
        """The places below a node that is this tree; record: the one in scope outside of it."""
        record = self._inner(record, tree.bind)
        members = {(m.slot, name): m for m in tree.members for name in (m.name, *(a.name for a in m.alternatives))}
        for child in node.children:
            member = members.get((child.slot, child.name))
            if member is not None and not (node is self.root and child.name in self.charset_names):
                self._member(child, member, record, (child.slot, child.name) if node is self.root else None)
        text = next((m for m in tree.members if m.slot == "text"), None)
        if text is not None and isinstance(text.node, Leaf) and all(c.slot == "attribute" for c in node.children):
            self._leaf(node, text.node, record, text.node.bind, ("text", "") if node is self.root else None)

    def lines(self, root: Node, lines: Lines, record: Record) -> None:
        """The captures of a body of lines."""
        leaves = {piece.leaf.bind: piece.leaf for piece in _captures(lines.pieces)}
        begins = _begins(lines.pieces)
        owner = _item_of(record, lines.each) if lines.each else record
        for line in root.children if owner is not None else ():
            for node in line.children:
                leaf = leaves.get(node.name)
                span = self._span(node)
                if node.slot != "capture" or span is None or not isinstance(leaf, Leaf) or owner is None:
                    continue
                # A text without a form of its own may not hold what separates it from the next, nor the beginning of
                # a part of the line that may be left out and is.
                texty = leaf.type.base in ("string", "phone")
                fixed = leaf.absent is not None or not (texty or begins.isdisjoint(_NUMERIC))
                after = self.text[span[1] : span[1] + 1] or "\0"
                stop = "\0\r\n" if after in "\0\r\n" else after
                context = texts.Context(stop, "".join(sorted({*'"\\', *begins})))
                role = self.roles.role(owner, leaf.bind, leaf.type)
                role = "value" if fixed and role != "layout" else "plain" if role == "free" else role
                self._add(*span, leaf.type, context, role, self.roles.group(owner, leaf.bind))

    def _member(self, node: Node, member: Member, record: Record, place: tuple[str, str] | None) -> None:
        what = member.node
        if member.each:
            self._item(node, what, record, member.each)
        elif isinstance(what, Leaf):
            self._leaf(node, what, record, what.bind, place)
        elif isinstance(what, Tree):
            self.tree(node, what, record)
        elif isinstance(what, Array):
            for item in node.children:
                self._item(item, what.item, record, what.bind)
        elif isinstance(what, Joined):
            self._joined(node, what, record, place)

    def _item(self, node: Node, what: Any, record: Record, name: str) -> None:
        if isinstance(what, Leaf):
            self._leaf(node, what, record, name, None)
        elif isinstance(what, Tree):
            inner = _item_of(record, name)
            if inner is not None:
                self.tree(node, what, inner)

    def _inner(self, record: Record, bind: str) -> Record:
        if bind in ("", "."):
            return record
        kind = next(one.type for one in record.fields if one.name == bind)
        return kind if isinstance(kind, Record) else record

    def _leaf(self, node: Node, leaf: Leaf, record: Record, name: str, place: tuple[str, str] | None) -> None:
        span = self._span(node)
        context = None if span is None else self._context(node, span[0])
        if span is None or context is None or not node.text:
            return
        role = self.roles.role(record, name, leaf.type)
        numbered = context is _CONTEXTS["json", "number"] and leaf.type.base != "integer"
        if place in self.told_by or leaf.absent is not None or numbered:
            role = "value" if role != "layout" else role
        self._add(*span, leaf.type, context, role, self.roles.group(record, name))

    def _add(
        self, start: int, end: int, scalar: Scalar, context: texts.Context, role: str, group: int | None = None
    ) -> None:
        if role == "layout":
            return
        form = self._form(scalar, context, role)
        if form is None or not self._fits(form, start, end):
            form, role = texts.seen(context), "value"
            if not self._fits(form, start, end):
                return
        # What can be written here can be written there too.
        quoted = self._form(scalar, context.quoted, role) or texts.seen(context.quoted)
        self.found.append(Place(start, end, form, quoted, role, group, context))

    def _form(self, scalar: Scalar, context: texts.Context, role: str) -> texts.Form | None:
        if role == "value":
            return texts.seen(context)
        if role == "free" and self.encoding == "form" and scalar.base == "string":
            found = percent.form(scalar, self.codec, context)
            if found is not None:
                return found
        if role == "free":
            return texts.form(scalar, context)
        found = texts.plain(scalar, context)
        return texts.captured(found) if found is not None and role == "equal" else found

    def _fits(self, form: texts.Form, start: int, end: int) -> bool:
        """Whether the text that stands there is one of those that the expression takes."""
        match = re.compile(form.pattern).match(self.text + "\0", start)
        if match is None or match.end() != end:
            return False
        return form.check is None or bool(form.check(self.text[start:end]))

    def _joined(self, node: Node, joined: Joined, record: Record, place: tuple[str, str] | None) -> None:
        """The items of a text, each by itself, where each stands there as it is."""
        span = self._span(node)
        context = None if span is None else self._context(node, span[0])
        if span is None or context is None or not node.text or place in self.told_by:
            return
        role = self.roles.role(record, joined.bind, joined.item.type)
        signs = [sign for one in joined.separators for sign in (one, *percent.signs(one, self.encoding))]
        raw = self.text[span[0] : span[1]]
        if role != "free" or any(len(one) != 1 or one in "+%&" for one in joined.separators):
            return
        inner = context._replace(
            stop=context.stop + "".join(joined.separators) + ("%" if self.encoding == "form" else "")
        )
        inner = inner._replace(barred=inner.barred.replace("%", ""))
        at = span[0]
        for index, piece in enumerate(re.split(f"({'|'.join(map(re.escape, signs))})", raw)):
            if not index % 2:
                self._add(at, at + len(piece), joined.item.type, inner, role)
            at += len(piece)

    def _span(self, node: Node) -> tuple[int, int] | None:
        """The characters of a node's value; None where it has none, or markup among them."""
        if (node.region and node.start == node.end) or node.value_start < 0 or node.value_start >= node.value_end:
            return None
        start, end = node.value_start, node.value_end
        if not self.plain:
            start = len(self.body[:start].decode(self.codec))
            end = start + len(self.body[node.value_start : node.value_end].decode(self.codec))
        if node.slot == "element" and "<" in self.text[start:end]:
            return None
        return start, end

    def _context(self, node: Node, start: int) -> texts.Context | None:
        before = self.text[start - 1 : start]
        if self.encoding == "xml" and node.slot in ("element", "root"):
            return _CONTEXTS["xml", "text"]
        kind = "param" if self.encoding == "form" else before
        if self.encoding == "json" and node.kind == "number":
            kind = "number"
        return _CONTEXTS.get((self.encoding, kind))


def _item_of(record: Record, name: str) -> Record | None:
    """The record that a list's items are."""
    kind = next((one.type for one in record.fields if one.name == name), None)
    return kind.item if isinstance(kind, List) and isinstance(kind.item, Record) else None


def _captures(pieces: Iterable[object]) -> Iterator[LineCapture]:
    for piece in pieces:
        if isinstance(piece, LineCapture):
            yield piece
        elif isinstance(piece, LineGroup):
            yield from _captures(piece.pieces)


def _begins(pieces: Iterable[object]) -> frozenset[str]:
    """The characters that what stands between the captures of a line begins with."""
    found: set[str] = set()
    for at, piece in enumerate(pieces):
        if isinstance(piece, LineLiteral) and at:
            found.add(piece.text[:1])
        elif isinstance(piece, LineGroup):
            found |= _begins(("", *piece.pieces))
        elif isinstance(piece, LinePairs):
            found.update([piece.prefix[:1]] if piece.prefix else [key[:1] for key in piece.keys])
    return frozenset(found)
