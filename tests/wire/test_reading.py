"""What readers make of a body, node by node with its places, and each fault with its place and what is said of it."""

from __future__ import annotations

from typing import Any

import pytest

from wire.bodies import LINES, POLICY, shape
from wirebook.wire import caps, form, json, lines, xml
from wirebook.wire.tree import Node, Wire

FORM_POLICY = POLICY | {"resolve": ("option", "param:charset", "header", "default"), "default": "windows-1251"}


def told(wire: Wire) -> list[tuple[Any, ...]]:
    return [(issue.code, issue.start, issue.end, issue.args) for issue in wire.issues]


def shown(wire: Wire) -> list[str]:
    """A line for each node: slot, name, kind and text, then the bytes of all of it, of its name and of its value."""
    found: list[str] = []

    def cut(start: int, end: int) -> str:
        return "-" if start < 0 else wire.body[start:end].decode(wire.charset)

    def walk(node: Node, depth: int) -> None:
        places = (cut(node.start, node.end), cut(node.name_start, node.name_end), cut(node.value_start, node.value_end))
        head = " ".join(filter(None, (node.slot, node.name, node.kind, repr(node.text) if node.text else "")))
        found.append("  " * depth + " | ".join((head, *places)))
        for child in node.children:
            walk(child, depth + 1)

    if wire.root is not None:
        walk(wire.root, 0)
    return found


# ---------------------------------------------------------------- json


def read_json(body: bytes | str, **more: Any) -> Wire:
    return json.read(body.encode() if isinstance(body, str) else body, **(POLICY | more))


@pytest.mark.parametrize(
    ("body", "nodes"),
    [
        (' {"a" : 1 , "ж": "x\\ny" } ', [
            'root object | {"a" : 1 , "ж": "x\\ny" } | - | {"a" : 1 , "ж": "x\\ny" }',
            "  member a number '1' | \"a\" : 1 | a | 1",
            "  member ж string 'x\\ny' | \"ж\": \"x\\ny\" | ж | x\\ny",
        ]),
        ('[ "s" , [ ] , { } , [true,false,null] , -1.5e+3 ]', [
            'root array | [ "s" , [ ] , { } , [true,false,null] , -1.5e+3 ] | - | '
            '[ "s" , [ ] , { } , [true,false,null] , -1.5e+3 ]',
            "  item string 's' | \"s\" | - | s",
            "  item array | [ ] | - | [ ]",
            "  item object | { } | - | { }",
            "  item array | [true,false,null] | - | [true,false,null]",
            "    item boolean 'true' | true | - | true",
            "    item boolean 'false' | false | - | false",
            "    item null | null | - | null",
            "  item number '-1.5e+3' | -1.5e+3 | - | -1.5e+3",
        ]),
        ('{"\\u0041\\t":{"k" :\t"\\\\"}}', [
            'root object | {"\\u0041\\t":{"k" :\t"\\\\"}} | - | {"\\u0041\\t":{"k" :\t"\\\\"}}',
            '  member A\t object | "\\u0041\\t":{"k" :\t"\\\\"} | \\u0041\\t | {"k" :\t"\\\\"}',
            '    member k string \'\\\\\' | "k" :\t"\\\\" | k | \\\\',
        ]),
        ('{"\\n" \r\n:\t1}', [
            'root object | {"\\n" \r\n:\t1} | - | {"\\n" \r\n:\t1}',
            '  member \n number \'1\' | "\\n" \r\n:\t1 | \\n | 1',
        ]),
        ('"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0416\\ud83d\\ude00\\uD800\\uDC00\\udbff\\udfff"', [
            'root string \'"\\\\/\\x08\\x0c\\n\\r\\tЖ😀\U00010000\\U0010ffff\' | '
            '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0416\\ud83d\\ude00\\uD800\\uDC00\\udbff\\udfff" | - | '
            '\\"\\\\\\/\\b\\f\\n\\r\\t\\u0416\\ud83d\\ude00\\uD800\\uDC00\\udbff\\udfff',
        ]),
        ("0", ["root number '0' | 0 | - | 0"]), ("-0.0E-0", ["root number '-0.0E-0' | -0.0E-0 | - | -0.0E-0"]),
        ("\ufeff[]", ["root array | [] | - | []"]), ("\t\r\n null\n", ["root null | null | - | null"]),
        ('"\x7f\u2028"', ["root string '\\x7f\\u2028' | \"\x7f\u2028\" | - | \x7f\u2028"]),
        ('""', ['root string | "" | - | ']),
        ('{"":""}', ['root object | {"":""} | - | {"":""}', '  member string | "":"" |  | ']),
    ],
)  # fmt: skip
def test_json(body: str, nodes: list[str]) -> None:
    wire = read_json(body)
    assert told(wire) == []
    assert shown(wire) == nodes


COMMA_OBJECT, COMMA_ARRAY = "a comma or } is expected", "a comma or ] is expected"
KEY, COLON = "a key in double quotes is expected", "a colon is expected"
VALUE, EARLY = "a value is expected", "the body ends too early"
CONTROL, OPEN = "a control character in a string", "a string has no end"
K40 = "k" * 40
ESCAPE, AFTER = "no such escape", "something follows the value"


@pytest.mark.parametrize(
    ("body", "at", "reason"),
    [
        (" ", 1, EARLY), ("x", 0, VALUE), ("tru", 0, VALUE), ("True", 0, VALUE), ("+1", 0, VALUE), (".5", 0, VALUE),
        ("01", 1, AFTER), ("1.", 1, AFTER), ("1e", 1, AFTER), ("-", 0, VALUE), ("- 1", 0, VALUE), ("1 2", 2, AFTER),
        ("nullx", 4, AFTER), ("[] ]", 3, AFTER), ("'a'", 0, VALUE), ("\xa01", 0, VALUE), ("1\x0b", 1, AFTER),
        ("[1", 2, COMMA_ARRAY), ("[1 2]", 3, COMMA_ARRAY), ("[1}", 2, COMMA_ARRAY), ("[1,]", 3, VALUE),
        ("[,1]", 1, VALUE),
        ("[", 1, EARLY), ("[}", 1, COMMA_ARRAY), ("[1,", 3, EARLY), ("{]", 1, COMMA_OBJECT),
        ("{", 1, KEY), ("{1:2}", 1, KEY), ("{a:1}", 1, KEY), ("{'a':1}", 1, KEY), ('{"a":1,}', 7, KEY), ("{,}", 1, KEY),
        ('{"a"}', 4, COLON), ('{"a" 1}', 5, COLON), ('{"a', 3, OPEN), ('{"a\\n" 1}', 7, COLON), ('{"a":}', 5, VALUE),
        ('{"a":1', 6, COMMA_OBJECT), ('{"a":1]', 6, COMMA_OBJECT), ('{"a":1 "b":2}', 7, COMMA_OBJECT),
        ('{"a":', 5, EARLY),
        ('"a', 2, OPEN), ('"', 1, OPEN), ('"a\nb"', 2, CONTROL), ('"\x00"', 1, CONTROL), ('"\x1f"', 1, CONTROL),
        ('"a\\x"', 2, ESCAPE), ('"\\u12"', 1, ESCAPE), ('"\\u123g"', 1, ESCAPE), ('"\\', 1, ESCAPE),
        ('"\\\'"', 1, ESCAPE),
        ('"\\N"', 1, ESCAPE), ('"a\\"', 4, OPEN), ('{"a\x01":1}', 3, CONTROL), ('["a\\u0041\t"]', 9, CONTROL),
        ("-Infinit", 0, VALUE), ("Na", 0, VALUE), ("[1 /* x */]", 3, COMMA_ARRAY), ("1,", 1, AFTER), ("}", 0, VALUE),
        ("]", 0, VALUE),
    ],
)  # fmt: skip
def test_json_that_is_none(body: str, at: int, reason: str) -> None:
    wire = read_json(body)
    assert wire.root is None
    at = len(body[:at].encode())
    assert [(i.code, i.start, i.args) for i in wire.issues] == [("json.syntax", at, {"reason": reason})]


@pytest.mark.parametrize(
    ("body", "issues"),
    [
        ("NaN", [("json.number", 0, 3, {"got": "NaN"})]),
        ("[-Infinity]", [("json.number", 1, 10, {"got": "-Infinity"})]),
        ("[Infinity,1]", [("json.number", 1, 9, {"got": "Infinity"})]),
        ("[1e309]", [("json.number", 1, 6, {"got": "the literal"})]),
        ("-1E400", [("json.number", 0, 6, {"got": "the literal"})]),
        ("1e308", []), ("1" * 400, []), ("1" * 400 + ".5", []), ("1e-400", []),
        ('["\\ud800"]', [("json.surrogate", 2, 8, {})]), ('["\\udfff"]', [("json.surrogate", 2, 8, {})]),
        ('["\\ud800\\u0041"]', [("json.surrogate", 2, 8, {})]), ('["\\ud800\\n"]', [("json.surrogate", 2, 8, {})]),
        ('["\\ud800\\ud800"]', [("json.surrogate", 2, 8, {}), ("json.surrogate", 8, 14, {})]),
        ('["\\udc00\\udc00"]', [("json.surrogate", 2, 8, {}), ("json.surrogate", 8, 14, {})]),
        ('["\\ud800\\ue000"]', [("json.surrogate", 2, 8, {})]), ('["\\ud7ff\\ue000"]', []),
        ('{"a":1,"a":2}', [("json.duplicate-key", 7, 10, {"name": "a"})]),
        ('{"a":1,"b":2,"\\u0061" : 3}', [("json.duplicate-key", 13, 21, {"name": "a"})]),
        ('{"a":{"a":1},"b":{"a":1}}', []), ('[{"a":1},{"a":1}]', []),
        ('{"ж":1,"ж":2}', [("json.duplicate-key", 8, 12, {"name": "?"})]),
        ('{"a-b":1,"a-b":2}', [("json.duplicate-key", 9, 14, {"name": "a-b"})]),
        ('{"1a":1,"1a":2}', [("json.duplicate-key", 8, 12, {"name": "?"})]),
        ('{"sms_id2":1,"sms_id2":2}', [("json.duplicate-key", 13, 22, {"name": "sms_id2"})]),
        # What does not read like words may be a secret that was taken for a name.
        ('{"hunter2pw":1,"hunter2pw":2}', [("json.duplicate-key", 15, 26, {"name": "?"})]),
        (f'{{"{K40}":1,"{K40}":2}}', [("json.duplicate-key", 46, 88, {"name": "?"})]),
    ],
)  # fmt: skip
def test_json_that_is_read_with_faults(body: str, issues: list[Any]) -> None:
    wire = read_json(body)
    assert wire.root is not None
    assert told(wire) == issues


def test_of_duplicate_keys_the_first_is_in_the_tree() -> None:
    root = read_json('{"a":1,"a":{"x":2},"b":3,"a":4}').root
    assert root is not None
    assert [(c.name, c.text, c.kind) for c in root.children] == [("a", "1", "number"), ("b", "3", "number")]


def test_half_a_pair_reads_as_a_replacement() -> None:
    root = read_json('["a\\ud800b\\udc00"]').root
    assert root is not None
    assert root.children[0].text == "a\ufffdb\ufffd"


def test_half_pairs_are_not_all_told() -> None:
    wire = read_json('["' + "\\ud800" * (caps.MAX_ISSUES + 5) + '"]')
    assert len(wire.issues) == caps.MAX_ISSUES


def test_the_caps_of_json(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = caps.MAX_DEPTH
    assert told(read_json("[" * deep + "]" * deep)) == []
    found = read_json("[" * (deep + 1))
    assert [(i.code, i.start, i.args) for i in found.issues] == [("limit.depth", deep, {"limit": deep})]
    monkeypatch.setattr(json, "MAX_NODES", 3)
    assert told(read_json("[1,[2]]")) == []
    found = read_json("[1,[2,3]]")
    assert [(i.code, i.start, i.args) for i in found.issues] == [("limit.nodes", 6, {"limit": 3})]
    assert found.root is None
    monkeypatch.setattr(json, "MAX_BYTES", 3)
    assert told(read_json("[1]")) == []
    assert [(i.code, i.start, i.args) for i in read_json("[12]").issues] == [("limit.bytes", 0, {"got": 4, "limit": 3})]


def test_the_mark_of_json_and_xml_needs_no_policy() -> None:
    for wire in (
        read_json(b"\xef\xbb\xbf[]", resolve=("default",)),
        read_xml(b"\xef\xbb\xbf<a/>", resolve=("default",)),
    ):
        assert told(wire) == []
        assert wire.root is not None
        assert wire.root.start == 3


def test_charsets_of_json() -> None:
    wire = read_json('{"ж":"я"}'.encode("cp1251"), option="windows-1251")
    assert shown(wire)[1] == '  member ж string \'я\' | "ж":"я" | ж | я'
    assert wire.charset == "cp1251"
    assert told(read_json(b'"\xff"')) == [("charset.undecodable", 1, 2, {"byte": "FF", "charset": "UTF-8"})]
    assert read_json(b'"\xff"').root is None
    assert [i.code for i in read_json(b"1", option="no-such").issues] == ["charset.unknown"]
    assert [(i.code, i.start) for i in read_json(b"").issues] == [("input.empty", 0)]
    assert read_json(b"").charset == "utf-8"


# ---------------------------------------------------------------- xml


def read_xml(body: bytes | str, **more: Any) -> Wire:
    return xml.read(body.encode() if isinstance(body, str) else body, **(POLICY | more))


@pytest.mark.parametrize(
    ("body", "nodes"),
    [
        ("<a/>", ["element a element | <a/> | a | "]), ("<a></a>", ["element a element | <a></a> | a | "]),
        ("<a\n/>", ["element a element | <a\n/> | a | "]),
        ("<a >t</a >", ["element a element 't' | <a >t</a > | a | t"]),
        ("<a b='1' c = \"2\"\n d\t=\r'&lt;'><e f=''/>x</a>", [
            "element a element 'x' | <a b='1' c = \"2\"\n d\t=\r'&lt;'><e f=''/>x</a> | a | <e f=''/>x",
            "  attribute b string '1' | b='1' | b | 1", '  attribute c string \'2\' | c = "2" | c | 2',
            "  attribute d string '<' | d\t=\r'&lt;' | d | &lt;",
            "  element e element | <e f=''/> | e | ", "    attribute f string | f='' | f | ",
        ]),
        ("<a>1<b>2</b>3<c/>4</a>", [
            "element a element '134' | <a>1<b>2</b>3<c/>4</a> | a | 1<b>2</b>3<c/>4",
            "  element b element '2' | <b>2</b> | b | 2", "  element c element | <c/> | c | ",
        ]),
        ('<p:a xmlns:p="u" xmlns="v" p:b="1" xmlnsx="2"><c/></p:a>', [
            'element {u}a element | <p:a xmlns:p="u" xmlns="v" p:b="1" xmlnsx="2"><c/></p:a> | p:a | <c/>',
            '  attribute {u}b string \'1\' | p:b="1" | p:b | 1',
            '  attribute xmlnsx string \'2\' | xmlnsx="2" | xmlnsx | 2',
            "  element {v}c element | <c/> | c | ",
        ]),
        ("<a xmlns = 'u' xmlns:q\n='w'/>", [
            "element {u}a element | <a xmlns = 'u' xmlns:q\n='w'/> | a | ",
        ]),
        ("<a><!-- <b> --><![CDATA[<c>]]>&amp;<?p ?>\r\n</a>", [
            "element a element '<c>&\\n' | <a><!-- <b> --><![CDATA[<c>]]>&amp;<?p ?>\r\n</a> | a | "
            "<!-- <b> --><![CDATA[<c>]]>&amp;<?p ?>\r\n",
        ]),
        ("<a><b><c/></b></a>", [
            "element a element | <a><b><c/></b></a> | a | <b><c/></b>", "  element b element | <b><c/></b> | b | <c/>",
            "    element c element | <c/> | c | ",
        ]),
    ],
)  # fmt: skip
def test_xml(body: str, nodes: list[str]) -> None:
    wire = read_xml(body)
    assert told(wire) == []
    assert shown(wire) == nodes


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ("<a>x</a>", 3), ("<a> \t\n x</a>", 7), ("<a>\n</a>", -1), ("<a></a>", -1), ("<a/>", -1),
        ("<a>\r\n\t x</a>", 7),
        ("<a><b/>x</a>", 7), ("<a> <b/> x</a>", 9), ("<a>x<b/>y</a>", 3), ("<a>&amp;</a>", 3), ("<a> &#32;x</a>", 9),
        ("<a><![CDATA[x]]></a>", 12), ("<a>\xa0</a>", 3),
    ],
)  # fmt: skip
def test_where_text_begins(body: str, at: int) -> None:
    root = read_xml(body).root
    assert root is not None
    assert root.text_at == at


@pytest.mark.parametrize(
    ("body", "spans"),
    [
        ("<a/>", []),
        ("<!--x--><a><!----><!-- > --></a><?p q?>", ["<!--x-->", "<!---->", "<!-- > -->", "<?p q?>"]),
        ("<?p?><a><?p ??></a>", ["<?p?>", "<?p ??>"]),
        ("<a><!-- -> --></a>", ["<!-- -> -->"]),
    ],
)
def test_what_is_no_node(body: str, spans: list[str]) -> None:
    wire = read_xml(body)
    assert [body[start:end] for start, end in wire.opaque] == spans


@pytest.mark.parametrize(
    ("body", "at", "reason"),
    [
        ("<a>&</a>", 3, "& begins no entity"), ("<a>x & y</a>", 5, "& begins no entity"),
        ("<a b='&'/>", 6, "& begins no entity"),
        ("<a>&x;</a>", 3, "undefined entity"), ("<a></b>", 5, "mismatched tag"), ("<a>", 3, "no element found"),
        (" ", 1, "no element found"),
        ("<a/><b/>", 4, "junk after document element"), ("<a b='1' b='2'/>", 9, "duplicate attribute"),
        ("x", 0, "syntax error"),
        ("<a:b/>", 0, "unbound prefix"), ("<a", 0, "unclosed token"),
        ("<a b=1/>", 5, "not well-formed (invalid token)"),
        ("<a>\x01</a>", 3, "not well-formed (invalid token)"), ("<a><![CDATA[x</a>", 3, "unclosed CDATA section"),
        ("<?xml version='1.0'", 0, "unclosed token"),
        (" <?xml version='1.0'?><a/>", 1, "XML or text declaration not at start of entity"),
    ],
)  # fmt: skip
def test_xml_that_is_not_well_formed(body: str, at: int, reason: str) -> None:
    wire = read_xml(body)
    assert wire.root is None
    (issue,) = wire.issues
    assert (issue.code, issue.args) == ("xml.not-well-formed", {"reason": reason})
    if reason != "mismatched tag" and reason != "unclosed CDATA section":  # expat's versions differ about the place
        assert issue.start == at


@pytest.mark.parametrize("gap", ["", " ", "\t", "\r", "\n"])
def test_declarations_of_namespaces_are_no_attributes(gap: str) -> None:
    root = read_xml(f"<a xmlns{gap}='u' b='1'/>").root
    assert root is not None
    assert (root.name, [child.name for child in root.children]) == ("{u}a", ["b"])


def test_texts_stand_where_their_elements_do() -> None:
    root = read_xml("<a><b>x</b></a>").root
    assert root is not None
    assert (root.text_at, root.children[0].text_at) == (-1, 6)


@pytest.mark.parametrize("charset", ["utf-8", "koi8-r", "windows-1251"])
def test_charsets_of_xml(charset: str) -> None:
    wire = read_xml(f'<?xml version="1.0" encoding="{charset}"?><a ж="ы">ж</a>'.encode(charset))
    assert told(wire) == []
    assert shown(wire) == [
        "element a element 'ж' | <a ж=\"ы\">ж</a> | a | ж",
        "  attribute ж string 'ы' | ж=\"ы\" | ж | ы",
    ]


def test_a_nought_further_on_is_no_sign_of_utf_16() -> None:
    wire = read_xml(b"<a\0/>")
    assert [(i.code, i.start) for i in wire.issues] == [("xml.not-well-formed", 2)]


def test_bytes_that_are_no_text() -> None:
    def first(body: bytes, **more: Any) -> tuple[Any, ...]:
        wire = read_xml(body, **more)
        assert wire.root is None
        (issue,) = wire.issues
        return issue.code, issue.start, issue.args

    for body in (b"\0<a/>", b"<\0a/>"):
        assert first(body) == ("xml.not-well-formed", 0, {"reason": "not UTF-8 text"})
    assert first(b"\xff\xfe<a/>", option="koi8-r") == ("xml.not-well-formed", 0, {"reason": "not KOI8-R text"})
    assert first(b"\xfe\xff<a/>", option="koi8-r") == ("xml.not-well-formed", 0, {"reason": "not KOI8-R text"})
    assert told(read_xml(b"<a>\xff</a>")) == [("charset.undecodable", 3, 4, {"byte": "FF", "charset": "UTF-8"})]
    cut = read_xml("<a>ж".encode()[:-1])
    assert told(cut) == [("xml.not-well-formed", 3, 4, {"reason": "the body ends in the middle of a character"})]
    assert read_xml(b"<a>\0</a>").root is None
    assert [(i.code, i.start) for i in read_xml(b"").issues] == [("input.empty", 0)]
    assert [i.code for i in read_xml(b"<a/>", option="no-such").issues] == ["charset.unknown"]
    latin = read_xml(b"<a>\xe9</a>", option="iso-8859-1", allowed=("iso-8859-1",))
    assert (latin.charset, latin.root and latin.root.text) == ("latin-1", "é")


@pytest.mark.parametrize(
    ("body", "at"),
    [("<!DOCTYPE a><a/>", 0), ("<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", 22),
     ("<!-- --><!DOCTYPE\na><a/>", 8)],
)  # fmt: skip
def test_a_doctype(body: str, at: int) -> None:
    wire = read_xml(body)
    assert wire.root is None
    assert [(i.code, i.start) for i in wire.issues] == [("xml.doctype", at)]


def test_the_caps_of_xml(monkeypatch: pytest.MonkeyPatch) -> None:
    def told_of(body: str) -> list[Any]:
        return [(i.code, i.start, i.args) for i in read_xml(body).issues]

    deep = caps.MAX_DEPTH
    assert told_of("<a>" * deep + "</a>" * deep) == []
    assert told_of("<a>" * (deep + 1) + "</a>" * (deep + 1)) == [("limit.depth", 3 * deep, {"limit": deep})]
    many = "".join(f" a{n}=''" for n in range(caps.MAX_ATTRIBUTES))
    assert told_of(f"<a{many}/>") == []
    assert told_of(f"<a><b{many} b=''/></a>") == [("limit.attributes", 3, {"limit": caps.MAX_ATTRIBUTES})]
    monkeypatch.setattr(xml, "MAX_NODES", 4)
    assert told_of("<a b='' c=''><d/></a>") == []
    assert told_of("<a b='' c=''><d/><e/></a>") == [("limit.nodes", 17, {"limit": 4})]
    assert told_of("<a b='' c=''><d e=''/></a>") == [("limit.nodes", 13, {"limit": 4})]
    monkeypatch.setattr(xml, "MAX_BYTES", 4)
    assert told_of("<a/>") == []
    assert told_of("<aa/>") == [("limit.bytes", 0, {"got": 5, "limit": 4})]


# ---------------------------------------------------------------- form


def read_form(body: bytes | str, **more: Any) -> Wire:
    return form.read(body.encode() if isinstance(body, str) else body, **(FORM_POLICY | more))


@pytest.mark.parametrize(
    ("body", "nodes"),
    [
        ("a=1", ["param a string '1' | a=1 | a | 1"]), ("a", ["param a string | a | a | "]),
        ("a=", ["param a string | a= | a | "]),
        ("a=1&b=2&a=3",
         ["param a string '1' | a=1 | a | 1", "param b string '2' | b=2 | b | 2", "param a string '3' | a=3 | a | 3"]),
        ("&&a=1&&b&", ["param a string '1' | a=1 | a | 1", "param b string | b | b | "]),
        ("a=1=2", ["param a string '1=2' | a=1=2 | a | 1=2"]),
        ("a;b=1;c=2", ["param a;b string '1;c=2' | a;b=1;c=2 | a;b | 1;c=2"]),
        ("%61+b=+%20%2B%2b%3D", ["param a b string '  ++=' | %61+b=+%20%2B%2b%3D | %61+b | +%20%2B%2b%3D"]),
        ("a=%CF%F0", ["param a string 'Пр' | a=%CF%F0 | a | %CF%F0"]),
        ("a=%cF%Cf", ["param a string 'ПП' | a=%cF%Cf | a | %cF%Cf"]),
        ("a=1\n", ["param a string '1' | a=1 | a | 1"]), ("a=1\r\n", ["param a string '1' | a=1 | a | 1"]),
        ("a=%0A%00", ["param a string '\\n\\x00' | a=%0A%00 | a | %0A%00"]),
        ("\n", []), ("&", []),
    ],
)  # fmt: skip
def test_forms(body: str, nodes: list[str]) -> None:
    wire = read_form(body)
    assert told(wire) == []
    assert shown(wire)[0].startswith("root object | ")
    assert [line.strip() if line.strip()[-1] != "|" else line.strip() + " " for line in shown(wire)[1:]] == nodes
    assert wire.root is not None
    assert (wire.root.start, wire.root.end, wire.root.value_start, wire.root.value_end) == (0, len(body), 0, len(body))


@pytest.mark.parametrize("spelling", ["%02x", "%02X", "lower first", "upper first"])
def test_every_byte_in_every_spelling(spelling: str) -> None:
    for code in range(256):
        high, low = f"{code:02x}"
        digits = {"%02x": high + low, "%02X": (high + low).upper(), "lower first": high + low.upper()}
        body = f"a=%{digits.get(spelling, high.upper() + low)}"
        wire = read_form(body, option="iso-8859-1", allowed=("iso-8859-1",))
        assert told(wire) == []
        assert wire.root is not None
        assert wire.root.children[0].text == chr(code)


CONTROL_FORM = "a control character that is not percent-encoded"


@pytest.mark.parametrize(
    ("body", "issues"),
    [
        ("a=%", [("form.percent", 2, 3, {})]), ("a=%4", [("form.percent", 2, 4, {})]),
        ("a=%4g1", [("form.percent", 2, 5, {})]),
        ("a=x%zzy&%=1", [("form.percent", 3, 6, {}), ("form.percent", 8, 9, {})]),
        ("a=%%41", [("form.percent", 2, 5, {})]),
        ("a=%zz%qq", [("form.percent", 2, 5, {}), ("form.percent", 5, 8, {})]), ("a=% 1", [("form.percent", 2, 5, {})]),
        ("=1", [("form.syntax", 0, 2, {"reason": "a parameter has no name"})]),
        ("=", [("form.syntax", 0, 1, {"reason": "a parameter has no name"})]),
        ("a=1&=2&b=3", [("form.syntax", 4, 6, {"reason": "a parameter has no name"})]),
        ("a=\x00", [("form.syntax", 2, 3, {"reason": CONTROL_FORM})]),
        ("a=\x1f", [("form.syntax", 2, 3, {"reason": CONTROL_FORM})]),
        ("a=\x7f", [("form.syntax", 2, 3, {"reason": CONTROL_FORM})]),
        ("\n\n", [("form.syntax", 0, 1, {"reason": CONTROL_FORM})]),
        ("a=1\nb=2\n", [("form.syntax", 3, 4, {"reason": CONTROL_FORM})]),
        ("x=1&a\tb=2\t", [("form.syntax", 5, 6, {"reason": CONTROL_FORM})]),
        ("a=1\r", [("form.syntax", 3, 4, {"reason": CONTROL_FORM})]), ("a=\x20~", []),
    ],
)  # fmt: skip
def test_faults_of_forms(body: str, issues: list[Any]) -> None:
    wire = read_form(body)
    assert told(wire) == issues
    assert wire.root is not None


@pytest.mark.parametrize(
    ("body", "start", "end"),
    [(b"a=%98", 2, 5), (b"a=x%41%98y", 6, 9), (b"a=+%zz%98", 6, 9), (b"%98=1", 0, 3), (b"a=1&b=%D0%98", 9, 12),
     (b"a=%41%zz+\x98", 9, 10)],
)  # fmt: skip
def test_where_a_form_is_no_text(body: bytes, start: int, end: int) -> None:
    issues = [i for i in told(read_form(body)) if i[0] == "charset.undecodable"]
    assert issues == [("charset.undecodable", start, end, {"byte": "98", "charset": "windows-1251"})]


def test_charsets_of_forms() -> None:
    def text(body: bytes, **more: Any) -> tuple[str, str]:
        wire = read_form(body, **more)
        assert wire.root is not None
        return wire.charset, wire.root.children[0].text

    assert text(b"a=%D0%96&charset=utf-8") == ("utf-8", "Ж")
    assert text(b"a=%D0%96&charset=%75tf-8") == ("utf-8", "Ж")
    assert text(b"a=%C6&charset=") == ("cp1251", "Ж")
    assert text(b"a=%C6&Charset=utf-8") == ("cp1251", "Ж")
    assert text(b"a=%D0%96&charset=&charset=utf-8&charset=koi8-r") == ("utf-8", "Ж")
    assert text(b"a=%D0%96", option="utf-8") == ("utf-8", "Ж")
    assert text(b"\xef\xbb\xbfa=1", default="utf-8") == ("utf-8", "1")
    bad = read_form(b"a=1&charset=klingon")
    assert told(bad) == [("charset.unknown", 12, 19, {"got": "klingon", "allowed": "utf-8, windows-1251, koi8-r"})]
    assert (bad.root, bad.charset) == (None, "windows-1251")


def test_the_mark_of_a_form_counts_where_the_policy_asks() -> None:
    body = b"\xef\xbb\xbfa=1"
    wire = read_form(body, resolve=("bom", "default"))
    assert (wire.charset, [c.name for c in wire.root.children] if wire.root else None) == ("utf-8", ["a"])
    assert wire.root is not None
    assert (wire.root.start, wire.root.value_start) == (3, 3)
    plain = read_form(body, resolve=("default",), default="utf-8")
    assert plain.root is not None
    assert [c.name for c in plain.root.children] == ["\ufeffa"]


def test_the_caps_of_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    faults = read_form("a=" + "%" * (caps.MAX_ISSUES + 5))
    assert len(faults.issues) == caps.MAX_ISSUES
    assert [(i.code, i.start) for i in read_form("").issues] == [("input.empty", 0)]
    monkeypatch.setattr(form, "MAX_NODES", 2)
    assert told(read_form("a&b&&")) == []
    wire = read_form("a&b&c")
    assert [(i.code, i.start, i.args) for i in wire.issues] == [("limit.nodes", 4, {"limit": 2})]
    assert wire.root is None
    monkeypatch.setattr(form, "MAX_BYTES", 3)
    assert told(read_form("a=1")) == []
    assert [(i.code, i.start, i.args) for i in read_form("a=12").issues] == [("limit.bytes", 0, {"got": 4, "limit": 3})]


def test_faults_stand_in_the_order_of_the_body() -> None:
    wire = read_form(b"a=%98&=1&b=%zz&c=\x01")
    assert [i.code for i in wire.issues] == ["charset.undecodable", "form.syntax", "form.percent", "form.syntax"]


# ---------------------------------------------------------------- lines


def read_lines(body: bytes | str, name: str, **more: Any) -> Wire:
    plan = lines.plan(shape(LINES[name]))
    return lines.read(body.encode() if isinstance(body, str) else body, plan=plan, **(POLICY | more))


@pytest.mark.parametrize(
    ("name", "body", "nodes"),
    [
        ("error", "ERROR = 1 (ж), ID - 5", [
            "line object | ERROR = 1 (ж), ID - 5 | - | ERROR = 1 (ж), ID - 5",
            "  capture code string '1' | 1 | - | 1", "  capture text string 'ж' | ж | - | ж",
            "  capture id string '5' | 5 | - | 5",
        ]),
        ("list", "name = a, id = 1\r\n  name = b, id = 2\t\n", [
            "line object | name = a, id = 1 | - | name = a, id = 1", "  capture name string 'a' | a | - | a",
            "  capture id string '1' | 1 | - | 1",
            "line object |   name = b, id = 2\t | - |   name = b, id = 2\t", "  capture name string 'b' | b | - | b",
            "  capture id string '2' | 2 | - | 2",
        ]),
        ("operators", "name = ж, mega = 1, ы = 2, id = 5", [
            "line object | name = ж, mega = 1, ы = 2, id = 5 | - | name = ж, mega = 1, ы = 2, id = 5",
            "  capture name string 'ж' | ж | - | ж",
            "  pairs operators object | , mega = 1, ы = 2 | - | , mega = 1, ы = 2",
            "    pair mega string '1' | mega = 1 | mega | 1", "    pair ы string '2' | ы = 2 | ы | 2",
            "  capture id string '5' | 5 | - | 5",
        ]),
        ("three", "ж, ы, я", [
            "line object | ж, ы, я | - | ж, ы, я", "  capture a string 'ж' | ж | - | ж",
            "  capture b string 'ы' | ы | - | ы",
            "  capture c string 'я' | я | - | я",
        ]),
        ("operators", "name = a, mega = x, id = y", [
            "line object | name = a, mega = x, id = y | - | name = a, mega = x, id = y",
            "  capture name string 'a' | a | - | a",
            "  pairs operators object | , mega = x | - | , mega = x", "    pair mega string 'x' | mega = x | mega | x",
            "  capture id string 'y' | y | - | y",
        ]),
        ("three", "1, 2, 3", [
            "line object | 1, 2, 3 | - | 1, 2, 3", "  capture a string '1' | 1 | - | 1",
            "  capture b string '2' | 2 | - | 2",
            "  capture c string '3' | 3 | - | 3",
        ]),
        ("list", "\n", []), ("list", "", []), ("list", "\r\n", []), ("only", "OK\n", ["line object | OK | - | OK"]),
    ],
)  # fmt: skip
def test_lines(name: str, body: str, nodes: list[str]) -> None:
    wire = read_lines(body, name)
    assert told(wire) == []
    assert shown(wire)[0].startswith("root array | ")
    assert [line[2:] for line in shown(wire)[1:]] == nodes


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251"])
def test_places_of_lines_are_bytes(charset: str) -> None:
    body = "name = жы, id = 1\n  name = юя, id = 22".encode(charset)
    wire = read_lines(body, "list", option=charset)
    assert told(wire) == []
    assert wire.root is not None
    found = [(c.start, c.end) for line in wire.root.children for c in line.children]
    assert [wire.body[a:b].decode(charset) for a, b in found] == ["жы", "1", "юя", "22"]


@pytest.mark.parametrize(
    ("name", "body", "issues"),
    [
        ("only", "", [("input.empty", 0)]), ("only", "x", [("lines.mismatch", 0)]),
        ("only", "OK\nOK", [("lines.extra", 3)]),
        ("only", "OK\n\n", [("lines.extra", 3)]), ("only", "OK\nx\ny", [("lines.extra", 3)]),
        ("only", "\n", [("lines.mismatch", 0)]),
        ("list", "name = a, id = 1\n\n", [("lines.mismatch", 17)]),
        ("list", "x\ny", [("lines.mismatch", 0), ("lines.mismatch", 2)]),
        ("list", "\n\n", [("lines.mismatch", 0), ("lines.mismatch", 1)]), ("list", "  \n", [("lines.mismatch", 0)]),
        ("list", "xname = a, id = 1", [("lines.mismatch", 0)]),
    ],
)  # fmt: skip
def test_faults_of_lines(name: str, body: str, issues: list[Any]) -> None:
    assert [(i.code, i.start) for i in read_lines(body, name).issues] == issues


def test_what_a_mismatch_says() -> None:
    wire = read_lines("\n x", "list")
    assert told(wire) == [
        ("lines.mismatch", 0, 0, {"pattern": "name = {name}, id = {id}"}),
        ("lines.mismatch", 1, 3, {"pattern": "name = {name}, id = {id}"}),
    ]
    assert wire.root is not None
    assert [(n.kind, n.children) for n in wire.root.children] == [("unread", []), ("unread", [])]


def test_the_caps_of_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [i.code for i in read_lines(b"\xff", "only").issues] == ["charset.undecodable"]
    assert [i.code for i in read_lines("OK", "only", option="no-such").issues] == ["charset.unknown"]
    mark = read_lines(b"\xef\xbb\xbfOK", "only")
    assert (told(mark), mark.root and (mark.root.start, mark.root.value_start, mark.root.children[0].start)) == (
        [],
        (3, 3, 3),
    )
    assert [(i.code, i.start) for i in read_lines(b"\xef\xbb\xbf", "only").issues] == [("input.empty", 0)]
    assert told(read_lines(b"\xef\xbb\xbf", "list")) == []
    monkeypatch.setattr(lines, "MAX_NODES", 6)
    row = "name = a, id = 1\n"
    assert told(read_lines(row * 2, "list")) == []
    wire = read_lines(row * 3, "list")
    assert [(i.code, i.start, i.args) for i in wire.issues] == [("limit.nodes", 34, {"limit": 6})]
    assert wire.root is None
    monkeypatch.setattr(lines, "MAX_BYTES", 2)
    assert told(read_lines("OK", "only")) == []
    assert [(i.code, i.start, i.args) for i in read_lines("OK\n", "only").issues] == [
        ("limit.bytes", 0, {"got": 3, "limit": 2})
    ]
