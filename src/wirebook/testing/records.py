"""Values of a record in one shape: fields first, then what its rules still want.

Presence, defaults and rules are honoured by construction; the engine is not asked, so
that a test that does ask it learns something.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from wirebook import lexical
from wirebook.explain.leaves import default_value
from wirebook.model import Joined, List, Map, Provider, Record, Rule, Scalar
from wirebook.testing.alphabet import HEADER, NAMES, Alphabet, alphabet
from wirebook.testing.drawn import drawn
from wirebook.testing.joined import in_list
from wirebook.testing.patterns import matching
from wirebook.testing.places import CLEAN, TOLERATED, Place, Places
from wirebook.testing.rules import BROKEN, REPAIRS, World, marks
from wirebook.testing.scalars import scalars
from wirebook.testing.sites import first_key

__all__ = ["Maker"]

_MORE = 3  # items beyond the least number
_KEYS = "[a-z][a-z0-9_]{0,11}"  # names of one's own that every encoding takes
_TRIES = 8


class Maker:
    """Makes values for one encoding and charset.

    tolerated: they may break what is only a warning. wanted: logical paths (``messages[].ttl``)
    that are there whatever else is drawn. sparse: most of what may be absent is. scalars: those that others
    made for the same encoding, charset and tolerance, kept to be taken again.
    """

    def __init__(
        self,
        provider: Provider,
        encoding: str,
        charset: str,
        *,
        tolerated: bool = False,
        wanted: frozenset[str] = frozenset(),
        sparse: bool = False,
        scalars: dict[tuple[int, bool, str], tuple[Scalar, st.SearchStrategy[Any]]] | None = None,
    ) -> None:
        self.provider = provider
        self.encoding = encoding
        self.charset = charset
        self.alphabet = alphabet(encoding, charset)
        self.signed = alphabet(encoding, charset, signed=True)
        self.tolerated = tolerated
        self.wanted = wanted
        self.sparse = sparse
        self.settings = {s.name: s.default for s in provider.settings if s.default is not None}
        policy, forms = provider.charset(encoding), provider.charset("form")
        self.query_charset = "utf-8" if forms is None else forms.default
        # A parameter that names the charset must name the right one.
        self.charset_names = {r.removeprefix("param:") for r in (policy.resolve if policy else ()) if r[:6] == "param:"}
        self.default_charset = policy.default if policy else charset
        self._scalars = {} if scalars is None else scalars

    def record(self, places: Places, path: str = "") -> st.SearchStrategy[dict[str, Any]]:
        """Values of the record that ``places`` are of; ``path`` is where it stands, with a dot at its end."""
        record = places.record
        assert record is not None
        strategies = self.fields(places, path)
        kept = frozenset(name for name in strategies if self._wanted(path + name))

        def made(draw: st.DrawFn) -> dict[str, Any]:
            value = {
                field.name: draw(strategies[field.name])
                for field in record.fields
                if field.name in strategies and (field.name in kept or not self._left_out(draw, places.of[field.name]))
            }
            self._groups(places, value)
            if record.rules:
                world = World(
                    draw, places, strategies, value, settings=self.settings, tolerated=self.tolerated, kept=kept
                )
                self.repair(world, record.rules)
            assume(kept <= value.keys())
            for field in record.fields:  # what this encoding cannot carry
                if field.name not in strategies and isinstance(field.type, (List, Map)):
                    value[field.name] = [] if isinstance(field.type, List) else {}
            return {field.name: value[field.name] for field in record.fields if field.name in value}

        return drawn(made)

    def fields(self, places: Places, path: str = "") -> dict[str, st.SearchStrategy[Any]]:
        """Values of each field that the shape carries."""
        signed, marks = _signed(places.record)
        return {
            name: self.field(
                place, path + name, self._unique_key(places.record, name), marks if name in signed else None
            )
            for name, place in places.of.items()
        }

    def repair(self, world: World, rules: tuple[Rule, ...]) -> None:
        """Change a value until no rule is broken; gives the draw up where that does not come about."""
        for _ in range(_TRIES):
            broken = [rule for rule in rules if self.counts(rule.severity) and BROKEN[rule.kind](rule, world)]
            if not broken:
                return
            for rule in broken:
                assume(rule.kind in REPAIRS)
                REPAIRS[rule.kind](rule, world)
        assume(False)

    def _wanted(self, path: str) -> bool:
        return any(want == path or want.startswith((f"{path}.", f"{path}[]")) for want in self.wanted)

    def counts(self, severity: str) -> bool:
        """Whether a limit of this severity holds."""
        return severity == "error" or not self.tolerated

    # ------------------------------------------------------------ fields

    def field(
        self, place: Place, path: str, key: str | None = None, signed: tuple[str, ...] | None = None
    ) -> st.SearchStrategy[Any]:
        """Values of a field that is there; signed: what none of its texts may hold, None if they are not signed."""
        kind = place.field.type
        if isinstance(kind, List):
            return self._list(place, kind, path, key, signed)
        if isinstance(kind, Map):
            return self._map(place, kind, path, signed)
        if isinstance(kind, Record):
            assert place.inner is not None
            return self.record(place.inner, f"{path}.")
        if place.wire in self.charset_names:
            return st.just(self.charset)
        found = self.scalar(kind, place, signed)
        default = place.field.default
        if default is None:
            return found
        known = default_value(place.field)
        spelled = default.write != "omit"
        if (not default.fill and not spelled) or (spelled and default.explicit is not None and not self.tolerated):
            return found.filter(lambda value: value != known)
        return st.one_of(st.just(known), found)

    def scalar(self, kind: Scalar, place: Place, signed: tuple[str, ...] | None = None) -> st.SearchStrategy[Any]:
        """Values of a scalar that its place does not read as something else; signed ones can be signed."""
        if place.leaf is not None:
            kind = place.leaf.type  # a place may be stricter than the field
        key = id(kind), signed is not None, place.region
        if key not in self._scalars:
            letters = self._letters(place) if signed is None else self.signed
            self._scalars[key] = kind, scalars(kind, letters, tolerated=self.tolerated)
        found = self._scalars[key][1]
        if signed:
            found = found.filter(lambda value: not any(mark in lexical.render(kind, value) for mark in signed))
        if kind.base == "phone" and self.encoding == "form" and not self.tolerated:
            # Forms write a space as a plus sign, which is suspect in a phone number.
            found = found.filter(lambda value: " " not in value)
        if place.region == "header":  # HTTP drops blanks at the ends
            found = found.filter(lambda value: (text := lexical.render(kind, value)) == text.strip(" \t"))
        leaf = place.leaf
        if leaf is None or (leaf.absent is None and leaf.empty == "value"):
            return found
        return found.filter(lambda value: place.carries(kind, lexical.render(kind, value)))

    def _letters(self, place: Place) -> Alphabet:
        """What a text may hold in its place."""
        if place.region == "header":
            return Alphabet(HEADER)
        return alphabet("form", self.query_charset) if place.region == "query" else self.alphabet

    def _left_out(self, draw: st.DrawFn, place: Place) -> bool:
        """Whether a field is absent this time."""
        field = place.field
        if isinstance(field.type, (List, Map)):
            return False
        least = TOLERATED if self.tolerated else CLEAN
        optional = field.optional or (self.tolerated and field.missing is not None)
        if field.default is not None:
            # A filled default is part of the value; one that is always written comes back too.
            optional = not field.default.fill and field.default.write != "always"
        if place.wire in self.charset_names and self.charset != self.default_charset:
            return False  # the encoder would put it in
        if not optional or place.absence > least:
            return False
        return draw(st.integers(0, 9)) < 9 if self.sparse else draw(st.booleans())

    def _groups(self, places: Places, value: dict[str, Any]) -> None:
        """An optional group of a line is there with all of its captures or not at all."""
        groups: dict[int, list[Place]] = {}
        for place in places.of.values():
            if place.group:
                groups.setdefault(place.group, []).append(place)
        for members in groups.values():
            lacking = [p for p in members if p.field.name not in value and p.leaf is not None and p.leaf.absent is None]
            if lacking:
                for place in members:
                    value.pop(place.field.name, None)

    # ------------------------------------------------------------ lists and maps

    def _list(
        self, place: Place, kind: List, path: str, key: str | None, signed: tuple[str, ...] | None
    ) -> st.SearchStrategy[Any]:
        bounds = {facet.name: int(str(facet.value)) for facet in kind.facets if self.counts(facet.severity)}
        low = max(bounds.get("minItems", 0), int(self._wanted(path + "[]")))
        high = min(low + (1 if self.sparse else _MORE), bounds.get("maxItems", low + _MORE))
        if isinstance(kind.item, Scalar):
            items: st.SearchStrategy[Any] = self.scalar(kind.item, place, signed)
            if place.joined is not None:
                items = items.filter(_apart(kind.item, place.joined))
        else:
            assert place.inner is not None
            items = self.record(place.inner, f"{path}[].")
        if key is None:
            found = st.lists(items, min_size=low, max_size=high)
        else:
            found = st.lists(items, min_size=low, max_size=high, unique_by=_key(key))
        joined, item = place.joined, kind.item
        if joined is None or not isinstance(item, Scalar):
            return found
        return found.filter(lambda values: in_list(joined, [lexical.render(item, value) for value in values]))

    def _map(self, place: Place, kind: Map, path: str, signed: tuple[str, ...] | None) -> st.SearchStrategy[Any]:
        if not place.quiet and not self.tolerated:
            return st.just({})
        values = self.scalar(kind.values, place, signed)
        if kind.keys:
            keys: st.SearchStrategy[str] = st.sampled_from([key for key, _ in kind.keys])
        else:
            keys = matching(kind.key_pattern or _KEYS, NAMES, 1)
        keys = keys.filter(lambda key: key not in place.taken and _nameable(key, place.slot))
        keys = keys.filter(lambda key: not any(mark in key for mark in signed or ()))
        if keys.is_empty:  # no key that the pattern allows can stand in such a place
            return st.just({})
        found = st.dictionaries(keys, values, max_size=1 if self.sparse else 4)
        if self._wanted(path):
            return st.tuples(found, values).map(lambda pair: {**pair[0], first_key(kind, place.taken): pair[1]})
        return found

    def _unique_key(self, record: Record | None, name: str) -> str | None:
        """The key by which a list's items differ, "" for the items themselves; None if nothing says so."""
        for rule in record.rules if record is not None else ():
            if rule.kind == "unique" and rule.field == name and self.counts(rule.severity):
                return rule.key
        return None


def _signed(record: Record | None) -> tuple[set[str], tuple[str, ...]]:
    """The fields whose bare texts are signed, and what a text among all parameters may not hold."""
    rules = [rule for rule in (record.rules if record is not None else ()) if rule.kind == "signature"]
    names = {name for rule in rules for name in rule.join}
    if record is not None and any(rule.over == "parameters" for rule in rules):
        names.update(field.name for field in record.fields)
    return names, marks(rules)


def _apart(kind: Scalar, joined: Joined) -> Callable[[Any], bool]:
    """Whether an item holds no separator."""
    return lambda value: not any(one in lexical.render(kind, value) for one in joined.separators)


def _nameable(key: str, slot: str) -> bool:
    """Whether a key can be the name of a node there; XML keeps names that begin with xml to itself."""
    return slot not in ("attribute", "element") or (key[0].isalpha() and key[:3].lower() != "xml")


def _key(name: str) -> Callable[[Any], Any]:
    """Items without the key differ from everything."""
    return (lambda item: item) if not name else (lambda item: (name in item, item.get(name, id(item))))
