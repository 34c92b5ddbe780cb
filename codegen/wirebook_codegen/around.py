"""What a schema loses because a message says more than its body.

A schema of bodies sees the body alone: what travels in the query, the headers or the
status is none of its business, and where the query may bring what the body lacks,
nothing under the root can be required any more. Any schema is without the rules that
depend on what may be unknown. Schemas are never stricter than the engines.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from wirebook.model import Cond, Const, Joined, Leaf, List, Member, Message, Record, Rule, Shape, Tree
from wirebook_codegen.lexis import stated
from wirebook_codegen.losses import Ledger
from wirebook_codegen.shapes import bound, must

__all__ = ["open_fields", "seen", "told"]

_QUERY = "the query string may bring it"
_UNKNOWN = "it depends on what travels outside the body"
_REGIONS = {
    "query": "it travels in the query string",
    "header": "it travels in a header field",
    "status": "it is the HTTP status",
}
# What a field that is not in the body may change the outcome of.
_OPEN_RULES = ("required_if", "forbidden_if", "exactly_one")


def open_fields(shape: Shape) -> frozenset[str]:
    """The fields that stand outside the body, where they may be unknown."""
    return frozenset(bound(member) for member in shape.regions) - {""}


def told(message: Message, ledger: Ledger) -> Message:
    """The message as the schema of its value sees it: any of its shapes may have left a field open."""
    names = frozenset(name for shape in message.shapes for name in open_fields(shape))
    return _ruled(message, lambda rule: _touches(rule, names), _UNKNOWN, ledger) if names else message


def seen(message: Message, shape: Shape, ledger: Ledger) -> tuple[Message, Member]:
    """The message and its root as a schema of bodies sees them; what is lost is told to the ledger."""
    assert isinstance(shape.root, Member)
    for member in shape.regions:
        _elsewhere(member, ledger)
    names = open_fields(shape)
    if names:
        message = _ruled(message, lambda rule: _touches(rule, names), _UNKNOWN, ledger)
    if not shape.from_query or not isinstance(shape.root.node, Tree):
        return message, shape.root
    return _joined(message, shape.root, shape.root.node, ledger)


def _elsewhere(member: Member, ledger: Ledger) -> None:
    reason = _REGIONS[member.slot]
    path = bound(member)
    codes = ["shape.const"] if isinstance(member.node, Const) else []
    if isinstance(member.node, Leaf):
        codes = [*stated(member.node.type), *(["shape.empty"] if member.node.empty == "refuse" else [])]
    elif isinstance(member.node, Joined):
        codes = [*stated(member.node.item.type)]
    for code in [*codes, *([] if member.optional else ["shape.missing"])]:
        ledger.lose(code, path, reason, shown_by=_any)


def _touches(rule: Rule, names: Collection[str]) -> bool:
    """Whether a rule's outcome may depend on one of these fields."""
    if rule.kind == "signature" or rule.by_request:
        return False  # no schema says them anyway
    asked = {rule.field, *rule.fields, *rule.counted}
    return bool(asked & set(names)) or (rule.when is not None and _asks(rule.when, names))


def _asks(cond: Cond, names: Collection[str]) -> bool:
    return cond.path in names or any(_asks(item, names) for item in cond.items)


def _joined(message: Message, root: Member, tree: Tree, ledger: Ledger) -> tuple[Message, Member]:
    """Where the query's parameters are children of the root."""
    record = message.record
    for member in tree.members:
        if member.each and isinstance(member.node, Leaf):
            ledger.lose("facet.minItems", member.each, _QUERY, shown_by=_any)
        elif member.slot != "text" and must(member, record):
            ledger.lose("shape.missing", bound(member), _QUERY)
    message = _ruled(message, lambda rule: rule.kind in _OPEN_RULES, _QUERY, ledger)
    members = tuple(_loose(member) for member in tree.members)
    record = _uncounted(message.record, tree)
    return replace(message, record=record), replace(root, node=replace(tree, members=members))


def _ruled(message: Message, lost: Callable[[Rule], bool], reason: str, ledger: Ledger) -> Message:
    """The message without the rules that are lost."""
    rules = []
    for rule in message.record.rules:
        if not lost(rule):
            rules.append(rule)
        elif rule.severity == "error":
            names = rule.fields or (rule.field,) if rule.kind in _OPEN_RULES else rule.places
            ledger.lose(f"rule.{rule.kind}", names[0], reason, names[1:], shown_by=_any)
    return replace(message, record=replace(message.record, rules=tuple(rules)))


def _any(body: bytes) -> bool:
    """What is lost may be shown by any body, and by none: other encodings may have it."""
    return True


def _loose(member: Member) -> Member:
    if member.slot == "text" or member.each:
        return member
    return replace(member, optional=True, missing=None, deviation=None)


def _uncounted(record: Record, tree: Tree) -> Record:
    """The record without the least counts of what the query may repeat."""
    listed = {member.each for member in tree.members if member.each and isinstance(member.node, Leaf)}
    fields = []
    for field in record.fields:
        if field.name in listed and isinstance(field.type, List):
            facets = tuple(facet for facet in field.type.facets if facet.name != "minItems")
            fields.append(replace(field, type=replace(field.type, facets=facets)))
        else:
            fields.append(field)
    return replace(record, fields=tuple(fields))
