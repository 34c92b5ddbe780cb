"""Small XML documents by way of expat alone, into elements that are lists.

``_elementtree`` is faster, but importing it imports ``re``, ``copy`` and ``enum``, which
is more than a cold run does otherwise. So the first few small bodies of a process are
read here. The elements have of the interface of those what accept code uses.
"""

from __future__ import annotations

from pyexpat import ExpatError, ParserCreate

from wirebook.wire.caps import MAX_ATTRIBUTES, MAX_DEPTH, MAX_NODES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import KeysView

__all__ = ["Element", "parse"]


class Element(list["Element"]):
    """An element: the list of its children, with tag, attributes, text and tail."""

    __slots__ = ("attrib", "tag", "tail", "text")

    def __init__(self, tag: str, attrib: dict[str, str]) -> None:
        self.tag = tag
        self.attrib = attrib
        self.text: str | None = None
        self.tail: str | None = None

    def keys(self) -> KeysView[str]:
        """The names of the attributes."""
        return self.attrib.keys()

    def get(self, name: str, default: str | None = None) -> str | None:
        """The value of an attribute."""
        return self.attrib.get(name, default)


class _TooMuchError(Exception):
    """More nodes, attributes or levels than any reader takes."""


def parse(data: bytes) -> Element | None:
    """The root element of a document in UTF-8; None where it is none, or has too much of anything."""
    parser = ParserCreate("utf-8", "}")
    parser.buffer_text = True
    texts: list[str] = []
    stack: list[Element] = []
    roots: list[Element] = []
    # The element that the text before the next tag belongs to: it is its tail if that is closed.
    last: list[Element | None] = [None]
    nodes = 0

    def flush() -> None:
        element = last[0]
        if texts and element is not None:
            text = "".join(texts)
            if element is stack[-1]:
                element.text = text
            else:
                element.tail = text
        texts.clear()

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal nodes
        flush()
        nodes += 1 + len(attributes)
        if len(attributes) > MAX_ATTRIBUTES or len(stack) >= MAX_DEPTH or nodes > MAX_NODES:
            raise _TooMuchError
        if "}" in "".join(attributes):
            attributes = {_universal(key): value for key, value in attributes.items()}
        element = Element(_universal(name), attributes)
        (stack[-1] if stack else roots).append(element)
        stack.append(element)
        last[0] = element

    def end(name: str) -> None:
        flush()
        last[0] = stack.pop()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = texts.append
    try:
        parser.Parse(data, True)
    except (ExpatError, _TooMuchError):
        return None
    return roots[0]


def _universal(name: str) -> str:
    return "{" + name if "}" in name else name
