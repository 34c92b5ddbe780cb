"""JSON objects as msgspec's structs: what its decoder checks of each member by itself, and what is left to statements.

A struct takes the commonest way to write a value, which says nothing wrong; all others make its decoder
stop, and then nothing is decided. What cannot be said so raises OtherwiseError, and the message has no quick way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from wirebook.model import Const, Facet, Joined, Leaf, Member, Scalar, Tree
from wirebook_codegen.accept.layout import OtherwiseError
from wirebook_codegen.accept.named import alternatives
from wirebook_codegen.accept.state import Fn
from wirebook_codegen.pysource import literal

__all__ = ["Spot", "is_open", "spot", "spots", "struct"]

_SMALLEST, _LARGEST = -(1 << 63), (1 << 63) - 1  # what the decoder bounds integers with


@dataclass(frozen=True)
class Spot:
    """A member as a struct's field: the expression of its type, and what the field then holds.

    holds: text; number (a text or an integer that stands for its digits); integer; integers (or a text of
    digits); literal (the bytes of a number); boolean; fixed, where nothing is to be read; tree; array.
    leaf: what is left to be checked. required: the decoder stops where the member is missing.
    """

    member: Member
    type: str
    holds: str
    leaf: Leaf | None = None
    required: bool = True


def is_open(tree: Tree) -> bool:
    """Whether an object of scalars may have members that the shape does not name."""
    taken = any(member.slot == "entries" for member in tree.members) or tree.unknown.policy != "refuse"
    flat = all(isinstance(member.node, (Leaf, Const, Joined)) for member in tree.members)
    return taken and flat and not any(member.alternatives for member in tree.members)


def struct(fn: Fn, tree: Tree, is_open: bool = False) -> str:
    """The name of the struct of an object; an open one passes over members that it does not have."""
    fields = []
    for each in spots(fn, tree):
        default = "" if each.required else ", None"
        fields.append(f"({each.member.name!r}, {each.type}{default}),")
    given = f"({' '.join(fields)})"
    return fn.hoist("Struct", f"{fn.use('wirebook.accept.quick_json', 'struct')}({given}{', True' if is_open else ''})")


def spots(fn: Fn, tree: Tree) -> Iterator[Spot]:
    """The named members of an object."""
    seen = set()
    for member in tree.members:
        if member.each or member.slot not in ("member", "entries") or member.name in seen:
            raise OtherwiseError
        if not member.name.isprintable() or any(char in member.name for char in ',"\\'):
            raise OtherwiseError  # commas are counted; msgspec knows no other names
        seen.add(member.name)
        if member.slot == "member":
            needed = not _may_miss(fn, member) and not alternatives(tree, member)
            yield replace(spot(fn, member), required=needed)


def _may_miss(fn: Fn, member: Member) -> bool:
    return member.optional or (member.missing is not None and member.missing != "error")


def spot(fn: Fn, member: Member) -> Spot:
    """A member, or the item of an array, by its type."""
    node = member.node
    if isinstance(node, Leaf):
        return _leaf(fn, member, node)
    if isinstance(node, Joined):
        if _forms(node.item)[0] != "string":
            raise OtherwiseError
        return Spot(member, "str", "text", node.item)
    if isinstance(node, Const):
        return _const(fn, member, node)
    if isinstance(node, Tree):
        return Spot(member, struct(fn, node), "tree")
    item = spot(fn, Member("item", "", node.item, False))
    return Spot(member, f"list[{item.type}]", "array")


def _forms(leaf: Leaf) -> tuple[str, set[str]]:
    """The form that is written, and what is taken besides without a word."""
    wanted = "string" if leaf.form == "text" else leaf.form
    return wanted, {form for form, severity in leaf.accepts if severity in (None, "accept") and form != wanted}


def _leaf(fn: Fn, member: Member, leaf: Leaf) -> Spot:
    wanted, besides = _forms(leaf)
    kind = leaf.type
    numeric = kind.base in ("integer", "bits") and leaf.absent is None and not _of_text(kind)
    if wanted == "boolean":
        if kind.base != "boolean" or leaf.absent is not None:
            raise OtherwiseError
        return Spot(member, "bool", "boolean", leaf)
    if wanted == "string":
        if "number" in besides and kind.base != "decimal":
            return Spot(member, "str | int", "number", leaf)
        type_, rest = _text(fn, leaf)
        return Spot(member, type_, "text", rest)
    if not numeric:
        if "string" not in besides and kind.base == "decimal":
            return Spot(member, fn.use("msgspec", "Raw"), "literal", leaf)
        return Spot(member, "str | int" if "string" in besides else "int", "number", leaf)
    if "string" in besides:
        return Spot(member, f"{_integer(fn, _SMALLEST, _LARGEST)} | str", "integers", leaf)
    least, most, bounded = _bounds(kind)
    return Spot(member, _integer(fn, least, most), "integer", replace(leaf, type=bounded))


def _of_text(kind: Scalar) -> bool:
    """Whether an integer's digits are limited, and not its value."""
    of_value = ("minInclusive", "maxInclusive", "enumeration")
    return any(facet.name not in of_value for facet in kind.facets)


def _integer(fn: Fn, least: int, most: int) -> str:
    return fn.hoist("Int", f"{_annotated(fn)}[int, {fn.use('msgspec', 'Meta')}(ge={least}, le={most})]")


def _annotated(fn: Fn) -> str:
    return fn.use("typing", "Annotated")


def _bounds(kind: Scalar) -> tuple[int, int, Scalar]:
    """The bounds that the decoder holds, and the scalar without them."""
    least, most = _SMALLEST, _LARGEST
    if kind.base == "bits":
        least, most = 0, min(most, (1 << (kind.width or 0)) - 1)
    rest: list[Facet] = []
    for facet in kind.facets:
        value = facet.value
        if facet.severity == "error" and isinstance(value, (int, str)) and facet.name == "minInclusive":
            least = max(least, int(value))
        elif facet.severity == "error" and isinstance(value, (int, str)) and facet.name == "maxInclusive":
            most = min(most, int(value))
        else:
            rest.append(facet)
    if least > most:
        raise OtherwiseError
    return least, most, replace(kind, facets=tuple(rest))


def _text(fn: Fn, leaf: Leaf) -> tuple[str, Leaf]:
    """The type of a text, with the bounds of its length where they are those of what was written."""
    kind = leaf.type
    if kind.whitespace != "preserve" or leaf.absent is not None or leaf.empty == "absent":
        return "str", leaf
    least, most = (1 if leaf.empty == "refuse" else 0), None
    rest: list[Facet] = []
    for facet in kind.facets:
        if facet.severity != "error" or not isinstance(facet.value, int) or isinstance(facet.value, bool):
            rest.append(facet)
        elif facet.name == "minLength":
            least = max(least, facet.value)
        elif facet.name == "maxLength":
            most = facet.value if most is None else min(most, facet.value)
        else:
            rest.append(facet)
    if not least and most is None:
        return "str", leaf
    limits = [f"min_length={least}"] if least else []
    limits += [f"max_length={most}"] if most is not None else []
    type_ = fn.hoist("Text", f"{_annotated(fn)}[str, {fn.use('msgspec', 'Meta')}({', '.join(limits)})]")
    return type_, replace(leaf, type=replace(kind, facets=tuple(rest)), empty="value")


def _const(fn: Fn, member: Member, node: Const) -> Spot:
    if node.form == "boolean":
        return Spot(member, fn.hoist("Fixed", f"{fn.use('typing', 'Literal')}[{node.value == 'true'}]"), "fixed")
    if node.form == "number":
        return Spot(member, fn.use("msgspec", "Raw"), "literal")
    return Spot(member, fn.hoist("Fixed", f"{fn.use('typing', 'Literal')}[{literal(node.value)}]"), "fixed")
