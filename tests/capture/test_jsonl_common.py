"""A record of the commonest kind is read as any other, and by orjson as by json."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from wirebook.capture import jsonl
from wirebook.capture.har import seconds

RECORD: dict[str, Any] = {
    "time": "2026-11-22T10:00:00Z", "method": "post", "url": "https://A.example:8443/x?y=1", "status": 200,
    "request_headers": {"Content-Type": "text/xml; charset=windows-1251"}, "request_body": "<a>Привет</a>",
    "response_headers": {"Content-Type": "text/plain", "Content-Length": "2"}, "response_body": "ok",
}  # fmt: skip
CHANGES: list[dict[str, Any]] = [
    {}, {"response_body": ""}, {"response_body": None}, {"request_body": ""}, {"request_body": "a\ufffd"}, {"host": ""},
    {"host": "B.example"}, {"host": 0}, {"status": True}, {"status": "200"}, {"status": 200.0}, {"status": 10**25},
    {"method": "HEAD", "response_body": ""}, {"method": "GET", "request_body": None}, {"method": None}, {"url": None},
    {"url": "https://[x"}, {"url": "/only"}, {"request_headers": None}, {"request_headers": [["A", "b"], ["a", "c"]]},
    {"request_headers": {"A": "1", "a": "2"}}, {"request_headers": {"A": ["1", "2"]}}, {"request_headers": "no"},
    {"request_headers": {"Content-Type": 5}}, {"request_body_base64": ""}, {"request_body_base64": "YQ=="},
    {"response_body_base64": 7}, {"request_body": {"id": 12345678901234567890123, "x": 1.5}}, {"request_body": [1]},
    {"time": 1763805600.5}, {"time": 10**20}, {"time": None}, {"ended": "2026-11-22T10:00:01Z"}, {"duration": 0.5},
    {"url": "https://a.example/x?y=\ud800&z=\udcff"},
    {"request_body": "\ud800"}, {"response_headers": {"Content-Length": "5"}, "response_body": ""},
    {"request_body": "<?xml version='1.0' encoding='koi8-r'?><a>Привет</a>", "request_headers": {}},
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_the_common_record_is_read_as_any_other(change: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    data = json.dumps({**RECORD, **change}).encode()
    where = jsonl.paths(None)
    found = jsonl._record(data, "capture", 3, 4, where)
    monkeypatch.setattr(jsonl, "_orjson", None)
    assert told(jsonl._record(data, "capture", 3, 4, where)) == told(found)
    slowly = jsonl._record(data, "capture", 3, 4, dict(where))
    assert told(slowly) == told(found)


def told(found: Any) -> Any:
    """A record to the last part."""
    sides = [half for half in (getattr(found, "request", None), getattr(found, "reply", None)) if half is not None]
    halves = [([getattr(half.part, n) for n in half.part.__slots__], half.lacks, half.as_text) for half in sides]
    rest = [getattr(found, name, None) for name in ("index", "line", "time", "ended", "host", "args")]
    return type(found).__name__, halves, rest


@pytest.mark.parametrize("zone", ["UTC", "Asia/Vladivostok", "America/New_York"])
def test_a_stamp_without_a_zone_is_utc_on_every_machine(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert seconds("2026-03-29T02:30:00") == seconds("2026-03-29T02:30:00Z") == 1774751400
        assert seconds("2026-03-29 02:30:00.5") == 1774751400.5
        assert seconds("2026-03-29T05:30:00+03:00") == 1774751400
        assert seconds("2026-03-29") == 1774742400
    finally:
        monkeypatch.undo()
        time.tzset()
