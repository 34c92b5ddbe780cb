"""HTML and Markdown pages as their structure: what is markup, without any text that a spec may choose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html
from markdown_it import MarkdownIt
from markdown_it.token import Token

from wirebook_codegen.html.highlight import TAGS

# Attributes that hold a text or a name, and those that hold places in a drawing, which follow the texts' lengths.
TEXTS = {"data-name", "data-within", "data-en", "data-ru", "class", "d", "x", "y", "height", "viewbox"}


def parsed(page: str) -> html.HtmlElement:
    return html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))


def structure(page: str) -> list[object]:
    """Every element with its attributes; of a body or a drawing only that there is one, and that it is harmless."""
    return list(_elements(parsed(page)))


def tokens(page: str) -> list[Token]:
    """A Markdown page as its readers parse it."""
    return MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(page)


def markdown(page: str) -> list[tuple[str, str, list[str]]]:
    """Every token of a Markdown page, with the kinds of what stands in a line."""
    return [(token.type, token.tag, _inner(token)) for token in tokens(page)]


def _inner(token: Token) -> list[str]:
    """Code with a backtick in it is written as an element."""
    kinds = [each.content if each.type == "html_inline" else each.type for each in token.children or ()]
    kinds = ["<a>" if re.fullmatch(r'<a id="[A-Za-z0-9_.~-]*">', kind) else kind for kind in kinds]
    return re.sub(r"<code> (text )*</code>", "code_inline", " ".join(kinds)).split(" ")


def _elements(element: html.HtmlElement) -> Iterator[object]:
    if not isinstance(element.tag, str):
        yield "comment"
        return
    yield element.tag, sorted((key, "" if key in TEXTS else value) for key, value in element.attrib.items())
    if element.tag == "pre":
        for inner in element.iterdescendants():
            assert inner.tag in ("code", "mark", *TAGS.values()), inner.tag
            assert not inner.attrib, inner.attrib
    elif element.tag == "svg" and element.get("class") == "sequence":
        for inner in element.iterdescendants():
            assert inner.tag in ("title", "path", "rect", "text", "a"), inner.tag
            assert set(inner.attrib) <= {"id", "class", "d", "x", "y", "width", "height", "rx", "text-anchor", "href"}
            assert re.fullmatch(r"#[A-Za-z0-9_.~-]+", inner.get("href", "#x"))
    else:
        for inner in element:
            yield from _elements(inner)
    yield "/"
