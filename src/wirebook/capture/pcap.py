"""pcap and pcapng: packets to TCP connections to HTTP exchanges, in one pass.

dpkt takes the packets apart. Connections are kept while they are open and dropped when
both sides closed; what was not captured, or is no HTTP, is a fault of its connection.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader
from typing import Any

from wirebook.capture.exchange import Exchange, Fault
from wirebook.capture.extras import need
from wirebook.capture.har import seconds
from wirebook.capture.http1 import Conversation, Message
from wirebook.capture.tcp import Direction

__all__ = ["read"]

_MAX_READ = 64 * 1024 * 1024  # bytes of one packet or block
_MAX_OPEN = 10_000  # connections; beyond, the one that was silent longest is ended
_STARTS = (b"GET ", b"POST ", b"PUT ", b"DELETE ", b"HEAD ", b"PATCH ", b"OPTIONS ", b"CONNECT ")


class _Connection:
    """Both directions of a connection and what is said over it."""

    __slots__ = ("client", "finished", "http", "ways")

    def __init__(self) -> None:
        self.client: Any = None  # the endpoint that asks; None until that shows
        self.finished: set[Any] = set()  # the endpoints that said they were through; a reset says nothing
        self.ways: dict[Any, Direction] = {}
        self.http = Conversation()


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.index = 0
        self.open: dict[Any, _Connection] = {}

    def packet(self, dpkt: Any, ip: Any, time: float) -> Iterator[Exchange | Fault]:
        tcp = getattr(ip, "data", None)
        if not isinstance(tcp, dpkt.tcp.TCP):
            return
        here, there = (ip.src, tcp.sport), (ip.dst, tcp.dport)
        key = frozenset((here, there))
        found = self.open.pop(key, None)
        syn, fin, reset = (bool(tcp.flags & flag) for flag in (dpkt.tcp.TH_SYN, dpkt.tcp.TH_FIN, dpkt.tcp.TH_RST))
        before = None if found is None or here not in found.ways else found.ways[here].next
        if found is not None and syn and before not in (None, (tcp.seq + 1) % (1 << 32)):  # the ports are used anew
            yield from self._ended(found)
            found = None
        if found is None:
            found = _Connection()
        self.open[key] = found  # the one last spoken over stands last
        way = found.ways.setdefault(here, Direction())
        if fin:
            found.finished.add(here)
        data = bytes(tcp.data)
        if found.client is None:
            found.client = _client(here, there, syn, bool(tcp.flags & dpkt.tcp.TH_ACK), data)
        for piece, at in way.feed(tcp.seq, data, time, syn=syn, fin=fin, reset=reset):
            side = "request" if here == found.client else "reply"
            for pair in found.http.feed(side, piece, at):
                yield self._exchange(*pair)
        if len(found.ways) == 2 and all(each.through for each in found.ways.values()):
            del self.open[key]
            yield from self._ended(found)
        elif len(self.open) > _MAX_OPEN:
            yield from self._ended(self.open.pop(next(iter(self.open))))

    def end(self) -> Iterator[Exchange | Fault]:
        for found in self.open.values():
            yield from self._ended(found)
        self.open.clear()

    def _ended(self, found: _Connection) -> Iterator[Exchange | Fault]:
        lost = [way for way in found.ways.values() if way.end()]
        for pair in found.http.end(closed=not lost and bool(found.finished - {found.client})):
            yield self._exchange(*pair)
        if lost:
            yield Fault("capture.gap", self.name, self.index)
        if found.http.broken is not None:
            code = "capture.broken" if found.http.damaged else "capture.protocol"
            yield Fault(code, self.name, self.index, args={"reason": found.http.broken})

    def _exchange(self, asked: Message | None, told: Message | None) -> Exchange:
        request = None if asked is None else asked.half()
        reply = None if told is None else told.half()
        host = None
        if request is not None and request.part.headers is not None:
            host = request.part.headers.get("host", "").lower() or None
        time = seconds(asked.time if asked is not None else told.time if told is not None else None)
        ended = seconds(told.ended if told is not None and told.done else None)
        made = Exchange(self.name, self.index, request, reply, time, host, ended=ended)
        self.index += 1
        return made


def _client(here: Any, there: Any, syn: bool, ack: bool, data: bytes) -> Any:
    """Who asks: who opened the connection, else who speaks first as clients do."""
    if syn:
        return there if ack else here
    if not data:
        return None
    return here if data.startswith(_STARTS) else there


class _Counted:
    """A stream that notes where it ended inside of what was asked for: dpkt itself takes that for a packet.

    dry: the last read gave nothing; between two packets that is the end.
    """

    def __init__(self, stream: BufferedReader) -> None:
        self._stream = stream
        self.cut = self.dry = False

    def read(self, size: int = -1) -> bytes:
        """As io has it."""
        if not 0 <= size <= _MAX_READ:
            raise ValueError("a length that no packet has")
        data = self._stream.read(size)
        self.dry = size > 0 and not data
        self.cut = self.cut or 0 < len(data) < size
        return data


def read(stream: BufferedReader, name: str) -> Iterator[Exchange | Fault]:
    """The HTTP exchanges of a packet capture, in the order in which they end."""
    dpkt = need("dpkt", "pcap", what=name)
    need("httptools", "pcap", what=name)
    reader = _Reader(name)
    counted = _Counted(stream)
    try:
        new = stream.peek(4)[:4] == b"\x0a\x0d\x0d\x0a"
        packets = (dpkt.pcapng if new else dpkt.pcap).Reader(counted)
        layer = _layer(dpkt, packets.datalink())
        for time, data in packets:
            counted.cut = counted.cut or counted.dry  # a packet's head is there, and nothing of it
            ip = _ip(dpkt, layer, data)
            if ip is not None:
                yield from reader.packet(dpkt, ip, float(time))
    except KeyError:
        yield Fault("capture.broken", name, reader.index, args={"reason": "its link layer is not read"})
    except (dpkt.Error, ValueError, IndexError, EOFError):
        counted.cut = True
    if counted.cut:
        yield Fault("capture.broken", name, reader.index, args={"reason": "it ends early or is damaged"})
    yield from reader.end()


def _layer(dpkt: Any, link: int) -> Any:
    """The class that takes a link layer's frames apart, None where packets begin with IP; raises KeyError."""
    return {
        dpkt.pcap.DLT_EN10MB: dpkt.ethernet.Ethernet,
        dpkt.pcap.DLT_LINUX_SLL: dpkt.sll.SLL,
        dpkt.pcap.DLT_LINUX_SLL2: dpkt.sll2.SLL2,
        dpkt.pcap.DLT_NULL: dpkt.loopback.Loopback,
        dpkt.pcap.DLT_LOOP: dpkt.loopback.Loopback,
        dpkt.pcap.DLT_RAW: None,
        12: None,
        14: None,
        228: None,
        229: None,
    }[link]


def _ip(dpkt: Any, layer: Any, data: bytes) -> Any:
    """The IP packet in a frame, None where there is none."""
    try:
        if layer is None:
            return dpkt.ip6.IP6(data) if data[:1] and data[0] >> 4 == 6 else dpkt.ip.IP(data)
        found = layer(data).data
    except (dpkt.Error, ValueError, IndexError):
        return None
    return found if isinstance(found, (dpkt.ip.IP, dpkt.ip6.IP6)) else None
