"""The options that say what a body is and what is known around it, shared by the commands that read bodies."""

from __future__ import annotations

import errno
import os
import sys

from wirebook.cli.options import Args, Option, refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wirebook.books import Book
    from wirebook.model import Document
    from wirebook.part import Context, Part
    from wirebook.result import Result

__all__ = [
    "ENCODINGS", "QUERY_ALONE", "SELECT", "around", "books", "context", "documents", "read_body", "request", "secret",
]  # fmt: skip

ENCODINGS = ("xml", "json", "form", "text", "csv")

SPEC = Option("spec", "SPEC", "a built-in provider, a YAML file or a folder of them (default: all built-in)")
SECRETS = (
    Option("secret", "TEXT", "the signatures' secret; better in WIREBOOK_SECRET or --secret-file, for others see this"),
    Option("secret-file", "FILE", "a file that holds the secret; one line end at its end is dropped"),
)
SELECT: tuple[Option, ...] = (
    SPEC,
    Option("message", "ID", "the message; else it is told from the body"),
    Option("encoding", "NAME", "the wire format; else it is told from the body", choices=ENCODINGS),
    Option("operation", "ID", "the operation that the body belongs to", filled=True),
    Option("dialect", "ID", "the spec's dialect", filled=True),
    Option("charset", "NAME", "the body's charset; beats header, declaration and default"),
    *SECRETS,
    Option("setting", "KEY=VALUE", "what the deployment chose; may be repeated", many=True),
    Option("request", "FILE", "the request that the body answers"),
    Option("query", "STRING", "the query string that came with the body, percent-encoded"),
    Option("header", "NAME: VALUE", "a header field that came with it; may be repeated", many=True),
    Option("status", "N", "the HTTP status that came with it"),
    Option("method", "NAME", "the HTTP method that it came with", filled=True),
    Option("path", "PATH", "the path that it was sent to", filled=True),
)
QUERY_ALONE = "(query)"  # what a report calls a message that has no file
_SECRET_BYTES = 64 * 1024


def books(args: Args) -> list[Book]:
    """The book of --spec, or every built-in one; with --dialect those that have it."""
    from wirebook.books import built_in, open_book

    spec, dialect = args.one("spec"), args.one("dialect")
    if spec is not None:
        return [open_book(spec, dialect)]
    if dialect is None:
        return [open_book(name) for name in built_in()]
    shelf = [book for book in (open_book(name, dialect) for name in built_in()) if _is_there(book)]
    if not shelf:
        raise refuse(args.command, f"no built-in provider has a dialect {dialect}; for your own spec add --spec FILE")
    return shelf


def _is_there(book: Book) -> bool:
    """Whether the book has the dialect that it was opened for."""
    from wirebook.errors import UsageError

    try:
        return bool(book.provider)
    except UsageError:
        return False


def context(args: Args) -> Context:
    """What the options tell; --request is added by whoever knows the book."""
    from wirebook.part import Context

    settings: dict[str, str] = {}
    for pair in args.many("setting"):
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise refuse(args.command, f"--setting {key} lacks a value: --setting KEY=VALUE")
        settings[key] = value
    return Context(
        operation=args.one("operation"),
        dialect=args.one("dialect"),
        charset=args.one("charset"),
        secret=secret(args),
        settings=settings,
    )


def around(args: Args, body: bytes) -> Part:
    """The body with what the options tell of the HTTP message around it."""
    from wirebook.part import Part

    query, status = args.one("query"), args.one("status")
    if status is not None and not (len(status) == 3 and status.isdecimal() and status.isascii()):
        raise refuse(args.command, f"--status {status} is no HTTP status: three digits")
    headers: dict[str, str] | None = None
    for pair in args.many("header"):
        name, colon, value = pair.partition(":")
        if not colon or not name.strip():
            raise refuse(args.command, "--header lacks a name or a colon: --header 'Name: value'")
        headers = {} if headers is None else headers
        headers[name.strip()] = value.strip(" \t")
    return Part(
        body,
        method=args.one("method"),
        path=args.one("path"),
        query=None if query is None else os.fsencode(query.removeprefix("?")),
        headers=headers,
        status=None if status is None else int(status),
    )


def secret(args: Args) -> str | None:
    """The secret of --secret, --secret-file or WIREBOOK_SECRET, in this order; None if there is none."""
    given, file = args.one("secret"), args.one("secret-file")
    if given is not None and file is not None:
        raise refuse(args.command, "give --secret or --secret-file, not both")
    if given is not None:
        return _filled(args, given)
    if file is None:
        return os.environ.get("WIREBOOK_SECRET") or None
    with open(file, "rb") as stream:
        data = stream.read(_SECRET_BYTES)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise refuse(args.command, f"--secret-file {file} is not UTF-8") from None
    return _filled(args, text.removesuffix("\n").removesuffix("\r"))


def _filled(args: Args, given: str) -> str:
    """The secret; an empty one is a variable that was never set, not a choice."""
    if not given:
        raise refuse(args.command, "the secret is empty: give the provider's, or leave the option out")
    return given


def read_body(file: str) -> bytes:
    """The bytes of a file, or of standard input for ``-``; a little more than any reader takes, at most."""
    from wirebook.wire.caps import MAX_BYTES

    if file == "-":
        if sys.stdin is None:
            raise OSError(errno.EBADF, "standard input is closed")
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with open(file, "rb") as stream:
        return stream.read(MAX_BYTES + 1)


def documents(shelf: list[Book], result: Result) -> tuple[Document, ...]:
    """The documents that the result's findings cite."""
    book = shelf[0] if len(shelf) == 1 else next((book for book in shelf if book.name == result.provider), None)
    return () if book is None else book.provider.documents


def request(args: Args, shelf: list[Book], ctx: Context) -> list[Book]:
    """Put the value of --request into the context; gives the books, or of several the one whose request it is."""
    file = args.one("request")
    if file is None:
        return shelf
    from wirebook.errors import UsageError
    from wirebook.judge import request_value

    body = read_body(file)
    if len(shelf) == 1:
        ctx.request_message, ctx.request = request_value(shelf[0], body, ctx)
        return shelf
    told = []
    for book in shelf:
        try:
            told.append((book, request_value(book, body, ctx)))
        except UsageError:
            continue  # not of this book, as far as it can be told
    if not told:
        raise refuse(args.command, "no built-in provider takes the request as it is: give --spec to see why")
    if len(told) > 1:
        raise refuse(args.command, f"the request can be {' or '.join(book.name for book, _ in told)}'s: give --spec")
    book, (ctx.request_message, ctx.request) = told[0]
    return [book]
