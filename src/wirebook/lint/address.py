"""Whose an exchange is by its address: host and path where a spec knows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from wirebook.books import Book
from wirebook.model import Operation

__all__ = ["Claim", "by_address", "knows_host"]


class Claim(NamedTuple):
    """A book and the operations of it that an address can mean."""

    book: Book
    operations: tuple[Operation, ...]


def by_address(books: Sequence[Book], host: str | None, path: str | None) -> list[Claim]:
    """The books that know the path, at that host where they name one; handlers have no address that a spec knows."""
    found = []
    for book in books:
        fitting = tuple(
            operation
            for operation in book.provider.operations
            if operation.kind == "call" and operation.path and path == operation.path and _same(operation.host, host)
        )
        if fitting:
            found.append(Claim(book, fitting))
    return found


def knows_host(books: Sequence[Book], host: str | None) -> Book | None:
    """The book that names the host, whatever the path."""
    if host is None:
        return None
    return next((book for book in books for o in book.provider.operations if o.host and _same(o.host, host)), None)


def _same(named: str, host: str | None) -> bool:
    """Whether a spec's host is the one of an exchange; what is not said on either side does not speak against it."""
    if not named or host is None:
        return True
    ours, _, our_port = named.lower().partition(":")
    name, _, port = host.lower().partition(":")
    return ours == name and (not our_port or not port or our_port == port)
