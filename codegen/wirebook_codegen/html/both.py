"""Two views of one page, one per language, put together as one.

Views are made per language and have the same structure; where they differ, both texts
stand on the page and the reader's choice hides one.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from wirebook_codegen.docs_text import Block, Safe

__all__ = ["Both", "merge"]


@dataclass(frozen=True, slots=True)
class Both:
    """One text in both languages."""

    en: Safe | Block | str
    ru: Safe | Block | str


def merge(en: Any, ru: Any) -> Any:
    """The view that holds both; raises ValueError where the two are not of one structure."""
    if type(en) is not type(ru):
        raise ValueError(f"{type(en).__name__} and {type(ru).__name__} at one place")
    if isinstance(en, (Safe, Block, str)):
        return en if en == ru else Both(en, ru)
    if isinstance(en, (tuple, list)):
        return [merge(*pair) for pair in zip(en, ru, strict=True)]
    if isinstance(en, dict):
        return {key: merge(value, ru[key]) for key, value in en.items()}
    if is_dataclass(en):
        return {one.name: merge(getattr(en, one.name), getattr(ru, one.name)) for one in fields(en)}
    if en != ru:
        raise ValueError(f"{en!r} and {ru!r} at one place")
    return en
