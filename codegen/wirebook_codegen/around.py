"""What a schema of bodies loses because a message says more than its body.

A schema sees the body alone. Where the query may bring what the body lacks, nothing
under the root can be required any more; schemas are never stricter than the engines.
"""

from __future__ import annotations

from dataclasses import replace

from wirebook.model import Leaf, List, Member, Message, Record, Rule, Shape, Tree
from wirebook_codegen.losses import Ledger
from wirebook_codegen.shapes import bound, must

__all__ = ["seen"]

_QUERY = "the query string may bring it"
# What a field that is not in the body may change the outcome of.
_OPEN_RULES = ("required_if", "forbidden_if", "exactly_one")


def seen(message: Message, shape: Shape, ledger: Ledger) -> tuple[Message, Member]:
    """The message and its root as a schema of bodies sees them; what is lost is told to the ledger."""
    assert isinstance(shape.root, Member)
    if not shape.from_query or not isinstance(shape.root.node, Tree):
        return message, shape.root
    record, tree = message.record, shape.root.node
    for member in tree.members:
        if member.each and isinstance(member.node, Leaf):
            ledger.lose("facet.minItems", member.each, _QUERY, shown_by=_any)
        elif member.slot != "text" and must(member, record):
            ledger.lose("shape.missing", bound(member), _QUERY)
    lost = [rule for rule in record.rules if rule.kind in _OPEN_RULES]
    for rule in lost:
        names = rule.fields or (rule.field,)
        ledger.lose(f"rule.{rule.kind}", names[0], _QUERY, names[1:], shown_by=_any)
    members = tuple(_loose(member) for member in tree.members)
    root = replace(shape.root, node=replace(tree, members=members))
    return replace(message, record=_without(record, tree, lost)), root


def _any(body: bytes) -> bool:
    return True


def _loose(member: Member) -> Member:
    if member.slot == "text" or member.each:
        return member
    return replace(member, optional=True, missing=None, deviation=None)


def _without(record: Record, tree: Tree, lost: list[Rule]) -> Record:
    """The record without the rules and counts that the query has a say in."""
    listed = {member.each for member in tree.members if member.each and isinstance(member.node, Leaf)}
    fields = []
    for field in record.fields:
        if field.name in listed and isinstance(field.type, List):
            facets = tuple(facet for facet in field.type.facets if facet.name != "minItems")
            fields.append(replace(field, type=replace(field.type, facets=facets)))
        else:
            fields.append(field)
    return replace(record, fields=tuple(fields), rules=tuple(rule for rule in record.rules if rule not in lost))
