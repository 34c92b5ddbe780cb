"""Each recorded format cut off after every few bytes: faults, no exception, and nothing before the cut is lost."""

from __future__ import annotations

import gzip
import json
import os
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zstandard
from made import exchanges

from wirebook.capture import Exchange
from wirebook.capture.exchange import Half

FOLDER = Path(__file__).parent / "recorded"
# Bytes between two cuts: in the first ones, and behind them.
NEAR, FAR = 19 if os.environ.get("WIREBOOK_HYPOTHESIS") == "deep" else 47, 1499
MANY = 14_000


def plain(name: str) -> bytes:
    data = (FOLDER / name).read_bytes()
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


# Where the records of a file end: what they hold until there must not be lost.


def lines(data: bytes) -> list[int]:
    return [at for at in range(len(data)) if data[at : at + 1] == b"\n"]


def flows(data: bytes) -> list[int]:
    at, ends = 0, []
    while at < len(data):
        colon = data.index(b":", at)
        at = colon + int(data[at:colon]) + 2
        ends.append(at)
    return ends


def entries(data: bytes) -> list[int]:
    text = data.decode()
    assert text.isascii()
    at, ends, decoder = text.index("[", text.index('"entries"')) + 1, [], json.JSONDecoder()
    while True:
        while text[at] in " \r\n\t,":
            at += 1
        if text[at] == "]":
            return ends
        at = decoder.raw_decode(text, at)[1]
        ends.append(at)


def packets(data: bytes) -> list[int]:
    at, ends = 24, [24]
    while at < len(data):
        at += 16 + int(struct.unpack_from("<I", data, at + 8)[0])
        ends.append(at)
    return ends


def blocks(data: bytes) -> list[int]:
    at, ends = 0, []
    while at < len(data):
        at += int(struct.unpack_from("<I", data, at + 4)[0])
        ends.append(at)
    return ends


def records(data: bytes) -> list[int]:
    at, ends = 0, []
    while at < len(data):
        head = data.index(b"\r\n\r\n", at) + 4
        size = int(data[at:head].lower().split(b"\r\ncontent-length: ")[1].split(b"\r\n")[0])
        ends.append(head + size)
        at = head + size + 4
    return ends


# Name of the file to read -> its content, where its records end, how many bytes may be missing behind an end
# without being missed (None: what closes the file would be), and whether each record is an exchange.
FORMATS: dict[str, tuple[Callable[[], bytes], Callable[[bytes], list[int]], int | None, bool]] = {
    "gateway.jsonl": (lambda: plain("gateway.jsonl.gz"), lines, 1, True),
    "mitmproxy.flow": (lambda: plain("mitmproxy-forward.flow"), flows, 0, True),
    "mitmproxy.har": (lambda: plain("mitmproxy.har"), entries, None, True),
    "tcpdump.pcap": (lambda: plain("tcpdump-any-ipv6.pcap"), packets, 0, False),
    "editcap.pcapng": (lambda: plain("editcap.pcapng"), blocks, 0, False),
    "wget.warc": (lambda: plain("wget.warc"), records, 4, False),
}


def cuts(data: bytes) -> Iterator[int]:
    yield from range(0, min(len(data), MANY), NEAR)
    yield from range(MANY, len(data), FAR)


def told(one: Exchange) -> tuple[object, ...]:
    def side(half: Half | None) -> object:
        return (
            None if half is None else (half.part.method, half.part.path, half.part.status, half.lacks, half.part.body)
        )

    return one.host, side(one.request), side(one.reply)


def is_whole(one: Exchange) -> bool:
    return all(half is not None and not half.lacks for half in (one.request, one.reply))


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_cut_anywhere_gives_what_came_before_and_faults(tmp_path: Path, name: str) -> None:
    make, ends_of, slack, each = FORMATS[name]
    data = make()
    ends = ends_of(data)
    unseen = set() if slack is None else {end + more for end in ends for more in range(slack + 1)}
    path = tmp_path / name
    path.write_bytes(data)
    full, faults = exchanges(path)
    assert not faults
    assert not each or len(full) == len(ends)
    whole = {told(one) for one in full if is_whole(one)}
    before: set[tuple[object, ...]] = set()
    for at in cuts(data):
        path.write_bytes(data[:at])
        found, faults = exchanges(path)
        now = {told(one) for one in found if is_whole(one)}
        assert before <= now <= whole, at  # nothing that was there is lost, nothing is made up
        before = now
        assert faults or at in unseen, at
        if each:
            past = sum(end <= at for end in ends)
            assert [told(one) for one in found][:past] == [told(one) for one in full][:past], at
    assert len(before) >= len(whole) - 2


@pytest.mark.parametrize("code", [gzip.compress, zstandard.compress])
@pytest.mark.parametrize("name", ["gateway.jsonl", "mitmproxy.flow", "wget.warc"])
def test_a_compressed_file_cut_anywhere_gives_what_came_before_and_a_fault(
    tmp_path: Path, name: str, code: Callable[[bytes], bytes]
) -> None:
    data = FORMATS[name][0]()
    coded = code(data)
    path = tmp_path / name
    path.write_bytes(coded)
    full, faults = exchanges(path)
    assert not faults
    whole = {told(one) for one in full if is_whole(one)}
    for at in range(0, len(coded), 97):
        path.write_bytes(coded[:at])
        found, faults = exchanges(path)
        assert {told(one) for one in found if is_whole(one)} <= whole, at
        assert faults, at
