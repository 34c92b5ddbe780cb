"""Items written by column: what is there in all, in some or in none, what is empty, what makes the quick way stop."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from generated import module
from wirebook.accept.write import way
from wirebook.encode import encode
from wirebook.errors import ValidationError
from wirebook.part import Context
from wirebook.spec import load

ROWS = load(Path(__file__).parent / "rows.yaml").providers[""]
FLAT: dict[str, Any] = {"id": "1", "word": "w", "note": "n", "key": "k", "text": "t"}
DEEP: dict[str, Any] = {"id": "1", "word": "w", "note": "n"}


class Text(str):
    """A text that is more than one."""

    __slots__ = ()


def both(message: str, rows: list[dict[str, Any]], charset: str | None = None) -> tuple[bytes | None, bytes | None]:
    """What generated code makes of the rows, and what the encoder does; None where they write nothing."""
    value = {"rows": [{name: one for name, one in row.items() if one is not None} for row in rows]}
    bindings = module(ROWS, "bindings")
    it = getattr(bindings, message.capitalize()).from_value(value)
    ctx = Context(charset=charset)
    quick = way(module(ROWS, "accept"), message, bindings._runtime.classes)(it, ctx)
    try:
        return quick, encode(ROWS, message, "xml", it.to_value(), ctx)
    except ValidationError:
        return quick, None


@pytest.mark.parametrize(("message", "row"), [("flat", FLAT), ("deep", DEEP)])
def test_what_is_there_in_all_in_some_or_in_none(message: str, row: dict[str, Any]) -> None:
    spare = [name for name in row if name not in ("id", "text")]
    for given in product((0, 1, 2, 3), repeat=len(spare)):
        # Bit by bit whether the first and the second row have it.
        rows = [
            {**row, **{name: row[name] if bits >> n & 1 else None for name, bits in zip(spare, given, strict=True)}}
            for n in (0, 1)
        ]
        quick, slow = both(message, [*rows, {**row, "id": "3"}])
        assert quick is not None
        assert quick == slow
        quick, slow = both(message, rows)
        assert quick is not None
        assert quick == slow


@pytest.mark.parametrize("message", ["flat", "deep"])
def test_no_rows(message: str) -> None:
    quick, slow = both(message, [])
    assert quick == slow == f'<?xml version="1.0" encoding="UTF-8"?>\n<{message}/>'.encode()


TEXTS = [
    "", "a", "&", "<", ">", '"', "'", "]]>", "\t", "\n", "\r", "ж", "\u4e2d", "\xa0", "&lt;", "\U0001f600", " a ",
    "12345",
]  # fmt: skip
WRONG = ["\0", "\1", "\2", "a\1b", "\x1f", "\ufffe", "\uffff", "\ud800", "123456", Text("a"), Text("")]


@pytest.mark.parametrize("charset", [None, "windows-1251"])
@pytest.mark.parametrize("text", [*TEXTS, *WRONG])
@pytest.mark.parametrize(("message", "row"), [("flat", FLAT), ("deep", DEEP)])
def test_every_text_in_every_place(message: str, row: dict[str, Any], text: str, charset: str | None) -> None:
    for name in row:
        for around in ([], [row], [{**row, name: None}] if name in ("word", "note", "key") else [row, row]):
            quick, slow = both(message, [*around, {**row, name: text}, *around], charset)
            assert quick is None or quick == slow
            if slow is not None and type(text) is str:
                assert quick is not None


@pytest.mark.parametrize("wrong", [1, True, b"a", ["a"], 1.5])
@pytest.mark.parametrize("name", ["id", "word", "note", "key", "text"])
def test_no_text_at_all(name: str, wrong: Any) -> None:
    assert both("flat", [FLAT, {**FLAT, name: wrong}]) == (None, None)


def test_a_limit_counts_characters_before_they_are_escaped() -> None:
    quick, slow = both("flat", [{**FLAT, "id": "&<&<", "word": "\t\n\r&<", "key": "&&&"}])
    assert quick == slow
    assert quick is not None
    assert b'id="&amp;&lt;&amp;&lt;" word="&#9;&#10;&#13;&amp;&lt;"' in quick


def test_what_would_be_read_as_nothing_is_not_written() -> None:
    assert both("flat", [{**FLAT, "note": ""}]) == (None, None)
    assert both("deep", [DEEP, {**DEEP, "note": ""}]) == (None, None)
    quick, slow = both("deep", [DEEP, {**DEEP, "word": ""}])
    assert quick == slow
    assert quick is not None
    assert b"<word>w</word>" in quick
    assert b"<word/>" in quick


def test_made_texts_with_something_to_escape() -> None:
    day = date(2024, 12, 31)
    value = {"flag": True, "rows": [{"day": day, "other": day, "flag": False}, {"other": day}]}
    bindings = module(ROWS, "bindings")
    it = bindings.Days.from_value(value)
    quick = way(module(ROWS, "accept"), "days", bindings._runtime.classes)(it, Context())
    assert quick == encode(ROWS, "days", "xml", value, Context())
    assert quick is not None
    assert quick.decode().partition("\n")[2] == (
        '<days flag="&quot;yes&amp;"><row day="31&quot;12]]>2024" flag="&lt;no">31"12]]&gt;2024</row>'
        '<row>31"12]]&gt;2024</row></days>'
    )
    assert bindings.Days.from_xml(quick) == it
