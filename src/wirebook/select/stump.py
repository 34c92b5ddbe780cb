"""The beginning of a body that cannot be read to its end, closed so that it can be read: enough to tell whose it is.

Only for telling. What is wrong with the body itself, the readers say.
"""

from __future__ import annotations

import re

__all__ = ["stump"]

_TAG = re.compile(rb"<(?:(/)([^\s<>/]+)[^<>]*|([A-Za-z_][^\s<>/]*)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*?)(/?))>")
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')
_DEPTH = 64
_MOST = 64 * 1024


def stump(encoding: str, body: bytes, at: int) -> bytes | None:
    """What stands before byte ``at`` of an XML or JSON body, everything open closed; None where that is nothing."""
    before = body[: min(at, _MOST)]
    if encoding == "xml":
        return _xml(before)
    return _json(before) if encoding == "json" else None


def _xml(before: bytes) -> bytes | None:
    """Up to the last whole tag, its elements closed."""
    opened: list[bytes] = []
    end = 0
    for tag in _TAG.finditer(before):
        closing, closed, name, _, alone = tag.groups()
        if closing:
            if not opened or opened[-1] != closed:
                break
            opened.pop()
        elif not alone:
            opened.append(name)
        end = tag.end()
        if len(opened) > _DEPTH:
            return None
    if not opened or b"<!" in before[:end].replace(b"<!--", b""):
        return None
    # Texts between the tags are left out: one of them may be what is broken.
    tags = b"".join(tag.group() for tag in _TAG.finditer(before[:end]))
    return tags + b"".join(b"</" + name + b">" for name in reversed(opened))


def _json(before: bytes) -> bytes | None:
    """Up to the last comma that stands in an object or array, these closed."""
    closing: list[bytes] = []
    best: bytes | None = None
    at = 0
    while at < len(before):
        char = before[at : at + 1]
        if char == b'"':
            string = _STRING.match(before, at)
            if string is None:
                break
            at = string.end()
            continue
        if char in (b"{", b"["):
            closing.append(b"}" if char == b"{" else b"]")
            if len(closing) > _DEPTH:
                return None
        elif char in (b"}", b"]"):
            if not closing or closing.pop() != char:
                break
        elif char == b",":
            best = before[:at] + b"".join(reversed(closing))
        at += 1
    return best
