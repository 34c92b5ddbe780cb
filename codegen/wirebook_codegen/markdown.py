"""Markdown primitives: the only way in which a value gets into a Markdown file.

Text from a spec must show as itself and never as markup. It must not know models or
languages.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

from wirebook_codegen.docs_text import Block, Link, Literal, Plain, Safe, escape, visible
from wirebook_codegen.docs_text import code as literal

__all__ = ["cell", "code", "fence", "inline", "place", "render", "summary"]

# Characters that mean something inside a line wherever they stand. Entities rather than backslashes
# where a table cell or an HTML pass looks at the raw text first.
_INLINE = {
    "&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;",
    "\\": "&#92;", "`": "\\`", "*": "\\*", "[": "\\[", "]": "\\]", "~": "\\~", "$": "\\$", "{": "\\{", "}": "\\}",
}  # fmt: skip
_FENCES = ("xml", "json")  # what Markdown readers know how to colour
_META = re.compile(r"[&<>|\\`*\[\]~${}]")
# An underscore between word characters is never emphasis; a name like sms_id stays readable.
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_BLOCK = re.compile(r"^(?:([#+=:-])|([0-9]{1,9})([.)]))")
_AUTOLINK = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)


def render(value: object) -> str:
    """What a template prints: texts and blocks rendered, Markdown of our own (``str``) as it is."""
    if isinstance(value, Safe):
        return inline(value)
    if isinstance(value, Block):
        return fence(value.text, value.language if value.language in _FENCES else "text")
    return str(value)


def inline(value: object) -> str:
    """Markdown that shows a text as itself within a line."""
    out: list[str] = []
    run = ""
    for piece in escape(value):
        if isinstance(piece, Plain):
            run += piece.text
            continue
        out += [_plain(run, first=not out), _piece(piece)]
        run = ""
    return "".join([*out, _plain(run, first=not out)])


@lru_cache(10_000)  # pages repeat themselves
def _plain(text: str, *, first: bool) -> str:
    text = _META.sub(lambda found: _INLINE[found[0]], text)
    text = _UNDERSCORE.sub(r"\\_", text)
    text = _AUTOLINK.sub(lambda found: "\\" + found[0], text)
    if not first:
        return text
    return _BLOCK.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", text)


def _piece(piece: Literal | Link) -> str:
    return _code(piece.text) if isinstance(piece, Literal) else f"[{inline(piece.label)}]({piece.href})"


def code(value: object) -> str:
    """Literal text within a line."""
    return inline(literal(value))


def _code(text: str) -> str:
    if not text.strip(" ") or ("|" in text and ("`" in text or "\\|" in text)):
        # A code span cannot hold nothing but spaces; pipes that ``cell`` escapes need plain surroundings.
        entities = "".join(char if char.isalnum() else f"&#{ord(char)};" for char in text)
        return f"<code>{entities}</code>"
    ticks = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def cell(markdown: str) -> str:
    """The same for a cell of a table, where a pipe needs a backslash even within a code span."""
    return markdown.replace("|", "\\|")


def summary(value: object) -> str:
    """A text as itself within a line of an HTML block, where Markdown is not read."""
    return "".join(
        f"<code>{html.escape(piece.text)}</code>"
        if isinstance(piece, Literal)
        else html.escape(str(piece.label) if isinstance(piece, Link) else piece.text)
        for piece in escape(value)
    )


def fence(text: str, language: str = "text") -> str:
    """A block of literal text; only LF ends a line, everything else that is invisible is spelled out."""
    shown = visible(text, keep="\n\t")
    ticks = "`" * max(3, max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    return f"{ticks}{language}\n{shown}\n{ticks}"


def place(anchor: str) -> str:
    """What links to this anchor point to."""
    return f'<a id="{anchor}"></a>'
