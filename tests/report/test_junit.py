"""JUnit XML: Jenkins' schema, unique names for GitLab, limits, and no character that XML forbids."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from rowmade import HOSTILE, Made, made, told, unseen

from wirebook.report.junit import CASES
from wirebook.row import Row

XSD = etree.XMLSchema(etree.parse(str(Path(__file__).parent / "schemas" / "junit-10.xsd")))


def suites(text: str) -> list[etree._Element]:
    """The suites of a document that the schema takes, whose counts are true and whose tests have names of their own."""
    root = etree.fromstring(text.encode())
    XSD.assertValid(root)
    found = root.findall("testsuite")
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(set(names)) == len(names)
    for suite in found:
        for attribute, tags in (
            ("tests", ("testcase",)),
            ("failures", ("testcase/failure",)),
            ("errors", ("testcase/error",)),
        ):
            assert int(suite.get(attribute) or "") == sum(len(suite.findall(tag)) for tag in tags)
    return found


def counted(**summary: int) -> Made:
    counts = Made()
    counts.summary.update(summary)
    return counts


def test_a_half_that_fails_is_a_failed_test_with_the_masked_excerpt() -> None:
    first, _ = suites(told("junit", [made(1), made(1, path="messages[4].sms_id", line=9)]))
    (case,) = first.findall("testcase")
    assert (case.get("classname"), case.get("name")) == ("quicktel.send", "logs/a.jsonl record 1 request")
    (failure,) = case.findall("failure")
    assert failure.get("type") == "facet.maxLength"
    assert failure.get("message") == "facet.maxLength: sms_id has 22 characters; at most 21 are allowed"
    said = (failure.text or "").splitlines()
    assert said[0].startswith("logs/a.jsonl#1 request:7:8: error facet.maxLength sms_id has 22")
    assert said[1:3] == ['    <sms sms_id="•••">', "                 ^^^"]
    assert sum("logs/a.jsonl#1 request:9:8" in row for row in said) == 1


def test_what_was_not_checked_or_read_is_an_error() -> None:
    fault = Row("logs/a.jsonl", 3, "capture", code="capture.record", severity="error", message="a record that ...")
    first, last = suites(told("junit", [unseen(2), fault]))
    assert [case.find("error").get("type") for case in first] == ["no-body", "capture.record"]  # type: ignore[union-attr]
    assert "not checked: 1 of no-body" in (last.findtext("system-out") or "")


def test_what_passes_is_one_test_for_each_operation() -> None:
    counts = counted(exchanges=1_000_000, **{"pass": 999_999, "fail": 1})
    counts.spoken["quicktel", "send", "pass"] = 999_000
    counts.spoken["smsc", "", "pass"] = 999
    counts.spoken["smsc", "send", "fail"] = 1
    _, last = suites(told("junit", [made()], counts))
    passed = {case.get("classname"): case.findtext("system-out") for case in last.findall("testcase")}
    assert passed == {"quicktel.send": "999000 exchanges pass", "smsc": "999 exchanges pass"}
    properties = {one.get("name"): one.get("value") for one in last.iter("property")}
    assert (properties["exchanges"], properties["fail"]) == ("1000000", "1")


def test_warnings_of_what_passes_fail_nothing_and_are_counted() -> None:
    rows = [made(n, severity="warning", code="deviation.name", verdict="pass") for n in range(3)]
    first, _ = suites(told("junit", rows, status=0))
    assert first.get("tests") == "0"
    assert first.findtext("system-out") == "warning deviation.name in sms_send_request: 3"


def test_known_findings_fail_nothing() -> None:
    first, _ = suites(told("junit", [made(known=True, verdict="pass"), made(1)]))
    assert [case.get("name") for case in first.findall("testcase")] == ["logs/a.jsonl record 1 request"]


def test_a_run_that_fails_without_a_failing_half_has_a_failing_test() -> None:
    (last,) = suites(told("junit", [], counted(exchanges=2, out_of_scope=2)))
    (case,) = last.findall("testcase")
    error = case.find("error")
    assert error is not None
    assert error.get("message") == (
        "the run does not pass: 2 exchanges: 0 pass, 0 fail, 0 not checked, 2 out of scope, 0 checks skipped"
    )
    (last,) = suites(told("junit", [], counted(exchanges=2, out_of_scope=2), status=0))
    assert last.get("tests") == "0"


def test_each_capture_has_its_suite() -> None:
    rows = [made(file="a"), made(file="b"), made(1, file="b")]
    assert [(suite.get("name"), suite.get("tests")) for suite in suites(told("junit", rows))] == [
        ("a", "1"),
        ("b", "2"),
        ("exchanges that pass", "0"),
    ]


def test_files_are_tests_of_one_suite_and_the_good_ones_pass() -> None:
    counts = Made(summary={"files": 3, "pass": 2, "fail": 1, "not_checked": 0})
    warned = made(-1, file="w.xml", part="body", verdict="pass", severity="warning")
    rows = [made(-1, file="b.xml", part="body"), Row("g.xml", verdict="pass"), warned]
    (suite,) = suites(told("junit", rows, counts))
    assert [(case.get("name"), [inner.tag for inner in case]) for case in suite.findall("testcase")] == [
        ("b.xml", ["failure"]),
        ("g.xml", []),
        ("w.xml", ["system-out"]),
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_payload_is_markup_or_a_control_character(text: str) -> None:
    row = made(message=text, path=text, wire_path=text, source=text, advice=text, file=text, provider=text)
    raw = told("junit", [row, unseen(1)])
    assert all(one.isprintable() for one in raw.splitlines())
    assert "\r" not in raw
    first, *_ = suites(raw)
    assert {element.tag for element in first.iter()} <= {"testsuite", "testcase", "failure", "error", "system-out"}


def test_beyond_what_gitlab_takes_tests_are_counted_by_code() -> None:
    rows = [made(n, code=("facet.maxLength", "type.integer")[n % 2]) for n in range(CASES + 1000)]
    text = told("junit", rows)
    first, last = suites(text)
    assert first.get("tests") == str(CASES)
    assert [(case.get("name"), case.find("failure").get("message")) for case in last.findall("testcase")] == [  # type: ignore[union-attr]
        ("facet.maxLength", "500 more of facet.maxLength, not told one by one; --format ndjson has all"),
        ("type.integer", "500 more of type.integer, not told one by one; --format ndjson has all"),
    ]
    assert len(text) < 30_000_000


def test_long_tests_are_counted_too() -> None:
    rows = [made(n, path=f"p{m}", message="x" * 5000, excerpt="y" * 5000) for n in range(3000) for m in range(10)]
    text = told("junit", rows)
    _, last = suites(text)
    assert len(text) < 30_000_000
    assert int(last.get("failures") or "") == 1


def test_a_capture_with_any_number_of_faults_is_one_test() -> None:
    fault = Row("a.pcap", -1, "capture", code="capture.broken", severity="error", message="cut")
    first, _ = suites(told("junit", [fault] * 1000))
    assert first.get("tests") == "1"
    assert first.findtext("system-out") == "error capture.broken: 800"
