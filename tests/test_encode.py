"""Values to bytes: what is written comes back, and what cannot be is refused whole."""

import datetime
import enum
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handmade import PROVIDER, field, integer, message, param, root, string
from wirebook.encode import encode
from wirebook.errors import UsageError, ValidationError
from wirebook.explain import explain_bytes
from wirebook.model import Const, Leaf, Map, Member, Shape, Tree
from wirebook.part import Context, Part
from wirebook.signing import digest
from wirebook.values import from_json


def written(message, encoding, value, **ctx):
    return encode(PROVIDER, message, encoding, value, Context(**ctx))


def read(message, encoding, body, **ctx):
    return explain_bytes(PROVIDER, PROVIDER.message(message), encoding, Part(body), Context(**ctx))


def refusals(message, encoding, value, **ctx):
    with pytest.raises(ValidationError) as caught:
        written(message, encoding, value, **ctx)
    return [(f.code, f.path) for f in caught.value.findings]


SMS = {"sms_id": "1", "number": "79161234567", "source_number": "sender", "text": "a<b>&\"'\r\n\u2028ж😀 "}
SEND = {"login": "l", "password": "p", "messages": [SMS, SMS | {"sms_id": "2", "ttl": 5, "text": ""}]}
DETAIL = {
    "code": -5,
    "descr": "no",
    "campaign": {"smsid": "x", "payment": Decimal("1.50"), "day": datetime.date(2024, 2, 1)},
    "delivered": ["79161234567"],
    "waiting": [],
    "action": "check",
}
CALL = {"id": 1, "phone": "79161234567", "status": 1, "err": 5, "flag": 300, "extras": {"my": "ж +&="}}
SENDERS = {
    "senders": [
        {"name": "a b", "operators": {"mega": 1, "bee": 0}, "others": {"new": "Z"}, "id": 5},
        {"name": "b", "operators": {}, "others": {}, "id": -6},
    ]
}
VALUES = [
    ("send_request", "xml", SEND),
    ("send_request", "xml", {"login": "", "password": "", "messages": [SMS]}),
    ("detail_response", "xml", DETAIL),
    ("detail_response", "xml", {"code": 0, "delivered": [], "waiting": [], "action": "send"}),
    ("callback_status", "form", CALL),
    ("callback_status", "json", CALL | {"extras": {}}),
    ("senders", "text", SENDERS),
    ("senders", "json", SENDERS),
    ("senders", "xml", SENDERS),
    ("senders", "text", {"senders": []}),
    ("senders", "json", {"senders": []}),
    ("senders", "xml", {"senders": []}),
    ("error", "text", {"code": 5, "text": "no, (never)", "id": 7}),
    ("error", "text", {"code": 5, "text": "no"}),
    ("error", "csv", {"code": 5}),
    ("error", "csv", {"code": 5, "id": 7}),
    ("error", "json", {"code": 5, "text": "нет"}),
    ("error", "xml", {"code": 5, "text": "нет", "id": 1}),
    ("ok", "text", {}),
    ("ok", "json", {}),
    ("ok", "xml", {}),
    ("balance", "xml", {"balance": Decimal("0.10")}),
    ("balance", "csv", {"balance": Decimal("12")}),
]


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251"])
@pytest.mark.parametrize(("message", "encoding", "value"), VALUES)
def test_what_is_written_is_read_back(message, encoding, value, charset):
    if charset == "windows-1251" and "😀" in repr(value) and encoding not in ("xml", "json"):
        pytest.skip("not in this charset")
    body = written(message, encoding, value, charset=charset)
    result = read(message, encoding, body, charset=charset)
    assert result.value == value
    assert [f for f in result.findings if f.severity == "error"] == []
    assert written(message, encoding, result.value, charset=charset) == body


EXACT = [
    ("error", "csv", {"code": 5}, b"0,-5"),
    ("error", "text", {"code": 5, "text": "no", "id": 7}, b"ERROR = 5 (no), ID - 7"),
    ("senders", "text", SENDERS, b"name = a b, mega = 1, bee = 0, new = Z, id = 5\nname = b, id = -6"),
    ("callback_status", "form", {"id": 1, "phone": "7", "status": 1, "err": 0}, b"id=1&phone=7&status=1"),
    ("error", "json", {"code": 5, "text": "x"}, b'{"error":"x","error_code":5}'),
    ("senders", "json", {"senders": [{"name": "a", "id": 1}]}, b'[{"sender":"a","id":"1"}]'),
    ("ok", "xml", {}, b'<?xml version="1.0" encoding="utf-8"?>\n<result>OK</result>'),
    (
        "detail_response",
        "xml",
        {"code": 0, "waiting": ["79161234567"]},
        b'<?xml version="1.0" encoding="utf-8"?>\n'
        b"<data><code>0</code><detail><waiting><number>79161234567</number></waiting></detail></data>",
    ),
]


@pytest.mark.parametrize(("message", "encoding", "value", "body"), EXACT)
def test_canonical_bytes(message, encoding, value, body):
    assert written(message, encoding, value).replace(b'"UTF-8"', b'"utf-8"') == body


REFUSED = [
    ("unknown field", "send_request", "xml", SEND | {"nope": 1}, [("encode.unknown", "nope")]),
    ("wrong type", "send_request", "xml", SEND | {"login": 5}, [("encode.value", "login")]),
    ("redacted", "send_request", "xml", SEND | {"password": {"redacted": "secret"}}, [("encode.redacted", "password")]),
    (
        "missing",
        "send_request",
        "xml",
        {"messages": [{"sms_id": "1"}]},
        [
            ("shape.missing", "login"),
            ("shape.missing", "messages[0].number"),
            ("shape.missing", "messages[0].source_number"),
            ("shape.missing", "password"),
        ],
    ),
    ("facet", "send_request", "xml", SEND | {"password": "p" * 21}, [("facet.maxLength", "password")]),
    ("counts", "send_request", "xml", SEND | {"messages": []}, [("facet.minItems", "messages")]),
    (
        "rule",
        "send_request",
        "xml",
        SEND | {"messages": [SMS, SMS]},
        [("rule.unique", "messages[1].sms_id")],
    ),
    (
        "not normal",
        "send_request",
        "xml",
        SEND | {"messages": [SMS | {"number": "8 916 123-45-67"}]},
        [("encode.value", "messages[0].number")],
    ),
    (
        "control characters",
        "send_request",
        "xml",
        SEND | {"login": "a\x00", "messages": [SMS | {"text": "\ufffe"}]},
        [("encode.forbidden", "login"), ("encode.forbidden", "messages[0].text")],
    ),
    ("surrogate", "send_request", "xml", SEND | {"login": "\ud800"}, [("encode.value", "login")]),
    ("dropped", "error", "csv", {"code": 5, "text": "x"}, [("encode.dropped", "text")]),
    ("dropped map", "callback_status", "json", CALL, [("encode.dropped", "extras")]),
    ("absent literal", "error", "csv", {"code": 5, "id": 0}, [("encode.reread", "id")]),
    ("empty is absent", "detail_response", "xml", DETAIL | {"code": 0, "descr": ""}, [("encode.reread", "descr")]),
    (
        "reread",
        "senders",
        "text",
        {"senders": [{"name": "a", "id": 1}, {"name": "b, x = y", "id": 1}]},
        [("facet.pattern", "senders[1].name")],
    ),
    (
        "a pair in a value",
        "senders",
        "text",
        {"senders": [{"name": "a", "others": {"k": "v, bee = 1"}, "id": 1}]},
        [("encode.reread", "senders[0].operators.bee"), ("encode.reread", "senders[0].others.k")],
    ),
    ("a line break", "error", "text", {"code": 5, "text": "a\nb"}, [("encode.forbidden", "text")]),
    (
        "a key that is a name",
        "callback_status",
        "form",
        CALL | {"extras": {"md5": "1"}},
        [("facet.pattern", "md5")],
    ),
    (
        "a key that reads as another field",
        "callback_status",
        "form",
        CALL | {"extras": {"crc32": "1"}},
        [("encode.reread", "extras.crc32"), ("encode.reread", "crc32")],
    ),
    ("no key", "callback_status", "form", CALL | {"extras": {"Ж": "1"}}, [("shape.unknown", "")]),
    ("types", "balance", "xml", {"balance": 1.5}, [("encode.value", "balance")]),
    ("not an object", "balance", "xml", [], [("encode.value", "")]),
]


@pytest.mark.parametrize(
    ("message", "encoding", "value", "codes"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_refused_values(message, encoding, value, codes):
    assert sorted(refusals(message, encoding, value)) == sorted(codes)


def test_a_character_that_the_charset_lacks():
    value = CALL | {"extras": {"a": "😀", "b": "☃"}}
    codes = [("encode.charset", "extras.a"), ("encode.charset", "extras.b")]
    assert refusals("callback_status", "form", value, charset="windows-1251") == codes
    assert "😀".encode() in b"".join([written("error", "json", {"code": 1, "text": "😀"})])


def test_a_charset_outside_the_policy():
    assert refusals("error", "xml", {"code": 1}, charset="iso-8859-5") == [("charset.not-allowed", "")]
    assert refusals("error", "xml", {"code": 1}, charset="nonsense") == [("charset.unknown", "")]


def test_what_does_not_exist():
    with pytest.raises(UsageError):
        written("nope", "xml", {})
    with pytest.raises(UsageError):
        written("ok", "form", {})


def test_an_exception_shows_no_value():
    with pytest.raises(ValidationError) as caught:
        written("send_request", "xml", SEND | {"password": "hunter2" * 5, "login": {"hunter2": 1}})
    assert "hunter2" not in str(caught.value)
    assert "hunter2" not in repr(caught.value.findings)


def in_band():
    """The provider, where a parameter of the form says its charset."""
    policies = [replace(c, resolve=("option", "param:charset", "default")) for c in PROVIDER.charsets]
    return replace(PROVIDER, charsets=tuple(policies))


def test_a_value_that_says_its_charset_is_written_in_it():
    provider, value = in_band(), {"id": 1, "phone": "7", "status": 1, "extras": {"a": "ж", "charset": "koi8-r"}}
    body = encode(provider, "callback_status", "form", value, Context())
    assert b"a=%D6" in body
    part = Part(body)
    assert explain_bytes(provider, provider.message("callback_status"), "form", part, Context()).value["extras"] == {
        "a": "ж",
        "charset": "koi8-r",
    }


@pytest.mark.parametrize(
    ("said", "charset", "code"),
    [
        ("koi8-r", "utf-8", "encode.value"),
        ("nonsense", None, "charset.unknown"),
        ("iso-8859-5", None, "charset.not-allowed"),
    ],
)
def test_a_value_that_says_another_charset_is_refused(said, charset, code):
    value = {"id": 1, "phone": "7", "status": 1, "extras": {"charset": said}}
    with pytest.raises(ValidationError) as caught:
        encode(in_band(), "callback_status", "form", value, Context(charset=charset))
    assert [(f.code, f.path) for f in caught.value.findings] == [(code, "extras.charset")]


def entries(encoding):
    """A message of a map alone, where a parameter says the charset."""
    slot = {"form": "param", "json": "member", "xml": "element"}[encoding]
    leaf = Leaf("map", string(), form="string" if encoding == "json" else "text")
    tree = Tree("", (Member("entries", "", leaf, True, entry=slot),))
    kind = field("map", Map((), "", string()))
    return replace(in_band(), messages=(message("map", (kind,), (Shape(encoding, root("r", tree)),)),))


@pytest.mark.parametrize("encoding", ["form", "json", "xml"])
def test_a_map_of_entries_says_its_charset_too(encoding):
    provider = entries(encoding)
    for value in ({"map": {"a": "ж", "charset": "koi8-r"}}, {"map": {"a": "ж"}}):
        part = Part(encode(provider, "map", encoding, value, Context()))
        assert explain_bytes(provider, provider.message("map"), encoding, part, Context()).value == value
    with pytest.raises(ValidationError) as caught:
        encode(provider, "map", encoding, {"map": {"charset": "nonsense"}}, Context())
    assert [(f.code, f.path) for f in caught.value.findings] == [("charset.unknown", "map.charset")]


def saying(node, kind):
    """A form whose parameter for the charset holds no text."""
    shape = Shape("form", root("", Tree("", (param("charset", node), param("a", Leaf("a", string()))))))
    return replace(in_band(), messages=(message("m", (kind, field("a", string())), (shape,)),))


def test_a_number_and_a_fixed_text_say_the_charset_too():
    number = saying(Leaf("n", integer()), field("n", integer(), True))
    with pytest.raises(ValidationError) as caught:
        encode(number, "m", "form", {"n": 5, "a": "x"}, Context())
    assert [(f.code, f.path) for f in caught.value.findings] == [("charset.unknown", "n")]
    fixed = saying(Const("koi8-r"), field("n", integer(), True))
    assert encode(fixed, "m", "form", {"a": "ж"}, Context()) == b"charset=koi8-r&a=%D6"
    with pytest.raises(ValidationError) as caught:
        encode(fixed, "m", "form", {"a": "ж"}, Context(charset="utf-8"))
    assert [f.code for f in caught.value.findings] == ["encode.value"]


def test_a_form_without_a_parameter_is_refused():
    tree = Tree("", (param("a", Leaf("a", string()), True),))
    provider = replace(
        PROVIDER, messages=(message("m", (field("a", string(), True),), (Shape("form", root("", tree)),)),)
    )
    assert encode(provider, "m", "form", {"a": ""}, Context()) == b"a="
    with pytest.raises(ValidationError) as caught:
        encode(provider, "m", "form", {}, Context())
    assert [(f.code, f.path) for f in caught.value.findings] == [("input.empty", "")]


class Sender(str, enum.Enum):  # noqa: UP042 - that one's str is its value
    """A text whose ``str`` is another one."""

    SHOP = "shop!"


def test_a_member_of_an_enumeration_is_written_as_its_value():
    value = SEND | {"messages": [SMS | {"source_number": Sender.SHOP}]}
    body = written("send_request", "xml", value)
    assert b'source_number="shop!"' in body
    assert body == written("send_request", "xml", SEND | {"messages": [SMS | {"source_number": "shop!"}]})
    assert type(from_json(PROVIDER.message("send_request").record, value)["messages"][0]["source_number"]) is str


# ---------------------------------------------------------------- signatures

PLAIN = {"id": 1, "phone": "79161234567", "status": 1}
DATA = b"1:79161234567:1:s"


@pytest.mark.parametrize(
    ("sign", "carriers"),
    [
        (None, {"md5": digest("md5", DATA)}),
        ("crc32", {"crc32": digest("crc32", DATA)}),
        ("md5,crc32", {"md5": digest("md5", DATA), "crc32": digest("crc32", DATA)}),
    ],
)
def test_a_secret_signs(sign, carriers):
    settings = {} if sign is None else {"sign": sign}
    body = written("callback_status", "form", PLAIN, secret="s", settings=settings)
    result = read("callback_status", "form", body, secret="s")
    assert result.findings == ()
    assert result.value == PLAIN | carriers | {"err": 0, "extras": {}}


def test_signatures_that_are_there():
    assert written("callback_status", "form", PLAIN | {"md5": digest("md5", DATA)}, secret="s").count(b"&") == 3
    assert refusals("callback_status", "form", PLAIN | {"md5": "0" * 32}, secret="s") == [("signature.mismatch", "md5")]
    assert b"md5" not in written("callback_status", "form", PLAIN)


# ---------------------------------------------------------------- any text

TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=30)


def outcome(message, encoding, value):
    """The value that comes back, or the codes that refuse it."""
    try:
        body = written(message, encoding, value)
    except ValidationError as refused:
        return {f.code for f in refused.findings}
    return read(message, encoding, body).value


@given(text=TEXTS, login=TEXTS)
def test_any_text_comes_back_or_is_refused(text, login):
    value = {"login": login, "password": "p", "messages": [SMS | {"text": text}]}
    assert outcome("send_request", "xml", value) in (value, {"encode.forbidden"})


@pytest.mark.parametrize("encoding", ["text", "json", "xml"])
@given(text=TEXTS)
def test_any_error_text_comes_back_or_is_refused(encoding, text):
    value = {"code": 5, "text": text}
    assert outcome("error", encoding, value) in (value, {"encode.forbidden"}, {"encode.reread"})
