"""Charset resolution: order, contradictions, and names from a closed list."""

from __future__ import annotations

import sys

import pytest

from wirebook.wire import charset
from wirebook.wire.charset import codec, declaration, find
from wirebook.wire.inband import named
from wirebook.wire.tree import Node, WireError

ORDER = ("option", "header", "bom", "declaration", "default")
ALLOWED = ("utf-8", "windows-1251", "koi8-r")
MARK = b"\xef\xbb\xbf"
KOI = b'<?xml version="1.0" encoding="koi8-r"?><a/>'


@pytest.mark.parametrize(
    ("name", "expected"),
    [("utf-8", "utf-8"), ("UTF8", "utf-8"), ("Utf_8", "utf-8"), ("cp1251", "cp1251"), ("Windows-1251", "cp1251"),
     ("KOI8-R", "koi8-r"), ("ISO-8859-1", "latin-1"), ("iso8859-5", "iso8859-5"), ("US-ASCII", "ascii"),
     ("IBM866", "cp866"), ("utf-7", None), ("utf-16", None), ("utf-16le", None), ("utf_8_sig", None), ("rot13", None),
     ("hex", None), ("unicode_escape", None), ("idna", None), ("gb2312", None), ("", None), ("x" * 1000, None),
     ("../../os", None), ("утф-8", None), ("utf-8\0", None)],
)  # fmt: skip
def test_names(name: str, expected: str | None) -> None:
    before = set(sys.modules)
    assert codec(name) == expected
    assert not {m for m in set(sys.modules) - before if m != "encodings.aliases"}


@pytest.mark.parametrize("name", sorted(charset._IANA))
def test_every_charset_is_a_superset_of_ascii(name: str) -> None:
    plain = bytes(range(128))
    assert plain.decode(name) == plain.decode("ascii")
    assert codec(charset.iana(name)) == name
    assert len("Ж".encode(name, "ignore")) <= (2 if name == "utf-8" else 1)


def test_names_do_not_pile_up() -> None:
    for i in range(2000):
        codec(f"klingon-{i}")
        codec("uTf-8" + "-" * (i % 30))
    assert len(charset._KNOWN) <= 256


@pytest.mark.parametrize(
    ("body", "option", "header", "expected", "codes"),
    [
        (b"<a/>", None, None, "utf-8", []),
        (KOI, None, None, "koi8-r", []),
        (KOI, "windows-1251", None, "cp1251", []),
        (KOI, "windows-1251", "utf-8", "cp1251", []),
        (KOI, None, "KOI8-R", "koi8-r", []),
        (KOI, None, "utf-8", "utf-8", ["charset.conflict"]),
        (KOI, None, "klingon", None, ["charset.unknown"]),
        (KOI, None, "utf-7", None, ["charset.not-allowed"]),
        (KOI, None, "iso-8859-5", None, ["charset.not-allowed"]),
        (KOI, "klingon", None, None, ["charset.unknown"]),
        (MARK + b"<a/>", None, None, "utf-8", []),
        (MARK + KOI, None, None, "utf-8", ["charset.conflict"]),
        (MARK + KOI, None, "koi8-r", "koi8-r", ["charset.conflict"]),
        (MARK + KOI, None, "windows-1251", "cp1251", ["charset.conflict", "charset.conflict"]),
        (MARK + b"<a/>", None, "windows-1251", "cp1251", ["charset.conflict"]),
        (MARK + b"<a/>", "windows-1251", None, "cp1251", []),
        (b"\xff\xfe<\0", None, None, None, ["charset.not-allowed"]),
        (b"\xfe\xff\0<", None, None, None, ["charset.not-allowed"]),
        (b"\xff\xfe\0\0", None, None, None, ["charset.not-allowed"]),
        (b'<?xml version="1.0" encoding="us-ascii"?><a/>', None, None, "ascii", []),
        (b"<?xml version='1.0' encoding='UTF-8' standalone='no'?><a/>", None, "utf8", "utf-8", []),
    ],
)  # fmt: skip
def test_order(body: bytes, option: str | None, header: str | None, expected: str | None, codes: list[str]) -> None:
    name, skip, issues = find("xml", body, ORDER, ALLOWED, "utf-8", option, header)
    assert (name, [issue.code for issue in issues]) == (expected, codes)
    assert skip == (3 if name == "utf-8" and body.startswith(MARK) else 0)


def test_sources_that_the_spec_does_not_name() -> None:
    # A header that the spec does not trust is not heard; what the body says of itself always is.
    assert find("xml", KOI, ("declaration", "default"), ALLOWED, "utf-8", None, "utf-8")[0] == "koi8-r"
    assert [i.code for i in find("xml", KOI, ("default",), ALLOWED, "utf-8", None, None)[2]] == ["charset.conflict"]
    assert [i.code for i in find("json", MARK, ("default",), ALLOWED, "koi8-r", None, None)[2]] == ["charset.conflict"]
    # In a form these bytes are text like any other.
    assert find("form", MARK + b"=1", ("default",), ALLOWED, "windows-1251", None, None) == ("cp1251", 0, [])


def test_a_parameter_overrides_the_header() -> None:
    def param(name: str) -> tuple[str, int, int] | None:
        return ("koi8-r", 8, 14) if name == "charset" else None

    order = ("option", "param:charset", "header", "default")
    assert find("form", b"charset=koi8-r", order, ALLOWED, "windows-1251", None, "utf-8", param)[::2] == ("koi8-r", [])
    assert find("form", b"", order, ALLOWED, "windows-1251", "utf-8", None, param)[0] == "utf-8"


def test_names_from_the_wire_are_shown_only_if_harmless() -> None:
    body = b'<?xml version="1.0" encoding="\x1b[31m evil"?><a/>'
    assert find("xml", body, ORDER, ALLOWED, "utf-8", None, None)[2][0].args["got"] == "?"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b'<?xml version="1.0" encoding="x"?>', "x"),
        (b"<?xml version = '1.0'\tencoding\n=\r'x' ?>", "x"),
        (b"<?xml version='encoding' encoding='x'?>", "x"),
        (b"<?xml version='1.0'?><a encoding='x'/>", None),
        (b"<?xml version='1.0' encoding=x?>", None),
        (b"<?xml version='1.0' encoding='x", None),
        (b"<?xml-stylesheet encoding='x'?>", None),
        (b" <?xml version='1.0' encoding='x'?>", None),
        (b"<a encoding='x'/>", None),
    ],
)  # fmt: skip
def test_declaration(head: bytes, name: str | None) -> None:
    found = declaration(head)
    assert (found and found[0]) == name
    if found:
        assert head[found[1] : found[2]] == b"x"


def test_what_cannot_be_encoded_names_the_character() -> None:
    node = Node("param", "a", "string")
    with pytest.raises(WireError) as caught:
        charset.encode("Ж中", "cp1251", node, "form")
    assert (caught.value.code, caught.value.args_["got"]) == ("encode.charset", "4E2D")
    with pytest.raises(WireError) as caught:
        charset.encode("\ud800", "utf-8", node, "form")
    assert (caught.value.code, caught.value.args_["got"]) == ("encode.forbidden", "D800")


NAMED = [
    ("json", '{"charset": "koi8-r"}', ("koi8-r", 13, 19)),
    ("json", '\ufeff {"a": {"charset": "utf-8"}, "charset":"koi8-r"}', "koi8-r"),
    ("json", '{"mes": "charset", "charset": "koi8-r", "n": 1.5, "big": 123456789012345678901234567890}', "koi8-r"),
    ("json", '{"a": "Ж", "charset": "koi8-r"}', "koi8-r"),
    ("json", '{"charset": 1}', None),
    ("json", '{"charset": ""}', None),
    ("json", '{"charset": "кои"}', None),
    ("json", '["charset"]', None),
    ("json", '{"charset": ', None),
    ("json", '{"a": {"charset": "koi8-r"}}', None),
    ("json", "[" * 100_000 + '"charset"', None),
    ("xml", "<a><charset>koi8-r</charset></a>", ("koi8-r", 12, 18)),
    ("xml", "<a>Ж<b><charset>utf-8</charset></b><charset>koi8-r</charset></a>", "koi8-r"),
    ("xml", "<a><b><charset>koi8-r</charset></b></a>", None),
    ("xml", "<a charset='koi8-r'/>", None),
    ("xml", "<a><charset><b/></charset></a>", None),
    ("xml", "<a><charset>koi8-r</charset>", None),
    ("xml", "<!DOCTYPE a [<!ENTITY e 'koi8-r'>]><a><charset>&e;</charset></a>", None),
    ("text", "charset = koi8-r", None),
]


@pytest.mark.parametrize(("kind", "body", "expected"), NAMED)
def test_a_child_of_the_root_may_name_the_charset(kind: str, body: str, expected: object) -> None:
    found = named(kind, body.encode(), "charset")
    assert found == expected if isinstance(expected, tuple) else (found and found[0]) == expected
    if found is not None:
        assert body.encode()[found[1] : found[2]].decode() == found[0]
    order = ("option", "header", "param:charset", "default")
    codec_, _, issues = find(kind, body.encode(), order, ALLOWED, "utf-8", None, None)
    assert (codec_, issues) == ("koi8-r" if expected else "utf-8", [])
    assert find(kind, body.encode(), order, ALLOWED, "utf-8", None, "windows-1251")[0] == "cp1251"


def test_a_declaration_that_came_before_is_not_taken_for_another_policy() -> None:
    body = b'<?xml version="1.0" encoding="utf-8"?><a/>'
    order = ("option", "header", "declaration", "default")
    for _ in range(2):
        assert find("xml", body, order, ("utf-8",), "utf-8", None, None) == ("utf-8", 0, [])
        assert find("xml", body, order, ("utf-8", "koi8-r"), "utf-8", None, "koi8-r")[2] != []
        assert find("xml", body, order, ("koi8-r",), "koi8-r", None, None)[0] is None
        assert find("xml", body, order, ("utf-8", "koi8-r"), "utf-8", "koi8-r", None)[0] == "koi8-r"
        assert find("xml", b"\xef\xbb\xbf" + body, order, ("utf-8",), "utf-8", None, None)[:2] == ("utf-8", 3)
