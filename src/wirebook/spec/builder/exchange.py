"""What an operation says besides its messages: when a callback is sent again, how often one may call, and in
which encoding it answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from wirebook.lexical import lookup, of_operation
from wirebook.model import CodeTable, Limit, List, Map, Message, Record, ReplyEncoding, Retry, Scalar
from wirebook.spec.builder import rules
from wirebook.spec.builder.desk import Build
from wirebook.spec.nodes import Broken, Node
from wirebook.spec.values import whole

__all__ = ["limits", "reply_encoding", "retry"]

_SAME = ("identical", "all")


def retry(b: Build, node: Node | None, source: str) -> Retry | None:
    """When a call is repeated."""
    if node is None:
        return None
    statuses: list[int] = []
    for child in node.need("unless_status").each():
        status = int(child.text)
        if not 100 <= status <= 599:
            b.value(child, "is no HTTP status")
        elif status in statuses:
            b.value(child, "stands twice")
        statuses.append(status)
    return Retry(
        tuple(statuses), _number(node, "interval"), _number(node, "attempts"), b.text(node.get("doc")),
        b.source(node, source),
    )  # fmt: skip


def _number(node: Node, key: str) -> int | None:
    child = node.get(key)
    return None if child is None else int(child.text)


# ---------------------------------------------------------------- limits


def limits(
    b: Build, node: Node | None, operation: str, requests: list[Message], replies: list[Message], source: str
) -> tuple[Limit, ...]:
    """How often an operation may be called."""
    tables = list(_tables(b, operation, (*requests, *replies)))
    made = b.collect(node.each() if node is not None else (), lambda one: _limit(b, one, requests, tables, source))
    return tuple(made.values())


def _limit(b: Build, node: Node, requests: list[Message], tables: list[CodeTable], source: str) -> Limit:
    count, seconds, at_once = (_number(node, key) for key in ("requests", "seconds", "concurrent"))
    if (count is None) != (seconds is None):
        lacking = "seconds" if seconds is None else "requests"
        b.report("spec.missing-key", node, at_key=True, name=lacking, where=node.key)
    elif (count is None) == (at_once is None):
        b.report(
            "spec.value", node, at_key=True, name=node.key, reason="states either requests in seconds, or concurrent"
        )
    named = node.get("message")
    if named is not None and named.text not in [message.id for message in requests]:
        if b.refer("messages", named, named.text, "message"):
            b.value(named, f"{named.text} is no request of this operation")
        raise Broken
    counted = [message for message in requests if named is None or message.id == named.text]
    same = node.need("same")
    if same.text not in _SAME:
        fields = {field.name: field for message in counted for field in message.record.fields}
        if same.text not in fields:
            b.unresolved(same, "field", same.text, [*_SAME, *fields])
            raise Broken
    return Limit(
        id=node.key,
        requests=count,
        seconds=seconds,
        concurrent=at_once,
        same=same.text,
        message=named.text if named is not None else "",
        code=_code(b, node.get("code"), tables),
        doc=b.text(node.get("doc")),
        source=b.source(node, source),
    )


def _code(b: Build, node: Node | None, tables: list[CodeTable]) -> int | str | None:
    """The code that answers who exceeds a limit; some table of the operation has it."""
    if node is None:
        return None
    number = whole(node.text)
    for table in tables:
        code = number if table.base == "integer" else node.text
        if code is not None and lookup(table, code) is not None:
            return code
    b.value(node, f"{node.text} has no row in a code table of this operation")
    raise Broken


def _tables(b: Build, operation: str, messages: Iterable[Message]) -> Iterator[CodeTable]:
    """The tables of codes that an operation's replies can hold."""
    for table in b.tables.values():
        if operation in dict(table.by):
            yield of_operation(table, operation)
    for message in messages:
        for scalar in _scalars(message.record):
            if scalar.codes is not None:
                yield of_operation(scalar.codes, operation)


def _scalars(kind: Scalar | Record | List | Map) -> Iterator[Scalar]:
    if isinstance(kind, Scalar):
        yield from (kind, *kind.members)
    elif isinstance(kind, Record):
        for field in kind.fields:
            yield from _scalars(field.type)
    else:
        yield from _scalars(kind.item if isinstance(kind, List) else kind.values)


# ---------------------------------------------------------------- the encoding of replies


def reply_encoding(b: Build, node: Node | None, replies: Iterable[str], messages: Mapping[str, Message]) -> (
    ReplyEncoding | None
):  # fmt: skip
    """How a request or a setting chooses the encoding of the reply."""
    if node is None:
        return None
    by = node.need("by")
    if not by.text.startswith(("request.", "setting.")):
        b.fail("spec.value", by, name="by", reason="is request.<field> or setting.<name>")
    there = {shape.encoding for name in replies for shape in messages[name].shapes}
    values: list[tuple[str | int, str]] = []
    for child in node.need("values").each():
        values.append((rules.constant(b, by, child), child.text))
        if there and child.text not in there:
            b.value(child, f"no reply of this operation has {child.text}")
    default = node.get("default")
    if default is not None and there and default.text not in there:
        b.value(default, f"no reply of this operation has {default.text}")
    return ReplyEncoding(by.text, tuple(values), default.text if default is not None else None)
