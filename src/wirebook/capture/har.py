"""HAR 1.2: the log that browsers and proxies export, streamed entry by entry.

HAR bodies are text that the exporter decoded, or base64, which some leave in its Content-Encoding.
Browsers leave bodies out more often than not; what is not there is told as such.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO
from urllib.parse import quote_plus

from wirebook.capture.exchange import Exchange, Fault, Half
from wirebook.capture.extras import need
from wirebook.capture.halves import announced, encoded, folded, half, place
from wirebook.capture.mended import Mended
from wirebook.capture.shallow import MAX_LEVELS, Shallow, TooDeep

__all__ = ["later", "read", "seconds"]

_FIRST, _LAST = -62_135_596_800, 253_402_300_800  # the years 1 to 9999, in seconds since the epoch


def read(stream: BinaryIO, name: str) -> Iterator[Exchange | Fault]:
    """The entries of a HAR file; a file that breaks off gives what came before, and a fault."""
    ijson = need("ijson", "har", what=name)
    index = 0
    try:
        for entry in ijson.items(Mended(Shallow(stream)), "log.entries.item"):
            try:
                yield _entry(entry, name, index)
            except (TypeError, ValueError, AttributeError, KeyError):
                yield Fault("capture.record", name, index, args={"reason": "no HAR entry"})
            index += 1
    except TooDeep:
        yield Fault("capture.broken", name, index, args={"reason": f"it nests more than {MAX_LEVELS} levels deep"})
    except (ijson.JSONError, UnicodeDecodeError) as error:
        reason = "it ends early" if isinstance(error, ijson.IncompleteJSONError) else "it is no JSON"
        yield Fault("capture.broken", name, index, args={"reason": reason})


def _entry(entry: Any, name: str, index: int) -> Exchange:
    request, reply = entry["request"], entry.get("response") or {}
    url = str(request["url"])
    return Exchange(
        name,
        index,
        _request(request, url),
        _reply(reply, str(request["method"]).upper()),
        seconds(entry.get("startedDateTime")),
        place(url)[0],
        ended=later(seconds(entry.get("startedDateTime")), entry.get("time"), 1000),
    )


def _headers(side: Any) -> dict[str, str]:
    return folded((str(row["name"]), str(row["value"])) for row in side.get("headers") or ())


def _request(request: Any, url: str) -> Half:
    headers = _headers(request)
    method = str(request["method"]).upper()
    post = request.get("postData")
    body: bytes | None
    if isinstance(post, dict):
        if post.get("mimeType"):
            headers.setdefault("content-type", str(post["mimeType"]))
        body = _posted(post, headers)
    else:
        # No postData: a body of no bytes where that is said, else one that was not recorded.
        body = b"" if method in ("GET", "HEAD") or request.get("bodySize") == 0 else None
    lacks = "undecodable-body" if isinstance(post, dict) and _is_lost(post) else "no-body"
    coded = None if isinstance(post, dict) and _is_base64(post) else False
    return half(body, headers, method=method, url=url, coded=coded, lacks=lacks, as_text=bool(body))


def _posted(post: Any, headers: dict[str, str]) -> bytes | None:
    text = post.get("text")
    if isinstance(text, str) and (text or not post.get("params")):
        if _is_base64(post):
            return _base64(text)
        return encoded(text, headers)
    params = post.get("params")
    if not params or any("fileName" in row for row in params):
        return None
    # The exporter took the form apart and decoded it; put together, its percent signs may differ from the wire's.
    pairs = [(quote_plus(str(row["name"])), quote_plus(str(row.get("value", "")))) for row in params]
    return "&".join(f"{name}={value}" for name, value in pairs).encode()


def _reply(reply: Any, method: str) -> Half | None:
    status = int(reply.get("status") or 0)
    if status <= 0:  # blocked, aborted: no reply came
        return None
    headers = _headers(reply)
    content = reply.get("content") or {}
    if content.get("mimeType"):
        headers.setdefault("content-type", str(content["mimeType"]))
    text = content.get("text")
    body: bytes | None
    if isinstance(text, str):
        body = _base64(text) if _is_base64(content) else encoded(text, headers)
    else:
        body = b"" if content.get("size") == 0 or _is_empty(headers, status, method) else None
    lacks = "undecodable-body" if _is_lost(content) else "no-body"
    if body == b"" and announced(headers, status=status, method=method):
        body, lacks = None, "no-body"
    as_text = isinstance(text, str) and not _is_base64(content)
    coded = None if _is_base64(content) else False
    return half(body, headers, status=status, coded=coded, lacks=lacks, as_text=as_text)


def _is_empty(headers: dict[str, str], status: int, method: str) -> bool:
    """Whether a reply has no body by what HTTP says of it."""
    return method == "HEAD" or status in (204, 304) or headers.get("content-length") == "0"


def _is_lost(side: Any) -> bool:
    """Whether a body that is there but gives no bytes cannot be decoded, rather than was left out."""
    return _is_base64(side) or (isinstance(side.get("text"), str) and "\ufffd" in side["text"])


def _is_base64(side: Any) -> bool:
    """Whether a text is said to be base64 and is there: where it then gives no body, it cannot be decoded."""
    return isinstance(side.get("text"), str) and "base64" in (side.get("encoding"), side.get("_encoding"))


def _base64(text: str) -> bytes | None:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def seconds(stamp: Any) -> float | None:
    """An ISO 8601 stamp, or a number of seconds, as seconds since the epoch; None for anything else.

    A stamp without a zone is UTC: the same capture says the same on every machine.
    A number that is no moment of the years 1 to 9999 is none either: milliseconds, say, by which limits would
    be held against the wrong spans, or NaN.
    """
    if isinstance(stamp, bool) or stamp is None:
        return None
    try:
        moment = _epoch(stamp) if isinstance(stamp, str) else float(stamp)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if _FIRST <= moment < _LAST else None


def _epoch(stamp: str) -> float:
    moment = datetime.fromisoformat(stamp.strip())
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()


def later(start: float | None, duration: Any, parts: int = 1) -> float | None:
    """``start`` and a duration in ``parts`` of a second; None where either is unknown or makes no sense."""
    if start is None or duration is None or isinstance(duration, bool):
        return None
    try:
        passed = float(duration) / parts
    except (ValueError, TypeError, OverflowError):
        return None
    return start + passed if 0 <= passed < 1e9 else None
