"""Rules between members, as JSON Schema applies them to an object.

A rule refuses only where its condition surely holds, so a condition is written twice:
as what makes it true and as what makes it false; an absent field makes a comparison
neither. What cannot be said is told to the ledger. How a field is found in an object
is the caller's business (``Finder``).
"""

from __future__ import annotations

from typing import Protocol

from wirebook.model import Cond, List, Record, Rule, Scalar
from wirebook_codegen.jsonschema.scalars import Json
from wirebook_codegen.losses import Ledger
from wirebook_codegen.shapes import below, field_of

__all__ = ["Finder", "rules"]


class Finder(Protocol):
    """How an object says things about a field of its record; None where it cannot."""

    def there(self, name: str) -> Json | None:
        """A schema of objects in which the field is there."""

    def compared(self, name: str) -> bool:
        """Whether the items of a list stand apart, so that they can be compared with each other."""

    def equal(self, name: str, values: tuple[str | int, ...], want: bool) -> Json | None:
        """A schema of objects in which the field is there and is (not) one of the values."""


def rules(record: Record, finder: Finder, ledger: Ledger, path: str) -> list[Json]:
    """What the rules of a record add to its object; ``unique`` stands with its list (``distinct``)."""
    made = []
    for rule in record.rules:
        if rule.severity != "error":
            continue
        if rule.kind == "signature":
            carriers = [below(path, carrier.field) for carrier in rule.carriers]
            ledger.lose("signature.mismatch", carriers[0], "a schema cannot compute a signature", carriers[1:])
            ledger.lose("signature.missing", carriers[0], "a schema does not know that a secret is configured")
            continue
        said = _rule(rule, record, finder)
        places = [below(path, name) for name in rule.places]
        if said is not None:
            made += [said] if said else []
            for place in places:
                ledger.hold(f"rule.{rule.kind}", place)
        elif not rule.by_request and not _outside(rule.when):
            # What depends on a request or a setting no body breaks by itself.
            ledger.lose(f"rule.{rule.kind}", places[0], _REASONS.get(rule.kind, _UNSAID), places[1:])
    return made


_UNSAID = "not one that JSON Schema can test here"
_REASONS = {"unique": "JSON Schema compares whole items only"}


def _outside(cond: Cond | None) -> bool:
    return cond is not None and (cond.path.startswith(("request.", "setting.")) or any(map(_outside, cond.items)))


def _rule(rule: Rule, record: Record, finder: Finder) -> Json | None:
    if rule.kind == "unique":
        # Said where the list stands, for lists of scalars.
        return {} if distinct(rule, record) and finder.compared(rule.field) else None
    if rule.kind in ("exactly_one", "at_most_one"):
        each = [finder.there(name) for name in rule.fields]
        known = [schema for schema in each if schema is not None]
        if len(known) < len(each):
            return None
        one: Json = {"oneOf": known}
        return one if rule.kind == "exactly_one" else {"anyOf": [{"not": {"anyOf": known}}, one]}
    if rule.kind not in ("required_if", "forbidden_if"):
        return None
    there = finder.there(rule.field)
    holds: Json | None = {} if rule.when is None else _cond(rule.when, finder, True)
    if there is None or holds is None:
        return None
    wanted = there if rule.kind == "required_if" else {"not": there}
    return {"if": holds, "then": wanted} if holds else wanted


def distinct(rule: Rule, record: Record) -> bool:
    """Whether a rule says that the scalars of a list differ, which JSON Schema can say."""
    given = field_of(record, rule.field)
    item = given.type.item if given is not None and isinstance(given.type, List) else None
    # Two values of a union may be printed alike: a date, and a text that looks like one.
    scalars = isinstance(item, Scalar) and item.base != "union"
    return rule.kind == "unique" and rule.severity == "error" and not rule.key and scalars


def _cond(cond: Cond, finder: Finder, want: bool) -> Json | None:
    if cond.op in ("all", "any"):
        items = [_cond(item, finder, want) for item in cond.items]
        known = [item for item in items if item is not None]
        if len(known) < len(items):
            return None
        return {"allOf" if (cond.op == "all") == want else "anyOf": known}
    if cond.op == "not":
        return _cond(cond.items[0], finder, not want)
    if cond.op == "present":
        there = finder.there(cond.path)
        return there if there is None or want else {"not": there}
    if cond.op in ("equals", "in"):
        return finder.equal(cond.path, cond.values, want)
    return None
