"""States that go on after their final one, for each thing that an identifier names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from wirebook.holders import Holder, found, holders
from wirebook.lexical import lookup, of_operation
from wirebook.lint.correlate.known import Known, Whole, digest
from wirebook.lint.correlate.told import row
from wirebook.lint.event import Event, Met, Unchecked
from wirebook.model import Field, Identity, Message, Operation, Provider, Scalar, States
from wirebook.row import Row

__all__ = ["CHECK", "applies", "events", "judge"]

CHECK = "state"
_KEPT = 64  # earlier messages of one thing by which a repeated one is told


def applies(provider: Provider, operation: Operation) -> bool:
    """Whether the provider's identifiers have states."""
    return any(one.states is not None for one in provider.identities)


def events(known: Known) -> Iterator[Event | Unchecked]:
    """One event for each state that a callback or a reply tells."""
    for identity in known.provider.identities:
        states = identity.states
        if states is None:
            continue
        if known.operation.kind == "callback":
            if known.message is not None and known.value is not None:
                yield from _told(
                    known, identity, states, known.message, known.value, known.keyed(digest(known.exchange.request))
                )
        elif known.reply is not None and known.told is not None and known.told.value is not None:
            yield from _told(known, identity, states, known.reply, known.told.value, "")


def _told(
    known: Known, identity: Identity, states: States, message: Message, value: Mapping[str, Any], sent: str
) -> Iterator[Event | Unchecked]:
    for holder in holders(message.record):
        coded = holder.coded(states.codes)
        if coded is None or not isinstance(coded.type, Scalar) or coded.type.codes is None:
            continue
        table = of_operation(coded.type.codes, known.operation.id)
        asks = None if holder.named(identity.name) else _asked(known, identity.name)
        if asks is None and not holder.named(identity.name):
            yield Unchecked(CHECK, "no-request")
            continue
        for path, item in found(holder, value):
            code = item.get(coded.name)
            line = None if code is None else lookup(table, code)
            subject = _subject(holder, identity.name, item) if asks is None else asks
            if line is None or line.final is None or subject is None:
                continue
            others = [_one(item, name, asks) for name in states.by]
            yield known.event(
                CHECK,
                identity.name,
                subject["id"],
                *others,
                identity=identity.name,
                code=code,
                final=line.final,
                when=next((_plain(item[name]) for name in states.at if item.get(name) is not None), None),
                sent=sent or None,
                message=message.id,
                at=f"{path}{coded.name}",
            )


def _asked(known: Known, identity: str) -> Mapping[str, Any] | None:
    """The one thing that the request asks about, its fields under their names and the identifier as ``id``."""
    if known.message is None or known.value is None:
        return None
    for holder in holders(known.message.record):
        if holder.named(identity):
            items = [item for _, item in found(holder, known.value)]
            subject = _subject(holder, identity, items[0]) if len(items) == 1 else None
            if subject is not None:
                return subject
    return None


def _subject(holder: Holder, identity: str, item: Mapping[str, Any]) -> dict[str, Any] | None:
    """The item with its identifier as ``id``; None where it has none, or several."""
    ids = [one for field in holder.named(identity) for one in _listed(field, item)]
    return {**item, "id": ids[0]} if len(ids) == 1 else None


def _listed(field: Field, item: Mapping[str, Any]) -> list[Any]:
    there = item.get(field.name)
    return there if isinstance(there, list) else [] if there is None else [there]


def _one(item: Mapping[str, Any], name: str, asked: Mapping[str, Any] | None) -> Any:
    """A further field that tells whose state it is; of the request, where the reply does not say."""
    there = item.get(name)
    if there is None and asked is not None:
        there = asked.get(name)
    return there[0] if isinstance(there, list) and len(there) == 1 else there


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date | time) else value if isinstance(value, int) else None


def judge(events: Iterator[Event], whole: Whole) -> Iterator[Row | Unchecked | Met]:
    """Rows for a state after the final one; news that is older by its own time, or was there before, is none."""
    last: Event | None = None  # the final state
    sent: dict[str, None] = {}
    for event in events:
        mark = event.facts.get("sent")
        again = mark in sent
        if mark is not None and len(sent) < _KEPT:
            sent[mark] = None
        if last is None:
            last = event if event.facts["final"] else None
            continue
        if event.facts["code"] == last.facts["code"] or again or _older(event, last):
            continue
        identity = whole.provider.identity(event.facts["identity"])
        if identity is None or identity.states is None:
            return
        code = "across.state-changed" if event.facts["final"] else "across.state-back"
        args = {"got": event.facts["code"], "was": last.facts["code"], "name": identity.states.codes}
        source, path = identity.states.source, event.facts["at"]
        yield row(
            event,
            code,
            whole.provider,
            path=path,
            args=args,
            identity=event.facts["identity"],
            source=source,
            related=[last],
        )
        last = event if event.facts["final"] else None


def _older(event: Event, last: Event) -> bool:
    """Whether an event tells of a time not after the final state's."""
    mine, its = event.facts.get("when"), last.facts.get("when")
    if isinstance(mine, str) and isinstance(its, str):
        return mine <= its
    return isinstance(mine, int) and isinstance(its, int) and mine <= its
