"""The pages in a browser: search, language, colours, deep links, paper, small screens, and no network at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page
from sample import provider
from targets import providers

from wirebook import anchors
from wirebook_codegen.html import page as made

Open = Callable[..., Page]
NAMES = [anchors.INDEX, *(anchors.page(one.name, one.dialect) for one in providers())]
ONE = min((one for one in providers() if one.deviations and one.codes), key=lambda one: len(one.messages))
HOME = anchors.page(ONE.name, ONE.dialect)
MESSAGE = max(ONE.messages, key=lambda one: len(one.counterexamples))
FIELD = MESSAGE.record.fields[-1]
BREAKER = MESSAGE.counterexamples[-1]
LONG = max(providers(), key=lambda one: max(len(table.entries) for table in one.codes))
TABLE = max(LONG.codes, key=lambda one: len(one.entries))
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}

TOO_WIDE = """() => [...document.querySelectorAll("body *")].filter((each) => {
  const box = each.getBoundingClientRect();
  return box.width && box.right > innerWidth + 1 && !each.closest(".picture, .wide, pre, .vh, .find");
}).map((each) => each.outerHTML.slice(0, 120)).slice(0, 5)"""


# Waiting is done by these and not by ``expect``: that one describes the whole page at its first try, which takes
# longer on a page of this size than a test may.


def shows(locator: Locator) -> None:
    """The first of these is there, or comes."""
    locator.first.wait_for(state="visible")


def hides(locator: Locator) -> None:
    """The first of these is not to be seen, or goes."""
    locator.first.wait_for(state="hidden")


def focused(locator: Locator) -> None:
    """This has the focus, or gets it."""
    locator.page.wait_for_function("(each) => document.activeElement === each", arg=locator.element_handle())


def reached(page: Page, anchor: str) -> None:
    """The thing of this anchor is on the screen, or gets there."""
    page.wait_for_function(
        """(anchor) => {
          const box = document.getElementById(anchor).getBoundingClientRect();
          return box.height && box.top < innerHeight && box.bottom > 0;
        }""",
        arg=anchor,
    )


def says(locator: Locator, words: str) -> None:
    """The first of these holds the words, or comes to hold them."""
    shows(locator.filter(has_text=words))


def text(page: Page, selector: str) -> str:
    return " ".join(page.locator(selector).first.inner_text().split())


def background(page: Page) -> list[int]:
    shown = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return [int(part) for part in shown.removeprefix("rgb(").removesuffix(")").split(",")]


# ---------------------------------------------------------------- every page


@pytest.mark.parametrize("name", NAMES)
def test_a_page_fits_a_phone_in_both_languages_and_asks_for_nothing(visit: Open, name: str) -> None:
    page = visit(name, **PHONE)
    for lang in ("ru", "en"):
        page.locator(f"label[for=lang-{lang}]").click()
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert page.evaluate(TOO_WIDE) == []
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.evaluate(TOO_WIDE) == []


CONTRAST = Path(__file__).with_name("contrast.js").read_text("utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_what_is_behind_it(visit: Open, scheme: str) -> None:
    page = visit("sample.html#message-sent", color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert page.evaluate(CONTRAST) == []
    assert visit(anchors.INDEX, color_scheme=scheme).evaluate(CONTRAST) == []


def test_a_reader_of_screens_finds_the_way(visit: Open) -> None:
    page = visit(HOME)
    for role in ("banner", "navigation", "main", "search", "contentinfo"):
        assert page.get_by_role(role).count() == 1
    shows(page.get_by_role("navigation", name="Contents"))
    shows(page.get_by_role("searchbox", name="Search messages"))
    assert page.get_by_role("radio", name="English", exact=True).is_checked()
    assert page.get_by_role("heading", level=1).count() == 1
    page.keyboard.press("Tab")
    focused(page.locator(".skip"))
    assert (page.locator(".skip").bounding_box() or {"x": -1})["x"] >= 0
    page.keyboard.press("Enter")
    focused(page.locator("main"))
    nameless = """() => [...document.querySelectorAll("a, input, summary, [role=region]")].filter((each) =>
      each.checkVisibility() && !each.closest("[aria-hidden]") && !(each.textContent.trim()
      || (each.labels || []).length || each.getAttribute("aria-labelledby"))).map((each) => each.outerHTML)"""
    assert page.evaluate(nameless) == []
    levels = page.evaluate("[...document.querySelectorAll('main :is(h1,h2,h3,h4)')].map((each) => +each.tagName[1])")
    assert all(after <= before + 1 for before, after in pairwise(levels))


# ---------------------------------------------------------------- search


def test_search_narrows_announces_and_clears(visit: Open) -> None:
    page = visit(HOME)
    box, results, status = page.locator("#search"), page.locator("#results li"), page.locator("#results [role=status]")
    page.keyboard.press("/")
    focused(box)
    box.press_sequentially(MESSAGE.id[:2])
    shows(results.first)
    many = int(status.inner_text().split(":")[1].split(";")[0])
    assert min(many, 60) == results.count()
    box.fill(MESSAGE.id)
    says(results.first.locator("b"), MESSAGE.id)
    box.fill(f"{MESSAGE.id} {FIELD.name}")
    says(results.first.locator("b"), FIELD.name)
    few = int(status.inner_text().split(":")[1].split(";")[0])
    assert 0 < few < many
    box.fill("no such thing anywhere")
    says(status, "Nothing found")
    assert results.count() == 0
    box.press("Escape")
    assert box.input_value() == ""
    hides(page.locator("#results"))


def test_search_is_walked_by_keys_and_leads_there(visit: Open) -> None:
    page = visit(HOME)
    box = page.locator("#search")
    box.fill(f"{FIELD.name} {MESSAGE.id}")
    page.locator("#results li").first.wait_for()
    box.press("ArrowDown")
    focused(page.locator("#results a").nth(0))
    page.keyboard.press("ArrowUp")
    focused(box)
    box.press("Enter")
    reached(page, anchors.field(MESSAGE.id, FIELD.name))
    assert page.url.endswith(f"#{anchors.field(MESSAGE.id, FIELD.name)}")
    hides(page.locator("#results"))


def test_search_finds_what_is_said_in_the_other_language(visit: Open) -> None:
    page = visit("sample.html")
    page.locator("#search").fill("WORDS RU")
    shows(page.locator("#results li").first)
    assert "words ru" not in page.locator("#results ol").inner_text()
    assert "words en" in page.locator("#results ol").inner_text()
    page.locator("label[for=lang-ru]").click()
    page.locator("#search").fill("words en")
    says(page.locator("#results [role=status]"), "Найдено")
    assert "words ru" in page.locator("#results ol").inner_text()
    kinds = page.locator("#results i").all_inner_texts()
    assert any(kind.startswith("поле") for kind in kinds)
    assert any(kind.startswith("код") for kind in kinds)


def test_a_code_is_found_by_its_number(visit: Open) -> None:
    page = visit(anchors.page(LONG.name, LONG.dialect))
    entry = next(one for one in TABLE.entries if one.value is not None)
    page.locator("#search").fill(str(entry.value))
    shown = page.locator("#results li", has_text=TABLE.id).first
    shows(shown)
    shown.locator("a").click()
    assert page.locator("tr:target").count() == 1


def test_a_long_table_is_filtered_and_a_link_into_it_still_arrives(visit: Open) -> None:
    page = visit(anchors.page(LONG.name, LONG.dialect))
    rows = page.locator(f"[id='{anchors.table(TABLE.id)}-rows'] tbody tr")
    box = page.locator(f"[id='filter-{anchors.table(TABLE.id)}-rows']")
    said = page.locator(f"[for='filter-{anchors.table(TABLE.id)}-rows'] >> nth=-1")
    total = rows.count()
    assert total == len(TABLE.entries) > 9
    last = TABLE.entries[-1]
    box.fill(last.name)
    visible = [row for row in rows.all() if row.is_visible()]
    assert 0 < len(visible) < total
    assert said.inner_text() == f"Rows shown: {len(visible)} of {total}"
    first = anchors.code(TABLE.id, TABLE.entries[0])
    hides(page.locator(f"[id='{first}']"))
    page.evaluate("(anchor) => { location.hash = anchor; }", first)
    reached(page, first)
    box.press("Escape")
    assert all(row.is_visible() for row in rows.all())


# ---------------------------------------------------------------- language and colours


def test_the_language_is_switched_and_remembered(visit: Open) -> None:
    page = visit(HOME)
    assert page.evaluate("document.documentElement.lang") == "en"
    shows(page.get_by_role("heading", name="Messages", exact=True))
    page.get_by_role("radio", name="English", exact=True).focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.documentElement.lang") == "ru"
    shows(page.get_by_role("heading", name="Сообщения", exact=True))
    hides(page.get_by_text("Messages", exact=True).first)
    assert page.title() == ONE.title.ru
    page.reload()
    shows(page.get_by_role("heading", name="Сообщения", exact=True))
    assert page.locator("a.home").get_attribute("href") == "index.html?lang=ru"


def test_the_reader_s_language_is_taken_unless_a_link_says_another(visit: Open) -> None:
    assert text(visit(HOME, locale="ru-RU"), "h1") == ONE.title.ru
    assert text(visit(HOME, locale="de-DE"), "h1") == ONE.title.en
    assert text(visit(f"{HOME}?lang=ru", locale="en-GB"), "h1") == ONE.title.ru


def test_colours_follow_the_system_and_the_switch(visit: Open) -> None:
    page = visit(HOME, color_scheme="dark")
    assert max(background(page)) < 60
    page.locator("label[for=theme-light]").click()
    assert min(background(page)) > 240
    page.reload()
    assert min(background(page)) > 240
    page.locator("label[for=theme-dark]").click()
    page.emulate_media(color_scheme="light")
    assert max(background(page)) < 60
    page.locator("label[for=theme-auto]").click()
    assert min(background(page)) > 240


def test_a_browser_that_keeps_nothing_is_no_trouble(visit: Open) -> None:
    forbid = (
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    page = visit(HOME, setup=forbid)
    page.locator("label[for=lang-ru]").click()
    assert text(page, "h1") == ONE.title.ru
    page.locator("#search").fill(MESSAGE.id)
    shows(page.locator("#results li").first)


def test_without_the_script_everything_is_there(visit: Open) -> None:
    page = visit(f"{HOME}#{anchors.deviation(ONE.deviations[-1].id)}", java_script_enabled=False)
    reached(page, anchors.deviation(ONE.deviations[-1].id))
    hides(page.locator("#find"))
    assert text(page, "h1") == ONE.title.en
    page.locator("label[for=lang-ru]").click()
    assert text(page, "h1") == ONE.title.ru
    page.locator("label[for=theme-dark]").click()
    article = page.locator(f"[id='{anchors.message(MESSAGE.id)}']")
    article.locator("summary").click()
    shows(page.locator(f"[id='{anchors.counterexample(MESSAGE.id, BREAKER.id)}']"))
    hidden = page.locator("main [hidden]").all()
    assert all(each.get_attribute("data-needs-script") is not None for each in hidden)


# ---------------------------------------------------------------- deep links


def test_a_deep_link_shows_its_target(visit: Open) -> None:
    page = visit(f"{HOME}#{anchors.field(MESSAGE.id, FIELD.name)}")
    target = page.locator("tr:target")
    reached(page, anchors.field(MESSAGE.id, FIELD.name))
    assert FIELD.name in target.inner_text()
    bar = page.locator(".bar").bounding_box()
    box = target.bounding_box()
    assert bar is not None
    assert box is not None
    assert box["y"] >= bar["y"] + bar["height"], "the target is not behind the bar"
    colour = "(selector) => getComputedStyle(document.querySelector(selector)).backgroundColor"
    assert page.evaluate(colour, "tr:target td") != page.evaluate(colour, ".fields tr:not(:target) td")


def test_a_deep_link_opens_what_is_folded(visit: Open) -> None:
    breaker = anchors.counterexample(MESSAGE.id, BREAKER.id)
    page = visit(f"{HOME}#{breaker}")
    reached(page, breaker)
    code = anchors.finding("shape.missing")
    page.evaluate("(anchor) => { location.hash = anchor; }", code)
    reached(page, code)
    page.locator(f"details:has([id='{code}']) > summary").click()
    hides(page.locator(f"[id='{code}']"))
    page.evaluate("(anchor) => { const link = document.createElement('a'); link.href = '#' + anchor; "
                  "document.querySelector('main').append(link); link.click(); }", code)  # fmt: skip
    reached(page, code)


def test_contents_fold_on_a_phone(visit: Open) -> None:
    page = visit(HOME, **PHONE)
    hides(page.locator(".toc"))
    page.locator("label[for=menu]").click()
    link = page.locator(f".toc a[href='#{anchors.message(MESSAGE.id)}']")
    link.click()
    reached(page, anchors.message(MESSAGE.id))
    hides(page.locator(".toc"))


# ---------------------------------------------------------------- paper, and texts that mean harm


def test_a_page_prints_on_white_without_its_switches(visit: Open) -> None:
    page = visit("sample.html", color_scheme="dark")
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF")
    page.emulate_media(media="print", color_scheme="dark")
    assert min(background(page)) > 240
    for hidden in (".bar", ".toc", ".filter"):
        hides(page.locator(hidden).first)
    shows(page.locator("h1"))


TAGS = "(selector) => [...new Set([...document.querySelectorAll(selector)].map((each) => each.tagName))]"
SHAPE = """() => [...document.querySelectorAll("*")].filter((each) => !each.closest("pre, svg.sequence"))
  .map((each) => each.tagName + [...each.attributes].filter((one) => !one.name.startsWith("data-"))
  .map((one) => " " + one.name + (one.name === "class" ? "" : "=" + one.value)).sort().join(""))"""


def test_no_text_breaks_out_in_a_browser(chromium: Browser, tmp_path: Path) -> None:
    naughty = json.loads((Path(__file__).parent.parent / "codegen" / "naughty.json").read_text("utf-8"))
    markup = [words for words in naughty if "<" in words or "&" in words or '"' in words]
    markup += ["</style><script>alert(1)</script>", "--><img src=x onerror=alert(1)>", "</title></svg></pre>"]
    heard: list[str] = []
    shapes = []
    page = chromium.new_page()
    page.on("dialog", lambda dialog: heard.append(dialog.message))
    page.on("request", lambda request: heard.append(request.url))
    for name, words in (("plain", "words"), *((f"naughty{n}", words) for n, words in enumerate(chunks(markup)))):
        file = tmp_path / f"{name}.html"
        file.write_text(made(provider(words, literal=words), ()), encoding="utf-8")
        page.goto(file.as_uri())
        shapes.append(page.evaluate(SHAPE))
        assert set(page.evaluate(TAGS, "pre *")) <= {"CODE", "MARK", "EM", "B", "I", "U", "SAMP", "VAR"}
        assert set(page.evaluate(TAGS, "svg.sequence *")) <= {"title", "path", "rect", "text", "a"}
        assert heard == [file.as_uri()]
        heard.clear()
    page.close()
    assert len(shapes) > 2
    assert all(shape == shapes[0] for shape in shapes)


def chunks(texts: list[str], most: int = 150) -> list[str]:
    """The texts in as few as can be that are short enough to be shown whole."""
    found = [""]
    for words in texts:
        if len(found[-1]) + len(words) > most:
            found.append("")
        found[-1] += f" {words}"
    return found
