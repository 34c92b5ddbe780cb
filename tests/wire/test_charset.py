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
     ("../../os", None), ("утф-8", None), ("utf-8\0", None), ("utf-8x", None), ("UTF-8x", None),
     ("windows-1251x", None), ("koi8-rx", None), ("ISO.8859.5", "iso8859-5"), ("ISO_8859-1:1987", "latin-1"),
     ("utf" + "-" * 36 + "8", "utf-8"), ("utf" + "-" * 37 + "8", None), ("-", None)],
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


# ---------------------------------------------------------------- each name, each place, each word

IANA = {
    "utf-8": "UTF-8", "ascii": "US-ASCII", "latin-1": "ISO-8859-1", "cp866": "IBM866", "cp855": "IBM855",
    "koi8-r": "KOI8-R", "koi8-u": "KOI8-U", "kz1048": "KZ-1048", "ptcp154": "PTCP154",
    **{f"iso8859-{n}": f"ISO-8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)},
    **{f"cp125{n}": f"windows-125{n}" for n in (0, 1, 2, 3, 4, 5, 6, 7, 8)},
}  # fmt: skip


def test_the_closed_list() -> None:
    assert charset._IANA == IANA
    for name, written in IANA.items():
        assert "Aa".encode(name) == b"Aa"
        assert codec(written) == codec(written.lower()) == codec(name) == name
        assert charset.iana(name) == written


@pytest.mark.parametrize(
    ("name", "written"),
    [("windows-1251", "windows-1251"), ("CP1251", "windows-1251"), ("klingon", "klingon"), ("", "")],
)
def test_names_as_a_declaration_writes_them(name: str, written: str) -> None:
    assert charset.iana(name) == written


def test_names_that_everybody_uses_are_known_from_the_start() -> None:
    for name, found in (("utf-8", "utf-8"), ("UTF-8", "utf-8"), ("windows-1251", "cp1251"), ("koi8-r", "koi8-r")):
        assert codec(name) == found
        assert charset._KNOWN[name] == found


def test_what_is_remembered_of_names(monkeypatch: pytest.MonkeyPatch) -> None:
    known: dict[str, str] = {}
    monkeypatch.setattr(charset, "_KNOWN", known)
    for number in range(300):
        assert codec("utf" + "-" * (number % 20 + 1) + "8" + "_" * (number // 20)) == "utf-8"
        assert codec(f"no-{number}") is None
    assert len(known) == 256
    assert set(known.values()) == {"utf-8"}
    known.clear()
    known.update((str(number), "utf-8") for number in range(255))
    assert codec("cp1251") == "cp1251"
    assert len(known) == 256
    assert codec("CP1251") == "cp1251"
    assert len(known) == 256


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("utf-8", "utf-8"), ("UTF_16", "UTF_16"), ("windows-1251", "windows-1251"), ("windows-1252x", "windows-1252x"),
        ("klingon", "klingon"), ("x" * 41, "?"), ("utf 8", "?"), ("ж", "?"), ("utf-8\x1b", "?"), ("", "?"), ("-", "?"),
        ("utf/8", "?"), ("utf;8", "?"), ("x7Kq92LmZ", "?"), ("s-jis", "s-jis"),
        ("iso-8859-16-2001", "iso-8859-16-2001"),
    ],
)  # fmt: skip
def test_names_that_may_be_shown(name: str, shown: str) -> None:
    assert charset.safe(name) == shown


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b'<?xml version="1.0" encoding="ab"?>', ("ab", 30, 32)), (b'<?xml encoding="ab"?>', ("ab", 16, 18)),
        (b"<?xml\tencoding='ab'?>", ("ab", 16, 18)), (b"<?xml\nencoding='ab'?>", ("ab", 16, 18)),
        (b"<?xml\rencoding='ab'?>", ("ab", 16, 18)),
        (b"<?xml  encoding \t\r\n= \t\r\n'ab'?>", ("ab", 25, 27)), (b"<?xml encoding=''?>", ("", 16, 16)),
        (b"<?xml encoding=\"a'b\"?>", ("a'b", 16, 19)), (b"<?xml encoding='a\"b'?>", ('a"b', 16, 19)),
        (b"<?xml v='encoding' encoding='ab'?>", ("ab", 29, 31)),
        (b"<?xml v='x encoding' encoding='ab'?>", ("ab", 31, 33)),
        (b"<?xml encoding encoding='ab'?>", ("ab", 25, 27)),
        (b"<?xml xencoding='ab'?>", None), (b"<?xml encoding='ab\"?>", None), (b"<?xml encoding=ab?>", None),
        (b"<?xml encoding=", None),
        (b"<?xml encoding=?>", None), (b"<?xml encoding='ab'", None), (b"<?xmlx encoding='ab'?>", None),
        (b"<?xml?>", None), (b"<?xml", None),
        (b"<?xml encoding", None), (b"<?xml ?> encoding='ab'?>", None),
        (b"<?xml " + b" " * 5000 + b"encoding='ab'?>", ("ab", 5016, 5018)),  # however long it is
        (b"<?xml " + b" " * 5000 + b"?><a> encoding='ab' </a>", None),
        (b"<?xml version='1.0'><a> encoding='ab' </a>", None),
        (b"<?xml encoding='\xe9'?>", ("é", 16, 17)), (b"<?XML encoding='ab'?>", None),
    ],
)  # fmt: skip
def test_places_of_a_declaration(head: bytes, found: tuple[str, int, int] | None) -> None:
    assert declaration(head) == found
    assert declaration(b"xyz" + head, 3) == (None if found is None else (found[0], found[1] + 3, found[2] + 3))


def told(*given: object) -> list[tuple[str, int, int, dict[str, object]]]:
    return [(i.code, i.start, i.end, dict(i.args)) for i in find(*given)[2]]  # type: ignore[arg-type]


def conflict(first: str, got: str, second: str, other: str, start: int = 0, end: int = 0) -> tuple[object, ...]:
    return ("charset.conflict", start, end, {"first": first, "got": got, "second": second, "other": other})


@pytest.mark.parametrize(
    ("kind", "body", "resolve", "option", "header", "issues"),
    [
        ("xml", KOI, ORDER, None, "utf-8", [conflict("header", "utf-8", "declaration", "koi8-r", 30, 36)]),
        ("xml", KOI, ("declaration", "header"), None, "utf-8",
         [conflict("declaration", "koi8-r", "header", "utf-8", 30, 36)]),
        ("xml", KOI, ("default",), None, "utf-8", [conflict("default", "utf-8", "declaration", "koi8-r", 30, 36)]),
        ("xml", KOI, ("option", "header"), "utf-8", "windows-1251", []), ("xml", KOI, ("header",), None, "KOI8_R", []),
        ("xml", MARK + KOI, ORDER, None, None, [conflict("byte order mark", "utf-8", "declaration", "koi8-r", 33, 39)]),
        ("xml", MARK + b"<a/>", ("header",), None, "koi8-r",
         [conflict("header", "koi8-r", "byte order mark", "utf-8", 0, 3)]),
        ("json", MARK + b"1", ("default",), None, "koi8-r", []), ("json", MARK + b"1", ("header",), None, "koi8-r", [
            conflict("header", "koi8-r", "byte order mark", "utf-8", 0, 3)]),
        ("json", KOI, ("default",), None, None, []), ("form", MARK, ("header",), None, "koi8-r", []),
        ("form", MARK, ("header", "bom"), None, "koi8-r",
         [conflict("header", "koi8-r", "byte order mark", "utf-8", 0, 3)]),
        ("xml", b"<a/>", ORDER, None, "klingon",
         [("charset.unknown", 0, 0, {"got": "klingon", "allowed": ", ".join(ALLOWED)})]),
        ("xml", b"<?xml encoding='utf-16'?>", ORDER, None, None, [
            ("charset.not-allowed", 16, 22, {"got": "utf-16", "allowed": ", ".join(ALLOWED)})]),
        ("xml", b"<?xml encoding='cp1252'?>", ORDER, None, None, [
            ("charset.not-allowed", 16, 22, {"got": "cp1252", "allowed": ", ".join(ALLOWED)})]),
        ("xml", b"\xff\xfe", ORDER, None, None,
         [("charset.not-allowed", 0, 2, {"got": "utf-16", "allowed": ", ".join(ALLOWED)})]),
        ("xml", b"\xfe\xff", ORDER, None, None,
         [("charset.not-allowed", 0, 2, {"got": "utf-16", "allowed": ", ".join(ALLOWED)})]),
        ("xml", b"\xff\xfe\0\0", ORDER, None, None,
         [("charset.not-allowed", 0, 4, {"got": "utf-32", "allowed": ", ".join(ALLOWED)})]),
        ("xml", b"\0\0\xfe\xff", ORDER, None, None,
         [("charset.not-allowed", 0, 4, {"got": "utf-32", "allowed": ", ".join(ALLOWED)})]),
        ("xml", b"\0\0\0\0", ORDER, None, None, []), ("xml", b"", ORDER, None, None, []),
        ("xml", b"\xef<", ORDER, None, None, []),
    ],
)  # fmt: skip
def test_what_is_said_of_charsets(
    kind: str, body: bytes, resolve: tuple[str, ...], option: str | None, header: str | None, issues: list[object]
) -> None:
    assert told(kind, body, resolve, ALLOWED, "utf-8", option, header) == issues


@pytest.mark.parametrize(
    ("resolve", "allowed", "default", "option", "header", "expected"),
    [
        ((), ALLOWED, "koi8-r", "utf-8", "utf-8", "koi8-r"), (("option",), ALLOWED, "koi8-r", None, "utf-8", "koi8-r"),
        (("option", "header"), ALLOWED, "koi8-r", "", "", "koi8-r"),
        (("header", "option"), ALLOWED, "koi8-r", "utf-8", "cp1251", "cp1251"),
        (("option", "header"), ALLOWED, "koi8-r", "utf-8", "cp1251", "utf-8"),
        (("default", "option"), ALLOWED, "koi8-r", "utf-8", None, "koi8-r"),
        (("is:cp1251", "default"), ALLOWED, "koi8-r", None, None, "cp1251"),
        (("is:latin-1", "default"), ALLOWED, "koi8-r", None, None, "koi8-r"),
        (("is:klingon", "default"), ALLOWED, "koi8-r", None, None, "koi8-r"),
        (("option", "is:cp1251"), ALLOWED, "koi8-r", "utf-8", None, "utf-8"),
        (("option",), ("utf-8",), "utf-8", "us-ascii", None, "ascii"),
        (("option",), ("koi8-r",), "koi8-r", "us-ascii", None, None),
        (("other",), ALLOWED, "koi8-r", "utf-8", "utf-8", "koi8-r"),
        (("bom", "declaration"), ALLOWED, "koi8-r", None, None, "koi8-r"),
    ],
)  # fmt: skip
def test_the_first_source_that_is_there(
    resolve: tuple[str, ...],
    allowed: tuple[str, ...],
    default: str,
    option: str | None,
    header: str | None,
    expected: str | None,
) -> None:
    for kind in ("xml", "json", "form", "lines"):
        assert find(kind, b"<a/>", resolve, allowed, default, option, header)[:2] == (expected, 0)


def test_claims_of_nobodys_bytes_stand_at_the_beginning() -> None:
    unknown = [("charset.unknown", 0, 0, {"got": "klingon", "allowed": ", ".join(ALLOWED)})]
    assert told("form", b"a=1", ORDER, ALLOWED, "utf-8", "klingon", None) == unknown
    assert told("form", b"a=1", ORDER, ALLOWED, "klingon", None, None) == unknown
    assert told("form", b"a=1", (), ALLOWED, "klingon", None, None) == unknown
    for asked, name in (("is:utf-8", "request"), ("default", "default")):
        assert told("xml", b"<a/>", (asked, "header"), ALLOWED, "utf-8", None, "koi8-r") == [
            conflict(name, "utf-8", "header", "koi8-r")
        ]


def test_what_the_request_asked_for_is_named_so() -> None:
    assert told("xml", KOI, ("is:utf-8",), ALLOWED, "cp1251", None, None) == [
        conflict("request", "utf-8", "declaration", "koi8-r", 30, 36)
    ]


def test_a_parameter_is_asked_for_by_its_name() -> None:
    asked = []

    def param(name: str) -> tuple[str, int, int] | None:
        asked.append(name)
        return ("no-such", 3, 7) if name == "cs" else None

    given = ("form", b"a=1", ("param:x", "param:cs", "default"), ALLOWED, "utf-8", None, None, param)
    assert told(*given) == [("charset.unknown", 3, 7, {"got": "no-such", "allowed": ", ".join(ALLOWED)})]
    assert asked == ["x", "cs"]
    # A parameter overrides the header in silence.
    known = ("form", b"", ("header", "param:cs"), ALLOWED, "utf-8", None, "koi8-r", lambda name: ("cp1251", 0, 0))
    assert find(*known) == ("koi8-r", 0, [])  # type: ignore[arg-type]
    later = ("form", b"", ("param:cs", "header"), ALLOWED, "utf-8", None, "koi8-r", lambda name: ("cp1251", 0, 0))
    assert find(*later) == ("cp1251", 0, [])  # type: ignore[arg-type]


def test_what_is_remembered_of_heads(monkeypatch: pytest.MonkeyPatch) -> None:
    heads: dict[object, str] = {}
    monkeypatch.setattr(charset, "_HEADS", heads)

    def head(spaces: int = 0, header: str | None = None, resolve: tuple[str, ...] = ORDER) -> str | None:
        body = b"<?xml " + b" " * spaces + b"version='1.0' encoding='koi8-r'?><a/>"
        return find("xml", body, resolve, ALLOWED, "utf-8", None, header)[0]

    assert [head(), len(heads), head(), len(heads)] == ["koi8-r", 1, "koi8-r", 1]
    assert list(heads.values()) == ["koi8-r"]
    assert head(header="utf-8") == "utf-8"  # a conflict is told each time
    assert len(heads) == 1
    assert head(header="utf-8") == "utf-8"
    assert head(61) == "koi8-r"  # "?>" within the first hundred bytes
    assert len(heads) == 2
    assert head(62) == "koi8-r"
    assert len(heads) == 2
    assert head(resolve=("param:cs", "declaration")) == "koi8-r"
    assert len(heads) == 2
    assert head(header="KOI8_R") == "koi8-r"
    assert len(heads) == 3
    monkeypatch.setattr(charset, "_HEAD", 6)  # a header of so many characters is not remembered
    assert head(header="koi8_r") == "koi8-r"
    assert len(heads) == 3
    monkeypatch.setattr(charset, "_HEAD", 100)
    assert find("xml", b"<?xml encoding='koi8-r'", ORDER, ALLOWED, "utf-8", None, None)[0] == "utf-8"
    assert find("json", KOI, ORDER, ALLOWED, "utf-8", None, None)[0] == "utf-8"
    assert len(heads) == 3
    heads.update(((number,), "utf-8") for number in range(252))
    assert head(1) == "koi8-r"
    assert len(heads) == 256
    assert head(2) == "koi8-r"
    assert len(heads) == 256


def test_how_long_a_header_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    heads: dict[object, str] = {}
    monkeypatch.setattr(charset, "_HEADS", heads)
    for length, kept in ((101, 0), (100, 0), (99, 1)):
        assert find("xml", KOI, ORDER, ALLOWED, "utf-8", "koi8-r", "x" * length) == ("koi8-r", 0, [])
        assert len(heads) == kept


def test_what_is_remembered_is_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charset, "_HEADS", {})
    asked: list[bytes] = []

    def look(body: bytes, at: int) -> tuple[str, int, int] | None:
        asked.append(body)
        return declaration(body, at)

    monkeypatch.setattr(charset, "declaration", look)
    for _ in range(3):
        assert find("xml", KOI, ORDER, ALLOWED, "utf-8", None, None) == ("koi8-r", 0, [])
    assert asked == [KOI]


def test_a_mark_that_is_overridden_is_not_skipped() -> None:
    for mark in (b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        for kind in ("xml", "json"):
            assert find(kind, mark + b"<", ORDER, ALLOWED, "utf-8", "utf-8", None) == ("utf-8", 0, [])


def test_a_header_is_heard_wherever_the_order_names_it() -> None:
    for resolve in (("default", "bom", "header"), ("default", "option", "declaration", "header")):
        assert told("xml", b"<a/>", resolve, ALLOWED, "utf-8", "utf-8", "koi8-r") == [
            conflict("default", "utf-8", "header", "koi8-r")
        ]
    # Where the order names nothing that is there, the default counts, and is named so.
    assert told("xml", KOI, (), ALLOWED, "utf-8", None, None) == [
        conflict("default", "utf-8", "declaration", "koi8-r", 30, 36)
    ]


def test_what_a_policy_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[object, object] = {}
    monkeypatch.setattr(charset, "_ALLOWED", kept)
    assert charset._allows(("UTF8", "KOI8_R"), "utf-8")
    assert charset._allows(("UTF8", "KOI8_R"), "koi8-r")
    assert charset._allows(("UTF8", "KOI8_R"), "ascii")
    assert not charset._allows(("UTF8", "KOI8_R"), "cp1251")
    assert not charset._allows(("KOI8_R",), "ascii")
    assert len(kept) == 2
    for number in range(100):
        assert not charset._allows((f"a{number}",), "utf-8")
    assert len(kept) == 64


def test_bytes_and_texts() -> None:
    from wirebook.wire.tree import Issue

    issues: list[Issue] = []
    assert charset.decode("жx".encode(), "utf-8", issues) == "жx"
    assert charset.decode(MARK + b"x", "utf-8", issues, 3) == "x"
    assert issues == []
    assert charset.decode(b"ab\x98c", "cp1251", issues) is None
    assert charset.decode(MARK + b"a\xff", "utf-8", issues, 3) is None
    assert [(i.code, i.start, i.end, i.args) for i in issues] == [
        ("charset.undecodable", 2, 3, {"byte": "98", "charset": "windows-1251"}),
        ("charset.undecodable", 4, 5, {"byte": "FF", "charset": "UTF-8"}),
    ]
    with pytest.raises(UnicodeDecodeError) as caught:
        b"a\x98".decode("cp1251")
    assert [(i.start, i.end) for i in (charset.undecodable(caught.value, "cp1251"),)] == [(1, 2)]
    assert [(i.start, i.end) for i in (charset.undecodable(caught.value, "cp1251", 7),)] == [(8, 9)]
    node = Node("param", "a", "string")
    assert charset.encode("жx", "cp1251", node, "form") == b"\xe6x"


@pytest.mark.parametrize(
    ("text", "name", "args"),
    [
        ("a\u4e2d\u4e2e", "cp1251", {"got": "4E2D", "charset": "windows-1251"}),
        ("é", "ascii", {"got": "00E9", "charset": "US-ASCII"}),
        (chr(0xD800), "utf-8", {"got": "D800", "encoding": "form"}),
        (chr(0xDFFF), "cp1251", {"got": "DFFF", "encoding": "form"}),
        (chr(0xD7FF), "cp1251", {"got": "D7FF", "charset": "windows-1251"}),
        (chr(0xE000), "cp1251", {"got": "E000", "charset": "windows-1251"}),
        ("😀", "cp1251", {"got": "1F600", "charset": "windows-1251"}),
    ],
)  # fmt: skip
def test_what_a_charset_lacks(text: str, name: str, args: dict[str, str]) -> None:
    node = Node("param", "a", "string")
    with pytest.raises(WireError) as caught:
        charset.encode(text, name, node, "form")
    assert caught.value.node is node
    assert caught.value.args_ == args
    assert caught.value.code == ("encode.charset" if "charset" in args else "encode.forbidden")
