"""Values of a scalar: by construction within its facets, then held against the lexical rules.

``clean`` values give no finding at all; tolerated ones may break what is only a warning.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from wirebook import lexical
from wirebook.lexical.moments import PIVOT, print_moment, read_moment
from wirebook.model import Scalar
from wirebook.testing.alphabet import Alphabet
from wirebook.testing.drawn import drawn
from wirebook.testing.patterns import matching

__all__ = ["Limits", "fine", "scalars"]

_BIG = 10**30


class Limits:
    """A scalar's facets that hold, by what they bound; warnings do not hold if ``tolerated``."""

    def __init__(self, scalar: Scalar, *, tolerated: bool = False) -> None:
        self.low = 0
        self.high: int | None = None
        self.patterns: list[str] = []
        self.choices: tuple[Any, ...] | None = None
        self.least: Decimal | None = None
        self.most: Decimal | None = None
        self.digits: int | None = None
        self.fraction: int | None = None
        for facet in scalar.facets:
            value: Any = facet.value
            if tolerated and facet.severity != "error":
                continue
            if facet.name in ("length", "minLength"):
                self.low = max(self.low, value)
            if facet.name in ("length", "maxLength"):
                self.high = value if self.high is None else min(self.high, value)
            if facet.name == "pattern":
                self.patterns.append(value)
            elif facet.name == "enumeration":
                self.choices = value if self.choices is None else tuple(v for v in self.choices if v in value)
            elif facet.name == "minInclusive":
                self.least = max(Decimal(value), self.least or Decimal(value))
            elif facet.name == "maxInclusive":
                self.most = min(Decimal(value), self.most if self.most is not None else Decimal(value))
            elif facet.name == "totalDigits":
                self.digits = value
            elif facet.name == "fractionDigits":
                self.fraction = value


def fine(scalar: Scalar, value: Any, *, tolerated: bool = False) -> bool:
    """Whether the canonical lexeme of ``value`` reads back as it, without findings (or without errors)."""
    try:
        text = lexical.render(scalar, value)
    except ValueError:
        return False
    again, hits = lexical.parse(scalar, text)
    return bool(again == value) and not any(hit.severity == "error" or not tolerated for hit in hits)


def scalars(scalar: Scalar, alphabet: Alphabet, *, tolerated: bool = False) -> st.SearchStrategy[Any]:
    """Values of ``scalar`` whose texts ``alphabet`` can carry."""
    limits = Limits(scalar, tolerated=tolerated)
    if limits.choices is not None:
        chosen = [value for value in limits.choices if fine(scalar, value, tolerated=tolerated)]
        return st.sampled_from(chosen) if chosen else st.nothing()
    found = _BASES[scalar.base](scalar, limits, alphabet)
    if scalar.codes is not None:
        found = _coded(scalar, found, tolerated=tolerated)
    return found.filter(lambda value: fine(scalar, value, tolerated=tolerated))


def _texts(scalar: Scalar, limits: Limits, alphabet: Alphabet) -> st.SearchStrategy[Any]:
    if limits.patterns:
        # The longest is taken to say most; the others only filter.
        pattern = max(limits.patterns, key=len)
        return matching(pattern, alphabet, limits.low, limits.high).map(lambda text: lexical.spaced(scalar, text))
    found = alphabet.texts(limits.low, limits.high)
    return found if scalar.whitespace == "preserve" else found.map(lambda text: lexical.spaced(scalar, text))


def _phones(scalar: Scalar, limits: Limits, alphabet: Alphabet) -> st.SearchStrategy[Any]:
    if scalar.normal is None:
        return _texts(scalar, limits, alphabet)
    return matching(scalar.normal.pattern, alphabet, limits.low, limits.high)


def _integers(scalar: Scalar, limits: Limits, alphabet: Alphabet) -> st.SearchStrategy[Any]:
    if limits.patterns:
        texts = matching(max(limits.patterns, key=len), alphabet, limits.low, limits.high)
        return texts.map(lambda text: lexical.parse(scalar, text)[0]).filter(lambda value: value is not None)
    digits = min(limits.digits or 1000, limits.high or 1000)
    most = min(10**digits - 1, _BIG if limits.most is None else int(limits.most))
    least = max(-(10**digits) + 1, -_BIG if limits.least is None else int(limits.least))
    edges = [v for v in (least, most, 0, 1, -1, 2**31, 2**53 + 1, 2**63, 2**64, -(2**63) - 1) if least <= v <= most]
    return st.one_of(st.integers(least, most), st.sampled_from(edges))


def _decimals(scalar: Scalar, limits: Limits, alphabet: Alphabet) -> st.SearchStrategy[Any]:
    if limits.patterns:
        texts = matching(max(limits.patterns, key=len), alphabet, limits.low, limits.high)
        return texts.map(lambda text: lexical.parse(scalar, text)[0]).filter(lambda value: value is not None)
    places = 4 if limits.fraction is None else limits.fraction
    if limits.digits is not None:
        places = min(places, limits.digits)
    bound = 10 ** (limits.digits or 24)

    def numbers(draw: st.DrawFn) -> Decimal:
        shift = draw(st.integers(0, places))
        least = -bound + 1 if limits.least is None else max(-bound + 1, -int(-limits.least * 10**shift))
        most = bound - 1 if limits.most is None else min(bound - 1, int(limits.most * 10**shift))
        number = draw(st.integers(least, max(least, most)))
        return Decimal((int(number < 0), tuple(map(int, str(abs(number)))), -shift))

    return drawn(numbers)


def _booleans(scalar: Scalar, limits: Limits, alphabet: Alphabet) -> st.SearchStrategy[Any]:
    return st.booleans()


def _moments(scalar: Scalar, limits: Limits, alphabet: Alphabet) -> st.SearchStrategy[Any]:
    form = scalar.lexical[0].form
    first, last = datetime.datetime(1, 1, 1), datetime.datetime(9999, 12, 31, 23, 59, 59)
    if "YYYY" not in form:
        pivot = PIVOT if scalar.pivot is None else scalar.pivot
        first, last = datetime.datetime(1900 + pivot, 1, 1), datetime.datetime(1999 + pivot, 12, 31, 23, 59, 59)
    edges = [
        m for m in (first, last, datetime.datetime(2000, 2, 29), datetime.datetime(2024, 12, 31)) if first <= m <= last
    ]
    moments = st.one_of(st.datetimes(first, last), st.sampled_from(edges))
    # What the format leaves out is lost: what it reads back is the value.
    found = moments.map(lambda moment: read_moment(scalar.base, form, scalar.pivot, print_moment(form, moment)))
    return found.filter(lambda value: value is not None)


def _bits(scalar: Scalar, limits: Limits, alphabet: Alphabet) -> st.SearchStrategy[Any]:
    return st.integers(0, (1 << (scalar.width or 0)) - 1)


def _unions(scalar: Scalar, limits: Limits, alphabet: Alphabet) -> st.SearchStrategy[Any]:
    """Values of each member of which some are not taken by one before it."""
    from wirebook.testing.broken import fine_texts

    found = []
    for member in scalar.members:
        values = [lexical.parse(member, text)[0] for text in fine_texts(member, alphabet, 20)]
        if any(fine(scalar, value) for value in values):
            found.append(scalars(member, alphabet))
    return st.one_of(*found) if found else st.nothing()


def _coded(scalar: Scalar, anything: st.SearchStrategy[Any], *, tolerated: bool) -> st.SearchStrategy[Any]:
    """Codes of the scalar's table, and unknown ones where these give no finding."""
    assert scalar.codes is not None
    singles = [entry.value for entry in lexical.rows(scalar.codes) if entry.value is not None]
    singles = [value for value in singles if fine(scalar, value, tolerated=tolerated)]
    choices: list[st.SearchStrategy[Any]] = [st.sampled_from(singles)] if singles else []
    choices += [
        st.integers(entry.low, entry.high)
        for entry in lexical.rows(scalar.codes)
        if entry.low is not None and entry.high is not None and (tolerated or entry.deviation is None)
    ]
    if scalar.codes.unknown == "accept" or (tolerated and scalar.codes.unknown == "warn"):
        choices.append(anything)
    return st.one_of(*choices)


_BASES: dict[str, Callable[[Scalar, Limits, Alphabet], st.SearchStrategy[Any]]] = {
    "string": _texts,
    "phone": _phones,
    "integer": _integers,
    "decimal": _decimals,
    "boolean": _booleans,
    "date": _moments,
    "time": _moments,
    "datetime": _moments,
    "bits": _bits,
    "union": _unions,
}
