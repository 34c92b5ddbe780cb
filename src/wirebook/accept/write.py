"""What generated ``write`` modules run on: escaping of texts, one or many, and the document's bytes.

Escapes as ``wirebook.wire.xml`` does, to the byte; what it cannot vouch for is None,
and then the encoder that reads the model writes or says what is wrong.

Most values hold nothing but ``&`` and ``<`` to escape, and those are escaped in all of them
at once: until then the ``<`` and ``&`` of markup and of references are two control characters.
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

__all__ = ["MARKUP", "data", "datas", "decimal", "document", "value", "values", "way"]

MARKUP, _REFERENCE = "\1", "\2"  # what begins markup and references in a text that is not yet escaped
_WRONG = b"\xff"  # which is nowhere in UTF-8
_CONTROLS = bytes(n for n in range(0x20) if n not in b"\t\n\r\1\2")
_WRITTEN = bytes.maketrans(b"\1\2" + _CONTROLS, b"<&" + _WRONG * len(_CONTROLS))


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
        return None if text is None else document(text, chosen)

    return written


def document(text: str, chosen: str) -> bytes | None:
    """The bytes of an element's text, escaped, in that codec; None where no document may hold it."""
    text = f'{MARKUP}?xml version="1.0" encoding="{iana(chosen)}"?>\n{text}'
    try:
        body = text.encode()
    except UnicodeEncodeError:  # half a surrogate pair
        return None
    if "\ufffe" in text or "\uffff" in text:
        return None
    body = body.replace(b"&", b"&amp;").replace(b"<", b"&lt;").translate(_WRITTEN)
    if _WRONG in body:
        return None
    return body if chosen == "utf-8" else body.decode().encode(chosen, "xmlcharrefreplace")


def data(text: str) -> str:
    """Character data, escaped but for what is escaped in all of the document; raises ValueError where it cannot be."""
    if text.isprintable() and "]" not in text:  # as most are
        return text
    _refuse_ours(text)
    return text.replace("]]>", f"]]{_REFERENCE}gt;").replace("\r", f"{_REFERENCE}#13;")


def value(text: str) -> str:
    """An attribute's value, likewise."""
    if not text.isprintable():
        _refuse_ours(text)
        text = text.replace("\t", f"{_REFERENCE}#9;").replace("\n", f"{_REFERENCE}#10;")
        text = text.replace("\r", f"{_REFERENCE}#13;")
    return text.replace('"', f"{_REFERENCE}quot;") if '"' in text else text


def datas(texts: list[str]) -> list[str]:
    """Character data of many elements, likewise."""
    joined = "".join(texts)
    _refuse_ours(joined)
    return list(map(data, texts)) if "\r" in joined or ("]" in joined and "]]>" in joined) else texts


def values(texts: list[str]) -> list[str]:
    """Values of many attributes, likewise."""
    joined = "".join(texts)
    _refuse_ours(joined)
    if '"' in joined or "\t" in joined or "\n" in joined or "\r" in joined:
        return list(map(value, texts))
    return texts


def _refuse_ours(text: str) -> None:
    """Markup's stand-ins are control characters that no document may hold."""
    if MARKUP in text or _REFERENCE in text:
        raise ValueError("a control character")


def decimal(number: Decimal) -> str | None:
    """The canonical text of a decimal number; None where it has none."""
    if not number.is_finite() or abs(number.adjusted()) > MAX_NUMBER:
        return None
    text = format(number, "f")
    return text if len(text) <= MAX_NUMBER else None
