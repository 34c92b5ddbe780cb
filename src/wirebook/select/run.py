"""Walking a decision tree over a body that is read already.

Runs in the cold path of a built-in provider, so it imports nothing: trees are plain
literals, and a body is seen through a small ``Peek`` of whatever reader made it.

A tree is one of
    ("leaf", ids)                                  these messages
    ("root", {root: tree}, tree or None)           by the root element's name or the JSON root's kind
    ("const", slot, name, {text: tree}, tree or None)  by a fixed text directly under the root; else the last
    ("nearest", ((id, signature), ...))            by the names that are there: the least faults win;
                                                   none for an object that shares no name with any
    ("lines", ((id, strict, lenient, each, strip), ...))  by regular expressions over lines
    ("values", tests, tree)                        the tree's; of several those that no value rules out (see ``sift``)
A signature is (required, known, open members, open attributes, {name: signature}, refused):
``required`` holds tuples of names of which one must be there; ``refused`` are names that
are unknown even where any other is let through; names of attributes begin with "@", an
array's item is "[]".
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    Outline = dict[str, Any]

__all__ = [
    "MAX_LINE", "ElementPeek", "FormPeek", "JsonPeek", "LinesPeek", "NodePeek", "Peek", "faults", "guess", "is_form",
    "matching_lines", "nearest", "run",
]  # fmt: skip

_REFUSED = 1000  # faults that an excepted name is worth
DEPTH = 3  # levels of names that an outline shows
_NAMES = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.%[]+-"  # of a form's parameters
MAX_LINE = 4096  # characters of a line that selection looks at


class Peek:
    """What a decision tree asks of a body; one subclass per kind of reading."""

    __slots__ = ()

    named = False  # whether the root has a name of its own, as in XML

    def root(self) -> str:
        """The root element's name; object, array, string, number, boolean or null."""
        return "object"

    def const(self, slot: str, name: str) -> str | None:
        """The text of an attribute, element, member or parameter directly under the root (slot "text": the root's)."""
        return None

    def outline(self) -> Outline:
        """The names under the root, each with the outline of its first occurrence."""
        return {}

    def lines(self) -> list[str]:
        """The decoded lines of a body of lines."""
        return []


def run(tree: Any, peek: Peek) -> tuple[str, ...]:
    """The ids of the messages that the body can be; empty where no message has its structure."""
    told = False  # by a name of its own: every JSON object and every form has the same root
    tests = None
    found: tuple[str, ...] = ()
    while tree is not None:
        kind = tree[0]
        if kind == "values":
            _, tests, tree = tree
        elif kind == "root":
            told = peek.named or peek.root() != "object"
            tree = tree[1].get(peek.root(), tree[2])
        elif kind == "const":
            text = peek.const(tree[1], tree[2])
            told = told or text is not None
            tree = tree[4] if text is None else tree[3].get(text, tree[4])
        else:
            found = _chosen(tree, peek, told)
            break
    if tests is None or len(found) < 2:
        return found
    from wirebook.select.sift import sift

    return sift(found, tests, peek)


def _chosen(tree: Any, peek: Peek, told: bool) -> tuple[str, ...]:
    """What the end of a way through a tree says; ``told`` is whether the way says something by itself."""
    if tree[0] == "leaf":
        return tuple(tree[1])
    if tree[0] == "nearest":
        outline = peek.outline()
        return nearest(tree[1], outline) if told or _related(tree[1], outline) else ()
    return matching_lines(tree[1], peek.lines())


def guess(body: bytes, there: Iterable[str], fits: Callable[[str], bool]) -> tuple[str, ...]:
    """Those of the encodings that the body's first bytes suggest; ``fits`` says whether it has lines of one."""
    there = tuple(there)
    start = body.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")[:200]
    if start[:1] == b"<":
        return tuple(each for each in there if each == "xml")
    found = tuple(each for each in there if each in ("text", "csv") and fits(each))
    if found:
        return found
    if start[:1] in (b"{", b"["):
        return tuple(each for each in there if each == "json")
    return tuple(each for each in there if each == "form") if is_form(start) else ()


def is_form(start: bytes) -> bool:
    """Whether a body begins like a form: with a name and an equals sign."""
    name, equals, _ = start.partition(b"=")
    return bool(name and equals and not name.strip(_NAMES))


def nearest(rows: Iterable[tuple[str, Any]], outline: Outline) -> tuple[str, ...]:
    """The messages whose structure the outline breaks least; collected names count only between equals.

    One that has faults and shares no name with the outline comes last, however short it is.
    """
    scored = [(_score(signature, outline), name) for name, signature in rows]
    least = min((score for score, _ in scored), default=None)
    return tuple(name for score, name in scored if score == least)


def _score(signature: Any, outline: Outline) -> tuple[bool, int, int]:
    errors, extras = faults(signature, outline)
    return errors > 0 and not any(name in signature[1] for name in outline), errors, extras


def _related(rows: Iterable[tuple[str, Any]], outline: Outline) -> bool:
    """Whether some message knows one of the names, or none of them keeps it from being that message."""
    return any(
        any(name in signature[1] for name in outline) or not faults(signature, outline)[0] for _, signature in rows
    )


def faults(signature: Any, outline: Outline) -> tuple[int, int]:
    """How many names are missing or unknown, and how many only a rest of the message takes.

    A name that is excepted says by itself that the body is another message, whatever else is wrong with it.
    """
    required, known, open_members, open_attributes, inner, refused = signature
    errors = extras = 0
    for names in required:
        if not any(name in outline for name in names):
            errors += 1
    for name, below in outline.items():
        if name not in known:
            if name in refused:
                errors += _REFUSED
            elif open_attributes if name[:1] == "@" else open_members:
                extras += 1
            else:
                errors += 1
        elif name in inner:
            more, rest = faults(inner[name], below)
            errors += more
            extras += rest
    return errors, extras


def matching_lines(rows: Iterable[tuple[str, str, str, bool, bool]], lines: list[str]) -> tuple[str, ...]:
    """The messages whose form the lines have: all lines if possible, else the first, else its literals alone."""
    if not lines:
        return ()
    import re

    def fits(pattern: str, strip: bool, some: list[str]) -> bool:
        match = re.compile(pattern, re.ASCII).fullmatch
        return all(len(x) <= MAX_LINE and match(x.strip(" \t") if strip else x) for x in some)

    rows = list(rows)
    first = [row for row in rows if fits(row[1], row[4], lines[:1])]
    if not first:
        return tuple(row[0] for row in rows if row[2] and fits(row[2], row[4], lines[:1]))
    if len(lines) == 1:
        return tuple(row[0] for row in first)
    whole = [row for row in first if row[3] and fits(row[1], row[4], lines)]
    return tuple(row[0] for row in whole or first)


# ---------------------------------------------------------------- readings


class NodePeek(Peek):
    """A wire tree."""

    __slots__ = ("_node", "named")

    def __init__(self, node: Any, xml: bool) -> None:
        self._node = node
        self.named = xml

    def root(self) -> str:
        return str(self._node.name if self.named else self._node.kind)

    def const(self, slot: str, name: str) -> str | None:
        if slot == "text":
            return str(self._node.text)
        for child in self._node.children:
            if child.name == name and child.slot == slot:
                return str(child.text)
        return None

    def outline(self) -> Outline:
        return _of_node(self._node, DEPTH)


def _of_node(node: Any, depth: int) -> Outline:
    found: Outline = {}
    for child in node.children:
        slot = child.slot
        name = "@" + child.name if slot == "attribute" else "[]" if slot == "item" else child.name
        if name not in found:
            found[name] = _of_node(child, depth - 1) if depth > 1 and child.children else {}
    return found


class ElementPeek(Peek):
    """An xml.etree element."""

    __slots__ = ("_element",)

    named = True

    def __init__(self, element: Any) -> None:
        self._element = element

    def root(self) -> str:
        return str(self._element.tag)

    def const(self, slot: str, name: str) -> str | None:
        if slot == "attribute":
            found = self._element.get(name)
            return None if found is None else str(found)
        if slot == "text":
            return _text(self._element)
        for child in self._element:
            if child.tag == name:
                return _text(child)
        return None

    def outline(self) -> Outline:
        return _of_element(self._element, DEPTH)


def _text(element: Any) -> str:
    return "".join([element.text or "", *[child.tail or "" for child in element]])


def _of_element(element: Any, depth: int) -> Outline:
    found: Outline = {"@" + name: {} for name in element.attrib}
    for child in element:
        name = child.tag
        if name not in found:
            found[name] = _of_element(child, depth - 1) if depth > 1 else {}
    return found


class JsonPeek(Peek):
    """A JSON value of Python objects; ``number`` is the str subclass that holds a number's literal."""

    __slots__ = ("_number", "_value")

    def __init__(self, value: Any, number: type | None = None) -> None:
        self._value = value
        self._number = number

    def root(self) -> str:
        value = self._value
        if isinstance(value, dict):
            return "object"
        if isinstance(value, list):
            return "array"
        if value is None:
            return "null"
        if isinstance(value, bool):
            return "boolean"
        if isinstance(value, str) and not (self._number is not None and isinstance(value, self._number)):
            return "string"
        return "number"

    def const(self, slot: str, name: str) -> str | None:
        value = self._value.get(name) if isinstance(self._value, dict) and slot == "member" else None
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value) if isinstance(value, str) else None

    def outline(self) -> Outline:
        return _of_value(self._value, DEPTH)


def _of_value(value: Any, depth: int) -> Outline:
    if not depth:
        return {}
    if isinstance(value, dict):
        return {name: _of_value(inner, depth - 1) for name, inner in value.items()}
    if isinstance(value, list) and value:
        return {"[]": _of_value(value[0], depth - 1)}
    return {}


class FormPeek(Peek):
    """The parameters of a form: (name, value, ...) in wire order."""

    __slots__ = ("_params",)

    def __init__(self, params: Iterable[tuple[Any, ...]]) -> None:
        self._params: Mapping[str, str] = {p[0]: p[1] for p in reversed(list(params))}

    def const(self, slot: str, name: str) -> str | None:
        return self._params.get(name) if slot == "param" else None

    def outline(self) -> Outline:
        return {name: {} for name in self._params}


class LinesPeek(Peek):
    """A body of lines, decoded when it is asked for."""

    __slots__ = ("_decode",)

    def __init__(self, decode: Callable[[], str]) -> None:
        self._decode = decode

    def lines(self) -> list[str]:
        text = self._decode().replace("\r\n", "\n").replace("\r", "\n")
        found = text.split("\n")
        return found[:-1] if len(found) > 1 and found[-1] == "" else found
