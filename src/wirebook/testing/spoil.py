"""One way to break a wire tree, and the small changes that such ways are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from wirebook.testing.sites import Site
from wirebook.wire.tree import Node

__all__ = ["Change", "Spoil", "copied", "retext", "spelled"]

Change = Callable[[st.DrawFn, "Node | None", Node], None]


@dataclass(frozen=True, slots=True)
class Spoil:
    """The finding that must come of it, and what is done to (parent, node) at the site.

    also: further findings (code, severity) at the same path that always come with it.
    """

    code: str
    path: str
    severity: str
    site: Site
    change: Change
    also: tuple[tuple[str, str], ...] = ()


def retext(texts: Sequence[str]) -> Change:
    """Another text in the node."""

    def change(draw: st.DrawFn, parent: Node | None, node: Node) -> None:
        node.text = draw(st.sampled_from(texts))

    return change


def spelled(texts: Sequence[str]) -> Change:
    """Another text in a JSON node, which becomes a string."""
    again = retext(texts)

    def change(draw: st.DrawFn, parent: Node | None, node: Node) -> None:
        node.kind = "string"
        again(draw, parent, node)

    return change


def copied(node: Node) -> Node:
    """A node with everything in it, once more."""
    return Node(node.slot, node.name, node.kind, node.text, [copied(child) for child in node.children])
