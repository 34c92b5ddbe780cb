"""The parameters of a form, each of another name."""

from __future__ import annotations

__all__ = ["Params"]


class Params(dict[str, str]):
    """Texts by name, in the order of the body."""

    __slots__ = ("body",)

    body: bytes

    def raw(self, names: tuple[str, ...]) -> bytes:
        """The value as written of the first parameter with one of these names; nothing where none has."""
        raws = self.body.replace(b"&", b"=").split(b"=")[1::2]
        return next((raw for name, raw in zip(self, raws, strict=True) if name in names), b"")
