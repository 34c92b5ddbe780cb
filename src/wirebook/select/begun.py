"""Whose a body is that several books speak of: what it looks like or, where it cannot be read, begins like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from wirebook.part import Context, Part
from wirebook.select.likeness import resembles
from wirebook.select.run import guess
from wirebook.select.stump import stump

if TYPE_CHECKING:
    from wirebook.books import Book
    from wirebook.result import Result

__all__ = ["begun", "fitting", "likeliest"]


def begun(book: Book, result: Result, part: Part, messages: Iterable[str]) -> tuple[str, ...]:
    """Those of the messages that a body which cannot be read begins like: a broken one is somebody's all the same."""
    first = next((f for f in result.findings if f.severity == "error" and f.start >= 0), None)
    if first is None or result.verdict != "fail" or result.encoding is None:
        return ()
    begin = stump(result.encoding, part.body, first.start)
    if begin is None and first.code.startswith("charset."):
        begin = part.body  # what its headers say of the charset keeps it from being read, not what it holds
    if begin is None:
        return ()
    ctx = Context(dialect=book.dialect or None)
    return tuple(name for name in messages if resembles(book.provider, name, result.encoding, Part(begin), ctx))


def likeliest(books: Sequence[Book], results: Sequence[Result], part: Part) -> list[Result]:
    """Of what several books say of a body that none of them knows, that of the book whose it is, if that can be told.

    Else that in the encodings which the body's beginning suggests; else all of it.
    """
    told = [
        result
        for book, result in zip(books, results, strict=True)
        if begun(book, result, part, [message.id for message in book.provider.messages])
    ]
    if told:
        return told
    suggested = guess(part.body, ("xml", "json", "form"), lambda _: False)
    return [result for result in results if result.encoding in suggested] or list(results)


def fitting(books: Sequence[Book], results: Sequence[Result], part: Part, ctx: Context, *, named: bool) -> list[Result]:
    """Of several books that were asked for a message or an operation of one name, those whose body it can be.

    These are the ones that pass it, and the ones whose message it looks like; all of them where it is none of that.
    named: the message was asked for, so that a book which passes it settles the matter.
    """
    claims = [pair for pair in zip(books, results, strict=True) if pair[1].candidates]
    passing = [result for _, result in claims if result.verdict == "pass"]
    if named and passing:
        return passing
    like = [
        result
        for book, result in claims
        if result in passing
        or (
            result.encoding is not None
            and any(resembles(book.provider, name, result.encoding, part, ctx) for name in result.candidates)
        )
    ]
    return like or list(results)
