"""One record, or one scalar item of a list, while its fields are being read."""

from __future__ import annotations

from typing import Any

from wirebook.explain.place import Place
from wirebook.explain.plan import fields_of
from wirebook.model import Field, Record

__all__ = ["ABSENT", "ITEM", "Scope", "step"]

ITEM = "."  # what a leaf binds for the item itself


class _Absent:
    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = _Absent()


class Scope:
    """What is known of a value so far.

    values: valid fields by name. broken: fields that are on the wire but not valid.
    missing: fields whose absence is already reported as an error. at: where a field
    was found. items: a list field's items. homes: where a list stands or would stand.
    open: fields of which nobody knows whether they are there, and what is lacking to know.
    """

    __slots__ = ("at", "broken", "fields", "homes", "items", "missing", "open", "path", "place", "record", "values")

    def __init__(self, record: Record | None, path: str, place: Place) -> None:
        self.record = record
        self.fields: dict[str, Field] = {} if record is None else fields_of(record)
        self.path = path
        self.place = place
        self.values: dict[str, Any] = {}
        self.broken: set[str] = set()
        self.missing: set[str] = set()
        self.at: dict[str, Place] = {}
        self.items: dict[str, list[Scope]] = {}
        self.homes: dict[str, Place] = {}
        self.open: dict[str, str] = {}

    def path_of(self, name: str) -> str:
        """The logical path of a field."""
        if name == ITEM or not name:
            return self.path
        return f"{self.path}.{name}" if self.path else name

    def place_of(self, name: str) -> Place:
        """Where a field stands; the record's own place where it does not."""
        found = self.at.get(name)
        if found is not None:
            return found
        items = self.items.get(name)
        return items[0].place if items else self.place

    def value(self, name: str) -> Any:
        """A field's valid value, or ABSENT (lists and maps: also where empty)."""
        value = self.values.get(name)
        return ABSENT if value is None or value == [] or value == {} else value

    def there(self, name: str) -> bool:
        """Whether a field is there, valid or not."""
        return name in self.broken or self.value(name) is not ABSENT

    def item(self) -> Any:
        """The value of this list item, or ABSENT."""
        if self.record is not None:
            return ordered(self)
        return self.values.get(ITEM, ABSENT)

    def source(self, name: str) -> str:
        """Where the provider's document speaks of a field."""
        field = self.fields.get(name)
        return "" if field is None else field.source


def ordered(scope: Scope) -> dict[str, Any]:
    """The record's valid fields in their declared order."""
    return {name: scope.values[name] for name in scope.fields if name in scope.values}


def step(path: str, index: int) -> str:
    """The path of a list's item."""
    return f"{path}[{index}]"
