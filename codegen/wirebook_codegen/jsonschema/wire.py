"""The JSON encoding of a message as JSON Schema: objects, arrays and members as the shape has them.

Nothing here decides what a scalar's texts or a rule look like.
"""

from __future__ import annotations

from itertools import product

from wirebook.model import Array, Const, Leaf, Map, Member, Record, Scalar, Tree, Unknown
from wirebook_codegen import notes
from wirebook_codegen.jsonschema.conditions import distinct, rules
from wirebook_codegen.jsonschema.page import Page, described
from wirebook_codegen.jsonschema.scalars import Json, Lose, anchored, any_of, coded, integral_literal, number, text
from wirebook_codegen.lexis import Lexis, allowed, extras, lexis, stated, with_literals
from wirebook_codegen.lexis.numbers import integers, intersect
from wirebook_codegen.losses import Ledger
from wirebook_codegen.shapes import (
    below,
    bound,
    closed,
    count,
    field_of,
    filled,
    item_record,
    literals,
    must,
    names,
    node_record,
    places,
    refusals,
)

__all__ = ["body"]

_LITERAL = "a JSON Schema cannot see how a number is written"
_SECOND = "one more of these is tolerated whatever it holds"


def body(root: Member, record: Record, page: Page, ledger: Ledger) -> Json:
    """The schema of a message's JSON body."""
    walk = _Walk(page, ledger)
    if isinstance(root.node, Tree):
        return walk.tree(root.node, record, "", enters=True)
    return walk.node(root, record, "")


class _Walk:
    """The walk over one shape."""

    def __init__(self, page: Page, ledger: Ledger) -> None:
        self.page = page
        self.ledger = ledger

    def node(self, member: Member, record: Record | None, path: str) -> Json:
        """What a member holds."""
        node = member.node
        if isinstance(node, Const):
            self.ledger.hold("shape.const", path)
            return {"const": _constant(node)}
        if isinstance(node, Leaf):
            return self.leaf(node, member, record, path)
        if isinstance(node, Array):
            return self.array(node, record, path)
        return self.tree(node, record, path, enters=node.bind != "")

    # ------------------------------------------------------------ objects and arrays

    def tree(self, tree: Tree, record: Record | None, path: str, *, enters: bool) -> Json:
        """An object; enters: it is a record's own, so that the record's rules belong to it."""
        inner, here = node_record(record, tree), below(path, tree.bind)
        made: Json = {"type": "object", "properties": {}}
        required: list[str] = []
        further: list[Json] = []
        entries: Member | None = None
        for member in tree.members:
            if member.slot == "entries":
                entries = member
                continue
            accepted = names(member)
            given = field_of(inner, bound(member))
            value = described(self.node(member, inner, here), notes.field_text(given))
            for name in accepted:
                made["properties"][name] = value
            needed = must(member, inner)
            if len(accepted) == 1:
                required += accepted if needed else ()
            else:
                further += self._alternatives(member, accepted, needed, made["properties"], below(here, bound(member)))
        if required:
            made["required"] = required
        if inner is not None and enters:
            further += rules(inner, _Finder(tree, inner), self.ledger, here)
        if entries is not None:
            self._entries(entries, inner, here, made)
        made |= self._others(tree.unknown, inner, here, tuple(made["properties"]), made)
        return {**made, "allOf": further} if further else made

    def _alternatives(
        self, member: Member, accepted: tuple[str, ...], needed: bool, properties: Json, path: str
    ) -> list[Json]:
        """Exactly one of several names, or at most one."""
        each: list[Json] = [{"required": [name]} for name in accepted]
        if member.duplicate != "error":
            # The first of them counts, and which is first cannot be seen.
            for name in accepted:
                properties[name] = {}
            for code, where in refusals(member.node, None, path):
                self.ledger.lose(code, where, _SECOND)
            return [{"anyOf": each}] if needed else []
        return [{"oneOf": each}] if needed else [{"anyOf": [{"not": {"anyOf": each}}, {"oneOf": each}]}]

    def _entries(self, member: Member, record: Record | None, path: str, made: Json) -> None:
        """Members for the keys of a map field."""
        given = field_of(record, bound(member))
        if given is None or not isinstance(given.type, Map) or not isinstance(member.node, Leaf):
            return
        node = member.node
        leaf = Leaf("*", node.type, node.form, node.accepts, None, node.empty, node.empty_severity, None, node.null)
        value = self.leaf(leaf, None, None, below(path, given.name))
        known = tuple(made["properties"])
        if given.type.keys:
            for key, meaning in given.type.keys:
                made["properties"].setdefault(key, described(value, meaning))
        else:
            _free(made, value, known, given.type.key_pattern)

    def _others(self, unknown: Unknown, record: Record | None, path: str, known: tuple[str, ...], made: Json) -> Json:
        """What is said about members that the shape does not list."""
        if "additionalProperties" in made:
            return {} if closed(unknown) else {"additionalProperties": True, "propertyNames": True}
        if closed(unknown):
            return {"additionalProperties": False}
        given = field_of(record, unknown.bind)
        if unknown.policy != "collect" or given is None or not isinstance(given.type, Map):
            return {}
        values = given.type.values
        form = "number" if values.base in ("integer", "decimal", "bits") else "string"
        value = self.leaf(Leaf("*", values, form), None, None, below(path, given.name))
        if given.type.keys:
            listed = {key: described(value, meaning) for key, meaning in given.type.keys if key not in known}
            return {"properties": {**made["properties"], **listed}, "additionalProperties": False}
        extra: Json = {}
        _free(extra, value, known, given.type.key_pattern)
        return extra

    def array(self, array: Array, record: Record | None, path: str) -> Json:
        """A list field's array."""
        here = below(path, array.bind)
        inner = item_record(record, array.bind)
        item = self.node(Member("item", "", array.item, False), inner, here)
        made: Json = {"type": "array", "items": item}
        given = field_of(record, array.bind)
        for name in ("minItems", "maxItems"):
            limit = count(given, name)
            if limit is not None:
                made[name] = limit
                self.ledger.hold(f"facet.{name}", here)
        unique = record is not None and any(distinct(r, record) and r.field == array.bind for r in record.rules)
        if unique and isinstance(array.item, Leaf) and not _absent(array.item, None, None):
            made["uniqueItems"] = True
        return made

    # ------------------------------------------------------------ scalars

    def leaf(self, leaf: Leaf, member: Member | None, record: Record | None, path: str) -> Json:
        """A scalar in each of the JSON forms that are tolerated."""
        scalar = leaf.type
        here = below(path, leaf.bind)
        lost: set[str] = set()
        forms = _forms(leaf)

        def lose(code: str, reason: str) -> None:
            lost.add(code)
            self.ledger.lose(code, here, reason)

        absent = literals(leaf, member, record)
        choices = [
            self._string(leaf, absent, filled(leaf, member, record), lose)
            if form == "string"
            else self._number(leaf, absent, lose)
            for form in forms
        ]
        if leaf.null == "absent":
            choices.append({"type": "null"})
        if "number" in forms:
            self._as_number(scalar, here, lose)
        for code in stated(scalar):
            if code not in lost:
                self.ledger.hold(code, here)
        title = {} if scalar.codes is None else {"title": notes.both(scalar.codes.title).replace("\n\n", " / ")}
        table = None if scalar.codes is None else scalar.codes.doc
        return self.page.define(
            scalar.name, {**title, **described(any_of(choices), scalar.doc, table, notes.unlisted(scalar))}
        )

    def _string(self, leaf: Leaf, absent: tuple[str, ...], solid: bool, lose: Lose) -> Json:
        scalar = leaf.type
        given = lexis(scalar)
        if solid:
            given = Lexis(given.patterns, max(given.low, 1), given.high, given.values)
        given = with_literals(given, absent)
        wide = text(given, scalar.whitespace, lose)

        def spell(code: int | str) -> str | None:
            fits = bool(intersect(allowed(scalar), ((code, code),))) if isinstance(code, int) else True
            return str(code) if fits and (given.values is None or str(code) in given.values) else None

        return coded(scalar, wide, spell)

    def _number(self, leaf: Leaf, absent: tuple[str, ...], lose: Lose) -> Json:
        scalar = leaf.type
        wide = number(scalar, lose)
        spelled = [int(literal) for literal in absent if literal.lstrip("-").isdigit()]
        if spelled:
            wide = any_of([{"enum": spelled}, wide])

        def spell(code: int | str) -> int | None:
            known = scalar.base == "integer" and intersect(allowed(scalar), ((int(code), int(code)),))
            return int(code) if known else None

        return coded(scalar, wide, spell)

    def _as_number(self, scalar: Scalar, path: str, lose: Lose) -> None:
        """What of a scalar cannot be seen where it is written as a number."""
        if scalar.base in ("integer", "bits"):
            self.ledger.lose(f"type.{scalar.base}", path, _LITERAL, shown_by=integral_literal)
        elif scalar.base == "decimal":
            self.ledger.lose("type.decimal", path, _LITERAL, shown_by=_exponent)
        else:
            for code in stated(scalar):
                self.ledger.lose(code, path, _LITERAL, shown_by=lambda _: False)


def _exponent(given: bytes) -> bool:
    return b"e" in given.lower()


def _forms(leaf: Leaf) -> list[str]:
    first = "string" if leaf.form == "text" else leaf.form
    return [first, *(form for form, severity in leaf.accepts if severity != "error" and form != first)]


def _free(made: Json, value: Json, known: tuple[str, ...], pattern: str) -> None:
    """Members of any name hold ``value``; names that are not known match ``pattern``."""
    made["additionalProperties"] = value
    if pattern:
        made["propertyNames"] = {"anyOf": [{"enum": list(known)}, {"pattern": anchored(pattern)}]}


def _constant(const: Const) -> str | int | float:
    if const.form != "number":
        return const.value
    return int(const.value) if const.value.lstrip("-").isdigit() else float(const.value)


class _Finder:
    """Fields where the shape has them, wrappers included."""

    def __init__(self, tree: Tree, record: Record) -> None:
        self.places = places(tree)
        self.record = record

    def _nest(self, name: str, inside: Json) -> Json:
        """A schema of objects in which the field's member is there and is ``inside``."""
        steps = self.places[name].steps
        choices = []
        for path in product(*(names(member) for member in steps)):
            made = inside
            for step in reversed(path):
                one: Json = {"type": "object", "required": [step]}
                made = {**one, "properties": {step: made}} if made else one
            choices.append(made)
        return any_of(choices)

    def there(self, name: str) -> Json | None:
        field = field_of(self.record, name)
        if field is None or name not in self.places:
            return None
        member = self.places[name].member
        if field.default is not None and field.default.fill:
            return {}
        if member.slot == "entries":
            return None
        if isinstance(member.node, Array):
            return self._nest(name, {"minItems": 1})
        if not isinstance(member.node, Leaf):
            return self._nest(name, {})
        absent = _absent(member.node, member, self.record)
        return self._nest(name, {"not": any_of(absent)} if absent else {})

    def equal(self, name: str, values: tuple[str | int, ...], want: bool) -> Json | None:
        field = field_of(self.record, name)
        if field is None or name not in self.places:
            return None
        member = self.places[name].member
        if not isinstance(member.node, Leaf):
            return None
        same = _same(member.node, values)
        if same is None:
            return None
        absent = _absent(member.node, member, self.record)
        parts = [same if want else {"not": same}, *({"not": one} for one in absent)]
        made = self._nest(name, parts[0] if len(parts) == 1 else {"allOf": parts})
        if field.default is not None and field.default.fill and (str(field.default.value) in map(str, values)) == want:
            there = self._nest(name, {"not": any_of(absent)} if absent else {})
            return {"anyOf": [made, {"not": there}]}
        return made


def _absent(leaf: Leaf, member: Member | None, record: Record | None) -> list[Json]:
    """The values that stand for an absent field."""
    found: list[Json] = [{"type": "null"}] if leaf.null == "absent" else []
    texts = literals(leaf, member, record)
    if texts:
        given = Lexis(values=texts)
        found.append(text(given, leaf.type.whitespace, lambda code, reason: None))
        found += [{"type": "number", "const": int(one)} for one in texts if one.lstrip("-").isdigit()]
    return found


def _same(leaf: Leaf, values: tuple[str | int, ...]) -> Json | None:
    """The JSON values that mean one of ``values``."""
    scalar = leaf.type
    choices: list[Json] = []
    for form in _forms(leaf):
        if scalar.base in ("integer", "bits"):
            try:
                wanted = [int(value) for value in values]
            except ValueError:
                return None
            if form == "number":
                choices.append({"type": "number", "enum": wanted})
                continue
            more = extras(scalar)
            inside = tuple((value, value) for value in wanted)
            pattern = integers(
                intersect(inside, ((None, None),)),
                plus="plus" in more,
                zeros="leading_zeros" in more,
                fraction="zero_fraction" in more,
            )
            given = Lexis((pattern,))
        elif scalar.base == "string" and form == "string":
            given = Lexis(values=tuple(str(value) for value in values))
        else:
            return None
        choices.append(text(given, scalar.whitespace, lambda code, reason: None))
    return any_of(choices)
