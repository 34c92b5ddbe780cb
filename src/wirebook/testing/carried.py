"""Values and bodies of one message in one encoding and charset."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from wirebook.model import Provider
from wirebook.testing.records import Maker
from wirebook.testing.wires import Wires

__all__ = ["bodies", "values"]


def values(
    provider: Provider, message_id: str, encoding: str, charset: str | None = None, *, tolerated: bool = False
) -> st.SearchStrategy[dict[str, Any]]:
    """Logical values; see ``wirebook.testing.values``."""
    wires = Wires(provider, message_id, encoding, charset)
    return wires.values(Maker(provider, encoding, wires.charset, tolerated=tolerated))


def bodies(
    provider: Provider, message_id: str, encoding: str, charset: str | None = None, *, tolerated: bool = False
) -> st.SearchStrategy[bytes]:
    """Encoded values; see ``wirebook.testing.bodies``."""
    wires = Wires(provider, message_id, encoding, charset)
    return wires.values(Maker(provider, encoding, wires.charset, tolerated=tolerated)).map(wires.encode)
