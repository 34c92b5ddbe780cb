"""Texts that are laid out alike as one expression: the layout as it is, and in the place of each value what may
stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from wirebook.lint.recall.texts import Form

__all__ = ["Body", "Expression", "Loose", "Slot"]

_END = re.compile("[\r\n]")


class Slot(NamedTuple):
    """A value: its expression, its role (``roles``), and the text that stood there."""

    form: Form
    role: str
    text: str


class Loose(NamedTuple):
    """What may be anything that fits; nothing of it counts."""

    pattern: str


class Body(NamedTuple):
    """A body: what stands in it as it is, and its values.

    ascii_only: it is known only where it is ASCII. lines: what says whether a first line is that of a body of lines,
    which this is not.
    """

    parts: tuple[str | Slot, ...]
    ascii_only: bool = False
    lines: Callable[[str], object] | None = None


class Expression:
    """Texts that are laid out alike."""

    def __init__(self, items: Sequence[str | Loose | Body]) -> None:
        self._groups = 0
        self._first: dict[str, tuple[int, str]] = {}
        # The groups of texts that count as they are, of those that differ from each other, and of those that are equal.
        self._values: list[int] = []
        self._unequal: list[int] = []
        self._equal: list[tuple[int, int]] = []
        # What is looked at beyond the expression; for most there is nothing.
        self._checks: list[tuple[int, Callable[[str], object]]] = []
        self._ascii: list[int] = []
        self._lines: list[tuple[int, Callable[[str], object]]] = []
        self._match = re.compile("".join(map(self._item, items))).fullmatch
        self._more = bool(self._ascii or self._lines or self._equal or self._checks)

    def way(self, text: str) -> object:
        """What counts of a text for its verdict; None where it is laid out otherwise or may be wrong."""
        match = self._match(text)
        if match is None or (self._more and not self._right(match)):
            return None
        unequal = self._unequal
        if len(unequal) > 1 and len({*match.group(*unequal)}) < len(unequal):
            return None
        return match.group(*self._values) if self._values else ""

    def _right(self, match: re.Match[str]) -> bool:
        group = match.group
        for number, check in self._checks:
            text = group(number)
            if text is not None and not check(text):
                return False
        for number in self._ascii:
            if not group(number).isascii():
                return False
        for number, fits in self._lines:
            text = group(number)
            if fits(_END.split(text, maxsplit=1)[0] if "\n" in text or "\r" in text else text):
                return False
        return all(group(one) == group(other) for one, other in self._equal)

    def _item(self, item: str | Loose | Body) -> str:
        if isinstance(item, str):
            return re.escape(item)
        if isinstance(item, Loose):
            return item.pattern
        if not item.ascii_only and item.lines is None:
            return "".join(map(self._part, item.parts))
        self._groups += 1
        if item.ascii_only:
            self._ascii.append(self._groups)
        if item.lines is not None:
            self._lines.append((self._groups, item.lines))
        return f"({''.join(map(self._part, item.parts))})"

    def _part(self, part: str | Slot) -> str:
        if isinstance(part, str):
            return re.escape(part)
        pattern, check = part.form
        groups = range(self._groups + 1, self._groups + 1 + re.compile(pattern).groups)
        if part.role == "equal" and len(groups) == 1:
            number, first = self._first.setdefault(part.text, (groups[0], pattern))
            if number == groups[0]:
                self._unequal.append(number)
            elif first == pattern:  # what the first may be the second may be too
                return f"(?:\\{number})"
            else:
                self._equal.append((number, groups[0]))
        elif check is not None:
            self._checks += [(number, check) for number in groups]
        else:
            self._values += groups
        self._groups += len(groups)
        return pattern
