"""What a spec says of identifiers, held against the fields that carry them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wirebook.holders import Holder, holders, scalar_of
from wirebook.lexical import lookup, rows
from wirebook.model import Identity, List, Message, Record, Scalar, States, UniqueId
from wirebook.spec.builder.desk import Build
from wirebook.spec.nodes import Broken, Node
from wirebook.spec.values import whole

__all__ = ["identity"]

Messages = dict[str, Message]


def identity(b: Build, node: Node, messages: Messages) -> Identity:
    """One identity."""
    name = node.key
    if not any(_held(message, name) for message in messages.values()):
        b.fail("spec.value", node, at_key=True, name=name, reason="no field of a message has this identity")
    given, known = (_messages(b, node.get(key), name, messages) for key in ("given", "known"))
    if known and not given:
        b.value(node.need("known"), "nothing gives a value: name the messages under given")
    source = b.source(node)
    return Identity(
        name=name,
        title=b.need_text(node, "title"),
        doc=b.text(node.get("doc")),
        given=given,
        known=known,
        unique=_unique(b, node.get("unique"), name, messages, source),
        states=_states(b, node.get("states"), name, messages, source),
        source=source,
    )


def _held(message: Message, identity: str) -> list[Holder]:
    """Where in a message fields of the identity stand."""
    return [holder for holder in holders(message.record) if holder.named(identity)]


def _message(b: Build, node: Node, identity: str, messages: Messages) -> Message:
    if not b.refer("messages", node, node.text, "message") or node.text not in messages:
        raise Broken
    message = messages[node.text]
    if not _held(message, identity):
        b.value(node, f"{message.id} has no field of the identity {identity}")
    return message


def _messages(b: Build, node: Node | None, identity: str, messages: Messages) -> tuple[str, ...]:
    names: list[str] = []
    for child in node.each() if node is not None else ():
        names.append(_message(b, child, identity, messages).id)
        if child.text in names[:-1]:
            b.value(child, "stands twice")
    return tuple(names)


def _unique(b: Build, node: Node | None, identity: str, messages: Messages, source: str) -> UniqueId | None:
    if node is None:
        return None
    named = node.need("message")
    message = _message(b, named, identity, messages)
    if message.direction != "request":
        b.value(named, f"its direction is {message.direction}, not request")
    code, first = node.get("code"), node.get("first")
    replies = [
        other for other in messages.values() if other.direction == "reply" and message.id in b.answers.get(other.id, ())
    ]
    answers = [holder for other in replies for holder in _held(other, identity)]
    if first is not None and not any(holder.named(first.text) for holder in answers):
        b.value(first, f"no reply to {message.id} has such a field beside {identity}")
    ruled = [found for other in replies for found in _repeats(other, identity)]
    codes = {one for values, _ in ruled for one in values}
    firsts = {name for _, names in ruled for name in names}
    if code is None:
        told = next(iter(codes)) if len(codes) == 1 else None
    else:
        told = _code(b, code, answers)
        if codes and told not in codes:
            b.value(code, f"a rule says that {', '.join(map(str, codes))} answers a repeat")
    if first is not None:
        named_first = first.text
    else:
        named_first = next(iter(firsts)) if len(firsts) == 1 else ""
    return UniqueId(
        message=message.id,
        code=told,
        first=named_first,
        doc=b.text(node.get("doc")),
        source=b.source(node, source),
    )


def _repeats(message: Message, identity: str) -> Iterator[tuple[tuple[int | str, ...], list[str]]]:
    """What the rules of kind ``repeated`` say of the identity in a reply: codes, and identities that stay the same."""
    for holder in holders(message.record):
        fields = {field.name: field.type for field in holder.record.fields}
        for rule in holder.record.rules:
            kind = fields.get(rule.field)
            if rule.kind != "repeated" or not isinstance(kind, List) or not isinstance(kind.item, Record):
                continue
            kept = {field.name: scalar_of(field) for field in kind.item.fields}
            of = {name: scalar.identity for name, scalar in kept.items() if scalar is not None and scalar.identity}
            if of.get(rule.key) == identity:
                yield rule.values, [of[name] for name in rule.same if name in of]


def _code(b: Build, node: Node, answers: Iterable[Holder]) -> int | str:
    """The code that answers a repeated value; a table beside the value in some reply has it."""
    for holder in answers:
        for field in holder.record.fields:
            table = field.type.codes if isinstance(field.type, Scalar) else None
            if table is None:
                continue
            code = whole(node.text) if table.base == "integer" else node.text
            if code is not None and lookup(table, code) is not None:
                return code
    b.value(node, f"{node.text} has no row in a code table beside the identifier in a reply")
    raise Broken


def _states(b: Build, node: Node | None, identity: str, messages: Messages, source: str) -> States | None:
    if node is None:
        return None
    named = node.need("codes")
    if not b.refer("codes", named, named.text, "code table"):
        raise Broken
    table = b.tables.get(named.text)
    if table is None:
        raise Broken
    if not any(row.final for row in rows(table)):
        b.value(named, "no row of it is final")
    places = [
        holder
        for message in messages.values()
        if message.direction != "request" and _states_of(message, identity, messages, b.answers)
        for holder in holders(message.record)
        if holder.coded(table.id) is not None
    ]
    if not places:
        b.value(named, f"no reply or callback has a code of it for the identity {identity}")
    return States(
        codes=table.id,
        by=_fields(b, node.get("by"), places),
        at=_fields(b, node.get("at"), places),
        source=b.source(node, source),
    )


def _states_of(message: Message, identity: str, messages: Messages, answers: dict[str, set[str]]) -> bool:
    """Whether a message can hold states of the identity: it has its field, or answers a request that has."""
    asked = [messages[name] for name in answers.get(message.id, ()) if name in messages]
    return any(_held(one, identity) for one in (message, *asked))


def _fields(b: Build, node: Node | None, places: list[Holder]) -> tuple[str, ...]:
    """Fields that stand beside the code somewhere."""
    names: list[str] = []
    for child in node.each() if node is not None else ():
        if places and not any(holder.has(child.text) for holder in places):
            known = [field.name for holder in places for field in holder.record.fields]
            b.unresolved(child, "field", child.text, known)
        names.append(child.text)
    return tuple(names)
