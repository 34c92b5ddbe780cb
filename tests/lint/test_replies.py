"""A reply held against the request that it answers, in exchanges as a capture has them."""

from __future__ import annotations

import pytest
from traffic import FORM, JSON, URLS, body, books, jsonl, record

from wirebook.capture import read
from wirebook.capture.exchange import Exchange
from wirebook.lint.check import Linter

QUICKTEL, SMSPAGER = URLS["quicktel"], f"{URLS['smspager']}/send.xml"
SEND, STATUS = f"{URLS['smsc']}/sys/send.php", f"{URLS['smsc']}/sys/status.php"
LOGIN = "login=demo&psw=demo-password&"
SMS = '<sms sms_id="{}" number="79000000001" source_number="QUICKTELSMS">x</sms>'
SENT = '<push sms_id="{}" push_id="{}" res="{}" number="79000000001" sms_count="1"/>'


def sent(*ids: str) -> bytes:
    sms = "".join(SMS.format(each) for each in ids)
    return f'<xml_request name="sms_send"><xml_user lgn="a" pwd="b"/>{sms}</xml_request>'.encode()


def pushed(*pushes: tuple[str, str, int], res: str = "0") -> bytes:
    inner = "".join(SENT.format(*each) for each in pushes)
    return f'<xml_result xml_name="sms_send" res="{res}">{inner}</xml_result>'.encode()


@pytest.fixture
def told(tmp_path):
    """What lint finds in the reply of one exchange: verdict, findings, and the checks that it skipped."""

    def lint(
        url: str, asked: bytes, reply: bytes, kind: str = "text/xml"
    ) -> tuple[str, list[tuple[str, str]], set[str]]:
        path = tmp_path / "one.jsonl"
        path.write_text(jsonl(record(url, asked, reply, kind)), encoding="utf-8")
        (exchange,) = read(str(path))
        assert isinstance(exchange, Exchange)
        half = Linter(books()).check(exchange).halves[-1]
        assert half.part == "response"
        found = sorted((f.code, f.path) for f in half.result.findings)
        return half.result.verdict, found, {skipped.reason for skipped in half.result.skipped}

    return lint


@pytest.mark.parametrize(
    ("pushes", "findings"),
    [
        ([("a", "1", 0), ("b", "2", 0)], []),
        ([("b", "2", 0), ("a", "1", 0)], []),
        ([("a", "1", 0)], [("rule.answered", "pushes")]),
        ([("a", "1", 0), ("b", "2", 0), ("b", "2", 1)], [("rule.count", "pushes")]),
        ([("a", "1", 0), ("c", "2", 0)], [("rule.echoes", "pushes[1].sms_id"), ("rule.answered", "pushes")]),
        ([("a", "1", 0), ("b", "2", 7)], [("code.unknown", "pushes[1].res")]),
    ],
)
def test_each_sms_is_answered_once(told, pushes, findings) -> None:
    verdict, found, skipped = told(QUICKTEL, sent("a", "b"), pushed(*pushes))
    assert found == sorted([*findings, *_described(pushes)])
    assert verdict == ("fail" if _described(pushes) else "pass")
    assert skipped == set()


def _described(pushes: list[tuple[str, str, int]]) -> list[tuple[str, str]]:
    """An error has a description, which these lack."""
    return [("rule.required_if", f"pushes[{n}].description") for n, push in enumerate(pushes) if push[2] not in (0, 1)]


def test_an_error_of_the_whole_request_leaves_nothing_to_answer(told) -> None:
    reply = pushed(res="-1000").replace(b'res="-1000"', b'res="-1000" description="no"')
    assert told(QUICKTEL, sent("a", "b"), reply) == ("pass", [], set())


@pytest.mark.parametrize(
    ("pushes", "findings"),
    [
        ([("a", "1", 0), ("a", "1", 1)], []),
        ([("a", "1", 1), ("a", "1", 1)], []),  # the first attempt was before
        ([("a", "1", 0), ("a", "2", 0)], [("rule.repeated", "pushes[1].push_id"), ("rule.repeated", "pushes[1].res")]),
        ([("a", "1", 0), ("a", "2", 1)], [("rule.repeated", "pushes[1].push_id")]),
    ],
)
def test_a_repeated_id_is_answered_as_one(told, pushes, findings) -> None:
    assert told(QUICKTEL, sent("a", "a"), pushed(*pushes)) == ("pass", findings, set())


def test_a_status_that_was_not_asked_for_and_one_that_is_lacking(told) -> None:
    asked, reply = body("quicktel", "sms_status2_request"), body("quicktel", "sms_status2_response", "answer")
    assert told(QUICKTEL, asked, reply) == ("pass", [], set())
    other = reply.replace(b'"10000000000000000000002"', b'"10000000000000000000003"')
    findings = [("rule.answered", "statuses"), ("rule.echoes", "statuses[1].push_id")]
    assert told(QUICKTEL, asked, other) == ("pass", findings, set())


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ((b"<code>", b"<code>"), None),
        ((b"abcde123", b"abcde124"), ("rule.echoes", "smsid")),
        ((b">send<", b">check<"), ("rule.echoes", "action")),
        ((b"<allRecivers>1", b"<allRecivers>2"), ("rule.count", "all_recivers")),
    ],
)
def test_scalars_and_counts_of_the_request(told, change, finding) -> None:
    reply = body("smspager", "send_response").replace(*change)
    verdict, found, skipped = told(SMSPAGER, body("smspager", "send_request"), reply)
    assert (verdict, skipped) == ("fail" if finding else "pass", set())
    assert found[:1] == ([finding] if finding else [])


def test_without_an_smsid_in_the_request_any_will_do(told) -> None:
    asked = body("smspager", "send_request").replace(b"<smsid>abcde123</smsid>", b"")
    assert told(SMSPAGER, asked, body("smspager", "send_response")) == ("pass", [], set())


def test_a_refused_request_leaves_the_checks_open(told) -> None:
    asked = body("smspager", "send_request", "smsid_too_long")
    assert told(SMSPAGER, asked, body("smspager", "send_response")) == ("pass", [], {"no-request"})


@pytest.mark.parametrize(
    ("asked", "reply", "verdict", "findings"),
    [
        ("phones=79000000001&mes=x&id=33&fmt=3", '{"id": 33, "cnt": 1}', "pass", []),
        ("phones=79000000001&mes=x&fmt=3", '{"id": 34, "cnt": 1}', "pass", []),
        ("phones=79000000001&mes=x&id=33&fmt=3", '{"id": 34, "cnt": 1}', "pass", [("rule.echoes", "id")]),
        ("phones=79000000001&mes=x&cost=3&fmt=3", '{"id": 1, "cnt": 1}', "fail", [("rule.required_if", "cost")]),
        ("phones=79000000001&mes=x&cost=3&fmt=3", '{"id":1,"cnt":1,"cost":"1.5","balance":"2"}', "pass", []),
        # 10 is a code of senders.php; this is send.php
        ("phones=1&mes=x&fmt=3", '{"error": "e", "error_code": 10}', "pass", [("code.unknown", "code")]),
        ("phones=1&mes=x&fmt=3", '{"error": "e", "error_code": 8, "id": 5}', "pass", []),
        ("phones=1&mes=x&fmt=3", '{"error": "e", "error_code": 9, "id": 5}', "pass", [("rule.forbidden_if", "id")]),
    ],
)
def test_what_a_request_to_send_asked_for(told, asked, reply, verdict, findings) -> None:
    found = told(SEND, (LOGIN + asked).encode(), reply.encode(), FORM)
    assert found == (verdict, findings, set())


ITEM = (
    '{"id": %s, "phone": "79000000001", "status": 1, "last_date": "24.05.2024 10:15:30", "last_timestamp": 1716534930}'
)
ONE = '{"status": 1, "last_date": "24.05.2024 10:15:30", "last_timestamp": 1716534930}'


@pytest.mark.parametrize(
    ("ids", "reply", "verdict", "findings"),
    [
        ("1", ONE, "pass", []),
        ("1,2", ONE, "fail", [("rule.count", "")]),
        ("1,2", f"[{ITEM % 1}, {ITEM % 2}]", "pass", []),
        ("1,", f"[{ITEM % 1}]", "pass", []),
        ("1,2", f"[{ITEM % 1}, {ITEM % 3}]", "fail", [("rule.echoes", "messages[1].id")]),
        (
            "1,2",
            f"[{ITEM % 1}, {ITEM % 2}]".replace('"status": 1, ', '"status": 5, ', 1),
            "pass",
            [("code.unknown", "messages[0].status")],
        ),
    ],
)
def test_one_status_is_an_object_and_several_are_a_list(told, ids, reply, verdict, findings) -> None:
    asked = f"{LOGIN}phone=79000000001&id={ids.replace(',', '%2C')}&fmt=3"
    assert told(STATUS, asked.encode(), reply.encode(), FORM) == (verdict, findings, set())


def test_the_reply_in_the_format_that_was_asked_for(told) -> None:
    asked = f"{LOGIN}phone=79000000001&id=1&fmt=1".encode()
    assert told(STATUS, asked, ONE.encode(), JSON)[1][0][0] == "operation.encoding"
