"""The rarer ways to write a scalar, for generated accept code: it settles the common ones by itself.

Must say exactly what ``wirebook.lexical`` says, and loads ``re`` only where a phone
number is normalised. How a form is taken: 0 refused, 1 silently, 2 with a warning.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from wirebook.accept.params import Params

__all__ = ["MAX_NUMBER", "Days", "decimal", "fullmatch", "integer", "phone", "plus"]

MAX_NUMBER = 1000
_MOST_DAYS = 500


def integer(text: str, plus: int = 0, zeros: int = 0, fraction: int = 0) -> tuple[int, bool] | None:
    """The integer that ``text`` writes and whether no form warns; None if it is none or a form is refused."""
    sign = text[:1]
    whole, point, rest = (text[1:] if sign in ("+", "-") else text).partition(".")
    if len(text) > MAX_NUMBER or not (whole.isascii() and whole.isdigit()):
        return None
    hows = [1]
    if sign == "+":
        hows.append(plus)
    if len(whole) > 1 and whole[0] == "0":
        hows.append(zeros)
    if point:
        if not rest or rest.strip("0"):
            return None
        hows.append(fraction)
    if 0 in hows:
        return None
    return (-int(whole) if sign == "-" else int(whole)), 2 not in hows


def decimal(text: str, plus: int = 0, comma: int = 0) -> tuple[Decimal, bool] | None:
    """The decimal number that ``text`` writes and whether no form warns; None if it is none or a form is refused."""
    sign = text[:1]
    body = text[1:] if sign in ("+", "-") else text
    hows = [1]
    if sign == "+":
        hows.append(plus)
    if "," in body:
        hows.append(comma)
        body = body.replace(",", ".")  # of two points, the second is no digit
    whole, point, rest = body.partition(".")
    if len(text) > MAX_NUMBER or 0 in hows or not (body.isascii() and whole.isdigit()):
        return None
    if point and not rest.isdigit():
        return None
    from decimal import Decimal

    return Decimal(sign + body if sign == "-" else body), 2 not in hows


class Days(dict[str, str]):
    """A day as ISO writes it, with a ``T`` behind, by how a format writes it; ValueError where there is no such day.

    write: makes the one of the other, or something that is no day. The days seen last are remembered.
    """

    __slots__ = ("_write",)

    def __init__(self, write: Callable[[str], str]) -> None:
        self._write = write

    def __missing__(self, text: str) -> str:
        from datetime import date

        day = self._write(text)
        date.fromisoformat(day[:-1])
        if len(self) >= _MOST_DAYS:
            self.clear()
        self[text] = day
        return day


def fullmatch(pattern: str) -> Callable[[str], object]:
    """The check of a portable pattern."""
    import re

    return re.compile(pattern, re.ASCII).fullmatch


def phone(strip: str, rewrites: tuple[tuple[str, str], ...], pattern: str) -> Callable[[str], str | None]:
    """A function from a number to its normal form, or to None if the rules do not map it to one."""
    import re

    dropped = dict.fromkeys(map(ord, strip))
    matches = [(re.compile(source, re.ASCII).fullmatch, _parts(to)) for source, to in rewrites]
    final = re.compile(pattern, re.ASCII).fullmatch

    def normal(text: str) -> str | None:
        number = text.translate(dropped)
        for fits, parts in matches:
            match = fits(number)
            if match is not None:
                number = "".join([p if isinstance(p, str) else match[p] or "" for p in parts])
                break
        return number if final(number) else None

    return normal


def _parts(to: str) -> list[str | int]:
    """``7{1}`` as ["7", 1]."""
    parts: list[str | int] = []
    at = 0
    while at < len(to):
        if to[at] == "{" and to[at + 2 : at + 3] == "}" and to[at + 1] in "123456789":
            parts.append(int(to[at + 1]))
            at += 3
        else:
            parts.append(to[at])
            at += 1
    return parts


def plus(triples: list[tuple[str, str, bytes]] | Params, names: tuple[str, ...]) -> bool:
    """Whether the first parameter of one of these names was sent with a raw plus sign."""
    if isinstance(triples, dict):
        return b"+" in triples.raw(names)
    return b"+" in next((raw for name, _, raw in triples if name in names), b"")
