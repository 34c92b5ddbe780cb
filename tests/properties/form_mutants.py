"""Changes of forms: values, parameters, repeated names, escapes, separators, bytes."""

from __future__ import annotations

import random
from collections.abc import Callable

from tokens import torn

__all__ = ["CHANGES"]

_VALUES = [
    b"", b"+", b"++", b"%20", b"+a", b"a+", b"a++b", b"0", b"-0", b"1", b"2", b"5", b"05", b"%2B5", b"+5", b"5.0",
    b"12", b"1,5", b"1.50", b"3.14159", b"1e2", b"255", b"65536", b"7" * 18, b"7" * 19, b"7" * 1000, b"7" * 1001, b"x",
    b"xxxx", b"xxxxx", b"x" * 300, b"true", b"79161234567", b"%2B79161234567", b"+79161234567", b"8+(916)+123-45-67",
    b"8%20916%201234567", b"31.02.2024", b"29.02.24", b"24.05.24+10%3A15%3A30", b"24.05.24+10:15:30",
    b"24.05.24+24:15:30", b"24.05.2024%2010:15:30", b"24.05.24+10:15:3%D9%A3", b"24.05.24+10:15+03", b"utf-8",
    b"koi8-r", b"d41d8cd98f00b204e9800998ecf8427e", b"a=b", b"a%3Db", b"a%26b", b"a|b", b"a,b", b"a;b", b"%01", b"%00",
    b"%0A", b"%0D%0A", b"%09", b"%1F", b"%7F", b"%80", b"%98", b"%A0", b"%FF", b"%C3%AF", b"%EF%F0%E8", b"%ef%f0%e8",
    b"%D0%9F%D1%80", b"%D0", b"%ED%A0%80", b"%F0%9F%98%80", b"%E2%80%A8", b"%", b"%%", b"%4", b"%4G", b"%G4", b"%%41",
    b"%41", b"%2541", b"%u0416", b"%25", b"==", b"%3D0A", b"\\u0416", b"{}", b"null",
]  # fmt: skip
_NAMES = [b"x", b"X", b"", b"mes", b"id", b"%69d", b"%01", b"i%64", b"charset", b"chars%65t", b"a+b", b"%D0%96", b"%98"]
_INSERTS = [
    b"&", b"=", b"&&", b"%", b"%0", b"+", b" ", b"\n", b"\r\n", b"\t", b"\x00", b"\x01", b"\x7f", b"\x80", b"\xff",
    b"\xd0\x96", b"\xef\xbb\xbf", b";", b"#", b"=\n", b"%3D\n", b"%01%01",
]  # fmt: skip


def _value(rng: random.Random, body: bytes) -> bytes:
    params = body.split(b"&")
    at = rng.randrange(len(params))
    name, mark, value = params[at].partition(b"=")
    kind = rng.randrange(6)
    if kind == 0:  # inside what is there
        place = rng.randint(0, len(value))
        value = value[:place] + rng.choice(_VALUES) + value[place:]
    elif kind == 1:
        value = rng.choice(params).partition(b"=")[2]
    elif kind == 2:  # another way to write it
        value = b"".join(
            b"%%%02x" % byte if byte not in b"%+" and rng.random() < 0.3 else bytes((byte,)) for byte in value
        )
    else:
        value = rng.choice(_VALUES)
    params[at] = name + mark + value
    return b"&".join(params)


def _param(rng: random.Random, body: bytes) -> bytes:
    params = body.split(b"&")
    at = rng.randrange(len(params))
    name, mark, value = params[at].partition(b"=")
    kind = rng.randrange(7)
    if kind == 0:
        del params[at]
    elif kind == 1:
        params.insert(rng.randint(0, len(params)), params[at])
    elif kind == 2:
        params[at] = rng.choice(_NAMES) + mark + value
    elif kind == 3:
        params.insert(rng.randint(0, len(params)), rng.choice(_NAMES) + b"=" + rng.choice(_VALUES))
    elif kind == 4:
        params[at] = name
    elif kind == 5:
        params.insert(at, params.pop(rng.randrange(len(params))))
    else:
        params[at] = rng.choice(params).partition(b"=")[0] + mark + value
    return b"&".join(params)


def _bytes(rng: random.Random, body: bytes) -> bytes:
    """One of five puts something behind it all."""
    return torn(rng, body, _INSERTS) if rng.randrange(5) else body + rng.choice(_INSERTS)


CHANGES: list[Callable[[random.Random, bytes], bytes]] = [_value] * 8 + [_param] * 4 + [_bytes] * 2
