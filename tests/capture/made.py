"""Captures put together by hand: conversations as bytes, connections as packets."""

from __future__ import annotations

import random
import socket
from io import BytesIO
from pathlib import Path

import dpkt

from wirebook.capture import Exchange, Fault, read

CLIENT, SERVER = "192.0.2.1", "192.0.2.2"
_SYN, _ACK, _FIN = dpkt.tcp.TH_SYN, dpkt.tcp.TH_ACK, dpkt.tcp.TH_FIN


def exchanges(path: Path, **how: dict[str, str]) -> tuple[list[Exchange], list[Fault]]:
    found = list(read(str(path), **how))
    return [f for f in found if isinstance(f, Exchange)], [f for f in found if isinstance(f, Fault)]


def bodies(found: list[Exchange]) -> list[tuple[bytes | None, bytes | None]]:
    return [
        (None if one.request is None else one.request.part.body, None if one.reply is None else one.reply.part.body)
        for one in found
    ]


def post(body: bytes, path: str = "/x", headers: str = "") -> bytes:
    return f"POST {path} HTTP/1.1\r\nHost: example.org\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body


def ok(body: bytes, headers: str = "") -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body


def packet(ours: bool, seq: int, flags: int, data: bytes = b"", port: int = 40000) -> bytes:
    """A frame of client (ours) or server; the server listens on port 80."""
    source, target = (CLIENT, SERVER) if ours else (SERVER, CLIENT)
    tcp = dpkt.tcp.TCP(
        sport=port if ours else 80, dport=80 if ours else port, seq=seq % 2**32, flags=flags, data=data
    )  # fmt: skip
    ip = dpkt.ip.IP(src=socket.inet_aton(source), dst=socket.inet_aton(target), p=6, data=tcp)
    ip.len = len(ip)
    return bytes(dpkt.ethernet.Ethernet(data=ip, type=0x800, src=b"a" * 6, dst=b"b" * 6))


def connection(
    asked: bytes, told: bytes, *, first: int = 1000, rng: random.Random | None = None, size: int = 40
) -> list[bytes]:
    """The packets of a connection; with ``rng`` in pieces of any size, some twice, overlapping or out of order."""
    found = [packet(True, first, _SYN), packet(False, first + 7, _SYN | _ACK)]
    for ours, data, seq in ((True, asked, first + 1), (False, told, first + 8)):
        pieces = []
        at = 0
        while at < len(data):
            step = size if rng is None else rng.randint(1, size)
            pieces.append(packet(ours, seq + at, _ACK, data[at : at + step]))
            if rng is not None and at > 5 and rng.random() < 0.3:
                pieces.append(packet(ours, seq + at - 5, _ACK, data[at - 5 : at + step]))
            at += step
        for _ in range(len(pieces) if rng is not None else 0):
            one = rng.randrange(len(pieces)) if rng is not None else 0
            other = min(one + 1, len(pieces) - 1)
            pieces[one], pieces[other] = pieces[other], pieces[one]
        found += pieces
    found += [packet(True, first + 1 + len(asked), _FIN | _ACK), packet(False, first + 8 + len(told), _FIN | _ACK)]
    return found


def pcap(packets: list[bytes], *, new: bool = False) -> bytes:
    """A capture file of these packets, one second apart."""
    stream = BytesIO()
    writer = dpkt.pcapng.Writer(stream) if new else dpkt.pcap.Writer(stream)
    for at, each in enumerate(packets):
        writer.writepkt(each, 1_700_000_000 + at)
    return stream.getvalue()
