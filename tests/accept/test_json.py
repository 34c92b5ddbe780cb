"""The fast JSON reader, piece by piece: which way decides, what is remembered, and what the exact reader says."""

from __future__ import annotations

from typing import Any

import pytest

from wirebook.accept import json as fast
from wirebook.accept.json import Num
from wirebook.wire import charset
from wirebook.wire import json as exact
from wirebook.wire.tree import Node

ALLOWED = ("utf-8", "windows-1251", "koi8-r")
RESOLVE = ("option", "header", "bom", "default")
TELLING = ("option", "param:cs", "header", "default")


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> dict[object, str]:
    """What is remembered of codecs, nothing at first."""
    kept: dict[object, str] = {}
    monkeypatch.setattr(fast, "_FOUND", kept)
    return kept


def plain(node: Node) -> Any:
    match node.kind:
        case "string":
            return node.text
        case "number":
            return Num(node.text)
        case "object":
            return {child.name: plain(child) for child in node.children}
        case "array":
            return [plain(child) for child in node.children]
        case "null":
            return None
    return {"true": True, "false": False}[node.text]


def same(one: Any, other: Any) -> bool:
    """Equal, and of one type everywhere: a number is a text of its own kind."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def read(body: bytes, resolve: tuple[str, ...] = RESOLVE, **more: Any) -> tuple[Any, bool, str] | None:
    """As the exact reader."""
    wire = exact.read(body, resolve=resolve, allowed=ALLOWED, default="utf-8", **more)
    got = fast.read(body, resolve, ALLOWED, "utf-8", **more)
    if wire.root is None or wire.issues:
        assert got is None
        return None
    assert got is not None
    assert same(got[0], plain(wire.root))
    assert got[1:] == (True, wire.charset)
    return got


N = Num
VALUES = [
    (b"{}", {}), (b"[]", []), (b'""', ""), (b"1", N("1")), (b"true", True), (b"false", False), (b"null", None),
    (b'{"a": 1, "b": "1", "c": [true, false, null, {}], "": -0.50}',
     {"a": N("1"), "b": "1", "c": [True, False, None, {}], "": N("-0.50")}),
    (b'[1e5, 1E+5, -1.5e-400, 12345678901234567890]', [N("1e5"), N("1E+5"), N("-1.5e-400"), N("12345678901234567890")]),
    (b"[" + b"9" * 400 + b".5]", [N("9" * 400 + ".5")]), (b"[" + b"9" * 400 + b"]", [N("9" * 400)]),
    (b" \t\r\n[1] \t\r\n", [N("1")]), (b"\xef\xbb\xbf[1]", [N("1")]), ('["Ж"]'.encode(), ["Ж"]),
    (b'["\\u0416\\n\\"\\\\", "\\ud83d\\ude00", "\\\\ud800"]', ['Ж\n"\\', "😀", "\\ud800"]), (b'"\\uD83D\\uDE00"', "😀"),
    (b'[[{"a": [{}]}]]', [[{"a": [{}]}]]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "value"), VALUES)
def test_what_is_read(body: bytes, value: Any) -> None:
    got = read(body)
    assert got is not None
    assert same(got[0], value)
    wire = fast._exact(body, RESOLVE, ALLOWED, "utf-8", None, None)
    assert wire is not None
    assert same(wire[0], value)
    assert wire[1:] == (True, "utf-8")


@pytest.mark.parametrize(
    "body",
    [
        b"", b" ", b"x", b"[", b"{", b"[1", b"[1]x", b"[1] x", b"[1]]", b"[1],", b"x[1]", b"\x0b[1]", b"\xa0[1]",
        b"[1]\x0b", b"[1]\x00",
        b'{"a": 1, "a": 1}', b'{"a": 1, "\\u0061": 2}', b'[{"b": {"a": 1, "c": 2, "a": 1}}]', b"[1e400]", b"[-1E400]",
        b"[1.5E+999]", b"[NaN]", b"[Infinity]", b"-Infinity", b'["\x01"]', b'["\n"]', b'["\\ud800"]', b'["\\uDC00"]',
        b'{"\\ud83d": 1}', b'["\\x"]', b"[01]", b"[1.]", b"[,1]", b"[1,]", b"{1: 2}", b'["\xff"]',
        b"\xff\xfe[\x00]\x00",
        b"\xfe\xff\x00[\x00]", b"[\x00]\x00", b"'a'", b"// c\n1",
    ],
)  # fmt: skip
def test_what_is_refused(body: bytes) -> None:
    assert read(body) is None
    assert fast._exact(body, RESOLVE, ALLOWED, "utf-8", None, None) is None


def test_charsets() -> None:
    assert read('["Ж"]'.encode("cp1251"), header="windows-1251") == (["Ж"], True, "cp1251")
    assert read('["И"]'.encode(), header="windows-1251") is None  # one of its bytes is none of that charset
    assert read('\ufeff["Ж"]'.encode(), header="windows-1251") is None
    assert read('\ufeff["Ж"]'.encode(), header="utf-8") == (["Ж"], True, "utf-8")
    assert read(b"[1]", header="klingon") is None
    assert read(b'{"cs": "koi8-r", "a": "\xf6"}', TELLING) == ({"cs": "koi8-r", "a": "Ж"}, True, "koi8-r")
    assert read('{"cs": "utf-8", "a": "Ж"}'.encode(), TELLING, header="koi8-r") is not None


@pytest.mark.parametrize(
    ("opened", "closed"), [(b"[", b"]"), (b'{"a":', b"}"), (b'[{"a" :', b"}]"), (b'{"a": [', b"]}")]
)
def test_levels(opened: bytes, closed: bytes) -> None:
    each = opened.count(b"[") + opened.count(b"{")
    for count in range(62 // each, 67 // each + 1):
        deep = count * each > 64
        assert (read(opened * count + b"1" + closed * count) is None) is deep
        padding = b'"' + b"[{" * 100 + b'"'
        assert (read(b"[" + padding + b"," + opened * (count - 1) + b"1" + closed * (count - 1) + b"]") is None) is (
            (count - 1) * each + 1 > 64
        )
        many = b"[" + b"{}," * 100 + opened * count + b"1" + closed * count + b"]"
        assert (read(many) is None) is (count * each + 1 > 64)
    assert read(b"[" * 100_000) is None


def test_members_and_items(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (fast, exact):
        monkeypatch.setattr(module, "MAX_NODES", 12)
    for count in range(9, 16):
        assert (read(b"[" + b", ".join([b"1"] * count) + b"]") is None) is (count > 12)
        members = b", ".join(b'"%c": 1' % (97 + n) for n in range(count))
        assert (read(b"{" + members + b"}") is None) is (count > 12)
        assert (read(b"[" + b",".join([b"[]"] * count) + b"]") is None) is (count > 12)
        assert (read(b"[" * count + b"{}" + b"]" * count) is None) is (count > 12)
    assert read(b'["' + b",[{" * 50 + b'"]') is not None


def test_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (fast, exact):
        monkeypatch.setattr(module, "MAX_BYTES", 50)
    for size in (49, 50, 51):
        assert (read(b'"' + b"x" * (size - 2) + b'"') is None) is (size > 50)


@pytest.mark.parametrize(
    ("body", "exactly"),
    [
        (b"[1]", False), (b'"\\ud"', True), (b'"\\uD"', True), (b'"\\u0d"', False), (b'"\\Ud"', False),
        (b"[1,1,1,1,1,1]", False), (b'["1,1,1,1,1,1,1,1"]', False), (b'["1,1,1,1,1,1,1,1,1"]', False),
        (b'["1,1,1,1,1,1,1,1,1,1"]', False), (b'["1,1,1,1,1,1,1,1,1,1,1"]', True), (b'[{"[{":"[{[{[{"}]', False),
        (b'[{"[{[{":"[{[{[{["}]', True), (b"[,[,[,[,[,[,", True),
        (b"[,[,[,[,[,[", True), (b"[,[,[,[,[,", False), (b"x" * 50, False),
    ],
)  # fmt: skip
def test_what_the_exact_reader_decides(body: bytes, exactly: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast, "MAX_NODES", 10)
    monkeypatch.setattr(fast, "_exact", lambda *_: "exact")
    assert (fast.read(body, RESOLVE, ALLOWED, "utf-8") == "exact") is exactly


def test_parts() -> None:
    assert fast._parts(b'[1, {"a": [2,3], "b": {}}]') == 3 + 2 + 2
    assert [fast._parts(body) for body in (b",", b"[", b"{", b"]}:;x~", b"")] == [1, 1, 1, 0, 0]


# ---------------------------------------------------------------- levels

OBJECTS = b"[ {}\t" + b",\t{}" * 8 + b"]"  # no place of a brace that is known to be in a list
NESTED = b'{"a":' * 8 + b"{}" + b"}" * 8


@pytest.mark.parametrize(
    ("body", "most", "shallow"),
    [
        (b"[[[[[[[[", 8, True), (b"[[[[{{{{", 8, True), (b"{{{{{{{{", 8, True), (b"{{{{{{{{{", 8, False),
        (b"[[[[[[[[[", 8, False),
        (b"[[[[[{{{{", 8, False), (b"[[[[[[[", 7, True), (b"[[[[[[[[", 7, False),
        # Nothing but objects in one list.
        (OBJECTS, 8, True), (b"[" + NESTED + b"]", 8, False), (b"[ " + NESTED + b",\t{}, 1]", 8, False),
        (b"[ {}\t" + b",\t{}" * 7 + b"\t,\t 1,\t{}]", 8, False), (b'{"a": ' + OBJECTS + b"}", 8, False),
        (b'[ {}\t,\t{"a": []}' + b",\t{}" * 7 + b"]", 8, False), (b"[ 1" + b",\t1" * 8 + b',"{{{{{{{{{{"]', 8, False),
        # Objects that stand in a list, behind a comma or a bracket.
        (b"[" + b"{}," * 9 + b"1]", 3, True), (b"[" + b"{}," * 9 + b"1]", 2, False),
        (b"[ 1" + b",{}" * 9 + b"]", 3, True),
        (b"[ 1" + b", {}" * 9 + b"]", 3, True), (b"[ 1" + b",\n{}" * 9 + b"]", 3, True),
        (b"[ 1" + b",  {}" * 9 + b"]", 3, False),
        (b"[ 1" + b",\n{}" * 9 + b"]", 2, False), (b"[ 1" + b", {}" * 9 + b"]", 2, False),
        (b"[ 1" + b",{}" * 9 + b"]", 2, False),
        (b"[[{}],[{}],[{}],[ 1" + b", {}" * 9 + b"]]", 11, True),
        (b"[[{}],[{}],[{}],[ 1" + b", {}" * 9 + b"]]", 10, False),
        (b"[[{}, {}],[{},\n{}, 1" + b",{}" * 9 + b"]]", 7, True),
        (b"[[{}, {}],[{},\n{}, 1" + b",{}" * 9 + b"]]", 6, False),
        # What follows a colon adds one.
        (b'[1, {"a":{}}, {"a":{}}, {"a":{}}]', 6, True), (b'[1, {"a":{}}, {"a":{}}, {"a":{}}]', 5, False),
        (b'[[1, {"a":{}}, {"a":{}}, {"a":{}}]]', 8, True), (b'[1,[[{}, {"a":{}}, {"a":{}}, {"a":{}}]]]', 10, True),
        (b'[1,[[{}, {"a":{}}, {"a":{}}, {"a":{}}]]]', 9, False),
    ],
)  # fmt: skip
def test_bodies_that_cannot_be_deep(body: bytes, most: int, shallow: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    read = fast.read(body, RESOLVE, ALLOWED, "utf-8")
    monkeypatch.setattr(fast, "MAX_DEPTH", most)
    assert fast._shallow(body, None if read is None else read[0]) is shallow


@pytest.mark.parametrize(
    ("value", "depth"),
    [
        ("abc", 0), (None, 0), (True, 0), (Num("1"), 0), ([], 1), ({}, 1), (["abc", None, True], 1), ({"abc": None}, 1),
        ([[]], 2), ([{}], 2), ({"a": []}, 2), ({"a": {}}, 2), ([1, "a", [], None, {"a": 1}], 2), ([[], [[]], []], 3),
        ({"a": {"b": {"c": "d"}}}, 3), ([{"a": [1, {}]}], 4),
    ],
)  # fmt: skip
def test_depth(value: Any, depth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for most in range(1, 6):
        monkeypatch.setattr(fast, "MAX_DEPTH", most)
        assert fast._too_deep(value) is (depth > most)


# ---------------------------------------------------------------- what is remembered of charsets


def asked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Each question for a codec that could not be answered from memory."""
    given: list[object] = []

    def find(*about: Any) -> Any:
        given.append(about)
        return charset.find(*about)

    monkeypatch.setattr(fast, "find", find)
    return given


def test_which_beginnings_are_asked_about(found: dict[object, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that may be a byte order mark, each time."""
    questions = asked(monkeypatch)
    for first in range(256):
        found.clear()
        for rest in (b"x\xff", b"x", b"", b"\xef"):
            fast.coded(bytes([first]) + rest, RESOLVE, ALLOWED, "utf-8", None, None)
        assert len(questions) == (4 if first in (0xEF, 0xFF, 0xFE, 0) else 1), first
        assert len(found) == (0 if len(questions) == 4 else 1)
        questions.clear()


def test_which_bodies_are_asked_about(found: dict[object, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that may name a charset, each time."""
    questions = asked(monkeypatch)

    def coded(body: bytes) -> tuple[str | None, int]:
        return fast.coded(body, TELLING, ALLOWED, "utf-8", None, None)

    for _ in range(2):
        assert coded(b'{"cs": "koi8-r"}') == ("koi8-r", 0)
    assert (len(questions), found) == (2, {})
    for _ in range(2):
        assert coded(b'{"c": "koi8-r"}') == ("utf-8", 0)
    assert (len(questions), list(found.values())) == (3, ["utf-8"])
    for _ in range(2):
        assert coded(b'{"cs": "windows-1251"}') == ("cp1251", 0)
        assert coded(b"\xef\xbb\xbf{}") == ("utf-8", 3)
        assert coded(b"\xff\xfe{}") == (None, 0)
        assert coded(b'{"cs": "klingon"}') == (None, 0)
        assert coded(b'{"c": "koi8-r"}') == ("utf-8", 0)
    assert (len(questions), len(found)) == (11, 1)


@pytest.mark.usefixtures("found")
def test_what_is_remembered_is_not_taken_for_other_circumstances() -> None:
    for _ in range(2):
        assert fast.coded(b"1", RESOLVE, ALLOWED, "utf-8", None, None) == ("utf-8", 0)
        assert fast.coded(b"1", RESOLVE, ALLOWED, "koi8-r", None, None) == ("koi8-r", 0)
        assert fast.coded(b"1", RESOLVE, ALLOWED, "utf-8", "koi8-r", None) == ("koi8-r", 0)
        assert fast.coded(b"1", RESOLVE, ALLOWED, "utf-8", None, "windows-1251") == ("cp1251", 0)
        assert fast.coded(b"1", RESOLVE, ("utf-8",), "utf-8", None, "windows-1251") == (None, 0)
        assert fast.coded(b"1", ("default",), ALLOWED, "utf-8", "koi8-r", None) == ("utf-8", 0)


def test_no_more_is_remembered_than_said(found: dict[object, str], monkeypatch: pytest.MonkeyPatch) -> None:
    telling: dict[tuple[str, ...], list[bytes]] = {}
    monkeypatch.setattr(fast, "_TELLING", telling)
    for number in range(300):
        resolve = (f"param:p{number}", "default")
        for _ in range(2):
            assert fast.coded(b"[]", resolve, ALLOWED, "utf-8", None, None) == ("utf-8", 0)
        assert fast._may_tell(b'{"p%d": 1}' % number, resolve)
    assert len(found) == len(telling) == 256
    assert telling["param:p7", "default"] == [b"p7"]


@pytest.mark.parametrize(
    ("resolve", "names"),
    [
        ((), []), (("option", "default", "header"), []), (("param:cs",), [b"cs"]),
        (("default", "param:a", "is:b", "param:c:d"), [b"a", b"c:d"]),
        (("param", "params:x", "xparam:x", "Param:x"), []), (("param:",), [b""]), (("param:имя",), ["имя".encode()]),
    ],
)  # fmt: skip
def test_members_that_may_tell(resolve: tuple[str, ...], names: list[bytes]) -> None:
    assert fast.telling(resolve) == names
