"""The findings that the report holds in full: a bounded choice in which every rule and place has its share.

Everything is counted; kept are at most ``CASES`` findings, at most ``EACH`` of one place.
Once the report is full, a further finding of a place that has few takes the room of one
of the place that has most. What is kept depends on the rows and their order alone.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from wirebook.row import Row

__all__ = ["CASES", "EACH", "PLACES", "UNSEEN", "Kept", "Place", "Spot"]

CASES = 5000  # findings in full
EACH = 200  # of one place
PLACES = 2000  # places; those beyond are counted by rule
UNSEEN = 100  # places named for a reason why something was not checked

_INDEX = re.compile(r"\[[0-9]+\]")


class Spot(NamedTuple):
    """What findings of one place have in common; path without indexes."""

    code: str
    severity: str
    provider: str
    message: str
    path: str


class Place:
    """The findings of one place: how many, how many of them known, and those that are kept."""

    __slots__ = ("count", "known", "rows")

    def __init__(self) -> None:
        self.count = 0
        self.known = 0
        self.rows: list[Row] = []


class Kept:
    """Takes every row in order.

    places: by spot. beyond: findings at places that found no room, by rule. unseen: rows that say what
    was not checked, by reason, the first UNSEEN of each. total: findings counted. held: findings kept.
    """

    def __init__(self, cases: int = CASES, each: int = EACH, places: int = PLACES) -> None:
        self._cases, self._each, self._places = cases, each, places
        self.places: dict[Spot, Place] = {}
        self.beyond: Counter[str] = Counter()
        self.unseen: dict[str, list[Row]] = {}
        self.total = 0
        self.held = 0
        self._codes: set[str] = set()
        self._sizes: dict[int, dict[Place, None]] = {}  # the places that hold so many, in the order they came to it

    def add(self, row: Row) -> None:
        """Count the row, and keep it where there is room."""
        if not row.severity:
            named = self.unseen.setdefault(row.code, [])
            if len(named) < UNSEEN:
                named.append(row)
            return
        self.total += 1
        place = self._place(row)
        if place is None:
            self.beyond[row.code] += 1
            return
        place.count += 1
        place.known += row.known
        if len(place.rows) < self._each and (self.held < self._cases or self._yields(place)):
            self._resize(place, 1)
            place.rows.append(row)

    def _place(self, row: Row) -> Place | None:
        spot = Spot(row.code, row.severity, row.provider or "", row.message_id or "", _INDEX.sub("[]", row.path))
        found = self.places.get(spot)
        # A rule that is new always finds room: there are only so many rules.
        if found is None and (len(self.places) < self._places or row.code not in self._codes):
            self._codes.add(row.code)
            found = self.places[spot] = Place()
        return found

    def _yields(self, place: Place) -> bool:
        """Whether the place that became the fullest last gave up its last finding for this one."""
        most = max(self._sizes)
        if most <= len(place.rows) + 1:
            return False
        fullest = next(reversed(self._sizes[most]))
        self._resize(fullest, -1)
        fullest.rows.pop()
        return True

    def _resize(self, place: Place, by: int) -> None:
        """Note that a place will hold one more or one less."""
        size = len(place.rows)
        if size:
            del self._sizes[size][place]
            if not self._sizes[size]:
                del self._sizes[size]
        self._sizes.setdefault(size + by, {})[place] = None
        self.held += by
