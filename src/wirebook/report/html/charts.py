"""The geometry of the charts: verdicts over time, and bars. Numbers in, numbers out; the templates draw.

Widths are percents, so that the drawing fills any screen while its texts keep their size;
heights are pixels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from wirebook.lint.tally import Timeline
from wirebook.report.html.words import utc

__all__ = ["HEIGHT", "Bar", "Chart", "Piece", "Tick", "chart", "share"]

HEIGHT = 168.0  # pixels of the tallest bar
_STACK = ("fail", "not_checked", "pass", "out_of_scope")  # from the ground up: failures share one ground line
_BARS = 120
_TICKS = 5
_LEAST = 2.0  # pixels of a count that is not zero
_STEPS = (
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A rectangle: of what it is, where it begins and how long it is."""

    kind: str
    at: float
    size: float
    count: int


class Bar(NamedTuple):
    """One bucket of time; x and width in percent, pieces from the top in pixels."""

    begin: str
    end: str
    x: float
    width: float
    pieces: tuple[Piece, ...]


class Tick(NamedTuple):
    """A mark on an axis."""

    at: float
    label: str


class Chart(NamedTuple):
    """Verdicts over time. width: seconds of a bucket. first and last: when it began and ended, the day once."""

    width: int
    first: str
    last: str
    bars: tuple[Bar, ...]
    times: tuple[Tick, ...]
    counts: tuple[Tick, ...]


def chart(timeline: Timeline) -> Chart | None:
    """The chart of a timeline; None where no exchange has a time."""
    width, buckets = timeline.width, [(begin, counts) for begin, counts in timeline.bars() if counts]
    if not buckets:
        return None
    # Doubled, buckets add up exactly.
    while buckets[-1][0] // width - buckets[0][0] // width >= _BARS:
        width *= 2
    summed: dict[int, Counter[str]] = {}
    for begin, counts in buckets:
        summed.setdefault(begin // width, Counter()).update(counts)
    low = min(summed)
    number = max(summed) - low + 1
    most = _ceiling(max(sum(counts.values()) for counts in summed.values()))
    each = 100 / number
    bars = tuple(
        Bar(utc(at * width), utc((at + 1) * width), (at - low) * each + each * 0.08, each * 0.84, _pieces(counts, most))
        for at, counts in sorted(summed.items())
    )
    begin, end = low * width, (low + number) * width
    first, last = utc(begin), utc(end)
    grid = tuple(
        Tick(HEIGHT - HEIGHT * value / most, str(value)) for value in ((0, most // 2, most) if most > 1 else (0, 1))
    )
    return Chart(width, first, last[11:] if last[:10] == first[:10] else last, bars, _times(begin, end), grid)


def _pieces(counts: Mapping[str, int], most: int) -> tuple[Piece, ...]:
    """The stack of one bar, none of it too small to be seen."""
    found, top = [], HEIGHT
    for kind in _STACK:
        if count := counts.get(kind, 0):
            size = max(_LEAST, HEIGHT * count / most)
            top = max(0.0, top - size)
            found.append(Piece(kind, top, size, count))
    return tuple(found)


def _ceiling(count: int) -> int:
    """A round number that is no less, and is not much more."""
    if count <= 10:
        return next(number for number in (1, 2, 4, 6, 8, 10) if number >= count)
    power = 10
    while power * 10 < count:
        power *= 10
    return next(step * power // 10 for step in (12, 16, 20, 24, 30, 40, 50, 60, 80, 100) if step * power // 10 >= count)


def _times(begin: int, end: int) -> tuple[Tick, ...]:
    step = next((one for one in _STEPS if (end - begin) / one <= _TICKS), 0)
    if not step:
        step = (end - begin) // _TICKS // 86400 * 86400
    first = -(-begin // step) * step
    place = slice(0, 10) if step >= 86400 else slice(11, 16) if step >= 60 else slice(11, 19)
    return tuple(Tick(100 * (at - begin) / (end - begin), utc(at)[place]) for at in range(first, end, step))


def share(counts: Mapping[str, int], order: Sequence[str], whole: int) -> tuple[Piece, ...]:
    """Pieces of a lying bar in percent of the whole, none of it too small to be seen."""
    found, at = [], 0.0
    for kind in order:
        if (count := counts.get(kind, 0)) and whole:
            size = max(0.6, 100 * count / whole)
            found.append(Piece(kind, at, min(size, 100 - at), count))
            at = min(100.0, at + size)
    return tuple(found)
