"""What each lexical check says, to the argument; what is written, to the character; and each bound on either side."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from wirebook.lexical import parse, render, space, spaced, takes_all, union_names
from wirebook.lexical.booleans import JSON_NUMBERS, json_form, pair, texts
from wirebook.lexical.codes import check_code, in_operation, lookup, of_operation, rows
from wirebook.lexical.facets import FACETS
from wirebook.lexical.moments import print_moment, read_moment, tokens
from wirebook.lexical.parse import normal_phone, spelled
from wirebook.lexical.space import ANYTHING, literal
from wirebook.model import CodeEntry, CodeTable, Facet, LexicalForm, Normal, Rewrite, Scalar, Text

CANON = LexicalForm("canonical")
T = Text("t", "т")


def said(hits: Any) -> list[tuple[Any, ...]]:
    return [(hit.code, hit.severity, hit.args, hit.deviation, hit.source) for hit in hits]


def forms(*names: str, severity: str | None = "warning") -> tuple[LexicalForm, ...]:
    return (CANON, *(LexicalForm(name, severity, f"odd_{name}") for name in names))


# ---------------------------------------------------------------- facets


@pytest.mark.parametrize(
    ("name", "limit", "text", "value", "args"),
    [
        ("length", 2, "ab", "ab", None), ("length", 2, "a", "a", {"limit": "2", "got": "1"}),
        ("length", 2, "abc", "abc", {"limit": "2", "got": "3"}),
        ("minLength", 2, "ab", "ab", None), ("minLength", 2, "abc", "abc", None),
        ("minLength", 2, "a", "a", {"limit": "2", "got": "1"}),
        ("maxLength", 2, "ab", "ab", None), ("maxLength", 2, "", "", None),
        ("maxLength", 2, "abc", "abc", {"limit": "2", "got": "3"}),
        ("pattern", "[a-c]+", "abc", "abc", None), ("pattern", "[a-c]+", "abcd", "", {"limit": "[a-c]+"}),
        ("pattern", "\\d", "5", "5", None), ("pattern", "\\d", "٥", "٥", {"limit": "\\d"}),
        ("enumeration", ("a", "b"), "b", "b", None), ("enumeration", ("a", 1), "x", "x", {"limit": "a, 1"}),
        ("enumeration", (1, 2), "02", 2, None),
        ("minInclusive", 5, "5", 5, None), ("minInclusive", 5, "6", 6, None),
        ("minInclusive", 5, "4", 4, {"limit": "5"}),
        ("minInclusive", "5", "5", 5, None), ("minInclusive", "5", "4", 4, {"limit": "5"}),
        ("maxInclusive", 5, "5", 5, None), ("maxInclusive", 5, "4", 4, None),
        ("maxInclusive", 5, "6", 6, {"limit": "5"}),
        ("minInclusive", "0.1", "", Decimal("0.1"), None),
        ("minInclusive", "0.1", "", Decimal("0.09"), {"limit": "0.1"}),
        ("maxInclusive", "0.1", "", Decimal("0.10"), None),
        ("maxInclusive", "0.1", "", Decimal("0.11"), {"limit": "0.1"}),
        ("totalDigits", 3, "123", 0, None), ("totalDigits", 3, "1.23", 0, None), ("totalDigits", 3, "+001,20", 0, None),
        ("totalDigits", 3, "-0.05", 0, None), ("totalDigits", 3, "0.050", 0, None), ("totalDigits", 2, "0", 0, None),
        ("totalDigits", 3, "1234", 0, {"limit": "3", "got": "4"}),
        ("totalDigits", 3, "-12.34", 0, {"limit": "3", "got": "4"}),
        ("totalDigits", 0, "000", 0, None), ("totalDigits", 0, "100", 0, {"limit": "0", "got": "3"}),
        ("fractionDigits", 2, "1.23", 0, None), ("fractionDigits", 2, "123456", 0, None),
        ("fractionDigits", 2, "+1,2", 0, None),
        ("fractionDigits", 2, "1.230", 0, {"limit": "2", "got": "3"}),
        ("fractionDigits", 2, "1,230", 0, {"limit": "2", "got": "3"}), ("fractionDigits", 0, "1.", 0, None),
    ],
)  # fmt: skip
def test_facets(name: str, limit: Any, text: str, value: Any, args: dict[str, str] | None) -> None:
    assert FACETS[name](limit, text, value) == args


def test_what_a_broken_facet_says() -> None:
    scalar = Scalar("", "string", (
        Facet("maxLength", 2, "error", "dev", "doc#1"), Facet("pattern", "x*", "warning", None, "doc#2"),
        Facet("minLength", 1, "error"),
    ))  # fmt: skip
    value, hits = parse(scalar, "abc")
    assert value == "abc"
    assert said(hits) == [
        ("facet.maxLength", "error", {"limit": "2", "got": "3"}, "dev", "doc#1"),
        ("facet.pattern", "warning", {"limit": "x*"}, None, "doc#2"),
    ]


# ---------------------------------------------------------------- white space


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        ("preserve", " \t\r\na  b ", " \t\r\na  b "), ("trim", " \t\r\na \t\r\n b\n\r\t ", "a \t\r\n b"),
        ("collapse", " \t\r\na \t\r\n b\n\r\t ", "a b"), ("trim", "\x0b\xa0a\x0c", "\x0b\xa0a\x0c"),
        ("collapse", "a\xa0 \xa0b\x0b\x0bc", "a\xa0 \xa0b\x0b\x0bc"), ("trim", "xax", "xax"), ("collapse", "x", "x"),
    ],
)  # fmt: skip
def test_white_space(kind: str, text: str, wanted: str) -> None:
    scalar = Scalar("", "string", whitespace=kind)
    assert spaced(scalar, text) == wanted
    assert parse(scalar, text) == (wanted, [])


# ---------------------------------------------------------------- types


@pytest.mark.parametrize(
    ("scalar", "text", "value", "hits"),
    [
        (Scalar("", "integer", lexical=forms()), "x", None, [("type.integer", "error", {}, None, "")]),
        (
            Scalar("", "integer", lexical=forms("plus", "leading_zeros")), "+05", 5,
            [("deviation.form", "warning", {}, "odd_plus", ""),
             ("deviation.form", "warning", {}, "odd_leading_zeros", "")],
        ),
        (Scalar("", "integer", lexical=forms("plus", severity=None)), "+5", 5, []),
        (Scalar("", "integer", lexical=forms("plus", severity="error")), "+5", 5,
         [("deviation.form", "error", {}, "odd_plus", "")]),
        (Scalar("", "decimal", lexical=forms()), "x", None, [("type.decimal", "error", {}, None, "")]),
        (Scalar("", "decimal", lexical=forms("comma")), "1,5", Decimal("1.5"),
         [("deviation.form", "warning", {}, "odd_comma", "")]),
        (
            Scalar("", "boolean",
             lexical=(LexicalForm("yes/no"), LexicalForm("1/0", "warning", "odd"), LexicalForm("T/F"))),
            "x", None, [("type.boolean", "error", {"want": "yes/no, 1/0, T/F"}, None, "")],
        ),
        (Scalar("", "boolean", lexical=(LexicalForm("yes/no", "warning"),)), "no", False, []),
        (Scalar("", "boolean", lexical=(LexicalForm("yes/no"), LexicalForm("1/0", "warning", "odd"))), "1", True,
         [("deviation.form", "warning", {}, "odd", "")]),
        (Scalar("", "boolean", lexical=(LexicalForm("yes/no"), LexicalForm("1/0"))), "0", False, []),
        (Scalar("", "date", lexical=(LexicalForm("DD.MM.YYYY", "warning"),)), "01.02.2003", datetime.date(2003, 2, 1),
         []),
        (Scalar("", "date", lexical=(LexicalForm("DD.MM.YYYY"), LexicalForm("DDMM", "warning", "odd"))), "0102",
         datetime.date(1900, 2, 1), [("deviation.form", "warning", {}, "odd", "")]),
        (Scalar("", "date", lexical=(LexicalForm("DD.MM.YYYY"), LexicalForm("DDMM"))), "0102",
         datetime.date(1900, 2, 1), []),
        (Scalar("", "date", lexical=(LexicalForm("DD.MM.YYYY"), LexicalForm("DDMM"))), "x", None,
         [("type.date", "error", {"want": "DD.MM.YYYY"}, None, "")]),
        (Scalar("", "time"), "x", None, [("type.time", "error", {"want": ""}, None, "")]),
        (Scalar("", "bits", width=3), "7", 7, []), (Scalar("", "bits", width=3), "0", 0, []),
        (Scalar("", "bits", width=3), "-0", 0, []),
        (Scalar("", "bits", width=3), "8", None, [("type.bits", "error", {"limit": "3"}, None, "")]),
        (Scalar("", "bits", width=3), "-1", None, [("type.bits", "error", {"limit": "3"}, None, "")]),
        (Scalar("", "bits", width=3), "00", None, [("type.bits", "error", {"limit": "3"}, None, "")]),
        (Scalar("", "bits", width=3), "+1", None, [("type.bits", "error", {"limit": "3"}, None, "")]),
        (Scalar("", "bits"), "0", 0, []),
        (Scalar("", "bits"), "1", None, [("type.bits", "error", {"limit": "0"}, None, "")]),
        (Scalar("", "bits", width=4000), "1" + "0" * 999, 10**999, []),
        (Scalar("", "bits", width=4000), "1" + "0" * 1000, None, [("type.bits", "error", {"limit": "4000"}, None, "")]),
    ],
)  # fmt: skip
def test_what_a_type_takes_and_says(scalar: Scalar, text: str, value: Any, hits: Any) -> None:
    got, found = parse(scalar, text)
    assert got == value
    assert type(got) is type(value)
    assert said(found) == hits


def test_phones() -> None:
    normal = Normal(
        " -",
        (Rewrite("8(9[0-9])(x)?", "7{1}{2}"), Rewrite("8.*", "y"), Rewrite("0", "{0}{a}{1")),
        "[7{][0-9a{}1]*",
        "warning",
        "odd",
        "doc#p",
    )
    scalar = Scalar("", "phone", normal=normal)
    assert parse(scalar, "8 9-1") == ("791", [])
    assert normal_phone(normal, "891") == "791"
    assert normal_phone(normal, "81") is None
    assert normal_phone(normal, "0") == "{0}{a}{1"
    value, hits = parse(scalar, "8-1")
    assert value == "8-1"
    assert said(hits) == [("type.phone", "warning", {}, "odd", "doc#p")]
    assert parse(Scalar("", "phone"), " 8-1") == (" 8-1", [])


@pytest.mark.parametrize(
    ("constant", "value"), [(True, True), (False, False), (5, 5), ("5", 5), ("x", None), ("05", None)]
)
def test_constants_of_a_spec(constant: Any, value: Any) -> None:
    got = spelled(Scalar("", "integer", lexical=forms()), constant)
    assert got == value
    assert type(got) is type(value)


# ---------------------------------------------------------------- unions

A = Scalar("", "string", (Facet("enumeration", ("a", "b"), "error"),))
SOFT = Scalar("", "string", (Facet("enumeration", ("a", "b"), "warning"),))
NUMBER = Scalar("Num", "integer", lexical=forms("plus"))
DAY = Scalar("", "date", lexical=(LexicalForm("DD.MM.YYYY"), LexicalForm("DDMM")))


def test_unions() -> None:
    both = Scalar("", "union", members=(A, NUMBER))
    assert parse(both, "a") == ("a", [])
    assert parse(both, "5") == (5, [])
    value, hits = parse(both, "+5")
    assert (value, said(hits)) == (5, [("deviation.form", "warning", {}, "odd_plus", "")])
    value, hits = parse(both, "c")
    assert (value, said(hits)) == (None, [("type.union", "error", {"want": "string (a, b), Num"}, None, "")])
    assert parse(Scalar("", "union", members=(SOFT, NUMBER)), "5")[0] == "5"
    assert union_names(both) == "string, Num"
    assert union_names(Scalar("", "union", members=(DAY,))) == "date"


CODES = CodeTable(
    "C", "integer", T,
    tuple(
        CodeEntry(value, low, high, "x", T, None, None, None, None, "")
        for value, low, high in ((0, None, None), (1, None, None), (2, None, None), (None, 5, 9))
    ),
    "refuse", False, None, "",
)  # fmt: skip


@pytest.mark.parametrize(
    ("member", "want"),
    [
        (DAY, "date (DD.MM.YYYY, DDMM)"), (replace(DAY, name="Day"), "Day (DD.MM.YYYY, DDMM)"),
        (Scalar("", "time", lexical=(LexicalForm("hh:mm"),)), "time (hh:mm)"),
        (Scalar("", "datetime", lexical=(LexicalForm("YYYY hh"),)), "datetime (YYYY hh)"),
        (Scalar("", "integer", (Facet("enumeration", (1, 2, 3, 4, 5), "error"),)), "integer (1, 2, 3, 4, 5)"),
        (Scalar("", "integer", (Facet("enumeration", (1, 2, 3, 4, 5, 6), "error"),)), "integer (1, 2, 3, 4, 5, ...)"),
        (Scalar("", "integer", (Facet("minInclusive", 5, "error"),), lexical=(CANON,)), "integer"),
        (Scalar("", "integer", codes=CODES), "integer (0, 1, 2)"),
        (Scalar("", "integer", codes=replace(CODES, unknown="warn")), "integer"),
        (Scalar("", "integer", (Facet("enumeration", (7,), "error"),), codes=CODES), "integer (7)"),
    ],
)  # fmt: skip
def test_what_a_union_wants(member: Scalar, want: str) -> None:
    value, (hit,) = parse(Scalar("", "union", members=(member,)), "x")
    assert value is None
    assert hit.args == {"want": want}


@pytest.mark.parametrize(
    ("scalar", "all_"),
    [
        (Scalar("", "string"), True), (Scalar("", "phone"), True), (NUMBER, False), (DAY, False), (A, False),
        (SOFT, True),
        (Scalar("", "string", codes=CODES), False), (Scalar("", "string", codes=replace(CODES, unknown="warn")), True),
        (Scalar("", "phone", normal=Normal("", (), "7", "error")), False),
        (Scalar("", "phone", normal=Normal("", (), "7", "warning")), True),
        (Scalar("", "union", members=(NUMBER, SOFT)), True), (Scalar("", "union", members=(NUMBER, A)), False),
    ],
)  # fmt: skip
def test_whether_any_text_is_taken(scalar: Scalar, all_: bool) -> None:
    assert takes_all(scalar) is all_


# ---------------------------------------------------------------- booleans

FLAG = Scalar(
    "",
    "boolean",
    lexical=(
        LexicalForm("yes/no", "error"),
        LexicalForm("1/0", "error"),
        LexicalForm("T/F", "warning"),
        LexicalForm("on/off"),
    ),
)


def test_the_texts_of_a_boolean() -> None:
    assert pair(FLAG.lexical[0]) == ("yes", "no")
    assert pair(LexicalForm("a/b/c")) == ("a", "b/c")
    assert texts(FLAG) == ("yes", "no", "T", "F", "on", "off")
    assert texts(FLAG, True) == ("yes", "T", "on")
    assert texts(FLAG, False) == ("no", "F", "off")


@pytest.mark.parametrize(
    ("base", "form"),
    [
        ("string", "string"),
        ("integer", "number"),
        ("decimal", "number"),
        ("bits", "number"),
        ("boolean", "boolean"),
        ("date", "string"),
        ("phone", "string"),
    ],
)
def test_the_json_form_of_a_type(base: str, form: str) -> None:
    scalar = Scalar("", base)
    assert json_form(scalar) == form
    assert (base in JSON_NUMBERS) is (form == "number")
    assert json_form(Scalar("", "union", members=(scalar, Scalar("", "integer")))) == (
        "number" if form == "number" else "string"
    )


# ---------------------------------------------------------------- moments


@pytest.mark.parametrize(
    ("form", "pieces"),
    [
        ("", ()), ("T", (("T", False),)), ("YYYY", (("YYYY", True),)), ("YYYYYY", (("YYYY", True), ("YY", True))),
        ("a-DD b", (("a-", False), ("DD", True), (" b", False))), ("hh:mm", (("hh", True), (":", False), ("mm", True))),
        ("MMss", (("MM", True), ("ss", True))), ("YYY", (("YY", True), ("Y", False))),
    ],
)  # fmt: skip
def test_tokens(form: str, pieces: Any) -> None:
    assert tokens(form) == pieces


@pytest.mark.parametrize(
    ("base", "form", "pivot", "text", "value"),
    [
        ("date", "DD.MM.YYYY", None, "31.12.2003", datetime.date(2003, 12, 31)),
        ("date", "DD.MM.YYYY", None, "31x12.2003", None), ("date", "DD.MM.YYYY", None, "31.12.20031", None),
        ("date", "DD.MM.YYYY", None, "31.13.2003", None), ("date", "YYYY", None, "2003", datetime.date(2003, 1, 1)),
        ("date", "DDMM", None, "3112", datetime.date(1900, 12, 31)),
        ("date", "YY", None, "69", datetime.date(2069, 1, 1)),
        ("date", "YY", None, "70", datetime.date(1970, 1, 1)), ("date", "YY", 30, "29", datetime.date(2029, 1, 1)),
        ("date", "YY", 30, "30", datetime.date(1930, 1, 1)), ("date", "YY", 0, "00", datetime.date(1900, 1, 1)),
        ("date", "YYYY YY", None, "1950 03", datetime.date(1950, 1, 1)),
        ("date", "DD DD", None, "01 01", datetime.date(1900, 1, 1)), ("date", "DD DD", None, "01 02", None),
        ("date", "DD", None, "٠١", None), ("date", "(DD)", None, "(05)", datetime.date(1900, 1, 5)),
        ("time", "hh:mm:ss", None, "23:59:58", datetime.time(23, 59, 58)), ("time", "hh", None, "07", datetime.time(7)),
        ("time", "mm", None, "07", datetime.time(0, 7)), ("time", "ss", None, "07", datetime.time(0, 0, 7)),
        ("time", "hh", None, "24", None), ("time", "DD", None, "07", datetime.time(0)),
        ("datetime", "YYYYMMDDhhmmss", None, "20030201040506", datetime.datetime(2003, 2, 1, 4, 5, 6)),
        ("datetime", "hh", None, "04", datetime.datetime(1900, 1, 1, 4)),
        ("datetime", "YYYYMMDDhhmmss", None, "20030229040506", None),
    ],
)  # fmt: skip
def test_moments(base: str, form: str, pivot: int | None, text: str, value: Any) -> None:
    got = read_moment(base, form, pivot, text)
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        ("YYYY-MM-DD", datetime.date(3, 2, 1), "0003-02-01"), ("YY", datetime.date(2005, 2, 1), "05"),
        ("YY", datetime.date(1999, 2, 1), "99"), ("hh:mm:ss", datetime.date(2005, 2, 1), "00:00:00"),
        ("YYYY MM DD YY", datetime.time(3, 4, 5), "1900 01 01 00"), ("hh:mm:ss", datetime.time(3, 4, 5), "03:04:05"),
        ("DDThh", datetime.datetime(2005, 2, 3, 13), "03T13"),
        ("DD.MM", datetime.date(2005, 4, 3), "03.04"),
    ],
)  # fmt: skip
def test_moments_as_they_are_written(form: str, value: Any, text: str) -> None:
    assert print_moment(form, value) == text


# ---------------------------------------------------------------- codes


def code(value: int | str | None, low: int | None = None, high: int | None = None, **more: Any) -> CodeEntry:
    given: dict[str, Any] = {"name": "x", "meaning": T, "final": None, "ok": None, "retry": None, "deviation": None}
    given |= {"source": "doc#c"} | more
    return CodeEntry(value, low, high, **given)


def table(*entries: CodeEntry, unknown: str = "warn", by: Any = (), name: str = "T") -> CodeTable:
    return CodeTable(name, "integer", T, entries, unknown, False, None, "doc#t", by)


def test_codes() -> None:
    first, second = code(5, name="first"), code(5, name="second")
    low, high = code(None, 1, 9, name="low"), code(None, 5, 20, name="high")
    made = table(low, first, second, high, code("a", name="text"))
    assert lookup(made, 5) is first
    assert [lookup(made, n) for n in (0, 1, 9, 10, 20, 21)] == [None, low, low, high, high, None]
    assert lookup(made, "7") is None
    assert lookup(made, "a") is made.entries[4]
    assert lookup(table(code(None, None, 9), code(None, 1, None)), 5) is None


@pytest.mark.parametrize(("unknown", "severity"), [("warn", "warning"), ("refuse", "error"), ("accept", None)])
def test_what_an_unknown_code_says(unknown: str, severity: str | None) -> None:
    made = table(code(1, deviation="odd"), code(2), unknown=unknown)
    hit = check_code(made, 10**50)
    got = {"got": "1" + "0" * 39, "table": "T"}
    assert (None if hit is None else said([hit])) == (
        None if severity is None else [("code.unknown", severity, got, None, "doc#t")]
    )
    assert check_code(made, 2) is None
    extra = check_code(made, 1)
    assert extra is not None
    assert said([extra]) == [("deviation.extra", "warning", {"got": "1"}, "odd", "doc#c")]
    long = check_code(table(code("x" * 50, deviation="odd")), "x" * 50)
    assert long is not None
    assert long.args == {"got": "x" * 40}


def test_a_code_is_looked_up_when_a_text_is_read() -> None:
    scalar = Scalar("", "integer", lexical=(CANON,), codes=table(code(1), code(2, deviation="odd"), unknown="refuse"))
    assert parse(scalar, "1") == (1, [])
    assert said(parse(scalar, "2")[1]) == [("deviation.extra", "warning", {"got": "2"}, "odd", "doc#c")]
    assert said(parse(scalar, "3")[1]) == [("code.unknown", "error", {"got": "3", "table": "T"}, None, "doc#t")]
    assert said(parse(scalar, "x")[1]) == [("type.integer", "error", {}, None, "")]


def test_rows_of_all_operations() -> None:
    same, low = code(1), code(None, 1, 9)
    one = table(same, code(3, name="three"), low, name="One")
    two = table(code(1), code(3, name="drei"), code(None, 1, 9), name="Two")
    made = table(code(2), by=(("one", one), ("two", two)))
    found = rows(made)
    assert [(entry.value, entry.low, entry.high, entry.name) for entry in found] == [
        (2, None, None, "x"), (1, None, None, "x"), (3, None, None, "code_3"), (None, 1, 9, "x"),
    ]  # fmt: skip
    assert found[1] is same
    assert rows(one) is one.entries


@pytest.mark.parametrize(
    ("value", "low", "high", "name"),
    [(-3, None, None, "code_minus_3"), (None, -5, -1, "code_minus_5__1"), ("a-b c", None, None, "code_a_b_c"),
     ("9", None, None, "code_9")],
)  # fmt: skip
def test_names_of_codes_with_several(value: Any, low: int | None, high: int | None, name: str) -> None:
    made = table(
        by=(("one", table(code(value, low, high, name="a"))), ("two", table(code(value, low, high, name="b"))))
    )
    assert [entry.name for entry in rows(made)] == [name]


def test_what_is_shared_by_all_meanings_of_a_code_stays() -> None:
    def of(**two: Any) -> CodeEntry:
        base = {"final": True, "ok": False, "retry": T, "deviation": "d1", "source": "s1", "meaning": Text("A", "А")}
        (entry,) = rows(table(by=(("one", table(code(1, **base))), ("two", table(code(1, **(base | two)))))))
        return entry

    same = of(source="s2")
    assert (same.final, same.ok, same.retry, same.deviation, same.name) == (True, False, T, "d1", "x")
    assert same.source == "s1, s2"
    assert same.meaning == Text("A", "А")
    assert of(final=False).final is None
    assert of(final=False).ok is False
    assert of(ok=True).ok is None
    assert of(ok=True).final is True
    assert of(deviation=None).deviation is None
    assert of(deviation="d2").deviation == "d1"
    assert of(source="").source == "s1"
    assert of(name="y").name == "code_1"
    assert of(retry=None).retry == Text("Depends on the operation. one: t.", "Зависит от операции. one: т.")
    told = of(meaning=Text("B!", "Б?"))
    assert told.meaning == Text("Depends on the operation. one: A. two: B!", "Зависит от операции. one: А. two: Б?")
    ended = of(meaning=Text("C.", "В."))
    assert ended.meaning == Text("Depends on the operation. one: A. two: C.", "Зависит от операции. one: А. two: В.")


def test_what_holds_everywhere_else() -> None:
    one = code(1, meaning=Text("A", "А"))
    two = code(1, meaning=Text("B", "Б"))
    (entry,) = rows(table(one, by=(("send", table(two)), ("list", table(two)))))
    assert entry.meaning.en == "Depends on the operation. otherwise: A. send, list: B."
    assert entry.meaning.ru == "Зависит от операции. в остальных: А. send, list: Б."


def test_the_table_of_an_operation() -> None:
    one = table(code(1), name="One")
    made = table(code(2), by=(("one", one),))
    assert of_operation(made, "one").entries == (*one.entries, *made.entries)
    assert of_operation(made, "one").id == "One"
    assert of_operation(made, "two") is made
    scalar = Scalar("", "integer", codes=made)
    assert in_operation(scalar, None) is scalar
    chosen = in_operation(scalar, "one")
    assert chosen.codes is of_operation(made, "one")
    assert in_operation(scalar, "one") is chosen
    plain = Scalar("", "integer", codes=one)
    assert in_operation(plain, "one") is plain
    assert in_operation(NUMBER, "one") is NUMBER
    union = Scalar("", "union", members=(plain, scalar))
    assert in_operation(union, "one").members[1].codes is of_operation(made, "one")
    assert in_operation(union, "one").members[0] is plain
    assert in_operation(Scalar("", "union", members=(plain, NUMBER)), "one").members == (plain, NUMBER)


# ---------------------------------------------------------------- the pattern of what is taken


def number(base: str, *names: str, facets: tuple[Facet, ...] = (), severity: str | None = None) -> Scalar:
    return Scalar("", base, facets, lexical=forms(*names, severity=severity))


def least(value: Any, severity: str = "error") -> tuple[Facet, ...]:
    return (Facet("minInclusive", value, severity),)


@pytest.mark.parametrize(
    ("scalar", "pattern"),
    [
        (Scalar("", "string"), ANYTHING), (Scalar("", "phone"), ANYTHING),
        (Scalar("", "string", (Facet("pattern", "[a-z]", "error"),)), "[a-z]"),
        (Scalar("", "string", (Facet("pattern", "[a-z]", "warning"),)), ANYTHING),
        (A, "(a|b)"), (SOFT, ANYTHING), (Scalar("", "string", (Facet("enumeration", ("a.b",), "error"),)), "a\\.b"),
        (Scalar("", "string", (Facet("enumeration", ("a",), "error"), Facet("pattern", "[a-z]", "error"))), "a"),
        (Scalar("", "phone", (Facet("enumeration", ("7",), "error"),)), ANYTHING),
        (Scalar("", "phone", (Facet("enumeration", ("7",), "error"), Facet("pattern", "[0-9]", "error"))), "[0-9]"),
        (Scalar("", "bits", width=4), "(-?0|[1-9][0-9]*)"), (FLAG, "(yes|no|T|F|on|off)"),
        (Scalar("", "boolean", lexical=(LexicalForm("$/^"),)), "([$]|\\^)"),
        (Scalar("", "date", lexical=(LexicalForm("DD.MM.YYYY"),)),
         "(0[1-9]|[12][0-9]|3[01])\\.(0[1-9]|1[0-2])\\.[0-9]{4}"),
        (Scalar("", "datetime",
          lexical=(LexicalForm("YY hh", "error"), LexicalForm("mm:ss", "error"), LexicalForm("ss", "warning"))),
         "([0-9]{2} ([01][0-9]|2[0-3])|[0-5][0-9])"),
        (Scalar("", "time", lexical=(LexicalForm("mm"),)), "[0-5][0-9]"),
        (number("integer"), "-?(0|[1-9][0-9]*)"), (number("integer", "leading_zeros"), "-?[0-9]+"),
        (number("integer", "leading_zeros", severity="error"), "-?(0|[1-9][0-9]*)"),
        (number("integer", "zero_fraction"), "-?(0|[1-9][0-9]*)(\\.0+)?"),
        (number("integer", "plus"), "(\\+|-)?(0|[1-9][0-9]*)"),
        (number("integer", facets=least(0)), "(-0|(0|[1-9][0-9]*))"),
        (number("integer", facets=least(1)), "(0|[1-9][0-9]*)"),
        (number("integer", facets=least(-1)), "-?(0|[1-9][0-9]*)"),
        (number("integer", facets=least(0, "warning")), "-?(0|[1-9][0-9]*)"),
        (number("integer", "leading_zeros", facets=least(0)), "(-0+|[0-9]+)"),
        (number("integer", "zero_fraction", facets=least(0)), "(-0(\\.0+)?|(0|[1-9][0-9]*)(\\.0+)?)"),
        (number("integer", "plus", facets=least(1)), "\\+?(0|[1-9][0-9]*)"),
        (number("integer", "plus", facets=least(0)), "(-0|\\+?(0|[1-9][0-9]*))"),
        (number("integer", facets=(Facet("enumeration", (0, 5, -1), "error"),)), "(-?0|5|-1)"),
        (number("integer", "plus", facets=(Facet("enumeration", (5,), "error"),)), "(\\+|-)?(0|[1-9][0-9]*)"),
        (number("integer", facets=(Facet("enumeration", (5,), "warning"),)), "-?(0|[1-9][0-9]*)"),
        (number("decimal"), "-?[0-9]+(\\.[0-9]+)?"), (number("decimal", "comma"), "-?[0-9]+([.,][0-9]+)?"),
        (number("decimal", "plus"), "(\\+|-)?[0-9]+(\\.[0-9]+)?"),
        (number("decimal", facets=least("0.0")), "(-0+(\\.0+)?|[0-9]+(\\.[0-9]+)?)"),
        (number("decimal", facets=least("0.01")), "[0-9]+(\\.[0-9]+)?"),
        (number("decimal", facets=least("-0.01")), "-?[0-9]+(\\.[0-9]+)?"),
        (number("decimal", facets=(Facet("enumeration", (5,), "error"),)), "-?[0-9]+(\\.[0-9]+)?"),
        (Scalar("", "union", members=(A, replace(A, whitespace="trim"))), "((a|b)|[ \\t\\r\\n]*((a|b))[ \\t\\r\\n]*)"),
        (Scalar("", "union", members=(Scalar("", "string", whitespace="trim"),)), ANYTHING),
    ],
)  # fmt: skip
def test_the_pattern_of_what_is_taken(scalar: Scalar, pattern: str) -> None:
    assert space(scalar) == pattern


def test_literals() -> None:
    assert ANYTHING == "([0-9]|[^0-9])*"
    assert literal("a\\.?*+()[]{}|^$-/ x") == "a\\\\\\.\\?\\*\\+\\(\\)\\[\\]\\{\\}\\|\\^[$]-/ x"


# ---------------------------------------------------------------- writing

STRING = Scalar("", "string")
LARGE = 10**999  # of a thousand digits


@pytest.mark.parametrize(
    ("scalar", "value", "text"),
    [
        (STRING, "a", "a"), (Scalar("", "phone"), "+7", "+7"), (STRING, "\ud7ff\ue000", "\ud7ff\ue000"),
        (NUMBER, LARGE, str(LARGE)), (NUMBER, -5, "-5"),
        (number("decimal"), LARGE, str(LARGE)), (number("decimal"), Decimal("-1.50"), "-1.50"),
        (number("decimal"), Decimal("1E+999"), str(LARGE)),
        (number("decimal"), Decimal("1E-998"), "0." + "0" * 997 + "1"),
        (Scalar("", "bits", width=3), 7, "7"), (Scalar("", "bits", width=3), 0, "0"), (FLAG, True, "yes"),
        (FLAG, False, "no"),
        (DAY, datetime.date(2003, 2, 1), "01.02.2003"),
        (Scalar("", "union", members=(A, NUMBER)), 5, "5"), (Scalar("", "union", members=(A, NUMBER)), "b", "b"),
        (Scalar("", "union", members=(NUMBER, number("decimal"))), Decimal("1.5"), "1.5"),
        (Scalar("", "union", members=(NUMBER, DAY)), datetime.date(2003, 2, 1), "01.02.2003"),
    ],
)  # fmt: skip
def test_written(scalar: Scalar, value: Any, text: str) -> None:
    assert render(scalar, value) == text


MANY = "more than 1000 characters"


@pytest.mark.parametrize(
    ("scalar", "value", "reason"),
    [
        (STRING, 5, "text is wanted, not int"), (STRING, None, "text is wanted, not NoneType"),
        (STRING, chr(0xD800), "half of a surrogate pair"), (STRING, "a" + chr(0xDFFF), "half of a surrogate pair"),
        (NUMBER, True, "an integer is wanted, not bool"), (NUMBER, "5", "an integer is wanted, not str"),
        (NUMBER, 10 * LARGE, MANY), (NUMBER, -LARGE, MANY), (NUMBER, 1 << 4000, MANY), (NUMBER, 1 << 4001, MANY),
        (number("decimal"), True, "a decimal number is wanted, not bool"),
        (number("decimal"), 1.5, "a decimal number is wanted, not float"),
        (number("decimal"), Decimal("NaN"), "a finite number is wanted"),
        (number("decimal"), Decimal("1E+1000"), MANY), (number("decimal"), Decimal("1E-999"), MANY),
        (number("decimal"), Decimal("0E-1000"), MANY), (number("decimal"), Decimal("1E+9999999"), MANY),
        (number("decimal"), Decimal("1E-9999999"), MANY), (number("decimal"), Decimal("0E-9999999"), MANY),
        (number("decimal"), 10 * LARGE, MANY), (number("decimal"), Decimal("1E+999999999999"), MANY),
        (number("decimal"), Decimal("1E-999999999999"), MANY), (number("decimal"), Decimal("0E-999999999999"), MANY),
        (number("decimal"), Decimal("1." + "0" * 2000), MANY),
        (DAY, "x", "a date is wanted, not str"), (DAY, datetime.datetime(2003, 2, 1), "a date is wanted, not datetime"),
        (Scalar("", "time", lexical=(LexicalForm("hh"),)), datetime.time(1, tzinfo=datetime.UTC),
         "a time without a zone is wanted"),
        (Scalar("", "datetime", lexical=(LexicalForm("DD"),)), datetime.datetime(2003, 2, 1), "DD cannot carry it"),
        (Scalar("", "datetime", lexical=(LexicalForm("DD"),)), datetime.date(2003, 2, 1),
         "a datetime is wanted, not date"),
        (Scalar("", "time", lexical=(LexicalForm("hh"),)), datetime.time(1, 2), "hh cannot carry it"),
        (Scalar("", "time"), datetime.time(1), "the type has no format"),
        (Scalar("", "bits", width=3), 8, "an integer of 3 bits is wanted"),
        (Scalar("", "bits", width=3), -1, "an integer of 3 bits is wanted"),
        (Scalar("", "bits"), 1, "an integer of None bits is wanted"),
        (Scalar("", "bits", width=3), True, "an integer is wanted, not bool"),
        (FLAG, 1, "a boolean is wanted, not int"), (Scalar("", "boolean"), True, "the type has no texts"),
        (Scalar("", "union", members=(A, NUMBER)), 1.5, "none of string, Num writes it so that it is read back"),
        (Scalar("", "union", members=(A, NUMBER)), "c", "none of string, Num writes it so that it is read back"),
        (Scalar("", "union", members=(STRING, NUMBER)), 5, "none of string, Num writes it so that it is read back"),
        (Scalar("", "union", members=(NUMBER, number("decimal"))), Decimal("1"),
         "none of Num, decimal writes it so that it is read back"),
    ],
)  # fmt: skip
def test_what_cannot_be_written(scalar: Scalar, value: Any, reason: str) -> None:
    with pytest.raises(ValueError) as caught:
        render(scalar, value)
    assert str(caught.value) == reason
