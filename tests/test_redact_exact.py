"""The pieces of an excerpt, each alone: the line, the marks, the text with its caret, and the cut, to the character."""

from __future__ import annotations

from typing import Any

import pytest

from wirebook import redact
from wirebook.redact import MASK, Masker
from wirebook.wire.tree import Node

M = MASK
HIDDEN, SHOWN = 1, 2


def excerpt(body: bytes, start: int, end: int, charset: str = "utf-8", encoding: str = "xml", **more: Any) -> Any:
    found = Masker(body, charset, encoding, **more).excerpt(start, end)
    assert found is not None
    return found.text, found.caret, found.width


# ---------------------------------------------------------------- what of a body without a tree is shown


def test_punctuation_by_encoding() -> None:
    every = "x" + "".join(map(chr, range(0x20, 0x7F))) + "\tx"
    shown = {
        "xml": "<>/=\"'?!&; \t", "json": '{}[]":, \t', "form": "&=% \t", "text": ",= \t", "csv": ",= \t", "": ",= \t",
    }  # fmt: skip
    for encoding, free in shown.items():
        text, _, _ = excerpt(every.encode(), 0, 0, encoding=encoding)
        assert set(text.replace(M, "")) == set(free.replace("\t", " "))


def test_punctuation_where_the_tree_is_known() -> None:
    every = "".join(map(chr, range(0x21, 0x7F)))
    root = Node("root", "", "object", start=0, end=len(every))
    text, _, _ = excerpt(every.encode(), 0, 0, encoding="other", root=root)
    assert text.replace(M, "") == "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    # An encoding that is known has its own, tree or not.
    text, _, _ = excerpt(every.encode(), 0, 0, encoding="form", root=root)
    assert text.replace(M, "") == "%&="


def test_without_a_tree_nothing_is_safe() -> None:
    assert excerpt(b"a<b", 0, 1, safe=((0, 3),)) == (f"{M}<{M}", 0, 3)
    assert excerpt(b"a<b", 0, 1, opaque=((0, 3),)) == (f"{M}<{M}", 0, 3)


# ---------------------------------------------------------------- spans


@pytest.mark.parametrize(
    ("first", "last", "near"),
    [
        (0, 2, []), (0, 3, [(2, 5)]), (2, 3, [(2, 5)]), (4, 6, [(2, 5)]), (5, 6, [(2, 5)]), (3, 7, [(2, 5), (6, 8)]),
        (6, 7, [(2, 5), (6, 8)]), (7, 20, [(6, 8), (9, 12)]), (9, 9, [(6, 8)]), (20, 30, [(9, 12)]),
        (0, 30, [(2, 5), (6, 8), (9, 12)]),
    ],
)  # fmt: skip
def test_spans_that_may_touch_a_window(first: int, last: int, near: list[tuple[int, int]]) -> None:
    assert redact._near([(2, 5), (6, 8), (9, 12)], first, last) == near
    assert redact._near([], first, last) == []


def test_a_span_that_is_listed() -> None:
    spans = [(2, 5), (6, 8)]
    assert redact._holds(spans, (2, 5))
    assert redact._holds(spans, (6, 8))
    for other in ((2, 4), (2, 6), (0, 1), (6, 9), (9, 10)):
        assert not redact._holds(spans, other)
    assert not redact._holds([], (0, 1))


@pytest.mark.parametrize(
    ("body", "at", "line"),
    [
        (b"", 0, (0, 0)), (b"\nabc", 0, (0, 0)), (b"\rabc", 0, (0, 0)), (b"abc", 0, (0, 3)), (b"abc", 3, (0, 3)),
        (b"a\nbc\nd", 0, (0, 1)), (b"a\nbc\nd", 1, (0, 1)),
        (b"a\nbc\nd", 2, (2, 4)), (b"a\nbc\nd", 4, (2, 4)), (b"a\nbc\nd", 5, (5, 6)), (b"a\rbc\r\nd", 2, (2, 4)),
        (b"a\rbc\r\nd", 6, (6, 7)), (b"a\nb\rc", 4, (4, 5)), (b"a\rb\nc", 4, (4, 5)), (b"ab\rc\n", 0, (0, 2)),
        (b"ab\nc\r", 0, (0, 2)),
    ],
)  # fmt: skip
def test_the_line_around_a_byte(body: bytes, at: int, line: tuple[int, int]) -> None:
    assert redact._line(body, at) == line


@pytest.mark.parametrize(
    ("body", "nodes", "first", "last", "found", "closing"),
    [
        # A leaf: its name and its value.
        (b"<a>x</a>", [("element", 0, 8, (1, 2), (3, 4), [])], 0, 8, [(1, 2), (3, 4)], [(6, 7)]),
        (b"<a>x</a>", [("element", 0, 8, (1, 2), (3, 4), [])], 8, 9, [], []),
        (b"<a>x</a>", [("element", 3, 8, (1, 2), (3, 4), [])], 0, 3, [], []),
        (b"<a>x</a>", [("element", 3, 8, (1, 2), (3, 4), [])], 0, 4, [(1, 2), (3, 4)], [(6, 7)]),
        (b"<a>x</a>", [("element", 0, 8, (1, 2), (3, 4), [])], 7, 9, [(1, 2), (3, 4)], [(6, 7)]),
        # A name that is not safe has no end tag that shows.
        (b"<b>x</b>", [("element", 0, 8, (1, 3), (3, 4), [])], 0, 8, [(1, 3), (3, 4)], []),
        (b"<a>x>/a>", [("element", 0, 8, (1, 2), (3, 4), [])], 0, 8, [(1, 2), (3, 4)], []),
        # With elements in it, there is markup between; with attributes only, a value.
        (b"<a><b/></a>", [("element", 0, 11, (1, 2), (3, 7), [("element", 3, 7, (4, 5), (-1, -1), [])])], 0, 11,
         [(1, 2), (4, 5)], [(9, 10)]),
        (b"<a b='1'>x</a>", [("element", 0, 14, (1, 2), (9, 10), [("attribute", 3, 8, (3, 4), (6, 7), [])])], 0, 14,
         [(1, 2), (9, 10), (3, 4), (6, 7)], [(12, 13)]),
        # An item has no name.
        (b"[1,2]", [("item", 1, 2, (-1, -1), (1, 2), [])], 0, 5, [(1, 2)], []),
    ],
)  # fmt: skip
def test_spans_of_a_tree(body: bytes, nodes: Any, first: int, last: int, found: Any, closing: Any) -> None:
    def build(spec: Any) -> Node:
        slot, start, end, name, value, children = spec
        return Node(
            slot, "n", "string", "", [build(child) for child in children], start=start, end=end, name_start=name[0],
            name_end=name[1], value_start=value[0], value_end=value[1],
        )  # fmt: skip

    (root,) = map(build, nodes)
    masker = Masker(body, "utf-8", "xml", root=root, safe=((1, 2),))
    assert masker._spans(root, first, last) == (found, closing)


def test_only_children_near_the_window_are_looked_at() -> None:
    items = [Node("item", "", "string", start=n, end=n + 1, value_start=n, value_end=n + 1) for n in range(1, 9)]
    root = Node("root", "", "array", "", items, start=0, end=10)
    masker = Masker(b"0123456789", "utf-8", "json", root=root)
    assert sorted(masker._spans(root, 3, 5)[0]) == [(3, 4), (4, 5)]
    assert sorted(masker._spans(root, 8, 9)[0]) == [(8, 9)]
    # What came in the query stands at 0, after the others.
    items += [Node("param", "q", "string", start=0, end=0, name_start=0, name_end=0, value_start=0, value_end=0)] * 2
    assert sorted(masker._spans(root, 3, 5)[0]) == [(3, 4), (4, 5)]
    assert sorted(masker._spans(root, 8, 9)[0]) == [(8, 9)]


def test_what_is_painted_last_counts() -> None:
    value = Node("item", "", "string", start=2, end=8, value_start=2, value_end=8)
    root = Node("root", "", "array", "", [value], start=0, end=10)
    masker = Masker(b"0123456789", "utf-8", "json", root=root, safe=((3, 5),), opaque=((0, 4),))
    assert list(masker._marks(0, 10)) == [1, 1, 1, 2, 2, 1, 1, 1, 0, 0]
    assert list(masker._marks(4, 9)) == [2, 1, 1, 1, 0]
    assert list(masker._marks(9, 10)) == [0]
    assert list(Masker(b"0123456789", "utf-8", "json", safe=((3, 5),))._marks(2, 5)) == [0, 0, 0]


# ---------------------------------------------------------------- text and caret


@pytest.mark.parametrize(
    ("body", "marks", "start", "end", "wanted"),
    [
        ("ab=cd", "00000", 0, 1, (f"{M}={M}", 0, 3)), ("ab", "22", 0, 0, ("ab", 0, 0)),
        ("ab=cd", "00000", 2, 3, (f"{M}={M}", 3, 4)),
        ("ab=cd", "00000", 3, 5, (f"{M}={M}", 4, 7)), ("ab=cd", "00000", 4, 5, (f"{M}={M}", 4, 7)),
        ("ab=cd", "22022", 3, 5, ("ab=cd", 3, 5)), ("ab=cd", "22022", 0, 2, ("ab=cd", 0, 2)),
        ("ab=cd", "22011", 3, 5, (f"ab={M}", 3, 6)),
        ("ab=cd", "22011", 4, 5, (f"ab={M}", 3, 6)), ("ab==d", "22011", 3, 4, (f"ab={M}", 3, 6)),
        ("ab=cd", "11011", 0, 5, (f"{M}={M}", 0, 7)),
        ("==a==", "00000", 2, 3, (f"=={M}==", 2, 5)), ("a\tb", "202", 2, 3, ("a b", 2, 3)),
        ("a\x1bb", "222", 2, 3, ("a\\x1bb", 5, 6)),
        ("abab", "0101", 1, 2, (M, 0, 3)), ("abab", "1010", 1, 2, (M, 0, 3)),
        ("ab=b", "1100", 2, 3, (f"{M}={M}", 3, 4)),
        ("ab", "22", 2, 2, ("ab", 2, 2)), ("ab", "12", 1, 2, (f"{M}b", 3, 4)), ("ab", "02", 1, 2, (f"{M}b", 3, 4)),
        ("", "", 0, 0, ("", 0, 0)),
        ("aab", "022", 1, 2, (f"{M}ab", 3, 4)), ("=ab", "110", 1, 2, (M, 0, 3)),
    ],
)  # fmt: skip
def test_rendered(body: str, marks: str, start: int, end: int, wanted: tuple[str, int, int]) -> None:
    data = body.encode()
    painted = bytearray(int(mark) for mark in marks)
    assert redact._render(data, "utf-8", 0, len(data), painted, frozenset("=\t"), start, end) == wanted
    shifted = b"??" + data
    made = redact._render(shifted, "utf-8", 2, len(shifted), painted, frozenset("=\t"), start + 2, end + 2)
    assert made == wanted


def test_rendered_in_another_charset() -> None:
    data = "жы".encode("cp1251")
    assert redact._render(data, "cp1251", 0, 2, bytearray(b"\2\2"), frozenset(), 1, 2) == ("жы", 1, 2)
    assert redact._render(b"\xff", "utf-8", 0, 1, bytearray(b"\2"), frozenset(), 0, 1) == ("\ufffd", 0, 1)


W = redact.WIDTH
TEXT = "".join(chr(0x100 + n) for n in range(3 * W))


@pytest.mark.parametrize(
    ("text", "caret", "width", "left", "right", "wanted"),
    [
        ("abc", 1, 1, False, False, ("abc", 1, 1)), ("abc", 1, 9, False, False, ("abc", 1, 2)),
        ("abc", 3, 1, False, False, ("abc", 3, 1)),
        ("abc", 1, 1, True, False, ("…abc", 2, 1)), ("abc", 1, 1, False, True, ("abc…", 1, 1)),
        ("abc", 1, 1, True, True, ("…abc…", 2, 1)),
        ("  abc", 2, 1, False, False, ("abc", 0, 1)), ("  abc", 3, 1, False, False, ("abc", 1, 1)),
        ("  abc", 1, 1, False, False, ("  abc", 1, 1)),
        ("  abc", 3, 1, True, False, ("…  abc", 4, 1)), ("abc  ", 1, 1, False, False, ("abc", 1, 1)),
        ("abc  ", 2, 3, False, False, ("abc", 2, 1)),
        ("abc  ", 3, 1, False, False, ("abc  ", 3, 1)), ("abc  ", 4, 1, False, False, ("abc  ", 4, 1)),
        ("", 0, 1, False, False, ("", 0, 1)),
        ("abc", 0, 0, False, False, ("abc", 0, 1)),
        (TEXT[:W], 50, 1, False, False, (TEXT[:W], 50, 1)), (TEXT[: W + 1], 0, 1, False, False, (TEXT[:W] + "…", 0, 1)),
        (TEXT[: W + 1], W, 1, False, False, ("…" + TEXT[1 : W + 1], W, 1)),
        (TEXT, 33, 1, False, False, (TEXT[:W] + "…", 33, 1)),
        (TEXT, 34, 1, False, False, ("…" + TEXT[1 : W + 1] + "…", 34, 1)),
        (TEXT, 150, 500, False, False, ("…" + TEXT[117 : 117 + W] + "…", 34, W - 33)),
        (TEXT, 233, 1, False, False, ("…" + TEXT[200:300], 34, 1)),
        (TEXT, 232, 1, False, False, ("…" + TEXT[199:299] + "…", 34, 1)),
        (TEXT, 233, 1, False, True, ("…" + TEXT[200:300] + "…", 34, 1)),
        (TEXT, 0, 1, True, False, ("…" + TEXT[:W] + "…", 1, 1)),
    ],
)  # fmt: skip
def test_cut(text: str, caret: int, width: int, left: bool, right: bool, wanted: tuple[str, int, int]) -> None:
    found = redact._cut(text, caret, width, left, right)
    assert (found.text, found.caret, found.width) == wanted


# ---------------------------------------------------------------- the window


def shown(body: bytes, start: int, end: int, charset: str = "utf-8") -> Any:
    root = Node("root", "", "string", start=0, end=len(body))
    return excerpt(body, start, end, charset, "", root=root, safe=((0, len(body)),))


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        (0, 1, ("abc", 0, 1)), (2, 3, ("abc", 2, 1)), (1, 9, ("abc", 1, 2)), (-5, 1, ("abc", 0, 1)),
        (2, 1, ("abc", 2, 1)), (3, 3, ("abc", 3, 1)),
        (4, 6, ("def", 0, 2)), (99, 100, ("def", 3, 1)), (2, 6, ("abc", 2, 1)),
    ],
)  # fmt: skip
def test_places_of_an_excerpt(start: int, end: int, wanted: tuple[str, int, int]) -> None:
    assert shown(b"abc\ndef", start, end) == wanted


def test_only_so_many_bytes_around_the_place_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redact, "_REACH", 4)
    assert shown(b"0123456789", 5, 6) == ("…12345678…", 5, 1)
    assert shown(b"0123456789", 4, 5) == ("01234567…", 4, 1)
    assert shown(b"0123456789", 6, 7) == ("…23456789", 5, 1)
    # A character is not cut in two.
    body = "жжжжжжжж".encode()
    assert shown(body, 6, 8) == ("…жжжж…", 3, 1)
    assert shown("зззззззз".encode(), 6, 8) == ("…зззз…", 3, 1)
    assert shown(body[:7] + b"x" + body[8:], 6, 7)[0].startswith("…ж")
    assert shown("€€€€€€€€".encode(), 9, 12) == ("…€€€…", 2, 1)
    assert shown("жжжж".encode("cp1251") * 3, 6, 7, "cp1251") == ("…жжжжжжжж…", 5, 1)
    monkeypatch.setattr(redact, "_REACH", 3)
    assert shown(body, 6, 8) == ("…жжж…", 2, 1)
    assert shown(b"\xc0" * 10, 5, 6, "koi8-r") == ("…юююююю…", 4, 1)


def test_how_far_is_looked() -> None:
    assert (redact.WIDTH, redact._REACH, MASK) == (100, 600, "•••")
