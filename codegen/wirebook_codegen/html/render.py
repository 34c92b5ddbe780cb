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
        return Markup(
            "".join(
                f'<{tag} lang="{lang}">{escape(render(text))}</{tag}>'
                for lang, text in (("en", value.en), ("ru", value.ru))
            )
        )
    return value


def inline(text: Safe) -> Markup:
    """A text within a line."""
    out: list[str] = []
    for piece in text:
        if isinstance(piece, Link):
            out.append(f'<a href="{escape(piece.href)}">{inline(piece.label)}</a>')
        elif isinstance(piece, Literal):
            out.append(f"<code>{escape(piece.text)}</code>")
        else:
            out.append(escape(piece.text))
    return Markup("".join(out))


def _block(block: Block) -> Markup:
    return Markup(f'<pre class="{escape(block.language)}" tabindex="0"><code>{highlight(block)}</code></pre>')
