"""What is read is never written over, and what is named twice is read once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from traffic import URLS, body, jsonl, record

SEND = f"{URLS['smspager']}/send.xml"
BAD = record(SEND, body("smspager", "send_request", "smsid_too_long"), body("smspager", "send_response"))


@pytest.mark.parametrize("option", ["--output", "--parquet", "--write-baseline"])
@pytest.mark.parametrize("target", ["a.html", "./a.html", "link", "caps/b.jsonl", "caps/new", "conf.toml", "key"])
def test_lint_writes_over_nothing_that_it_reads(wirebook, put, option: str, target: str) -> None:
    put("a.html", jsonl(BAD))
    os.mkdir("caps")
    put("caps/b.jsonl", jsonl(BAD))
    put("conf.toml", "")
    put("key", "k")
    os.symlink("a.html", "link")
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    done = wirebook("lint", "a.html", "caps", "--config", "conf.toml", "--secret-file", "key", option, target)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert f"{option} {target} would be written " in done.err
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


def test_two_reports_do_not_take_one_place(wirebook, put) -> None:
    put("a.jsonl", jsonl(BAD))
    done = wirebook("lint", "a.jsonl", "--output", "b.html", "--report", "./b.html")
    assert done.status == 2
    assert "--report ./b.html would be written over b.html" in done.err
    assert wirebook("lint", "a.jsonl", "--output", os.devnull).status == 1


def test_validate_does_not_write_over_a_body(wirebook, put) -> None:
    put("a.xml", "<a/>")
    done = wirebook("validate", "a.xml", "--output", "./a.xml")
    assert (done.status, Path("a.xml").read_text()) == (2, "<a/>")
    assert "would be written over a.xml" in done.err


def test_a_baseline_may_be_written_anew(wirebook, put) -> None:
    put("a.jsonl", jsonl(BAD))
    assert wirebook("lint", "a.jsonl", "--write-baseline", "known.json").status == 0
    assert wirebook("lint", "a.jsonl", "--baseline", "known.json", "--write-baseline", "known.json").status == 0
    assert wirebook("lint", "a.jsonl", "--baseline", "known.json").status == 0


@pytest.mark.parametrize("option", ["--output", "--parquet", "--report"])
def test_a_baseline_comes_alone(wirebook, put, option: str) -> None:
    put("a.jsonl", jsonl(BAD))
    done = wirebook("lint", "a.jsonl", option, "b.html", "--write-baseline", "known.json")
    assert done.status == 2
    assert os.listdir() == ["a.jsonl"]


@pytest.mark.parametrize("captures", [["a.jsonl", "./a.jsonl"], ["a.jsonl", "link"], ["a.jsonl", "."], [".", "caps"]])
def test_a_capture_that_is_named_twice_is_read_once(wirebook, put, captures: list[str]) -> None:
    put("a.jsonl", jsonl(BAD))
    os.mkdir("caps")
    os.symlink("a.jsonl", "link")
    done = wirebook("lint", "--format", "json", *captures)
    assert done.json["summary"]["exchanges"] == 1


def test_two_captures_alike_are_two(wirebook, put) -> None:
    put("a.jsonl", jsonl(BAD))
    put("b.jsonl", jsonl(BAD))
    assert wirebook("lint", "--format", "json", "a.jsonl", "b.jsonl").json["summary"]["exchanges"] == 2
