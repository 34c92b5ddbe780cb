"""The patterns of scalars hold exactly the texts that the lexical rules tolerate."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from wirebook.lexical import parse, spaced
from wirebook.model import CodeEntry, CodeTable, Facet, LexicalForm, Normal, Rewrite, Scalar, Text
from wirebook_codegen.lexis import Lexis, admits, lexis, stated, trimmed, with_literals
from wirebook_codegen.lexis.calendars import moments

T = Text("t", "т")
CANONICAL = LexicalForm("canonical")
SEVERITY = st.sampled_from(["error", "warning"])
NUMBER = st.text("+-0123459.,", max_size=7)


def tolerated(scalar: Scalar, text: str) -> bool:
    value, hits = parse(scalar, text)
    return value is not None and not any(hit.severity == "error" for hit in hits)


def libxml(pattern: str, text: str) -> bool:
    """What libxml2, which reads patterns in its own way, makes of one."""
    schema = etree.fromstring(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="r"><xs:simpleType>'
        '<xs:restriction base="xs:string"><xs:pattern/></xs:restriction></xs:simpleType></xs:element></xs:schema>'
    )
    next(schema.iter("{*}pattern")).set("value", pattern)
    node = etree.Element("r")
    node.text = text
    return bool(etree.XMLSchema(schema).validate(node))


def forms(*names: str) -> st.SearchStrategy[tuple[LexicalForm, ...]]:
    one = [st.sampled_from([None, LexicalForm(n), LexicalForm(n, "warning"), LexicalForm(n, "error")]) for n in names]
    return st.tuples(*one).map(lambda found: (CANONICAL, *(form for form in found if form is not None)))


@given(
    st.integers(-2000, 2000) | st.none(),
    st.integers(-2000, 2000) | st.none(),
    st.integers(1, 4) | st.none(),
    SEVERITY,
    forms("plus", "leading_zeros", "zero_fraction"),
    st.lists(NUMBER | st.integers(-2100, 2100).map(str), max_size=30),
)
@example(0, 0, None, "error", (CANONICAL,), ["-0", "0", "1", "-1"])
@example(-5, 99, None, "error", (CANONICAL, LexicalForm("plus")), ["+0", "+99", "+100", "-6", "-5"])
def test_integers(low, high, digits, severity, lexical, texts) -> None:
    bounds = [("minInclusive", low), ("maxInclusive", high), ("totalDigits", digits)]
    facets = tuple(Facet(name, value, severity) for name, value in bounds if value is not None)
    scalar = Scalar("", "integer", facets, lexical=lexical)
    near = [str(v + d) for v in (low, high) if v is not None for d in (-1, 0, 1)]
    for text in [*texts, *near]:
        assert admits(lexis(scalar), text) == tolerated(scalar, text), (text, lexis(scalar))


BOUND = st.decimals(-30, 30, places=3, allow_nan=False).map(lambda d: format(d, "f")) | st.none()


@given(
    BOUND,
    BOUND,
    st.integers(1, 5) | st.none(),
    st.integers(0, 3) | st.none(),
    forms("plus", "comma"),
    st.lists(NUMBER, max_size=30),
)
@example("0.05", "0.2", None, None, (CANONICAL,), ["0.05", "0.049", "0.2", "0.20", "0.1", "0.201", "0"])
@example("-1.5", "-1.25", None, None, (CANONICAL,), ["-1.5", "-1.3", "-1.25", "-1.2", "-2", "-1"])
def test_decimals(low, high, total, fraction, lexical, texts) -> None:
    if low is not None and high is not None and Decimal(low) > Decimal(high):
        low, high = high, low
    limits = [("minInclusive", low), ("maxInclusive", high), ("totalDigits", total), ("fractionDigits", fraction)]
    facets = tuple(Facet(name, value) for name, value in limits if value is not None)
    scalar = Scalar("", "decimal", facets, lexical=lexical)
    near = [
        format(Decimal(v) + Decimal(d) / 1000, "f") for v in (low, high) if v is not None for d in (-10, -1, 0, 1, 10)
    ]
    for text in [*texts, *near, *(t.rstrip("0") for t in near), *(t.replace(".", ",") for t in near)]:
        assert admits(lexis(scalar), text) == tolerated(scalar, text), (text, lexis(scalar))


@pytest.mark.parametrize("form", ["DD.MM.YYYY", "YYYY-MM-DD", "DD.MM.YY", "YY/MM/DD"])
@pytest.mark.parametrize("pivot", [0, 70, 100])
def test_days_that_exist(form: str, pivot: int) -> None:
    scalar = Scalar("", "date", lexical=(LexicalForm(form),), pivot=pivot)
    pattern = re.compile(moments(form, pivot), re.ASCII)
    for year in (0, 1, 4, 99, 100, 400, 1900, 1999, 2000, 2023, 2024, 2100, 2400, 9999):
        for month in range(14):
            for day in (0, 1, 28, 29, 30, 31, 32):
                text = form.replace("YYYY", f"{year:04d}").replace("YY", f"{year % 100:02d}")
                text = text.replace("MM", f"{month:02d}").replace("DD", f"{day:02d}")
                assert bool(pattern.fullmatch(text)) == tolerated(scalar, text), text


def test_a_refused_form_is_not_tolerated() -> None:
    scalar = Scalar("", "time", lexical=(LexicalForm("hh:mm:ss"), LexicalForm("hh:mm", "error"), LexicalForm("hhmm")))
    assert [admits(lexis(scalar), t) for t in ("23:59:59", "23:59", "2359", "24:00:00")] == [True, False, True, False]


def test_phones_may_be_written_with_what_is_stripped() -> None:
    rewrites = (Rewrite("8(9[0-9]{9})", "7{1}"), Rewrite("(9[0-9]{9})", "7{1}"))
    scalar = Scalar("", "phone", normal=Normal(" +()-]", rewrites, "79[0-9]{9}", "error"))
    for text in ("79161234567", "+7 (916) 123-45-67", "8-916-123-45-67", "9161234567", "((7]9161234567"):
        assert tolerated(scalar, text)
        assert admits(lexis(scalar), text)
    for text in ("", "7916123456", "8-909-190-94097", "seven"):
        assert not tolerated(scalar, text)
        assert not admits(lexis(scalar), text)


def test_warnings_do_not_narrow() -> None:
    facets = (Facet("maxLength", 2, "warning"), Facet("pattern", "a", "warning"), Facet("minLength", 1))
    scalar = Scalar("", "string", facets)
    assert lexis(scalar) == Lexis((), 1)
    assert stated(scalar) == ("facet.minLength",)


def test_closed_codes_are_the_only_values() -> None:
    rows = (
        CodeEntry(1, None, None, "a", T, None, None, None, None, ""),
        CodeEntry(None, 5, 7, "b", T, *[None] * 4, ""),
    )
    table = CodeTable("C", "integer", T, rows, "refuse", False, None, "")
    scalar = Scalar("", "integer", lexical=(CANONICAL,), codes=table)
    assert [n for n in range(-9, 12) if admits(lexis(scalar), str(n))] == [1, 5, 6, 7]
    assert "code.unknown" in stated(scalar)


def test_limits_that_leave_nothing_over_admit_nothing() -> None:
    facets = (Facet("enumeration", ("a",)), Facet("minLength", 2))
    scalar = Scalar("", "string", facets)
    assert not any(admits(lexis(scalar), text) for text in ("", "a", "aa", "0", "1"))
    assert admits(with_literals(lexis(scalar), ("-",)), "-")


@given(st.integers(0, 4), st.integers(0, 4) | st.none(), st.text("ab \t", max_size=7))
def test_trimmed_texts_in_python_and_in_libxml2(low: int, more: int | None, text: str) -> None:
    high = None if more is None else low + more
    scalar = Scalar("", "string", whitespace="trim")
    given_ = Lexis((), low, high)
    wide = trimmed(given_)
    want = admits(given_, spaced(scalar, text))
    assert admits(wide, text) == want
    assert all(libxml(pattern, text) for pattern in wide.patterns) == want


@given(st.sampled_from(["", "0", "a"]), st.text("0ab", max_size=4))
def test_literals_are_let_through_besides(extra: str, text: str) -> None:
    for given_ in (Lexis(("b+",), 2, 3), Lexis(values=("ab",)), Lexis((), 2), Lexis(("a|b", "[a-b]"))):
        assert admits(with_literals(given_, (extra,)), text) == (text == extra or admits(given_, text))


@given(st.integers(-2500, 2500), st.integers(0, 2500), st.integers(-3000, 3000))
def test_number_patterns_in_libxml2(low: int, width: int, number: int) -> None:
    facets = (Facet("minInclusive", low), Facet("maxInclusive", low + width))
    (pattern,) = lexis(Scalar("", "integer", facets, lexical=(CANONICAL,))).patterns
    assert libxml(pattern, str(number)) == (low <= number <= low + width)
