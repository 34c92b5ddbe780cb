"""The quick way through a JSON body: what generated ``quick_json`` modules run on. It needs msgspec.

Such a module decodes a body into structs made from its shape. It gives what the straight-line
code over the read body would give, or None where anything is unusual, which decides nothing.
"""

from __future__ import annotations

import sys
from typing import Annotated

from msgspec import DecodeError, Meta, Raw, Struct, defstruct
from msgspec.json import Decoder
from msgspec.structs import astuple

from wirebook.accept.json import MARKS, Num, coded, telling
from wirebook.wire.caps import MAX_NODES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType
    from typing import Any

    from wirebook.accept import Settle
    from wirebook.part import Context

__all__ = ["REFUSED", "decoder", "integer", "lost", "number", "others", "struct", "way"]

REFUSED = (DecodeError, UnicodeDecodeError, RecursionError)


def way(module: ModuleType, message: str, constructors: Mapping[str, Callable[..., Any]]) -> Settle:
    """A function from a body, its header's charset, and what is known around it to value and cleanliness.

    module: the generated ``accept`` module beside which ``quick_json`` stands. None decides nothing.
    """
    name = f"{module.__name__.rpartition('.')[0]}.quick_json"
    __import__(name)
    check = sys.modules[name].MAKERS[message](constructors)
    sees = message in sys.modules[name].SEES
    own, allowed, default = module.CHARSETS["json"]
    usual, _ = coded(b"0", own, allowed, default, None, None)  # where the body says nothing of it, and nobody else
    names = [name.decode("latin-1") for name in telling(own)]

    def settled(body: bytes, header: str | None, ctx: Context) -> tuple[Any, bool] | None:
        if not body or len(body) >= 2 * MAX_NODES:  # a member or item takes two bytes
            return None
        # To search a text takes half the time of bytes; what is looked for is ASCII, which is the same in all charsets.
        text = body.decode("latin-1")
        if "\\" in text and ("\\ud" in text or "\\uD" in text):
            return None  # half surrogate pairs are for the exact reader
        plain = text.isascii()
        codec, skip, sure = usual, 0, not (plain and sees)
        known = header is not None or ctx.charset is not None or ctx.request is not None or ctx.settings
        if known or (not plain and body[0] in MARKS):
            codec, skip = coded(body, ctx.resolved(own), allowed, default, ctx.charset, header)
            sure = True
        elif sure:
            for told in names:
                if told in text:
                    codec, skip = coded(body, own, allowed, default, None, None)
        if codec is None or skip:
            return None
        data: bytes | str = body
        if codec != "utf-8" and not plain:
            try:
                data = body.decode(codec)
            except UnicodeDecodeError:
                return None
        outcome: tuple[Any, bool] | None = check(data, text, codec, sure, ctx, body)
        if outcome is None and not sure:
            for told in names:
                if told in text:
                    codec, _ = coded(body, own, allowed, default, None, None)
                    return None if codec is None else check(data, text, codec, True, ctx, body)
        return outcome

    return settled


def struct(fields: tuple[tuple[Any, ...], ...], is_open: bool = False) -> type[Struct]:
    """A struct of members: each its name, its type, and None if it may be missing; others are refused, or passed over.

    Its fields are f0, f1 and so on.
    """
    named = [(f"f{index}", *field[1:]) for index, field in enumerate(fields)]
    names = {f"f{index}": field[0] for index, field in enumerate(fields)}
    return defstruct("Members", named, rename=names, forbid_unknown_fields=not is_open, kw_only=True, gc=False)


def decoder(kind: Any) -> Callable[[bytes], Any]:
    """The function that decodes a body of this type."""
    decode: Callable[[bytes], Any] = Decoder(kind).decode
    return decode


def lost(text: str, root: Any, commas: int) -> bool:
    """Whether a member may have been dropped for another of its name; False only if none was.

    text: the body in a charset where ASCII is itself. commas: how many stand between the members and items
    that were kept. The body has those, one more for
    each member that was dropped (and those inside of it), and those inside of texts. No name that is kept
    has a comma, none can be written with an escape here, so the texts that were kept account for theirs,
    and nothing is left over exactly if nothing was dropped.
    """
    return "\\u002" in text or text.count(",") != commas + _inside(root)


_SCALARS = Decoder(dict[str, str | Annotated[int, Meta(ge=-(1 << 63), le=(1 << 63) - 1)] | bool | None]).decode


def others(data: bytes | str, text: str, names: frozenset[str]) -> dict[str, Any] | None:
    """The members of an object of scalars with other names than these; None where one may have been dropped.

    Numbers are ``Num``, as the reader has them. Commas are counted as ``lost`` counts them, those of names too.
    """
    if "\\u002" in text:
        return None
    try:
        found = _SCALARS(data)
    except REFUSED:
        return None
    texts = [*found, *[value for value in found.values() if type(value) is str]]
    if text.count(",") != max(len(found) - 1, 0) + "".join(texts).count(","):
        return None
    rest: dict[str, Any] = {}
    for name, value in found.items():
        if name not in names:
            if type(value) is int:
                if not value and "-0" in text:
                    return None
                value = Num(value)
            rest[name] = value
    return rest


def _inside(value: Any) -> int:
    if isinstance(value, str):
        return value.count(",")
    if isinstance(value, Struct):
        parts = astuple(value)
        return "".join([part for part in parts if type(part) is str]).count(",") + sum(
            [_inside(part) for part in parts if isinstance(part, (list, Struct))]
        )
    return sum(map(_inside, value)) if isinstance(value, list) else 0


def integer(text: str) -> int | None:
    """The integer of canonical digits; None for anything else, which decides nothing."""
    if text.isdigit() and text.isascii() and (text[0] != "0" or text == "0") and len(text) < 19:
        return int(text)
    return None


def number(literal: Raw) -> str | None:
    """The digits of a number as they were written; None where it is none, or written with an exponent."""
    text = bytes(literal).decode("ascii", "replace")
    plain = text.removeprefix("-").replace(".", "", 1)
    return text if plain.isdigit() and plain.isascii() else None
