"""SMSC's calls, held against what the platform's pages say: tables written from the facts, not from the spec."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote_plus, urlencode

import pytest

from wirebook.api import decode, encode, validate
from wirebook.books import open_book
from wirebook.cli import main
from wirebook.model import List, Provider, Record, Scalar
from wirebook.result import Result
from wirebook.select import ambiguous

BOOK: Provider = open_book("smsc").provider
LOGIN = {"login": "demo", "psw": "demo-password"}


def form(params: dict[str, str]) -> bytes:
    return urlencode(params, encoding="windows-1251").encode()


def asked(message: str, params: dict[str, str], **known: Any) -> Result:
    return validate(form(LOGIN | params), spec="smsc", message=message, encoding="form", **known)


def codes(result: Result) -> list[tuple[str, str]]:
    return [(finding.code, finding.path) for finding in result.findings]


# ---------------------------------------------------------------- requests: every parameter

SENT = {"phones": "79000000001", "mes": "Hello"}
FLAGS = ("flash", "push", "hlr", "ping", "mms", "mail", "soc", "viber", "whatsapp", "tg", "call")
OPEN = ("tz", "fileurl", "subj", "imgcode", "userip", "err", "op", "pp", "maxsms", "voice", "param")  # names only

GOOD: list[tuple[str, str, Any]] = [
    ("phones", "79000000001,79000000002", ["79000000001", "79000000002"]),
    ("phones", "79000000001;79000000002", ["79000000001", "79000000002"]),
    ("phones", "79000000001;79000000002,79000000003", ["79000000001", "79000000002", "79000000003"]),
    ("mes", "x" * 1000, "x" * 1000),
    ("mes", "Привет\n~~~\nкомментарий", "Привет\n~~~\nкомментарий"),
    ("id", "1", 1),
    ("id", "2147483647", 2147483647),
    ("sender", "ElevenChars", "ElevenChars"),
    ("sender", "123456789012345", "123456789012345"),
    ("sender", "Магазин", "Магазин"),
    *(("translit", str(n), n) for n in range(3)),
    ("tinyurl", "0", False),
    ("tinyurl", "1", True),
    ("time", "2405241015", datetime.datetime(2024, 5, 24, 10, 15)),
    ("time", "0101250000", datetime.datetime(2025, 1, 1)),
    ("time", "24.05.24 10:15", datetime.datetime(2024, 5, 24, 10, 15)),
    ("time", "9-18", "9-18"),
    ("time", "01716534930", "01716534930"),
    ("time", "+30", "+30"),
    *((name, "1", True) for name in FLAGS),
    *((name, "0", False) for name in FLAGS),
    *(("bin", str(n), n) for n in range(3)),
    ("smsreq", "10", 10),
    ("smsreq", "999", 999),
    *((name, "x", "x") for name in OPEN),
    *(("charset", name, name) for name in ("windows-1251", "utf-8", "koi8-r")),
    *(("cost", str(n), n) for n in range(4)),
    *(("fmt", str(n), n) for n in range(4)),
    ("valid", "1", 1),
    ("valid", "24", 24),
]
BAD = [
    ("phones", "79000000001,,79000000002", "facet.minLength", "phones[1]"),
    ("mes", "x" * 1001, "facet.maxLength", "mes"),
    ("id", "0", "facet.minInclusive", "id"),
    ("id", "2147483648", "facet.maxInclusive", "id"),
    ("id", "a", "type.integer", "id"),
    ("sender", "TwelveLetter", "facet.pattern", "sender"),
    ("sender", "1234567890123456", "facet.pattern", "sender"),
    *((name, "3", "facet.maxInclusive", name) for name in ("translit", "bin")),
    *((name, "4", "facet.maxInclusive", name) for name in ("cost", "fmt")),
    *((name, "-1", "facet.minInclusive", name) for name in ("translit", "bin", "cost", "fmt")),
    *((name, value, "type.boolean", name) for name in ("tinyurl", *FLAGS) for value in ("2", "true", "-1")),
    *(
        ("time", value, "type.union", "time")
        for value in ("24.05.2024 10:15", "3002241015", "24-05-24", "0", " 30", "soon", "0171653493", "")
    ),
    *(("time", value, "type.union", "time") for value in ("9-", "25-26", "9-60")),
    ("smsreq", "9", "facet.minInclusive", "smsreq"),
    ("smsreq", "1000", "facet.maxInclusive", "smsreq"),
    ("valid", "0", "facet.minInclusive", "valid"),
    ("valid", "25", "facet.maxInclusive", "valid"),
]


@pytest.mark.parametrize(("name", "text", "value"), GOOD)
def test_what_send_takes(name: str, text: str, value: Any) -> None:
    body = urlencode(LOGIN | SENT | {name: text}, encoding=text if name == "charset" else "windows-1251").encode()
    got = validate(body, spec="smsc", message="send_request", encoding="form")
    assert got.findings == ()
    assert got.value is not None
    assert got.value[name] == value
    again = encode(got.value, spec="smsc", message="send_request", encoding="form")
    assert decode(again, spec="smsc", message="send_request", encoding="form") == got.value


@pytest.mark.parametrize(("name", "text", "code", "path"), BAD)
def test_what_send_refuses(name: str, text: str, code: str, path: str) -> None:
    got = asked("send_request", SENT | {name: text})
    assert (got.verdict, codes(got)) == ("fail", [(code, path)])


@pytest.mark.parametrize(("period", "freq", "found"), [
    ("0.1", "1", []), ("720", "1440", []), ("1.5", "60", []),
    ("0.09", "1", [("facet.minInclusive", "period")]), ("720.1", "1", [("facet.maxInclusive", "period")]),
    ("1", "0", [("facet.minInclusive", "freq")]), ("1", "1441", [("facet.maxInclusive", "freq")]),
    ("1", None, [("rule.required_if", "freq")]), (None, "1", [("rule.required_if", "period")]),
])  # fmt: skip
def test_period_goes_with_freq(period: str | None, freq: str | None, found: list[tuple[str, str]]) -> None:
    given = {"period": period, "freq": freq}
    assert codes(asked("send_request", SENT | {k: v for k, v in given.items() if v is not None})) == found


def test_the_parameters_of_send_are_all_there() -> None:
    known = {name for name, *_ in GOOD} | {"period", "freq", "list"} | {*LOGIN, "apikey"}
    message = BOOK.message("send_request")
    assert message is not None
    assert {f.name for f in message.record.fields} == known - {"list"} | {"list_lines"}
    assert codes(asked("send_request", SENT | {"message": "x"})) == [("shape.unknown", "")]


def test_a_list_is_lines_of_number_and_text() -> None:
    got = asked("send_request", {"list": "79000000001:Привет\n79000000002:a:b"})
    assert got.findings == ()
    assert got.value is not None
    assert got.value["list_lines"] == ["79000000001:Привет", "79000000002:a:b"]
    assert codes(asked("send_request", {"list": "79000000001:a\n79000000002"})) == [("facet.pattern", "list_lines[1]")]


@pytest.mark.parametrize("more", [{}, {"phones": "79000000001", "list": "79000000002:a"}])
def test_there_are_phones_or_a_list(more: dict[str, str]) -> None:
    assert [code for code, _ in codes(asked("send_request", {"mes": "x"} | more))] == ["rule.exactly_one"]


REQUESTS = [
    ("send_request", SENT),
    ("status_request", {"phone": "79000000001", "id": "1"}),
    ("balance_request", {}),
    ("wait_call_request", {"phone": "79000000001"}),
]
MD5 = "fe01ce2a7fbac8fafaed7c982a04e229"


@pytest.mark.parametrize(("message", "params"), REQUESTS)
@pytest.mark.parametrize(("given", "count"), [
    (LOGIN, 0), ({"login": "demo", "psw": MD5}, 0), ({"apikey": "k"}, 0), ({}, 2), ({"login": "demo"}, 1),
    ({"psw": "p"}, 1), (LOGIN | {"apikey": "k"}, 2),
])  # fmt: skip
def test_a_login_with_a_password_or_a_key(
    message: str, params: dict[str, str], given: dict[str, str], count: int
) -> None:
    got = validate(form(given | params | {"fmt": "3"}), spec="smsc", message=message, encoding="form")
    assert [finding.code for finding in got.findings] == ["rule.exactly_one"] * count


@pytest.mark.parametrize(("message", "params"), REQUESTS)
def test_the_parameters_may_stand_in_the_query(message: str, params: dict[str, str]) -> None:
    query = form(LOGIN | params).decode()
    by_get = validate(b"", spec="smsc", message=message, encoding="form", query=query)
    by_post = validate(query.encode(), spec="smsc", message=message, encoding="form")
    assert (by_get.verdict, by_get.findings) == ("pass", ())
    assert by_get.value == by_post.value
    assert by_get.value is not None


@pytest.mark.parametrize(("message", "params"), REQUESTS)
def test_a_request_is_told_by_its_parameters(message: str, params: dict[str, str]) -> None:
    got = validate(form(LOGIN | params), spec="smsc")
    assert (got.verdict, got.message) == ("pass", message)


@pytest.mark.parametrize(("params", "found"), [
    ({"id": "1"}, [("shape.missing", "phone")]),
    ({"phone": "7", "id": "1,2"}, []), ({"phone": "7", "id": "1,"}, []),
    ({"phone": "7"}, [("shape.missing", "ids")]), ({"phone": "7", "id": ""}, [("facet.minItems", "ids")]),
    ({"phone": "7", "id": "0"}, [("facet.minInclusive", "ids[0]")]),
    ({"phone": "7", "id": "1,,"}, [("type.integer", "ids[1]")]),
    *(({"phone": "7", "id": "1", "all": n}, []) for n in "012"),
    ({"phone": "7", "id": "1", "all": "3"}, [("facet.maxInclusive", "all")]),
    ({"phone": "7", "id": "1", "all": "-1"}, [("facet.minInclusive", "all")]),
    ({"phone": "7", "id": "1", "del": "1"}, []),
    *(({"phone": "7", "id": "1", "charset": name}, []) for name in ("windows-1251", "utf-8", "koi8-r")),
    ({"phone": "7", "id": "1", "charset": "cp866"}, [("charset.not-allowed", "")]),
    *(({"phone": "7", "id": "1", "fmt": n}, []) for n in "0123"),
    ({"phone": "7", "id": "1", "fmt": "4"}, [("facet.maxInclusive", "fmt")]),
    ({"phone": "", "id": "1"}, [("facet.minLength", "phone")]),
    ({"phone": "7", "id": "1", "mes": "x"}, [("shape.unknown", "")]),
])  # fmt: skip
def test_what_status_takes(params: dict[str, str], found: list[tuple[str, str]]) -> None:
    got = asked("status_request", params)
    assert codes(got) == found
    if got.value is not None:
        assert got.value["ids"] == [int(part) for part in params["id"].split(",") if part]


@pytest.mark.parametrize(("params", "found"), [
    ({}, []), ({"cur": "0"}, []), ({"cur": "1", "fmt": "3"}, []), ({"cur": "2"}, [("type.boolean", "cur")]),
    ({"fmt": "4"}, [("facet.maxInclusive", "fmt")]), ({"fmt": "-1"}, [("facet.minInclusive", "fmt")]),
    ({"phones": "7"}, [("shape.unknown", "")]),
])  # fmt: skip
def test_what_balance_takes(params: dict[str, str], found: list[tuple[str, str]]) -> None:
    assert codes(asked("balance_request", params)) == found


@pytest.mark.parametrize(("params", "found"), [
    ({"phone": "79000000001", "fmt": "3"}, []), ({}, [("shape.missing", "phone")]),
    ({"phone": ""}, [("facet.minLength", "phone")]), ({"phone": "7", "fmt": "9"}, [("facet.maxInclusive", "fmt")]),
    ({"phone": "7", "fmt": "-1"}, [("facet.minInclusive", "fmt")]),
])  # fmt: skip
def test_what_wait_call_takes(params: dict[str, str], found: list[tuple[str, str]]) -> None:
    assert codes(asked("wait_call_request", params)) == found


# ---------------------------------------------------------------- replies: every layout, verbatim

MOMENT = datetime.datetime(2024, 5, 24, 10, 15, 30)
DATE = "24.05.2024 10:15:30"
STATUS = f'"status": 1, "last_date": "{DATE}", "last_timestamp": 1716534930'
REPLIES: list[tuple[str, str, str, dict[str, Any]]] = [
    ("send_response", "text", "OK - 2 SMS, ID - 541", {"id": 541, "cnt": 2}),
    ("send_response", "csv", "541,2", {"id": 541, "cnt": 2}),
    (
        "send_response", "csv", "541,2,3.8,286.55",
        {"id": 541, "cnt": 2, "cost": Decimal("3.8"), "balance": Decimal("286.55")},
    ),
    ("send_response", "xml", "<result><id>541</id><cnt>2</cnt></result>", {"id": 541, "cnt": 2}),
    ("send_response", "json", '{"id": 33, "cnt": 1}', {"id": 33, "cnt": 1}),
    (
        "send_response", "json", '{"id": 63, "cnt": 1, "cost": "3.8", "balance": "286.55"}',
        {"id": 63, "cnt": 1, "cost": Decimal("3.8"), "balance": Decimal("286.55")},
    ),
    ("send_cost_response", "csv", "3.8,1", {"cost": Decimal("3.8"), "cnt": 1}),
    ("send_cost_response", "json", '{"cost": "3.8", "cnt": 1}', {"cost": Decimal("3.8"), "cnt": 1}),
    ("send_cost_response", "xml", "<result><cost>3.8</cost><cnt>1</cnt></result>", {"cost": Decimal("3.8"), "cnt": 1}),
    (
        "status_response", "text", f"Status = 1, check_time = {DATE}, err = 0",
        {"status": 1, "last_date": MOMENT, "err": 0},
    ),
    ("status_response", "csv", "1,1716534930,0", {"status": 1, "last_timestamp": 1716534930, "err": 0}),
    (
        "status_response", "xml",
        f"<sms><status>1</status><last_date>{DATE}</last_date><last_timestamp>1716534930</last_timestamp>"
        "<flag>0</flag><err>0</err></sms>",
        {"status": 1, "last_date": MOMENT, "last_timestamp": 1716534930, "flag": 0, "err": 0},
    ),
    (
        "status_response", "json", f'{{{STATUS}, "flag": 0, "err": 0}}',
        {"status": 1, "last_date": MOMENT, "last_timestamp": 1716534930, "flag": 0, "err": 0},
    ),
    (
        "status_response", "json", f"{{{STATUS}}}",
        {"status": 1, "last_date": MOMENT, "last_timestamp": 1716534930},
    ),
    (
        "status_list_response", "json",
        f'[{{{STATUS}, "flag": 0, "err": 0, "id": 5, "phone": "79000000001"}}, {{{STATUS}, "id": 6, "phone": 7}}]',
        {
            "messages": [
                {
                    "id": 5, "phone": "79000000001", "status": 1, "last_date": MOMENT, "last_timestamp": 1716534930,
                    "flag": 0, "err": 0,
                },
                {"id": 6, "phone": "7", "status": 1, "last_date": MOMENT, "last_timestamp": 1716534930},
            ]
        },
    ),
    ("balance_response", "text", "123.43", {"balance": Decimal("123.43")}),
    ("balance_response", "csv", "123.43", {"balance": Decimal("123.43")}),
    ("balance_response", "xml", "<balance>123.43</balance>", {"balance": Decimal("123.43")}),
    ("balance_response", "json", '{"balance": "123.43"}', {"balance": Decimal("123.43")}),
    (
        "balance_response", "json", '{"balance": "123.43", "currency": "RUR"}',
        {"balance": Decimal("123.43"), "currency": "RUR"},
    ),
    ("wait_call_response", "json", '{"phone": "79000000001"}', {"phone": "79000000001"}),
    *(
        ("error", encoding, body, {"code": 7, "text": "invalid number", "id": 34})
        for encoding, body in (
            ("text", "ERROR = 7 (invalid number), ID - 34"),
            ("json", '{"error": "invalid number", "error_code": 7, "id": 34}'),
        )
    ),
    ("error", "csv", "34,-7", {"code": 7, "id": 34}),
    ("error", "csv", "0,-9", {"code": 9}),
    (
        "error", "text", "ERROR = 9 (duplicate request, wait a minute)",
        {"code": 9, "text": "duplicate request, wait a minute"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("message", "encoding", "body", "value"), REPLIES)
def test_a_reply_as_the_facts_write_it(message: str, encoding: str, body: str, value: dict[str, Any]) -> None:
    got = validate(body.encode(), spec="smsc", message=message, encoding=encoding)
    assert (got.verdict, got.findings, got.value) == ("pass", (), value)
    written = encode(value, spec="smsc", message=message, encoding=encoding)
    assert decode(written, spec="smsc", message=message, encoding=encoding) == value


LINES = [row for row in REPLIES if row[1] in ("text", "csv")]


@pytest.mark.parametrize(("message", "encoding", "body", "value"), LINES)
def test_a_line_is_written_as_the_facts_write_it(message: str, encoding: str, body: str, value: dict[str, Any]) -> None:
    assert encode(value, spec="smsc", message=message, encoding=encoding) == body.encode()


def test_the_formats_of_each_reply() -> None:
    shown = {m.id: [s.encoding for s in m.shapes] for m in BOOK.messages if m.direction == "reply"}
    assert shown["send_response"] == shown["status_response"] == shown["balance_response"] == shown["error"]
    assert shown["error"] == ["text", "csv", "xml", "json"]
    assert shown["send_cost_response"] == ["csv", "xml", "json"]  # the latter two by analogy
    assert shown["status_list_response"] == shown["wait_call_response"] == ["json"]


@pytest.mark.parametrize(("message", "body", "path"), [
    ("send_response", '{"id": "33", "cnt": 1}', "id"),
    ("send_response", '{"id": 33, "cnt": "1"}', "cnt"),
    ("send_response", '{"id": 33, "cnt": 1, "cost": 3.8, "balance": "1"}', "cost"),
    ("send_response", '{"id": 33, "cnt": 1, "cost": "3.8", "balance": 1}', "balance"),
    ("status_response", f'{{{STATUS.replace("1,", chr(34) + "1" + chr(34) + ",", 1)}}}', "status"),
    ("status_response", f'{{{STATUS.replace("1716534930", chr(34) + "1716534930" + chr(34))}}}', "last_timestamp"),
    ("balance_response", '{"balance": 123.43}', "balance"),
    ("error", '{"error": "x", "error_code": "1"}', "code"),
])  # fmt: skip
def test_numbers_and_strings_as_seen(message: str, body: str, path: str) -> None:
    got = validate(body.encode(), spec="smsc", message=message, encoding="json")
    assert codes(got) == [("shape.kind", path)]


@pytest.mark.parametrize("digits", ["5", "5.1", "5.12", "5.123", "5.1234", "-5.1"])
def test_sums_have_up_to_four_decimals(digits: str) -> None:
    got = validate(f'{{"balance": "{digits}"}}'.encode(), spec="smsc", message="balance_response")
    assert (got.findings, got.value) == ((), {"balance": Decimal(digits)})
    more = validate(b'{"balance": "5.12345"}', spec="smsc", message="balance_response")
    assert (more.verdict, codes(more)) == ("pass", [("facet.fractionDigits", "balance")])


def test_a_two_digit_year_is_a_callback_s() -> None:
    for body in (f"Status = 1, check_time = {DATE[:6]}24 10:15:30, err = 0",):
        got = validate(body.encode(), spec="smsc", message="status_response", encoding="text")
        assert codes(got) == [("type.datetime", "last_date")]


@pytest.mark.parametrize("status", [-4, 5, 21, 26])
def test_a_status_that_the_table_lacks_is_a_warning(status: int) -> None:
    got = validate(f"{status},1716534930,0".encode(), spec="smsc", message="status_response", encoding="csv")
    assert (got.verdict, codes(got)) == ("pass", [("code.unknown", "status")])


# ---------------------------------------------------------------- errors, per endpoint

EVERYWHERE = {
    1: ("parameters", "параметрах"),
    2: ("login or password", "логин или пароль"),
    4: ("IP address is", "IP-адрес"),
}
ERRORS: dict[str, dict[int, tuple[str, str]]] = {
    "send": {
        3: ("money", "средств"),
        5: ("date", "дата"),
        6: ("denied", "запрещено"),
        7: ("number", "номер"),
        8: ("cannot be delivered", "не может быть доставлено"),
        9: ("More than one identical", "Более одного одинакового"),
    },
    "status": {5: ("deleted", "удалить"), 9: ("More than five", "Более пяти")},
    "balance": {9: ("More than ten", "Более десяти")},
    "senders": {
        3: ("not found", "не найдено"),
        5: ("sav", "сохранения или удаления"),
        7: ("number", "номера"),
        8: ("cannot be delivered", "не может быть доставлен"),
        9: ("three identical", "более трех одинаковых"),
        10: ("already sent", "уже был отправлен"),
        11: ("Wrong confirmation code", "Неверный код"),
    },
    "templates": {
        3: ("Not found", "Не найдено"),
        5: ("saved or deleted", "сохранить или удалить"),
        9: ("More than three", "Более трёх"),
    },
    "jobs": {3: ("saved", "сохранить"), 5: ("date", "дата"), 9: ("More than one", "Более одного")},
    "phones": {3: ("Not found", "Не найдено"), 5: ("Failed", "Не удалось"), 9: ("More than three", "Более трёх")},
    "users": {
        3: ("Not found", "Не найдено"),
        5: ("Failed", "Не удалось"),
        6: ("no such subclient", "субклиента"),
        7: ("balance is shared", "Общий баланс"),
        8: ("saved", "сохранить"),
        9: ("More than three", "Более трёх"),
        10: ("to transfer", "для перевода"),
    },
    "get": {3: ("message, account or operator", "Сообщение, счёт или оператор"), 9: ("More than three", "Более трёх")},
    "info": {3: ("operator", "Оператор"), 9: ("a hundred", "сто")},
    "get_mnp": {9: ("Three identical", "Три одинаковых")},
    "receive_phones": {3: ("money", "средств"), 9: ("Two", "Два")},
}
ROWS = [(op, code, *words) for op, table in ERRORS.items() for code, words in (EVERYWHERE | table).items()]


@pytest.mark.parametrize(("operation", "code", "english", "russian"), ROWS)
def test_what_an_error_means_at_an_endpoint(
    operation: str, code: int, english: str, russian: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for lang, words in (("en", english), ("ru", russian)):
        assert main(["explain", "smsc", operation, str(code), "--lang", lang]) == 0
        first = capsys.readouterr().out.splitlines()[0]
        assert first.startswith(f"smsc {code} ")
        assert words in first


@pytest.mark.parametrize("operation", ERRORS)
def test_an_endpoint_has_these_errors_and_no_others(operation: str) -> None:
    table = BOOK.table("EndpointError")
    assert table is not None
    own = dict(table.by)[operation]
    assert {entry.value for entry in own.entries} == {*EVERYWHERE, *ERRORS[operation]}
    for code in range(1, 15):
        got = validate(f"0,-{code}".encode(), spec="smsc", operation=operation, encoding="csv")
        known = code in EVERYWHERE or code in ERRORS[operation]
        assert got.message == "error"
        assert codes(got) == ([] if known else [("code.unknown", "code")]), code


def test_without_an_endpoint_every_endpoint_s_errors_are_known() -> None:
    known = {*EVERYWHERE, *(code for table in ERRORS.values() for code in table)}
    for code in range(1, 15):
        got = validate(f"0,-{code}".encode(), spec="smsc", message="error", encoding="csv")
        assert codes(got) == ([] if code in known else [("code.unknown", "code")])
        awaited = validate(f"0,-{code}".encode(), spec="smsc", operation="wait_call", encoding="csv")
        assert codes(awaited) == codes(got)


@pytest.mark.parametrize(("known", "findings"), [
    ({"path": "/sys/balance.php"}, [("code.unknown", "code")]), ({"path": "/sys/send.php?fmt=1"}, []),
    ({"request_message": "balance_request", "request": LOGIN}, [("code.unknown", "code")]),
    ({"request_message": "send_request", "request": LOGIN | SENT}, []), ({"path": "/other.php"}, []), ({}, []),
])  # fmt: skip
def test_the_address_and_the_request_tell_the_endpoint(known: dict[str, Any], findings: list[tuple[str, str]]) -> None:
    got = validate(b"0,-6", spec="smsc", encoding="csv", message="error", **known)
    assert codes(got) == findings


def test_where_the_endpoints_are() -> None:
    paths = {o.id: o.path for o in BOOK.operations if o.kind == "call"}
    assert paths == {name: f"/sys/{name}.php" for name in (*ERRORS, "wait_call")}


@pytest.mark.parametrize("code", range(1, 12))
def test_only_some_errors_were_seen_with_an_id(code: int) -> None:
    got = validate(f"541,-{code}".encode(), spec="smsc", message="error", encoding="csv")
    assert (got.verdict, codes(got)) == ("pass", [] if code in (3, 6, 7, 8) else [("rule.forbidden_if", "id")])


STATES = {
    -3: "Not found", -2: "Stopped", -1: "Waiting", 0: "Passed to the operator", 1: "Delivered", 2: "Read",
    3: "Expired", 4: "link", 20: "Cannot be delivered", 22: "Wrong number", 23: "Prohibited", 24: "money",
    25: "unavailable",
}  # fmt: skip
DELIVERY = {
    0: "No error", 1: "does not exist", 6: "not in the network", 11: "No SMS service", 12: "handset", 13: "blocked",
    21: "not supported", 200: "virtual", 219: "SIM", 220: "queue", 237: "answer", 238: "No template",
    239: "IP address is forbidden", 240: "busy", 241: "conversion", 242: "answering machine", 243: "No contract",
    244: "Mailings are prohibited", 245: "No status", 246: "time", 247: "limit of messages", 248: "No route",
    249: "wrong format", 250: "forbidden by the settings", 251: "limit for one number", 252: "number is forbidden",
    253: "spam", 254: "not registered", 255: "Rejected by the operator",
}  # fmt: skip


@pytest.mark.parametrize(("name", "rows"), [("MessageStatus", STATES), ("DeliveryError", DELIVERY)])
def test_states_and_delivery_errors(name: str, rows: dict[int, str]) -> None:
    table = BOOK.table(name)
    assert table is not None
    assert {entry.value for entry in table.entries} == {*rows}
    for entry in table.entries:
        assert rows[int(str(entry.value))].casefold() in entry.meaning.en.casefold()
        assert entry.meaning.ru
    assert (table.open, table.unknown) == (True, "warn")


# ---------------------------------------------------------------- which reply is it?


def told(body: str, encoding: str, **known: Any) -> tuple[str, tuple[str, ...]]:
    got = validate(body.encode(), spec="smsc", encoding=encoding, **known)
    return got.verdict, tuple(got.candidates) or (str(got.message),)


def test_the_same_bytes_may_be_replies_of_several_endpoints() -> None:
    mine = ("send", "status", "balance", "wait_call")
    pairs = {(encoding, *pair) for encoding, pair in ambiguous(BOOK) if any(m.startswith(mine) for m in pair)}
    calls = {pair for pair in pairs if not all(m.startswith("senders") for m in pair[1:])}
    assert {
        ("csv", "send_cost_response", "send_response"),
        ("csv", "send_response", "senders_list"),
        ("csv", "senders_list", "status_response"),
    } <= {(encoding, *sorted(pair)) for encoding, *pair in calls}
    assert not any(encoding in ("text", "xml", "form") for encoding, *_ in calls)


BYTES = [
    ("123,1", "send", None, {"send_response", "send_cost_response"}),
    ("123,1", "send", {"cost": 1}, {"send_cost_response"}),
    ("123,1", "send", {"cost": 0}, {"send_response"}),
    ("123,1", "send", {"cost": 3}, {"send_response"}),
    ("123,1", "status", None, {"status_response"}),
    ("123,1", "senders", None, {"senders_list"}),
    ("123.43", "balance", None, {"balance_response"}),
    ("0,-9", "send", None, {"error"}),
    ("0,-9", "status", None, {"error"}),
    ("0,-9", "balance", None, {"error"}),
    ("0,-9", "info", None, {"error"}),
]


@pytest.mark.parametrize(("body", "operation", "request_value", "messages"), BYTES)
def test_the_operation_and_the_request_tell(
    body: str, operation: str, request_value: dict[str, Any] | None, messages: set[str]
) -> None:
    asked_for = None if request_value is None else LOGIN | {"phones": ["79000000001"], "mes": "x"} | request_value
    verdict, found = told(body, "csv", operation=operation, request=asked_for)
    assert verdict == "pass"
    if operation == "senders":
        assert messages <= set(found)
    else:
        assert set(found) == messages


def test_without_the_operation_there_are_candidates_and_no_guess() -> None:
    _, found = told("123,1", "csv")
    assert {"send_response", "send_cost_response", "senders_list", "status_response"} <= set(found)
    _, bare = told("123", "csv")
    assert "balance_response" in bare
    assert told("0,-9", "csv")[1] != ("senders_list",)
    assert told("123.43", "text")[1] == ("balance_response",)
    assert told("OK - 1 SMS, ID - 33", "text") == ("pass", ("send_response",))


@pytest.mark.parametrize(("body", "encoding", "operation", "message"), [
    (f"{{{STATUS}}}", "json", "status", "status_response"),
    (f'[{{{STATUS}, "id": 5, "phone": "7"}}]', "json", "status", "status_list_response"),
    ('{"error": "x", "error_code": 9}', "json", "status", "error"),
    ('{"id": 33, "cnt": 1}', "json", "send", "send_response"),
    ('{"error": "x", "error_code": 7, "id": 34}', "json", "send", "error"),
    ("<result><id>541</id><cnt>2</cnt></result>", "xml", "send", "send_response"),
    ("<result><error>x</error><error_code>9</error_code></result>", "xml", "send", "error"),
    ("<balance>1.5</balance>", "xml", "balance", "balance_response"),
    ('{"balance": "1.5"}', "json", "balance", "balance_response"),
    ('{"phone": "7"}', "json", "wait_call", "wait_call_response"),
])  # fmt: skip
def test_replies_with_names_are_told(body: str, encoding: str, operation: str, message: str) -> None:
    assert told(body, encoding, operation=operation) == ("pass", (message,))
    assert told(body, encoding) == ("pass", (message,))


UNDESCRIBED = [
    ("templates", None, "text", "OK"),
    ("get", None, "json", '[{"id": 1, "mes": "x"}]'),
    ("users", None, "csv", "17,demo"),
    ("wait_call", None, "csv", "79000000009"),
    ("send", {"cost": 1}, "text", "3.8 (1)"),
    ("status", {"all": 1}, "csv", "1,1716534930,0,79000000001,Hello, world"),
]


@pytest.mark.parametrize(("operation", "request_value", "encoding", "body"), UNDESCRIBED)
def test_a_reply_that_no_page_describes_is_not_refused(
    operation: str, request_value: dict[str, Any] | None, encoding: str, body: str
) -> None:
    asked_for = None if request_value is None else LOGIN | {"phone": "7", "ids": [1]} | request_value
    got = validate(body.encode(), spec="smsc", operation=operation, encoding=encoding, request=asked_for)
    assert (got.verdict, got.reason) == ("not_checked", "unknown-message")


# ---------------------------------------------------------------- what belongs together


def identities(message: str) -> set[tuple[str, str]]:
    found = set()
    chosen = BOOK.message(message)
    assert chosen is not None
    stack: list[tuple[str, Record]] = [("", chosen.record)]
    while stack:
        prefix, record = stack.pop()
        for field in record.fields:
            kind = field.type.item if isinstance(field.type, List) else field.type
            if isinstance(kind, Record):
                stack.append((f"{prefix}{field.name}.", kind))
            elif isinstance(kind, Scalar) and kind.identity is not None:
                found.add((prefix + field.name, kind.identity))
    return found


@pytest.mark.parametrize(("message", "path"), [
    ("send_request", "id"), ("send_response", "id"), ("status_request", "ids"), ("status_list_response", "messages.id"),
    ("callback_status", "id"), ("error", "id"),
])  # fmt: skip
def test_a_message_s_identifier_is_the_same_everywhere(message: str, path: str) -> None:
    assert (path, "message") in identities(message)


def test_the_ids_of_a_list_are_those_asked_for() -> None:
    body = f'[{{{STATUS}, "id": 5, "phone": "7"}}, {{{STATUS}, "id": 6, "phone": "7"}}]'.encode()
    known = {"spec": "smsc", "message": "status_list_response", "encoding": "json"}
    request = LOGIN | {"phone": "7", "ids": [5, 6]}
    assert validate(body, request=request, **known).findings == ()  # type: ignore[arg-type]
    other = validate(body, request=request | {"ids": [5, 7]}, **known)  # type: ignore[arg-type]
    assert codes(other) == [("rule.echoes", "messages[1].id")]
    unknown = validate(body, **known)  # type: ignore[arg-type]
    assert [skipped.reason for skipped in unknown.skipped] == ["no-request"]


ANSWERS = {
    name: {encoding: body for message, encoding, body, _ in reversed(REPLIES) if message == f"{name}_response"}
    for name in ("send", "status", "balance")
}
FORMATS = [(None, "text"), (0, "text"), (1, "csv"), (2, "xml"), (3, "json")]


@pytest.mark.parametrize("operation", ANSWERS)
@pytest.mark.parametrize(("fmt", "encoding"), FORMATS)
def test_the_format_asked_for_is_the_reply_s(operation: str, fmt: int | None, encoding: str) -> None:
    request: dict[str, Any] = LOGIN | {"phones": ["7"], "phone": "7", "ids": [1]}
    if fmt is not None:
        request["fmt"] = fmt
    assert set(ANSWERS[operation]) == {"text", "csv", "xml", "json"}
    for other, body in ANSWERS[operation].items():
        got = validate(body.encode(), spec="smsc", operation=operation, encoding=other, request=request)
        assert ("operation.encoding" in [code for code, _ in codes(got)]) == (other != encoding), (other, encoding)
    told = validate(ANSWERS[operation][encoding].encode(), spec="smsc", operation=operation, request=request)
    assert (told.verdict, told.message, told.encoding) == ("pass", f"{operation}_response", encoding)


LIMITS = {
    ("send", 1, "identical"),
    ("balance", 10, "all"),
    ("status", 5, "ids"),
    ("jobs", 1, "all"),
    ("phones", 3, "all"),
    ("users", 3, "all"),
    ("get", 3, "all"),
    ("info", 3, "identical"),
    ("info", 100, "all"),
    ("get_mnp", 3, "identical"),
    ("receive_phones", 2, "all"),
}


def test_how_often_one_may_ask() -> None:
    limits = {
        (o.id, limit.requests, limit.same)
        for o in BOOK.operations
        for limit in o.limits
        if o.id != "senders" and (limit.seconds, limit.code) == (60, 9)
    }
    assert limits == LIMITS


def test_a_plus_without_its_encoding_reads_as_a_space() -> None:
    body = form(LOGIN | SENT).decode() + "&time="
    known = {"spec": "smsc", "message": "send_request", "encoding": "form"}
    bare = validate((body + "+30").encode(), **known)  # type: ignore[arg-type]
    encoded = validate((body + quote_plus("+30")).encode(), **known)  # type: ignore[arg-type]
    assert (bare.verdict, encoded.verdict) == ("fail", "pass")
    assert encoded.value is not None
    assert encoded.value["time"] == "+30"


@pytest.mark.parametrize(
    ("asked", "reply", "verdict", "name"),
    [
        ("&cost=1", b"3.8 (1 SMS)", "not_checked", None),  # no page says how
        ("&cost=1&fmt=0", b"OK - 1 SMS, ID - 33", "not_checked", None),
        ("&cost=1&fmt=1", b"3.8,1", "pass", "send_cost_response"),
        ("&cost=1&fmt=1", b"?", "fail", "send_cost_response"),
        ("&cost=1", b"ERROR = 3 (no money)", "pass", "error"),
        ("&cost=2&fmt=1", b"63,1,3.8", "not_checked", None),
        ("&cost=2&fmt=1", b"63,1", "pass", "send_response"),
        ("&cost=3&fmt=1", b"63,1,3.8", "fail", "send_response"),
        ("", b"3.8 (1 SMS)", "fail", "send_response"),
    ],
)
def test_a_reply_with_the_cost_that_no_page_describes_is_not_checked(
    asked: str, reply: bytes, verdict: str, name: str | None
) -> None:
    request = f"apikey=k&phones=79000000001&mes=x{asked}".encode()
    got = validate(reply, spec="smsc", operation="send", request=request)
    assert (got.verdict, got.message) == (verdict, name)
