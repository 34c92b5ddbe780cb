"""The charset that a value itself names, where a provider's bodies say it in a parameter."""

from __future__ import annotations

from typing import Any

from wirebook.model import Charsets, Leaf, Member, Shape, Tree

__all__ = ["said_charset"]


def said_charset(policy: Charsets, shape: Shape, value: dict[str, Any]) -> tuple[str, str | None]:
    """The field that says the charset and what it says; None where no parameter of the value does."""
    for source in policy.resolve:
        kind, _, name = source.partition(":")
        if kind != "param" or not isinstance(shape.root, Member) or not isinstance(shape.root.node, Tree):
            continue
        for field, said in _under(shape.root.node, name, value):
            if isinstance(said, str) and said:
                return field, said
    return "", None


def _under(tree: Tree, name: str, value: dict[str, Any]) -> list[tuple[str, Any]]:
    """What the value writes under a wire name: a field of its own, or one of what a map collects."""
    found = [(m.node.bind, value.get(m.node.bind)) for m in tree.members if isinstance(m.node, Leaf) and m.name == name]
    if tree.unknown.policy == "collect":
        rest = value.get(tree.unknown.bind) or {}
        found.append((f"{tree.unknown.bind}.{name}", rest.get(name)))
    return found
