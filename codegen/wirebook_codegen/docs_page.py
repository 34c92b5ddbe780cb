"""What every part of a page needs: the provider, the language, and how both turn into text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from wirebook import anchors
from wirebook.memo import once_per_object
from wirebook.model import CodeTable, Provider, Text
from wirebook_codegen.docs_text import Safe, code, escape, join, link, refer
from wirebook_codegen.docs_words import word

__all__ = ["Page"]


@dataclass(frozen=True, slots=True)
class Page:
    """The provider and the language of the page being made."""

    provider: Provider
    lang: str
    brief: bool = False  # whether counter-examples show little but what makes them differ
    explains: bool = False  # whether the page says what findings' codes mean

    def word(self, key: str, **values: object) -> Safe:
        """A word or sentence of the page's language."""
        return word(self.lang, key, **values)

    def text(self, text: Text | None) -> Safe:
        """A bilingual text of the spec (or None) in the page's language."""
        if text is None:
            return Safe()
        return escape(self.raw(text))

    def raw(self, text: Text) -> str:
        """A bilingual text of the spec in the page's language, not escaped."""
        return text.ru if self.lang == "ru" else text.en

    def source(self, source: str) -> Safe:
        """A citation; each part links to its document where the spec declares it."""
        return _citations(self.provider)(source)

    def deviation(self, deviation: str | None) -> list[Safe]:
        """A link to a deviation, or nothing."""
        return [link(deviation, "deviation", deviation)] if deviation else []

    def title(self) -> Safe:
        """The provider's title, and the dialect where it is not the document's own."""
        title = self.text(self.provider.title)
        if not self.provider.dialect:
            return title
        return self.word("of_dialect", title=title, dialect=code(self.provider.dialect))

    def finding(self, code_: str) -> Safe:
        """A finding's code, a link where the page explains it."""
        return refer(code(code_), f"#{anchors.finding(code_)}") if self.explains else code(code_)

    def table(self, table: CodeTable) -> Safe:
        """A link to a code table, in words."""
        return self.word("of_codes", table=link(table.id, "codes", table.id))

    def qualified(self, limit: Safe, severity: str | None, deviation: str | None) -> Safe:
        """A limit whose breach is no error, or that a deviation explains."""
        remarks = [self.word(severity)] if severity == "warning" else []
        remarks += self.deviation(deviation)
        return self.word("qualified", limit=limit, result=join(", ", remarks)) if remarks else limit


@once_per_object
def _citations(provider: Provider) -> Callable[[str], Safe]:
    """What ``Page.source`` shows of a citation: facts by the hundred cite the same sections."""
    known = {document.id for document in provider.documents}

    @cache
    def shown(source: str) -> Safe:
        found = []
        for part in filter(None, (piece.strip() for piece in source.split(","))):
            document, _, section = part.partition("#")
            label = f"{document} {section}".strip()
            found.append(link(label, "document", document) if document in known else escape(label))
        return join(", ", found)

    return shown
