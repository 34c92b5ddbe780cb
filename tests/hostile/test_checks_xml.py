"""Checks 1 to 11: what must hold of XML. Each test's name begins with the number of its check."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from checked import TEXTS, Carrier, Cli, carriers, cli_of, codes, told, written

import wirebook
from wirebook.wire import caps

XML = pytest.mark.parametrize("place", carriers("xml"), ids=repr)
FORBIDDEN = [*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF, 0xD800, 0xDBFF, 0xDC00, 0xDFFF]
DECLARED = '<?xml version="1.0" encoding="{}"?>'
SENT = '<xml_request name="sms_send"><xml_user lgn="{}" pwd="demo"/><sms sms_id="1" number="79000000001" \
source_number="QUICKTELSMS">{}</sms></xml_request>'
ERROR = "<result><error>{}</error><error_code>1</error_code></result>"


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    return cli_of(capsys)


def quicktel(body: bytes, **known: object) -> list[str]:
    return codes(told("quicktel", "sms_send_request", "xml", body, **known))


def smsc(body: bytes, **known: object) -> list[str]:
    return codes(told("smsc", "error", "xml", body, **known))


# ---------------------------------------------------------------- 1 to 6: exact text


@XML
@pytest.mark.parametrize("text", ["&", "<", ">", '"', "'", "& < > \" '", "a&b<c>d\"e'f"])
def test_01_markup_characters_survive_exactly_and_are_never_escaped_twice(place: Carrier, text: str) -> None:
    body = place.write(text)
    assert b"&amp;amp;" not in body
    assert b"&amp;lt;" not in body
    assert place.read(body) == text


@XML
@pytest.mark.parametrize("text", ["&lt;", "&amp;lt;", "&#38;", "&amp;amp;amp;"])
def test_01_an_escaped_text_is_decoded_once(place: Carrier, text: str) -> None:
    assert place.read(place.write(text)) == text


@pytest.mark.parametrize("place", [p for p in carriers("xml") if p.name == "quicktel"], ids=repr)
@pytest.mark.parametrize("text", ["<", ">", '"', "'", "&", "<&>"])
def test_01_rows_of_the_table_read_from_the_top_escape_twice_and_are_not_undone(place: Carrier, text: str) -> None:
    twice = text
    for char, reference in (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&apos;"), ("&", "&amp;")):
        twice = twice.replace(char, reference)
    once = twice.replace("&amp;", "&")
    body = place.write("TEXT").replace(b"TEXT", twice.encode())
    assert place.read(body) == once
    assert place.write(text).count(b"&amp;lt;") == 0


@XML
def test_02_the_end_of_a_section_in_text_is_written_with_a_reference(place: Carrier) -> None:
    body = place.write("a]]>b]]>")
    if place.path != "login":  # in an attribute it may stand
        assert b"]]&gt;" in body
        assert b"]]>" not in body
    assert place.read(body) == "a]]>b]]>"


@pytest.mark.parametrize("code", FORBIDDEN, ids=lambda code: f"{code:04X}")
def test_03_a_character_that_xml_has_not_is_refused_with_its_path(code: int) -> None:
    for place in carriers("xml"):
        with pytest.raises(wirebook.ValidationError) as caught:
            place.write(f"a{chr(code)}b")
        (finding,) = caught.value.findings
        assert finding.path == place.path
        if 0xD800 <= code <= 0xDFFF:
            assert (finding.code, "surrogate" in finding.message) == ("encode.value", True)
        else:
            assert (finding.code, dict(finding.args)["got"]) == ("encode.forbidden", f"{code:04X}")


@pytest.mark.parametrize("text", ['"a\\u0000"', '"a\\u001f"', '"a\\ufffe"', '"a\\ud800"'])
def test_03_no_broken_document_leaves_the_command_line(text: str, tmp_path: Path, cli: Cli) -> None:
    path = written(tmp_path / "value.json", f'{{"code": 1, "text": {text}}}')
    status, out, err = cli("encode", "--spec", "smsc", "--message", "error", "--encoding", "xml", path)
    assert (status, out) == (1, "")
    assert "encode." in err
    assert "text" in err


@XML
@pytest.mark.parametrize(("text", "reference"), [("a\rb", b"&#13;"), ("a\r\nb", b"&#13;")])
def test_04_a_carriage_return_is_written_as_a_reference(place: Carrier, text: str, reference: bytes) -> None:
    body = place.write(text)
    assert b"\r" not in body
    assert reference in body
    assert place.read(body) == text


def test_04_white_space_in_an_attribute_is_written_as_references_and_read_raw_as_spaces() -> None:
    (place,) = (one for one in carriers("xml") if one.path == "login")
    body = place.write("a\tb\nc\rd")
    assert b"a&#9;b&#10;c&#13;d" in body
    assert place.read(body) == "a\tb\nc\rd"
    for reference, raw in ((b"&#9;", b"\t"), (b"&#10;", b"\n"), (b"&#13;", b"\r")):
        body = body.replace(reference, raw)
    assert place.read(body) == "a b c d"


@XML
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_05_unusual_characters_and_outer_spaces_come_back(place: Carrier, text: str) -> None:
    assert place.read(place.write(text)) == text


@pytest.mark.parametrize("place", carriers("xml", "form", "json", "text"), ids=repr)
@pytest.mark.parametrize("char", ["\U0001f600", "中", "\u2028"])
def test_06_a_character_outside_the_charset_is_a_reference_in_xml_and_an_error_in_a_form(
    place: Carrier, char: str
) -> None:
    if place.encoding in ("xml", "json") or place.charset == "utf-8":
        body = place.write(char)
        if place.charset == "windows-1251":
            assert body.isascii()
            if place.encoding == "xml":
                assert f"&#{ord(char)};".encode() in body
        assert place.read(body) == char
        return
    with pytest.raises(wirebook.ValidationError) as caught:
        place.write(char)
    assert [(f.code, f.path) for f in caught.value.findings] == [("encode.charset", place.path)]


# ---------------------------------------------------------------- 7 and 8: charsets

# (message, encoding, what stands before and after the byte) where the spec takes windows-1251.
IN_1251 = [
    ("error", "xml", DECLARED.format("windows-1251").encode() + b"<result><error>",
     b"</error><error_code>1</error_code></result>"),
    ("error", "json", b'{"error":"', b'","error_code":1}'),
    ("error", "text", b"ERROR = 1 (", b")"),
    ("callback_status", "form", b"id=1&phone=79161234567&status=1&ts=1&cmt=", b"&x=y"),
]  # fmt: skip


@pytest.mark.parametrize(("message", "encoding", "before", "after"), IN_1251, ids=[row[1] for row in IN_1251])
def test_07_byte_98_in_windows_1251_is_told_with_its_offset(
    message: str, encoding: str, before: bytes, after: bytes, tmp_path: Path, cli: Cli
) -> None:
    offset = len(before) + 1
    for byte in (b"\x98", b"%98") if encoding == "form" else (b"\x98",):
        body = before + b"\xcf" + byte + after
        said = told("smsc", message, encoding, body, charset=None if encoding == "xml" else "windows-1251")
        (found,) = (f for f in said.findings if f.code == "charset.undecodable")
        assert (found.severity, found.start, dict(found.args)["byte"]) == ("error", offset, "98")
        more = [] if encoding == "xml" else ["--charset", "windows-1251"]
        path = written(tmp_path / "body", body)
        status, out, _ = cli("validate", "--spec", "smsc", "--message", message, "--encoding", encoding, *more,
                             "--format", "json", path)  # fmt: skip
        assert status == 1
        shown = [(f["code"], f["offset"]) for f in json.loads(out)["results"][0]["findings"]]
        assert ("charset.undecodable", offset) in shown
        status, out, _ = cli("decode", "--spec", "smsc", "--message", message, "--encoding", encoding, *more, path)
        assert (status, out) == (1, "")  # nothing was replaced in silence


@pytest.mark.parametrize(("message", "encoding", "before", "after"), IN_1251, ids=[row[1] for row in IN_1251])
def test_07_windows_1251_bytes_declared_utf_8_are_an_error(
    message: str, encoding: str, before: bytes, after: bytes
) -> None:
    body = before.replace(b"windows-1251", b"utf-8") + "Привет, мир".encode("windows-1251") + after
    said = told("smsc", message, encoding, body, charset=None if encoding == "xml" else "utf-8")
    assert next(f.code for f in said.findings if f.severity == "error") == "charset.undecodable"


@pytest.mark.parametrize(("message", "encoding", "before", "after"), IN_1251, ids=[row[1] for row in IN_1251])
@pytest.mark.parametrize("charset", ["utf-8", "koi8-r"])
def test_07_other_bytes_declared_windows_1251_are_a_warning(
    message: str, encoding: str, before: bytes, after: bytes, charset: str, tmp_path: Path, cli: Cli
) -> None:
    body = before + "Доброе утро, это Проверка Связи".encode(charset) + after
    more = {} if encoding == "xml" else {"charset": "windows-1251"}
    result = wirebook.validate(body, spec="smsc", message=message, encoding=encoding, **more)
    assert [f.severity for f in result.findings if f.code == "charset.suspect"] == ["warning"]
    assert result.verdict == "pass"
    words = [] if encoding == "xml" else ["--charset", "windows-1251"]
    status, out, _ = cli("validate", "--spec", "smsc", "--message", message, "--encoding", encoding, *words,
                         written(tmp_path / "body", body))  # fmt: skip
    assert status == 0
    assert "warning charset.suspect" in out


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r"])
def test_08_a_mark_against_another_declaration_is_told(charset: str) -> None:
    body = b"\xef\xbb\xbf" + (DECLARED.format(charset) + SENT.format("demo", "text")).encode()
    assert quicktel(body)[0] == "charset.conflict"
    body = b"\xef\xbb\xbf" + (DECLARED.format(charset) + ERROR.format("text")).encode()
    assert smsc(body)[0] == "charset.conflict"


@pytest.mark.parametrize("space", [b" ", b"\n", b"\r\n", b"\t"])
def test_08_white_space_before_the_declaration_is_told(space: bytes) -> None:
    body = (DECLARED.format("utf-8") + SENT.format("demo", "text")).encode()
    assert quicktel(body) == []
    assert quicktel(space + body) == ["xml.not-well-formed"]
    assert smsc(space + (DECLARED.format("windows-1251") + ERROR.format("x")).encode()) == ["xml.not-well-formed"]


def test_08_the_http_charset_against_the_declaration_is_told(tmp_path: Path, cli: Cli) -> None:
    body = (DECLARED.format("windows-1251") + ERROR.format("x")).encode()
    headers = {"Content-Type": "text/xml; charset=utf-8"}
    assert smsc(body, headers=headers)[0] == "charset.conflict"
    assert smsc(body, headers={"Content-Type": "text/xml; charset=Windows-1251"}) == []
    path = written(tmp_path / "a.xml", body)
    status, out, _ = cli("validate", "--spec", "smsc", "--message", "error", "--header",
                         "Content-Type: text/xml; charset=utf-8", path)  # fmt: skip
    assert status == 1
    assert "charset.conflict" in out


@pytest.mark.parametrize("charset", ["utf-7", "UTF-7", "utf-16", "ucs-4", "iso-2022-jp", "hz", "cp037", "koi8-r"])
def test_08_a_charset_outside_of_the_list_is_refused(charset: str) -> None:
    sent, error = (DECLARED.format(charset) + body.format("demo", "text") for body in (SENT, ERROR))
    header = {"Content-Type": f"text/xml; charset={charset}"}
    for said in (
        told("quicktel", "sms_send_request", "xml", sent.encode()),
        told("smsc", "error", "xml", error.encode()),
        told("smsc", "error", "xml", ERROR.format("text").encode(), headers=header),
    ):
        assert codes(said)[0] in ("charset.not-allowed", "charset.unknown")
        assert not said.ok


# ---------------------------------------------------------------- 9: well-formed


@pytest.mark.parametrize(
    ("body", "line", "column"),
    [
        ("<xml_request>\n Цена &laquo;5&raquo;</xml_request>".encode(), 2, 7),
        ("<xml_request>\r\nТы & я</xml_request>".encode(), 2, 4),
        (b"<xml_request>\n\n<a b='&'/></xml_request>", 3, 7),
        ("<xml_request>\nПривет".encode()[:-1], 2, 6),
    ],
    ids=["undeclared entity", "bare ampersand", "in an attribute", "cut in a character"],
)  # fmt: skip
def test_09_what_is_not_well_formed_has_line_and_column(
    body: bytes, line: int, column: int, tmp_path: Path, cli: Cli
) -> None:
    said = told("quicktel", "sms_send_request", "xml", body)
    (finding,) = said.findings
    assert finding.code == "xml.not-well-formed"
    assert finding.location is not None
    assert (finding.location.line, finding.location.column) == (line, column)
    path = written(tmp_path / "a.xml", body)
    status, out, _ = cli("validate", "--spec", "quicktel", "--message", "sms_send_request", path)
    assert status == 1
    assert f"{path}:{line}:{column}: error xml.not-well-formed" in out


# ---------------------------------------------------------------- 10: nothing is opened

BOMB = '<!DOCTYPE x [<!ENTITY a "0123456789">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(12)
) + "]>"  # fmt: skip
DOCTYPES = {
    "bare": "<!DOCTYPE xml_request>",
    "entity bomb": BOMB,
    "quadratic": f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>',
    "external file": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "external address": '<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:9/a">]>',
    "external subset": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    "public subset": '<!DOCTYPE x PUBLIC "p" "http://127.0.0.1:9/x.dtd">',
    "parameter entity": '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
    "default attributes": '<!DOCTYPE x [<!ATTLIST xml_user lgn CDATA "a">]>',
    "notation": '<!DOCTYPE x [<!NOTATION n SYSTEM "file:///etc/passwd">]>',
}


@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES)
def test_10_any_doctype_is_refused_before_anything_is_opened(doctype: str, tmp_path: Path, cli: Cli) -> None:
    """The audit hook of this folder sees every file and socket that is opened meanwhile."""
    body = (doctype + SENT.format("demo", "&a;")).encode()
    assert quicktel(body) == ["xml.doctype"]
    assert smsc((doctype + ERROR.format("&a;")).encode()) == ["xml.doctype"]
    assert codes(told("smspager", "send_request", "xml", body)) == ["xml.doctype"]
    path = written(tmp_path / "a.xml", body)
    status, out, _ = cli("validate", path)  # no spec is named: whose body this is is told without reading on
    assert status != 0
    assert "0123456789" not in out
    assert "root:" not in out


def test_10_inclusions_and_schema_locations_are_only_text() -> None:
    sent = SENT.replace("<xml_request", '<xml_request xmlns:xi="http://www.w3.org/2001/XInclude" '
                        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
                        'xsi:schemaLocation="http://127.0.0.1:9/ file:///etc/passwd" '
                        'xsi:noNamespaceSchemaLocation="file:///etc/passwd"')  # fmt: skip
    body = sent.format("demo", '<xi:include href="file:///etc/passwd" parse="text"/>').encode()
    body = b'<?xml-stylesheet href="http://127.0.0.1:9/"?>' + body
    found = quicktel(body)
    assert found
    assert set(found) == {"shape.unknown"}


# ---------------------------------------------------------------- 11: caps


def _sms(inner: str) -> bytes:
    return SENT.format("demo", "text").replace("<sms ", f"{inner}<sms ").encode()


def test_11_a_body_beyond_the_size_has_a_finding_of_its_own() -> None:
    whole = SENT.format("demo", "text").encode()
    fits = whole.replace(b"<sms ", b"<!--" + b" " * (caps.MAX_BYTES - len(whole) - 7) + b"--><sms ")
    assert len(fits) == caps.MAX_BYTES
    assert quicktel(fits) == []
    assert quicktel(fits + b" ") == ["limit.bytes"]


def test_11_an_element_beyond_the_depth_has_a_finding_of_its_own() -> None:
    assert caps.MAX_DEPTH == 64
    fits = quicktel(_sms("<a>" * 63 + "</a>" * 63))
    assert fits
    assert "limit.depth" not in fits
    assert quicktel(_sms("<a>" * 64 + "</a>" * 64)) == ["limit.depth"]


def test_11_attributes_beyond_their_number_have_a_finding_of_their_own() -> None:
    assert caps.MAX_ATTRIBUTES == 256

    def wide(count: int) -> bytes:
        return _sms("<a " + " ".join(f'a{n}="1"' for n in range(count)) + "/>")

    assert "limit.attributes" not in quicktel(wide(256))
    assert quicktel(wide(257)) == ["limit.attributes"]
