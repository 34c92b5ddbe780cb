"""Where a value that was read back differs from the one that was given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wirebook.explain.leaves import default_value
from wirebook.explain.unknown import shown_key
from wirebook.model import Field, List, Map, Record, Scalar

__all__ = ["differences"]


def differences(record: Record, given: dict[str, Any], read: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Path and name of each field that came back otherwise; an absent field may come back as its default."""
    for field in record.fields:
        here = f"{path}.{field.name}" if path else field.name
        one, other = given.get(field.name), read.get(field.name)
        if _empty(one) and (_empty(other) or _is_default(field, other)):
            continue
        if other is None and _is_default(field, one):
            continue
        yield from _differ(field.type, one, other, here, field.name)


def _empty(value: Any) -> bool:
    return value is None or value == [] or value == {}


def _is_default(field: Field, value: Any) -> bool:
    return field.default is not None and bool(value == default_value(field))


def _differ(
    kind: Scalar | Record | List | Map, one: Any, other: Any, path: str, name: str
) -> Iterator[tuple[str, str]]:
    if isinstance(kind, Scalar) or one is None or other is None:
        if one != other:
            yield path, name
    elif isinstance(kind, Record):
        yield from differences(kind, one, other, path)
    elif isinstance(kind, List):
        if len(one) != len(other):
            yield path, name
            return
        for index, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from _differ(kind.item, left, right, f"{path}[{index}]", name)
    else:
        for key in dict.fromkeys([*one, *other]):
            if one.get(key) != other.get(key):
                shown = shown_key(kind, key)
                yield f"{path}.{shown}", shown
