"""Rules between fields: as identity constraints where they can be, as assertions in XSD 1.1.

A rule refuses only where its condition surely holds, so a condition is written twice:
as what makes it true and as what makes it false; an absent field makes a comparison
neither. What cannot be said is told to the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from wirebook.lexical import literal
from wirebook.model import Cond, Leaf, Member, Record, Rule, Scalar, Tree
from wirebook_codegen.lexis import extras
from wirebook_codegen.lexis.numbers import integers
from wirebook_codegen.shapes import Place, below, field_of, item_record, literals, names, places
from wirebook_codegen.xsd.markup import El
from wirebook_codegen.xsd.schema import Schema

__all__ = ["Said", "rules"]

_ONE_FIELD = "XSD 1.0 cannot make one field depend on another"
_OUTSIDE = "a schema does not know that a secret is configured"


@dataclass(slots=True)
class Said:
    """What the rules of a record add to its element: identity constraints and assertions."""

    constraints: list[El] = field(default_factory=list)
    asserts: list[str] = field(default_factory=list)


def rules(schema: Schema, record: Record, tree: Tree, path: str) -> Said:
    """The rules of the record whose element ``tree`` is."""
    said = Said()
    scope = _Scope(schema, record, places(tree))
    for rule in record.rules:
        if rule.severity == "error":
            _rule(scope, rule, path, said)
    return said


def _rule(scope: _Scope, rule: Rule, path: str, said: Said) -> None:
    schema = scope.schema
    ledger = schema.ledger
    code = f"rule.{rule.kind}"
    if rule.kind == "signature":
        carriers = [below(path, carrier.field) for carrier in rule.carriers]
        ledger.lose("signature.mismatch", carriers[0], "a schema cannot compute a signature", carriers[1:])
        ledger.lose("signature.missing", carriers[0], _OUTSIDE)
        return
    if rule.kind == "unique":
        constraint = _unique(scope, rule)
        test = scope.distinct(rule) if schema.modern and constraint is None else None
        if constraint is not None:
            said.constraints.append(constraint)
    elif rule.kind in ("exactly_one", "at_most_one"):
        constraint = _one_of(scope, rule)
        test = scope.one_of(rule) if schema.modern and constraint is None else None
        if constraint is not None:
            said.constraints.append(constraint)
    else:
        constraint = None
        test = scope.conditional(rule) if schema.modern else None
    if test is not None:
        said.asserts.append(test)
    fields = [below(path, name) for name in rule.fields or (below(rule.field, rule.key),)]
    if constraint is not None or test is not None:
        for name in fields:
            ledger.hold(code, name)
    elif rule.kind != "echoes" and not _outside(rule.when):
        # What depends on a request or a setting no body breaks by itself.
        ledger.lose(code, fields[0], _reason(schema), fields[1:])


def _reason(schema: Schema) -> str:
    return "not one that XSD 1.1 can test here" if schema.modern else _ONE_FIELD


def _outside(cond: Cond | None) -> bool:
    return cond is not None and (cond.path.startswith(("request.", "setting.")) or any(map(_outside, cond.items)))


# ---------------------------------------------------------------- identity constraints


def _unique(scope: _Scope, rule: Rule) -> El | None:
    """``xs:unique`` over the items' keys, if a key is never there without being one."""
    found = scope.keys(rule)
    if found is None:
        return None
    selector, key, leaf, member, record = found
    if literals(leaf, member, record):
        return None
    name = scope.schema.constraint(rule.id)
    children = [El("xs:selector", {"xpath": "|".join(selector)}), El("xs:field", {"xpath": "|".join(key)})]
    return El("xs:unique", {"name": name}, children)


def _one_of(scope: _Scope, rule: Rule) -> El | None:
    """A key or unique of the element over the fields, if each is a text that is never there without counting."""
    steps: list[str] = []
    for name in rule.fields:
        place, given = scope.places.get(name), field_of(scope.record, name)
        if place is None or given is None or given.default is not None or not isinstance(place.member.node, Leaf):
            return None
        if place.member.each or place.member.duplicate != "error" or place.member.slot == "text":
            return None
        if literals(place.member.node, place.member, scope.record):
            return None
        steps += scope.paths(place)
    kind = "key" if rule.kind == "exactly_one" else "unique"
    children = [El("xs:selector", {"xpath": "."}), El("xs:field", {"xpath": "|".join(steps)})]
    return El(f"xs:{kind}", {"name": scope.schema.constraint(rule.id)}, children)


# ---------------------------------------------------------------- XPath


class _Scope:
    """The fields of one record, as XPath sees them from the record's element."""

    def __init__(self, schema: Schema, record: Record, found: dict[str, Place]) -> None:
        self.schema = schema
        self.record = record
        self.places = found

    def paths(self, place: Place) -> list[str]:
        """Every path under which a place's member can stand."""
        paths = [""]
        for member in place.steps:
            if member.slot == "text":
                continue
            mark = "@" if member.slot == "attribute" else ""
            steps = [mark + self.schema.step(name) for name in names(member) if not self.schema.foreign(name)]
            paths = [f"{path}/{step}" if path else step for path in paths for step in steps]
        return [path or "." for path in paths]

    def keys(self, rule: Rule) -> tuple[list[str], list[str], Leaf, Member | None, Record | None] | None:
        """Selector and field paths of a rule over a list's items, and the leaf that holds the key."""
        place = self.places.get(rule.field)
        if place is None or not place.member.each:
            return None
        selector, node = self.paths(place), place.member.node
        items = item_record(self.record, rule.field)
        if not rule.key:
            if isinstance(node, Leaf):
                return selector, ["."], node, None, None
            inner = places(node).get(".") if isinstance(node, Tree) else None
        else:
            inner = places(node).get(rule.key) if isinstance(node, Tree) else None
        if inner is None or not isinstance(inner.member.node, Leaf):
            return None
        return selector, self.paths(inner), inner.member.node, inner.member, items

    # -------------------------------------------------------- tests

    def distinct(self, rule: Rule) -> str | None:
        """That the keys that are there differ."""
        found = self.keys(rule)
        if found is None:
            return None
        selector, key, leaf, member, record = found
        kept = _unlike(literals(leaf, member, record), leaf.type)
        path = f"({' | '.join(selector)})/({' | '.join(key)}){kept}"
        return f"count({path}) = count(distinct-values({path}/string(.)))"

    def one_of(self, rule: Rule) -> str | None:
        """That one of the fields, or at most one, is there."""
        tests = [self.there(name) for name in rule.fields]
        if None in tests:
            return None
        total = " + ".join(f"(if ({test}) then 1 else 0)" for test in tests)
        return f"{total} {'=' if rule.kind == 'exactly_one' else '<='} 1"

    def conditional(self, rule: Rule) -> str | None:
        """That a field is there, or is not, unless the condition cannot be told to hold."""
        if rule.kind not in ("required_if", "forbidden_if"):
            return None
        there = self.there(rule.field)
        holds = "true()" if rule.when is None else self.cond(rule.when, True)
        if there is None or holds is None:
            return None
        wanted = f"({there})" if rule.kind == "required_if" else f"not({there})"
        return wanted if holds == "true()" else f"not({holds}) or {wanted}"

    def there(self, name: str) -> str | None:
        """That a field is there."""
        place, given = self.places.get(name), field_of(self.record, name)
        if place is None or given is None:
            return None
        if given.default is not None and given.default.fill:
            return "true()"
        node = place.member.node
        kept = _unlike(literals(node, place.member, self.record), node.type) if isinstance(node, Leaf) else ""
        if place.member.slot == "entries":
            return None
        path = " | ".join(self.paths(place))
        return f"exists(({path}){kept})" if kept else f"exists({path})"

    def cond(self, cond: Cond, want: bool) -> str | None:
        """That a condition surely holds, or surely does not; None if XPath cannot tell."""
        if cond.op in ("all", "any"):
            tests = [self.cond(item, want) for item in cond.items]
            if None in tests:
                return None
            return "(" + (" and " if (cond.op == "all") == want else " or ").join(t for t in tests if t) + ")"
        if cond.op == "not":
            return self.cond(cond.items[0], not want)
        if cond.op == "present":
            there = self.there(cond.path)
            return there if there is None or want else f"not({there})"
        if cond.op in ("equals", "in"):
            return self._equal(cond, want)
        return None

    def _equal(self, cond: Cond, want: bool) -> str | None:
        place, given = self.places.get(cond.path), field_of(self.record, cond.path)
        if place is None or given is None or not isinstance(place.member.node, Leaf):
            return None
        leaf = place.member.node
        pattern = _values(leaf.type, cond.values)
        if pattern is None:
            return None
        kept = _unlike(literals(leaf, place.member, self.record), leaf.type)
        path = f"({' | '.join(self.paths(place))}){kept}"
        mark = "" if want else "not"
        test = f"exists({path}[{mark}(matches(string(.), {_quoted(f'^({pattern})$')}))])"
        if given.default is not None and given.default.fill:
            equal = str(given.default.value) in map(str, cond.values)
            if equal == want:
                test = f"({test} or not(exists({path})))"
        return test


def _values(scalar: Scalar, values: tuple[str | int, ...]) -> str | None:
    """The lexemes of the values; None for types whose values have many."""
    if scalar.base in ("integer", "bits"):
        forms = extras(scalar)
        try:
            numbers = tuple((int(value), int(value)) for value in values)
        except ValueError:
            return None
        pattern = integers(
            numbers, plus="plus" in forms, zeros="leading_zeros" in forms, fraction="zero_fraction" in forms
        )
    elif scalar.base == "string":
        pattern = "|".join(literal(str(value)) for value in values)
    else:
        return None
    if scalar.whitespace == "preserve":
        return pattern
    return f"[ \\t\\r\\n]*({pattern})[ \\t\\r\\n]*"


def _unlike(texts: tuple[str, ...], scalar: Scalar) -> str:
    """A predicate that leaves out the texts that stand for an absent field."""
    if not texts:
        return ""
    pattern = "|".join(literal(text) for text in texts if text)
    pattern = f"({pattern})?" if pattern and "" in texts else pattern
    if scalar.whitespace != "preserve":
        pattern = f"[ \\t\\r\\n]*({pattern})[ \\t\\r\\n]*" if pattern else "[ \\t\\r\\n]*"
    elif not pattern:
        return "[string(.) != '']"
    return f"[not(matches(string(.), {_quoted(f'^({pattern})$')}))]"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
