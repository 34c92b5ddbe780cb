"""Explain over forms, JSON and lines: what is particular to each of them."""

from decimal import Decimal

import pytest

from handmade_bodies import explained, told
from wirebook.signing import digest

SIGNED = "id=1&phone=79161234567&status=1"
GOOD = {"id": 1, "phone": "79161234567", "status": 1, "err": 0, "extras": {}}


def md5(secret, text="1:79161234567:1"):
    return digest("md5", f"{text}:{secret}".encode())


def test_a_form():
    result = explained("callback_status", "form", SIGNED)
    assert result.value == GOOD
    assert result.findings == ()


FORMS = {
    "plus": (
        "id=1&phone=+79161234567&status=1",
        [
            ("form.plus", "warning", "phone", "param phone", "+79161234567"),
        ],
    ),
    "encoded plus": ("id=1&phone=%2B79161234567&status=1", []),
    "duplicate": (SIGNED + "&id=x", [("shape.duplicate", "error", "id", "param id", "id")]),
    "missing": ("id=1&status=1", [("shape.missing", "error", "phone", "param phone", "")]),
    "extra": (SIGNED + "&my=1", [("deviation.extra", "warning", "extras.my", "param my", "my")]),
    "extra twice": (
        SIGNED + "&my=1&my=2",
        [
            ("deviation.extra", "warning", "extras.my", "param my", "my"),
            ("deviation.extra", "warning", "extras.my", "param my", "my"),
            ("shape.duplicate", "error", "extras.my", "param my", "my"),
        ],
    ),
    "no key of the map": (SIGNED + "&My=1", [("shape.unknown", "error", "", "param My", "My")]),
    "explicit default": (SIGNED + "&err=0", [("deviation.explicit", "warning", "err", "param err", "0")]),
    "closed codes": (
        "id=1&phone=79161234567&status=9",
        [("code.unknown", "error", "status", "param status", "9")],
    ),
    "bits": (SIGNED + "&flag=70000", [("type.bits", "error", "flag", "param flag", "70000")]),
    "a name that may be a text": (SIGNED + "&secret%20words=1", None),
    "a name that may be a number": (SIGNED + "&n79161234567=1", None),
}


@pytest.mark.parametrize("case", [c for c in FORMS if FORMS[c][1] is not None])
def test_faults_of_forms(case):
    body, expected = FORMS[case]
    assert told("callback_status", "form", body) == expected


@pytest.mark.parametrize("case", [c for c in FORMS if FORMS[c][1] is None])
def test_names_that_may_be_values_are_not_shown(case):
    result = explained("callback_status", "form", FORMS[case][0])
    assert [f.code for f in result.findings] == ["shape.unknown"]
    shown = repr(result.findings)
    assert "words" not in shown
    assert "79161" not in shown
    assert "***" in shown


def test_collected_parameters_are_values():
    assert explained("callback_status", "form", SIGNED + "&my=1&b=%D0%B9").value["extras"] == {"my": "1", "b": "й"}


SIGNATURES = [
    # secret, further parameters, findings, skipped
    (None, "", [], []),
    (None, "&md5=" + md5("s"), [], [("signed", "no-secret")]),
    ("s", "&md5=" + md5("s"), [], []),
    ("s", "&md5=" + md5("s").upper(), [], []),
    ("s", "&md5=" + md5("other"), [("signature.mismatch", "md5")], []),
    ("s", "", [("signature.missing", "md5")], []),
    ("s", "&crc32=" + digest("crc32", b"1:79161234567:1:s"), [], []),
    ("s", "&crc32=" + digest("crc32", b"1:79161234567:1:s", "hex8"), [], []),
    ("s", f"&md5={md5('s')}&crc32=1", [("signature.mismatch", "crc32")], []),
    ("s", "&md5=zz", [("facet.pattern", "md5")], []),
    ("s\u0436", "&md5=" + digest("md5", "1:79161234567:1:s\u0436".encode()), [], []),
]


@pytest.mark.parametrize(("secret", "more", "findings", "skipped"), SIGNATURES)
def test_signatures(secret, more, findings, skipped):
    result = explained("callback_status", "form", SIGNED + more, secret=secret)
    assert [(f.code, f.path) for f in result.findings] == findings
    assert [(s.check, s.reason) for s in result.skipped] == skipped


def test_signatures_use_what_was_received():
    body = "id=1&phone=8%20916%201234567&status=1&md5=" + digest("md5", b"1:8 916 1234567:1:s")
    assert [f.code for f in explained("callback_status", "form", body, secret="s").findings] == []


def test_the_body_s_charset_signs():
    body = "id=1&phone=%E9&status=1&md5=" + digest("md5", "1:й:1:s".encode("cp1251"))
    result = explained("callback_status", "form", body, secret="s", charset="windows-1251")
    assert [f.code for f in result.findings] == ["type.phone"]


def test_a_delimiter_in_a_signed_field_is_told_even_without_a_secret():
    body = "id=1&phone=7:9&status=1&md5=" + "0" * 32
    assert ("signature.ambiguous", "phone") in [
        (f.code, f.path) for f in explained("callback_status", "form", body).findings
    ]


def test_a_missing_signed_field_silences_the_signature():
    body = "id=1&status=1&md5=" + "0" * 32
    assert [f.code for f in explained("callback_status", "form", body, secret="s").findings] == ["shape.missing"]


# ---------------------------------------------------------------- JSON

JSONS = {
    "string for number": (
        '{"id": "1", "phone": "79161234567", "status": 1}',
        [("deviation.form", "warning", "id", "/id", "1")],
    ),
    "number for string": (
        '{"id": 1, "phone": 79161234567, "status": 1}',
        [("shape.kind", "error", "phone", "/phone", "79161234567")],
    ),
    "exponent": ('{"id": 1e2, "phone": "79161234567", "status": 1}', [("type.integer", "error", "id", "/id", "1e2")]),
    "null": ('{"id": 1, "phone": null, "status": 1}', [("shape.null", "error", "phone", "/phone", "null")]),
    "optional null": ('{"id": 1, "phone": "79161234567", "status": 1, "flag": null}', []),
    "unknown": (
        '{"id": 1, "phone": "79161234567", "status": 1, "x~/y": 1, "stat": 1}',
        [
            ("shape.unknown", "warning", "", "/***", '"x~/y'),
            ("shape.unknown", "warning", "", "/stat", '"stat'),
        ],
    ),
    "root": ("[]", [("shape.kind", "error", "", "", "")]),
    "object in a leaf": (
        '{"id": {"a": 1}, "phone": "79161234567", "status": 1}',
        [("shape.kind", "error", "id", "/id", '{"a": 1}')],
    ),
    "true": ('{"id": true, "phone": "79161234567", "status": 1}', [("shape.kind", "error", "id", "/id", "true")]),
}


@pytest.mark.parametrize("case", JSONS)
def test_faults_of_json(case):
    body, expected = JSONS[case]
    assert told("callback_status", "json", body) == expected


def test_a_dropped_map_is_empty():
    value = explained("callback_status", "json", '{"id": 1, "phone": "79161234567", "status": 1}').value
    assert value == {"id": 1, "phone": "79161234567", "status": 1, "err": 0, "extras": {}}


SENDERS = {
    "json": '[{"sender": "a", "bee": "1", "new": "Z", "id": "5"}, {"sender": "b", "id": "6"}]',
    "text": "name = a, bee = 1, new = Z, id = 5\r\nname = b, id = 6\n",
    "xml": '<list><sender bee="1" new="Z" id="5">a</sender><sender id="6">b</sender></list>',
}


@pytest.mark.parametrize("encoding", SENDERS)
def test_one_value_in_three_encodings(encoding):
    assert explained("senders", encoding, SENDERS[encoding]).value == {
        "senders": [
            {"name": "a", "operators": {"bee": 1}, "others": {"new": "Z"}, "id": 5},
            {"name": "b", "operators": {}, "others": {}, "id": 6},
        ]
    }


@pytest.mark.parametrize("encoding", SENDERS)
def test_replacements_are_told(encoding):
    expected = {
        "json": [("deviation.extra", "senders[0].others.new", "/0/new")],
        "text": [("deviation.extra", "senders[0].others.new", "line 1 {new}")],
        "xml": [],
    }
    found = explained("senders", encoding, SENDERS[encoding]).findings
    assert [(f.code, f.path, f.wire_path) for f in found] == expected[encoding]


def test_places_in_lists():
    body = '[{"sender": "a", "id": "5"}, {"sender": "b", "bee": "7", "id": "x"}, {"id": "6"}, 5]'
    assert told("senders", "json", body) == [
        ("code.unknown", "error", "senders[1].operators.bee", "/1/bee", "7"),
        ("type.integer", "error", "senders[1].id", "/1/id", "x"),
        ("shape.missing", "error", "senders[2].name", "/2/sender", ""),
        ("shape.kind", "error", "senders[3]", "/3", ""),
    ]


# ---------------------------------------------------------------- lines

ERRORS = [
    ("text", "ERROR = 5 (no money)", {"code": 5, "text": "no money"}, []),
    ("text", "ERROR = 5 (no), ID - 7\r\n", {"code": 5, "text": "no", "id": 7}, []),
    ("text", "ERROR = five (no)", None, [("type.integer", "code", "line 1 {code}", 1, 9)]),
    ("text", "what", None, [("lines.mismatch", "", "", 1, 1)]),
    ("text", "ERROR = 5 (no)\nERROR = 5 (no)", None, [("lines.extra", "", "", 2, 1)]),
    ("csv", "0,-5", {"code": 5}, []),
    ("csv", "7,-5", {"code": 5, "id": 7}, []),
    ("csv", "7,-0", None, [("facet.minInclusive", "code", "line 1 {code}", 1, 4)]),
]


@pytest.mark.parametrize(("encoding", "body", "value", "findings"), ERRORS)
def test_one_line(encoding, body, value, findings):
    result = explained("error", encoding, body)
    assert result.value == value
    found = [(f.code, f.path, f.wire_path, f.location.line, f.location.column) for f in result.findings]
    assert found == findings


def test_faults_in_lines():
    body = "name = a, bee = x, id = 1\nnonsense\nname = b, bee = 9, id = 2"
    found = explained("senders", "text", body).findings
    assert [(f.code, f.path, f.wire_path, f.location.line) for f in found] == [
        ("type.integer", "senders[0].operators.bee", "line 1 {bee}", 1),
        ("lines.mismatch", "", "", 2),
        ("code.unknown", "senders[2].operators.bee", "line 3 {bee}", 3),
    ]


def test_other_shapes_of_the_same_message():
    assert explained("balance", "csv", "12.50").value == {"balance": Decimal("12.50")}
    assert explained("ok", "text", "OK").value == {}
    assert [f.code for f in explained("ok", "csv", "NO").findings] == ["lines.mismatch"]
    assert explained("ok", "json", '{"result": "OK"}').value == {}
    assert told("ok", "json", '{"result": 1}') == [("shape.kind", "error", "", "/result", "1")]


@pytest.mark.parametrize(
    ("operation", "res", "severity"),
    [
        (None, "300", None),
        (None, "77", "warning"),
        ("senders", "300", None),
        ("senders", "0", None),  # a row that holds everywhere
        ("senders", "77", "error"),
        ("other", "77", "warning"),
    ],
)
def test_the_operation_chooses_the_table_of_a_code(operation, res, severity):
    result = explained("status_response", "xml", f'<xml_result res="{res}"/>', operation=operation)
    assert [f.severity for f in result.findings] == ([] if severity is None else [severity])
    table = "Limits" if operation == "senders" else "Result"
    assert all(f"table {table}" in f.message for f in result.findings)
