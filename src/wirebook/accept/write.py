"""What generated ``write`` modules run on: escaping of texts, one or many, and the document's bytes.

Escapes as ``wirebook.wire.xml`` does, to the byte; what it cannot vouch for is None,
and then the encoder that reads the model writes or says what is wrong.
"""

from __future__ import annotations

import sys

from wirebook.accept.scalars import MAX_NUMBER
from wirebook.wire.charset import codec, iana

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal
    from types import ModuleType
    from typing import Any

    from wirebook.part import Context

__all__ = ["data", "datas", "decimal", "value", "values", "way"]

_CONTROLS = bytes(n for n in range(0x20) if n not in b"\t\n\r")


def way(
    module: ModuleType, message: str, classes: Mapping[str, Callable[..., Any]]
) -> Callable[[Any, Context], bytes | None]:
    """A function from an object of a message and its context to the body in XML; None decides nothing.

    module: the generated ``accept`` module beside which ``write`` stands.
    """
    name = f"{module.__name__.rpartition('.')[0]}.write"
    __import__(name)
    write = sys.modules[name].MAKERS[message](classes)
    resolve, allowed, default = module.CHARSETS["xml"]
    asks = any(step.startswith("request:") for step in resolve)
    codecs = frozenset(codec(each) for each in allowed)

    def written(it: Any, ctx: Context) -> bytes | None:
        if asks and (ctx.request is not None or ctx.settings):  # these may name the charset
            return None
        chosen = codec(ctx.charset or default)
        # An operation has tables of codes of its own.
        if chosen is None or chosen not in codecs or ctx.operation is not None:
            return None
        try:
            text = write(it, ctx, chosen)
        except (TypeError, ValueError, AttributeError, ArithmeticError):  # a value of some other kind
            return None
        return None if text is None else _document(text, chosen)

    return written


def _document(text: str, chosen: str) -> bytes | None:
    text = f'<?xml version="1.0" encoding="{iana(chosen)}"?>\n{text}'
    try:
        body = text.encode()
    except UnicodeEncodeError:  # half a surrogate pair
        return None
    if len(body.translate(None, _CONTROLS)) != len(body) or "\ufffe" in text or "\uffff" in text:
        return None
    return body if chosen == "utf-8" else text.encode(chosen, "xmlcharrefreplace")


def data(text: str) -> str:
    """Character data, escaped."""
    if "&" in text:  # first, or the references would be escaped too
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if "]]>" in text:
        text = text.replace("]]>", "]]&gt;")
    return text.replace("\r", "&#13;") if "\r" in text else text


def value(text: str) -> str:
    """An attribute's value, escaped."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if '"' in text:
        text = text.replace('"', "&quot;")
    if "\t" in text or "\n" in text or "\r" in text:
        text = text.replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;")
    return text


def datas(texts: list[str]) -> list[str] | None:
    """Character data of many elements, escaped."""
    return _many(texts, data)


def values(texts: list[str]) -> list[str] | None:
    """Values of many attributes, escaped."""
    return _many(texts, value)


def _many(texts: list[str], escape: Callable[[str], str]) -> list[str] | None:
    joined = "\0".join(texts)
    escaped = escape(joined)
    if escaped is joined:
        return texts
    pieces = escaped.split("\0")
    return pieces if len(pieces) == len(texts) else None  # a text held what no document may hold


def decimal(number: Decimal) -> str | None:
    """The canonical text of a decimal number; None where it has none."""
    if not number.is_finite() or abs(number.adjusted()) > MAX_NUMBER:
        return None
    text = format(number, "f")
    return text if len(text) <= MAX_NUMBER else None
