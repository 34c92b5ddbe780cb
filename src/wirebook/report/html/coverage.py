"""What of each provider the capture has exercised, for the templates: every thing with its title and its count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from wirebook.books import Book
from wirebook.lint.tally import Tally
from wirebook.model import Limit, Provider, Text
from wirebook.report.html.words import Both, say, span

__all__ = ["Bound", "Covered", "Meter", "Thing", "covered", "unmet"]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something of a spec, and how often the capture holds it."""

    name: str
    title: Text | None
    count: int


class Bound(NamedTuple):
    """A documented limit, in words, and the most of it that the capture came to."""

    name: str
    title: Text | None
    allowed: Both
    met: int


class Meter(NamedTuple):
    """How much of a kind was seen."""

    kind: str
    seen: int
    whole: int


class Covered(NamedTuple):
    """A provider's coverage. messages: (message, its encodings, its fields); codes: (table, its codes)."""

    name: str
    title: Text
    meters: tuple[Meter, ...]
    operations: tuple[Thing, ...]
    messages: tuple[tuple[Thing, tuple[Thing, ...], tuple[Thing, ...]], ...]
    codes: tuple[tuple[Thing, tuple[Thing, ...]], ...]
    limits: tuple[Bound, ...]


def covered(tally: Tally, books: Sequence[Book]) -> list[Covered]:
    """Every provider that was met."""
    providers = {book.provider.name: book.provider for book in books}
    return [_provider(providers[name], found) for name, found in tally.coverage.as_json().items()]


def unmet(tally: Tally, books: Sequence[Book]) -> list[str]:
    """The providers of which nothing was met."""
    met = tally.coverage.as_json()
    return sorted({book.provider.name for book in books} - set(met))


def _provider(provider: Provider, found: Mapping[str, Any]) -> Covered:
    operations = {one.id: one.title for one in provider.operations}
    titles = {one.id: one.title for one in provider.messages}
    messages = tuple(
        (
            Thing(name, titles.get(name), shape["seen"]),
            _things(shape["encodings"], {}),
            _things(shape["fields"], {}),
        )
        for name, shape in found["messages"].items()
    )
    codes = []
    for name, counts in found["codes"].items():
        table = provider.table(name)
        entries = () if table is None else table.entries
        meanings = {str(entry.value): entry.meaning for entry in entries if entry.value is not None}
        things = _things(counts, meanings)
        codes.append((Thing(name, None if table is None else table.title, sum(bool(t.count) for t in things)), things))
    called = _things(found["operations"], operations)
    limits = tuple(_bounds(provider, found))
    meters = (
        _meter("operations", called),
        _meter("messages", (message for message, _, _ in messages)),
        _meter("fields", (field for _, _, fields in messages for field in fields)),
        _meter("codes", (code for _, things in codes for code in things)),
        Meter("limits", sum(bool(bound.met) for bound in limits), len(limits)),
    )
    return Covered(
        provider.name,
        provider.title,
        tuple(meter for meter in meters if meter.whole),
        called,
        messages,
        tuple(codes),
        limits,
    )


def _bounds(provider: Provider, found: Mapping[str, Any]) -> Iterator[Bound]:
    for operation in provider.operations:
        for limit in operation.limits:
            name = f"{operation.id}.{limit.id}"
            yield Bound(name, limit.doc, _allowed(limit), found["limits"][name]["met"])
    for operation in provider.operations:
        if operation.retry is not None:
            attempts = operation.retry.attempts
            allowed = say("attempts") if attempts is None else say("attempts_n", attempts)
            yield Bound(operation.id, None, allowed, found["retries"][operation.id]["met"])


def _allowed(limit: Limit) -> Both:
    if limit.requests is None or limit.seconds is None:
        return say("at_once", limit.concurrent)
    return say("calls_in", limit.requests, span=span(limit.seconds))


def _things(counts: Mapping[str, int], titles: Mapping[str, Text]) -> tuple[Thing, ...]:
    return tuple(Thing(name, titles.get(name), count) for name, count in counts.items())


def _meter(kind: str, things: Iterable[Thing]) -> Meter:
    counts = [thing.count for thing in things]
    return Meter(kind, sum(map(bool, counts)), len(counts))
