"""The fast reader of text and csv: the same verdict as ``wirebook.wire.lines``, without places."""

from __future__ import annotations

import re

from wirebook.wire.caps import MAX_BYTES, MAX_NODES
from wirebook.wire.charset import find

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Line = dict[str, Any]  # capture -> str | None, pairs -> list of (key, value)

__all__ = ["read"]

_COMPILED: dict[str, re.Pattern[str]] = {}


def read(
    body: bytes,
    resolve: tuple[str, ...],
    allowed: tuple[str, ...],
    default: str,
    option: str | None,
    header: str | None,
    plan: tuple[Any, ...],
) -> tuple[list[Line], bool, str] | None:
    """Each line's captures by field, whether the body is clean, and its codec.

    None where the exact reader has an error. A capture in an optional group that is not there is
    None; pairs are a list of (key, value).
    """
    each, _, _, ignore, strict, lenient, fields, pairs, _, _ = plan
    if len(body) > MAX_BYTES:
        return None
    codec, skip, issues = find("lines", body, resolve, allowed, default, option, header)
    if codec is None or issues:
        return None
    try:
        text = body[skip:].decode(codec)
    except UnicodeDecodeError:
        return None
    if not text and not each:  # nothing, or a byte order mark alone
        return None
    text = text.replace("\r\n", "\n").removesuffix("\n")
    rows = text.split("\n") if text or not each else []
    if len(rows) > 1 and not each:
        return None
    if len(rows) > MAX_NODES:
        return None
    first = _compiled(strict)
    lines = []
    for row in rows:
        if ignore:
            row = row.strip(" \t")
        found = first.fullmatch(row)
        which = 0
        if found is None:
            found = _compiled(lenient).fullmatch(row)
            which = 1
            if found is None:
                return None
        line: Line = dict(zip(fields, found.groups(), strict=True))
        for both in pairs:
            index, one = both[which]
            line[fields[index]] = _pairs(_compiled(one), found[index + 1])  # no optional group has pairs
        lines.append(line)
    # Last, since counting exactly costs more than all of this, and most of what is so long breaks off before.
    if len(rows) * (len(fields) + 1) + (len(body) if pairs else 0) > MAX_NODES and _too_many(body, codec, plan, skip):
        return None
    return lines, True, codec


def _compiled(pattern: str) -> re.Pattern[str]:
    known = _COMPILED.get(pattern)
    if known is None:
        known = _COMPILED[pattern] = re.compile(pattern)
    return known


def _pairs(one: re.Pattern[str], text: str) -> list[tuple[str, str]]:
    pairs = []
    at = 0
    while at < len(text):
        found = one.match(text, at)
        if found is None or found.end() == at:
            break
        key = 1 if found.start(1) >= 0 else 3
        pairs.append((found[key], found[key + 1]))
        at = found.end()
    return pairs


def _too_many(body: bytes, codec: str, plan: tuple[Any, ...], skip: int) -> bool:
    """Are there more lines, captures and pairs than a reader takes? Counted exactly, and only if there may be."""
    from wirebook.wire.lines import read as read_exactly

    body = body[skip:]
    wire = read_exactly(body, resolve=("option",), allowed=(codec,), default=codec, option=codec, plan=plan)
    return wire.root is None
