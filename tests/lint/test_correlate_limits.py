"""Calls against the documented limits: within a time, at once, identical ones, those about one message."""

from __future__ import annotations

from pathlib import Path

import pytest
from scenes import BEGIN, REFUSED, Record, across, balance, lint, said, smsc, unchecked
from traffic import body

SENDERS = body("smsc", "senders_get_request", "statuses")
LISTED = b'[{"sender": "SHOP", "status": 1, "id": 17}]'
SENT = b'{"id": 33, "cnt": 1}'


def test_as_many_calls_as_are_allowed_are_no_excess(tmp_path: Path) -> None:
    run = lint(tmp_path, *(balance(second) for second in range(10)))
    assert said(run) == []
    assert run.tally.coverage.as_json()["smsc"]["limits"]["balance.rate"] == {"met": 10, "limit": 10}
    assert run.tally.clean()


def test_a_refused_call_beyond_the_limit_fails(tmp_path: Path) -> None:
    run = lint(tmp_path, *(balance(second) for second in range(10)), balance(10, REFUSED), balance(71))
    (row,) = across(run)
    assert (row.record, row.code, row.severity, row.verdict) == (10, "across.limit-refused", "error", "fail")
    assert (row.part, row.operation, row.path, row.source) == (
        "exchange", "balance", "limits.rate", "observed#errors",
    )  # fmt: skip
    assert row.docs == "smsc.html#operation-balance"
    assert row.message == "call 11 within 60 s, where the limit rate allows 10: refused"
    assert row.related == tuple((row.file, index) for index in (9, 8, 7, 6, 5))
    assert run.tally.summary["fail"] == 1
    assert run.tally.spoken["smsc", "balance", "fail"] == 1


def test_calls_beyond_the_limit_that_were_answered_are_one_warning_for_each_burst(tmp_path: Path) -> None:
    burst = [balance(second) for second in range(13)]
    later = [balance(second) for second in range(200, 211)]
    run = lint(tmp_path, *burst, *later)
    assert said(run) == [(10, "limit"), (23, "limit")]
    assert [row.args for row in across(run)] == [
        (("got", got), ("over", over), ("limit", "10"), ("seconds", "60"), ("name", "rate"))
        for got, over in (("13", "3"), ("11", "1"))
    ]
    assert run.tally.clean()
    assert run.tally.coverage.as_json()["smsc"]["limits"]["balance.rate"]["met"] == 13


@pytest.mark.parametrize(("last", "found"), [(59.999, [(10, "limit")]), (60, []), (60.001, [])])
def test_two_calls_exactly_the_limits_time_apart_do_not_meet(
    tmp_path: Path, last: float, found: list[tuple[int, str]]
) -> None:
    run = lint(tmp_path, *(balance(0.1) for _ in range(10)), balance(last + 0.1))
    assert said(run) == found


def test_the_order_of_the_file_does_not_matter(tmp_path: Path) -> None:
    calls = [balance(second) for second in range(10)]
    run = lint(tmp_path, balance(10, REFUSED), *reversed(calls))
    assert said(run) == [(0, "limit-refused")]


def test_logins_are_counted_apart(tmp_path: Path) -> None:
    calls = [balance(second, login=login) for second in range(6) for login in ("demo", "other")]
    assert said(lint(tmp_path, *calls)) == []


def test_without_times_nothing_is_said_about_rates(tmp_path: Path) -> None:
    run = lint(tmp_path, *(balance(None) for _ in range(11)))
    assert said(run) == []
    assert unchecked(run, "limit") == {"no-time": 11}
    assert run.tally.clean()
    assert not run.tally.clean(strict=True)


def test_identical_requests_are_told_by_all_that_was_sent(tmp_path: Path) -> None:
    asked = body("smsc", "send_request", "basic")
    other = asked.replace(b"Hello", b"Bye")
    run = lint(tmp_path, smsc("send", 0, asked, SENT), smsc("send", 1, other, SENT), smsc("send", 60, asked, SENT))
    assert said(run) == []
    refused = b'{"error": "duplicate request, wait a minute", "error_code": 9}'
    run = lint(tmp_path, smsc("send", 0, asked, SENT), smsc("send", 59, asked, refused))
    assert said(run) == [(1, "limit-refused")]


def test_a_limit_of_one_message_counts_no_other(tmp_path: Path) -> None:
    add = body("smsc", "senders_add_request", "plain")
    adds = [smsc("senders", n, add.replace(b"SHOP", b"SHOP%d" % n), b'{"sender": 17}') for n in range(5)]
    lists = [smsc("senders", 10 + n, SENDERS, LISTED) for n in range(3)]
    assert said(lint(tmp_path, *adds, *lists)) == []
    assert said(lint(tmp_path, *adds, *lists, smsc("senders", 20, SENDERS, LISTED))) == [(8, "limit")]


def test_requests_about_one_message_are_counted_by_each_of_its_ids(tmp_path: Path) -> None:
    asked = body("smsc", "status_request", "several").replace(b"&charset=utf-8", b"")
    told = body("smsc", "status_list_response", "json")
    many = [smsc("status", n, asked, told) for n in range(5)]
    assert said(lint(tmp_path, *many)) == []
    one = asked.replace(b"123%2C124", b"124%2C")
    run = lint(tmp_path, *many, smsc("status", 7, one, told.replace(b'"id": 123', b'"id": 124')))
    assert said(run) == [(5, "limit")]
    assert run.tally.coverage.as_json()["smsc"]["limits"]["status.same_message"] == {"met": 6, "limit": 5}


def test_calls_of_an_operation_whose_request_is_not_described_show_an_excess_only_where_refused(
    tmp_path: Path,
) -> None:
    def job(at: float, told: bytes) -> Record:
        return smsc("jobs", at, b"login=demo&psw=x&add=1", told)

    run = lint(tmp_path, job(0, b'{"ok": 1}'), job(1, REFUSED))
    assert said(run) == [(1, "limit-refused")]
    run = lint(tmp_path, job(0, b'{"ok": 1}'), job(1, b'{"ok": 1}'))
    assert said(run) == []
    assert unchecked(run, "limit") == {"no-account": 1}


def test_requests_without_their_bodies_are_not_called_identical(tmp_path: Path) -> None:
    run = lint(tmp_path, *(smsc("get_mnp", n, None, b'{"ok": 1}') for n in range(5)))
    assert said(run) == []
    assert unchecked(run, "limit") == {"no-body": 5}


def test_a_call_that_was_not_read_is_counted_where_nothing_of_it_is_needed(tmp_path: Path) -> None:
    run = lint(tmp_path, smsc("senders", 0, None, LISTED))
    assert unchecked(run, "limit") == {"no-message": 2}


def senders(at: float, lasts: float | None, told: bytes = LISTED, **more: object) -> Record:
    asked = body("smsc", "senders_get_request", "plain").replace(b"=demo-password", b"=p%d&fmt=3&all=1" % (at * 1000))
    return smsc("senders", at, asked, told, **({} if lasts is None else {"duration": lasts}), **more)


def test_calls_at_once(tmp_path: Path) -> None:
    fourteen = [senders(n / 100, 10) for n in range(14)]
    run = lint(tmp_path, *fourteen)
    assert said(run) == []
    assert run.tally.coverage.as_json()["smsc"]["limits"]["senders.at_once"] == {"met": 14, "limit": 14}
    assert said(lint(tmp_path, *fourteen, senders(5, 1))) == [(14, "concurrent")]
    assert said(lint(tmp_path, *fourteen, senders(5, 1, REFUSED))) == [(14, "concurrent-refused")]
    assert said(lint(tmp_path, *fourteen, senders(10, 1))) == []  # the first is over


def test_the_end_of_a_reply_may_be_given_as_a_time(tmp_path: Path) -> None:
    calls = [{**senders(n, None), "ended": BEGIN + 100} for n in range(15)]
    assert said(lint(tmp_path, *calls)) == [(14, "concurrent")]


def test_without_ends_nothing_is_said_about_calls_at_once(tmp_path: Path) -> None:
    run = lint(tmp_path, *(senders(n, None) for n in range(20)))
    assert said(run) == []
    assert unchecked(run, "concurrent") == {"no-end": 20}
