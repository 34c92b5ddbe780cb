"""Texts that break exactly one thing about a scalar.

Candidates are made from the scalar's own limits and from what senders get wrong; each
is held against the lexical rules, and only those with a single finding are kept. The
list is the same each time, so that whether a constraint can be broken alone is a fact
and not a matter of luck.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from wirebook import lexical
from wirebook.lexical.moments import print_moment
from wirebook.model import Leaf, Scalar
from wirebook.testing.alphabet import Alphabet
from wirebook.testing.patterns import dealt
from wirebook.testing.scalars import Limits, fine

__all__ = ["broken_texts", "fine_texts"]

_MOST = 40  # texts of one kind
_WRONG = (
    "", " ", "x", "abc", "-1", "-0", "+1", "1+", "01", "007", "1.0", "1.00", "1.5", "1,5", ".5", "5.", "1e2",
    "1E+2", "0x1F", "1_000", "1 000", " 1", "1 ", "\u0661", "NaN", "Infinity", "true", "null", "None", "-", "+",
    "--1", "99999999999999999999999999", "-99999999999999999999999999", "0000-00-00", "31.02.2024", "2024-02-30",
    "2024-13-01", "32.01.24", "24:00:00", "12:60:00", "10:15:60", "1.1.2024", "2024-1-1", "now",
    "00.00.00 00:00:00", "12345", "8912383887", "8-909-190-94097", "phone", "#", "?", "é", "79000000001\u0661",
    "0.00001", "12345678901234567890.12345",
)  # fmt: skip
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")  # as JSON writes one


Said = tuple[tuple[str, str], ...]  # findings as (code, severity), the one that is meant first


def broken_texts(scalar: Scalar, alphabet: Alphabet, leaf: Leaf | None = None) -> dict[Said, list[str]]:
    """Texts by the findings they give: one alone, or one with those that come with it in every text that gives it.

    leaf: texts that mean something else in that place (a sentinel, an empty text) are left out, and
    where JSON wants a number, so are those that no number literal writes.
    """
    found: dict[Said, list[str]] = {}
    for text in dict.fromkeys(_candidates(scalar, alphabet)):
        if not alphabet.holds(text) or (leaf is not None and not _taken(scalar, leaf, text)):
            continue
        _, hits = lexical.parse(scalar, text)
        said = tuple((hit.code, hit.severity) for hit in hits)
        if said and len(found.setdefault(said, [])) < _MOST:
            found[said].append(text)
    alone: dict[Said, list[str]] = {said: texts for said, texts in found.items() if len(said) == 1}
    for said in sorted(found, key=len):
        for meant in said:
            if not any(meant == first for first, *_ in alone):
                alone[meant, *(other for other in said if other != meant)] = found[said]
    return alone


def _taken(scalar: Scalar, leaf: Leaf, text: str) -> bool:
    spaced = lexical.spaced(scalar, text)
    if spaced == leaf.absent or (spaced == "" and leaf.empty != "value"):
        return False
    if leaf.form == "boolean":
        return any(form == "string" for form, _ in leaf.accepts)  # a JSON boolean itself is always good
    return leaf.form != "number" or _NUMBER.fullmatch(text) is not None


def fine_texts(scalar: Scalar, alphabet: Alphabet, count: int) -> list[str]:
    """Up to ``count`` different texts without a finding, whose values differ."""
    texts: dict[Any, str] = {}
    for text in _fine(scalar, alphabet, count):
        value, hits = lexical.parse(scalar, text)
        if value is not None and not hits and fine(scalar, value):
            texts.setdefault(value, text)
        if len(texts) >= count:
            break
    return list(texts.values())


def _fine(scalar: Scalar, alphabet: Alphabet, count: int) -> Iterator[str]:
    for member in scalar.members:
        yield from _fine(member, alphabet, count)
    if scalar.members:
        return
    limits = Limits(scalar)
    yield from map(str, limits.choices or ())
    if scalar.base == "boolean":
        yield from lexical.texts(scalar)
    yield from _codes(scalar, count)
    for size in (len(str(count)), limits.low, limits.high or 0):
        for number in range(1, 2 * count + 1):
            yield f"{number:0{size}}"
    for pattern in _patterns(scalar):
        yield from dealt(pattern, alphabet, limits.low, limits.high, count=count)
    yield from _moments(scalar, count)
    if limits.least is not None:
        yield from (str(int(limits.least) + number) for number in range(count))
    yield from (text for text in ("a" * n for n in range(limits.low, limits.low + 3)) if text)


def _patterns(scalar: Scalar) -> list[str]:
    patterns = [str(facet.value) for facet in scalar.facets if facet.name == "pattern"]
    return patterns + ([scalar.normal.pattern] if scalar.normal is not None else [])


def _codes(scalar: Scalar, count: int) -> Iterator[str]:
    for entry in lexical.rows(scalar.codes) if scalar.codes is not None else ():
        if entry.low is not None and entry.high is not None:
            yield from map(str, range(entry.low, min(entry.high, entry.low + count) + 1))
        else:
            yield str(entry.value)


def _moments(scalar: Scalar, count: int) -> Iterator[str]:
    if scalar.base in ("date", "time", "datetime"):
        start = datetime.datetime(2024, 5, 24, 10, 15, 30)
        for form in scalar.lexical:
            for number in range(min(count, 300)):
                yield print_moment(form.form, start + datetime.timedelta(days=number, hours=number, seconds=number))


# ---------------------------------------------------------------- candidates


def _candidates(scalar: Scalar, alphabet: Alphabet) -> Iterator[str]:
    for member in scalar.members:
        yield from _candidates(member, alphabet)
    sample = fine_texts(scalar, alphabet, 8)
    yield from _around_limits(scalar, alphabet, sample)
    yield from _other_forms(scalar, sample)
    yield from _unknown_codes(scalar)
    yield from _WRONG
    yield from (char * n for char in ("a", "я", "😀") for n in (1, 2, 3, 8, 12, 16, 17, 33, 64))
    yield from _spoilt(sample)


def _around_limits(scalar: Scalar, alphabet: Alphabet, sample: list[str]) -> Iterator[str]:
    limits = Limits(scalar)
    patterns = _patterns(scalar)
    for facet in scalar.facets:
        value: Any = facet.value
        if facet.name in ("length", "minLength", "maxLength"):
            for size in (value - 1, value + 1, value + 2, value + 7, 0, 1, value // 2):
                if size < 0:
                    continue
                for pattern in patterns:
                    yield from dealt(pattern, alphabet, size, size)
                yield from (char * size for char in "a1я")
                yield from ((text * (size + 1))[:size] for text in sample if text)
        elif facet.name in ("minInclusive", "maxInclusive"):
            step = 1 if facet.name == "maxInclusive" else -1
            whole = int(Decimal(value))
            yield from (str(whole + step * more) for more in (1, 2, 10, 1000, 10**6))
            if scalar.base == "decimal":
                yield from (f"{whole + step * more}.5" for more in (0, 1, 2))
        elif facet.name == "totalDigits":
            yield from ("1" * (value + more) for more in (1, 2))
            yield f"{'1' * value}.5"
        elif facet.name == "fractionDigits":
            whole = 0 if limits.least is None else int(limits.least) + 1
            yield from (f"{whole}.{'1' * (value + more)}" for more in (1, 2, 5))
        elif facet.name == "enumeration":
            for choice in value:
                yield from (f"{choice}x", str(choice).upper(), str(choice)[:-1], f" {choice}")
            yield from map(str, range(-3, 20))


def _other_forms(scalar: Scalar, sample: list[str]) -> Iterator[str]:
    for text in sample:
        if scalar.base in ("integer", "decimal", "bits"):
            yield from (
                f"+{text}",
                f"0{text}",
                f"{text}.0",
                text.replace(".", ","),
                f" {text}",
                f"{text} ",
                f"{text}\n",
            )
        elif scalar.base == "phone":
            if scalar.normal is not None and scalar.normal.strip:
                yield from (text + scalar.normal.strip[0] * more for more in (1, 5, 10, 15, 20, 40))
            yield from (text[1:], f"8{text[1:]}", f"+{text}", f"{text}0", text[:-1])
        yield from (text.swapcase(), f" {text}", f"{text} ")
    if scalar.base == "boolean":
        yield from (text for form in scalar.lexical for text in lexical.pair(form))
    yield from _moments(scalar, 4)
    if scalar.base == "bits":
        yield str(1 << (scalar.width or 0))


def _unknown_codes(scalar: Scalar) -> Iterator[str]:
    if scalar.codes is None:
        return
    # A row that a deviation explains is no fine text where a facet refuses it, and is broken all the same.
    yield from (str(e.low if e.value is None else e.value) for e in lexical.rows(scalar.codes) if e.deviation)
    numbers = [v for e in lexical.rows(scalar.codes) for v in (e.value, e.low, e.high) if isinstance(v, int)]
    yield from (str(n + more) for n in numbers for more in (-1, 1))
    yield from map(str, (max(numbers, default=0) + 1000, min(numbers, default=0) - 10**6, 12321, 10**9))
    yield "wirebook-unknown"


def _spoilt(sample: list[str]) -> Iterator[str]:
    """Good texts with one character replaced, removed or put in."""
    random = Random(7)
    for text in sample:
        for char in "x!#я0 9-,;:=\n\t":
            at = random.randrange(len(text) + 1)
            yield text[:at] + char + text[at + 1 :]
            yield text[:at] + char + text[at:]
            yield text[: max(at - 1, 0)] + text[at:]
