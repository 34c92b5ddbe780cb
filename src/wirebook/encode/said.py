"""The charset that a value itself names, where a provider's bodies say it in a parameter."""

from __future__ import annotations

from typing import Any

from wirebook.model import Charsets, Leaf, Member, Shape, Tree

__all__ = ["said_charset", "unsaid_charset"]


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


def unsaid_charset(policy: Charsets, shape: Shape, value: dict[str, Any]) -> str | None:
    """The field that would say the charset, where nothing else in the body can; None where none is free for it."""
    if shape.encoding == "xml" and "declaration" in policy.resolve:
        return None
    tree = shape.root.node if isinstance(shape.root, Member) else None
    for source in policy.resolve if isinstance(tree, Tree) else ():
        kind, _, name = source.partition(":")
        for member in tree.members if kind == "param" and isinstance(tree, Tree) else ():
            if member.name == name and isinstance(member.node, Leaf) and value.get(member.node.bind) in (None, ""):
                return member.node.bind
    return None


def _under(tree: Tree, name: str, value: dict[str, Any]) -> list[tuple[str, Any]]:
    """What the value writes under a wire name: a field of its own, or one of what a map collects."""
    found = [(m.node.bind, value.get(m.node.bind)) for m in tree.members if isinstance(m.node, Leaf) and m.name == name]
    if tree.unknown.policy == "collect":
        rest = value.get(tree.unknown.bind) or {}
        found.append((f"{tree.unknown.bind}.{name}", rest.get(name)))
    return found
