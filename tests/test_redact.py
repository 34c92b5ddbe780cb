"""Excerpts show what is allowed and nothing else, with the caret where the finding is."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirebook.redact import MASK, WIDTH, Excerpt, Masker
from wirebook.wire.tree import Node

BODY = b'<req>\n  <user lgn="demo!" pwd="s3,cret"/>\n  <sms id="7">Hello, you</sms>\n</req>\n'


def excerpt(
    body: bytes, charset: str, start: int, end: int, *, encoding: str = "", root: Node | None = None,
    shown: Iterable[tuple[int, int]] = (), opaque: Iterable[tuple[int, int]] = (),
) -> Excerpt | None:  # fmt: skip
    return Masker(body, charset, encoding, root=root, safe=shown, opaque=opaque).excerpt(start, end)


def spans(*texts: bytes) -> list[tuple[int, int]]:
    return [(BODY.index(text), BODY.index(text) + len(text)) for text in texts]


def attribute(name: bytes, value: bytes) -> Node:
    at = BODY.index(name + b"=")
    first = at + len(name) + 2
    end = first + len(value)
    return Node(
        "attribute", name.decode(), "string", value.decode(), start=at, end=end + 1,
        name_start=at, name_end=at + len(name), value_start=first, value_end=end,
    )  # fmt: skip


def element(name: bytes, content: bytes, children: list[Node]) -> Node:
    at = BODY.index(b"<" + name)
    first = BODY.index(content, at)
    return Node(
        "element", name.decode(), "element", "", children, start=at, end=first + len(content) + len(name) + 3,
        name_start=at + 1, name_end=at + 1 + len(name), value_start=first, value_end=first + len(content),
    )  # fmt: skip


def tree() -> Node:
    user = Node(
        "element", "user", "element", "", [attribute(b"lgn", b"demo!"), attribute(b"pwd", b"s3,cret")],
        start=BODY.index(b"<user"), end=BODY.index(b"/>") + 2,
        name_start=BODY.index(b"user"), name_end=BODY.index(b"user") + 4,
    )  # fmt: skip
    sms = element(b"sms", b"Hello, you", [attribute(b"id", b"7")])
    return Node("element", "req", "element", "", [user, sms], start=0, end=len(BODY) - 1, name_start=1, name_end=4)


def test_safe_spans_show_and_values_are_masked_whole() -> None:
    at = BODY.index(b"s3,cret")
    shown = spans(b"user", b"lgn", b"pwd")
    found = excerpt(BODY, "utf-8", at, at + 7, shown=shown, root=tree(), encoding="xml")
    assert found is not None
    assert found.text == f'<user lgn="{MASK}" pwd="{MASK}"/>'
    assert found.text[found.caret : found.caret + found.width] == MASK


def test_a_safe_value_shows_beside_a_masked_one() -> None:
    at = BODY.index(b'"7"') + 1
    found = excerpt(BODY, "utf-8", at, at + 1, shown=[*spans(b"sms", b"id"), (at, at + 1)], root=tree(), encoding="xml")
    assert found is not None
    assert found.text == f'<sms id="7">{MASK}</sms>'
    assert found.text[found.caret] == "7"
    assert found.width == 1


def test_unknown_names_are_masked() -> None:
    found = excerpt(BODY, "utf-8", BODY.index(b"<sms"), BODY.index(b"<sms") + 4, root=tree(), encoding="xml")
    assert found is not None
    assert found.text == f'<{MASK} {MASK}="{MASK}">{MASK}</{MASK}>'
    assert found.caret == 0


def test_a_body_that_did_not_parse_shows_only_its_encodings_punctuation() -> None:
    body = b'<a b="x,y.z(1)+2">t & u</a>'
    found = excerpt(body, "utf-8", body.index(b"&"), body.index(b"&") + 1, encoding="xml")
    assert found is not None
    assert found.text == f'<{MASK} {MASK}="{MASK}">{MASK} & {MASK}</{MASK}>'
    assert found.text[found.caret] == "&"


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        ("json", b'{"a": "+7 (916)", "b": 1.5]', f'{{"{MASK}": "{MASK} {MASK}", "{MASK}": {MASK}]'),
        ("form", b"phone=%2B7916%zz&mes=a+b", f"{MASK}=%{MASK}%{MASK}&{MASK}={MASK}"),
        ("text", b"name = a, id = 7;x", f"{MASK} = {MASK}, {MASK} = {MASK}"),
    ],
)
def test_shapes_of_other_encodings(encoding: str, body: bytes, text: str) -> None:
    found = excerpt(body, "utf-8", 0, 1, encoding=encoding)
    assert found is not None
    assert found.text == text


def test_the_caret_inside_a_masked_run_points_at_the_mask() -> None:
    body = b'{"text": "secret words"'
    at = body.index(b"words") + 2
    found = excerpt(body, "utf-8", at, at + 1, encoding="json")
    assert found is not None
    assert found.text[found.caret :].startswith(MASK)


def test_the_end_of_the_body_has_a_place() -> None:
    body = b"<a>\n<b>"
    found = excerpt(body, "utf-8", len(body), len(body), encoding="xml")
    assert found is not None
    assert found.text == f"<{MASK}>"
    assert found.caret == len(found.text)
    assert found.width == 1


@pytest.mark.parametrize("eol", [b"\n", b"\r\n", b"\r"])
def test_only_the_line_itself_is_shown(eol: bytes) -> None:
    body = eol.join([b"<a>", b"<b/>", b"</a>"])
    found = excerpt(body, "utf-8", body.index(b"<b"), body.index(b"<b") + 1, encoding="xml")
    assert found is not None
    assert found.text == f"<{MASK}/>"


def test_control_and_bidi_characters_are_neutral() -> None:
    body = '"a\x1b[31m\u202eb" c'.encode()
    found = excerpt(body, "utf-8", 0, len(body), shown=[(0, len(body))], root=Node("item", "", "string"))
    assert found is not None
    assert found.text == '"a\\x1b[31m\\u202eb" c'


def test_windows_1251_reads_as_itself() -> None:
    body = "имя=Привет".encode("cp1251")
    found = excerpt(body, "cp1251", 4, 10, shown=[(4, 10)], root=Node("item", "", "string"), encoding="form")
    assert found is not None
    assert found.text == f"{MASK}=Привет"
    assert found.text[found.caret : found.caret + found.width] == "Привет"


@pytest.mark.parametrize("charset", ["utf-16", "UTF_32", "no-such-charset"])
def test_a_charset_that_cannot_be_cut_by_bytes_shows_nothing(charset: str) -> None:
    assert excerpt(b"<a>", charset, 0, 1, encoding="xml") is None


def test_long_lines_are_cut_around_the_caret() -> None:
    names = b"".join(b"<n%d>" % n for n in range(400))
    at = names.index(b"<n200>")
    shown = [(names.index(b"<n%d>" % n) + 1, names.index(b"<n%d>" % n) + 1 + len(b"n%d" % n)) for n in range(400)]
    root = Node("element", "x", "element", start=0, end=len(names))
    found = excerpt(names, "utf-8", at, at + 6, shown=shown, root=root, encoding="xml")
    assert found is not None
    assert found.text.startswith("…")
    assert found.text.endswith("…")
    assert len(found.text) == WIDTH + 2
    assert found.text[found.caret : found.caret + found.width] == "<n200>"


@given(
    st.binary(max_size=300), st.integers(0, 320), st.integers(0, 50), st.sampled_from(["xml", "json", "form", "csv"])
)
def test_no_letter_or_digit_shows_without_a_span(body: bytes, start: int, length: int, encoding: str) -> None:
    found = excerpt(body, "utf-8", start, start + length, encoding=encoding)
    assert found is not None
    assert not any(char.isalnum() for char in found.text)
    assert found.text.isprintable()
    assert 0 <= found.caret <= len(found.text)
    assert found.width >= 1


@given(st.text(max_size=200), st.data())
def test_only_shown_spans_show(text: str, data: st.DataObject) -> None:
    body = text.encode()
    start = data.draw(st.integers(0, len(body)))
    root = Node("param", "", "string", start=0, end=len(body) + 1, value_start=0, value_end=len(body))
    found = excerpt(body, "utf-8", start, len(body), root=root, encoding="form")
    assert found is not None
    assert found.text in ("", MASK, MASK + "…", "…" + MASK, "…" + MASK + "…")
