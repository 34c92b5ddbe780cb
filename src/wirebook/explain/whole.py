"""A whole message through the walk, whatever kind of shape it has, and what came around its body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wirebook.explain.lines import walk_lines
from wirebook.explain.regions import walk_regions
from wirebook.explain.scope import Scope
from wirebook.explain.walk import Walk
from wirebook.model import Lines, Shape
from wirebook.wire.tree import Node

__all__ = ["walk_whole"]


def walk_whole(walk: Walk, shape: Shape, root: Node, around: Mapping[str, Sequence[Node] | None]) -> Any:
    """The logical value under ``root`` and in the regions; what is wrong with it is noted in the walk."""

    def beyond(scope: Scope) -> frozenset[str]:
        return walk_regions(walk, shape, around, scope) if shape.regions else frozenset()

    if isinstance(shape.root, Lines):
        return walk_lines(walk, root, shape.root, beyond)
    return walk.root(root, shape.root, beyond)
