"""Lists in one text: paths and places of items, what separates them, and what an empty text is."""

from __future__ import annotations

import pytest

from generated import accepted
from handmade import PROVIDER
from wirebook import ValidationError
from wirebook.encode import encode
from wirebook.explain import explain_bytes, joined, walk
from wirebook.part import Context, Part
from wirebook.splitting import split
from wirebook.wire.caps import MAX_NODES

MESSAGE = PROVIDER.message("lists_request")


def said(encoding: str, body: str):
    assert MESSAGE is not None
    return explain_bytes(PROVIDER, MESSAGE, encoding, Part(body.encode()), Context())


def found(result):
    return [(f.code, f.path, f.location and f.location.offset) for f in result.findings]


def test_items_are_named_and_found() -> None:
    body = '<lists id="1" phones="79161234567; ж ,5"><counts>1|x</counts></lists>'
    start = body.index(" ж ")
    assert found(said("xml", body)) == [
        ("type.phone", "phones[1]", start),
        ("type.phone", "phones[2]", start + 5),
        ("type.integer", "counts[1]", body.encode().index(b"x<")),
    ]


def test_escaped_text_is_shown_whole() -> None:
    body = '{"number":1,"phones":"79161234567\\u002c5","counts":""}'
    assert found(said("json", body)) == [("type.phone", "phones[1]", body.index("7916"))]


@pytest.mark.parametrize(("text", "value"), [("", []), (" ", []), ("1", [1]), (" 1 | 2", [1, 2]), ("1\n2", [1, 2])])
def test_white_space_is_the_items(text: str, value: list[int]) -> None:
    result = said("xml", f'<lists id="1" phones="79161234567"><counts>{text}</counts></lists>')
    assert result.ok
    assert result.value["counts"] == value


def test_one_separator_at_the_end() -> None:
    assert said("xml", '<lists id="1" phones="79161234567,"><counts/></lists>').value["phones"] == ["79161234567"]
    double = said("xml", '<lists id="1" phones="79161234567,,"><counts/></lists>')
    assert [(f.code, f.path) for f in double.findings] == [("type.phone", "phones[1]")]
    unasked = said("xml", '<lists id="1" phones="79161234567"><counts>1|</counts></lists>')
    assert [(f.code, f.path) for f in unasked.findings] == [("type.integer", "counts[1]")]


def test_an_item_that_holds_a_separator_is_not_written() -> None:
    value = {"id": 1, "phones": ["79161234567"], "counts": [], "words": ["a,b"], "days": []}
    with pytest.raises(ValidationError) as caught:
        encode(PROVIDER, "lists_request", "xml", value, Context())
    assert [(f.code, f.path) for f in caught.value.findings] == [("encode.value", "words[0]")]
    assert "','" in caught.value.findings[0].message
    value["words"] = ["a", "b"]
    written = encode(PROVIDER, "lists_request", "xml", value, Context())
    assert b"<words>a->b</words>" in written


def test_more_items_than_a_reader_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    result = said("form", "id=1&counts=&phones=" + "," * (MAX_NODES + 1))
    assert [f.code for f in result.findings] == ["limit.nodes"]
    lists = "&counts=" + "1|" * 300_000 + "1&days=" + "01.02.2020+" * 100_000
    body = Part(("id=1&phones=79161234567" + lists).encode())
    assert accepted(PROVIDER, "lists_request", "form", body, Context()) is None
    fewer = Part(body.body.replace(b"&counts=1|1|1|", b"&counts=1|"))
    assert accepted(PROVIDER, "lists_request", "form", fewer, Context()) is not None
    assert split("," * MAX_NODES, (",",), False, False) is None
    # Explain judges each item, which takes seconds for so many: the room for all of a body's is made smaller.
    assert walk.MAX_NODES == joined.MAX_NODES == MAX_NODES
    monkeypatch.setattr(walk, "MAX_NODES", 4000)
    monkeypatch.setattr(joined, "MAX_NODES", 4000)
    lists = "&counts=" + "1|" * 3000 + "1&days=" + "01.02.2020+" * 1000
    together = said("form", "id=1&phones=79161234567" + lists)
    assert [(f.code, f.path) for f in together.findings] == [("facet.maxItems", "counts"), ("limit.nodes", "days")]
    room = said("form", "id=1&phones=79161234567" + lists.replace("&counts=1|1|1|", "&counts=1|"))
    assert [(f.code, f.path) for f in room.findings] == [("facet.maxItems", "counts")]


def test_separators_of_several_characters() -> None:
    assert split("a->b,c->", ("->", ","), True, False) == ["a", "b", "c"]
    assert split("a->b,c->", ("->", ","), False, False) == ["a", "b", "c", ""]
