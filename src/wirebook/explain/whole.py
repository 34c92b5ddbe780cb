"""A whole body through the walk, whatever kind of shape it has."""

from __future__ import annotations

from typing import Any

from wirebook.explain.lines import walk_lines
from wirebook.explain.walk import Walk
from wirebook.model import Lines, Shape
from wirebook.wire.tree import Node

__all__ = ["walk_whole"]


def walk_whole(walk: Walk, shape: Shape, root: Node) -> Any:
    """The logical value under ``root``; what is wrong with it is noted in the walk."""
    if isinstance(shape.root, Lines):
        return walk_lines(walk, root, shape.root)
    return walk.root(root, shape.root)
