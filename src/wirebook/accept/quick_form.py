"""The quick way through a form: all parameters decoded at once, in C, into a dictionary.

The straight-line code takes that as it takes the reader's list. Whatever is unusual decides nothing:
a parameter without ``=`` or without a name, a name that comes twice, a control character, an
escape that is none, a charset that a parameter may name.
"""

from __future__ import annotations

from binascii import a2b_qp

from wirebook.accept.form import QUOTED, coded
from wirebook.accept.json import telling
from wirebook.accept.params import Params
from wirebook.wire.caps import MAX_BYTES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType
    from typing import Any

    from wirebook.accept import Settle
    from wirebook.part import Context

__all__ = ["params", "way"]

_PLAIN = bytes(n for n in range(0x20, 0x7F) if n not in b"&=")
_MOST = 256  # parameters, far below the cap on nodes; more are left to the reader
_MARKS = b"=&" * _MOST


def way(module: ModuleType, message: str, constructors: Mapping[str, Callable[..., Any]]) -> Settle:
    """A function from a body, its header's charset, and what is known around it to value and cleanliness.

    module: a generated ``accept`` module. None decides nothing.
    """
    check = module.MAKERS[message, "form"](constructors)
    own, allowed, default = module.CHARSETS["form"]
    usual = coded(own, allowed, default, None, None)  # where nobody says anything of it
    names = [name.decode() for name in telling(own)]

    def settled(body: bytes, header: str | None, ctx: Context) -> tuple[Any, bool] | None:
        codec = usual
        if header is not None or ctx.charset is not None or ctx.request is not None or ctx.settings:
            codec = coded(ctx.resolved(own), allowed, default, ctx.charset, header)
        found = None if codec is None else params(body, codec)
        if found is None:
            return None
        for name in names:
            if name in found:
                return None
        outcome: tuple[Any, bool] | None = check(found, codec, ctx, True, body)
        return outcome

    return settled


def params(body: bytes, codec: str) -> Params | None:
    """The text of each parameter by its name; None where the reader has to look.

    Escapes are those of quoted-printable but for their sign, and each takes two bytes away where it is
    well-formed, fewer where it is not. A control character, of which the body has none, keeps the
    separators apart from what escapes stand for.
    """
    if len(body) > MAX_BYTES:
        return None
    marks = body.translate(None, _PLAIN)  # separators, and whatever has no place in a form
    count = len(marks)
    if not count & 1 or not _MARKS.startswith(marks):
        return None
    data = a2b_qp(body.translate(QUOTED))
    if len(body) - len(data) != 2 * body.count(b"%"):
        return None
    try:
        pieces = data.decode(codec).split("\1")
    except UnicodeDecodeError:
        return None
    if len(pieces) != count + 1:
        return None  # an escape stands for the separator
    one = iter(pieces)
    found = Params(zip(one, one, strict=True))
    if len(found) + len(found) != count + 1 or "" in found:
        return None
    found.body = body
    return found
