"""Rules over values, for strategies: is one broken, how is it repaired, how is it broken on purpose.

Stated a second time, apart from the engine, so that tests compare two statements. One
function per kind of rule in each table; conditions have three values, as the engine's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from wirebook import lexical
from wirebook.model import Cond, List, Map, Rule, Scalar
from wirebook.testing import list_rules
from wirebook.testing.places import CLEAN, TOLERATED, Places
from wirebook.testing.scalars import fine

__all__ = ["BREAKS", "BROKEN", "REPAIRS", "World", "marks", "there"]


@lru_cache(maxsize=1024)
def _present(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Values that count as being there; kept, as a strategy is checked when it is drawn from first."""
    return strategy.filter(lambda found: found not in ([], {}))


def there(value: Mapping[str, Any], name: str) -> bool:
    """Whether a field is there; empty lists and maps are not."""
    return value.get(name) not in (None, [], {})


class World:
    """One instance of a record while its rules are looked at, and what lies around it.

    settings and request: what conditions may ask for; a forced condition adds to them.
    kept: fields that a repair must not drop.
    """

    def __init__(
        self,
        draw: st.DrawFn | None,
        places: Places,
        strategies: Mapping[str, st.SearchStrategy[Any]],
        value: dict[str, Any],
        *,
        settings: dict[str, str],
        tolerated: bool = False,
        kept: frozenset[str] = frozenset(),
    ) -> None:
        self._draw = draw
        self.places = places
        self.strategies = strategies
        self.value = value
        self.settings = settings
        self.request: dict[str, Any] = {}
        self.tolerated = tolerated
        self.kept = kept

    def draw(self, strategy: st.SearchStrategy[Any]) -> Any:
        """A choice; worlds that are only looked at make none."""
        assert self._draw is not None
        return self._draw(strategy)

    def add(self, name: str) -> None:
        """Put a field in, with a value that counts as being there."""
        assume(name in self.strategies)
        self.value[name] = self.draw(_present(self.strategies[name]))

    def drop(self, name: str) -> None:
        """Take a field out; gives the draw up where absence cannot be written."""
        if not there(self.value, name):
            return
        assume(name not in self.kept and self.can_drop(name))
        kind = self.places.of[name].field.type
        if isinstance(kind, (List, Map)):
            self.value[name] = [] if isinstance(kind, List) else {}
        else:
            del self.value[name]

    def can_drop(self, name: str) -> bool:
        """Whether a field's absence is a value of its own here."""
        place = self.places.of.get(name)
        if place is None:
            return False
        if isinstance(place.field.type, (List, Map)):
            return not isinstance(place.field.type, List) or not place.field.type.facets
        if place.field.default is not None or not place.field.optional:
            return False
        return place.absence <= (TOLERATED if self.tolerated else CLEAN)

    # ------------------------------------------------------------ conditions

    def holds(self, cond: Cond | None) -> bool | None:
        """Whether a condition holds, None where that cannot be told."""
        if cond is None:
            return True
        if cond.op in ("all", "any", "not"):
            answers = [self.holds(item) for item in cond.items]
            if cond.op == "not":
                return None if answers[0] is None else not answers[0]
            decisive = cond.op == "any"
            return decisive if decisive in answers else None if None in answers else not decisive
        region, dot, name = cond.path.partition(".")
        if not dot:
            found: Any = self.value.get(cond.path)
        else:
            found = self.settings.get(name) if region == "setting" else self.request.get(name)
        if cond.op == "present":
            return None if dot and found is None else found not in (None, [], {})
        if found in (None, [], {}):
            return None
        if isinstance(found, bool):
            return any(str(found).lower() == str(wanted).lower() for wanted in cond.values)
        return any(found == wanted or str(found) == str(wanted) for wanted in cond.values)

    def force(self, cond: Cond, want: bool) -> None:
        """Make a condition hold, or not hold."""
        if cond.op == "not":
            self.force(cond.items[0], not want)
        elif cond.op in ("all", "any"):
            for item in cond.items if (cond.op == "all") == want else cond.items[:1]:
                self.force(item, want)
        elif "." in cond.path:
            self._force_outside(cond, want)
        elif cond.op == "present":
            if not want:
                self.drop(cond.path)
            elif not there(self.value, cond.path):
                self.add(cond.path)
        elif cond.op in ("equals", "in"):
            self._force_value(cond, want)

    def _force_outside(self, cond: Cond, want: bool) -> None:
        region, _, name = cond.path.partition(".")
        found: Any = cond.values[0] if cond.values and want else "wirebook"
        if region == "setting":
            self.settings[name] = str(found)
        elif region == "request":
            self.request[name] = found

    def _force_value(self, cond: Cond, want: bool) -> None:
        if self.holds(cond) is want:
            return
        assume(cond.path in self.places.of)
        scalar = self.places.of[cond.path].field.type
        assert isinstance(scalar, Scalar)
        if not want:
            names = {str(value) for value in cond.values}
            self.value[cond.path] = self.draw(self.strategies[cond.path].filter(lambda found: str(found) not in names))
            return
        values = [lexical.spelled(scalar, value) for value in cond.values]
        values = [value for value in values if value is not None and fine(scalar, value, tolerated=self.tolerated)]
        assume(values)
        self.value[cond.path] = self.draw(st.sampled_from(values))


# ---------------------------------------------------------------- is it broken?


def _repeated(rule: Rule, world: World) -> bool:
    items = world.value.get(rule.field, [])
    keys = [item.get(rule.key) if rule.key else item for item in items]
    keys = [key for key in keys if key is not None]
    return len(set(keys)) < len(keys)


def _count(rule: Rule, world: World) -> int:
    return sum(there(world.value, name) for name in rule.fields)


def marks(rules: Iterable[Rule]) -> tuple[str, ...]:
    """What no parameter may hold where all of them are signed: the delimiter, or what takes its place."""
    found = []
    for rule in rules:
        if rule.kind == "signature" and rule.over == "parameters":
            found.append(rule.delimiter or rule.pair.partition("{name}")[2].partition("{value}")[0])
    return tuple(filter(None, found))


def _ambiguous(rule: Rule, world: World) -> bool:
    """Signed by a carrier that is there, with a delimiter inside a signed text."""
    if not rule.delimiter or not any(there(world.value, carrier.field) for carrier in rule.carriers):
        return False
    for name in rule.join:
        place = world.places.of.get(name)
        scalar = place.field.type if place is not None and there(world.value, name) else None
        if isinstance(scalar, Scalar) and rule.delimiter in lexical.render(scalar, world.value[name]):
            return True
    return False


BROKEN: dict[str, Callable[[Rule, World], bool]] = {
    "unique": _repeated,
    "required_if": lambda rule, world: not there(world.value, rule.field) and world.holds(rule.when) is True,
    "forbidden_if": lambda rule, world: there(world.value, rule.field) and world.holds(rule.when) is True,
    "exactly_one": lambda rule, world: _count(rule, world) != 1,
    "at_most_one": lambda rule, world: _count(rule, world) > 1,
    "echoes": lambda rule, world: False,
    "answered": lambda rule, world: False,
    "count": list_rules.miscounted,
    "repeated": list_rules.misrepeated,
    "signature": _ambiguous,
}


# ---------------------------------------------------------------- repairs


def _required(rule: Rule, world: World) -> None:
    if rule.field in world.strategies:
        world.add(rule.field)


def _one(rule: Rule, world: World) -> None:
    found = [name for name in rule.fields if there(world.value, name)]
    if not found:
        world.add(world.draw(st.sampled_from([name for name in rule.fields if name in world.strategies])))
        return
    kept = next((name for name in found if name in world.kept or not world.can_drop(name)), None)
    kept = kept or world.draw(st.sampled_from(found))
    for name in found:
        if name != kept:
            world.drop(name)


def _unsigned(rule: Rule, world: World) -> None:
    for carrier in rule.carriers:
        world.drop(carrier.field)


REPAIRS: dict[str, Callable[[Rule, World], None]] = {
    "required_if": _required,
    "forbidden_if": lambda rule, world: world.drop(rule.field),
    "exactly_one": _one,
    "at_most_one": _one,
    "count": list_rules.recount,
    "repeated": list_rules.kept_apart,
    "signature": _unsigned,
}


# ---------------------------------------------------------------- breaking on purpose; the path that the finding bears


def _repeat(rule: Rule, world: World) -> str:
    items = world.value[rule.field]
    world.value[rule.field] = [items[0], items[0]]
    return f"{rule.field}[1].{rule.key}" if rule.key else f"{rule.field}[1]"


def _require(rule: Rule, world: World) -> str:
    if rule.when is not None:
        world.force(rule.when, True)
    world.drop(rule.field)
    return rule.field


def _forbid(rule: Rule, world: World) -> str:
    if rule.when is not None:
        world.force(rule.when, True)
    if not there(world.value, rule.field):
        world.add(rule.field)
    return rule.field


def _none(rule: Rule, world: World) -> str:
    for name in rule.fields:
        world.drop(name)
    return rule.fields[0]


def _two(rule: Rule, world: World) -> str:
    for name in rule.fields[:2]:
        if not there(world.value, name):
            world.add(name)
    return next(name for name in rule.fields if there(world.value, name))


BREAKS: dict[str, tuple[Callable[[Rule, World], str], ...]] = {
    "unique": (_repeat,),
    "required_if": (_require,),
    "forbidden_if": (_forbid,),
    "exactly_one": (_none, _two),
    "at_most_one": (_two,),
    "count": (list_rules.miscount,),
    "repeated": (list_rules.repeat_code, list_rules.repeat_same),
}
