"""What writers write, character by character: each escape, what needs none beside it, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from wire.bodies import LINES, element, params, rows, shape, value
from wirebook.accept import write as quick
from wirebook.wire import form, json, lines, xml
from wirebook.wire.tree import Node, WireError

HEAD = '<?xml version="1.0" encoding="%s"?>\n'


def xml_of(spec: dict[str, Any], charset: str = "utf-8", name: str = "UTF-8") -> str:
    body = xml.write(element(spec), charset=charset).decode(charset)
    assert body.startswith(HEAD % name)
    return body.removeprefix(HEAD % name)


def quickly(text: str, charset: str = "utf-8") -> str | None:
    """A text of generated code, of which the ``<`` of markup is another character, as it is in the document."""
    body = quick.document(text, charset)
    return None if body is None else body.decode(charset).partition("?>\n")[2]


# ---------------------------------------------------------------- xml

CHARACTERS = [  # a character, in text, in an attribute's value
    ("a", "a", "a"),
    ("x", "x", "x"),
    ("~", "~", "~"),
    ("&", "&amp;", "&amp;"),
    ("<", "&lt;", "&lt;"),
    (">", ">", ">"),
    ('"', '"', "&quot;"),
    ("'", "'", "'"),
    ("\t", "\t", "&#9;"),
    ("\n", "\n", "&#10;"),
    ("\r", "&#13;", "&#13;"),
    ("]]>", "]]&gt;", "]]>"),
    ("]]", "]]", "]]"),
    ("&amp;", "&amp;amp;", "&amp;amp;"),
    ("\x85\u2028", "\x85\u2028", "\x85\u2028"),
    ("&<\r&<\r]]>]]>", "&amp;&lt;&#13;&amp;&lt;&#13;]]&gt;]]&gt;", "&amp;&lt;&#13;&amp;&lt;&#13;]]>]]>"),
]


@pytest.mark.parametrize(("char", "text", "attribute"), CHARACTERS)
def test_characters_of_xml(char: str, text: str, attribute: str) -> None:
    for around in ("", "b", "b ", "x~"):
        said = f"{around}{char}{around}"
        assert xml_of({"element": "r", "text": said}) == f"<r>{around}{text}{around}</r>"
        assert xml_of({"element": "r", "attributes": {"k": said}}) == f'<r k="{around}{attribute}{around}"/>'
        assert quickly(f"\1r>{quick.data(said)}\1/r>") == f"<r>{around}{text}{around}</r>"
        assert quickly(f'\1r k="{quick.value(said)}"/>') == f'<r k="{around}{attribute}{around}"/>'


@pytest.mark.parametrize(
    ("spec", "made"),
    [
        ({"element": "r"}, "<r/>"),
        ({"element": "r", "attributes": {"a": "", "b": "1"}}, '<r a="" b="1"/>'),
        ({"element": "r", "text": "t", "content": [{"element": "e"}]}, "<r>t<e/></r>"),
        ({"element": "r", "content": [{"element": "e", "text": "1"}, {"element": "e"}]}, "<r><e>1</e><e/></r>"),
        ({"element": "{u}r", "content": [{"element": "{u}e"}]}, '<r xmlns="u"><e/></r>'),
        ({"element": "{u}r", "content": [{"element": "e"}]}, '<r xmlns="u"><e xmlns=""/></r>'),
        ({"element": "{u&}r"}, '<r xmlns="u&amp;"/>'),
        (
            {"element": "r", "attributes": {"a": "1", '{u"}b': "2", "{v}c": "3"}},
            '<r a="1" xmlns:ns2="u&quot;" ns2:b="2" xmlns:ns3="v" ns3:c="3"/>',
        ),
        ({"element": "r", "attributes": {"{http://www.w3.org/XML/1998/namespace}lang": "ru"}}, '<r xml:lang="ru"/>'),
        (
            {"element": "r", "content": [{"element": "{http://www.w3.org/XML/1998/namespace}a", "text": "1"}]},
            "<r><xml:a>1</xml:a></r>",
        ),
        ({"element": "_a.B-9", "attributes": {"Zz_0": "1"}}, '<_a.B-9 Zz_0="1"/>'),
        ({"element": "имя", "attributes": {"ключ": "ж"}}, '<имя ключ="ж"/>'),
        ({"element": "имяx0_", "attributes": {"ключx": "1"}}, '<имяx0_ ключx="1"/>'),
    ],
)
def test_markup(spec: dict[str, Any], made: str) -> None:
    assert xml_of(spec) == made
    assert xml_of(spec) == made  # names are remembered


def test_what_the_charset_lacks_becomes_a_reference() -> None:
    spec = {"element": "r", "attributes": {"k": "€\u4e2d"}, "text": "Ж\u4e2d😀"}
    assert xml_of(spec, "windows-1251", "windows-1251") == '<r k="€&#20013;">Ж&#20013;&#128512;</r>'
    assert xml_of(spec, "koi8-r", "KOI8-R") == '<r k="&#8364;&#20013;">Ж&#20013;&#128512;</r>'
    assert xml_of(spec) == '<r k="€\u4e2d">Ж\u4e2d😀</r>'


@pytest.mark.parametrize(
    "name",
    [
        "", "a b", "1a", "a:b", "a/b", "a>", "<a", "a=b", "a&b", "a\tb", "a\n", "a\r", "-a", "a\ud800", "{}a", "{a",
        "{u}", "{a}b}c", "{http://www.w3.org/2000/xmlns/}a",
    ],
)  # fmt: skip
def test_names_that_xml_has_not(name: str) -> None:
    for spec in ({"element": name}, {"element": "r", "attributes": {name: "1"}}):
        with pytest.raises(WireError) as caught:
            xml.write(element(spec), charset="utf-8")
        assert caught.value.code == "encode.value"
        assert caught.value.node.name == name


def test_what_xml_refuses() -> None:
    with pytest.raises(WireError) as caught:
        xml.write(element({"element": "r", "attributes": {"xmlns": "u"}}), charset="utf-8")
    assert (caught.value.code, caught.value.node.name) == ("encode.value", "xmlns")
    twice = element({"element": "r", "attributes": {"a": "1", "b": "2"}})
    twice.children[1].name = "a"
    with pytest.raises(WireError) as caught:
        xml.write(twice, charset="utf-8")
    assert (caught.value.code, caught.value.node) == ("encode.value", twice)
    with pytest.raises(WireError) as caught:
        xml.write(element({"element": "имя"}), charset="latin-1")
    assert (caught.value.code, caught.value.args_["got"]) == ("encode.charset", "0438")
    for writer in (xml.write, json.write, form.write):
        with pytest.raises(LookupError, match="no-such"):
            writer(element({"element": "r"}), charset="no-such")


@pytest.mark.parametrize("code", [0, 8, 0xB, 0xC, 0xE, 0x1F, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF])
def test_a_forbidden_character_alone(code: int) -> None:
    for text in (chr(code), f"{chr(code)}x"):
        with pytest.raises(WireError) as caught:
            xml.write(element({"element": "r", "text": text}), charset="utf-8")
        assert caught.value.args_ == {"got": f"{code:04X}", "encoding": "xml"}


@pytest.mark.parametrize("code", [0, 0x1F, 0xFFFE])
def test_a_forbidden_character_in_a_namespace(code: int) -> None:
    with pytest.raises(WireError) as caught:
        xml.write(element({"element": f"{{u{chr(code)}}}r"}), charset="utf-8")
    assert (caught.value.code, caught.value.args_) == ("encode.forbidden", {"got": "?", "encoding": "xml"})


def test_names_are_remembered_and_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "_NAMES", {})
    monkeypatch.setattr(xml, "_OPENERS", {})
    for number in range(1030):
        assert xml_of({"element": "r", "attributes": {f"a{number}": "1"}}) == f'<r a{number}="1"/>'
    assert len(xml._NAMES["utf-8"]) == len(xml._OPENERS["utf-8"]) == 1024


@pytest.mark.parametrize("code", [0, 8, 0xB, 0xC, 0xE, 0x1F, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF])
def test_the_first_of_several_is_blamed(code: int) -> None:
    """In the order of the document: an element's own text, its attributes and elements one by one."""
    bad = f"a{chr(code)}"
    spec = {"element": "r", "attributes": {"p": "1", "q": bad}, "content": [{"element": "e", "text": bad + "\x01"}]}
    with pytest.raises(WireError) as caught:
        xml.write(element(spec), charset="utf-8")
    assert caught.value.node.name == "q"
    assert caught.value.code == "encode.forbidden"
    assert caught.value.args_ == {"got": f"{code:04X}", "encoding": "xml"}


@pytest.mark.parametrize("code", [0x9, 0xA, 0x20, 0x7F, 0xD7FF, 0xE000, 0xFFFD, 0x10000, 0x10FFFF])
def test_what_is_just_allowed(code: int) -> None:
    assert xml_of({"element": "r", "text": chr(code)}) == f"<r>{chr(code)}</r>"


# ---------------------------------------------------------------- what generated writers use


@pytest.mark.parametrize(
    "texts",
    [
        [], ["a"], ["a", ""], ["", "", "b"], ["a&", "<b", '"'], ["\r", "\t", "]]>", "&&"], ["a", "\r"], ["]]>", "a"],
        ["]]", ">"], ["]", "]>"], ["]"], ["a", "\t"], ["\n", "b"], ["a", '"', "b"], ["\xa0", "\u2028"], ["\x7f", "\0"],
    ],
)  # fmt: skip
def test_many_texts_are_escaped_like_one(texts: list[str]) -> None:
    assert quick.datas(texts) == [quick.data(text) for text in texts]
    assert quick.values(texts) == [quick.value(text) for text in texts]


@pytest.mark.parametrize("ours", ["\1", "\2"])
@pytest.mark.parametrize("around", ["", "a", "]]>", "\t", '"', "\xa0"])
def test_a_value_with_what_markup_is_made_of_is_given_up(ours: str, around: str) -> None:
    text = f"{around}{ours}{around}"
    for escape in (quick.data, quick.value):
        with pytest.raises(ValueError, match="control"):
            escape(text)
    for escape_all in (quick.datas, quick.values):
        with pytest.raises(ValueError, match="control"):
            escape_all(["a", text, "b"])


def test_texts_with_nothing_but_what_is_escaped_later_are_the_same_list() -> None:
    texts = ["a", "b&<", "ж]>"]
    assert quick.datas(texts) is texts
    assert quick.values(texts) is texts
    assert quick.datas(["\t", '"\n'])[1] == '"\n'
    assert quick.values(["]]>"]) == ["]]>"]


@pytest.mark.parametrize(("charset", "other"), [("utf-8", "\u4e2d"), ("cp1251", "&#20013;")])
def test_escapes_in_every_charset(charset: str, other: str) -> None:
    text = quick.data("ж&<]]>\r\u4e2d")
    assert quickly(f"\1r>{text}\1/r>", charset) == f"<r>ж&amp;&lt;]]&gt;&#13;{other}</r>"


# ---------------------------------------------------------------- json


@pytest.mark.parametrize(
    ("spec", "made"),
    [
        ({}, "{}"),
        ([], "[]"),
        ({"a": [], "b": {}}, '{"a":[],"b":{}}'),
        ([1 == 1, False, None], "[true,false,null]"),
        ({"a": {"number": "1.50"}, "b": {"number": "-1E+9"}}, '{"a":1.50,"b":-1E+9}'),
        ([["x"], ["y", "z"]], '[["x"],["y","z"]]'),
        ({'k"': 'a"b\\c/\n\r\t\b\f\x00\x1f\x7f'}, '{"k\\"":"a\\"b\\\\c/\\n\\r\\t\\b\\f\\u0000\\u001f\x7f"}'),
        ({"ж": "\u2028😀"}, '{"ж":"\u2028😀"}'),
    ],
)
def test_json(spec: Any, made: str) -> None:
    assert json.write(value(spec), charset="utf-8").decode() == made


def test_json_escapes_what_the_charset_lacks() -> None:
    text = "Ж\u0100\u4e2d\ue000\uffff\U00010000\U0001f600\U0010ffff"
    made = "\\u0100\\u4e2d\\ue000\\uffff\\ud800\\udc00\\ud83d\\ude00\\udbff\\udfff"
    assert json.write(value({text: text}), charset="windows-1251").decode("cp1251") == f'{{"Ж{made}":"Ж{made}"}}'
    assert json.write(value(["é"]), charset="us-ascii") == b'["\\u00e9"]'


@pytest.mark.parametrize(
    "number", ["", "01", "+1", "1.", ".5", "NaN", "1e", "0x1", "1e999", "-1e999", "1 ", "ж", "\ud800"]
)
def test_numbers_that_json_has_not(number: str) -> None:
    tree = value([{"number": number}])
    with pytest.raises(WireError) as caught:
        json.write(tree, charset="utf-8")
    assert (caught.value.code, caught.value.node) == ("encode.value", tree.children[0])


@pytest.mark.parametrize("number", ["0", "-0", "1e308", "-1.7e308", "123456789012345678901234567890", "9" * 400])
def test_numbers_of_json(number: str) -> None:
    assert json.write(value([{"number": number}]), charset="utf-8").decode() == f"[{number}]"


@pytest.mark.parametrize("code", [0xD800, 0xDBFF, 0xDC00, 0xDFFF])
@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "us-ascii"])
def test_half_a_pair_is_blamed_on_the_first_that_has_one(code: int, charset: str) -> None:
    bad = chr(code)
    tree = value({"a": ["\ud7ff", "\ue000"], "b": [{"k" + bad: "x"}, "y" + bad]})
    with pytest.raises(WireError) as caught:
        json.write(tree, charset=charset)
    assert caught.value.node is tree.children[1].children[0].children[0]
    assert caught.value.code == "encode.forbidden"
    assert caught.value.args_ == {"got": f"{code:04X}", "encoding": "json"}


def test_a_key_that_is_taken_is_refused() -> None:
    tree = value({"a": "1", "b": "2"})
    tree.children[1].name = "a"
    with pytest.raises(WireError) as caught:
        json.write(tree, charset="utf-8")
    assert (caught.value.code, caught.value.node) == ("encode.value", tree.children[1])


# ---------------------------------------------------------------- form

UNRESERVED = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@pytest.mark.parametrize("code", range(256))
def test_each_byte_of_a_form(code: int) -> None:
    char = bytes([code]).decode("latin-1")
    wanted = char if char in UNRESERVED else f"%{code:02X}"
    body = form.write(params([[char, char]]), charset="latin-1").decode("ascii")
    assert body == f"{wanted}={wanted}"


def test_parameters_of_a_form() -> None:
    assert form.write(params([]), charset="utf-8") == b""
    assert form.write(params([["a", ""], ["", "1"], ["a", "ж"]]), charset="utf-8") == b"a=&=1&a=%D0%B6"
    assert form.write(params([["ж", "ж"]]), charset="cp1251") == b"%E6=%E6"


@pytest.mark.parametrize(
    ("text", "code", "got"), [("a\u4e2d", "encode.charset", "4E2D"), ("\udc00", "encode.forbidden", "DC00")]
)
def test_what_a_form_refuses(text: str, code: str, got: str) -> None:
    for pair in ([text, "1"], ["k", text]):
        tree = params([["good", "1"], pair])
        with pytest.raises(WireError) as caught:
            form.write(tree, charset="windows-1251")
        assert (caught.value.code, caught.value.args_["got"]) == (code, got)
        assert caught.value.args_.get("encoding") == ("form" if code == "encode.forbidden" else None)
        assert caught.value.node is tree.children[1]


# ---------------------------------------------------------------- lines


def lines_of(name: str, spec: list[dict[str, Any]], charset: str = "utf-8") -> bytes:
    return lines.write(rows(spec), charset=charset, plan=lines.plan(shape(LINES[name])))


@pytest.mark.parametrize(
    ("name", "spec", "made"),
    [
        ("error", [{"code": "1", "text": "t"}], "ERROR = 1 (t)"),
        ("error", [{"code": "1", "text": "t", "id": ""}], "ERROR = 1 (t), ID - "),
        ("csv", [{"code": "5"}], "0,-5"),
        ("list", [{"name": "a", "id": "1"}, {"name": "ж", "id": "2"}], "name = a, id = 1\nname = ж, id = 2\n"),
        ("list", [], ""),
        ("three", [{"a": "1", "b": "2", "c": "3"}] * 2, "1, 2, 3\r\n1, 2, 3"),
        ("operators", [{"name": "a", "operators": {"k": "1", "l": "2"}, "id": "5"}], "name = a, k = 1, l = 2, id = 5"),
        ("operators", [{"name": "a", "id": "5"}], "name = a, id = 5"),
        ("only", [{}], "OK"),
    ],
)
def test_lines(name: str, spec: list[dict[str, Any]], made: str) -> None:
    assert lines_of(name, spec).decode() == made
    assert lines_of(name, spec, "windows-1251").decode("cp1251") == made


@pytest.mark.parametrize(
    ("bad", "code"), [("\r", "encode.forbidden"), ("\n", "encode.forbidden"), ("\u4e2d", "encode.charset")]
)
@pytest.mark.parametrize("where", ["capture", "key", "value"])
def test_what_lines_refuse(bad: str, code: str, where: str) -> None:
    text = f"a{bad}\n"
    spec: dict[str, Any] = {
        "name": text if where == "capture" else "n",
        "operators": {text if where == "key" else "k": text if where == "value" else "v"},
        "id": "5",
    }
    with pytest.raises(WireError) as caught:
        lines_of("operators", [{"name": "good", "id": "1"}, spec], "windows-1251")
    found = caught.value.args_
    forbidden = code == "encode.forbidden"
    # A line break counts wherever it stands; carriage returns are looked for first.
    assert caught.value.code == "encode.forbidden"
    assert found == {"got": f"{ord(bad):04X}" if forbidden else "000A", "encoding": "a line"}
    assert caught.value.node.slot == ("capture" if where == "capture" else "pair")


def test_what_a_charset_of_lines_lacks() -> None:
    with pytest.raises(WireError) as caught:
        lines_of("list", [{"name": "\u4e2d", "id": "5"}], "windows-1251")
    assert (caught.value.code, caught.value.args_["got"]) == ("encode.charset", "4E2D")
    with pytest.raises(LookupError, match="no-such"):
        lines_of("list", [], "no-such")


def test_the_name_of_a_capture_is_not_on_the_line() -> None:
    """Only keys of pairs are written; a field's name may be whatever the spec says."""
    plan = lines.plan(shape({"pieces": [{"capture": "a\nb"}]}))
    root = Node("root", "", "array", children=[
        Node("line", "", "object", children=[Node("capture", "a\nb", "string", "x")])])  # fmt: skip
    assert lines.write(root, charset="utf-8", plan=plan) == b"x"
