"""Identifiers across a capture: sent twice, never given, gone on after the final state."""

from __future__ import annotations

from pathlib import Path

import pytest
from scenes import Record, across, callback, lint, quicktel, said, smsc, unchecked
from traffic import body

SEND = body("quicktel", "sms_send_request", "basic")
OTHER = SEND.replace(b'number="79000000001"', b'number="79000000002"')
FAILED = body("quicktel", "error_response")


def answer(res: int, push: str = "100000000000000000001") -> bytes:
    given = f'push_id="{push}"' if res >= 0 else 'description="Refused"'
    return (
        f'<xml_result xml_name="sms_send" res="0"><push sms_id="order-17" {given} res="{res}" number="79000000001" '
        'sms_count="1"/></xml_result>'
    ).encode()


SENT, REPEATED, NOT_SENT = answer(0), answer(1), answer(-1000)


def no_reply(at: float | None, asked: bytes = SEND) -> Record:
    made = quicktel(at, asked, None)
    del made["status"]
    return made


# ---------------------------------------------------------------- sent before


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        pytest.param(no_reply(0), quicktel(9, SEND, REPEATED), None, id="asked again, as no reply came"),
        pytest.param(no_reply(0), quicktel(9, SEND, SENT), None, id="asked again, and sent only now"),
        pytest.param(quicktel(0, SEND, FAILED), quicktel(9, SEND, SENT), None, id="the request failed"),
        pytest.param(quicktel(0, SEND, NOT_SENT), quicktel(9, OTHER, SENT), None, id="the message failed"),
        pytest.param(quicktel(0, SEND, b"<oops/>"), quicktel(9, OTHER, SENT), None, id="the reply was not read"),
        pytest.param(quicktel(0, SEND, SENT), quicktel(9, SEND, REPEATED), "resent", id="for nothing"),
        pytest.param(quicktel(0, SEND, SENT), no_reply(9), "resent", id="for nothing, unanswered"),
        pytest.param(quicktel(0, SEND, SENT), quicktel(9, OTHER, REPEATED), "id-reused", id="another message"),
        pytest.param(quicktel(0, SEND, SENT), no_reply(9, OTHER), "id-reused", id="another message, unanswered"),
        pytest.param(no_reply(0), no_reply(9, OTHER), "id-reused", id="another message, both unanswered"),
        pytest.param(quicktel(0, SEND, SENT), quicktel(9, OTHER, SENT), "id-taken", id="another message, sent"),
        pytest.param(quicktel(0, SEND, NOT_SENT), quicktel(9, OTHER, REPEATED), "id-reused", id="it did count"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_an_identifier_sent_twice(
    tmp_path: Path, first: Record, second: Record, found: str | None, turned: bool
) -> None:
    records = [second, first] if turned else [first, second]
    run = lint(tmp_path, *records)
    late = 0 if turned else 1
    assert said(run) == ([(late, found)] if found else [])
    for row in across(run):
        assert (row.path, row.source, row.message_id) == ("messages[0].sms_id", "seed#2.1", "sms_send_request")
        assert row.related == ((row.file, 1 - late),)
        assert row.docs == "quicktel.html#identity-client_message"
        assert "order-17" not in str(row)


def test_a_reused_identifier_fails_its_exchange(tmp_path: Path) -> None:
    run = lint(tmp_path, quicktel(0, SEND, SENT), quicktel(9, OTHER, REPEATED))
    assert run.tally.summary["fail"] == 1
    assert not run.tally.clean()


def test_the_answer_to_a_repetition_names_the_first_attempt(tmp_path: Path) -> None:
    good = lint(tmp_path, no_reply(0), quicktel(1, SEND, REPEATED), quicktel(2, SEND, REPEATED))
    assert "repeat-answer" not in dict(map(reversed, said(good)))  # type: ignore[arg-type]
    wrong = lint(tmp_path, no_reply(0), quicktel(1, SEND, SENT), quicktel(2, SEND, answer(1, "7")))
    assert said(wrong) == [(2, "repeat-answer"), (2, "resent")]


def test_without_times_the_order_of_the_records_counts(tmp_path: Path) -> None:
    run = lint(tmp_path, quicktel(None, SEND, SENT), quicktel(None, OTHER, REPEATED))
    assert said(run) == [(1, "id-reused")]


def test_logins_have_identifiers_of_their_own(tmp_path: Path) -> None:
    other = OTHER.replace(b'lgn="demo"', b'lgn="other"')
    assert said(lint(tmp_path, quicktel(0, SEND, SENT), quicktel(9, other, SENT))) == []


def test_a_send_that_was_not_read_is_counted(tmp_path: Path) -> None:
    run = lint(tmp_path, quicktel(0, SEND.replace(b'number="79000000001"', b""), FAILED))
    assert unchecked(run, "repeated-id") == {"no-message": 1}


# ---------------------------------------------------------------- never given

ASKED = body("smsc", "send_request", "basic")
GIVEN = b'{"id": 123, "cnt": 1}'
OTHERS = b'{"id": 7, "cnt": 1}'


def test_a_callback_for_what_a_send_gave(tmp_path: Path) -> None:
    assert said(lint(tmp_path, smsc("send", 0, ASKED, GIVEN), callback(9))) == []
    chosen = ASKED.replace(b"&mes", b"&id=123&mes")
    assert said(lint(tmp_path, smsc("send", 0, chosen, None), callback(9))) == []


def test_a_callback_for_what_nothing_gave(tmp_path: Path) -> None:
    calls = [callback(9, status=500), callback(249, status=500), callback(489)]
    run = lint(tmp_path, smsc("send", 0, ASKED, OTHERS), *calls)
    (row,) = across(run)
    assert (row.record, row.code, row.severity, row.path) == (1, "across.unknown-id", "warning", "id")
    assert row.message == "id: nothing in the capture gave this identifier (mentioned 3 times)"
    assert row.source.startswith("callbacks#handler")
    assert run.tally.clean()


@pytest.mark.parametrize("sends", [[], [smsc("send", 10, ASKED, OTHERS)]])
def test_a_capture_that_begins_later_knows_nothing(tmp_path: Path, sends: list[Record]) -> None:
    run = lint(tmp_path, callback(9), *sends)
    assert said(run) == []
    assert unchecked(run, "unknown-id") == {"no-origin": 1}


def test_without_times_what_stands_before_counts(tmp_path: Path) -> None:
    send = smsc("send", None, ASKED, OTHERS)
    assert said(lint(tmp_path, send, callback(None))) == [(1, "unknown-id")]
    assert said(lint(tmp_path, callback(None), send)) == []


# ---------------------------------------------------------------- after the final state

DONE = body("smsc", "callback_status", "undelivered")  # 124, status 20


def state(at: float | None, code: int, when: int | None = None, phone: str = "79000000002", more: str = "") -> Record:
    asked = DONE.replace(b"status=20", b"status=%d" % code).replace(b"79000000002", phone.encode())
    if when is not None:
        asked = asked.replace(b"ts=1735678799", b"ts=%d" % (1735678799 + when))
    return callback(at, asked + more.encode())


def test_on_to_a_final_state_and_no_further(tmp_path: Path) -> None:
    assert said(lint(tmp_path, state(0, -1, 0), state(1, 0, 1), state(2, 20, 2), state(3, 20, 3))) == []


def test_back_from_a_final_state(tmp_path: Path) -> None:
    run = lint(tmp_path, state(0, 20, 0), state(1, 0, 1), state(2, -1, 2), state(3, 20, 3), state(4, 22, 4))
    assert said(run) == [(1, "state-back"), (4, "state-changed")]
    first, second = across(run)
    assert (first.severity, first.path, first.source) == ("error", "status", "callbacks#status, observed#errors")
    assert first.message == "code 0 of MessageStatus after 20, which is final"
    assert first.related == ((first.file, 0),)
    assert second.severity == "warning"
    assert run.tally.summary["fail"] == 1


def test_news_that_is_late_is_no_step_back(tmp_path: Path) -> None:
    assert said(lint(tmp_path, state(0, 20, 9), state(300, 0, 3))) == []
    assert said(lint(tmp_path, state(0, 20, 9), state(300, 0, 9))) == []


def test_each_phone_has_states_of_its_own(tmp_path: Path) -> None:
    assert said(lint(tmp_path, state(0, 20, 0), state(1, 0, 1, phone="79000000003"))) == []


def test_a_final_state_that_a_status_request_told(tmp_path: Path) -> None:
    asked = body("smsc", "status_request", "basic").replace(b"id=123", b"id=124").replace(b"001&id", b"002&id")
    told = b'{"status": 20, "last_date": "31.12.2024 23:59:59", "last_timestamp": 1735678799}'
    late = told.replace(b"20,", b"0,").replace(b"8799", b"8800")
    run = lint(tmp_path, smsc("status", 0, asked, told), state(1, 0, 1))
    assert said(run) == [(1, "state-back")]
    run = lint(tmp_path, state(0, 20, 0), smsc("status", 1, asked, late))
    assert said(run) == [(1, "state-back")]
    (row,) = across(run)
    assert (row.operation, row.message_id) == ("status", "status_response")


STATUS = body("quicktel", "sms_status2_request", "basic")


def polled(at: float | None, code: int) -> Record:
    when = 'delivery_date="29.02.2024" delivery_time="23:59:59"'
    sms = f'<sms push_id="1" status="{code}" number="79000000001" {when}/>'
    return quicktel(at, STATUS, f'<xml_result name="sms_status2" res="0">{sms}</xml_result>'.encode())


@pytest.mark.parametrize("turned", [False, True])
def test_states_that_are_asked_for(tmp_path: Path, turned: bool) -> None:
    records = [polled(0, 1), polled(60, 2), polled(120, 4), polled(180, 4), polled(240, 2)]
    run = lint(tmp_path, *(reversed(records) if turned else records))
    assert said(run) == [(0 if turned else 4, "state-back")]
    assert across(run)[0].path == "statuses[0].status"


def test_without_times_states_are_followed_in_the_order_of_the_records(tmp_path: Path) -> None:
    assert said(lint(tmp_path, polled(None, 4), polled(None, 2))) == [(1, "state-back")]


def test_two_providers_in_one_capture_do_not_meet(tmp_path: Path) -> None:
    run = lint(tmp_path, quicktel(0, SEND, SENT), smsc("send", 1, ASKED, GIVEN), callback(2), polled(3, 4))
    assert said(run) == []
