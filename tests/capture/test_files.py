"""HAR, JSONL, mitmproxy flows, WARC and folders: what they hold, what they lack, and how they break."""

from __future__ import annotations

import base64
import codecs
import gzip
import io
import json
import math
import os
import random
import threading
import zlib
from pathlib import Path
from typing import Any

import brotli
import pytest
import zstandard
from made import bodies, exchanges, ok, post

from wirebook import capture
from wirebook.capture import sniff
from wirebook.capture.mended import Mended
from wirebook.capture.mitm import loads

XML = "<?xml version='1.0' encoding='windows-1251'?><a>Привет</a>"


def put(tmp_path: Path, data: bytes | str, name: str = "capture") -> Path:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def har(*entries: Any) -> str:
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "x", "version": "1"}, "entries": entries}})


def entry(request: Any = None, response: Any = None) -> dict[str, Any]:
    return {
        "startedDateTime": "2024-05-24T10:15:30.250+03:00",
        "request": {"method": "POST", "url": "https://example.org:8443/a?b=c", "headers": [], **(request or {})},
        "response": {"status": 200, "headers": [], "content": {"size": 2, "text": "OK"}, **(response or {})},
    }


# ---------------------------------------------------------------- HAR


def test_har_entries_with_text_base64_and_params(tmp_path: Path) -> None:
    body = base64.b64encode(XML.encode("windows-1251")).decode()
    entries = [
        entry({"postData": {"mimeType": "text/xml", "text": XML}}),
        entry(None, {"content": {"size": 9, "text": body, "encoding": "base64"}}),
        entry({"postData": {"mimeType": "application/x-www-form-urlencoded", "params": [
            {"name": "a b", "value": "1&2"}, {"name": "c"}]}}),
    ]  # fmt: skip
    found, faults = exchanges(put(tmp_path, har(*entries)))
    assert not faults
    assert bodies(found) == [
        (XML.encode("windows-1251"), b"OK"),
        (b"", XML.encode("windows-1251")),
        (b"a+b=1%262&c=", b"OK"),
    ]
    first = found[0]
    assert first.request is not None
    assert first.request.as_text
    assert (first.host, first.request.part.path, first.request.part.query) == ("example.org:8443", "/a", b"b=c")
    assert first.time == 1716534930.25
    assert found[1].reply is not None
    assert not found[1].reply.as_text


def test_har_bodies_that_were_not_recorded_are_lacking_not_empty(tmp_path: Path) -> None:
    entries = [
        entry({"bodySize": 120}, {"content": {"size": 500}}),
        entry({"bodySize": 0}, {"content": {"size": 0}}),
        entry({"method": "GET"}, {"status": 0}),
    ]
    found, _ = exchanges(put(tmp_path, har(*entries)))
    lacks = [(f.request and f.request.lacks, f.reply and f.reply.lacks) for f in found]
    assert lacks == [("no-body", "no-body"), ("", ""), ("", None)]


def test_har_base64_that_is_none_cannot_be_decoded(tmp_path: Path) -> None:
    broken = {"text": "@@@", "encoding": "base64"}
    found, _ = exchanges(put(tmp_path, har(entry({"postData": broken}, {"content": broken}))))
    assert [(f.request and f.request.lacks, f.reply and f.reply.lacks) for f in found] == [("undecodable-body",) * 2]


def test_a_har_entry_that_is_none_is_a_fault_and_the_next_is_read(tmp_path: Path) -> None:
    found, faults = exchanges(put(tmp_path, har({"request": 5}, entry())))
    assert [(f.code, f.index) for f in faults] == [("capture.record", 0)]
    assert [f.index for f in found] == [1]


@pytest.mark.parametrize("step", [1, 2, 3, 65536])
def test_a_har_may_begin_with_a_mark_of_its_byte_order(step: int) -> None:
    data = har(entry(), entry()).encode()
    stream = Mended(io.BytesIO(codecs.BOM_UTF8 + data))
    assert b"".join(iter(lambda: stream.read(step), b"")) == data


def test_a_har_with_such_a_mark_is_read(tmp_path: Path) -> None:
    found, faults = exchanges(put(tmp_path, "\ufeff" + har(entry(), entry())))
    assert (len(found), faults) == (2, [])


@pytest.mark.parametrize(("cut", "reason"), [(30, "it ends early"), (3, "it ends early")])
def test_a_har_that_ends_early_gives_what_came_before(tmp_path: Path, cut: int, reason: str) -> None:
    found, faults = exchanges(put(tmp_path, har(entry(), entry())[:-cut]))
    assert len(found) >= 1
    assert [(f.code, f.args["reason"]) for f in faults] == [("capture.broken", reason)]


# ---------------------------------------------------------------- JSONL


def record(**rows: Any) -> str:
    return json.dumps(
        {"time": 1716534930, "method": "post", "url": "http://example.org/x", "status": 200, **rows}, ensure_ascii=False
    )


def test_jsonl_records_with_text_base64_and_parsed_bodies(tmp_path: Path) -> None:
    lines = [
        record(request_body="a=1", response_body_base64=base64.b64encode(b"\xcf").decode()),
        "",
        record(
            request_headers={"Content-Type": "text/plain; charset=koi8-r"}, request_body="П", response_body={"a": 1}
        ),
        record(request_headers=[["A", "1"], ["a", "2"]], request_body=None),
    ]
    found, faults = exchanges(put(tmp_path, "\n".join(lines)))
    assert not faults
    assert bodies(found)[:2] == [(b"a=1", b"\xcf"), ("П".encode("koi8-r"), b'{"a": 1}')]
    assert [f.line for f in found] == [1, 3, 4]
    last = found[2].request
    assert last is not None
    assert (last.lacks, last.part.headers, last.part.method) == ("no-body", {"a": "1, 2"}, "POST")


def test_other_people_s_names_are_mapped_by_paths(tmp_path: Path) -> None:
    line = json.dumps(
        {"req": {"uri": "http://h/p", "verb": "POST", "payload": "x"}, "res": {"code": 201, "payload": "y"}}
    )
    names = {"url": "req.uri", "method": "req.verb", "request_body": "req.payload",
             "status": "res.code", "response_body": "res.payload"}  # fmt: skip
    found, faults = exchanges(put(tmp_path, f"{line}\n{line}\n"), fields=names)
    assert not faults
    assert bodies(found) == [(b"x", b"y")] * 2
    assert found[0].reply is not None
    assert found[0].reply.part.status == 201


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{oops", "no JSON"),
        ("[1]", "no JSON object"),
        ("[" * 100_000, "no JSON"),
        (json.dumps({"status": 200}), "neither an address nor a body"),
        (record(request_body_base64="???"), "request_body_base64 is no base64"),
        (record(request_body_base64=True), "request_body_base64 is no base64"),
        (record(request_headers="a: b"), "headers that are neither an object nor a list of pairs"),
        (record(request_headers=[1]), "headers that are neither an object nor a list of pairs"),
        (record(request_headers=["ab"]), "headers that are neither an object nor a list of pairs"),
        (record(response_headers=[["a", "b"], None]), "headers that are neither an object nor a list of pairs"),
        (record(status=[]), "status is no number"),
        (record(status="OK"), "status is no number"),
        (record(status=True), "status is no number"),
        (record(status=float("inf")), "status is no number"),
        (record(status=200.5), "status is no number"),
        (record(url={"a": 1}), "url is no text"),
        (record(method=5), "method is no text"),
        (record(host=["h"]), "host is no text"),
    ],
)
def test_a_line_that_is_no_record_is_a_fault_and_the_next_is_read(tmp_path: Path, line: str, reason: str) -> None:
    found, faults = exchanges(put(tmp_path, f"{record(request_body='a')}\n{line}\n{record(request_body='b')}\n"))
    assert [(f.code, f.index, f.line, f.args["reason"]) for f in faults] == [("capture.record", 1, 2, reason)]
    assert [f.index for f in found] == [0, 2]


TEXT = XML.encode("windows-1251")
CODED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),
    "zstd": zstandard.compress(TEXT),
    "gzip, br": brotli.compress(gzip.compress(TEXT)),
    "br, identity": brotli.compress(TEXT),
}


@pytest.mark.parametrize("coding", CODED)
@pytest.mark.parametrize("undone", [True, False])
def test_base64_of_a_coded_body_is_decoded_unless_the_logger_did_it(tmp_path: Path, coding: str, undone: bool) -> None:
    data = base64.b64encode(TEXT if undone else CODED[coding]).decode()
    headers = {"Content-Encoding": coding.upper()}
    line = {"url": "https://a.b/", "method": "POST", "status": 200, "request_headers": headers,
            "request_body_base64": data, "response_headers": headers, "response_body_base64": data}  # fmt: skip
    found, faults = exchanges(put(tmp_path, json.dumps(line)))
    assert (bodies(found), faults) == ([(TEXT, TEXT)], [])
    pairs = [{"name": "Content-Encoding", "value": coding}]
    content = {"text": data, "encoding": "base64"}
    asked = {"headers": pairs, "postData": {"mimeType": "text/xml", **content}}
    found, faults = exchanges(put(tmp_path, har(entry(asked, {"headers": pairs, "content": content}))))
    assert (bodies(found), faults) == ([(TEXT, TEXT)], [])


@pytest.mark.parametrize(
    ("data", "coding", "lacks"),
    [
        (gzip.compress(b" " * 20_000_000), "gzip", "too-large"),
        (gzip.compress(b"x" * 100)[:-9], "gzip", "undecodable-body"),
        (zstandard.compress(b"x" * 100)[:-9], "zstd", "undecodable-body"),
        (b"\0\1\2", "br", "undecodable-body"),
        (b"\0\1\2", "exi", "undecodable-body"),
        ("<a>Привет</a>".encode("utf-16"), "br", "undecodable-body"),
        ("<a>Привет</a>".encode("utf-16"), "gzip", ""),
        (b"<a/>", "exi", ""),
        (b"\t<a>\r\n</a>", "br", ""),
        (b"x^2", "deflate", ""),
    ],
)
def test_base64_of_a_body_that_its_coding_does_not_decode(tmp_path: Path, data: bytes, coding: str, lacks: str) -> None:
    line = {"status": 200, "response_headers": {"Content-Encoding": coding}}
    line["response_body_base64"] = base64.b64encode(data).decode()
    ((found,), _) = exchanges(put(tmp_path, json.dumps(line)))
    assert found.reply is not None
    assert (found.reply.lacks, found.reply.part.body) == (lacks, b"" if lacks else data)


def test_jsonl_numbers_that_loggers_write_otherwise_and_headers_without_a_value(tmp_path: Path) -> None:
    headers = {"Content-Type": None, "X-A": [None, "b"]}
    lines = [record(status=status, request_body=True, request_headers=headers) for status in (200.0, " 200 ", 200)]
    found, faults = exchanges(put(tmp_path, "\n".join(lines)))
    assert not faults
    assert [f.reply and f.reply.part.status for f in found] == [200] * 3
    assert [f.request and (f.request.part.body, f.request.part.headers) for f in found] == [(b"true", {"x-a": "b"})] * 3


@pytest.mark.parametrize("code", [gzip.compress, zstandard.compress])
def test_compressed_files_are_read_and_cut_ones_are_told(tmp_path: Path, code: Any) -> None:
    lines = "".join(record(request_body=str(random.Random(n).random())) + "\n" for n in range(2000))
    data = code(lines.encode())
    found, faults = exchanges(put(tmp_path, data))
    assert (len(found), faults) == (2000, [])
    found, faults = exchanges(put(tmp_path, data[:-20]))
    assert 0 < len(found) <= 2000
    assert faults[-1].code == "capture.broken"


def test_a_compressed_capture_that_grows_without_end_is_stopped(tmp_path: Path) -> None:
    _, faults = exchanges(put(tmp_path, zstandard.compress(record().encode() + b"\n" + b" " * 300_000_000)))
    assert [f.code for f in faults][-1] == "capture.broken"
    assert "grows" in faults[-1].args["reason"]


# ---------------------------------------------------------------- mitmproxy


def tnet(value: Any) -> bytes:
    if value is None:
        kind, data = b"~", b""
    elif isinstance(value, bool):
        kind, data = b"!", b"true" if value else b"false"
    elif isinstance(value, int):
        kind, data = b"#", str(value).encode()
    elif isinstance(value, float):
        kind, data = b"^", str(value).encode()
    elif isinstance(value, bytes):
        kind, data = b",", value
    elif isinstance(value, str):
        kind, data = b";", value.encode()
    elif isinstance(value, dict):
        kind, data = b"}", b"".join(tnet(key) + tnet(each) for key, each in value.items())
    else:
        kind, data = b"]", b"".join(tnet(each) for each in value)
    return str(len(data)).encode() + b":" + data + kind


def flow(**changes: Any) -> dict[str, Any]:
    return {
        "version": 21,
        "type": "http",
        "request": {
            "host": "192.0.2.2", "port": 443, "method": b"POST", "scheme": b"https", "authority": b"",
            "path": b"/send?a=1", "headers": [[b"Host", b"example.org"], [b"Content-Encoding", b"gzip"]],
            "content": gzip.compress(b"body"), "timestamp_start": 1716534930.5,
        },
        "response": {"status_code": 200, "headers": [], "content": b"OK"},
        **changes,
    }  # fmt: skip


def test_flows_are_read_without_mitmproxy(tmp_path: Path) -> None:
    data = tnet(flow()) + tnet(flow(response=None)) + tnet({"type": "tcp", "messages": []})
    found, faults = exchanges(put(tmp_path, data))
    assert bodies(found) == [(b"body", b"OK"), (b"body", None)]
    assert (found[0].host, found[0].time) == ("example.org", 1716534930.5)
    assert [(f.code, f.args) for f in faults] == [("capture.other", {"kind": "tcp"})]


@pytest.mark.parametrize("value", [None, True, -5, 1.5, b"\xff", "п", [1, [b""]], {"a": {"b": []}}])
def test_tnetstrings_come_back(value: Any) -> None:
    data = tnet(value)
    payload = data.partition(b":")[2]
    assert loads(payload[-1:], payload[:-1]) == value


def test_damaged_flows_end_in_faults(tmp_path: Path) -> None:
    whole = tnet(flow())
    for cut in (1, 5, 100):
        found, faults = exchanges(put(tmp_path, whole + whole[:-cut]))
        assert len(found) == 1
        assert [f.code for f in faults] == ["capture.broken"]
    rng = random.Random(1)
    for _ in range(200):
        broken = bytearray(whole * 2)
        broken[rng.randrange(6, len(broken))] = rng.randrange(256)
        exchanges(put(tmp_path, bytes(broken)))


# ---------------------------------------------------------------- WARC


def warc(*records: tuple[str, str, bytes, str]) -> bytes:
    found = b""
    for n, (kind, uri, block, other) in enumerate(records):
        concurrent = f"WARC-Concurrent-To: <urn:uuid:{other}>\r\n" if other else ""
        head = (
            f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{n}>\r\nWARC-Date: 2024-05-24T10:15:30Z\r\n"
            f"WARC-Target-URI: {uri}\r\n{concurrent}Content-Type: application/http; msgtype={kind}\r\n"
            f"Content-Length: {len(block)}\r\n\r\n"
        )
        found += head.encode() + block + b"\r\n\r\n"
    return found


def test_warc_requests_and_replies_are_paired_in_either_order(tmp_path: Path) -> None:
    uri = "http://example.org/x"
    data = warc(
        ("response", uri, ok(gzip.compress(b"one"), "Content-Encoding: gzip\r\n"), "1"),
        ("request", uri, post(b"a=1"), "0"),
        ("request", uri, post(b"a=2"), "3"),
        ("response", uri, ok(b"two"), "2"),
        ("request", "http://example.org/y", post(b"a=3"), ""),
    )
    found, faults = exchanges(put(tmp_path, data))
    assert not faults
    assert sorted(map(str, bodies(found))) == sorted(
        map(str, [(b"a=1", b"one"), (b"a=2", b"two"), (b"a=3", None)])
    )  # fmt: skip


def test_damaged_warc_files_end_in_faults(tmp_path: Path) -> None:
    whole = warc(("request", "http://e/x", post(b"a=1"), ""), ("response", "http://e/x", ok(b"1"), ""))
    rng = random.Random(2)
    for _ in range(150):
        broken = bytearray(whole)
        broken[rng.randrange(8, len(broken))] = rng.randrange(256)
        exchanges(put(tmp_path, bytes(broken)))


# ---------------------------------------------------------------- folders and telling formats


def test_a_folder_is_its_files_in_order_and_links_are_left(tmp_path: Path) -> None:
    folder = tmp_path / "bodies"
    (folder / "b").mkdir(parents=True)
    (folder / "2.xml").write_bytes(b"<b/>")
    (folder / "1.xml").write_bytes(b"<a/>")
    (folder / "b" / "3").write_bytes(b"c=1")
    (folder / "link").symlink_to(folder / "1.xml")
    found, faults = exchanges(folder)
    assert not faults
    assert [one.request and one.request.part.body for one in found] == [b"<a/>", b"<b/>", b"c=1"]
    assert [Path(one.file).name for one in found] == ["1.xml", "2.xml", "3"]


def test_what_a_folder_holds_and_is_not_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, elsewhere = tmp_path / "bodies", tmp_path / "elsewhere"
    (folder / "locked").mkdir(parents=True)
    (folder / "open").mkdir()
    elsewhere.mkdir()
    (elsewhere / "1.xml").write_bytes(b"<a/>")
    (folder / "out").symlink_to(elsewhere / "1.xml")
    (folder / "outside").symlink_to(elsewhere)
    (folder / "nothing").symlink_to(elsewhere / "2.xml")
    (folder / "inside").symlink_to(folder / "open")
    os.mkfifo(folder / "pipe")
    scandir = os.scandir

    def refusing(path: str) -> Any:
        if path.endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    found, faults = exchanges(folder)
    assert not found
    assert {(Path(fault.file).name, fault.code, fault.args["reason"]) for fault in faults} == {
        ("locked", "capture.io", "Permission denied"),
        ("nothing", "capture.io", "it is a link to nothing"),
        ("out", "capture.io", "it is a link out of the folder"),
        ("outside", "capture.io", "it is a link out of the folder"),
        ("pipe", "capture.io", "it is no plain file"),
    }


@pytest.mark.parametrize("packed", [False, True])
def test_a_pipe_is_read_as_a_file_is(tmp_path: Path, packed: bool) -> None:
    line = json.dumps({"url": "http://x/", "request_body": "a=1"}).encode() + b"\n"
    data = gzip.compress(line * 3) if packed else line * 3
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=(data,))
    writer.start()
    found, faults = exchanges(tmp_path / "pipe")
    writer.join()
    assert not faults
    assert bodies(found) == [(b"a=1", None)] * 3


@pytest.mark.parametrize("data", [b"\0\0\xd4\xc3\xb2\xa1\x02\0\x04\0", b"PK\x03\x04\x14\0\0\0"])
def test_what_is_neither_a_capture_nor_a_text_is_no_body(tmp_path: Path, data: bytes) -> None:
    found, faults = exchanges(put(tmp_path, data))
    assert not found
    assert [fault.code for fault in faults] == ["capture.broken"]


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_body_in_utf_16_is_a_body(tmp_path: Path, coding: str) -> None:
    found, faults = exchanges(put(tmp_path, "<a>Привет</a>".encode(coding)))
    assert (len(found), faults) == (1, [])


@pytest.mark.parametrize(
    "stamp", [math.nan, math.inf, -math.inf, 1e308, -1e308, 10**400, 1_732_270_000_123, 253_402_300_800, "NaN", True]
)  # fmt: skip
def test_a_time_that_no_calendar_has_is_none(tmp_path: Path, stamp: Any) -> None:
    record = {"url": "http://x/", "request_body": "a", "response_body": "b", "status": 200, "time": stamp}
    found, _ = exchanges(put(tmp_path, (json.dumps(record) + "\n") * 2))
    assert [one.time for one in found] == [None, None]


@pytest.mark.parametrize("stamp", [0, -1, 253_402_300_799, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_the_first_and_the_last_time_that_there_is(tmp_path: Path, stamp: Any) -> None:
    found, _ = exchanges(put(tmp_path, json.dumps({"url": "http://x/", "request_body": "a", "time": stamp}) + "\n"))
    assert found[0].time is not None


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b'{"log": {"version"', "har"),
        (b'\xef\xbb\xbf {\n "log" : {', "har"),
        (b'{"url": "x"}', "jsonl"),
        (b'{"a": 1}\n{"a": 2}\n', "jsonl"),
        (b'{"error": "x", "error_code": 1}', None),
        (b'[{"id": 1}]', None),
        (b"<data/>", None),
        (b"2034:7:version;", "mitm"),
        (b"2034:9:websocket;0:~", "mitm"),
        (b"WARC/1.0\r\n", "warc"),
        (b"", None),
        (b"name = X, id = 5", None),
    ],
)
def test_formats_are_told_by_content(head: bytes, kind: str | None) -> None:
    assert sniff(head) == kind


def test_a_file_that_is_no_capture_is_one_body(tmp_path: Path) -> None:
    found, _ = exchanges(put(tmp_path, "<data/>"))
    assert bodies(found) == [(b"<data/>", None)]


@pytest.mark.parametrize("begin", ['/send", "status": 200}\n', "{oops\n", "\n\nlog begins\n", "x" * 20_000 + "\n"])
def test_a_log_that_begins_in_the_middle_of_a_line_is_a_log(tmp_path: Path, begin: str) -> None:
    record = {"method": "POST", "url": "https://h/p", "request_body": "a=1", "status": 200, "response_body": "ok"}
    path = tmp_path / "log"
    path.write_text(begin + json.dumps(record) + "\n" + json.dumps(record) + "\n")
    found = [*capture.read(str(path))]
    assert [type(one).__name__ for one in found] == ["Fault", "Exchange", "Exchange"]
    assert found[0].code == "capture.record"
