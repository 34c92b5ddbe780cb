"""Frozen dataclasses that cost a third of their making.

``dataclasses`` writes six methods for each frozen class and compiles each by itself, which took a fifth of a cold
command that loads the model. Here ``__init__`` alone is compiled; the others are closures over the names of the
fields, and behave alike. Fields, defaults, slots and ``replace`` are those of ``dataclasses``; for a type checker the
whole decorator is.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter

__all__ = ["dataclass"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from dataclasses import dataclass
    from typing import Any

    Fields = Sequence[dataclasses.Field[Any]]
    Methods = dict[str, Callable[..., Any]]
else:

    def dataclass(*, frozen: bool = False, slots: bool) -> Callable[[type], type]:
        """``dataclasses.dataclass``, which makes those that are not frozen."""
        if not frozen:
            return dataclasses.dataclass(slots=slots)
        plain = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)

        def decorate(cls: type) -> type:
            made = plain(cls)
            fields = dataclasses.fields(made)
            for name, method in (_made(made, fields) | _compared(fields) | _shown(fields) | _kept(fields)).items():
                method.__name__, method.__qualname__ = name, f"{made.__qualname__}.{name}"
                setattr(made, name, method)
            return made

        return decorate


def _made(cls: type, fields: Fields) -> Methods:
    """``__init__``: the fields in their order, as parameters with their defaults."""
    there: dict[str, Any] = {"_set": object.__setattr__, "_absent": object()}
    parameters, lines = "self", ""
    for number, field in enumerate(fields):
        name = value = field.name
        default = ""
        if field.default is not dataclasses.MISSING:
            there[f"_{number}"] = field.default
            default = f"=_{number}"
        elif field.default_factory is not dataclasses.MISSING:
            there[f"_{number}"] = field.default_factory
            default, value = "=_absent", f"_{number}() if {name} is _absent else {name}"
        parameters += f", {name}{default}"
        lines += f"\n _set(self, {name!r}, {value})"
    if hasattr(cls, "__post_init__"):
        lines += "\n self.__post_init__()"
    exec(f"def __init__({parameters}):{lines or ' pass'}", there)
    made = there["__init__"]
    made.__annotations__ = {field.name: field.type for field in fields} | {"return": None}
    return {"__init__": made}


def _compared(fields: Fields) -> Methods:
    values = _values([field.name for field in fields if field.compare])

    def equal(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash(values(self))

    return {"__eq__": equal, "__hash__": hashed}


def _shown(fields: Fields) -> Methods:
    names = [field.name for field in fields if field.repr]

    def shown(self: object) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return {"__repr__": shown}


def _kept(fields: Fields) -> Methods:
    """What holds an object as it was made, and lets copies and pickles of it be made all the same."""
    names = [field.name for field in fields]

    def assign(self: object, name: str, value: object) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def delete(self: object, name: str) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    def restore(self: object, state: Sequence[object]) -> None:
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    return {"__setattr__": assign, "__delattr__": delete, "__getstate__": _values(names), "__setstate__": restore}


def _values(names: Sequence[str]) -> Callable[[object], tuple[object, ...]]:
    """What tells the values of an object's fields."""
    if len(names) > 1:
        several = attrgetter(*names)
        return lambda of: several(of)  # a function, as methods must be
    return lambda of: tuple(getattr(of, name) for name in names)
