"""Texts as HTML: the only way in which a value gets into a page beside jinja2's own escaping."""

from __future__ import annotations

from markupsafe import Markup, escape

from wirebook_codegen.docs_text import Block, Link, Literal, Safe
from wirebook_codegen.html.both import Both
from wirebook_codegen.html.highlight import escaped, highlight

__all__ = ["render"]


def render(value: object) -> object:
    """What a template prints: texts, blocks and pairs as markup; everything else is escaped by jinja2."""
    return Markup(_html(value)) if isinstance(value, (Safe, Block, Both)) else value


def _html(value: object) -> str:
    if isinstance(value, Safe):
        return _inline(value)
    if isinstance(value, Block):
        return f'<pre class="{escaped(value.language)}" tabindex="0"><code>{highlight(value)}</code></pre>'
    if isinstance(value, Both):
        tag = "div" if isinstance(value.en, (Block, Markup)) else "span"
        pairs = (("en", value.en), ("ru", value.ru))
        return "".join(f'<{tag} lang="{lang}">{_html(text)}</{tag}>' for lang, text in pairs)
    return str(escape(value))  # markup stays as it is


def _inline(text: Safe) -> str:
    """A text within a line."""
    out: list[str] = []
    for piece in text:
        if isinstance(piece, Link):
            out.append(f'<a href="{escaped(piece.href)}">{_inline(piece.label)}</a>')
        elif isinstance(piece, Literal):
            out.append(f"<code>{escaped(piece.text)}</code>")
        else:
            out.append(escaped(piece.text))
    return "".join(out)
