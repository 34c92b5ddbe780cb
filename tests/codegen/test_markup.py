"""How words of a spec get into a schema's XML, character by character."""

from __future__ import annotations

import pytest

from wirebook_codegen.emitted import HEADER, EmitError
from wirebook_codegen.xsd.markup import El, document, forbidden


def written(element: El, indent: str = "") -> str:
    return "\n".join(element.lines(indent))


@pytest.mark.parametrize(
    ("char", "text", "attribute"),
    [
        ("&", "&amp;", "&amp;"), ("<", "&lt;", "&lt;"), (">", "&gt;", "&gt;"), ("\r", "&#13;", "&#13;"),
        ('"', '"', "&quot;"),
        ("\t", "\t", "&#9;"), ("\n", "\n", "&#10;"), ("'", "'", "'"), ("x", "x", "x"), ("Ж", "Ж", "Ж"),
        ("\x7f\x85", "\x7f\x85", "\x7f\x85"),
        ("\u2028\ufffd\ue000", "\u2028\ufffd\ue000", "\u2028\ufffd\ue000"), ("😀", "😀", "😀"),
        ("&amp;", "&amp;amp;", "&amp;amp;"),
        ("]]>", "]]&gt;", "]]&gt;"), ("<&<&", "&lt;&amp;&lt;&amp;", "&lt;&amp;&lt;&amp;"),
    ],
)  # fmt: skip
def test_characters(char: str, text: str, attribute: str) -> None:
    for around in ("", "b ", "x"):
        said = f"{around}{char}{around}"
        assert written(El("a", {"b": said})) == f'<a b="{around}{attribute}{around}"/>'
        assert written(El("a", text=said)) == f"<a>{around}{text}{around}</a>"
        assert written(El("a", {"b": said}, text=said)) == (
            f'<a b="{around}{attribute}{around}">{around}{text}{around}</a>'
        )


def test_what_xml_cannot_carry() -> None:
    """In a text it is spelled out, since nothing depends on texts; as a value it is refused."""
    lacking = {*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF}
    for code in (*range(0x100), 0xD7FF, 0xD800, 0xDABC, 0xDFFF, 0xE000, 0xFFFD, 0xFFFE, 0xFFFF, 0x10000, 0x1FFFE):
        assert forbidden(f"a{chr(code)}b") is (code in lacking), code
        if code in lacking:
            assert written(El("a", text=f"<{chr(code)}x{chr(code)}>")) == f"<a>&lt;\\u{code:04x}x\\u{code:04x}&gt;</a>"
            with pytest.raises(EmitError, match=r"^XML cannot carry "):
                written(El("a", {"b": f"x{chr(code)}"}))
        else:
            assert f"a{chr(code)}b".translate(ESCAPES) in written(El("a", text=f"a{chr(code)}b"))
    assert not forbidden("")


ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})


@pytest.mark.parametrize(
    ("element", "lines"),
    [
        (El("a"), ["<a/>"]), (El("a", {}), ["<a/>"]), (El("a", {"b": None, "c": "", "d": "1"}), ['<a c="" d="1"/>']),
        (El("a", None, [El("b"), El("c", {"d": "1"}, [El("e", text="f")]), El("g")]),
         ["<a>", "  <b/>", '  <c d="1">', "    <e>f</e>", "  </c>", "  <g/>", "</a>"]),
        (El("a", {"c": "d"}, [El("e")]).named("<n>"), ['<a name="&lt;n&gt;" c="d">', "  <e/>", "</a>"]),
        (El("a", {"c": "d"}, text="t\nu"), ['<a c="d">t\nu</a>']),
    ],
)  # fmt: skip
def test_elements(element: El, lines: list[str]) -> None:
    assert list(element.lines()) == lines
    assert list(element.lines("    ")) == [f"    {line}" for line in lines]
    assert document(element) == "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f"<!-- {HEADER} -->", *lines, ""])


def test_a_name_stands_first() -> None:
    made = El("a", {"c": "d"}, text="x").named("n")
    assert list(made.attributes.items()) == [("name", "n"), ("c", "d")]
    assert written(made) == '<a name="n" c="d">x</a>'
