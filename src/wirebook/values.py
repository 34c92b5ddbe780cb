"""Logical values to and from JSON, as ``decode`` prints them and ``encode`` takes them.

Integers beyond 2^53 and decimals are strings there, dates and times ISO 8601, and
what is sensitive is redacted. Only types are settled here; limits and rules are the
engines' to check.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from wirebook.errors import ValidationError
from wirebook.explain.outcome import Raw, finish
from wirebook.explain.show import shown_name
from wirebook.lexical import MAX_NUMBER, parse, render, union_names
from wirebook.model import List, Map, Record, Scalar

__all__ = ["convert", "from_json", "to_json"]

_EXACT = 2**53
_INTEGER = re.compile("-?[0-9]+")
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_ISO: dict[str, Any] = {
    "date": datetime.date.fromisoformat,
    "time": datetime.time.fromisoformat,
    "datetime": datetime.datetime.fromisoformat,
}
_KINDS: dict[str, type] = {"date": datetime.date, "time": datetime.time, "datetime": datetime.datetime}
_HIDDEN = ("secret", "login")

Kind = Scalar | Record | List | Map


# ---------------------------------------------------------------- to JSON


def to_json(record: Record, value: Mapping[str, Any], *, show_sensitive: bool = False) -> dict[str, Any]:
    """What JSON can hold of a logical value; secrets and logins redacted.

    show_sensitive shows logins too, secrets never. Phones and texts are always
    shown: whoever decodes wants them.
    """
    hidden = ("secret",) if show_sensitive else _HIDDEN
    shown: dict[str, Any] = _shown(record, value, hidden)
    return shown


def _shown(kind: Kind, value: Any, hidden: tuple[str, ...]) -> Any:
    if isinstance(kind, Record):
        kinds = {field.name: field.type for field in kind.fields}
        return {name: _shown(kinds[name], inner, hidden) for name, inner in value.items() if name in kinds}
    if isinstance(kind, List):
        return [_shown(kind.item, item, hidden) for item in value]
    if isinstance(kind, Map):
        return {key: _shown(kind.values, inner, hidden) for key, inner in value.items()}
    if kind.sensitive in hidden:
        return {"redacted": kind.sensitive}
    return _plain(value)


def _plain(value: Any) -> Any:
    """A scalar as JSON holds it."""
    if isinstance(value, int):
        return value if -_EXACT <= value <= _EXACT else str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else value


# ---------------------------------------------------------------- from JSON


def from_json(record: Record, obj: Any) -> dict[str, Any]:
    """The logical value that ``obj`` spells; raises ValidationError with everything that is wrong.

    Takes Python's own values as well (dates, Decimals, tuples), drops nulls, and
    leaves limits, presence and rules to whoever uses the value.
    """
    raws: list[Raw] = []
    value = convert(record, obj, raws)
    if raws:
        raise ValidationError(finish(raws, provider="", message=record.name, encoding="", body=b"", charset="utf-8"))
    return value


def convert(record: Record, obj: Any, raws: list[Raw]) -> dict[str, Any]:
    """The value of ``obj`` without what is wrong in it; that is noted in ``raws``."""
    value = _Converter(raws).record(record, obj, "")
    return {} if value is None else value


class _Converter:
    def __init__(self, raws: list[Raw]) -> None:
        self.raws = raws

    def note(self, code: str, path: str, name: str, reason: str = "", source: str = "") -> None:
        args = {"name": name or "the value"} | ({"reason": reason} if reason else {})
        self.raws.append(Raw(code, "error", path, (-1, -1), None, args, source))

    def any(self, kind: Kind, obj: Any, path: str, name: str) -> Any:
        """The value of a field, None where it has none that can be used."""
        if isinstance(kind, Record):
            return self.record(kind, obj, path)
        if isinstance(kind, List):
            return self.list(kind, obj, path, name)
        if isinstance(kind, Map):
            return self.map(kind, obj, path, name)
        return self.scalar(kind, obj, path, name)

    def record(self, kind: Record, obj: Any, path: str) -> dict[str, Any] | None:
        if not isinstance(obj, Mapping):
            self.note("encode.value", path, path, f"an object is wanted, not {_type(obj)}")
            return None
        fields = {field.name: field for field in kind.fields}
        value: dict[str, Any] = {}
        for key, inner in obj.items():
            field = fields.get(key) if isinstance(key, str) else None
            if field is None:
                shown = shown_name(str(key))
                self.note("encode.unknown", _join(path, shown), shown, source=kind.source)
            elif inner is not None:
                made = self.any(field.type, inner, _join(path, field.name), field.name)
                if made is not None:
                    value[field.name] = made
        return value

    def list(self, kind: List, obj: Any, path: str, name: str) -> Any:
        if not isinstance(obj, (list, tuple)):
            self.note("encode.value", path, name, f"a list is wanted, not {_type(obj)}")
            return None
        return [self.any(kind.item, item, f"{path}[{i}]", name) for i, item in enumerate(obj)]

    def map(self, kind: Map, obj: Any, path: str, name: str) -> Any:
        if not isinstance(obj, Mapping):
            self.note("encode.value", path, name, f"an object is wanted, not {_type(obj)}")
            return None
        known = {key for key, _ in kind.keys}
        value = {}
        for key, inner in obj.items():
            if not isinstance(key, str) or not key:
                self.note("encode.value", path, name, "keys are texts")
                continue
            shown = key if key in known else shown_name(key)
            made = self.scalar(kind.values, inner, f"{path}.{shown}", shown)
            if made is not None:
                value[key] = made
        return value

    def scalar(self, kind: Scalar, obj: Any, path: str, name: str) -> Any:
        if isinstance(obj, Mapping) and set(obj) == {"redacted"}:
            self.note("encode.redacted", path, name)
            return None
        try:
            return _CONVERT[kind.base](kind, obj)
        except ValueError as wrong:
            self.note("encode.value", path, name, str(wrong), kind.source)
            return None


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _type(obj: Any) -> str:
    """How a wrong value is called; never the value itself."""
    return {"NoneType": "null", "bool": "a boolean", "str": "text", "dict": "an object", "list": "a list"}.get(
        type(obj).__name__, type(obj).__name__
    )


def _text(kind: Scalar, obj: Any) -> str:
    if not isinstance(obj, str):
        raise ValueError(f"text is wanted, not {_type(obj)}")
    return str.__str__(obj)  # that of an enumeration's member would be its name


def _integer(kind: Scalar, obj: Any) -> int:
    if isinstance(obj, int) and not isinstance(obj, bool):
        return int(obj)
    if isinstance(obj, str) and len(obj) <= MAX_NUMBER and _INTEGER.fullmatch(obj):
        return int(obj)
    raise ValueError(f"an integer is wanted, not {_type(obj)}")


def _boolean(kind: Scalar, obj: Any) -> bool:
    if not isinstance(obj, bool):
        raise ValueError(f"a boolean is wanted, not {_type(obj)}")
    return obj


def _decimal(kind: Scalar, obj: Any) -> Decimal:
    if isinstance(obj, Decimal):
        return obj
    if isinstance(obj, int) and not isinstance(obj, bool) and obj.bit_length() < 4 * MAX_NUMBER:
        return Decimal(obj)
    if isinstance(obj, str) and len(obj) <= MAX_NUMBER and _DECIMAL.fullmatch(obj):
        return Decimal(obj)
    raise ValueError(f"a decimal number is wanted, not {_type(obj)}")


def _moment(kind: Scalar, obj: Any) -> Any:
    wanted = _KINDS[kind.base]
    if isinstance(obj, wanted):
        return obj
    if not isinstance(obj, str):
        raise ValueError(f"a {kind.base} is wanted, not {_type(obj)}")
    try:
        return _ISO[kind.base](obj)
    except ValueError:
        raise ValueError(f"an ISO 8601 {kind.base} is wanted") from None


def _union(kind: Scalar, obj: Any) -> Any:
    """What the union writes and reads back and JSON spells just so; else what it writes; else of a member's type."""
    made = []
    for member in kind.members:
        try:
            made.append(_CONVERT[member.base](member, obj))
        except ValueError:
            continue
    if not made:
        raise ValueError(f"a value of {union_names(kind)} is wanted, not {_type(obj)}")
    good = [value for value in made if _comes_back(kind, value)]
    exact = [value for value in good if _same(_plain(value) if isinstance(obj, str) else value, obj)]
    return (exact or good or made)[0]


def _comes_back(kind: Scalar, value: Any) -> bool:
    try:
        again, _ = parse(kind, render(kind, value))
    except ValueError:
        return False
    return _same(again, value)


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)  # a datetime is a date, and True is 1


_CONVERT: dict[str, Any] = {
    "string": _text,
    "phone": _text,
    "integer": _integer,
    "bits": _integer,
    "union": _union,
    "decimal": _decimal,
    "boolean": _boolean,
    "date": _moment,
    "time": _moment,
    "datetime": _moment,
}
