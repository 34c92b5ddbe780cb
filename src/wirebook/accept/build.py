"""What accept functions make: objects of generated classes, plain dictionaries, or nothing at all."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import ModuleType
    from typing import Any

__all__ = ["NOTHING", "bare", "dicts", "items"]

_dicts: dict[int, tuple[ModuleType, dict[str, Callable[..., dict[str, Any]]]]] = {}


def dicts(module: ModuleType) -> dict[str, Callable[..., dict[str, Any]]]:
    """Constructors that make what the explain engine makes: a record's fields in their order, without absent ones."""
    known = _dicts.get(id(module))
    if known is None:
        made = {name: _maker(fields) for name, fields in module.FIELDS.items()}
        known = _dicts[id(module)] = (module, made)
    return known[1]


def _maker(fields: tuple[tuple[str, int], ...]) -> Callable[..., dict[str, Any]]:
    def make(*values: Any) -> dict[str, Any]:
        return {name: values[index] for name, index in fields if values[index] is not None}

    return make


class _Nothing(dict[str, "Callable[..., bool]"]):
    def __missing__(self, name: str) -> Callable[..., bool]:
        return _there


def _there(*values: Any) -> bool:
    """In the place of a record: rules ask whether it is there."""
    return True


# Where only the verdict is wanted.
NOTHING = _Nothing()


def bare(make: Callable[..., Any]) -> Callable[[Any], Any] | None:
    """What makes an object whose attributes are set one by one, where the constructor is a generated class.

    Such a class takes its arguments as they are; to set many attributes costs half of a call with as many arguments.
    """
    return object.__new__ if isinstance(make, type) else None


def items(make: Callable[..., Any], length: int, *columns: Iterable[Any]) -> list[Any]:
    """What the constructor makes of each row."""
    return [True] * length if make is _there else list(map(make, *columns))
