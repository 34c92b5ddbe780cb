"""Generated code reads dates and times as ``wirebook.lexical`` does, and decimals with few digits behind the point."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handmade import PROVIDER
from wirebook.lexical import parse
from wirebook.model import Facet, LexicalForm, Scalar
from wirebook_codegen.accept import scalars
from wirebook_codegen.accept.state import Fn
from wirebook_codegen.names import Names

FORMS = [
    ("datetime", ("DD.MM.YY hh:mm:ss",), None),
    ("datetime", ("DD.MM.YY hh:mm:ss",), 0),
    ("datetime", ("DD.MM.YY hh:mm:ss",), 100),
    ("datetime", ("YYYY-MM-DD hh:mm:ss", "YYYY-MM-DDThh:mm:ss", "YYYYMMDDhhmmss"), None),
    ("datetime", ("DD.MM.YYYY hh:mm", "hh:mm"), None),
    ("datetime", ("hh:mm:ss DD.MM.YYYY mm", "YY YYYY MM DD", "MMDD"), None),
    ("date", ("YYYY-MM-DD", "DD.MM.YYYY", "YYMMDD", "YYYY"), None),
    ("date", ("DD.MM.YYYY hh", "YYYY"), None),
    ("time", ("hh:mm:ss", "hh:mm", "hhmmss", "ss.mm.hh", "mm", "DD hh"), None),
]


def reader(scalar: Scalar) -> Callable[[str], Any]:
    fn = Fn(Names(PROVIDER), "json", {}, 1)
    scalars.read(fn, scalar, "text")
    source = [*fn.imports, *fn.hoisted, "def read(text):", "    clean = True", *fn.src.flat(), "    return text, clean"]
    space: dict[str, Any] = {}
    exec("\n".join(source), space)
    made: Callable[[str], Any] = space["read"]
    return made


PIECES = [
    *"0123456789.-: TZ+,\n\u0663\u00b2\ud800\0x",
    *("00", "01", "12", "24", "29", "31", "59", "60", "2024", "9999", "0000", "W1", "+03", "24.05.24 10:15:30"),
]


# What a field of two or four digits holds; the ends of its range, where mistakes are, as often as all the rest.
SMALL = [0, 1, 12, 13, 23, 24, 28, 29, 30, 31] * 3 + list(range(32))
YEARS = [0, 1, 4, 99, 1000, 1899, 1900, 1999, 2000, 2024, 2100, 2400] * 3 + list(range(1990, 2032))


@pytest.mark.parametrize(("base", "forms", "pivot"), FORMS, ids=str)
@given(seed=st.integers(0, 1 << 32))
def test_moments(base: str, forms: tuple[str, ...], pivot: int | None, seed: int) -> None:
    rng = Random(seed)  # a draw of Hypothesis costs a hundred times what reading a moment does
    severities = [None, *(rng.choice([None, "warning", "error"]) for _ in forms[1:])]
    scalar = Scalar("", base, lexical=tuple(map(LexicalForm, forms, severities)), pivot=pivot)
    read = reader(scalar)
    for _ in range(40):
        form = rng.choice(forms)
        for token in ("YYYY", "YY", "MM", "DD", "hh", "mm", "ss"):
            wide = len(token)
            form = form.replace(token, f"{rng.choice(SMALL if wide == 2 else YEARS):0{wide}d}")
        at = rng.randint(0, len(form))
        change = rng.choice(["", rng.choice(PIECES)])
        text = form[:at] + change + form[at + (len(change) if rng.randrange(2) else 0) :]
        agree(scalar, read, text)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("24.05.24 24:00:00")
@example("24.05.24 10:15+03")
def test_any_text(text: str) -> None:
    for scalar, read in readers():
        agree(scalar, read, text)


@cache
def readers() -> list[tuple[Scalar, Callable[[str], Any]]]:
    found = [Scalar("", base, lexical=tuple(map(LexicalForm, forms)), pivot=pivot) for base, forms, pivot in FORMS]
    return [(scalar, reader(scalar)) for scalar in found]


@given(st.text(st.sampled_from("+-0123456789.,"), max_size=9), st.integers(0, 5), st.booleans())
def test_fraction_digits(text: str, digits: int, comma: bool) -> None:
    lexical = (LexicalForm("canonical"), LexicalForm("comma", "warning" if comma else "error"))
    scalar = Scalar("", "decimal", (Facet("fractionDigits", digits, "warning"),), lexical=lexical)
    read = reader(scalar)
    for _ in range(2):  # what is remembered says the same again
        agree(scalar, read, text)


def agree(scalar: Scalar, read: Callable[[str], Any], text: str) -> None:
    value, hits = parse(scalar, text)
    severities = [hit.severity for hit in hits]
    assert read(text) == (None if "error" in severities else (value, not severities)), text
