"""Captures of one conversation by real tools: each reader gives what was sent, and every capture the same verdicts.

``recorded/README.md`` says what recorded them; ``record/`` is the script.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from made import exchanges

from wirebook.books import built_in, open_book
from wirebook.capture import Exchange, sniff
from wirebook.capture.exchange import Half
from wirebook.lint.check import Checked, Linter

FOLDER = Path(__file__).parent / "recorded"
CAPTURES: dict[str, dict[str, Any]] = json.loads((FOLDER / "captures.json").read_text())
EXPECTED = {row["name"]: row for row in map(json.loads, (FOLDER / "expected.jsonl").read_text().splitlines())}
# tcpdump with a short snapshot length loses bytes by design; it has a test of its own.
SNAPPED = "tcpdump-snaplen.pcap"
WHOLE = sorted(set(CAPTURES) - {SNAPPED})
# Playwright writes every text as if it were UTF-8: what was windows-1251 without percent signs is lost.
LOST = {("playwright.har.gz", "callback-incoming-xml")}


@cache
def linter() -> Linter:
    return Linter([open_book(name) for name in built_in()], secret="top-secret")


def digest(half: Half | None) -> str | None:
    return None if half is None or half.lacks else hashlib.sha256(half.part.body).hexdigest()


def identity(one: Exchange) -> tuple[Any, ...]:
    """What tells the steps apart."""
    assert one.request is not None
    part = one.request.part
    return part.method, one.host, part.path, (part.query or b"").decode(), digest(one.request)


def held(file: str) -> list[tuple[str, Exchange]]:
    """The steps that a capture holds, each with its exchange; fails where one is missing or not of the plan."""
    found, faults = exchanges(FOLDER / file)
    assert not faults
    names: dict[tuple[Any, ...], str] = {}
    for name in CAPTURES[file]["steps"]:
        row = EXPECTED[name]
        body = None if (file, name) in LOST else row["request"]
        names[row["method"], row["host"], row["path"], row["query"], body] = name
    told = [(names.get(identity(one), f"unknown: {identity(one)}"), one) for one in found]
    assert Counter(name for name, _ in told) == Counter(CAPTURES[file]["steps"])
    return told


def reasons(told: Checked) -> set[str]:
    return {half.result.reason for half in told.halves if half.result.verdict == "not_checked" and half.result.reason}


def errors(told: Checked) -> set[str]:
    return {finding.code for half in told.halves for finding in half.result.findings if finding.severity == "error"}


def test_there_is_a_capture_of_every_format_and_all_are_small() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {*CAPTURES, "README.md", "captures.json", "expected.jsonl"}
    sizes = {path.name: path.stat().st_size for path in FOLDER.iterdir()}
    assert max(sizes.values()) < 150_000
    assert sum(sizes.values()) < 600_000
    heads = [(FOLDER / file).read_bytes() for file in CAPTURES]
    formats = {sniff((gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data)[:4096]) for data in heads}
    assert formats == {"har", "jsonl", "mitm", "pcap", "warc"}
    assert any(data.startswith(b"\x0a\x0d\x0d\x0a") for data in heads)


@pytest.mark.parametrize("file", WHOLE)
def test_a_capture_holds_what_was_sent(file: str) -> None:
    for name, one in held(file):
        row = EXPECTED[name]
        assert digest(one.reply) == row["reply"], name
        if row["status"] is not None:
            assert one.reply is not None, name
            assert one.reply.part.status == row["status"], name
        assert one.time is not None, name
        assert 1_700_000_000 < one.time < 2_000_000_000, name


@pytest.mark.parametrize("file", WHOLE)
def test_every_tool_leads_to_the_same_verdicts(file: str) -> None:
    for name, one in held(file):
        row, told = EXPECTED[name], linter().check(one)
        if (file, name) in LOST:
            assert told.verdict in ("not_checked", "out_of_scope")
            continue
        assert told.verdict == row["verdict"], (name, errors(told), reasons(told))
        if row["verdict"] == "fail":
            assert errors(told) == set(row["codes"]), name
        else:
            assert not errors(told)
            assert reasons(told) <= set(row["codes"]), name


def test_the_plan_has_every_verdict() -> None:
    assert {row["verdict"] for row in EXPECTED.values()} == {"pass", "fail", "not_checked", "out_of_scope"}


def test_packets_cut_short_are_gaps_and_nothing_is_made_up() -> None:
    found, faults = exchanges(FOLDER / SNAPPED)
    assert {fault.code for fault in faults} == {"capture.gap"}
    rows = [EXPECTED[name] for name in CAPTURES[SNAPPED]["steps"]]
    asked, told = ({row[side] for row in rows} for side in ("request", "reply"))
    empty = hashlib.sha256(b"").hexdigest()
    assert {digest(one.request) for one in found} <= {*asked, None}
    assert {digest(one.reply) for one in found} <= {*told, None, empty}
    assert not [one for one in found if linter().check(one).verdict == "fail" and digest(one.request) is None]
