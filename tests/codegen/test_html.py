"""Pages say everything in both languages, ask nobody for anything, and show a spec's texts as themselves."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from lxml import html
from markupsafe import Markup
from pages import parsed, structure
from sample import provider
from targets import providers

from wirebook import anchors
from wirebook.diagnostic import CODES, Finding
from wirebook.model import Case, Cond, List, Provider, Record, Retry, Text
from wirebook_codegen import EMITTERS
from wirebook_codegen.docs_page import Page
from wirebook_codegen.docs_samples import changed
from wirebook_codegen.docs_text import Block, Safe, code, escape, join, visible
from wirebook_codegen.docs_words import LANGUAGES
from wirebook_codegen.emitted import HEADER
from wirebook_codegen.excerpts import in_bytes, window
from wirebook_codegen.html import index
from wirebook_codegen.html.both import Both, merge
from wirebook_codegen.html.drawing import Arrow, Branch, Frame, Label, draw
from wirebook_codegen.html.highlight import TAGS, highlight
from wirebook_codegen.html.render import render
from wirebook_codegen.html.sequence import sequence
from wirebook_codegen.html.words import SAID
from wirebook_codegen.losses import Loss

NAUGHTY: list[str] = json.loads(Path(__file__).with_name("naughty.json").read_text("utf-8"))
MORE = ["</style><script>alert(1)</script>", "--><b>", "</title>", "</svg><script>1</script>", "{{ 7 * 7 }}{% raw %}",
        "javascript:alert(1)", "&lt;b&gt;", "' onfocus='x", '" autofocus onfocus="x']  # fmt: skip


def page(words: str = "words", literal: str = "literal") -> str:
    (text,) = _pages(provider(words, literal=literal)).values()
    return text


def _pages(one: Provider) -> dict[str, str]:
    from wirebook_codegen.html import page as made

    losses = [Loss("xsd", "sent", "rule.unique items", "it has no word for it", "bad")]
    return {anchors.page(one.name, one.dialect): made(one, losses)}


@cache
def built_in() -> dict[str, str]:
    files = dict(index(providers()).files)
    for one in providers():
        files |= EMITTERS["html"](one).files
    return files


@cache
def plain() -> list[object]:
    return structure(page())


def said(element: html.HtmlElement, lang: str) -> str:
    """The text of an element as a reader of one language sees it."""
    if element.tag in ("span", "div") and element.get("lang", lang) != lang:
        return ""
    inner = "".join(said(child, lang) + (child.tail or "") for child in element)
    return (element.text or "") + inner


# ---------------------------------------------------------------- files


def test_one_page_per_dialect_and_an_index() -> None:
    assert sorted(built_in()) == sorted(["index.html", *(anchors.page(one.name, one.dialect) for one in providers())])
    for name, text in built_in().items():
        assert text.startswith(f"<!doctype html>\n<!-- {HEADER} -->\n"), name
        assert len(text.encode()) < 1_500_000
    assert list(EMITTERS["html"](replace(providers()[0], dialect="later")).files) == [
        f"{providers()[0].name}.later.html"
    ]
    assert page() == page()


def test_a_page_asks_the_network_for_nothing() -> None:
    for name, text in built_in().items():
        document = parsed(text)
        for element in document.iter():
            if not isinstance(element.tag, str):
                continue
            assert element.tag not in ("img", "iframe", "object", "embed", "base", "form", "audio", "video", "source")
            assert not {"src", "srcset", "style", "action", "ping", "background"} & set(element.attrib), element.attrib
            assert not any(key.startswith("on") for key in element.attrib)
            target = element.get("href")
            if target is not None and element.tag != "link":
                assert re.fullmatch(r"([a-z0-9_.]+\.html)?(#[A-Za-z0-9_.~-]+)?", target), (name, target)
        (link,) = document.iter("link")
        assert link.get("href", "").startswith("data:image/svg+xml,")
        style, script = text_of(text, "style"), text_of(text, "script")
        assert not re.search(r"url\(|@import|expression|//[a-z]", style)
        assert not re.search(r"fetch|XMLHttpRequest|import\(|innerHTML|eval|https?:", script)


def text_of(page: str, tag: str) -> str:
    (found,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
    return str(found)


def test_the_policy_names_the_page_s_own_style_and_script() -> None:
    for text in built_in().values():
        document = parsed(text)
        (policy,) = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        for tag in ("style", "script"):
            digest = base64.b64encode(hashlib.sha256(text_of(text, tag).encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{digest}'" in policy
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy


# ---------------------------------------------------------------- anchors


def wanted(one: Provider) -> set[str]:
    """Everything that people may link to."""
    found = {anchors.operation(each.id) for each in one.operations}
    found |= {anchors.deviation(each.id) for each in one.deviations}
    found |= {anchors.note(each.id) for each in one.notes} | {anchors.setting(each.name) for each in one.settings}
    found |= {anchors.document(each.id) for each in one.documents}
    found |= {anchors.finding(each) for each in CODES if not each.startswith("spec.")}
    for table in one.codes:
        found |= {anchors.table(table.id), *(anchors.code(table.id, entry) for entry in table.entries)}
    for message in one.messages:
        found.add(anchors.message(message.id))
        found |= {anchors.field(message.id, path) for path in paths(message.record, "")}
        found |= {anchors.rule(message.id, rule.id) for rule in message.record.rules}
        found |= {anchors.example(message.id, each.id) for each in message.examples}
        found |= {anchors.counterexample(message.id, each.id) for each in message.counterexamples}
    return found


def paths(record: Record, prefix: str) -> list[str]:
    found = []
    for field in record.fields:
        found.append(prefix + field.name)
        inner = field.type.item if isinstance(field.type, List) else field.type
        if isinstance(inner, Record):
            found += paths(inner, f"{prefix}{field.name}.")
    return found


def links_resolve(pages: dict[str, str]) -> None:
    ids = {name: parsed(text).xpath("//@id") for name, text in pages.items()}
    for name, text in pages.items():
        assert len(ids[name]) == len(set(ids[name])), [one for one in set(ids[name]) if ids[name].count(one) > 1]
        for target in parsed(text).xpath("//body//@href"):
            file, _, anchor = target.partition("#")
            if (file or name) in ids:
                assert not anchor or anchor in ids[file or name], (name, target)
        for reference in parsed(text).xpath("//@for | //@aria-labelledby | //@aria-controls | //@aria-describedby"):
            assert reference in ids[name], (name, reference)


def test_every_thing_has_its_anchor_and_every_link_its_place() -> None:
    for one in (*providers(), provider()):
        text = (built_in() | _pages(provider()))[anchors.page(one.name, one.dialect)]
        assert wanted(one) <= set(parsed(text).xpath("//@id")), one.name
    links_resolve(built_in())
    links_resolve(_pages(provider()))
    assert {anchors.finding(each) for each in CODES} <= set(parsed(built_in()["index.html"]).xpath("//@id"))


def test_anchors_are_readable_and_stable() -> None:
    table = provider().codes[0]
    assert anchors.page("p") == "p.html"
    assert anchors.page("p", "later") == "p.later.html"
    assert anchors.page("index") != anchors.INDEX
    assert anchors.href("p", "", anchors.message("sent")) == "p.html#message-sent"
    assert anchors.field("sent", "items[3].id") == anchors.field("sent", "items[].id") == "field-sent-items.id"
    assert [anchors.code("T", entry) for entry in table.entries] == ["code-T--4", "code-T-0", "code-T-700-709"]
    assert anchors.finding("shape.missing") == "finding-shape.missing"
    assert anchors.deviation('"><script>') == "deviation-~22~~3e~~3c~script~3e~"


def test_a_finding_s_link_leads_somewhere() -> None:
    for one in providers():
        name = anchors.page(one.name, one.dialect)
        ids = set(parsed(built_in()[name]).xpath("//@id"))
        for message in one.messages:
            for example in message.counterexamples:
                for expected in example.findings:
                    for deviation in (None, *(each.id for each in one.deviations[:1])):
                        found = Finding(expected.code, "error", "", path=expected.path, deviation=deviation)
                        for of in (message, None):
                            file, _, anchor = anchors.about(one, of, found).partition("#")
                            assert file == name
                            assert anchor in ids, anchor


def test_a_finding_s_link_is_the_nearest_thing() -> None:
    one = provider()
    (message,) = one.messages

    def link(path: str, deviation: str | None = None) -> str:
        return anchors.about(one, message, Finding("shape.missing", "error", "", path=path, deviation=deviation))

    assert link("items[3].id") == "sample.html#field-sent-items.id"
    assert link("extra.some key") == "sample.html#field-sent-extra"
    assert link("no_field") == link("") == "sample.html#message-sent"
    assert link("items[3].id", "dev") == "sample.html#deviation-dev"
    assert anchors.about(one, None, Finding("xml.doctype", "error", "")) == "sample.html#finding-xml.doctype"


# ---------------------------------------------------------------- what is said


def test_every_fact_reaches_the_page_in_both_languages() -> None:
    document = parsed(page())
    for lang, facts in {
        "en": (
            "words en", "at most 5 characters", "of the form literal (warning, dev)", "required", "optional",
            "Required: yes, but may be missing (warning, dev)", "Default: literal, filled in when absent; always",
            "integer, code from Result", "xml /result/item/@id", "The values of items[].id are all different.",
            "sum (md5) sign code, setting.secret joined by :.", "final", "failure", "700..709",
            "A code outside the table: a warning.", "Used by", "facet.maxLength items[0].id",
            "… 3804 of 5001 bytes are left out here …", "secret literal", "POST example.org/x", "it has no word for it",
            "if request.mode is literal", "otherwise", "Client", "The document says", "is missing", "Add it.",
        ),
        "ru": (
            "words ru", "не больше 5 симв.", "вида literal (предупреждение, dev)", "обязательно", "необязательно",
            "Обязательно: да, но может отсутствовать", "По умолчанию: literal", "целое, код из Result", "неуспех",
            "Все значения items[].id различны.", "Используется", "если request.mode равно literal",
            "иначе", "Клиент", "В документе", "Добавьте.",
        ),
    }.items():  # fmt: skip
        text = " ".join(said(document, lang).split())
        for fact in facts:
            assert fact in text, fact
        other = next(one for one in LANGUAGES if one != lang)
        body = " ".join(said(document.body, lang).split())
        assert f"words {other}" not in body


def test_texts_stand_in_pairs_that_name_their_language() -> None:
    for name, text in built_in().items():
        pairs = parsed(text).xpath("//span[@lang] | //div[@lang]")
        assert len(pairs) > 100, name
        for element in pairs:
            lang = element.get("lang")
            other = element.getnext() if lang == "en" else element.getprevious()
            assert other is not None
            assert other.get("lang") == LANGUAGES[1 - LANGUAGES.index(lang)]
            assert other.tag == element.tag


def test_the_interface_s_texts_exist_in_both_languages_with_the_same_placeholders() -> None:
    for key, (en, ru) in SAID.items():
        assert set(re.findall(r"\{(\w+)\}", en)) == set(re.findall(r"\{(\w+)\}", ru)), key
        assert en
        assert ru
    used = "".join(path.read_text("utf-8") for path in (Path(index.__code__.co_filename).parents[1]).rglob("*.j2"))
    used += "".join(path.read_text("utf-8") for path in Path(index.__code__.co_filename).parent.glob("*.py"))
    for key in SAID:
        assert f'"{key}"' in used or key.partition("_")[0] in ("kind", "severity", "theme", "count"), key


# ---------------------------------------------------------------- nothing breaks out


@pytest.mark.parametrize("naughty", [*NAUGHTY, *MORE])
def test_neither_texts_nor_literals_can_break_out(naughty: str) -> None:
    text = page(naughty, naughty)
    if naughty.strip():
        assert structure(text) == plain()
    document = parsed(text)
    shown = visible(" ".join(re.split("[ \t\r\n]+", f"{naughty} en"))).strip(" ")
    assert shown in "".join(document.itertext())
    assert "<script>" not in text_of(text, "style")
    assert text.count("<script>") == text.count("</script>") == 1


@pytest.mark.parametrize("naughty", [*NAUGHTY, *MORE])
@pytest.mark.parametrize("language", ["xml", "json", "form", "text"])
def test_a_highlighted_body_is_that_body(naughty: str, language: str) -> None:
    for text in (
        naughty,
        f'<a b="{naughty}">{naughty}</a>',
        f'{{"{naughty}": "{naughty}", "x": [1, true]}}',
        f"{naughty}=1",
    ):
        for mark in (None, (0, 0), (1, min(3, len(text))), (len(text), len(text))):
            made = html.fragment_fromstring(f"<code>{highlight(Block(text, language, mark))}</code>")
            assert "".join(made.itertext()) == visible(text, keep="\n\t")
            assert len(made.findall(".//mark")) == (mark is not None)


def test_colours_tell_the_parts_of_a_body() -> None:
    names = {tag: group for group, tag in TAGS.items()}

    def classes(text: str, language: str) -> list[tuple[str, str]]:
        made = html.fragment_fromstring(f"<pre>{highlight(Block(text, language))}</pre>")
        return [(names[one.tag], "".join(one.itertext())) for one in made]

    assert classes('<?xml?><a b="1">x</a>', "xml") == [
        ("c", "<?xml?>"), ("t", "<a"), ("a", "b"), ("s", '"1"'), ("t", ">"), ("t", "</a"), ("t", ">"),
    ]  # fmt: skip
    assert classes('{"a": "b", "c": -1.5}', "json") == [("a", '"a"'), ("s", '"b"'), ("a", '"c"'), ("n", "-1.5")]
    assert classes("a=1&b=", "form") == [("a", "a"), ("t", "&"), ("a", "b")]
    assert classes("id = {id}", "text") == [("p", "{id}")]
    marked = str(highlight(Block('<a b="1"/>', "xml", (6, 7))))
    assert "<u>&#34;</u><mark><u>1</u></mark><u>&#34;</u>" in marked


def test_what_differs_from_the_nearest_example() -> None:
    assert changed("id = 0", ("id = 17",)) == (5, 6)
    assert changed("<a/>", ('<a b="1"/>', "<x/>")) == (2, 2)
    assert changed("abc", ()) is None
    assert changed("x" * 200, ("y" * 200,)) is None
    assert changed("abab", ("ab",)) == (2, 4)


def test_of_a_long_body_little_but_the_difference_is_shown() -> None:
    text = "<r>\n" + "".join(f"<i n='{n}'>x</i>\n" for n in range(100)) + "</r>"
    place = text.index("'50'")
    start, end = window(text, (place, place + 4), "xml")
    assert start < place < place + 4 < end
    assert end - start < 500
    assert text[start:end].startswith("<i n=")
    assert text[start:end].endswith("</i>\n")
    assert window(text[:300], (5, 6), "xml") == (0, 300)
    assert window(text, (0, 3), "xml")[0] == 0
    assert window(text, (len(text), len(text)), "xml")[1] == len(text)
    assert window(text, (10, 900), "xml") == (0, len(text))
    assert in_bytes("ё\\xff", "utf-8") == 3


# ---------------------------------------------------------------- parts


def test_two_views_become_one() -> None:
    assert merge({"a": [escape("x"), code("y")]}, {"a": [escape("z"), code("y")]}) == {
        "a": [Both(escape("x"), escape("z")), code("y")]
    }
    assert merge(Text("a", "b"), Text("a", "c")) == {"en": "a", "ru": Both("b", "c")}
    with pytest.raises(ValueError, match="zip"):
        merge([1], [1, 2])
    with pytest.raises(ValueError, match="at one place"):
        merge(1, 2)
    with pytest.raises(ValueError, match="str and int"):
        merge("1", 2)


def test_a_pair_shows_both_texts() -> None:
    made = render(Both(join(" ", ["<b>", code("<i>")]), Safe()))
    assert made == Markup('<span lang="en">&lt;b&gt; <code>&lt;i&gt;</code></span><span lang="ru"></span>')


def test_a_sequence_has_an_arrow_per_message_and_a_frame_per_choice() -> None:
    line = Label("POST " + "long" * 40, literal=True)
    parts = (
        Arrow((line, Label("<m>", "#message-m"))),
        Frame(
            (
                Branch("if <x>", (Arrow((Label("a"),), True, True),)),
                Branch("otherwise", (Arrow((Label("b"),), True, True),)),
            )
        ),
    )
    drawn = html.fragment_fromstring(str(draw("t < u", "id", "Client", "p" * 50, parts)))
    assert len(drawn.xpath(".//path[@class='call']")) == 1
    assert len(drawn.xpath(".//path[@class='answer']")) == 2
    assert len(drawn.xpath(".//rect[@class='box']")) == 1
    assert drawn.xpath("string(.//a[@href='#message-m'])") == "<m>"
    assert all(len(text) <= 60 for text in drawn.xpath(".//text/text()"))
    bottom = max(float(y) for y in drawn.xpath(".//text/@y"))
    height = float(drawn.get("viewbox").split()[3])
    assert bottom < height


def test_a_call_that_is_repeated_says_until_when() -> None:
    one = provider()
    cases = (Case(Cond("matches", "sent"), "sent"), Case(None, "sent"))
    operation = replace(
        one.operations[0], kind="callback", host="", path="", request=cases, reply=(), retry=Retry((200, 404), 240, 50)
    )
    for lang, words in (
        ("en", "Repeated until the answer is 200, 404."),
        ("ru", "Повторяется, пока ответ не 200, 404."),
    ):
        drawn = html.fragment_fromstring(str(sequence(Page(one, lang), operation)))
        assert words in " ".join(drawn.xpath(".//text[@class='when']/text()"))
        assert len(drawn.xpath(".//path[@class='call']")) == 1, "messages told apart by their form are asked alike"
        assert len(drawn.xpath(".//a")) == 2
        assert "HTTP 200 / 404" in drawn.xpath(".//text[@class='literal']/text()")
