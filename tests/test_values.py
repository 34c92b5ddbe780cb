"""Logical values to JSON and back."""

import datetime
import json
from decimal import Decimal

import pytest

from handmade import CAMPAIGN, PROVIDER, field, integer, string
from wirebook.errors import ValidationError
from wirebook.model import Facet, LexicalForm, List, Map, Record, Scalar
from wirebook.values import convert, from_json, to_json

T = PROVIDER.title
SCALARS = Record(
    "scalars",
    (
        field("text", string(sensitive="text")),
        field("login", string(sensitive="login")),
        field("secret", string(sensitive="secret")),
        field("phone", Scalar("", "phone", sensitive="phone")),
        field("big", integer()),
        field("bits", Scalar("", "bits", width=16)),
        field("price", Scalar("", "decimal")),
        field("day", Scalar("", "date", lexical=(LexicalForm("DD.MM.YY"),))),
        field("at", Scalar("", "time")),
        field("when", Scalar("", "datetime")),
        field("secrets", List(string(sensitive="secret"))),
        field("map", Map((), "", integer())),
        field("campaign", CAMPAIGN, True),
        field("campaigns", List(CAMPAIGN)),
    ),
)
VALUE = {
    "text": "t",
    "login": "l",
    "secret": "s",
    "phone": "7",
    "big": 2**53 + 1,
    "bits": 5,
    "price": Decimal("12.50"),
    "day": datetime.date(2024, 2, 1),
    "at": datetime.time(1, 2, 3),
    "when": datetime.datetime(2024, 2, 1, 1, 2, 3),
    "secrets": ["a", "b"],
    "map": {"k": -(2**60)},
    "campaigns": [{"smsid": "x", "payment": Decimal("1E+2")}],
}


def test_to_json():
    assert to_json(SCALARS, VALUE) == {
        "text": "t",
        "login": {"redacted": "login"},
        "secret": {"redacted": "secret"},
        "phone": "7",
        "big": "9007199254740993",
        "bits": 5,
        "price": "12.50",
        "day": "2024-02-01",
        "at": "01:02:03",
        "when": "2024-02-01T01:02:03",
        "secrets": [{"redacted": "secret"}, {"redacted": "secret"}],
        "map": {"k": str(-(2**60))},
        "campaigns": [{"smsid": "x", "payment": "100"}],
    }
    shown = to_json(SCALARS, VALUE, show_sensitive=True)
    assert shown["login"] == "l"
    assert shown["secret"] == {"redacted": "secret"}


def test_there_and_back():
    value = {name: inner for name, inner in VALUE.items() if name not in ("secret", "secrets")}
    printed = json.loads(json.dumps(to_json(SCALARS, value, show_sensitive=True)))
    assert from_json(SCALARS, printed) == value
    assert from_json(SCALARS, value) == value


def test_nulls_are_absent():
    assert from_json(SCALARS, {"text": None, "big": 1, "map": None}) == {"big": 1}


BAD = [
    ({"x": 1}, [("encode.unknown", "x")]),
    ({"79161234567": 1}, [("encode.unknown", "***")]),
    ({"text": 5}, [("encode.value", "text")]),
    ({"text": {"redacted": "text"}}, [("encode.redacted", "text")]),
    ({"big": "5.0"}, [("encode.value", "big")]),
    ({"big": True}, [("encode.value", "big")]),
    ({"big": 1.0}, [("encode.value", "big")]),
    ({"big": "9" * 1001}, [("encode.value", "big")]),
    ({"price": 1.5}, [("encode.value", "price")]),
    ({"price": "1e5"}, [("encode.value", "price")]),
    ({"day": "01.02.2024"}, [("encode.value", "day")]),
    ({"day": 5}, [("encode.value", "day")]),
    ({"map": []}, [("encode.value", "map")]),
    ({"map": {"k": "x"}}, [("encode.value", "map.k")]),
    ({"secrets": "ab"}, [("encode.value", "secrets")]),
    ({"campaigns": [{"smsid": "x"}, 5]}, [("encode.value", "campaigns[1]")]),
    ({"campaign": {"payment": "x", "y": 1}}, [("encode.value", "campaign.payment"), ("encode.unknown", "campaign.y")]),
    ([], [("encode.value", "")]),
    (None, [("encode.value", "")]),
]


@pytest.mark.parametrize(("given", "codes"), BAD, ids=[str(c) for _, c in BAD])
def test_what_is_refused(given, codes):
    with pytest.raises(ValidationError) as caught:
        from_json(SCALARS, given)
    assert sorted((f.code, f.path) for f in caught.value.findings) == sorted(codes)


# ---------------------------------------------------------------- what is said, to the word


def told(given, record=SCALARS):
    raws = []
    value = convert(record, given, raws)
    return value, [(raw.code, raw.severity, raw.path, raw.args, raw.source, raw.span, raw.place) for raw in raws]


def wrong(path, reason, *, name=None, source="", code="encode.value"):
    args = {"name": path.rpartition(".")[2].partition("[")[0] if name is None else name}
    return (code, "error", path, args | ({"reason": reason} if reason else {}), source, (-1, -1), None)


NAMED = Record(
    "named",
    (
        field("flag", Scalar("", "boolean", source="doc#flag")),
        field("text", Scalar("", "string", source="doc#text")),
        field("price", Scalar("", "decimal")),
        field("big", integer()),
        field("at", Scalar("", "time")),
        field("when", Scalar("", "datetime")),
        field("list", List(Scalar("", "integer"))),
        field("map", Map((("known9", "x"),), "", integer())),
        field("inner", Record("I", (field("id", integer()),), source="doc#inner"), True),
        field("either", Scalar("", "union", members=(Scalar("", "integer", lexical=(LexicalForm("canonical"),)),
                                                     Scalar("", "date", lexical=(LexicalForm("DD.MM.YYYY"),))))),
    ),
    source="doc#named",
)  # fmt: skip


@pytest.mark.parametrize(
    ("given", "findings"),
    [
        ({"text": 5}, [wrong("text", "text is wanted, not int", source="doc#text")]),
        ({"text": []}, [wrong("text", "text is wanted, not a list", source="doc#text")]),
        ({"text": True}, [wrong("text", "text is wanted, not a boolean", source="doc#text")]),
        ({"text": {}}, [wrong("text", "text is wanted, not an object", source="doc#text")]),
        ({"text": {"redacted": "text"}}, [wrong("text", "", code="encode.redacted")]),
        ({"text": {"redacted": "text", "x": 1}}, [wrong("text", "text is wanted, not an object", source="doc#text")]),
        ({"flag": 1}, [wrong("flag", "a boolean is wanted, not int", source="doc#flag")]),
        ({"flag": "true"}, [wrong("flag", "a boolean is wanted, not text", source="doc#flag")]),
        ({"big": 1.5}, [wrong("big", "an integer is wanted, not float")]),
        ({"big": "1.5"}, [wrong("big", "an integer is wanted, not text")]),
        ({"big": "+1"}, [wrong("big", "an integer is wanted, not text")]),
        ({"big": False}, [wrong("big", "an integer is wanted, not a boolean")]),
        ({"big": "1" * 1001}, [wrong("big", "an integer is wanted, not text")]),
        ({"price": 1.5}, [wrong("price", "a decimal number is wanted, not float")]),
        ({"price": True}, [wrong("price", "a decimal number is wanted, not a boolean")]),
        ({"price": ".5"}, [wrong("price", "a decimal number is wanted, not text")]),
        ({"price": "1" * 1001}, [wrong("price", "a decimal number is wanted, not text")]),
        ({"price": "1,5"}, [wrong("price", "a decimal number is wanted, not text")]),
        ({"price": 1 << 4000}, [wrong("price", "a decimal number is wanted, not int")]),
        ({"price": 1 << 3999}, [wrong("price", "a decimal number is wanted, not int")]),
        ({"at": 5}, [wrong("at", "a time is wanted, not int")]),
        ({"at": "25:00"}, [wrong("at", "an ISO 8601 time is wanted")]),
        ({"when": "x"}, [wrong("when", "an ISO 8601 datetime is wanted")]),
        ({"list": {}}, [wrong("list", "a list is wanted, not an object")]),
        ({"list": "12"}, [wrong("list", "a list is wanted, not text")]),
        ({"list": [1, None]}, [wrong("list[1]", "an integer is wanted, not null")]),
        ({"map": 5}, [wrong("map", "an object is wanted, not int")]),
        ({"map": {5: 1}}, [wrong("map", "keys are texts")]),
        ({"map": {"": 1, "a": "x"}},
         [wrong("map", "keys are texts"), wrong("map.a", "an integer is wanted, not text")]),
        ({"map": {"known9": "x"}}, [wrong("map.known9", "an integer is wanted, not text")]),
        ({"map": {"Qx7Zk9": "x"}}, [wrong("map.***", "an integer is wanted, not text")]),
        ({"inner": []}, [wrong("inner", "an object is wanted, not a list")]),
        ({"inner": {"id": "x"}}, [wrong("inner.id", "an integer is wanted, not text")]),
        ({"inner": {"more": 1}}, [wrong("inner.more", "", source="doc#inner", code="encode.unknown")]),
        ({"more": 1}, [wrong("more", "", source="doc#named", code="encode.unknown")]),
        ({5: 1}, [wrong("***", "", source="doc#named", code="encode.unknown")]),
        ({"Qx7Zk9": 1}, [wrong("***", "", source="doc#named", code="encode.unknown")]), ({"either": []}, [
            wrong("either", "a value of integer, date is wanted, not a list")]),
    ],
)  # fmt: skip
def test_what_is_said_of_a_wrong_value(given, findings):
    assert told(given, NAMED)[1] == findings


@pytest.mark.parametrize(
    ("given", "kind"), [([], "a list"), (None, "null"), ("x", "text"), (5, "int"), (True, "a boolean")]
)
def test_a_message_is_an_object(given, kind):
    assert told(given, NAMED) == ({}, [wrong("", f"an object is wanted, not {kind}", name="the value")])


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({"big": "-12"}, {"big": -12}), ({"big": "007"}, {"big": 7}), ({"big": "1" * 1000}, {"big": int("1" * 1000)}),
        ({"price": "-1.50"}, {"price": Decimal("-1.50")}), ({"price": "12"}, {"price": Decimal(12)}),
        ({"price": 5}, {"price": Decimal(5)}),
        ({"price": "1" * 1000}, {"price": Decimal("1" * 1000)}),
        ({"price": Decimal("1E+5")}, {"price": Decimal("1E+5")}),
        ({"price": 1 << 3998}, {"price": Decimal(1 << 3998)}), ({"flag": False}, {"flag": False}),
        ({"at": "01:02"}, {"at": datetime.time(1, 2)}),
        ({"at": datetime.time(1)}, {"at": datetime.time(1)}), ({"list": (1, "2")}, {"list": [1, 2]}),
        ({"list": []}, {"list": []}),
        ({"map": {"a": "1", "b": 2}}, {"map": {"a": 1, "b": 2}}), ({"map": {"a": "x", "b": 2}}, {"map": {"b": 2}}),
        ({"map": {}}, {"map": {}}),
        ({"list": [1, "x"]}, {"list": [1, None]}), ({"inner": {"id": 1, "x": 2}}, {"inner": {"id": 1}}),
        ({"inner": None}, {}),
        ({"either": 5}, {"either": 5}), ({"either": "5"}, {"either": 5}),
        ({"either": "2003-02-01"}, {"either": datetime.date(2003, 2, 1)}),
        ({"text": "x", "flag": "x", "big": 1}, {"text": "x", "big": 1}),
    ],
)  # fmt: skip
def test_values_of_every_type(given, value):
    found, _ = told(given, NAMED)
    assert found == value
    assert {name: type(one) for name, one in found.items()} == {name: type(one) for name, one in value.items()}


def one_of(*members):
    return Record("u", (field("u", Scalar("", "union", members=members)),))


CANON = (LexicalForm("canonical"),)
INTEGER, TEXT, DECIMAL = Scalar("", "integer", lexical=CANON), string(), Scalar("", "decimal", lexical=CANON)
SHORT = Scalar("", "string", (Facet("maxLength", 1, "error"),))
DAY = Scalar("", "date", lexical=(LexicalForm("DD.MM.YYYY"),))
WHEN = Scalar("", "datetime", lexical=(LexicalForm("DD.MM.YYYY hh:mm"),))


@pytest.mark.parametrize(
    ("members", "given", "value"),
    [
        ((INTEGER, TEXT), "5", 5),  # as a text it would be read back as a number
        ((INTEGER, TEXT), "05", "05"),  # which JSON spells just so
        ((TEXT, INTEGER), "5", "5"), ((TEXT, INTEGER), 5, 5), ((SHORT, INTEGER), "12", 12), ((SHORT, TEXT), "12", "12"),
        ((DECIMAL, INTEGER), 5, Decimal(5)), ((INTEGER, DECIMAL), 5, 5),
        ((INTEGER, DECIMAL), Decimal("1.5"), Decimal("1.5")),
        ((DAY, WHEN), datetime.datetime(2003, 2, 1, 4, 5), datetime.datetime(2003, 2, 1, 4, 5)),
        ((DAY, WHEN), datetime.date(2003, 2, 1), datetime.date(2003, 2, 1)),
        ((DAY, WHEN), "2003-02-01", datetime.date(2003, 2, 1)),
        ((DAY, TEXT), "2003-02-01", datetime.date(2003, 2, 1)),
        ((DAY, WHEN), "2003-02-01T04:05:00", datetime.datetime(2003, 2, 1, 4, 5)), ((SHORT,), "long", "long"),
        ((Scalar("", "boolean", lexical=(LexicalForm("1/0"),)), INTEGER), True, True), ((INTEGER, TEXT), "x", "x"),
    ],
)  # fmt: skip
def test_the_member_of_a_union_that_a_value_means(members, given, value):
    found, findings = told({"u": given}, one_of(*members))
    assert findings == []
    assert found == {"u": value}
    assert type(found["u"]) is type(value)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (2**53, 2**53), (2**53 + 1, str(2**53 + 1)), (-(2**53), -(2**53)), (-(2**53) - 1, str(-(2**53) - 1)),
        (True, True), (0, 0),
        (Decimal("1E+2"), "100"), (Decimal("0.10"), "0.10"), (datetime.date(2003, 2, 1), "2003-02-01"), ("x", "x"),
        (datetime.time(1, 2), "01:02:00"), (datetime.datetime(2003, 2, 1), "2003-02-01T00:00:00"), (None, None),
    ],
)  # fmt: skip
def test_scalars_as_json_holds_them(value, shown):
    found = to_json(Record("r", (field("x", string()),)), {"x": value, "gone": 1})
    assert found == {"x": shown}
    assert type(found["x"]) is type(shown)


@pytest.mark.parametrize(("mark", "show", "hidden"), [
    ("secret", False, True), ("secret", True, True), ("login", False, True), ("login", True, False),
    ("phone", False, False),
    ("text", False, False), (None, False, False),
])  # fmt: skip
def test_what_is_redacted_wherever_it_stands(mark, show, hidden):
    kind = string(sensitive=mark)
    record = Record("r", (
        field("a", kind), field("list", List(kind)), field("map", Map((), "", kind)),
        field("in", Record("I", (field("a", kind),))),
    ))  # fmt: skip
    value = {"a": "v", "list": ["v"], "map": {"k": "v"}, "in": {"a": "v"}}
    one = {"redacted": mark} if hidden else "v"
    assert to_json(record, value, show_sensitive=show) == {"a": one, "list": [one], "map": {"k": one}, "in": {"a": one}}


def test_a_refusal_names_the_message():
    with pytest.raises(ValidationError) as caught:
        from_json(NAMED, {"text": 5})
    (finding,) = caught.value.findings
    assert (finding.code, finding.path, finding.start, finding.location) == ("encode.value", "text", -1, None)
    assert finding.message
