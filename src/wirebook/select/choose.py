"""Which message a body is, with what is known around it: operation, path, request, settings.

An operation's cases are asked first; what they leave open, the body's structure
narrows down. Conditions about what is not known keep both ways.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wirebook.lexical import parse
from wirebook.model import Message, Operation, Provider, Scalar, Shape
from wirebook.part import Context, Part
from wirebook.reading import carrier, contradictions, read
from wirebook.select import cases
from wirebook.select.run import LinesPeek, NodePeek, Peek, guess, run
from wirebook.select.table import derive_table
from wirebook.select.tree import derive, tree_of
from wirebook.wire.tree import Node, Wire

if TYPE_CHECKING:
    from wirebook.select.run import Outline

__all__ = ["Candidates", "guess_encoding", "guess_part", "operations_of", "outline_of", "select"]


class Candidates:
    """The messages that a body can be, in the spec's order.

    reason: unknown-message where there is none, ambiguous where there are several,
    else None. wire: the body as it was read to tell (None for lines, whose reading
    depends on the message). matched: False where no line has the form of any of them, and they
    are there only because the operation leaves no others.
    """

    __slots__ = ("matched", "messages", "reason", "wire")

    def __init__(self, messages: tuple[str, ...], wire: Wire | None, matched: bool = True) -> None:
        self.messages = messages
        self.matched = matched
        self.reason = None if len(messages) == 1 else "ambiguous" if messages else "unknown-message"
        self.wire = wire

    def __repr__(self) -> str:
        return f"Candidates({self.messages!r})"


def select(provider: Provider, encoding: str, part: Part, ctx: Context) -> Candidates:
    """The messages of ``encoding`` that ``part`` can be; raises KeyError for an encoding that the provider lacks."""
    tree = derive(provider)[encoding]
    table = derive_table(provider)
    operations = cases.operations_of(table, part.path, ctx)
    halves = cases.sides(part.method, part.status, ctx)
    views = _views(provider, encoding, part)
    found: list[str] = []
    broken: dict[str, tuple[int, int]] = {}
    seen: Wire | None = None
    matched = True
    for rows in views:
        wire, peek = _reading(provider, encoding, rows[0][1], part, ctx)
        if seen is None or (seen.root is None and wire is not None):
            seen = wire
        if peek is None:
            continue
        if len(views) > 1:
            tree = tree_of(rows)
        body = cases.Body(table, encoding, tree, peek, part.status, ctx, _flag(provider))
        chosen = cases.by_operation(body, operations, halves)
        there = {message.id for message, _ in rows}
        names = run(tree, peek) if chosen is None else body.narrowed([name for name in chosen if name in there])
        found += names
        matched &= body.matches(names)
        if len(views) > 1:
            broken |= {name: body.faults(name) for name in names}
    if broken:  # each was told among those that see the part in the same way
        least = min(broken.values())
        found = [message.id for message in provider.messages if broken.get(message.id) == least]
    return Candidates(_told_around(provider, encoding, part, found), seen, matched)


def _told_around(provider: Provider, encoding: str, part: Part, names: list[str]) -> tuple[str, ...]:
    """Those of the messages that what came around the body contradicts least."""
    if len(names) < 2:
        return tuple(names)
    wrong: dict[str, int] = {}
    for message in provider.messages:
        for shape in message.shapes:
            if message.id in names and shape.encoding == encoding:
                wrong[message.id] = contradictions(provider, shape, part)
    least = min(wrong.values())
    return tuple(name for name in names if wrong[name] == least)


def _views(provider: Provider, encoding: str, part: Part) -> list[list[tuple[Message, Shape]]]:
    """The shapes of an encoding by how they see the part: nearly always in one way."""
    views: dict[tuple[str, bool], list[tuple[Message, Shape]]] = {}
    for message in provider.messages:
        for shape in message.shapes:
            if shape.encoding == encoding:
                view = carrier(shape, part), shape.from_query and bool(part.query)
                views.setdefault(view, []).append((message, shape))
    return list(views.values())


def _reading(
    provider: Provider, encoding: str, shape: Shape, part: Part, ctx: Context
) -> tuple[Wire | None, Peek | None]:
    if encoding in cases.LINES:
        text = _decoded(provider, encoding, part, ctx)
        return None, None if text is None else LinesPeek(lambda: text)
    wire = read(provider, shape, part, ctx)
    root = wire.root or _foreign(provider, shape, part, ctx, wire)
    return wire, None if root is None else NodePeek(root, encoding == "xml")


def outline_of(provider: Provider, shape: Shape, part: Part, ctx: Context) -> tuple[str, Outline | None]:
    """The root's name and the names below it, as selection compares them; None where the body cannot be read."""
    _, peek = _reading(provider, shape.encoding, shape, part, ctx)
    return ("", None) if peek is None else (peek.root(), peek.outline())


def _foreign(provider: Provider, shape: Shape, part: Part, ctx: Context, wire: Wire) -> Node | None:
    """The root of a body whose only fault so far is a charset that is not allowed: enough to tell whose fault it is."""
    policy = provider.charset(shape.encoding)
    if policy is None or [issue.code for issue in wire.issues] != ["charset.not-allowed"]:
        return None
    wider = replace(policy, allowed=(*policy.allowed, str(wire.issues[0].args["got"])))
    charsets = tuple(wider if each is policy else each for each in provider.charsets)
    return read(replace(provider, charsets=charsets), shape, part, ctx).root


def _decoded(provider: Provider, encoding: str, part: Part, ctx: Context) -> str | None:
    from wirebook.wire.charset import find

    policy = provider.charset(encoding)
    if policy is None or not part.body:
        return None
    name, skip, _ = find(
        encoding,
        part.body,
        ctx.resolved(policy.resolve),
        policy.allowed,
        policy.default,
        ctx.charset,
        part.header_charset(),
    )
    return part.body[skip:].decode(name or "latin-1", "replace")


# ---------------------------------------------------------------- operations


def operations_of(provider: Provider, part: Part, ctx: Context) -> list[Operation]:
    """The operations that a part can belong to, by what is known around it; none where nothing is."""
    found = {row[0] for row in cases.operations_of(derive_table(provider), part.path, ctx)}
    return [operation for operation in provider.operations if operation.id in found]


def _flag(provider: Provider) -> Callable[[str, str], Any]:
    """What a setting's text means as a field of the request: of a truth it is one of the texts."""

    def flag(name: str, text: str) -> Any:
        for message in provider.messages:
            field = next((f for f in message.record.fields if f.name == name), None)
            if message.direction == "request" and field is not None and isinstance(field.type, Scalar):
                value = parse(field.type, text)[0] if field.type.base == "boolean" else None
                if value is not None:
                    return value
        return text

    return flag


# ---------------------------------------------------------------- encodings


def guess_encoding(body: bytes, provider: Provider) -> tuple[str, ...]:
    """The provider's encodings that the body's first bytes and lines suggest; empty where nothing does."""
    there = dict.fromkeys(s.encoding for m in provider.messages for s in m.shapes)
    return guess(body, there, lambda encoding: _looks_like_lines(provider, encoding, body))


def guess_part(part: Part, provider: Provider) -> tuple[str, ...]:
    """The encodings that a part suggests: by its body, or by a query where that is all there is."""
    if part.query and not part.body:
        shapes = [shape for message in provider.messages for shape in message.shapes]
        if any(carrier(shape, part) == "query" for shape in shapes):
            return ("form",)
    return guess_encoding(part.body, provider)


def _looks_like_lines(provider: Provider, encoding: str, body: bytes) -> bool:
    text = _decoded(provider, encoding, Part(body[:65536]), Context())
    if text is None:
        return False
    return bool(run(derive(provider)[encoding], LinesPeek(lambda: text)))
