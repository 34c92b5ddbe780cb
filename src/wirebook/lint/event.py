"""What an exchange tells the checks that go across a capture: a key, a time and a few plain values.

Keys never reach the disk as they are: a phone number or an id becomes a keyed hash, under
a key that lives as long as the run.
"""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

__all__ = ["Event", "Keyed", "Met", "Unchecked"]


class Event(NamedTuple):
    """One fact about one exchange. Events of one check and one key are judged together, in time order.

    check: the name of the check that takes it. key: a keyed hash. time: seconds since the epoch, None
    if the capture does not say. verdict: the exchange's, as judged alone. facts: plain JSON values, nothing sensitive.
    Several events of one check, key and exchange stand in the order in which they were made.
    """

    check: str
    key: str
    time: float | None
    file: str
    record: int
    provider: str
    operation: str
    verdict: str
    facts: dict[str, Any]
    record_line: int = 0


class Unchecked(NamedTuple):
    """A check across the capture that was not made once, and the reason (of ``wirebook.reasons``)."""

    check: str
    reason: str


class Met(NamedTuple):
    """How near a capture came to something that a spec bounds: the highest number seen for one key."""

    provider: str
    operation: str
    name: str
    number: int


class Keyed:
    """Makes keys: the same values give the same key within a run, and nobody without the secret can go back."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def __call__(self, *parts: object) -> str:
        text = "\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(text, key=self._secret, digest_size=16).hexdigest()
