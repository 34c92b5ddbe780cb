"""Rows about more than one exchange: where they stand, what they cite, which exchanges they relate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wirebook import anchors
from wirebook.diagnostic import CODES
from wirebook.explain.outcome import fingerprint
from wirebook.lint.event import Event
from wirebook.model import Provider
from wirebook.row import Row
from wirebook.wording import fill

__all__ = ["RELATED", "row"]

RELATED = 5  # exchanges that a row names besides its own


def row(
    event: Event,
    code: str,
    provider: Provider,
    *,
    path: str,
    args: Mapping[str, object],
    source: str,
    related: Iterable[Event] = (),
    identity: str = "",
    part: str = "exchange",
) -> Row:
    """A row about the event's exchange; ``path`` says which part of the spec or of the message it is about.

    identity: the identity that it is about, "" where it is about the operation.
    """
    declared = CODES[code]
    filled = tuple((name, str(value)) for name, value in args.items())
    titles = {document.id: document.title.en for document in provider.documents}
    message: str | None = event.facts.get("message")
    others = dict.fromkeys((other.file, other.record) for other in related)
    others.pop((event.file, event.record), None)
    return Row(
        event.file,
        event.record,
        part,
        code=code,
        path=path,
        severity=declared.severity,
        message=fill(declared.template, dict(filled)),
        source=source,
        source_title=titles.get(source.partition("#")[0], ""),
        docs=anchors.href(
            provider.name,
            provider.dialect,
            anchors.identity(identity) if identity else anchors.operation(event.operation),
        ),
        fingerprint=fingerprint(code, provider.name, message or event.operation, path),
        advice=fill(declared.advice, dict(filled)),
        provider=provider.name,
        operation=event.operation,
        message_id=message,
        verdict=event.verdict,
        time=event.time,
        record_line=event.record_line,
        related=tuple([*others][:RELATED]),
        args=filled,
    )
