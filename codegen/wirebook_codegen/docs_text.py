"""Markdown primitives: the only way in which a value gets into a page.

Text from a spec must show as itself and never as markup, so everything that is not
``Safe`` is escaped where it is printed. It must not know models or languages.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "Excerpt", "Safe", "anchor", "cell", "code", "escape", "excerpt", "fence", "html_code", "html_text", "join", "link",
    "safe", "slug", "strong", "visible",
]  # fmt: skip

# Characters that mean something inside a line wherever they stand. Entities rather than backslashes
# where a table cell or an HTML pass looks at the raw text first.
_INLINE = {
    "&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;",
    "\\": "&#92;", "`": "\\`", "*": "\\*", "[": "\\[", "]": "\\]", "~": "\\~", "$": "\\$", "{": "\\{", "}": "\\}",
}  # fmt: skip
_META = re.compile(r"[&<>|\\`*\[\]~${}]")
# An underscore between word characters is never emphasis; a name like sms_id stays readable.
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_BLOCK = re.compile(r"^(?:([#+=:-])|([0-9]{1,9})([.)]))")
_AUTOLINK = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n]+")
_KEEP = re.compile(r"[A-Za-z0-9_.-]")


class Safe(str):
    """Markdown that was put together here and is printed as it is."""

    __slots__ = ()


def safe(text: str) -> Safe:
    """Mark Markdown of this package's own; never called on text from a spec."""
    return Safe(text)


def visible(text: str, keep: str = "") -> str:
    r"""Text with control, bidirectional and other invisible characters as ``\uXXXX``."""
    return "".join(
        char if char in keep or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") else _spell(char)
        for char in text
    )


def _spell(char: str) -> str:
    point = ord(char)
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"


def escape(value: object) -> Safe:
    """The Markdown that shows ``value`` as itself within a line; runs of white space become one space."""
    if isinstance(value, Safe):
        return value
    text = visible(_SPACES.sub(" ", str(value)).strip(" "))
    text = _META.sub(lambda found: _INLINE[found[0]], text)
    text = _UNDERSCORE.sub(r"\\_", text)
    text = _AUTOLINK.sub(lambda found: "\\" + found[0], text)
    return Safe(_BLOCK.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", text))


def join(separator: str, parts: Sequence[object]) -> Safe:
    """The parts, escaped, with Markdown of our own between them."""
    return Safe(separator.join(escape(part) for part in parts))


def strong(value: object) -> Safe:
    """Emphasised text."""
    return Safe(f"**{escape(value)}**")


def code(value: object) -> Safe:
    """Literal text within a line; line ends and other invisible characters are spelled out."""
    text = visible(str(value))
    if not text.strip(" ") or ("|" in text and ("`" in text or "\\|" in text)):
        # A code span cannot hold nothing but spaces; pipes that ``cell`` escapes need plain surroundings.
        entities = "".join(char if char.isalnum() else f"&#{ord(char)};" for char in text)
        return Safe(f"<code>{entities}</code>")
    ticks = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return Safe(f"{ticks}{pad}{text}{pad}{ticks}")


def cell(markdown: Safe) -> Safe:
    """The same for a cell of a table, where a pipe needs a backslash even within a code span."""
    return Safe(markdown.replace("|", "\\|"))


def html_text(text: str) -> Safe:
    """Text as itself within a line of an HTML block, where Markdown is not read."""
    return Safe(html.escape(visible(_SPACES.sub(" ", text).strip(" "))))


def html_code(value: object) -> Safe:
    """Literal text within a line of an HTML block."""
    return Safe(f"<code>{html.escape(visible(str(value)))}</code>")


def fence(text: str, language: str = "text") -> Safe:
    """A block of literal text; only LF ends a line, everything else that is invisible is spelled out."""
    shown = visible(text, keep="\n\t")
    ticks = "`" * max(3, max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    return Safe(f"{ticks}{language}\n{shown}\n{ticks}")


def slug(*parts: object) -> str:
    """A stable anchor name; characters outside letters, digits, ``_.-`` become their number."""
    return "-".join("".join(c if _KEEP.fullmatch(c) else f"~{ord(c):x}~" for c in str(part)) for part in parts)


def anchor(*parts: object) -> Safe:
    """A place that links can point to."""
    return Safe(f'<a id="{slug(*parts)}"></a>')


def link(label: object, *parts: object) -> Safe:
    """A link to a place of the same page."""
    return Safe(f"[{escape(label)}](#{slug(*parts)})")


# ---------------------------------------------------------------- long bodies

_LONG, _HEAD, _TAIL = 1500, 900, 300  # characters: what is cut, and what is then shown of it
_BOUNDARIES = {
    "xml": re.compile(r"(?<=\n)|(?<=>)(?=<)"),
    "json": re.compile(r"(?<=\n)|(?<=[]}],)"),
    "form": re.compile(r"(?=&)"),
}
_LINES = re.compile(r"(?<=\n)")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The beginning and the end of a body and how many bytes are missing between them; ``tail`` "" if none are."""

    head: str
    tail: str
    missing: int


def excerpt(text: str, encoding: str, charset: str) -> Excerpt:
    """A body without its middle where it is long, cut between lines or elements unless one of them is long itself."""
    if len(text) <= _LONG:
        return Excerpt(text.rstrip("\n"), "", 0)
    places = [found.start() for found in _BOUNDARIES.get(encoding, _LINES).finditer(text)]
    start = max((place for place in places if _HEAD // 3 <= place <= _HEAD), default=_HEAD)
    tail = len(text) - _TAIL
    end = min((place for place in places if tail <= place < len(text) and text[place:].strip()), default=tail)
    left_out = re.sub(r"\\x[0-9a-f]{2}", "?", text[start:end])
    # A charset may write a mark before the first character: it is counted on both sides.
    missing = len(f"?{left_out}".encode(charset, "replace")) - len("?".encode(charset))
    return Excerpt(text[:start].rstrip("\n"), text[end:].strip("\n"), missing)
