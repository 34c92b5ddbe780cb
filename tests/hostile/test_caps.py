"""The stated caps: bytes, depth, parts, attributes and findings, each with its finding, held alike by both engines.

The full numbers where that is cheap, smaller ones put in their place where it is not. And the memory that hostile
input takes: of each kind that ``benchmarks/bounds.py`` measures, for a tenth of a megabyte.
"""

from __future__ import annotations

import math
import re
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from checked import codes, told
from worst import SHAPES, Shape, sized

import wirebook
from wirebook.accept import form as fast_form
from wirebook.accept import json as fast_json
from wirebook.accept import light
from wirebook.accept import lines as fast_lines
from wirebook.accept import xml as fast_xml
from wirebook.diagnostic import CODES
from wirebook.explain import notes
from wirebook.wire import caps, form, json, lines, xml

ROOT = Path(__file__).resolve().parents[2]
READERS = (xml, json, form, lines, light, fast_xml, fast_json, fast_form, fast_lines)
Make = Callable[[int], bytes]
BODIES: dict[str, tuple[str, str, str]] = {
    "xml": ("quicktel", "sms_send_request", "xml"),
    "form": ("smsc", "callback_status", "form"),
    "json": ("smsc", "callback_status", "json"),
    "array": ("smsc", "senders_list", "json"),
    "text": ("smsc", "senders_list", "text"),
    "csv": ("smsc", "senders_list", "csv"),
    "pairs": ("smsc", "senders_operators", "text"),
}


def limits(kind: str, body: bytes) -> list[str]:
    """The caps that a body breaks; both engines and ``validate`` are asked."""
    name, message, encoding = BODIES[kind]
    return [code for code in codes(told(name, message, encoding, body)) if code.startswith("limit.")]


def xml_of(inner: str) -> bytes:
    return f'<xml_request name="sms_send">{inner}</xml_request>'.encode()


def test_the_stated_numbers() -> None:
    assert caps.MAX_BYTES == 16 * 1024 * 1024
    assert (caps.MAX_NODES, caps.MAX_DEPTH, caps.MAX_ATTRIBUTES) == (400_000, 64, 256)
    assert (caps.MAX_FINDINGS, caps.MAX_ISSUES) == (100, 1000)


# ---------------------------------------------------------------- each cap, at it and beyond it


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in READERS:
        monkeypatch.setattr(module, "MAX_NODES", 20)
        monkeypatch.setattr(module, "MAX_BYTES", 2000, raising=module is not light)


# What has n parts besides the root.
PARTS: dict[str, tuple[str, Make]] = {
    "elements": ("xml", lambda n: xml_of("<a/>" * (n - 1))),
    "attributes": ("xml", lambda n: xml_of('<a b=""/>' * ((n - 1) // 2) + "<a/>" * ((n - 1) % 2))),
    "parameters": ("form", lambda n: b"a=1&" * n),
    "bare parameters": ("form", lambda n: b"a&&" * n),
    "members": ("json", lambda n: b"{" + b",".join(b'"k%d":1' % i for i in range(n)) + b"}"),
    "items": ("array", lambda n: b"[" + b",".join([b"1"] * n) + b"]"),
    "items in items": ("array", lambda n: b"[[" + b",".join([b"[]"] * (n - 1)) + b"]]"),
}


@pytest.mark.parametrize(("kind", "make"), PARTS.values(), ids=PARTS)
@pytest.mark.usefixtures("small")
def test_parts_beyond_their_number_are_a_finding(kind: str, make: Make) -> None:
    extra = 1 if kind == "xml" else 0  # the attribute that names the message
    assert limits(kind, make(20 - extra)) == []
    assert limits(kind, make(21 - extra)) == ["limit.nodes"]
    assert limits(kind, make(60)) == ["limit.nodes"]


@pytest.mark.parametrize(
    ("kind", "line"), [("text", b"name = a, id = 1\n"), ("csv", b"a,1\n"), ("csv", b"\n"), ("text", b"x\n")]
)
@pytest.mark.usefixtures("small")
def test_lines_beyond_their_number_are_a_finding(kind: str, line: bytes) -> None:
    found = [limits(kind, line * n) for n in range(1, 40)]
    first = found.index(["limit.nodes"])
    assert 5 < first < 22
    assert found == [[]] * first + [["limit.nodes"]] * (39 - first)


@pytest.mark.usefixtures("small")
def test_pairs_of_a_line_beyond_their_number_are_a_finding() -> None:
    found = [limits("pairs", b"name = a" + b", mega_int = 1" * n + b", id = 1") for n in range(1, 40)]
    first = found.index(["limit.nodes"])
    assert 5 < first < 22
    assert found == [[]] * first + [["limit.nodes"]] * (39 - first)


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.usefixtures("small")
def test_bytes_beyond_their_number_are_a_finding(kind: str) -> None:
    for filler in (b" ", b"<", b"\x98", b"[", b"&", b"\n"):
        assert "limit.bytes" not in limits(kind, filler * 2000)
        assert limits(kind, filler * 2001) == ["limit.bytes"]


@pytest.mark.parametrize("kind", BODIES)
def test_a_body_beyond_the_size_is_refused_at_once(kind: str) -> None:
    """The stated number itself, at which nothing is read."""
    assert limits(kind, bytes(caps.MAX_BYTES + 1)) == ["limit.bytes"]


DEPTHS: dict[str, tuple[str, Make]] = {
    "elements": ("xml", lambda n: xml_of("<a>" * (n - 1) + "</a>" * (n - 1))),
    "elements, the last one empty": ("xml", lambda n: xml_of("<a>" * (n - 2) + "<a/>" + "</a>" * (n - 2))),
    "arrays": ("json", lambda n: b"[" * n + b"]" * n),
    "objects": ("json", lambda n: b'{"a":' * n + b"1" + b"}" * n),
    "members of a known one": ("json", lambda n: b'{"cmt":' + b"[" * (n - 1) + b"]" * (n - 1) + b"}"),
}


@pytest.mark.parametrize(("kind", "make"), DEPTHS.values(), ids=DEPTHS)
def test_levels_beyond_their_number_are_a_finding(kind: str, make: Make) -> None:
    assert limits(kind, make(caps.MAX_DEPTH)) == []
    assert limits(kind, make(caps.MAX_DEPTH + 1)) == ["limit.depth"]


def test_attributes_beyond_their_number_are_a_finding() -> None:
    def wide(count: int) -> bytes:
        return xml_of("<a " + " ".join(f"a{n}=''" for n in range(count)) + "/>")

    assert limits("xml", wide(caps.MAX_ATTRIBUTES)) == []
    assert limits("xml", wide(caps.MAX_ATTRIBUTES + 1)) == ["limit.attributes"]


def test_every_cap_of_a_body_has_a_code_of_its_own() -> None:
    assert {code for code in CODES if code.startswith("limit.")} == {
        "limit.bytes", "limit.nodes", "limit.depth", "limit.attributes"
    }  # fmt: skip


# ---------------------------------------------------------------- findings

# Bodies with n findings each, at the least.
MANY: dict[str, tuple[str, Make]] = {
    "unknown elements": ("xml", lambda n: xml_of("<a/>" * n)),
    "items that lack everything": ("xml", lambda n: xml_of("<sms/>" * n)),
    "duplicates": ("form", lambda n: b"id=1&" * n),
    "bad percent signs": ("form", lambda n: b"id=1&cmt=" + b"%zz" * n),
    "duplicate keys": ("json", lambda n: b"{" + b",".join([b'"id":1'] * n) + b"}"),
    "half pairs": ("json", lambda n: b'{"cmt":"' + b"\\ud800" * n + b'"}'),
    "items of another kind": ("array", lambda n: b"[" + b",".join([b"1"] * n) + b"]"),
    "lines that fit nothing": ("text", lambda n: b"x\n" * n),
    "numbers that are none": ("csv", lambda n: b"a,b\n" * n),
}


@pytest.mark.parametrize(("kind", "make"), MANY.values(), ids=MANY)
def test_no_body_has_more_findings_than_are_shown_and_the_rest_is_counted(kind: str, make: Make) -> None:
    name, message, encoding = BODIES[kind]
    said = told(name, message, encoding, make(3000))
    assert len(said.findings) == caps.MAX_FINDINGS + 1
    last = said.findings[-1]
    assert (last.code, last.severity) == ("findings.more", "info")
    more = int(dict(last.args)["got"])
    assert more >= caps.MAX_ISSUES - caps.MAX_FINDINGS
    assert said.value is None
    assert not said.ok


def test_what_is_dropped_on_the_way_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Findings that cannot be shown are dropped while a body is read; the outcome is that of keeping them all."""
    bodies = [(kind, make(500)) for kind, make in MANY.values()]
    bodies.append(("form", b"id=1&" * 150 + b"phone=+1&" * 150 + b"cmt=%zz&x" * 150))
    bodies.append(("xml", xml_of('<sms sms_id="" number="x" ttl="1" source_number="I">y</sms><a/>' * 100)))
    for kind, body in bodies:
        name, message, encoding = BODIES[kind]
        monkeypatch.setattr(notes, "_KEPT", 1 << 30)
        every = told(name, message, encoding, body)
        for few in (1, 150, 400):
            monkeypatch.setattr(notes, "_KEPT", few)
            assert told(name, message, encoding, body).findings == every.findings


def test_an_error_is_never_lost_among_warnings() -> None:
    rows = "".join(f'<sms sms_id="{n}" number="79000000001" source_number="Info" ttl="1">x</sms>' for n in range(300))
    body = xml_of('<xml_user lgn="a" pwd="b"/>' + rows + "<x/>")
    result = wirebook.validate(body, spec="quicktel", message="sms_send_request")
    assert result.verdict == "fail"
    assert len(result.findings) == caps.MAX_FINDINGS + 1
    assert "shape.unknown" in [finding.code for finding in result.findings]


# ---------------------------------------------------------------- memory

SIZE = 4000
PER_BYTE = 1500  # bytes that Python's objects take at most for a byte of input
# Those that take most; benchmarks/bounds.py measures all, with a megabyte.
WORST = {
    "xml": ["xml items that lack everything", "xml items of unknown attributes", "xml smallest elements"],
    "json": ["json objects that lack everything", "json smallest items", "json duplicates"],
    "form": ["form names alone", "form duplicates", "form smallest parameters"],
    "text": ["text empty lines", "text shortest lines"],
    "csv": ["csv shortest lines", "csv shortest lines that fit nothing"],
    "spec": ["spec empty lists", "spec keys", "spec one key, repeated"],
}


@pytest.mark.parametrize("entry", WORST)
def test_memory_is_bounded_by_the_size_of_the_input(entry: str, tmp_path: Path) -> None:
    over = {}
    for shape in map(SHAPES.__getitem__, WORST[entry]):
        body = sized(shape.make, SIZE)
        if entry == "spec":
            path = tmp_path / "own.yaml"
            path.write_bytes(body)
            runs = {"load": lambda shape=shape, path=path: shape.file(path)}
        else:
            shape.explain(b"x")
            shape.accept(b"x")
            runs = {
                "explain": lambda shape=shape, body=body: shape.explain(body),
                "accept": lambda shape=shape, body=body: shape.accept(body),
            }
        for engine, run in runs.items():
            took = peak(run)
            if took > PER_BYTE * SIZE:
                over[shape.name, engine] = took / SIZE
    assert over == {}


def peak(run: Callable[[], object]) -> int:
    """The most memory that Python's objects take while it runs."""

    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


# ---------------------------------------------------------------- where the numbers stand


CAP = re.compile(r"^(_?MAX_\w+) = ([0-9A-Z_ *]+?)(?: *#.*)?$", re.MULTILINE)


def test_every_cap_stands_on_the_page_of_limits() -> None:
    """``docs/limits.md`` is the one place where all of them are stated; a cap of the code is there with its number."""
    page = (ROOT / "docs" / "limits.md").read_text("utf-8")
    stated = dict(re.findall(r"^\| `([\w./]+ _?MAX_\w+)` \| ([0-9,]+)", page, re.MULTILINE))
    real = {}
    sources = ROOT / "src" / "wirebook"
    for path in sorted(sources.rglob("*.py")):
        if path.is_relative_to(sources / "providers"):
            continue
        text = path.read_text("utf-8")
        found = CAP.findall(text)
        assert len(found) == len(re.findall(r"^_?MAX_\w+\b.* = ", text, re.MULTILINE)), path
        for name, product in found:
            factors = [getattr(caps, factor) if factor[0] == "M" else int(factor) for factor in product.split(" * ")]
            real[f"{path.relative_to(sources).with_suffix('')} {name}"] = f"{math.prod(factors):,}"
    assert len(real) > 30
    assert stated == real


def test_the_shapes_reach_every_entry_point() -> None:
    assert {shape.entry for shape in SHAPES.values()} == {
        "xml", "json", "form", "text", "csv", "spec", "har", "jsonl", "warc", "mitm", "pcap"
    }  # fmt: skip
    assert all(isinstance(shape, Shape) for shape in SHAPES.values())
