"""HTML pages as their structure: what is markup, without any text that a spec may choose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

from wirebook_codegen.html.highlight import TAGS

# Attributes that hold a text or a name, and those that hold places in a drawing, which follow the texts' lengths.
TEXTS = {"data-name", "data-within", "data-en", "data-ru", "class", "d", "x", "y", "height", "viewbox"}


def parsed(page: str) -> html.HtmlElement:
    return html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))


def structure(page: str) -> list[object]:
    """Every element with its attributes; of a body or a drawing only that there is one, and that it is harmless."""
    return list(_elements(parsed(page)))


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
