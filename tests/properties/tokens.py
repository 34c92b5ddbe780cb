"""What mutants are made of: pieces of bodies to cut at, texts to put into values, bytes to put anywhere and how."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

__all__ = ["INSERTS", "TOKENS", "VALUES", "torn"]

TOKENS = {
    "word": re.compile(rb"[A-Za-z_0-9.+-]+"),
    "value": re.compile(rb'(?<=")[^"<>]*(?=")|(?<=>)[^<>]*(?=<)|(?<==)[^&=\n]*|(?<=: )[^,{}\[\]]*(?=[,}])'),
    "part": re.compile(
        rb"<[a-z_0-9]+[^<>]*/>|<([a-z_0-9]+)[^<>]*>[^<>]*</\1>| [a-z_0-9]+=\"[^\"]*\"|[a-z_0-9]+=[^&\n]*&?"
        rb'|"[a-z_0-9]+": ?[^,{}\[\]]*,?|[^\n]*\n|, [a-z_]+ = [^,\n]*'
    ),
}
VALUES = [
    b"", b" ", b"0", b"-0", b"1", b"-1", b"+5", b"05", b"5.0", b" 5 ", b"1e2", b"1,5", b"-1004", b"255", b"65536",
    b"12345678901234567890123", b"7" * 1001, b"x" * 17, b"x" * 51, b"x" * 300, "\u0669".encode(), b"\xd0\xb9\xd1\x91",
    b"null", b"true", b'"1"', b"[]", b"{}", b"79161234567", b"8 (916) 123-45-67", b"%2B79161234567", b"+79161234567",
    b"00.00.0000", b"31.02.2024", b"29.02.24", b"29.02.2024 23:59:60", b"2024-02-29 24:00:00", b"d41d8cd98f00b204",
]  # fmt: skip
INSERTS = [
    b"<!-- x -->", b"<?pi x?>", b"&amp;", b"&lt;", b"&#13;", b"&#x20;", b"&laquo;", b"<![CDATA[x]]>", b"<![CDATA[ ]]>",
    b"<x/>", b"<x>y</x>", b' x="y"', b' xmlns="u"', b' xmlns:p="u"', b"<!DOCTYPE x>", b"\xef\xbb\xbf", b"\\u0041",
    b"\\ud800", b"\\u0000", b'"x":1,', b"&x=y", b"&", b"%2B", b"%zz", b"+", b";", b"\n", b"\r\n", b"\r", b"\t", b" ",
    b"\x00", b"\x98", b"\xff", b", x = y", b"text", b"\xc2\x85", b"\xe2\x80\xa8",
]  # fmt: skip


def torn(rng: random.Random, body: bytes, inserts: Sequence[bytes]) -> bytes:
    """The body with one byte changed, something put in, or a piece of it left out or doubled elsewhere."""
    at = rng.randrange(len(body) + 1)
    kind = rng.randrange(4)
    if kind == 0:
        return body[:at] + bytes((rng.randrange(256),)) + body[at + 1 :]
    if kind == 1:
        return body[:at] + rng.choice(inserts) + body[at:]
    end = min(len(body), at + rng.randint(1, 40))
    if kind == 2:
        return body[:at] + body[end:]
    place = rng.randrange(len(body) + 1)
    return body[:place] + body[at:end] + body[place:]
