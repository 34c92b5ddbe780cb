"""pcap and pcapng: TCP as networks deliver it, HTTP/1.1 as servers speak it."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest
from made import bodies, connection, exchanges, ok, packet, pcap, post

from wirebook.capture.tcp import Direction

ASKED = b"".join(post(b"n=%d" % n, f"/x?{n}") for n in range(4))
TOLD = b"".join(ok(b"<r>%d</r>" % n) for n in range(4))
PAIRS = [(b"n=%d" % n, b"<r>%d</r>" % n) for n in range(4)]


def put(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "capture"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("new", [False, True])
def test_pipelined_requests_are_paired_with_their_replies(tmp_path: Path, new: bool) -> None:
    found, faults = exchanges(put(tmp_path, pcap(connection(ASKED, TOLD), new=new)))
    assert bodies(found) == PAIRS
    assert not faults
    first = found[0]
    assert first.request is not None
    assert (first.request.part.method, first.request.part.path, first.request.part.query) == ("POST", "/x", b"0")
    assert (first.host, first.time, first.index) == ("example.org", 1_700_000_002, 0)
    assert first.reply is not None
    assert first.reply.part.status == 200


@pytest.mark.parametrize("seed", range(40))
def test_reordered_repeated_and_overlapping_segments_change_nothing(tmp_path: Path, seed: int) -> None:
    packets = connection(ASKED, TOLD, first=2**32 - 60, rng=random.Random(seed))
    found, faults = exchanges(put(tmp_path, pcap(packets)))
    assert bodies(found) == PAIRS
    assert not faults


def test_chunked_and_compressed_replies_are_whole(tmp_path: Path) -> None:
    coded = gzip.compress(b"<r>\xd0\x9f</r>")
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(coded[at : at + 9]), coded[at : at + 9]) for at in range(0, len(coded), 9))
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
    found, faults = exchanges(put(tmp_path, pcap(connection(post(b"a=1"), head + chunks + b"0\r\n\r\n"))))
    assert bodies(found) == [(b"a=1", b"<r>\xd0\x9f</r>")]
    assert not faults


def test_a_reply_that_lasts_until_the_connection_ends_is_whole(tmp_path: Path) -> None:
    found, faults = exchanges(put(tmp_path, pcap(connection(post(b"a=1"), b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nOK"))))
    assert bodies(found) == [(b"a=1", b"OK")]
    assert not faults


def test_an_interim_reply_is_not_the_reply(tmp_path: Path) -> None:
    told = b"HTTP/1.1 100 Continue\r\n\r\n" + ok(b"OK")
    found, _ = exchanges(put(tmp_path, pcap(connection(post(b"a=1"), told))))
    assert bodies(found) == [(b"a=1", b"OK")]


def test_a_lost_segment_is_a_gap_and_no_body(tmp_path: Path) -> None:
    packets = connection(post(b"x" * 300), ok(b"OK"), size=50)
    del packets[4]
    found, faults = exchanges(put(tmp_path, pcap(packets)))
    assert [fault.code for fault in faults] == ["capture.gap"]
    request = found[0].request
    assert all(one.request is None or one.request.lacks == "cut-body" for one in found)
    assert request is None or request.part.body == b""


def test_a_request_without_a_reply_is_told_at_the_end(tmp_path: Path) -> None:
    found, faults = exchanges(put(tmp_path, pcap(connection(post(b"a=1") + post(b"a=2"), ok(b"OK")))))
    assert bodies(found) == [(b"a=1", b"OK"), (b"a=2", None)]
    assert not faults


def test_a_capture_that_begins_in_the_middle_is_read_from_the_next_message(tmp_path: Path) -> None:
    packets = connection(post(b"a=1"), ok(b"OK"))[2:]
    found, _ = exchanges(put(tmp_path, pcap(packets)))
    assert bodies(found) == [(b"a=1", b"OK")]


def test_ports_used_anew_are_a_new_connection(tmp_path: Path) -> None:
    packets = connection(post(b"a=1"), ok(b"1"))[:-2] + connection(post(b"a=2"), ok(b"2"), first=900_000)
    found, _ = exchanges(put(tmp_path, pcap(packets)))
    assert bodies(found) == [(b"a=1", b"1"), (b"a=2", b"2")]


def test_what_is_no_http_is_told_once(tmp_path: Path) -> None:
    found, faults = exchanges(put(tmp_path, pcap(connection(b"\x16\x03\x01" * 50, b"\x16\x03\x03" * 50))))
    assert not found
    assert [(fault.code, fault.args) for fault in faults] == [("capture.protocol", {"reason": "it is no HTTP/1.1"})]


@pytest.mark.parametrize("cut", [3, 20, 69])
def test_a_file_that_ends_early_gives_what_came_before(tmp_path: Path, cut: int) -> None:
    data = pcap(connection(post(b"a=1"), ok(b"OK")) + connection(post(b"a=2"), ok(b"OK"), first=50_000))
    found, faults = exchanges(put(tmp_path, data[:-cut]))
    assert bodies(found)[0] == (b"a=1", b"OK")
    assert "capture.broken" in [fault.code for fault in faults]


def test_damaged_files_end_in_a_fault_and_never_in_an_exception(tmp_path: Path) -> None:
    for new in (False, True):
        data = bytearray(pcap(connection(post(b"a=1"), ok(b"OK")), new=new))
        rng = random.Random(3)
        for _ in range(150):
            broken = bytearray(data)
            for _ in range(rng.randint(1, 6)):
                broken[rng.randrange(4, len(broken))] = rng.randrange(256)
            exchanges(put(tmp_path, bytes(broken)))


def test_other_packets_are_passed_over(tmp_path: Path) -> None:
    packets = connection(post(b"a=1"), ok(b"OK"))
    packets[3:3] = [b"\x00" * 5, b"a" * 6 + b"b" * 6 + b"\x08\x06" + b"\x00" * 28]
    found, faults = exchanges(put(tmp_path, pcap(packets)))
    assert bodies(found) == [(b"a=1", b"OK")]
    assert not faults


def test_what_waits_for_a_lost_segment_is_bounded() -> None:
    way = Direction()
    list(way.feed(0, b"", 0.0, syn=True))
    for n in range(2, 20_000):
        assert not list(way.feed(n * 1000, b"x" * 1000, 0.0))
    assert way.gap
    assert not way.waiting


def test_a_shorter_retransmission_is_completed_by_a_longer_one() -> None:
    way = Direction()
    list(way.feed(0, b"", 0.0, syn=True))
    got = [*way.feed(4, b"de", 1.0), *way.feed(4, b"XXf", 2.0), *way.feed(1, b"abc", 3.0)]
    assert b"".join(data for data, _ in got) == b"abcdef"


def test_a_packet_helper_makes_what_dpkt_reads() -> None:
    import dpkt

    frame = dpkt.ethernet.Ethernet(packet(True, 5, 16, b"hi"))
    assert frame.data.data.data == b"hi"
