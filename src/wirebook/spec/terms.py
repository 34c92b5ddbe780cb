"""The words that the grammar is written in: what a value of a spec can be.

Data only; reading values by them is the structural check's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

__all__ = [
    "AnyOf", "Bool", "Enum", "Int", "Key", "Kind", "ListOf", "MapOf", "Name", "Text", "TypeName", "Use", "Value",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """Any text; ``what`` names it to people, ``empty`` allows none, ``pattern`` has to match the whole of it.

    A pattern is written so that Python and ECMA, in which editors read it, mean the same by it.
    """

    what: str = "a text"
    empty: bool = False
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A lower_snake identifier."""

    what: str = "a lower_snake name"


@dataclass(frozen=True, slots=True)
class TypeName:
    """A CamelCase identifier."""

    what: str = "a CamelCase name"


@dataclass(frozen=True, slots=True)
class Int:
    """A whole number, written plainly, of at least ``low``."""

    low: int | None = None


@dataclass(frozen=True, slots=True)
class Bool:
    """true or false."""


@dataclass(frozen=True, slots=True)
class Enum:
    """One of a few words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping with free keys."""

    key: Text | Name | TypeName | Enum
    value: Value


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of at least ``least`` items; of at most ``most`` unless None."""

    item: Value
    least: int = 1
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """A mapping of the kind of that name in ``KINDS``."""

    kind: str


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The first choice that fits: by scalar, list or mapping, and among mappings by their telling keys."""

    choices: tuple[Value, ...]


Value: TypeAlias = Text | Name | TypeName | Int | Bool | Enum | MapOf | ListOf | Use | AnyOf


@dataclass(frozen=True, slots=True)
class Key:
    """What stands under one key."""

    value: Value
    doc: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A mapping with known keys.

    tell: keys of which one must be there for this kind to be meant (where several kinds may
    stand); tell_value narrows that to a key's text. one_of: exactly one of these keys is there.
    """

    doc: str
    keys: dict[str, Key]
    reserved: dict[str, str] = field(default_factory=dict)
    tell: tuple[str, ...] = ()
    tell_value: str = ""
    one_of: tuple[str, ...] = ()
