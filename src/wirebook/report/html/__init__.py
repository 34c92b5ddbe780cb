"""A lint run as one HTML file that needs nothing else: no server, no network, no script to read it.

Both languages and all colours stand in the file; its style sheet and script are named by
hash in its own security policy. Memory is bounded: ``Kept`` says what is held in full.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, TextIO

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from wirebook import __version__, look
from wirebook.report.html import coverage, view
from wirebook.report.html.charts import HEIGHT, chart, share
from wirebook.report.html.kept import Kept
from wirebook.report.html.said import SAID
from wirebook.report.html.verdict import verdict
from wirebook.report.html.words import Both, Num, say, shown, span

if TYPE_CHECKING:
    from wirebook.books import Book
    from wirebook.lint.tally import Tally
    from wirebook.row import Row

__all__ = ["Html"]

_BUFFER = 200  # pieces of the page that are written at once


class Html:
    """The report as a page; ``captures`` are the names under which the captures were given."""

    def __init__(self, out: TextIO, books: Sequence[Book], captures: Sequence[str] = ()) -> None:
        self._out = out
        self._books = books
        self._captures = captures
        self._kept = Kept()

    def begin(self, tally: Tally, status: int) -> None:
        self._tally = tally

    def add(self, row: Row) -> None:
        self._kept.add(row)

    def end(self) -> None:
        tally, kept, books = self._tally, self._kept, self._books
        style, script = _assets()
        page = _environment().get_template("report.html.j2")
        pieces = page.stream(
            policy=look.policy(style, script),
            style=Markup(style),
            script=Markup(script),
            icon=look.icon(),
            version=__version__,
            captures=self._captures,
            books=[(book.provider.name, book.dialect, book.provider.title) for book in books],
            verdict=verdict(tally),
            tally=tally,
            kept=kept,
            cards=view.cards(tally),
            whole=share(tally.summary, ("pass", "not_checked", "fail", "out_of_scope"), tally.summary["exchanges"]),
            severities=view.severities(tally),
            chart=chart(tally.timeline),
            height=HEIGHT,
            untimed=sum(tally.timeline.untimed.values()),
            bars=view.bars(tally),
            rules=view.rules(tally, kept, books),
            options=view.options(kept),
            reasons=view.reasons(tally, kept),
            skipped=view.skipped(tally),
            covered=coverage.covered(tally, books),
            unmet=coverage.unmet(tally, books),
        )
        pieces.enable_buffering(_BUFFER)
        self._out.writelines(pieces)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("wirebook.report.html"),
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals |= {"say": say, "words": _words, "span": span, "num": Num, "name_of": view.place_name}
    made.filters["r"] = lambda value: f"{value:.2f}".rstrip("0").rstrip(".")
    return made


@cache
def _assets() -> tuple[str, str]:
    """The style sheet and the script."""
    made = _environment()
    assert made.loader is not None
    style, script = (made.loader.get_source(made, name)[0] for name in ("report.css", "report.js"))
    return look.style() + style, script


def _words(key: str) -> Both:
    """A text as the script fills it, or as an attribute holds it."""
    return Both(*map(Markup, SAID[key]))
