"""What is found across a capture depends on what happened when, not on how the capture is cut or shuffled."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenes import BEGIN, REFUSED, Record, balance, callback, lint, quicktel, smsc, timed
from traffic import body, books, jsonl

from wirebook.capture import Exchange
from wirebook.capture.jsonl import FIELDS, exchange
from wirebook.lint.batch import Engine, Outcome
from wirebook.lint.correlate import CHECKS, judged, order
from wirebook.lint.event import Event, Met, Unchecked
from wirebook.lint.job import Job
from wirebook.lint.run import Run
from wirebook.lint.sorting import Sorted
from wirebook.row import Row

SEND = body("quicktel", "sms_send_request", "basic")
ASKED = body("smsc", "send_request", "basic")
SENT = '<xml_result xml_name="sms_send" res="0"><push sms_id="order-17" push_id="1" res="{}"/></xml_result>'
POLLED = '<xml_result name="sms_status2" res="0"><sms push_id="1" status="{}" number="79000000001"/></xml_result>'
DONE = body("smsc", "callback_status", "undelivered")
POOL: tuple[Record, ...] = (
    balance(None),
    balance(None, REFUSED),
    balance(None, login="other"),
    {**balance(None), "duration": 5},
    callback(None, status=500),
    callback(None),
    callback(None, DONE),
    callback(None, DONE.replace(b"status=20", b"status=0").replace(b"8799", b"8801")),
    callback(None, DONE.replace(b"id=124", b"id=125")),
    smsc("send", None, ASKED, b'{"id": 124, "cnt": 1}'),
    smsc("send", None, ASKED.replace(b"Hello", b"Bye"), REFUSED),
    quicktel(None, SEND, SENT.format(0).encode()),
    quicktel(None, SEND, SENT.format(1).encode()),
    quicktel(None, SEND.replace(b"000001", b"000002"), SENT.format(1).encode()),
    quicktel(None, body("quicktel", "sms_status2_request", "basic"), POLLED.format(4).encode()),
    quicktel(None, body("quicktel", "sms_status2_request", "basic"), POLLED.format(2).encode()),
)


@cache
def engine() -> Engine:
    return Engine(Job(tuple((book.name, book.dialect) for book in books()), keys=b"k"))


def exchanges(records: list[Record]) -> list[Exchange]:
    paths = {field: [field] for field in FIELDS}
    made = [exchange(record, "capture.jsonl", index, index + 1, paths) for index, record in enumerate(records)]
    assert all(isinstance(one, Exchange) for one in made), made
    return [one for one in made if isinstance(one, Exchange)]


def run(batches: list[list[Exchange]]) -> Run:
    made = Run(engine())
    for batch in batches:
        made.take(Outcome.read(json.loads(json.dumps(engine().work(batch).as_json())), engine().books))
    made.end()
    return made


def moments(found: Run, records: list[Exchange]) -> list[tuple[Any, ...]]:
    """The rows, told by the times of records in place of their numbers."""
    times = [record.time for record in records]
    return sorted(
        (row.time, row.code, row.path, row.message, row.verdict, [times[index] for _, index in row.related])
        for row in found.rows()
        if row.code.startswith("across.")
    )


SCENES = st.lists(
    st.tuples(st.sampled_from(range(len(POOL))), st.integers(0, 600)), unique_by=lambda pair: pair[1], max_size=40
)


@settings(max_examples=60, deadline=None)
@given(scene=SCENES, data=st.data())
def test_neither_batches_nor_the_order_of_records_change_what_is_found(
    scene: list[tuple[int, int]], data: st.DataObject
) -> None:
    records = [timed(POOL[which], at) for which, at in scene]
    here = exchanges(records)
    whole = run([here])
    size = data.draw(st.integers(1, 7))
    batches = data.draw(st.permutations([here[at : at + size] for at in range(0, len(here), size)]))
    parts = run(batches)
    assert [*parts.rows()] == [*whole.rows()]
    assert parts.tally.as_json() == whole.tally.as_json()
    mixed = exchanges(data.draw(st.permutations(records)))
    turned = run([mixed])
    assert moments(turned, mixed) == moments(whole, here)
    assert turned.tally.summary == whole.tally.summary
    assert turned.tally.skipped == whole.tally.skipped
    assert turned.tally.coverage.as_json() == whole.tally.coverage.as_json()


def test_the_pool_shows_every_check() -> None:
    seen: set[str] = set()
    for number in range(15):
        picks = [(number * 7 + step * (number % 5 + 1)) % len(POOL) for step in range(40)]
        found = run([exchanges([timed(POOL[which], 5 * at) for at, which in enumerate(picks)])])
        seen.update(row.code for row in found.rows())
    wanted = ("limit", "limit-refused", "retry-answered", "retry-interval", "id-reused", "resent", "unknown-id",
              "state-back")  # fmt: skip
    assert {f"across.{code}" for code in wanted} <= seen


def test_a_capture_in_two_files_is_one(tmp_path: Path) -> None:
    first, second = [balance(second) for second in range(10)], [balance(10, REFUSED)]
    for name, records in (("a.jsonl", second), ("b.jsonl", first)):
        (tmp_path / name).write_text(jsonl(*records), encoding="utf-8")
    made = Run(engine())
    made.lint([str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")])
    (row,) = made.rows()
    assert (row.code, row.file, row.record) == ("across.limit-refused", str(tmp_path / "a.jsonl"), 0)
    assert {file for file, _ in row.related} == {str(tmp_path / "b.jsonl")}


# ---------------------------------------------------------------- a group may be as long as the capture

MANY = 30_000  # events, of which each one kept would take 200 bytes
FACTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "limit": ("smsc", "balance", {"limit": "rate", "at": "limits.rate"}),
    "concurrent": ("smsc", "senders", {"limit": "at_once", "at": "limits.at_once"}),
    "retry": ("smsc", "callbacks", {"status": 500}),
    "repeated-id": ("quicktel", "send", {"identity": "client_message", "at": "messages[0].sms_id", "content": "c"}),
    "unknown-id": ("smsc", "callbacks", {"identity": "message", "at": "id"}),
    "state": ("smsc", "callbacks", {"identity": "message", "at": "status"}),
}


def group(check: str, number: int) -> Iterator[Event]:
    """Events of one key, ten seconds apart, or on schedule."""
    provider, operation, facts = FACTS[check]
    for index in range(number):
        time = BEGIN + (240.0 if check == "retry" else 10.0) * index
        more = dict(facts)
        if check == "concurrent":
            more["ended"] = time + 35
        elif check == "state":
            more |= {"code": 20 if index == 0 else 0, "final": index == 0, "sent": str(index)}
        yield Event(check, "k", time, "capture", index, provider, operation, "pass", more)


def test_every_check_has_a_group() -> None:
    assert FACTS.keys() == CHECKS.keys()


@pytest.mark.parametrize("check", FACTS)
def test_a_long_group_is_judged_in_little_memory(check: str) -> None:
    rows = 0
    met = None
    tracemalloc.start()
    try:
        for one in judged(group(check, MANY), books(), {}):
            rows += isinstance(one, Row)
            met = one if isinstance(one, Met) else met
            assert isinstance(one, Row | Met | Unchecked)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2_000_000
    assert rows == {"retry": 1, "state": 1}.get(check, 0)
    assert (None if met is None else met.number) == {"limit": 6, "concurrent": 4, "retry": MANY}.get(check)


def test_many_keys_are_sorted_on_the_disk() -> None:
    bag: Sorted[Event] = Sorted(order, lambda values: Event(*values), chunk=1000)
    for index in range(20_000):
        event = next(group("limit", 1))
        bag.add(event._replace(key=str(index % 3000), time=BEGIN + (index * 7919) % 20_000, record=index))
    found = [one for one in judged(bag, books(), {}) if isinstance(one, Met)]
    assert len(found) == 3000
    assert max(one.number for one in found) <= 7


def test_events_tell_nothing_sensitive(tmp_path: Path) -> None:
    records = [timed(record, at) for at, record in enumerate(POOL)]
    outcome = engine().work(exchanges(records))
    told = json.dumps(outcome.as_json()["events"])
    assert len(outcome.events) > len(POOL)
    for secret in ("7900000000", "demo", "order-17", "124", "password"):
        assert secret not in told.replace("demo.jsonl", ""), secret
    assert lint(tmp_path, *records).tally.summary["exchanges"] == len(POOL)
