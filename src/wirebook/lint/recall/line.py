"""A record of a capture as it stands in its line, so that the line need not be read to be known."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from wirebook.lint.recall.expression import Body, Expression, Loose
from wirebook.lint.recall.plan import Plan, Side
from wirebook.wire import json as reader
from wirebook.wire.tree import Node

__all__ = ["laid_out"]

_STRING = Loose(r'[^"\\\x00-\x1f]*')
_SOME = Loose(r'[^"\\\x00-\x1f]+')
_NUMBER = Loose(r"-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{1,15})?")
_END = Loose(r"[ \t\r\n]*")
_FIXED = ("url", "method", "status", "request_body", "response_body")  # what counts besides the bodies and their types


def laid_out(line: bytes, plan: Plan) -> Expression | None:
    """Lines that are laid out like this one, which holds an exchange of this plan; None where it does not show that."""
    text = line.decode().rstrip()
    wire = reader.read(line.rstrip(), resolve=("default",), allowed=("utf-8",), default="utf-8")
    if wire.root is None or wire.issues or wire.root.kind != "object":
        return None
    found = [*_Line(text, line, plan).items(wire.root)]
    bodies = [spot.side for spot in found if spot.side is not None]
    if any(spot.item is None for spot in found) or bodies != [side for side in plan.sides if side is not None]:
        return None  # a body is written in a way of its own, or they stand in another order than the plan has them in
    items: list[str | Loose | Body] = []
    at = 0
    for spot in found:
        items += [text[at : spot.start], spot.item or ""]
        at = spot.end
    made = Expression([*items, text[at:], _END])
    return made if made.way(text) is not None else None


class _Spot(NamedTuple):
    """A part of the line that may change; side: the request or reply that it is."""

    start: int
    end: int
    item: Loose | Body | None
    side: Side | None = None


class _Line:
    def __init__(self, text: str, line: bytes, plan: Plan) -> None:
        self._text = text
        self._line = line
        self._asked, self._told = plan.sides

    def items(self, root: Node) -> Iterator[_Spot]:
        """What may change in the line, in order."""
        queried = any(node.name == "url" and "?" in node.text for node in root.children)
        for node in root.children:
            start, end = self._span(node)
            if node.name == "url" and queried:
                yield self._body(self._text.index("?", start) + 1, end, self._asked)
            elif node.name == "request_body" and not queried:
                yield self._body(start, end, self._asked)
            elif node.name == "response_body" and self._told is not None:
                yield self._body(start, end, self._told)
            elif node.name == "response_body" and node.text:
                yield _Spot(start, end, _SOME)
            elif node.name in ("request_headers", "response_headers"):
                for head in node.children:
                    if head.name.lower() != "content-type":
                        yield from self._loose(head)
            elif node.name not in _FIXED:
                yield from self._loose(node)

    def _loose(self, node: Node) -> Iterator[_Spot]:
        """A plain string, or a number, that does not count."""
        start, end = self._span(node)
        for kind, pattern in (("string", _STRING), ("number", _NUMBER)):
            if node.kind == kind and re.fullmatch(pattern.pattern, self._text[start:end]):
                yield _Spot(start, end, pattern)

    def _body(self, start: int, end: int, side: Side) -> _Spot:
        raw = self._text[start:end]
        text = json.loads(f'"{raw}"')
        escape = next((way for way in (_escape, _in_ascii) if way(text) == raw), None)
        return _Spot(start, end, None if escape is None else side.quoted(escape), side)

    def _span(self, node: Node) -> tuple[int, int]:
        """The characters of a value, inside the quotes of a string."""
        if self._text.isascii():
            return node.value_start, node.value_end
        start = len(self._line[: node.value_start].decode())
        return start, start + len(self._line[node.value_start : node.value_end].decode())


def _escape(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _in_ascii(text: str) -> str:
    return json.dumps(text)[1:-1]
