"""The local server that plays the providers, a handler and a shop: it answers what the plan says.

It speaks HTTP/1.1 over kept connections, takes chunked requests, compresses for who asks
for it, and breaks off in the middle where the plan wants that. It keeps a log as gateways do.
"""

from __future__ import annotations

import base64
import gzip
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import brotli
import zstandard
from plan import Step, digest

__all__ = ["serving"]

_CODE: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda body: gzip.compress(body, mtime=0),
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], steps: list[Step]) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, _Handler)
        self.answers = {step.key: step for step in steps}
        self.log: list[dict[str, Any]] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that leave are part of the plan."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "local", ""
    disable_nagle_algorithm = True

    def log_message(self, *_: Any) -> None:
        """Nothing is printed."""

    def _any(self) -> None:
        split = urlsplit(self.path)
        host = (split.netloc or self.headers.get("Host", "")).lower()
        target = split.path + (f"?{split.query}" if split.query else "")
        began = time.time()
        body = self._body()
        if body is None:
            self.close_connection = True
            self._note(began, host, target, None, None, b"")
            return
        step = self.server.answers.get((self.command, host, target, digest(body)))
        if step is None:
            self._send(404, {"Content-Type": "text/plain"}, b"")
            return
        self._note(began, host, target, body, step, b"" if self.command == "HEAD" else step.reply)
        self._answer(step)

    do_GET = do_POST = do_HEAD = do_OPTIONS = _any  # noqa: N815

    def _body(self) -> bytes | None:
        """The request's body, None where it breaks off."""
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            size = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(size)
            return body if len(body) == size else None
        found = b""
        while size := int(self.rfile.readline().split(b";")[0] or b"0", 16):
            found += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return found

    def _answer(self, step: Step) -> None:
        headers = {"Content-Type": step.replies, **step.headers}
        body = step.reply
        if step.coding and step.coding in self.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = step.coding
            body = _CODE[step.coding](body)
        if step.status in (204, 304):
            headers.pop("Content-Type")
        if step.cut:
            headers["Content-Length"] = str(len(body))
            self._send(step.status, headers, body[: len(body) // 2])
            self.close_connection = True
        elif step.chunked in ("reply", "both"):
            pieces = [body[at : at + 40] for at in range(0, len(body), 40)]
            chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
            self._send(step.status, {**headers, "Transfer-Encoding": "chunked"}, chunks + b"0\r\n\r\n")
        else:
            self._send(step.status, headers, body)

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if not {"Content-Length", "Transfer-Encoding"} & set(headers) and status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and status not in (204, 304):
            self.wfile.write(body)

    def _note(self, began: float, host: str, target: str, body: bytes | None, step: Step | None, reply: bytes) -> None:
        """The exchange as a gateway logs it."""
        row: dict[str, Any] = {
            "time": round(began, 3), "method": self.command, "url": f"http://{host}{target}",
            "request_headers": dict(self.headers),
        }  # fmt: skip
        row |= _logged("request", body, self.headers.get("Content-Type", ""))
        if step is not None:
            row |= {"status": step.status, "response_headers": {"Content-Type": step.replies}}
            row |= _logged("response", None if step.cut else reply, step.replies)
        self.server.log.append(row)


def _logged(side: str, body: bytes | None, kind: str) -> dict[str, Any]:
    """A body as text where its charset is said or is UTF-8, else in base64; None where it broke off."""
    charset = kind.partition("charset=")[2] or "utf-8"
    try:
        return {f"{side}_body": None if body is None else body.decode(charset)}
    except UnicodeDecodeError:
        return {f"{side}_body_base64": base64.b64encode(body or b"").decode()}


@contextmanager
def serving(steps: list[Step], host: str = "127.0.0.1") -> Iterator[_Server]:
    """The server on a free port, until the block ends."""
    server = _Server((host, 0), steps)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
