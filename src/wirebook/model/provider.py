"""Messages, operations, and everything that one spec says."""

from __future__ import annotations

from dataclasses import dataclass

from wirebook.model.identities import Identity
from wirebook.model.records import Record
from wirebook.model.rules import Cond
from wirebook.model.scalars import CodeTable
from wirebook.model.shapes import Shape
from wirebook.model.texts import Deviation, Document, Note, Text

__all__ = [
    "Case",
    "Charsets",
    "Example",
    "Expected",
    "Limit",
    "Message",
    "Operation",
    "Provider",
    "ReplyEncoding",
    "Retry",
    "Setting",
]


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding that a counter-example must give; path "" means any path."""

    code: str
    path: str


@dataclass(frozen=True, slots=True)
class Example:
    """A body with its verdict. ``settings`` and ``secret`` are its context.

    verdict: pass or fail (at the error level); ``findings`` are exactly the findings
    expected, warnings included. ``request``: the example ("message.example") of the
    request that this reply answers, "" if it is unknown. ``query``, ``headers`` (name and
    value) and ``status`` are what of HTTP came around the body, None where unknown.
    """

    id: str
    encoding: str
    charset: str
    body: bytes
    verdict: str
    findings: tuple[Expected, ...]
    secret: str | None
    settings: tuple[tuple[str, str], ...]
    title: Text
    source: str
    request: str = ""
    query: bytes | None = None
    headers: tuple[tuple[str, str], ...] | None = None
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One kind of document. ``record`` is its logical value; its name is the message id."""

    id: str
    title: Text
    doc: Text | None
    direction: str  # request | reply | callback
    record: Record
    shapes: tuple[Shape, ...]
    examples: tuple[Example, ...]
    counterexamples: tuple[Example, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Charsets:
    """The order in which an encoding's charset is found, what is allowed, and the default.

    resolve: of option, header, bom, declaration, param:<name>, default; in that order.
    Names are lower-case IANA names that Python's codecs know.
    """

    encoding: str
    resolve: tuple[str, ...]
    allowed: tuple[str, ...]
    default: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a deployment chooses and no body can tell."""

    name: str
    sensitive: str | None
    enumeration: tuple[str, ...]
    default: str | None
    doc: Text
    source: str


@dataclass(frozen=True, slots=True)
class Case:
    """The message of an operation's request or reply if ``when`` holds (None = otherwise)."""

    when: Cond | None
    message: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that a provider does: a call (client to provider) or a callback."""

    id: str
    kind: str  # call | callback
    method: str
    host: str
    path: str
    request: tuple[Case, ...]
    reply: tuple[Case, ...]
    title: Text
    doc: Text | None
    source: str
    retry: Retry | None = None
    limits: tuple[Limit, ...] = ()
    reply_encoding: ReplyEncoding | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """When a call is repeated: until one of ``unless_status`` answers, ``attempts`` times at most.

    interval: seconds between two attempts. None is not stated.
    """

    unless_status: tuple[int, ...]
    interval: int | None = None
    attempts: int | None = None
    doc: Text | None = None
    source: str = ""

    def stops(self, status: int) -> bool:
        """Whether an HTTP status ends the repetition."""
        return status in self.unless_status


@dataclass(frozen=True, slots=True)
class Limit:
    """How often an operation may be called: ``requests`` within ``seconds``, or ``concurrent`` at once.

    same: which calls are counted together: ``all``, ``identical`` ones, or those with the same value of the
    request's field of that name. message: the request that is counted, "" for any of the operation.
    code: what answers a call beyond it, None where that is not stated.
    """

    id: str
    requests: int | None
    seconds: int | None
    concurrent: int | None
    same: str
    message: str = ""
    code: int | str | None = None
    doc: Text | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class ReplyEncoding:
    """How the encoding of a reply is chosen: by ``request.<field>`` or ``setting.<name>``.

    default: where the field or setting is absent or has another value; None if that is not stated.
    """

    by: str
    values: tuple[tuple[str | int, str], ...]
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Provider:
    """Everything that one spec says, in one dialect ("" = the document's own)."""

    name: str
    dialect: str
    dialects: tuple[str, ...]  # the names of all the spec's dialects
    title: Text
    doc: Text | None
    documents: tuple[Document, ...]
    notes: tuple[Note, ...]
    settings: tuple[Setting, ...]
    charsets: tuple[Charsets, ...]
    codes: tuple[CodeTable, ...]
    messages: tuple[Message, ...]
    operations: tuple[Operation, ...]
    deviations: tuple[Deviation, ...]
    identities: tuple[Identity, ...] = ()

    def message(self, message_id: str) -> Message | None:
        """The message of that id, or None."""
        return next((m for m in self.messages if m.id == message_id), None)

    def identity(self, name: str) -> Identity | None:
        """What is said of the identity of that name, or None."""
        return next((i for i in self.identities if i.name == name), None)

    def table(self, table_id: str) -> CodeTable | None:
        """The code table of that id, or None."""
        return next((t for t in self.codes if t.id == table_id), None)

    def charset(self, encoding: str) -> Charsets | None:
        """The charset policy of an encoding, or None if no message uses it."""
        return next((c for c in self.charsets if c.encoding == encoding), None)
