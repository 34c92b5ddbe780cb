"""``wirebook lint``: its words, its JSON, its exit statuses."""

from __future__ import annotations

import json

import pytest
from traffic import FORM, URLS, body, jsonl, record

SEND = f"{URLS['smspager']}/send.xml"
GOOD = record(SEND, body("smspager", "send_request"), body("smspager", "send_response"))
BAD = record(SEND, body("smspager", "send_request", "smsid_too_long"), body("smspager", "send_response"))
STRANGER = record(URLS["stranger"], b"a=1", b"x", FORM)


def test_a_clean_capture(wirebook, put) -> None:
    done = wirebook("lint", put("a.jsonl", jsonl(GOOD, STRANGER)))
    assert done.status == 0
    assert done.out.splitlines()[0] == "2 exchanges: 1 pass, 0 fail, 0 not checked, 1 out of scope"
    assert wirebook("lint", "--strict", put("a.jsonl", jsonl(GOOD, STRANGER))).status == 1


def test_findings_say_where_in_the_capture_and_in_the_body(wirebook, put) -> None:
    done = wirebook("lint", put("a.jsonl", jsonl(GOOD, BAD)))
    assert done.status == 1
    assert "a.jsonl#1 request:7:8: error facet.maxLength smsid has 22 characters; at most 21 are allowed" in done.out
    assert "123456" not in done.out
    assert "79010000001" not in done.out


def test_json_has_the_contract_s_shape(wirebook, put) -> None:
    done = wirebook("lint", "--format", "json", put("a.jsonl", jsonl(BAD, "{oops", STRANGER)))
    shape = json.loads(done.out)
    summary = shape["summary"]
    counts = {key: summary[key] for key in ("exchanges", "pass", "fail", "not_checked", "out_of_scope")}
    assert counts == {"exchanges": 2, "pass": 0, "fail": 1, "not_checked": 0, "out_of_scope": 1}
    assert set(shape) == {"summary", "coverage", "findings", "not_checked"}
    finding, fault = shape["findings"]
    assert (finding["code"], finding["part"], finding["capture"]["index"]) == ("facet.maxLength", "request", 0)
    assert (finding["line"], finding["column"]) == (7, 8)
    assert (fault["code"], fault["part"], fault["capture"]["index"]) == ("capture.record", "capture", 1)


def test_ndjson_has_a_line_per_finding(wirebook, put) -> None:
    done = wirebook("lint", "--format", "ndjson", put("a.jsonl", jsonl(BAD, GOOD, BAD)))
    assert [json.loads(row)["capture"]["index"] for row in done.out.splitlines()] == [0, 2]


def test_other_people_s_names(wirebook, put) -> None:
    row = {"where": GOOD["url"], "verb": "POST", "in": {"body": GOOD["request_body_base64"]}, "status": 200,
           "out": GOOD["response_body_base64"]}  # fmt: skip
    fields = ["url=where", "method=verb", "request_body_base64=in.body", "response_body_base64=out"]
    given = [word for field in fields for word in ("--field", field)]
    done = wirebook("lint", *given, put("a.jsonl", jsonl(row, row)))
    assert done.out.splitlines()[0] == "2 exchanges: 2 pass, 0 fail, 0 not checked, 0 out of scope"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "no CAPTURE given"),
        (["--format", "xml", "x"], "--format xml is not known"),
        (["--field", "body=x", "x"], "a record has no field body"),
        (["--field", "url", "x"], "--field url lacks a path"),
        (["--setting", "fnt=1", "x"], "no book has a setting fnt; did you mean fmt?"),
        (["nowhere.har"], "nowhere.har"),
        (["-"], "standard input is not read"),
    ],
)
def test_what_is_asked_wrongly_is_said_in_one_line(wirebook, words: list[str], said: str) -> None:
    done = wirebook("lint", *words)
    assert done.status == 2
    assert said in done.err
    assert len(done.err.splitlines()) <= 2
