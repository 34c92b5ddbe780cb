"""SMS-Pager's spec against its guide and the notes on practice.

Every table here is written from the documents: each element with its facets, each row of
the codes, each body that must be told from the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from shipped import HERE, explained, message, provider
from wirebook.api import validate
from wirebook.cli import main
from wirebook.encode import encode
from wirebook.model import Field, Leaf, List, Member, Record, Scalar, Tree
from wirebook.part import Context

SEEDS = HERE / "seeds" / "smspager"


def data(*elements: str) -> bytes:
    return f"<data>{''.join(elements)}</data>".encode()


LOGIN = "<login>a</login><password>b</password>"
OK = "<code>1</code><descr>OK</descr>"
SMS = (
    "<sms><smsid>1001</smsid><datetime>2010-02-01 12:00:00</datetime><text>T</text><source>S</source>"
    "<allCol>31</allCol><deliveredCol>12</deliveredCol><notDeliveredCol>9</notDeliveredCol><waitingCol>7</waitingCol>"
    "<enqueuedCol>3</enqueuedCol><payment>35.65</payment></sms>"
)
SENT = (
    f"{OK}<smsid>x</smsid><datetime>2010-05-01 12:00:00</datetime><action>send</action><allRecivers>3</allRecivers>"
    "<colSendAbonent>2</colSendAbonent><colNonSendAbonent> 1 </colNonSendAbonent><priceOfSending>4.6</priceOfSending>"
    "<colsmsOfSending>4</colsmsOfSending>"
)

# ---------------------------------------------------------------- every element

# Where it stands, ! required, ? optional, ~ may be missing with a warning or * repeated, its base, what it is
# redacted as, its facets.
CAMPAIGN = """
sms/smsid ! string
sms/datetime ! datetime
sms/text ! string text
sms/source ! string phone
sms/allCol ! integer minInclusive=0
sms/deliveredCol ! integer minInclusive=0
sms/notDeliveredCol ! integer minInclusive=0
sms/waitingCol ! integer minInclusive=0
sms/enqueuedCol ! integer minInclusive=0
sms/payment ! decimal
"""
CREDENTIALS = """
login ! string login
password ! string secret
"""
OUTCOME = """
code ! integer
descr ! string
"""
ELEMENTS = {
    "send_request": CREDENTIALS
    + """
action ? string enumeration=check|send
text ! string text
smsid ? string minLength=1 maxLength=21
datetime ? datetime
source ? string phone
onlydelivery ? integer
vp ? integer minInclusive=0
to * minItems=1
to/@number ! phone phone
to/text() ? string text
""",
    "send_response": OUTCOME
    + """
smsid ! string
datetime ! datetime
action ! string enumeration=check|send
allRecivers ! integer minInclusive=0
colSendAbonent ! integer minInclusive=0
colNonSendAbonent ! integer minInclusive=0
priceOfSending ! decimal
colsmsOfSending ! integer minInclusive=0
price ~ decimal
""",
    "report_request": CREDENTIALS
    + """
start ? union
stop ? union
source ? string phone
number ? string phone
""",
    "report_response": """
code ! integer enumeration=1
descr ! string
sms *
"""
    + CAMPAIGN,
    "detail_request": CREDENTIALS
    + """
smsid ! string minLength=1 maxLength=21
""",
    "detail_response": OUTCOME
    + "sms ?"
    + CAMPAIGN
    + """
detail !
detail/delivered ?
detail/delivered/number * phone phone
detail/notDelivered ?
detail/notDelivered/number * phone phone
detail/waiting ?
detail/waiting/number * phone phone
detail/enqueued ?
detail/enqueued/number * phone phone
detail/cancel ?
detail/cancel/number * phone phone
detail/onModer ?
detail/onModer/number * phone phone
detail/process ?
detail/process/number * phone phone
""",
    "balance_request": CREDENTIALS,
    "balance_response": OUTCOME + "account ! decimal",
    "cancel_request": CREDENTIALS
    + """
action ? string enumeration=check|make
smsid ! string minLength=1 maxLength=21
""",
    "cancel_response": OUTCOME
    + """
action ! string enumeration=check|make
cancelCol ~ integer minInclusive=0
""",
    "error_response": """
code ! integer minInclusive=2
descr ! string
""",
}
LATER_ELEMENTS = """
channel ? integer enumeration=0|1|2
regionalTime ? integer enumeration=0|1
stop ? integer enumeration=0|1
use_alfasource ? integer enumeration=0|1
allowed_opsos ? string pattern=[^, ]+(,[^, ]+)*
exclude_opsos ? string pattern=[^, ]+(,[^, ]+)*
discountID ? string
check ? string
"""
SLOTS = {"element": "{}", "attribute": "@{}", "text": "text()"}


def rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


def facets(kind: Scalar | List) -> Iterator[str]:
    for facet in kind.facets:
        assert facet.severity == "error"
        value = "|".join(map(str, facet.value)) if isinstance(facet.value, tuple) else facet.value
        yield f"{facet.name}={value}"


def elements(tree: Tree, record: Record, prefix: str) -> Iterator[str]:
    """Every place under a tree, as the tables have it."""
    fields = {field.name: field for field in record.fields}
    for member in tree.members:
        where = prefix + SLOTS[member.slot].format(member.name)
        field = fields.get(member.each) or (
            fields.get(member.node.bind) if isinstance(member.node, Leaf | Tree) else None
        )
        yield " ".join([where, mark(member), *said(member, field)])
        if isinstance(member.node, Tree):
            kind = None if field is None else field.type
            inner = kind.item if isinstance(kind, List) else kind
            yield from elements(member.node, inner if isinstance(inner, Record) else record, f"{where}/")


def mark(member: Member) -> str:
    if member.each:
        return "*"
    return "~" if member.missing == "warning" else "?" if member.optional else "!"


def said(member: Member, field: Field | None) -> Iterator[str]:
    if isinstance(member.node, Leaf):
        scalar = member.node.type
        yield scalar.base
        if scalar.sensitive:
            yield scalar.sensitive
        yield from facets(scalar)
    if member.each and field is not None and isinstance(field.type, List):
        yield from facets(field.type)


def of_message(name: str, dialect: str) -> list[str]:
    one = message("smspager", name, dialect)
    (shape,) = one.shapes
    assert isinstance(shape.root, Member)
    assert isinstance(shape.root.node, Tree)
    assert (shape.encoding, shape.root.name, shape.root.node.order) == ("xml", "data", "any")
    return list(elements(shape.root.node, one.record, ""))


def test_every_message_is_there() -> None:
    for dialect in ("", "later"):
        assert [one.id for one in provider("smspager", dialect).messages] == list(ELEMENTS)


@pytest.mark.parametrize("name", ELEMENTS)
def test_every_element_is_there(name: str) -> None:
    assert of_message(name, "") == rows(ELEMENTS[name])
    more = rows(LATER_ELEMENTS) if name == "send_request" else []
    assert of_message(name, "later") == rows(ELEMENTS[name]) + more


# ---------------------------------------------------------------- codes

# Code or range, its words in Russian, whether the guide has it.
GUIDE = [
    (1, "Успешно завершенная операция"),
    (500, "Недостаточно переданных параметров"),
    (501, "Неверная пара логин/пароль"),
    (502, "Превышен размер smsid. Максимальный размер 21 символ"),
    (503, "Неверный формат datetime. Верный: yyyy-mm-dd HH:MM:SS"),
    (504, "Недопустимое значение Адреса отправителя"),
    (900, "временная ошибка"),
    ((700, 709), "Ошибка парсера XML документа"),
    ((7000, 7099), "Ошибка парсера XML документа"),
]
PLATFORM = [
    (1, "The operation succeeded"),
    (500, "Too few parameters"),
    (501, "Authorisation failed"),
    (502, "sender's address is not allowed"),
    (900, "temporary error"),
    (510, "No recipients"),
    (511, "account is blocked"),
    (512, "SMS module is not connected"),
    (516, "Not enough money"),
    (517, "delivered to nobody"),
    (518, "Wrong date or time"),
    (519, "digital sender on an expensive channel is not allowed"),
    ((700, 799), "XML parser"),
    ((7000, 7099), "XML parser"),
]


@pytest.mark.parametrize(("dialect", "table", "lang"), [("", GUIDE, "ru"), ("later", PLATFORM, "en")])
def test_every_code_is_there_with_its_words(dialect: str, table: list[tuple[Any, str]], lang: str) -> None:
    found = provider("smspager", dialect).table("Result")
    assert found is not None
    entries = [(e.value if e.value is not None else (e.low, e.high), getattr(e.meaning, lang)) for e in found.entries]
    assert [code for code, _ in entries] == [code for code, _ in table]
    for (_, got), (_, words) in zip(entries, table, strict=True):
        assert words in got
    assert {e.value for e in found.entries if e.ok} == {1}
    assert all(e.ok is not None for e in found.entries)


@pytest.mark.parametrize(
    ("code", "guide", "later"),
    [
        ("502", "smsid_too_long", "sender_not_allowed"),
        ("503", "wrong_datetime", None),
        ("504", "sender_not_allowed", None),
        ("518", None, "wrong_datetime"),
        ("700", "parser_error", "parser_error"),
        ("709", "parser_error", "parser_error"),
        ("710", None, "parser_error"),
        ("799", None, "parser_error"),
        ("800", None, None),
        ("6999", None, None),
        ("7000", "parser_error_long", "parser_error_long"),
        ("7012", "parser_error_long", "parser_error_long"),
        ("7099", "parser_error_long", "parser_error_long"),
        ("7100", None, None),
        ("900", "temporary_error", "temporary_error"),
    ],
)
def test_a_code_is_explained_in_both_dialects(
    code: str, guide: str | None, later: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, options in ((guide, []), (later, ["--dialect", "later"])):
        for operation in ([], ["send"], ["report"], ["balance"], ["cancel"]):
            status = main(["explain", "smspager", *operation, code, *options])
            assert status == (1 if name is None else 0)
            assert name is None or f" {name}: " in capsys.readouterr().out


def test_a_code_that_changed_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    def said(*argv: str) -> str:
        main(["explain", "smspager", *argv])
        return "".join(capsys.readouterr())

    assert "in the dialect later: sender_not_allowed: The sender's address is not allowed\n" in said("502")
    assert "в версии самих документов: smsid_too_long: " in said("502", "--dialect", "later", "--lang", "ru")
    assert "in the dialect later: no such code\n" in said("503")
    assert "dialect" not in said("7012")
    assert said("518").endswith("; known with --dialect later\n")
    assert said("503", "--dialect", "later").endswith("; known without --dialect\n")
    assert said("4242").endswith("no code 4242 in Result, ReportLimit, OnlyDeliverySwitch\n")
    (entry,) = json.loads(said("502", "--format", "json"))["entries"]
    assert [(each["dialect"], each["name"]) for each in entry["elsewhere"]] == [("later", "sender_not_allowed")]
    assert "unbounded" in said("report", "0000-00-00")  # a table that only a union's member uses


@pytest.mark.parametrize(("code", "meaning"), [(502, "smsid_too_long"), (7012, "parser_error_long"), (42, None)])
def test_a_code_is_looked_up_in_python(code: int, meaning: str | None) -> None:
    from wirebook.providers import smspager

    found = smspager.RESULT.lookup(code)
    assert found.name == (meaning or "unknown")
    assert found.known == (meaning is not None)


# ---------------------------------------------------------------- values


@pytest.mark.parametrize("number", ["79011234567", "+7(901) 123-45 67", "8-901-123-4567", "9011234567"])
def test_four_notations_are_one_number(number: str) -> None:
    body = data(LOGIN, "<text>c</text>", f"<to number='{number}'/>")
    got = explained("smspager", "send_request", "xml", body)
    assert got.findings == ()
    assert got.value["to"] == [{"number": "79011234567"}]
    assert got.value["action"] == "send"


@pytest.mark.parametrize("number", ["8912383887", "8-909-190-94097", "74957271122"])
def test_a_number_that_is_no_mobile_one_stays_as_it_came(number: str) -> None:
    body = data(LOGIN, "<text>c</text>", f"<to number='{number}'> t </to>")
    got = explained("smspager", "send_request", "xml", body)
    assert [(f.code, f.severity) for f in got.findings] == [("type.phone", "warning")]
    assert got.value["to"] == [{"number": number, "text": " t "}]


def test_the_defaults_of_action_are_two() -> None:
    send = explained("smspager", "send_request", "xml", data(LOGIN, "<text>c</text>", "<to number='79011234567'/>"))
    cancel = explained("smspager", "cancel_request", "xml", data(LOGIN, "<smsid>x</smsid>"))
    assert send.value["action"] == "send"
    assert cancel.value["action"] == "make"
    for name, value in (("send_request", send.value), ("cancel_request", cancel.value)):
        written = encode(
            provider("smspager"), name, "xml", {k: v for k, v in value.items() if k != "action"}, Context()
        )
        assert f"<action>{value['action']}</action>".encode() in written


MOMENTS = [
    ("2010-05-01 12:00:00", datetime(2010, 5, 1, 12)),
    ("2012-02-29 23:59:59", datetime(2012, 2, 29, 23, 59, 59)),
    ("2010-02-29 12:00:00", None),
    ("2010-04-31 12:00:00", None),
    ("2010-13-01 12:00:00", None),
    ("2010-05-00 12:00:00", None),
    ("2010-05-01 24:00:00", None),
    ("2010-05-01 12:60:00", None),
    ("2010-05-01T12:00:00", None),
    ("2010-05-01", None),
    ("2010-5-1 12:00:00", None),
    ("10-05-01 12:00:00", None),
    ("0000-00-00 00:00:00", None),
    ("٢٠١٠-٠٥-٠١ ١٢:٠٠:٠٠", None),
]


@pytest.mark.parametrize(("text", "value"), MOMENTS)
def test_a_time_is_one_of_the_calendar(text: str, value: datetime | None) -> None:
    body = data(LOGIN, "<text>c</text>", "<to number='79011234567'/>", f"<datetime>{text}</datetime>")
    got = explained("smspager", "send_request", "xml", body)
    assert (None if got.value is None else got.value["datetime"]) == value
    assert [f.code for f in got.findings] == ([] if value else ["type.datetime"])


BOUNDS = [
    ("2010-02-01", date(2010, 2, 1), []),
    (" 2010-02-01 12:30:00 ", datetime(2010, 2, 1, 12, 30), []),
    ("0000-00-00", "0000-00-00", ["deviation.extra"]),
    (" 0000-00-00 ", "0000-00-00", ["deviation.extra"]),
    ("2010-02-29", None, ["type.union"]),
    ("01.02.2010", None, ["type.union"]),
    ("0000-00-01", None, ["type.union"]),
    ("%", None, ["type.union"]),
    ("", None, ["type.union"]),
]


@pytest.mark.parametrize("element", ["start", "stop"])
@pytest.mark.parametrize(("text", "value", "codes"), BOUNDS)
def test_a_bound_is_a_date_with_or_without_time_or_none(text: str, value: Any, codes: list[str], element: str) -> None:
    got = explained("smspager", "report_request", "xml", data(LOGIN, f"<{element}>{text}</{element}>"))
    assert [f.code for f in got.findings] == codes
    assert (None if got.value is None else got.value[element]) == value
    if value is not None:
        assert type(got.value[element]) is type(value)
        written = encode(provider("smspager"), "report_request", "xml", got.value, Context())
        assert f"<{element}>{text.strip()}</{element}>".encode() in written


def test_what_a_bound_may_be_is_told() -> None:
    got = explained("smspager", "report_request", "xml", data(LOGIN, "<start>01.02.2010</start>"))
    forms = "Unbounded (0000-00-00), MySqlDateTime (YYYY-MM-DD hh:mm:ss), MySqlDate (YYYY-MM-DD)"
    assert [f.message for f in got.findings] == [f"start is none of {forms}"]


def test_numbers_are_trimmed_and_texts_are_kept() -> None:
    body = data("<code> 1 </code><descr> OK </descr>", SMS.replace(">T<", "> T <").replace(">31<", "> 31\n<"))
    got = explained("smspager", "report_response", "xml", body)
    assert got.findings == ()
    assert (got.value["code"], got.value["descr"]) == (1, " OK ")
    assert (got.value["sms"][0]["text"], got.value["sms"][0]["all_col"]) == (" T ", 31)
    assert got.value["sms"][0]["payment"] == Decimal("35.65")


@pytest.mark.parametrize("text", ["100", "0", "-12.25", " 0.5 ", "1000000.123456789"])
def test_a_balance_is_a_number_of_any_sign(text: str) -> None:
    got = explained("smspager", "balance_response", "xml", data(OK, f"<account>{text}</account>"))
    assert got.findings == ()
    assert got.value["account"] == Decimal(text.strip())


def test_an_identifier_of_the_system_has_no_limit() -> None:
    long = "9" * 40
    got = explained("smspager", "report_response", "xml", data(OK, SMS.replace("1001", long)))
    assert got.findings == ()
    assert got.value["sms"][0]["smsid"] == long


BUCKETS = {
    "delivered": "delivered", "notDelivered": "not_delivered", "waiting": "waiting", "enqueued": "enqueued",
    "cancel": "cancel", "onModer": "on_moder", "process": "process",
}  # fmt: skip


@pytest.mark.parametrize(("element", "name"), BUCKETS.items())
def test_a_bucket_may_be_absent_empty_or_hold_numbers(element: str, name: str) -> None:
    empty: dict[str, list[str]] = {each: [] for each in BUCKETS.values()}
    for inside, numbers in (
        ("", []),
        (f"<{element}/>", []),
        (f"<{element}>\n</{element}>", []),
        (f"<{element}><number>79010000001</number><number>8-901-000-00-02</number></{element}>",
         ["79010000001", "79010000002"]),
    ):  # fmt: skip
        got = explained("smspager", "detail_response", "xml", data(OK, f"<detail>{inside}</detail>"))
        assert got.findings == ()
        assert got.value["detail"] == empty | {name: numbers}
        assert "sms" not in got.value


@pytest.mark.parametrize(
    ("name", "body", "path"),
    [
        ("send_response", data(SENT), "price"),
        ("cancel_response", data(OK, "<action>make</action>"), "cancel_col"),
    ],
)
def test_what_newer_replies_lack_is_a_warning(name: str, body: bytes, path: str) -> None:
    got = explained("smspager", name, "xml", body)
    assert [(f.code, f.severity, f.path) for f in got.findings] == [("deviation.missing", "warning", path)]
    assert path not in got.value


@pytest.mark.parametrize(
    ("before", "after", "codes"),
    [
        ("<smsid>x</smsid>", "<SMSID>x</SMSID>", ["shape.unknown"]),
        ("<smsid>x</smsid>", "<sms_id>x</sms_id>", ["shape.unknown"]),
        ("<text>c</text>", "", ["shape.missing"]),
        ("data>", "send>", ["shape.root"]),
    ],
)
def test_what_practice_shows_to_be_wrong(before: str, after: str, codes: list[str]) -> None:
    body = data(LOGIN, "<text>c</text><smsid>x</smsid><to number='79011234567'/>").decode()
    assert explained("smspager", "send_request", "xml", body.encode()).findings == ()
    got = explained("smspager", "send_request", "xml", body.replace(before, after).encode())
    assert [f.code for f in got.findings] == codes


LATER = {
    "channel": "channel", "regionalTime": "regional_time", "stop": "stop", "use_alfasource": "use_alfasource",
    "allowed_opsos": "allowed_opsos", "exclude_opsos": "exclude_opsos", "discountID": "discount_id", "check": "check",
}  # fmt: skip


@pytest.mark.parametrize(("element", "name"), LATER.items())
def test_the_later_platform_takes_more_elements(element: str, name: str) -> None:
    body = data(LOGIN, "<text>c</text><to number='79011234567'/>", f"<{element}>1</{element}>")
    assert [f.code for f in explained("smspager", "send_request", "xml", body).findings] == ["shape.unknown"]
    later = explained("smspager", "send_request", "xml", body, "later")
    assert later.findings == ()
    assert str(later.value[name]) == "1"


# ---------------------------------------------------------------- which message is it?

ERROR = "<code>501</code><descr>x</descr>"
# Body, candidates by the body alone, then the message by operation and half.
TOLD = [
    (LOGIN, ("report_request", "balance_request"), {"report": "report_request", "balance": "balance_request"}),
    (
        LOGIN + "<smsid>x</smsid>", ("detail_request", "cancel_request"),
        {"report": "detail_request", "cancel": "cancel_request"},
    ),
    (LOGIN + "<start>2010-01-01</start>", ("report_request",), {"report": "report_request"}),
    (LOGIN + "<source>%</source><number>%</number>", ("report_request",), {"report": "report_request"}),
    (LOGIN + "<smsid>x</smsid><action>make</action>", ("cancel_request",), {"cancel": "cancel_request"}),
    (LOGIN + "<text>c</text><to number='79011234567'/>", ("send_request",), {"send": "send_request"}),
    (SENT + "<price>1</price>", ("send_response",), {"send": "send_response"}),
    (OK + SMS, ("report_response",), {"report": "report_response"}),
    (OK, ("report_response",), {"report": "report_response"}),
    (" <code> 1 </code><descr/>", ("report_response",), {"report": "report_response"}),
    (OK + SMS + "<detail/>", ("detail_response",), {"report": "detail_response"}),
    (OK + "<detail/>", ("detail_response",), {"report": "detail_response"}),
    (OK + "<account>1</account>", ("balance_response",), {"balance": "balance_response"}),
    (OK + "<action>make</action><cancelCol>1</cancelCol>", ("cancel_response",), {"cancel": "cancel_response"}),
    (
        ERROR, ("error_response",),
        dict.fromkeys(("send", "report", "balance", "cancel"), "error_response"),
    ),
    (
        ERROR.replace("501", " 7012 "), ("error_response",),
        dict.fromkeys(("send", "report", "balance", "cancel"), "error_response"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "alone", "known"), TOLD)
def test_a_body_is_told_by_what_stands_in_it(inside: str, alone: tuple[str, ...], known: dict[str, str]) -> None:
    for dialect in ("", "later"):
        book = provider("smspager", dialect)
        result = validate(data(inside), spec=book)
        assert (result.verdict, tuple(result.candidates)) == ("pass", alone)
        for operation, name in known.items():
            for around in ({"operation": operation}, {"path": f"/{operation}.xml"}):
                result = validate(data(inside), spec=book, **around)
                assert (result.verdict, result.message) == ("pass", name)


def test_the_compiled_book_tells_the_same() -> None:
    for inside, alone, _ in TOLD:
        assert tuple(validate(data(inside), spec="smspager").candidates) == alone


@pytest.mark.parametrize("operation", ["send", "balance", "cancel"])
def test_success_alone_is_no_error_but_an_incomplete_reply(operation: str) -> None:
    result = validate(data(OK), spec="smspager", operation=operation)
    assert (result.verdict, result.message) == ("fail", f"{operation}_response")
    assert {f.code for f in result.findings} <= {"shape.missing", "deviation.missing"}


def test_the_request_tells_which_report_was_asked_for() -> None:
    reply = data(OK)
    general = validate(
        reply, spec="smspager", operation="report", request=data(LOGIN), request_message="report_request"
    )
    assert (general.verdict, general.message) == ("pass", "report_response")
    asked = {"login": "a", "password": "b", "smsid": "x"}
    detail = validate(reply, spec="smspager", operation="report", request=asked, request_message="detail_request")
    assert (detail.verdict, detail.message) == ("fail", "detail_response")


@pytest.mark.parametrize(
    ("operation", "path"),
    [("send", "/send.xml"), ("report", "/report.xml"), ("balance", "/balance.xml"), ("cancel", "/cancel.xml")],
)
def test_where_the_operations_are(operation: str, path: str) -> None:
    found = next(one for one in provider("smspager").operations if one.id == operation)
    assert (found.kind, found.method, found.host, found.path) == ("call", "POST", "transport.sms-pager.com:7214", path)


# ---------------------------------------------------------------- the guide's own examples


def test_the_reply_to_a_request_to_send() -> None:
    got = explained("smspager", "send_response", "xml", (SEEDS / "send_response.template.xml").read_bytes())
    assert got.value == {
        "code": 1, "descr": "DESCR", "smsid": "SMSID", "datetime": datetime(2010, 5, 1, 12), "action": "send",
        "all_recivers": 3, "col_send_abonent": 2, "col_non_send_abonent": 1, "price_of_sending": Decimal("4.6"),
        "colsms_of_sending": 4, "price": Decimal("1.15"),
    }  # fmt: skip


def campaign(number: str, hour: int, month: int) -> dict[str, Any]:
    return {
        "smsid": f"SMSID{number}", "datetime": datetime(2010, month, 1, hour), "text": f"TEXT{number}",
        "source": f"SOURCE{number}", "all_col": 31, "delivered_col": 12, "not_delivered_col": 9, "waiting_col": 7,
        "enqueued_col": 3, "payment": Decimal("35.65"),
    }  # fmt: skip


def test_the_two_reports() -> None:
    general = explained("smspager", "report_response", "xml", (SEEDS / "report_response.template.xml").read_bytes())
    assert general.value == {"code": 1, "descr": "DESCR", "sms": [campaign("1", 12, 2), campaign("2", 18, 2)]}
    detail = explained("smspager", "detail_response", "xml", (SEEDS / "detail_response.template.xml").read_bytes())
    assert detail.value == {
        "code": 1,
        "descr": "DESCR",
        "sms": campaign("", 12, 5),
        "detail": {
            "delivered": ["79010000001", "79010000002"],
            "not_delivered": ["79010000003", "79010000004"],
            "waiting": ["79010000005"],
            "enqueued": ["79010000006"],
            "cancel": [],
            "on_moder": [],
            "process": [],
        },
    }


def test_the_other_templates() -> None:
    def value(name: str) -> Any:
        return explained("smspager", name, "xml", (SEEDS / f"{name}.template.xml").read_bytes()).value

    who = {"login": "LOGIN", "password": "PASSWORD"}
    assert value("report_request") == who | {"start": date(2010, 2, 1), "stop": date(2010, 2, 28)}
    assert value("detail_request") == who | {"smsid": "SMSID"}
    assert value("balance_request") == who
    assert value("balance_response") == {"code": 1, "descr": "DESCR", "account": Decimal("100.5")}
    assert value("cancel_request") == who | {"action": "make", "smsid": "SMSID"}
    assert value("cancel_response") == {"code": 1, "descr": "DESCR", "action": "make", "cancel_col": 2}


def test_an_error_has_code_and_descr_and_never_code_1() -> None:
    got = explained("smspager", "error_response", "xml", data(ERROR))
    assert (got.findings, got.value) == ((), {"code": 501, "descr": "x"})
    assert [f.code for f in explained("smspager", "error_response", "xml", data(OK)).findings] == ["facet.minInclusive"]


def test_a_number_abroad_is_not_told_to_be_written_in_another_form() -> None:
    body = data(LOGIN, "<text>c</text>", "<to number='+77012345678'/>")
    got = explained("smspager", "send_request", "xml", body)
    assert [(f.code, f.severity, f.deviation) for f in got.findings] == [("type.phone", "warning", "odd_number")]
    assert got.value["to"] == [{"number": "+77012345678"}]
