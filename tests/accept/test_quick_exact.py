"""The quick ways through XML and forms, piece by piece: what is taken on, what it means, and what the check gets."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest

from wirebook.accept import quick, quick_form
from wirebook.accept.quick import opened, plain, plains
from wirebook.accept.quick_form import params
from wirebook.part import Context
from wirebook.wire import caps

ALLOWED = ("utf-8", "windows-1251", "koi8-r")
RESOLVE = ("option", "request:cs", "header", "declaration", "default")
KOI = "Ж".encode("koi8-r")


class Made(ModuleType):
    """An ``accept`` module of one message, whose check keeps what it gets and says what it is told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, encoding: str, beside: str, policy: tuple[Any, ...]) -> None:
        super().__init__("made.accept")
        self.CHARSETS = {encoding: policy}
        self.got: list[tuple[Any, ...]] = []
        self.outcome: Any = ("value", True)
        other = ModuleType(f"made.{beside}")
        self.MAKERS = other.__dict__["MAKERS"] = {"m": self.made, ("m", encoding): self.made}
        monkeypatch.setitem(sys.modules, "made", ModuleType("made"))
        monkeypatch.setitem(sys.modules, other.__name__, other)

    def made(self, constructors: Any) -> Any:
        assert constructors == {"M": dict}

        def check(*given: Any) -> Any:
            self.got.append(given)
            return self.outcome

        return check


# ---------------------------------------------------------------- xml


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"<a/>", "<a/>"), ("<a>Ж</a>".encode(), "<a>Ж</a>"), (b"<a>\t\n </a>", "<a>\t\n </a>"), (b"<", "<"),
        (b"<x", "<x"),
        (b"<a>\r\n\r\r\n\n\r</a>", "<a>\n\n\n\n\n</a>"), (b"<a>\x7f</a>", "<a>\x7f</a>"), (b"<a>]]</a>", "<a>]]</a>"),
        (b"<a>]></a>", "<a>]></a>"), (b"<a>x~]~x>~</a>", "<a>x~]~x>~</a>"), ("<a>\ufffd</a>".encode(), "<a>\ufffd</a>"),
        ("<a>\ufefe\U0001fffe</a>".encode(), "<a>\ufefe\U0001fffe</a>"), (b"<?xml ?><a/>", "<?xml ?><a/>"),
        (b"", None), (b"a", None), (b" <a/>", None), (b"a<", None), (b"\xef\xbb\xbf<a/>", None), (b"<a>\xff</a>", None),
        (b"<a>\r\n\x0b</a>", None), (b"<a>]]></a>", None), (b"]<a>", None), ("<a>\ufffe</a>".encode(), None),
        ("<a>\uffff</a>".encode(), None), ("<a>\uffff\ufffe</a>".encode(), None), (b"<a>]]]>x</a>", None),
    ],
)  # fmt: skip
def test_what_may_be_taken_apart(body: bytes, text: str | None) -> None:
    want = None if text is None else (text, "utf-8")
    assert opened(body, RESOLVE, ALLOWED, "utf-8", None, None) == want


def test_control_characters() -> None:
    for char in range(0x80):
        found = opened(b"<a>%c</a>" % char, RESOLVE, ALLOWED, "utf-8", None, None)
        allowed = char >= 0x20 or chr(char) in "\t\n\r"
        assert found == ((f"<a>{chr(char)}</a>".replace("\r", "\n"), "utf-8") if allowed else None), char


def test_charsets() -> None:
    declared = b'<?xml version="1.0" encoding="koi8-r"?><a>%b</a>' % KOI
    assert opened(declared, RESOLVE, ALLOWED, "utf-8", None, None) == (declared.decode("koi8-r"), "koi8-r")
    assert opened(declared, RESOLVE, ("utf-8",), "utf-8", None, None) is None
    assert opened(declared, RESOLVE, ALLOWED, "utf-8", None, "utf-8") is None
    assert opened(declared, RESOLVE, ALLOWED, "utf-8", "windows-1251", None) == (declared.decode("cp1251"), "cp1251")
    assert opened(b"<a>%b</a>" % KOI, RESOLVE, ALLOWED, "utf-8", None, "koi8-r") == ("<a>Ж</a>", "koi8-r")
    assert opened(b"<a>%b</a>" % KOI, RESOLVE, ALLOWED, "koi8-r", None, None) == ("<a>Ж</a>", "koi8-r")
    assert opened(b"<a>\x98</a>", RESOLVE, ALLOWED, "windows-1251", None, None) is None


def test_bodies_that_may_have_too_many_nodes() -> None:
    for size, is_read in ((4 * caps.MAX_NODES - 1, True), (4 * caps.MAX_NODES, False)):
        body = b"<a>".ljust(size - 4) + b"</a>"
        assert (opened(body, RESOLVE, ALLOWED, "utf-8", None, None) is not None) is is_read


@pytest.mark.parametrize(
    ("text", "data"),
    [
        (None, ""), ("", ""), ("a", "a"), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'),
        ("&apos;", "'"),
        ("x&amp;~&lt;x&gt;~&quot;x&apos;~", "x&~<x>~\"x'~"), ("&amp;lt;", "&lt;"), ("&amp;amp;&lt;", "&amp;<"),
        ("&amp;&amp;x", "&&x"), ("&quot;&amp;&quot;", '"&"'), ("&quot;&quot;&apos;&apos;", "\"\"''"),
        ("amp;lt;x", "amp;lt;x"),
        ("&", None), ("&x", None), ("&#38;", None), ("&laquo;", None), ("&amp", None), ("&lt", None), ("&quot", None),
        ("&apos", None), ("&AMP;", None), ("&amp;&#33;&lt;", None), ("&quot;&nbsp;", None), ("& amp;", None),
    ],
)  # fmt: skip
def test_character_data(text: str | None, data: str | None) -> None:
    assert plain(text) == data
    for around in ([], ["b"], ["x", "&lt;&amp;", ""], [None, "~"]):
        texts: list[Any] = [*around, text, *around]
        want = None if data is None else [plain(one) for one in texts]
        assert plains(texts) == want


def test_no_texts() -> None:
    assert plains([]) == []
    assert plains(["a", "b"]) == ["a", "b"]
    assert plains([None]) == [""]


def test_a_pattern_is_compiled() -> None:
    assert quick.compiled("a(b)").fullmatch("ab") is not None


@pytest.mark.parametrize(
    ("charset", "header", "settings", "request_"),
    [
        ("koi8-r", None, {}, None), (None, "koi8-r", {}, None), (None, None, {"cs": "koi8-r"}, None),
        (None, None, {}, {"cs": "koi8-r"}), (None, None, {"cs": "utf-8"}, {"cs": "koi8-r"}),
        ("koi8-r", "koi8-r", {"cs": "koi8-r"}, {"cs": "koi8-r"}),
    ],
)  # fmt: skip
def test_who_names_the_charset(
    charset: str | None,
    header: str | None,
    settings: dict[str, str],
    request_: dict[str, str] | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ctx = Context(charset=charset, settings=settings, request=request_)
    made = Made(monkeypatch, "xml", "quick", (RESOLVE, ALLOWED, "utf-8"))
    settle = quick.way(made, "m", {"M": dict})
    body = b"<a>%b</a>" % KOI
    assert settle(body, None, Context()) is None
    assert made.got == []
    assert settle(body, header, ctx) == ("value", True)
    assert made.got == [("<a>Ж</a>", "koi8-r", ctx, body)]
    made = Made(monkeypatch, "form", "accept", (RESOLVE, ALLOWED, "utf-8"))
    settle = quick_form.way(made, "m", {"M": dict})
    body = b"a=%F6"
    assert settle(body, None, Context()) is None
    assert made.got == []
    assert settle(body, header, ctx) == ("value", True)
    assert made.got == [({"a": "Ж"}, "koi8-r", ctx, True, body)]


def test_what_the_check_says_of_xml(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Made(monkeypatch, "xml", "quick", (RESOLVE, ALLOWED, "utf-8"))
    settle = quick.way(made, "m", {"M": dict})
    ctx = Context()
    assert settle(b"<a>\r\n</a>", None, ctx) == ("value", True)
    assert made.got.pop() == ("<a>\n</a>", "utf-8", ctx, b"<a>\r\n</a>")
    made.outcome = None
    assert settle(b"<a/>", None, ctx) is None
    assert made.got.pop() == ("<a/>", "utf-8", ctx, b"<a/>")
    assert settle(b"<a/>", "klingon", ctx) is None
    assert made.got == []


# ---------------------------------------------------------------- forms


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"a=1", {"a": "1"}), (b"a=", {"a": ""}), (b"a=1&b=2&c=", {"a": "1", "b": "2", "c": ""}),
        (b"a+b=+c+", {"a b": " c "}),
        (b"%61=%41%2B%3d%26%25", {"a": "A+=&%"}), (b"a=%D0%96&b=%d0%b6x", {"a": "Ж", "b": "жx"}),
        (b"a=%0A%0D%00", {"a": "\n\r\0"}),
        (b"a= ;~!/?:@_.-*'()", {"a": " ;~!/?:@_.-*'()"}), (b" =x", {" ": "x"}), (b"a=%7F%20", {"a": "\x7f "}),
        (b"", None), (b"a", None), (b"=", None), (b"=1", None), (b"a=1&=2", None), (b"a=1&", None), (b"&a=1", None),
        (b"a=1&b", None),
        (b"a&b=1", None), (b"a==1", None), (b"a=1=2", None), (b"a=1&&b=2", None), (b"a=1&a=2", None),
        (b"a=1&%61=2", None),
        (b"a=1&b=2&a=3", None), (b"a=%", None), (b"a=%4", None), (b"a=%zz", None), (b"a=%%41", None), (b"a=% 41", None),
        (b"a=%4g%41", None), (b"a=%01", None), (b"a=x%01y&b=%01", None), (b"a=%D0", None), (b"a=%FF", None),
        (b"a=1\n", None),
        (b"a=\xd0\x96", None),
    ],
)  # fmt: skip
def test_parameters(body: bytes, found: dict[str, str] | None) -> None:
    got = params(body, "utf-8")
    assert got == found
    if got is not None:
        assert list(got.items()) == list((found or {}).items())
        assert got.body == body


@pytest.mark.parametrize(
    ("names", "raw"),
    [
        (("a",), b"%41+"), (("b",), b""), (("c c",), b"%63x"), (("d",), b"4"), (("d", "a"), b"%41+"),
        (("x", "d"), b"4"), (("x",), b""), ((), b""),
    ],
)  # fmt: skip
def test_values_as_they_were_written(names: tuple[str, ...], raw: bytes) -> None:
    found = params(b"a=%41+&b=&%63+c=%63x&d=4", "utf-8")
    assert found is not None
    assert found.raw(names) == raw


def test_bytes_of_a_form() -> None:
    """Those that print, of ASCII; the others are escaped or not there."""
    for byte in range(256):
        found = params(b"a=x%cy" % byte, "latin-1")
        if chr(byte) in "&=%+":
            assert found == ({"a": "x y"} if chr(byte) == "+" else None)
        else:
            assert found == ({"a": f"x{chr(byte)}y"} if 0x20 <= byte < 0x7F else None), byte
        if byte != 1:
            assert params(b"a=x%%%02Xy" % byte, "latin-1") == {"a": f"x{chr(byte)}y"}


def test_how_many_parameters() -> None:
    for count in (1, 2, 255, 256, 257, 300):
        found = params(b"&".join(b"a%d=%d" % (n, n) for n in range(count)), "utf-8")
        assert (None if found is None else len(found)) == (count if count <= 256 else None)


def test_how_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick_form, "MAX_BYTES", 20)
    for size in (19, 20, 21):
        assert (params(b"a=".ljust(size, b"x"), "utf-8") is None) is (size > 20)


def test_what_the_check_says_of_a_form(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve = ("option", "param:cs", "param:имя", "header", "default")
    made = Made(monkeypatch, "form", "accept", (resolve, ALLOWED, "utf-8"))
    settle = quick_form.way(made, "m", {"M": dict})
    ctx = Context()
    assert settle(b"a=%D0%96", None, ctx) == ("value", True)
    assert made.got.pop() == ({"a": "Ж"}, "utf-8", ctx, True, b"a=%D0%96")
    made.outcome = None
    assert settle(b"a=1", None, ctx) is None
    assert made.got.pop() == ({"a": "1"}, "utf-8", ctx, True, b"a=1")
    for body in (b"cs=utf-8", b"a=1&cs=koi8-r", b"%63s=utf-8", b"%D0%B8%D0%BC%D1%8F=1", b"a", b""):
        assert settle(body, None, ctx) is None
    assert settle(b"a=1", "klingon", ctx) is None
    assert made.got == []


def test_a_charset_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Made(monkeypatch, "form", "accept", (RESOLVE, ALLOWED, "klingon"))
    settle = quick_form.way(made, "m", {"M": dict})
    assert settle(b"a=1", None, Context()) is None
    assert made.got == []
    assert settle(b"a=1", "utf-8", Context()) == ("value", True)
