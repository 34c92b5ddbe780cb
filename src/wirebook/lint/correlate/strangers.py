"""Identifiers that nothing in the capture gave, where the documents say that something must have."""

from __future__ import annotations

from collections.abc import Iterator

from wirebook.holders import found, holders
from wirebook.lint.correlate.known import Known, Whole
from wirebook.lint.correlate.told import row
from wirebook.lint.event import Event, Met, Unchecked
from wirebook.model import Message, Operation, Provider
from wirebook.result import Result
from wirebook.row import Row

__all__ = ["CHECK", "applies", "events", "judge"]

CHECK = "unknown-id"


def applies(provider: Provider, operation: Operation) -> bool:
    """Whether the operation gives identifiers that must be given, or tells of such."""
    spoken = {case.message for case in (*operation.request, *operation.reply)}
    return any(one.known and spoken.intersection((*one.given, *one.known)) for one in provider.identities)


def events(known: Known) -> Iterator[Event | Unchecked]:
    """One event for each identifier that the exchange gives, and for each that must have been given."""
    halves = ((known.message, known.asked), (known.reply, known.told))
    for identity in known.provider.identities:
        if not identity.known:
            continue
        for message, result in halves:
            if message is None or result is None or result.value is None:
                continue
            if message.id in identity.given:
                for value, path in _values(message, result, identity.name):
                    yield known.event(CHECK, identity.name, value, identity=identity.name, gives=True, at=path)
            elif message.id in identity.known:
                for value, path in _values(message, result, identity.name):
                    yield known.event(CHECK, identity.name, value, identity=identity.name, at=path)


def _values(message: Message, result: Result, identity: str) -> Iterator[tuple[object, str]]:
    """Each identifier of a message once, with its path."""
    met = set()
    for holder in holders(message.record):
        for field in holder.named(identity):
            for path, item in found(holder, result.value or {}):
                there = item.get(field.name)
                for value in there if isinstance(there, list) else (there,):
                    if value is not None and value not in met:
                        met.add(value)
                        yield value, f"{path}{field.name}"


def judge(events: Iterator[Event], whole: Whole) -> Iterator[Row | Unchecked | Met]:
    """A row at the first mention of an identifier that nothing gives, where the capture held something before that
    gives such identifiers: one that begins later knows nothing."""
    first: Event | None = None
    times = 0
    for event in events:
        if event.facts.get("gives"):
            return
        times += 1
        if first is None:
            first = event
    if first is None:
        return
    identity = whole.provider.identity(first.facts["identity"])
    if identity is None:
        return
    if not whole.begun(identity.name, first):
        yield Unchecked(CHECK, "no-origin")
        return
    args = {"name": first.facts["at"], "times": times}
    yield row(
        first,
        "across.unknown-id",
        whole.provider,
        path=first.facts["at"],
        args=args,
        identity=first.facts["identity"],
        source=identity.source,
    )
