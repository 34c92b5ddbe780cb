"""A scalar's limits as an expression over the text as it stands in a body.

Each says no more than what is surely right: a text that fits gives a value without a finding, and one that
does not fit may still be right. So nothing is written here that is only rarely needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from wirebook.lexical.moments import tokens
from wirebook.model import Normal, Scalar

__all__ = [
    "ASCII", "SAFE", "UNICODE", "Alphabet", "Context", "Form", "alphabet", "captured", "form", "free", "plain", "seen",
]  # fmt: skip


class Alphabet(NamedTuple):
    """What a text in Latin and Cyrillic letters is made of besides ASCII, as the insides of classes.

    letters: of Russian. signs: what stands beside them. leads: after a sign no pair of these may follow that UTF-8,
    read as some other charset, is full of; a run of such pairs is what ``wirebook.suspect`` looks at.
    word: the letters of words; small: those that only ordinary ones have in a row.
    """

    letters: str
    signs: str
    leads: str
    word: str
    small: str


ASCII = Alphabet("", "", "", "", "")
UNICODE = Alphabet(
    "\u0410-\u044f",
    "\u00a0-\u024f\u0400-\u040f\u0450-\u052f\u2010-\u2027\u2030-\u203a\u20a0-\u20bf\u2116",
    "\u00d0\u00d1\u0420\u0421\u043f\u044f",
    "\u0410-\u044f\u0401\u0451",
    "\u0430-\u044f\u0451",
)


@lru_cache(maxsize=16)
def alphabet(codec: str) -> Alphabet:
    """The alphabet of a charset with one byte for each character, as its bytes look in ISO 8859-1."""
    high = [bytes((byte,)) for byte in range(0x80, 0x100)]

    def those(chars: str) -> str:
        fits = re.compile(f"[{chars}]").fullmatch
        return "".join(_escaped(one.decode("latin-1")) for one in high if fits(one.decode(codec, "replace")))

    return Alphabet(*map(those, UNICODE))


# Characters that nothing escapes, and that separate nothing.
SAFE = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_.-")
_SAFE = "0-9A-Za-z_.-"
_DIGITS = 17  # of integers without a bound
_TOKENS = {"hh": "(?:[01][0-9]|2[0-3])", "mm": "[0-5][0-9]", "ss": "[0-5][0-9]"}
# Patterns of which every character that they take is written in them: they cannot run past a text's end.
_CLOSED = re.compile(r"(?:[A-Za-z0-9_]|\\[+.-]|\[(?:[A-Za-z0-9_.+]|[A-Za-z0-9]-[A-Za-z0-9])+-?\]|[?*+(){},|])*")


class Context(NamedTuple):
    """Where a text stands: the characters that may follow it ("" for none: it ends the string), those that it may not
    have besides, whether it has references, and what it is written in."""

    stop: str
    barred: str = ""
    references: bool = False
    alphabet: Alphabet = UNICODE

    @property
    def end(self) -> str:
        return f"[{_escaped(self.stop)}]" if self.stop else "\\Z"

    @property
    def quoted(self) -> Context:
        """The same inside a string of JSON, which has no line ends in it, and a backslash before quotes."""
        stop = self.stop.replace('"', "\\").replace("\n", "\\").replace("\0", '"')
        return self._replace(stop=stop, barred=self.barred + "".join(set('"\\').difference(stop)))

    @property
    def inner(self) -> str:
        """A character of the text."""
        barred = self.barred.replace("&", "") if self.references else self.barred
        return f"[^\\0{_escaped(self.stop + barred)}]"


class Form(NamedTuple):
    """An expression for a text, and what else has to be right of it.

    Its groups capture what must have been seen there before; with a check there is one group, for the check.
    """

    pattern: str
    check: Callable[[str], object] | None = None


def seen(context: Context) -> Form:
    """A text that must be one that was seen there."""
    return Form(f"({context.inner}*)")


def captured(form: Form) -> Form:
    """The same, to be compared with others."""
    return Form(f"({form.pattern})")


def plain(scalar: Scalar, context: Context) -> Form | None:
    """The limits of a scalar, for texts of characters that nothing escapes; None where they take more than one."""
    if scalar.base not in ("string", "phone"):
        return form(scalar, context)
    limits = _limits(scalar)
    if limits is None:
        return None
    least, most, pattern = limits
    safe = f"(?:(?![{_escaped(context.barred)}])[{_SAFE}])" if not SAFE.isdisjoint(context.barred) else f"[{_SAFE}]"
    bounded = f"(?={safe}{_many(least, most)}{context.end})"
    return Form(f"{bounded}(?:{pattern or f'{safe}*'})")


def free(context: Context, spaces: bool = True) -> str:
    """Any printable text in Latin and Cyrillic letters, without what a body would have to escape."""
    letters, signs, leads, *_ = context.alphabet
    base = _without(context.stop + context.barred + ("" if spaces else " ")) + letters
    other = f"[{signs}](?![{leads}][{signs}])" if signs and leads else "(?!)"
    if context.references:
        other += "|&(?:amp|lt|gt|quot|apos);"
    return f"[{base}]*(?:(?:{other})[{base}]*)*"


def form(scalar: Scalar, context: Context) -> Form | None:
    """The limits of a scalar as an expression; None where they take more than one."""
    if scalar.base in ("string", "phone"):
        return _text(scalar, context)
    if scalar.facets and scalar.base not in ("integer", "decimal"):
        return None
    if scalar.base in ("date", "time", "datetime"):
        return _moment(scalar)
    pattern = _number(scalar)
    return None if pattern is None else Form(pattern)


def _without(stop: str) -> str:
    """The printable characters of ASCII but these, as a class holds them."""
    kept = [char for char in map(chr, range(0x20, 0x7F)) if char not in stop]
    runs: list[list[str]] = []
    for char in kept:
        if runs and ord(char) == ord(runs[-1][-1]) + 1:
            runs[-1].append(char)
        else:
            runs.append([char])
    return "".join(_escaped(run[0]) + (f"-{_escaped(run[-1])}" if len(run) > 1 else "") for run in runs)


def _escaped(chars: str) -> str:
    return re.sub(r"([\\\]\[^-])", r"\\\1", chars)


def _many(least: int, most: int | None) -> str:
    return f"{{{least},{'' if most is None else most}}}"


def _limits(scalar: Scalar) -> tuple[int, int | None, str | None] | None:
    """The least and greatest length of a text, and its pattern; None where there is more."""
    least, most, pattern = 1, None, None
    for facet in scalar.facets:
        if facet.name in ("length", "minLength") and isinstance(facet.value, int):
            least = max(least, facet.value)
        if facet.name in ("length", "maxLength") and isinstance(facet.value, int):
            most = facet.value if most is None else min(most, facet.value)
        if facet.name == "pattern" and isinstance(facet.value, str) and pattern is None:
            pattern = facet.value
        elif facet.name not in ("length", "minLength", "maxLength"):
            return None
    if scalar.normal is not None:
        pattern = None if pattern is not None else _normal(scalar.normal)
        if pattern is None:
            return None
    elif pattern is not None and not _CLOSED.fullmatch(pattern):
        return None
    return least, most, pattern


def _text(scalar: Scalar, context: Context) -> Form | None:
    limits = _limits(scalar)
    if limits is None:
        return None
    least, most, pattern = limits
    if pattern is not None:
        plain = context._replace(references=False)
        return Form(f"(?={plain.inner}{_many(least, most)}{context.end})(?:{pattern})(?={context.end})")
    # A reference is one character, so a text that may have them may be shorter than it looks.
    context = context._replace(references=context.references and least <= 1)
    bounded = f"(?={context.inner}{_many(least, most)}{context.end})"
    if least <= 1 and most is None:
        bounded = f"(?!{context.end})"
    text = free(context, scalar.whitespace != "collapse")
    return Form(f"{bounded}(?! ){text}(?<! )" if scalar.whitespace == "trim" else bounded + text)


def _normal(normal: Normal) -> str | None:
    """A phone's normal form where nothing has to be stripped or rewritten."""
    if normal.rewrites or not _CLOSED.fullmatch(normal.pattern) or not SAFE.isdisjoint(normal.strip):
        return None
    return normal.pattern


def _number(scalar: Scalar) -> str | None:
    facets = {facet.name: facet.value for facet in scalar.facets}
    low, high = _int(facets.get("minInclusive")), _int(facets.get("maxInclusive"))
    if scalar.base == "integer":
        if not facets.keys() <= {"minInclusive", "maxInclusive"} or (low or 0) > 1 or (high is not None and high < 1):
            return None
        zero = "" if low == 1 else "0|"
        return f"(?:{zero}{_up_to(high) if high is not None else f'[1-9][0-9]{{0,{_DIGITS - 1}}}'})"
    if scalar.base == "decimal" and facets.keys() <= {"minInclusive", "fractionDigits"} and (low or 0) <= 0:
        if "minInclusive" in facets and low is None:
            return None
        digits = facets.get("fractionDigits", 9)
        return f"[0-9]{{1,9}}(?:\\.[0-9]{{1,{digits}}})?" if digits else "[0-9]{1,9}"
    return None


def _int(value: object) -> int | None:
    if isinstance(value, str) and re.fullmatch("-?[0-9]+", value):
        return int(value)
    return value if isinstance(value, int) else None


def _up_to(high: int) -> str:
    """The numbers from 1, in canonical form."""
    digits = str(high)
    found = [f"[1-9][0-9]{{0,{len(digits) - 2}}}"] if len(digits) > 1 else []
    for at, digit in enumerate(digits):
        least = "0" if at else "1"
        if digit > least:
            rest = len(digits) - at - 1
            found.append(f"{digits[:at]}[{least}-{chr(ord(digit) - 1)}]" + (f"[0-9]{{{rest}}}" if rest else ""))
    return "|".join([*found, digits])


def _moment(scalar: Scalar) -> Form | None:
    """Times of day are all right; days, which are few in a capture, must be ones that were seen."""
    pieces = tokens(scalar.lexical[0].form)
    names = [text for text, is_token in pieces if is_token]
    if len(set(names)) < len(names):
        return None
    out = []
    for text, is_token in pieces:
        out.append(_TOKENS.get(text, f"([0-9]{{{len(text)}}})") if is_token else re.escape(text))
    return Form("".join(out))
