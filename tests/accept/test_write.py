"""What stands around a generated writer: when it is asked, in which bytes it answers, and when it gives up."""

from __future__ import annotations

import sys
from decimal import Decimal
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from wirebook.accept import write
from wirebook.accept.write import way
from wirebook.part import Context

HEAD = '<?xml version="1.0" encoding="%s"?>\n'


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function from what a generated writer makes of a text and a context to the bytes."""
    asked: list[tuple[Any, str]] = []

    def made(text: Any, ctx: Context | None = None, **policy: Any) -> bytes | None:
        def maker(classes: Any) -> Any:
            assert classes == {"Req": dict}

            def written(it: Any, ctx: Context, codec: str) -> Any:
                asked.append((it, codec))
                if isinstance(it, Exception):
                    raise it
                return it

            return written

        accept = ModuleType("made.up.accept")
        charsets = (policy.get("resolve", ("default",)), policy.get("allowed", ("utf-8", "windows-1251")), "utf-8")
        accept.CHARSETS = {"xml": charsets}  # type: ignore[attr-defined]
        for name in ("made", "made.up"):
            monkeypatch.setitem(sys.modules, name, ModuleType(name))
        monkeypatch.setitem(sys.modules, "made.up.write", SimpleNamespace(MAKERS={"m": maker}))
        return way(accept, "m", {"Req": dict})(text, ctx or Context())

    made.asked = asked  # type: ignore[attr-defined]
    return made


def test_the_document(written: Any) -> None:
    assert written("\1a>ж€\1/a>") == (HEAD % "UTF-8" + "<a>ж€</a>").encode()
    ctx = Context(charset="windows-1251")
    assert written("\1a>ж\u4e2d\1/a>", ctx) == (HEAD % "windows-1251" + "<a>ж&#20013;</a>").encode("cp1251")
    assert [codec for _, codec in written.asked] == ["utf-8", "cp1251"]


def test_markup_and_references_of_its_own(written: Any) -> None:
    assert written("\1a>&\2gt;<\1/a>") == (HEAD % "UTF-8" + "<a>&amp;&gt;&lt;</a>").encode()


@pytest.mark.parametrize("code", [0, *range(3, 32), 0x7F, 0xD7FF, 0xD800, 0xDFFF, 0xE000, 0xFFFD, 0xFFFE, 0xFFFF])
@pytest.mark.parametrize("charset", ["utf-8", "windows-1251"])
def test_what_no_document_holds(written: Any, code: int, charset: str) -> None:
    char = chr(code)
    allowed = char in "\t\n\r\x7f\ud7ff\ue000\ufffd"
    assert (written(f"\1a>{char}\1/a>", Context(charset=charset)) is not None) is allowed


def test_who_else_has_to_write(written: Any) -> None:
    assert written(None) is None
    assert written("\1a/>", Context(charset="koi8-r")) is None  # not allowed
    assert written("\1a/>", Context(charset="no-such")) is None
    assert written("\1a/>", Context(operation="send")) is None
    assert written("\1a/>", Context(charset="utf-8")) is not None


@pytest.mark.parametrize(
    "wrong", [TypeError(), ValueError(), AttributeError(), ArithmeticError(), UnicodeError(), OverflowError()]
)
def test_values_of_another_kind(written: Any, wrong: Exception) -> None:
    assert written(wrong) is None


def test_other_faults_are_ours(written: Any) -> None:
    with pytest.raises(LookupError):
        written(LookupError())


@pytest.mark.parametrize(
    ("resolve", "ctx", "asked"),
    [
        (("request:charset", "default"), Context(), True),
        (("request:charset", "default"), Context(request={}), False),
        (("request:charset", "default"), Context(settings={"a": "b"}), False),
        (("header", "default"), Context(request={}, settings={"a": "b"}), True),
    ],
)
def test_a_charset_that_the_request_may_name(written: Any, resolve: Any, ctx: Context, asked: bool) -> None:
    assert (written("\1a/>", ctx, resolve=resolve) is not None) is asked


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0"), ("1.50", "1.50"), ("-1E+3", "-1000"), ("1E-3", "0.001"), ("NaN", None),
        ("Infinity", None), ("sNaN", None),
        ("1E+999", "1" + "0" * 999), ("1E+1000", None), ("-1E+998", "-1" + "0" * 998), ("-1E+999", None),
        ("1E+1001", None),
        ("1E-998", "0." + "0" * 997 + "1"), ("1E-999", None), ("1E-1000", None), ("1E-1001", None),
        ("1E+999999999999", None), ("1E-999999999999", None), ("0E-999999999999", None), ("1." + "0" * 2000, None),
        ("1E+99999999", None), ("1E-99999999", None), ("0E-99999999", None), ("0E-998", "0." + "0" * 998),
    ],
)  # fmt: skip
def test_decimal_numbers(number: str, text: str | None) -> None:
    assert write.decimal(Decimal(number)) == text
