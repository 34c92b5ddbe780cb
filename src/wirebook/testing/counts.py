"""Lists with an item too few or too many, whose items are otherwise in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hypothesis import assume
from hypothesis import strategies as st

from wirebook.model import Leaf, List
from wirebook.testing.alphabet import Alphabet
from wirebook.testing.broken import fine_texts
from wirebook.testing.sites import Site, locate
from wirebook.testing.spoil import Change, Spoil, copied
from wirebook.wire.tree import Node

__all__ = ["counts"]

Keys = list[tuple[Site, list[str]]]


def counts(site: Site, every: Sequence[Site], alphabet: Alphabet) -> Iterator[Spoil]:
    """Both bounds of the list whose item a site is; ``every`` are all sites of the shape."""
    kind = next((field.type for field in site.owner.fields if field.name == site.items), None) if site.owner else None
    path = site.path.removesuffix("[0]")
    if any(site.items in rule.counted for rule in (site.owner.rules if site.owner else ()) if not rule.by_request):
        return  # the count that names it would be wrong as well
    for facet in kind.facets if isinstance(kind, List) else ():
        limit = int(str(facet.value))
        if facet.name == "minItems" and limit > 0:
            yield Spoil("facet.minItems", path, facet.severity, site, _fewer(limit - 1))
        elif facet.name == "maxItems":
            keys = list(_keys(site, every, alphabet, limit + 1))
            if all(len(texts) > limit for _, texts in keys):
                yield Spoil("facet.maxItems", path, facet.severity, site, _more(site, limit + 1, keys))


def _keys(site: Site, every: Sequence[Site], alphabet: Alphabet, count: int) -> Iterator[tuple[Site, list[str]]]:
    """The leaves that rules want different, with as many different texts as there will be items."""
    for rule in site.owner.rules if site.owner is not None else ():
        if rule.kind in ("unique", "repeated") and rule.field == site.items:
            path = f"{site.path}.{rule.key}" if rule.key else site.path
            for below in every:
                if below.path == path and isinstance(below.node, Leaf):
                    yield below, fine_texts(below.node.type, alphabet, count)


def _items(parent: Node | None, node: Node) -> tuple[Node, list[Node]]:
    assert parent is not None
    return parent, [child for child in parent.children if (child.slot, child.name) == (node.slot, node.name)]


def _fewer(count: int) -> Change:
    def change(draw: st.DrawFn, parent: Node | None, node: Node) -> None:
        home, items = _items(parent, node)
        gone = {id(item) for item in items[count:]}
        home.children = [child for child in home.children if id(child) not in gone]

    return change


def _more(site: Site, count: int, keys: Keys) -> Change:
    def change(draw: st.DrawFn, parent: Node | None, node: Node) -> None:
        home, items = _items(parent, node)
        copies = [copied(node) for _ in range(count)]
        for below, texts in keys:
            for copy, text in zip(copies, texts, strict=True):
                found = locate(copy, below.way[len(site.way) :])
                assume(found is not None)
                assert found is not None
                found[1].text = text
        old = {id(item) for item in items}
        at = next(index for index, child in enumerate(home.children) if child is node)
        before = [child for child in home.children[:at] if id(child) not in old]
        after = [child for child in home.children[at:] if id(child) not in old]
        home.children = [*before, *copies, *after]

    return change
