"""Which message is this body?

``tree`` derives one decision tree per encoding from the model, ``run`` walks it over
any reading of a body (both engines use it), ``choose`` adds what is known around the
body. Nothing guesses: what a body leaves open stays a list of candidates.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wirebook.select.apart import ambiguous
    from wirebook.select.choose import Candidates, guess_encoding, guess_part, select
    from wirebook.select.tree import derive

__all__ = ["Candidates", "ambiguous", "derive", "guess_encoding", "guess_part", "select"]

_HOMES = {
    "Candidates": "choose",
    "guess_encoding": "choose",
    "guess_part": "choose",
    "select": "choose",
    "ambiguous": "apart",
    "derive": "tree",
}


def __getattr__(name: str) -> object:
    """The public names, each loaded when asked for: accept code needs ``run`` alone."""
    if name not in _HOMES:
        raise AttributeError(name)
    import importlib

    return getattr(importlib.import_module(f"wirebook.select.{_HOMES[name]}"), name)
