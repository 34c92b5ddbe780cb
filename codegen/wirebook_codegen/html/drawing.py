"""Sequence diagrams as inline SVG: two lifelines, arrows between them, frames around alternatives.

Colours come from the page's style sheet; every text is escaped. It must not know models.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from markupsafe import Markup

__all__ = ["Arrow", "Branch", "Frame", "Label", "draw"]

_WIDTH, _LEFT, _RIGHT = 640, 96, 544  # the picture's width, and where the lifelines stand
_HEAD, _LINE, _GAP = 34, 17, 16  # heights of an actor's box and of a line of text, and what stands between parts
_CHARACTERS = 58  # of a label between the lifelines
_CONDITION = 78  # of a frame's condition


@dataclass(frozen=True, slots=True)
class Label:
    """A text at an arrow; ``href`` makes it a link, ``literal`` sets it in the typewriter face."""

    text: str
    href: str = ""
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """What travels; ``back`` from right to left, ``answer`` drawn with a dashed line."""

    labels: tuple[Label, ...]
    back: bool = False
    answer: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """Arrows that hold under a condition, "" where there is none to tell."""

    condition: str
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """Alternatives, or with one branch something that is done again."""

    branches: tuple[Branch, ...]


Part: TypeAlias = Arrow | Frame


def draw(title: str, ident: str, left: str, right: str, parts: Sequence[Part]) -> Markup:
    """The picture; ``ident`` is an id that no other part of the page has."""
    body, height = _parts(parts, _HEAD + _GAP + 6)
    height += _GAP
    lines = Markup('<path class="life" d="M{l} {top}V{h}M{r} {top}V{h}"/>').format(
        l=_LEFT, r=_RIGHT, top=_HEAD, h=height
    )
    actors = Markup("").join(_actor(x, name) for x, name in ((_LEFT, left), (_RIGHT, right)))
    return Markup(
        '<svg class="sequence" viewBox="0 0 {w} {h}" role="group" aria-labelledby="{id}">'
        '<title id="{id}">{title}</title>{lines}{actors}{body}</svg>'
    ).format(w=_WIDTH, h=height, id=ident, title=title, lines=lines, actors=actors, body=body)


def _actor(x: int, name: str) -> Markup:
    (shown,) = textwrap.wrap(name, 20, max_lines=1, placeholder="…") or [""]
    return Markup(
        '<rect class="actor" x="{x}" y="1" width="172" height="{h}" rx="7"/>'
        '<text class="who" x="{at}" y="{y}" text-anchor="middle">{name}</text>'
    ).format(x=x - 86, h=_HEAD - 2, at=x, y=_HEAD // 2 + 5, name=shown)


def _parts(parts: Sequence[Part], y: int) -> tuple[Markup, int]:
    out = Markup("")
    for part in parts:
        made, y = _arrow(part, y) if isinstance(part, Arrow) else _frame(part, y)
        out += made
    return out, y


def _arrow(arrow: Arrow, y: int) -> tuple[Markup, int]:
    out = Markup("")
    for label in arrow.labels:
        for line in textwrap.wrap(label.text, _CHARACTERS) or [""]:
            y += _LINE
            out += _text(label, line, y)
    y += 9
    start, end = (_RIGHT, _LEFT) if arrow.back else (_LEFT, _RIGHT)
    tip = 9 if arrow.back else -9
    out += Markup(
        '<path class="{kind}" d="M{start} {y}H{stop}"/><path class="tip" d="M{end} {y}l{tip} -5v10z"/>'
    ).format(kind="answer" if arrow.answer else "call", start=start, stop=end + tip, end=end, tip=tip, y=y)
    return out, y + _GAP


def _text(label: Label, line: str, y: int) -> Markup:
    face = "literal" if label.literal else "note"
    text = Markup('<text class="{}" x="{}" y="{}" text-anchor="middle">{}</text>').format(
        face, (_LEFT + _RIGHT) // 2, y, line
    )
    return Markup('<a href="{}">{}</a>').format(label.href, text) if label.href else text


def _frame(frame: Frame, y: int) -> tuple[Markup, int]:
    top = y
    out = Markup("")
    for index, branch in enumerate(frame.branches):
        if index:
            out += Markup('<path class="split" d="M8 {y}H{end}"/>').format(y=y, end=_WIDTH - 8)
        y += 4
        for line in textwrap.wrap(branch.condition, _CONDITION):
            y += _LINE
            out += Markup('<text class="when" x="20" y="{}">{}</text>').format(y, line)
        y += 4
        made, y = _parts(branch.arrows, y)
        out += made
        y += 2
    box = Markup('<rect class="box" x="8" y="{y}" width="{w}" height="{h}" rx="7"/>').format(
        y=top, w=_WIDTH - 16, h=y - top
    )
    return box + out, y + _GAP
