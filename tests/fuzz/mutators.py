"""Changes that keep an input's outer form, where changes of bytes end at the reader: of YAML's lines, of parameters.

Half of the mutations of such an entry are these; the other half are libFuzzer's own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

__all__ = ["MUTATORS"]

_WORD = re.compile(rb"[A-Za-z0-9_.+-]+")
_TOKENS = (b"~", b"no", b"0123", b"'", b'"', b"*a", b"&a", b"!x", b"<<", b"{}", b"[]", b"|", b"-", b"? ", b": ",
           b"#", b"1e999", b"-1", b"99999999999", b"\xef\xbb\xbf", b"\x00", b"\xc2\x85", b"\xe2\x80\xa8")  # fmt: skip


def lines(data: bytes, rng: random.Random) -> bytes:
    """A text of lines with one of them left out, doubled, moved, indented otherwise, or with a word of another."""
    rows = data.split(b"\n")
    at = rng.randrange(len(rows))
    row = rows[at]
    kind = rng.randrange(6)
    if kind == 0:
        del rows[at]
    elif kind == 1:
        rows.insert(rng.randrange(len(rows) + 1), row)
    elif kind == 2:
        rows.insert(rng.randrange(len(rows)), rows.pop(at))
    elif kind == 3:
        rows[at] = b" " * rng.randrange(9) + row.lstrip(b" ")
    else:
        words = list(_WORD.finditer(row))
        if words:
            old = rng.choice(words)
            others = _WORD.findall(rng.choice(rows)) if kind == 4 else list(_TOKENS)
            rows[at] = row[: old.start()] + (rng.choice(others) if others else b"") + row[old.end() :]
    return b"\n".join(rows)


def parameters(data: bytes, rng: random.Random) -> bytes:
    """A form with one of its parameters left out, doubled, moved, renamed or given another's value; the head stays."""
    head, params = data[:2], data[2:].split(b"&")
    at = rng.randrange(len(params))
    kind = rng.randrange(5)
    if kind == 0:
        del params[at]
    elif kind == 1:
        params.insert(rng.randrange(len(params) + 1), params[at])
    elif kind == 2:
        params.insert(rng.randrange(len(params)), params.pop(at))
    else:
        name, _, value = params[at].partition(b"=")
        other, _, given = rng.choice(params).partition(b"=")
        params[at] = (other + b"=" + value) if kind == 3 else (name + b"=" + given)
    return head + b"&".join(params)


MUTATORS: dict[str, Callable[[bytes, random.Random], bytes]] = {"spec": lines, "form": parameters}
