"""Texts of a form that are looked at once they are decoded, and what a percent sign stands for in one."""

from __future__ import annotations

import re
from binascii import a2b_qp
from collections.abc import Callable, Iterator

from wirebook.lint.recall import texts
from wirebook.model import Scalar

__all__ = ["SWAPPED", "form", "signs"]

SWAPPED = ("cp1251", "koi8-r")  # what is read as the other has hardly a word in small letters
_CONTROLS = "".join(map(chr, (*range(1, 0x20), 0x7F)))
_FORM = bytes.maketrans(b"%+", b"= ")


def signs(sign: str, encoding: str) -> Iterator[str]:
    """How a separator may be written besides itself."""
    if encoding == "form":
        yield from (f"%{ord(sign):02X}", f"%{ord(sign):02x}")


def form(scalar: Scalar, codec: str, context: texts.Context) -> texts.Form | None:
    """A free text of a form, looked at once it is decoded."""
    letters = texts.UNICODE if codec == "utf-8" else texts.alphabet(codec)
    limits = texts.form(scalar, texts.Context("", alphabet=letters))
    if limits is None:
        return None
    # What needs no decoding is settled by the expression; if nothing is captured there is nothing to look at.
    easy = texts.form(scalar, context)
    either = f"{easy.pattern}(?={context.end})|" if easy is not None else ""
    every, small = letters.word, letters.small
    ordinary = re.compile(f"(?<![{every}])[{every}][{small}]{{2,}}(?![{every}])").search if codec in SWAPPED else None
    read_as = "utf-8" if codec == "utf-8" else "latin-1"  # the expressions are written for that
    # Line ends, which mean something in quoted-printable, and other control characters have to be escaped in a form.
    coded = context._replace(barred=context.barred.replace("%", "").replace("+", "") + _CONTROLS)
    return texts.Form(f"(?:{either}({coded.inner}*))", _reader(re.compile(limits.pattern).fullmatch, read_as, ordinary))


def _reader(
    fits: Callable[[str], object], codec: str, ordinary: Callable[[str], object] | None
) -> Callable[[str], object]:
    def check(raw: str) -> object:
        # As quoted-printable, which C reads: each escape makes one byte of three, and nothing else gets shorter by two.
        try:
            data = raw.encode("ascii").translate(_FORM)
            read = a2b_qp(data)
            text = read.decode(codec)
        except ValueError:
            return False
        if len(read) != len(data) - 2 * raw.count("%") or "=" in raw:
            return False
        return fits(text) and (ordinary is None or ordinary(text) or text.isascii())

    return check
