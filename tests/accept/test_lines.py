"""The fast reader of text and csv: what it makes of lines, and that the exact reader says the same."""

from __future__ import annotations

import re
from typing import Any

import pytest

from wire.bodies import LINES, POLICY, rows_spec, shape
from wirebook.accept import lines as fast
from wirebook.wire import lines as exact

PLANS = {name: exact.plan(shape(spec)) for name, spec in LINES.items()}


def read(body: bytes | str, name: str, option: str | None = None, header: str | None = None) -> Any:
    """The lines, as the exact reader has them."""
    data = body.encode() if isinstance(body, str) else body
    plan = PLANS[name]
    wire = exact.read(data, option=option, header=header, plan=plan, **POLICY)
    found = fast.read(data, POLICY["resolve"], POLICY["allowed"], POLICY["default"], option, header, plan)
    if wire.root is None or wire.issues:
        assert found is None
        return None
    assert found is not None
    plain = [{k: dict(v) if isinstance(v, list) else v for k, v in line.items() if v is not None} for line in found[0]]
    assert plain == rows_spec(wire.root)
    assert found[1:] == (True, wire.charset)
    return found[0]


@pytest.mark.parametrize(
    ("name", "body", "lines"),
    [
        ("only", "OK", [{}]), ("only", "OK\n", [{}]), ("only", "OK\r\n", [{}]), ("only", "", None),
        ("only", "\n", None), ("only", "OK\n\n", None),
        ("only", "OK\nOK", None), ("only", "ok", None), ("only", "OK ", None), ("only", "\ufeff", None),
        ("only", "\ufeffOK", [{}]),
        ("error", "ERROR = 7 (x)", [{"code": "7", "text": "x", "id": None}]),
        ("error", "ERROR = 7 (x), ID - 5\n", [{"code": "7", "text": "x", "id": "5"}]),
        ("error", "ERROR = 9 (a), ID - x)", [{"code": "9", "text": "a), ID - x", "id": None}]),
        ("error", "ERROR = 7 (x", None),
        ("error", "ERROR = 7 (Ж)\r\n", [{"code": "7", "text": "Ж", "id": None}]), ("error", " ERROR = 7 (x)", None),
        ("error", "ERROR = 7 ()", [{"code": "7", "text": "", "id": None}]),
        ("list", "", []), ("list", "\ufeff", []), ("list", "name = a, id = 1\n", [{"name": "a", "id": "1"}]),
        ("list", "name = a, id = 1\r\nname = b, id = 2", [{"name": "a", "id": "1"}, {"name": "b", "id": "2"}]),
        ("list", " \tname = a, id = 1\t \n\tname = b, id = 2 ", [{"name": "a", "id": "1"}, {"name": "b", "id": "2"}]),
        ("list", "name = a, id = 1\n\n", None), ("list", "\n", []), ("list", "xname = a, id = 1", None),
        ("list", "name = a, id = 1x", [{"name": "a", "id": "1x"}]),
        ("list", "name = a, id = 1\rname = b, id = 2", None),
        ("list", "name = xax, id = 1", [{"name": "xax", "id": "1"}]),
        ("three", "1, 2, 3\r\n4, 5, 6\r\n", [{"a": "1", "b": "2", "c": "3"}, {"a": "4", "b": "5", "c": "6"}]),
        ("three", " 1, 2, 3", [{"a": " 1", "b": "2", "c": "3"}]),
        # A separator that begins no pair is part of the value.
        ("operators", "name = a, x = y, z, id = 1", [{"name": "a", "operators": [("x", "y, z")], "id": "1"}]),
        ("operators", "name = a, id = 1", [{"name": "a", "operators": [], "id": "1"}]),
        ("operators", "name = a, mega = 5, x y = z, id = 1", [{"name": "a", "operators": [("mega", "5"),
        ("x y", "z")], "id": "1"}]),
        ("suffixed", "a: x=1; y=2; id 7", [{"steps": [("x", "1"), ("y", "2")], "id": "7", "name": "a"}]),
        ("suffixed", "a: id 7", [{"steps": [], "id": "7", "name": "a"}]),
    ],
)  # fmt: skip
def test_lines(name: str, body: str, lines: list[dict[str, Any]] | None) -> None:
    assert read(body, name) == lines


LINES_OF_ANY = [
    "", "\n", "\r\n", "OK", "OK\n", "ERROR = 7 (x)", "name = a, id = 1", "name = a, mega = 1, id = 1",
    "name = a, mega = 1, mega = 2, id = 1",
    "name = a, mega = x, id = 1", "name = a, mega = 1, other = 2, mts = 3, id = 4\nname = b, id = 5",
    "name = a, x = y = z, id = 1", "5,-01", "0,-5",
    ",-5", "5,-", "a: x=1; id 7", "a: y=2; x=1; x=3; id 7\r\n", "a;c", "a, b, c", "a, b, c, d", "a;", ";",
    "a, mega=1;x", "a: z=1; id 7", "name = , id = 1",
    "name = a, id = ", "name = a=b, c = d, id = 5", "name = a, = b, id = 5", "a, b, c\nd, e, f\r\n\r\n",
    "a (x=1, y=2);c", "a, x = 1, y = 2;c",
]  # fmt: skip


@pytest.mark.parametrize("name", sorted(PLANS))
@pytest.mark.parametrize("body", LINES_OF_ANY)
def test_the_exact_reader_says_the_same(name: str, body: str) -> None:
    read(body, name)
    read("\ufeff" + body, name)
    read(f" {body}\t\n{body}", name)


def test_charsets() -> None:
    body = "ERROR = 7 (Ж)".encode("cp1251")
    assert read(body, "error") is None
    assert read(body, "error", option="windows-1251") == [{"code": "7", "text": "Ж", "id": None}]
    assert read(body, "error", header="windows-1251") is not None
    assert read(b"ERROR = 7 (\x98)", "error", header="windows-1251") is None
    assert read(body, "error", header="klingon") is None
    assert read(b"\xef\xbb\xbfOK", "only", header="windows-1251") is None
    assert read(b"\xff\xfeO\0K\0", "only") is None
    marked = b"\xef\xbb\xbf1, 2, 3"
    assert read(marked, "three") == [{"a": "1", "b": "2", "c": "3"}]
    assert read(marked, "three", header="utf-8") is not None
    assert read(marked, "three", header="windows-1251") is None


def test_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (fast, exact):
        monkeypatch.setattr(module, "MAX_BYTES", 30)
    for size in (29, 30, 31):
        assert (read("ERROR = 7 (".ljust(size - 1, "x") + ")", "error") is None) is (size > 30)


@pytest.mark.parametrize("most", range(4, 26))
def test_nodes(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (fast, exact):
        monkeypatch.setattr(module, "MAX_NODES", most)
    read_any = []
    for count in range(9):
        read_any.append(read("\n".join(["name = x, id = 5"] * count), "list") is not None)
        read_any.append(read("\ufeff" + "\n".join(["1, 2, 3"] * count), "three") is not None)
        pairs = "".join(f", {key} = 1" for key in "abcdefghi"[:count])
        read_any.append(read(f"name = x{pairs}, id = 5", "operators") is not None)
        read_any.append(read("\n".join(["name = x, mega = 1, id = 5"] * count), "operators") is not None)
    assert any(read_any)
    assert not all(read_any)
    assert (read("OK", "only"), read("ERROR = 7 (x)", "error") is not None) == ([{}], True)


def test_when_nodes_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where there may be too many of them: each line and its captures, and any byte may be a pair."""
    asked: list[bytes] = []

    def counted(body: bytes, *_: object) -> bool:
        asked.append(body)
        return False

    monkeypatch.setattr(fast, "_too_many", counted)
    for name, line, each in (
        ("list", b"name = x, id = 5", 3),
        ("three", b"1, 2, 3", 4),
        ("operators", b"name = x, id = 5", 4),
    ):
        for count in (1, 3):
            body = b"\n".join([line] * count)
            most = each * count + (len(body) if name == "operators" else 0)
            for cap in (most - 1, most, most + 1):
                monkeypatch.setattr(fast, "MAX_NODES", cap)
                policy = POLICY["resolve"], POLICY["allowed"], POLICY["default"]
                assert fast.read(body, *policy, None, None, PLANS[name]) is not None
                assert asked == ([body] if cap < most else [])
                asked.clear()


def test_pairs_end_where_none_fits() -> None:
    one = re.compile(r"(?:([a-z])=(.)|([A-Z])=(.)|);?")
    assert fast._pairs(one, "a=1;B=2c=3;!d=4") == [("a", "1"), ("B", "2"), ("c", "3")]
    assert fast._pairs(one, "a=1;B=2") == [("a", "1"), ("B", "2")]
    assert fast._pairs(one, "!a=1") == []
    assert fast._pairs(one, "") == []
