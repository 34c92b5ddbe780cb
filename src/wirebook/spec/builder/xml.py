"""XML shapes: elements, attributes, text."""

from __future__ import annotations

import re
from dataclasses import replace

from wirebook.model import Const, Field, Joined, Leaf, List, Map, Member, Scalar, Tree, Unknown
from wirebook.spec.builder.joined import place
from wirebook.spec.builder.places import alternatives, entries, member_rest
from wirebook.spec.builder.scope import Scope, name_clashes, unknown
from wirebook.spec.nodes import Broken, Node

__all__ = ["root"]

# What XML 1.0 calls a name without colons, in letters that its second edition has: XSD 1.0 goes by that one, and lxml
# loads no schema that declares others. Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Georgian, kana, Han, Hangul.
_LETTERS = (
    r"A-Za-z_\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u0131\u0134-\u013E\u0141-\u0148\u014A-\u017E\u0386\u0388-\u038A\u038C"
    r"\u038E-\u03A1\u03A3-\u03CE\u0401-\u040C\u040E-\u044F\u0451-\u045C\u045E-\u0481\u0490-\u04C4\u0531-\u0556"
    r"\u0561-\u0586\u05D0-\u05EA\u0621-\u063A\u0641-\u064A\u10A0-\u10C5\u10D0-\u10F6\u3041-\u3094\u30A1-\u30FA"
    r"\u4E00-\u9FA5\uAC00-\uD7A3"
)
_NCNAME = re.compile(f"[{_LETTERS}][-.0-9\u00b7{_LETTERS}]*")
_XML = "http://www.w3.org/XML/1998/namespace"
_QUALIFIED = re.compile(r"(?:\{([^{}]+)\})?(.+)")
# A reference of RFC 3986, without the brackets of IPv6: schemas declare it, and their readers refuse anything else.
_PART = r"(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})"
_URI = re.compile(f"{_PART}+(?:#{_PART}*)?")
# An element with none of these and a text is a leaf; else it is a tree.
_TREE_KEYS = ("attributes", "content", "unknown", "unknown_attributes", "bind", "order", "optional")


def root(scope: Scope, node: Node) -> Member:
    """The root element of a message."""
    for key in ("bind", "each", "optional", "missing", "duplicate"):
        if key in node.items:
            scope.b.report(
                "spec.shape", node.items[key], at_key=True, name=scope.message, reason=f"the root has no {key}"
            )
    tree = _tree(scope, node, "")
    name = _name(scope, node.need("element"))
    return _placed(scope, node, Member("root", name, tree, False, alternatives=alternatives(scope.b, node)))


def _name(scope: Scope, node: Node) -> str:
    if node.kind == "scalar":
        return _checked(scope, node, node.text)
    return _checked(scope, node, f"{{{node.need('namespace').text}}}{node.need('name').text}")


def _checked(scope: Scope, node: Node, name: str, *, at_key: bool = False) -> str:
    """An XML name, with its prefix spelled out."""
    name = _qualified(scope, node, name, at_key=at_key)
    match = _QUALIFIED.fullmatch(name)
    if match is None or not _NCNAME.fullmatch(match[2]):
        scope.b.report("spec.value", node, at_key=at_key, name=name, reason="is no XML name, in the letters of XSD 1.0")
    elif match[1] is not None and not _URI.fullmatch(match[1]):
        scope.b.report("spec.value", node, at_key=at_key, name=name, reason="has a namespace that is no URI")
    elif match[2].lower().startswith("xmlns"):
        scope.b.report("spec.value", node, at_key=at_key, name=name, reason="declares namespaces")
    return name


def _qualified(scope: Scope, node: Node, name: str, *, at_key: bool = False) -> str:
    prefix, colon, local = name.partition(":")
    if not colon or name.startswith("{"):
        return name
    if prefix == "xml":
        return f"{{{_XML}}}{local}"
    if not scope.b.refer("namespaces", node, prefix, "namespace", at_key=at_key):
        raise Broken
    return f"{{{scope.b.root.need('namespaces').need(prefix).text}}}{local}"


def _placed(scope: Scope, node: Node, member: Member) -> Member:
    """A member whose alternative names are spelled out."""
    if not member.alternatives:
        return member
    names = [_checked(scope, node, other.name) for other in member.alternatives]
    others = zip(member.alternatives, names, strict=True)
    return replace(member, alternatives=tuple(replace(other, name=name) for other, name in others))


def _excepting(scope: Scope, policy: Unknown, node: Node | None) -> Unknown:
    """A policy whose excepted names are spelled out."""
    refused = node.get("except") if node is not None and node.kind == "map" else None
    if refused is None:
        return policy
    return replace(policy, excepted=tuple(_checked(scope, child, child.text) for child in refused.each()))


def _tree(scope: Scope, node: Node, bind: str) -> Tree:
    """An element's inside; the scope is that of the record inside."""
    members: list[Member] = []
    attributes, text, content = node.get("attributes"), node.get("text"), node.get("content")
    if attributes is not None:
        members += scope.members(attributes.each(), lambda child: _attribute(scope, child))
    if text is not None:
        members += scope.members([text], lambda child: place(scope, child, "text", "", json=False))
    others, other_attributes = node.get("unknown"), node.get("unknown_attributes")
    policy = _excepting(scope, unknown(scope, others), others)
    attribute_policy = _excepting(scope, unknown(scope, other_attributes), other_attributes)
    if content is not None and content.kind == "scalar":
        members += same(scope, content)
    elif content is not None:
        members += scope.members(content.each(), lambda child: _child(scope, child))
    name_clashes(scope, node, members)
    order = node.get("order")
    return Tree(bind, tuple(members), "any" if order is None else order.text, policy, attribute_policy)


def _attribute(scope: Scope, node: Node) -> Member:
    if node.key == "*":
        return entries(scope, node, "attribute", json=False)
    return _placed(
        scope, node, place(scope, node, "attribute", _checked(scope, node, node.key, at_key=True), json=False)
    )


def _child(scope: Scope, node: Node) -> Member:
    if "element" in node.items:
        return _element(scope, node)
    if len(node.items) != 1:
        scope.b.fail(
            "spec.shape", node, name=scope.message, reason="an entry is an element, or one `wire name: binding`"
        )
    (child,) = node.items.values()
    if child.bad:
        raise Broken
    if child.key == "*":
        return entries(scope, child, "element", json=False)
    return _placed(
        scope, child, place(scope, child, "element", _checked(scope, child, child.key, at_key=True), json=False)
    )


def _element(scope: Scope, node: Node) -> Member:
    b = scope.b
    name = _name(scope, node.need("element"))
    bind, each, optional = node.get("bind"), node.get("each"), node.get("optional")
    if optional is not None and (bind is not None or each is not None):
        b.report(
            "spec.shape",
            optional,
            at_key=True,
            name=scope.message,
            reason="optional is for wrappers; fields and lists know",
        )
    if bind is not None and each is not None:
        b.fail("spec.shape", node, name=scope.message, reason=f"{name} has bind and each")
    field: Field | None = None
    inside, inner_bind, each_name = scope, "", ""
    if bind is not None:
        field, inside = scope.enter(bind)
        inner_bind = bind.text
    elif each is not None:
        _, inside = scope.items(each)
        inner_bind, each_name = ".", each.text
    made: Leaf | Const | Tree | Joined
    if "text" in node.items and not any(key in node.items for key in _TREE_KEYS):
        held = place(inside, node.need("text"), "element", name, json=False)
        assert isinstance(held.node, Leaf | Const | Joined)
        made, is_optional = held.node, held.optional
        missing, deviation = held.missing, held.deviation
    else:
        made = _tree(inside, node, inner_bind)
        is_optional = field.optional if field is not None else optional is not None and optional.text == "true"
        missing = deviation = None
    if inside is not scope:
        inside.close(node)
    names, own_missing, own_deviation, duplicate = member_rest(b, node, field)
    if own_missing is not None:
        missing, deviation = own_missing, own_deviation
    repeated = each_name != ""
    made_member = Member(
        "element", name, made, is_optional or repeated, each_name, "", names, missing, deviation, duplicate
    )
    return _placed(scope, node, made_member)


def same(scope: Scope, node: Node) -> list[Member]:
    """One element per field, under its own name, in order."""
    return [_same_field(scope, node, field) for field in scope.same()]


def _same_field(scope: Scope, node: Node, field: Field) -> Member:
    scope.field(node, field.name)
    kind, each = field.type, ""
    if isinstance(kind, Map):
        scope.quiet = True
        scope.b.fail("spec.shape", node, name=scope.message, reason=f"`same` has no place for the map {field.name}")
    if isinstance(kind, List):
        kind, each = kind.item, field.name
    made: Leaf | Tree
    if isinstance(kind, Scalar):
        made = Leaf("." if each else field.name, kind)
    else:
        inside = scope.inner(field.name, kind)
        made = Tree("." if each else field.name, tuple(same(inside, node)))
    return Member(
        "element",
        field.name,
        made,
        field.optional or each != "",
        each,
        missing=field.missing,
        deviation=field.deviation,
    )
