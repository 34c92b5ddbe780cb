"""Identifiers sent before: a new thing under an old id, a repetition that nobody needs, a wrong answer to one.

The same content under the same id is the documented way to ask again where no answer came, or one that failed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from wirebook.holders import found, holders
from wirebook.lexical import lookup, of_operation
from wirebook.lint.correlate.known import Known, Whole
from wirebook.lint.correlate.told import row
from wirebook.lint.event import Event, Met, Unchecked
from wirebook.model import Identity, Operation, Provider, Scalar, UniqueId
from wirebook.row import Row

__all__ = ["CHECK", "applies", "events", "judge"]

CHECK = "repeated-id"


def applies(provider: Provider, operation: Operation) -> bool:
    """Whether a request of the operation brings identifiers that are sent once."""
    brought = {case.message for case in operation.request}
    return any(one.unique is not None and one.unique.message in brought for one in provider.identities)


def events(known: Known) -> Iterator[Event | Unchecked]:
    """One event for each identifier that the request brings; where it stands twice there, for the first."""
    for identity in known.provider.identities:
        unique = identity.unique
        if unique is None or known.message is None or known.message.id != unique.message:
            continue
        account = known.account()
        if known.value is None or account is None:
            yield Unchecked(CHECK, "no-message" if known.value is None else "no-account")
            continue
        met = set()
        for holder in holders(known.message.record):
            for field in holder.named(identity.name):
                for path, item in found(holder, known.value):
                    value = item.get(field.name)
                    if value is None or isinstance(value, list) or value in met:
                        continue
                    met.add(value)
                    outcome, first = _outcome(known, identity, unique, value)
                    yield known.event(
                        CHECK,
                        identity.name,
                        account,
                        value,
                        identity=identity.name,
                        content=known.keyed(json.dumps(item, sort_keys=True, default=str)),
                        outcome=outcome,
                        first=first,
                        at=f"{path}{field.name}",
                    )


def _outcome(known: Known, identity: Identity, unique: UniqueId, value: object) -> tuple[str | None, str | None]:
    """What the reply says of the identifier: ok, failed, repeated, unread, or None where there is none or it says
    nothing; and the hash of what the provider calls it."""
    if known.reply is None or known.told is None or known.told.value is None:
        return (None if known.exchange.reply is None else "unread"), None
    for holder in holders(known.reply.record):
        for field in holder.named(identity.name):
            for _, item in found(holder, known.told.value):
                if item.get(field.name) != value:
                    continue
                names = holder.named(unique.first) if unique.first else ()
                given = next((item[one.name] for one in names if item.get(one.name) is not None), None)
                first = None if given is None else known.keyed(CHECK, unique.first, given)
                for one in holder.record.fields:
                    table = one.type.codes if isinstance(one.type, Scalar) else None
                    code = item.get(one.name)
                    if table is None or code is None:
                        continue
                    if code == unique.code:
                        return "repeated", first
                    said = lookup(of_operation(table, known.operation.id), code)
                    ok = None if said is None else said.ok
                    return (None if ok is None else "ok" if ok else "failed"), first
                return "ok", first
    return ("failed" if known.fails() else None), None


def judge(events: Iterator[Event], whole: Whole) -> Iterator[Row | Unchecked | Met]:
    """Rows for an identifier's later requests, held against its first one that did not fail."""
    before: Event | None = None
    first: str | None = None  # what the provider called it at the first attempt
    for event in events:
        identity = whole.provider.identity(event.facts["identity"])
        if identity is None or identity.unique is None:
            return
        outcome, called = event.facts.get("outcome"), event.facts.get("first")
        code = None
        if before is not None:
            was = before.facts.get("outcome")
            if outcome == "repeated" and first is not None and called is not None and called != first:
                yield _row(event, "across.repeat-answer", before, identity.unique, whole)
            if was in ("failed", "unread") and outcome != "repeated":
                before, first = None, None  # nothing came of it, or may have come: this is the first attempt
            elif event.facts["content"] != before.facts["content"]:
                code = "across.id-taken" if outcome == "ok" else "across.id-reused"
            elif was in ("ok", "repeated"):
                code = "across.resent"
            if code is not None and before is not None:
                yield _row(event, code, before, identity.unique, whole)
        if before is None or (before.facts.get("outcome") is None and code is None and outcome is not None):
            before = event
        if first is None and outcome in ("ok", "repeated"):
            first = called


def _row(event: Event, code: str, before: Event, unique: UniqueId, whole: Whole) -> Row:
    args = {"name": unique.message if not event.facts["at"] else event.facts["at"]}
    return row(
        event,
        code,
        whole.provider,
        path=event.facts["at"],
        args=args,
        identity=event.facts["identity"],
        source=unique.source,
        related=[before],
    )
