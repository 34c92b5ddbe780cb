"""What HTTP says around an exchange, held against the operation: method, type of content, a handler's status."""

from __future__ import annotations

from collections.abc import Sequence

from wirebook.diagnostic import Finding
from wirebook.explain.outcome import Raw, finish
from wirebook.model import Operation, Provider
from wirebook.part import Part
from wirebook.result import Result

__all__ = ["TYPES", "about_address", "about_request", "elsewhere"]

# What a Content-Type names where a body is of an encoding; any of the words will do.
TYPES = {"xml": ("xml",), "json": ("json",), "form": ("x-www-form-urlencoded",)}


def about_request(
    provider: Provider, operation: Operation, told: Result, part: Part, status: int | None
) -> tuple[Finding, ...]:
    """Findings about a request whose body was told: address, method, Content-Type, and the status it was given."""
    raws = [
        *_path((operation,), part),
        *_method(provider, operation, told, part),
        *_content_type(told, part),
        *_repeated(operation, status),
    ]
    return _finished(raws, provider, told, part)


def about_address(provider: Provider, operations: Sequence[Operation], told: Result, part: Part) -> tuple[Finding, ...]:
    """Findings about a request that several operations take: what holds whichever of them it is."""
    return _finished([*_path(operations, part), *_content_type(told, part)], provider, told, part)


def _finished(raws: list[Raw], provider: Provider, told: Result, part: Part) -> tuple[Finding, ...]:
    if not raws:
        return ()
    return finish(
        raws,
        provider=provider.name,
        message=told.message or "",
        encoding=told.encoding or "",
        body=part.body,
        charset="utf-8",
    )


def elsewhere(operation: Operation, part: Part) -> bool:
    """Whether a request's path is known and not the operation's."""
    return operation.kind == "call" and bool(operation.path) and part.path not in (None, operation.path)


def _path(operations: Sequence[Operation], part: Part) -> list[Raw]:
    """Whether the address is none of the operations': then its body alone has told whose it is."""
    if not all(elsewhere(operation, part) for operation in operations):
        return []
    want = " or ".join(dict.fromkeys(operation.path for operation in operations))
    return [Raw("http.path", "info", "", (0, 0), None, {"want": want}, operations[0].source)]


def _method(provider: Provider, operation: Operation, told: Result, part: Part) -> list[Raw]:
    if part.method is None or not operation.method or part.method == operation.method:
        return []
    message = None if told.message is None else provider.message(told.message)
    if part.method == "GET" and message is not None and any("query" in shape.carried for shape in message.shapes):
        return []
    args = {"got": part.method, "want": operation.method}
    return [Raw("http.method", "error", "", (0, 0), None, args, operation.source)]


def _repeated(operation: Operation, status: int | None) -> list[Raw]:
    """Whether what a handler answered makes the provider call again."""
    if operation.retry is None or status is None or operation.retry.stops(status):
        return []
    wanted = ", ".join(map(str, operation.retry.unless_status))
    return [
        Raw("http.repeated", "warning", "", (0, 0), None, {"got": str(status), "want": wanted}, operation.retry.source)
    ]


def _content_type(told: Result, part: Part) -> list[Raw]:
    words = TYPES.get(told.encoding or "")
    if words is None or part.headers is None or not part.body:
        return []
    given = part.headers.get("content-type", "").partition(";")[0].strip().lower()
    if any(word in given for word in words):
        return []
    args = {"got": given or "-", "encoding": told.encoding or ""}
    return [Raw("http.content-type", "warning", "", (0, 0), None, args)]
