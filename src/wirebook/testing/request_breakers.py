"""Replies that break a rule about the request: sound in themselves, next to a request that they do not answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from hypothesis import assume
from hypothesis import strategies as st

from wirebook.model import List, Rule
from wirebook.part import Part
from wirebook.testing.drawn import drawn
from wirebook.testing.list_rules import miscount, miscounted
from wirebook.testing.places import Places, instance, places
from wirebook.testing.rules import World
from wirebook.testing.wires import Wires

if TYPE_CHECKING:
    from wirebook.testing.breaking import Breaker

__all__ = ["request_breakers"]

_NOBODY = "wirebook-nobody"  # an identifier that no reply has
_MANY = 300  # more items than any generated reply has


def request_breakers(wires: Wires, place: Places, path: str, rule: Rule) -> Iterator[Breaker]:
    """A breaker of a rule about the request; none where the shape has no place for what it is about."""
    from wirebook.testing.breaking import Breaker
    from wirebook.testing.rule_breakers import concrete, outside

    if any(name not in place.of for name in _own(rule)):
        return
    settings, forced = outside(rule)
    request = {**(forced or {}), **_asked(rule)}
    maker = wires.maker(wanted=_wanted(place, path, rule), sparse=True)
    top = places(wires.message.record, wires.shape)
    values = wires.values(maker)
    strategies = maker.fields(place, f"{path}." if path else "")
    record = place.record
    assert record is not None
    twins = _twins(rule, record.rules)

    def parts(draw: st.DrawFn) -> Part:
        value = draw(values)
        found = instance(top, value, path)[1]
        world = World(draw, place, strategies, found, settings={**maker.settings, **settings})
        world.request = request
        for one in (*(twin for twin in twins if twin.kind == "answered"), rule):
            if one.when is not None:
                world.force(one.when, True)
        if rule.kind == "count":
            miscount(rule, world)
        elif isinstance(place.of[rule.field].field.type, List):
            found[rule.field] = found[rule.field][:1] if rule.kind == "echoes" or not twins else []
        world.kept = frozenset(found)
        maker.repair(world, tuple(other for other in record.rules if other is not rule))
        assume(all(world.holds(one.when) is True for one in (rule, *twins) if one is rule or one.kind == "answered"))
        assume(rule.kind != "count" or miscounted(rule, world))
        assume(wires.comes_back(value))
        return wires.part(value)

    made = drawn(parts)
    # Who is told of another one's answer is not told of their own.
    also = tuple(
        (f"rule.{one.kind}", one.severity, concrete(path, one.field)) for one in twins if one.kind == "answered"
    )
    code = f"rule.{rule.kind}"
    yield Breaker(
        f"{code} {rule.id}", code, concrete(path, _name(place, rule)), rule.severity,
        made.map(lambda part: part.body), wires.charset, settings=tuple(settings.items()), request=request,
        parts=made if wires.shape.regions else None, also=also,
    )  # fmt: skip


def _twins(rule: Rule, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The rules that hold the same list against the same values of the request the other way round."""
    other = {"echoes": "answered", "answered": "echoes"}.get(rule.kind)
    place = rule.field, rule.key, rule.request
    return tuple(one for one in rules if one.kind == other and (one.field, one.key, one.request) == place)


def _own(rule: Rule) -> tuple[str, ...]:
    """The record's fields that the rule is about."""
    return tuple(name for name in rule.counted or (rule.field,) if not name.startswith("request."))


def _asked(rule: Rule) -> dict[str, Any]:
    """A request that the replies do not answer."""
    if rule.kind != "count":
        name, _, key = rule.request.partition(".")
        return {name: [{key: _NOBODY}] if key else [_NOBODY]}
    low = (rule.bound == "at_most") != rule.field.startswith("request.")
    many = _MANY + sum(one for one in rule.to if isinstance(one, int))
    asked = [name.removeprefix("request.") for name in rule.counted if name.startswith("request.")]
    return {name: [] if low and rule.bound != "equal" else [_NOBODY] * many for name in asked}


def _wanted(place: Places, path: str, rule: Rule) -> frozenset[str]:
    """What has to be there before the rule can be broken."""
    wanted = {path} if path else set()
    for name in _own(rule):
        many = isinstance(place.of[name].field.type, List)
        item = f"{path}.{name}".lstrip(".") + ("[]" if many else "")
        if rule.kind == "echoes":
            wanted.add(f"{item}.{rule.key}" if rule.key else item)
        elif rule.kind == "count":
            wanted.add(item)
    return frozenset(wanted)


def _name(place: Places, rule: Rule) -> str:
    """The field that the finding names."""
    if rule.kind != "echoes":
        return rule.places[0]
    many = isinstance(place.of[rule.field].field.type, List)
    return f"{rule.field}[0].{rule.key}" if rule.key else f"{rule.field}[0]" if many else rule.field
