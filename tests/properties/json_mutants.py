"""Changes of JSON bodies: values, members, repeated names, white space, escapes, bytes."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tokens import torn

__all__ = ["CHANGES"]

_SCALAR = re.compile(rb'(?<=[:,\[{ ])(?:"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null)(?=[ \t\r\n]*[,}\]])')
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')
_MEMBER = re.compile(rb'"(?:[^"\\]|\\.)*"\s*:\s*(?:"(?:[^"\\]|\\.)*"|[^{}\[\],"]+|\[[^\[\]{}]*\]|\{[^\[\]{}]*\})')
_ITEM = re.compile(rb"\{[^{}]*\}|\[[^\[\]]*\]")

_VALUES = [
    b'""', b'" "', b'" x"', b'"x "', b'"a  b"', b'"0"', b'"-0"', b'"1"', b'"+5"', b'"05"', b'"5.0"', b'"12"', b'","',
    b'",,"', b'"a,b"', b'"a:b"', b'":"', b'":a"', b'"{}"', b'"[1,2]"', b'"x"', b'"xxxx"', b'"xxxxx"', b'"true"',
    b'"1.50"', b'"1,5"', b'"1e2"', b'"12345678901234567890123"', b'"79161234567"', b'"+79161234567"',
    b'"8 (916) 123-45-67"', b'"31.02.2024"', b'"29.02.24"', b'"24.05.24 10:15:30"', b'"24.05.2024 10:15:30"',
    b'"29.02.2024 23:59:60"', b'"d41d8cd98f00b204e9800998ecf8427e"', b'"a=b"', b'"a|b"', b'"\\n"', b'"\\u002c"',
    b'"\\u002C"', b'"\\\\u002c"', b'"\\u0022"', b'"\\""', b'"\\","', b'"\\\\"', b'"\\/"', b'"\\u0000"', b'"\\t"',
    b'"\\ud83d\\ude00"', b'"\\ud83d"', b'"\\uDE00"', b'"\\u0417"', b'"\\x"', "\"\u0439\u0451\"".encode(),
    "\"\u0669\"".encode(), "\"\u00b2\"".encode(), "\"\U0001f600\"".encode(), "\"\u2028\"".encode(), b'"\x7f"',
    b'"' + b"7" * 1001 + b'"', b'"' + b"x" * 50 + b'"', b'"' + b"x" * 300 + b'"', b'"\xff"', b'"\xed\xa0\x80"',
    b'"\x01"', b'"\t"', b'"\n"', b'"utf-8"', b'"windows-1251"', b'"koi8-r"',
    b"0", b"-0", b"1", b"-1", b"2", b"3", b"5", b"7", b"9", b"10", b"200", b"255", b"256", b"65535", b"65536", b"01",
    b"1.0", b"-0.0", b"0.0", b"1.5", b"1.50", b"3.14159", b"100.25", b"1.", b".5", b"-", b"+1", b"1e2", b"1E2",
    b"1e400", b"-1e-400", b"0e0", b"9223372036854775807", b"9223372036854775808", b"-9223372036854775808",
    b"-9223372036854775809", b"123456789012345678", b"1234567890123456789", b"99999999999999999999", b"7" * 1000,
    b"7" * 1001, b"79161234567", b"true", b"false", b"null", b"NaN", b"Infinity", b"-Infinity", b"nul", b"True",
    b"{}", b"[]", b"[1]", b"[null]", b'["x"]', b'["x","x"]', b'{"a":1}', b"[[]]", b'[{}]',
]  # fmt: skip
_NAMES = [
    b'"x"', b'"id"', b'"a,b"', b'""', b'"error"', b'"\\u0069d"', b'"i\\u0064"', b'"ID"', b'"sender"', b'"mes"',
    b'"charset"',
]  # fmt: skip
_INSERTS = [
    b",", b":", b'"', b"\\", b"{", b"}", b"[", b"]", b"/* */", b"//", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xfe\xff",
    b"x", b"1", b"\x0b", b"\xc2\xa0", b"'",
]  # fmt: skip
_WHITE = [b" ", b"\n", b"\t", b"\r\n", b"\r", b"  ", b"\x0b", b"\x0c", b"\xc2\xa0"]


def _span(rng: random.Random, pattern: re.Pattern[bytes], body: bytes) -> tuple[int, int] | None:
    found = pattern.search(body, rng.randrange(len(body) + 1)) or pattern.search(body)
    return None if found is None else found.span()


def _value(rng: random.Random, body: bytes) -> bytes:
    span = _span(rng, _SCALAR, body)
    if span is None:
        return body
    start, end = span
    old = body[start:end]
    kind = rng.randrange(6)
    if kind == 0 and old[:1] != b'"':
        return body[:start] + b'"' + old + b'"' + body[end:]
    if kind == 0:
        return body[:start] + old[1:-1] + body[end:]
    if kind < 3:
        other = _span(rng, _SCALAR, body) or span
        return body[:start] + body[other[0] : other[1]] + body[end:]
    return body[:start] + rng.choice(_VALUES) + body[end:]


def _inside(rng: random.Random, body: bytes) -> bytes:
    """Something inside of a text."""
    span = _span(rng, _STRING, body)
    if span is None:
        return body
    at = rng.randint(span[0] + 1, span[1] - 1)
    some = rng.choice((b",", b",", b":", b'":', b'\\"', b"\\u002c", b"\\u002C", b" ", b"0", b"=", b"\xd0\xb6", b"\\n"))
    return body[:at] + some + body[at:]


def _escaped(name: bytes) -> bytes:
    """A name with its first character as an escape."""
    plain = name[1:2].isascii() and name[1:2] not in (b"", b'"', b"\\")
    return b'"\\u00%02x' % name[1] + name[2:] if plain else name


def _member(rng: random.Random, body: bytes) -> bytes:
    """A member that is dropped, repeated here or elsewhere, renamed or moved."""
    span = _span(rng, _MEMBER, body)
    if span is None:
        return body
    start, end = span
    member = body[start:end]
    kind = rng.randrange(6)
    if kind == 0:
        if body[end : end + 1] == b",":
            end += 1
        elif body[start - 1 : start] == b",":
            start -= 1
        return body[:start] + body[end:]
    if kind == 1:  # twice, the second perhaps with another value
        return body[:end] + b"," + _value(rng, b"{" + member + b"}")[1:-1] + body[end:]
    if kind == 2:
        name, _, rest = member.partition(b":")
        return body[:start] + rng.choice((*_NAMES, _escaped(name))) + b":" + rest + body[end:]
    other = _span(rng, _MEMBER, body) or span
    if kind == 3:
        return body[: other[1]] + b"," + member + body[other[1] :]
    if kind == 4:  # under another's name
        name, _, rest = body[other[0] : other[1]].partition(b":")
        return body[:start] + name + b":" + member.partition(b":")[2] + body[end:]
    return body[:end] + b"," + rng.choice(_NAMES) + b":" + rng.choice(_VALUES) + body[end:]


def _item(rng: random.Random, body: bytes) -> bytes:
    span = _span(rng, _ITEM, body)
    if span is None:
        return body
    start, end = span
    kind = rng.randrange(4)
    if kind == 0:
        return body[:start] + body[end:]
    if kind == 1:
        return body[:end] + b"," + body[start:end] + body[end:]
    if kind == 2:
        return body[:start] + rng.choice(_VALUES) + body[end:]
    return body[:start] + b"[" + body[start:end] + b"]" + body[end:]


def _space(rng: random.Random, body: bytes) -> bytes:
    white = rng.choice(_WHITE)
    mark = rng.choice((b",", b":", b"{", b"}", b"[", b"]", b'"'))
    kind = rng.randrange(3)
    if kind == 0:
        return body.replace(mark, mark + white)
    if kind == 1:
        return body.replace(mark, white + mark, rng.randint(1, 3))
    return white + body if rng.random() < 0.5 else body + white


def _bytes(rng: random.Random, body: bytes) -> bytes:
    return torn(rng, body, _INSERTS)


CHANGES: list[Callable[[random.Random, bytes], bytes]] = (
    [_value] * 10 + [_inside] * 4 + [_member] * 6 + [_item] * 2 + [_space] * 2 + [_bytes]
)
