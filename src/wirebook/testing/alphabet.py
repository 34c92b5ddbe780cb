"""The characters that an encoding and a charset can carry, with the awkward ones drawn often.

What an encoding cannot carry is stated here independently of its writer, so that a
writer that loses a character is found out.
"""

from __future__ import annotations

import codecs
from functools import lru_cache
from typing import Final, Literal

from hypothesis import strategies as st

from wirebook.testing.drawn import drawn

__all__ = ["HEADER", "NAMES", "Alphabet", "alphabet"]

# What a header field carries inside a value (RFC 9110, 5.5), in Latin-1.
HEADER = "".join(chr(code) for code in (9, *range(0x20, 0x7F), *range(0x80, 0x100)))

# Markup, line ends of every kind, what frameworks trim or normalise, what lies beyond the BMP.
_TOKENS = (
    "&", "<", ">", '"', "'", "]]>", "&amp;", "&amp;lt;", "&#13;", "<!--", "-->", "<![CDATA[", "<?x?>",
    "\\", "\\n", "\\u0041", "/", "\r", "\n", "\r\n", "\t", " ", "  ", "\x85", "\u2028", "\u2029", "\xa0", "\x7f",
    "\ufeff", "\u200b", "\u0301", "\xad", "%", "%41", "%zz", "+", "=", ";", "?", "#", ",", ":", "(", ")", "{", "}",
    "[", "]", "|", "0", "-", "ОК", "ё", "№", "«»", "–", "\U0001f600", "\U0010fffd", "\uffff", "\ufffe", "\ufffd",
    "\x00", "\x01", "\x1b", "\x98", "İ", "ß", "ﷺ", "e\u0301",
)  # fmt: skip
_HALVES: Final[tuple[Literal["Cs"]]] = ("Cs",)  # surrogates
_LONG = 40  # characters of a text without a limit
_XML_FORBIDDEN = "".join(chr(code) for code in range(0x20) if chr(code) not in "\t\n\r") + "\ufffe\uffff"


class Alphabet:
    """A set of characters: all of ``limited``, or all of Unicode, without ``lacks``."""

    def __init__(self, limited: str | None, lacks: str = "") -> None:
        self.limited = None if limited is None else "".join(c for c in limited if c not in lacks)
        self.lacks = frozenset(lacks)
        self._members = None if self.limited is None else frozenset(self.limited)
        if self.limited is not None:
            self.chars: st.SearchStrategy[str] = st.sampled_from(self.limited)
        else:
            self.chars = st.characters(exclude_categories=_HALVES, exclude_characters=lacks)
        self.tokens = tuple(token for token in _TOKENS if self.holds(token))

    def holds(self, text: str) -> bool:
        """Whether every character of ``text`` belongs to it."""
        if self._members is not None:
            return self._members.issuperset(text)
        return not any(char in self.lacks or "\ud800" <= char <= "\udfff" for char in text)

    def within(self, ranges: tuple[tuple[int, int], ...]) -> st.SearchStrategy[str] | None:
        """Characters of these ranges of code points, None if there is none."""
        return _within(self, ranges)

    def texts(self, low: int = 0, high: int | None = None) -> st.SearchStrategy[str]:
        """Texts of ``low`` to ``high`` characters (a few dozen where there is no limit)."""
        most = max(low, _LONG) if high is None else high
        return _texts(self, low, most, high)


@lru_cache(maxsize=512)
def _within(alphabet: Alphabet, ranges: tuple[tuple[int, int], ...]) -> st.SearchStrategy[str] | None:
    if sum(high - low + 1 for low, high in ranges) <= 256:
        found = "".join(c for low, high in ranges for c in map(chr, range(low, high + 1)) if alphabet.holds(c))
        return st.sampled_from(found) if found else None

    def inside(char: str) -> bool:
        return any(low <= ord(char) <= high for low, high in ranges)

    if alphabet.limited is not None:
        found = "".join(filter(inside, alphabet.limited))
        return st.sampled_from(found) if found else None
    awkward = [char for token in alphabet.tokens for char in token if inside(char)]
    plain = st.one_of(
        *(
            st.characters(
                min_codepoint=low,
                max_codepoint=high,
                exclude_categories=_HALVES,
                exclude_characters="".join(c for c in alphabet.lacks if low <= ord(c) <= high),
            )
            for low, high in ranges
            if any(alphabet.holds(chr(c)) for c in (low, high, (low + high) // 2))
        )
    )
    return st.one_of(plain, st.sampled_from(awkward)) if awkward else plain


@lru_cache(maxsize=1024)
def _texts(alphabet: Alphabet, low: int, most: int, high: int | None) -> st.SearchStrategy[str]:
    plain = st.text(alphabet.chars, min_size=low, max_size=most)
    if not alphabet.tokens or most == 0:
        return plain

    begun = st.text(alphabet.chars, min_size=low, max_size=min(most, low + 8))
    salt = st.lists(st.sampled_from(alphabet.tokens), min_size=1, max_size=4)

    def salted(draw: st.DrawFn) -> str:
        text = draw(begun)
        for token in draw(salt):
            at = draw(st.integers(0, len(text)))
            text = text[:at] + token + text[at:]
        return text[:most]

    choices = [drawn(salted), plain]
    if high is not None and high <= 2000:
        # The limit itself, from few characters, so that drawing it is cheap.
        seeds = st.text(alphabet.chars, min_size=1, max_size=4)
        choices.append(seeds.map(lambda seed: (seed * high)[:high]))
    return st.one_of(*choices)


@lru_cache(maxsize=64)
def alphabet(encoding: str, charset: str, *, signed: bool = False) -> Alphabet:
    """What a text may hold in this encoding and charset.

    XML and JSON spell what the charset lacks; forms and lines cannot. signed: the bare text is written
    in the charset too, to be signed.
    """
    limited = _single_bytes(charset) if signed or encoding not in ("xml", "json") else None
    if encoding == "xml":
        return Alphabet(limited, _XML_FORBIDDEN)
    if encoding == "json":
        return Alphabet(limited)
    return Alphabet(limited, "\r\n" if encoding in ("text", "csv") else "")


def _single_bytes(charset: str) -> str | None:
    """All characters of a charset of single bytes; None for one that has all of Unicode."""
    try:
        "\U0001f600".encode(charset)
    except UnicodeEncodeError:
        decode = codecs.lookup(charset).decode
        return "".join(sorted({decode(bytes((byte,)), "ignore")[0] for byte in range(256)} - {""}))
    return None


# Keys of maps become names: only what XML takes as a name is sure to be carried everywhere.
NAMES = Alphabet("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")
