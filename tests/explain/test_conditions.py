"""Conditions in three values, and the tables that list what there is."""

from decimal import Decimal

import pytest

from handmade import PROVIDER
from wirebook.explain.conditions import CONDITIONS, World, holds, in_words
from wirebook.explain.place import Place
from wirebook.explain.rules import RULES
from wirebook.explain.scope import ABSENT, Scope
from wirebook.model import Cond
from wirebook.part import Context


def world(**ctx):
    scope = Scope(None, "", Place(None, "root", "", None))
    scope.values = {"res": 0, "name": "a", "price": Decimal("1.50"), "none": [], "list": [1]}
    scope.broken = {"bad"}
    return World(scope, PROVIDER, Context(**ctx), "utf-8")


def equals(path, *values):
    return Cond("in" if len(values) > 1 else "equals", path, values)


YES, NO, OPEN = equals("res", 0), equals("res", 1), equals("gone", 1)


@pytest.mark.parametrize(
    ("cond", "answer"),
    [
        (YES, True),
        (NO, False),
        (OPEN, None),
        (equals("bad", 1), None),
        (equals("res", 5, 0), True),
        (equals("res", "0"), True),
        (equals("price", "1.5"), True),
        (equals("price", "x"), False),
        (Cond("present", "res"), True),
        (Cond("present", "gone"), False),
        (Cond("present", "bad"), True),
        (Cond("present", "none"), False),
        (Cond("present", "list"), True),
        (Cond("not", items=(YES,)), False),
        (Cond("not", items=(OPEN,)), None),
        (Cond("all", items=(YES, OPEN)), None),
        (Cond("all", items=(NO, OPEN)), False),
        (Cond("all", items=(YES, YES)), True),
        (Cond("any", items=(YES, OPEN)), True),
        (Cond("any", items=(NO, OPEN)), None),
        (Cond("any", items=(NO, NO)), False),
        (Cond("matches", "ok"), None),
        (Cond("answers", "ok"), None),
    ],
)
def test_answers(cond, answer):
    assert holds(cond, world()) is answer


@pytest.mark.parametrize(
    ("cond", "ctx", "answer", "lacks"),
    [
        (equals("request.get", 1), {}, None, "no-request"),
        (equals("request.get", 1), {"request": {"get": "1"}}, True, None),
        (equals("request.get", 1), {"request": {}}, None, None),
        (Cond("present", "request.get"), {}, None, "no-request"),
        (Cond("present", "request.get"), {"request": {"get": []}}, False, None),
        (equals("setting.fmt", 3), {}, None, "no-setting"),
        (equals("setting.fmt", 3), {"settings": {"fmt": "3"}}, True, None),
        (Cond("present", "setting.secret"), {"secret": "s"}, True, None),
        (Cond("all", items=(NO, equals("setting.fmt", 3))), {}, False, "no-setting"),
    ],
)
def test_what_is_around(cond, ctx, answer, lacks):
    around = world(**ctx)
    assert holds(cond, around) is answer
    assert around.lacks == lacks


def test_paths_that_are_no_region():
    around = world(request={"": 1}, settings={"": "1"})
    around.scope.values |= {"setting": "s", "request": "r"}
    assert (around.find("setting"), around.find("request")) == ("s", "r")
    assert around.find("inner.name") is ABSENT
    assert (around.lacks, around.body) == (None, b"")


def test_in_words():
    assert in_words(equals("flag", True)) == "flag = true"
    assert in_words(Cond("in", "word", ("A", False))) == "word in (A, false)"
    assert in_words(Cond("answers", "send")) == "the body answers send"
    cond = Cond("any", items=(YES, Cond("not", items=(equals("a", 1, 2),)), Cond("present", "b")))
    assert in_words(cond) == "res = 0 or not (a in (1, 2)) or b is there"
    assert in_words(None) == ""
    assert in_words(Cond("all", items=(YES, Cond("matches", "ok")))) == "res = 0 and the body looks like ok"


def test_in_words_of_another_language():
    cond = Cond("any", items=(YES, Cond("not", items=(equals("a", 1, True),)), Cond("present", "b")))
    assert in_words(cond, "ru") == "res = 0 или не (a — из (1, true)) или b есть"
    both = Cond("all", items=(Cond("answers", "send"), Cond("matches", "ok")))
    assert in_words(both, "ru") == "тело отвечает на send и тело похоже на ok"
    assert in_words(Cond("not"), "ru") == "не ()"
    assert in_words(YES, "ru") == in_words(YES, "en") == in_words(YES, "xx") == "res = 0"
    assert in_words(Cond("present", "b"), "xx") == "b is there"


def test_settings_that_are_no_texts_are_what_they_spell():
    given = {"number": 3, "flag": True, "text": "True", "unset": None}
    assert Context(settings=given).settings == {"number": "3", "flag": "true", "text": "True", "unset": None}
    assert holds(equals("setting.number", 3), world(settings=given)) is True
    assert holds(equals("setting.unset", 3), world(settings=given)) is None


def test_the_tables_are_whole():
    assert set(CONDITIONS) == {"equals", "in", "present", "matches", "answers", "all", "any", "not"}
    assert set(RULES) == {
        "unique",
        "required_if",
        "forbidden_if",
        "exactly_one",
        "at_most_one",
        "echoes",
        "answered",
        "count",
        "repeated",
        "signature",
    }
