"""What must hold of XML beyond the golden bytes: exactness of text, places, caps, and refusals."""

from __future__ import annotations

import builtins
import socket
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wire.bodies import POLICY, element, element_spec, mutated, xml_bodies
from wirebook.suspect import suspicions
from wirebook.wire import ENCODINGS, module, xml
from wirebook.wire.position import locate
from wirebook.wire.tree import Node, Wire, WireError


def _spec(name: str, attributes: dict[str, str], text: str, content: list[dict[str, Any]]) -> dict[str, Any]:
    spec = {"element": name, "attributes": attributes, "text": text, "content": content}
    return {key: value for key, value in spec.items() if value}


FORBIDDEN = [*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xFFFE, 0xFFFF]
NAMES = st.sampled_from(["a", "b", "sms", "имя", "_x.1-", "{u}a", "{http://x/y?z=1}имя"])
ANY_TEXT = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters=[chr(c) for c in FORBIDDEN]), max_size=20
)
ATTRIBUTES = st.dictionaries(NAMES, ANY_TEXT, max_size=3)
TREES = st.recursive(
    st.builds(lambda n, a, t: _spec(n, a, t, []), NAMES, ATTRIBUTES, ANY_TEXT),
    lambda inner: st.builds(_spec, NAMES, ATTRIBUTES, ANY_TEXT, st.lists(inner, max_size=3)),
    max_leaves=8,
)


def read(body: bytes, **more: Any) -> Wire:
    return xml.read(body, **(POLICY | more))


def codes(wire: Wire) -> list[str]:
    return [issue.code for issue in wire.issues]


@given(TREES, st.sampled_from(["utf-8", "windows-1251", "koi8-r", "us-ascii"]))
def test_what_is_written_is_read_back(spec: dict[str, Any], charset: str) -> None:
    """Checks 1 to 6: escapes, ]]>, CR, white space, unusual characters, and those that the charset lacks."""
    refused = None
    try:
        body = xml.write(element(spec), charset=charset)
    except WireError as error:
        refused = error
    if refused is not None:
        assert refused.code == "encode.charset"  # a name is not text: it cannot be a reference
        assert not refused.node.name.isascii()
        return
    wire = read(body)
    assert not wire.issues
    assert wire.root is not None
    assert element_spec(wire.root) == spec
    assert b"&amp;amp;" not in body or "&amp;" in str(spec)
    assert b"\r" not in body


@pytest.mark.parametrize("code", FORBIDDEN)
@pytest.mark.parametrize("slot", ["text", "attribute"])
def test_check_3_forbidden_characters_cannot_be_sent(code: int, slot: str) -> None:
    text = f"a{chr(code)}b"
    spec = {"element": "r", "content": [{"element": "x", "text": text} if slot == "text" else
                                        {"element": "x", "attributes": {"y": text}}]}  # fmt: skip
    with pytest.raises(WireError) as caught:
        xml.write(element(spec), charset="windows-1251")
    assert (caught.value.code, caught.value.args_["got"]) == ("encode.forbidden", f"{code:04X}")
    assert caught.value.node.name == ("x" if slot == "text" else "y")


def test_check_7_bytes_against_their_charset() -> None:
    head = b'<?xml version="1.0" encoding="windows-1251"?><a>'
    bad = read(head + b"\xcf\x98</a>")
    assert codes(bad) == ["charset.undecodable"]
    assert bad.issues[0].start == len(head) + 1
    assert bad.root is None
    assert codes(read(b"<a>" + "Привет".encode("cp1251") + b"</a>")) == ["charset.undecodable"]
    for other in ("utf-8", "koi8-r"):
        wire = read(head + "Доброе утро, это проверка".encode(other) + b"</a>")
        assert not wire.issues
        assert [(finding.code, finding.severity) for finding in suspicions(wire)] == [("charset.suspect", "warning")]
    assert not suspicions(read(head + "Доброе утро, это ПРОВЕРКА".encode("cp1251") + b"</a>"))


@pytest.mark.parametrize(
    ("body", "line", "column"),
    [
        ("<a>\n Цена &laquo;5&raquo;</a>".encode(), 2, 7),
        ("<a>\r\nТы & я</a>".encode(), 2, 4),
        ("<a>\nПривет".encode()[:-1], 2, 6),
        (b"<a>\n<b></a>", 2, 6),
    ],
)  # fmt: skip
def test_check_9_not_well_formed_has_line_and_column(body: bytes, line: int, column: int) -> None:
    wire = read(body)
    assert codes(wire) == ["xml.not-well-formed"]
    assert locate(body, wire.charset, wire.issues[0].start) == (line, column)


BOMB = b'<!DOCTYPE a [<!ENTITY a "0123456789">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(12)
) + b"]><a>&m;</a>"  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        BOMB,
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
        b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/"> %x;]><a/>',
        b'<!DOCTYPE a PUBLIC "p" "http://127.0.0.1:9/"><a/>',
    ],
)  # fmt: skip
def test_check_10_a_doctype_opens_nothing(body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was opened")

    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr(socket, "socket", refuse)
    begun = time.process_time()
    assert codes(read(body)) == ["xml.doctype"]
    assert time.process_time() - begun < 0.5


def test_check_10_schema_locations_and_inclusions_are_only_text() -> None:
    body = b"""<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="u http://127.0.0.1:9/x.xsd"
        xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/hostname" parse="text"/></a>"""
    wire = read(body)
    assert not wire.issues
    assert wire.root is not None
    assert [c.name for c in wire.root.children] == [
        "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation",
        "{http://www.w3.org/2001/XInclude}include",
    ]
    assert wire.root.children[1].text == ""


def test_check_11_caps_have_findings_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = read(b"<r>" + b"<a>" * 64 + b"x" + b"</a>" * 64 + b"</r>")
    assert codes(deep) == ["limit.depth"]
    assert deep.issues[0].start == 3 + 63 * 3
    wide = b"<a" + b"".join(b" a%d='1'" % i for i in range(257)) + b"/>"
    assert codes(read(b"<r>" + wide + b"</r>")) == ["limit.attributes"]
    assert read(b"<r>" + wide.replace(b" a256='1'", b"") + b"</r>").root is not None
    monkeypatch.setattr(xml, "MAX_NODES", 5)
    assert codes(read(b"<a><b x='1'/><b x='1'/></a>")) == []
    assert codes(read(b"<a><b x='1'/><b x='1'/><b/></a>")) == ["limit.nodes"]
    monkeypatch.setattr(xml, "MAX_BYTES", 10)
    big = read(b"<a>       </a>")
    assert codes(big) == ["limit.bytes"]
    assert big.issues[0].args == {"got": 14, "limit": 10}


def test_places() -> None:
    body = '<?xml version="1.0"?>\n<r xmlns="u" имя = \'1&amp;\' b=">">\n<!--<x>--> \tЖ<e x=""/><f >y</f ></r>'.encode()
    wire = read(body)
    root = wire.root
    assert root is not None

    def at(node: Node, part: str = "") -> str:
        start = getattr(node, part + "start")
        return body[start : getattr(node, part + "end")].decode()

    assert at(root).startswith("<r xmlns")
    assert at(root, "name_") == "r"
    assert at(root, "value_").startswith("\n<!--")
    assert body[root.text_at :].decode().startswith("Ж<e")
    name, other, empty, full = root.children
    assert (at(name), at(name, "name_"), at(name, "value_")) == ("имя = '1&amp;'", "имя", "1&amp;")
    assert (at(other), at(other, "value_")) == ('b=">"', ">")
    assert (at(empty), at(empty, "name_"), at(empty, "value_")) == ('<e x=""/>', "e", "")
    assert at(empty.children[0], "value_") == ""
    assert (at(full), at(full, "value_"), full.name) == ("<f >y</f >", "y", "{u}f")
    assert [body[a:b] for a, b in wire.opaque] == [b"<!--<x>-->"]


@given(mutated(xml_bodies(), [b"\r\n", b"<!-- c -->", b"&#32;", b"\t"]))
def test_places_hold_whatever_the_layout(body: bytes) -> None:
    wire = read(body)
    stack = [wire.root] if wire.root else []
    while stack:
        node = stack.pop()
        assert body[node.start : node.start + 1] == (b"<" if node.slot == "element" else body[node.name_start :][:1])
        local = body[node.name_start : node.name_end].decode(wire.charset).rpartition(":")[2]
        assert node.name.rpartition("}")[2] == local
        if node.slot == "attribute":
            assert body[node.value_start - 1 : node.value_start] in (b'"', b"'")
            assert body[node.value_end : node.value_end + 1] == body[node.value_start - 1 : node.value_start]
        else:
            assert body[node.end - 1 : node.end] == b">"
            white = not node.text.strip(" \t\r\n")
            if node.text_at < 0:
                assert white
            elif body[node.text_at : node.text_at + 1] != b"&":
                first = node.text.lstrip(" \t\r\n")[0]
                assert body[node.text_at :].decode(wire.charset).startswith(first)
        stack.extend(node.children)


def test_reading_is_linear() -> None:
    def cost(count: int) -> float:
        body = b"<r>" + b"<a x='1' y='&amp;'>text<!-- c -->\n</a>" * count + b"</r>"
        begun = time.process_time()
        assert read(body).root is not None
        return time.process_time() - begun

    # 16 times the input: linear is about 16, quadratic 256; the machine may be busy.
    assert cost(16000) < 120 * max(min(cost(1000) for _ in range(3)), 0.001)


def test_every_encoding_has_a_module_that_reads_and_writes() -> None:
    for encoding in ENCODINGS:
        found = module(encoding)
        assert callable(found.read)
        assert callable(found.write)
    with pytest.raises(KeyError):
        module("yaml")
