"""HTTP/1.1 over reassembled bytes: requests and replies of one connection, paired in order.

Pipelined requests wait for their replies; chunks are joined by the parser. What is not
HTTP is said once and the rest of the connection left alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

from wirebook.capture.exchange import Half
from wirebook.capture.extras import need
from wirebook.capture.halves import folded, half
from wirebook.wire.caps import MAX_BYTES

__all__ = ["Conversation", "Message"]

_INTERIM = range(100, 200)


class Message:
    """A parsed message: head, body as far as it is kept, when it began and when it was whole."""

    __slots__ = ("body", "done", "ended", "headers", "method", "size", "status", "time", "url")

    def __init__(self, time: float) -> None:
        self.time = self.ended = time
        self.url = b""
        self.method: str | None = None
        self.status: int | None = None
        self.headers: list[tuple[str, str]] = []
        self.body: list[bytes] = []
        self.size = 0
        self.done = False

    def half(self) -> Half:
        """The message as a half of an exchange; one that broke off says so."""
        headers = folded(self.headers)
        url = self.url.decode("latin-1") if self.url else None
        lacks = "too-large" if self.size > MAX_BYTES else "cut-body"
        whole = self.done and self.size <= MAX_BYTES
        body = b"".join(self.body) if whole else None
        return half(body, headers, method=self.method, url=url, status=self.status, lacks=lacks)


class _Side:
    """The parser's callbacks, and the messages that it completed."""

    def __init__(self, asks: bool) -> None:
        self.asks = asks
        self.parser: Any = None
        self.now = 0.0
        self.made: deque[Message] = deque()
        self.open: Message | None = None
        self.spoken = False  # a field of a head was read

    def on_message_begin(self) -> None:
        self.open = Message(self.now)

    def on_url(self, url: bytes) -> None:
        if self.open is not None:
            self.open.url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self.spoken = True
        if self.open is not None:
            self.open.headers.append((name.decode("latin-1"), value.decode("latin-1")))

    def on_headers_complete(self) -> None:
        # Asked here, for the parser may be in the next message when its bytes are through.
        if self.open is not None and self.asks:
            self.open.method = self.parser.get_method().decode("latin-1")
        elif self.open is not None:
            self.open.status = self.parser.get_status_code()

    def on_body(self, data: bytes) -> None:
        if self.open is None:
            return
        self.open.size += len(data)
        if self.open.size <= MAX_BYTES:
            self.open.body.append(data)

    def on_message_complete(self) -> None:
        if self.open is not None:
            self.open.done = True
            self.open.ended = self.now
            self.made.append(self.open)
            self.open = None


class Conversation:
    """One connection: bytes of both directions in, (request or None, reply or None) out.

    broken: what kept a direction from being read as HTTP, None while nothing does. damaged: whether it had begun
    as HTTP/1.1, so that something of it was not read that should have been.
    """

    def __init__(self) -> None:
        httptools = need("httptools", "pcap", what="HTTP/1.1")
        self._error = httptools.HttpParserError
        self._upgrade = httptools.HttpParserUpgrade
        self._sides = {"request": _Side(True), "reply": _Side(False)}
        self._parsers: dict[str, Any] = {
            "request": httptools.HttpRequestParser(self._sides["request"]),
            "reply": httptools.HttpResponseParser(self._sides["reply"]),
        }
        for name, side in self._sides.items():
            side.parser = self._parsers[name]
        self._responses = httptools.HttpResponseParser
        self._requests: deque[Message] = deque()
        self._heads = 0  # requests with HEAD that wait for their reply
        self.broken: str | None = None
        self.damaged = False

    def feed(self, side: str, data: bytes, time: float) -> Iterator[tuple[Message | None, Message | None]]:
        """Bytes of a direction ("request" or "reply"); yields what they complete."""
        if self.broken is not None:
            return
        self._sides[side].now = time
        at = 0
        while side == "reply" and self._heads and at < len(data) and self.broken is None:
            # Byte by byte, so that the parser stands where a reply without the body that its head tells of ends.
            self._parse(side, data[at : at + 1])
            at += 1
            yield from self._told(side)
            yield from self._bodiless()
        if at < len(data) and self.broken is None:
            self._parse(side, data[at:] if at else data)
        yield from self._told(side)

    def end(self, *, closed: bool) -> Iterator[tuple[Message | None, Message | None]]:
        """Nothing more comes; what is left is alone. closed: the server ended the connection and all of it is
        there, so that a reply that lasts until then is whole."""
        for side in ("request", "reply"):
            self._close(side, closed)
            yield from self._told(side)
        while self._requests:
            yield self._requests.popleft(), None

    def _parse(self, side: str, data: bytes) -> None:
        try:
            self._parsers[side].feed_data(data)
        except self._upgrade:
            self.broken = "it changes to another protocol"
        except self._error:
            self.damaged = any(one.spoken for one in self._sides.values())
            self.broken = "its HTTP/1.1 is damaged" if self.damaged else "it is no HTTP/1.1"

    def _bodiless(self) -> Iterator[tuple[Message | None, Message | None]]:
        """The reply to a HEAD once its head is through; the parser, which cannot be told, begins anew."""
        side = self._sides["reply"]
        if side.open is None or side.open.status is None or side.open.status in _INTERIM:
            return
        if not self._requests or self._requests[0].method != "HEAD":
            return
        side.on_message_complete()
        side.parser = self._parsers["reply"] = self._responses(side)
        yield from self._told("reply")

    def _told(self, side: str) -> Iterator[tuple[Message | None, Message | None]]:
        made = self._sides[side].made
        while made:
            message = made.popleft()
            if side == "request":
                self._requests.append(message)
                self._heads += message.method == "HEAD"
            elif message.status not in _INTERIM:
                asked = self._requests.popleft() if self._requests else None
                self._heads -= asked is not None and asked.method == "HEAD"
                yield asked, message

    def _close(self, side: str, closed: bool) -> None:
        found = self._sides[side].open
        if found is None or (found.method is None and found.status is None):  # not even a head
            return
        names = {name.lower() for name, _ in found.headers}
        sized = names & {"content-length", "transfer-encoding"}
        found.done = closed and side == "reply" and bool(names) and not sized and self.broken is None
        self._sides[side].made.append(found)
        self._sides[side].open = None
