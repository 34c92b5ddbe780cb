"""The charset that a body of XML or JSON names in a child of its root, before anyone can decode it.

Every charset here means ASCII by ASCII bytes, so names and the charset's own name are legible
in any of them. Must stay light: both engines ask it, and only of bodies that hold the name.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["named"]

_MARK = b"\xef\xbb\xbf"


def named(kind: str, body: bytes, name: str) -> tuple[str, int, int] | None:
    """The text of the root's child ``name`` and where it stands; None where there is none that is a text."""
    wanted = name.encode()
    reader = _READERS.get(kind)
    if reader is None or wanted not in body:
        return None
    text = reader(body, name)
    if not text:
        return None
    at = body.find(text.encode("latin-1"), body.find(wanted) + len(wanted))
    return text, max(at, 0), max(at, 0) + len(text)


def _member(body: bytes, name: str) -> str | None:
    from _json import make_scanner

    scan = make_scanner(_Rules())  # type: ignore[arg-type]
    try:
        root, _ = scan(body.removeprefix(_MARK).decode("latin-1").lstrip(" \t\r\n"), 0)
    except (ValueError, StopIteration, RecursionError, SystemError):  # the last: see wirebook.accept.json
        return None
    found = root.get(name) if type(root) is dict else None
    return found if type(found) is str and found.isascii() else None


class _Number(str):
    """A number as written, which is no text."""

    __slots__ = ()


class _Rules:
    """What the C scanner asks its decoder for."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = staticmethod(_Number)
    parse_int = staticmethod(_Number)
    parse_constant = staticmethod(_Number)
    memo: dict[str, str] = {}  # noqa: RUF012 - the scanner's own cache of keys, cleared by it


def _element(body: bytes, name: str) -> str | None:
    if b"<!DOCTYPE" in body or 0 in body[:2]:  # refused by every reader, and expat would expand entities
        return None
    from _elementtree import ParseError, XMLParser  # type: ignore[import-not-found]

    parser = XMLParser(encoding="iso-8859-1")
    try:
        parser.feed(body.removeprefix(_MARK))
        root: Any = parser.close()
    except ParseError:
        return None
    found = root.find(name) if name.isidentifier() else None
    text = None if found is None or len(found) else found.text
    return text if text and text.isascii() else None


_READERS = {"json": _member, "xml": _element}
