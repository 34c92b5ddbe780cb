"""Rules between fields: as identity constraints where they can be, as assertions in XSD 1.1.

A rule refuses only where its condition surely holds, so a condition is written twice:
as what makes it true and as what makes it false; an absent field makes a comparison
neither. What cannot be said is told to the ledger.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from wirebook.model import Cond, Leaf, Record, Rule, Tree
from wirebook_codegen.shapes import below, field_of, literals
from wirebook_codegen.xsd.markup import El
from wirebook_codegen.xsd.schema import Schema
from wirebook_codegen.xsd.xpath import Paths

__all__ = ["Said", "rules"]

_ONE_FIELD = "XSD 1.0 cannot make one field depend on another"
_UNSAID = "not one that XPath can test here"
_SIGNED = "a schema cannot compute a signature"
_SECRET = "a schema does not know that a secret is configured"


@dataclass(slots=True)
class Said:
    """What the rules of a record add to its element: identity constraints and assertions."""

    constraints: list[El] = field(default_factory=list)
    asserts: list[str] = field(default_factory=list)


def rules(schema: Schema, record: Record, tree: Tree, path: str, hides: Callable[[Tree, Record], bool]) -> Said:
    """The rules of the record whose element ``tree`` is; hides: whether no constraint sees the elements in a tree."""
    said = Said()
    paths = Paths(schema, record, tree, hides)
    for rule in record.rules:
        if rule.severity != "error":
            continue
        if rule.kind == "signature":
            carriers = [below(path, carrier.field) for carrier in rule.carriers]
            schema.ledger.lose("signature.mismatch", carriers[0], _SIGNED, carriers[1:])
            schema.ledger.lose("signature.missing", carriers[0], _SECRET)
            continue
        _rule(paths, rule, path, said)
    return said


def _rule(paths: Paths, rule: Rule, path: str, said: Said) -> None:
    schema = paths.schema
    code = f"rule.{rule.kind}"
    constraint = _CONSTRAINTS[rule.kind](paths, rule) if rule.kind in _CONSTRAINTS else None
    test = None
    if constraint is not None:
        said.constraints.append(constraint)
    elif schema.modern and rule.kind in _TESTS:
        test = _TESTS[rule.kind](paths, rule)
    if test is not None:
        said.asserts.append(test)
    places = [below(path, name) for name in rule.places]
    if constraint is not None or test is not None:
        for place in places:
            schema.ledger.hold(code, place)
    elif not rule.by_request and not _outside(rule.when):
        # What depends on a request or a setting no body breaks by itself.
        schema.ledger.lose(code, places[0], _UNSAID if schema.modern else _ONE_FIELD, places[1:])


def _outside(cond: Cond | None) -> bool:
    return cond is not None and (cond.path.startswith(("request.", "setting.")) or any(map(_outside, cond.items)))


# ---------------------------------------------------------------- identity constraints


def _unique(paths: Paths, rule: Rule) -> El | None:
    """``xs:unique`` over the items' keys, if a key is never there without being one."""
    key = paths.key(rule.field, rule.key)
    if key is None or key.absent or key.leaf.nil == "absent":
        return None
    selector = paths.plain(key.items)
    fields = ["."] if key.key is None else paths.plain(key.key)
    if selector is None or fields is None:
        return None
    children = [El("xs:selector", {"xpath": "|".join(selector)}), El("xs:field", {"xpath": "|".join(fields)})]
    return El("xs:unique", {"name": paths.schema.constraint(rule.id)}, children)


def _one_of(paths: Paths, rule: Rule) -> El | None:
    """A key or unique of the element over the fields, if each is a text that is never there without counting."""
    steps: list[str] = []
    for name in rule.fields:
        place, given = paths.places.get(name), field_of(paths.record, name)
        if place is None or given is None or given.default is not None or place.member.each:
            return None
        if not isinstance(place.member.node, Leaf) or place.member.node.nil == "absent":
            return None
        plain = paths.plain(place)
        if plain is None or place.member.slot == "text" or literals(place.member.node, place.member, paths.record):
            return None
        steps += plain
    kind = "key" if rule.kind == "exactly_one" else "unique"
    children = [El("xs:selector", {"xpath": "."}), El("xs:field", {"xpath": "|".join(steps)})]
    return El(f"xs:{kind}", {"name": paths.schema.constraint(rule.id)}, children)


_CONSTRAINTS = {"unique": _unique, "exactly_one": _one_of, "at_most_one": _one_of}


# ---------------------------------------------------------------- assertions


def _distinct(paths: Paths, rule: Rule) -> str | None:
    """That the keys that are there differ."""
    key = paths.key(rule.field, rule.key)
    nodes = None if key is None else paths.keys_there(key)
    if key is None or nodes is None:
        return None
    return f"count({nodes}) = count(distinct-values({nodes}/{paths.text(key.key)}))"


def _counted(paths: Paths, rule: Rule) -> str | None:
    """That one of the fields, or at most one, is there."""
    tests = [paths.there(name) for name in rule.fields]
    if None in tests:
        return None
    total = " + ".join(f"(if ({test}) then 1 else 0)" for test in tests)
    return f"{total} {'=' if rule.kind == 'exactly_one' else '<='} 1"


def _conditional(paths: Paths, rule: Rule) -> str | None:
    """That a field is there, or is not, unless the condition cannot be told to hold."""
    there = paths.there(rule.field)
    holds = "true()" if rule.when is None else _cond(rule.when, paths, True)
    if there is None or holds is None:
        return None
    wanted = there if rule.kind == "required_if" else f"not({there})"
    return wanted if holds == "true()" else f"not({holds}) or {wanted}"


_TESTS = {
    "unique": _distinct,
    "exactly_one": _counted,
    "at_most_one": _counted,
    "required_if": _conditional,
    "forbidden_if": _conditional,
}


def _cond(cond: Cond, paths: Paths, want: bool) -> str | None:
    """That a condition surely holds, or surely does not; None if XPath cannot tell."""
    if cond.op in ("all", "any"):
        tests = [_cond(item, paths, want) for item in cond.items]
        known = [test for test in tests if test is not None]
        if len(known) < len(tests):
            return None
        return "(" + (" and " if (cond.op == "all") == want else " or ").join(known) + ")"
    if cond.op == "not":
        return _cond(cond.items[0], paths, not want)
    if cond.op == "present":
        there = paths.there(cond.path)
        return there if there is None or want else f"not({there})"
    if cond.op in ("equals", "in"):
        return paths.equal(cond.path, cond.values, want)
    return None
