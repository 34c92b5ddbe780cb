"""Anchors and addresses, which people send each other: each stays as it is, and no text of a spec gets out of one."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sample

from wirebook import anchors
from wirebook.anchors import slug
from wirebook.diagnostic import Finding
from wirebook.model import CodeEntry, Text


@pytest.mark.parametrize(
    ("parts", "made"),
    [
        (("a",), "a"), (("a", "b", 5), "a-b-5"), (("a_b.c-D9",), "a_b.c-D9"), (("",), ""), ((), ""), ((" ",), "~20~"),
        (("~",), "~7e~"),
        (("\n\x00",), "~a~~0~"), (("Жx",), "~416~x"), (("😀",), "~1f600~"), (('"><&\'',), "~22~~3e~~3c~~26~~27~"),
        (("a/b", "#?%"), "a~2f~b-~23~~3f~~25~"),
    ],
)  # fmt: skip
def test_slugs(parts: tuple[object, ...], made: str) -> None:
    assert slug(*parts) == made


def test_pages() -> None:
    assert anchors.INDEX == "index.html"
    assert anchors.page("a") == "a.html"
    assert anchors.page("a", "later") == "a.later.html"
    assert anchors.page("index") == "index-.html"
    assert anchors.page("index", "later") == "index-.later.html"
    assert anchors.href("a", "", "b") == "a.html#b"
    assert anchors.href("a", "later", "b") == "a.later.html#b"


def test_anchors_of_things() -> None:
    text = Text("", "")
    row = CodeEntry(5, None, None, "five", text, True, True, None, None, source="")
    rows = replace(row, value=None, low=1, high=9)
    assert [
        anchors.message("m"), anchors.field("m", "a[].b[12].c"), anchors.rule("m", "a[3].b"), anchors.example("m", "e"),
        anchors.counterexample("m", "e"), anchors.type_("t"), anchors.table("t"), anchors.code("t", row),
        anchors.code("t", rows),
        anchors.deviation("d"), anchors.operation("o"), anchors.identity("i"), anchors.document("d"), anchors.note("n"),
        anchors.setting("s"), anchors.finding("shape.missing"),
    ] == [
        "message-m", "field-m-a.b.c", "rule-m-a.b", "example-m-e", "counterexample-m-e", "type-t", "codes-t",
        "code-t-5", "code-t-1-9",
        "deviation-d", "operation-o", "identity-i", "document-d", "note-n", "setting-s", "finding-shape.missing",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "anchor"),
    [
        ("", "message-sent"), ("code", "field-sent-code"), ("items", "field-sent-items"),
        ("items[3]", "field-sent-items"),
        ("items[3].id", "field-sent-items.id"), ("items.id", "field-sent-items.id"),
        ("items[].to", "field-sent-items.to"),
        ("items[3].no", "field-sent-items"), ("items[0].id.x", "field-sent-items.id"),
        ("extra.code", "field-sent-extra"),
        ("code.items", "field-sent-code"), ("no", "message-sent"), ("no.code", "message-sent"), ("id", "message-sent"),
        ("items[1].no.id", "field-sent-items"), ("itemsx", "message-sent"),
    ],
)  # fmt: skip
def test_the_link_of_a_finding_is_the_nearest_thing(path: str, anchor: str) -> None:
    book = sample.provider()
    (message,) = book.messages
    found = Finding("shape.missing", "error", "", path=path)
    assert anchors.about(book, message, found) == f"sample.html#{anchor}"
    assert anchors.about(replace(book, dialect="later"), message, found) == f"sample.later.html#{anchor}"
    assert anchors.about(book, None, found) == "sample.html#finding-shape.missing"
    for of in (message, None):
        assert anchors.about(book, of, replace(found, deviation="d>")) == "sample.html#deviation-d~3e~"
