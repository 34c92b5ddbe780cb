"""The fast readers give the same verdict and the same data as the exact ones."""

from __future__ import annotations

import subprocess
import sys
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wire import bodies
from wire.bodies import POLICY
from wirebook.accept import form as fast_form
from wirebook.accept import json as fast_json
from wirebook.accept import light
from wirebook.accept import lines as fast_lines
from wirebook.accept import xml as fast_xml
from wirebook.diagnostic import CODES
from wirebook.wire import caps, charset, form, json, lines, xml
from wirebook.wire.tree import Node, Wire

FORM_POLICY = POLICY | {"resolve": ("option", "param:charset", "header", "default"), "default": "windows-1251"}
HEADERS = st.sampled_from([None, None, None, "utf-8", "windows-1251", "UTF8", "utf-16", "x-none"])
OPTIONS = st.sampled_from([None, None, None, "windows-1251", "utf-8"])
PLANS = {name: lines.plan(bodies.shape(spec)) for name, spec in bodies.LINES.items()}


def verdict(wire: Wire) -> bool | None:
    """None for an error, else whether nothing at all was found."""
    if wire.root is None or any(CODES[issue.code].severity == "error" for issue in wire.issues):
        return None
    return not wire.issues


def same(fast: Any, wire: Wire, plain: Any) -> None:
    clean = verdict(wire)
    if clean is None:
        assert fast is None, wire.issues
        return
    assert wire.root is not None
    assert fast is not None
    assert fast[1] is clean
    assert fast[2] == wire.charset
    assert plain(fast[0]) == plain_node(wire.root, plain)


def plain_node(root: Node, plain: Any) -> Any:
    return {
        plain_element: bodies.element_spec,
        plain_json: bodies.value_spec,
        plain_form: plain_params,
        plain_lines: bodies.rows_spec,
    }[plain](root)


def plain_element(e: Any) -> dict[str, Any]:
    text = (e.text or "") + "".join(child.tail or "" for child in e)
    content = [plain_element(child) for child in e]
    return (
        {"element": e.tag}
        | ({"attributes": dict(e.attrib)} if e.attrib else {})
        | ({"text": text} if text else {})
        | ({"content": content} if content else {})
    )


def plain_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: plain_json(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain_json(v) for v in value]
    return {"number": str(value)} if isinstance(value, fast_json.Num) else value


def plain_form(params: Any) -> Any:
    return params


def plain_params(root: Node) -> Any:
    return [(c.name, c.text) for c in root.children]


def plain_lines(rows: Any) -> Any:
    return [{k: dict(v) if isinstance(v, list) else v for k, v in row.items() if v is not None} for row in rows]


def compare_xml(body: bytes, option: str | None = None, header: str | None = None) -> None:
    exact = xml.read(body, option=option, header=header, **POLICY)
    for few in (0, 1):  # with the C parser and, where the body is small, without
        fast_xml._few = few
        fast = fast_xml.read(body, POLICY["resolve"], POLICY["allowed"], POLICY["default"], option, header)
        same(fast, exact, plain_element)


def compare_json(body: bytes, option: str | None = None, header: str | None = None) -> None:
    fast = fast_json.read(body, POLICY["resolve"], POLICY["allowed"], POLICY["default"], option, header)
    same(fast, json.read(body, option=option, header=header, **POLICY), plain_json)


def compare_form(body: bytes, option: str | None = None, header: str | None = None) -> None:
    policy = FORM_POLICY
    fast = fast_form.read(body, policy["resolve"], policy["allowed"], policy["default"], option, header)
    wire = form.read(body, option=option, header=header, **policy)
    if fast is not None:
        assert wire.root is not None
        assert [raw for _, _, raw in fast[0]] == [body[n.value_start : n.value_end] for n in wire.root.children]
        fast = ([(name, text) for name, text, _ in fast[0]], *fast[1:])
    same(fast, wire, plain_form)


def compare_lines(body: bytes, name: str, option: str | None = None, header: str | None = None) -> None:
    plan = PLANS[name]
    fast = fast_lines.read(body, POLICY["resolve"], POLICY["allowed"], POLICY["default"], option, header, plan)
    same(fast, lines.read(body, option=option, header=header, plan=plan, **POLICY), plain_lines)


@given(bodies.mutated(bodies.xml_bodies(), bodies.XML_TOKENS), OPTIONS, HEADERS)
def test_xml_readers_agree(body: bytes, option: str | None, header: str | None) -> None:
    compare_xml(body, option, header)


@given(bodies.mutated(bodies.json_bodies(), bodies.JSON_TOKENS), OPTIONS, HEADERS)
def test_json_readers_agree(body: bytes, option: str | None, header: str | None) -> None:
    compare_json(body, option, header)


@given(bodies.mutated(bodies.form_bodies(), bodies.FORM_TOKENS), OPTIONS, HEADERS)
def test_form_readers_agree(body: bytes, option: str | None, header: str | None) -> None:
    compare_form(body, option, header)


@given(bodies.mutated(bodies.line_bodies(), bodies.LINE_TOKENS), st.sampled_from(sorted(PLANS)), HEADERS)
def test_lines_readers_agree(body: bytes, name: str, header: str | None) -> None:
    compare_lines(body, name, header=header)


@given(st.binary(max_size=40))
def test_all_readers_agree_about_noise(body: bytes) -> None:
    compare_xml(body)
    compare_json(body)
    compare_form(body)
    for name in PLANS:
        compare_lines(body, name)


HOSTILE_XML = {
    "empty": b"",
    "white": b" \n",
    "depth 64": b"<a>" * 64 + b"</a>" * 64,
    "depth 65": b"<a>" * 65 + b"</a>" * 65,
    "depth 64 of empty": b"<a>" * 63 + b"<a/>" + b"</a>" * 63,
    "depth 65 of empty": b"<a>" * 64 + b"<a/>" + b"</a>" * 64,
    "256 attributes": b"<a" + b"".join(b" a%d='1'" % i for i in range(256)) + b"/>",
    "257 attributes": b"<a" + b"".join(b" a%d='1'" % i for i in range(257)) + b"/>",
    "256 attributes and a namespace": b"<a xmlns='u'" + b"".join(b" a%d='1'" % i for i in range(256)) + b"/>",
    "257 attributes below": b"<r>" + b"<q/>" * 50 + b"<a" + b"".join(b" a%d=''" % i for i in range(257)) + b"/></r>",
    "doctype": b"<!DOCTYPE a><a/>",
    "doctype after declaration": b'<?xml version="1.0"?>\n<!-- c --><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    "doctype in text": b"<a><![CDATA[<!DOCTYPE a>]]></a>",
    "doctype in a comment": b"<!-- <!DOCTYPE a> --><a>x</a>",
    "doctype in an instruction": b"<?p <!DOCTYPE a> ?><a>x</a>",
    "doctype inside": b"<a><!DOCTYPE a></a>",
    "utf-16 with mark": "<a/>".encode("utf-16"),
    "utf-16 without mark": "<a/>".encode("utf-16-le"),
    "utf-16 declared": b'<?xml version="1.0" encoding="utf-16"?><a/>',
    "utf-8 called ascii": '<?xml version="1.0" encoding="us-ascii"?><a>Ж</a>'.encode(),
    "ascii": b'<?xml version="1.0" encoding="us-ascii"?><a>x</a>',
    "surrogate": b"<a>\xed\xa0\x80</a>",
    "noncharacter": b"<a>\xef\xbf\xbf</a>",
    "version": b"<?xml version='encoding' encoding='koi8-r'?><a>\xc1</a>",
    "no encoding": b"<?xml version='1.0' standalone='yes'?><a/>",
    "namespace with brace": b"<a xmlns='}'/>",
    "unbound": b"<p:a/>",
    "undefined byte": b"<?xml version='1.0' encoding='windows-1251'?><a>\x98</a>",
    "undefined byte in a comment": b"<?xml version='1.0' encoding='windows-1251'?><a><!--\x98--></a>",
    "two roots": b"<a/><b/>",
    "text after": b"<a/>x",
    "xml 1.1": b"<?xml version='1.1'?><a>\xc2\x85</a>",
}  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE_XML.values(), ids=HOSTILE_XML)
def test_hostile_xml_is_judged_alike(body: bytes) -> None:
    compare_xml(body)
    compare_xml(body, option="windows-1251")
    compare_xml(body, header="utf-8")


def _nested(depth: int, filler: str = "") -> bytes:
    return (f'{{"a":{filler}' * depth + "1" + "}" * depth).encode()


HOSTILE_JSON = {
    "depth 64": b"[" * 64 + b"]" * 64,
    "depth 65": b"[" * 65 + b"]" * 65,
    "depth 64 with a scalar": b"[" * 64 + b"1" + b"]" * 64,
    "100,000 brackets": b"[" * 100_000,
    "100,000 closed brackets": b"[" * 100_000 + b"]" * 100_000,
    "100,000 braces": b'{"a":' * 100_000,
    "objects 64": _nested(64),
    "objects 65": _nested(65),
    "objects 65 with spaces": _nested(65, " "),
    "objects 65 after many": b"[" + b"{}," * 100 + _nested(65) + b"]",
    "objects 60 after many": b"[" + b"{}," * 100 + _nested(60) + b"]",
    "braces in strings": b'[",{,{,{,{",' + b",".join([b"{}"] * 80) + b"]",
    "arrays and objects 66": b'[{"a":' * 33 + b"1" + b"}]" * 33,
    "arrays and objects 64": b'[{"a":' * 32 + b"1" + b"}]" * 32,
    "duplicate": b'{"a":1,"a":1}',
    "duplicate by escape": b'{"a":1,"\\u0061":1}',
    "half pair": b'["\\ud800"]',
    "half pair, upper": b'["\\uDC00x"]',
    "pair": b'["\\ud83d\\ude00"]',
    "escaped backslash before ud800": b'["\\\\ud800"]',
    "overflow": b"[1e400]",
    "long integer": b"[" + b"9" * 5000 + b"]",
    "long fraction": b"[" + b"9" * 5000 + b".5]",
    "not a number": b"[NaN]",
    "deep and cut": b"[" * 64,
    "nul": b"[\x00]",
    "mark": b"\xef\xbb\xbf[1]",
    "utf-16": "[1]".encode("utf-16"),
    "vertical tab": b"\x0b[1]",
    "no-break space": "\xa0[1]".encode(),
}  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE_JSON.values(), ids=HOSTILE_JSON)
def test_hostile_json_is_judged_alike(body: bytes) -> None:
    compare_json(body)


@pytest.mark.parametrize(
    "body",
    [b"", b"&", b"=", b"a", b"a=", b"\n", b"%63%68arset=utf%2D8", b"a=%D0%98&%63harset=utf-8",
     b"a=1\n\n", b"a=%", b"a=%2", b"a=% 2", b"a=%0A", b"a=\x7f", b"a=%D0%9F%D1",
     b"charset=utf-8&mes=%D0%9F%D1%80%D0%B8%D0%B2%D0%B5%D1%82+%D0%BC%D0%B8%D1%80", b"charset=utf-8&mes=%D0+%9F",
     b"charset=&charset=koi8-r&a=%C1", b"charset=%zz&a=1", b"a=1;charset=utf-8", b"%63harset=utf-8&a=%D0%9F",
     b"mes=%98", b"a=\xcf", b"a=%CF%F0%E8%E2%E5%F2%2C+%EC%E8%F0+100%25+%EC", b"a=%CF%F0%E8%E2%E5%F2%2C+%EC%E8%F0+10%"],
)  # fmt: skip
def test_hostile_forms_are_judged_alike(body: bytes) -> None:
    compare_form(body)


@pytest.fixture
def small_caps(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (xml, json, form, lines, light, fast_xml, fast_json, fast_form, fast_lines):
        monkeypatch.setattr(module, "MAX_NODES", 6)
        monkeypatch.setattr(module, "MAX_BYTES", 400, raising=module is not light)


@pytest.mark.usefixtures("small_caps")
@pytest.mark.parametrize("count", range(3, 9))
def test_caps_on_size_are_the_same(count: int) -> None:
    compare_xml(b"<a>" + b"<b/>" * count + b"</a>")
    compare_xml(b"<a>" + b"<b x='1'/>" * count + b"</a>")
    compare_json(b"[" + b",".join([b"1"] * count) + b"]")
    compare_json(b'{"a":[' + b",".join([b"[]"] * count) + b"]}")
    compare_form(b"&".join([b"a=1"] * count) + b"&&&&")
    compare_lines(b"\n".join([b"name = x, id = 5"] * count), "list")
    compare_lines(b"name = x" + b", mega = 1" * count + b", id = 5", "operators")
    for filler in (b"<a>" + b" " * (390 + count) + b"</a>", b"[" + b" " * (395 + count) + b"]"):
        compare_xml(filler)
        compare_json(filler)
    compare_form(b"a=" + b"1" * (395 + count))


def test_caps_are_what_they_say() -> None:
    assert (caps.MAX_DEPTH, caps.MAX_ATTRIBUTES) == (64, 256)


@pytest.mark.parametrize("module", ["xml", "json", "form"])
def test_fast_readers_import_little(module: str) -> None:
    code = f"""
import sys
before = set(sys.modules)
import wirebook.accept.{module}
print(*sorted(set(sys.modules) - before))
"""
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    unwanted = {"_elementtree", "dataclasses", "typing", "re", "json", "wirebook.model", "wirebook.diagnostic"}
    assert not unwanted & set(loaded), loaded


def test_the_first_small_xml_is_read_without_much() -> None:
    code = """
import sys
from wirebook.accept.xml import read
read(b"<a b='c'>d<e/>f</a>", ("default",), ("utf-8",), "utf-8")
print(*{"_elementtree", "re", "enum", "copy"} & set(sys.modules))
for _ in range(20):
    read(b"<a b='c'>d<e/>f</a>", ("default",), ("utf-8",), "utf-8")
print(*{"_elementtree"} & set(sys.modules))
"""
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded == "\n_elementtree\n"


@given(bodies.mutated(bodies.xml_bodies(), bodies.XML_TOKENS))
def test_light_elements_are_those_of_the_c_parser(body: bytes) -> None:
    """To each text and tail."""
    if b"<!DOCTYPE" in body:
        return
    parser = ElementTree.XMLParser(encoding="utf-8")
    try:
        parser.feed(body)
        want = parser.close()
    except ElementTree.ParseError:
        want = None
    got = light.parse(body)
    assert (got is None) is (want is None)
    todo = [] if got is None else [(got, want)]
    while todo:
        ours, theirs = todo.pop()
        assert theirs is not None
        assert (ours.tag, ours.attrib, ours.text, ours.tail) == (theirs.tag, theirs.attrib, theirs.text, theirs.tail)
        assert (list(ours.keys()), ours.get("x"), len(ours)) == (list(theirs.keys()), theirs.get("x"), len(theirs))
        todo += zip(ours, theirs, strict=True)


@pytest.mark.parametrize("name", sorted(PLANS))
def test_hostile_lines_cost_linear_time(name: str) -> None:
    """A line of a hundred thousand beginnings is read at once, whatever it is made of."""
    import time

    for piece in bodies.LINE_TOKENS:
        for start in (b"", b"name = ", b"ERROR = 7 ("):
            if b"\n" in piece:
                continue
            body = start + piece * (100_000 // len(piece)) + b"!"
            begun = time.process_time()
            lines.read(body, plan=PLANS[name], **POLICY)
            assert time.process_time() - begun < 2, (name, piece)


@pytest.mark.parametrize("codec", sorted(charset._IANA))
def test_every_charset_reads_alike_in_xml(codec: str) -> None:
    """Expat knows few of these by itself; every byte of them must come to the same character all the same."""
    text = bytes(range(0x20, 0x100)).decode(codec, "ignore").translate({0x26: None, 0x3C: None})
    body = f'<?xml version="1.0" encoding="{charset.iana(codec)}"?><a x=\'{text.replace(chr(39), "")}\'>{text}</a>'
    data = body.encode(codec)
    wire = xml.read(data, resolve=("declaration",), allowed=(codec,), default=codec)
    assert not wire.issues
    assert wire.root is not None
    assert wire.root.text == text
    same(fast_xml.read(data, ("declaration",), (codec,), codec), wire, plain_element)


ODD_FORMS = [
    b"a=%41&b=%42%43",
    b"a=%&b=1",
    b"a=%4&b=1",
    b"a=%4",
    b"a=%%41&b=1",
    b"a=%zz",
    b"a==&b=1",
    b"a=1=2&b",
    b"a&b=c=d",
    b"&a=1",
    b"a=1&&b=2",
    b"=1",
    b"%3D=1&a=%26",
    b"a=%01&b=%02",
    b"a=%3D%3D",
    b"a+b=c+d&e=+",
    b"a=%2B+%2b",
    b"%61=1&a=2",
    b"a=",
    b"a=&b=",
    b"charset=utf-8&a=%D0%9F",
    b"a=%D0%9F&charset=koi8-r",
    b"a=%98",
    b"charset=utf-8&a=%D0&b=%9F",
    b"%63harset=utf-8&a=%D0%9F",
    b"a=1\r\n",
    b"a=1\n",
    b"a=\x01",
    b"a=%0D%0A&b=%00",
    b"a=1&b=2&",
    b"a=%E7%E0%E2+%F2&b=%2541",
    b"a=1%",
    b"a=%C3%A9%",
]


@pytest.mark.parametrize("body", ODD_FORMS)
def test_a_form_decoded_at_once_is_the_exact_one(body: bytes) -> None:
    compare_form(body)


PIECES = [*"abZ&=+%.-_", "%41", "%D0", "%26", "%3d", "%01", "%E7%E0", "charset=utf-8"]


@given(st.lists(st.sampled_from(PIECES), max_size=12), OPTIONS)
def test_any_form_decoded_at_once_is_the_exact_one(pieces: list[str], option: str | None) -> None:
    compare_form("".join(pieces).encode(), option)


def test_what_is_remembered_of_charsets_is_not_taken_for_a_body_that_says_more() -> None:
    plain = b'{"a": "x"}'
    for body in (plain, b"\xef\xbb\xbf" + plain, plain, b'{"charset": "utf-8", "a": "\xd0\x9f"}', b'{"a": "\xcf"}'):
        for header in (None, "utf-8", "windows-1251"):
            policy = ("option", "param:charset", "header", "default"), POLICY["allowed"], "windows-1251"
            wire = json.read(body, resolve=policy[0], allowed=policy[1], default=policy[2], header=header)
            found = fast_json.read(body, *policy, None, header)
            assert (found is None) == (wire.root is None or bool(wire.issues))
            assert found is None or found[2] == wire.charset
