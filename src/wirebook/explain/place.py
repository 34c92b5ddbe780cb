"""Where on the wire something stands, and how that is written down for people.

Places are linked, so that the walk pays one small object per node and nobody builds
a path that no finding shows.
"""

from __future__ import annotations

from wirebook.explain.show import shown_name, shown_node
from wirebook.wire.tree import Node

__all__ = ["Place", "Printer", "name_span", "start_span", "value_span"]


_REGIONS = ("query", "header", "status")


class Place:
    """A node below another place, or the spot where a missing one would be (``node`` None)."""

    __slots__ = ("known", "name", "node", "parent", "slot")

    def __init__(self, parent: Place | None, slot: str, name: str, node: Node | None, known: bool = True) -> None:
        self.parent = parent
        self.slot = slot
        self.name = name
        self.node = node
        self.known = known  # the shape knows the name; else it is the payload's and may not be shown whole

    def solid(self) -> Node | None:
        """The node, or the nearest one above."""
        place: Place | None = self
        while place is not None and place.node is None:
            place = place.parent
        return None if place is None else place.node


def value_span(node: Node) -> tuple[int, int]:
    """The bytes that carry the value, or the whole construct where it has none."""
    if node.value_start >= 0:
        return node.value_start, node.value_end
    return node.start, node.end


def name_span(node: Node) -> tuple[int, int]:
    """From the construct's start to the end of its name."""
    return node.start, max(node.start, node.name_end)


def start_span(node: Node | None) -> tuple[int, int]:
    """The start alone: for what is not there."""
    return (-1, -1) if node is None else (node.start, node.start)


class Printer:
    """Prints wire paths of one body; counting siblings once per parent keeps it linear."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._counts: dict[int, tuple[dict[int, int], dict[tuple[str, str], int]]] = {}

    def path(self, place: Place | None) -> str:
        """The wire path of a place, "" for the body as a whole."""
        if place is not None:
            region = place.slot if place.node is None else place.node.region
            if region in _REGIONS:
                return _around(region, _name(place))
        chain = []
        while place is not None:
            chain.append(place)
            place = place.parent
        chain.reverse()
        if self._encoding == "form":
            return " ".join(f"param {_name(p)}" for p in chain[1:])
        if self._encoding in ("text", "csv"):
            return " ".join(self._line(p) for p in chain[1:])
        if self._encoding == "json":
            return "".join(f"/{self._pointer(p)}" for p in chain[1:])
        return "".join(f"/{self._step(p)}" for p in chain if p.slot != "text")

    def _step(self, place: Place) -> str:
        if place.slot == "attribute":
            return f"@{_name(place)}"
        index, count = self._index(place)
        return f"{_name(place)}[{index}]" if count > 1 else _name(place)

    def _pointer(self, place: Place) -> str:
        if place.slot == "item":
            return str(self._index(place)[0] - 1)
        return _name(place).replace("~", "~0").replace("/", "~1")

    def _line(self, place: Place) -> str:
        return f"line {self._index(place)[0]}" if place.slot == "line" else f"{{{_name(place)}}}"

    def _index(self, place: Place) -> tuple[int, int]:
        """Which of the siblings of its name this is, from 1, and how many there are."""
        node, above = place.node, place.parent.node if place.parent is not None else None
        if node is None or above is None:
            return 1, 1
        if id(above) not in self._counts:
            self._counts[id(above)] = _count(above)
        which, many = self._counts[id(above)]
        return which.get(id(node), 1), many.get((node.slot, node.name), 1)


def _around(region: str, name: str) -> str:
    """The path of what does not stand in the body: ``?key``, ``header:name``, ``status``."""
    return {"query": f"?{name}", "header": f"header:{name.lower()}"}.get(region, region)


def _count(parent: Node) -> tuple[dict[int, int], dict[tuple[str, str], int]]:
    which: dict[int, int] = {}
    many: dict[tuple[str, str], int] = {}
    for child in parent.children:
        key = (child.slot, child.name)
        many[key] = which[id(child)] = many.get(key, 0) + 1
    return which, many


def _name(place: Place) -> str:
    if place.known:
        return place.name
    return shown_name(place.name) if place.node is None else shown_node(place.node)
