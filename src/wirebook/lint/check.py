"""One exchange judged: whose it is, what its request and its reply are, and what could not be looked at.

Three answers stand beside pass and fail. Out of scope: no book claims it. Not checked:
it is in scope, but a half is missing, has no body, or cannot be told; always with the
reason. A half that the book does not describe is not looked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wirebook.books import Book
from wirebook.capture.exchange import Exchange, Half
from wirebook.judge import judge
from wirebook.lint.address import Claim, by_address, knows_host
from wirebook.lint.http import about_address, about_request
from wirebook.lint.quick import Passed, Quick
from wirebook.model import Operation
from wirebook.part import Context
from wirebook.result import Result, combine
from wirebook.swift import passed

__all__ = ["Checked", "Judged", "Linter"]


@dataclass(slots=True)
class Judged:
    """A half of an exchange and its verdict; part is request or response."""

    part: str
    result: Result
    body: bytes


@dataclass(slots=True)
class Checked:
    """An exchange and its verdict: pass, fail, not_checked or out_of_scope."""

    exchange: Exchange
    verdict: str
    provider: str | None
    operation: str | None
    halves: tuple[Judged, ...]

    def settle(self) -> None:
        """Take the verdict from the halves: one that fails fails it, one that was not looked at leaves it unchecked."""
        if self.halves:
            verdicts = {half.result.verdict for half in self.halves}
            self.verdict = next(v for v in ("fail", "not_checked", "pass") if v in verdicts)


class Linter:
    """Judges exchanges by some books, under one deployment's settings. Keeps nothing between them.

    level: the severity from which a finding fails. settings and secret are those of ``Context``;
    a setting goes to the books that declare it.
    """

    def __init__(
        self,
        books: Sequence[Book],
        *,
        settings: Mapping[str, str] | None = None,
        secret: str | None = None,
        level: str = "error",
        reveal: bool = False,
    ) -> None:
        self.books = tuple(books)
        self._settings = dict(settings or {})
        self._secret = secret
        self._level = level
        self._reveal = reveal
        self._quick: Quick | None = None

    def check(self, exchange: Exchange) -> Checked:
        """The verdict on one exchange; raises UsageError for a setting that no book has."""
        told = self._told(exchange, True)
        if told is None:
            return self._whole(exchange)
        if isinstance(told, str):
            return Checked(exchange, told, None, None, ())
        provider = told.book.provider.name
        halves = tuple(
            Judged(half.part, passed(half.message, half.encoding, half.value, half.left, provider), half.body)
            for half in told.halves
        )
        return Checked(exchange, "pass", provider, told.operation.id, halves)

    def verdict(self, exchange: Exchange) -> str:
        """The verdict alone, where neither findings nor values are wanted."""
        told = self._told(exchange, False)
        if told is None:
            return self._whole(exchange).verdict
        return told if isinstance(told, str) else "pass"

    def passed_over(self, checked: Checked) -> list[Checked]:
        """What those operations of an exchange's address say of it that come before the one that has it."""
        request = checked.exchange.request
        claims = by_address(self.books, checked.exchange.host, None if request is None else request.part.path)
        found: list[Checked] = []
        for claim in claims:
            for operation in claim.operations:
                if (claim.book.provider.name, operation.id) == (checked.provider, checked.operation):
                    return found
                found.append(self._spoken(checked.exchange, claim.book, operation))
        return []

    def _told(self, exchange: Exchange, values: bool) -> Passed | str | None:
        if self._quick is None:
            self._quick = Quick(self.books, self.context)
        return self._quick.told(exchange, values)

    def _whole(self, exchange: Exchange) -> Checked:
        request, reply = exchange.request, exchange.reply
        if request is not None and request.part.method is None and request.part.path is None and reply is None:
            return self._alone(exchange, request)
        path = None if request is None else request.part.path
        claims = by_address(self.books, exchange.host, path)
        if claims:
            return self._addressed(exchange, claims)
        host = knows_host(self.books, exchange.host)
        if host is not None:
            result = Result("not_checked", reason="unknown-path", provider=host.provider.name)
            return Checked(exchange, "not_checked", host.provider.name, None, (Judged("request", result, b""),))
        return self._by_structure(exchange)

    # ------------------------------------------------------------ whose it is

    def _alone(self, exchange: Exchange, half: Half) -> Checked:
        """A body of which nothing else is known: told as ``validate`` tells it."""
        if half.lacks:
            return _checked(exchange, None, None, [Judged("request", _lacking(half.lacks, None), b"")])
        results = [self._judge(book, half, self.context(book)) for book in self.books]
        result = combine(results)
        if result.verdict == "not_checked" and not result.candidates:
            return Checked(exchange, "out_of_scope", None, None, ())
        return _checked(exchange, result.provider, None, [Judged("request", result, half.part.body)])

    def _addressed(self, exchange: Exchange, claims: list[Claim]) -> Checked:
        """By the operations of an address; of several books the one that passes it has it."""
        told = [
            self._spoken(exchange, claim.book, operation) for claim in claims for operation in claim.operations
        ]  # fmt: skip
        return min(told, key=lambda one: _RANK[one.verdict])

    def _by_structure(self, exchange: Exchange) -> Checked:
        """By the request's body alone: an address that no book knows, as every handler's is."""
        half = exchange.request
        if half is None or half.lacks or not (half.part.body or half.part.query):
            return Checked(exchange, "out_of_scope", None, None, ())
        from wirebook.select.begun import begun
        from wirebook.select.likeness import resembles

        for book in self.books:
            ctx = self.context(book)
            result = self._judge(book, half, ctx)
            if result.encoding is None:
                continue
            if not result.candidates:
                asks = {case.message: None for operation in book.provider.operations for case in operation.request}
                told = begun(book, result, half.part, asks)
            elif any(resembles(book.provider, name, result.encoding, half.part, ctx) for name in result.candidates):
                told = result.candidates
            else:
                told = ()
            if not told:
                continue
            operations = [
                operation
                for operation in book.provider.operations
                if any(case.message in told for case in operation.request)
            ]
            if len(operations) == 1:
                return self._spoken(exchange, book, operations[0])
            if operations:
                result.findings += about_address(book.provider, operations, result, half.part)
            halves = [Judged("request", result, half.part.body)]
            if any(operation.reply for operation in operations):
                halves.append(Judged("response", _lacking("unknown-operation", book.provider.name), b""))
            return _checked(exchange, book.provider.name, None, halves)
        return Checked(exchange, "out_of_scope", None, None, ())

    # ------------------------------------------------------------ both halves

    def _spoken(self, exchange: Exchange, book: Book, operation: Operation) -> Checked:
        """Both halves of an exchange that is this operation."""
        halves = []
        ctx = self.context(book, operation.id)
        if operation.request:
            halves.append(self._half("request", exchange.request, book, ctx))
            asked = halves[0].result
            if exchange.request is not None:
                status = None if exchange.reply is None else exchange.reply.part.status
                found = about_request(book.provider, operation, asked, exchange.request.part, status)
                asked.findings += found
                if asked.verdict == "pass" and any(f.severity in self._failing for f in found):
                    asked.verdict = "fail"
            if asked.value is not None and asked.message is not None:
                ctx = self.context(book, operation.id)
                ctx.request, ctx.request_message = asked.value, asked.message
        if operation.reply:
            halves.append(self._half("response", exchange.reply, book, ctx))
        return _checked(exchange, book.provider.name, operation.id, halves)

    def _half(self, part: str, half: Half | None, book: Book, ctx: Context) -> Judged:
        name = book.provider.name
        if half is None:
            return Judged(part, _lacking("no-request" if part == "request" else "no-reply", name), b"")
        if half.lacks:
            return Judged(part, _lacking(half.lacks, name), b"")
        return Judged(part, self._judge(book, half, ctx), half.part.body)

    def _judge(self, book: Book, half: Half, ctx: Context) -> Result:
        return judge(book, half.part, ctx, level=self._level, reveal=self._reveal)

    @property
    def _failing(self) -> tuple[str, ...]:
        return ("error",) if self._level == "error" else ("error", "warning")

    def context(self, book: Book, operation: str | None = None) -> Context:
        """What is known around a body by this deployment's settings."""
        known = {one.name for one in book.provider.settings}
        settings: dict[str, Any] = {name: value for name, value in self._settings.items() if name in known}
        return Context(operation=operation, dialect=book.dialect or None, secret=self._secret, settings=settings)


_RANK = {"pass": 0, "fail": 1, "not_checked": 2, "out_of_scope": 3}


def _lacking(reason: str, provider: str | None) -> Result:
    return Result("not_checked", reason=reason, provider=provider)


def _checked(exchange: Exchange, provider: str | None, operation: str | None, halves: list[Judged]) -> Checked:
    checked = Checked(exchange, "not_checked", provider, operation, tuple(halves))
    checked.settle()
    return checked
