"""Examples changed in one stated way: what a fault of a given kind at a given place may look like.

A change is made to the wire tree of an example, or to its bytes. Whether it is a fault, and of
which kind, is for others to find out; the order is the same every time, the likeliest first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wirebook.model import Joined, Leaf, Map, Text, Tree
from wirebook.wire.tree import Node
from wirebook_codegen.change import Change, copied, node_at
from wirebook_codegen.changed_values import kinds, literals, nil, texts
from wirebook_codegen.lexis.wrong import WRONG, wrong
from wirebook_codegen.shapes import below, excepted, field_of
from wirebook_codegen.spots import Spot, takers

__all__ = ["changes"]

_NAME = "unlisted"
_MANY = 2000  # items that a list is filled up to at most


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
        yield from texts(here, ("0", "x", "-1"))
    elif code in _MADE:
        yield from _MADE[code](found, here, path)
    else:
        yield from literals(here)
        for spot in here:
            kind = spot.node.item if isinstance(spot.node, Joined) else spot.node
            if isinstance(kind, Leaf):
                yield from texts([spot], tuple(dict.fromkeys(wrong(kind.type))))
            elif spot.node is None:
                yield from texts([spot], WRONG)


def _at(path: str, wanted: str) -> bool:
    return path == wanted or (wanted.endswith(".*") and path.startswith(wanted[:-1]))


def _gone(spots: list[Spot]) -> Iterator[Change]:
    """Each left out, then all of them."""
    ways = [spot.way for spot in spots if spot.way and spot.slot != "text"]
    each = [[way] for way in ways]
    for some, spot in zip([*each, *([ways] if len(ways) > 1 else [])], [*spots, *spots[:1]], strict=False):

        def apply(root: Node, some: list[tuple[int, ...]] = some) -> None:
            for way in sorted(some, reverse=True):
                del node_at(root, way[:-1]).children[way[-1]]

        yield Change(Text(f"without {spot.path}", f"без {spot.path}"), apply, some[0])


def _twice(spots: list[Spot], times: int = 1) -> Iterator[Change]:
    for spot in spots:
        if not spot.way or spot.slot == "text":
            continue

        def apply(root: Node, way: tuple[int, ...] = spot.way) -> None:
            siblings = node_at(root, way[:-1]).children
            siblings[way[-1] : way[-1]] = [copied(siblings[way[-1]]) for _ in range(times)]

        often = ("twice", "дважды") if times == 1 else (f"{times + 1} times", f"{times + 1} раз")
        yield Change(Text(f"with {spot.path} {often[0]}", f"с {spot.path} {often[1]}"), apply, spot.way)


def _duplicate(found: list[Spot], here: list[Spot], path: str) -> Iterator[Change]:
    yield from _twice(here)
    if not path.endswith(".*"):
        return
    for spot in found:
        for slot in ("element", "param"):
            for name, _ in takers(spot.node, slot) if isinstance(spot.node, Tree) else ():
                given = field_of(spot.record, name)
                if given is not None and isinstance(given.type, Map) and f"{below(spot.path, name)}.*" == path:
                    key = _key(given.type)

                    def apply(root: Node, way: tuple[int, ...] = spot.way, slot: str = slot, key: str = key) -> None:
                        kind = "element" if slot == "element" else "string"
                        node_at(root, way).children += [Node(slot, key, kind, "0") for _ in range(2)]

                    yield Change(Text(f"with {key} twice", f"с {key} дважды"), apply, spot.way)


def _key(kind: Map) -> str:
    return kind.keys[0][0] if kind.keys else _NAME


def _order(found: list[Spot], here: list[Spot], path: str) -> Iterator[Change]:
    for spot in here:
        for to in (-1, 0):
            if not spot.way:
                continue

            def apply(root: Node, way: tuple[int, ...] = spot.way, to: int = to) -> None:
                siblings = node_at(root, way[:-1]).children
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
        children = node_at(root, spot.way).children
        more = [Node("attribute", _NAME, "string", "0")] if inside else []
        made = Node(slot, name, "element" if slot == "element" else "string", "0", more)
        children.insert(0 if slot == "attribute" else len(children), made)

    where = (f"in {spot.path}", f"в {spot.path}") if spot.path else ("at the top", "на верхнем уровне")
    kinds = {"attribute": "атрибут", "element": "элемент", "member": "член", "param": "параметр"}
    own = (" that has an attribute", " с атрибутом") if inside else ("", "")
    en, ru = f"with the {slot} {name}{own[0]} {where[0]}", f"добавлен {kinds[slot]} {name}{own[1]} {where[1]}"
    return Change(Text(en, ru), apply, spot.way)


def _text(found: list[Spot], here: list[Spot], path: str) -> Iterator[Change]:
    yield from texts([spot for spot in here if isinstance(spot.node, Tree)], ("stray",))


def _empty(found: list[Spot], here: list[Spot], path: str) -> Iterator[Change]:
    yield from texts(here, ("",))


def _renamed(found: list[Spot], here: list[Spot], path: str) -> Iterator[Change]:
    for spot in here:
        for other in spot.member.alternatives if spot.member is not None else ():
            if other.severity == "error":

                def apply(root: Node, way: tuple[int, ...] = spot.way, name: str = other.name) -> None:
                    node_at(root, way).name = name

                yield Change(Text(f"with the name {other.name}", f"с именем {other.name}"), apply, spot.way)


def _few(found: list[Spot], here: list[Spot], path: str) -> Iterator[Change]:
    items = [spot for spot in here if spot.way]
    yield from reversed(list(_gone(items)))
    yield from texts(here, ("",))


def _many(found: list[Spot], here: list[Spot], path: str) -> Iterator[Change]:
    for times in (1, 2, 5, 10, 50, 100, 500, 1000, _MANY):
        yield from _twice(here[:1], times)
        yield from _twice(here[1:][-1:], times)  # which may stand for nothing
        yield from _twice([spot for spot in found if spot.scope == path][:1], times)


_MADE: dict[str, Callable[[list[Spot], list[Spot], str], Iterator[Change]]] = {
    "shape.missing": lambda found, here, path: _gone(here),
    "shape.duplicate": _duplicate,
    "shape.order": _order,
    "shape.unknown": _unknown,
    "shape.text": _text,
    "shape.empty": _empty,
    "deviation.empty": _empty,
    "shape.null": kinds,
    "shape.kind": kinds,
    "shape.nil": nil,
    "deviation.name": _renamed,
    "facet.minItems": _few,
    "facet.maxItems": _many,
}
