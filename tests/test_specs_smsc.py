"""SMSC's callbacks and sender names against the two pages and the notes on practice.

Every table here is written from the documents: each parameter of the three callbacks, each
operator, each row of the statuses, each layout of a reply with values put in. Signatures are
computed here, by hashlib alone.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus
from xml.sax.saxutils import escape

import pytest

from shipped import explained, field, message, provider
from wirebook.api import validate
from wirebook.cli import main
from wirebook.encode import encode
from wirebook.explain import explain_bytes
from wirebook.model import Map, Scalar
from wirebook.part import Context, Part

# ---------------------------------------------------------------- the callbacks' parameters

# Name, text on the wire, logical value; in the order of the page's tables.
STATUS = [
    ("id", "123", 123),
    ("phone", "79000000001", "79000000001"),
    ("status", "20", 20),
    ("time", "24.05.24 10:15:30", datetime(2024, 5, 24, 10, 15, 30)),
    ("ts", "1716534930", 1716534930),
    ("err", "255", 255),
    ("syserr", "8", "8"),
    ("cnt", "35", 35),
    ("type", "7", 7),
    ("cost", "3.80", Decimal("3.80")),
    ("flag", "1319", 1319),
    ("sender", "SHOP", "SHOP"),
    ("dtmf", "12#", "12#"),
    ("cmt", "Чай\novertime: 00:05", "Чай\novertime: 00:05"),
    # for HLR requests
    ("imsi", "250000000000000", "250000000000000"),
    ("msc", "79000000000", "79000000000"),
    ("mcc", "250", "250"),
    ("mnc", "01", "01"),
    ("cn", "Россия", "Россия"),
    ("net", "Оператор", "Оператор"),
    ("rcn", "Грузия", "Грузия"),
    ("rnet", "Другой", "Другой"),
    # of the voice menu
    ("calltime", "20", "20"),
    ("callmenu", "1#2", "1#2"),
    ("ringtime", "7", "7"),
]
INCOMING = [
    ("id", "501", 501),
    ("sms_id", "123", 123),
    ("phone", "79000000001", "79000000001"),
    ("mes", "Да, приду", "Да, приду"),
    ("to", "79000000099", "79000000099"),
    ("smsc", "79000000090", "79000000090"),
    ("sent", "1716534920", 1716534920),
    ("time", "1716534930", 1716534930),
]
WAITCALL = [
    ("waitcall", "1", 1),
    ("phone", "79000000001", "79000000001"),
    ("ts", "1716534930", 1716534930),
]
CALLBACKS = {"callback_status": STATUS, "callback_incoming": INCOMING, "callback_waitcall": WAITCALL}
# "id:phone:status:<secret>" and so on.
SIGNED = {
    "callback_status": ("id", "phone", "status"),
    "callback_incoming": ("phone", "mes", "to"),
    "callback_waitcall": ("phone", "ts"),
}
BOTH = ("windows-1251", "utf-8")
CHARSETS = {"form": (*BOTH, "koi8-r"), "xml": BOTH, "json": BOTH}
EACH = [(name, encoding, charset) for name in CALLBACKS for encoding, all_ in CHARSETS.items() for charset in all_]
SECRET = "top-Secret_1"


def texts(name: str) -> dict[str, str]:
    """A callback's parameters as they are on the wire."""
    return {wire: text for wire, text, _ in CALLBACKS[name]}


def values(name: str) -> dict[str, Any]:
    """What they mean."""
    return {wire: value for wire, _, value in CALLBACKS[name]}


def body(params: dict[str, str], encoding: str, charset: str, *, numbers: bool = False) -> bytes:
    """Parameters in a format of callbacks; numbers: those of digits as numbers of JSON."""
    if encoding == "form":
        return "&".join(f"{name}={quote_plus(text, encoding=charset)}" for name, text in params.items()).encode()
    if encoding == "xml":
        head = f'<?xml version="1.0" encoding="{charset}"?>\n'
        children = "".join(f"<{name}>{escape(text)}</{name}>\n" for name, text in params.items())
        return f"{head}<callback>\n{children}</callback>\n".encode(charset)
    plain = {n: int(t) if numbers and t.isdigit() and str(int(t)) == t else t for n, t in params.items()}
    return json.dumps(plain, ensure_ascii=False).encode(charset)


def digests(name: str, params: dict[str, str], charset: str, secret: str = SECRET) -> dict[str, str]:
    data = ":".join([*(params[part] for part in SIGNED[name]), secret]).encode(charset)
    return {
        "md5": hashlib.md5(data).hexdigest(),
        "sha1": hashlib.sha1(data).hexdigest(),
        "crc32": str(zlib.crc32(data)),
    }


@pytest.mark.parametrize(("name", "encoding", "charset"), EACH)
@pytest.mark.parametrize("numbers", [False, True])
def test_every_parameter_of_a_callback_is_read(name: str, encoding: str, charset: str, numbers: bool) -> None:
    sent = body(texts(name), encoding, charset, numbers=numbers)
    got = explained("smsc", name, encoding, sent, charset=charset)
    assert got.findings == ()
    assert got.value == values(name) | {"extras": {}}


@pytest.mark.parametrize("name", CALLBACKS)
def test_no_parameter_stands_in_a_spec_that_no_document_has(name: str) -> None:
    handed = {"charset", "fmt", "extras", "md5", "sha1", "crc32"}
    assert {f.name for f in message("smsc", name).record.fields} == handed | set(texts(name))


@pytest.mark.parametrize(("name", "encoding", "charset"), EACH)
def test_a_callback_is_told_by_its_parameters(name: str, encoding: str, charset: str) -> None:
    """By ``mes``, by ``waitcall``, or by neither; in every format and charset, by both ways to a verdict."""
    sent = body(texts(name) | {"shop": "Чай"}, encoding, charset)
    for spec in (provider("smsc"), "smsc"):
        result = validate(sent, spec=spec, charset=charset)
        assert (result.verdict, result.message, result.encoding) == ("pass", name, encoding)


TOLD = [
    ("mes=&id=1&to=7", "callback_incoming"),
    ("waitcall=", "callback_waitcall"),
    ("waitcall=1&mes=x&to=7", "callback_incoming"),
    ("id=1&phone=7&status=1&mes=x", "callback_incoming"),
    ("id=1&phone=7&status=1&waitcall=1", "callback_waitcall"),
    ("id=1&phone=7&status=1", "callback_status"),
]


@pytest.mark.parametrize(("sent", "name"), TOLD)
def test_the_page_s_own_test_tells_callbacks(sent: str, name: str) -> None:
    told = validate(sent.encode(), spec="smsc", operation="callbacks")
    assert (told.message, told.encoding) == (name, "form")
    alone = validate(sent.encode(), spec="smsc")
    assert name in alone.candidates
    assert all(each == name or not each.startswith("callback") for each in alone.candidates)


# ---------------------------------------------------------------- signatures


@pytest.mark.parametrize(("name", "encoding", "charset"), EACH)
def test_a_signature_is_checked_in_the_callback_s_charset(name: str, encoding: str, charset: str) -> None:
    params = texts(name)
    for carrier, text in digests(name, params, charset).items():
        right = body(params | {carrier: text}, encoding, charset)
        got = explained("smsc", name, encoding, right, charset=charset, secret=SECRET)
        assert (got.findings, got.skipped) == ((), ())
        other = explained("smsc", name, encoding, right, charset=charset, secret="another")
        assert [(f.code, f.path) for f in other.findings] == [("signature.mismatch", carrier)]
        unknown = explained("smsc", name, encoding, right, charset=charset)
        assert (unknown.findings, [s.reason for s in unknown.skipped]) == ((), ["no-secret"])
        for part in SIGNED[name]:
            altered = body(params | {carrier: text, part: params[part] + "1"}, encoding, charset)
            got = explained("smsc", name, encoding, altered, charset=charset, secret=SECRET)
            assert ("signature.mismatch", carrier) in [(f.code, f.path) for f in got.findings]


@pytest.mark.parametrize(("name", "encoding", "charset"), EACH)
def test_each_failure_of_a_signature_is_a_finding_of_its_own(name: str, encoding: str, charset: str) -> None:
    params = texts(name)

    def codes(more: dict[str, str]) -> list[tuple[str, str, str]]:
        sent = body(params | more, encoding, charset)
        got = explained("smsc", name, encoding, sent, charset=charset, secret=SECRET)
        return [(f.code, f.severity, f.path) for f in got.findings]

    assert codes({}) == [("signature.missing", "error", "md5")]
    right = digests(name, params, charset)
    wrong = digests(name, params, charset, "another")
    assert codes(wrong) == [("signature.mismatch", "error", carrier) for carrier in wrong]
    for carrier in right:
        assert codes(right | {carrier: wrong[carrier]}) == [("signature.mismatch", "error", carrier)]
        malformed = [("facet.pattern", "warning", carrier), ("signature.mismatch", "error", carrier)]
        assert codes({carrier: "nonsense!"}) == malformed
    hexadecimal = format(int(right["crc32"]), "08x")
    assert codes({"crc32": hexadecimal}) == codes({"crc32": hexadecimal.upper()}) == []
    phone = params | {"phone": "7:9"}
    got = codes({"phone": "7:9", **digests(name, phone, charset)})
    assert got == [("signature.ambiguous", "warning", "phone")]


@pytest.mark.parametrize("name", CALLBACKS)
def test_a_doubled_signature_is_told_from_a_wrong_one(name: str) -> None:
    right = digests(name, texts(name), "windows-1251")["md5"]
    sent = body(texts(name), "form", "windows-1251") + f"&md5={right}&md5={right}".encode()
    got = explained("smsc", name, "form", sent, secret=SECRET)
    assert [f.code for f in got.findings] == ["shape.duplicate"]


@pytest.mark.parametrize(("name", "encoding", "charset"), EACH)
@pytest.mark.parametrize("sign", ["md5", "sha1", "crc32", "md5,sha1,crc32", None])
def test_what_is_written_with_a_secret_is_signed(name: str, encoding: str, charset: str, sign: str | None) -> None:
    settings = {} if sign is None else {"sign": sign}
    ctx = Context(charset=charset, secret=SECRET, settings=settings)
    written = encode(provider("smsc"), name, encoding, values(name), ctx)
    got = explained("smsc", name, encoding, written, charset=charset, secret=SECRET)
    assert got.findings == ()
    right = digests(name, texts(name) | {"cost": "3.80"}, charset)
    wanted = ("md5" if sign is None else sign).split(",")
    assert {k: got.value[k] for k in right if k in got.value} == {k: right[k] for k in wanted}


# ---------------------------------------------------------------- charsets, flag, lists, errors


@pytest.mark.parametrize(("name", "encoding", "charset"), EACH)
def test_a_body_says_its_charset_and_is_read_by_it(name: str, encoding: str, charset: str) -> None:
    """Nothing is told to the reader: the default goes without saying, every other charset is named."""
    value = values(name) | {"extras": {"shop": "Чай"}}
    ctx = Context(charset=charset, secret=SECRET)
    written = encode(provider("smsc"), name, encoding, value, ctx)
    if encoding != "xml":  # which declares it
        assert (charset.encode() in written) == (charset != "windows-1251")
    got = explained("smsc", name, encoding, written, secret=SECRET)
    assert got.findings == ()
    assert {key: got.value[key] for key in value} == value


def test_a_charset_that_a_value_says_already_stays() -> None:
    value = values("callback_incoming") | {"charset": "KOI8-R", "extras": {}}
    written = encode(provider("smsc"), "callback_incoming", "form", value, Context())
    assert b"charset=KOI8-R" in written
    assert explained("smsc", "callback_incoming", "form", written).value == value


@pytest.mark.parametrize("charset", ["koi8-r", "utf-8"])
def test_the_charset_may_come_by_the_query(charset: str) -> None:
    book, one = provider("smsc"), message("smsc", "callback_incoming")
    params = texts("callback_incoming")
    query = f"charset={charset}&md5={digests('callback_incoming', params, charset)['md5']}".encode()
    part = Part(body(params, "form", charset), query=query)
    got = explain_bytes(book, one, "form", part, Context(secret=SECRET))
    assert (got.findings, got.value["mes"], got.value["charset"]) == ((), params["mes"], charset)


def test_the_default_charset_is_windows_1251() -> None:
    for policy in provider("smsc").charsets:
        assert policy.default == "windows-1251"
        assert ("koi8-r" in policy.allowed) == (policy.encoding not in ("xml", "json"))


def test_a_form_names_its_charset_in_a_parameter() -> None:
    body = b"id=1&phone=7&status=1&time=01.02.03+04%3A05%3A06&ts=1&cmt=%F0%D2%C9%D7%C5%D4&charset=koi8-r&shop=a%26b"
    got = explained("smsc", "callback_status", "form", body)
    assert got.findings == ()
    assert got.value["cmt"] == "Привет"
    assert got.value["time"] == datetime(2003, 2, 1, 4, 5, 6)
    assert got.value["extras"] == {"shop": "a&b"}
    assert got.value["err"] == 0


def test_a_two_digit_year_has_a_pivot() -> None:
    kind = field(message("smsc", "callback_status").record, "time").type
    assert isinstance(kind, Scalar)
    assert kind.pivot == 70


def test_the_bits_of_flag() -> None:
    kind = field(message("smsc", "callback_status").record, "flag").type
    assert isinstance(kind, Scalar)
    assert kind.width == 16
    assert [(b.name, b.low, b.high, b.when) for b in kind.bits] == [
        ("kind", 0, 3, ()),
        ("second_balance", 5, 5, ()),
        ("template", 8, 8, ()),
        ("template_kind", 9, 10, (("template", 1),)),
    ]


OPERATORS = [
    "mega_step", "mega_int", "bee_step", "motiv", "motiv_step", "motiv_int", "sber_step", "sber_int", "winmob_step",
    "volnamob_step", "mts_step", "mts_int", "tele2_step", "tele2", "tele2_int", "ua_reg", "ua_int", "by_reg", "by_int",
]  # fmt: skip


def test_the_nineteen_operators() -> None:
    kind = field(message("smsc", "senders_operators").record, "senders.operators").type
    assert isinstance(kind, Map)
    assert [key for key, _ in kind.keys] == OPERATORS
    assert len(OPERATORS) == 19


def test_the_formats_of_the_lists() -> None:
    assert {s.encoding for s in message("smsc", "senders_list").shapes} == {"text", "csv", "xml", "json"}
    assert {s.encoding for s in message("smsc", "senders_operators").shapes} == {"text", "xml", "json"}
    error = message("smsc", "error")
    assert {s.encoding: s.drops for s in error.shapes} == {"text": (), "csv": ("text",), "xml": (), "json": ()}


REPLACED = {
    "text": "name = A, mega_step = 2, mega_step_sender = B, id = 5",
    "xml": '<list><sender id="5" mega_step_sender="B" mega_step="2">A</sender></list>',
    "json": '[{"sender": "A", "mega_step_sender": "B", "mega_step": "2", "id": "5"}]',
}


def test_what_follows_a_replacing_name_is_kept_too() -> None:
    got = explained("smsc", "senders_operators", "text", b"name = A, mega_step_sender = B, bee_step = 3, x = C, id = 5")
    assert got.findings == ()
    assert got.value is not None
    [sender] = got.value["senders"]
    assert sender["operators"] == {"bee_step": 3}
    assert sender["replacements"] == {"mega_step_sender": "B", "x": "C"}


@pytest.mark.parametrize(("encoding", "body"), REPLACED.items())
def test_a_replacing_name_is_kept(encoding: str, body: str) -> None:
    got = explained("smsc", "senders_operators", encoding, body.encode())
    assert got.findings == ()
    assert got.value == {
        "senders": [{"name": "A", "operators": {"mega_step": 2}, "replacements": {"mega_step_sender": "B"}, "id": 5}]
    }


@pytest.mark.parametrize(
    ("encoding", "body", "value"),
    [
        ("text", "ERROR = 7 (invalid number), ID - 541", {"code": 7, "text": "invalid number", "id": 541}),
        (
            "text",
            "ERROR = 9 (duplicate request, wait a minute)",
            {"code": 9, "text": "duplicate request, wait a minute"},
        ),
        ("csv", "0,-2", {"code": 2}),
        ("csv", "541,-7", {"code": 7, "id": 541}),
        (
            "json",
            '{"error": "invalid number", "error_code": 7, "id": 34}',
            {"code": 7, "text": "invalid number", "id": 34},
        ),
    ],
)
def test_an_error_may_carry_an_id(encoding: str, body: str, value: dict[str, Any]) -> None:
    got = explained("smsc", "error", encoding, body.encode())
    assert (got.findings, got.value) == ((), value)


@pytest.mark.parametrize("carrier", ["md5=2f1eea0e3f9bdc19bbed5d0a9fa1cc2f", "crc32=1"])
def test_a_wrong_signature_is_told_from_a_missing_one(carrier: str) -> None:
    body = b"id=1&phone=7&status=1&time=01.02.03+04%3A05%3A06&ts=1"
    missing = explained("smsc", "callback_status", "form", body, secret="s3cret")
    wrong = explained("smsc", "callback_status", "form", body + b"&" + carrier.encode(), secret="s3cret")
    unchecked = explained("smsc", "callback_status", "form", body + b"&" + carrier.encode())
    assert [f.code for f in missing.findings] == ["signature.missing"]
    assert [f.code for f in wrong.findings] == ["signature.mismatch"]
    assert unchecked.findings == ()
    assert [s.reason for s in unchecked.skipped] == ["no-secret"]


# ---------------------------------------------------------------- replies and their requests

# What the page shows, as it shows it; ``...`` stands for more of the same.
LAYOUTS = {
    ("senders_list", "text"): "name = <sender>, id = <id>\n...",
    ("senders_list", "csv"): "<sender>,<id>\n...",
    ("senders_list", "xml"): """<list>
<sender id="<id>">sender</sender>
...
</list>""",
    ("senders_list", "json"): """[{
"sender": "<sender>",
"id": <id>
},
...]""",
    ("senders_list_all", "text"): "name = <sender>, status = <status>, id = <id>\n...",
    ("senders_list_all", "csv"): "<sender>,<status>,<id>\n...",
    ("senders_list_all", "xml"): """<list>
<sender status="<status>" id="<id>">sender</sender>
...
</list>""",
    ("senders_list_all", "json"): """[{
"sender": "<sender>",
"status": <status>,
"id": <id>
},
...]""",
    ("senders_operators", "text"): (
        "name = <sender>, mega_step = <mega_step_status>, bee_step = <bee_step_status>,"
        " motiv_step = <motiv_step_status>, sber_step = <sber_step_status>, winmob_step = <winmob_step>,"
        " volnamob_step = <volnamob_step>, mts_step = <mts_step_status>, tele2_step = <tele2_step_status>,"
        " tele2 = <tele2_status>, ua_reg = <ua_reg_status>, ua_int = <ua_int_status>, mega_int = <mega_int_status>,"
        " motiv_int = <motiv_int_status>, mts_int = <mts_int_status>, motiv = <motiv_status>,"
        " by_reg = <by_reg_status>, by_int = <by_int_status>, tele2_int = <tele2_int_status>,"
        " sber_int = <sber_int_status>, id = <id>\n..."
    ),
    ("senders_operators", "xml"): (
        '<list>\n<sender mega_step="<mega_step_status>" bee_step="<bee_step_status>"'
        ' motiv_step="<motiv_step_status>" sber_step="<sber_step_status>" winmob_step="<winmob_step_status>"'
        ' volnamob_step="<volnamob_step_status>" mts_step="<mts_step_status>" tele2_step="<tele2_step_status>"'
        ' tele2="<tele2_status>" ua_reg="<ua_reg_status>" ua_int="<ua_int_status>" mega_int="<mega_int_status>"'
        ' motiv_int="<motiv_int_status>" mts_int="<mts_int_status>" motiv="<motiv_status>" by_reg="<by_reg_status>"'
        ' by_int="<by_int_status>" tele2_int="<tele2_int_status>" sber_int="<sber_int_status>"'
        ' id="<id>">sender</sender>\n...\n</list>'
    ),
    ("senders_operators", "json"): (
        '[{\n"sender": "<sender>",\n'
        + "".join(f'"{name}": "<{name}_status>",\n' for name in OPERATORS)
        + '"id": "<id>"\n},\n...]'
    ),
    ("sender_added", "text"): "ID = <id>",
    ("sender_added", "csv"): "<id>",
    ("sender_added", "xml"): "<sender>\n<id>id</id>\n</sender>",
    ("sender_added", "json"): '{\n"sender": <id>\n}',
    ("senders_ok", "text"): "OK",
    ("senders_ok", "csv"): "OK",
    ("senders_ok", "xml"): "<result>OK</result>",
    ("senders_ok", "json"): '{\n"result": "OK"\n}',
    ("error", "text"): "ERROR = N (описание)",
    ("error", "csv"): "0,-N",
    ("error", "xml"): "<result>\n<error>описание</error>\n<error_code>N</error_code>\n</result>",
    ("error", "json"): '{\n"error": "описание",\n"error_code": N\n}',
}
STATES = (0, 1, 2, 3, 4, 5, 8, 9, 255)  # of a sender name at an operator


def filled(layout: str, status: int = 1, first: int = 0) -> str:
    """A layout with values put in: the operators have the statuses in turn, from ``first`` on."""
    if layout.startswith("<sender>\n"):  # the id is an element here, no placeholder
        return layout.replace(">id<", ">17<")
    text = layout.replace(",\n...", "").replace("\n...", "").replace(">sender<", ">SHOP<")
    for name, state in states(first).items():
        text = text.replace(f"<{name}_status>", str(state)).replace(f"<{name}>", str(state))
    for name, value in {"<sender>": "SHOP", "<status>": str(status), "<id>": "17"}.items():
        text = text.replace(name, value)
    return text.replace("= N", "= 3").replace("-N", "-3").replace(": N", ": 3").replace(">N<", ">3<")


def states(first: int) -> dict[str, int]:
    return {name: STATES[(n + first) % len(STATES)] for n, name in enumerate(OPERATORS)}


@pytest.mark.parametrize(("name", "encoding"), LAYOUTS)
def test_each_layout_of_the_page_means_what_it_says(name: str, encoding: str) -> None:
    sender = {"name": "SHOP", "id": 17}
    for number, status in enumerate((0, 1, 2)):
        text = filled(LAYOUTS[name, encoding], status, 3 * number)
        assert not set("<>") & set(text) or encoding == "xml"
        got = explained("smsc", name, encoding, text.encode("windows-1251"))
        assert got.findings == ()
        assert got.value == {
            "senders_list": {"senders": [sender]},
            "senders_list_all": {"senders": [sender | {"status": status}]},
            "senders_operators": {"senders": [sender | {"operators": states(3 * number), "replacements": {}}]},
            "sender_added": {"id": 17},
            "senders_ok": {"result": "OK"},
            "error": {"code": 3} if encoding == "csv" else {"code": 3, "text": "описание"},
        }[name]  # fmt: skip


def test_there_is_no_fmt_1_for_operators() -> None:
    assert {encoding for name, encoding in LAYOUTS if name == "senders_operators"} == {"text", "xml", "json"}
    for name in {name for name, _ in LAYOUTS}:
        there = {shape.encoding for shape in message("smsc", name).shapes}
        assert there == {encoding for one, encoding in LAYOUTS if one == name}


LOGIN = "login=demo&psw=demo-password"
# A request of the notes, and the replies that the page gives it.
REQUESTS = [
    ("get=1", "senders_get_request", "senders_list"),
    ("get=1&all=0", "senders_get_request", "senders_list"),
    ("get=1&all=1", "senders_get_request", "senders_list_all"),
    ("get=1&operators=1", "senders_get_request", "senders_operators"),
    ("get=1&all=1&operators=1", "senders_get_request", "senders_operators"),
    ("add=1&sender=SHOP&cmt=tea", "senders_add_request", "sender_added"),
    ("chg=1&sender=SHOP&cmt=tea", "senders_change_request", "senders_ok"),
    ("chg=1&id=17&cmt=tea", "senders_change_request", "senders_ok"),
    ("send_code=1&sender=79000000001", "senders_send_code_request", "senders_ok"),
    ("check_code=1&sender=79000000001&code=1234", "senders_check_code_request", "senders_ok"),
    ("del=1&sender=SHOP", "senders_delete_request", "senders_ok"),
    ("del=1&id=17", "senders_delete_request", "senders_ok"),
]
FMT = {"text": 0, "csv": 1, "xml": 2, "json": 3}


@pytest.mark.parametrize("login", [LOGIN, "apikey=demo-key"])
@pytest.mark.parametrize(("asked", "request_id", "reply"), REQUESTS)
def test_a_request_is_told_and_tells_its_reply(login: str, asked: str, request_id: str, reply: str) -> None:
    for encoding, fmt in FMT.items():
        sent = f"{login}&{asked}&fmt={fmt}".encode()
        for way in ({"body": sent}, {"body": b"", "query": sent.decode()}):
            told = validate(**way, spec="smsc")  # type: ignore[arg-type]
            assert (told.verdict, told.message, told.encoding) == ("pass", request_id, "form")
        for name in (reply, "error"):
            if (name, encoding) in LAYOUTS:
                got = validate(filled(LAYOUTS[name, encoding]).encode("cp1251"), spec="smsc", request=sent)
                assert (got.verdict, got.message, got.encoding, got.findings) == ("pass", name, encoding, ())


EMPTY = [("[]", "json"), ("<list></list>", "xml")]


@pytest.mark.parametrize(("text", "encoding"), EMPTY)
@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"operators": "0", "all": "0"}, "senders_list"),
        ({"operators": "0", "all": "1"}, "senders_list_all"),
        ({"operators": "1"}, "senders_operators"),
    ],
)
def test_an_empty_list_is_told_by_what_was_asked_for(
    text: str, encoding: str, settings: dict[str, str], name: str
) -> None:
    alone = validate(text.encode(), spec="smsc")
    assert (alone.verdict, alone.message) == ("pass", None)
    assert {"senders_list", "senders_list_all", "senders_operators"} <= set(alone.candidates)
    got = validate(text.encode(), spec="smsc", operation="senders", settings=settings)
    assert (got.verdict, got.message, got.encoding) == ("pass", name, encoding)


REPLY = filled(LAYOUTS["senders_list", "text"]).replace("SHOP", "Чай")


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "utf-8"])
def test_a_reply_is_in_the_charset_that_was_asked_for(charset: str) -> None:
    sent = REPLY.encode(charset)
    asked = f"{LOGIN}&get=1&charset={charset}".encode()
    for known in ({"request": asked}, {"operation": "senders", "settings": {"charset": charset}}):
        got = validate(sent, spec="smsc", **known)  # type: ignore[arg-type]
        assert (got.verdict, got.message, got.findings) == ("pass", "senders_list", ())
        assert got.value == {"senders": [{"name": "Чай", "id": 17}]}
    value = {"senders": [{"name": "Чай", "id": 17}]}
    ctx = Context(settings={"charset": charset})
    assert encode(provider("smsc"), "senders_list", "text", value, ctx) == sent


def test_a_charset_that_a_format_does_not_use_is_not_asked_for() -> None:
    sent = filled(LAYOUTS["senders_list", "json"]).replace("SHOP", "Чай").encode("windows-1251")
    got = validate(sent, spec="smsc", request=f"{LOGIN}&get=1&fmt=3&charset=koi8-r".encode())
    assert (got.verdict, got.message, got.findings) == ("pass", "senders_list", ())
    assert got.value == {"senders": [{"name": "Чай", "id": 17}]}


def test_a_bare_number_is_what_the_operation_answers() -> None:
    alone = validate(b"17", spec="smsc")
    assert (alone.verdict, alone.message) == ("pass", None)
    for operation, name in (("senders", "sender_added"), ("balance", "balance_response")):
        got = validate(b"17", spec="smsc", operation=operation)
        assert (got.verdict, got.message) == ("pass", name)
    assert validate(b"17", spec="smsc", operation="senders").encoding == "csv"


def test_a_reply_in_another_format_than_was_asked_for_is_told() -> None:
    asked = f"{LOGIN}&get=1&fmt=3"
    got = validate(b"SHOP,17", spec="smsc", request=asked.encode())
    assert [f.code for f in got.findings] == ["operation.encoding"]
    got = validate(b"SHOP,17", spec="smsc", operation="senders", settings={"fmt": "3", "all": "0", "operators": "0"})
    assert [f.code for f in got.findings] == ["operation.encoding"]
    failed = validate(b"0,-3", spec="smsc", request=asked.encode())
    assert (failed.verdict, failed.message, failed.findings) == ("pass", "error", ())


def test_when_a_callback_comes_again_and_how_often_one_may_ask() -> None:
    callbacks, senders = (
        next(o for o in provider("smsc").operations if o.id == name) for name in ("callbacks", "senders")
    )
    assert callbacks.retry is not None
    assert (callbacks.retry.interval, callbacks.retry.attempts) == (4 * 60, 50)
    assert [status for status in (200, 201, 301, 401, 404, 500, 503) if callbacks.retry.stops(status)] == [200, 404]
    limits = {
        limit.id: (limit.requests or limit.concurrent, limit.same, limit.message, limit.code)
        for limit in senders.limits
    }
    assert limits == {
        "identical_lists": (3, "identical", "senders_get_request", 9),  # more than three
        "creations": (5, "all", "senders_add_request", 9),  # more than five
        "at_once": (14, "all", "", 9),  # fifteen and more
    }


NO_REQUESTS = [
    "get=1", f"{LOGIN}", f"{LOGIN}&get=2", f"{LOGIN}&get=1&add=1", f"{LOGIN}&del=1", f"{LOGIN}&del=1&sender=A&id=1",
    f"{LOGIN}&check_code=1&sender=7", "get=1&login=a",
]  # fmt: skip


@pytest.mark.parametrize("sent", NO_REQUESTS)
def test_a_request_that_no_document_has_does_not_pass(sent: str) -> None:
    assert validate(sent.encode(), spec="smsc", operation="senders").verdict == "fail"


@pytest.mark.parametrize(
    ("name", "encoding", "text", "path"),
    [
        ("callback_status", "form", "id=0&phone=7&status=1&time=24.05.24+10%3A15%3A30&ts=1", "id"),
        ("callback_incoming", "form", "id=0&phone=7&mes=x&to=7&smsc=7&sent=1&time=1", "id"),
        ("callback_incoming", "form", "id=1&sms_id=0&phone=7&mes=x&to=7&smsc=7&sent=1&time=1", "sms_id"),
        ("sender_added", "csv", "0", "id"),
    ],
)
def test_a_limit_that_no_page_states_names_its_deviation(name: str, encoding: str, text: str, path: str) -> None:
    got = explained("smsc", name, encoding, text.encode())
    assert [(f.code, f.path, f.deviation) for f in got.findings] == [("facet.minInclusive", path, "id_range")]


NUMBER = "79000000077"


@pytest.mark.parametrize(
    ("name", "encoding", "body"),
    [
        ("callback_status", "form", f"id=x&phone=79000000001&status=1&sender={NUMBER}"),
        ("senders_list", "csv", f"{NUMBER},x"),
        ("senders_list_all", "json", f'[{{"sender": "{NUMBER}", "status": 9, "id": "x"}}]'),
        ("senders_operators", "xml", f'<list><sender mts_step="x" mts_name="{NUMBER}" id="0">{NUMBER}</sender></list>'),
        ("senders_add_request", "form", f"add=2&login=demo&psw=demo-password&sender={NUMBER}&cmt=tea"),
        ("senders_change_request", "form", f"chg=2&login=demo&psw=demo-password&sender={NUMBER}&cmt=tea"),
        ("senders_delete_request", "form", f"del=2&login=demo&psw=demo-password&sender={NUMBER}"),
    ],
)
def test_a_sender_name_may_be_a_phone_number_and_does_not_show(
    name: str, encoding: str, body: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "body").write_text(body)
    words = ["validate", "--spec", "smsc", "--message", name, "--encoding", encoding, str(tmp_path / "body")]
    assert main(words) == 1
    said = capsys.readouterr()
    assert "error" in said.out
    assert NUMBER not in said.out + said.err
    main([*words, "--show-sensitive"])
    assert NUMBER in capsys.readouterr().out


def test_an_array_of_something_else_shows_nothing_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Any JSON array of objects may be read as the list with operators, which takes further names."""
    log = [{"url": "https://smsc.ru/sys/send.php", "request_body": "login=name&psw=word&phones=79000000077"}]
    (tmp_path / "log.json").write_text(json.dumps(log))
    assert main(["lint", str(tmp_path / "log.json")]) == 1
    said = capsys.readouterr()
    for private in ("name", "word", NUMBER):
        assert f"={private}" not in said.out + said.err
