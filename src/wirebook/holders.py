"""Where in a message its records stand, so that what stands side by side can be found in a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from wirebook.memo import once_per_object
from wirebook.model import Field, List, Record, Scalar

__all__ = ["Holder", "found", "holders", "scalar_of"]


class Holder(NamedTuple):
    """A record within a message's. route: the fields that lead to it, and whether each is a list."""

    route: tuple[tuple[str, bool], ...]
    record: Record

    def named(self, identity: str) -> tuple[Field, ...]:
        """Its fields of an identity, lists of such values too."""
        return _identified(self.record).get(identity, ())

    def coded(self, table: str) -> Field | None:
        """Its first field that holds one code of a table."""
        for field in self.record.fields:
            kind = field.type
            if isinstance(kind, Scalar) and kind.codes is not None and kind.codes.id == table:
                return field
        return None

    def has(self, name: str) -> bool:
        """Whether it has a field of that name."""
        return any(field.name == name for field in self.record.fields)


def scalar_of(field: Field) -> Scalar | None:
    """The scalar that a field holds, one or a list of them; None for anything else."""
    kind = field.type.item if isinstance(field.type, List) else field.type
    return kind if isinstance(kind, Scalar) else None


@once_per_object
def _identified(record: Record) -> dict[str, tuple[Field, ...]]:
    """The fields of a record by identity."""
    there: dict[str, tuple[Field, ...]] = {}
    for field in record.fields:
        scalar = scalar_of(field)
        if scalar is not None and scalar.identity is not None:
            there[scalar.identity] = (*there.get(scalar.identity, ()), field)
    return there


@once_per_object
def holders(record: Record) -> tuple[Holder, ...]:
    """The record itself and every record in it, but for those in maps."""
    return tuple(_within(record, ()))


def _within(record: Record, route: tuple[tuple[str, bool], ...]) -> Iterator[Holder]:
    yield Holder(route, record)
    for field in record.fields:
        many = isinstance(field.type, List)
        inner = field.type.item if isinstance(field.type, List) else field.type
        if isinstance(inner, Record):
            yield from _within(inner, (*route, (field.name, many)))


def found(holder: Holder, value: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each value of the holder's record in the message's value, with the path at which its fields begin."""
    yield from _found(holder.route, value, "")


def _found(route: tuple[tuple[str, bool], ...], value: Any, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if not route:
        yield path, value
        return
    (name, many), rest = route[0], route[1:]
    there = value.get(name)
    if there is None:
        return
    if not many:
        yield from _found(rest, there, f"{path}{name}.")
        return
    for index, item in enumerate(there):
        yield from _found(rest, item, f"{path}{name}[{index}].")
