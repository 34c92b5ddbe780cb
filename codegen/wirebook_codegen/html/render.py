"""Texts as HTML: the only way in which a value gets into a page beside jinja2's own escaping."""

from __future__ import annotations

from markupsafe import Markup, escape

from wirebook_codegen.docs_text import Block, Link, Literal, Safe
from wirebook_codegen.html.both import Both
from wirebook_codegen.html.highlight import highlight

__all__ = ["render"]


def render(value: object) -> object:
    """What a template prints: texts, blocks and pairs as markup; everything else is escaped by jinja2."""
    if isinstance(value, Safe):
        return inline(value)
    if isinstance(value, Block):
        return _block(value)
    if isinstance(value, Both):
        tag = "div" if isinstance(value.en, (Block, Markup)) else "span"
        return Markup("").join(
            Markup('<{} lang="{}">{}</{}>').format(Markup(tag), lang, render(text), Markup(tag))
            for lang, text in (("en", value.en), ("ru", value.ru))
        )
    return value


def inline(text: Safe) -> Markup:
    """A text within a line."""
    out = Markup("")
    for piece in text:
        if isinstance(piece, Link):
            out += Markup('<a href="{}">{}</a>').format(piece.href, inline(piece.label))
        elif isinstance(piece, Literal):
            out += Markup("<code>{}</code>").format(piece.text)
        else:
            out += escape(piece.text)
    return out


def _block(block: Block) -> Markup:
    return Markup('<pre class="{}" tabindex="0"><code>{}</code></pre>').format(block.language, highlight(block))
