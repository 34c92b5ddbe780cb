"""Rules about a list's items, alone and against the request that is answered; one function per kind.

A rule looks at valid values only; where one of its inputs is broken or absent it is silent,
because that is reported already.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wirebook.explain.conditions import World, holds
from wirebook.explain.scope import ABSENT, ITEM, Scope
from wirebook.explain.told import Told, broken, skipped, span
from wirebook.model import Rule

__all__ = ["answered", "count", "echoes", "repeated", "unique"]


def _keyed(scope: Scope, field: str, key: str) -> Iterator[tuple[Any, Scope, str]]:
    """The valid keys of a list's items, each with its item and the name that binds it there."""
    name = key or ITEM
    for item in scope.items.get(field, ()):
        value = _value(item, name)
        if value is not ABSENT:
            yield value, item, name


def _value(item: Scope, name: str) -> Any:
    """A valid value of an item, or ABSENT."""
    return ABSENT if name in item.broken else item.value(name)


def unique(rule: Rule, world: World) -> Told:
    """The items' keys differ."""
    if rule.field in world.scope.open:
        yield skipped(rule, world.scope.open[rule.field], world.scope)
    seen: dict[Any, tuple[Scope, str]] = {}
    for value, item, name in _keyed(world.scope, rule.field, rule.key):
        if value not in seen:
            seen[value] = item, name
            continue
        first, first_name = seen[value]
        raw = broken(rule, "rule.unique", item, name, {"name": rule.key or rule.field})
        raw.related = (span(first.place_of(first_name)),)
        yield raw


# ---------------------------------------------------------------- against the request


def _lacks(rule: Rule, world: World) -> str | None:
    """Why a rule under a condition is not looked at: what is lacking to tell, "" if it need not hold; None if it is."""
    if rule.when is None:
        return None
    world.lacks = None
    answer = holds(rule.when, world)
    return None if answer else "" if answer is False else world.lacks or ""


def _asked(rule: Rule, world: World) -> tuple[set[Any], str | None]:
    """The values at the rule's path of the request: one, a list's, or those of a list's field; what is lacking."""
    lacks = _lacks(rule, world)
    request = world.ctx.request
    if lacks is None and request is None:
        lacks = "no-request"
    if lacks is not None or request is None:
        return set(), lacks
    name, _, key = rule.request.partition(".")
    found = request.get(name)
    items = found if isinstance(found, (list, tuple)) else [] if found is None else [found]
    if key:
        items = [item.get(key) for item in items if isinstance(item, dict)]
    return {item for item in items if item is not None and not isinstance(item, (dict, list))}, None


def echoes(rule: Rule, world: World) -> Told:
    """A scalar, or the items' keys, stand in the request."""
    scope = world.scope
    if rule.field in scope.open:
        yield skipped(rule, scope.open[rule.field], scope)
        return
    many = rule.field in scope.items
    if not many and (rule.field in scope.broken or scope.value(rule.field) is ABSENT):
        return
    asked, lacks = _asked(rule, world)
    if lacks:
        yield skipped(rule, lacks, scope)
    if not asked:
        return
    if not many:
        if scope.value(rule.field) not in asked:
            yield broken(rule, "rule.echoes", scope, rule.field, {"name": rule.field})
        return
    for value, item, name in _keyed(scope, rule.field, rule.key):
        if value not in asked:
            yield broken(rule, "rule.echoes", item, name, {"name": rule.key or rule.field})


def answered(rule: Rule, world: World) -> Told:
    """What the request asked for stands among the items' keys."""
    scope = world.scope
    if rule.field in scope.open:
        yield skipped(rule, scope.open[rule.field], scope)
        return
    if rule.field in scope.missing or rule.field not in scope.items:
        return
    asked, lacks = _asked(rule, world)
    if lacks:
        yield skipped(rule, lacks, scope)
    name = rule.key or ITEM
    if any(name in item.broken for item in scope.items[rule.field]):
        return  # it may be the one that answers
    left = asked.difference(value for value, _, _ in _keyed(scope, rule.field, rule.key))
    if left:
        args = {"name": rule.request, "got": str(len(left)), "limit": str(len(asked))}
        yield broken(rule, "rule.answered", scope, rule.field, args)


# ---------------------------------------------------------------- counts


_SIGNS = {"equal": "=", "at_most": "<=", "at_least": ">="}


def count(rule: Rule, world: World) -> Told:
    """A number fits the sum of others."""
    scope = world.scope
    unsure = next((scope.open[path] for path in rule.counted if path in scope.open), None)
    lacks = _lacks(rule, world) if unsure is None else unsure
    if lacks is not None:
        if lacks:
            yield skipped(rule, lacks, scope)
        return
    if rule.by_request and world.ctx.request is None:
        if all(_number(path, world) is not None for path in rule.counted if not path.startswith("request.")):
            yield skipped(rule, "no-request", scope)
        return
    got = _number(rule.field, world)
    added = [one if isinstance(one, int) else _number(one, world) for one in rule.to]
    limits = [one for one in added if one is not None]
    if got is None or len(limits) < len(added):
        return
    limit = sum(limits)
    if got == limit or (got < limit and rule.bound == "at_most") or (got > limit and rule.bound == "at_least"):
        return
    args = {"name": rule.field, "got": str(got), "sign": _SIGNS[rule.bound], "limit": str(limit)}
    args["with"] = " + ".join(map(str, rule.to))
    yield broken(rule, "rule.count", scope, rule.places[0], args)


def _number(path: str, world: World) -> int | None:
    """A number, or that of a list's items; None where there is none to be told."""
    scope = world.scope
    if path.startswith("request."):
        found = (world.ctx.request or {}).get(path.removeprefix("request."))
        if isinstance(found, (list, tuple)):
            return len(found)
    elif path in scope.items:
        return None if path in scope.missing else len(scope.items[path])
    else:
        found = None if path in scope.broken else scope.value(path)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


# ---------------------------------------------------------------- repeats


def repeated(rule: Rule, world: World) -> Told:
    """Of the items with one key all but one have the code of a repeat, and what stays the same is the same."""
    scope = world.scope
    if rule.field in scope.open:
        yield skipped(rule, scope.open[rule.field], scope)
        return
    first: dict[Any, Scope] = {}
    same: dict[tuple[str, Any], tuple[Any, Scope]] = {}
    for key, item, _ in _keyed(scope, rule.field, rule.key):
        code = _value(item, rule.code)
        if code is not ABSENT and code not in rule.values and first.setdefault(key, item) is not item:
            yield _repeat(rule, item, rule.code, first[key])
        for name in rule.same:
            value = _value(item, name)
            if value is ABSENT:
                continue
            before, other = same.setdefault((name, key), (value, item))
            if value != before:
                yield _repeat(rule, item, name, other)


def _repeat(rule: Rule, item: Scope, name: str, first: Scope) -> Any:
    raw = broken(rule, "rule.repeated", item, name, {"name": name, "key": rule.key})
    raw.related = (span(first.place_of(name)),)
    return raw
