"""Hypothesis strategies made from specs: valid values, bodies, and bodies that break exactly one thing.

    from wirebook.testing import bodies, breakers, values

The extra ``testing`` installs Hypothesis. Providers are models (``open_book(name).provider``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from wirebook.model import Provider
    from wirebook.testing.breaking import Breaker

__all__ = ["bodies", "breakers", "values"]


def values(
    provider: Provider, message_id: str, encoding: str, charset: str | None = None, *, tolerated: bool = False
) -> SearchStrategy[dict[str, Any]]:
    """Logical values that this encoding and charset (default: the provider's) carry without a finding.

    tolerated: with ``True`` they may give warnings, but no error. Fields that the encoding drops are absent.
    Raises KeyError for a message or an encoding that the provider lacks.
    """
    from wirebook.testing.carried import values as strategy

    return strategy(provider, message_id, encoding, charset, tolerated=tolerated)


def bodies(
    provider: Provider, message_id: str, encoding: str, charset: str | None = None, *, tolerated: bool = False
) -> SearchStrategy[bytes]:
    """Bodies of such values, as the encoder writes them."""
    from wirebook.testing.carried import bodies as strategy

    return strategy(provider, message_id, encoding, charset, tolerated=tolerated)


def breakers(provider: Provider, message_id: str, encoding: str, charset: str | None = None) -> list[Breaker]:
    """A ``Breaker`` for each constraint that can be broken alone: its finding, and bodies that give just that."""
    from wirebook.testing.breaking import breakers as listed

    return listed(provider, message_id, encoding, charset)
