"""A strategy from a function that draws.

``hypothesis.strategies.composite`` reads and parses the source of every function that it is given. Strategies
are made by the thousand here, each around a function of its own, so only this one is given to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import strategies as st

__all__ = ["drawn"]

T = TypeVar("T")


@st.composite
def _drawn(draw: st.DrawFn, make: Callable[[st.DrawFn], Any]) -> Any:
    return make(draw)


def drawn(make: Callable[[st.DrawFn], T]) -> st.SearchStrategy[T]:
    """What ``make`` gives when it is given something that draws."""
    made: st.SearchStrategy[T] = _drawn(make)
    return made
