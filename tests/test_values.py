"""Logical values to JSON and back."""

import datetime
import json
from decimal import Decimal

import pytest

from handmade import CAMPAIGN, PROVIDER, field, integer, string
from wirebook.errors import ValidationError
from wirebook.model import LexicalForm, List, Map, Record, Scalar
from wirebook.values import from_json, to_json

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
