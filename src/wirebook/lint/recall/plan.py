"""Exchanges that are laid out alike, and what was seen in them to pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from wirebook.lint.recall.expression import Body, Expression, Slot
from wirebook.lint.recall.sample import Place

__all__ = ["Plan", "Recalled", "Side"]

_MOST = 2048  # ways to pass that a plan keeps
_PATIENCE = 64  # what is not recalled before a plan is given up, if hardly anything is
_ROOM = 100_000  # characters of what is kept of ways to pass


class Recalled(NamedTuple):
    """What is known of an exchange that passes: whose it is, and the checks that were left open, with the reason."""

    provider: str
    operation: str
    skipped: tuple[tuple[str, str], ...]


class Side(NamedTuple):
    """A request or a reply that passed: its body, the places in it, and the charset that it was read in; lines as in
    ``Body``."""

    text: str
    places: Sequence[Place]
    codec: str
    lines: Callable[[str], object] | None = None

    def body(self) -> Body:
        """The body as an expression has it."""
        return Body(self._parts(str, False), self.codec != "utf-8", self.lines)

    def quoted(self, escape: Callable[[str], str]) -> Body | None:
        """The body inside a string of JSON, written by ``escape``; None where that is not worth while."""
        if self.lines is not None and escape(self.text) != self.text:
            return None  # its first line would have to be read first
        return Body(self._parts(escape, True), self.codec != "utf-8", self.lines)

    def _parts(self, escape: Callable[[str], str], quoted: bool) -> tuple[str | Slot, ...]:
        out: list[str | Slot] = []
        at = 0
        for place in self.places:
            out.append(escape(self.text[at : place.start]))
            out.append(Slot(place.quoted if quoted else place.form, place.role, self.text[place.start : place.end]))
            at = place.end
        return (*out, escape(self.text[at:]))


class Plan:
    """Exchanges that are laid out alike. Without a reply's side the reply is nobody's business.

    sides: those that the plan was made of. found: how often it was of use.
    """

    def __init__(self, asked: Side, told: Side | None) -> None:
        self.sides = (asked, told)
        self.found = 0
        # No body that passes has the character that stands behind each.
        self._bodies = Expression([asked.body(), "\0", *([] if told is None else [told.body()]), "\0"])
        self._seen: dict[object, Recalled] = {}
        self._missed = 0
        self._room = _ROOM

    def look(self, asked: str, told: str) -> object:
        """What is known of an exchange that passes: ``Recalled``. None where it is laid out otherwise or may not pass,
        and else what ``note`` takes once it is known to pass."""
        way = self._bodies.way(f"{asked}\0{told}\0" if self.sides[1] is not None else asked + "\0\0")
        if way is None:
            return None
        found = self._seen.get(way)
        if found is None:
            self._missed += 1
            return way
        self.found += 1
        return found

    def known(self, way: object) -> Recalled | None:
        """What is known of exchanges that pass in this way."""
        return self._seen.get(way)

    def note(self, way: object, told: Recalled) -> None:
        """Keep a way to pass."""
        size = len(str(way))
        if len(self._seen) < _MOST and size <= self._room:
            self._room -= size
            self._seen[way] = told

    @property
    def idle(self) -> bool:
        """Whether it costs more than it gives."""
        return self._missed > _PATIENCE and self._missed > 2 * self.found
