"""The shipped specs, loaded once, and what tests ask of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from wirebook import spec
from wirebook.books import open_book
from wirebook.explain import Explained, explain_bytes
from wirebook.model import Field, List, Message, Provider, Record, Scalar
from wirebook.part import Context, Part

HERE = Path(__file__).parent
NAMES = ("quicktel", "smsc", "smspager")


@cache
def loaded(name: str) -> spec.Loaded:
    return spec.load(open_book(name).path)


def provider(name: str, dialect: str = "") -> Provider:
    return loaded(name).provider(dialect)


def message(name: str, message_id: str, dialect: str = "") -> Message:
    found = provider(name, dialect).message(message_id)
    assert found is not None
    return found


def field(record: Record, path: str) -> Field:
    """The field at a dotted path through records and lists of records."""
    first, _, rest = path.partition(".")
    found = next(f for f in record.fields if f.name == first)
    if not rest:
        return found
    kind = found.type.item if isinstance(found.type, List) else found.type
    assert isinstance(kind, Record)
    return field(kind, rest)


def facets(name: str, message_id: str, path: str, dialect: str = "") -> dict[str, tuple[Any, str]]:
    kind = field(message(name, message_id, dialect).record, path).type
    assert isinstance(kind, Scalar | List)
    return {facet.name: (facet.value, facet.severity) for facet in kind.facets}


def explained(name: str, message_id: str, encoding: str, body: bytes, dialect: str = "", **ctx: Any) -> Explained:
    book = provider(name, dialect)
    return explain_bytes(
        book, message(name, message_id, dialect), encoding, Part(body), Context(dialect=dialect or None, **ctx)
    )
