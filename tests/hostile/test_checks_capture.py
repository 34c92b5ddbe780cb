"""Check 21: what must hold of captures. Each test's name begins with the number of its check."""

from __future__ import annotations

import base64
import gzip
import json
import tracemalloc
import zlib
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import brotli
import made
import pytest
import zstandard
from audit import WATCH
from checked import Cli, cli_of, written
from made import bodies, exchanges, ok, post

from wirebook.capture import jsonl, read
from wirebook.wire.caps import MAX_BYTES

CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": partial(brotli.compress, quality=4),
    "zstd": zstandard.compress,
}
CODED = pytest.mark.parametrize(("coding", "code"), CODINGS.items(), ids=CODINGS)
BODY = b"ERROR = 1 (x)"
OPENED = import_module("wirebook.capture.opened")  # a function has that name too


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    return cli_of(capsys)


def record(**more: Any) -> dict[str, Any]:
    return {"method": "POST", "url": "https://smsc.ru/sys/send.php", "status": 200, "request_body": "x=1", **more}


def har(*entries: dict[str, Any]) -> bytes:
    return json.dumps({"log": {"version": "1.2", "entries": entries}}).encode()


def entry(request: dict[str, Any] | None = None, content: dict[str, Any] | None = None) -> dict[str, Any]:
    asked = {"method": "POST", "url": "https://smsc.ru/sys/send.php", "headers": [], **(request or {})}
    return {"request": asked, "response": {"status": 200, "headers": [], "content": content or {"text": "OK"}}}


def flow(reply: bytes, coding: str, body: bytes = b"x=1") -> bytes:
    """A mitmproxy flow, as tnetstrings."""

    def net(value: Any) -> bytes:
        if isinstance(value, bytes):
            kind, data = b",", value
        elif isinstance(value, str):
            kind, data = b";", value.encode()
        elif isinstance(value, int):
            kind, data = b"#", str(value).encode()
        elif isinstance(value, dict):
            kind, data = b"}", b"".join(net(key) + net(each) for key, each in value.items())
        else:
            kind, data = b"]", b"".join(net(each) for each in value)
        return b"%d:%b%b" % (len(data), data, kind)

    asked = {"host": "smsc.ru", "port": 443, "method": b"POST", "scheme": b"https", "authority": b"",
             "path": b"/sys/send.php", "headers": [], "content": body, "timestamp_start": 1}  # fmt: skip
    told = {"status_code": 200, "headers": [[b"Content-Encoding", coding.encode()]], "content": reply}
    return net({"version": 21, "type": "http", "request": asked, "response": told})


def warc(reply: bytes) -> bytes:
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:0>\r\nWARC-Date: 2024-05-24T10:15:30Z\r\n"
        "WARC-Target-URI: https://smsc.ru/sys/send.php\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(reply)}\r\n\r\n"
    )
    return head.encode() + reply + b"\r\n\r\n"


def stored(data: bytes, coding: str) -> dict[str, bytes]:
    """A reply with that coded body in every format that keeps bodies as they travelled."""
    coded = f"Content-Encoding: {coding}\r\n"
    return {
        "a.flow": flow(data, coding),
        "a.warc": warc(ok(data, coded)),
        "a.pcap": made.pcap(made.connection(post(b"x=1"), ok(data, coded), size=1400)),
    }


# ---------------------------------------------------------------- bombs


@CODED
def test_21_a_body_that_unpacks_without_end_is_stopped_by_size(
    coding: str, code: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    bomb = code(bytes(4 * MAX_BYTES))
    for name, data in stored(bomb, coding).items():
        path = written(tmp_path / name, data)
        tracemalloc.start()
        try:
            found, _ = exchanges(path)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert [one.reply and one.reply.lacks for one in found] == ["too-large"], name
        assert peak < 3 * MAX_BYTES, name


@CODED
def test_21_a_body_that_unpacks_to_many_times_its_size_is_stopped_by_ratio(
    coding: str, code: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    bomb = code(bytes(MAX_BYTES - 1))  # it would fit
    if len(bomb) * 200 > MAX_BYTES:
        bomb = code(code(bytes(MAX_BYTES - 1)))
        coding = f"{coding}, {coding}"
    path = written(tmp_path / "a.flow", flow(bomb, coding))
    found, _ = exchanges(path)
    assert [one.reply and one.reply.lacks for one in found] == ["too-large"]


@pytest.mark.parametrize("code", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
@pytest.mark.parametrize("cap", ["ratio", "line"])
def test_21_a_capture_that_unpacks_without_end_is_stopped(
    code: Any, cap: str, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With smaller caps than the stated ones, for the sake of time; tests/capture holds these."""
    if cap == "ratio":
        monkeypatch.setattr(OPENED, "MAX_RATIO", 50)
        monkeypatch.setattr(OPENED, "_SLACK", 1_000_000)
    else:
        monkeypatch.setattr(jsonl, "MAX_LINE", 1_000_000)
    line = (json.dumps(record()) + "\n").encode()
    path = written(tmp_path / "a.jsonl.gz", code(line + b" " * 4_000_000 + b"\n" + line))
    status, out, _ = cli("lint", path)
    assert status == 1
    assert ("grows more than 50 times" if cap == "ratio" else "longer than 1000000 bytes") in out


# ---------------------------------------------------------------- what is broken


def broken() -> dict[str, tuple[bytes, int]]:
    """Captures with a broken record, or cut: the bytes and how many exchanges are read all the same."""
    line = json.dumps(record()).encode() + b"\n"
    reply = warc(ok(BODY))
    return {
        "a.jsonl": (line + b'{"url": oops\n' + line, 2),
        "cut.jsonl": (line + line[:-20], 1),
        "a.har": (har(entry(), {"request": 5}, entry()), 2),
        "cut.har": (har(entry(), entry())[:-30], 1),
        "cut.flow": (flow(BODY, "identity") * 2 + flow(BODY, "identity")[:-9], 2),
        "cut.warc": (reply + reply[:-30], 1),
        "cut.pcap": (made.pcap(made.connection(post(b"x=1"), ok(BODY)))[:-3], 0),
        "cut.jsonl.gz": (gzip.compress(line * 100)[:-12], 0),
    }  # fmt: skip


@pytest.mark.parametrize("name", broken())
def test_21_a_corrupt_or_cut_record_is_a_finding_and_the_run_goes_on(name: str, tmp_path: Path, cli: Cli) -> None:
    data, whole = broken()[name]
    path = written(tmp_path / name, data)
    found, faults = exchanges(path)
    assert len(found) >= whole
    told = [fault.code for fault in faults] + [one.reply.lacks for one in found if one.reply and one.reply.lacks]
    assert told
    more = written(tmp_path / "whole.jsonl", json.dumps(record(response_body=BODY.decode())) + "\n")
    status, out, _ = cli("lint", path, more, "--format", "json")
    assert status == 1
    said = json.loads(out)
    assert said["summary"]["exchanges"] >= whole + 1  # the next capture was read too
    assert [row for row in said["findings"] if row["code"].startswith("capture.")] or said["summary"]["not_checked"]


# ---------------------------------------------------------------- codings


@CODED
def test_21_coded_bodies_are_decoded(coding: str, code: Callable[[bytes], bytes], tmp_path: Path) -> None:
    for name, data in stored(code(BODY), coding).items():
        found, faults = exchanges(written(tmp_path / name, data))
        assert not faults
        assert [reply for _, reply in bodies(found)] == [BODY], name


@CODED
def test_21_chunked_bodies_are_decoded(coding: str, code: Callable[[bytes], bytes], tmp_path: Path) -> None:
    data = code(BODY)
    pieces = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (data[:3], data[3:])) + b"0\r\n\r\n"
    head = f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: {coding}\r\n\r\n".encode()
    for name, stream in {
        "a.warc": warc(head + pieces),
        "a.pcap": made.pcap(made.connection(post(b"x=1"), head + pieces)),
    }.items():
        found, faults = exchanges(written(tmp_path / name, stream))
        assert not faults
        assert [reply for _, reply in bodies(found)] == [BODY], name


def test_21_base64_bodies_are_decoded(tmp_path: Path) -> None:
    text = base64.b64encode(b"\xcf\x00\xff").decode()
    path = written(tmp_path / "a.har", har(entry(None, {"text": text, "encoding": "base64"})))
    assert [reply for _, reply in bodies(exchanges(path)[0])] == [b"\xcf\x00\xff"]
    path = written(tmp_path / "a.jsonl", json.dumps(record(response_body_base64=text)))
    assert [reply for _, reply in bodies(exchanges(path)[0])] == [b"\xcf\x00\xff"]


def test_21_a_request_body_that_a_har_lacks_is_not_checked(tmp_path: Path, cli: Cli) -> None:
    path = written(tmp_path / "a.har", har(entry({"bodySize": 120}, {"text": "OK - 1 SMS, ID - 33"})))
    (found,), _ = exchanges(path)
    assert found.request is not None
    assert found.request.lacks == "no-body"
    status, out, _ = cli("lint", path, "--format", "json")
    assert status == 1
    said = json.loads(out)
    assert said["summary"]["not_checked"] == 1
    assert not [row for row in said["findings"] if row.get("part") == "request"]
    assert "not checked" in cli("lint", path)[1]


def test_21_reading_opens_nothing_but_the_capture(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", json.dumps(record()) + "\n")
    assert list(read(str(path)))
    assert WATCH.on
    assert not WATCH.breaches
