"""Annotations of GitHub Actions: its limits and escapes; its summary: Markdown in which nothing of others is obeyed."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt
from rowmade import HOSTILE, Made, made, told, unseen

from wirebook.report.github import SHOWN, code
from wirebook.row import Row

COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-z]+=[^,:\r\n]*,?)+)::([^\r\n]*)")


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Every line as the runner reads it: level, properties, message."""
    found = []
    for row in text.split("\n")[:-1]:
        match = COMMAND.fullmatch(row)
        assert match is not None, row
        assert "%" not in re.sub("%(25|0D|0A|3A|2C)", "", row)
        level, properties, message = match.groups()
        pairs = (pair.split("=", 1) for pair in properties.split(","))
        found.append((level, {name: unquote(value) for name, value in pairs}, unquote(message)))
    return found


@pytest.fixture(autouse=True)
def _no_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)


def test_findings_of_one_kind_are_one_annotation_at_the_first_place() -> None:
    first, last = commands(told("github", [made(4), made(5), made(9)]))
    assert first[:2] == ("error", {"file": "logs/a.jsonl", "line": "5", "title": "facet.maxLength"})
    assert first[2] == (
        "sms_id has 22 characters; at most 21 are allowed, 3 times "
        "(first in record 4, request, line 7, column 8). Shorten the value."
    )
    assert last == ("error", {"title": "wirebook"}, "3 exchanges: 0 pass, 3 fail, 0 not checked, 0 out of scope.")


def test_a_body_has_its_line_and_column() -> None:
    rows = [made(-1, part="body", file="a,b:c%.xml"), made(-1, part="body", file="d.xml")]
    first, second, _ = commands(told("github", rows))
    assert first[1] == {"file": "a,b:c%.xml", "line": "7", "col": "8", "title": "facet.maxLength"}
    assert second[1]["file"] == "d.xml"


def test_no_more_than_github_shows_and_the_rest_is_counted() -> None:
    rows = [
        made(n, fingerprint=f"{n % 30:016x}", severity=("info", "warning", "error")[n % 3], code="deviation.name")
        for n in range(300)
    ]
    found = commands(told("github", rows))
    levels = [level for level, _, _ in found]
    assert levels == ["error"] * SHOWN + ["warning"] * SHOWN + ["notice"] * SHOWN + ["error"]
    assert found[-1][2].endswith("further findings without an annotation: 10 of error, 10 of warning, 10 of info.")


def test_what_was_not_looked_at_is_told() -> None:
    counts = Made()
    counts.summary.update(exchanges=3, not_checked=2, out_of_scope=1)
    counts.skipped["sign", "no-secret"] = 1
    (only,) = commands(told("github", [unseen(1), unseen(2)], counts))
    assert only[0] == "error"
    assert only[2] == (
        "3 exchanges: 0 pass, 0 fail, 2 not checked, 1 out of scope; not checked: 2 of no-body; "
        "check skipped: 1 of sign (no-secret)."
    )
    (only,) = commands(told("github", [], Made()))
    assert only[2].endswith("there were no exchanges at all.")


def test_what_passes_or_is_known_has_no_annotation() -> None:
    counts = Made(summary={"files": 1, "pass": 1, "fail": 0, "not_checked": 0})
    rows = [Row("a.xml", verdict="pass"), made(known=True)]
    (only,) = commands(told("github", rows, counts, status=0))
    assert only == ("notice", {"title": "wirebook"}, "1 file: 1 pass, 0 fail, 0 not checked.")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_payload_is_a_command(text: str) -> None:
    raw = told("github", [made(message=text, file=text, advice=text, path=text)])
    assert len(commands(raw)) == 2
    assert raw.replace("\n", "").isprintable()


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_payload_is_markdown(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "summary.md"
    path.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    counts = Made()
    counts.skipped[text, "no-secret"] = 1
    told("github", [made(message=text, file=text), made(message="plain", severity="warning"), unseen(1)], counts)
    made_of = path.read_text(encoding="utf-8")
    assert made_of.startswith("before\n### Wirebook: fail\n")
    assert made_of.replace("\n", "").isprintable()
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(made_of)
    inline = [inner for token in tokens for inner in token.children or ()]
    kinds = {token.type for token in inline}
    assert kinds <= {"text", "code_inline", "strong_open", "strong_close", "softbreak"}
    assert not any(token.type.startswith(("html", "fence", "code_block")) for token in tokens)
    words = "".join(token.content for token in inline if token.type == "text")
    for mark in ("@", "http", "#", "<", "`", "*"):
        assert mark not in words


def test_a_summary_has_the_counts_as_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    told("github", [made(n) for n in range(3)])
    rows = path.read_text(encoding="utf-8").splitlines()
    assert rows[2:5] == [
        "| exchanges | pass | fail | not checked | out of scope |",
        "| ---: | ---: | ---: | ---: | ---: |",
        "| 3 | 0 | 3 | 0 | 0 |",
    ]
    assert rows[6] == (
        "- **error** `facet.maxLength` `sms_id has 22 characters; at most 21 are allowed`, 3 times; "
        "first in `logs/a.jsonl`, record 0, request, line 7, column 8"
    )
    assert len(path.read_bytes()) < 1 << 20


@pytest.mark.parametrize("text", ["", "`", "a`b``c", " x", "``` ~~~", "\\`"])
def test_a_code_span_holds_any_text(text: str) -> None:
    (token,) = [t for t in (MarkdownIt().parseInline(code(text))[0].children or ()) if t.type != "text" or t.content]
    assert token.type == "code_inline"
    assert token.content.strip() == text.strip()
