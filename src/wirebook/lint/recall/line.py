"""A record of a capture as it stands in its line, so that the line need not be read to be known."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from wirebook.lint.recall.expression import Body, Expression, Loose
from wirebook.lint.recall.plan import Plan, Side
from wirebook.wire import json as reader
from wirebook.wire.tree import Node

__all__ = ["laid_out"]

_STRING = Loose(r'[^"\\\x00-\x1f]*')
_SOME = Loose(r'[^"\\\x00-\x1f]+')
_NUMBER = Loose(r"-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{1,15})?")
_END = Loose(r"[ \t\r\n]*")
_FIXED = ("url", "method", "status")  # what counts besides the bodies and their types


def laid_out(line: bytes, plan: Plan) -> Expression | None:
    """Lines that are laid out like this one, which holds an exchange of this plan; None where it does not show that."""
    text = line.decode().rstrip()
    wire = reader.read(line.rstrip(), resolve=("default",), allowed=("utf-8",), default="utf-8")
    if wire.root is None or wire.issues or wire.root.kind != "object":
        return None
    names = [node.name for node in wire.root.children]
    if names.index("request_body") > names.index("response_body"):
        return None  # the ways of a plan begin with the request
    items: list[str | Loose | Body] = []
    at = 0
    for node, item in _items(wire.root, text, line, plan):
        if item is None:
            return None
        start, end = _span(node, text, line)
        items += [text[at:start], item]
        at = end
    made = Expression([*items, text[at:], _END])
    return made if made.way(text) is not None else None


def _items(root: Node, text: str, line: bytes, plan: Plan) -> Iterator[tuple[Node, Loose | Body | None]]:
    """What may change in the line, in order; None for a body that is written in a way of its own."""
    asked, told = plan.sides
    for node in root.children:
        if node.name == "request_body":
            yield node, _body(node, text, line, asked)
        elif node.name == "response_body":
            if told is not None:
                yield node, _body(node, text, line, told)
            elif node.text:
                yield node, _SOME
        elif node.name in ("request_headers", "response_headers"):
            yield from ((head, _STRING) for head in node.children if _is_loose(head, "content-type", text, line))
        elif node.name not in _FIXED:
            if _is_loose(node, "", text, line):
                yield node, _STRING
            elif node.kind == "number" and re.fullmatch(_NUMBER.pattern, node.text):
                yield node, _NUMBER


def _is_loose(node: Node, but: str, text: str, line: bytes) -> bool:
    """Whether a node is a plain string that does not count."""
    if node.kind != "string" or node.name.lower() == but:
        return False
    start, end = _span(node, text, line)
    return re.fullmatch(_STRING.pattern, text[start:end]) is not None


def _body(node: Node, text: str, line: bytes, side: Side) -> Body | None:
    start, end = _span(node, text, line)
    raw = text[start:end]
    escape = next((way for way in (_escape, _in_ascii) if way(side.text) == raw), None)
    return None if escape is None else side.quoted(escape)


def _escape(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _in_ascii(text: str) -> str:
    return json.dumps(text)[1:-1]


def _span(node: Node, text: str, line: bytes) -> tuple[int, int]:
    """The characters of a value, inside the quotes of a string."""
    if text.isascii():
        return node.value_start, node.value_end
    start = len(line[: node.value_start].decode())
    return start, start + len(line[node.value_start : node.value_end].decode())
