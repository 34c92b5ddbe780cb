"""One function per kind of rule: what a record's fields must mean together.

Each takes the rule and the world around one instance of the record and yields what
is wrong, or what could not be checked. A rule looks at valid values only; where one
of its inputs is broken or absent it is silent, because that is reported already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from wirebook.diagnostic import Skipped
from wirebook.explain.conditions import World, holds, in_words
from wirebook.explain.outcome import Raw
from wirebook.explain.place import Place, name_span, start_span, value_span
from wirebook.explain.scope import ABSENT, ITEM, Scope
from wirebook.explain.signatures import signature
from wirebook.model import Rule

__all__ = ["RULES", "evaluate"]

Told = Iterator["Raw | Skipped"]


def evaluate(rule: Rule, world: World) -> Told:
    """What one rule says about one instance of its record."""
    return RULES[rule.kind](rule, world)


def _span(place: Place) -> tuple[int, int]:
    node = place.node
    if node is None:
        return start_span(place.solid())
    return name_span(node) if node.children else value_span(node)


def _finding(rule: Rule, code: str, scope: Scope, name: str, args: dict[str, str]) -> Raw:
    """A finding at a field, or at the record's start where the field is not there."""
    found = name in scope.at or name in scope.items
    place = scope.place_of(name)
    span = _span(place) if found else start_span(place.solid())
    return Raw(code, rule.severity, scope.path_of(name), span, place, args, rule.source, rule.deviation)


def _skipped(rule: Rule, reason: str, scope: Scope) -> Skipped:
    return Skipped(rule.id, reason, scope.path)


# ---------------------------------------------------------------- lists


def _keyed(scope: Scope, field: str, key: str) -> Iterator[tuple[Any, Scope, str]]:
    """The valid keys of a list's items, each with its item and the name that binds it there."""
    for item in scope.items.get(field, ()):
        name = key or ITEM
        if name in item.broken:
            continue
        value = item.value(name)
        if value is not ABSENT:
            yield value, item, name


def _unique(rule: Rule, world: World) -> Told:
    if rule.field in world.scope.open:
        yield _skipped(rule, world.scope.open[rule.field], world.scope)
    seen: dict[Any, tuple[Scope, str]] = {}
    for value, item, name in _keyed(world.scope, rule.field, rule.key):
        if value not in seen:
            seen[value] = item, name
            continue
        first, first_name = seen[value]
        raw = _finding(rule, "rule.unique", item, name, {"name": rule.key or rule.field})
        raw.related = (_span(first.place_of(first_name)),)
        yield raw


def _echoes(rule: Rule, world: World) -> Told:
    scope, request = world.scope, world.ctx.request
    if rule.field in scope.open:
        yield _skipped(rule, scope.open[rule.field], scope)
        return
    many = rule.field in scope.items
    if not many and (rule.field in scope.broken or scope.value(rule.field) is ABSENT):
        return
    if request is None:
        yield _skipped(rule, "no-request", scope)
        return
    asked = _asked(request, rule.request)
    if not asked:
        return
    if not many:
        if scope.value(rule.field) not in asked:
            yield _finding(rule, "rule.echoes", scope, rule.field, {"name": rule.field})
        return
    for value, item, name in _keyed(scope, rule.field, rule.key):
        if value not in asked:
            yield _finding(rule, "rule.echoes", item, name, {"name": rule.key or rule.field})


def _asked(request: Any, path: str) -> set[Any]:
    """The values that stand at a path of the request: one, a list's, or those of a list's field."""
    name, _, key = path.partition(".")
    found = request.get(name)
    items = found if isinstance(found, (list, tuple)) else [] if found is None else [found]
    if key:
        items = [item.get(key) for item in items if isinstance(item, dict)]
    return {item for item in items if item is not None and not isinstance(item, (dict, list))}


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
        yield _skipped(rule, world.scope.open[rule.field], world.scope)


def _forbidden_if(rule: Rule, world: World) -> Told:
    if rule.field in world.scope.open:
        yield from _unsure(rule, world)
    elif world.scope.there(rule.field):
        yield from _when(rule, "rule.forbidden_if", world)


def _when(rule: Rule, code: str, world: World) -> Told:
    world.lacks = None
    answer = True if rule.when is None else holds(rule.when, world)
    if answer:
        args = {"name": rule.field, "when": in_words(rule.when)}
        yield _finding(rule, code, world.scope, rule.field, args)
    elif answer is None and world.lacks is not None:
        yield _skipped(rule, world.lacks, world.scope)


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
        yield _skipped(rule, scope.open[name], scope)


def _at_most_one(rule: Rule, world: World) -> Told:
    there = [name for name in rule.fields if world.scope.there(name)]
    if len(there) > 1:
        yield _counted(rule, "rule.at_most_one", world.scope, there)
    else:
        yield from _uncounted(rule, world.scope)


def _counted(rule: Rule, code: str, scope: Scope, there: list[str]) -> Raw:
    args = {"got": str(len(there)), "name": ", ".join(rule.fields)}
    return _finding(rule, code, scope, there[0] if there else rule.fields[0], args)


RULES: dict[str, Callable[[Rule, World], Told]] = {
    "unique": _unique,
    "required_if": _required_if,
    "forbidden_if": _forbidden_if,
    "exactly_one": _exactly_one,
    "at_most_one": _at_most_one,
    "echoes": _echoes,
    "signature": signature,
}
