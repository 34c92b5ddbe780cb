"""Each kind of rule alone, over a record put together here: when it speaks, what it says, and where it points."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from wirebook.diagnostic import Skipped
from wirebook.explain.conditions import World
from wirebook.explain.outcome import Raw
from wirebook.explain.place import Place
from wirebook.explain.rules import RULES, evaluate
from wirebook.explain.scope import Scope
from wirebook.model import Cond, Provider, Rule
from wirebook.part import Context
from wirebook.wire.tree import Node

T: Any = None
PROVIDER = Provider("p", "", (), T, None, (), (), (), (), (), (), (), (), ())
YES = Cond("equals", "res", (0,))
NO = Cond("equals", "res", (1,))
GONE = Cond("equals", "gone", (1,))  # a field that is not there: nobody can tell
LACKS = Cond("equals", "setting.fmt", (1,))
UNSURE = Cond("equals", "request.get", (1,))


class Made:
    """A record whose fields stand one after another in a body, ten bytes each, values in the last four."""

    def __init__(self, path: str = "", **values: Any) -> None:
        self.at = 10
        self.root = Node("root", "", "object", start=0, end=1000)
        self.scope = self._scope(path, Place(None, "root", "", self.root), {"res": 0, **values})

    def _scope(self, path: str, place: Place, values: dict[str, Any]) -> Scope:
        scope = Scope(None, path, place)
        for name, value in values.items():
            if isinstance(value, list):
                self._list(scope, name, value)
            else:
                scope.at[name] = Place(place, "member", name, self._node(name))
                scope.values[name] = value
        return scope

    def _node(self, name: str) -> Node:
        at, self.at = self.at, self.at + 10
        return Node("member", name, "string", start=at, end=at + 10, value_start=at + 5, value_end=at + 9)

    def _list(self, scope: Scope, name: str, items: list[Any]) -> None:
        scope.items[name] = []
        scope.values[name] = items
        for index, item in enumerate(items):
            node = self._node("item")
            place = Place(scope.place, "item", "item", node)
            path = f"{scope.path_of(name)}[{index}]"
            inner = self._scope(path, place, item) if isinstance(item, dict) else Scope(None, path, place)
            if not isinstance(item, dict):
                inner.values["."] = item
                inner.at["."] = place
            scope.items[name].append(inner)

    def told(self, rule: Rule, **around: Any) -> list[tuple[Any, ...]]:
        """Code, path and span of a finding; its rule's name and the reason of a check that was left open."""
        return [
            (one.check, one.reason) if isinstance(one, Skipped) else (one.code, one.path, one.span)
            for one in evaluate(rule, World(self.scope, PROVIDER, Context(**around), "utf-8"))
        ]

    def raw(self, rule: Rule, **around: Any) -> Raw:
        (one,) = evaluate(rule, World(self.scope, PROVIDER, Context(**around), "utf-8"))
        assert isinstance(one, Raw)
        return one


def made_with(what: str, *names: str, **values: Any) -> Made:
    made = Made(**values)
    for name in names:
        if what == "open":
            made.scope.open[name] = "no-query"
        else:
            getattr(made.scope, what).add(name)
    return made


# ---------------------------------------------------------------- presence

REQUIRED = Rule("need", "required_if", "error", "a", when=YES, source="doc#r", deviation="odd")
FORBIDDEN = replace(REQUIRED, id="none", kind="forbidden_if")


def test_required() -> None:
    assert Made().told(REQUIRED) == [("rule.required_if", "a", (0, 0))]
    assert Made(a="x").told(REQUIRED) == []
    assert Made().told(replace(REQUIRED, when=NO)) == []
    assert Made().told(replace(REQUIRED, when=GONE)) == []
    assert Made().told(replace(REQUIRED, when=LACKS)) == [("need", "no-setting")]
    assert Made().told(replace(REQUIRED, when=None)) == [("rule.required_if", "a", (0, 0))]
    assert made_with("broken", "a").told(REQUIRED) == []  # it is there
    assert made_with("missing", "a").told(REQUIRED) == []  # that was said


def test_forbidden() -> None:
    assert Made().told(FORBIDDEN) == []
    assert Made(a="x").told(FORBIDDEN) == [("rule.forbidden_if", "a", (25, 29))]
    assert Made(a="x").told(replace(FORBIDDEN, when=NO)) == []
    assert Made(a="x").told(replace(FORBIDDEN, when=GONE)) == []
    assert Made(a="x").told(replace(FORBIDDEN, when=LACKS)) == [("none", "no-setting")]
    assert Made(a="x").told(replace(FORBIDDEN, when=None)) == [("rule.forbidden_if", "a", (25, 29))]
    assert made_with("broken", "a").told(FORBIDDEN) == [("rule.forbidden_if", "a", (0, 0))]


def test_a_condition_is_told_in_both_languages() -> None:
    raw = Made().raw(replace(REQUIRED, when=Cond("present", "res")))
    assert raw.args == {"name": "a", "when": "res is there", "when.ru": "res есть"}


def test_what_a_finding_of_presence_says() -> None:
    for rule, made in ((REQUIRED, Made(path="deep")), (FORBIDDEN, Made(path="deep", a="x"))):
        raw = made.raw(rule)
        assert raw.args == {"name": "a", "when": "res = 0", "when.ru": "res = 0"}
        assert (raw.severity, raw.path, raw.source, raw.deviation) == ("error", "deep.a", "doc#r", "odd")


@pytest.mark.parametrize("rule", [REQUIRED, FORBIDDEN])
def test_presence_of_a_field_that_may_be_elsewhere(rule: Rule) -> None:
    made = made_with("open", "a")
    for when, told in ((YES, True), (NO, False), (GONE, True), (None, True)):
        assert made.told(replace(rule, when=when)) == ([(rule.id, "no-query")] if told else [])


def test_an_older_lack_is_not_repeated() -> None:
    world = World(Made().scope, PROVIDER, Context(), "utf-8")
    world.lacks = "no-setting"
    assert list(evaluate(replace(REQUIRED, when=GONE), world)) == []


# ---------------------------------------------------------------- one of several

ONE = Rule("one", "exactly_one", "error", fields=("a", "b", "c"))
MOST = replace(ONE, id="most", kind="at_most_one")


@pytest.mark.parametrize(
    ("there", "count"), [((), 0), (("a",), 1), (("c",), 1), (("a", "b"), 2), (("b", "c"), 2), (("a", "b", "c"), 3)]
)
def test_how_many_are_there(there: tuple[str, ...], count: int) -> None:
    values = dict.fromkeys(there, "x")
    at = (25, 29) if there else (0, 0)
    first = there[0] if there else "a"
    assert Made(**values).told(ONE) == ([] if count == 1 else [("rule.exactly_one", first, at)])
    assert Made(**values).told(MOST) == ([] if count < 2 else [("rule.at_most_one", first, at)])


def test_what_a_finding_about_several_says() -> None:
    assert Made(b="x", c="y").raw(ONE).args == {"got": "2", "name": "a, b, c"}
    assert Made().raw(ONE).args == {"got": "0", "name": "a, b, c"}
    assert Made(a="x", b="x", c="y").raw(MOST).args == {"got": "3", "name": "a, b, c"}


def test_what_is_reported_already_is_not_reported_again() -> None:
    assert made_with("missing", "b").told(ONE) == []
    assert made_with("missing", "c", a="x", b="x").told(ONE) == [("rule.exactly_one", "a", (25, 29))]
    assert made_with("broken", "b").told(ONE) == []
    assert made_with("broken", "b", a="x").told(ONE) == [("rule.exactly_one", "a", (25, 29))]


def test_several_of_which_some_may_be_elsewhere() -> None:
    for rule in (ONE, MOST):
        assert made_with("open", "b", "c").told(rule) == [(rule.id, "no-query")]
        assert made_with("open", "c", a="x").told(rule) == [(rule.id, "no-query")]
        assert made_with("open", "c", a="x", b="x").told(rule) == [(f"rule.{rule.kind}", "a", (25, 29))]
    assert made_with("missing", "c", a="x").told(MOST) == []


# ---------------------------------------------------------------- unique

UNIQUE = Rule("unique", "unique", "error", "items", "id", source="doc#u")


def ids(*values: Any) -> list[dict[str, Any]]:
    return [{} if value is None else {"id": value} for value in values]


@pytest.mark.parametrize(
    ("values", "again"),
    [((), []), ((1,), []), ((1, 2, 3), []), ((1, 1), [1]), ((1, 2, 1, 2, 1), [2, 3, 4]), ((None, None, 1), [])],
)
def test_keys_that_come_again(values: tuple[Any, ...], again: list[int]) -> None:
    found = Made(items=ids(*values)).told(UNIQUE)
    assert [(code, path) for code, path, _ in found] == [("rule.unique", f"items[{i}].id") for i in again]


def test_a_key_that_comes_again_points_at_both() -> None:
    made = Made(items=ids(5, 6, 5))
    raw = made.raw(UNIQUE)
    assert raw.args == {"name": "id"}
    assert raw.span == (75, 79)
    assert raw.related == ((35, 39),)
    assert (raw.severity, raw.source) == ("error", "doc#u")


def test_items_that_are_scalars() -> None:
    rule = replace(UNIQUE, key="")
    raw = Made(items=["a", "b", "a"]).raw(rule)
    assert raw.args == {"name": "items"}
    assert (raw.path, raw.span, raw.related) == ("items[2]", (45, 49), ((25, 29),))


def test_broken_keys_are_not_compared() -> None:
    made = Made(items=ids(5, 5, 5))
    made.scope.items["items"][1].broken.add("id")
    assert [path for _, path, _ in made.told(UNIQUE)] == ["items[2].id"]


def test_lists_that_may_be_elsewhere() -> None:
    for kind in ("unique", "echoes", "answered", "repeated"):
        rule = replace(UNIQUE, id=kind, kind=kind, request="ids.id", code="code")
        assert made_with("open", "items").told(rule) == [(kind, "no-query")]
    assert Made().told(UNIQUE) == []


# ---------------------------------------------------------------- against the request

ECHOES = Rule("same", "echoes", "warning", "items", "id", request="ids.id")
ASKED = {"ids": [{"id": 1}, {"id": 2}, {"other": 3}, {"id": [4]}, {"id": None}, 5]}


def test_echoes_of_items() -> None:
    assert Made(items=ids(1, 2, 1)).told(ECHOES, request=ASKED) == []
    assert Made(items=ids(3, 1, 4)).told(ECHOES, request=ASKED) == [
        ("rule.echoes", "items[0].id", (35, 39)), ("rule.echoes", "items[2].id", (75, 79)),
    ]  # fmt: skip
    assert Made(items=ids(5)).raw(ECHOES, request=ASKED).args == {"name": "id"}
    assert Made(items=["b"]).raw(replace(ECHOES, key=""), request={"ids": [{"id": "a"}]}).args == {"name": "items"}
    assert Made(items=ids(3)).told(ECHOES, request={}) == []
    assert Made(items=ids(3)).told(ECHOES, request={"ids": [{"other": 1}]}) == []
    assert Made(items=ids(3)).told(ECHOES) == [("same", "no-request")]
    assert Made(items=ids(3)).told(replace(ECHOES, when=NO)) == []
    assert Made(items=ids(3)).told(replace(ECHOES, when=NO), request=ASKED) == []
    assert Made(items=ids(3)).told(replace(ECHOES, when=GONE), request=ASKED) == []
    assert Made(items=ids(3)).told(replace(ECHOES, when=LACKS), request=ASKED) == [("same", "no-setting")]
    assert len(Made(items=ids(3)).told(replace(ECHOES, when=YES), request=ASKED)) == 1
    # One that surely does not hold is no lack, whatever else it asks for.
    assert Made(items=ids(3)).told(replace(ECHOES, when=Cond("all", items=(NO, LACKS))), request=ASKED) == []


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ("x", True),
        (["x"], True),
        (("y", "x"), True),
        ("y", False),
        (["y"], False),
        (None, True),
        ([], True),
        ({}, True),
    ],
)
def test_echoes_of_a_scalar(asked: Any, fits: bool) -> None:
    rule = replace(ECHOES, field="a", key="", request="name")
    assert Made(a="x").told(rule, request={"name": asked}) == ([] if fits else [("rule.echoes", "a", (25, 29))])


def test_a_scalar_that_echoes_nothing() -> None:
    rule = replace(ECHOES, field="a", key="", request="name")
    asked = {"name": "y"}
    assert Made().told(rule, request=asked) == []
    assert Made().told(rule) == []
    assert made_with("broken", "a", a="x").told(rule, request=asked) == []
    assert Made(a="x").raw(rule, request=asked).args == {"name": "a"}
    assert Made(a="x").told(rule) == [("same", "no-request")]


ANSWERED = Rule("all", "answered", "error", "items", "id", request="ids.id")


def test_what_was_asked_for_is_answered() -> None:
    assert Made(items=ids(2, 1, 7)).told(ANSWERED, request=ASKED) == []
    raw = Made(items=ids(2)).raw(ANSWERED, request=ASKED)
    assert (raw.code, raw.path, raw.args) == ("rule.answered", "items", {"name": "ids.id", "got": "1", "limit": "2"})
    assert raw.span == (25, 29)
    assert Made(items=[]).raw(ANSWERED, request=ASKED).args["got"] == "2"
    assert Made(items=[]).told(ANSWERED) == [("all", "no-request")]
    assert Made(items=[]).told(replace(ANSWERED, when=NO), request=ASKED) == []
    assert Made(items=[]).told(replace(ANSWERED, when=LACKS), request=ASKED) == [("all", "no-setting")]
    assert Made().told(ANSWERED, request=ASKED) == []  # no list, and that is another matter
    assert made_with("missing", "items", items=[]).told(ANSWERED, request=ASKED) == []
    scalars = replace(ANSWERED, key="", request="ids")
    assert Made(items=["a"]).told(scalars, request={"ids": ["a"]}) == []
    assert len(Made(items=["b"]).told(scalars, request={"ids": ["a"]})) == 1


def test_a_broken_item_may_be_the_one_that_answers() -> None:
    made = Made(items=ids(2, 9))
    made.scope.items["items"][1].broken.add("id")
    assert made.told(ANSWERED, request=ASKED) == []
    made.scope.items["items"][1].broken = {"other"}
    assert len(made.told(ANSWERED, request=ASKED)) == 1


# ---------------------------------------------------------------- counts

COUNT = Rule("sum", "count", "error", "total", bound="equal", to=("a", "b"))


@pytest.mark.parametrize(
    ("bound", "total", "fits"),
    [
        ("equal", 5, True), ("equal", 4, False), ("equal", 6, False),
        ("at_most", 5, True), ("at_most", 4, True), ("at_most", 6, False),
        ("at_least", 5, True), ("at_least", 4, False), ("at_least", 6, True),
    ],
)  # fmt: skip
def test_a_number_and_the_sum_of_others(bound: str, total: int, fits: bool) -> None:
    found = Made(total=total, a=2, b=3).told(replace(COUNT, bound=bound))
    assert found == ([] if fits else [("rule.count", "total", (25, 29))])


@pytest.mark.parametrize(("bound", "sign"), [("equal", "="), ("at_most", "<="), ("at_least", ">=")])
def test_what_a_finding_about_a_number_says(bound: str, sign: str) -> None:
    total = 9 if bound == "at_most" else 1
    raw = Made(total=total, a=2).raw(replace(COUNT, bound=bound, to=("a", 3)))
    assert raw.args == {"name": "total", "got": str(total), "sign": sign, "limit": "5", "with": "a + 3"}


@pytest.mark.parametrize(
    ("values", "fits"),
    [
        ({"total": 2, "a": ["x", "y"], "b": 0}, True),
        ({"total": 1, "a": ["x", "y"], "b": 0}, False),
        ({"total": ["x"], "a": 1, "b": 0}, True),
        ({"total": 1, "a": 0}, True),  # one of them is not there
        ({"a": 0, "b": 0}, True),
        ({"total": True, "a": 0, "b": 0}, True),  # no number
        ({"total": "1", "a": 0, "b": 0}, True),
    ],
)
def test_what_is_counted(values: dict[str, Any], fits: bool) -> None:
    assert bool(Made(**values).told(COUNT)) is not fits


def test_what_cannot_be_counted() -> None:
    values = {"total": 1, "a": ["x", "y"], "b": 0}
    assert made_with("broken", "b", **values).told(COUNT) == []
    assert made_with("missing", "a", **values).told(COUNT) == []
    assert made_with("open", "a", **values).told(COUNT) == [("sum", "no-query")]
    assert made_with("open", "total", **values).told(COUNT) == [("sum", "no-query")]
    assert made_with("open", "other", **values).told(COUNT) != [("sum", "no-query")]
    assert Made(**values).told(replace(COUNT, when=NO)) == []
    assert Made(**values).told(replace(COUNT, when=LACKS)) == [("sum", "no-setting")]
    assert Made(**values).told(replace(COUNT, when=UNSURE)) == [("sum", "no-request")]
    assert len(Made(**values).told(replace(COUNT, when=YES))) == 1


def test_counts_of_a_request() -> None:
    rule = replace(COUNT, to=("request.ids", "a"))
    for asked, fits in (([1, 2], True), ((1,), False), (2, True), (3, False), (True, True), (None, True), ("2", True)):
        assert bool(Made(total=2, a=0).told(rule, request={"ids": asked})) is not fits
    assert Made(total=2, a=0).told(rule, request={}) == []
    assert Made(total=2, a=0).told(rule) == [("sum", "no-request")]
    assert Made(total=2).told(rule) == []  # it would not be compared with a request either
    first = replace(COUNT, field="request.ids", to=("a",))
    raw = Made(a=1).raw(first, request={"ids": [1, 2]})
    assert (raw.path, raw.args["got"], raw.args["limit"]) == ("a", "2", "1")
    assert Made(path="deep").raw(replace(first, to=(1,)), request={"ids": []}).path == "deep"


# ---------------------------------------------------------------- repeats

REPEATED = Rule("once", "repeated", "error", "items", "id", code="code", values=(7, 8), same=("name", "text"))


def rows(*found: tuple[Any, ...]) -> list[dict[str, Any]]:
    names = ("id", "code", "name", "text")
    return [{k: v for k, v in zip(names, one, strict=False) if v is not None} for one in found]


@pytest.mark.parametrize(
    ("items", "paths"),
    [
        (rows((1, 0), (1, 7), (1, 8)), []),
        (rows((1, 7), (1, 0), (1, 7)), []),
        (rows((1, 0), (2, 0)), []),
        (rows((1, 0), (1, 0)), ["items[1].code"]),
        (rows((1, 0), (2, 0), (1, 3), (2, 7), (1, 0)), ["items[2].code", "items[4].code"]),
        (rows((1, None), (1, 0)), []),
        (rows((None, 0), (None, 0)), []),
        (rows((1, 0, "a"), (1, 7, "a")), []),
        (rows((1, 0, "a"), (1, 7, "b")), ["items[1].name"]),
        (rows((1, 0, "a", "x"), (1, 7, "b", "y")), ["items[1].name", "items[1].text"]),
        (rows((1, 0, None, "x"), (1, 7, "b", "y")), ["items[1].text"]),
        (rows((1, 0, "a"), (2, 0, "b")), []),
        (rows((1, 0, "a", "b"), (1, 7, "a", "b"), (1, 0, "a", "c")), ["items[2].code", "items[2].text"]),
    ],
)
def test_items_with_one_key(items: list[dict[str, Any]], paths: list[str]) -> None:
    found = Made(items=items).told(REPEATED)
    assert [path for _, path, _ in found] == paths
    assert {code for code, _, _ in found} <= {"rule.repeated"}


def test_a_repeat_points_at_the_first() -> None:
    raw = Made(items=rows((1, 0), (1, 7), (1, 0))).raw(REPEATED)
    assert raw.args == {"name": "code", "key": "id"}
    assert (raw.span, raw.related) == ((105, 109), ((45, 49),))
    raw = Made(items=rows((1, 0, "a"), (1, 7, "b"))).raw(REPEATED)
    assert raw.args == {"name": "name", "key": "id"}
    assert (raw.span, raw.related) == ((95, 99), ((55, 59),))


def test_broken_values_of_a_repeat() -> None:
    made = Made(items=rows((1, 0, "a"), (1, 0, "b")))
    made.scope.items["items"][0].broken |= {"code", "name"}
    assert made.told(REPEATED) == []


def test_every_kind_has_its_function() -> None:
    assert {kind: found.__name__.strip("_") for kind, found in RULES.items()} == {kind: kind for kind in RULES}
