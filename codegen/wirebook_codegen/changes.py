"""Examples changed in one stated way: what a fault of a given kind at a given place may look like.

A change is made to the wire tree of an example, or to its bytes. Whether it is a fault, and of
which kind, is for others to find out; the order is the same every time, the likeliest first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from wirebook import lexical
from wirebook.model import Array, Joined, Leaf, Map, Member, Record, Scalar, Text, Tree
from wirebook.wire.tree import NIL, Node
from wirebook_codegen.shapes import below, bound, excepted, field_of, item_record, node_record

__all__ = ["Change", "Spot", "changed", "changes", "spots"]

_NAME = "unlisted"
_WRONG = (
    "x", "-1", "1.5", "+1", "01", " 1", "1e2", "1.0", "0", "0x1F", "1 000", "99999999999999999999999999",
    "31.02.2024", "2024-02-30", "24:00:00", "#", "true", "TRUE", "12345", "8-909-190-94097", "я", "a b", "=",
)  # fmt: skip
_MANY = 2000  # items that a list is filled up to at most


@dataclass(frozen=True, slots=True)
class Spot:
    """A node of an example's tree: the way to it by indexes, and what the shape says of it.

    path: the logical path of what stands there, without indexes; scope: that of the record around it.
    """

    way: tuple[int, ...]
    path: str
    scope: str
    slot: str
    node: Leaf | Joined | Tree | Array | None
    member: Member | None = None
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What is done to a tree, how that is called beside the name of the example, and the way to where it is done."""

    what: Text
    apply: Callable[[Node], None]
    way: tuple[int, ...] = ()


def changed(root: Node, change: Change) -> Node:
    """A changed copy of a tree."""
    made = _copied(root)
    change.apply(made)
    return made


def _copied(node: Node) -> Node:
    return Node(node.slot, node.name, node.kind, node.text, [_copied(child) for child in node.children])


# ---------------------------------------------------------------- where things stand


def spots(root: Member, record: Record, node: Node) -> list[Spot]:
    """Every node that the shape of a body knows, in the body's order."""
    return list(_spots(root, record, node, (), ""))


def _spots(member: Member, record: Record | None, node: Node, way: tuple[int, ...], scope: str) -> Iterator[Spot]:
    kind = member.node
    if isinstance(kind, Array):
        here, items = below(scope, kind.bind), item_record(record, kind.bind)
        yield Spot(way, here, scope, member.slot, kind, member, record)
        item = Member("item", "", kind.item, False)
        for index, child in enumerate(node.children):
            yield from _spots(item, items or record, child, (*way, index), here)
    elif isinstance(kind, Tree):
        inner, here = node_record(record, kind), below(scope, kind.bind)
        yield Spot(way, here, scope, member.slot, kind, member, inner)
        for one in kind.members:
            if one.slot == "text":
                yield from _spots(one, inner, node, way, here)
        for index, child in enumerate(node.children):
            yield from _child(kind, inner, child, (*way, index), here)
    else:
        path = below(scope, bound(Member("", "", kind, False)))
        yield Spot(way, path, scope, member.slot, kind if isinstance(kind, (Leaf, Joined)) else None, member, record)


def _child(tree: Tree, record: Record | None, node: Node, way: tuple[int, ...], scope: str) -> Iterator[Spot]:
    for member in tree.members:
        called = {member.name, *(other.name for other in member.alternatives)}
        if member.slot == node.slot and node.name in called:
            items = item_record(record, member.each) if member.each else None
            yield from _spots(member, items or record, node, way, below(scope, member.each))
            return
    for name, leaf in _takers(tree, node.slot):
        yield Spot(way, f"{below(scope, name)}.{node.name}", scope, node.slot, leaf, None, record)


def _takers(tree: Tree, slot: str) -> Iterator[tuple[str, Leaf | None]]:
    """The map fields that take what no member names."""
    for member in tree.members:
        if member.slot == "entries" and member.entry == slot and isinstance(member.node, Leaf):
            yield member.node.bind, member.node
    unknown = tree.unknown_attributes if slot == "attribute" else tree.unknown
    if unknown.policy == "collect":
        yield unknown.bind, None


# ---------------------------------------------------------------- what can be done there


def changes(code: str, path: str, found: list[Spot], carriers: tuple[str, ...] = ()) -> Iterator[Change]:
    """Changes that may give a finding of this code at this path (``.*``: of any entry of a map).

    carriers: the fields that carry a signature; unsigned is only what has none of them.
    """
    here = [spot for spot in found if _at(spot.path, path)]
    if code == "signature.missing":
        signed = [spot for spot in found if spot.path in carriers]
        gone = list(_gone(signed))[-1:]
        what = Text("without a signature", "без подписи") if gone else Text("with a secret", "с секретом")
        yield Change(what, gone[0].apply if gone else lambda root: None, gone[0].way if gone else ())
        return
    if code.startswith(("rule.", "signature.")):
        yield from _gone(here)
        yield from _twice(here)
        yield from _texts(here, ("0", "x", "-1"))
    elif code in _MADE:
        yield from _MADE[code](found, here, path)
    else:
        yield from _literals(here)
        for spot in here:
            kind = spot.node.item if isinstance(spot.node, Joined) else spot.node
            if isinstance(kind, Leaf):
                yield from _texts([spot], tuple(dict.fromkeys(_wrong(kind.type))))
            elif spot.node is None:
                yield from _texts([spot], _WRONG)


def _at(path: str, wanted: str) -> bool:
    return path == wanted or (wanted.endswith(".*") and path.startswith(wanted[:-1]))


def _node(root: Node, way: tuple[int, ...]) -> Node:
    for index in way:
        root = root.children[index]
    return root


def _gone(spots: list[Spot]) -> Iterator[Change]:
    """Each left out, then all of them."""
    ways = [spot.way for spot in spots if spot.way and spot.slot != "text"]
    each = [[way] for way in ways]
    for some, spot in zip([*each, *([ways] if len(ways) > 1 else [])], [*spots, *spots[:1]], strict=False):

        def apply(root: Node, some: list[tuple[int, ...]] = some) -> None:
            for way in sorted(some, reverse=True):
                del _node(root, way[:-1]).children[way[-1]]

        yield Change(Text(f"without {spot.path}", f"без {spot.path}"), apply, some[0])


def _twice(spots: list[Spot], times: int = 1) -> Iterator[Change]:
    for spot in spots:
        if not spot.way or spot.slot == "text":
            continue

        def apply(root: Node, way: tuple[int, ...] = spot.way) -> None:
            siblings = _node(root, way[:-1]).children
            siblings[way[-1] : way[-1]] = [_copied(siblings[way[-1]]) for _ in range(times)]

        often = ("twice", "дважды") if times == 1 else (f"{times + 1} times", f"{times + 1} раз")
        yield Change(Text(f"with {spot.path} {often[0]}", f"с {spot.path} {often[1]}"), apply, spot.way)


def _duplicate(found: list[Spot], here: list[Spot], path: str) -> Iterator[Change]:
    yield from _twice(here)
    if not path.endswith(".*"):
        return
    for spot in found:
        for slot in ("element", "param"):
            for name, _ in _takers(spot.node, slot) if isinstance(spot.node, Tree) else ():
                given = field_of(spot.record, name)
                if given is not None and isinstance(given.type, Map) and f"{below(spot.path, name)}.*" == path:
                    key = _key(given.type)

                    def apply(root: Node, way: tuple[int, ...] = spot.way, slot: str = slot, key: str = key) -> None:
                        kind = "element" if slot == "element" else "string"
                        _node(root, way).children += [Node(slot, key, kind, "0") for _ in range(2)]

                    yield Change(Text(f"with {key} twice", f"с {key} дважды"), apply, spot.way)


def _key(kind: Map) -> str:
    return kind.keys[0][0] if kind.keys else _NAME


def _order(found: list[Spot], here: list[Spot], path: str) -> Iterator[Change]:
    for spot in here:
        for to in (-1, 0):
            if not spot.way:
                continue

            def apply(root: Node, way: tuple[int, ...] = spot.way, to: int = to) -> None:
                siblings = _node(root, way[:-1]).children
                node = siblings.pop(way[-1])
                first = next((i for i, one in enumerate(siblings) if one.slot == "element"), 0)
                siblings.insert(first if to == 0 else len(siblings), node)

            where = ("first", "в начале") if to == 0 else ("last", "в конце")
            yield Change(Text(f"with {spot.path} {where[0]}", f"с {spot.path} {where[1]}"), apply, spot.way)


def _unknown(found: list[Spot], here: list[Spot], path: str) -> Iterator[Change]:
    """Refused names, then names that nobody knows, in what stands in the record, then in the record itself."""
    inside = [spot for spot in found if spot.scope == path and spot.slot == "element" and spot.way]
    trees = [spot for spot in found if isinstance(spot.node, Tree) and path in (spot.path, spot.scope)]
    for spot in trees:
        assert isinstance(spot.node, Tree)
        for slot in ("attribute", "element", "member", "param"):
            for name in excepted(spot.node, spot.record, slot):
                yield _put(spot, slot, name)
    for spot in trees:
        if _elements(spot.node):
            yield _put(spot, "element", _NAME, inside=True)
    for spot in (*inside, *trees):
        for slot in ("attribute", "element") if spot.slot == "element" else ("member", "param"):
            yield _put(spot, slot, _NAME)


def _elements(tree: object) -> bool:
    """Whether a tree is an XML element."""
    slots = {member.entry or member.slot for member in tree.members} if isinstance(tree, Tree) else set()
    return not slots & {"member", "param", "capture"}


def _put(spot: Spot, slot: str, name: str, *, inside: bool = False) -> Change:
    """Something more in a node; inside: with an attribute of its own."""

    def apply(root: Node) -> None:
        children = _node(root, spot.way).children
        more = [Node("attribute", _NAME, "string", "0")] if inside else []
        made = Node(slot, name, "element" if slot == "element" else "string", "0", more)
        children.insert(0 if slot == "attribute" else len(children), made)

    where = (f"in {spot.path}", f"в {spot.path}") if spot.path else ("at the top", "на верхнем уровне")
    kinds = {"attribute": "атрибут", "element": "элемент", "member": "член", "param": "параметр"}
    own = (" that has an attribute", " с атрибутом") if inside else ("", "")
    en, ru = f"with the {slot} {name}{own[0]} {where[0]}", f"добавлен {kinds[slot]} {name}{own[1]} {where[1]}"
    return Change(Text(en, ru), apply, spot.way)


def _text(found: list[Spot], here: list[Spot], path: str) -> Iterator[Change]:
    yield from _texts([spot for spot in here if isinstance(spot.node, Tree)], ("stray",))


def _empty(found: list[Spot], here: list[Spot], path: str) -> Iterator[Change]:
    yield from _texts(here, ("",))


def _texts(spots: list[Spot], texts: tuple[str, ...]) -> Iterator[Change]:
    for spot in spots:
        for text in texts:

            def apply(root: Node, way: tuple[int, ...] = spot.way, text: str = text) -> None:
                node = _node(root, way)
                node.text = text
                if node.kind not in ("element", "string", "object"):
                    node.kind = "string"

            yield _told(spot, f'"{text}"' if len(text) < 40 else f'"{text[:20]}…"', apply)


def _literals(spots: list[Spot]) -> Iterator[Change]:
    """Numbers of JSON, spelled in ways that a schema does not see."""
    for spot in spots:
        kind = spot.node.item if isinstance(spot.node, Joined) else spot.node
        if spot.slot not in ("member", "item") or not isinstance(kind, Leaf):
            continue
        if "number" not in (kind.form, *(form for form, severity in kind.accepts if severity != "error")):
            continue
        for spell in ("{}.0", "{}e0", "1.0", "1.5", "1e2", "0", "1", "12345678901234567890", "-1"):

            def apply(root: Node, way: tuple[int, ...] = spot.way, spell: str = spell) -> None:
                node = _node(root, way)
                node.text = spell.format(node.text if node.text.isdecimal() and node.text.isascii() else "0")
                node.kind, node.children = "number", []

            yield _told(spot, "the number " + spell.format("…"), apply, "число " + spell.format("…"))


def _kinds(found: list[Spot], here: list[Spot], path: str) -> Iterator[Change]:
    for spot in here:
        for kind, text in (("null", "null"), ("boolean", "true"), ("array", ""), ("object", ""), ("number", "0")):

            def apply(root: Node, way: tuple[int, ...] = spot.way, kind: str = kind, text: str = text) -> None:
                node = _node(root, way)
                node.kind, node.text, node.children = kind, text, []

            if spot.slot in ("member", "item"):
                yield _told(spot, kind, apply)


def _nil(found: list[Spot], here: list[Spot], path: str) -> Iterator[Change]:
    for spot in here:

        def apply(root: Node, way: tuple[int, ...] = spot.way) -> None:
            node = _node(root, way)
            node.children, node.text = [Node("attribute", NIL, "string", "true")], "0"

        yield _told(spot, "nil and a text", apply, "nil и текст")


def _renamed(found: list[Spot], here: list[Spot], path: str) -> Iterator[Change]:
    for spot in here:
        for other in spot.member.alternatives if spot.member is not None else ():
            if other.severity == "error":

                def apply(root: Node, way: tuple[int, ...] = spot.way, name: str = other.name) -> None:
                    _node(root, way).name = name

                yield Change(Text(f"with the name {other.name}", f"с именем {other.name}"), apply, spot.way)


def _few(found: list[Spot], here: list[Spot], path: str) -> Iterator[Change]:
    items = [spot for spot in here if spot.way]
    yield from reversed(list(_gone(items)))
    yield from _texts(here, ("",))


def _many(found: list[Spot], here: list[Spot], path: str) -> Iterator[Change]:
    for times in (1, 2, 5, 10, 50, 100, 500, 1000, _MANY):
        yield from _twice(here[:1], times)
        yield from _twice([spot for spot in found if spot.scope == path][:1], times)


def _told(spot: Spot, en: str, apply: Callable[[Node], None], ru: str = "") -> Change:
    return Change(Text(f"with {spot.path} {en}", f"с {spot.path} {ru or en}"), apply, spot.way)


_MADE: dict[str, Callable[[list[Spot], list[Spot], str], Iterator[Change]]] = {
    "shape.missing": lambda found, here, path: _gone(here),
    "shape.duplicate": _duplicate,
    "shape.order": _order,
    "shape.unknown": _unknown,
    "shape.text": _text,
    "shape.empty": _empty,
    "deviation.empty": _empty,
    "shape.null": _kinds,
    "shape.kind": _kinds,
    "shape.nil": _nil,
    "deviation.name": _renamed,
    "facet.minItems": _few,
    "facet.maxItems": _many,
}


def _wrong(scalar: Scalar) -> Iterator[str]:
    """Texts that break something about a scalar: beyond its limits first, then what senders get wrong."""
    for member in scalar.members:
        yield from _wrong(member)
    for facet in scalar.facets:
        if facet.name in ("length", "minLength", "maxLength"):
            sizes = [size for size in (int(str(facet.value)) + 1, int(str(facet.value)) - 1) if size >= 0]
            yield from (char * size for size in sizes for char in ("a", "1", "7"))
        elif facet.name in ("minInclusive", "maxInclusive"):
            yield str(Decimal(str(facet.value)) + (1 if facet.name == "maxInclusive" else -1))
        elif facet.name == "totalDigits":
            yield "1" * (int(str(facet.value)) + 1)
        elif facet.name == "fractionDigits":
            yield f"0.{'1' * (int(str(facet.value)) + 1)}"
    if scalar.base == "bits":
        yield str(1 << (scalar.width or 0))
    if scalar.base == "boolean":
        yield from (text for form in scalar.lexical for text in lexical.pair(form))
    if scalar.codes is not None:
        yield from ("12321", "wirebook-unknown")
    yield from _WRONG
