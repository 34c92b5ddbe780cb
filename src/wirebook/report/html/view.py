"""What the templates print: the tally and the kept findings, ordered and named; no markup and no text of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from wirebook.books import Book
from wirebook.diagnostic import CODES, SEVERITIES
from wirebook.lint.tally import VERDICTS, Tally
from wirebook.model import Text
from wirebook.phrases import translated
from wirebook.reasons import REASONS
from wirebook.report.html.charts import Piece, share
from wirebook.report.html.kept import Kept, Place, Spot
from wirebook.report.html.words import Both, both, say, utc
from wirebook.row import Row, in_russian
from wirebook.wording import fill

__all__ = [
    "Case", "Group", "Lying", "Reason", "Rule",
    "bars", "cards", "options", "place_name", "reasons", "rules", "severities", "skipped",
]  # fmt: skip

_CUT = 300  # characters of a text that a capture or a spec made up
_RELATED = 8  # exchanges named as related
_STACK = ("fail", "not_checked", "pass", "out_of_scope")


@dataclass(frozen=True, slots=True)
class Lying:
    """A row of a bar chart; of: the filter that shows what it counts, "" for none."""

    label: object
    of: str
    value: str
    pieces: tuple[Piece, ...]
    count: int


class Case(NamedTuple):
    """One finding where it was found; message only where its group's places differ in it."""

    row: Row
    file: int
    mark: str
    name: str
    time: str
    message: Both | None
    excerpt: tuple[str, str, str]
    related: tuple[tuple[str, str], ...]
    unrelated: int


class Group(NamedTuple):
    """The findings of one place. advice only where the rule's places differ in it."""

    spot: Spot
    place: Place
    path: str
    message: Both
    advice: Both | None
    title: Text | None
    operations: tuple[str, ...]
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """The findings of one code, the places with most first. severities: how many of each, the worst first."""

    code: str
    severity: str
    severities: tuple[tuple[str, int], ...]
    says: Both
    advice: Both | None
    count: int
    beyond: int
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why halves were not checked."""

    name: str
    count: int
    says: Both
    advice: Both
    rows: tuple[Row, ...]


def _about(template: str, args: Mapping[str, str]) -> str:
    """A template with what is known of it; what is not known is one ellipsis in a row."""
    return fill(template, args, "…").replace("… …", "…")


def rules(tally: Tally, kept: Kept, books: Sequence[Book]) -> list[Rule]:
    """Every rule that was broken, the worst and most frequent first."""
    titles = {
        (book.provider.name, document.id): document.title for book in books for document in book.provider.documents
    }
    marks = _marks(kept)
    files = {name: n for n, name in enumerate(_files(kept))}
    found = []
    by_code = sorted(kept.places.items(), key=lambda item: item[0])
    for code, items in groupby(by_code, key=lambda item: item[0].code):
        places = sorted(items, key=lambda item: (SEVERITIES.index(item[0].severity), -item[1].count, item[0]))
        advices = {_advice(row) for _, place in places for row in place.rows}
        groups = [
            _group(spot, place, titles, marks, files, several=len(advices) > 1) for spot, place in places if place.rows
        ]
        declared = CODES[code]
        beyond = kept.beyond[code]
        by_severity = severities(tally, code) or [(places[0][0].severity, len(places))]
        found.append(
            Rule(
                code,
                by_severity[0][0],
                tuple(by_severity),
                both(_about(declared.template, {}), _about(declared.ru, {})),
                both(*min(advices)) if len(advices) == 1 else None,
                sum(place.count for _, place in places) + beyond,
                beyond + sum(place.count for _, place in places if not place.rows),
                tuple(groups),
            )
        )
    found.sort(key=lambda rule: (SEVERITIES.index(rule.severity), -rule.count, rule.code))
    return found


def _group(
    spot: Spot,
    place: Place,
    titles: dict[tuple[str, str], Text],
    marks: dict[tuple[str, int], str],
    files: dict[str, int],
    *,
    several: bool,
) -> Group:
    first = place.rows[0]
    messages = {row.message for row in place.rows}
    declared = CODES[spot.code]
    if len(messages) == 1:
        message = _message(first)
    else:  # what all have in common: the name that is in every one of them
        names = {name: value for name, value in first.args if all((name, value) in row.args for row in place.rows)}
        message = both(_about(declared.template, names), _about(declared.ru, translated(spot.code, names)))
    seen: set[str] = set()
    cases = tuple(_case(row, marks, files, seen, tell=len(messages) > 1) for row in place.rows)
    return Group(
        spot,
        place,
        _short(spot.path),
        message,
        both(*_advice(first)) if several else None,
        titles.get((spot.provider, first.source.partition("#")[0])),
        tuple(sorted({row.operation for row in place.rows if row.operation})),
        cases,
    )


def _case(row: Row, marks: dict[tuple[str, int], str], files: dict[str, int], seen: set[str], *, tell: bool) -> Case:
    mark = marks.get((row.file, row.record), "")
    if mark in seen:  # an id stands once
        mark = ""
    seen.add(mark)
    stop = row.caret + row.width
    return Case(
        row,
        files[row.file],
        mark,
        place_name(row.file, row.record),
        "" if row.time is None else utc(row.time),
        _message(row) if tell else None,
        (row.excerpt[: row.caret], row.excerpt[row.caret : stop], row.excerpt[stop:]),
        tuple((place_name(*other), marks.get(other, "")) for other in row.related[:_RELATED]),
        max(0, len(row.related) - _RELATED),
    )


def place_name(file: str, record: int) -> str:
    """How reports name a record of a capture."""
    return _short(file) if record < 0 else f"{_short(file)}#{record}"


def _message(row: Row) -> Both:
    return both(_short(row.message), _short(in_russian(row)[0]))


def _advice(row: Row) -> tuple[str, str]:
    return _short(row.advice), _short(in_russian(row)[1])


def _short(text: str) -> str:
    return text if len(text) <= _CUT else text[: _CUT - 1] + "…"


def _marks(kept: Kept) -> dict[tuple[str, int], str]:
    """Anchors of the exchanges that others are related to, where they are on the page themselves."""
    wanted = {other for place in kept.places.values() for row in place.rows for other in row.related[:_RELATED]}
    here = {(row.file, row.record) for place in kept.places.values() for row in place.rows}
    return {one: f"exchange-{n}" for n, one in enumerate(sorted(wanted & here))}


def _files(kept: Kept) -> list[str]:
    return sorted({row.file for place in kept.places.values() for row in place.rows})


def options(kept: Kept) -> dict[str, list[tuple[str, str]]]:
    """What the filter offers: (value, text) by the name of the choice. A value "-" is what has none."""

    def plain(values: Iterable[str]) -> list[tuple[str, str]]:
        return [(value or "-", _short(value) or "—") for value in sorted(set(values))]

    spots = kept.places
    rows = [row for place in spots.values() for row in place.rows]
    return {
        "provider": plain(spot.provider for spot in spots),
        "message": plain(spot.message for spot in spots),
        "rule": plain(spot.code for spot in spots),
        "operation": plain(row.operation or "" for row in rows),
        "file": [(name, _short(name)) for name in _files(kept)],
    }


def bars(tally: Tally) -> list[tuple[str, list[Lying]]]:
    """The bar charts: by rule, provider, message and operation, the longest bar first."""
    rule: dict[str, Counter[str]] = {}
    provider: dict[str, Counter[str]] = {}
    message: dict[tuple[str, str], Counter[str]] = {}
    for (code, severity, name, of), count in tally.findings.items():
        rule.setdefault(code, Counter())[severity] += count
        provider.setdefault(name, Counter())[severity] += count
        message.setdefault((name, of), Counter())[severity] += count
    operation: dict[tuple[str, str], Counter[str]] = {}
    for (name, of, verdict), count in tally.spoken.items():
        if name and count:
            operation.setdefault((name, of), Counter())[verdict] += count
    return [
        ("by_rule", _lying(((code, "rule", code, counts) for code, counts in rule.items()), SEVERITIES)),
        ("by_provider", _lying(
            ((name or say("no_provider"), "provider", name or "-", counts) for name, counts in provider.items()),
            SEVERITIES)),
        ("by_message", _lying(
            ((f"{name} {of}" if of else say("no_message"), "message", of or "-", counts)
             for (name, of), counts in message.items()), SEVERITIES)),
        ("by_operation", _lying(
            ((f"{name} {of}" if of else name, "operation", of or "-", counts)
             for (name, of), counts in operation.items()), _STACK)),
    ]  # fmt: skip


def _lying(rows: Iterable[tuple[object, str, str, Counter[str]]], order: Sequence[str]) -> list[Lying]:
    found = sorted(rows, key=lambda row: (-sum(row[3].values()), str(row[0])))
    most = max((sum(counts.values()) for *_, counts in found), default=0)
    return [
        Lying(label, of, value, share(counts, order, most), sum(counts.values())) for label, of, value, counts in found
    ]


def reasons(tally: Tally, kept: Kept) -> list[Reason]:
    """Why halves were not checked, the most frequent first."""
    found = []
    for name, count in tally.unseen.items():
        if count:
            (says, advice), (says_ru, advice_ru) = REASONS.get(name, ((name, ""), (name, "")))
            rows = tuple(kept.unseen.get(name, ()))
            found.append(Reason(name, count, both(says, says_ru), both(advice, advice_ru), rows))
    return sorted(found, key=lambda reason: (-reason.count, reason.name))


def skipped(tally: Tally) -> list[dict[str, Any]]:
    """Checks that were not made of bodies that were judged all the same."""
    found = []
    for (check, reason), count in sorted(tally.skipped.items(), key=lambda item: (-item[1], item[0])):
        (says, advice), (says_ru, advice_ru) = REASONS.get(reason, ((reason, ""), (reason, "")))
        found.append(
            {"check": check, "reason": reason, "count": count, "says": both(says, says_ru),
             "advice": both(advice, advice_ru)}
        )  # fmt: skip
    return found


def cards(tally: Tally) -> list[tuple[str, int, float]]:
    """(verdict, exchanges, share of all)."""
    whole = tally.summary["exchanges"]
    return [(name, tally.summary[name], tally.summary[name] / whole if whole else 0.0) for name in VERDICTS]


def severities(tally: Tally, of: str = "") -> list[tuple[str, int]]:
    """Findings by severity, the worst first, those that there are; of one rule only where it is named."""
    counts: Counter[str] = Counter()
    for (code, severity, _, _), count in tally.findings.items():
        if of in ("", code):
            counts[severity] += count
    return [(severity, counts[severity]) for severity in SEVERITIES if counts[severity]]
