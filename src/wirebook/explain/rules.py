"""One function per kind of rule: what a record's fields must mean together.

Each takes the rule and the world around one instance of the record and yields what
is wrong, or what could not be checked. A rule looks at valid values only; where one
of its inputs is broken or absent it is silent, because that is reported already.
"""

from __future__ import annotations

from collections.abc import Callable

from wirebook.explain import list_rules
from wirebook.explain.conditions import World, holds, in_words
from wirebook.explain.outcome import Raw
from wirebook.explain.scope import Scope
from wirebook.explain.signatures import signature
from wirebook.explain.told import Told, broken, skipped
from wirebook.model import Rule

__all__ = ["RULES", "evaluate"]


def evaluate(rule: Rule, world: World) -> Told:
    """What one rule says about one instance of its record."""
    return RULES[rule.kind](rule, world)


# ---------------------------------------------------------------- presence


def _required_if(rule: Rule, world: World) -> Told:
    scope = world.scope
    if rule.field in scope.open:
        yield from _unsure(rule, world)
    elif not scope.there(rule.field) and rule.field not in scope.missing:
        yield from _when(rule, "rule.required_if", world)


def _unsure(rule: Rule, world: World) -> Told:
    """A rule about a field of which nobody knows whether it is there."""
    if rule.when is None or holds(rule.when, world) is not False:
        yield skipped(rule, world.scope.open[rule.field], world.scope)


def _forbidden_if(rule: Rule, world: World) -> Told:
    if rule.field in world.scope.open:
        yield from _unsure(rule, world)
    elif world.scope.there(rule.field):
        yield from _when(rule, "rule.forbidden_if", world)


def _when(rule: Rule, code: str, world: World) -> Told:
    world.lacks = None
    answer = True if rule.when is None else holds(rule.when, world)
    if answer:
        args = {"name": rule.field, "when": in_words(rule.when), "when.ru": in_words(rule.when, "ru")}
        yield broken(rule, code, world.scope, rule.field, args)
    elif answer is None and world.lacks is not None:
        yield skipped(rule, world.lacks, world.scope)


def _exactly_one(rule: Rule, world: World) -> Told:
    there = [name for name in rule.fields if world.scope.there(name)]
    unread = not there and any(name in world.scope.missing for name in rule.fields)  # that was reported
    if len(there) > 1 or (not there and not unread and not _open(rule, world.scope)):
        yield _counted(rule, "rule.exactly_one", world.scope, there)
    else:
        yield from _uncounted(rule, world.scope)


def _open(rule: Rule, scope: Scope) -> list[str]:
    return [name for name in rule.fields if name in scope.open]


def _uncounted(rule: Rule, scope: Scope) -> Told:
    """Fields of which nobody knows whether they are there may break the rule all the same."""
    for name in _open(rule, scope)[:1]:
        yield skipped(rule, scope.open[name], scope)


def _at_most_one(rule: Rule, world: World) -> Told:
    there = [name for name in rule.fields if world.scope.there(name)]
    if len(there) > 1:
        yield _counted(rule, "rule.at_most_one", world.scope, there)
    else:
        yield from _uncounted(rule, world.scope)


def _counted(rule: Rule, code: str, scope: Scope, there: list[str]) -> Raw:
    args = {"got": str(len(there)), "name": ", ".join(rule.fields)}
    return broken(rule, code, scope, there[0] if there else rule.fields[0], args)


RULES: dict[str, Callable[[Rule, World], Told]] = {
    "unique": list_rules.unique,
    "required_if": _required_if,
    "forbidden_if": _forbidden_if,
    "exactly_one": _exactly_one,
    "at_most_one": _at_most_one,
    "echoes": list_rules.echoes,
    "answered": list_rules.answered,
    "count": list_rules.count,
    "repeated": list_rules.repeated,
    "signature": signature,
}
