"""What the documents say of identifiers beyond their form: who gives them, whether they may recur, what they follow."""

from __future__ import annotations

from dataclasses import dataclass

from wirebook.model.texts import Text

__all__ = ["Identity", "States", "UniqueId"]


@dataclass(frozen=True, slots=True)
class UniqueId:
    """Each value stands in one request for one thing; the same content may be sent again under it.

    message: the request. code: what answers a value that was sent before, None where that is not stated.
    first: the identity whose value such an answer takes from that of the first attempt, "" for none.
    """

    message: str
    code: int | str | None = None
    first: str = ""
    doc: Text | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class States:
    """The states of what an identifier names: codes of the table ``codes`` beside it, or in the reply to it.

    A code whose row is ``final`` is the last. by: fields that tell whose state it is besides the identifier.
    at: fields that say when the state was reached, so that late news is told from a step back.
    """

    codes: str
    by: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """The fields of one ``identity``, over all messages.

    given: the messages that bring a value into being. known: the messages whose value one of those
    must have given.
    """

    name: str
    title: Text
    doc: Text | None
    given: tuple[str, ...]
    known: tuple[str, ...]
    unique: UniqueId | None
    states: States | None
    source: str
