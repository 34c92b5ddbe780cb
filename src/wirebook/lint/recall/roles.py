"""What a verdict takes from a field's value besides the limits of its type.

Four roles: ``value`` where a condition, a code table, a choice of message or a charset looks at what it is;
``equal`` where a rule only asks whether it equals others; ``plain`` where it is signed together with others, so
that it may not hold what stands between them; and ``free``, all the rest. A field that this does not know for
certain is ``value``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from wirebook.books import Book
from wirebook.lint.recall.texts import SAFE
from wirebook.model import Cond, Const, List, Member, Message, Provider, Record, Rule, Scalar, Tree
from wirebook.part import Context
from wirebook.select.limits import tests
from wirebook.settings import setting
from wirebook.signed import known_by

__all__ = ["Roles", "compared", "looked_at"]

_EQUAL = ("string", "phone", "integer")  # one text for each value, once a text is canonical


class Roles:
    """The roles of the fields of one provider's messages; records are told by identity."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._value: set[tuple[int, str]] = set()
        self._equal: set[tuple[int, str]] = set()
        self._plain: set[tuple[int, str]] = set()
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
                    self._path(f"request.{name}", [])

    def role(self, record: Record, name: str, scalar: Scalar) -> str:
        """free, plain, equal or value: a field's role, or that of a list's items, if scalars, under its name."""
        key = id(record), name
        if key in self._value or scalar.codes is not None or scalar.base in ("boolean", "bits", "union"):
            return "value"
        field = next((one for one in record.fields if one.name == name), None)
        if field is None or field.default is not None:
            return "value"
        if any(facet.name == "enumeration" for facet in scalar.facets):
            return "value"
        role = "equal" if key in self._equal else "plain" if key in self._plain else "free"
        return "value" if role != "free" and (scalar.base not in _EQUAL or scalar.normal is not None) else role

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
            self._keyed(record, rule.field, rule.key)
        if rule.kind in ("answered", "echoes"):
            name, _, key = rule.request.partition(".")
            for asking in self._asks:
                self._keyed(asking, name, key)
        elif rule.kind == "count":
            for path in rule.counted:
                self._path(path, [record])
        elif rule.kind == "repeated":
            for item in _items(record, rule.field):
                self._value.add((id(item), rule.code))
                self._equal.update((id(item), name) for name in (rule.key, *rule.same))
        elif rule.kind == "signature":
            self._plain.update((id(record), name) for name in rule.join)
        elif rule.kind not in ("unique", "required_if", "forbidden_if", "exactly_one", "at_most_one"):
            self._value.update((id(record), field.name) for field in record.fields)

    def _keyed(self, record: Record, name: str, key: str) -> None:
        """A scalar, a list of scalars, or the field ``key`` of a list's items."""
        if key:
            self._equal.update((id(item), key) for item in _items(record, name))
        else:
            self._equal.add((id(record), name))

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


def _items(record: Record, name: str) -> Iterator[Record]:
    for field in record.fields:
        if field.name == name and isinstance(field.type, List) and isinstance(field.type.item, Record):
            yield field.type.item


def compared(provider: Provider, message: Message, there: frozenset[str], ctx: Context) -> bool:
    """Whether more of the body counts than the roles say: somebody carries a signature, and it is compared.

    there: the fields that the body has.
    """
    for rule in message.record.rules:
        if rule.kind != "signature":
            continue
        carriers = [carrier.field for carrier in rule.carriers]
        if not any(field in there or field.startswith("setting.") for field in carriers):
            continue
        known = all(setting(provider, ctx, name) is not None for name in known_by(rule))
        if known or rule.over or not set(rule.delimiter).isdisjoint(SAFE):
            return True
    return False


def looked_at(books: Sequence[Book]) -> dict[str, frozenset[tuple[str, str]]]:
    """By encoding, the places under the root whose texts tell the messages of some book apart, or name a charset.

    Whatever messages are left to choose from: every place where one has a fixed text, and every one where the values
    of two exclude each other.
    """
    found: dict[str, set[tuple[str, str]]] = {}
    for book in books:
        shapes: dict[str, list[tuple[str, Member]]] = {}
        for message in book.provider.messages:
            for shape in message.shapes:
                if isinstance(shape.root, Member):
                    shapes.setdefault(shape.encoding, []).append((message.id, shape.root))
        for encoding, rows in shapes.items():
            every = found.setdefault(encoding, set())
            every.update(place for _, root in rows for place in _consts(root))
            names = [name for name, _ in rows]
            every.update((slot, name) for slot, name, _ in tests(rows, [*combinations(names, 2)]))
        for policy in book.provider.charsets:
            steps = [step.partition(":")[2] for step in policy.resolve if step.startswith("param:")]
            found.setdefault(policy.encoding, set()).update(("param", name) for name in steps)
    return {encoding: frozenset(places) for encoding, places in found.items()}


def _consts(root: Member) -> Iterator[tuple[str, str]]:
    for member in root.node.members if isinstance(root.node, Tree) else ():
        if isinstance(member.node, Const):
            yield from ((member.slot, name) for name in (member.name, *(a.name for a in member.alternatives)))
    yield "text", ""
