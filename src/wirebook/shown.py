"""A model with more shown of it, or less: what the excerpts and messages of findings may tell.

The spec's mark ``sensitive`` decides. Whoever asks to see gets all but secrets; whoever
asks to hide more names fields, and their values are masked like texts.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from wirebook.model import Field, Joined, Leaf, Provider, Scalar

__all__ = ["names", "variant"]


def variant(provider: Provider, *, reveal: bool = False, mask: frozenset[str] = frozenset()) -> Provider:
    """The same model with nothing sensitive but secrets (reveal) and the fields of these names (mask)."""
    made: dict[tuple[int, bool], tuple[Any, Any]] = {}

    def walk(thing: Any, hide: bool) -> Any:
        if isinstance(thing, tuple):
            items = tuple(walk(item, hide) for item in thing)
            return thing if all(a is b for a, b in zip(items, thing, strict=True)) else items
        if not is_dataclass(thing) or isinstance(thing, type):
            return thing
        hide = hide or _name(thing) in mask
        key = id(thing), hide
        if key not in made:
            changed = {}
            for field in fields(thing):
                before = getattr(thing, field.name)
                after = walk(before, hide)
                if after is not before:
                    changed[field.name] = after
            if isinstance(thing, Scalar) and thing.sensitive != "secret":
                wanted = (thing.sensitive or "text") if hide else None if reveal else thing.sensitive
                if wanted != thing.sensitive:
                    changed["sensitive"] = wanted
            made[key] = (thing, replace(thing, **changed) if changed else thing)
        return made[key][1]

    result: Provider = walk(provider, False)
    return result


def names(provider: Provider) -> frozenset[str]:
    """The names that ``variant`` can mask."""
    found: set[str] = set()
    seen: set[int] = set()
    stack: list[Any] = [provider]
    while stack:
        thing = stack.pop()
        if isinstance(thing, tuple):
            stack.extend(thing)
        elif is_dataclass(thing) and not isinstance(thing, type) and id(thing) not in seen:
            seen.add(id(thing))
            name = _name(thing)
            if name is not None:
                found.add(name)
            stack.extend(getattr(thing, field.name) for field in fields(thing))
    return frozenset(found)


def _name(thing: Any) -> str | None:
    if isinstance(thing, Field):
        return thing.name
    return thing.bind if isinstance(thing, Leaf | Joined) else None
