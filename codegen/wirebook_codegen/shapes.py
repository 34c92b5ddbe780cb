"""What a shape means for a schema, whatever its language: names, presence, and where fields stand.

A schema sees one tree per message and knows neither deviations nor severities, so
they are resolved here, always towards letting through. Nothing here knows a target.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from wirebook.lexical import compiled
from wirebook.model import Array, Const, Facet, Field, Joined, Leaf, List, Map, Member, Record, Scalar, Tree, Unknown
from wirebook_codegen.lexis import stated

__all__ = [
    "Place", "below", "bound", "closed", "count", "excepted", "field_of", "filled", "item_record", "literals", "must",
    "names", "node_record", "occurs", "places", "refusals", "simple", "solid",
]  # fmt: skip


def names(member: Member) -> tuple[str, ...]:
    """The wire names under which a member is tolerated, its own first."""
    return (member.name, *(other.name for other in member.alternatives if other.severity != "error"))


def closed(unknown: Unknown) -> bool:
    """Whether members that the shape does not list are refused."""
    return unknown.policy == "refuse" or unknown.severity == "error"


def excepted(tree: Tree, record: Record | None, slot: str) -> tuple[str, ...]:
    """The names of a slot that are refused where others are collected, without those that a map takes before."""
    unknown = tree.unknown_attributes if slot == "attribute" else tree.unknown
    takers = [field_of(record, bound(m)) for m in tree.members if m.slot == "entries" and m.entry == slot]
    kinds = [given.type for given in takers[-1:] if given is not None and isinstance(given.type, Map)]
    return tuple(name for name in unknown.excepted if not any(_has_key(kind, name) for kind in kinds))


def _has_key(kind: Map, key: str) -> bool:
    if kind.keys:
        return any(key == name for name, _ in kind.keys)
    return not kind.key_pattern or compiled(kind.key_pattern).fullmatch(key) is not None


def bound(member: Member) -> str:
    """The field that a member carries, "" for a wrapper or a constant."""
    return member.each or ("" if isinstance(member.node, Const) else member.node.bind)


def field_of(record: Record | None, name: str) -> Field | None:
    """A record's field, or None."""
    return None if record is None else next((f for f in record.fields if f.name == name), None)


def below(path: str, name: str) -> str:
    """The logical path of a field below another; list items add nothing to it."""
    return path if name in ("", ".") else f"{path}.{name}" if path else name


def item_record(record: Record | None, name: str) -> Record | None:
    """The record that the items of a list field are, or None for scalars."""
    found = field_of(record, name)
    if found is not None and isinstance(found.type, List) and isinstance(found.type.item, Record):
        return found.type.item
    return None


def node_record(record: Record | None, node: Leaf | Const | Tree | Array | Joined) -> Record | None:
    """The record in scope inside a node."""
    if isinstance(node, Tree) and node.bind not in ("", "."):
        found = field_of(record, node.bind)
        return found.type if found is not None and isinstance(found.type, Record) else None
    return record


def literals(leaf: Leaf, member: Member | None, record: Record | None) -> tuple[str, ...]:
    """The texts, after white space processing, that stand for an absent field and are tolerated."""
    if not _may_be_absent(member, field_of(record, leaf.bind)):
        return ()
    found = [] if leaf.absent is None else [leaf.absent]
    if leaf.empty == "absent" and leaf.empty_severity != "error":
        found.append("")
    return tuple(dict.fromkeys(found))


def filled(leaf: Leaf, member: Member | None, record: Record | None) -> bool:
    """Whether an empty text is refused whatever the type says."""
    return leaf.empty != "value" and "" not in literals(leaf, member, record)


def _may_be_absent(member: Member | None, given: Field | None) -> bool:
    if given is None or given.optional or given.default is not None:
        return True
    policy = member.missing if member is not None else None
    return (policy or given.missing or "error") != "error"


def count(given: Field | None, name: str) -> int | None:
    """A list's minItems or maxItems if its violation is an error."""
    if given is None or not isinstance(given.type, List):
        return None
    facet: Facet | None = next((f for f in given.type.facets if f.name == name and f.severity == "error"), None)
    return None if facet is None else int(str(facet.value))


def occurs(member: Member, record: Record | None) -> tuple[int, int | None]:
    """How often a member stands at least and at most (None: no bound)."""
    if member.each:
        given = field_of(record, member.each)
        return count(given, "minItems") or 0, count(given, "maxItems")
    return int(must(member, record)), None if member.duplicate != "error" else 1


def must(member: Member, record: Record | None) -> bool:
    """Whether a member that stands at most once has to be there."""
    if not member.optional:
        policy = member.missing
        if policy is None:
            given = field_of(record, bound(member))
            policy = None if given is None else given.missing
        return policy is None or policy == "error"
    # An optional wrapper is not: what counts inside it does not become optional with it.
    node = member.node
    if isinstance(node, (Array, Joined)):
        return bool(count(field_of(record, node.bind), "minItems"))
    if isinstance(node, Tree) and not node.bind:
        return any(_counted(inner, record) for inner in node.members)
    return False


def _counted(member: Member, record: Record | None) -> bool:
    if member.each:
        return bool(count(field_of(record, member.each), "minItems"))
    if isinstance(member.node, (Array, Joined)):
        return bool(count(field_of(record, member.node.bind), "minItems"))
    node = member.node
    return isinstance(node, Tree) and not node.bind and any(_counted(inner, record) for inner in node.members)


# ---------------------------------------------------------------- where fields stand


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field of the record in scope stands.

    steps: from the record's own node, each a member (the last one carries the field).
    trees: for each step the tree that has it.
    """

    steps: tuple[Member, ...]
    trees: tuple[Tree, ...]

    @property
    def member(self) -> Member:
        """The member that carries the field."""
        return self.steps[-1]

    @property
    def holder(self) -> Tree:
        """The tree that has that member."""
        return self.trees[-1]

    @property
    def first_counts(self) -> bool:
        """Whether one of the steps may stand more than once, of which only the first means anything."""
        return any(step.duplicate != "error" for step in self.steps)


def places(tree: Tree) -> dict[str, Place]:
    """The fields that the record of ``tree`` has in it, wrappers included."""
    found: dict[str, Place] = {}
    _collect(tree, (), (), found)
    return found


def _collect(tree: Tree, steps: tuple[Member, ...], trees: tuple[Tree, ...], found: dict[str, Place]) -> None:
    for member in tree.members:
        name = bound(member)
        here = (*steps, member)
        if name:
            found.setdefault(name, Place(here, (*trees, tree)))
        elif isinstance(member.node, Tree):
            _collect(member.node, here, (*trees, tree), found)


def solid(tree: Tree, record: Record | None, *, sure: bool = True) -> bool:
    """Whether a record's node always has a value inside: one without any counts as not there.

    sure: the tree itself is always there if the record's node is.
    """
    if "collect" in (tree.unknown.policy, tree.unknown_attributes.policy):
        return True
    for member in tree.members:
        node = member.node
        there = sure and (member.slot == "text" or must(member, record))
        if member.each or member.slot == "entries" or isinstance(node, (Array, Joined)):
            return True
        if isinstance(node, Tree) and not node.bind:
            if solid(node, record, sure=there):
                return True
        elif not isinstance(node, Const):
            given = field_of(record, node.bind)
            filled_in = given is not None and given.default is not None and given.default.fill
            required = given is not None and not given.optional and given.missing is None
            if filled_in or (there and required):
                return True
    return False


def simple(tree: Tree) -> bool:
    """Whether an element holds no elements, so that its text is all its content."""
    return closed(tree.unknown) and not any(m.slot == "element" or m.entry == "element" for m in tree.members)


# ---------------------------------------------------------------- what is refused


@dataclass(slots=True)
class _Refusals:
    found: list[tuple[str, str]] = field(default_factory=list)

    def add(self, path: str, *codes: str) -> None:
        self.found += [(code, path) for code in codes]


def refusals(node: Leaf | Const | Tree | Array | Joined, record: Record | None, path: str) -> Iterator[tuple[str, str]]:
    """Every (code, logical path) by which what is inside a node can be refused."""
    out = _Refusals()
    _refuse(out, node, record, path)
    return iter(dict.fromkeys(out.found))


def _refuse(out: _Refusals, node: Leaf | Const | Tree | Array | Joined, record: Record | None, path: str) -> None:
    if isinstance(node, Const):
        out.add(path, "shape.const", "shape.kind", "shape.unknown")
    elif isinstance(node, Leaf):
        here = below(path, node.bind)
        out.add(here, *stated(node.type), *(["shape.empty"] if node.empty == "refuse" else []))
        out.add(here, "shape.null", "shape.kind")
        out.add(path, "shape.unknown")  # what an element has beside its text is unknown in the record around it
        if node.nil == "absent":
            out.add(here, "shape.nil")
        if node.empty_severity == "error":
            out.add(here, "deviation.empty")
        if any(form.severity == "error" for form in node.type.lexical):
            out.add(here, "deviation.form")
    elif isinstance(node, (Array, Joined)):
        _listed(out, node.bind, node.item, record, path)
    else:
        inner = node_record(record, node)
        here = below(path, node.bind)
        out.add(here, "shape.unknown", "shape.text", "shape.kind")
        for unknown in (node.unknown, node.unknown_attributes):
            kept = field_of(inner, unknown.bind)
            if kept is not None and isinstance(kept.type, Map):
                out.add(f"{below(here, unknown.bind)}.*", *stated(kept.type.values), "shape.duplicate")
        for member in node.members:
            out.add(below(here, bound(member)), "shape.missing", "shape.duplicate", "shape.order")
            if any(other.severity == "error" for other in member.alternatives):
                out.add(below(here, bound(member)), "deviation.name")
            if member.slot == "entries":
                entries = field_of(inner, bound(member))
                if entries is not None and isinstance(entries.type, Map):
                    out.add(f"{below(here, bound(member))}.*", *stated(entries.type.values), "shape.duplicate")
            elif member.each:
                _listed(out, member.each, member.node, inner, here)
            else:
                _refuse(out, member.node, inner, here)
        if node.bind and inner is not None:
            _ruled(out, inner, here)


def _listed(
    out: _Refusals, name: str, node: Leaf | Const | Tree | Array | Joined, record: Record | None, path: str
) -> None:
    here = below(path, name)
    given = field_of(record, name)
    if given is not None and isinstance(given.type, List):
        out.add(here, *(f"facet.{facet.name}" for facet in given.type.facets if facet.severity == "error"))
        if isinstance(given.type.item, Scalar) and isinstance(node, Leaf):
            out.add(here, *stated(node.type))
    inner = item_record(record, name)
    _refuse(out, node, inner if inner is not None else record, here)


def _ruled(out: _Refusals, record: Record, path: str) -> None:
    for rule in record.rules:
        if rule.severity == "error" and rule.kind != "signature" and not rule.by_request:
            out.add(below(path, rule.places[0]), f"rule.{rule.kind}")
