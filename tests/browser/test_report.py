"""The report of a lint run in a browser: opened from a file, filtered, drilled down, with nothing asked of anybody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route
from traffic import FORM, URLS, body, books, jsonl, record

from wirebook.lint.batch import Engine
from wirebook.lint.job import Job
from wirebook.lint.run import Run
from wirebook.report.html import Html
from wirebook.report.html.kept import EACH

Open = Callable[..., Page]
CONTRAST = Path(__file__).with_name("contrast.js").read_text("utf-8")
NARROW = {"viewport": {"width": 400, "height": 800}, "has_touch": True, "is_mobile": True}
TOO_WIDE = """() => [...document.querySelectorAll("body *")].filter((each) => {
  const box = each.getBoundingClientRect();
  return box.width && box.right > innerWidth + 1 && !each.closest(".wide, pre, .vh");
}).map((each) => each.outerHTML.slice(0, 120)).slice(0, 5)"""
UNFOLD = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"
SEND = f"{URLS['smspager']}/send.xml"


def capture() -> str:
    """Good and bad exchanges of several providers, silent ones, strangers, and a record that nobody can read."""
    ask, tell = body("smspager", "send_request"), body("smspager", "send_response")
    bad = body("smspager", "send_request", "smsid_too_long")
    called = body("smsc", "callback_status").replace(b"status=1", b"status=ok")
    records: list[dict[str, Any] | str] = []
    for n in range(30):
        time = 1732270000 + n * 60
        records += [
            record(SEND, ask, tell, time=time),
            record(SEND, bad if n % 3 == 0 else ask, tell, time=time + 1),
            record(
                URLS["handler"], called if n % 10 == 0 else body("smsc", "callback_status"), b"", FORM, time=time + 2
            ),
        ]
    records += [record(SEND, ask, None), record(URLS["stranger"], b"a=1", b"x", FORM), "{oops"]
    return jsonl(*records)


def write(folder: Path, text: str, name: str = "report.html", times: int = 1) -> Path:
    """The report of a capture's text, every finding told ``times`` times."""
    path = folder / "capture.jsonl"
    path.write_text(text, encoding="utf-8")
    run = Run(Engine(Job(tuple((book.name, book.dialect) for book in books()), keys=b"k")))
    run.lint([str(path)])
    target = folder / name
    with target.open("w", encoding="utf-8", newline="\n") as out:
        page = Html(out, books(), [path.name])
        page.begin(run.tally, 1)
        for row in run.rows():
            for n in range(times):
                page.add(row._replace(file="capture.jsonl", record=row.record + 1000 * n))
        page.end()
    return target


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("report"), capture())


@pytest.fixture
def read(chromium: Browser, report: Path) -> Iterator[Open]:
    """Opens the report in a context of its own; the file is the one thing asked for, and nothing may complain."""
    contexts = []
    asked: list[str] = []
    said: list[str] = []
    opened: list[str] = []

    def call(anchor: str = "", *, file: Path = report, **options: Any) -> Page:
        options = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", "reduced_motion": "reduce"} | options
        context = chromium.new_context(**options)
        contexts.append(context)

        def route(one: Route) -> None:
            asked.append(one.request.url.partition("#")[0].partition("?")[0])
            if asked[-1] == file.as_uri():
                one.continue_()
            else:
                one.abort()

        context.route("**/*", route)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda message: said.append(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"error {error}"))
        page.goto(file.as_uri() + anchor)
        opened.append(file.as_uri())
        return page

    yield call
    for context in contexts:
        context.close()
    assert said == []
    assert set(asked) <= set(opened)


def shown(page: Page) -> int:
    """The number that the filter announces."""
    found = re.match(r"\d+", page.locator("#filter output").inner_text())
    return int(found[0]) if found else 0


def cases(page: Page) -> int:
    """Findings that the filter lets through, folded or not."""
    return page.locator(".c:not([hidden])").count()


def background(page: Page) -> list[int]:
    return [
        int(part) for part in re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor"))[:3]
    ]


def settle(page: Page, number: int) -> None:
    page.wait_for_function("(n) => document.querySelectorAll('.c:not([hidden])').length === n", arg=number)


def words(locator: Locator) -> str:
    return " ".join(locator.inner_text().split())


# ---------------------------------------------------------------- what is there


def test_it_opens_from_a_file_and_says_what_was_found(read: Open) -> None:
    page = read()
    assert words(page.locator("h1")) == "13 of 91 exchanges in scope failed"
    assert "1 request or reply was not looked at" in words(page.locator(".lead"))
    assert page.locator(".plot g").count() == 30
    assert words(page.locator(".cards .c-out_of_scope b")) == "1"
    assert page.evaluate("document.querySelectorAll('script, style').length") == 2


def test_drilling_down_shows_the_excerpt_and_what_to_do(read: Open) -> None:
    page = read()
    rule = page.locator("[data-rule='facet.maxLength']")
    place = rule.locator(".g").first
    excerpt = place.locator("pre").first
    assert not excerpt.is_visible()
    rule.locator("> summary").click()
    assert "Shorten the value." in words(rule)
    place.locator("> summary").click()
    assert excerpt.is_visible()
    assert excerpt.locator("mark").inner_text() == "•••"
    line, caret = excerpt.inner_text().splitlines()
    assert caret.index("^") == line.index("•••")
    assert caret.count("^") == len("•••")
    boxes = [each.bounding_box() for each in (excerpt.locator("mark"), excerpt.locator("b"))]
    left = [box["x"] for box in boxes if box is not None]
    assert len(left) == 2
    assert abs(left[0] - left[1]) < 2
    assert "source" in words(place).lower()
    assert "/data/smsid" in words(place)


def test_the_keyboard_is_enough(read: Open) -> None:
    page = read()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("smsid")
    settle(page, 10)
    page.keyboard.press("Escape")
    settle(page, shown(page))
    summary = page.locator("[data-rule='type.integer'] > summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("[data-rule='type.integer'] pre").first.wait_for(state="visible")  # the page opens it in its own time
    assert page.locator("[data-rule='type.integer'] pre").first.is_visible()


def test_a_reader_of_screens_finds_the_way(read: Open) -> None:
    page = read()
    for role in ("banner", "navigation", "main", "search", "contentinfo"):
        assert page.get_by_role(role).count() == 1
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.get_by_role("searchbox", name="Text").count() == 1
    assert page.get_by_role("combobox", name="Severity").count() == 1
    page.evaluate(UNFOLD)
    nameless = """() => [...document.querySelectorAll("a, input, select, button, summary, [role=region]")].filter(
      (each) => each.checkVisibility() && !each.closest("[aria-hidden]") && !(each.textContent.trim()
      || (each.labels || []).length || each.getAttribute("aria-labelledby"))).map((each) => each.outerHTML)"""
    assert page.evaluate(nameless) == []
    levels = page.evaluate("[...document.querySelectorAll('main :is(h1,h2,h3,h4)')].map((each) => +each.tagName[1])")
    assert all(after <= before + 1 for before, after in pairwise(levels))


# ---------------------------------------------------------------- the filter


def test_the_filter_narrows_says_so_and_stands_in_the_address(read: Open) -> None:
    page = read()
    total = cases(page)
    assert shown(page) == total
    page.locator("select[name=rule]").select_option("facet.maxLength")
    settle(page, 10)
    assert shown(page) == 10
    assert page.url.endswith("#rule=facet.maxLength")
    assert page.locator("[data-rule='type.integer']").is_hidden()
    page.locator("select[name=provider]").select_option("smsc")
    settle(page, 0)
    assert "No finding fits" in words(page.locator("#filter output"))
    page.locator("#filter button").click()
    settle(page, total)
    assert "#" not in page.url
    page.locator("select[name=severity]").select_option("error")
    page.locator("select[name=message]").select_option("callback_status")
    page.locator("input[name=q]").fill("integer ok=")
    settle(page, 0)
    page.locator("input[name=q]").fill("integer status")
    settle(page, 3)
    assert set(page.url.partition("#")[2].split("&")) == {
        "q=integer+status",
        "severity=error",
        "message=callback_status",
    }


def test_an_address_restores_the_filter(read: Open) -> None:
    page = read("#provider=smspager&rule=facet.maxLength")
    settle(page, 10)
    assert page.locator("select[name=provider]").input_value() == "smspager"
    assert page.locator("[data-rule='facet.maxLength']").get_attribute("open") is not None
    page.evaluate("location.hash = '#operation=callbacks'")
    settle(page, page.locator(".c[data-o=callbacks]").count())
    assert page.locator("select[name=rule]").input_value() == ""
    page.evaluate("location.hash = '#provider=nobody'")
    settle(page, page.locator(".c").count())


def test_a_bar_leads_to_what_it_counts(read: Open) -> None:
    page = read()
    page.locator("#places a", has_text="smsc callback_status").first.click()
    page.wait_for_function("document.querySelector('[name=message]').value === 'callback_status'")
    assert all(one == "callback_status" for one in page.eval_on_selector_all(
        ".c:not([hidden])", "(all) => all.map((each) => each.closest('.g').dataset.m)"))  # fmt: skip
    page.locator(".toc a", has_text="facet.maxLength").click()
    settle(page, 10)
    page.locator(".toc a[href='#unchecked']").click()
    assert page.locator("#unchecked").is_visible()


def test_the_search_finds_russian_words_too(read: Open) -> None:
    page = read()
    page.locator("input[name=q]").fill("СИМВОЛОВ 22")
    settle(page, 10)


# ---------------------------------------------------------------- language, colours, paper


def test_the_language_is_switched_everywhere(read: Open) -> None:
    page = read("", locale="ru-RU")
    assert words(page.locator("h1")) == "Не прошли 13 обменов из 91"
    assert page.title() == "Wirebook: отчёт о записанном трафике"
    assert page.locator("select[name=severity] option").nth(1).inner_text() == "ошибка"
    page.evaluate(UNFOLD)
    assert "символов 22, а можно не больше 21" in words(page.locator("[data-rule='facet.maxLength']"))
    assert "characters" not in words(page.locator("#findings"))
    page.locator("label[for=lang-en]").click()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "smsid has 22 characters" in words(page.locator("[data-rule='facet.maxLength']"))
    assert page.locator("input[name=q]").get_attribute("placeholder") == "path, message, excerpt"
    assert not re.search("[а-яё]", words(page.locator("main")), re.IGNORECASE)
    page.reload()
    assert page.evaluate("document.documentElement.lang") == "en"


def test_numbers_are_written_as_the_language_does(read: Open, report: Path) -> None:
    many = write(report.parent, capture(), "many.html", times=150)
    page = read("", file=many)
    held = words(page.locator(".held"))
    assert re.search(r"There are \d,\d{3} findings", held)
    assert "the others are counted" in held
    assert page.locator("[data-rule='facet.maxLength'] .c").count() == EACH
    page.locator("label[for=lang-ru]").click()
    assert re.search(r"Всего находок: \d \d{3}", words(page.locator(".held")))


def test_colours_follow_the_system_and_the_switch(read: Open) -> None:
    page = read("", color_scheme="dark")
    assert max(background(page)) < 60
    page.locator("label[for=theme-light]").click()
    assert min(background(page)) > 240
    page.reload()
    assert min(background(page)) > 240
    page.locator("label[for=theme-dark]").click()
    page.emulate_media(color_scheme="light")
    assert max(background(page)) < 60


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_what_is_behind_it(read: Open, scheme: str) -> None:
    page = read("#severity=error", color_scheme=scheme)
    page.evaluate(UNFOLD)
    assert page.evaluate(CONTRAST) == []


def test_it_fits_a_phone_in_both_languages(read: Open) -> None:
    page = read("", **NARROW)
    for lang in ("ru", "en"):
        page.locator(f"label[for=lang-{lang}]").click()
        page.evaluate(UNFOLD)
        assert page.evaluate("document.documentElement.scrollWidth") == 400
        assert page.evaluate(TOO_WIDE) == []


def test_it_prints_unfolded_on_white(read: Open) -> None:
    page = read("", color_scheme="dark")
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert min(background(page)) > 240
    assert page.locator("pre").first.is_visible()
    assert page.locator("#filter").is_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("pre").first.is_hidden()


# ---------------------------------------------------------------- without a script, and with ill will


def test_without_the_script_every_finding_is_there(read: Open) -> None:
    page = read("", java_script_enabled=False)
    assert page.locator("#filter").is_hidden()
    assert "The filter needs JavaScript" in words(page.locator("noscript"))
    page.locator("[data-rule='facet.maxLength'] > summary").click()
    page.locator("[data-rule='facet.maxLength'] .g > summary").first.click()
    assert page.locator("[data-rule='facet.maxLength'] pre").first.is_visible()
    page.locator("label[for=lang-ru]").click()
    assert words(page.locator("h1")) == "Не прошли 13 обменов из 91"
    page.locator("label[for=theme-dark]").click()
    assert page.locator("#theme-dark").is_checked()
    hidden = page.locator("main [hidden]:not([hidden] [hidden])").all()
    assert all(each.get_attribute("data-needs-script") is not None for each in hidden)


def test_coverage_tells_what_was_never_seen(read: Open) -> None:
    page = read()
    card = page.locator("#coverage-smspager")
    card.locator("summary", has_text="Messages and their fields").click()
    assert card.locator(".chips .seen").first.is_visible()
    assert card.locator(".chips .un").first.is_visible()
    page.locator("#only-unseen").check()
    assert card.locator(".chips .seen").first.is_hidden()
    assert card.locator(".chips .un").first.is_visible()


def test_no_text_breaks_out_in_a_browser(read: Open, tmp_path: Path) -> None:
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"' javascript:alert(3) \u202e"
    lines = capture().splitlines()[:6]
    target = write(tmp_path, "\n".join(lines) + "\n")
    run = Run(Engine(Job(tuple((book.name, book.dialect) for book in books()), keys=b"k")))
    run.lint([str(tmp_path / "capture.jsonl")])
    with target.open("w", encoding="utf-8") as out:
        page = Html(out, books(), [evil])
        page.begin(run.tally, 1)
        for row in run.rows():
            harm = row._replace(file=evil, path=evil, message=evil, source=evil, excerpt=evil, operation=evil)
            page.add(harm._replace(docs="javascript:alert(4)", args=(("name", evil),), related=((evil, 1),)))
        page.end()
    opened = read("#file=" + evil.replace("#", ""), file=target)
    opened.evaluate(UNFOLD)
    assert opened.locator("img").count() == 0
    assert opened.locator("script").count() == 1
    assert opened.evaluate("[...document.links].every((each) => each.getAttribute('href').startsWith('#'))")
    assert "<img src=x onerror=alert(2)>" in opened.locator(".c").first.inner_text()
