"""Colours for bodies and outlines: short elements around escaped text, which the style sheet gives their colours.

Only the look depends on it: a body that the patterns below do not fit is shown plain.
"""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup, escape

from wirebook_codegen.docs_text import Block, visible

__all__ = ["TAGS", "escaped", "highlight"]

# By the pattern's group: comment, tag or mark, name, value, number, placeholder of an outline.
TAGS = {"c": "em", "t": "b", "a": "i", "s": "u", "n": "samp", "p": "var"}
_PLACEHOLDER = r"(?P<p>\{[a-z_][a-z0-9_.|\[\]-]*\})"
_PATTERNS = {
    "xml": re.compile(
        r"(?P<c><!--.*?-->|<[?!][^>]*>)|(?P<t></?[^\s<>/=\"']+|/?>)|"
        rf"(?P<a>[^\s<>/=\"']+(?==[\"']))|(?P<s>\"[^\"<{{]*\"|'[^'<{{]*')|{_PLACEHOLDER}",
        re.DOTALL,
    ),
    "json": re.compile(
        rf"(?P<c>(?<=\s\s)//[^\n]*)|(?P<a>\"(?:[^\"\\\n]|\\.)*\"(?=\s*:))|{_PLACEHOLDER}|"
        r"(?P<s>\"(?:[^\"\\\n{]|\\.)*\")|(?P<n>-?\b[0-9]+(?:\.[0-9]+)?\b|\b(?:true|false|null)\b)"
    ),
    "form": re.compile(rf"(?P<a>(?:^|(?<=[&\[])|(?<=\n))[^=&\[\]\n]+(?==))|(?P<t>[&\[\]])|{_PLACEHOLDER}"),
    "text": re.compile(_PLACEHOLDER),
}


@lru_cache(10_000, typed=True)  # what is markup already equals its text
def escaped(text: str) -> str:
    """A text as markup that shows it; the same few hundred stand on a page thousands of times."""
    return str(escape(text))


def highlight(block: Block) -> Markup:
    """The block's text as markup with its mark; what is invisible is spelled out."""
    start, end = block.mark or (0, 0)
    spelled = [visible(part, keep="\n\t") for part in (block.text[:start], block.text[start:end], block.text[end:])]
    text = "".join(spelled)
    start, end = len(spelled[0]), len(spelled[0]) + len(spelled[1])
    tokens = _tokens(text, block.language)
    if block.mark is None:
        return Markup(_joined(tokens))
    before, tokens = _split(tokens, start)
    inside, after = _split(tokens, end - start)
    return Markup(f"{_joined(before)}<mark>{_joined(inside)}</mark>{_joined(after)}")


def _tokens(text: str, language: str) -> list[tuple[str, str]]:
    """The text in pieces with the class of each, "" for none."""
    tokens = []
    place = 0
    for found in _PATTERNS.get(language, _PATTERNS["text"]).finditer(text):
        if found.start() > place:
            tokens.append(("", text[place : found.start()]))
        tokens.append((found.lastgroup or "", found[0]))
        place = found.end()
    return [*tokens, ("", text[place:])]


def _split(tokens: list[tuple[str, str]], place: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The pieces before and after a place in their text."""
    before: list[tuple[str, str]] = []
    for index, (kind, text) in enumerate(tokens):
        if len(text) > place:
            return [*before, (kind, text[:place])], [(kind, text[place:]), *tokens[index + 1 :]]
        before.append((kind, text))
        place -= len(text)
    return before, []


def _joined(tokens: list[tuple[str, str]]) -> str:
    return "".join(_token(*token) for token in tokens)


def _token(kind: str, text: str) -> str:
    tag = TAGS.get(kind, "")
    return f"<{tag}>{escaped(text)}</{tag}>" if tag and text else escaped(text)
