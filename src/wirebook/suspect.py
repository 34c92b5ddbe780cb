"""Texts that were probably written in another charset than they were read in.

Guesses, and therefore apart from the engines: nothing here refuses a body or changes
a value, and ordinary Russian, capitals or not, must not be suspected. Two things
give themselves away. UTF-8 read as a single-byte charset turns each letter into two
signs of which the second hardly ever follows the first in writing. KOI8-R and
windows-1251 keep their capitals where the other has its small letters, so that a
sentence reads as ``оПХБЕР``, and its letters are not the frequent ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wirebook.diagnostic import Finding
from wirebook.explain.outcome import Raw, finish
from wirebook.explain.place import Place, value_span
from wirebook.wire.tree import Node, Wire

__all__ = ["suspicions"]

_SINGLE = ("cp1251", "cp1252", "latin-1", "koi8-r")  # what UTF-8 may have been taken for
_NAMES = {"cp1251": "windows-1251", "cp1252": "windows-1252", "latin-1": "iso-8859-1", "koi8-r": "koi8-r"}
_SWAPPED = {"cp1251": "koi8-r", "koi8-r": "cp1251"}  # each with small letters where the other has capitals
_RUN = re.compile("[А-Яа-яЁё]{3}")
_WORD = re.compile("[А-Яа-яЁё]{3,}")
_FREQUENT = frozenset("оеаинтсрвл")  # two thirds of Russian text
_LETTERS = 12  # that a statistic wants
_FEW = 6  # that will do where a word begins small and goes on in capitals
_SAMPLE = 20_000  # characters of texts that the statistic looks at

Spot = tuple[Node, Place]


def suspicions(wire: Wire, *, provider: str = "", message: str = "", encoding: str = "") -> tuple[Finding, ...]:
    """Warnings charset.suspect for a body that was read, at the first text that each is about; empty for most."""
    if wire.root is None:
        return ()
    spots = [spot for spot in _texts(wire.root) if not spot[0].text.isascii()]
    raws = []
    twice = next(((spot, taken) for spot in spots if (taken := _utf8_taken_for(spot[0].text)) is not None), None)
    if twice is not None:
        raws.append(_raw(twice[0], "utf-8", _NAMES[twice[1]]))
    else:
        other = _SWAPPED.get(wire.charset)
        if other is not None and _swapped("\n".join(node.text for node, _ in spots)[:_SAMPLE], wire.charset, other):
            first = next(spot for spot in spots if _WORD.search(spot[0].text))
            raws.append(_raw(first, _NAMES[other], _NAMES[wire.charset]))
    return finish(raws, provider=provider, message=message, encoding=encoding, body=wire.body, charset=wire.charset)


def _texts(root: Node) -> Iterator[Spot]:
    """Every node with a text, in the order of the body."""
    stack: list[Spot] = [(root, Place(None, "root", root.name, root, False))]
    while stack:
        node, place = stack.pop()
        if node.text:
            yield node, place
        stack += [(child, Place(place, child.slot, child.name, child, False)) for child in reversed(node.children)]


def _raw(spot: Spot, other: str, charset: str) -> Raw:
    node, place = spot
    return Raw("charset.suspect", "warning", "", value_span(node), place, {"other": other, "charset": charset})


def _utf8_taken_for(text: str) -> str | None:
    """The charset as which UTF-8 was read, if the text is UTF-8 with Russian words once that is undone."""
    for charset in _SINGLE:
        try:
            undone = text.encode(charset).decode("utf-8")
        except UnicodeError:
            continue
        if _RUN.search(undone):
            return charset
    return None


def _swapped(text: str, charset: str, other: str) -> bool:
    """Whether the letters and capitals of a text are those of the other charset."""
    words = _WORD.findall(text)
    letters = "".join(words)
    inverted = any(word[0].islower() and word[1:].isupper() for word in words)
    if len(letters) < (_FEW if inverted else _LETTERS) or any(map(_ordinary, words)):
        return False
    undone = letters.encode(charset).decode(other)  # both charsets have all these letters
    return _frequent(undone) - _frequent(letters) > (0.1 if inverted else 0.25)


def _ordinary(word: str) -> bool:
    """Small letters, as nearly every Russian text has and a swapped one hardly ever."""
    return word[1:].islower()


def _frequent(letters: str) -> float:
    return sum(letter in _FREQUENT for letter in letters.lower()) / len(letters)
