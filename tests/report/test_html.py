"""The HTML report: what it says, that no text breaks out of it, and that neither it nor its making grows."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import tracemalloc
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from traffic import FORM, URLS, body, books, jsonl, record

from wirebook.lint.batch import Engine
from wirebook.lint.job import Job
from wirebook.lint.run import Run
from wirebook.lint.tally import Tally, Timeline
from wirebook.report.html import Html
from wirebook.report.html.charts import HEIGHT, chart, share
from wirebook.report.html.kept import CASES, EACH, UNSEEN, Kept
from wirebook.report.html.said import SAID
from wirebook.report.html.verdict import verdict
from wirebook.report.html.words import say, span, utc
from wirebook.row import Row

SEND = f"{URLS['smspager']}/send.xml"
GOOD = record(SEND, body("smspager", "send_request"), body("smspager", "send_response"), time=1732270000)
BAD = record(
    SEND, body("smspager", "send_request", "smsid_too_long"), body("smspager", "send_response"), time=1732270100
)
MUTE = record(SEND, body("smspager", "send_request"), None, time=1732270200)
STRANGER = record(URLS["stranger"], b"a=1", b"x", FORM)
NAUGHTY = json.loads((Path(__file__).parent.parent / "codegen" / "naughty.json").read_text("utf-8"))
VOID = {"meta", "link", "input"}


class Page(HTMLParser):
    """The elements of a page, each with its attributes and its own text; raises where they are not well nested."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("p", "li") and self._open[-1] != tag:
            raise AssertionError(f"</{tag}> in {self._open}")
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def having(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for _, attrs in self.elements if name in attrs]

    def classed(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for _, attrs in self.elements if name in (attrs.get("class") or "").split()]


def linted(tmp_path: Path, *records: dict[str, Any] | str) -> str:
    """The page of a run over these records."""
    path = tmp_path / "capture.jsonl"
    path.write_text(jsonl(*records), encoding="utf-8")
    run = Run(Engine(Job(tuple((book.name, book.dialect) for book in books()), keys=b"k")))
    run.lint([str(path)])
    return printed(run.rows(), run.tally, [str(path)])


def printed(rows: Iterable[Row], tally: Tally | None = None, captures: Iterable[str] = ()) -> str:
    out = io.StringIO()
    page = Html(out, books(), [*captures])
    rows = [*rows] if tally is None else rows
    page.begin(counted(rows) if tally is None else tally, 1)
    for row in rows:
        page.add(row)
    page.end()
    return out.getvalue()


def counted(rows: Iterable[Row]) -> Tally:
    tally = Tally(books())
    for row in rows:
        tally.findings[row.code, row.severity, row.provider or "", row.message_id or ""] += 1
    return tally


def finding(n: int = 0, **more: Any) -> Row:
    return Row("a.jsonl", n, "request", 7, "shape.missing", "to", "error", "to is missing", line=1, column=2,
               excerpt="<a>•••</a>", caret=3, width=3, args=(("name", "to"),))._replace(**more)  # fmt: skip


# ---------------------------------------------------------------- what it says


def test_the_page_holds_verdict_findings_and_what_was_not_looked_at(tmp_path: Path) -> None:
    text = linted(tmp_path, GOOD, BAD, MUTE, STRANGER, "{oops")
    page = Page(text)
    said = " ".join("".join(page.texts).split())
    for words in (
        "exchanges in scope failed", "smsid has 22 characters; at most 21 are allowed",
        "символов 22, а можно не больше 21",
        "/data/smsid", "Shorten the value.", "Сократите значение.", "Part of the capture could not be read",
        "user's guide to HTTPS::XML", "the capture does not hold the body", "no provider claims", "capture.jsonl#1",
        "2024-11-22 10:08:20 UTC", "wirebook explain facet.maxLength", "No traffic at all of:",
    ):  # fmt: skip
        assert words in said, words
    assert re.search(r"<pre[^>]*><code>&lt;smsid&gt;<mark>•••</mark>&lt;/smsid&gt;\n", text)
    assert " " * 7 + "<b>" + "^" * len("•••") + "</b>" in text
    assert {one["data-rule"] for one in page.classed("rule")} == {"facet.maxLength", "capture.record"}
    assert {one["id"] for one in page.having("id")} >= {
        "timeline",
        "findings",
        "unchecked",
        "coverage",
        "reason=no-body",
    }


def test_ids_stand_once_and_links_lead_somewhere(tmp_path: Path) -> None:
    twice = [BAD, BAD, GOOD]
    page = Page(linted(tmp_path, *twice))
    ids = [one["id"] for one in page.having("id")]
    assert len(set(ids)) == len(ids)
    for one in page.having("href"):
        link = one["href"] or ""
        # Links into the filter are addresses of a state, not of an element.
        assert link.startswith("data:image/svg+xml,") or (link[0] == "#" and ("=" in link or link[1:] in ids))


def test_related_exchanges_are_linked_where_they_are_on_the_page() -> None:
    rows = [finding(0), finding(1, related=(("a.jsonl", 0), ("a.jsonl", 5))), finding(0, offset=9)]
    text = printed(rows)
    assert re.findall(r'id="(exchange-\d+)"', text) == ["exchange-0"]
    assert '<a href="#exchange-0">a.jsonl#0</a>, a.jsonl#5' in text


def test_the_same_rows_give_the_same_page(tmp_path: Path) -> None:
    assert linted(tmp_path, GOOD, BAD, MUTE) == linted(tmp_path, GOOD, BAD, MUTE)


@pytest.mark.parametrize("key", sorted(SAID))
def test_every_text_has_both_languages_and_the_same_places(key: str) -> None:
    texts = SAID[key]
    assert all(texts)
    places = [set(re.findall(r"{(\w+)}", form)) for text in texts for form in text.split("|")]
    wanted = set().union(*places)
    for found in places:  # "the one exchange" needs no number
        assert wanted - found <= {"n"}
    forms = [len(text.split("|")) for text in texts]
    assert forms in ([1, 1], [2, 3])


@pytest.mark.parametrize(
    ("n", "said"),
    [(1, "1 ошибка"), (2, "2 ошибки"), (5, "5 ошибок"), (11, "11 ошибок"), (21, "21 ошибка"), (0, "0 ошибок")],
)
def test_russian_counts(n: int, said: str) -> None:
    assert re.sub(r"<[^>]*>", "", say("errors", n).ru) == said


@pytest.mark.parametrize(
    ("counts", "tone", "said"),
    [
        ({}, "open", "No exchange was found"),
        ({"pass": 3}, "pass", "All 3 exchanges in scope passed"),
        ({"pass": 3, "out_of_scope": 1}, "pass", "All 3 exchanges in scope passed"),
        ({"pass": 3, "not_checked": 2}, "open", "Nothing failed, but 2 of 5 exchanges in scope were not checked"),
        ({"not_checked": 2}, "open", "None of the 2 exchanges in scope could be checked"),
        ({"out_of_scope": 2}, "open", "None of the 2 exchanges belongs to a provider"),
        ({"pass": 3, "fail": 1, "not_checked": 1}, "fail", "1 of 5 exchanges in scope failed"),
    ],
)
def test_the_headline_hides_nothing(counts: dict[str, int], tone: str, said: str) -> None:
    tally = Tally(books())
    tally.summary.update(counts, exchanges=sum(counts.values()))
    told = verdict(tally)
    assert told.tone == tone
    assert said in re.sub(r"<[^>]*>", "", told.headline.en)
    beside = re.sub(r"<[^>]*>", "", " ".join(one.en for one in told.beside))
    assert ("out of scope" in beside) == bool(counts.get("out_of_scope"))


def test_a_capture_that_could_not_be_read_whole_is_never_clean() -> None:
    tally = Tally(books())
    tally.summary.update({"exchanges": 3, "pass": 3})
    tally.faults["capture.record"] = 2
    assert verdict(tally).tone == "open"


# ---------------------------------------------------------------- charts


def test_the_chart_adds_up() -> None:
    timeline = Timeline()
    for second in range(1000):
        timeline.add(1732270000 + second * 7, "fail" if second % 10 == 0 else "pass")
    timeline.add(None, "pass")
    drawn = chart(timeline)
    assert drawn is not None
    assert len(drawn.bars) <= 120
    assert sum(one.count for bar in drawn.bars for one in bar.pieces) == 1000
    assert sum(one.count for bar in drawn.bars for one in bar.pieces if one.kind == "fail") == 100
    assert all(0 <= bar.x < bar.x + bar.width <= 100.001 for bar in drawn.bars)
    assert all(one.at >= 0 and one.at + one.size <= HEIGHT + 0.001 for bar in drawn.bars for one in bar.pieces[:2])
    assert 2 <= len(drawn.times) <= 6


@pytest.mark.parametrize("times", [[0.5], [-5e9, 5e9], [1e18, 1.0], [-1e15], [253402300799.0, 253402300801.0]])
def test_odd_times_are_drawn(times: list[float]) -> None:
    timeline = Timeline()
    for time in times:
        timeline.add(time, "fail")
    drawn = chart(timeline)
    assert drawn is not None
    assert sum(one.count for bar in drawn.bars for one in bar.pieces) == len(times)


def test_no_times_no_chart() -> None:
    assert chart(Timeline()) is None


def test_bars_are_seen_however_short_and_never_overflow() -> None:
    pieces = share({"a": 1, "b": 1_000_000}, ("a", "b"), 1_000_001)
    assert pieces[0].size > 0.5
    assert pieces[-1].at + pieces[-1].size <= 100


def test_lengths_of_time() -> None:
    assert re.sub(r"<[^>]*>", "", span(4096).en) == "1 h 8 min 16 s"
    assert re.sub(r"<[^>]*>", "", span(86400 * 2).ru) == "2 д"
    assert utc(1732270000.9) == "2024-11-22 10:06:40"


# ---------------------------------------------------------------- harm


def test_no_text_breaks_out(tmp_path: Path) -> None:
    markup = [
        *NAUGHTY,
        "</script><script>alert(1)</script>",
        "--><b>",
        "]]>",
        "{{ 7 * 7 }}",
        "\u202eevil\u2066",
        "\x1b[31m",
    ]
    plain = [finding(n, file=f"f{n}") for n in range(len(markup))]
    text = [
        finding(n, file=f"f{n} {words}", path=words, wire_path=words, message=words, source=words, docs=words, args=(),
                operation=words, excerpt=words[:90], caret=0, width=1, related=((words, 1),))
        for n, words in enumerate(markup)
    ]  # fmt: skip
    made = printed(text, counted(plain), captures=markup)
    page = Page(made)
    scripts = [attrs for tag, attrs in page.elements if tag == "script"]
    assert len(scripts) == 1
    assert {tag for tag, _ in page.elements} <= {tag for tag, _ in Page(printed(plain, captures=["x"])).elements} | {
        "i",
        "a",
        "p",
    }
    assert not [name for _, attrs in page.elements for name in attrs if name.startswith("on")]
    shown = made.replace("\n", "").replace("\u202f", "")  # the space between thousands
    assert [char for char in set(shown) if not char.isprintable()] == []
    for one in page.having("href"):
        assert (one["href"] or "").startswith(("#", "data:image/svg+xml,"))


def test_the_policy_allows_the_page_s_own_style_and_script_alone(tmp_path: Path) -> None:
    text = linted(tmp_path, BAD)
    policy = next(a["content"] for tag, a in Page(text).elements if tag == "meta" and "http-equiv" in a) or ""
    assert policy.startswith("default-src 'none';")
    for tag in ("style", "script"):
        found = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert len(found) == 1
        assert f"'sha256-{base64.b64encode(hashlib.sha256(found[0].encode()).digest()).decode()}'" in policy
    assert "unsafe" not in policy
    assert " style=" not in text.replace(found[0], "")


def test_nothing_of_a_payload_that_is_not_safe_gets_in(tmp_path: Path) -> None:
    text = linted(tmp_path, BAD, GOOD, MUTE)
    for secret in ("123456", "79010000001"):
        assert secret not in re.sub(
            r'sha256-[^\']*|<(style|script)>.*?</\1>|data:image[^"]*', "", text, flags=re.DOTALL
        )


# ---------------------------------------------------------------- bounds


def test_a_small_run_is_kept_whole() -> None:
    kept = Kept()
    for n in range(EACH):
        kept.add(finding(n))
    assert (kept.held, kept.total) == (EACH, EACH)


def test_every_rule_and_place_has_its_share_when_there_is_no_room() -> None:
    kept = Kept(cases=100, each=40, places=50)
    for n in range(4000):
        kept.add(finding(n, path=f"items[{n}].p{n % 4}"))
    for n in range(30):
        kept.add(finding(n, code="shape.unknown", path=f"late{n}"))
    for n in range(100):
        kept.add(finding(n, code="shape.order", path=f"beyond{n}"))
    assert kept.held == 100 == sum(len(place.rows) for place in kept.places.values())
    assert {spot.code for spot, place in kept.places.items() if place.rows} == {
        "shape.missing",
        "shape.unknown",
        "shape.order",
    }
    assert all(place.rows for place in kept.places.values())
    assert kept.total == 4130 == sum(place.count for place in kept.places.values()) + sum(kept.beyond.values())
    assert kept.places[min(kept.places)].count == 1000 or "items" not in min(kept.places).path


def test_a_rule_is_there_even_when_all_places_are_taken() -> None:
    kept = Kept(cases=10, each=5, places=3)
    for n in range(50):
        kept.add(finding(n, path=f"p{n}"))
    kept.add(finding(99, code="shape.order"))
    assert any(spot.code == "shape.order" and place.rows for spot, place in kept.places.items())
    assert kept.beyond["shape.missing"] == 47


def test_what_was_not_checked_is_named_in_part_and_counted_in_full() -> None:
    rows = [finding(n, severity="", code="no-body", file=f"f{n}") for n in range(UNSEEN + 50)]
    tally = Tally(books())
    tally.unseen["no-body"] = len(rows)
    text = printed(rows, tally)
    assert f"f{UNSEEN - 1}#" in text
    assert f"f{UNSEEN}#" not in text
    assert '<data class="n" value="50">50</data> more like these' in text


LONG = "<x>" + "й" * 97
MANY = [("shape.missing", f"list[].field{n}") for n in range(400)] + [
    ("shape.unknown", f"other{n}") for n in range(400)
]


def test_forty_thousand_findings_take_bounded_room_and_memory() -> None:
    def rows() -> Iterable[Row]:
        for n in range(40_000):
            code, path = MANY[n * 7919 % len(MANY)]
            at = f"captures/{n % 50}.jsonl"
            yield finding(n, file=at, code=code, path=path, provider="smsc", message_id="send_request",
                          message=f"field is missing, {n}", excerpt=LONG, caret=40, width=20, operation="send",
                          wire_path=f"/a/{path}", time=1732270000.0 + n, record_line=n, source="api#send")  # fmt: skip

    tally = Tally(books())
    for code in ("shape.missing", "shape.unknown"):
        tally.findings[code, "error", "smsc", "send_request"] = 20_000
    out = io.StringIO()
    tracemalloc.start()
    page = Html(out, books())
    page.begin(tally, 1)
    for row in rows():
        page.add(row)
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    page.end()
    text = out.getvalue()
    assert kept < 16_000_000
    assert len(text.encode()) < 5_000_000
    assert text.count('<li class="c"') == CASES
    assert "the others are counted" in text
    assert 'value="40000"' in text


def test_what_the_engine_words_itself_is_russian_in_russian(tmp_path: Path) -> None:
    spoilt = record(SEND, b"<data", body("smspager", "send_response"), time=1732270000)
    asked = body("smsc", "send_request", "freq_missing")
    both = record(f"{URLS['smsc']}/sys/send.php", asked, None, FORM)
    page = linted(tmp_path, spoilt, both, "{oops")
    russian = re.findall(r'<span lang="ru">([^<]*)</span>', page)
    assert any("XML построен неправильно: конструкция не закрыта" in said for said in russian)
    assert any("запись не читается: это не JSON" in said for said in russian)
    for english in ("unclosed token", "no JSON", " is there"):
        assert not any(english in said for said in russian)
    assert "unclosed token" in page
