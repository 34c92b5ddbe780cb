"""Mutants of bodies in XML, JSON and forms, and whether the quick way says of each what the reading way says.

The quick way may leave a body undecided; what it decides must be the value and the cleanliness
that come of reading the whole. ``python tests/properties/quick_mutants.py --decided 1000000`` runs until
so many were decided, from a seed that it prints; the first disagreement ends it.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

import hypothesis
from form_mutants import CHANGES as FORM_CHANGES
from hypothesis import strategies as st
from json_mutants import CHANGES as JSON_CHANGES
from targets import Target, gate, providers
from tokens import torn

from generated import module
from handmade import PROVIDER as HANDMADE
from oddities import BODIES as ODD_BODIES
from oddities import ODDITIES
from wirebook.accept import QUICK, form, json, quick, quick_form, quick_json, xml
from wirebook.accept.build import dicts
from wirebook.encode import encode
from wirebook.errors import ValidationError
from wirebook.explain import explain_bytes
from wirebook.model import Message, Provider
from wirebook.part import Context, Part
from wirebook.testing import values

__all__ = ["Disagreement", "Subject", "mutants", "run", "seed", "subjects"]


# By encoding, how bodies are read, and what makes the quick way.
_WAYS: dict[str, tuple[Any, Any]] = {
    "xml": (xml.read, quick.way),
    "json": (json.read, quick_json.way),
    "form": (form.read, quick_form.way),
}


class Disagreement(AssertionError):
    """The two ways differ on a body."""


@dataclass(eq=False)
class Subject:
    """A message in one encoding with both ways; ``seed`` gives it bodies to begin with."""

    provider: Provider
    message: Message
    encoding: str
    seeds: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        made = module(self.provider, "accept")
        make = dicts(made)
        known = [example.secret for example in self.message.examples if example.secret is not None]
        self.secrets = [None, None, None, "another", *dict.fromkeys(known)]
        self.policy = made.CHARSETS[self.encoding]
        self.check = made.MAKERS[self.message.id, self.encoding](make)
        self.read, way = _WAYS[self.encoding]
        self.settle = way(made, self.message.id, make)
        self.build = way(made, self.message.id, module(self.provider, "bindings")._runtime.classes)

    def __str__(self) -> str:
        return "-".join(filter(None, (self.provider.name, self.provider.dialect, self.message.id, self.encoding)))

    def again(self, body: bytes) -> bytes | None:
        """A body as we would write it."""
        value = explain_bytes(self.provider, self.message, self.encoding, Part(body), Context()).value
        try:
            return None if value is None else encode(self.provider, self.message.id, self.encoding, value, Context())
        except ValidationError:
            return None

    def agrees(self, body: bytes, ctx: Context, header: str | None) -> bool | None:
        """Whether the quick way decided; raises Disagreement, as where it makes an object with another value."""
        own, allowed, default = self.policy
        got = self.settle(body, header, ctx)
        if got is None:
            return False
        found = self.read(body, ctx.resolved(own), allowed, default, ctx.charset, header)
        want = None if found is None else self.check(found[0], found[2], ctx, found[1], body)
        if _said(got) != _said(want) or repr(got[0]) != repr(want and want[0]):
            raise Disagreement(f"{self}: {body!r}: quick {got!r}, read {want!r}")
        built = self.build(body, header, ctx)
        if built is None or repr((built[0].to_value(), built[1])) != repr(got):
            raise Disagreement(f"{self}: {body!r}: dictionary {got!r}, object {built!r}")
        return True


def _said(outcome: tuple[Any, Any] | None) -> Any:
    """Value, cleanliness, and which checks were left open in whatever order."""
    if outcome is None:
        return None
    value, clean = outcome
    return value, bool(clean), frozenset(clean) if isinstance(clean, tuple) else clean


@cache
def subjects() -> tuple[Subject, ...]:
    """Every message that can go the quick way, without bodies yet."""
    return tuple(_subjects())


def _subjects() -> Iterator[Subject]:
    for provider in (*providers(), gate(), HANDMADE, ODDITIES):
        made = module(provider, "accept")
        for encoding, (table, *_) in QUICK.items():
            for name in getattr(made, table):
                message = provider.message(name)
                assert message is not None
                yield Subject(provider, message, encoding)


def seed(subject: Subject, draws: int, number: int) -> bool:
    """Give it the bodies that are written down and ``draws`` drawn ones per charset; whether one of them is decided."""
    written = (*subject.message.examples, *subject.message.counterexamples)
    seeds = [e.body for e in written if e.encoding == subject.encoding]
    if subject.provider is ODDITIES:
        seeds += ODD_BODIES.get((subject.message.id, subject.encoding), [])
    policy = subject.provider.charset(subject.encoding)
    assert policy is not None
    for charset in policy.allowed:
        seeds += _drawn(Target(subject.provider, subject.message, subject.encoding, charset), draws, number)
    seeds += [again for body in seeds if (again := subject.again(body)) is not None]
    # Mutants of what is not decided are hardly ever decided themselves.
    decided = [body for body in seeds if subject.agrees(body, Context(), None)]
    subject.seeds = decided or seeds
    return bool(decided)


def _drawn(target: Target, count: int, number: int) -> list[bytes]:
    found: list[bytes] = []

    @hypothesis.seed(number)
    @hypothesis.settings(
        max_examples=count, database=None, deadline=None, suppress_health_check=list(hypothesis.HealthCheck)
    )
    @hypothesis.given(data=st.data())
    def collect(data: Any) -> None:
        tolerated = data.draw(st.booleans())
        strategy = values(target.provider, target.message.id, target.encoding, target.charset, tolerated=tolerated)
        ctx = Context(charset=target.charset)
        value = data.draw(strategy)
        with contextlib.suppress(ValidationError):  # some shapes can hold what they cannot carry
            found.append(encode(target.provider, target.message.id, target.encoding, value, ctx))

    collect()
    return found


# ---------------------------------------------------------------- mutants

_VALUE = re.compile(rb'(?<=")[^"<>]*(?=")|(?<=[A-Za-z0-9_"]>)[^<>]*(?=</)')
_TAG = re.compile(rb"<[^<>]*>")
_ELEMENT = re.compile(rb"<[A-Za-z_0-9]+[^<>]*/>\s*|<([A-Za-z_0-9]+)(?: [^<>]*)?>[^<>]*</\1>\s*")
_ATTRIBUTE = re.compile(rb' [A-Za-z_0-9:.-]+="[^"<>]*"')
_DECLARATION = re.compile(rb"^<\?xml[^>]*\?>\n?")

_BENIGN = [
    b"", b" ", b"  ", b" x", b"x ", b"a  b", b"0", b"-0", b"1", b"-1", b"+5", b"05", b"5.0", b"a>b",
    b" 5 ", b"1e2", b"1,5", b"1.50", b"255", b"65536", b"12345678901234567890123", b"7" * 1001, b"x" * 16, b"x" * 17,
    b"x" * 50, b"x" * 51, b"x" * 300, b"79161234567", b"+79161234567", b"8 (916) 123-45-67", b"true", b"1", b"on",
    b"31.02.2024", b"29.02.24", b"29.02.2024 23:59:60", b"2024-02-29 24:00:00", b"03:04:05", b"d41d8cd98f00b204",
    "\u0669".encode(), "\u00b2".encode(), "\u00a0".encode(), "\u2028".encode(), "\ufeff".encode(), b"]", b"'",
    "\U0001ffff".encode(), "\U0001f600".encode(), "\u0439\u0451".encode(), b"&amp;", b"&lt;", b"&gt;", b"&quot;",
    b"&apos;", b"&amp;lt;", b"&amp;amp;", b"&lt;&amp;&gt;", b"a\nb", b"\r", b"\r\n", b"a\tb", b"\\1", b"%s", b"{0}",
]  # fmt: skip
_HOSTILE = [
    b"\t", b"\n", b"\xed\xa0\x80", b"\xc0\x80", b"\xff", b"\x98", b"\x00", b"\x01", b"\x0b", b"\x1f", b"\x7f", b"\x85",
    b"\xc2\x85", b"\xd0", "\ufffe".encode(), "\uffff".encode(), b"&#13;", b"&#x20;", b"&#1;", b"&laquo;", b"]]>", b"]]",
    b"&", b"&;", b"&amp", b"a&b", b"&AMP;", b"<", b'"', b"<![CDATA[x]]>", b"<!-- x -->", b"<?pi x?>", b"<x/>",
    b"<x>y</x>", b"&amp;\x01", b"\x01amp;", b"\\0",
]  # fmt: skip
_INSERTS = [
    *_HOSTILE, b' x="y"', b" x='y'", b' xmlns="u"', b' xmlns:p="u"', b' xml:lang="ru"', b"<!DOCTYPE x>",
    b"\xef\xbb\xbf", b"\xfe\xff", b"<x", b"/>", b"</x>", b"=", b"/", b"?>", b"<?xml version='1.0'?>", b"<!---->",
    b"<![CDATA[]]>",
]  # fmt: skip
_DECLARED = [
    b'"1.0"', b'"1.0" encoding="UTF-8"', b'"1.0" encoding="utf-8" ', b'"1.0"  encoding="UTF-8"', b'"1.1"',
    b"'1.0' encoding='utf-8'", b'"1.0" encoding="windows-1251"', b'"1.0" encoding="koi8-r"', b'"1.0" encoding="-"',
    b'"1.0" encoding="us-ascii"', b'"1.0" encoding="utf-16"', b'"1.0" encoding="iso-8859-1"', b'"1.0" encoding="x"',
    b'"1.0" standalone="yes"', b'"1.0" encoding="utf-8" standalone="no"', b'"1.0" encoding=""',
]  # fmt: skip
_DECLARATIONS = [
    b"", b"", b" ", b"\n", b"<?xml?>", b'\xef\xbb\xbf<?xml version="1.0"?>',
    *(b"<?xml version=" + text + b"?>" for text in _DECLARED),
]  # fmt: skip
_WHITE = [b" ", b"\n", b"\t", b"\r\n", b"\r", b"\n  ", b"", b"\x0b", b"\x0c", b"\xc2\xa0", b"x"]


def _span(rng: random.Random, pattern: re.Pattern[bytes], body: bytes) -> tuple[int, int] | None:
    """One of the matches, by a random place in the body."""
    start = body.find(b"?>") + 2 if body[:2] == b"<?" else 0
    found = pattern.search(body, rng.randrange(start, len(body) + 1)) or pattern.search(body, start)
    return None if found is None else found.span()


def _value(rng: random.Random, body: bytes) -> bytes:
    span = _span(rng, _VALUE, body)
    if span is None:
        return body
    start, end = span
    text = rng.choice(_BENIGN if rng.random() < 0.8 else _HOSTILE)
    kind = rng.randrange(5)
    if kind == 0:  # inside what is there
        at = rng.randint(start, end)
        return body[:at] + text + body[at:]
    if kind < 3:  # what stands elsewhere
        other = _span(rng, _VALUE, body) or span
        text = body[other[0] : other[1]]
    return body[:start] + text + body[end:]


def _part(rng: random.Random, body: bytes) -> bytes:
    span = _span(rng, rng.choice((_ELEMENT, _ATTRIBUTE, _TAG)), body)
    if span is None:
        return body
    start, end = span
    kind = rng.randrange(4)
    if kind == 0:
        return body[:start] + body[end:]
    if kind == 1:
        return body[:end] + body[start:]
    if kind == 2:  # one after the other, the other way round
        other = _ELEMENT.match(body, end) or _ATTRIBUTE.match(body, end)
        if other is None:
            return body
        return body[:start] + other.group() + body[start:end] + body[other.end() :]
    other_span = _span(rng, _ELEMENT, body) or span
    at = rng.choice(other_span)
    return body[:at] + body[start:end] + body[at:]


def _space(rng: random.Random, body: bytes) -> bytes:
    white = rng.choice(_WHITE)
    kind = rng.randrange(5)
    if kind == 0:
        return body.replace(b"\n", white)
    if kind == 1:
        return body.replace(b"><", b">" + white + b"<")
    if kind == 2:
        return body.replace(b"/>", b" />")
    if kind == 3:
        return re.sub(rb"<([A-Za-z_0-9]+)([^<>]*?) ?/>", rb"<\1\2></\1>", body)
    span = _span(rng, _TAG, body)
    if span is None:
        return body
    at = rng.choice((*span, rng.randint(*span)))
    return body[:at] + white + body[at:]


def _bytes(rng: random.Random, body: bytes) -> bytes:
    return torn(rng, body, _INSERTS)


def _declared(rng: random.Random, body: bytes) -> bytes:
    return rng.choice(_DECLARATIONS) + _DECLARATION.sub(b"", body)


_CHANGES: dict[str, list[Callable[[random.Random, bytes], bytes]]] = {
    "xml": [_value] * 16 + [_part] * 3 + [_space] * 2 + [_bytes, _declared],
    "json": JSON_CHANGES,
    "form": FORM_CHANGES,
}


def mutants(rng: random.Random, subject: Subject) -> bytes:
    """One of the subject's bodies after one to four changes."""
    body = rng.choice(subject.seeds)
    for _ in range(rng.choice((1, 1, 1, 1, 2, 2, 3))):
        body = rng.choice(_CHANGES[subject.encoding])(rng, body)
    return body


_NONE = (None,) * 20
_REQUESTS: list[Any] = [None, None, None, {}, {"messages": [{"sms_id": "1", "push_id": "1"}]}]
_SETTINGS: list[dict[str, Any]] = [{}, {}, {}, {"sign": "md5"}, {"fmt": "3", "sign": "sha1", "signature": "x"}]


def run(subject: Subject, rng: random.Random, tries: int) -> int:
    """How many of so many mutants the quick way decided; raises Disagreement."""
    decided = 0
    for _ in range(tries):
        charset = rng.choice((*_NONE, "utf-8", "windows-1251"))
        header = rng.choice((*_NONE, "utf-8", "windows-1251", "koi8-r"))
        secret, settings = rng.choice(subject.secrets), rng.choice(_SETTINGS)
        ctx = Context(charset=charset, request=rng.choice(_REQUESTS), secret=secret, settings=settings)
        if subject.agrees(mutants(rng, subject), ctx, header):
            decided += 1
    return decided


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decided", type=int, default=1_000_000)
    parser.add_argument("--encoding", choices=sorted(QUICK), help="only bodies in this one")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    started = time.monotonic()
    rng = random.Random(arguments.seed)
    tested = [one for one in subjects() if arguments.encoding in (None, one.encoding)]
    for subject in tested:
        seed(subject, 20, arguments.seed)
    counts = dict.fromkeys(map(str, tested), 0)
    tried = 0
    while sum(counts.values()) < arguments.decided:
        for subject in tested:
            counts[str(subject)] += run(subject, rng, 200)
            tried += 200
    for name, count in counts.items():
        print(f"{name:<50} {count:>9,}")
    print(f"{sum(counts.values()):,} of {tried:,} mutants decided, no disagreement, {time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
