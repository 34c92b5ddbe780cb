"""SARIF: the official schema, GitHub's limits, and nothing of a payload that anything would obey."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from rowmade import HOSTILE, Made, made, told, unseen

from wirebook.diagnostic import CODES
from wirebook.report.sarif import PLACES, RESULTS

SCHEMA = jsonschema_rs.validator_for(
    json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8")),
    validate_formats=True,
)


def run(text: str) -> dict[str, Any]:
    """The one run of a log that the schema takes."""
    shape = json.loads(text)
    assert [f"{error.instance_path}: {error.message}" for error in SCHEMA.iter_errors(shape)] == []
    (one,) = shape["runs"]
    rules = [rule["id"] for rule in one["tool"]["driver"]["rules"]]
    for result in one["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
    for note in one["invocations"][0]["toolExecutionNotifications"]:
        if "descriptor" in note:
            told_of = one["tool"]["driver"]["notifications"][note["descriptor"]["index"]]
            assert told_of["id"] == note["descriptor"]["id"]
    return one


def texts(value: Any) -> list[str]:
    """Every text in a shape, keys too."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for pair in value.items() for one in pair for text in texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    return []


def test_a_finding_says_where_in_the_capture_and_where_in_the_body() -> None:
    (result,) = run(told("sarif", [made(2)]))["results"]
    assert result["ruleId"] == "facet.maxLength"
    assert result["level"] == "error"
    assert result["message"]["text"] == (
        "sms_id has 22 characters; at most 21 are allowed (record 2, request, line 7, column 8)."
    )
    (location,) = result["locations"]
    assert location["physicalLocation"] == {"artifactLocation": {"uri": "logs/a.jsonl"}, "region": {"startLine": 3}}
    assert [one["fullyQualifiedName"] for one in location["logicalLocations"]] == [
        "messages[3].sms_id",
        "/xml_request/sms[4]/@sms_id",
    ]
    properties = result["properties"]
    assert (properties["line"], properties["column"], properties["offset"]) == (7, 8, 158)
    assert result["partialFingerprints"]["wirebookKind/v1"] == "b8e89a11bc2b069c"


def test_a_file_that_is_the_body_has_its_region() -> None:
    row = made(-1, part="body", file="a b/№1.xml", record_line=0)
    (result,) = run(told("sarif", [row]))["results"]
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "a%20b/%E2%84%961.xml"
    assert physical["region"] == {"startLine": 7, "startColumn": 8}


def test_where_lines_mean_nothing_there_is_no_region() -> None:
    (result,) = run(told("sarif", [made(5, file="a.pcap", record_line=0)]))["results"]
    assert "region" not in result["locations"][0]["physicalLocation"]
    assert "record 5" in result["message"]["text"]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("./x/../a.jsonl", "a.jsonl"),
        ("a:b.jsonl", "a%3Ab.jsonl"),
        ("a%20b?c#d", "a%2520b%3Fc%23d"),
        ("\udcff.jsonl", "%FF.jsonl"),
        ("/elsewhere/a b.jsonl", "file:///elsewhere/a%20b.jsonl"),
        ("../a.jsonl", "../a.jsonl"),
    ],
)
def test_files_are_relative_references(file: str, uri: str) -> None:
    (result,) = run(told("sarif", [made(file=file)]))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_a_file_below_the_current_folder_is_told_from_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (result,) = run(told("sarif", [made(file=str(tmp_path / "logs" / "a.jsonl"))]))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "logs/a.jsonl"


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_a_rule_that_explains_itself_in_both_languages(code: str) -> None:
    rows = [made(code=code, severity=CODES[code].severity)]
    (rule,) = run(told("sarif", rows))["tool"]["driver"]["rules"]
    assert rule["id"] == code
    for text in (rule["shortDescription"]["text"], rule["fullDescription"]["text"], rule["help"]["text"]):
        assert 0 < len(text) <= 1024
        assert "{" not in text
    assert rule["properties"]["ru"]["shortDescription"]
    assert rule["properties"]["docs"].startswith("index.html#finding-")


def test_what_was_not_looked_at_is_told() -> None:
    counts = Made()
    counts.summary.update(exchanges=9, not_checked=3, out_of_scope=4)
    counts.skipped["sign", "no-secret"] = 2
    one = run(told("sarif", [unseen(n) for n in range(3)], counts))
    assert one["results"] == []
    (invocation,) = one["invocations"]
    assert invocation["exitCode"] == 1
    first, skipped, outside = invocation["toolExecutionNotifications"]
    assert first["message"]["text"].startswith("3 bodies were not checked (no-body): ")
    assert len(first["locations"]) == 3
    assert "sign (no-secret)" in skipped["message"]["text"]
    assert outside["message"]["text"].startswith("4 exchanges out of scope")
    assert one["properties"]["summary"]["out_of_scope"] == 4


@pytest.mark.parametrize("status", [0, 1, 2])
def test_the_execution_succeeded_unless_something_could_not_be_done(status: int) -> None:
    counts = Made()
    counts.summary = {"files": 2, "pass": 2, "fail": 0, "not_checked": 0}
    counts.faults["capture.io"] = 2
    (invocation,) = run(told("sarif", [], counts, status=status))["invocations"]
    assert invocation["exitCode"] == status
    assert invocation["executionSuccessful"] is (status < 2)
    assert invocation["exitCodeDescription"]
    errors = [note for note in invocation["toolExecutionNotifications"] if note["level"] == "error"]
    assert bool(errors) is (status == 2)  # SARIF: an error of the tool means that it did not succeed


def test_one_is_counted_as_one() -> None:
    counts = Made()
    counts.skipped["sign", "no-secret"] = 1
    text = told("sarif", [unseen()], counts)
    assert "1 body was not checked" in text
    assert "A check was skipped 1 time:" in text


def test_a_run_that_met_nothing_says_so() -> None:
    (note,) = run(told("sarif", [], Made()))["invocations"][0]["toolExecutionNotifications"]
    assert note["level"] == "warning"
    assert note["message"]["text"] == "There were no exchanges at all."


def test_what_is_known_is_suppressed_and_what_it_has_to_do_with_is_linked() -> None:
    rows = [made(known=True, related=(("b.har", 7),)), made(1)]
    known, fresh = run(told("sarif", rows))["results"]
    assert known["suppressions"][0]["status"] == "accepted"
    assert "suppressions" not in fresh
    assert known["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "b.har"


def test_two_findings_of_one_record_are_told_apart_and_the_same_one_later_is_known_again() -> None:
    rows = [made(), made(path="messages[4].sms_id"), made(1)]
    prints = [result["partialFingerprints"] for result in run(told("sarif", rows))["results"]]
    assert len({one["primaryLocationLineHash"] for one in prints}) == 3
    assert len({one["wirebookKind/v1"] for one in prints}) == 1
    again = [result["partialFingerprints"] for result in run(told("sarif", rows[2:]))["results"]]
    assert again == prints[2:]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_payload_is_obeyed(text: str) -> None:
    row = made(message=text, path=text, wire_path=text, excerpt=text, file=text.replace("\x00", ""), source=text)
    raw = told("sarif", [row])
    assert raw.replace("\n", "").isprintable()
    for one in texts(run(raw)):
        assert one.isprintable(), one
    (result,) = json.loads(raw)["runs"][0]["results"]
    assert "](" not in result["message"]["text"]


def test_more_than_github_takes_is_folded_by_kind_and_nothing_is_left_out() -> None:
    rows = [made(n, fingerprint=f"{n % 7:016x}", severity=("error", "warning")[n % 2]) for n in range(30_000)]
    results = run(told("sarif", rows))["results"]
    assert len(results) == 14
    assert sum(result["occurrenceCount"] for result in results) == 30_000
    assert all(len(result["relatedLocations"]) == PLACES for result in results)
    assert results[0]["message"]["text"].endswith("2143 times (first in record 0, request, line 7, column 8).")
    assert len(run(told("sarif", rows[:RESULTS]))["results"]) == RESULTS


def test_names_made_up_by_a_payload_stay_within_the_limits() -> None:
    chaos = random.Random(5)
    codes = sorted(CODES)
    rows = [
        made(
            n,
            code=codes[n % len(codes)],
            message=chaos.randbytes(3000).hex(),
            path=chaos.randbytes(500).hex(),
            wire_path=chaos.randbytes(500).hex(),
            fingerprint=f"{n:016x}",
            message_id=f"m{n % 600}",
            known=n % 3 == 0,
        )
        for n in range(25_000)
    ]
    text = told("sarif", rows)
    one = run(text)
    assert len(one["results"]) <= RESULTS
    assert sum(result.get("occurrenceCount", 1) for result in one["results"]) == 25_000
    assert len(gzip.compress(text.encode())) < 10_000_000
