"""Composite values: records and their fields, lists, maps."""

from __future__ import annotations

from dataclasses import dataclass

from wirebook.model.rules import Rule
from wirebook.model.scalars import Facet, Scalar
from wirebook.model.texts import Text

__all__ = [
    "Default",
    "Field",
    "List",
    "Map",
    "Record",
]


@dataclass(frozen=True, slots=True)
class Default:
    """What an absent field means.

    fill: decoding puts the value in. write: omit (never written when it equals the
    value), always (written even if absent from the value), keep (as the value has it).
    explicit: a finding's severity when the wire spells the default out, or None.
    """

    value: str | int
    fill: bool
    write: str  # omit | always | keep
    explicit: str | None = None
    deviation: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A named part of a record."""

    name: str
    type: Scalar | Record | List | Map
    optional: bool
    default: Default | None
    doc: Text
    source: str
    missing: str | None = None  # a required field that may be missing all the same: severity warning, or accept
    deviation: str | None = None  # the deviation that says so


@dataclass(frozen=True, slots=True)
class Record:
    """Named fields. ``rules`` apply to every value of this record."""

    name: str
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...] = ()
    doc: Text | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """Items in order; facets are minItems and maxItems."""

    item: Scalar | Record
    facets: tuple[Facet, ...] = ()


@dataclass(frozen=True, slots=True)
class Map:
    """String keys to scalars. With ``keys`` only those belong to it; without, any (``key_pattern``)."""

    keys: tuple[tuple[str, Text], ...]  # name and meaning; empty = any key
    key_pattern: str
    values: Scalar
