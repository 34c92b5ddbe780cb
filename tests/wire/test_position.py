"""Lines and columns: from 1, in code points, whatever ends a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirebook.wire.position import locate


@pytest.mark.parametrize(
    ("body", "charset", "offset", "expected"),
    [
        (b"", "utf-8", 0, (1, 1)),
        (b"abc", "utf-8", 2, (1, 3)),
        (b"abc", "utf-8", 99, (1, 4)),
        (b"a\nb", "utf-8", 2, (2, 1)),
        (b"a\r\nb", "utf-8", 3, (2, 1)),
        (b"a\rb", "utf-8", 2, (2, 1)),
        (b"a\n\r\n\rb", "utf-8", 5, (4, 1)),
        (b"a\r\nb", "utf-8", 1, (1, 2)),
        (b"a\r\nb", "utf-8", 2, (1, 2)),
        ("Привет\nмир!".encode(), "utf-8", 13 + 6, (2, 4)),
        ("Привет\nмир!".encode("cp1251"), "cp1251", 7 + 3, (2, 4)),
        ("😀x".encode(), "utf-8", 4, (1, 2)),
        ("😀x".encode(), "utf-8", 2, (1, 1)),
        (b"\xef\xbb\xbfab", "utf-8", 4, (1, 2)),
        (b"\xef\xbb\xbfab", "utf-8", 0, (1, 1)),
        (b"ab\x98c", "cp1251", 3, (1, 4)),
        (b"ab\x98c", "utf-8", 2, (1, 3)),
        (b"ab\xcf\xf0c", "utf-8", 4, (1, 5)),
        (b"\xff\xfe<\x00", "utf-8", 0, (1, 1)),
        (b"abc", "no-such-charset", 1, (1, 2)),
    ],
)  # fmt: skip
def test_locate(body: bytes, charset: str, offset: int, expected: tuple[int, int]) -> None:
    assert locate(body, charset, offset) == expected


@given(st.text(st.sampled_from("aЖ😀\n\r \u2028\x85"), max_size=20))
def test_every_character_has_its_own_place(text: str) -> None:
    body = text.encode()
    line, column, offset = 1, 1, 0
    for i, char in enumerate(text):
        if not (char == "\n" and text[i - 1 : i] == "\r"):
            assert locate(body, "utf-8", offset) == (line, column)
        offset += len(char.encode())
        if char == "\n" or (char == "\r" and text[i + 1 : i + 2] != "\n"):
            line, column = line + 1, 1
        elif char != "\r":
            column += 1
