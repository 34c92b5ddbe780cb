"""``wirebook lint --report FILE.html``: beside any format, whole or not at all, refused before the long run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from traffic import URLS, body, jsonl, record

from wirebook.cli import lint
from wirebook.lint.run import Run

BAD = record(
    f"{URLS['smspager']}/send.xml",
    body("smspager", "send_request", "smsid_too_long"),
    body("smspager", "send_response"),
)


@pytest.mark.parametrize("form", ["text", "json", "ndjson", "sarif", "junit"])
def test_the_page_goes_with_any_format(wirebook, put, form: str) -> None:
    capture = put("a.jsonl", jsonl(BAD))
    alone = wirebook("lint", "--format", form, capture)
    done = wirebook("lint", "--format", form, capture, "--report", "out.html")
    assert (done.status, done.out) == (alone.status, alone.out) == (1, alone.out)
    assert done.err == "report: out.html\n"
    page = Path("out.html").read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert page.endswith("</html>\n")
    assert "facet.maxLength" in page
    assert sorted(os.listdir()) == ["a.jsonl", "out.html"]


def test_a_report_that_cannot_be_written_is_said_before_the_run(wirebook, put, monkeypatch) -> None:
    capture = put("a.jsonl", jsonl(BAD))
    Path("folder.html").mkdir()

    def never(*_: object) -> None:
        raise AssertionError("the captures were read first")

    monkeypatch.setattr(Run, "lint", never)
    for target, said in (
        ("nowhere/out.html", "nowhere/out.html: No such file or directory"),
        ("folder.html", "folder.html: Is a directory"),
        ("out.txt", "name it FILE.html"),
        ("-", "name it FILE.html"),
    ):
        done = wirebook("lint", capture, "--report", target)
        assert done.status == 2
        assert said in done.err
        assert len(done.err.splitlines()) == 1
    assert "makes no report" in wirebook("lint", capture, "--report", "c.html", "--write-baseline", "b.toml").err
    put("b.html", jsonl(BAD))
    done = wirebook("lint", "b.html", "--report", "./b.html")
    assert done.status == 2
    assert "would be written over b.html" in done.err
    assert sorted(os.listdir()) == ["a.jsonl", "b.html", "folder.html"]


def test_a_report_that_fails_leaves_what_was_there(wirebook, put, monkeypatch) -> None:
    capture = put("a.jsonl", jsonl(BAD))
    put("out.html", "what was there")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("wirebook.report.html.Html.end", fail)
    assert wirebook("lint", capture, "--report", "out.html").status == 2
    assert Path("out.html").read_text() == "what was there"
    assert sorted(os.listdir()) == ["a.jsonl", "out.html"]


def test_help_names_it(wirebook) -> None:
    assert any(option.name == "report" for option in lint.COMMAND.options)
    assert "--report FILE" in wirebook("lint", "--help").out
