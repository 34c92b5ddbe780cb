"""Wildcards: where names that no shape lists are let through, and what that costs.

A wildcard takes elements and attributes of any name and says nothing about them. In
XSD 1.0 it cannot even stand beside known elements, because a model must tell from a
name alone what it meets; then either a lax wildcard finds the known ones among global
declarations, or everything in that element is lost. Nothing here writes content models.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from wirebook.model import Field, Leaf, Map, Member, Record, Scalar, Tree, Unknown
from wirebook_codegen.lexis import kinds, lexis, stated, trimmed, with_literals
from wirebook_codegen.losses import named
from wirebook_codegen.shapes import (
    below,
    bound,
    closed,
    count,
    excepted,
    field_of,
    filled,
    item_record,
    literals,
    names,
    node_record,
    refusals,
)
from wirebook_codegen.xsd.schema import Schema
from wirebook_codegen.xsd.within import dressed, strange
from wirebook_codegen.xsd.xpath import quoted

__all__ = ["BESIDE", "Wild", "typed"]

# What no text in XML can be refused for: the first two are JSON's, and an attribute has nothing inside.
BESIDE = ("shape.kind", "shape.null", "shape.unknown")

_WILD = "a wildcard takes any name"
_WITHIN = "what a wildcard takes may have any attributes and elements inside"


class Wild:
    """What wildcards mean in one schema."""

    def __init__(self, schema: Schema, root: Member, record: Record) -> None:
        self.schema = schema
        # A lax wildcard finds every global declaration. So a name may have one meaning only in the whole
        # schema, and only one element may look there.
        known = [*names(root), *_element_names(root.node)]
        alone = sum(1 for tree, inside in _trees(root.node, record) if self.open(tree, inside)) == 1
        self._lax = not schema.modern and not schema.namespace and alone and len(known) == len(set(known))

    def open(self, tree: Tree, record: Record | None) -> bool:
        """Whether elements of any name are let through in a tree."""
        maps = [m.node.bind for m in tree.members if m.entry == "element" and isinstance(m.node, Leaf)]
        if not closed(tree.unknown):
            if tree.unknown.policy != "collect":
                return True
            maps.append(tree.unknown.bind)
        kinds = [given.type for given in (field_of(record, name) for name in maps) if given is not None]
        return not all(isinstance(kind, Map) and kind.keys for kind in kinds)

    def looked_at(self, tree: Tree) -> bool:
        """Whether the elements among any others can be found by a lax wildcard."""
        foreign = any(m.slot == "element" and self.schema.foreign(m.name) for m in tree.members)
        # What is collected holds nothing but text, so that a known name never stands inside an unknown one.
        return self._lax and tree.unknown.policy in ("collect", "refuse") and not foreign

    def hides(self, tree: Tree, record: Record | None) -> bool:
        """Whether no constraint sees the elements in a tree."""
        foreign = any(m.slot == "element" and self.schema.foreign(m.name) for m in tree.members)
        return not self.schema.modern and (foreign or self.open(tree, record)) and not self.looked_at(tree)

    def collector(self, unknown: Unknown, record: Record | None, slot: str) -> Member | None:
        """The map field that collects what no member names, as entries; None if nothing does."""
        given = field_of(record, unknown.bind) if unknown.policy == "collect" else None
        if given is None or not isinstance(given.type, Map):
            return None
        return Member("entries", "", Leaf(given.name, given.type.values), True, entry=slot)

    def refused_names(self, tree: Tree, slot: str, record: Record | None, path: str, where: str) -> tuple[str, ...]:
        """Names that are refused where any others are let through; XSD 1.0 has no means to except them."""
        found: list[str] = []
        for member in tree.members:
            refused = [other.name for other in member.alternatives if other.severity == "error"]
            if member.slot == slot and refused:
                if not self.schema.modern:
                    self.schema.ledger.lose("deviation.name", below(path, bound(member)), _WILD)
                found += refused
        others = excepted(tree, record, slot)
        if others and not self.schema.modern:
            self._unknown(path, _WILD, where, lambda body: named(body, others))
        return (*found, *(name for name in others if not self.schema.foreign(name))) if self.schema.modern else ()

    def open_maps(
        self, tree: Tree, record: Record | None, path: str, slot: str, known: tuple[str, ...], where: str
    ) -> list[str]:
        """Assertions about the entries of a map that takes any name; what they cannot say is lost.

        known: the names that the shape lists in this slot. where: the element's own name.
        """
        unknown = tree.unknown_attributes if slot == "attribute" else tree.unknown
        takers = [m for m in tree.members if m.slot == "entries" and m.entry == slot]
        collector = None if closed(unknown) else self.collector(unknown, record, slot)
        takers += [] if collector is None else [collector]
        found = [(m, f) for m in takers if (f := field_of(record, bound(m))) is not None and _takes_any(f)]
        if self.schema.modern and len(found) == 1:
            member, given = found[0]
            # Where anything is let through, a name that the map does not take is no fault of its entries.
            exact = closed(unknown) or member is collector
            test = typed(given.type, member.node, slot, known, exact=exact)
            if test is not None and isinstance(given.type, Map):
                for code in stated(given.type.values):
                    self.schema.ledger.hold(code, f"{below(path, given.name)}.*")
                if slot == "element":  # attributes never come twice
                    self.schema.ledger.lose("shape.duplicate", f"{below(path, given.name)}.*", _WILD)
                return [test] if test else []
        known = (*known, *excepted(tree, record, slot)) if self.schema.modern else known
        for _, given in found:
            self.untyped(given, path, where, slot, known)
        return []

    def untyped(
        self, given: Field | None, path: str, where: str, slot: str = "element", known: tuple[str, ...] = ()
    ) -> None:
        """A map whose entries, in the element ``where``, a wildcard takes; known: names that it finds a type for."""
        if given is None or not isinstance(given.type, Map):
            return
        for code in (*stated(given.type.values), "shape.text", "shape.duplicate"):
            self.schema.ledger.lose(code, f"{below(path, given.name)}.*", _WILD)
        if slot == "element":
            self._unknown(path, _WITHIN, where, lambda body: dressed(body, known, where))
        pattern = given.type.key_pattern
        if pattern:
            self._unknown(path, _WILD, where, lambda body: strange(body, slot, pattern, known, where))

    def _unknown(self, path: str, reason: str, where: str, shown_by: Callable[[bytes], bool]) -> None:
        self.schema.ledger.lose("shape.unknown", path, reason, shown_by=shown_by, inside=[where])

    def lost(self, member: Member, record: Record | None, path: str, reason: str, *, ordered: bool = False) -> None:
        """Everything that a member and what is inside it could be refused for is lost."""
        ledger = self.schema.ledger
        here = below(path, bound(member))
        for code in ("shape.missing", "shape.duplicate", *(["shape.order"] if ordered else [])):
            ledger.lose(code, here, reason, inside=names(member))
        for name in ("minItems", "maxItems"):
            if member.each and count(field_of(record, member.each), name) is not None:
                ledger.lose(f"facet.{name}", here, reason, inside=names(member))
        self.untold(member, record, path, reason)

    def untold(self, member: Member, record: Record | None, path: str, reason: str) -> None:
        """What is inside a member is lost; that it stands there, and how often, is not."""
        inner = item_record(record, member.each) if member.each else record
        for code, where in refusals(member.node, inner if inner is not None else record, below(path, member.each)):
            if code in BESIDE and (code != "shape.unknown" or member.slot == "attribute"):
                continue
            shown = {
                "shape.unknown": dressed,
                "facet.minItems": lambda body: named(body, names(member)),  # none at all is seen where one is wanted
            }.get(code)
            self.schema.ledger.lose(code, where, reason, shown_by=shown, inside=names(member))


def _takes_any(given: Field) -> bool:
    return isinstance(given.type, Map) and not given.type.keys


def typed(kind: object, leaf: object, slot: str, known: tuple[str, ...], *, exact: bool) -> str | None:
    """An assertion that the entries of a map are as they should be; "" if anything is, None if it cannot be said.

    exact: names that do not fit the map's pattern are refused, and not let through.
    """
    if not isinstance(kind, Map) or not isinstance(leaf, Leaf):
        return None
    choices = kinds(kind.values)
    if any(choice.whitespace == "collapse" for choice in choices):
        return None
    ways = [_texts(choice, leaf) for choice in choices]
    one_of = " or ".join("(" + " and ".join(way) + ")" for way in ways)
    tests = ways[0] if len(ways) == 1 else [f"({one_of})"] if all(ways) else []
    if slot == "element":
        tests.append("empty(*) and empty(@*)")  # an entry holds nothing but its text
    nodes = f"{'@' if slot == 'attribute' else ''}*[namespace-uri() = '']"
    if known:
        nodes += f"[not(local-name() = ({', '.join(map(quoted, known))}))]"
    if kind.key_pattern:
        name = f"matches(local-name(), {quoted(f'^({kind.key_pattern})$')})"
        tests, nodes = ([name, *tests], nodes) if exact else (tests, f"{nodes}[{name}]")
    return f"not(exists({nodes}[not({' and '.join(tests)})]))" if tests else ""


def _texts(scalar: Scalar, leaf: Leaf) -> list[str]:
    """Conditions that all hold for an entry's text; none where any text will do."""
    texts = lexis(scalar)
    if filled(leaf, None, None):
        texts = replace(texts, low=max(texts.low, 1))
    texts = with_literals(texts, literals(leaf, None, None))
    if scalar.whitespace == "trim":
        texts = trimmed(texts)
    tests = [f"matches(string(.), {quoted(f'^({pattern})$')})" for pattern in texts.patterns]
    if texts.values is not None:
        tests.append(f"string(.) = ({', '.join(map(quoted, texts.values))})")
    if texts.low:
        tests.append(f"string-length(string(.)) ge {texts.low}")
    if texts.high is not None:
        tests.append(f"string-length(string(.)) le {texts.high}")
    return tests


def _trees(node: object, record: Record | None) -> Iterator[tuple[Tree, Record | None]]:
    """Every tree with the record in scope inside."""
    if isinstance(node, Tree):
        inner = node_record(record, node)
        yield node, inner
        for member in node.members:
            items = item_record(inner, member.each) if member.each else None
            yield from _trees(member.node, items if items is not None else inner)


def _element_names(node: object) -> list[str]:
    if not isinstance(node, Tree):
        return []
    found: list[str] = []
    for member in node.members:
        if member.slot == "element":
            found += names(member)
            found += _element_names(member.node)
    return found
