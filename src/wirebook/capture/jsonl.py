"""JSONL: one exchange per line, as gateways and applications log them.

The record: time, ended or duration (in seconds), method, url, status, request_headers,
request_body, request_body_base64, response_headers, response_body, response_body_base64. Other
people's names are mapped to these by dotted paths. A line that is no record is a
fault; the next one is read all the same.
"""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, BinaryIO

from wirebook.capture.exchange import Exchange, Fault, Half
from wirebook.capture.halves import announced, encoded, folded, half, place
from wirebook.capture.har import later, seconds
from wirebook.part import Part
from wirebook.wire.caps import MAX_BYTES

__all__ = ["FIELDS", "MAX_LINE", "Lines", "exchange", "lines", "paths", "read"]

FIELDS = (
    "time", "ended", "duration", "method", "url", "host", "status",
    "request_headers", "request_body", "request_body_base64",
    "response_headers", "response_body", "response_body_base64",
)  # fmt: skip
MAX_LINE = 3 * MAX_BYTES  # two bodies and what stands around them
_DIGITS = re.compile("[ ]*[0-9]{1,9}[ ]*")


@dataclass(slots=True)
class Lines:
    """Lines of a JSONL file that are read when they are iterated: what goes to another process is bytes, not records.

    paths: of ``paths``. rows: (index of the record, line of the file, bytes); no bytes for a line that is too long.
    met: of the fields that are mapped to other names, how many records had each; "" is how many there were. It
    fills while the lines are iterated, and stays empty where nothing is mapped.
    """

    name: str
    paths: Mapping[str, list[str]]
    rows: list[tuple[int, int, bytes]]
    met: Counter[str] = field(default_factory=Counter)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Exchange | Fault]:
        paths = _OURS if self.paths == _OURS else self.paths  # what came from another process is equal, not the same
        met = None if paths is _OURS else self.met
        for index, line, data in self.rows:
            if data:
                yield _record(data, self.name, index, line, paths, met)
            else:
                yield Fault("capture.record", self.name, index, line, {"reason": f"longer than {MAX_LINE} bytes"})


def read(stream: BinaryIO, name: str, fields: Mapping[str, str] | None = None) -> Iterator[Exchange | Fault]:
    """The records of a JSONL file. fields: our name -> dotted path in the record, for those that differ."""
    where = paths(fields)
    for row in lines(stream):
        yield from Lines(name, where, [row])


def paths(fields: Mapping[str, str] | None) -> dict[str, list[str]]:
    """Where a record has each of our fields."""
    if not fields:
        return _OURS
    return {field: fields.get(field, field).split(".") for field in FIELDS}


_OURS = {field: [field] for field in FIELDS}


def lines(stream: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    """The lines that are not blank, as ``Lines`` has them."""
    index = line = 0
    while data := stream.readline(MAX_LINE):
        line += 1
        if len(data) == MAX_LINE and not data.endswith(b"\n"):
            while (data := stream.readline(MAX_LINE)) and not data.endswith(b"\n"):
                pass
            data = b""
        elif not data.strip():
            continue
        yield index, line, data
        index += 1


def _record(
    data: bytes, name: str, index: int, line: int, paths: Mapping[str, list[str]], met: Counter[str] | None = None
) -> Exchange | Fault:
    try:
        record = _loads(data)
    except (ValueError, RecursionError):
        return Fault("capture.record", name, index, line, {"reason": "no JSON"})
    if not isinstance(record, dict):
        return Fault("capture.record", name, index, line, {"reason": "no JSON object"})
    if met is not None:
        met[""] += 1
        met.update(field for field, path in paths.items() if path != [field] and _has(record, path))
    found = exchange(record, name, index, line, paths)
    return Fault("capture.record", name, index, line, {"reason": found}) if isinstance(found, str) else found


_orjson: Callable[[bytes], Any] | None = None
with suppress(ImportError):
    import orjson

    _orjson = orjson.loads

_LONG = re.compile(b"[0-9]{16}")


def _loads(data: bytes) -> Any:
    """``json.loads``, by orjson where that is installed and says the same.

    It refuses more, and makes floats of integers above 64 bits; so a number among as many digits is not left to it.
    """
    if _orjson is None:
        return json.loads(data)
    try:
        record = _orjson(data)
    except ValueError:
        return json.loads(data)
    if type(record) is dict and all(map(_plain, record.values())):
        return record
    return record if _LONG.search(data) is None else json.loads(data)


def _plain(value: Any) -> bool:
    """Whether a value holds no number that could have lost anything."""
    kind = type(value)
    if kind is dict:
        return set(map(type, value.values())) <= {str}
    return kind is str or value is None or kind is int or (kind is float and -1e15 < value < 1e15) or kind is bool


def exchange(
    record: Mapping[str, Any], name: str, index: int, line: int, paths: Mapping[str, list[str]]
) -> Exchange | str:
    """A record as an exchange, or what is wrong with it."""
    get = record.get
    if paths is _OURS:
        found = _common(get, name, index, line)
        if found is not None:
            return found
    row = {field: get(path[0]) if len(path) == 1 else _at(record, path) for field, path in paths.items()}
    try:
        status = _status(row["status"])
        url, method, named = (_text(row, field) for field in ("url", "method", "host"))
        sides = [_side(row, side) for side in ("request", "response")]
    except ValueError as error:
        return str(error)
    (asked, asked_headers, asked_text, asked_lacks), (told, told_headers, told_text, told_lacks) = sides
    method = None if method is None else method.upper()
    lost = "undecodable-body"
    if url is None and asked is None and told is None and lost not in (asked_lacks, told_lacks):
        return "neither an address nor a body"
    request: Half | None = None
    if url is not None or method is not None or asked is not None or asked_lacks == lost:
        if asked is None and asked_lacks != lost and method in ("GET", "HEAD"):
            asked = b""
        request = half(
            asked, asked_headers, method=method, url=url, coded=_open(asked_text), lacks=asked_lacks, as_text=asked_text
        )
    reply: Half | None = None
    if status is not None or told is not None or told_lacks == lost:
        if told == b"" and announced(told_headers, status=status, method=method):
            told, told_lacks = None, "no-body"
        reply = half(told, told_headers, status=status, coded=_open(told_text), lacks=told_lacks, as_text=told_text)
    host = named or (place(url)[0] if url is not None else None)
    time, ended = seconds(row["time"]), seconds(row["ended"])
    if ended is None:
        ended = later(time, row["duration"])
    return Exchange(name, index, request, reply, time, None if host is None else host.lower(), line, ended)


def _open(as_text: bool) -> bool | None:
    """Whether Content-Encoding still applies: not to a text; of base64 its bytes tell."""
    return False if as_text else None


def _common(get: Callable[[str], Any], name: str, index: int, line: int) -> Exchange | None:
    """A record of the commonest kind, as ``exchange`` has it: all there, both bodies texts; None for any other."""
    url, method, status, asked, told = map(get, ("url", "method", "status", "request_body", "response_body"))
    if not (type(url) is type(method) is type(asked) is type(told) is str and type(status) is int):
        return None
    others = map(get, ("host", "ended", "duration", "request_body_base64", "response_body_base64"))
    if any(other is not None for other in others):
        return None
    try:
        asked_headers, told_headers = _headers(get("request_headers")), _headers(get("response_headers"))
    except ValueError:
        return None
    sent, got = encoded(asked, asked_headers), encoded(told, told_headers)
    if sent is None or got is None or len(sent) > MAX_BYTES or len(got) > MAX_BYTES:
        return None
    method = method.upper()
    if not got and announced(told_headers, status=status, method=method):
        return None
    host, path, query = place(url)
    request = Part(sent, method=method, path=path, query=query, headers=asked_headers)
    reply = Part(got, status=status, headers=told_headers)
    time = seconds(get("time"))
    return Exchange(name, index, Half(request, "", True), Half(reply, "", True), time, host, line, None)


def _at(record: Mapping[str, Any], path: list[str]) -> Any:
    found: Any = record
    for step in path:
        if not isinstance(found, dict) or step not in found:
            return None
        found = found[step]
    return found


def _has(record: Mapping[str, Any], path: list[str]) -> bool:
    """Whether something stands there, be it null."""
    inner = _at(record, path[:-1])
    return isinstance(inner, dict) and path[-1] in inner


def _text(row: Mapping[str, Any], field: str) -> str | None:
    found = row[field]
    if found is None or isinstance(found, str):
        return found
    raise ValueError(f"{field} is no text")


def _status(found: Any) -> int | None:
    """An HTTP status, whether the logger wrote 200, 200.0 or "200"."""
    if type(found) is int:
        return found
    if found is None or found == "":
        return None
    if isinstance(found, str) and _DIGITS.fullmatch(found):
        return int(found)
    if isinstance(found, int | float) and not isinstance(found, bool) and isfinite(found) and found == int(found):
        return int(found)
    raise ValueError("status is no number")


def _side(row: Mapping[str, Any], side: str) -> tuple[bytes | None, dict[str, str] | None, bool, str]:
    """A side's body, headers, whether the body was text, and what it lacks if there is none."""
    headers = _headers(row[f"{side}_headers"])
    raw, text = row[f"{side}_body_base64"], row[f"{side}_body"]
    if raw is not None:
        try:
            return base64.b64decode(raw, validate=True), headers, False, ""
        except (TypeError, ValueError):
            raise ValueError(f"{side}_body_base64 is no base64") from None
    if text is None:
        return None, headers, False, "no-body"
    if not isinstance(text, str):  # the logger parsed a JSON body
        return json.dumps(text, ensure_ascii=False).encode("utf-8", "surrogatepass"), headers, True, ""
    return encoded(text, headers), headers, True, "undecodable-body"


def _headers(found: Any) -> dict[str, str] | None:
    if found is None:
        return None
    if isinstance(found, dict):
        plain = {name.lower(): value for name, value in found.items() if type(value) is str}
        if len(plain) == len(found):
            return plain
        rows: list[Any] = [(name, value) for name, values in found.items() for value in _listed(values)]
    elif isinstance(found, list):
        rows = [(row.get("name"), row.get("value")) if isinstance(row, dict) else row for row in found]
    else:
        rows = [None]
    if not all(isinstance(row, tuple | list) and len(row) == 2 for row in rows):
        raise ValueError("headers that are neither an object nor a list of pairs")
    return folded((str(name), str(value)) for name, value in rows if value is not None)


def _listed(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [values]
