"""Values and bodies of one message in one encoding and charset.

Lines are the one encoding in which a text can turn into another on the way: values that
the encoder refuses for that reason, and for no other, are left out.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from wirebook.errors import ValidationError
from wirebook.model import Lines, Provider
from wirebook.testing.places import places
from wirebook.testing.records import Maker
from wirebook.testing.wires import Wires

__all__ = ["bodies", "values"]


def values(
    provider: Provider, message_id: str, encoding: str, charset: str | None = None, *, tolerated: bool = False
) -> st.SearchStrategy[dict[str, Any]]:
    """Logical values; see ``wirebook.testing.values``."""
    wires = Wires(provider, message_id, encoding, charset)
    maker = Maker(provider, encoding, wires.charset, tolerated=tolerated)
    found = maker.record(places(wires.message.record, wires.shape))
    if isinstance(wires.shape.root, Lines):
        return found.filter(lambda value: _read_back(wires, value))
    return found


def _read_back(wires: Wires, value: dict[str, Any]) -> bool:
    try:
        wires.encode(value)
    except ValidationError as refused:
        if {finding.code for finding in refused.findings} == {"encode.reread"}:
            return False
        raise
    return True


def bodies(
    provider: Provider, message_id: str, encoding: str, charset: str | None = None, *, tolerated: bool = False
) -> st.SearchStrategy[bytes]:
    """Encoded values; see ``wirebook.testing.bodies``."""
    wires = Wires(provider, message_id, encoding, charset)
    return values(provider, message_id, encoding, charset, tolerated=tolerated).map(wires.encode)
