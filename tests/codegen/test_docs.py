"""Pages say everything, and text from a spec shows as itself and never as markup."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from sample import provider
from targets import providers

from handmade import PROVIDER as HANDMADE
from wirebook.anchors import slug
from wirebook.model import Provider
from wirebook.spec import load
from wirebook_codegen import EMITTERS
from wirebook_codegen.docs_text import code as literal
from wirebook_codegen.docs_text import visible
from wirebook_codegen.docs_words import _WORDS
from wirebook_codegen.emitted import HEADER
from wirebook_codegen.excerpts import excerpt
from wirebook_codegen.markdown import cell, code, fence, inline, summary

NAUGHTY: list[str] = json.loads(Path(__file__).with_name("naughty.json").read_text("utf-8"))

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def pages(words: str = "words", literal: str = "literal") -> dict[str, str]:
    return dict(EMITTERS["docs"](provider(words, literal=literal)).files)


def outline(tokens: list[Token]) -> list[object]:
    """The document's structure: every token but the text itself; neighbouring texts are one."""
    shown: list[object] = []
    for token in tokens:
        if token.type == "inline":
            kinds = [
                t.content if t.type == "html_inline" and "<code" not in t.content else t.type
                for t in token.children or ()
            ]
            # A literal with a pipe is spelled in HTML, which is the same to a reader.
            kinds = [k for k in kinds if k not in ("text", "text_special", "code_inline", "softbreak")]
            shown.append([k for k in kinds if k not in ("html_inline", "</code>")])
        else:
            block = token.content if token.type == "html_block" else ""
            # A summary is HTML: its text may hold no tag but these, which stay.
            block = re.sub("[^<>]+(?=</summary>|<code>|</code>)", "", block) if "<summary>" in block else block
            shown.append((token.type, token.tag, token.attrs, block))
    return shown


@cache
def plain_outline() -> list[object]:
    return outline(PARSER.parse(pages()["sample.en.md"]))


def rendered(markdown: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", PARSER.render(markdown)))


def shown(text: str) -> str:
    return visible(" ".join(re.split("[ \t\r\n]+", text))).strip(" ")


def test_two_pages_with_the_header_and_without_the_spec_s_time() -> None:
    files = pages()
    assert sorted(files) == ["sample.en.md", "sample.ru.md"]
    for text in files.values():
        assert text.startswith(f"<!-- {HEADER} -->\n")
        assert text.endswith("\n")
    assert "words ru" not in files["sample.en.md"]
    assert "words en" not in files["sample.ru.md"]
    dialect = EMITTERS["docs"](replace(provider(), dialect="later")).files
    assert sorted(dialect) == ["sample.later.en.md", "sample.later.ru.md"]
    assert pages() == files


@pytest.mark.parametrize("naughty", NAUGHTY)
def test_neither_texts_nor_literals_can_break_out(naughty: str) -> None:
    page = pages(naughty, naughty)["sample.en.md"]
    assert outline(PARSER.parse(page)) == plain_outline()
    text = rendered(page)
    assert shown(f"{naughty} en") in text
    assert visible(naughty) in text


@pytest.mark.parametrize("naughty", NAUGHTY)
def test_primitives_show_a_text_as_itself(naughty: str) -> None:
    assert rendered(inline(naughty)).strip() == shown(naughty)
    assert rendered(f"|a|\n|-|\n| {inline(naughty)} |\n").split() == ["a", *shown(naughty).split()]
    for markdown in (code(naughty), f"| a |\n| - |\n| {cell(code(naughty))} |"):
        assert rendered(markdown).replace(" ", "").endswith(visible(naughty).replace(" ", "") + "\n") or "|" in markdown
        assert visible(naughty).replace(" ", "") in rendered(markdown).replace(" ", "")
    for markup in (summary(naughty), summary(literal(naughty))):
        line = f"<details><summary>{markup}</summary>"
        (block,) = PARSER.parse(line)
        assert (block.type, block.content) == ("html_block", line)
    assert html.unescape(summary(naughty)) == shown(naughty)
    assert html.unescape(summary(literal(naughty)).removeprefix("<code>").removesuffix("</code>")) == visible(naughty)
    (block,) = PARSER.parse(fence(naughty))
    assert (block.type, block.content) == ("fence", visible(naughty, keep="\n\t") + "\n")


def test_anchors_are_stable_and_every_link_has_its_place() -> None:
    for name, page in pages().items():
        anchors = re.findall(r'<a id="([^"]+)"></a>', page)
        assert len(anchors) == len(set(anchors)), name
        for wanted in (
            "message-sent",
            "type-Item",
            "field-sent-items.id",
            "codes-Result",
            "code-Result--4",
            "code-Result-700-709",
        ):
            assert wanted in anchors
        assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= set(anchors)


def test_every_fact_reaches_the_page() -> None:
    page = pages()["sample.en.md"]
    for fact in (
        "xml `/result/item/@id`; json `/items/*/id`; csv `{id}`",
        "at most 5 characters",
        "of the form `literal` (warning, [dev]",
        "at most 250 items",
        "Other dialects: [later](sample.later.en.md)",
        "list of [Item](#type-Item)",
        '<a id="type-Flag"></a>`Flag` | bits, 16 of them |',
        "written as `DD.MM.YY`",
        "`YYYY-MM-DD` is also read (warning, [dev]",
        "years below 70",
        "yes, but may be missing (warning, [dev]",
        "`literal`, filled in when absent; always written; spelling it out gives warning",
        "The values of `items[].id` are all different.",
        "`sum` is there if `flag` is not there. A breach is a warning.",
        "Exactly one of `flag`, `sum` is there.",
        "`sum` (md5) sign `code`, `setting.secret` joined by `:`.",
        "Each value of `items[].id` stands in the request's `ids`.",
        "`8(9[0-9]{9})` becomes `7{1}`",
        "| `kind` | 0-3 |",
        "`700..709`",
        "A code outside the table: a warning.",
        "not stated",
        "This encoding cannot carry `items`, `flag`.",
        "Gives: `facet.maxLength` at `items[0].id`.",
        "… 3804 of 5001 bytes are left out here …",
        "secret `literal`",
        "`POST example.org/x`",
        "if `request.mode` is `literal`",
        "otherwise [sent](#message-sent)",
        "`name` is also read for `xml_name` (warning).",
        "[doc 2.1](#document-doc)",
        "observed sample",
        "Child elements of `result` keep this order.",
        '<result xml_name="literal" code="{code}" [flag="{flag}"] [...="{extra}"]>',
        "{code|0}[, {day}][, {key} = {value} ...]",
    ):
        assert fact in page, fact


def test_a_literal_with_pipes_reads_as_it_is() -> None:
    assert code("[0-9]|a*") == "`[0-9]|a*`"
    assert cell(code("[0-9]|a*")) == "`[0-9]\\|a*`"
    assert rendered(f"| a |\n| - |\n| {cell(code('[0-9]|a*'))} |\n").split() == ["a", "[0-9]|a*"]
    assert "<code>" in code("a`|b")
    assert "<code>" in code("a\\|b")


def test_a_long_body_is_cut_between_its_elements() -> None:
    text = "<r>\n" + "".join(f"<i n='{n}'>ё</i>" for n in range(300)) + "\n</r>\n"
    part = excerpt(text, "xml", "utf-8")
    assert part.head.startswith("<r>\n<i n='0'>")
    assert part.head.endswith("</i>")
    assert part.tail.startswith("<i n=")
    assert part.tail.endswith("</i>\n</r>")
    middle = text[len(part.head) : -len(part.tail) - 1]
    assert text == f"{part.head}{middle}{part.tail}\n"
    assert part.missing == len(middle.encode())
    assert excerpt("x" * 1500 + "\n", "text", "utf-8").missing == 301
    assert excerpt("x\n", "text", "utf-8").tail == ""


def test_pages_read_as_sentences() -> None:
    everything = {
        lang: "\n".join(
            text
            for provider in providers()
            for name, text in EMITTERS["docs"](provider).files.items()
            if name.endswith(f".{lang}.md")
        )
        for lang in ("en", "ru")
    }
    for lang, facts in {
        "en": (
            "- Other parameters go to `extras`.",
            "- Other attributes of `sender` go to `replacements`.",
            "- Other members of the object go to `replacements`.",
            "xml `/list/sender/@*`; json `/*/*` | map to [SenderText]",
            "- Method: `POST`; the document gives no address.",
            "`-99999..-1`",
            "at least 1 item;",
            "not empty; at most 50 characters",
            "</a>Kinds of callback\n",
        ),
        "ru": (
            "- Прочие параметры попадают в `extras`.",
            "- Прочие атрибуты `sender` попадают в `replacements`.",
            "- Прочие члены объекта попадают в `replacements`.",
            "- Метод: `POST`; адрес в документе не указан.",
            "не пусто; не больше 50 симв.",
        ),
    }.items():
        for fact in facts:
            assert fact in everything[lang], fact
        outside = re.sub(r"^(`{3,}).*?^\1$", "", everything[lang], flags=re.MULTILINE | re.DOTALL)
        assert not re.search(r"[ \t]$", outside, re.MULTILINE)
        assert everything[lang].count("<details>") == everything[lang].count("\n\n</details>\n\n") > 100


def test_words_exist_in_both_languages_with_the_same_placeholders() -> None:
    for key, (en, ru) in _WORDS.items():
        assert set(re.findall(r"\{(\w+)\}", en)) == set(re.findall(r"\{(\w+)\}", ru)), key
        assert en
        assert ru


def test_slugs_are_distinct() -> None:
    assert slug("a", "b[]") == "a-b~5b~~5d~"
    assert slug('"><script>') == "~22~~3e~~3c~script~3e~"


@pytest.mark.parametrize("provider", providers(), ids=lambda one: f"{one.name}{one.dialect}")
def test_every_row_of_the_built_in_specs_is_there(provider: Provider) -> None:
    for page in EMITTERS["docs"](provider).files.values():
        anchors = set(re.findall(r'<a id="([^"]+)"></a>', page))
        wanted = {slug("message", message.id) for message in provider.messages}
        wanted |= {slug("deviation", deviation.id) for deviation in provider.deviations}
        wanted |= {slug("operation", operation.id) for operation in provider.operations}
        for table in provider.codes:
            for entry in table.entries:
                value = entry.value if entry.value is not None else f"{entry.low}-{entry.high}"
                wanted.add(slug("code", table.id, value))
        for message in provider.messages:
            wanted |= {slug("field", message.id, field.name) for field in message.record.fields}
            wanted |= {slug("example", message.id, example.id) for example in message.examples}
            wanted |= {slug("counterexample", message.id, example.id) for example in message.counterexamples}
        assert wanted <= anchors
        assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= anchors
        assert "```" in page


def test_a_table_that_operations_choose_leads_to_theirs() -> None:
    files = EMITTERS["docs"](HANDMADE).files
    (english,) = [text for path, text in files.items() if path.endswith(".en.md")]
    (russian,) = [text for path, text in files.items() if path.endswith(".ru.md")]
    assert "| [`senders`](#operation-senders) | [Limits](#codes-Limits) |" in english
    assert "| Operation | Table | Title |" in english
    assert "while it is not known, a code of any of them is known" in english
    assert "пока она неизвестна, известен код любой из таблиц" in russian
    assert "- Codes: [Limits](#codes-Limits)." in english
    assert "- Коды: [Limits](#codes-Limits)." in russian


def test_what_operations_say_besides_their_messages() -> None:
    book = load(Path(__file__).parents[1] / "cli" / "specs" / "asking.yaml").providers[""]
    files = EMITTERS["docs"](book).files
    (english,) = [text for path, text in files.items() if path.endswith(".en.md")]
    (russian,) = [text for path, text in files.items() if path.endswith(".ru.md")]
    for page, said in (
        (english, "`request.fmt` chooses the encoding of the reply: `0` `text`, `1` `csv`, `3` `json`. An error may"),
        (english, "Otherwise the reply is `text`."),
        (english, "Repeated unless the status is `200`, `404`. 240 s between two attempts. 50 attempts at most."),
        (english, "| `each` | 3 in 60 s | `to` | `ask` | `9` | For one person. |"),
        (english, "| `at_once` | 15 at once | all | any |"),
        (russian, "Формат ответа выбирает `request.fmt`: `0` `text`, `1` `csv`, `3` `json`."),
        (russian, "Повторяется, если статус не `200`, `404`. Между попытками 240 с. Попыток не больше 50."),
        (russian, "| `at_once` | 15 одновременно | все | любой |"),
    ):
        assert said in page
