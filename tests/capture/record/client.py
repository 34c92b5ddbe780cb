"""A client that speaks the plan over sockets: kept connections, pipelined and chunked requests, broken ones.

Libraries for HTTP don't pipeline and don't break off, so the requests are written here;
the replies are read by ``http.client``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from http.client import HTTPException, HTTPResponse
from itertools import groupby
from socket import socket
from typing import Any

from plan import Step

__all__ = ["speak"]

_CHUNK = 60


class _Shared:
    """A connection whose replies are read from one buffer, as pipelined ones must be."""

    def __init__(self, connection: socket) -> None:
        self._file = connection.makefile("rb")
        self._file.close, self._close = lambda: None, self._file.close  # type: ignore[method-assign]

    def makefile(self, _mode: str) -> Any:
        """As a socket has it."""
        return self._file

    def close(self) -> None:
        """The connection's end."""
        self._close()


def speak(steps: list[Step], dial: Callable[[], socket], *, proxy: bool = False) -> None:
    """Say the steps, those to one host over one connection. proxy: the address stands whole in the request line."""
    whole = [step for step in steps if not step.cut]
    for _, group in groupby(whole, key=lambda step: step.host):
        with dial() as connection:
            shared = _Shared(connection)
            for batch in _batches(list(group)):
                connection.sendall(b"".join(_request(step, proxy) for step in batch))
                for step in batch:
                    _reply(shared, step)
            shared.close()
    for step in steps:
        if step.cut:
            _break_off(step, dial, proxy)


def _batches(steps: list[Step]) -> Iterator[list[Step]]:
    """Steps that are sent together: one, and those after it that don't wait."""
    found: list[Step] = []
    for step in steps:
        if found and not step.together:
            yield found
            found = []
        found.append(step)
    yield found


def _request(step: Step, proxy: bool) -> bytes:
    target = f"http://{step.host}{step.target}" if proxy else step.target
    lines = [
        f"{step.method} {target} HTTP/1.1", f"Host: {step.host}", "Accept: */*",
        "Accept-Encoding: gzip, deflate, br, zstd", "User-Agent: client/1.0",
    ]  # fmt: skip
    if step.kind:
        lines.append(f"Content-Type: {step.kind}")
    body = step.body
    if step.chunked in ("request", "both"):
        lines.append("Transfer-Encoding: chunked")
        pieces = [body[at : at + _CHUNK] for at in range(0, len(body), _CHUNK)]
        body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
    elif step.method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def _reply(shared: Any, step: Step) -> None:
    reply = HTTPResponse(shared, method=step.method)
    reply.begin()
    reply.read()
    if reply.status != step.status:
        raise RuntimeError(f"{step.name}: status {reply.status} instead of {step.status}")


def _break_off(step: Step, dial: Callable[[], socket], proxy: bool) -> None:
    with dial() as connection:
        data = _request(step, proxy)
        if step.cut == "request":
            connection.sendall(data[: -len(step.body) // 2])
            time.sleep(0.2)
            return
        connection.sendall(data)
        try:
            _reply(_Shared(connection), step)
        except (HTTPException, RuntimeError, OSError):  # it breaks off, or a proxy says so in its own words
            return
