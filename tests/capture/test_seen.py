"""What real tools do to captures, each case by itself: found in recordings, kept as the smallest that shows it."""

from __future__ import annotations

import gzip
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import dpkt
import pytest
from made import bodies, connection, exchanges, ok, packet, pcap, post

from wirebook.capture.mended import Mended

GET = b"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n"
HEAD = b"HEAD / HTTP/1.1\r\nHost: example.org\r\n\r\n"
HEADED = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"
CYRILLIC = '<?xml version="1.0" encoding="windows-1251"?><a>Привет</a>'


def put(tmp_path: Path, data: bytes, name: str = "capture") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


class Slow(BytesIO):
    """A stream that gives so many bytes at a time."""

    def __init__(self, data: bytes, step: int) -> None:
        super().__init__(data)
        self.step = step

    def read(self, size: int | None = -1) -> bytes:
        return super().read(self.step)


def har(request: Any = None, response: Any = None, method: str = "POST") -> bytes:
    entry = {
        "startedDateTime": "2024-05-24T10:15:30Z",
        "request": {"method": method, "url": "http://example.org/", "headers": [], **(request or {})},
        "response": {"status": 200, "headers": [], "content": {"size": 2, "text": "OK"}, **(response or {})},
    }
    return json.dumps({"log": {"entries": [entry]}}).encode()


# ---------------------------------------------------------------- packets: replies to HEAD


@pytest.mark.parametrize("size", [1, 7, 40, 4000])
def test_a_reply_to_head_has_no_body_whatever_its_head_says(tmp_path: Path, size: int) -> None:
    asked = GET + HEAD + post(b"a=1") + HEAD + GET
    told = ok(b"1") + HEADED + ok(b"2") + b"HTTP/1.1 103 Early\r\n\r\n" + HEADED + ok(b"3")
    found, faults = exchanges(put(tmp_path, pcap(connection(asked, told, size=size))))
    assert not faults
    assert bodies(found) == [(b"", b"1"), (b"", b""), (b"a=1", b"2"), (b"", b""), (b"", b"3")]
    assert [one.reply and one.reply.lacks for one in found] == [""] * 5


@pytest.mark.parametrize("more", ["Content-Length: 5\r\n", "X-A : b\r\n", "Transfer-Encoding: chunked\r\n"])
def test_http_that_is_damaged_is_no_other_protocol(tmp_path: Path, more: str) -> None:
    whole = b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n%s\r\na"
    _, faults = exchanges(put(tmp_path, pcap(connection(whole % more.encode(), b""))))
    assert [(fault.code, fault.args["reason"]) for fault in faults] == [("capture.broken", "its HTTP/1.1 is damaged")]


def test_a_reply_to_head_that_breaks_off_is_no_reply_to_what_follows(tmp_path: Path) -> None:
    found, faults = exchanges(put(tmp_path, pcap(connection(HEAD + GET, HEADED + b"rubbish that is no reply\r\n"))))
    assert [one.request and one.request.part.method for one in found] == ["HEAD", "GET"]
    assert [fault.code for fault in faults] == ["capture.broken"]


@pytest.mark.parametrize("ended", ["not", "reset", "lost", "by the client"])
def test_a_reply_without_a_length_is_cut_unless_the_server_ended_it(tmp_path: Path, ended: str) -> None:
    told = b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n" + b"so far " * 9
    packets = connection(post(b"a=1"), told, size=20)
    if ended == "lost":
        del packets[-3]
    else:
        del packets[-2 if ended != "by the client" else -1 :]
    if ended == "reset":
        packets.append(packet(False, 1008 + len(told), dpkt.tcp.TH_RST | dpkt.tcp.TH_ACK))
    found, faults = exchanges(put(tmp_path, pcap(packets)))
    assert [(one.request and one.request.lacks, one.reply and one.reply.lacks) for one in found] == [("", "cut-body")]
    assert [fault.code for fault in faults] == (["capture.gap"] if ended == "lost" else [])


def test_the_end_may_come_before_the_last_bytes(tmp_path: Path) -> None:
    packets = connection(post(b"a=1"), b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n" + b"so far " * 9, size=20)
    packets[-3:] = [packets[-2], packets[-1], packets[-3]]
    found, faults = exchanges(put(tmp_path, pcap(packets)))
    assert not faults
    assert bodies(found) == [(b"a=1", b"so far " * 9)]


# ---------------------------------------------------------------- HAR and JSONL: text that is no text


def test_half_a_character_in_a_har_does_not_end_its_reading(tmp_path: Path) -> None:
    post = {"mimeType": "application/x-www-form-urlencoded", "text": "mes=%CF", "params": [{"value": "\udccf"}]}
    found, faults = exchanges(put(tmp_path, har({"postData": post})))
    assert not faults
    assert bodies(found) == [(b"mes=%CF", b"OK")]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        (r'"\ud83d\ude00 \\ud83d \\\udccf"', '😀 \\ud83d \\\ufffd'),
        (r'"\ud83d\ud83d\ude00\ud83d"', "\ufffd😀\ufffd"),
        (r'"\uDCCF\uD83D\uDE00\u041f\\"', "\ufffd😀П\\"),
    ],
)  # fmt: skip
def test_half_characters_are_replaced_wherever_pieces_end(text: str, mended: str) -> None:
    for step in range(1, len(text) + 1):
        stream = Mended(Slow(text.encode(), step))
        assert stream.read(0) == b""
        found = b""
        while piece := stream.read(1000):
            found += piece
        assert json.loads(found) == mended


@pytest.mark.parametrize("kind", ["har", "jsonl"])
def test_a_text_whose_bytes_were_lost_is_no_body(tmp_path: Path, kind: str) -> None:
    text = CYRILLIC.encode("windows-1251").decode("utf-8", "replace")
    if kind == "har":
        data = har({"postData": {"text": text}}, {"content": {"text": text, "size": 9}})
    else:
        data = json.dumps({"url": "http://e/", "request_body": text, "response_body": text}).encode()
    found, faults = exchanges(put(tmp_path, data))
    assert not faults
    one = found[0]
    assert [half and (half.lacks, half.part.body) for half in (one.request, one.reply)] == [
        ("undecodable-body", b"")
    ] * 2


def test_a_text_that_was_read_as_latin_1_is_what_its_declaration_says(tmp_path: Path) -> None:
    wire = CYRILLIC.encode("windows-1251")
    found, _ = exchanges(put(tmp_path, har({"postData": {"text": wire.decode("latin-1"), "mimeType": "text/xml"}})))
    assert bodies(found)[0][0] == wire


@pytest.mark.parametrize("text", ["", None])
def test_an_empty_reply_whose_head_tells_of_bytes_was_left_out(tmp_path: Path, text: str | None) -> None:
    head = {"headers": [{"name": "Content-Length", "value": "37"}], "content": {"size": 0, "text": text}}
    found, _ = exchanges(put(tmp_path, har(None, head)))
    assert [one.reply and one.reply.lacks for one in found] == ["no-body"]
    found, _ = exchanges(put(tmp_path, har(None, head, "HEAD")))
    assert [one.reply and one.reply.lacks for one in found] == [""]
    record = {"url": "http://e/", "status": 200, "response_body_base64": "", "response_headers": {"Content-Length": 9}}
    found, _ = exchanges(put(tmp_path, json.dumps(record).encode()))
    assert [one.reply and one.reply.lacks for one in found] == ["no-body"]


def test_a_redirect_without_content_is_empty_where_its_head_says_so(tmp_path: Path) -> None:
    none = {"status": 302, "content": {"size": -1}}
    found, _ = exchanges(put(tmp_path, har(None, none)))
    assert [one.reply and one.reply.lacks for one in found] == ["no-body"]
    found, _ = exchanges(put(tmp_path, har(None, none | {"headers": [{"name": "content-length", "value": "0"}]})))
    assert [one.reply and one.reply.lacks for one in found] == [""]


# ---------------------------------------------------------------- WARC: what the library passes over


def record(kind: str, block: bytes, said: int | None = None, more: str = "") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{kind}-{len(block)}>\r\n"
        f"WARC-Date: 2024-05-24T10:15:30Z\r\nWARC-Target-URI: <http://example.org/x>\r\n{more}"
        f"Content-Type: application/http;msgtype={kind}\r\nContent-Length: {said or len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def chunked(body: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
    return head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


def test_records_after_a_reply_both_chunked_and_compressed_are_read(tmp_path: Path) -> None:
    data = b"".join(
        record("request", post(b"a=%d" % n)) + record("response", chunked(gzip.compress(b"<r>%d</r>" % n)))
        for n in range(3)
    )
    found, faults = exchanges(put(tmp_path, data))
    assert not faults
    assert bodies(found) == [(b"a=%d" % n, b"<r>%d</r>" % n) for n in range(3)]


@pytest.mark.parametrize("name", ["capture", "capture.warc.gz"])
@pytest.mark.parametrize("members", [False, True])
def test_a_compressed_warc_is_told_by_its_content(tmp_path: Path, name: str, members: bool) -> None:
    records = [record("request", post(b"a=1")), record("response", ok(b"OK"))]
    data = b"".join(map(gzip.compress, records)) if members else gzip.compress(b"".join(records))
    found, faults = exchanges(put(tmp_path, data, name))
    assert not faults
    assert bodies(found) == [(b"a=1", b"OK")]


def test_a_record_that_breaks_off_has_no_body_and_is_told(tmp_path: Path) -> None:
    data = record("request", post(b"a=1")) + record("response", ok(b"<r>whole</r>"))
    found, faults = exchanges(put(tmp_path, data[:-8]))
    assert [fault.args["reason"] for fault in faults] == ["it ends early"]
    assert [(one.request and one.request.lacks, one.reply and one.reply.lacks) for one in found] == [("", "cut-body")]


def test_what_is_no_record_is_told_though_the_library_says_nothing(tmp_path: Path) -> None:
    data = record("request", post(b"a=1")) + record("response", ok(b"1"))
    found, faults = exchanges(put(tmp_path, data + b"\0rubbish\r\n\r\n" + data))
    assert bodies(found)[0] == (b"a=1", b"1")
    assert [fault.args["reason"] for fault in faults] == ["it is no WARC from here on"]


def test_a_body_with_less_bytes_than_it_tells_of_is_cut(tmp_path: Path) -> None:
    short = b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf of it"
    data = record("request", post(b"a=1")) + record("response", short)
    found, faults = exchanges(put(tmp_path, data))
    assert not faults
    assert [one.reply and one.reply.lacks for one in found] == ["cut-body"]
    data = record("response", ok(b"1"), more="WARC-Truncated: length\r\n")
    found, _ = exchanges(put(tmp_path, data))
    assert [one.reply and one.reply.lacks for one in found] == ["cut-body"]
