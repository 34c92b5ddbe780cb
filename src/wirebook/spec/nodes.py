"""Positioned nodes: what a spec's text is before anything is known about its meaning.

A scalar keeps the characters as written, so that ``no``, ``0123`` and ``1.10`` stay
text until the grammar says what they are. Nothing here knows YAML or the grammar.
"""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["Broken", "Node"]


class Broken(Exception):
    """Raised where a node is read that has already been reported; whoever collects problems goes on with the next."""


class Node:
    """One scalar, mapping or list of a spec.

    kind: scalar | map | list. text: a scalar's characters; ``quoted`` tells ``""`` from nothing.
    line, column: from 1, of the value; key_line, key_column: of its key (the value's own in lists).
    ``key`` is the key or the index under ``parent``. ``bad``: reported, must not be read.
    """

    __slots__ = (
        "bad",
        "column",
        "file",
        "items",
        "key",
        "key_column",
        "key_line",
        "kind",
        "line",
        "parent",
        "quoted",
        "text",
        "values",
    )

    def __init__(self, kind: str, file: str, line: int, column: int, text: str = "", *, quoted: bool = False) -> None:
        self.kind = kind
        self.file = file
        self.line = line
        self.column = column
        self.key_line = line
        self.key_column = column
        self.text = text
        self.quoted = quoted
        self.items: dict[str, Node] = {}
        self.values: list[Node] = []
        self.parent: Node | None = None
        self.key = ""
        self.bad = False

    def __repr__(self) -> str:
        return f"<{self.kind} {self.path or '/'} at {self.line}:{self.column}>"

    @property
    def path(self) -> str:
        """The dotted place in the spec, ``messages.send.fields.to``."""
        keys: list[str] = []
        node: Node | None = self
        while node is not None and node.parent is not None:
            keys.append(node.key)
            node = node.parent
        return ".".join(reversed(keys))

    def get(self, key: str) -> Node | None:
        """The value under ``key``, or None; raises Broken if it was reported."""
        child = self.items.get(key)
        if child is not None and child.bad:
            raise Broken
        return child

    def need(self, key: str) -> Node:
        """The value under ``key``; raises Broken if there is none."""
        child = self.get(key)
        if child is None:
            raise Broken
        return child

    def each(self) -> Iterator[Node]:
        """The values of a mapping or the items of a list, without those already reported."""
        for child in self.items.values() if self.kind == "map" else self.values:
            if not child.bad:
                yield child

    def put(self, key: str, child: Node) -> None:
        """Hang ``child`` under ``key``."""
        child.parent = self
        child.key = key
        self.items[key] = child

    def push(self, child: Node) -> None:
        """Append ``child`` to a list."""
        child.parent = self
        child.key = str(len(self.values))
        self.values.append(child)

    def copy(self) -> Node:
        """A deep copy at the same place, free to be patched."""
        twin = Node(self.kind, self.file, self.line, self.column, self.text, quoted=self.quoted)
        twin.key_line, twin.key_column, twin.bad = self.key_line, self.key_column, self.bad
        for key, child in self.items.items():
            twin.put(key, child.copy())
        for child in self.values:
            twin.push(child.copy())
        twin.key = self.key
        return twin
