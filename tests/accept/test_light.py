"""Small XML without the C parser, element by element: what elements hold, and what is too much."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from wirebook.accept import light
from wirebook.accept.light import Element, parse

BODIES = [
    b"<a/>", b"<a></a>", b"<a>x</a>", b"<a b='1' c='2'/>", b"<a>x<b/>y<c>z</c>w</a>",
    b"<a><b><c>x</c>y</b>z<d><e/>v</d></a>",
    b"<a> <b/> \n<b/>\t</a> ", b"<a>x<!-- c -->y<?p?>z</a>", b"<a>x<![CDATA[<y>]]>&amp;&#33;z</a>",
    b"<a>x<b/><!-- c -->y</a>",
    "<а ж='Ж'>Ж😀</а>".encode(), b"<a xmlns='u' b='1'><b xmlns=''/></a>",
    b"<p:a xmlns:p='u' p:b='1' c='2'><p:d/></p:a>",
    b"<a xmlns:p='u' p:b='1'>x</a>", b"<a xml:lang='ru' b='}'/>", b"<a b='x' c='y'><d e='}'/></a>",
    b"<a><b>1</b><b>2</b><b>3</b></a>", b"<a><b><c><d>x</d>1</c>2</b>3</a>", b"<a>\r\n<b/>\r</a>",
    b"<a><a><a/></a><a/></a>",
]  # fmt: skip


def shown(element: Any) -> tuple[Any, ...]:
    attributes = (dict(element.attrib), list(element.keys()), element.get("b"), element.get("b", "none"))
    return (element.tag, attributes, element.text, element.tail, [shown(child) for child in element])


@pytest.mark.parametrize("body", BODIES)
def test_elements_are_those_of_the_c_parser(body: bytes) -> None:
    got = parse(body)
    assert isinstance(got, Element)
    assert shown(got) == shown(ElementTree.fromstring(body))


def test_long_texts_come_in_pieces() -> None:
    for size in (100, 5000, 50_000):
        line = b"y" * size + b"\n"
        body = b"<a>%b<b/>%b</a>" % (line * 3, line * 4)
        got = parse(body)
        assert got is not None
        assert shown(got) == shown(ElementTree.fromstring(body))


@pytest.mark.parametrize(
    "body",
    [
        b"", b" ", b"x", b"<a>", b"<a", b"</a>", b"<a/><b/>", b"<a/>x", b"<a></b>", b"<a b='1' b='2'/>", b"<a>\xff</a>",
        b"<p:a/>", b"<a>&x;</a>", b"<a>\x01</a>", b"<a><b></a></b>", b"<?xml version='1.0'?>",
    ],
)  # fmt: skip
def test_what_is_refused(body: bytes) -> None:
    assert parse(body) is None


def test_levels() -> None:
    for depth in (1, 2, 63, 64, 65, 100):
        found = parse(b"<a>" * depth + b"x" + b"</a>" * depth)
        assert (found is None) is (depth > 64)
        assert (parse(b"<a>" * (depth - 1) + b"<a/>" + b"</a>" * (depth - 1)) is None) is (depth > 64)
    assert parse(b"<a>" + b"<b/>" * 100 + b"</a>") is not None


def test_attributes(monkeypatch: pytest.MonkeyPatch) -> None:
    for most in (0, 3, 256):
        monkeypatch.setattr(light, "MAX_ATTRIBUTES", most)
        for count in {max(most - 1, 0), most, most + 1}:
            element = b"<a" + b"".join(b" b%d='1'" % n for n in range(count)) + b"/>"
            assert (parse(element) is None) is (count > most)
            assert (parse(b"<r><q/>" + element + b"</r>") is None) is (count > most)


def test_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(light, "MAX_NODES", 7)
    for count in range(1, 9):
        assert (parse(b"<a>" + b"<b/>" * count + b"</a>") is None) is (1 + count > 7)
        assert (parse(b"<a c='1'>" + b"<b c='1' d='2'/>" * count + b"</a>") is None) is (2 + 3 * count > 7)
    monkeypatch.setattr(light, "MAX_NODES", 8)
    assert parse(b"<a c='1'><b c='1' d='2'/><b c='1' d='2'/></a>") is not None
