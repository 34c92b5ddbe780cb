"""The fast XML reader, piece by piece: which way decides, what is remembered, and what the exact reader says."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from wire.bodies import element_spec
from wirebook.accept import light
from wirebook.accept import xml as fast
from wirebook.wire import charset
from wirebook.wire import xml as exact

ALLOWED = ("utf-8", "windows-1251", "koi8-r")
RESOLVE = ("option", "header", "bom", "declaration", "default")
DECLARED = b'<?xml version="1.0" encoding="windows-1251"?>'


@pytest.fixture(autouse=True)
def few() -> Iterator[None]:
    kept = fast._few
    yield
    fast._few = kept


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[object, ...], str]:
    """What is remembered, nothing at first."""
    kept: dict[tuple[object, ...], str] = {}
    monkeypatch.setattr(fast, "_known", kept)
    return kept


def spec(element: Any) -> dict[str, Any]:
    text = (element.text or "") + "".join(child.tail or "" for child in element)
    content = [spec(child) for child in element]
    made: dict[str, Any] = {"element": element.tag}
    made |= {"attributes": dict(element.attrib)} if element.attrib else {}
    made |= {"text": text} if text else {}
    return made | ({"content": content} if content else {})


def read(body: bytes, **more: Any) -> tuple[dict[str, Any], bool, str] | None:
    """With the C parser and without, as the exact reader."""
    wire = exact.read(body, resolve=RESOLVE, allowed=ALLOWED, default="utf-8", **more)
    want = None if wire.root is None or wire.issues else (element_spec(wire.root), True, wire.charset)
    for few in (0, 2):
        fast._few = few
        found = fast.read(body, RESOLVE, ALLOWED, "utf-8", **more)
        assert (None if found is None else (spec(found[0]), *found[1:])) == want
    return want


@pytest.mark.parametrize(
    ("body", "want", "codec"),
    [
        (b"<a/>", {"element": "a"}, "utf-8"),
        (
            b"<a b='1' c='&lt;'>x<d/>y<e f='2'><g>z</g></e>w</a>",
            {
                "element": "a",
                "attributes": {"b": "1", "c": "<"},
                "text": "xyw",
                "content": [
                    {"element": "d"},
                    {"element": "e", "attributes": {"f": "2"}, "content": [{"element": "g", "text": "z"}]},
                ],
            },
            "utf-8",
        ),
        ("<a>Ж</a>".encode(), {"element": "a", "text": "Ж"}, "utf-8"),
        (b"\xef\xbb\xbf<a/>", {"element": "a"}, "utf-8"),
        (DECLARED + b"<a>\xc6</a>", {"element": "a", "text": "Ж"}, "cp1251"),
        (DECLARED + b"\n<!-- \xc6 --><a>\xc6</a>", {"element": "a", "text": "Ж"}, "cp1251"),
        (b"<!-- <!DOCTYPE a> --><a>x<b/>y</a>", {"element": "a", "text": "xy", "content": [{"element": "b"}]}, "utf-8"),
        (b"<a><![CDATA[<!DOCTYPE a>]]></a>", {"element": "a", "text": "<!DOCTYPE a>"}, "utf-8"),
        (b"<?p <!DOCTYPE a> ?><a>x</a>", {"element": "a", "text": "x"}, "utf-8"),
    ],
)
def test_what_is_read(body: bytes, want: dict[str, Any], codec: str) -> None:
    assert read(body) == (want, True, codec)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"x", b"<", b"<a>", b"<a/><b/>", b"<a/>x", b"<a b='1' b='2'/>", b"<a>\xff</a>", b"<a>\xed\xa0\x80</a>",
        b"<p:a/>",
        "<a/>".encode("utf-16-le"), "<a/>".encode("utf-16-be"), "<a/>".encode("utf-16"),
        b"\xfe\xff\x00<\x00a\x00/\x00>",
        b"<!DOCTYPE a><a/>", b"<!-- c --><!DOCTYPE a><a/>", b"<?p?><!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
        b"<!-- <!DOCTYPE a> --><a>",
        b"<!-- <!DOCTYPE a> -->", DECLARED + b"<a>\x98</a>", DECLARED + b"<a><!--\x98--></a>",
        b'<?xml version="1.0" encoding="klingon"?><a/>', b'<?xml version="1.0" encoding="utf-16"?><a/>',
    ],
)  # fmt: skip
def test_what_is_refused(body: bytes) -> None:
    assert read(body) is None


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_nobody_guesses_at_bytes(codec: str) -> None:
    """Not even where the caller's choice overrides a mark in silence."""
    for body in ("<a/>".encode(codec), "\ufeff<a/>".encode(codec)):
        assert read(body) is None
        assert read(body, option="utf-8") is None


@pytest.mark.parametrize("depth", [63, 64, 65])
def test_levels(depth: int) -> None:
    assert (read(b"<a>" * depth + b"</a>" * depth) is None) is (depth > 64)
    assert (read(b"<a>" * (depth - 1) + b"x<a/>y" + b"</a>" * (depth - 1)) is None) is (depth > 64)


def test_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (fast, light, exact):
        monkeypatch.setattr(module, "MAX_NODES", 20)
    for count in range(15, 25):
        assert (read(b"<a>" + b"<b/>" * count + b"</a>") is None) is (count + 1 > 20)
        assert (read(b"<a c=''>" + b"<b c='1' d=''/>" * count + b"</a>") is None) is (count * 3 + 2 > 20)
    for count in range(4, 8):
        assert (read(b"<a c=''>" + b"<b c='1' d=''/>" * count + b"</a>") is None) is (count * 3 + 2 > 20)
    assert read(b"<a>" + b"x" * 500 + b"</a>") is not None


def test_attributes(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (fast, light, exact):
        monkeypatch.setattr(module, "MAX_ATTRIBUTES", 16)
    for count in range(14, 19):
        element = b"<a" + b"".join(b" %c=''" % (98 + n) for n in range(count)) + b"/>"
        assert (read(element) is None) is (count > 16)
        assert (read(b"<r>" + element + b"<r/></r>") is None) is (count > 16)
    assert read(b"<a>" + b"<b c='1'/>" * 20 + b"x" * 500 + b"</a>") is not None


def test_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (fast, exact):
        monkeypatch.setattr(module, "MAX_BYTES", 50)
    for size in (49, 50, 51):
        assert (read(b"<a>" + b"x" * (size - 7) + b"</a>") is None) is (size > 50)


@pytest.mark.parametrize(
    ("body", "exactly"),
    [
        (b"<a/>", False), (b"\x00<a", True), (b"<\x00a", True), (b"<a\x00", False), (b"\xfe<", True), (b"\xff<", True),
        (b"\xfd<", False), (b"<\xfe", False), (b"<\xff\xff", False), (b"\x01<", False), (b"<!DOCTYPE a>", True),
        (b"<!-- DOCTYPE -->", False), (b"<a><!DOCTYPE a>", False), (b"<!-- --><!DOCTYPE", True),
    ],
)  # fmt: skip
def test_what_the_exact_reader_decides(body: bytes, exactly: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast, "readable", lambda *_: "utf-8")
    monkeypatch.setattr(fast, "_exact", lambda *_: "exact")
    fast._few = 0
    assert (fast.read(body, RESOLVE, ALLOWED, "utf-8") == "exact") is exactly


@pytest.mark.parametrize(
    ("body", "is_long"),
    [
        (b"<a/>", False), (b"<a><!-- --></a>", False), (b" <a/>", False), (b"", False), (b"<", False), (b"<a!?", False),
        (b"<!", True), (b"<!-- c --><a/>", True), (b"<!DOCTYPE a><a/>", True), (b" \n<!-- c -->", True),
        (b"<?p ?><a/>", False), (b"<?xml ?>\n<a/>", False), (b"<?xml ?><?p?><a/>", True),
        (b"<?xml ?>\n<!DOCTYPE a>", True),
        (b"<?p <a ?> <!-- -->", True), (b"<?p <! ?> <a", False), (b"<?xml ?>", False),
    ],
)  # fmt: skip
def test_prologs(body: bytes, is_long: bool) -> None:
    assert fast._long_prolog(body) is is_long


def test_trees_of_the_exact_reader() -> None:
    body = DECLARED + b"<a b='1' c='\xc6'>x<d>y<e/></d><f g='3'/>z</a>"
    found = fast._exact(body, RESOLVE, ALLOWED, "utf-8", None, None)
    assert found is not None
    root = found[0]
    assert found[1:] == (True, "cp1251")
    assert spec(root) == {
        "element": "a",
        "attributes": {"b": "1", "c": "Ж"},
        "text": "xz",
        "content": [
            {"element": "d", "text": "y", "content": [{"element": "e"}]},
            {"element": "f", "attributes": {"g": "3"}},
        ],
    }
    assert [element.text for element in root.iter()] == ["xz", "y", None, None]
    for wrong in (b"", b"<a>", b"<a/><b/>", DECLARED + b"<a>\x98</a>"):
        assert fast._exact(wrong, RESOLVE, ALLOWED, "utf-8", None, None) is None
    assert fast._exact(DECLARED + b"<a/>", RESOLVE, ALLOWED, "utf-8", None, "koi8-r") is None


# ---------------------------------------------------------------- the first small bodies


def test_the_first_small_bodies_are_read_without_the_c_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    parse = light.parse

    def seen(data: bytes) -> Any:
        sizes.append(len(data))
        return parse(data)

    monkeypatch.setattr(light, "parse", seen)
    fast._few = 3
    left = []
    for size in (16385, 16384, 16383, 100, 101, 102):
        body = b"<a>" + b"x" * (size - 7) + b"</a>"
        found = fast.read(body, RESOLVE, ALLOWED, "utf-8")
        assert found is not None
        assert (len(found[0].text), found[1:]) == (size - 7, (True, "utf-8"))
        left.append(fast._few)
    assert (sizes, left) == ([16383, 100, 101], [3, 3, 2, 1, 0, 0])


def test_how_many_those_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """None where the C parser is loaded anyway."""

    def anew() -> int:
        found = importlib.util.find_spec(fast.__name__)
        assert found is not None
        assert found.loader is not None
        module = importlib.util.module_from_spec(found)
        found.loader.exec_module(module)
        few: int = module._few
        return few

    monkeypatch.setitem(sys.modules, "_elementtree", sys)
    assert anew() == 0
    monkeypatch.delitem(sys.modules, "_elementtree")
    assert anew() == 8


# ---------------------------------------------------------------- what is remembered of charsets


def padded(end: int) -> bytes:
    """A body whose declaration's ``?>`` stands there."""
    head = b"<?xml version='1.0'"
    return head.ljust(end) + b"?><a/>"


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (b"<a/>", b""), (b"<!-- --><a/>", b""), (b"<?p?><a/>", b""),
        (b"<?xml version='1.0'?><a/>", b"<?xml version='1.0'"), (padded(125), padded(125)[:125]),
        (padded(126), padded(126)[:126]), (padded(127), None), (padded(200), None), (b"<?xml version='1.0' ", None),
        (b" <a/>", None), (b"\xef\xbb\xbf<a/>", None), (b"x", None),
    ],
)  # fmt: skip
def test_a_declaration_is_read_once(
    body: bytes, head: bytes | None, known: dict[tuple[object, ...], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def find(*given: Any) -> Any:
        asked.append(given)
        return charset.find(*given)

    monkeypatch.setattr(fast, "find", find)
    for _ in range(3):
        assert fast.readable(body, RESOLVE, ALLOWED, "utf-8", None, None) == "utf-8"
    assert len(asked) == (3 if head is None else 1)
    assert known == ({} if head is None else {(head, RESOLVE, ALLOWED, "utf-8", None, None): "utf-8"})


@pytest.mark.usefixtures("known")
def test_what_is_remembered_is_not_taken_for_another_body() -> None:
    def readable(body: bytes, option: str | None = None, header: str | None = None) -> str | None:
        return fast.readable(body, RESOLVE, ALLOWED, "utf-8", option, header)

    for _ in range(2):
        assert readable(b"<a/>") == "utf-8"
        assert readable(DECLARED + b"<a/>") == "cp1251"
        assert readable(b"<a/>", header="windows-1251") == "cp1251"
        assert readable(b"\xef\xbb\xbf<a/>", header="windows-1251") is None
        assert readable(DECLARED + b"<a/>", header="koi8-r") is None
        assert readable(DECLARED + b"<a/>", option="koi8-r") == "koi8-r"
        assert readable(b"<a/>", header="klingon") is None


def test_no_more_is_remembered_than_said(known: dict[tuple[object, ...], str]) -> None:
    for number in range(80):
        assert fast.readable(b"<a/>", RESOLVE, ALLOWED, "utf-8", None, "utf" + "-" * number + "8") == (
            "utf-8" if number < 37 else None
        )
        assert fast.readable(b"<a/>", RESOLVE, ALLOWED, "utf-8", None, "utf" + "_" * number + "8") == (
            "utf-8" if number < 37 else None
        )
    assert len(known) == 64


def test_nothing_is_remembered_where_an_element_tells(known: dict[tuple[object, ...], str]) -> None:
    resolve = ("param:cs", "default")
    for _ in range(2):
        assert fast.readable(b"<a><cs>koi8-r</cs></a>", resolve, ALLOWED, "utf-8", None, None) == "koi8-r"
        assert fast.readable(b"<a/>", resolve, ALLOWED, "utf-8", None, None) == "utf-8"
    assert known == {}
