"""The fast XML reader: the same verdict as ``wirebook.wire.xml``, without places.

The C parser is ``_elementtree``, for ``xml.etree.ElementTree`` would pull in more. Even
that is much for a cold run, so the first small bodies go without it. What this
reader cannot vouch for by itself goes to the exact one, whose tree is then converted.
"""

from __future__ import annotations

import sys
from _operator import attrgetter

from wirebook.wire.caps import MAX_ATTRIBUTES, MAX_BYTES, MAX_DEPTH, MAX_NODES
from wirebook.wire.charset import find

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from wirebook.wire.tree import Node

__all__ = ["read", "readable"]

_attrib = attrgetter("attrib")
# Bodies of less than so many bytes, and how many of them are still to be read without the C parser.
_SMALL = 16384
_few = 0 if "_elementtree" in sys.modules else 8


def read(
    body: bytes,
    resolve: tuple[str, ...],
    allowed: tuple[str, ...],
    default: str,
    option: str | None = None,
    header: str | None = None,
) -> tuple[Any, bool, str] | None:
    """The root Element, whether the body is clean, and its codec; None where the exact reader has an error."""
    size = len(body)
    if not size or size > MAX_BYTES:
        return None
    codec = readable(body, resolve, allowed, default, option, header)
    if codec is None:
        return None
    # What expat would do by itself here (expand, guess at UTF-16) is not what the exact reader does.
    if 0 in body[:2] or body[0] >= 0xFE or (_long_prolog(body) and b"<!DOCTYPE" in body):
        return _exact(body, resolve, allowed, default, option, header)
    data = body
    if codec != "utf-8":
        try:
            data = body.decode(codec).encode("utf-8")
        except UnicodeDecodeError:
            return None
    global _few
    if _few > 0 and size < _SMALL:  # threads may take one too many
        from wirebook.accept.light import parse

        _few -= 1
        small = parse(data)
        return None if small is None else (small, True, codec)
    from _elementtree import ParseError, XMLParser  # type: ignore[import-not-found]

    parser = XMLParser(encoding="utf-8")
    try:
        parser.feed(data)
        root = parser.close()
    except ParseError:
        return None
    # An element takes at least four bytes and an attribute five.
    if size >= 4 * MAX_NODES and sum(1 + len(e.attrib) for e in root.iter()) > MAX_NODES:
        return None
    if size >= 5 * MAX_ATTRIBUTES and max(map(len, map(_attrib, root.iter()))) > MAX_ATTRIBUTES:
        return None
    return None if _too_deep(root) else (root, True, codec)


# How bodies begin, with all else that decides on a codec, and that codec; a few, and none that the body itself names.
_known: dict[tuple[object, ...], str] = {}


def readable(
    body: bytes,
    resolve: tuple[str, ...],
    allowed: tuple[str, ...],
    default: str,
    option: str | None,
    header: str | None,
) -> str | None:
    """The codec of a body; None where it cannot be read, or not without a finding."""
    # Without a byte order mark, nothing behind the declaration counts.
    end = body.find(b"?>", 0, 128) if body.startswith(b"<?xml") else 0 if body.startswith(b"<") else -1
    key = (body[: max(end, 0)], resolve, allowed, default, option, header)
    if end >= 0:
        known = _known.get(key)
        if known is not None:
            return known
    codec, _, issues = find("xml", body, resolve, allowed, default, option, header)
    if codec is None or issues:
        return None
    if end >= 0 and len(_known) < 64 and not any(step.startswith("param:") for step in resolve):
        _known[key] = codec
    return codec


def _long_prolog(body: bytes) -> bool:
    """Does more than a declaration stand before the root element, so that a DOCTYPE may?"""
    at = body.find(b"<", body.find(b"?>") if body.startswith(b"<?") else 0)
    return body[at + 1 : at + 2] in (b"!", b"?")


def _too_deep(root: Any) -> bool:
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [child for element in filter(len, level) for child in element]
        if not level:
            return False
    return True


def _exact(
    body: bytes,
    resolve: tuple[str, ...],
    allowed: tuple[str, ...],
    default: str,
    option: str | None,
    header: str | None,
) -> tuple[Any, bool, str] | None:
    from _elementtree import Element, SubElement

    from wirebook.wire.xml import read as read_exactly

    wire = read_exactly(body, resolve=resolve, allowed=allowed, default=default, option=option, header=header)
    if wire.root is None or wire.issues:
        return None
    root = Element(wire.root.name, _attributes(wire.root))
    todo = [(wire.root, root)]
    while todo:
        node, element = todo.pop()
        element.text = node.text or None
        for child in node.children:
            if child.slot == "element":
                todo.append((child, SubElement(element, child.name, _attributes(child))))
    return root, True, wire.charset


def _attributes(node: Node) -> dict[str, str]:
    return {child.name: child.text for child in node.children if child.slot == "attribute"}
