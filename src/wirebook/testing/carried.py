"""Values and bodies of one message in one encoding and charset."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from wirebook.model import Provider
from wirebook.testing.wires import Wires

__all__ = ["bodies", "values"]


def values(
    provider: Provider, message_id: str, encoding: str, charset: str | None = None, *, tolerated: bool = False
) -> st.SearchStrategy[dict[str, Any]]:
    """Logical values; see ``wirebook.testing.values``."""
    wires = _wires(_Known(provider), message_id, encoding, charset)
    return wires.values(wires.maker(tolerated=tolerated))


def bodies(
    provider: Provider, message_id: str, encoding: str, charset: str | None = None, *, tolerated: bool = False
) -> st.SearchStrategy[bytes]:
    """Encoded values; see ``wirebook.testing.bodies``."""
    return values(provider, message_id, encoding, charset, tolerated=tolerated).map(
        _wires(_Known(provider), message_id, encoding, charset).encode
    )


class _Known:
    """A provider that is equal to itself alone: to compare two models costs more than to make a strategy."""

    __slots__ = ("provider",)

    def __init__(self, provider: Provider) -> None:
        self.provider = provider

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and other.provider is self.provider

    def __hash__(self) -> int:
        return id(self.provider)


@lru_cache(maxsize=512)
def _wires(known: _Known, message_id: str, encoding: str, charset: str | None) -> Wires:
    """Kept, as tests ask for a strategy at every draw: to make and check one takes longer than to draw from it."""
    return Wires(known.provider, message_id, encoding, charset)
