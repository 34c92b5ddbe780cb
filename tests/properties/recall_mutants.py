"""Mutants of exchanges that passed, and whether what is recalled as a pass is one.

Recall may leave an exchange to be judged; what it lets pass must pass, without a finding, by the whole way.
``python tests/properties/recall_mutants.py --decided 100000`` runs until so many were recalled, from a seed
that it prints; the first disagreement ends it.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

from handmade import PROVIDER as HANDMADE
from handmade_bodies import BODIES
from oddities import BODIES as ODD_BODIES
from oddities import ODDITIES
from wirebook.books import Book, built_in, open_book
from wirebook.capture.exchange import Exchange
from wirebook.capture.jsonl import Lines, paths
from wirebook.lint.check import Linter
from wirebook.lint.recall.plan import Recalled
from wirebook.lint.recall.road import Road
from wirebook.model import Case, Example, Operation, Provider, Text

__all__ = ["KINDS", "DisagreementError", "Watched", "books", "mutants", "records", "run"]

Record = dict[str, Any]
KINDS = ("built-in", "own", "models")  # of books
_TYPES = {
    "xml": "text/xml; charset=utf-8", "json": "application/json", "form": "application/x-www-form-urlencoded",
    "text": "text/plain", "csv": "text/csv",
}  # fmt: skip
_SLOTS = {
    "<": re.compile(r'(?<==")[^"<>]*(?=")|(?<=[A-Za-z0-9_"]>)[^<>]*(?=</)'),
    "{": re.compile(r'(?<=": ")[^"]*(?=")|(?<=":")[^"]*(?=")|(?<=":)[ ]?[-+0-9.eE]+'),
    "": re.compile(r"(?<==)[^&]*"),
    "lines": re.compile(r"[0-9.]+|[A-Za-z]+"),
}
_TEXTS = [
    "", " ", "x", " x", "x ", "a  b", "0", "-0", "1", "2", "-1", "+5", "05", "5.0", "1,5", "1.50", "3.14159", "255",
    "2147483647", "2147483648", "9" * 17, "9" * 18, "1" + "0" * 19, "7" * 1001, "x" * 50, "x" * 51, "x" * 300,
    "x" * 1001, "79161234567", "+79161234567", "8 (916) 123-45-67", "true", "yes", "31.02.2024", "29.02.24 10:15:30",
    "31.12.24 23:59:59", "32.01.24 24:00:60", "24.05.24 10:15:30", "03:04:05", "24:00:00", "a:b", "a,b", "a;b", "a|b",
    "Привет, мир", "Съешь ещё этих французских булок", "ЁЖ", "оПХБЕР БЯЕЛ", "ПРИВЕТ ВСЕМ", "РџСЂРёРІРµС‚",
    "Ð¿Ñ€Ð¸Ð²ÐµÑ‚",
    "п»їпј", "№ 5 — «да»", "Р«Р»Р", "café", "\u0416\u04d9", "\u0669", "\u00b2", "\u00a0", "\u2028", "\ufeff", "\ufffd",
    "\U0001f600", "\ufffe", "\ud800", "\x00", "\x01", "\x1f", "\x7f", "\x85", "\n", "\r\n", "\t", "&amp;", "&lt;",
    "&#65;",
    "&laquo;", "&", "<", ">", "]]>", '"', "'", "\\", "\\n", "\\u0041", "%41", "%zz", "%", "%00", "%0A", "%98", "%D0%9F",
    "%CF%F0%E8%E2%E5%F2", "%EF%D0%C8%C2%C5%D2", "+", "#", "a#b", "=", "==", "a=b", "<b/>", "<![CDATA[x]]>",
    "<!-- x -->",
]  # fmt: skip


_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВЁё—№ abcXYZ019.,!"


class DisagreementError(AssertionError):
    """What was recalled is no pass."""


class Watched(Road):
    """A road that tells whether it recalled."""

    recalled = False

    def recall(self, line: bytes) -> Recalled | None:
        found = super().recall(line)
        self.recalled = found is not None
        return found


TESTS = Path(__file__).resolve().parent.parent
OWN = ("scenarios/formapi.yaml", "scenarios/pingme.yaml", "scenarios/plaintext.yaml", "scenarios/soap.yaml",
       "regions/gate.yaml")  # fmt: skip


@cache
def books(kind: str = "built-in") -> tuple[Book, ...]:
    """Those that come with Wirebook, compiled; such as users write, which are not; or models that hold every word."""
    if kind == "models":
        return tuple(Book.of(_called(one, found)) for one, found in ((HANDMADE, BODIES), (ODDITIES, ODD_BODIES)))
    return tuple(open_book(str(TESTS / name)) for name in OWN) if kind == "own" else tuple(map(open_book, built_in()))


def _called(provider: Provider, bodies: dict[tuple[str, str], list[bytes]]) -> Provider:
    """The same with these bodies as examples, and a call for each message."""
    name, messages = Text("x", "x"), []
    for one in provider.messages:
        held = [(encoding, body) for (message, encoding), some in bodies.items() if message == one.id for body in some]
        made = [
            Example(f"b{at}", enc, "utf-8", body, "", (), None, (), name, "") for at, (enc, body) in enumerate(held)
        ]
        messages.append(replace(one, examples=(*one.examples, *made)))
    calls = [
        Operation(
            one.id, "call", "POST", f"{provider.name}.example", f"/{one.id}", (Case(None, one.id),), (), name, None, ""
        )
        for one in messages
    ]
    return replace(provider, messages=tuple(messages), operations=(*provider.operations, *calls))


def records(kind: str = "built-in") -> Iterator[Record]:
    """Each operation's examples, request and reply, at its address and at one that no book knows, and by GET."""
    for book in books(kind):
        for operation in book.provider.operations:
            asked = [*_examples(book, [case.message for case in operation.request])]
            told = [*_examples(book, [case.message for case in operation.reply])] or [None]
            for at in range(max(len(asked), len(told)) if asked else 0):
                one, other = asked[at % len(asked)], told[at % len(told)]
                for url in (f"https://{operation.host or 'gate.example'}{operation.path}", "https://client.example/in"):
                    made = _record(operation.method or "POST", url, one, other)
                    if made is None:
                        continue
                    yield made
                    if one.encoding == "form":
                        yield {**made, "method": "GET", "url": f"{url}?{made['request_body']}", "request_body": ""}
                    if at % 3 == 0:
                        yield {name: value for name, value in made.items() if not name.endswith("headers")}


def _examples(book: Book, ids: list[str]) -> Iterator[Example]:
    for name in dict.fromkeys(ids):
        message = book.provider.message(name)
        assert message is not None
        yield from (one for one in message.examples if not one.query)


def _record(method: str, url: str, asked: Example, told: Example | None) -> Record | None:
    try:
        bodies = asked.body.decode(), "" if told is None else told.body.decode()
    except UnicodeDecodeError:
        return None
    return {
        "method": method, "url": url, "status": 200,
        "request_headers": {"Content-Type": _TYPES[asked.encoding]}, "request_body": bodies[0],
        "response_headers": {} if told is None else {"Content-Type": _TYPES[told.encoding]}, "response_body": bodies[1],
    }  # fmt: skip


# ---------------------------------------------------------------- mutants


def mutants(rng: random.Random, record: Record) -> Iterator[Record]:
    """Endless copies of a record with something else in it, mostly another value."""
    while True:
        made = dict(record)
        for _ in range(rng.choice((1, 1, 2, 3))):
            kind = rng.random()
            if kind < 0.05:
                _around(rng, made)
                continue
            side = rng.choice(("request_body" if made["request_body"] else "url", "response_body"))
            if kind < 0.15:
                made[side] = _anywhere(rng, made[side])
            else:
                made[side] = _value(rng, made[side], [made["request_body"] or made["url"], made["response_body"]])
        yield made


def _around(rng: random.Random, record: Record) -> None:
    name, value = rng.choice([
        ("status", 500), ("method", "GET"), ("request_headers", {}), ("response_headers", {"content-length": "5"}),
        ("request_headers", {"content-type": "text/xml; charset=windows-1251"}), ("request_headers", None),
        ("request_headers", {"Content-Type": "application/json; charset=koi8-r"}), ("url", record["url"] + "?a=b"),
        ("response_headers", {"Content-Type": "text/plain; charset=iso-8859-1"}), ("host", "smsc.ru"),
        ("time", rng.choice(_TEXTS)), ("more", rng.choice((1, -1.5, 1e400, "x", None, [1], {"a": "b"}, "\ud800"))),
    ])  # fmt: skip
    record[name] = value


def _anywhere(rng: random.Random, body: str) -> str:
    at, end = sorted((rng.randint(0, len(body)), rng.randint(0, len(body))))
    end = min(end, at + rng.randint(0, 12))
    return body[:at] + rng.choice((rng.choice(_TEXTS), body[at:end] * 2, "")) + body[end:]


def _value(rng: random.Random, body: str, bodies: list[str]) -> str:
    spans = [match.span() for match in _slots(body).finditer(body)]
    if not spans:
        return body
    start, end = rng.choice(spans)
    kind = rng.randrange(8)
    if kind < 2:  # what stands elsewhere
        other = rng.choice(bodies)
        texts = [match.group() for match in _slots(other).finditer(other)] or [""]
        text = rng.choice(texts)
    elif kind == 2:  # of the same kind
        text = re.sub("[0-9]", lambda _: str(rng.randrange(10)), body[start:end])
    elif kind == 3:
        text = rng.choice(_TEXTS) + body[start:end]
    elif kind == 4:
        text = body[start:end] + rng.choice(_TEXTS)
    elif kind == 5 and body[:1] not in "<{":
        text = quote_plus(rng.choice(_TEXTS), encoding=rng.choice(("cp1251", "utf-8", "koi8-r")), errors="replace")
    elif kind == 6:
        text = "".join(
            rng.choice("абвгдежзийклмнопрстуфхцчшщъыьэюяАБВЁё—№ abcXYZ019.,!") for _ in range(rng.randint(1, 70))
        )
        text = text if body[:1] in "<{" else quote_plus(text, encoding="cp1251", errors="replace")
    else:
        text = rng.choice(_TEXTS)
    return body[:start] + text + body[end:]


def _slots(body: str) -> re.Pattern[str]:
    first = body.lstrip()[:1]
    return _SLOTS[
        "<" if first == "<" else "{" if first and first in "{[" else "" if re.match(r"[^ ]+=", body) else "lines"
    ]


# ---------------------------------------------------------------- running


def run(record: Record, rng: random.Random, tries: int, kind: str = "built-in") -> int:
    """How many of so many mutants were recalled; raises DisagreementError."""
    road = Watched(Linter(books(kind)), patience=0)
    judge = Linter(books(kind))
    count = 0
    made = mutants(rng, record)
    lines = [json.dumps(record, ensure_ascii=rng.random() < 0.3).encode("utf-8", "surrogatepass")] * 8
    for number in range(tries):
        line = lines[number] if number < len(lines) else _line(next(made), rng)
        road.recalled = False
        (got,) = road.verdicts([line])
        if not road.recalled:
            if number == len(lines) - 1:
                return 0  # hardly a mutant of what is never recalled is recalled
            continue
        count += 1
        (exchange,) = Lines("capture", paths(None), [(0, 1, line)])
        if not isinstance(exchange, Exchange):
            raise DisagreementError(f"{line!r}: {got}, and no exchange")
        whole = judge._whole(exchange)
        if whole.verdict != "pass" or any(half.result.findings for half in whole.halves):
            told = [[finding.code for finding in half.result.findings] for half in whole.halves]
            raise DisagreementError(f"{line.decode()}: {got} recalled, {whole.verdict} {told}")
    return count


def _line(record: Record, rng: random.Random) -> bytes:
    """A record as a line; now and then not quite as JSON has it."""
    text = json.dumps(record, ensure_ascii=rng.random() < 0.2)
    if rng.random() < 0.05:
        at = rng.randint(0, len(text))
        text = (
            text[:at]
            + rng.choice(('"', "\\", "\\u0041", "0", "x", "}", ", ", "\n", "\x00"))
            + text[at + rng.randint(0, 1) :]
        )
    return text.encode("utf-8", "surrogatepass")


def main() -> None:
    """Go round the records until enough mutants were recalled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decided", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    print(f"seed {asked.seed}")
    found, start = 0, time.monotonic()
    rows = [(row, kind) for kind in KINDS for row in records(kind)]
    while found < asked.decided:
        for row, kind in rng.sample(rows, len(rows)):
            found += run(row, rng, 400, kind)
            if found >= asked.decided:
                break
        print(f"{found} recalled, no disagreement, {time.monotonic() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
