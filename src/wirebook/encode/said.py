"""The charset that a value itself names, where a provider's bodies say it in a parameter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wirebook.model import Charsets, Const, Leaf, Member, Shape, Tree

__all__ = ["said_charset", "unsaid_charset"]


def said_charset(policy: Charsets, shape: Shape, value: dict[str, Any]) -> tuple[str, str | None]:
    """The field that says the charset and what it says; None where no parameter of the value does."""
    for source in policy.resolve:
        kind, _, name = source.partition(":")
        if kind != "param" or not isinstance(shape.root, Member) or not isinstance(shape.root.node, Tree):
            continue
        for field, said in _under(shape.root.node, name, value):
            text = str(said) if shape.encoding != "json" and isinstance(said, int) else said
            if isinstance(text, str) and text:
                return field, text
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


def _under(tree: Tree, name: str, value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What is written under a wire name: a field of its own, a fixed text, or one of what a map holds."""
    for member in tree.members:
        node = member.node
        if member.slot == "attribute" or member.entry == "attribute":
            continue  # of XML it is a child element
        if member.slot == "entries" and isinstance(node, Leaf):
            yield f"{node.bind}.{name}", (value.get(node.bind) or {}).get(name)
        elif member.name == name and isinstance(node, Leaf):
            yield node.bind, value.get(node.bind)
        elif member.name == name and isinstance(node, Const) and node.form not in ("number", "boolean"):
            yield "", node.value
    if tree.unknown.policy == "collect":
        yield f"{tree.unknown.bind}.{name}", (value.get(tree.unknown.bind) or {}).get(name)
