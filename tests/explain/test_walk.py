"""What explain says about bodies: code, severity, logical path, wire path and the bytes it points at."""

import datetime
from decimal import Decimal

import pytest

from handmade_bodies import SMS, USER, explained, send, sms, told

SEND_VALUE = {
    "login": "l",
    "password": "p",
    "messages": [{"sms_id": "1", "number": "79161234567", "source_number": "sender", "text": "hi"}],
}


def test_a_clean_body_gives_its_value_in_field_order():
    result = explained("send_request", "xml", send())
    assert result.value == SEND_VALUE
    assert list(result.value) == ["login", "password", "messages"]
    assert result.findings == ()
    assert result.skipped == ()
    assert result.ok


W = "/xml_request"
CASES = {
    "root": ("<xml_reqest/>", [("shape.root", "error", "", "/xml_reqest", "<xml_reqest")]),
    "alternative": (
        send(name='xml_name="sms_send"'),
        [("deviation.name", "warning", "", f"{W}/@xml_name", "xml_name")],
    ),
    "alternative and name": (
        send(name='name="sms_send" xml_name="sms_send"'),
        [
            ("deviation.name", "warning", "", f"{W}/@xml_name", "xml_name"),
            ("shape.duplicate", "error", "", f"{W}/@xml_name", "xml_name"),
        ],
    ),
    "const": (send(name='name="sms_sent"'), [("shape.const", "error", "", f"{W}/@name", "sms_sent")]),
    "no const": (send(name=""), [("shape.missing", "error", "", f"{W}/@name", "")]),
    "no wrapper": (send(user=""), [("shape.missing", "error", "", f"{W}/xml_user", "")]),
    "two wrappers": (send(user=USER + USER), [("shape.duplicate", "error", "", f"{W}/xml_user[2]", "<xml_user")]),
    "no items": (send(sms=""), [("facet.minItems", "error", "messages", W, "")]),
    "no attribute": (
        send(user='<xml_user lgn="l"/>'),
        [("shape.missing", "error", "password", f"{W}/xml_user/@pwd", "")],
    ),
    "unknown attribute": (
        send(sms(nomber="1")),
        [("shape.unknown", "error", "messages[0]", f"{W}/sms/@nomber", "nomber")],
    ),
    "unknown element": (send(tail="<smss/>"), [("shape.unknown", "error", "", f"{W}/smss", "<smss")]),
    "text": (send(tail=" \n oops"), [("shape.text", "error", "", W, "")]),
    "element in text": (
        send(SMS.replace("hi", "h<b/>i")),
        [("shape.unknown", "error", "messages[0]", f"{W}/sms/b", "<b")],
    ),
    "facet": (
        send(sms(sms_id="123456")),
        [("facet.maxLength", "error", "messages[0].sms_id", f"{W}/sms/@sms_id", "123456")],
    ),
    "facet warning": (
        send(sms(source_number="ab")),
        [("facet.minLength", "warning", "messages[0].source_number", f"{W}/sms/@source_number", "ab")],
    ),
    "phone": (
        send(sms(number="123")),
        [("type.phone", "warning", "messages[0].number", f"{W}/sms/@number", "123")],
    ),
    "empty": (send(sms(ttl="")), [("deviation.empty", "warning", "messages[0].ttl", f"{W}/sms/@ttl", "")]),
    "form": (send(sms(ttl="+5")), [("deviation.form", "warning", "messages[0].ttl", f"{W}/sms/@ttl", "+5")]),
    "type": (send(sms(ttl="5m")), [("type.integer", "error", "messages[0].ttl", f"{W}/sms/@ttl", "5m")]),
    "two of four": (
        send(sms() + sms(sms_id="2") + sms(sms_id="1") + sms(sms_id="2")),
        [
            ("rule.unique", "error", "messages[2].sms_id", f"{W}/sms[3]/@sms_id", "1"),
            ("facet.maxItems", "error", "messages", f"{W}/sms[4]", "<sms"),
            ("rule.unique", "error", "messages[3].sms_id", f"{W}/sms[4]/@sms_id", "2"),
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_faults_of_xml(case):
    body, expected = CASES[case]
    assert told("send_request", "xml", body) == expected


@pytest.mark.parametrize("case", [c for c, (_, told) in CASES.items() if all(f[1] == "warning" for f in told)])
def test_a_tolerated_body_has_its_value(case):
    value = explained("send_request", "xml", CASES[case][0]).value
    assert value is not None
    assert value["login"] == "l"


@pytest.mark.parametrize("case", [c for c, (_, told) in CASES.items() if any(f[1] == "error" for f in told)])
def test_a_refused_body_has_none(case):
    assert explained("send_request", "xml", CASES[case][0]).value is None


def test_everything_is_reported_at_once():
    body = send(sms(sms_id="1234567", source_number=None, x="1") + sms(ttl="x"), user="", name="", tail="t")
    assert sorted(f[0] for f in told("send_request", "xml", body)) == [
        "facet.maxLength",
        "shape.missing",
        "shape.missing",
        "shape.missing",
        "shape.text",
        "shape.unknown",
        "type.integer",
    ]


# ---------------------------------------------------------------- sequence, wrappers, nested records, conditions


def data(inner):
    return f"<data>{inner}</data>"


def test_nested_records_wrappers_and_defaults():
    body = data(
        "<code>0</code><sms><smsid>x</smsid><payment>1.50</payment><day>02.01.2024</day></sms>"
        "<detail><delivered><number>8 916 123-45-67</number></delivered><waiting/></detail>"
    )
    assert explained("detail_response", "xml", body, settings={"fmt": "0"}).value == {
        "code": 0,
        "campaign": {"smsid": "x", "payment": Decimal("1.50"), "day": datetime.date(2024, 1, 2)},
        "delivered": ["79161234567"],
        "waiting": [],
        "action": "send",
    }


D = "/data"
DETAILS = {
    "order": (
        "<detail/><code>0</code>",
        [("shape.order", "error", "code", f"{D}/code", "<code")],
    ),
    "nested missing": (
        "<code>0</code><sms><smsid/></sms>",
        [("shape.missing", "error", "campaign.payment", f"{D}/sms/payment", "")],
    ),
    "nested twice": (
        "<code>0</code><sms><smsid/><payment>1</payment></sms><sms><bad/></sms>",
        [("shape.duplicate", "error", "campaign", f"{D}/sms[2]", "<sms")],
    ),
    "absent literal": ("<code>0</code><sms><smsid/><payment>1</payment><day>00.00.0000</day></sms>", []),
    "explicit default": (
        "<code>0</code><action>send</action>",
        [("deviation.explicit", "warning", "action", f"{D}/action", "send")],
    ),
    "not the default": ("<code>0</code><action>check</action>", []),
    "unknown code": (
        "<code>7</code><descr>d</descr>",
        [("code.unknown", "warning", "code", f"{D}/code", "7")],
    ),
    "code with a deviation": (
        "<code>1</code><descr>d</descr>",
        [("deviation.extra", "warning", "code", f"{D}/code", "1")],
    ),
    "required_if": (
        "<code>-5</code>",
        [("rule.required_if", "error", "descr", D, "")],
    ),
    "required_if empty": (
        "<code>-5</code><descr/>",
        [("rule.required_if", "error", "descr", f"{D}/descr", "")],
    ),
    "broken input": ("<code>x</code>", [("type.integer", "error", "code", f"{D}/code", "x")]),
    "scalar items": (
        "<code>0</code><detail><delivered><number>1</number><number>79161234567</number></delivered>"
        "<waiting><number>2</number></waiting></detail>",
        [
            ("type.phone", "warning", "delivered[0]", f"{D}/detail/delivered/number[1]", "1"),
            ("type.phone", "warning", "waiting[0]", f"{D}/detail/waiting/number", "2"),
        ],
    ),
    "markup in scalars": (
        '<code a="1">0<b/></code>',
        [
            ("shape.unknown", "error", "", f"{D}/code/@a", "a"),
            ("shape.unknown", "error", "", f"{D}/code/b", "<b"),
        ],
    ),
}


@pytest.mark.parametrize("case", DETAILS)
def test_faults_of_a_reply(case):
    inner, expected = DETAILS[case]
    assert told("detail_response", "xml", data(inner), settings={"fmt": "0"}) == expected


@pytest.mark.parametrize(
    ("settings", "action", "codes", "skips"),
    [
        ({}, "<action>check</action>", [], ["no-setting"]),
        ({}, "<action>zz</action>", ["facet.enumeration"], ["no-setting"]),
        ({"fmt": "3"}, "<action>check</action>", ["rule.forbidden_if"], []),
        ({"fmt": "0"}, "<action>check</action>", [], []),
        ({"fmt": "3"}, "", ["rule.forbidden_if"], []),  # a filled default counts as there
    ],
)
def test_settings_in_conditions(settings, action, codes, skips):
    result = explained("detail_response", "xml", data(f"<code>0</code>{action}"), settings=settings)
    assert [f.code for f in result.findings] == codes
    assert [s.reason for s in result.skipped] == skips


# ---------------------------------------------------------------- requests behind replies


def statuses(inner, res='res="0"'):
    return f"<xml_result {res}>{inner}</xml_result>"


@pytest.mark.parametrize(
    ("request_value", "paths", "skips"),
    [
        (None, [], [("echo", "no-request")]),
        ({"push_ids": ["a", "b"]}, [], []),
        ({"push_ids": ["a"]}, ["statuses[1].push_id"], []),
        ({"push_ids": []}, [], []),
        ({"other": 1}, [], []),
    ],
)
def test_echoes(request_value, paths, skips):
    body = statuses('<sms push_id="a"/><ignored deep="1"/><sms push_id="b"/>')
    result = explained("status_response", "xml", body, request=request_value)
    assert [(f.code, f.path) for f in result.findings] == [("rule.echoes", p) for p in paths]
    assert [(s.check, s.reason) for s in result.skipped] == skips
    assert result.value["statuses"] == [{"push_id": "a"}, {"push_id": "b"}]


def test_root_scalars_and_constants():
    assert explained("balance", "xml", "<balance>12.5</balance>").value == {"balance": Decimal("12.5")}
    assert told("balance", "xml", "<balance>12.555</balance>") == [
        ("facet.fractionDigits", "error", "balance", "/balance", "12.555")
    ]
    assert explained("ok", "xml", "<result>OK</result>").value == {}
    assert told("ok", "xml", "<result>NO</result>") == [("shape.const", "error", "", "/result", "NO")]
    assert told("ok", "xml", "<result> OK </result>") == [("shape.const", "error", "", "/result", " OK ")]
