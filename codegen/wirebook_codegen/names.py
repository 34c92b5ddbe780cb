"""Python names for what a model declares: classes, attributes, and the order of constructor arguments.

Both the accept code and the bindings read this, so that a positional constructor
call means the same in both.
"""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Iterator
from dataclasses import dataclass

from wirebook.model import CodeTable, Field, List, Map, Provider, Record
from wirebook_codegen.placed import dropped
from wirebook_codegen.pysource import identifier

__all__ = ["Names", "Slot", "camel"]

_ENCODINGS = ("value", "xml", "json", "form", "text", "csv")
# Methods of generated classes, and what stands in their annotations and decorators.
_NOT_ATTRIBUTES = frozenset(
    [f"{way}_{encoding}" for way in ("from", "to") for encoding in _ENCODINGS]
    + ["self", "cls", "int", "str", "list", "dict", "bytes", "property", "staticmethod", "classmethod"]
)


@dataclass(frozen=True, slots=True)
class Slot:
    """One constructor argument: its field, its attribute's name, and whether it must be given."""

    field: Field
    name: str
    required: bool
    nullable: bool


def camel(name: str) -> str:
    """``sms_send_request`` -> ``SmsSendRequest``."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


class Names:
    """The classes of one provider: a message's has its id in camel case, a record its own name.

    ``records``: every record by class name, an inner one before those that use it.
    ``tables``: every code table's class and constant.
    """

    def __init__(self, provider: Provider) -> None:
        self._taken = {*dir(builtins), "FORMAT"}
        self._classes: dict[Record, str] = {}
        self._dropped = dropped(provider)
        self._slots: dict[int, tuple[Slot, ...]] = {}
        self.records: dict[str, Record] = {}
        self.tables: dict[CodeTable, tuple[str, str]] = {}
        for message in provider.messages:
            self._classes[message.record] = self._take(camel(message.id), "Message")
        for table in provider.codes:
            name = self._take(table.id, "Codes")
            self.tables[table] = (name, self._take(_constant(name), "_CODES"))
        for message in provider.messages:
            self._add(message.record)

    def of(self, record: Record) -> str:
        """The class of a record."""
        return self._classes[record]

    def slots(self, record: Record) -> tuple[Slot, ...]:
        """The constructor's arguments: what must be given first, otherwise as the spec has them."""
        known = self._slots.get(id(record))
        if known is None:
            dropped = self._dropped.get(record, frozenset())
            slots = [_slot(field, name, field.name in dropped) for field, name in _attributes(record)]
            known = self._slots[id(record)] = tuple(sorted(slots, key=lambda slot: not slot.required))
        return known

    def _add(self, record: Record) -> None:
        for inner in _inner(record):
            self._add(inner)
        if record not in self._classes:
            self._classes[record] = self._take(record.name, "Record")
        self.records.setdefault(self._classes[record], record)

    def _take(self, name: str, suffix: str) -> str:
        candidate, number = identifier(name), 1
        while candidate in self._taken:
            candidate = f"{name}{suffix}" if number == 1 else f"{name}{suffix}{number}"
            number += 1
        self._taken.add(candidate)
        return candidate


def _inner(record: Record) -> Iterator[Record]:
    for field in record.fields:
        inner = field.type.item if isinstance(field.type, List) else field.type
        if isinstance(inner, Record):
            yield inner


def _attributes(record: Record) -> Iterator[tuple[Field, str]]:
    """Each field with an attribute's name of its own."""
    taken = {field.name for field in record.fields}
    for field in record.fields:
        name = identifier(field.name + "_" if _reserved(field.name) else field.name)
        while name != field.name and name in taken:
            name += "_"
        taken.add(name)
        yield field, name


def _reserved(name: str) -> bool:
    return keyword.iskeyword(name) or name in _NOT_ATTRIBUTES


def _slot(field: Field, name: str, dropped: bool) -> Slot:
    collection = isinstance(field.type, (List, Map))
    filled = field.default is not None and field.default.fill
    absent = field.optional or field.default is not None or field.missing is not None or dropped
    needed = not absent
    if isinstance(field.type, List):
        needed = any(f.name == "minItems" and f.severity == "error" and f.value for f in field.type.facets)
    elif isinstance(field.type, Map):
        needed = False
    return Slot(field, name, needed, absent and not collection and (dropped or not filled))


def _constant(name: str) -> str:
    """``DeliveryStatus`` -> ``DELIVERY_STATUS``."""
    out = ""
    for before, char in zip(" " + name, name, strict=False):
        if char.isupper() and (before.islower() or before.isdigit()):
            out += "_"
        out += char.upper()
    return out
