"""Texts for people, and the evidence that facts rest on."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "Deviation",
    "Document",
    "Note",
    "Text",
]


@dataclass(frozen=True, slots=True)
class Text:
    """A text for people, in both languages."""

    en: str
    ru: str


@dataclass(frozen=True, slots=True)
class Document:
    """A provider's document that facts cite as ``id#section``."""

    id: str
    title: Text
    file: str  # the name of the stored copy, "" if none


@dataclass(frozen=True, slots=True)
class Deviation:
    """Where practice or a reading differs from the document, and what is done about it.

    decision: accept -> no finding; warn -> a warning; refuse -> an error.
    """

    id: str
    says: Text
    seen: Text
    decision: str  # accept | warn | refuse
    source: str


@dataclass(frozen=True, slots=True)
class Note:
    """A fact for people only; ``title`` is its heading, None where its id has to do."""

    id: str
    title: Text | None
    text: Text
    source: str
