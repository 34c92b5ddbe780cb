"""What of the books a capture has exercised: operations, messages, encodings, fields and codes, seen and unseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from wirebook.books import Book
from wirebook.lexical.codes import of_operation
from wirebook.lint.check import Checked
from wirebook.lint.event import Met
from wirebook.memo import once_per_object
from wirebook.model import CodeTable, List, Provider, Record, Scalar

__all__ = ["Coverage"]


class Coverage:
    """Counts by provider; a field counts once for each message that holds it, a code once for each value."""

    def __init__(self, books: Sequence[Book]) -> None:
        self._providers = {book.provider.name: book.provider for book in books}
        self._seen: dict[str, Counter[tuple[str, ...]]] = {}
        self._met: dict[tuple[str, str, str], int] = {}  # by provider, operation, and limit or "" for attempts

    def add(self, checked: Checked) -> None:
        """Count an exchange's operation, and its halves that were read."""
        if checked.provider is None or checked.provider not in self._providers:
            return
        seen = self._seen.setdefault(checked.provider, Counter())
        if checked.operation is not None:
            seen["operation", checked.operation] += 1
        for half in checked.halves:
            result = half.result
            if result.message is None or result.encoding is None:
                continue
            seen["message", result.message] += 1
            seen["encoding", result.message, result.encoding] += 1
            message = self._providers[checked.provider].message(result.message)
            if message is not None and result.value is not None:
                fields: set[str] = set()
                codes: list[tuple[CodeTable, Any]] = []
                _met(message.record, result.value, "", fields, codes)
                for key in fields:
                    seen["field", result.message, key] += 1
                for held, code in codes:
                    table, text = of_operation(held, checked.operation or ""), str(code)
                    if text in _known(table):  # what else a body may hold there is without end
                        seen["code", table.id, text] += 1

    def merge(self, other: Coverage) -> None:
        """Add what another run over other exchanges counted."""
        for name, seen in other._seen.items():
            self._seen.setdefault(name, Counter()).update(seen)
        for key, number in other._met.items():
            self._met[key] = max(number, self._met.get(key, 0))

    def met(self, one: Met) -> None:
        """Note how near the capture came to a limit."""
        key = one.provider, one.operation, one.name
        self._met[key] = max(one.number, self._met.get(key, 0))

    def kept(self) -> dict[str, Any]:
        """Every count, for ``restore``."""
        seen = {name: [[list(key), n] for key, n in sorted(seen.items())] for name, seen in sorted(self._seen.items())}
        return {"seen": seen, "met": [[list(key), n] for key, n in sorted(self._met.items())]}

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Add what ``kept`` told."""
        for name, pairs in kept["seen"].items():
            self._seen.setdefault(name, Counter()).update({tuple(key): count for key, count in pairs})
        for (provider, operation, name), number in kept["met"]:
            self.met(Met(provider, operation, name, number))

    def as_json(self) -> dict[str, Any]:
        """By provider that was met: what there is, with how often it was seen; 0 is what the capture lacks."""
        return {
            name: {**_shape(self._providers[name], seen), **_bounds(self._providers[name], self._met)}
            for name, seen in sorted(self._seen.items())
        }


def _bounds(provider: Provider, met: Mapping[tuple[str, str, str], int]) -> dict[str, Any]:
    """Limits with the most calls that were counted together, schedules of repetition with the most attempts; 0 for
    what was never met."""
    limits, retries = {}, {}
    for operation in provider.operations:
        for limit in operation.limits:
            number = limit.concurrent if limit.requests is None else limit.requests
            seen = met.get((provider.name, operation.id, limit.id), 0)
            limits[f"{operation.id}.{limit.id}"] = {"met": seen, "limit": number}
        if operation.retry is not None:
            seen = met.get((provider.name, operation.id, ""), 0)
            retries[operation.id] = {"met": seen, "limit": operation.retry.attempts}
    return {"limits": limits, "retries": retries}


def _shape(provider: Provider, seen: Mapping[tuple[str, ...], int]) -> dict[str, Any]:
    return {
        "operations": {o.id: seen.get(("operation", o.id), 0) for o in provider.operations},
        "messages": {
            message.id: {
                "seen": seen.get(("message", message.id), 0),
                "encodings": {s.encoding: seen.get(("encoding", message.id, s.encoding), 0) for s in message.shapes},
                "fields": {path: seen.get(("field", message.id, path), 0) for path in _paths(message.record, "")},
            }
            for message in provider.messages
        },
        "codes": {
            table.id: {
                str(entry.value): seen.get(("code", table.id, str(entry.value)), 0)
                for entry in table.entries
                if entry.value is not None
            }
            for table in provider.codes
        },
    }


def _paths(record: Record, prefix: str) -> Iterator[str]:
    for field in record.fields:
        path = prefix + field.name
        yield path
        inner = field.type.item if isinstance(field.type, List) else field.type
        if isinstance(inner, Record):
            yield from _paths(inner, f"{path}[]." if isinstance(field.type, List) else f"{path}.")


class _Held(NamedTuple):
    """What a field holds besides itself: records, or codes of a table; many: in a list or a map."""

    inner: Record | None
    codes: CodeTable | None
    many: bool


@once_per_object
def _held(record: Record) -> dict[str, _Held]:
    found = {}
    for field in record.fields:
        kind: Any = field.type
        kind = kind.item if isinstance(kind, List) else getattr(kind, "values", kind)
        codes = kind.codes if isinstance(kind, Scalar) and isinstance(kind.codes, CodeTable) else None
        found[field.name] = _Held(kind if isinstance(kind, Record) else None, codes, kind is not field.type)
    return found


def _met(
    record: Record, value: Mapping[str, Any], prefix: str, fields: set[str], codes: list[tuple[CodeTable, Any]]
) -> None:
    """Note the fields of a record that are there, by path, and the codes in them."""
    known = _held(record)
    for name, there in value.items():
        held = known.get(name)
        if held is None or there is None or there == [] or there == {}:
            continue
        fields.add(prefix + name)
        if held.inner is not None:
            below = f"{prefix}{name}[]." if held.many else f"{prefix}{name}."
            for item in there if held.many else (there,):
                _met(held.inner, item, below, fields, codes)
        elif held.codes is not None:
            items = (there,) if not held.many else there.values() if isinstance(there, dict) else there
            codes += [(held.codes, item) for item in items]


@once_per_object
def _known(table: CodeTable) -> frozenset[str]:
    return frozenset(str(entry.value) for entry in table.entries if entry.value is not None)
