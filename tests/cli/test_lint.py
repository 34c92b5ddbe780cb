"""``wirebook lint``: its words, its JSON, its exit statuses."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import zstandard
from made import connection, ok, pcap, post
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


def test_errors_always_have_line_and_column_in_the_json(wirebook, put) -> None:
    balance = {"method": "POST", "url": "https://smsc.ru/sys/balance.php", "request_body": "login=a&psw=b&fmt=3"}
    refused = balance | {"response_body": '{"error": "x", "error_code": 9}', "status": 200}
    calls = [refused | {"time": 1000 + n} for n in range(12)]
    cut = put("b.jsonl.gz", gzip.compress(jsonl(*calls).encode())[:-5])
    done = wirebook("lint", "--format", "json", put("a.jsonl", jsonl(*calls)), cut)
    found = [finding for finding in done.json["findings"] if finding["severity"] == "error"]
    assert {finding["part"] for finding in found} == {"exchange", "capture"}
    for finding in found:
        index = finding["capture"]["index"]
        assert (finding["line"], finding["column"]) == (1 if index is None else index + 1, 1)


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


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_mapping_to_a_field_that_no_record_has_is_told(wirebook, put, jobs: str) -> None:
    rows = [{"where": GOOD["url"], "in": {"body": GOOD["request_body_base64"]}, "status": None} for _ in range(3)]
    capture = put("a.jsonl", jsonl(*rows, {**rows[0], "ts": None}))
    given = ["--field", "url=wehre", "--field", "time=ts", "--field", "request_body_base64=in.body"]
    done = wirebook("lint", "--format", "ndjson", "--jobs", jobs, *given, capture)
    assert done.status == 0  # the bodies were told by themselves
    told = [json.loads(row) for row in done.out.splitlines()]
    (warning,) = [row for row in told if row["code"] == "capture.field"]
    assert warning["message"] == "no record has wehre, which was said to be url"
    assert (warning["severity"], warning["capture"]) == ("warning", {"file": "a.jsonl", "index": None})
    given[1] = "url=where"
    assert "capture.field" not in wirebook("lint", "--jobs", jobs, *given, capture).out


def test_a_run_in_which_nothing_is_in_scope_says_so(wirebook, put) -> None:
    row = {"u": GOOD["url"], "rq": "x", "response_body": "<p/>", "status": 200}
    done = wirebook("lint", put("a.jsonl", jsonl(row, row)))
    assert (done.status, done.out.splitlines()[0].endswith("2 out of scope")) == (0, True)
    assert "nothing was checked" in done.err
    assert "--field" in done.err
    assert wirebook("lint", put("b.jsonl", jsonl(row, GOOD))).err == ""


def test_a_mapping_counts_over_all_captures_of_a_run(wirebook, put) -> None:
    row = {"where": GOOD["url"], "request_body_base64": GOOD["request_body_base64"]}
    files = [put("a.jsonl", jsonl(GOOD, GOOD)), put("b.jsonl", jsonl(row, row))]
    assert "capture.field" not in wirebook("lint", "--field", "url=where", *files).out
    done = wirebook("lint", "--field", "url=where", files[0])
    assert "a.jsonl: warning capture.field no record has where, which was said to be url" in done.out
    project = ["[tool.wirebook]", 'ignore = ["capture.field"]']
    put("pyproject.toml", "\n".join(project))
    assert "capture.field" not in wirebook("lint", "--field", "url=where", files[0]).out


def test_a_body_whose_library_is_missing_is_not_checked_and_the_run_goes_on(wirebook, put, monkeypatch) -> None:
    for name in ("brotli", "zstandard"):
        monkeypatch.setitem(sys.modules, name, None)
    asked = told = b""
    for coding in ("br", "zstd", "identity"):
        place = urlsplit(SEND)
        request = post(body("smspager", "send_request"), place.path, "Content-Type: text/xml\r\n")
        asked += request.replace(b"example.org", place.netloc.encode())
        told += ok(body("smspager", "send_response"), f"Content-Type: text/xml\r\nContent-Encoding: {coding}\r\n")
    done = wirebook("lint", put("a.pcap", pcap(connection(asked, told))))
    assert done.status == 1
    assert done.out.splitlines()[0] == "3 exchanges: 1 pass, 0 fail, 2 not checked, 0 out of scope"
    assert "not checked: 2 of no-library (a.pcap#0 response, a.pcap#1 response)" in done.out
    assert "pip install '.[capture]' in Wirebook's checkout" in done.out


def test_a_capture_whose_library_is_missing_is_named(wirebook, put, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "ijson", None)
    done = wirebook("lint", put("a.har", '{"log": {"entries": []}}'))
    assert done.status == 2
    assert done.err == "wirebook: a.har needs ijson: pip install '.[har]' in Wirebook's checkout\n"
    monkeypatch.setitem(sys.modules, "zstandard", None)
    done = wirebook("lint", put("b.jsonl.zst", zstandard.compress(jsonl(GOOD).encode())))
    assert done.status == 2
    assert done.err == "wirebook: b.jsonl.zst needs zstandard: pip install '.[capture]' in Wirebook's checkout\n"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.jsonl", b'{"url": 1}\n{oops\n', "2 faults kept the captures from being read"),
        ("a.jsonl", b"", "1 fault kept the captures from being read"),
        ("folder", None, "the captures hold none"),
    ],
)
def test_a_run_without_exchanges_says_why_it_does_not_pass(
    wirebook, put, name: str, data: bytes | None, why: str
) -> None:
    put(name if data is not None else "other", data or b"")
    if data is None:
        Path(name).mkdir()
    done = wirebook("lint", name)
    assert done.status == 1
    assert "0 exchanges: " in done.out
    assert f"    no exchange was judged, so the run does not pass: {why}" in done.out.splitlines()
    assert "no exchange was judged" not in wirebook("lint", put("b.jsonl", jsonl(GOOD))).out


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
        (["--dialect", "later", "x"], "--dialect needs --spec"),
        (["--jobs", "0", "x"], "--jobs 0 is no number of processes: 1 to 256, or auto"),
        (["--output", "-", "x"], "--output - is no file; leave it out to write to standard output"),
        (["--write-baseline", "-", "x"], "--write-baseline - is no file; name a file"),
    ],
)
def test_what_is_asked_wrongly_is_said_in_one_line(wirebook, words: list[str], said: str) -> None:
    done = wirebook("lint", *words)
    assert done.status == 2
    assert said in done.err
    assert len(done.err.splitlines()) <= 2
