"""The formats for machines on the command line: real bodies and captures, masked, written whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import jsonschema_rs
import pyarrow.parquet as pq
import pytest
from tests.cli.conftest import PASSWORD, PHONE, SEND, TEXT, Done
from traffic import FORM, URLS, body, jsonl, record

from wirebook.report.formats import FORMATS, SHARED

Call = Callable[..., Done]
Put = Callable[[str, "str | bytes"], str]

URL = f"{URLS['smspager']}/send.xml"
GOOD = record(URL, body("smspager", "send_request"), body("smspager", "send_response"))
BAD = record(URL, body("smspager", "send_request", "smsid_too_long"), body("smspager", "send_response"))
HALF = record(URL, body("smspager", "send_request"))
STRANGER = record(URLS["stranger"], b"a=1", b"x", FORM)
SPOILT = SEND.replace('ttl="10"', 'ttl="soon"')

SARIF = jsonschema_rs.validator_for(
    json.loads((Path(__file__).parent.parent / "report" / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
)


def test_sarif_of_a_capture(wirebook: Call, put: Put) -> None:
    done = wirebook("lint", "--format", "sarif", put("a b.jsonl", jsonl(GOOD, BAD, HALF, "{oops", STRANGER)))
    assert done.status == 1
    SARIF.validate(done.json)
    (run,) = done.json["runs"]
    found = {result["ruleId"]: result["locations"][0]["physicalLocation"] for result in run["results"]}
    assert found["facet.maxLength"]["region"] == {"startLine": 2}
    assert found["capture.record"]["region"] == {"startLine": 4}
    assert {place["artifactLocation"]["uri"] for place in found.values()} == {"a%20b.jsonl"}
    (invocation,) = run["invocations"]
    assert (invocation["exitCode"], invocation["executionSuccessful"]) == (1, True)
    notes = [note["message"]["text"] for note in invocation["toolExecutionNotifications"]]
    assert notes[0].startswith("1 body was not checked (no-body): ")
    assert notes[-1].startswith("1 exchange out of scope")


def test_sarif_of_bodies_and_of_a_file_that_is_not_there(wirebook: Call, put: Put) -> None:
    files = [put("b.xml", SPOILT), put("a.xml", SEND), put("c.xml", "<other/>"), "nowhere.xml"]
    done = wirebook("validate", "--format", "sarif", *files)
    assert done.status == 2
    SARIF.validate(done.json)
    (run,) = done.json["runs"]
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert {place["artifactLocation"]["uri"] for place in places} == {"b.xml", "nowhere.xml"}
    assert places[0]["region"]["startLine"] == 4
    assert run["properties"]["summary"] == {"files": 3, "pass": 1, "fail": 1, "not_checked": 1}
    (invocation,) = run["invocations"]
    assert (invocation["exitCode"], invocation["executionSuccessful"]) == (2, False)
    errors = [note for note in invocation["toolExecutionNotifications"] if note["level"] == "error"]
    assert [note["message"]["text"] for note in errors] == [
        "1 file could not be read (capture.io); the results say which and why."
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_lint_shows_no_phone_text_or_secret_in_any_format(wirebook: Call, put: Put, form: str) -> None:
    row = record(f"{URLS['quicktel']}/xml", SPOILT.encode(), body("quicktel", "error_response"))
    done = wirebook("lint", "--format", form, put("a.jsonl", jsonl(row)))
    assert done.status == 1
    assert "ttl" in done.out
    for hidden in (PHONE, TEXT, PASSWORD, "demo-login"):
        assert hidden not in done.out


@pytest.mark.parametrize("form", SHARED)
def test_validate_shows_no_phone_text_or_secret_in_any_format(wirebook: Call, put: Put, form: str) -> None:
    done = wirebook("validate", "--format", form, put("a.xml", SPOILT))
    assert done.status == 1
    assert "ttl" in done.out
    for hidden in (PHONE, TEXT, PASSWORD, "demo-login"):
        assert hidden not in done.out


@pytest.mark.parametrize("command", ["lint", "validate"])
@pytest.mark.parametrize("form", ["text", *SHARED])
def test_output_is_the_file_and_says_the_same(wirebook: Call, put: Put, command: str, form: str) -> None:
    given = put("a.jsonl", jsonl(BAD)) if command == "lint" else put("a.xml", SPOILT)
    shown = wirebook(command, "--format", form, given)
    kept = wirebook(command, "--format", form, "--output", "made", given)
    assert (kept.status, kept.out, kept.err) == (1, "", "")
    assert Path("made").read_text(encoding="utf-8") == shown.out
    assert sorted(os.listdir()) == sorted([given, "made"])


def test_a_call_that_fails_leaves_the_old_output(wirebook: Call, put: Put) -> None:
    put("made", "old")
    done = wirebook("validate", "--message", "zzz", "--output", "made", put("a.xml", SEND))
    assert done.status == 2
    assert Path("made").read_text() == "old"
    assert sorted(os.listdir()) == ["a.xml", "made"]


@pytest.mark.parametrize(("made", "said"), [("no/made", "no/made"), (".", "Is a directory")])
def test_an_output_that_cannot_be_written_is_said_in_one_line(wirebook: Call, put: Put, made: str, said: str) -> None:
    for command in ("lint", "validate"):
        given = put("a.jsonl", jsonl(GOOD)) if command == "lint" else put("a.xml", SEND)
        done = wirebook(command, "--output", made, given)
        assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
        assert said in done.err
        assert ".part" not in done.err


def test_an_output_that_is_no_plain_file_is_written_to(wirebook: Call, put: Put) -> None:
    assert wirebook("validate", "--output", "/dev/null", put("a.xml", SEND)).status == 0
    put("there", "old")
    os.symlink("there", "link")
    assert wirebook("validate", "--output", "link", "a.xml").status == 0
    assert Path("there").read_text(encoding="utf-8").startswith("a.xml: pass")
    assert Path("link").is_symlink()


def test_parquet_stands_beside_the_report(wirebook: Call, put: Put) -> None:
    given = put("a.jsonl", jsonl(GOOD, BAD, HALF))
    done = wirebook("lint", "--format", "ndjson", "--parquet", "made.parquet", given)
    assert done.status == 1
    assert [json.loads(row)["code"] for row in done.out.splitlines()] == ["facet.maxLength"]
    rows = pq.read_table("made.parquet", columns=["code", "severity", "record", "excerpt"]).to_pylist()
    assert [(row["code"], row["severity"], row["record"]) for row in rows] == [
        ("facet.maxLength", "error", 1),
        ("no-body", None, 2),
    ]
    assert sorted(os.listdir()) == ["a.jsonl", "made.parquet"]
    done = wirebook("lint", "--parquet", "no/made.parquet", given)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert "no/made.parquet: " in done.err
