"""mitmproxy's flow files: tnetstrings, one after another.

The format is ``<length>:<bytes><type>``; it is read here directly, so that a flow file
needs no proxy to be installed. Only HTTP flows are exchanges; others are counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from wirebook.capture.exchange import Exchange, Fault, Half
from wirebook.capture.halves import folded, half
from wirebook.capture.har import seconds

__all__ = ["MAX_FLOW", "loads", "read"]

MAX_FLOW = 64 * 1024 * 1024  # bytes of one flow
_MAX_DEPTH = 32


def read(stream: BinaryIO, name: str) -> Iterator[Exchange | Fault]:
    """The HTTP flows of a mitmproxy file; one that breaks off gives what came before, and a fault."""
    index = 0
    while True:
        found = _next(stream)
        if found is None:
            return
        if isinstance(found, str):
            yield Fault("capture.broken", name, index, args={"reason": found})
            return
        yield _flow(found, name, index)
        index += 1


def _next(stream: BinaryIO) -> bytes | str | None:
    """One tnetstring's bytes with its sign in front, None at the end, or what is wrong."""
    digits = b""
    while (one := stream.read(1)) not in (b":", b""):
        digits += one
        if not one.isdigit() or len(digits) > 12:
            return "it is no flow"
    if not one:
        return "it ends early" if digits else None
    if not digits:
        return "it is no flow"
    size = int(digits)
    if size > MAX_FLOW:
        return f"a flow of more than {MAX_FLOW} bytes"
    data = stream.read(size + 1)
    if len(data) != size + 1:
        return "it ends early"
    return data[-1:] + data[:-1]


def loads(sign: bytes, data: bytes, depth: int = 0) -> Any:
    """The value of a tnetstring's payload; raises ValueError."""
    if depth > _MAX_DEPTH:
        raise ValueError("nested too deeply")
    if sign == b",":
        return data
    if sign == b";":
        return data.decode("utf-8", "surrogateescape")
    if sign == b"#":
        return int(data)
    if sign == b"^":
        return float(data)
    if sign == b"!":
        return data == b"true"
    if sign == b"~":
        return None
    items = _items(data, depth)
    if sign == b"]":
        return list(items)
    if sign == b"}":
        flat = list(items)
        if len(flat) % 2:
            raise ValueError("a key without a value")
        return {_text(key): value for key, value in zip(flat[::2], flat[1::2], strict=True)}
    raise ValueError("an unknown type")


def _items(data: bytes, depth: int) -> Iterator[Any]:
    at = 0
    while at < len(data):
        colon = data.find(b":", at, at + 13)
        if colon < 0:
            raise ValueError("no length")
        end = colon + 1 + int(data[at:colon])
        if end >= len(data):
            raise ValueError("a length that is too great")
        yield loads(data[end : end + 1], data[colon + 1 : end], depth + 1)
        at = end + 1


def _text(value: Any) -> str:
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else str(value)


def _flow(found: bytes, name: str, index: int) -> Exchange | Fault:
    try:
        flow = loads(found[:1], found[1:])
        if flow.get("type") != "http":
            return Fault("capture.other", name, index, args={"kind": _text(flow.get("type"))})
        return _exchange(flow, name, index)
    except (ValueError, TypeError, KeyError, AttributeError):
        return Fault("capture.record", name, index, args={"reason": "no HTTP flow"})


def _exchange(flow: dict[str, Any], name: str, index: int) -> Exchange:
    asked, told = flow["request"], flow.get("response")
    headers = _headers(asked)
    # The authority is that of HTTP/2 or of CONNECT; else the Host header, else the address that was dialled.
    host = _text(asked.get("authority") or b"") or headers.get("host") or f"{_text(asked['host'])}:{asked['port']}"
    request = _half(asked, headers, method=_text(asked["method"]).upper(), url=_text(asked["path"]))
    reply = None if told is None else _half(told, _headers(told), status=int(told["status_code"]))
    start = seconds(asked.get("timestamp_start"))
    end = None if told is None else seconds(told.get("timestamp_end"))
    return Exchange(name, index, request, reply, start, host.lower(), ended=end)


def _headers(side: dict[str, Any]) -> dict[str, str]:
    return folded((_latin(key), _latin(value)) for key, value in side["headers"])


def _latin(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _half(side: dict[str, Any], headers: dict[str, str], **known: Any) -> Half:
    content = side.get("content")
    return half(None if content is None else bytes(content), headers, **known)
