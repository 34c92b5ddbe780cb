"""What must hold of forms beyond the golden bytes."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wire.bodies import params, params_spec
from wirebook.wire import form
from wirebook.wire.tree import Wire, WireError

POLICY: dict[str, Any] = {
    "resolve": ("option", "param:charset", "header", "default"),
    "allowed": ("windows-1251", "koi8-r", "utf-8"),
    "default": "windows-1251",
}
ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
PAIRS = st.lists(st.tuples(ANY_TEXT.filter(bool), ANY_TEXT).map(list), min_size=1, max_size=5)


def read(body: bytes, **more: Any) -> Wire:
    return form.read(body, **(POLICY | more))


def codes(wire: Wire) -> list[str]:
    return [issue.code for issue in wire.issues]


def _fits(text: str, charset: str) -> bool:
    return text == text.encode(charset, "ignore").decode(charset)


@given(PAIRS, st.sampled_from(["utf-8", "windows-1251", "koi8-r"]))
def test_what_is_written_is_read_back(pairs: list[list[str]], charset: str) -> None:
    lacks = any(not _fits(text, charset) for pair in pairs for text in pair)
    if lacks:
        with pytest.raises(WireError, match=r"encode\.charset"):
            form.write(params(pairs), charset=charset)
        return
    body = form.write(params(pairs), charset=charset)
    wire = read(body, option=charset)
    assert not wire.issues
    assert wire.root is not None
    assert params_spec(wire.root) == pairs
    assert [list(p) for p in parse_qsl(body.decode(), True, True, charset, "strict")] == pairs


def test_check_12_percent_signs() -> None:
    wire = read(b"a=%zz&b=%&c=1%4&d=%41")
    assert [(i.code, i.start, i.end) for i in wire.issues] == [
        ("form.percent", 2, 5), ("form.percent", 8, 9), ("form.percent", 13, 15)]  # fmt: skip


def test_check_12_a_raw_plus_can_be_told_from_an_escaped_one() -> None:
    body = b"phone=+79161234567&other=%2B7916+"
    root = read(body).root
    assert root is not None
    assert [c.text for c in root.children] == [" 79161234567", "+7916 "]
    assert [b"+" in body[c.value_start : c.value_end] for c in root.children] == [True, True]
    assert body[root.children[0].value_start : root.children[0].value_end] == b"+79161234567"


def test_check_12_semicolons_duplicates_blanks_and_order() -> None:
    root = read(b"b=1;c=2&a=&b=3&a=4").root
    assert root is not None
    assert params_spec(root) == [["b", "1;c=2"], ["a", ""], ["b", "3"], ["a", "4"]]


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "utf-8"])
@pytest.mark.parametrize("by", ["option", "param", "header"])
def test_check_12_charsets(charset: str, by: str) -> None:
    text = "Привет, мир"
    body = form.write(params([["mes", text], ["id", "1"]]), charset=charset)
    if by == "param":
        body += f"&charset={charset}".encode()
    wire = read(body, **({by: charset} if by != "param" else {}))
    assert not wire.issues
    assert wire.root is not None
    assert wire.root.children[0].text == text


def test_bytes_first_then_the_charset() -> None:
    """%D0%96 is one letter in utf-8 and two in windows-1251: decoding must wait for the parameter at the end."""
    wire = read(b"mes=%D0%96&charset=utf-8")
    assert wire.charset == "utf-8"
    assert wire.root is not None
    assert wire.root.children[0].text == "Ж"


def test_undecodable_bytes_are_placed_in_the_original() -> None:
    wire = read(b"a=1&mes=x+%D0%98%D0&b=%98")
    assert [(i.code, i.start, i.end, i.args["byte"]) for i in wire.issues] == [
        ("charset.undecodable", 13, 16, "98"), ("charset.undecodable", 22, 25, "98")]  # fmt: skip


def test_caps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form, "MAX_NODES", 2)
    assert codes(read(b"a=1&&b=2&")) == []
    assert codes(read(b"a=1&b=2&c=3")) == ["limit.nodes"]
    monkeypatch.setattr(form, "MAX_BYTES", 5)
    assert codes(read(b"a=1234")) == ["limit.bytes"]


def test_a_body_of_nothing_but_mistakes_costs_little() -> None:
    wire = read(b"a=" + b"%" * 100_000 + b"&b=1")
    assert len(wire.issues) == 1000
    assert wire.root is not None


def test_everything_but_unreserved_is_escaped() -> None:
    text = "".join(map(chr, range(128)))
    body = form.write(params([["a", text]]), charset="utf-8").decode()[2:]
    plain = {c for c in body if c not in "%+"}
    assert plain <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    assert "%2B" in body
    assert "+" not in body
