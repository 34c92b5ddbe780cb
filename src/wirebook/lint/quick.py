"""The short road from an exchange to its verdict: both halves by compiled code, with what is known remembered.

It answers for an exchange that passes without a finding, and for one that no book claims; for
everything else it says nothing, and the linter goes the whole way. What only depends on the books
(which operation an address means, what a reply is read by) is looked up once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from wirebook.books import Book
from wirebook.capture.exchange import Exchange, Half
from wirebook.lint.address import by_address, knows_host
from wirebook.lint.http import elsewhere
from wirebook.lint.shelf import MOST, Opened, Shelf, Told
from wirebook.model import Operation
from wirebook.part import Context, Part
from wirebook.select import cases

__all__ = ["Passed", "Quick", "Told"]


class Passed(NamedTuple):
    """An exchange that passes."""

    book: Book
    operation: Operation
    halves: tuple[Told, ...]


class Quick:
    """The short road for some books, under one deployment's settings."""

    def __init__(self, books: Sequence[Book], contexts: Callable[[Book], Context]) -> None:
        self._books = tuple(books)
        self._shelves: dict[int, Shelf] = {}
        for book in books:
            module, ctx = book.accept, contexts(book)
            if module is not None and not _declared(book, ctx.settings):
                continue
            if module is not None:
                self._shelves[id(book)] = Shelf(book, module, ctx.settings, ctx.secret)
        self._addresses: dict[tuple[str | None, str | None], Any] = {}

    def told(self, exchange: Exchange, values: bool) -> Passed | str | None:
        """The exchange that passes; "out_of_scope"; or None where it takes more than this road has."""
        asked = exchange.request
        if asked is None:
            return None
        part = asked.part
        if part.method is None and part.path is None and exchange.reply is None:
            return None
        key = (exchange.host, part.path)
        if key not in self._addresses:
            if len(self._addresses) >= MOST:
                self._addresses.clear()
            self._addresses[key] = self._address(*key)
        address = self._addresses[key]
        if address is None or asked.lacks or part.query:
            return None
        if address != "unknown":
            shelf, operation = address
            return self._spoken(exchange, shelf, operation, None, values)
        if not part.body:
            return "out_of_scope"
        return self._by_structure(exchange, part, values)

    def _address(self, host: str | None, path: str | None) -> Any:
        """The one operation of an address with its book; "unknown" for one that no book has; None for anything else."""
        claims = by_address(self._books, host, path)
        if not claims:
            if knows_host(self._books, host) is not None or len(self._shelves) < len(self._books):
                return None
            # An address of another host may mean an operation all the same, once its book is at hand.
            known = any(cases.operations_of(s.table, path, s.bare) for s in self._shelves.values())
            return None if known else "unknown"
        shelf = self._shelves.get(id(claims[0].book))
        if len(claims) > 1 or len(claims[0].operations) > 1 or shelf is None:
            return None
        return shelf, claims[0].operations[0]

    def _by_structure(self, exchange: Exchange, part: Part, values: bool) -> Passed | str | None:
        """As the linter looks for an address that no book knows: the first book of which the body is a message."""
        for shelf in self._shelves.values():
            guessed = shelf.guess(part.body)
            if guessed == ():
                continue  # nothing can be told, whatever the body is
            if guessed is None or len(guessed) > 1:
                return None
            name = shelf.tagged(part, None, cases.REQUEST, shelf.bare) if guessed[0] == "xml" else None
            if name is not None and len(shelf.asked_by.get(name, ())) == 1:
                found = self._spoken(exchange, shelf, shelf.asked_by[name][0], None, values, name)
                if found is not None:
                    return found
            opened = shelf.open(guessed[0], part, shelf.bare)
            if opened is None:
                return None
            names = shelf.by_structure(opened)
            if not names:
                continue
            if len(names) > 1:
                return None
            operations = shelf.asked_by.get(names[0], ())
            if len(operations) != 1:
                return None
            return self._spoken(exchange, shelf, operations[0], opened, values)
        return "out_of_scope"

    def _spoken(
        self,
        exchange: Exchange,
        shelf: Shelf,
        operation: Operation,
        opened: Opened | None,
        values: bool,
        only: str | None = None,
    ) -> Passed | None:
        """Both halves of an exchange that is this operation.

        opened: the request where it was read already. only: the message that it must be, told by its root element.
        """
        asked, reply = exchange.request, exchange.reply
        row = shelf.rows[operation.id]
        ctx = shelf.contexts[operation.id]
        halves: list[Told] = []
        assert asked is not None
        if operation.request:
            told = self._request(shelf, operation, row, asked.part, reply, ctx, opened, values, only)
            if told is None:
                return None
            halves.append(told)
            if operation.reply:
                ctx = shelf.context(operation.id)
                ctx.request, ctx.request_message = told.value or {}, told.message
        if operation.reply:
            if reply is None or reply.lacks or not reply.part.body or ctx.request_message is None:
                return None
            answered = self._reply(shelf, row, reply.part, ctx, values)
            if answered is None:
                return None
            halves.append(answered)
        return Passed(shelf.book, operation, tuple(halves)) if halves else None

    def _request(
        self,
        shelf: Shelf,
        operation: Operation,
        row: Any,
        part: Part,
        reply: Half | None,
        ctx: Context,
        opened: Opened | None,
        values: bool,
        only: str | None,
    ) -> Told | None:
        status = None if reply is None else reply.part.status
        if part.method is None or not part.body or elsewhere(operation, part):
            return None
        wanted = values or shelf.asks[operation.id]
        if opened is None:
            guessed = shelf.guess(part.body) if only is None else ("xml",)
            if guessed is None or len(guessed) != 1 or not shelf.fine(operation, guessed[0], part, status):
                return None
            name = only
            if guessed[0] == "xml" and (only is None or row[cases.REQUEST] != ((None, only),)):
                name = shelf.tagged(part, row, cases.REQUEST, ctx)
            told = None
            if name is not None and only in (None, name):
                told = shelf.quickly("request", name, part, ctx, wanted)
            if told is not None or only is not None:
                return told
            opened = shelf.open(guessed[0], part, ctx)
        elif not shelf.fine(operation, opened[0], part, status):
            return None
        name = None if opened is None else shelf.message(opened, row, cases.REQUEST, part, ctx)
        if opened is None or name is None:
            return None
        return shelf.check("request", name, opened, part.body, ctx, wanted)

    def _reply(self, shelf: Shelf, row: Any, part: Part, ctx: Context, values: bool) -> Told | None:
        guessed = shelf.guess(part.body)
        if guessed is None or len(guessed) != 1:
            return None
        wanted = None if row[5] is None else shelf.reply_encoding(row, ctx)
        if wanted is not None and wanted != guessed[0]:
            return None
        name = shelf.tagged(part, row, cases.REPLY, ctx) if guessed[0] == "xml" else None
        told = None if name is None else shelf.quickly("response", name, part, ctx, values)
        if told is not None:
            return told
        opened = shelf.open(guessed[0], part, ctx)
        name = None if opened is None else shelf.message(opened, row, cases.REPLY, part, ctx)
        if opened is None or name is None:
            return None
        return shelf.check("response", name, opened, part.body, ctx, values)


def _declared(book: Book, settings: Mapping[str, str]) -> bool:
    """Whether every setting has a value of its list; the thorough way refuses others."""
    table = book.table["settings"]
    return all(not table[name][2] and (not table[name][1] or text in table[name][1]) for name, text in settings.items())
