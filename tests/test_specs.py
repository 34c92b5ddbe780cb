"""The providers' specs against the documents: every example, every limit, every row of a table.

The tables below are written from the documents, not from the specs, so that a row lost
in a spec fails here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from shipped import HERE, NAMES, explained, facets, field, loaded, message, provider
from wirebook.api import validate
from wirebook.encode import encode
from wirebook.model import Example, Field, List, Member, Message, Record, Scalar, Text, Tree
from wirebook.prove import context, prove, run

# ---------------------------------------------------------------- the specs as such


@pytest.mark.parametrize("name", NAMES)
def test_a_spec_has_no_problem_and_shows_each_of_its_constraints(name: str) -> None:
    assert loaded(name).problems == ()
    assert [p for p in prove(loaded(name)) if p.severity != "info"] == []


def test_what_no_body_can_tell_apart() -> None:
    told = [(name, p.message) for name in NAMES for p in prove(loaded(name)) if p.code == "spec.ambiguous"]
    assert [(name, text) for name, text in told if name != "smsc" or text.count("senders_") == 2] == [
        ("smsc", "no body tells senders_list (xml) from senders_list_all"),  # an empty list
        ("smsc", "no body tells senders_list (xml) from senders_operators"),
        ("smsc", "no body tells senders_list (json) from senders_list_all"),
        ("smsc", "no body tells senders_list (json) from senders_operators"),
        ("smsc", "no body tells senders_list_all (xml) from senders_operators"),
        ("smsc", "no body tells senders_list_all (json) from senders_operators"),
        ("smspager", "no body tells report_request (xml) from balance_request"),
        ("smspager", "no body tells detail_request (xml) from cancel_request"),
    ]


def test_the_dialects_that_are_known() -> None:
    assert provider("smspager").dialects == ("later",)
    assert provider("quicktel").dialects == provider("smsc").dialects == ()


def examples() -> Iterator[tuple[str, str, Message, Example]]:
    for name in NAMES:
        for dialect, book in loaded(name).providers.items():
            for one in book.messages:
                for example in (*one.examples, *one.counterexamples):
                    yield name, dialect, one, example


@pytest.mark.parametrize(
    ("name", "dialect", "one", "example"),
    [pytest.param(*row, id=f"{row[0]}-{row[1]}-{row[2].id}-{row[3].id}") for row in examples()],
)
def test_an_example_gives_exactly_its_findings(name: str, dialect: str, one: Message, example: Example) -> None:
    got = run(provider(name, dialect), one, example)
    left = [(finding.code, finding.path) for finding in got.findings]
    for expected in example.findings:
        match = next((f for f in left if f[0] == expected.code and expected.path in ("", f[1])), None)
        assert match is not None, (expected, left)
        left.remove(match)
    assert left == []
    failed = any(finding.severity == "error" for finding in got.findings)
    assert ("fail" if failed else "pass") == example.verdict
    assert (got.value is None) == failed


def parts(thing: object) -> Iterator[object]:
    """Everything in a model, once per place."""
    yield thing
    if isinstance(thing, tuple):
        for each in thing:
            yield from parts(each)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for each in fields(thing):
            yield from parts(getattr(thing, each.name))


CYRILLIC = re.compile("[А-яЁё]")


def _bare(text: str) -> str:
    return re.sub("[ -]", "", text).lower()


@pytest.mark.parametrize("name", NAMES)
def test_texts_are_in_their_language(name: str) -> None:
    for dialect in loaded(name).providers:
        for thing in parts(provider(name, dialect)):
            if isinstance(thing, Text):
                assert not CYRILLIC.search(thing.en), thing.en
                # A Russian text without Cyrillic is a name that both languages share, as MMS or Flash-SMS.
                assert CYRILLIC.search(thing.ru) or _bare(thing.ru) == _bare(thing.en), thing.ru


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_names_its_source(name: str) -> None:
    for dialect in loaded(name).providers:
        book = provider(name, dialect)
        for table in book.codes:
            assert table.source, table.id
            assert [entry.name for entry in table.entries if not entry.source] == []
        for one in book.messages:
            assert one.source, one.id
            assert [shape.encoding for shape in one.shapes if not shape.source] == []
            assert [each.id for each in one.examples if not each.source] == []
            for thing in parts(one.record):
                if isinstance(thing, Field):
                    assert thing.source, (one.id, thing.name)


# ---------------------------------------------------------------- the documents' own examples

SEED_WARNINGS: dict[str, list[tuple[str, str]]] = {
    "quicktel/error_response.xml": [],
    "quicktel/sms_send_request.xml": [("facet.minLength", f"messages[{n}].source_number") for n in range(3)],
    "quicktel/sms_send_request.placeholders.xml": [
        (code, f"messages[{n}].{name}")
        for n in range(3)
        for code, name in (("facet.pattern", "number"), ("facet.minLength", "source_number"))
    ],
    "quicktel/sms_send_response.xml": [
        ("deviation.empty", "res"),
        ("deviation.empty", "pushes[0].sms_count"),
        ("deviation.empty", "pushes[1].sms_count"),
        ("deviation.empty", "pushes[2].res"),
    ],
    "quicktel/sms_send_response.placeholders.xml": [
        ("deviation.empty", "res"),
        ("facet.pattern", "pushes[0].push_id"),
        ("facet.pattern", "pushes[0].number"),
        ("deviation.empty", "pushes[0].sms_count"),
        ("facet.pattern", "pushes[1].push_id"),
        ("facet.pattern", "pushes[1].number"),
        ("deviation.empty", "pushes[1].sms_count"),
        ("deviation.empty", "pushes[2].res"),
    ],
    "quicktel/sms_status2_request.xml": [("facet.pattern", f"messages[{n}].push_id") for n in range(4)],
    "quicktel/sms_status2_response.xml": [
        ("deviation.empty", "res"),
        *(
            (code, f"statuses[{n}].{name}")
            for n in range(3)
            for code, name in (("facet.pattern", "push_id"), ("deviation.empty", "status"))
        ),
    ],
    "smsc/error.csv": [],
    "smsc/error.json": [],
    "smsc/error.txt": [],
    "smsc/error.xml": [],
    "smsc/sender_added.csv": [],
    "smsc/sender_added.json": [],
    "smsc/sender_added.txt": [],
    "smsc/sender_added.xml": [],
    "smsc/senders_list.csv": [],
    "smsc/senders_list.json": [],
    "smsc/senders_list.txt": [],
    "smsc/senders_list.xml": [],
    "smsc/senders_list_all.csv": [],
    "smsc/senders_list_all.json": [],
    "smsc/senders_list_all.txt": [],
    "smsc/senders_list_all.xml": [],
    "smsc/senders_ok.csv": [],
    "smsc/senders_ok.json": [],
    "smsc/senders_ok.txt": [],
    "smsc/senders_ok.xml": [],
    "smsc/senders_operators.json": [],
    "smsc/senders_operators.txt": [],
    "smsc/senders_operators.xml": [],
    "smspager/balance_request.template.xml": [],
    "smspager/balance_response.template.xml": [],
    "smspager/cancel_request.template.xml": [],
    "smspager/cancel_response.template.xml": [],
    "smspager/detail_request.template.xml": [],
    "smspager/detail_response.template.xml": [],
    "smspager/report_request.template.xml": [],
    "smspager/report_response.template.xml": [],
    "smspager/send_request.task1.xml": [],
    "smspager/send_request.task2.xml": [],
    "smspager/send_request.task3a.xml": [],
    "smspager/send_request.task3b.xml": [],
    "smspager/send_request.template.xml": [],
    "smspager/send_request.texts.xml": [],
    "smspager/send_response.template.xml": [],
}
ENCODINGS = {".xml": "xml", ".json": "json", ".txt": "text", ".csv": "csv"}


def test_every_document_is_listed() -> None:
    there = {str(path.relative_to(HERE / "seeds")) for path in (HERE / "seeds").glob("*/*")}
    assert there == set(SEED_WARNINGS)


@pytest.mark.parametrize("file", SEED_WARNINGS)
def test_a_document_passes_with_the_warnings_listed(file: str) -> None:
    path = HERE / "seeds" / file
    got = explained(path.parent.name, path.name.split(".")[0], ENCODINGS[path.suffix], path.read_bytes())
    assert [(f.code, f.path) for f in got.findings] == SEED_WARNINGS[file]
    assert {f.severity for f in got.findings} <= {"warning"}
    assert got.value is not None


def test_the_two_ways_to_write_a_list_mean_the_same() -> None:
    def value(file: str) -> Any:
        path = HERE / "seeds" / "smsc" / file
        return explained("smsc", file.split(".")[0], ENCODINGS[path.suffix], path.read_bytes()).value

    assert value("senders_list.txt") == value("senders_list.csv") == value("senders_list.json")
    assert value("senders_operators.txt") == value("senders_operators.json")
    assert value("error.txt") == value("error.xml") == value("error.json")
    without_text = {k: v for k, v in value("error.txt").items() if k != "text"}
    assert value("error.csv") == without_text


# ---------------------------------------------------------------- limits and forms

LIMITS = [
    ("quicktel", "sms_send_request", "messages", "maxItems", 250, "error"),
    ("quicktel", "sms_send_request", "messages", "minItems", 1, "error"),
    ("quicktel", "sms_send_request", "messages.sms_id", "maxLength", 50, "error"),
    ("quicktel", "sms_send_request", "messages.sms_id", "minLength", 1, "error"),
    ("quicktel", "sms_send_request", "messages.number", "maxLength", 25, "error"),
    ("quicktel", "sms_send_request", "messages.number", "minLength", 1, "error"),
    ("quicktel", "sms_send_request", "messages.source_number", "maxLength", 16, "error"),
    ("quicktel", "sms_send_request", "messages.source_number", "minLength", 11, "warning"),
    ("quicktel", "sms_send_request", "messages.ttl", "minInclusive", 0, "error"),
    ("quicktel", "sms_send_response", "pushes.sms_id", "maxLength", 50, "error"),
    ("quicktel", "sms_send_response", "pushes.number", "maxLength", 25, "error"),
    ("quicktel", "sms_status2_response", "statuses.number", "maxLength", 25, "error"),
    ("quicktel", "sms_status2_request", "messages", "minItems", 1, "error"),
    ("quicktel", "error_response", "res", "maxInclusive", -1, "error"),
]


@pytest.mark.parametrize(("name", "message_id", "path", "facet", "value", "severity"), LIMITS)
def test_a_limit_is_stated(name: str, message_id: str, path: str, facet: str, value: Any, severity: str) -> None:
    assert facets(name, message_id, path)[facet] == (value, severity)


FORMATS = [
    ("quicktel", "sms_status2_response", "statuses.delivery_date", "date", "DD.MM.YYYY"),
    ("quicktel", "sms_status2_response", "statuses.delivery_time", "time", "hh:mm:ss"),
    ("smsc", "callback_status", "time", "datetime", "DD.MM.YY hh:mm:ss"),
]


@pytest.mark.parametrize(("name", "message_id", "path", "base", "form"), FORMATS)
def test_a_form_is_stated(name: str, message_id: str, path: str, base: str, form: str) -> None:
    kind = field(message(name, message_id).record, path).type
    assert isinstance(kind, Scalar)
    assert (kind.base, kind.lexical[0].form) == (base, form)


# A name and the requiredness of every parameter, as the documents' tables have them.
REQUIRED = [
    ("quicktel", "sms_send_request", "", "login password messages", ""),
    ("quicktel", "sms_send_request", "messages", "sms_id number source_number text", "ttl"),
    ("quicktel", "sms_send_response", "", "pushes", "res description"),
    ("quicktel", "sms_send_response", "pushes", "sms_id", "push_id res number sms_count description"),
    ("quicktel", "sms_status2_request", "", "login password messages", ""),
    ("quicktel", "sms_status2_request", "messages", "push_id", ""),
    ("quicktel", "sms_status2_response", "", "statuses", "res description"),
    (
        "quicktel", "sms_status2_response", "statuses", "push_id",
        "status number delivery_date delivery_time description",
    ),
    ("quicktel", "error_response", "", "res description", ""),
    (
        "smsc", "callback_incoming", "", "id phone mes to smsc sent time extras", "sms_id charset fmt md5 sha1 crc32",
    ),
    ("smsc", "callback_waitcall", "", "waitcall phone ts extras", "charset fmt md5 sha1 crc32"),
    (
        "smsc", "callback_status", "", "id phone status time ts extras",
        "err syserr cnt type cost flag sender dtmf cmt charset fmt md5 sha1 crc32"
        " imsi msc mcc mnc cn net rcn rnet calltime callmenu ringtime",
    ),
    ("smsc", "senders_list", "senders", "name id", ""),
    ("smsc", "senders_list_all", "senders", "name status id", ""),
    ("smsc", "senders_operators", "senders", "name operators replacements id", ""),
    ("smsc", "sender_added", "", "id", ""),
    ("smsc", "senders_ok", "", "result", ""),
    ("smsc", "senders_get_request", "", "", "login psw apikey all operators fmt charset"),
    ("smsc", "senders_add_request", "", "sender cmt", "login psw apikey fmt charset"),
    ("smsc", "senders_change_request", "", "cmt", "login psw apikey sender id fmt charset"),
    ("smsc", "senders_send_code_request", "", "sender", "login psw apikey fmt charset"),
    ("smsc", "senders_check_code_request", "", "sender code", "login psw apikey fmt charset"),
    ("smsc", "senders_delete_request", "", "", "login psw apikey sender id fmt charset"),
    ("smsc", "error", "", "code", "text id"),  # fmt=1 has no text; the other formats require theirs
]  # fmt: skip


@pytest.mark.parametrize(("name", "message_id", "path", "required", "optional"), REQUIRED)
def test_every_parameter_is_there(name: str, message_id: str, path: str, required: str, optional: str) -> None:
    record = message(name, message_id).record
    if path:
        kind = field(record, path).type
        assert isinstance(kind, List)
        assert isinstance(kind.item, Record)
        record = kind.item
    assert {f.name for f in record.fields if not f.optional} == set(required.split())
    assert {f.name for f in record.fields if f.optional} == set(optional.split())


def attribute(name: str, message_id: str, element: str, attribute_name: str) -> Member:
    root = next(s.root for s in message(name, message_id).shapes if s.encoding == "xml")
    assert isinstance(root, Member)
    tree = root.node
    assert isinstance(tree, Tree)
    if element:
        tree = next(m.node for m in tree.members if m.slot == "element" and m.name == element)  # type: ignore[assignment]
    return next(m for m in tree.members if m.slot == "attribute" and m.name == attribute_name)


@pytest.mark.parametrize(
    ("message_id", "element", "attribute_name"),
    [
        ("sms_send_response", "", "res"),
        ("sms_send_response", "push", "res"),
        ("sms_status2_response", "", "res"),
        ("sms_status2_response", "sms", "status"),
    ],
)
def test_what_may_be_empty_must_still_stand_there(message_id: str, element: str, attribute_name: str) -> None:
    member = attribute("quicktel", message_id, element, attribute_name)
    assert not member.optional
    assert getattr(member.node, "empty", None) == "absent"


@pytest.mark.parametrize(
    ("message_id", "first", "also"),
    [("sms_send_response", "xml_name", "name"), ("sms_status2_response", "name", "xml_name")],
)
def test_both_replies_take_both_names(message_id: str, first: str, also: str) -> None:
    member = attribute("quicktel", message_id, "", first)
    assert [(a.name, a.severity) for a in member.alternatives] == [(also, "warning")]


SENSITIVE = [
    ("quicktel", "sms_send_request", "login", "login"),
    ("quicktel", "sms_send_request", "password", "secret"),
    ("quicktel", "sms_send_request", "messages.number", "phone"),
    ("quicktel", "sms_send_request", "messages.source_number", "phone"),
    ("quicktel", "sms_send_request", "messages.text", "text"),
    ("quicktel", "sms_send_response", "pushes.number", "phone"),
    ("quicktel", "sms_status2_response", "statuses.number", "phone"),
    ("smsc", "callback_status", "phone", "phone"),
    ("smsc", "callback_status", "imsi", "phone"),
    ("smsc", "callback_status", "cmt", "text"),
    ("smsc", "callback_incoming", "phone", "phone"),
    ("smsc", "callback_incoming", "mes", "text"),
    ("smsc", "callback_waitcall", "phone", "phone"),
    ("smsc", "senders_get_request", "psw", "secret"),
    ("smsc", "senders_check_code_request", "sender", "phone"),
    ("smsc", "senders_check_code_request", "code", "secret"),
]


@pytest.mark.parametrize(("name", "message_id", "path", "mark"), SENSITIVE)
def test_what_is_sensitive_is_marked(name: str, message_id: str, path: str, mark: str) -> None:
    kind = field(message(name, message_id).record, path).type
    assert isinstance(kind, Scalar)
    assert kind.sensitive == mark


# ---------------------------------------------------------------- code tables

TABLES: dict[tuple[str, str], set[Any]] = {
    ("quicktel", "RequestResult"): {0, (-99999, -1)},
    ("quicktel", "PushResult"): {0, 1, (-99999, -1)},
    ("quicktel", "DeliveryStatus"): {-1004, -1, 0, 1, 2, 4},
    ("smsc", "MessageStatus"): {-3, -2, -1, 0, 1, 2, 3, 4, 20, 22, 23, 24, 25},
    ("smsc", "DeliveryError"): {0, 1, 6, 11, 12, 13, 21, 200, 219, 220, *range(237, 256)},
    ("smsc", "MessageType"): {0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12},
    ("smsc", "TemplateKind"): {0, 1, 2, 3},
    ("smsc", "SenderStatus"): {0, 1, 2},
    ("smsc", "OperatorStatus"): {0, 1, 2, 3, 4, 5, 8, 9, 255},
    ("smsc", "SendersError"): {1, 2, 3, 4, 5, 7, 8, 9, 10, 11},
    ("smspager", "Result"): {1, 500, 501, 502, 503, 504, 900, (700, 709), (7000, 7099)},
    ("smspager", "ReportLimit"): {"0000-00-00"},
    ("smsc", "EndpointError"): set(),  # each operation has a table of its own
    ("smsc", "SendError"): {1, 2, 3, 4, 5, 6, 7, 8, 9},
    ("smsc", "StatusError"): {1, 2, 4, 5, 9},
    ("smsc", "BalanceError"): {1, 2, 4, 9},
    ("smsc", "TemplatesError"): {1, 2, 3, 4, 5, 9},
    ("smsc", "JobsError"): {1, 2, 3, 4, 5, 9},
    ("smsc", "PhonesError"): {1, 2, 3, 4, 5, 9},
    ("smsc", "UsersError"): {1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
    ("smsc", "GetError"): {1, 2, 3, 4, 9},
    ("smsc", "InfoError"): {1, 2, 3, 4, 9},
    ("smsc", "MnpError"): {1, 2, 4, 9},
    ("smsc", "ReceivePhonesError"): {1, 2, 3, 4, 9},
    ("smspager", "OnlyDeliverySwitch"): {0, 1},
}


def test_every_table_is_listed() -> None:
    assert {(name, table.id) for name in NAMES for table in provider(name).codes} == set(TABLES)


@pytest.mark.parametrize(("name", "table_id"), TABLES)
def test_every_row_is_there(name: str, table_id: str) -> None:
    table = provider(name).table(table_id)
    assert table is not None
    rows = {entry.value if entry.value is not None else (entry.low, entry.high) for entry in table.entries}
    assert rows == TABLES[name, table_id]


WORDS = [
    ("quicktel", "DeliveryStatus", -1004, "Push to SMSC failed"),
    ("quicktel", "DeliveryStatus", -1, "Bad submit_id"),
    ("quicktel", "DeliveryStatus", 1, "Push request queued"),
    ("quicktel", "DeliveryStatus", 2, "Request redirected to SMSC/MMSC"),
    ("quicktel", "DeliveryStatus", 4, "Content delivery confirmed"),
    ("smsc", "SendersError", 1, "Ошибка в параметрах"),
    ("smsc", "SendersError", 3, "Имя отправителя не найдено"),
    ("smsc", "SendersError", 11, "Неверный код подтверждения"),
    ("smsc", "OperatorStatus", 255, "Допущено, но помечено на снятие с регистрации"),
]


@pytest.mark.parametrize(("name", "table_id", "code", "words"), WORDS)
def test_a_row_has_the_document_s_words(name: str, table_id: str, code: int, words: str) -> None:
    table = provider(name).table(table_id)
    assert table is not None
    entry = next(e for e in table.entries if e.value == code)
    assert words in entry.meaning.ru


def test_retry_advice_where_the_document_limits_the_rate() -> None:
    table = provider("smsc").table("SendersError")
    assert table is not None
    advice = {e.value: e.retry.en for e in table.entries if e.retry is not None}
    assert "minute" in advice[9]
    assert "8 hours" in advice[10]


# ---------------------------------------------------------------- QUICKTEL

SEND = """<xml_request name="sms_send"><xml_user lgn="a" pwd="b"/>\
<sms sms_id="1" number="79000000001" source_number="{}">x</sms></xml_request>"""


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        ("", ["facet.minLength"]),
        ("sender", ["facet.minLength"]),
        ("Привет мир!", []),
        ("QUICKTELSMS", []),
        ("79000000001", []),
        ("790000000000001", []),
        ("7900000000000001", []),
        ("79000000000000001", ["facet.maxLength"]),
        ("twelve chars", ["facet.pattern"]),
        ("sixteen chars 16", ["facet.pattern"]),
        ("seventeen chars17", ["facet.maxLength", "facet.pattern"]),
    ],
)
def test_a_source_number_is_a_text_to_11_or_a_number_to_16(source: str, codes: list[str]) -> None:
    got = explained("quicktel", "sms_send_request", "xml", SEND.format(source).encode())
    assert [f.code for f in got.findings] == codes
    assert (got.value is None) == ("facet.maxLength" in codes)


def test_a_push_id_stays_a_string() -> None:
    push = '<push sms_id="1" push_id="00100000000000000000001" res="0" number="+7"/>'
    body = f'<xml_result xml_name="sms_send" res="0">{push}</xml_result>'
    got = explained("quicktel", "sms_send_response", "xml", body.encode())
    assert got.findings == ()
    assert got.value["pushes"][0]["push_id"] == "00100000000000000000001"


def test_an_empty_result_is_no_success() -> None:
    got = explained("quicktel", "sms_status2_response", "xml", b'<xml_result name="sms_status2" res=""/>')
    assert got.value == {"statuses": []}


# ---------------------------------------------------------------- which message is it?


def verdict(file: str, **known: Any) -> tuple[str, tuple[str, ...]]:
    path = HERE / "seeds" / file
    result = validate(path.read_bytes(), spec=provider(path.parent.name), **known)
    return result.verdict, tuple(result.candidates) or (result.message,)


BOTH = {
    "smsc/sender_added.csv": ("balance_response", "sender_added"),  # a bare number
    "smspager/balance_request.template.xml": ("report_request", "balance_request"),
    "smspager/detail_request.template.xml": ("detail_request", "cancel_request"),
}


@pytest.mark.parametrize("file", SEED_WARNINGS)
def test_a_document_is_told_by_its_body(file: str) -> None:
    name = file.partition("/")[2].split(".")[0]
    told = verdict(file)
    assert told == ("pass", BOTH.get(file, (name,)))


@pytest.mark.parametrize("file", [file for file in SEED_WARNINGS if file.startswith("smsc/senders")])
def test_the_request_s_operators_tell_the_list(file: str) -> None:
    name = file.partition("/")[2].split(".")[0]
    asked = {"operators": "1" if name == "senders_operators" else "0", "all": "1" if name.endswith("_all") else "0"}
    assert verdict(file, operation="senders", settings=asked) == ("pass", (name,))


# ---------------------------------------------------------------- writing


@pytest.mark.parametrize(
    ("name", "dialect", "one", "example"),
    [
        pytest.param(*row, id=f"{row[0]}-{row[1]}-{row[2].id}-{row[3].id}")
        for row in examples()
        if row[3].verdict == "pass"
    ],
)
def test_what_is_read_can_be_written_and_read_again(name: str, dialect: str, one: Message, example: Example) -> None:
    book = provider(name, dialect)
    value = run(book, one, example).value
    ctx = context(book, example)
    ctx.charset = example.charset
    written = encode(book, one.id, example.encoding, value, ctx)
    (shape,) = [shape for shape in one.shapes if shape.encoding == example.encoding]
    query = None if shape.from_query else example.query  # what the address added stands in the body now
    again = run(book, one, replace(example, body=written, query=query))
    assert again.value == value
    assert encode(book, one.id, example.encoding, again.value, ctx) == written
