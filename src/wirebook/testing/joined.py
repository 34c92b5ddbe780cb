"""Breaking a list that one text holds: an item that is wrong, or too few or too many of them."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import assume
from hypothesis import strategies as st

from wirebook.model import Joined, List
from wirebook.splitting import split
from wirebook.testing.alphabet import Alphabet
from wirebook.testing.broken import broken_texts, fine_texts
from wirebook.testing.sites import Site
from wirebook.testing.spoil import Change, Spoil
from wirebook.wire.tree import Node

__all__ = ["in_list", "joined_spoils"]


def in_list(joined: Joined, texts: list[str]) -> bool:
    """Whether these items' texts, joined, are read as just these items."""
    return _cut(joined, joined.separators[0].join(texts)) == texts


def _cut(joined: Joined, text: str) -> list[str]:
    return split(text, joined.separators, joined.trailing, joined.item.type.whitespace != "preserve") or []


def joined_spoils(site: Site, joined: Joined, alphabet: Alphabet, avoid: list[str]) -> Iterator[Spoil]:
    """A breaker for each limit of the items and of their number."""
    kind = site.field.type if site.field is not None else None
    facets = {facet.name: facet for facet in kind.facets} if isinstance(kind, List) else {}
    least = int(str(facets["minItems"].value)) if "minItems" in facets else 0
    for ((code, severity), *also), texts in broken_texts(joined.item.type, alphabet, joined.item).items():
        usable = [text for text in texts if not any(one in text for one in (*avoid, *joined.separators))]
        if usable:
            yield Spoil(code, f"{site.path}[0]", severity, site, _one(joined, usable, least), tuple(also))
    if least:
        yield Spoil("facet.minItems", site.path, facets["minItems"].severity, site, _fewer(joined, least - 1))
    if "maxItems" in facets:
        count = int(str(facets["maxItems"].value)) + 1
        items = [text for text in fine_texts(joined.item.type, alphabet, count) if in_list(joined, [text])]
        items = [text for text in items if not any(one in text for one in avoid)]
        if len(items) >= count:
            yield Spoil("facet.maxItems", site.path, facets["maxItems"].severity, site, _all(joined, items[:count]))


def _one(joined: Joined, texts: list[str], least: int) -> Change:
    """Another text in the first item's place."""

    def change(draw: st.DrawFn, parent: Node | None, node: Node) -> None:
        text, items = draw(st.sampled_from(texts)), _cut(joined, node.text)
        items = [text, *items[1:]] if least > 1 or not text.strip() else [text]
        assume(in_list(joined, items))
        node.text = joined.separators[0].join(items)

    return change


def _fewer(joined: Joined, count: int) -> Change:
    def change(draw: st.DrawFn, parent: Node | None, node: Node) -> None:
        node.text = joined.separators[0].join(_cut(joined, node.text)[:count])

    return change


def _all(joined: Joined, items: list[str]) -> Change:
    def change(draw: st.DrawFn, parent: Node | None, node: Node) -> None:
        node.text = joined.separators[0].join(items)

    return change
