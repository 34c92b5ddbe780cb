"""Canonical XML as regular expressions: what a shape's bytes look like when they are laid out as we write them.

What comes before the repeated element, that element, and what comes behind it, with a group for each text.
What cannot be said so raises OtherwiseError, and the message has no quick way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from wirebook.model import Const, Joined, Leaf, List, Member, Message, Record, Shape, Tree
from wirebook_codegen.accept import leaves
from wirebook_codegen.accept.state import Fn, Scope

__all__ = ["OtherwiseError", "Place", "Plan", "constant", "plain_name", "records_below"]

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)
_DECLARATION = r'(?:<\?xml version="1\.0"(?: encoding="[A-Za-z][A-Za-z0-9._-]*")? ?\?>)?'
_SPACE = r"[ \t\n]*"
_VALUE = r'[^"<\x00-\x1f]*'
_PLAIN_VALUE = r'[^"<&\x00-\x1f]'  # of items: without references, so that its length is that of the text
_DATA = r"[^<]*"


class OtherwiseError(Exception):
    """The shape has something that this way does not do."""


@dataclass
class Place:
    """Where a member stands: what captured it, or for an element with places in it these.

    sure: the group takes part whenever the place is there. present: the group that tells whether an
    element that may be left out is there.
    """

    member: Member
    record: Record
    group: str = ""
    sure: bool = False
    required: bool = True
    present: str = ""
    inner: list[Place] = field(default_factory=list)


class Plan:
    """A shape as expressions: what comes before the repeated element, that element, what comes behind it.

    Without a repeated element all is in ``head``. Raises OtherwiseError for what cannot go this way.
    """

    def __init__(self, fn: Fn, message: Message, shape: Shape) -> None:
        root = shape.root
        if not isinstance(root, Member) or not isinstance(root.node, Tree) or shape.from_query:
            raise OtherwiseError
        if any(rule.kind == "signature" for record in records_below(message.record) for rule in record.rules):
            raise OtherwiseError
        self.fn = fn
        self.head = self.item = ""
        self.before: list[str] = []  # variables of the groups in head
        self.columns: list[str] = []  # in item
        self.behind: list[str] = []  # in tail
        self._groups = self.before
        self._depth = 0  # > 0 inside what may be left out
        self._out = [_DECLARATION, _SPACE]
        self.root = self._tree(message.record, root, root.node)
        self._out.append(_SPACE)
        self.tail = "".join(self._out)
        if not self.item:
            self.head, self.tail = self.tail, ""

    def _group(self, place: Place, pattern: str) -> str:
        place.group = self.fn.fresh("c" if self._groups is self.columns else "g")
        self._groups.append(place.group)
        return f"({pattern})"

    def _tree(self, record: Record, member: Member, tree: Tree) -> Place:
        name = _name(member)
        if tree.bind not in ("", "."):
            kind = next(f.type for f in record.fields if f.name == tree.bind)
            if not isinstance(kind, Record) or self._groups is self.columns:
                raise OtherwiseError
            record = kind
        place = Place(member, record, required=self._required(record, member))
        self._out.append(f"<{name}")
        place.inner += [self._attribute(record, m) for m in tree.members if m.slot == "attribute"]
        children = [m for m in tree.members if m.slot == "element"]
        texts = [m for m in tree.members if m.slot == "text"]
        if (children and texts) or any(m.slot == "entries" for m in tree.members):
            raise OtherwiseError
        if texts:
            short = not self._depth or any(p.sure for p in place.inner)
            place.inner.append(self._data(record, texts[0], name, short))
        elif not children:
            self._out.append(f"(?: ?/>|></{name}>)")
        else:
            self._out.append(f">{_SPACE}")
            for child in children:
                place.inner.append(self._each(record, child) if child.each else self._child(record, child))
            self._out.append(f"</{name}>")
        place.present = next((p.group for p in place.inner if p.sure), "")
        place.sure = bool(place.present) and place.required
        place.group = place.present
        return place

    def _required(self, record: Record, member: Member) -> bool:
        if member.optional or member.each:
            return False
        bound = {f.name: f for f in record.fields}.get(getattr(member.node, "bind", ""))
        return leaves.missing(bound, member) == "error"

    def _attribute(self, record: Record, member: Member) -> Place:
        place = Place(member, record, required=self._required(record, member))
        name, node = _name(member), member.node
        if isinstance(node, Const):
            self._out.append(f' {name}="{_constant(node)}"')
        elif isinstance(node, (Leaf, Joined)):
            value = _VALUE
            if self._groups is self.columns:
                if isinstance(node, Joined):
                    raise OtherwiseError
                many, leaf = _folded(node)
                value = _PLAIN_VALUE + many
                place.member = replace(member, node=leaf)
            pattern = f' {name}="{self._group(place, value)}"'
            self._out.append(pattern if place.required else f"(?:{pattern})?")
            place.sure = place.required
        else:
            raise OtherwiseError
        return place

    def _data(self, record: Record, member: Member, name: str, short: bool) -> Place:
        """Character data and the end of its element; short: it may be an empty-element tag."""
        place = Place(member, record)
        node = member.node
        if isinstance(node, Const):
            self._out.append(f">{_constant(node)}</{name}>")
            return place
        if not isinstance(node, (Leaf, Joined)) or (isinstance(node, Leaf) and node.nil != "refuse"):
            raise OtherwiseError
        if isinstance(node, Joined) and self._groups is self.columns:
            raise OtherwiseError
        pattern = f">{self._group(place, _DATA)}</{name}>"
        self._out.append(f"(?:{pattern}| ?/>)" if short else pattern)
        place.sure = not short
        return place

    def _child(self, record: Record, member: Member) -> Place:
        needed = self._required(record, member) or isinstance(member.node, Const)
        if not needed:
            if self._groups is self.columns and isinstance(member.node, Tree):
                raise OtherwiseError
            self._depth += 1
            self._out.append("(?:")
        if isinstance(member.node, Tree):
            place = self._tree(record, member, member.node)
            if not needed and not place.present:
                raise OtherwiseError
        else:
            self._out.append(f"<{_name(member)}")
            # An element that may be left out must be told from an empty one.
            text = Member("text", member.name, member.node, member.optional, missing=member.missing)
            place = self._data(record, text, _name(member), not self._depth)
        self._out.append(_SPACE if needed else f"{_SPACE})?")
        if not needed:
            self._depth -= 1
        place.required, place.sure = needed, place.sure and needed
        return place

    def _each(self, record: Record, member: Member) -> Place:
        kind = next(f.type for f in record.fields if f.name == member.each)
        if self.item or self._depth or not isinstance(kind, List):
            raise OtherwiseError
        self.head, self._out, self._groups = "".join(self._out), [], self.columns
        self.item = "?"  # no other may follow
        item = Scope.of_item(Fn(self.fn.names, "xml", {}, 0), kind.item).record
        if isinstance(member.node, Tree):
            if member.node.bind not in ("", "."):
                raise OtherwiseError
            place = self._tree(item, member, member.node)
        else:
            self._out.append(f"<{_name(member)}")
            text = Member("text", member.name, member.node, member.optional, missing=member.missing)
            place = Place(member, item, inner=[self._data(item, text, _name(member), True)])
        if not self.columns:
            raise OtherwiseError
        self.item, self._out, self._groups = "".join([*self._out, _SPACE]), [], self.behind
        return place


def records_below(record: Record) -> Iterator[Record]:
    yield record
    for each in record.fields:
        kind = each.type.item if isinstance(each.type, List) else each.type
        if isinstance(kind, Record):
            yield from records_below(kind)


def plain_name(member: Member) -> str | None:
    """A member's name where it is plain: of ASCII letters and digits, and in no namespace."""
    return member.name if _NAME.fullmatch(member.name) and member.name != "xmlns" else None


def constant(node: Const) -> str | None:
    """A fixed text that XML writes as it is, in attributes too; None where it is none, or empty."""
    text = node.value
    return text if text.isprintable() and text and not any(char in text for char in "<>&\"'") else None


def _name(member: Member) -> str:
    name = plain_name(member)
    if name is None:
        raise OtherwiseError
    return re.escape(name)


def _constant(node: Const) -> str:
    text = constant(node)
    if text is None:
        raise OtherwiseError
    return re.escape(text)


def _folded(leaf: Leaf) -> tuple[str, Leaf]:
    """How often a character stands in an attribute's value, and the leaf without the limits that this says."""
    kind = leaf.type
    if kind.whitespace != "preserve" or leaf.absent is not None or leaf.empty == "absent":
        return "*", leaf
    least, most = (1 if leaf.empty == "refuse" else 0), ""
    rest = []
    for facet in kind.facets:
        if facet.severity == "error" and facet.name == "minLength" and isinstance(facet.value, int):
            least = max(least, facet.value)
        elif facet.severity == "error" and facet.name == "maxLength" and isinstance(facet.value, int):
            most = str(facet.value)
        else:
            rest.append(facet)
    if any(facet.name == "length" for facet in rest) or (most and int(most) < least):
        return "*", leaf
    many = "*" if not least and not most else f"{{{least},{most}}}"
    return many, replace(leaf, type=replace(kind, facets=tuple(rest)), empty="value")
