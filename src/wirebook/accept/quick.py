"""The quick way through an XML body in canonical layout: what generated ``quick`` modules run on.

Such a module takes a body apart by a few regular expressions made from its shape. It gives
what the straight-line code over the parsed tree would give, or None where the body is
laid out otherwise, is refused, or holds anything unusual: then nothing is decided.
Whoever calls it must go the other way then.
"""

from __future__ import annotations

import re
import sys

from wirebook.accept.xml import readable
from wirebook.wire.caps import MAX_NODES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType
    from typing import Any

    from wirebook.accept import Settle
    from wirebook.part import Context

__all__ = ["compiled", "opened", "plain", "plains", "way"]

# An element takes at least four bytes: in a shorter body nodes need not be counted.
_MOST = 4 * MAX_NODES
# What XML forbids, and carriage returns, which are looked at when they are there.
_CONTROLS = bytes(n for n in range(0x20) if n not in b"\t\n")


def way(module: ModuleType, message: str, constructors: Mapping[str, Callable[..., Any]]) -> Settle:
    """A function from a body, its header's charset, and what is known around it to value and cleanliness.

    module: the generated ``accept`` module beside which ``quick`` stands. None decides nothing.
    """
    name = f"{module.__name__.rpartition('.')[0]}.quick"
    __import__(name)
    check = sys.modules[name].MAKERS[message](constructors)
    own, allowed, default = module.CHARSETS["xml"]

    def settled(body: bytes, header: str | None, ctx: Context) -> tuple[Any, bool] | None:
        resolve = own if ctx.request is None and not ctx.settings else ctx.resolved(own)
        found = opened(body, resolve, allowed, default, ctx.charset, header)
        if found is None:
            return None
        outcome: tuple[Any, bool] | None = check(*found, ctx, body)
        return outcome

    return settled


def opened(
    body: bytes,
    resolve: tuple[str, ...],
    allowed: tuple[str, ...],
    default: str,
    option: str | None,
    header: str | None,
) -> tuple[str, str] | None:
    """Text and codec of a body that may be taken apart as text; None where a parser has to look.

    Every character of the text is one that XML allows, line ends are line feeds, and ``]]>`` is nowhere.
    """
    if body[:1] != b"<" or len(body) >= _MOST:
        return None
    codec = readable(body, resolve, allowed, default, option, header)
    if codec is None:
        return None
    if len(body.translate(None, _CONTROLS)) != len(body):
        body = body.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if len(body.translate(None, _CONTROLS)) != len(body):
            return None
    try:
        text = body.decode(codec)
    except UnicodeDecodeError:
        return None
    if "\ufffe" in text or "\uffff" in text or ("]" in text and "]]>" in text):
        return None
    return text, codec


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of a generated module."""
    return re.compile(pattern)


def plain(text: str | None) -> str | None:
    """Character data with its references resolved; None where one is not predefined. No data is an empty text."""
    if text is None:
        return ""
    if "&" not in text:
        return text
    # No control character stands in the text, so one can keep the ampersands apart.
    text = text.replace("&amp;", "\1").replace("&lt;", "<").replace("&gt;", ">")
    if "&" in text:
        text = text.replace("&quot;", '"').replace("&apos;", "'")
        if "&" in text:
            return None
    return text.replace("\1", "&")


def plains(texts: list[Any]) -> list[str] | None:
    """``plain`` of each text, or of None where an element has none."""
    if None in texts:
        texts = [text or "" for text in texts]
    joined = "\0".join(texts)
    if "&" not in joined:
        return texts
    resolved = plain(joined)
    return None if resolved is None else resolved.split("\0")
