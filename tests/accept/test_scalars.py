"""The rarer ways to write a scalar, as generated code reads them, form by form; the readable engine agrees."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from wirebook.accept import scalars
from wirebook.accept.quick_form import params
from wirebook.lexical import parse
from wirebook.model import LexicalForm, Normal, Rewrite, Scalar

LONG = "1" * 1000

# How a form is taken -> the severity that the model gives it.
HOW = {1: None, 2: "warning"}


def forms(**hows: int) -> tuple[LexicalForm, ...]:
    return (LexicalForm("canonical"), *(LexicalForm(name, HOW[how]) for name, how in hows.items() if how))


@pytest.mark.parametrize(
    ("text", "hows", "answer"),
    [
        ("0", (0, 0, 0), (0, True)), ("12", (0, 0, 0), (12, True)), ("-12", (0, 0, 0), (-12, True)),
        ("-0", (0, 0, 0), (0, True)), ("", (1, 1, 1), None), ("-", (1, 1, 1), None), ("+", (1, 1, 1), None),
        ("+5", (0, 1, 1), None), ("+5", (1, 0, 0), (5, True)), ("+5", (2, 0, 0), (5, False)),
        ("05", (1, 0, 1), None), ("05", (0, 1, 0), (5, True)), ("05", (0, 2, 0), (5, False)), ("00", (1, 0, 1), None),
        ("-05", (0, 1, 0), (-5, True)), ("5.0", (1, 1, 0), None), ("5.00", (0, 0, 1), (5, True)),
        ("5.0", (0, 0, 2), (5, False)), ("5.", (1, 1, 1), None), ("5.10", (1, 1, 1), None), ("5.01", (1, 1, 1), None),
        (".0", (1, 1, 1), None), ("+05.0", (2, 1, 1), (5, False)), ("+05.0", (1, 1, 1), (5, True)),
        ("+05.0", (1, 0, 1), None), ("++5", (1, 1, 1), None), ("--5", (1, 1, 1), None), (" 5", (1, 1, 1), None),
        ("5 ", (1, 1, 1), None), ("٥", (1, 1, 1), None), ("²", (1, 1, 1), None), ("5a", (1, 1, 1), None),
        ("5.0.0", (1, 1, 1), None),
        ("5.x", (1, 1, 1), None), ("5.0x0", (1, 1, 1), None), ("5.~", (1, 1, 1), None), ("5.٠", (1, 1, 1), None),
        (LONG, (0, 0, 0), (int(LONG), True)), (LONG + "1", (0, 0, 0), None), ("-" + LONG, (0, 0, 0), None),
    ],
)  # fmt: skip
def test_integers(text: str, hows: tuple[int, int, int], answer: Any) -> None:
    assert scalars.integer(text, *hows) == answer
    kind = Scalar("", "integer", lexical=forms(plus=hows[0], leading_zeros=hows[1], zero_fraction=hows[2]))
    value, hits = parse(kind, text) if text.strip() == text else (None, [])
    assert (None if value is None else (value, not hits)) == answer


@pytest.mark.parametrize(
    ("text", "hows", "answer"),
    [
        ("0", (0, 0), ("0", True)), ("1.50", (0, 0), ("1.50", True)), ("-1.5", (0, 0), ("-1.5", True)),
        ("01.5", (0, 0), ("1.5", True)), ("+1.5", (0, 1), None), ("+1.5", (1, 0), ("1.5", True)),
        ("+1.5", (2, 0), ("1.5", False)), ("1,5", (1, 0), None), ("1,5", (0, 1), ("1.5", True)),
        ("-1,5", (0, 2), ("-1.5", False)), ("+1,5", (2, 1), ("1.5", False)), ("+1,5", (0, 1), None),
        ("1,5,5", (1, 1), None), ("1.5,5", (1, 1), None), ("1,5.5", (1, 1), None), ("1.", (1, 1), None),
        (".5", (1, 1), None), ("1,", (1, 1), None), (",5", (1, 1), None), ("", (1, 1), None), ("-", (1, 1), None),
        ("1e5", (1, 1), None), ("NaN", (1, 1), None), ("1.5.5", (1, 1), None), ("1.٥", (1, 1), None),
        ("٥.1", (1, 1), None), ("1.5 ", (1, 1), None), ("1.-5", (1, 1), None), ("--1", (1, 1), None),
        (LONG, (0, 0), (LONG, True)), (LONG + "1", (0, 0), None),
    ],
)  # fmt: skip
def test_decimals(text: str, hows: tuple[int, int], answer: Any) -> None:
    found = scalars.decimal(text, *hows)
    assert found == (None if answer is None else (Decimal(answer[0]), answer[1]))
    if found is not None:
        assert isinstance(found[0], Decimal)
        assert found[0].as_tuple() == Decimal(answer[0]).as_tuple()
    kind = Scalar("", "decimal", lexical=forms(plus=hows[0], comma=hows[1]))
    value, hits = parse(kind, text) if text.strip() == text else (None, [])
    assert (None if value is None else (value, not hits)) == found


def test_forms_are_refused_unless_said() -> None:
    for text in ("+5", "05", "5.0"):
        assert scalars.integer(text) is None
    for text in ("+5", "5,0"):
        assert scalars.decimal(text) is None


def test_patterns_take_the_whole_text_and_ascii_digits() -> None:
    fits = scalars.fullmatch("\\d+")
    assert fits("12")
    assert not fits("12a")
    assert not fits("٥")


REWRITES = (("8(9[0-9]{2})([0-9]*)", "7{1}-{2}"), ("8([0-9]*)(x)?", "{9}{0}{1}{2}"), ("00(.*)", "{1"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("79161234567", "79161234567"), ("+7 (916) 123-45-67", "79161234567"), ("8916", "7916-"),
        ("89161", "7916-1"), ("7", "7"), ("", None), ("abc", None), ("7٥", None), ("0012", None),
    ],
)  # fmt: skip
def test_phones(text: str, number: str | None) -> None:
    normal = scalars.phone(" +()-", REWRITES[:1] + REWRITES[2:], "[7-]\\d*-?\\d*")
    assert normal(text) == number
    kind = Normal(
        " +()-", tuple(Rewrite(*one) for one in REWRITES[:1] + REWRITES[2:]), "[7-]\\d*-?\\d*", "error", None, ""
    )
    value, hits = parse(Scalar("", "phone", normal=kind), text)
    assert (value if not hits else None) == number


def test_the_first_rewrite_that_fits_counts() -> None:
    normal = scalars.phone("", (("8(.*)", "7{1}"), ("7(.*)", "9{1}"), ("8.*", "1")), ".*")
    rewrites = (Rewrite("8(.*)", "7{1}"), Rewrite("7(.*)", "9{1}"), Rewrite("8.*", "1"))
    kind = Scalar("", "phone", normal=Normal("", rewrites, ".*", "error", None, ""))
    for text, number in (("85", "75"), ("75", "95"), ("65", "65")):
        assert normal(text) == number
        assert parse(kind, text) == (number, [])


@pytest.mark.parametrize(
    ("to", "text", "number"),
    [
        ("{1}{2}{3}", "ab", "ab"), ("{0}", "ab", "{0}"), ("{1", "ab", "{1"), ("}{", "ab", "}{"),
        ("{{1}}", "ab", "{a}"), ("{x}", "ab", "{x}"), ("x", "ab", "x"), ("", "ab", ""),
    ],
)  # fmt: skip
def test_what_a_rewrite_fills_in(to: str, text: str, number: str) -> None:
    assert scalars.phone("", (("(a)(b)(c)?", to),), ".*")(text) == number


def test_nine_groups() -> None:
    digits = "123456789"
    normal = scalars.phone("", (("(.)" * 9, "".join(f"{{{n}}}" for n in reversed(digits))),), ".*")
    assert normal(digits) == digits[::-1]


@pytest.mark.parametrize(
    ("triples", "sent"),
    [
        ([("a", " 7", b"+7")], True), ([("b", " 7", b"+7")], True), ([("c", " 7", b"+7")], False),
        ([("a", "+7", b"%2B7"), ("a", " 7", b"+7")], False), ([("c", "", b"+"), ("a", "7", b"7")], False), ([], False),
    ],
)  # fmt: skip
def test_a_raw_plus_in_the_first_of_its_names(triples: Any, sent: bool) -> None:
    assert scalars.plus(triples, ("a", "b")) is sent


@pytest.mark.parametrize(("body", "sent"), [(b"a=+7", True), (b"a=%2B7", False), (b"c=+", False), (b"c=+&b=7+", True)])
def test_a_raw_plus_of_a_form(body: bytes, sent: bool) -> None:
    found = params(body, "utf-8")
    assert found is not None
    assert scalars.plus(found, ("a", "b")) is sent


def test_days() -> None:
    asked = []

    def write(text: str) -> str:
        asked.append(text)
        return f"2024-{text[3:5]}-{text[:2]}T" if text[2:3] == "." else ""

    days = scalars.Days(write)
    assert [days["29.02"], days["29.02"]] == ["2024-02-29T", "2024-02-29T"]
    assert asked == ["29.02"]
    for text in ("30.02", "1", "", "x1.02", "\u0661\u0661.02"):
        with pytest.raises(ValueError):
            days[text]
    assert list(days) == ["29.02"]


def test_days_are_not_remembered_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scalars, "_MOST_DAYS", 3)
    days = scalars.Days(lambda text: f"2024-01-{text}T")
    for number in range(1, 32):
        assert days[f"{number:02d}"] == f"2024-01-{number:02d}T"
        assert len(days) <= 3
    assert list(days) == ["31"]
