"""What selection asks of a provider's operations, as one plain table: made when a spec is compiled or first used.

Both engines read it: the model's through ``choose``, compiled code as a literal in a generated
module. A table has
    operations  (id, kind, path, request cases, reply cases, reply encoding) in the spec's order;
                a case is (condition or None, message), a condition (op, path, values, items)
                and a reply encoding (by, ((value, encoding), ...), default) or None
    shapes      {(message, encoding): (signature or None, places)}, None for lines; places hold
                {field: (slot, wire names, white space)} of the fields under the root that a condition
                asks about, white space None where the field is no plain scalar
    order       the messages' ids in the spec's order
    settings    {name: (default, listed values or (), secret?)}
    flags       the boolean fields of requests that a setting's text may stand for
    queried     the decision tree of the forms that travel in the query string where there is no body,
                None without any, and where they are not all of one kind
    carried     the messages of these forms
    joined      the encodings in which a body and a query string together make a message
    by          the messages with a union of which a member's codes depend on the operation
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wirebook.memo import once_per_object
from wirebook.model import (
    Array,
    Case,
    Cond,
    Joined,
    Leaf,
    List,
    Map,
    Member,
    Message,
    Operation,
    Provider,
    Record,
    Scalar,
    Shape,
    Tree,
)  # fmt: skip
from wirebook.select.tree import signature_of, tree_of

__all__ = ["derive_table"]


@once_per_object
def derive_table(provider: Provider) -> dict[str, Any]:
    """The provider's table; plain literals only."""
    shapes = [(message, shape) for message in provider.messages for shape in message.shapes]
    asked = frozenset(_asked(provider))
    queried = [row for row in shapes if "query" in row[1].carried]
    plain = all(shape.encoding == "form" and not shape.from_query for _, shape in queried)
    return {
        "operations": tuple(_operation(operation) for operation in provider.operations),
        "shapes": {(m.id, s.encoding): (_signature(m, s), _places(s, asked)) for m, s in shapes},
        "order": tuple(message.id for message in provider.messages),
        "settings": {s.name: (s.default, s.enumeration, s.sensitive == "secret") for s in provider.settings},
        "flags": tuple(dict.fromkeys(_flags(provider))),
        "queried": tree_of(queried) if queried and plain else None,
        "carried": tuple(message.id for message, _ in queried),
        "joined": tuple(dict.fromkeys(shape.encoding for _, shape in shapes if shape.from_query)),
        "by": tuple(m.id for m in provider.messages if any(_depends(s) for s in _scalars(m.record))),
    }


def _operation(operation: Operation) -> tuple[Any, ...]:
    how = operation.reply_encoding
    cases = tuple(tuple(_case(case) for case in side) for side in (operation.request, operation.reply))
    return (operation.id, operation.kind, operation.path, *cases, how and (how.by, how.values, how.default))


def _case(case: Case) -> tuple[Any, ...]:
    return (None if case.when is None else _cond(case.when), case.message)


def _cond(cond: Cond) -> tuple[Any, ...]:
    return (cond.op, cond.path, cond.values, tuple(_cond(item) for item in cond.items))


def _asked(provider: Provider) -> Iterator[str]:
    """The fields of bodies that a case asks about."""
    todo = [c.when for o in provider.operations for c in (*o.request, *o.reply) if c.when is not None]
    while todo:
        cond = todo.pop()
        todo += cond.items
        if cond.op in ("equals", "in", "present"):
            yield cond.path


def _signature(message: Message, shape: Shape) -> Any:
    return signature_of(message.record, shape.root) if isinstance(shape.root, Member) else None


def _places(shape: Shape, asked: frozenset[str]) -> dict[str, Any] | None:
    """The places under the root of the fields that are asked about; None where the root has no names."""
    if not isinstance(shape.root, Member) or not isinstance(shape.root.node, Tree):
        return None
    found: dict[str, Any] = {}
    for member in shape.root.node.members:
        node = member.node
        name = member.each or (node.bind if isinstance(node, Leaf | Tree | Array | Joined) else "")
        if name not in asked or member.slot == "entries":
            continue
        kind = "" if isinstance(node, Joined) else node.type.whitespace if isinstance(node, Leaf) else None
        found.setdefault(name, (member.slot, (member.name, *(a.name for a in member.alternatives)), kind))
    return found


def _flags(provider: Provider) -> Iterator[str]:
    for message in provider.messages:
        if message.direction == "request":
            for field in message.record.fields:
                if isinstance(field.type, Scalar) and field.type.base == "boolean":
                    yield field.name


def _depends(scalar: Scalar) -> bool:
    return any(member.codes is not None and member.codes.by for member in scalar.members)


def _scalars(kind: object) -> Iterator[Scalar]:
    if isinstance(kind, Scalar):
        yield kind
    elif isinstance(kind, Record):
        for field in kind.fields:
            yield from _scalars(field.type)
    elif isinstance(kind, Map):
        yield from _scalars(kind.values)
    elif isinstance(kind, List):
        yield from _scalars(kind.item)
