"""One change of a wire tree, and the copy that it is made in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wirebook.model import Text
from wirebook.wire.tree import Node

__all__ = ["Change", "changed", "copied", "node_at"]


@dataclass(frozen=True, slots=True)
class Change:
    """What is done to a tree, how that is called beside the name of the example, and the way to where it is done."""

    what: Text
    apply: Callable[[Node], None]
    way: tuple[int, ...] = ()


def changed(root: Node, change: Change) -> Node:
    """A changed copy of a tree."""
    made = copied(root)
    change.apply(made)
    return made


def copied(node: Node) -> Node:
    """A node with everything in it, once more."""
    return Node(node.slot, node.name, node.kind, node.text, [copied(child) for child in node.children])


def node_at(root: Node, way: tuple[int, ...]) -> Node:
    """The node at the end of a way by indexes."""
    for index in way:
        root = root.children[index]
    return root
