"""The golden files of this folder: exact bytes both ways, and malformed bodies with code and offset."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from wire import bodies
from wirebook.diagnostic import CODES
from wirebook.wire import charset, form, json, lines, xml
from wirebook.wire.tree import Node, Wire, WireError

FOLDER = Path(__file__).parent
ENCODINGS: dict[str, dict[str, Any]] = {
    "xml": {"module": xml, "build": bodies.element, "spell": bodies.element_spec},
    "json": {"module": json, "build": bodies.value, "spell": bodies.value_spec},
    "form": {"module": form, "build": bodies.params, "spell": bodies.params_spec},
    "lines": {"module": lines, "build": bodies.rows, "spell": bodies.rows_spec},
}
DEFAULTS = {"form": "windows-1251"}


def cases(section: str) -> list[Any]:
    found = []
    for encoding in ENCODINGS:
        for case in yaml.safe_load((FOLDER / f"{encoding}.yaml").read_text("utf-8"))[section]:
            found.append(pytest.param(encoding, case, id=f"{encoding}: {case['name']}"))
    return found


def chosen(encoding: str, case: dict[str, Any]) -> str:
    return str(case.get("charset", DEFAULTS.get(encoding, "utf-8")))


def body_of(encoding: str, case: dict[str, Any]) -> bytes:
    if "body_hex" in case:
        return bytes.fromhex(str(case["body_hex"]))
    return str(case["body"]).encode(chosen(encoding, case))


def plan(case: dict[str, Any]) -> dict[str, Any]:
    return {"plan": lines.plan(bodies.shape(bodies.LINES[case["shape"]]))} if "shape" in case else {}


def read(encoding: str, case: dict[str, Any], body: bytes) -> Wire:
    sources = ("option", "param:charset" if encoding == "form" else "header", "bom", "declaration", "default")
    wire = ENCODINGS[encoding]["module"].read(
        body,
        resolve=sources,
        allowed=("utf-8", "windows-1251", "koi8-r"),
        default=chosen(encoding, case),
        **plan(case),
    )
    assert isinstance(wire, Wire)
    return wire


def write(encoding: str, case: dict[str, Any]) -> bytes:
    tree = ENCODINGS[encoding]["build"](case["tree"])
    body = ENCODINGS[encoding]["module"].write(tree, charset=chosen(encoding, case), **plan(case))
    assert isinstance(body, bytes)
    return body


@pytest.mark.parametrize(("encoding", "case"), cases("both"))
def test_written_and_read_exactly(encoding: str, case: dict[str, Any]) -> None:
    body = body_of(encoding, case)
    if encoding == "xml":
        body = f'<?xml version="1.0" encoding="{charset.iana(chosen(encoding, case))}"?>\n'.encode() + body
    assert write(encoding, case) == body
    wire = read(encoding, case, body)
    assert not wire.issues
    assert wire.root is not None
    assert ENCODINGS[encoding]["spell"](wire.root) == case["tree"]
    check_spans(wire.root, body)


@pytest.mark.parametrize(("encoding", "case"), cases("read"))
def test_read_as_others_write(encoding: str, case: dict[str, Any]) -> None:
    body = body_of(encoding, case)
    wire = read(encoding, case, body)
    assert not wire.issues
    assert wire.root is not None
    assert ENCODINGS[encoding]["spell"](wire.root) == case["tree"]
    check_spans(wire.root, body)


@pytest.mark.parametrize(("encoding", "case"), cases("malformed"))
def test_malformed(encoding: str, case: dict[str, Any]) -> None:
    wire = read(encoding, case, body_of(encoding, case))
    assert [issue.code for issue in wire.issues][:1] == [case["code"]]
    first = wire.issues[0]
    assert first.start == case["offset"]
    assert first.start <= first.end <= max(len(wire.body), first.start)
    CODES[first.code].template.format(**first.args)
    CODES[first.code].ru.format(**first.args)


@pytest.mark.parametrize(("encoding", "case"), cases("unwritable"))
def test_unwritable(encoding: str, case: dict[str, Any]) -> None:
    with pytest.raises(WireError) as caught:
        write(encoding, case)
    assert caught.value.code == case["code"]
    assert caught.value.args_.get("got") == case.get("got")
    CODES[case["code"]].template.format(name="x", **caught.value.args_)


def check_spans(node: Node, body: bytes) -> None:
    """Every node stands inside its parent, after its elder sibling, and its parts inside itself."""
    assert 0 <= node.start <= node.value_start <= node.value_end <= node.end <= len(body)
    if node.name_start >= 0:
        assert node.start <= node.name_start <= node.name_end <= node.end
    at = node.start
    for child in node.children:
        assert at <= child.start <= child.end <= node.end
        at = child.end
        check_spans(child, body)
