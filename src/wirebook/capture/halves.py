"""From what capture formats tell of a message to a Half: headers, codings, texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from wirebook.capture.content import ContentError, decoded, is_coded
from wirebook.capture.exchange import Half
from wirebook.part import Part, charset_of
from wirebook.wire.caps import MAX_BYTES

__all__ = ["announced", "encoded", "folded", "half", "place"]

_DECLARED = re.compile(r"<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")


def folded(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Header fields by lower-case name; those that come twice are joined as HTTP says."""
    found: dict[str, str] = {}
    for name, value in pairs:
        name = name.lower()
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def place(url: str) -> tuple[str | None, str | None, bytes | None]:
    """Host, path and query of an address, absolute or not; None for what it does not have."""
    return _split_again(url) if len(url) <= _SHORT else _split(url)


def _split(url: str) -> tuple[str | None, str | None, bytes | None]:
    try:
        split = urlsplit(url)
    except ValueError:
        return None, None, None
    query = _bytes(split.query) if split.query or split.path else None
    return (split.netloc.rpartition("@")[2].lower() or None), (split.path or None), query


def _bytes(query: str) -> bytes:
    try:
        return query.encode("utf-8", "surrogateescape")  # bytes that a reader could not decode
    except UnicodeEncodeError:
        return query.encode("utf-8", "surrogatepass")  # half a pair that the capture holds as such


_SHORT = 512  # characters of an address that is worth remembering
_split_again = lru_cache(maxsize=1024)(_split)


def half(
    body: bytes | None,
    headers: Mapping[str, str] | None,
    *,
    method: str | None = None,
    url: str | None = None,
    status: int | None = None,
    coded: bool | None = True,
    lacks: str = "no-body",
    as_text: bool = False,
) -> Half:
    """A half of an exchange; ``body`` None is one that the capture lacks.

    coded: Content-Encoding still applies; None where the capture's format leaves that open, so that the bytes tell.
    """
    _, path, query = place(url) if url is not None else (None, None, None)
    why = lacks if body is None else ""
    data = body or b""
    coding = "" if headers is None or coded is False else headers.get("content-encoding", "")
    if data and coding and (coded or is_coded(data, coding)):
        try:
            data = decoded(data, coding)
        except ContentError as error:
            why, data = error.lacks, b""
    if len(data) > MAX_BYTES:
        why, data = "too-large", b""
    part = Part(data, method=method, path=path, query=query, headers=headers, status=status)
    return Half(part, why, as_text)


def announced(headers: Mapping[str, str] | None, *, status: int | None, method: str | None) -> bool:
    """Whether a reply's head tells of a body: then a capture that holds none left it out, or it never came."""
    if headers is None or method == "HEAD" or status in (204, 304) or headers.get("content-encoding"):
        return False
    size = headers.get("content-length", "")
    return size.isascii() and size.isdigit() and bool(size.strip("0"))


def encoded(text: str, headers: Mapping[str, str] | None) -> bytes | None:
    """A body that a capture holds as text, as bytes again: in the charset that it or its header names, else UTF-8.

    None where its bytes are lost: a decoder that could not read them left U+FFFD. What the charset cannot
    write was read as Latin-1, as HTTP once had it, if Latin-1 can; else it is left to UTF-8, and for the
    reader to find.
    """
    if "\ufffd" in text:
        return None
    named = None if headers is None else charset_of(headers.get("content-type", ""))
    if named is None:
        found = _DECLARED.match(text.lstrip("\ufeff \t\r\n"))
        named = found.group(1).lower() if found is not None else "utf-8"
    for charset in (named, "latin-1", "windows-1252"):
        try:
            return text.encode(charset)
        except (UnicodeError, LookupError, ValueError):  # a name may even hold a NUL
            if charset == named == "utf-8":
                break
    return text.encode("utf-8", "surrogatepass")
