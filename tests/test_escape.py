"""Nothing that a terminal obeys gets through, in text and in JSON."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirebook.escape import line, quote


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, с кириллицей", "plain, с кириллицей"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\r\nb\tc", "a\\x0d\\x0ab\\x09c"),
        ("\x7f\x9b", "\\x7f\\x9b"),
        ("\u202eevil\u2066", "\\u202eevil\\u2066"),
        ("\u2028\ufeff\u200b", "\\u2028\\ufeff\\u200b"),
        ("\U000e0041", "\\U000e0041"),
        ("name-\udcff.xml", "name-\\xff.xml"),
        ("\ud800", "\\ud800"),
        # The bounds of each form.
        ("\udc7f\udc80\udc81", "\\udc7f\\x80\\x81"),
        ("\udcff\udd00\udfff", "\\xff\\udd00\\udfff"),
        ("\xad\u0378", "\\xad\\u0378"),
        ("\uffff\U0001bca0\U0010ffff", "\\uffff\\U0001bca0\\U0010ffff"),
    ],
)
def test_unprintable_characters_are_escaped(text: str, shown: str) -> None:
    assert line(text) == shown


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("plain", '"plain"'),
        ('x"~', '"x\\"~"'),
        ('a"b', '"a\\"b"'),
        ("a\\b", '"a\\\\b"'),
        ("a\nb", '"a\\u000ab"'),
        ('"\x7f"', '"\\"\\u007f\\""'),
        ("\ud7ff\uffff", '"\\ud7ff\\uffff"'),  # on either side of the surrogates, unassigned
        ("\ud800\udfff", '"\\\\ud800\\\\udfff"'),
        ("\udc80", '"\\\\x80"'),
        ("\ue000", '"\\ue000"'),
        ("\U0001bca0", '"\\ud82f\\udca0"'),
        ("\U00010fff\U0010ffff", '"\\ud803\\udfff\\udbff\\udfff"'),
    ],
)
def test_what_is_quoted(text: str, made: str) -> None:
    assert quote(text) == made


@given(st.text(alphabet=st.characters()))
def test_lines_hold_printable_characters_only(text: str) -> None:
    assert line(text).isprintable()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_quoted_text_is_the_same_text_in_json(text: str) -> None:
    made = quote(text)
    assert made.isprintable()
    assert json.loads(made) == text


@given(st.text(alphabet=st.characters()))
def test_a_quoted_text_is_valid_unicode_even_with_lone_surrogates(text: str) -> None:
    assert not any(unicodedata.category(char) == "Cs" for char in json.loads(quote(text)))
