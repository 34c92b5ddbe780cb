"""Values keep to their scalar's limits without filtering themselves to death."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirebook import lexical
from wirebook.model import CodeEntry, CodeTable, Facet, LexicalForm, Normal, Rewrite, Scalar, Text
from wirebook.testing.alphabet import alphabet
from wirebook.testing.patterns import matching
from wirebook.testing.scalars import scalars

PATTERNS = (
    "", "a", "[0-9]+", "[^0-9]{3}", "79[0-9]{9}", "[+]?[0-9]*", "[0-9]*|([0-9]|[^0-9]){0,11}", "([ ()+-]*[0-9]){10}",
    "(ab|c)*d", "(a(bc)?){2,5}x{0,3}", "-?(0|[1-9][0-9]*)(\\.[0-9]{1,4})?", "[а-яё]{2}|[A-Z]{5}",
    "([0-9]|[^0-9])*", "\\(a\\)\\n",
)  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("where", [("xml", "utf-8"), ("form", "windows-1251"), ("form", "koi8-r")])
@given(data=st.data())
def test_texts_match_their_pattern(pattern: str, where: tuple[str, str], data: Any) -> None:
    chars = alphabet(*where)
    text = data.draw(matching(pattern, chars))
    assert re.fullmatch(pattern, text, re.ASCII)
    assert chars.holds(text)


@given(data=st.data())
def test_lengths_beside_a_pattern_are_met_by_construction(data: Any) -> None:
    chars = alphabet("xml", "utf-8")
    assert 11 <= len(data.draw(matching("[0-9]*|([0-9]|[^0-9]){0,11}", chars, 11, 16))) <= 16
    assert len(data.draw(matching("(ab)*c?", chars, 7, 7))) == 7
    assert matching("(ab)*", chars, 7, 7).is_empty
    assert matching("я", alphabet("form", "us-ascii")).is_empty


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "us-ascii", "utf-8"])
@given(data=st.data())
def test_forms_hold_what_their_charset_has(charset: str, data: Any) -> None:
    text = data.draw(alphabet("form", charset).texts(0, 30))
    assert text.encode(charset).decode(charset) == text
    assert len(text) <= 30


def test_awkward_characters_come_up() -> None:
    tokens = alphabet("xml", "utf-8").tokens
    assert {"&", "]]>", "\r", "\x85", "\u2028", "\U0001f600"} <= set(tokens)
    assert not {"\x00", "\uffff"} & set(tokens)
    assert "\r" not in alphabet("text", "utf-8").tokens
    assert "\U0001f600" not in alphabet("form", "windows-1251").tokens
    assert "\x00" in alphabet("json", "windows-1251").tokens


def facets(**named: Any) -> tuple[Facet, ...]:
    return tuple(Facet(name, value) for name, value in named.items())


EN = Text("", "")
ROWS = tuple(CodeEntry(v, lo, hi, "r", EN, None, None, None, d, "") for v, lo, hi, d in [
    (0, None, None, None), (5, None, None, "dev"), (None, -99, -1, None), (None, 700, 709, "dev"),
])  # fmt: skip
NORMAL = Normal(" +()-", (Rewrite("8(9[0-9]{9})", "7{1}"), Rewrite("(9[0-9]{9})", "7{1}")), "79[0-9]{9}", "warning")

SCALARS = {
    "text": Scalar("", "string"),
    "limits": Scalar("", "string", facets(minLength=11, maxLength=16)),
    "exact": Scalar("", "string", facets(length=5)),
    "trimmed": Scalar("", "string", facets(maxLength=10), whitespace="trim"),
    "collapsed": Scalar("", "string", whitespace="collapse"),
    "sender": Scalar("", "string", facets(maxLength=16, minLength=11, pattern="[0-9]*|([0-9]|[^0-9]){0,11}")),
    "choice": Scalar("", "string", facets(enumeration=("check", "send"))),
    "integer": Scalar("", "integer"),
    "bounded": Scalar("", "integer", facets(minInclusive=0, maxInclusive=7)),
    "digits": Scalar("", "integer", facets(totalDigits=3)),
    "wide": Scalar("", "integer", facets(pattern="[1-9][0-9]{4}")),
    "chosen": Scalar("", "integer", facets(enumeration=(0, 1, 2))),
    "decimal": Scalar("", "decimal"),
    "money": Scalar("", "decimal", facets(minInclusive="0.1", maxInclusive="720", fractionDigits=2)),
    "cost": Scalar("", "decimal", facets(pattern="[0-9]+\\.[0-9]{1,4}")),
    "date": Scalar("", "date", lexical=(LexicalForm("DD.MM.YYYY"),)),
    "short_date": Scalar("", "date", lexical=(LexicalForm("DD.MM.YY"),), pivot=70),
    "minute": Scalar("", "datetime", lexical=(LexicalForm("DD.MM.YY hh:mm"),)),
    "time": Scalar("", "time", lexical=(LexicalForm("hh:mm:ss"), LexicalForm("hh:mm"))),
    "bits": Scalar("", "bits", width=16),
    "phone": Scalar("", "phone", facets(minLength=1, maxLength=25, pattern="[+]?[0-9]*")),
    "normal": Scalar("", "phone", normal=NORMAL),
    "code": Scalar("", "integer", codes=CodeTable("T", "integer", EN, ROWS, "warn", True, None, "")),
    "flag": Scalar("", "boolean", lexical=(LexicalForm("1/0"), LexicalForm("true/false"))),
    "bound": Scalar(
        "",
        "union",
        members=(
            Scalar("", "string", facets(enumeration=("0000-00-00", "01.02.2020"))),
            Scalar("", "date", lexical=(LexicalForm("DD.MM.YYYY"),)),
            Scalar("", "integer"),
            Scalar("", "decimal"),
            Scalar("", "string", facets(length=3)),
        ),
    ),
    "shadow": Scalar("", "union", members=(Scalar("", "string"), Scalar("", "integer"))),
    "open_code": Scalar("", "integer", codes=CodeTable("T", "integer", EN, ROWS, "accept", True, None, "")),
}


@pytest.mark.parametrize("name", SCALARS)
@given(data=st.data())
def test_clean_values_give_no_hits(name: str, data: Any) -> None:
    scalar = SCALARS[name]
    value = data.draw(scalars(scalar, alphabet("xml", "utf-8")))
    again, hits = lexical.parse(scalar, lexical.render(scalar, value))
    assert (again, hits) == (value, [])
    assert type(again) is type(value)
    assert isinstance(value, Decimal) == (scalar.base == "decimal") or scalar.base == "union"


@given(data=st.data())
def test_tolerated_values_may_break_warnings_only(data: Any) -> None:
    scalar = Scalar("", "string", (Facet("maxLength", 5), Facet("minLength", 4, "warning")))
    value = data.draw(scalars(scalar, alphabet("xml", "utf-8"), tolerated=True))
    assert len(value) <= 5
    codes = scalars(SCALARS["code"], alphabet("xml", "utf-8"), tolerated=True)
    assert isinstance(data.draw(codes), int)
