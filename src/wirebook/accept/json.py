"""The fast JSON reader: the same verdict as ``wirebook.wire.json``, without places.

``_json`` is the C scanner of the standard library; importing it alone avoids ``re``.
"""

from __future__ import annotations

from _json import make_scanner

from wirebook.wire.caps import MAX_BYTES, MAX_DEPTH, MAX_NODES
from wirebook.wire.charset import find

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from wirebook.wire.tree import Node

__all__ = ["MARKS", "Num", "coded", "read", "telling"]

_INFINITE = (float("inf"), float("-inf"))


# Which codec a policy and its circumstances come to where the body says nothing; it stops growing.
_FOUND: dict[object, str] = {}
MARKS = b"\xef\xff\xfe\x00"  # what a byte order mark begins with


_TELLING: dict[tuple[str, ...], list[bytes]] = {}  # members that may name a charset, by policy


def telling(resolve: tuple[str, ...]) -> list[bytes]:
    """The members that may name a body's charset."""
    return [source[6:].encode() for source in resolve if source[:6] == "param:"]


def _may_tell(body: bytes, resolve: tuple[str, ...]) -> bool:
    """Whether a member of the body may name its charset."""
    names = _TELLING.get(resolve)
    if names is None:
        names = telling(resolve)
        if len(_TELLING) < 256:
            _TELLING[resolve] = names
    for name in names:  # noqa: SIM110 - which every body is asked; a generator would cost more
        if name in body:
            return True
    return False


class Num(str):
    """A number as written; a string of JSON is a plain ``str``."""

    __slots__ = ()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError
    return members


def _fraction(literal: str) -> Num:
    if ("e" in literal or "E" in literal) and float(literal) in _INFINITE:
        raise ValueError
    return Num(literal)


def _constant(_literal: str) -> NoReturn:
    raise ValueError


class _Rules:
    """What the C scanner asks its decoder for."""

    strict = True
    object_hook = None
    object_pairs_hook = staticmethod(_object)
    parse_float = staticmethod(_fraction)
    parse_int = Num
    parse_constant = staticmethod(_constant)
    memo: dict[str, str] = {}  # noqa: RUF012 - the scanner's own cache of keys, cleared by it


# What the scanner raises for a text that is no JSON. SystemError: in a process that has not imported ``json.decoder``,
# which defines the exception that it means, Python 3.11 has none to raise.
_BROKEN = (ValueError, StopIteration, RecursionError, SystemError)

_scan = make_scanner(_Rules())  # type: ignore[arg-type]


def read(
    body: bytes,
    resolve: tuple[str, ...],
    allowed: tuple[str, ...],
    default: str,
    option: str | None = None,
    header: str | None = None,
) -> tuple[Any, bool, str] | None:
    """The value, whether the body is clean, and its codec; None where the exact reader has an error.

    dict, list, str, Num, True, False and None.
    """
    size = len(body)
    if not size or size > MAX_BYTES:
        return None
    codec, skip = coded(body, resolve, allowed, default, option, header)
    if codec is None:
        return None
    # The scanner lets half surrogate pairs pass; many members and items must be counted.
    if b"\\ud" in body or b"\\uD" in body or (size > MAX_NODES and _parts(body) > MAX_NODES):
        return _exact(body, resolve, allowed, default, option, header)
    try:
        text = body[skip:].decode(codec) if skip else body.decode(codec)
        value, end = _scan(text, _start(text))
    except _BROKEN:
        return None
    if end < len(text) and text[end:].strip(" \t\n\r"):
        return None
    if not _shallow(body, value) and _too_deep(value):
        return None
    return value, True, codec


def coded(
    body: bytes,
    resolve: tuple[str, ...],
    allowed: tuple[str, ...],
    default: str,
    option: str | None,
    header: str | None,
) -> tuple[str | None, int]:
    """The codec of a body that is not empty and the length of its byte order mark; None where it is not clean."""
    key = (resolve, allowed, default, option, header)
    codec = _FOUND.get(key)
    if codec is not None and body[0] not in MARKS and not _may_tell(body, resolve):
        return codec, 0
    codec, skip, issues = find("json", body, resolve, allowed, default, option, header)
    if issues:
        return None, 0
    if codec is not None and len(_FOUND) < 256 and body[0] not in MARKS and not _may_tell(body, resolve):
        _FOUND[key] = codec
    return codec, skip


def _start(text: str) -> int:
    return len(text) - len(text.lstrip(" \t\n\r"))


def _parts(body: bytes) -> int:
    """At least as many members and items as there are: each is the first of a container or follows a comma."""
    return body.count(b",") + body.count(b"[") + body.count(b"{")


def _shallow(body: bytes, value: Any) -> bool:
    """True only if nothing can be nested too deeply, told by counting brackets; those in strings only add.

    A list of nothing but objects, as many as there are braces, is two levels deep.
    Else, of the containers around a place each object is the root, or stands in an
    array, or follows a colon: at most twice the arrays, and one, and the objects that
    follow neither a comma nor a bracket.
    """
    arrays, objects = body.count(b"["), body.count(b"{")
    if arrays + objects <= MAX_DEPTH:
        return True
    if arrays == 1 and type(value) is list and len(value) == objects and set(map(type, value)) == {dict}:
        return True
    objects -= body.count(b",{") + body.count(b"[{") + body.count(b", {") + body.count(b",\n{")
    return 2 * arrays + objects + 1 <= MAX_DEPTH


def _too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for container in level
            if type(container) is dict or type(container) is list
            for child in (container.values() if type(container) is dict else container)
        ]
        if not level:
            return False
    return any(type(child) is dict or type(child) is list for child in level)


def _exact(
    body: bytes,
    resolve: tuple[str, ...],
    allowed: tuple[str, ...],
    default: str,
    option: str | None,
    header: str | None,
) -> tuple[Any, bool, str] | None:
    from wirebook.wire.json import read as read_exactly

    wire = read_exactly(body, resolve=resolve, allowed=allowed, default=default, option=option, header=header)
    if wire.root is None or wire.issues:
        return None
    return _plain(wire.root), True, wire.charset


def _plain(node: Node) -> Any:
    kind = node.kind
    if kind == "string":
        return node.text
    if kind == "number":
        return Num(node.text)
    if kind == "object":
        return {child.name: _plain(child) for child in node.children}
    if kind == "array":
        return [_plain(child) for child in node.children]
    return None if kind == "null" else node.text == "true"
