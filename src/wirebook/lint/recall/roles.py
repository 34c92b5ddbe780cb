"""What a verdict takes from a field's value besides the limits of its type.

Five roles: ``layout`` where it names a charset, so that all else may mean something else; ``value`` where a
condition, a code table or a choice of message looks at what it is; ``equal`` where a rule only asks whether it
equals others; ``plain`` where it is signed together with others, so that it may not hold what stands between them;
and ``free``, all the rest. A field that this does not know for certain is ``value``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wirebook.lint.recall.texts import SAFE
from wirebook.model import Cond, List, Provider, Record, Rule, Scalar
from wirebook.part import Context
from wirebook.settings import setting
from wirebook.signed import known_by

__all__ = ["Roles", "signed"]

_EQUAL = ("string", "phone", "integer")  # one text for each value, once a text is canonical
_Key = tuple[int, str]  # a record and the name of a field


class Roles:
    """The roles of the fields of one provider's messages; records are told by identity."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._layout: set[_Key] = set()
        self._value: set[_Key] = set()
        self._plain: set[_Key] = set()
        # Fields whose values rules compare, each with the number of those that it is compared with.
        self._groups: dict[_Key, int] = {}
        # The records of the requests that what is looked at may answer.
        self._asks: list[Record] = []
        for message in provider.messages:
            replying = [one for one in provider.operations if any(case.message == message.id for case in one.reply)]
            self._asks = [record for one in replying for record in self._of(one.request)]
            self._record(message.record)
        for operation in provider.operations:
            self._asks = self._of(operation.request)
            for cases, records in ((operation.request, self._asks), (operation.reply, self._of(operation.reply))):
                for case in cases:
                    if case.when is not None:
                        self._cond(case.when, records)
            if operation.reply_encoding is not None:
                self._path(operation.reply_encoding.by, [])
        self._asks = [record for one in provider.operations for record in self._of(one.request)]
        for policy in provider.charsets:
            for step in policy.resolve:
                kind, _, name = step.partition(":")
                if kind == "request":
                    self._layout.update((id(record), name) for record in self._asks)

    def role(self, record: Record, name: str, scalar: Scalar) -> str:
        """A field's role, or that of a list's items, if scalars, under its name."""
        key = id(record), name
        if key in self._layout:
            return "layout"
        if key in self._value or scalar.codes is not None or scalar.base in ("boolean", "bits", "union"):
            return "value"
        field = next((one for one in record.fields if one.name == name), None)
        if field is None or field.default is not None:
            return "value"
        if any(facet.name == "enumeration" for facet in scalar.facets):
            return "value"
        role = "equal" if key in self._groups else "plain" if key in self._plain else "free"
        return "value" if role != "free" and (scalar.base not in _EQUAL or scalar.normal is not None) else role

    def group(self, record: Record, name: str) -> int | None:
        """What a field's values are compared with, as a number that all of these share; None if with nothing."""
        return self._groups.get((id(record), name))

    def compared(self, record: Record, value: Mapping[str, Any]) -> Counter[int]:
        """How many values of each group a record has."""
        found: Counter[int] = Counter()
        for field in record.fields:
            there = value.get(field.name)
            if there is None:
                continue
            items = there if isinstance(there, list | tuple) else [there]
            kind = field.type.item if isinstance(field.type, List) else field.type
            if isinstance(kind, Record):
                for item in items:
                    found += self.compared(kind, item)
            elif (group := self.group(record, field.name)) is not None:
                found[group] += len(items)
        return found

    def _of(self, cases: Sequence[Any]) -> list[Record]:
        found = [self._provider.message(case.message) for case in cases]
        return [message.record for message in found if message is not None]

    def _record(self, record: Record) -> None:
        for rule in record.rules:
            self._rule(rule, record)
        for field in record.fields:
            kind = field.type.item if isinstance(field.type, List) else field.type
            if isinstance(kind, Record):
                self._record(kind)

    def _rule(self, rule: Rule, record: Record) -> None:
        if rule.when is not None:
            self._cond(rule.when, [record])
        if rule.kind in ("unique", "answered", "echoes"):
            keys = [*_keyed(record, rule.field, rule.key)]
            if rule.kind != "unique":
                name, _, key = rule.request.partition(".")
                keys += [one for asking in self._asks for one in _keyed(asking, name, key)]
            self._compare(keys)
        elif rule.kind == "count":
            for path in rule.counted:
                self._path(path, [record])
        elif rule.kind == "repeated":
            for item in _items(record, rule.field):
                self._value.add((id(item), rule.code))
                for name in (rule.key, *rule.same):
                    self._compare([(id(item), name)])
        elif rule.kind == "signature":
            self._plain.update((id(record), name) for name in rule.join)
        elif rule.kind not in ("unique", "required_if", "forbidden_if", "exactly_one", "at_most_one"):
            self._value.update((id(record), field.name) for field in record.fields)

    def _compare(self, keys: Sequence[_Key]) -> None:
        """Note that the values of these fields are compared, with each other and with what any of them is."""
        known = {self._groups[key] for key in keys if key in self._groups}
        number = min(known, default=len(self._groups))
        for key, group in self._groups.items():
            if group in known:
                self._groups[key] = number
        self._groups.update(dict.fromkeys(keys, number))

    def _cond(self, cond: Cond, records: Sequence[Record]) -> None:
        if cond.op in ("equals", "in"):
            self._path(cond.path, records)
        for item in cond.items:
            self._cond(item, records)

    def _path(self, path: str, records: Sequence[Record]) -> None:
        region, dot, name = path.partition(".")
        if dot and region == "setting":
            return
        if dot and region == "request":
            path, records = name, self._asks
        self._value.update((id(record), path) for record in records)


def _keyed(record: Record, name: str, key: str) -> Iterator[_Key]:
    """A scalar, a list of scalars, or the field ``key`` of a list's items."""
    if key:
        yield from ((id(item), key) for item in _items(record, name))
    else:
        yield id(record), name


def _items(record: Record, name: str) -> Iterator[Record]:
    for field in record.fields:
        if field.name == name and isinstance(field.type, List) and isinstance(field.type.item, Record):
            yield field.type.item


def signed(provider: Provider, record: Record, value: Mapping[str, Any], ctx: Context) -> bool:
    """Whether more of a body counts than the roles say: somebody carries a signature, and it is compared.

    value: that of the record.
    """
    for rule in record.rules:
        if rule.kind != "signature":
            continue
        carriers = [carrier.field for carrier in rule.carriers]
        if not any(value.get(field) is not None or field.startswith("setting.") for field in carriers):
            continue
        known = all(setting(provider, ctx, name) is not None for name in known_by(rule))
        if known or rule.over or not set(rule.delimiter).isdisjoint(SAFE):
            return True
    for field in record.fields:
        there = value.get(field.name)
        kind = field.type.item if isinstance(field.type, List) else field.type
        if isinstance(kind, Record) and there is not None:
            items = there if isinstance(there, list | tuple) else [there]
            if any(signed(provider, kind, item, ctx) for item in items):
                return True
    return False
