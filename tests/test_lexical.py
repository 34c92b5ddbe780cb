"""Texts to values and back: the table of what each type takes, its facets and codes."""

import datetime
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirebook.lexical import FACETS, in_operation, lookup, of_operation, parse, render, rows, space, spaced
from wirebook.model import CodeEntry, CodeTable, Facet, LexicalForm, Normal, Rewrite, Scalar, Text

CANON = LexicalForm("canonical")


def integer(*extras, facets=(), **more):
    forms = (CANON, *(LexicalForm(e, "warning", "d") for e in extras))
    return Scalar("", "integer", facets=facets, lexical=forms, **more)


def decimal(*extras, facets=()):
    return Scalar("", "decimal", facets=facets, lexical=(CANON, *(LexicalForm(e) for e in extras)))


def dated(base, *forms, pivot=None):
    return Scalar(
        "", base, lexical=tuple(LexicalForm(f, "warning" if i else None) for i, f in enumerate(forms)), pivot=pivot
    )


PHONE = Scalar(
    "Phone",
    "phone",
    normal=Normal(
        " +()-",
        (Rewrite("8(9[0-9]{9})", "7{1}"), Rewrite("(9[0-9]{9})", "7{1}")),
        "79[0-9]{9}",
        "warning",
    ),
)
STRING = Scalar("", "string")
BITS = Scalar("", "bits", width=16)


def codes(hits):
    return [(h.code, h.severity) for h in hits]


@pytest.mark.parametrize(
    ("scalar", "text", "value", "hits"),
    [
        (STRING, " as is \n", " as is \n", []),
        (Scalar("", "string", whitespace="trim"), " \ta  b\r\n", "a  b", []),
        (Scalar("", "string", whitespace="collapse"), " \ta \n b\r\n", "a b", []),
        (Scalar("", "string", whitespace="trim"), "\u00a0a\u2003", "\u00a0a\u2003", []),
        (integer(), "0", 0, []),
        (integer(), "-17", -17, []),
        (integer(), "-0", 0, []),
        (integer(), "9" * 1000, int("9" * 1000), []),
        (integer(), "9" * 1001, None, ["type.integer"]),
        (integer(), "", None, ["type.integer"]),
        (integer(), " 5", None, ["type.integer"]),
        (integer(whitespace="trim"), " 5\n", 5, []),
        (integer(), "+5", None, ["type.integer"]),
        (integer(), "05", None, ["type.integer"]),
        (integer(), "5.0", None, ["type.integer"]),
        (integer(), "1e2", None, ["type.integer"]),
        (integer(), "\u0665", None, ["type.integer"]),
        (integer("plus"), "+5", 5, ["deviation.form"]),
        (integer("leading_zeros"), "-05", -5, ["deviation.form"]),
        (integer("leading_zeros"), "+05", None, ["type.integer"]),
        (integer("zero_fraction"), "5.00", 5, ["deviation.form"]),
        (integer("zero_fraction"), "5.01", None, ["type.integer"]),
        (integer("plus", "leading_zeros", "zero_fraction"), "+05.0", 5, ["deviation.form"] * 3),
        (decimal(), "12.50", Decimal("12.50"), []),
        (decimal(), "-007", Decimal(-7), []),
        (decimal(), ".5", None, ["type.decimal"]),
        (decimal(), "5.", None, ["type.decimal"]),
        (decimal(), "1e5", None, ["type.decimal"]),
        (decimal(), "NaN", None, ["type.decimal"]),
        (decimal(), "1,5", None, ["type.decimal"]),
        (decimal("comma"), "1,5", Decimal("1.5"), []),
        (decimal("plus"), "+1.5", Decimal("1.5"), []),
        (decimal(), "1" * 1001, None, ["type.decimal"]),
        (dated("date", "DD.MM.YYYY"), "29.02.2024", datetime.date(2024, 2, 29), []),
        (dated("date", "DD.MM.YYYY"), "29.02.2023", None, ["type.date"]),
        (dated("date", "DD.MM.YYYY"), "01.01.0000", None, ["type.date"]),
        (dated("date", "DD.MM.YYYY"), "1.1.2024", None, ["type.date"]),
        (dated("date", "DD.MM.YYYY"), "\u0660\u0661.01.2024", None, ["type.date"]),
        (dated("date", "DD.MM.YYYY", "YYYY-MM-DD"), "2024-01-02", datetime.date(2024, 1, 2), ["deviation.form"]),
        (dated("date", "DD.MM.YY", pivot=70), "01.02.69", datetime.date(2069, 2, 1), []),
        (dated("date", "DD.MM.YY", pivot=70), "01.02.70", datetime.date(1970, 2, 1), []),
        (dated("time", "hh:mm:ss"), "23:59:59", datetime.time(23, 59, 59), []),
        (dated("time", "hh:mm:ss"), "24:00:00", None, ["type.time"]),
        (dated("time", "hh:mm:ss"), "23:59:60", None, ["type.time"]),
        (dated("datetime", "YYYY-MM-DD hh:mm:ss"), "2010-05-01 12:00:00", datetime.datetime(2010, 5, 1, 12), []),
        (dated("datetime", "YYYY-MM-DD hh:mm:ss"), "2010-05-01T12:00:00", None, ["type.datetime"]),
        (
            dated("datetime", "YYYY-MM-DD hh:mm:ss", "YYYY-MM-DD"),
            "2010-05-01",
            datetime.datetime(2010, 5, 1),
            ["deviation.form"],
        ),
        (PHONE, "79011234567", "79011234567", []),
        (PHONE, "+7(901) 123-45 67", "79011234567", []),
        (PHONE, "8-901-123-4567", "79011234567", []),
        (PHONE, "9011234567", "79011234567", []),
        (PHONE, "74957271122", "74957271122", ["type.phone"]),
        (PHONE, "8912383887", "8912383887", ["type.phone"]),
        (PHONE, "", "", ["type.phone"]),
        (Scalar("", "phone"), "+7 x", "+7 x", []),
        (BITS, "65535", 65535, []),
        (BITS, "65536", None, ["type.bits"]),
        (BITS, "-1", None, ["type.bits"]),
        (BITS, "01", None, ["type.bits"]),
    ],
)
def test_parse(scalar, text, value, hits):
    got, found = parse(scalar, text)
    assert got == value
    assert type(got) is type(value)
    assert [h.code for h in found] == hits


def test_a_tolerated_form_without_a_severity_gives_no_finding():
    scalar = Scalar("", "integer", lexical=(CANON, LexicalForm("plus")))
    assert parse(scalar, "+1") == (1, [])


def facet(name, value, severity="error"):
    return Facet(name, value, severity)


@pytest.mark.parametrize(
    ("base", "limit", "good", "bad"),
    [
        ("string", facet("length", 2), ["ab", "\U0001f600b"], ["a", "abc"]),
        ("string", facet("minLength", 2), ["ab", "abc"], ["", "a"]),
        ("string", facet("maxLength", 2), ["", "ab", "\U0001f600\U0001f600"], ["abc"]),
        ("string", facet("pattern", "[0-9]+"), ["12"], ["", "12\n", "a12", "\u0661"]),
        ("string", facet("enumeration", ("a", "b")), ["a", "b"], ["A", "", "ab"]),
        ("integer", facet("enumeration", (0, 1)), ["0", "1", "-0"], ["2"]),
        ("integer", facet("minInclusive", 1), ["1", "2"], ["0", "-1"]),
        ("integer", facet("maxInclusive", 5), ["5", "-9"], ["6"]),
        ("decimal", facet("minInclusive", "0.10"), ["0.1", "0.10"], ["0.09"]),
        ("decimal", facet("maxInclusive", "1"), ["1.000"], ["1.0000000000000000000000000000001"]),
        ("decimal", facet("totalDigits", 3), ["1.23", "001.23", "-1.23", "0.05"], ["1.234", "1000", "1.230"]),
        ("decimal", facet("fractionDigits", 2), ["1", "1.23"], ["1.230"]),
    ],
)
def test_facets(base, limit, good, bad):
    scalar = Scalar("", base, facets=(limit,), lexical=(CANON,) if base in ("integer", "decimal") else ())
    for text in good:
        assert parse(scalar, text)[1] == []
    for text in bad:
        value, hits = parse(scalar, text)
        assert value is not None
        assert codes(hits) == [(f"facet.{limit.name}", "error")]


def test_every_facet_is_reported_in_declared_order_with_its_severity():
    scalar = Scalar(
        "", "string", facets=(facet("maxLength", 1), facet("pattern", "x*"), facet("minLength", 9, "warning"))
    )
    assert codes(parse(scalar, "abc")[1]) == [
        ("facet.maxLength", "error"),
        ("facet.pattern", "error"),
        ("facet.minLength", "warning"),
    ]


def test_there_is_a_function_for_each_scalar_facet_of_the_model():
    assert set(FACETS) == {
        "length", "minLength", "maxLength", "pattern", "enumeration", "minInclusive", "maxInclusive", "totalDigits",
        "fractionDigits",
    }  # fmt: skip


def row(value, low=None, high=None, deviation=None):
    return CodeEntry(value, low, high, "x", Text("", ""), None, None, None, deviation, "")


def table(unknown):
    return CodeTable(
        "T",
        "integer",
        Text("", ""),
        (row(1), row(2, deviation="d"), row(None, 1, 9), row(None, 70, 79)),
        unknown,
        True,
        None,
        "",
    )


@pytest.mark.parametrize(
    ("unknown", "text", "hits"),
    [
        ("warn", "1", []),
        ("warn", "2", [("deviation.extra", "warning")]),
        ("warn", "5", []),
        ("warn", "79", []),
        ("warn", "80", [("code.unknown", "warning")]),
        ("refuse", "80", [("code.unknown", "error")]),
        ("accept", "80", []),
    ],
)
def test_codes(unknown, text, hits):
    value, found = parse(integer(codes=table(unknown)), text)
    assert value == int(text)
    assert codes(found) == hits


T = Text("t", "т")


def named(value, name, meaning="m", **more):
    given = {"final": None, "ok": None, "retry": None, "deviation": None, **more}
    return CodeEntry(value, None, None, name, Text(meaning, meaning), **given, source=f"doc#{name}")


SENDS = CodeTable(
    "Sends", "integer", T, (named(1, "bad"), named(9, "many", "sends", ok=False)), "refuse", False, None, ""
)
LISTS = CodeTable(
    "Lists", "integer", T,
    (named(1, "bad"), named(-9, "low", deviation="d"), named(9, "often", "lists", ok=False, retry=T, deviation="d")),
    "warn", False, None, "",
)  # fmt: skip
CHOSEN = CodeTable(
    "Chosen", "integer", T, (named(2, "login"), named(-9, "low", "own")), "accept", False, None, "",
    (("send", SENDS), ("list", LISTS), ("also", LISTS)),
)  # fmt: skip


def test_a_code_that_means_different_things_is_one_row_that_says_so():
    found = {entry.value: entry for entry in rows(CHOSEN)}
    assert list(found) == [2, -9, 1, 9]
    assert found[1] == SENDS.entries[0]
    assert found[9].name == "code_9"
    assert found[9].meaning.en == "Depends on the operation. send: sends. list, also: lists."
    assert found[9].meaning.ru == "Зависит от операции. send: sends. list, also: lists."
    assert (found[9].ok, found[9].final, found[9].deviation, found[9].source) == (
        False,
        None,
        None,
        "doc#many, doc#often",
    )
    assert found[9].retry.en == "Depends on the operation. list, also: t."
    assert found[-9].name == "low"
    assert found[-9].meaning.en == "Depends on the operation. otherwise: own. list, also: m."
    assert rows(SENDS) == SENDS.entries


@pytest.mark.parametrize(
    ("operation", "text", "hits"),
    [
        (None, "8", []),  # the table itself accepts what is in no row
        ("send", "8", [("code.unknown", "error")]),
        ("list", "8", [("code.unknown", "warning")]),
        ("other", "8", []),
        (None, "9", []),
        ("send", "9", []),
        ("list", "9", [("deviation.extra", "warning")]),
        ("send", "2", []),
        ("send", "-9", []),
        ("list", "-9", [("deviation.extra", "warning")]),
    ],
)
def test_the_operation_decides_which_codes_there_are(operation, text, hits):
    scalar = in_operation(integer(codes=CHOSEN), operation)
    value, found = parse(scalar, text)
    assert value == int(text)
    assert codes(found) == hits
    assert all(hit.args.get("table") in (None, "Sends", "Lists") for hit in found)
    assert of_operation(CHOSEN, "other") is CHOSEN


def test_lookup_prefers_singles_to_ranges():
    assert lookup(table("warn"), 2).deviation == "d"
    assert lookup(table("warn"), 3).low == 1
    assert lookup(table("warn"), 30) is None


@pytest.mark.parametrize(
    ("scalar", "value", "text"),
    [
        (integer("plus"), 5, "5"),
        (integer(), -5, "-5"),
        (decimal("comma"), Decimal("1E+2"), "100"),
        (decimal(), Decimal("1.50"), "1.50"),
        (decimal(), 3, "3"),
        (dated("date", "DD.MM.YYYY", "YYYY-MM-DD"), datetime.date(2024, 2, 1), "01.02.2024"),
        (dated("datetime", "DD.MM.YY hh:mm"), datetime.datetime(2024, 2, 1, 3, 4), "01.02.24 03:04"),
        (dated("time", "hh:mm:ss"), datetime.time(3, 4, 5), "03:04:05"),
        (BITS, 256, "256"),
        (PHONE, "79011234567", "79011234567"),
        (STRING, "\U0001f600", "\U0001f600"),
    ],
)
def test_render(scalar, value, text):
    assert render(scalar, value) == text
    assert parse(scalar, text)[0] == value


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        (STRING, 5),
        (STRING, "\ud800"),
        (STRING, None),
        (integer(), "5"),
        (integer(), True),
        (integer(), 10**1001),
        (decimal(), 1.5),
        (decimal(), Decimal("NaN")),
        (decimal(), Decimal("Infinity")),
        (decimal(), Decimal("1E+999999")),
        (decimal(), Decimal("1E-999999")),
        (decimal(), Decimal("0E-999999")),
        (dated("date", "DD.MM.YYYY"), datetime.datetime(2024, 1, 1)),
        (dated("date", "DD.MM.YYYY"), "2024-01-01"),
        (dated("date", "DD.MM.YY", pivot=70), datetime.date(1950, 1, 1)),
        (dated("datetime", "DD.MM.YYYY hh:mm"), datetime.datetime(2024, 1, 1, 1, 1, 30)),
        (dated("datetime", "DD.MM.YYYY hh:mm:ss"), datetime.datetime(2024, 1, 1, 1, 1, 30, 5)),
        (dated("datetime", "DD.MM.YYYY hh:mm:ss"), datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)),
        (BITS, 65536),
        (BITS, -1),
        (BITS, True),
    ],
)
def test_render_refuses(scalar, value):
    with pytest.raises(ValueError):
        render(scalar, value)


def test_render_refuses_a_huge_integer_without_printing_it():
    with pytest.raises(ValueError, match="1000"):
        render(integer(), 10**100000)


SPACES = [
    integer(),
    integer("plus", "leading_zeros", "zero_fraction"),
    integer(facets=(facet("minInclusive", 0),)),
    integer("plus", "leading_zeros", facets=(facet("minInclusive", 0),)),
    integer("zero_fraction", facets=(facet("minInclusive", 3),)),
    integer(facets=(facet("minInclusive", 0, "warning"),)),
    integer(facets=(facet("enumeration", (0, 5, 12)),)),
    integer("leading_zeros", facets=(facet("enumeration", (0, 5, 12)),)),
    decimal(),
    decimal("comma", "plus", facets=(facet("minInclusive", "0"),)),
    BITS,
    STRING,
    Scalar("", "string", facets=(facet("pattern", "[a-z]+"),)),
    Scalar("", "string", facets=(facet("enumeration", ("a.b", "$^")),)),
    dated("date", "DD.MM.YYYY"),
    dated("datetime", "YYYY-MM-DD hh:mm:ss", "DD.MM.YY hh:mm"),
]


@pytest.mark.parametrize("scalar", SPACES, ids=lambda s: f"{s.base}-{space(s)}")
@given(data=st.data())
def test_space_holds_every_tolerated_text(scalar, data):
    text = data.draw(
        st.one_of(
            st.text("0123456789.,+-: ", max_size=20),
            st.text(max_size=8),
            st.sampled_from(
                ["-0", "+0", "-00", "-0.0", "5", "012", "a.b", "$^", "abc", "01.02.2024", "2024-01-02 03:04:05"]
            ),
        )
    )
    value, hits = parse(scalar, text)
    if value is not None and not any(h.severity == "error" for h in hits):
        assert re.fullmatch(space(scalar), text, re.ASCII)


@pytest.mark.parametrize(
    "scalar", [s for s in SPACES if s.base in ("integer", "decimal", "date", "datetime")], ids=space
)
@given(data=st.data())
def test_what_space_holds_is_close_to_what_parse_takes(scalar, data):
    text = data.draw(st.from_regex(re.compile(space(scalar), re.ASCII), fullmatch=True))
    value, _ = parse(scalar, text)
    if scalar.base in ("integer", "decimal"):
        assert value is not None


@given(st.text())
def test_white_space_processing_is_idempotent(text):
    for kind in ("preserve", "trim", "collapse"):
        scalar = Scalar("", "string", whitespace=kind)
        assert spaced(scalar, spaced(scalar, text)) == spaced(scalar, text)
