"""The unit of work: batches add up, outcomes survive JSON, a record that crashes the engine is put aside."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from traffic import FORM, URLS, body, books, jsonl, record

from wirebook.capture import cut, read
from wirebook.lint.batch import Engine, Outcome
from wirebook.lint.check import Linter
from wirebook.lint.job import Job
from wirebook.lint.policy import Policy
from wirebook.lint.run import Run
from wirebook.lint.sorting import Sorted

SEND = f"{URLS['smspager']}/send.xml"
SHELF = tuple((book.name, book.dialect) for book in books())
GOOD = record(SEND, body("smspager", "send_request"), body("smspager", "send_response"), time=1732270000)
BAD = record(SEND, body("smspager", "send_request", "smsid_too_long"), body("smspager", "send_response"))
CALLED = record(URLS["handler"], body("smsc", "callback_status", "signed"), b"", FORM)


def capture(tmp_path: Path, *records: dict[str, Any] | str) -> str:
    path = tmp_path / "capture.jsonl"
    path.write_text(jsonl(*records), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_batches_of_any_size_in_any_order_add_up(tmp_path: Path, size: int) -> None:
    path = capture(tmp_path, GOOD, BAD, "{oops", CALLED, GOOD, BAD, record(URLS["stranger"], b"a=1"))
    engine = Engine(Job(SHELF, keys=b"k"))
    whole = Run(engine)
    whole.lint([path])
    found = read(path)
    batches = []
    while batch := [*islice(found, size)]:
        batches.append(batch)
    parts = Run(engine)
    for batch in reversed(batches):
        outcome = engine.work(batch)
        parts.take(Outcome.read(json.loads(json.dumps(outcome.as_json())), engine.books))
    parts.end()
    assert [*parts.rows()] == [*whole.rows()]
    assert parts.tally.as_json() == whole.tally.as_json()
    assert whole.tally.summary == {"exchanges": 6, "pass": 3, "fail": 2, "not_checked": 0, "out_of_scope": 1}
    # A refused request has no value that its reply could be held against.
    assert {(reason, count) for (_, reason), count in whole.tally.skipped.items()} == {
        ("no-request", 2),
        ("no-secret", 1),
        ("no-origin", 1),
    }


def test_a_record_that_crashes_the_engine_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Linter.check

    def check(self: Linter, exchange: Any) -> Any:
        if exchange.index == 1:
            raise RecursionError("secret 79161234567")
        return real(self, exchange)

    monkeypatch.setattr(Linter, "check", check)
    job = Run(Engine(Job(SHELF, keys=b"k")))
    job.lint([capture(tmp_path, GOOD, GOOD, GOOD)])
    assert [(row.code, row.record, row.part) for row in job.rows()] == [("lint.crashed", 1, "exchange")]
    assert "79161234567" not in str([*job.rows()])
    assert job.tally.summary == {"exchanges": 3, "pass": 2, "fail": 0, "not_checked": 1, "out_of_scope": 0}
    assert not job.tally.clean()


def test_what_is_ignored_or_known_fails_nothing(tmp_path: Path) -> None:
    path = capture(tmp_path, BAD)
    plain = Run(Engine(Job(SHELF)))
    plain.lint([path])
    (row,) = plain.rows()
    assert plain.tally.summary["fail"] == 1
    known = Run(Engine(Job(SHELF, policy=Policy(known=frozenset({row.fingerprint})))))
    known.lint([path])
    assert [(each.code, each.known) for each in known.rows()] == [(row.code, True)]
    assert known.tally.clean()
    for policy in (Policy(ignore=("facet",)), Policy(per_file={"*/capture.jsonl": ["facet.maxLength"]})):
        ignored = Run(Engine(Job(SHELF, policy=policy)))
        ignored.lint([path])
        assert not [*ignored.rows()]
        assert ignored.tally.clean()


@pytest.mark.parametrize(
    ("policy", "kept"),
    [
        (Policy(), True),
        (Policy(select=("facet",)), True),
        (Policy(select=("shape",)), False),
        (Policy(select=("fac",)), False),
        (Policy(ignore=("facet",)), False),
        (Policy(select=("facet.maxLength",), ignore=("facet",)), True),
        (Policy(select=("facet",), ignore=("facet.maxLength",)), False),
        (Policy(per_file={"*.har": ["facet"]}), False),
        (Policy(per_file={"*.jsonl": ["facet"]}), True),
    ],
)
def test_the_longer_of_two_that_fit_decides(policy: Policy, kept: bool) -> None:
    assert policy.keeps("facet.maxLength", "logs/a.har") is kept


@pytest.mark.parametrize("chunk", [1, 3, 10, 1000])
def test_sorting_on_the_disk_is_sorting(chunk: int) -> None:
    items = [((number * 7919) % 101, f"{number}\udc80") for number in range(300)]
    bag: Sorted[tuple[int, str]] = Sorted(lambda item: item[0], lambda values: (values[0], values[1]), chunk=chunk)
    for item in items:
        bag.add(item)
    assert [*bag] == sorted(items, key=lambda item: item[0])
    bag.add((-1, "late"))
    assert next(iter(bag)) == (-1, "late")


def test_a_capture_is_cut_by_number_and_by_size(tmp_path: Path) -> None:
    lines = [{"url": "https://shop.example/", "request_body": "x" * size} for size in (10, 10, 500, 10, 10, 10)]
    path = capture(tmp_path, *lines[:3], "", *lines[3:])
    read_of_it: list[int] = []
    batches = [*cut(path, count=2, size=400, meter=read_of_it.append)]
    assert [len(batch) for batch in batches] == [2, 1, 2, 1]
    assert [(one.index, one.line) for batch in batches for one in batch] == [
        (0, 1),
        (1, 2),
        (2, 3),
        (3, 5),
        (4, 6),
        (5, 7),
    ]
    assert sum(read_of_it) == Path(path).stat().st_size
    (tmp_path / "more").mkdir()
    for number in range(5):
        (tmp_path / "more" / f"{number}.xml").write_text("<a/>" * (100 if number == 1 else 1))
    (tmp_path / "more" / "3.jsonl").write_text(Path(path).read_text())
    batches = [*cut(str(tmp_path / "more"), count=3, size=400)]
    assert [len(batch) for batch in batches] == [2, 1, 3, 3, 2]
    told = [(one.file, one.index) for batch in batches for one in batch]
    assert told == [(one.file, one.index) for one in read(str(tmp_path / "more"))]
    assert len(told) == 5 + 6
