"""Lists in one text: cut into their items in one place by both engines.

Knows neither specs nor messages; what an item means is the caller's business.
"""

from __future__ import annotations

from wirebook.wire.caps import MAX_NODES

__all__ = ["split"]


def split(
    text: str, separators: tuple[str, ...], trailing: bool, blank: bool, room: int = MAX_NODES
) -> list[str] | None:
    """The texts between the separators, none of an empty text; None where there are more than ``room``.

    blank: white space alone counts as empty (the items are trimmed anyway). trailing: one separator
    at the end is passed over.
    """
    if not (text.strip(" \t\r\n") if blank else text):
        return []
    if sum(map(text.count, separators)) > room:  # at least so many pieces, whatever the end is
        return None
    pieces = [text]
    for separator in separators:
        pieces = [part for piece in pieces for part in piece.split(separator)]
    if trailing and len(pieces) > 1 and not (pieces[-1].strip(" \t\r\n") if blank else pieces[-1]):
        del pieces[-1]
    return None if len(pieces) > room else pieces
