"""Breaking the structure of a body: what is missing, unknown, doubled, misplaced, renamed or of the wrong kind.

One small function per fault; each yields spoils for a site or nothing where the fault
cannot be made there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import assume
from hypothesis import strategies as st

from wirebook.explain.leaves import default_value
from wirebook.lexical import parse, render, texts
from wirebook.model import Array, Const, Joined, Leaf, Map, Record, Scalar, Tree
from wirebook.testing.sites import Site
from wirebook.testing.spoil import Change, Spoil, copied, retext
from wirebook.wire.tree import NIL, Node

__all__ = ["gone", "states", "structural"]

_UNKNOWN = "wirebook_unknown"
_NAMED = ("attribute", "element", "member", "param")


def structural(site: Site, encoding: str) -> Iterator[Spoil]:
    """Every structural fault that can be made at a site."""
    if encoding in ("text", "csv"):
        yield from _excepted_pair(site)
        return
    for fault in FAULTS:
        yield from fault(site, encoding)


def _bound(site: Site) -> str:
    """The path that a finding about the member itself bears."""
    return site.path.removesuffix("[0]") if site.items and site.member.slot != "item" else site.path


def states(site: Site) -> Iterator[Spoil]:
    """What a text place alone can have wrong: an empty text, a spelled-out default, another name."""
    for fault in (_empty, _explicit, _renamed):
        yield from fault(site, "form")


def gone(draw: st.DrawFn, parent: Node | None, node: Node) -> None:
    """The node is not there."""
    assert parent is not None
    parent.children = [child for child in parent.children if child is not node]


def _missing(site: Site, encoding: str) -> Iterator[Spoil]:
    """A required member is not there."""
    member, field = site.member, site.field
    if member.slot not in _NAMED or member.optional or site.items:
        return
    policy = member.missing or (field.missing if field is not None else None)
    if policy is None:
        yield Spoil("shape.missing", site.path, "error", site, gone)
    elif policy != "accept":
        yield Spoil("deviation.missing", site.path, policy, site, gone)


def _unknown(site: Site, encoding: str) -> Iterator[Spoil]:
    """A member, attribute or parameter that nobody knows."""
    node = site.node
    if not isinstance(node, Tree):
        # An element that holds only a value has no attributes.
        if encoding == "xml" and site.member.slot == "element":
            yield Spoil("shape.unknown", site.scope, "error", site, _put("attribute"))
        return
    scope = f"{site.scope}.{node.bind}".lstrip(".") if node.bind not in ("", ".") else site.scope
    record = site.record
    if node.bind not in ("", ".") and site.field is not None and isinstance(site.field.type, Record):
        record = site.field.type
    for slot in {"xml": ("attribute", "element"), "json": ("member",), "form": ("param",)}[encoding]:
        unknown = node.unknown_attributes if slot == "attribute" else node.unknown
        fields = {field.name: field.type for field in getattr(record, "fields", ())}
        if any(m.slot == "entries" and m.entry == slot and _takes(fields.get(m.node.bind)) for m in node.members
               if isinstance(m.node, Leaf)):  # fmt: skip
            continue
        for name in unknown.excepted:
            yield Spoil("shape.unknown", scope, "error", site, _put(slot, "", name))
        if unknown.policy == "collect" and _takes(fields.get(unknown.bind)):
            if unknown.severity is not None:
                path = f"{scope}.{unknown.bind}.{_UNKNOWN}".lstrip(".")
                yield Spoil("deviation.extra", path, unknown.severity, site, _put(slot, unknown.bind))
        elif unknown.policy != "ignore":
            yield Spoil("shape.unknown", scope, "warning" if unknown.policy == "warn" else "error", site, _put(slot))


def _excepted_pair(site: Site) -> Iterator[Spoil]:
    """A pair of a line whose key is refused where the others that are not listed are collected."""
    if site.pairs is not None:
        for name in site.pairs.rest_excepted:
            yield Spoil("shape.unknown", site.scope, "error", site, _beside(name))


def _beside(name: str) -> Change:
    def change(draw: st.DrawFn, parent: Node | None, node: Node) -> None:
        assert parent is not None
        parent.children.append(Node(node.slot, name, node.kind, node.text))

    return change


def _takes(kind: object) -> bool:
    """Whether a map takes the unknown name as one of its keys."""
    return isinstance(kind, Map) and not kind.keys


def _put(slot: str, bind: str = "", name: str = _UNKNOWN) -> Change:
    def change(draw: st.DrawFn, parent: Node | None, node: Node) -> None:
        kind = "element" if slot == "element" else "string"
        node.children.append(Node(slot, name, kind, "" if slot == "element" and not bind else "0"))

    return change


def _duplicate(site: Site, encoding: str) -> Iterator[Spoil]:
    """A member that stands once stands twice; JSON's reader refuses that before any shape is asked."""
    if site.member.slot in ("element", "param") and not site.items:
        yield Spoil("shape.duplicate", site.path, site.member.duplicate, site, _twice)


def _twice(draw: st.DrawFn, parent: Node | None, node: Node) -> None:
    assert parent is not None
    at = next(index for index, child in enumerate(parent.children) if child is node)
    parent.children.insert(at + 1, copied(node))


def _order(site: Site, encoding: str) -> Iterator[Spoil]:
    """Two neighbouring elements change places; the one that is late is this one."""
    tree = site.tree
    if tree is None or tree.order != "sequence" or site.member.slot != "element":
        return
    names = [member.name for member in tree.members if member.slot == "element"]

    def change(draw: st.DrawFn, parent: Node | None, node: Node) -> None:
        assert parent is not None
        elements = [child for child in parent.children if child.slot == "element"]
        at = next(index for index, child in enumerate(elements) if child is node)
        assume(at + 1 < len(elements) and elements[at + 1].name in names[names.index(node.name) + 1 :])
        other = elements[at + 1]
        first, second = (next(i for i, c in enumerate(parent.children) if c is one) for one in (node, other))
        parent.children[first], parent.children[second] = other, node

    if site.member.name in names[:-1]:  # what a map collects has no place in the order
        yield Spoil("shape.order", _bound(site), "error", _followed(site, tree), change)


def _followed(site: Site, tree: Tree) -> Site:
    """The site with an element after it: a field that may be absent is wanted where nothing else is sure to follow."""
    elements = [member for member in tree.members if member.slot == "element"]
    after = elements[elements.index(site.member) + 1 :]
    if site.member.optional or not all(member.optional for member in after):
        return site
    name = next((m.each or getattr(m.node, "bind", "") for m in after if m.each or isinstance(m.node, Leaf)), "")
    own = "" if isinstance(site.node, Const) or site.node.bind in ("", ".") else site.node.bind
    inside = site.wanted.removesuffix(own).removesuffix(".")
    return replace(site, wanted=f"{inside}.{name}".lstrip(".")) if name else site


def _text(site: Site, encoding: str) -> Iterator[Spoil]:
    """Text among elements."""
    node = site.node
    if encoding == "xml" and isinstance(node, Tree) and not any(member.slot == "text" for member in node.members):
        scope = f"{site.scope}.{node.bind}".lstrip(".") if node.bind not in ("", ".") else site.scope
        yield Spoil("shape.text", scope, "error", site, retext(("stray", " x ", "\u00a0", "0")))


def _const(site: Site, encoding: str) -> Iterator[Spoil]:
    """Another text where one is fixed."""
    if isinstance(site.node, Const) and site.member.slot in (*_NAMED, "text"):
        value = site.node.value
        other = {"number": ("-1", "12321"), "boolean": ("true", "false")}.get(
            site.node.form, (f"{value}x", value[:-1], value.swapcase(), f"{value} ")
        )
        yield Spoil("shape.const", site.scope, "error", site, retext([text for text in other if text != value]))


def _root(site: Site, encoding: str) -> Iterator[Spoil]:
    """Another root."""
    if site.way:
        return
    if encoding == "xml":
        yield Spoil("shape.root", "", "error", site, _rename(_UNKNOWN))
    elif encoding == "json" and not isinstance(site.node, Array):
        yield from ()


def _rename(name: str) -> Change:
    def change(draw: st.DrawFn, parent: Node | None, node: Node) -> None:
        node.name = name

    return change


def _renamed(site: Site, encoding: str) -> Iterator[Spoil]:
    """A name that is taken for the documented one."""
    for other in site.member.alternatives:
        if other.severity is not None:
            yield Spoil("deviation.name", _bound(site), other.severity, site, _rename(other.name))


def _kind(site: Site, encoding: str) -> Iterator[Spoil]:
    """A JSON value of another kind."""
    node = site.node
    if encoding != "json":
        return
    joined = node.item if isinstance(node, Joined) else node
    taken = {form for form, _ in joined.accepts} if isinstance(joined, Leaf) else set()
    if isinstance(joined, (Leaf, Const)):
        taken.add(joined.form)
    path = f"{site.scope}.{node.bind}".lstrip(".") if isinstance(node, Array) else site.path
    kind, text = ("boolean", "true") if "boolean" not in taken else ("array", "")
    yield Spoil("shape.kind", path, "error", site, _rekind(kind, text))
    if isinstance(node, Joined):
        node = node.item
    if isinstance(node, Leaf) and node.null != "absent" and "null" not in taken:
        yield Spoil("shape.null", site.path, "error", site, _rekind("null", "null"))
    if isinstance(node, Leaf):
        for form, severity in node.accepts:
            fits = node.form != "boolean" or all(_spelled(node, form, value) for value in (True, False))
            if severity is not None and form in ("string", "number", "boolean") and fits:
                yield Spoil("deviation.form", site.path, severity, site, _reform(form, node))


def _rekind(kind: str, text: str) -> Change:
    def change(draw: st.DrawFn, parent: Node | None, node: Node) -> None:
        node.kind, node.text, node.children = kind, text, []

    return change


def _spelled(leaf: Leaf, form: str, value: bool) -> list[str]:
    """The texts of a boolean that give no finding and can stand in a form."""
    found = [text for text in texts(leaf.type, value) if not parse(leaf.type, text)[1]]
    return [text for text in found if form != "number" or text.isdecimal()]


def _reform(form: str, leaf: Leaf) -> Change:
    def change(draw: st.DrawFn, parent: Node | None, node: Node) -> None:
        if node.kind == "boolean":
            node.text = next(iter(_spelled(leaf, form, node.text == "true")))
        elif form == "boolean":
            node.text = "true" if parse(leaf.type, node.text)[0] else "false"
        node.kind = form
        if form == "number":
            assume(node.text.isdecimal() and (node.text == "0" or node.text[0] != "0") and node.text.isascii())

    return change


def _empty(site: Site, encoding: str) -> Iterator[Spoil]:
    """An empty text where that means no value."""
    leaf = site.node
    if not isinstance(leaf, Leaf) or leaf.absent == "" or leaf.form == "number":
        return
    if leaf.empty == "refuse":
        yield Spoil("shape.empty", site.path, "error", site, retext(("",)))
    elif leaf.empty == "absent" and leaf.empty_severity is not None:
        field = site.field
        if field is None or field.optional:
            yield Spoil("deviation.empty", site.path, leaf.empty_severity, site, retext(("",)))


def _nil(site: Site, encoding: str) -> Iterator[Spoil]:
    """An element that says it is nothing, and says something."""
    leaf = site.node
    if isinstance(leaf, Leaf) and leaf.nil == "absent" and site.member.slot == "element":
        yield Spoil("shape.nil", site.path, "error", site, _said("true", "0"))
        yield Spoil("shape.const", site.path, "error", site, _said("yes", ""))


def _said(nil: str, text: str) -> Change:
    def change(draw: st.DrawFn, parent: Node | None, node: Node) -> None:
        node.children, node.text = [Node("attribute", NIL, "string", nil)], text

    return change


def _explicit(site: Site, encoding: str) -> Iterator[Spoil]:
    """A default that is spelled out."""
    field = site.field
    if field is None or field.default is None or field.default.explicit is None or not isinstance(field.type, Scalar):
        return
    if isinstance(site.node, Leaf):
        text = render(field.type, default_value(field))
        yield Spoil("deviation.explicit", site.path, field.default.explicit, site, retext((text,)))


FAULTS = (
    _missing,
    _unknown,
    _duplicate,
    _order,
    _text,
    _const,
    _root,
    _renamed,
    _kind,
    _empty,
    _nil,
    _explicit,
)
