"""From a provider's shapes to decision trees, when a spec is compiled or first used.

Root names and fixed texts decide by themselves, as the documents say they do. What
is left is told by the names that are there; messages that one body can be both of
stay together.
"""

from __future__ import annotations

from typing import Any

from wirebook.memo import once_per_object
from wirebook.model import (
    Array,
    Const,
    Field,
    Joined,
    Leaf,
    Lines,
    List,
    Map,
    Member,
    Message,
    Provider,
    Record,
    Scalar,
    Shape,
    Tree,
)  # fmt: skip
from wirebook.select.limits import exclude, tests
from wirebook.wire.pattern import build

__all__ = ["Signature", "derive", "pairs", "signature_of", "tree_of"]

Signature = tuple[Any, ...]
Row = tuple[Message, Member]
LEAF: Signature = ((), (), False, False, {}, ())
_LETTERS = 4  # of a line's literals, from which on they tell a message by themselves


@once_per_object
def derive(provider: Provider) -> dict[str, Any]:
    """The decision tree of each encoding that the provider has; plain literals only."""
    shapes: dict[str, list[tuple[Message, Shape]]] = {}
    for message in provider.messages:
        for shape in message.shapes:
            shapes.setdefault(shape.encoding, []).append((message, shape))
    return {encoding: tree_of(rows) for encoding, rows in shapes.items()}


def tree_of(rows: list[tuple[Message, Shape]]) -> Any:
    """The decision tree of some messages' shapes in one encoding."""
    lines = [(message, shape.root) for message, shape in rows if isinstance(shape.root, Lines)]
    if lines:
        return ("lines", tuple(_line_row(message, root) for message, root in lines))
    by_root: dict[str, list[Row]] = {}
    for message, shape in rows:
        if isinstance(shape.root, Member):
            for name in _roots(shape.encoding, shape.root):
                by_root.setdefault(name, []).append((message, shape.root))
    xml = rows[0][1].encoding == "xml"
    return ("root", {name: _by_value(found, xml or name != "object") for name, found in by_root.items()}, None)


def _roots(encoding: str, root: Member) -> tuple[str, ...]:
    if encoding == "xml":
        return (root.name, *(a.name for a in root.alternatives))
    if isinstance(root.node, Array):
        return ("array",)
    if isinstance(root.node, Leaf):
        return (root.node.form, *(form for form, _ in root.node.accepts))
    if isinstance(root.node, Joined):
        return (root.node.item.form,)
    return ("object",) if isinstance(root.node, Tree) else (root.node.form,)


# ---------------------------------------------------------------- fixed texts


def _consts(root: Member) -> dict[tuple[str, str], str]:
    """The fixed texts directly under the root, by every name that they may stand under."""
    if isinstance(root.node, Const):
        return {("text", ""): root.node.value}
    if not isinstance(root.node, Tree):
        return {}
    return {
        (member.slot, "" if member.slot == "text" else name): member.node.value
        for member in root.node.members
        if isinstance(member.node, Const)
        for name in (member.name, *(a.name for a in member.alternatives))
    }


def _by_value(rows: list[Row], named: bool) -> Any:
    """By fixed texts and names; messages that these leave equal by values that exclude each other."""
    tree = _by_const(rows, named)
    told = tests([(message.id, root) for message, root in rows], pairs(tree))
    return ("values", told, tree) if told else tree


def _by_const(rows: list[Row], named: bool) -> Any:
    """By the first place that holds different fixed texts; then the rest by its own places.

    named: whether the root says something; that something is a JSON object or a form says nothing.
    """
    if len(rows) == 1:
        return _nearest(rows, named)
    places: dict[tuple[str, str], None] = {}
    for _, root in rows:
        places.update(dict.fromkeys(_consts(root)))
    return _switch(rows, list(places), named)


def _switch(rows: list[Row], places: list[tuple[str, str]], named: bool) -> Any:
    """``rows`` that have a fixed text at a place are chosen by it; a body without any of them may be any other.

    Those that have a field of their own there may hold the same text. Where all have a fixed text and none of
    the texts is there, all stay candidates.
    """
    if not places or len(rows) == 1:
        return _nearest(rows, named)
    place, *later = places
    texts = [_consts(root).get(place) for _, root in rows]
    if not any(text is not None for text in texts):
        return _switch(rows, later, named)
    free = [text is None and _free(root, place) for text, (_, root) in zip(texts, rows, strict=True)]
    chosen = {
        text: _nearest([row for row, own, may in zip(rows, texts, free, strict=True) if own == text or may], True)
        for text in texts
        if text is not None
    }
    if later:
        other = _switch(rows, later, named)
    else:
        without = [row for row in rows if not _consts(row[1])]
        other = _nearest(without or rows, named)
    return ("const", place[0], place[1], chosen, other)


def _free(root: Member, place: tuple[str, str]) -> bool:
    """Whether a field stands at a place."""
    slot, name = place
    return isinstance(root.node, Tree) and any(
        member.slot == slot
        and not isinstance(member.node, Const)
        and (slot == "text" or name in (member.name, *(a.name for a in member.alternatives)))
        for member in root.node.members
    )


def _nearest(rows: list[Row], named: bool) -> Any:
    if len(rows) == 1 and named:
        return ("leaf", (rows[0][0].id,))
    return ("nearest", tuple((message.id, signature_of(message.record, root)) for message, root in rows))


# ---------------------------------------------------------------- names


def signature_of(record: Record, root: Member) -> Signature:
    """The names that a root must, may and may not hold."""
    return _signature(root.node, record, 3)


def _signature(node: object, record: Record | None, depth: int) -> Signature:
    if isinstance(node, Array):
        item = None if record is None else _item(record, node.bind)
        return ((), ("[]",), False, False, _inner({"[]": (node.item, item)}, depth), ())
    if not isinstance(node, Tree):
        return LEAF
    required: list[tuple[str, ...]] = []
    known: list[str] = []
    places: dict[str, tuple[str, ...]] = {}
    inner: dict[str, tuple[object, Record | None]] = {}
    opened = {False: _open(node.unknown.policy), True: _open(node.unknown_attributes.policy)}
    for member in node.members:
        if member.slot == "text":
            continue
        if member.slot == "entries":
            keys = _keys(record, member.node)
            known += [_name(member.entry, key) for key in keys]
            if keys:
                places[_bound(member)] = tuple(_name(member.entry, key) for key in keys)
            if not keys:
                opened[member.entry == "attribute"] = True
            continue
        names = tuple(_name(member.slot, n) for n in (member.name, *(a.name for a in member.alternatives)))
        known += names
        places[_bound(member)] = names
        if _required(member, record):
            required.append(names)
        below = (member.node, _below(member, record))
        inner.update(dict.fromkeys(names, below))
    required += _one_of(record, places)
    required += [places[name] for name in _surely(record) if name in places]
    refused = (*node.unknown.excepted, *(_name("attribute", name) for name in node.unknown_attributes.excepted))
    return (tuple(required), tuple(known), opened[False], opened[True], _inner(inner, depth), refused)


def _bound(member: Member) -> str:
    return member.each or ("" if isinstance(member.node, Const) else member.node.bind)


def _one_of(record: Record | None, places: dict[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Names of which one must be there, because a rule wants exactly one of their fields."""
    if record is None:
        return []
    filled = {field.name for field in record.fields if field.default is not None and field.default.fill}
    return [
        tuple(name for field in rule.fields for name in places[field])
        for rule in record.rules
        if rule.kind == "exactly_one" and rule.severity == "error" and places.keys() - filled >= set(rule.fields)
    ]


def _surely(record: Record | None) -> list[str]:
    """The optional fields that a rule wants whatever else is there."""
    if record is None:
        return []
    sure = {f.name for f in record.fields if not f.optional and f.default is None and f.missing is None}
    return [
        rule.field
        for rule in record.rules
        if rule.kind == "required_if" and rule.severity == "error" and rule.when is not None
        if rule.when.op == "present" and rule.when.path in sure
    ]


def _inner(found: dict[str, tuple[object, Record | None]], depth: int) -> dict[str, Signature]:
    if depth <= 1:
        return {}
    made = {name: _signature(node, record, depth - 1) for name, (node, record) in found.items()}
    return {name: signature for name, signature in made.items() if signature != LEAF}


def _open(policy: str) -> bool:
    return policy != "refuse"


def _name(slot: str, name: str) -> str:
    return "@" + name if slot == "attribute" else name


def _field(record: Record | None, name: str) -> Field | None:
    return None if record is None else next((f for f in record.fields if f.name == name), None)


def _item(record: Record | None, name: str) -> Record | None:
    field = _field(record, name)
    kind = None if field is None else field.type
    return kind.item if isinstance(kind, List) and isinstance(kind.item, Record) else None


def _below(member: Member, record: Record | None) -> Record | None:
    """The record in scope below a member."""
    if member.each:
        return _item(record, member.each)
    if isinstance(member.node, Tree) and member.node.bind:
        field = _field(record, member.node.bind)
        return field.type if field is not None and isinstance(field.type, Record) else None
    return record


def _keys(record: Record | None, node: object) -> tuple[str, ...]:
    field = _field(record, node.bind) if isinstance(node, Leaf) else None
    if field is None or isinstance(field.type, (Scalar, Record, List)):
        return ()
    kind: Map = field.type
    return tuple(name for name, _ in kind.keys)


def _required(member: Member, record: Record | None) -> bool:
    if member.each:
        field = _field(record, member.each)
        facets = field.type.facets if field is not None and isinstance(field.type, List) else ()
        return any(f.name == "minItems" and f.severity == "error" and f.value != 0 for f in facets)
    if member.optional or member.missing is not None:
        return False
    bind = "" if isinstance(member.node, Const) else member.node.bind
    field = _field(record, bind)
    return field is None or field.missing is None


# ---------------------------------------------------------------- what stays equal


def pairs(tree: Any) -> list[tuple[str, str]]:
    """The pairs of messages of which some body is both, as far as a tree without lines tells."""
    if tree is None:
        return []
    if tree[0] == "values":
        apart = [{row[0]: row[1:] for row in rows} for _, _, rows in tree[1]]
        return [
            (a, b)
            for a, b in pairs(tree[2])
            if not any(a in rows and b in rows and exclude(rows[a], rows[b]) for rows in apart)
        ]
    if tree[0] == "leaf":
        return [(a, b) for i, a in enumerate(tree[1]) for b in tree[1][i + 1 :]]
    if tree[0] == "nearest":
        rows = tree[1]
        return [(a, b) for i, (a, x) in enumerate(rows) for b, y in rows[i + 1 :] if _overlap(x, y)]
    chosen, other = (tree[1], tree[2]) if tree[0] == "root" else (tree[3], tree[4])
    return [pair for branch in [*chosen.values(), other] for pair in pairs(branch)]


def _overlap(one: Signature, other: Signature) -> bool:
    """Whether what each requires is known to the other, as deep as signatures go."""
    for a, b in ((one, other), (other, one)):
        if not all(any(name in b[1] for name in names) for names in a[0]):
            return False
    needed = {name for signature in (one, other) for names in signature[0] for name in names}
    return all(_overlap(one[4][name], other[4][name]) for name in set(one[4]) & set(other[4]) & needed)


# ---------------------------------------------------------------- lines


def _line_row(message: Message, root: Lines) -> tuple[str, str, str, bool, bool]:
    record = _item(message.record, root.each) if root.each else message.record
    plan: Any = build(root, _surely(record))
    strict, lenient = str(plan[4]), str(plan[5])
    letters = sum(c.isalpha() for piece in root.pieces for c in getattr(piece, "text", ""))
    return (message.id, strict, lenient if letters >= _LETTERS else "", bool(root.each), root.spaces == "ignore")
