"""A run over captures: whose an exchange is, what is wrong with it, and what was not looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from traffic import FORM, JSON, URLS, body, books, jsonl, record

from wirebook.capture import Fault, read
from wirebook.lint.batch import Engine
from wirebook.lint.check import Checked, Linter
from wirebook.lint.job import Job
from wirebook.lint.policy import Policy
from wirebook.lint.run import Run
from wirebook.lint.tally import Tally


def run(tmp_path: Path, *records: dict[str, Any] | str, **how: Any) -> tuple[Tally, list[Checked], list[Fault]]:
    path = tmp_path / "capture.jsonl"
    path.write_text(jsonl(*records), encoding="utf-8")
    linter = Linter(books(), **how)
    found = [f if isinstance(f, Fault) else linter.check(f) for f in read(str(path))]
    level = Policy(level=how.pop("level", "error"))
    return (
        whole(path, policy=level, **how).tally,
        [f for f in found if isinstance(f, Checked)],
        [f for f in found if isinstance(f, Fault)],
    )


def whole(path: Path, **how: Any) -> Run:
    """A run over one capture, to its end."""
    done = Run(Engine(Job(tuple((book.name, book.dialect) for book in books()), keys=b"k", **how)))
    done.lint([str(path)])
    return done


def told(checked: Checked) -> list[tuple[str, str | None, str | None, str, list[str]]]:
    return [
        (
            half.part,
            half.result.message,
            half.result.reason,
            half.result.verdict,
            [f.code for f in half.result.findings],
        )
        for half in checked.halves
    ]


SEND = f"{URLS['smspager']}/send.xml"


def test_an_exchange_by_its_address(tmp_path: Path) -> None:
    job, found, _ = run(tmp_path, record(SEND, body("smspager", "send_request"), body("smspager", "send_response")))
    assert [(c.verdict, c.provider, c.operation) for c in found] == [("pass", "smspager", "send")]
    assert [half[1] for half in told(found[0])] == ["send_request", "send_response"]
    assert job.clean()
    assert job.clean(strict=True)


def test_a_broken_request_fails_its_exchange(tmp_path: Path) -> None:
    broken = body("smspager", "send_request", "smsid_too_long")
    job, found, _ = run(tmp_path, record(SEND, broken, body("smspager", "error_response")))
    assert found[0].verdict == "fail"
    assert told(found[0])[0] == ("request", "send_request", None, "fail", ["facet.maxLength"])
    assert told(found[0])[1][3] == "pass"
    assert not job.clean()


@pytest.mark.parametrize(
    ("changes", "part", "reason"),
    [
        ({"response_body_base64": None}, "response", "no-body"),
        ({"response_body_base64": None, "status": None}, "response", "no-reply"),
        ({"request_body_base64": None}, "request", "no-body"),
    ],
)
def test_a_half_that_is_not_there_is_not_checked(
    tmp_path: Path, changes: dict[str, Any], part: str, reason: str
) -> None:
    both = record(SEND, body("smspager", "send_request"), body("smspager", "send_response"))
    job, found, _ = run(tmp_path, {**both, **changes})
    assert found[0].verdict == "not_checked"
    assert [(half[0], half[2]) for half in told(found[0]) if half[3] == "not_checked"] == [(part, reason)]
    assert dict(job.unseen) == {reason: 1}
    assert not job.clean()


def test_a_known_host_with_an_unknown_path_is_in_scope_and_not_checked(tmp_path: Path) -> None:
    job, found, _ = run(tmp_path, record(f"{URLS['smspager']}/other.xml", b"<x/>"))
    assert [(c.verdict, c.provider) for c in found] == [("not_checked", "smspager")]
    assert dict(job.unseen) == {"unknown-path": 1}


@pytest.mark.parametrize(
    ("message", "example", "verdict"),
    [
        ("callback_status", "basic", "pass"),
        ("callback_status", "status_not_a_number", "fail"),
        ("callback_incoming", "", "pass"),
        ("callback_waitcall", "", "pass"),
    ],
)
def test_a_callback_is_told_by_its_structure(tmp_path: Path, message: str, example: str, verdict: str) -> None:
    _, found, _ = run(tmp_path, record(URLS["handler"], body("smsc", message, example), kind=FORM))
    assert [(c.verdict, c.provider, c.operation) for c in found] == [(verdict, "smsc", "callbacks")]
    assert told(found[0])[0][1] == message
    assert len(found[0].halves) == 1  # what a handler answers is no message


def test_a_request_to_an_address_that_no_spec_has_is_told_by_its_structure_and_its_reply_with_it(
    tmp_path: Path,
) -> None:
    asked, answered = body("quicktel", "sms_send_request"), body("quicktel", "error_response")
    _, found, _ = run(tmp_path, record(f"{URLS['quicktel']}/xml", asked, answered))
    assert [(c.verdict, c.provider, c.operation) for c in found] == [("pass", "quicktel", "send")]
    assert told(found[0])[1][1] == "error_response"


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        (FORM, b"user=me&password=x&id=5"),
        (FORM, b"id=5&status=open"),
        (JSON, b'{"id": 5, "status": "open", "name": "x"}'),
        ("text/xml", b"<rss><channel/></rss>"),
        ("text/plain", b"OK"),
        ("text/plain", b"123,1"),
        ("application/octet-stream", b"\x00\x01\x02"),
    ],
)
def test_strangers_are_out_of_scope(tmp_path: Path, kind: str, asked: bytes) -> None:
    job, found, _ = run(tmp_path, record(URLS["stranger"], asked, b'{"ok": true}', kind))
    assert [c.verdict for c in found] == ["out_of_scope"]
    assert job.clean()
    assert not job.clean(strict=True)


def test_a_body_without_anything_around_it_is_told_as_validate_tells_it(tmp_path: Path) -> None:
    folder = tmp_path / "bodies"
    folder.mkdir()
    (folder / "1.xml").write_bytes(body("quicktel", "sms_send_response"))
    (folder / "2.form").write_bytes(body("smsc", "callback_status", "id_zero"))
    (folder / "3.txt").write_bytes(b"hello")
    summary = whole(folder).tally.summary
    assert [summary[verdict] for verdict in ("pass", "fail", "not_checked", "out_of_scope")] == [1, 1, 0, 1]


def test_the_method_and_the_type_of_the_content(tmp_path: Path) -> None:
    both = record(SEND, body("smspager", "send_request"), body("smspager", "send_response"))
    untyped = {**both, "request_headers": {"Content-Type": "text/plain"}}
    _, found, _ = run(tmp_path, {**both, "method": "PUT"}, untyped)
    assert [told(c)[0][3:] for c in found] == [("fail", ["http.method"]), ("pass", ["http.content-type"])]
    _, found, _ = run(tmp_path, untyped, level="warning")
    assert found[0].verdict == "fail"


def test_a_record_that_cannot_be_read_is_told_and_the_next_is_checked(tmp_path: Path) -> None:
    both = record(SEND, body("smspager", "send_request"), body("smspager", "send_response"))
    job, found, faults = run(tmp_path, both, "{oops", both)
    assert [c.verdict for c in found] == ["pass", "pass"]
    assert [(f.code, f.index) for f in faults] == [("capture.record", 1)]
    assert not job.clean()


def test_a_signature_is_checked_with_the_secret(tmp_path: Path) -> None:
    signed = record(URLS["handler"], body("smsc", "callback_status", "signed"), kind=FORM)
    _, found, _ = run(tmp_path, signed, secret="top-secret")
    assert found[0].verdict == "pass"
    _, found, _ = run(tmp_path, signed, secret="another")
    assert "signature.mismatch" in told(found[0])[0][4]


def test_coverage_tells_what_was_met_and_what_was_not(tmp_path: Path) -> None:
    both = record(SEND, body("smspager", "send_request"), body("smspager", "send_response"))
    job, _, _ = run(tmp_path, both, both)
    shape = job.coverage.as_json()
    assert list(shape) == ["smspager"]
    assert shape["smspager"]["operations"]["send"] == 2
    assert shape["smspager"]["operations"]["cancel"] == 0
    send = shape["smspager"]["messages"]["send_request"]
    assert (send["seen"], send["encodings"]["xml"]) == (2, 2)
    assert send["fields"]["to[].number"] == 2
    assert shape["smspager"]["codes"]["Result"]["1"] == 2
    assert shape["smspager"]["codes"]["Result"]["500"] == 0


@pytest.mark.parametrize(
    ("status", "codes"), [(200, []), (404, []), (401, ["http.repeated"]), (500, ["http.repeated"])]
)
def test_a_handler_whose_answer_makes_the_provider_call_again(tmp_path: Path, status: int, codes: list[str]) -> None:
    called = record(URLS["handler"], body("smsc", "callback_status", "basic"), b"", FORM, status=status)
    _, found, _ = run(tmp_path, called)
    assert told(found[0])[0][3:] == ("pass", codes)


@pytest.mark.parametrize("name", ["a.har", "a.jsonl", "a.JSONL.gz", "a.pcap"])
@pytest.mark.parametrize("data", [b"", b"   \n", b"[{}]", b"\x00" * 50, b"<data/>"])
def test_a_file_that_is_named_a_capture_and_is_none_is_no_body(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    job = whole(path)
    assert [row.code for row in job.rows()] == ["capture.broken"]
    assert not job.tally.clean()


def test_a_run_that_met_nothing_has_shown_nothing(tmp_path: Path) -> None:
    job = whole(tmp_path)
    assert not [*job.rows()]
    assert not job.tally.clean()


def test_a_folder_may_hold_captures_and_bodies(tmp_path: Path) -> None:
    both = record(SEND, body("smspager", "send_request"), body("smspager", "send_response"))
    (tmp_path / "a.jsonl").write_text(jsonl(both, "{oops", both))
    (tmp_path / "b.xml").write_bytes(body("quicktel", "sms_send_response"))
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "d.har").write_bytes(b'{"log": {"entries": []}}')
    (tmp_path / "e.har").write_bytes(b"<data/>")
    (tmp_path / "f").write_bytes(b'{"log": {"entries": [1]}}')
    job = whole(tmp_path)
    assert job.tally.summary == {"exchanges": 3, "pass": 3, "fail": 0, "not_checked": 0, "out_of_scope": 0}
    where = [(row.file.rpartition("/")[2], row.record, row.code) for row in job.rows()]
    assert where == [("a.jsonl", 1, "capture.record"), ("e.har", -1, "capture.broken"), ("f", 0, "capture.record")]


def test_a_body_at_a_path_that_is_not_its_operation_s_says_so(tmp_path: Path) -> None:
    elsewhere = record("https://proxy.example/out", body("smspager", "send_request"), body("smspager", "send_response"))
    tally, found, _ = run(tmp_path, elsewhere)
    assert [(c.provider, c.operation, c.verdict) for c in found] == [("smspager", "send", "pass")]
    assert told(found[0])[0][4] == ["http.path"]
    assert tally.clean()


def test_a_reply_to_a_request_of_several_operations_is_not_checked_in_silence(tmp_path: Path) -> None:
    asked = b"<?xml version='1.0'?><data><login>demo</login><password>demo</password></data>"
    tally, found, _ = run(tmp_path, record("https://proxy.example/out", asked, body("smspager", "balance_response")))
    assert [half[2] for half in told(found[0])] == [None, "unknown-operation"]
    assert found[0].verdict == "not_checked"
    (elsewhere,) = found[0].halves[0].result.findings
    assert elsewhere.message == "told by its body: the path is not /report.xml or /balance.xml"
    assert not tally.clean()
