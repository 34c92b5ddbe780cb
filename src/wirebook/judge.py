"""From a body and what is known around it to a verdict; the one place where selection and the engines meet.

The order is: which encodings can this be, which messages can it be, and what does each
of them say. Candidates that agree give that verdict; candidates that differ give "not
checked". A built-in provider's compiled code decides alone where it can: the body is
clean and no check had to be skipped. Everything else goes to ``wirebook.thorough``,
which loads the model. No files and no printing here.
"""

from __future__ import annotations

from wirebook.result import Result, combine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from wirebook.books import Book
    from wirebook.part import Context, Part

__all__ = ["judge", "judge_any", "request_value", "strictly"]


def judge(
    book: Book,
    part: Part,
    ctx: Context,
    *,
    message: str | None = None,
    encoding: str | None = None,
    values: bool = True,
    level: str = "error",
    reveal: bool = False,
    strict: bool = False,
) -> Result:
    """The verdict on one body by one book.

    values: False where only the verdict is wanted. level: the severity from which a
    finding fails the body. reveal: excerpts show what is sensitive, secrets excepted.
    strict: a body of which a check was skipped is not checked.
    Raises UsageError for a message, encoding, operation, charset or setting that the
    book does not have.
    """
    from wirebook.swift import decide

    result = decide(book, part, ctx, message, encoding, values)
    if result is None:
        from wirebook.thorough import examine

        result = examine(book, part, ctx, message, encoding, level=level, reveal=reveal)
    return strictly(result) if strict else result


def strictly(result: Result) -> Result:
    """The result, "not checked" where a pass left a check open."""
    if result.verdict == "pass" and result.skipped:
        result.verdict, result.reason = "not_checked", "skipped"
    return result


def judge_any(
    books: Sequence[Book],
    part: Part,
    ctx: Context,
    *,
    message: str | None = None,
    encoding: str | None = None,
    values: bool = True,
    level: str = "error",
    reveal: bool = False,
    strict: bool = False,
) -> Result:
    """The verdict by whichever of the books knows the body; raises UsageError where none knows an option."""
    from wirebook.errors import UsageError

    asked: list[Book] = []
    results: list[Result] = []
    refused: UsageError | None = None
    for book in books:
        try:
            result = judge(
                book, part, ctx, message=message, encoding=encoding, values=values, level=level, reveal=reveal
            )
            asked.append(book)
            results.append(result)
        except UsageError as error:
            refused = error
    if not results:
        raise refused if len(books) == 1 and refused is not None else _nowhere(books, message, refused)
    if any(result.verdict == "fail" for result in results) and not any(result.candidates for result in results):
        from wirebook.select.begun import likeliest

        results = likeliest(asked, results, part)
    elif len(results) > 1 and any(result.candidates and result.verdict != "pass" for result in results):
        from wirebook.select.begun import fitting

        results = fitting(asked, results, part, ctx, named=message is not None)
    result = combine(results)
    return strictly(result) if strict else result


def request_value(book: Book, body: bytes, ctx: Context) -> tuple[str, dict[str, Any]]:
    """Message id and logical value of the request that a reply answers; raises UsageError if it cannot be told."""
    from wirebook.thorough import request_of

    return request_of(book, body, ctx)


def _nowhere(books: Sequence[Book], message: str | None, refused: Exception | None) -> Exception:
    from wirebook.errors import UsageError

    if message is not None and not any(book.provider.message(message) for book in books):
        from wirebook.hints import nearest

        near = nearest(message, [each.id for book in books for each in book.provider.messages])
        return UsageError(f"no built-in provider has a message {message}; for your own spec add --spec FILE{near}")
    names = ", ".join(book.name for book in books)
    return UsageError(f"none of {names} fits what was asked{'' if refused is None else f'; the last says: {refused}'}")
