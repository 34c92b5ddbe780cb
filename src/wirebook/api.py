"""The library's functions: validate, decode and encode bodies with a book.

Thin on purpose: what they share with the command line lives in ``judge`` and
``books``. Bytes in, values or bytes out; no files but the spec's, no printing.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from wirebook.books import Book, open_book
from wirebook.judge import judge, request_value
from wirebook.part import Context, Part
from wirebook.result import Result

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wirebook.model import Provider

    Spec = str | os.PathLike[str] | Book | Provider

__all__ = ["decode", "encode", "encode_part", "validate"]

_OPEN: dict[tuple[str, str | None], Book] = {}


def validate(
    body: bytes,
    *,
    spec: Spec,
    message: str | None = None,
    encoding: str | None = None,
    operation: str | None = None,
    dialect: str | None = None,
    charset: str | None = None,
    secret: str | None = None,
    settings: Mapping[str, str] | None = None,
    request: bytes | Mapping[str, Any] | None = None,
    request_message: str | None = None,
    method: str | None = None,
    path: str | None = None,
    query: bytes | str | None = None,
    headers: Mapping[str, str] | None = None,
    status: int | None = None,
    fail_level: str = "error",
    strict: bool = False,
) -> Result:
    """The verdict on a body: pass, fail or not_checked, with the value and every finding.

    spec: a built-in provider's name, a YAML file or folder, an open Book, or a model.
    message: its id; without it the message is told from the body and the operation.
    charset: the caller's own choice, which beats header, declaration and default.
    request: the request that a reply answers, as bytes or as its logical value.
    method, path, query (without its ``?``), headers, status: what is known of the HTTP message
    around the body; None is not known, and then nothing is said of what travels there.
    strict: where something else that is not known leaves a check open, the verdict is not_checked
    with the reason ``skipped``, and not pass.
    Raises UsageError for a spec or a name that does not exist, SpecError for a spec
    with errors, TypeError for anything but bytes; never for what a body holds.
    """
    if not isinstance(body, (bytes, bytearray, memoryview)):
        raise TypeError(f"a body is bytes, not {type(body).__name__}")
    if fail_level not in ("error", "warning"):
        from wirebook.asked import name

        name("fail level", fail_level, ("error", "warning"))
    book = _book(spec, dialect)
    ctx = Context(
        operation=operation,
        dialect=book.dialect or None,
        charset=charset,
        secret=secret,
        settings=settings,
        request_message=request_message,
    )
    if isinstance(request, (bytes, bytearray)):
        ctx.request_message, ctx.request = request_value(book, bytes(request), ctx)
    else:
        ctx.request = request
    if isinstance(query, str):
        query = query.encode("utf-8", "surrogateescape")
    part = Part(bytes(body), method=method, path=path, query=query, headers=headers, status=status)
    return judge(book, part, ctx, message=message, encoding=encoding, level=fail_level, strict=strict)


def decode(
    body: bytes,
    *,
    spec: Spec,
    message: str | None = None,
    encoding: str | None = None,
    **known: Any,
) -> dict[str, Any]:
    """The logical value of a body; takes what ``validate`` takes.

    Raises ValidationError with all findings where the body is refused, UsageError
    where its message cannot be told.
    """
    result = validate(body, spec=spec, message=message, encoding=encoding, **known)
    from wirebook.errors import UsageError, ValidationError

    if result.verdict == "fail":
        raise ValidationError(result.findings)
    if result.reason == "skipped":
        raise UsageError(f"not checked: {', '.join(dict.fromkeys(one.reason for one in result.skipped))}")
    if result.value is not None:
        return result.value
    told = ", ".join(result.candidates) or "no message of this book"
    raise UsageError(f"the body can be {told}; say which message or operation it is")


def encode(
    value: Mapping[str, Any],
    *,
    spec: Spec,
    message: str,
    encoding: str,
    dialect: str | None = None,
    charset: str | None = None,
    secret: str | None = None,
    settings: Mapping[str, str] | None = None,
) -> bytes:
    """The body of a logical value; raises ValidationError with all findings before anything is written.

    Of a form that travels in the query it is the query string.
    """
    from wirebook.encode import encode as write

    provider, ctx = _to_write(spec, message, encoding, dialect, charset, secret, settings)
    return write(provider, message, encoding, value, ctx)


def encode_part(
    value: Mapping[str, Any],
    *,
    spec: Spec,
    message: str,
    encoding: str,
    dialect: str | None = None,
    charset: str | None = None,
    secret: str | None = None,
    settings: Mapping[str, str] | None = None,
) -> Part:
    """A logical value as it travels: body, query, headers and status; takes and raises what ``encode`` does.

    A region of which the message says nothing is None.
    """
    from wirebook.encode import encode_part as write

    provider, ctx = _to_write(spec, message, encoding, dialect, charset, secret, settings)
    return write(provider, message, encoding, value, ctx)


def _to_write(
    spec: Spec,
    message: str,
    encoding: str,
    dialect: str | None,
    charset: str | None,
    secret: str | None,
    settings: Mapping[str, str] | None,
) -> tuple[Provider, Context]:
    """The provider and context to write in, everything asked for by name looked up."""
    from wirebook import asked

    book = _book(spec, dialect)
    provider = book.provider
    chosen = asked.known("message", message, {m.id: m for m in provider.messages})
    asked.name(f"encoding of {message}", encoding, [shape.encoding for shape in chosen.shapes])
    if charset is not None:
        policy = provider.charset(encoding)
        asked.charset(charset, () if policy is None else policy.allowed)
    asked.settings(settings or {}, provider)
    return provider, Context(dialect=book.dialect or None, charset=charset, secret=secret, settings=settings)


def _book(spec: Spec, dialect: str | None) -> Book:
    """The open book; built-in ones stay open, for nobody can change them while we run."""
    if isinstance(spec, Book):
        return spec
    if not isinstance(spec, (str, os.PathLike)):
        return Book.of(spec)
    spec = os.fspath(spec)
    key = (spec, dialect)
    book = _OPEN.get(key)
    if book is None:
        book = open_book(spec, dialect)
        if book.built_in:
            _OPEN[key] = book
    return book
