"""The fast form reader, piece by piece: which way decides, what it reads, and that the exact reader says the same."""

from __future__ import annotations

from typing import Any

import pytest

from wirebook.accept import form
from wirebook.wire import form as exact

ALLOWED = ("utf-8", "windows-1251", "koi8-r")
PLAIN = ("option", "header", "default")
TELLING = ("option", "param:charset", "header", "default")
TWICE = ("param:charset", "header", "param:cs", "default")


def read(body: bytes, resolve: tuple[str, ...] = PLAIN, default: str = "windows-1251", **more: Any) -> Any:
    found = form.read(body, resolve, ALLOWED, default, **more)
    wire = exact.read(body, resolve=resolve, allowed=ALLOWED, default=default, **more)
    if wire.root is None or wire.issues:
        assert found is None
        return None
    want = [(p.name, p.text, body[p.value_start : p.value_end]) for p in wire.root.children]
    assert found == (want, True, wire.charset)
    return found


@pytest.mark.parametrize(
    ("text", "params"),
    [
        ("a=1", [("a", "1", b"1")]), ("a=1&b=2", [("a", "1", b"1"), ("b", "2", b"2")]), ("a=", [("a", "", b"")]),
        ("a+b=c+d", [("a b", "c d", b"c+d")]), ("a=%41%62&b=%2B%2b", [("a", "Ab", b"%41%62"), ("b", "++", b"%2B%2b")]),
        ("%26=%3D%25", [("&", "=%", b"%3D%25")]), ("a=%CF%F0", [("a", "Пр", b"%CF%F0")]),
        ("a=%0A%00%0D", [("a", "\n\x00\r", b"%0A%00%0D")]),
        ("a=1;b~_.!x", [("a", "1;b~_.!x", b"1;b~_.!x")]), ("a=%20", [("a", " ", b"%20")]),
        # Whatever is unusual is left to others.
        ("a", None), ("a=1&b", None), ("a&b=1", None), ("a==", None), ("a=1=2", None), ("=1", None), ("a=1&=2", None),
        ("&a=1", None),
        ("a=1&", None), ("a=1&&b=2", None), ("a=%", None), ("a=%4", None), ("a=%zz", None), ("a=%%41", None),
        ("a=%4g", None),
        ("a=%98", None), ("a=%01", None), ("a=x%01y%01z", None), ("a=1%", None), ("", None),
    ],
)  # fmt: skip
def test_all_at_once(text: str, params: Any) -> None:
    assert form._at_once(text, "cp1251", False) == params
    assert form._at_once(text, "cp1251", True) == (None if "%26=" in text else params)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("", ""), ("a", "a"), ("a+b", "a b"), ("%41", "A"), ("%41+%42x", "A Bx"), ("%2B", "+"), ("%D0%96", "Ж"),
        ("%D0%96%D0%B6", "Жж"), ("%D0%96+%D0%B6", "Ж ж"), ("%D0%96%D0%B6x", "Жжx"), ("x%D0%96%D0%B6", "xЖж"),
        ("%D0%96+" * 7 + "x", "Ж " * 7 + "x"), ("%D0%96%D0%B6+" * 4 + "x%41", "Жж " * 4 + "xA"), ("%d0%96%D0%b6", "Жж"),
        ("+%D0%96%D0%B6%D0%96%D0%B6%D0%96%D0%B6%D0%96+", " ЖжЖжЖжЖ "), ("%00%7F", "\x00\x7f"), ("é", "é"),
    ],
)  # fmt: skip
def test_what_a_value_stands_for(raw: str, text: str) -> None:
    assert form._unquote(raw, "utf-8") == text


@pytest.mark.parametrize(
    "raw",
    ["%", "%4", "%zz", "%%41", "%D0", "%98x", "%D0%96%D0", "%D0%96%D0%4", "%D0%96%D0% 1", "%41%42%43%4g",
     "%41%42%43% 1", "%41%42%43%44%",
     "%D0%96+" * 7 + "%", "%41%42%43+%D0", "%D0%96%D0%B6%D0%96%D0%B6%D0%96%D0%B6%D0%96+%D0"],
)  # fmt: skip
def test_what_stands_for_nothing(raw: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        form._unquote(raw, "utf-8")


@pytest.mark.parametrize(
    ("raw", "text"),
    [("%41%42", "AB"), ("%D0%96", "Ж"), ("%41x", None), ("x%41", None), ("", ""), ("%4", None), ("%41%", None),
     ("4%14", None), ("%41%4%", None)],
)  # fmt: skip
def test_escapes_and_nothing_else(raw: str, text: str | None) -> None:
    assert form._escapes(raw, "utf-8") == text


def test_escapes_that_are_none() -> None:
    for raw in ("% 1", "%zz", "%41% 1"):
        with pytest.raises(ValueError):
            form._escapes(raw, "utf-8")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("cs=a", "a"), ("x=1&cs=a&cs=b", "a"), ("cs=&cs=b", "b"), ("cs=", None), ("cs", None), ("Cs=a", None),
        ("", None), ("cs=%61", "a"),
        ("cs=a+b", "a b"), ("cs=%", None), ("cs=%&cs=b", None), ("cs=%E9", "é"), ("xcs=a", None), ("cs=a=b", "a=b"),
    ],
)  # fmt: skip
def test_a_parameter_that_names_the_charset(text: str, value: str | None) -> None:
    assert form._param(text, "cs") == value
    assert form._claim(text, "cs") == (None if value is None else (value, 0, 0))


BODIES = [
    b"", b"\n", b"\r\n", b"\n\n", b"&", b"&&", b"=", b"a", b"a=", b"a=1", b"a=1\n", b"a=1\r\n", b"a=1\r", b"a=1\n\n",
    b"a=1\r\n\r\n", b"\na=1", b"a&b",
    b"a=1&b=2&a=3", b"&a=1&", b"a=1&&b=2", b"=1", b"a=1&=2", b"=&a=1", b"a=1=2&b", b"a=%41+b&c=%2B", b"a=%&b=1",
    b"a=%4&b", b"a=%zz&b", b"%61=1&b",
    b"%=1&b", b"+=1", b"a=\x01", b"a=\x7f", b"a=\tb", b"a= b", b"a=\xcf", b"\xcf=1", b"a=\xd0\x96", b"a=%CF%F0%E8&b",
    b"a=%98", b"a=%98&b", b"a=%0A%01",
    b"a=%CF%F0%E8%E2%E5%F2+%EC%E8%F0+%CF%F0%E8%E2%E5%F2&b", b"a=%26%3D&b=%3d", b"a=b;c=d", b"charset=utf-8&a=%D0%96",
    b"a=%D0%96&charset=utf-8",
    b"charset=&a=%C6", b"charset=&charset=koi8-r&a=%C6", b"charset=%75tf-8&a=%D0%96", b"%63harset=utf-8&a=%D0%96",
    b"charset=utf-8&a=%D0&b",
    b"charset=klingon", b"charset=utf-16&a=1", b"charset=%zz&a=1", b"charset=utf-8&charset=koi8-r&a=%D0%96",
    b"xcharset=utf-8&a=%D0%96",
    b"charset", b"charset=utf-8&%61=1", b"charset=utf-8&%61=1&b", b"charset=utf-8&a=%FF&b",
    b"a=%D0%96&b&charset=utf-8", b"a=%zz&charset=utf-8", b"a+b=c+d&e", b"a=+&b",
    b"a+&b=1+2&c", b"a&b=1&charset=koi8-r&c=+",
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("resolve", [PLAIN, TELLING])
def test_the_exact_reader_says_the_same(body: bytes, resolve: tuple[str, ...]) -> None:
    for default in ("windows-1251", "utf-8"):
        for _ in range(2):  # with nothing remembered of charsets, and with something
            read(body, resolve, default)
        read(body, resolve, default, header="koi8-r")
        read(body, resolve, default, header="klingon")
        read(body, resolve, default, option="utf-8")


def test_what_one_parameter_said_is_not_taken_for_what_another_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form, "_FOUND", {})
    codecs = []
    for said in (b"cs=koi8-r", b"charset=utf-8&cs=koi8-r", b"charset=koi8-r", b"cs=koi8-r&charset=utf-8"):
        for header in (None, "windows-1251"):
            codecs.append(read(said + b"&a=%D0%96", TWICE, header=header)[2])
    assert codecs == ["koi8-r", "cp1251", "utf-8", "utf-8", "koi8-r", "koi8-r", "utf-8", "utf-8"]


def test_some_bodies_are_read() -> None:
    assert read(b"a=%CF&b") == ([("a", "П", b"%CF"), ("b", "", b"")], True, "cp1251")
    assert read(b"a=%CF&b=1\r\n") == ([("a", "П", b"%CF"), ("b", "1", b"1")], True, "cp1251")
    assert read(b"a=%D0%96&charset=utf-8", TELLING) == (
        [("a", "Ж", b"%D0%96"), ("charset", "utf-8", b"utf-8")],
        True,
        "utf-8",
    )


def test_no_more_is_remembered_than_said(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[object, str] = {}
    monkeypatch.setattr(form, "_FOUND", kept)
    for number in range(300):
        read(b"a=1", header="UTF" + "-" * (number % 30) + "_" * (number // 30) + "8")
    assert len(kept) == 256
    assert set(kept.values()) == {"utf-8"}


@pytest.mark.parametrize(
    ("body", "few"),
    [(b"a=1&b=2", True), (b"a=1&b", True), (b"a=1&b=2&c=3", False), (b"a=1&b&c=3", False), (b"a&&b&", True)],
)
def test_caps(body: bytes, few: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (form, exact):
        monkeypatch.setattr(module, "MAX_NODES", 2)
    for size in (len(body) - 1, len(body), len(body) + 1):
        for module in (form, exact):
            monkeypatch.setattr(module, "MAX_BYTES", size)
        assert (read(body) is not None) is (few and size >= len(body))
