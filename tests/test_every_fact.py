"""Each row of a code table and each limit of the built-in specs reaches bindings, pages, and schema or ledger."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

import pytest

from wirebook.books import built_in, open_book
from wirebook.lexical import rows
from wirebook.model import Facet, Field, List, Map, Provider, Record, Scalar
from wirebook.spec import load
from wirebook_codegen import EMITTERS

PROVIDERS = [one for name in built_in() for one in load(open_book(name).path).providers.values()]


def bindings(provider: Provider) -> ModuleType:
    return import_module(".".join(filter(None, ("wirebook.providers", provider.name, provider.dialect))))


def camel(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def records(record: Record, name: str, prefix: str = "") -> Iterator[tuple[Record, str, str]]:
    """Each record of a message with its class's name and the path of its fields."""
    yield record, name, prefix
    for field in record.fields:
        kind = field.type.item if isinstance(field.type, List) else field.type
        if isinstance(kind, Record):
            many = "[]" if isinstance(field.type, List) else ""
            yield from records(kind, kind.name, f"{prefix}{field.name}{many}.")


def limits(field: Field) -> tuple[Facet, ...]:
    kind = field.type
    own = kind.facets if isinstance(kind, List) else ()
    inner = kind.item if isinstance(kind, List) else kind.values if isinstance(kind, Map) else kind
    return own + (inner.facets if isinstance(inner, Scalar) else ())


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda one: one.name + one.dialect)
def test_each_limit(provider: Provider) -> None:
    module = bindings(provider)
    pages = list(EMITTERS["docs"](provider).files.values())
    emitted = [EMITTERS["xsd"](provider), EMITTERS["jsonschema"](provider)]
    files = {path: text for one in emitted for path, text in one.files.items()}
    lost = " ".join(f"{loss.message} {loss.constraint}" for one in emitted for loss in one.losses)
    seen = 0
    for message in provider.messages:
        schemas = [text for path, text in files.items() if f"/{message.id}." in path]
        for record, name, prefix in records(message.record, camel(message.id)):
            doc = inspect.getdoc(getattr(module, name)) or ""
            for field in record.fields:
                for facet in limits(field):
                    seen += 1
                    where = (message.id, prefix + field.name, facet.name)
                    values = [str(v) for v in (facet.value if isinstance(facet.value, tuple) else (facet.value,))]
                    assert f"{facet.name} {', '.join(values)}" in doc, where
                    said = any(all(value in text for value in values) for text in schemas)
                    assert said or facet.name in lost, where
                    if facet.name == "pattern" or values == ["1"]:
                        continue  # the pages escape patterns, and say "not empty"
                    for page in pages:
                        rows = [line for line in page.splitlines() if f"`{prefix}{field.name}`" in line]
                        assert any(all(value in row for value in values) for row in rows), where
    assert seen


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda one: one.name + one.dialect)
def test_each_row_of_a_code_table(provider: Provider) -> None:
    module = bindings(provider)
    pages = EMITTERS["docs"](provider).files
    (english,) = [text for path, text in pages.items() if path.endswith(".en.md")]
    (russian,) = [text for path, text in pages.items() if path.endswith(".ru.md")]
    for table in provider.codes:
        lookup = getattr(module, table.id).lookup
        for entry in rows(table):
            for value in (entry.value,) if entry.value is not None else (entry.low, entry.high):
                found = lookup(value)
                assert (found.name, found.known) == (entry.name, True), (table.id, value)
                assert (found.meaning.en, found.meaning.ru) == (entry.meaning.en, entry.meaning.ru)
                assert (found.final, found.ok) == (entry.final, entry.ok)
        for operation, inner in table.by:
            for entry in inner.entries:
                assert lookup(entry.value or entry.low, operation=operation).name == entry.name
        for entry in table.entries:
            assert f"`{entry.name}`" in english, (table.id, entry.name)
            assert f"`{entry.name}`" in russian, (table.id, entry.name)
