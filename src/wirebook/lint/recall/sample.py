"""Where the values of a body that passed stand, and what may stand there instead."""

from __future__ import annotations

import re
from binascii import a2b_qp
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from wirebook.frozen import dataclass
from wirebook.lint.recall import texts
from wirebook.lint.recall.roles import Roles
from wirebook.model import (
    Array,
    Joined,
    Leaf,
    LineCapture,
    LineGroup,
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
    ("form", "param"): texts.Context("&\0", "%+", alphabet=texts.ASCII),
}
_CONTROLS = "".join(map(chr, (*range(1, 0x20), 0x7F)))
_FORM = bytes.maketrans(b"%+", b"= ")
_SWAPPED = ("cp1251", "koi8-r")  # what is read as the other has hardly a word in small letters


@dataclass(frozen=True, slots=True)
class Place:
    """A text of the body: its span in characters, its expression, that inside a string of JSON, and its role."""

    start: int
    end: int
    form: texts.Form
    quoted: texts.Form
    role: str


def places(
    message: Message, encoding: str, wire: Wire, text: str, roles: Roles, told_by: frozenset[tuple[str, str]]
) -> list[Place] | None:
    """The places of a body in order; None where its layout is none that can be known again.

    text: the body. told_by: the places under the root that say which message it is.
    """
    shape = next((one for one in message.shapes if one.encoding == encoding), None)
    if shape is None or wire.root is None or wire.issues or shape.regions:
        return None
    found = _Places(encoding, wire, text, roles, told_by)
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
    def __init__(self, encoding: str, wire: Wire, text: str, roles: Roles, told_by: frozenset[tuple[str, str]]) -> None:
        self.encoding = encoding
        self.body = wire.body
        self.codec = wire.charset
        self.text = text
        self.plain = text.isascii()
        self.roles = roles
        self.told_by = told_by
        self.root = wire.root
        self.found: list[Place] = []

    def doubtful(self) -> bool:
        """Whether a text of a form stands as it is that may have been read in the wrong charset.

        Of all texts one ordinary word is enough to say that they were not: so each that is looked at must have one.
        """
        if self.codec not in _SWAPPED or self.root is None:
            return False
        looked_at = {place.start for place in self.found if place.form.check is not None}
        return any(not node.text.isascii() and node.value_start not in looked_at for node in self.root.children)

    def tree(self, node: Node, tree: Tree, record: Record) -> None:
        """The places below a node that is this tree; record: the one in scope outside of it."""
        record = self._inner(record, tree.bind)
        members = {(m.slot, name): m for m in tree.members for name in (m.name, *(a.name for a in m.alternatives))}
        for child in node.children:
            member = members.get((child.slot, child.name))
            if member is not None:
                self._member(child, member, record, (child.slot, child.name) if node is self.root else None)
        text = next((m for m in tree.members if m.slot == "text"), None)
        if text is not None and isinstance(text.node, Leaf) and all(c.slot == "attribute" for c in node.children):
            self._leaf(node, text.node, record, text.node.bind, ("text", "") if node is self.root else None)

    def lines(self, root: Node, lines: Lines, record: Record) -> None:
        """The captures of a body of lines."""
        leaves = {piece.leaf.bind: piece.leaf for piece in _captures(lines.pieces)}
        owner = _item_of(record, lines.each) if lines.each else record
        for line in root.children if owner is not None else ():
            for node in line.children:
                leaf = leaves.get(node.name)
                span = self._span(node)
                if node.slot != "capture" or span is None or not isinstance(leaf, Leaf) or owner is None:
                    continue
                # A text without a form of its own may not hold what separates it from the next.
                role = self.roles.role(owner, leaf.bind, leaf.type)
                role = "value" if leaf.absent is not None else "plain" if role == "free" else role
                after = self.text[span[1] : span[1] + 1] or "\0"
                stop = "\0\r\n" if after in "\0\r\n" else after
                self._add(*span, leaf.type, texts.Context(stop, '"\\'), role)

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
            role = "value"
        self._add(*span, leaf.type, context, role)

    def _add(self, start: int, end: int, scalar: Scalar, context: texts.Context, role: str) -> None:
        form = self._form(scalar, context, role)
        if form is None or not self._fits(form, start, end):
            form, role = texts.seen(context), "value"
            if not self._fits(form, start, end):
                return
        # What can be written here can be written there too.
        quoted = self._form(scalar, context.quoted, role) or texts.seen(context.quoted)
        self.found.append(Place(start, end, form, quoted, role))

    def _form(self, scalar: Scalar, context: texts.Context, role: str) -> texts.Form | None:
        if role == "value":
            return texts.seen(context)
        if role == "free" and self.encoding == "form" and scalar.base == "string":
            found = _percent_encoded(scalar, self.codec, context)
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
        signs = [sign for one in joined.separators for sign in (one, *_percent(one, self.encoding))]
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


def _percent(sign: str, encoding: str) -> Iterator[str]:
    if encoding == "form":
        yield from (f"%{ord(sign):02X}", f"%{ord(sign):02x}")


def _percent_encoded(scalar: Scalar, codec: str, context: texts.Context) -> texts.Form | None:
    """A free text of a form, looked at once it is decoded."""
    letters = texts.UNICODE if codec == "utf-8" else texts.alphabet(codec)
    limits = texts.form(scalar, texts.Context("", alphabet=letters))
    if limits is None:
        return None
    # What needs no decoding is settled by the expression; if nothing is captured there is nothing to look at.
    easy = texts.form(scalar, context)
    either = f"{easy.pattern}(?={context.end})|" if easy is not None else ""
    every, small = letters.word, letters.small
    ordinary = re.compile(f"(?<![{every}])[{every}][{small}]{{2,}}(?![{every}])").search if codec in _SWAPPED else None
    read_as = "utf-8" if codec == "utf-8" else "latin-1"  # the expressions are written for that
    # Line ends, which mean something in quoted-printable, and other control characters have to be escaped in a form.
    coded = context._replace(barred=context.barred.replace("%", "").replace("+", "") + _CONTROLS)
    return texts.Form(f"(?:{either}({coded.inner}*))", _reader(re.compile(limits.pattern).fullmatch, read_as, ordinary))


def _reader(
    fits: Callable[[str], object], codec: str, ordinary: Callable[[str], object] | None
) -> Callable[[str], object]:
    def check(raw: str) -> object:
        # As quoted-printable, which C reads: each escape makes one byte of three, and nothing else gets shorter by two.
        try:
            data = raw.encode("ascii").translate(_FORM)
            read = a2b_qp(data)
            text = read.decode(codec)
        except ValueError:
            return False
        if len(read) != len(data) - 2 * raw.count("%") or "=" in raw:
            return False
        return fits(text) and (ordinary is None or ordinary(text) or text.isascii())

    return check
