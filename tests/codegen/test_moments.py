"""Generated code reads dates and times as ``wirebook.lexical`` does, and decimals with few digits behind the point."""

from __future__ import annotations

from collections.abc import Callable
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


PIECES = st.sampled_from(
    [
        *"0123456789.-: TZ+,\n\u0663\u00b2\ud800\0x",
        *("00", "01", "12", "24", "29", "31", "59", "60", "2024", "9999", "0000", "W1", "+03", "24.05.24 10:15:30"),
    ]
)


@pytest.mark.parametrize(("base", "forms", "pivot"), FORMS, ids=str)
@given(data=st.data())
def test_moments(base: str, forms: tuple[str, ...], pivot: int | None, data: Any) -> None:
    severities = [None, *(data.draw(st.sampled_from([None, "warning", "error"])) for _ in forms[1:])]
    scalar = Scalar("", base, lexical=tuple(map(LexicalForm, forms, severities)), pivot=pivot)
    read = reader(scalar)
    for _ in range(20):
        form = data.draw(st.sampled_from(forms))
        for token in ("YYYY", "YY", "MM", "DD", "hh", "mm", "ss"):
            wide = len(token)
            form = form.replace(token, f"{data.draw(st.integers(0, 31 if wide == 2 else 2400)):0{wide}d}")
        at = data.draw(st.integers(0, len(form)))
        change = data.draw(st.just("") | PIECES)
        text = form[:at] + change + form[at + (len(change) if data.draw(st.booleans()) else 0) :]
        agree(scalar, read, text)


@given(st.lists(PIECES, max_size=12).map("".join))
@example("24.05.24 24:00:00")
@example("24.05.24 10:15+03")
def test_any_text(text: str) -> None:
    for base, forms, pivot in FORMS:
        scalar = Scalar("", base, lexical=tuple(LexicalForm(form) for form in forms), pivot=pivot)
        agree(scalar, reader(scalar), text)


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
    assert read(text) == (None if "error" in severities else (value, not severities))
