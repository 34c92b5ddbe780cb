"""How texts of a spec get into Markdown and HTML, character by character."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from wirebook_codegen.docs_text import (
    NOTHING,
    Block,
    Link,
    Literal,
    Plain,
    Safe,
    _spell,
    code,
    escape,
    join,
    link,
    refer,
    visible,
)
from wirebook_codegen.html.both import Both
from wirebook_codegen.html.highlight import _split, _tokens, escaped, highlight
from wirebook_codegen.html.render import render as html
from wirebook_codegen.markdown import cell, fence, inline, place, render, summary
from wirebook_codegen.markdown import code as literal

# ---------------------------------------------------------------- of no target


@pytest.mark.parametrize(
    ("text", "shown", "in_block"),
    [
        ("", "", ""), ("ax ~x", "ax ~x", "ax ~x"), ("Ж\u00a0😀\u3000", "Ж\u00a0😀\u3000", "Ж\u00a0😀\u3000"),
        ("\n", "\\u000a", "\n"),
        ("a\tb\nc", "a\\u0009b\\u000ac", "a\tb\nc"), ("\r", "\\u000d", "\\u000d"), ("a\x00x", "a\\u0000x", "a\\u0000x"),
        ("\x7f\x85", "\\u007f\\u0085", "\\u007f\\u0085"),
        ("\u200b\u202e\xad\ufeff", "\\u200b\\u202e\\u00ad\\ufeff", "\\u200b\\u202e\\u00ad\\ufeff"),
        ("\ud800", "\\ud800", "\\ud800"), ("\ue000\uf8ff", "\\ue000\\uf8ff", "\\ue000\\uf8ff"),
        ("\u2028\u2029", "\\u2028\\u2029", "\\u2028\\u2029"),
        ("\U000e0001", "\\U000e0001", "\\U000e0001"), ("\U000f0000", "\\U000f0000", "\\U000f0000"),
        ("\uffff", "\uffff", "\uffff"),
        ("\u0378\ufffe", "\u0378\ufffe", "\u0378\ufffe"), ("x\tx\x01", "x\\u0009x\\u0001", "x\tx\\u0001"),
    ],
)  # fmt: skip
def test_what_is_invisible_is_spelled(text: str, shown: str, in_block: str) -> None:
    assert visible(text) == shown
    assert visible(text, keep="\n\t") == in_block
    assert code(text) == (Literal(shown),)


def test_where_spelling_gets_longer() -> None:
    assert visible("\U0010fffd\U00010000") == "\\U0010fffd\U00010000"
    assert [_spell(char) for char in "\x00\ufffe\uffff\U00010000"] == ["\\u0000", "\\ufffe", "\\uffff", "\\U00010000"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("", ""), (" \n\t ", ""), (" a  b\t\r\nc ", "a b c"), ("x a x", "x a x"), ("a\u00a0 b", "a\u00a0 b"),
        ("a\x0bb", "a\\u000bb"), (5, "5"),
        (True, "True"), (None, "None"), ("\\u000a", "\\u000a"),
    ],
)  # fmt: skip
def test_words(value: object, words: str) -> None:
    assert escape(value) == ((Plain(words),) if words else NOTHING)
    assert str(escape(value)) == words
    assert escape(escape(value)) is escape(value)


def test_literals() -> None:
    assert [code(value) for value in (True, False, 1, "True", " a ", "")] == [
        (Literal(text),) for text in ("true", "false", "1", "True", " a ", "")
    ]


def test_pieces() -> None:
    parts = ["a", code("b"), link("c", "d", 1), ""]
    pieces = (Plain("a"), Literal("b"), Link(Safe((Plain("c"),)), "#d-1"))
    assert join("", parts) == pieces
    between = Plain("; ")
    assert join("; ", parts) == (pieces[0], between, pieces[1], between, pieces[2], between)
    assert join("; ", []) == NOTHING
    assert join("; ", ["a"]) == (Plain("a"),)
    assert str(join("; ", parts)) == "a; b; c; "
    assert refer(code("x"), "a.html#b") == (Link(code("x"), "a.html#b"),)
    assert link("x", "имя", " ") == (Link(escape("x"), "#~438~~43c~~44f~-~20~"),)
    assert Block("x") == Block("x", "text", None)


# ---------------------------------------------------------------- markdown

CHARACTERS = [
    ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("|", "&#124;"), ("\\", "&#92;"), ("`", "\\`"), ("*", "\\*"),
    ("[", "\\["), ("]", "\\]"),
    ("~", "\\~"), ("$", "\\$"), ("{", "\\{"), ("}", "\\}"), ("(", "("), (")", ")"), ("!", "!"), ('"', '"'), ("'", "'"),
    ("^", "^"), ("%", "%"),
    ("/", "/"), ("@", "@"), (",", ","), (";", ";"), ("?", "?"), ("Ж", "Ж"),
]  # fmt: skip


@pytest.mark.parametrize(("char", "written"), CHARACTERS)
def test_characters_of_markdown(char: str, written: str) -> None:
    for around in ("", "x", "x ", "~"):
        plain = around.replace("~", "\\~")
        assert inline(f"{around}{char}{around}") == f"{plain}{written}{plain}".strip()
    assert inline(char * 3) == written * 3


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("sms_id", "sms_id"), ("_a", "\\_a"), ("a_", "a\\_"), ("a_ b", "a\\_ b"), ("_", "\\_"), ("a__b", "a\\_\\_b"),
        ("ж_ж_1", "ж_ж_1"),
        ("a _b_ c", "a \\_b\\_ c"), ("(_)", "(\\_)"), ("http://a", "http\\://a"), ("HTTPS://a", "HTTPS\\://a"),
        ("a:b", "a:b"), ("a:/b", "a:/b"),
        ("www.a", "www\\.a"), ("WwW.x", "WwW\\.x"), ("www.", "www\\."), ("ww.a", "ww.a"), ("://", "\\://"),
        ("a ://x", "a \\://x"),
        ("a # + = : - 1. b", "a # + = : - 1. b"), ("1234567890. a", "1234567890. a"), ("1 . a", "1 . a"), ("1", "1"),
        ("(1) a", "(1) a"),
        ("> a", "&gt; a"), (".a", ".a"), (")", ")"), ("; a", "; a"), ("x. a", "x. a"),
    ],
)  # fmt: skip
def test_lines_of_markdown(text: str, written: str) -> None:
    assert inline(text) == written
    assert render(escape(text)) == written
    assert inline(join("", [code("b"), text])) == f"`b`{written}"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("# a", "\\# a"), ("+ a", "\\+ a"), ("= a", "\\= a"), (": a", "\\: a"), ("- a", "\\- a"), ("## a", "\\## a"),
        ("-1.5", "\\-1.5"), ("1. a", "1\\. a"), ("12) a", "12\\) a"), ("123456789. a", "123456789\\. a"),
        ("1.5", "1\\.5"),
    ],
)  # fmt: skip
def test_what_begins_a_block_of_markdown(text: str, written: str) -> None:
    assert inline(text) == written
    assert inline(join("", [code("b"), text])) == f"`b`{text}"


def test_pieces_of_markdown() -> None:
    assert inline(join("", ["# a", code("b"), "- c", refer(join("", ["1. d", code("e")]), "f.html#g"), "*"])) == (
        "\\# a`b`- c[1\\. d`e`](f.html#g)\\*"
    )
    assert inline(join("", [code("b")])) == "`b`"
    assert inline(NOTHING) == ""
    assert inline(join("", ["a", "b", code("c"), "d", "e"])) == "ab`c`de"
    assert inline(Safe((Plain("a_"), Plain("b")))) == "a_b"


@pytest.mark.parametrize(
    ("text", "written", "in_cell"),
    [
        ("a", "`a`", "`a`"), ("ax", "`ax`", "`ax`"), ("xa", "`xa`", "`xa`"), ("x", "`x`", "`x`"),
        ("", "<code></code>", "<code></code>"),
        (" ", "<code>&#32;</code>", "<code>&#32;</code>"),
        ("   ", "<code>&#32;&#32;&#32;</code>", "<code>&#32;&#32;&#32;</code>"),
        ("`", "`` ` ``", "`` ` ``"), ("a`b", "``a`b``", "``a`b``"), ("`a", "`` `a ``", "`` `a ``"),
        ("a`", "`` a` ``", "`` a` ``"),
        ("a``b`c", "```a``b`c```", "```a``b`c```"), (" a", "`  a `", "`  a `"), ("a ", "` a  `", "` a  `"),
        ("a b", "`a b`", "`a b`"),
        ("a b c", "`a b c`", "`a b c`"), ("a`bc`d", "``a`bc`d``", "``a`bc`d``"), ("\\", "`\\`", "`\\`"),
        ("<&>*_[]", "`<&>*_[]`", "`<&>*_[]`"),
        ("a|b", "`a|b`", "`a\\|b`"), ("|", "`|`", "`\\|`"), ("\\a|", "`\\a|`", "`\\a\\|`"),
        ("|`", "<code>&#124;&#96;</code>", "<code>&#124;&#96;</code>"),
        ("a`b|1", "<code>a&#96;b&#124;1</code>", "<code>a&#96;b&#124;1</code>"),
        ("\\|", "<code>&#92;&#124;</code>", "<code>&#92;&#124;</code>"),
        ("\\|`x", "<code>&#92;&#124;&#96;x</code>", "<code>&#92;&#124;&#96;x</code>"),
        ("a\\|ж", "<code>a&#92;&#124;ж</code>", "<code>a&#92;&#124;ж</code>"), ("\n", "`\\u000a`", "`\\u000a`"),
    ],
)  # fmt: skip
def test_literals_of_markdown(text: str, written: str, in_cell: str) -> None:
    assert literal(text) == inline(code(text)) == written
    assert cell(literal(text)) == in_cell


@pytest.mark.parametrize(
    ("text", "language", "written"),
    [
        ("a", "text", "```text\na\n```"), ("", "xml", "```xml\n\n```"),
        ("a\n\tb\r", "json", "```json\na\n\tb\\u000d\n```"),
        ("`", "text", "```text\n`\n```"), ("``", "text", "```text\n``\n```"), ("```", "text", "````text\n```\n````"),
        ("a```b````c", "xml", "`````xml\na```b````c\n`````"), ("``x", "text", "```text\n``x\n```"),
        ("\u202e", "text", "```text\n\\u202e\n```"),
    ],
)  # fmt: skip
def test_blocks_of_markdown(text: str, language: str, written: str) -> None:
    assert fence(text, language) == written
    assert render(Block(text, language)) == written
    assert fence(text) == written.replace(language, "text", 1)
    assert render(Block(text, "form")) == written.replace(language, "text", 1)


def test_what_a_template_prints() -> None:
    assert render("*a*") == "*a*"
    assert render(5) == "5"
    assert render(escape("*a*")) == "\\*a\\*"
    assert place("a~b") == '<a id="a~b"></a>'
    assert cell("a|b\\|c") == "a\\|b\\\\|c"


def test_summaries() -> None:
    said = join("", ["<a & 'b'>", code('<c "d">'), refer(join("", ["*e*", code("f")]), "g")])
    assert summary(said) == "&lt;a &amp; &#x27;b&#x27;&gt;<code>&lt;c &quot;d&quot;&gt;</code>*e*f"
    assert summary("a") == "a"


# ---------------------------------------------------------------- html


@pytest.mark.parametrize(
    ("char", "written"),
    [
        ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("'", "&#39;"), ("`", "`"),
        ("=", "="), ("Ж", "Ж"),
        ("{", "{"), ("x", "x"),
    ],
)  # fmt: skip
def test_characters_of_html(char: str, written: str) -> None:
    assert escaped(char) == written
    assert html(escape(char)) == Markup(written)
    assert html(code(char)) == Markup(f"<code>{written}</code>")
    assert html(refer(escape(char), char)) == Markup(f'<a href="{written}">{written}</a>')
    assert html(Block(char)) == Markup(f'<pre class="text" tabindex="0"><code>{written}</code></pre>')
    assert html(Block("a", char)) == Markup(f'<pre class="{written}" tabindex="0"><code>a</code></pre>')
    assert html(Both(char, char)) == Markup(f'<span lang="en">{written}</span><span lang="ru">{written}</span>')


def test_pieces_of_html() -> None:
    said = join("", ["<", code("b"), refer(join("", ["c", code(">")]), "#d")])
    assert html(said) == Markup('&lt;<code>b</code><a href="#d">c<code>&gt;</code></a>')
    assert html(NOTHING) == Markup("")
    for made in (said, Block("a"), Both("a", "b")):
        assert isinstance(html(made), Markup)
    # jinja2 escapes what is left.
    assert html("<") == "<"
    assert not isinstance(html("<"), Markup)
    assert html(5) == 5


def test_pairs_of_html() -> None:
    block = '<pre class="text" tabindex="0"><code>{}</code></pre>'
    assert html(Both(Block("<"), Block("b"))) == Markup(
        f'<div lang="en">{block.format("&lt;")}</div><div lang="ru">{block.format("b")}</div>'
    )
    assert html(Both(Markup("<p>"), Markup("<q>"))) == Markup('<div lang="en"><p></div><div lang="ru"><q></div>')
    assert html(Both(code("a"), escape("<"))) == Markup(
        '<span lang="en"><code>a</code></span><span lang="ru">&lt;</span>'
    )
    assert html(Both("a", Markup("<b>"))) == Markup('<span lang="en">a</span><span lang="ru"><b></span>')


def test_what_is_markup_is_not_taken_for_its_text() -> None:
    assert [escaped(one) for one in ("<b>", Markup("<b>"), "<b>")] == ["&lt;b&gt;", "<b>", "&lt;b&gt;"]


@pytest.mark.parametrize(
    ("language", "text", "written"),
    [
        ("xml", "<a b='1' c=\"&amp;\">{x}<!-- <d> --></a><e/>",
         "<b>&lt;a</b> <i>b</i>=<u>&#39;1&#39;</u> <i>c</i>=<u>&#34;&amp;amp;&#34;</u><b>&gt;</b><var>{x}</var>"
         "<em>&lt;!-- &lt;d&gt; --&gt;</em><b>&lt;/a</b><b>&gt;</b><b>&lt;e</b><b>/&gt;</b>"),
        ("xml", "<?xml version='1'?>\n<a b=\"{c}\">1 true &</a>",
         "<em>&lt;?xml version=&#39;1&#39;?&gt;</em>\n<b>&lt;a</b> <i>b</i>=&#34;<var>{c}</var>&#34;<b>&gt;</b>"
         "1 true &amp;<b>&lt;/a</b><b>&gt;</b>"),
        ("json", '{"a": "b<", "c" : [-1.5, true, null, false], "d": {e.f[]|g-h}}  // <x>\n"i"',
         "{<i>&#34;a&#34;</i>: <u>&#34;b&lt;&#34;</u>, <i>&#34;c&#34;</i> : [<samp>-1.5</samp>, <samp>true</samp>,"
         " <samp>null</samp>, <samp>false</samp>], <i>&#34;d&#34;</i>: <var>{e.f[]|g-h}</var>}"
         "  <em>// &lt;x&gt;</em>\n<u>&#34;i&#34;</u>"),
        ("form", "a=1&b={c}&d[e]=<",
        "<i>a</i>=1<b>&amp;</b><i>b</i>=<var>{c}</var><b>&amp;</b>d<b>[</b>e<b>]</b>=&lt;"),
        ("text", "<a> 1 {b} \"c\" {D}", "&lt;a&gt; 1 <var>{b}</var> &#34;c&#34; {D}"),
        ("other", "<a> {b}x", "&lt;a&gt; <var>{b}</var>x"),
        ("text", "a\x00\tb\n\u202e", "a\\u0000\tb\n\\u202e"), ("xml", "", ""), ("json", "\x01\"", "\\u0001&#34;"),
    ],
)  # fmt: skip
def test_colours(language: str, text: str, written: str) -> None:
    assert highlight(Block(text, language)) == Markup(written)


@pytest.mark.parametrize(
    ("mark", "written"),
    [
        ((0, 0), "<mark></mark>a<b>&lt;b</b><b>&gt;</b>\\u0000c"),
        ((0, 1), "<mark>a</mark><b>&lt;b</b><b>&gt;</b>\\u0000c"),
        ((1, 3), "a<mark><b>&lt;b</b></mark><b>&gt;</b>\\u0000c"),
        ((2, 4), "a<b>&lt;</b><mark><b>b</b><b>&gt;</b></mark>\\u0000c"),
        ((2, 3), "a<b>&lt;</b><mark><b>b</b></mark><b>&gt;</b>\\u0000c"),
        ((4, 5), "a<b>&lt;b</b><b>&gt;</b><mark>\\u0000</mark>c"),
        ((1, 2), "a<mark><b>&lt;</b></mark><b>b</b><b>&gt;</b>\\u0000c"),
        ((5, 6), "a<b>&lt;b</b><b>&gt;</b>\\u0000<mark>c</mark>"),
        ((0, 6), "<mark>a<b>&lt;b</b><b>&gt;</b>\\u0000c</mark>"),
        ((6, 6), "a<b>&lt;b</b><b>&gt;</b>\\u0000c<mark></mark>"),
        (None, "a<b>&lt;b</b><b>&gt;</b>\\u0000c"),
    ],
)  # fmt: skip
def test_marks(mark: tuple[int, int] | None, written: str) -> None:
    assert highlight(Block("a<b>\x00c", "xml", mark)) == Markup(written)


def test_pieces_of_a_body() -> None:
    assert _tokens("<a>b", "xml") == [("t", "<a"), ("t", ">"), ("", "b")]
    assert _tokens("b{c}d", "text") == [("", "b"), ("p", "{c}"), ("", "d")]
    assert _tokens("{c}", "text") == [("p", "{c}"), ("", "")]
    pieces = [("a", "12"), ("b", "34"), ("", "56")]
    assert _split(pieces, 0) == ([("a", "")], pieces)
    assert _split(pieces, 1) == ([("a", "1")], [("a", "2"), *pieces[1:]])
    assert _split(pieces, 2) == ([("a", "12"), ("b", "")], pieces[1:])
    assert _split(pieces, 5) == ([*pieces[:2], ("", "5")], [("", "6")])
    assert _split(pieces, 6) == (pieces, [])
    assert _split([], 0) == ([], [])
