"""Conditions in three values: holds, does not hold, cannot be told.

Nothing is guessed: a field that is broken or absent, an unknown request and an unset
setting leave a comparison open, and an open condition never makes a finding.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wirebook.explain.scope import ABSENT, Scope
from wirebook.model import Cond, Provider, Shape
from wirebook.part import Context
from wirebook.settings import same, setting

__all__ = ["CONDITIONS", "World", "holds", "in_words"]


class World:
    """What a condition can see: the record in scope, the request, the settings.

    ``charset`` is the body's Python codec, in which signed texts become bytes; ``body`` is
    empty while it is being written. ``shape`` is that of the whole message.
    ``lacks`` is why a condition could not be told (no-request, no-setting, no-query ...), or None.
    """

    __slots__ = ("body", "charset", "ctx", "lacks", "provider", "scope", "shape")

    def __init__(
        self,
        scope: Scope,
        provider: Provider,
        ctx: Context,
        charset: str,
        body: bytes = b"",
        shape: Shape | None = None,
    ) -> None:
        self.scope = scope
        self.provider = provider
        self.ctx = ctx
        self.charset = charset
        self.body = body
        self.shape = shape
        self.lacks: str | None = None

    def find(self, path: str) -> Any:
        """The value at a path; ABSENT if it is known not to be there; None if that cannot be told."""
        region, dot, name = path.partition(".")
        if dot and region == "request":
            if self.ctx.request is None:
                self.lacks = "no-request"
                return None
            value = self.ctx.request.get(name)
            return ABSENT if value is None or value == [] or value == {} else value
        if dot and region == "setting":
            value = setting(self.provider, self.ctx, name)
            if value is None:
                self.lacks = "no-setting"
            return value
        if path in self.scope.open:
            self.lacks = self.scope.open[path]
            return None
        return None if path in self.scope.broken else self.scope.value(path)


def _equals(cond: Cond, world: World) -> bool | None:
    value = world.find(cond.path)
    if value is None or value is ABSENT:
        return None
    return any(same(value, wanted) for wanted in cond.values)


def _present(cond: Cond, world: World) -> bool | None:
    if cond.path in world.scope.broken:
        return True
    value = world.find(cond.path)
    return None if value is None else value is not ABSENT


def _all(cond: Cond, world: World) -> bool | None:
    answers = [holds(item, world) for item in cond.items]
    return False if False in answers else None if None in answers else True


def _any(cond: Cond, world: World) -> bool | None:
    answers = [holds(item, world) for item in cond.items]
    return True if True in answers else None if None in answers else False


def _not(cond: Cond, world: World) -> bool | None:
    answer = holds(cond.items[0], world)
    return None if answer is None else not answer


def _selecting(cond: Cond, world: World) -> bool | None:
    return None  # only an operation's cases ask for a structure or a request; selection answers them


CONDITIONS: dict[str, Callable[[Cond, World], bool | None]] = {
    "equals": _equals,
    "in": _equals,
    "present": _present,
    "all": _all,
    "any": _any,
    "not": _not,
    "matches": _selecting,
    "answers": _selecting,
}


def holds(cond: Cond, world: World) -> bool | None:
    """Whether a condition holds; None if that cannot be told."""
    return CONDITIONS[cond.op](cond, world)


# Operator -> what a message says, English and Russian.
_WORDS: dict[str, tuple[str, str]] = {
    "equals": ("{path} = {values}", "{path} = {values}"),
    "in": ("{path} in ({values})", "{path} — из ({values})"),
    "present": ("{path} is there", "{path} есть"),
    "matches": ("the body looks like {path}", "тело похоже на {path}"),
    "answers": ("the body answers {path}", "тело отвечает на {path}"),
    "not": ("not ({first})", "не ({first})"),
}
_JOINS = {"all": (" and ", " и "), "any": (" or ", " или ")}


def in_words(cond: Cond | None, lang: str = "en") -> str:
    """A condition as a message says it; names and values of the spec only."""
    if cond is None:
        return ""
    values = ", ".join(str(value).lower() if isinstance(value, bool) else str(value) for value in cond.values)
    parts = [in_words(item, lang) for item in cond.items]
    choice = lang == "ru"
    if cond.op in _JOINS:
        return _JOINS[cond.op][choice].join(parts)
    return _WORDS[cond.op][choice].format(path=cond.path, values=values, first="".join(parts[:1]))
