"""Bodies that break exactly one rule: the value is made to break it, and written without being held to it.

Signatures need a secret and replies a request: the breaker states that context.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import assume
from hypothesis import strategies as st

from wirebook.model import Cond, Field, List, Message, Provider, Record, Rule
from wirebook.part import Part
from wirebook.testing.drawn import drawn
from wirebook.testing.places import Places, instance, places
from wirebook.testing.request_breakers import request_breakers
from wirebook.testing.rules import BREAKS, BROKEN, World
from wirebook.testing.signatures import signature_breakers
from wirebook.testing.wires import Wires

if TYPE_CHECKING:
    from wirebook.testing.breaking import Breaker

__all__ = ["rule_breakers"]


def rule_breakers(wires: Wires) -> Iterator[Breaker]:
    """A breaker, or two, for each rule of a message and of the records in it."""
    for place, path in _owners(places(wires.message.record, wires.shape), ""):
        for rule in place.record.rules if place.record is not None else ():
            if rule.kind == "signature" and not path:
                yield from signature_breakers(wires, place, rule)
            elif rule.by_request:
                yield from request_breakers(wires, place, path, rule)
            elif all(name in place.of for name in _fields(rule)):
                for number in range(len(BREAKS.get(rule.kind, ()))):
                    yield from _broken(wires, place, path, rule, number)


def _fields(rule: Rule) -> tuple[str, ...]:
    return rule.counted or rule.fields or (rule.field,)


def _owners(top: Places, path: str) -> Iterator[tuple[Places, str]]:
    """The places of every record of the message with their logical path, ``messages[]``."""
    yield top, path
    for name, place in top.of.items():
        if place.inner is not None and place.inner.record is not None:
            step = "[]" if isinstance(place.field.type, List) else ""
            yield from _owners(place.inner, f"{path}.{name}{step}".lstrip("."))


def concrete(path: str, name: str) -> str:
    """The path of a field of the first of the records at a path."""
    return f"{path.replace('[]', '[0]')}.{name}".strip(".")


# ---------------------------------------------------------------- rules that a value alone breaks


def _wanted(path: str, rule: Rule) -> frozenset[str]:
    """What has to be there before the rule can be broken."""
    item = f"{path}.{rule.field}[]".lstrip(".")
    if rule.kind == "unique":
        return frozenset((f"{item}.{rule.key}" if rule.key else item,))
    if rule.kind == "repeated":
        return frozenset(f"{item}.{name}" for name in (rule.key, rule.code, *rule.same))
    return frozenset((path,)) if path else frozenset()


def _able(place: Places, rule: Rule, number: int) -> bool:
    """Whether the shape can write what breaks the rule."""
    world = World(None, place, {}, {}, settings={})
    if rule.when is not None and any("." not in path and path not in place.of for path in _needed(rule.when)):
        return False
    if rule.kind == "required_if":
        return world.can_drop(rule.field)
    if rule.kind == "exactly_one" and number == 0:
        return all(world.can_drop(name) for name in rule.fields)
    if rule.kind == "repeated" and number == 1 and not rule.same:
        return False
    if rule.kind in ("unique", "repeated"):
        kind = place.of[rule.field].field.type
        limits = [int(str(f.value)) for f in kind.facets if f.name == "maxItems"] if isinstance(kind, List) else []
        return min(limits, default=2) >= 2
    return True


def _needed(cond: Cond) -> Iterator[str]:
    """The paths without which a condition cannot hold."""
    if cond.op in ("equals", "in", "present"):
        yield cond.path
    elif cond.op == "all":
        for item in cond.items:
            yield from _needed(item)


def _broken(wires: Wires, place: Places, path: str, rule: Rule, number: int) -> Iterator[Breaker]:
    from wirebook.testing.breaking import Breaker

    if not _able(place, rule, number):
        return
    maker = wires.maker(wanted=_wanted(path, rule), sparse=True)
    top = places(wires.message.record, wires.shape)
    values = wires.values(maker)
    strategies = maker.fields(place, f"{path}." if path else "")
    without = _without(wires.provider, wires.message, rule)
    record = place.record
    assert record is not None
    others = tuple(other for other in record.rules if other is not rule)
    settings, request = outside(rule)
    context = wires.context(settings=settings, request=request)
    name = _name(rule, number)

    def parts(draw: st.DrawFn) -> Part:
        value = draw(values)
        found = instance(top, value, path)[1]
        world = World(draw, place, strategies, found, settings={**maker.settings, **settings})
        world.request = request or {}
        told = BREAKS[rule.kind][number](rule, world)
        assume(told == name)
        world.kept = frozenset(found)
        maker.repair(world, others)
        assume(BROKEN[rule.kind](rule, world))
        # A field that was added may want the rest of its optional part of a line.
        assume(wires.comes_back(value, context, provider=without))
        return wires.part(value, context, provider=without)

    code = f"rule.{rule.kind}"
    made = drawn(parts)
    yield Breaker(
        f"{code} {rule.id}", code, concrete(path, name), rule.severity, made.map(lambda part: part.body),
        wires.charset, settings=tuple(settings.items()), request=request, parts=made if wires.shape.regions else None,
    )  # fmt: skip


def _name(rule: Rule, number: int) -> str:
    """The field that the finding names."""
    if rule.kind == "repeated":
        return f"{rule.field}[1].{(rule.code, *rule.same)[number]}"
    if rule.kind == "count":
        return rule.places[0]
    if rule.kind == "unique":
        return f"{rule.field}[1].{rule.key}" if rule.key else f"{rule.field}[1]"
    return rule.field or rule.fields[0]


def outside(rule: Rule) -> tuple[dict[str, str], dict[str, Any] | None]:
    """The settings and the request under which the rule's condition can hold."""
    settings: dict[str, str] = {}
    request: dict[str, Any] = {}
    if rule.when is not None:
        world = World(None, Places(None), {}, {}, settings=settings)
        for cond in _leaves(rule):
            if "." in cond.path:
                world.force(cond, True)
        request = world.request
    return settings, request or None


def _leaves(rule: Rule) -> Iterator[Any]:
    stack = [rule.when] if rule.when is not None else []
    while stack:
        cond = stack.pop()
        stack.extend(cond.items)
        if not cond.items:
            yield cond


def _without(provider: Provider, message: Message, rule: Rule) -> Provider:
    """The provider as it would be if the rule were not there."""
    bare = replace(message, record=_stripped(message.record, rule))
    return replace(provider, messages=tuple(bare if one is message else one for one in provider.messages))


def _stripped(record: Record, rule: Rule) -> Record:
    fields = tuple(_field(field, rule) for field in record.fields)
    return replace(record, fields=fields, rules=tuple(other for other in record.rules if other is not rule))


def _field(field: Field, rule: Rule) -> Field:
    kind = field.type
    if isinstance(kind, Record):
        return replace(field, type=_stripped(kind, rule))
    if isinstance(kind, List) and isinstance(kind.item, Record):
        return replace(field, type=replace(kind, item=_stripped(kind.item, rule)))
    return field
