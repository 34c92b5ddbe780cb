"""What the checks read of one exchange, so that each of them looks at the model once per message and not per body."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from wirebook.capture.exchange import Half
from wirebook.lexical import lookup, of_operation
from wirebook.lint.check import Checked
from wirebook.lint.event import Event, Keyed
from wirebook.memo import once_per_object
from wirebook.model import CodeTable, List, Message, Operation, Provider, Scalar
from wirebook.result import Result

__all__ = ["Known", "Origins", "Whole", "digest"]

Origins = Mapping[str, tuple[float | None, tuple[str, int] | None]]


class Whole(NamedTuple):
    """What judging one key may know of the run besides its events.

    origins: for "provider.identity", when the capture first held something that gives such identifiers,
    and the first such record without a time.
    """

    provider: Provider
    origins: Origins

    def begun(self, identity: str, event: Event) -> bool:
        """Whether something that gives such identifiers came before the event."""
        time, record = self.origins.get(f"{self.provider.name}.{identity}", (None, None))
        if event.time is not None:
            return time is not None and time <= event.time
        return record is not None and tuple(record) < (event.file, event.record)


class Known:
    """One exchange of an operation that is told: its halves as they were read.

    asked and told: the results of request and reply, None where the spec describes none of that half.
    message: the request's, None while it is not told. value: the request's, None where it was not read.
    """

    def __init__(self, checked: Checked, provider: Provider, operation: Operation, keyed: Keyed) -> None:
        self.checked = checked
        self.exchange = checked.exchange
        self.provider = provider
        self.operation = operation
        self.keyed = keyed
        halves = {half.part: half.result for half in checked.halves}
        self.asked: Result | None = halves.get("request")
        self.told: Result | None = halves.get("response")
        self.message = _message(provider, self.asked)
        self.reply = _message(provider, self.told)
        self.value: Mapping[str, Any] | None = None if self.asked is None else self.asked.value

    def event(self, check: str, *key: object, **facts: Any) -> Event:
        """An event of a check under a key within the provider; facts without a value are left out."""
        exchange = self.exchange
        said = {name: value for name, value in facts.items() if value is not None}
        if self.message is not None:
            said.setdefault("message", self.message.id)
        return Event(
            check,
            self.keyed(check, self.provider.name, *key),
            exchange.time,
            exchange.file,
            exchange.index,
            self.provider.name,
            self.operation.id,
            self.checked.verdict,
            said,
            exchange.line,
        )

    def account(self) -> str | None:
        """Who calls: the request's login, else its secret; None where the request was not read."""
        if self.message is None or self.value is None:
            return None
        for field in _credentials(self.message):
            there = self.value.get(field)
            if there is not None:
                return f"{field}={there}"
        return None

    def answers(self, code: int | str) -> bool | None:
        """Whether the reply says this code of failure; None where the reply was not read."""
        if self.reply is None or self.told is None or self.told.value is None:
            return None
        for field, table in _coded(self.reply):
            if self.told.value.get(field) == code:
                row = lookup(of_operation(table, self.operation.id), code)
                if row is not None and row.ok is False:
                    return True
        return False

    def fails(self) -> bool:
        """Whether the reply as a whole says that the request failed."""
        if self.reply is None or self.told is None or self.told.value is None:
            return False
        for field, table in _coded(self.reply):
            code = self.told.value.get(field)
            row = None if code is None else lookup(of_operation(table, self.operation.id), code)
            if row is not None and row.ok is False:
                return True
        return False


def digest(half: Half | None) -> str:
    """A hash of all that was sent in a request; the same for the same bytes."""
    if half is None:
        return ""
    found = hashlib.blake2b(half.part.body, digest_size=16)
    found.update(b"?" + (half.part.query or b""))
    return found.hexdigest()


def _message(provider: Provider, result: Result | None) -> Message | None:
    return None if result is None or result.message is None else provider.message(result.message)


@once_per_object
def _credentials(message: Message) -> tuple[str, ...]:
    """The fields that tell who calls: logins first."""
    fields = [field for field in message.record.fields if isinstance(field.type, Scalar)]
    logins = [field.name for field in fields if isinstance(field.type, Scalar) and field.type.sensitive == "login"]
    secrets = [field.name for field in fields if isinstance(field.type, Scalar) and field.type.sensitive == "secret"]
    return (*logins, *secrets)


@once_per_object
def _coded(message: Message) -> tuple[tuple[str, CodeTable], ...]:
    """The fields of a message that hold one code each."""
    found = []
    for field in message.record.fields:
        kind: Any = field.type.item if isinstance(field.type, List) else field.type
        if kind is field.type and isinstance(kind, Scalar) and kind.codes is not None:
            found.append((field.name, kind.codes))
    return tuple(found)
