"""Counts and repeats over values, for strategies: broken or not, repaired, broken on purpose.

Stated a second time, apart from the engine; what only a request can break is elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import assume
from hypothesis import strategies as st

from wirebook import lexical
from wirebook.model import List, Rule, Scalar
from wirebook.testing.scalars import fine

if TYPE_CHECKING:
    from wirebook.testing.rules import World

__all__ = ["kept_apart", "miscount", "miscounted", "misrepeated", "number", "recount", "repeat_code", "repeat_same"]


def number(path: str, world: World) -> int | None:
    """A number, or that of a list's items; None where the value has none or the shape no place for it."""
    place = world.places.of.get(path)
    if path.startswith("request."):
        value = world.request.get(path.removeprefix("request."))
    elif place is None:
        return None
    else:
        value = world.value.get(path, [] if isinstance(place.field.type, List) else None)
    if isinstance(value, list):
        return len(value)
    return value if isinstance(value, int) else None


def _total(rule: Rule, world: World) -> int | None:
    added = [one if isinstance(one, int) else number(one, world) for one in rule.to]
    return None if None in added else sum(one for one in added if one is not None)


def _wrong(bound: str, got: int, limit: int) -> bool:
    return {"equal": got != limit, "at_most": got > limit, "at_least": got < limit}[bound]


def miscounted(rule: Rule, world: World) -> bool:
    """Whether a count is broken."""
    if world.holds(rule.when) is not True:
        return False
    got, limit = number(rule.field, world), _total(rule, world)
    return got is not None and limit is not None and _wrong(rule.bound, got, limit)


def _scalar_in(rule: Rule, world: World) -> str | None:
    """The first number of a count that can be set."""
    for path in rule.counted:
        if path in world.places.of and isinstance(world.places.of[path].field.type, Scalar):
            return path
    return None


def _set(world: World, path: str, value: int) -> bool:
    """Put a number in, if its type takes it there."""
    place = world.places.of[path]
    kind = place.field.type if place.leaf is None else place.leaf.type
    assert isinstance(kind, Scalar)
    if not fine(kind, value, tolerated=world.tolerated) or not place.carries(kind, lexical.render(kind, value)):
        return False
    world.value[path] = value
    return True


def recount(rule: Rule, world: World) -> None:
    """Set one number so that the count fits."""
    path = _scalar_in(rule, world)
    got, limit = number(rule.field, world), _total(rule, world)
    if path is None or got is None or limit is None:
        assume(False)
    elif path == rule.field:
        assume(_set(world, path, limit))
    else:
        before = number(path, world) or 0
        assume(_set(world, path, before + got - limit))


def miscount(rule: Rule, world: World) -> str:
    """Set one number so that the count does not fit."""
    if rule.when is not None:
        world.force(rule.when, True)
    for name in rule.counted:
        if name in world.places.of and number(name, world) is None:
            world.add(name)
    path = _scalar_in(rule, world)
    before = None if path is None else number(path, world)
    for value in (before + 1, before - 1, 0, 7) if before is not None else ():
        if not miscounted(rule, world) and path is not None:
            _set(world, path, value)
    assume(miscounted(rule, world))
    return rule.places[0]


# ---------------------------------------------------------------- repeats


def _groups(rule: Rule, world: World) -> list[list[dict[str, Any]]]:
    """The items with one key each."""
    found: dict[Any, list[dict[str, Any]]] = {}
    for item in world.value.get(rule.field) or ():
        if item.get(rule.key) is not None:
            found.setdefault(item[rule.key], []).append(item)
    return list(found.values())


def misrepeated(rule: Rule, world: World) -> bool:
    """Whether a repeated key is answered as no repeat."""
    for items in _groups(rule, world):
        codes = [item[rule.code] for item in items if item.get(rule.code) is not None]
        if sum(code not in rule.values for code in codes) > 1:
            return True
        for name in rule.same:
            if len({item[name] for item in items if item.get(name) is not None}) > 1:
                return True
    return False


def kept_apart(rule: Rule, world: World) -> None:
    """Keep the first item of each key."""
    items: list[dict[str, Any]] = world.value.get(rule.field) or []
    first = [group[0] for group in _groups(rule, world)]
    left = [item for item in items if item.get(rule.key) is None or any(item is one for one in first)]
    kind = world.places.of[rule.field].field.type
    assert isinstance(kind, List)
    assume(len(left) >= max((int(str(facet.value)) for facet in kind.facets if facet.name == "minItems"), default=0))
    world.value[rule.field] = left


def repeat_code(rule: Rule, world: World) -> str:
    """Two items with one key, of which neither has the code of a repeat."""
    first = world.value[rule.field][0]
    assume(first.get(rule.key) is not None and first.get(rule.code) not in (None, *rule.values))
    world.value[rule.field] = [first, dict(first)]
    return f"{rule.field}[1].{rule.code}"


def repeat_same(rule: Rule, world: World) -> str:
    """Two items with one key, of which the second repeats the first, but not what stays the same."""
    name = rule.same[0]
    first, other = (world.draw(world.strategies[rule.field].filter(bool))[0] for _ in range(2))
    code = world.draw(st.sampled_from(rule.values))
    second = {**other, rule.key: first.get(rule.key), rule.code: code}
    for again in rule.same[1:]:
        second[again] = first.get(again)
    assume(None not in (first.get(rule.key), first.get(name), second.get(name)) and first[name] != second[name])
    second = {field: value for field, value in second.items() if value is not None}
    assume(_sound(rule, world, second))
    world.value[rule.field] = [first, second]
    return f"{rule.field}[1].{name}"


def _sound(rule: Rule, world: World, item: dict[str, Any]) -> bool:
    """Whether an item that was put together breaks no rule of its own."""
    from wirebook.testing.rules import BROKEN, World

    inner = world.places.of[rule.field].inner
    if inner is None or inner.record is None:
        return True
    within = World(None, inner, {}, item, settings=world.settings, tolerated=world.tolerated)
    return not any(BROKEN[other.kind](other, within) for other in inner.record.rules)
