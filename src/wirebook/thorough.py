"""The verdict by the model: selection, the explaining engine, and everything that there is to tell.

Slower than compiled code and complete: findings, skipped checks, candidates, the
spans that excerpts may show. Loaded only where a plain pass is not certain.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wirebook import anchors, asked
from wirebook.diagnostic import CODES, Finding
from wirebook.explain import explain
from wirebook.explain.outcome import Raw, finish
from wirebook.model import Message, Provider, Shape
from wirebook.part import Context, Part
from wirebook.reading import read
from wirebook.replies import expected, settled
from wirebook.result import Result, combine
from wirebook.select.choose import operations_of
from wirebook.suspect import suspicions
from wirebook.wire.caps import MAX_BYTES

if TYPE_CHECKING:
    from wirebook.books import Book
    from wirebook.wire.tree import Wire

__all__ = ["examine", "request_of"]


def examine(
    book: Book,
    part: Part,
    ctx: Context,
    message: str | None = None,
    encoding: str | None = None,
    *,
    level: str = "error",
    reveal: bool = False,
) -> Result:
    """The verdict of one book on one body, with all that led to it.

    level: the severity from which a finding fails the body. reveal: excerpts and
    messages show what is sensitive, secrets excepted. Raises UsageError for a name
    that the book does not have.
    """
    provider = book.provider
    _usable(provider, ctx, message, encoding)
    ctx = _placed(provider, part, ctx)
    provider = book.shown(reveal)
    if not part.body and message is None and not part.query:
        return _unreadable(provider, encoding, part.body, [Raw("input.empty", "error", "", (0, 0), None, {})], None)
    if message is not None:
        chosen = asked.known("message", message, {m.id: m for m in provider.messages})
        pairs = [(chosen, shape) for shape in _likely(provider, chosen, part, ctx, encoding)]
        results = [_reading(provider, each, shape, part, ctx, level) for each, shape in pairs]
        results = settled(results, expected(provider, part, ctx), level)
        # Of a named message's encodings the one that fits best is meant.
        return min(results, key=lambda r: (r.verdict != "pass", r.wire is None or r.wire.root is None))
    return _told(provider, part, ctx, encoding, level)


def _placed(provider: Provider, part: Part, ctx: Context) -> Context:
    """The context with the operation that the address or the request tells: codes mean what they mean there."""
    if ctx.operation is not None:
        return ctx
    found = operations_of(provider, part, ctx)
    if len(found) != 1:
        return ctx
    placed = copy(ctx)
    placed.operation = found[0].id
    return placed


def _told(provider: Provider, part: Part, ctx: Context, encoding: str | None, level: str) -> Result:
    """The verdict where the message is to be told from the body and what is known around it."""
    from wirebook.select import guess_part, select

    there = _encodings(provider)
    wanted = expected(provider, part, ctx)
    guessed = (encoding,) if encoding is not None else guess_part(part, provider)
    if not guessed and wanted is not None:
        guessed = wanted.encodings
    results: list[Result] = []
    unread: list[Result] = []
    selected = [(each, select(provider, each, part, ctx)) for each in guessed or there]
    # Lines of several encodings: one in which no candidate has their form says nothing beside one in which some has.
    fitting = [(each, candidates) for each, candidates in selected if candidates.matched and candidates.messages]
    for each, candidates in (fitting or selected) if guessed else selected:
        # Where nothing suggests an encoding, only its reader is heard: a callback that takes any form is no guess.
        for name in candidates.messages if guessed else ():
            chosen = provider.message(name)
            assert chosen is not None
            shape = next(s for s in chosen.shapes if s.encoding == each)
            results.append(_reading(provider, chosen, shape, part, ctx, level))
        if (not guessed or not candidates.messages) and candidates.wire is not None:
            unread.append(_issues(provider, each, candidates.wire))
    failed = [result for result in unread if result.verdict == "fail"]
    if results:
        return combine(settled(results, wanted, level))
    # Lines that fit no message are no fault of the bytes; everything else can be unreadable by itself.
    if failed and (guessed or len(failed) == len(there)):
        return failed[0]
    known = guessed[0] if len(guessed) == 1 else None
    if part.body and not (part.query or part.body.removeprefix(BOM_UTF8).lstrip(b" \t\r\n")):
        return _unreadable(provider, known, part.body, [Raw("input.empty", "error", "", (0, 0), None, {})], None)
    if len(part.body) > MAX_BYTES:
        args = {"got": str(len(part.body)), "limit": str(MAX_BYTES)}
        return _unreadable(provider, known, part.body, [Raw("limit.bytes", "error", "", (0, 0), None, args)], None)
    return Result("not_checked", reason="unknown-message", provider=provider.name, encoding=known)


def request_of(book: Book, body: bytes, ctx: Context) -> tuple[str, dict[str, Any]]:
    """Message id and logical value of a request's body; raises UsageError where it is refused or not told."""
    from wirebook.errors import UsageError

    provider = book.provider
    asked_for = [m for m in provider.messages if m.direction == "request"]
    if ctx.operation is not None:
        operation = asked.known("operation", ctx.operation, {o.id: o for o in provider.operations})
        ids = {case.message for case in operation.request}
        asked_for = [m for m in asked_for if m.id in ids]
    part = Part(body)
    results = [
        _reading(provider, message, shape, part, ctx, "error")
        for message in asked_for
        for shape in _likely(provider, message, part, ctx, None)
    ]
    fitting = _nearest(provider, part, ctx, [result for result in results if result.verdict == "pass"])
    if len(fitting) == 1 and fitting[0].message is not None and fitting[0].value is not None:
        return fitting[0].message, fitting[0].value
    if fitting:
        names = ", ".join(dict.fromkeys(result.message or "" for result in fitting))
        raise UsageError(f"the request can be any of {names}; give --operation")
    names = ", ".join(message.id for message in asked_for) or "no message"
    raise UsageError(f"the request is refused as {names}; validate it by itself to see why")


def _nearest(provider: Provider, part: Part, ctx: Context, fitting: list[Result]) -> list[Result]:
    """Of several readings those that the body's structure speaks for, as it tells messages anywhere else."""
    if len(fitting) < 2:
        return fitting
    from wirebook.select import select

    told = {(e, name) for e in {str(r.encoding) for r in fitting} for name in select(provider, e, part, ctx).messages}
    return [result for result in fitting if (result.encoding, result.message) in told] or fitting


def _reading(provider: Provider, message: Message, shape: Shape, part: Part, ctx: Context, level: str) -> Result:
    """The body read as this message in this shape."""
    wire = read(provider, shape, part, ctx)
    told = explain(provider, message, shape, wire, ctx)
    guesses = suspicions(wire, provider=provider.name, message=message.id, encoding=shape.encoding)
    findings = tuple(sorted(told.findings + guesses, key=_order)) if guesses else told.findings
    findings = _linked(provider, message, findings)
    failing = ("error",) if level == "error" else ("error", "warning")
    return Result(
        "fail" if any(finding.severity in failing for finding in findings) else "pass",
        provider=provider.name,
        message=message.id,
        encoding=shape.encoding,
        candidates=(message.id,),
        value=told.value,
        findings=findings,
        skipped=told.skipped,
        wire=wire,
        safe=told.safe,
    )


def _order(finding: Finding) -> tuple[bool, int, str, str]:
    """By place; what has none (findings.more) comes last."""
    return finding.start < 0, finding.start, finding.code, finding.path


def _issues(provider: Provider, encoding: str, wire: Wire) -> Result:
    """What the reader alone has to say: a fail if that refuses the body, else nothing is known of it."""
    raws = [
        Raw(issue.code, CODES[issue.code].severity, "", (issue.start, issue.end), None,
            {key: str(value) for key, value in issue.args.items()})
        for issue in wire.issues
    ]  # fmt: skip
    return _unreadable(provider, encoding, wire.body, raws, wire)


def _unreadable(provider: Provider, encoding: str | None, body: bytes, raws: list[Raw], wire: Wire | None) -> Result:
    findings = finish(
        raws,
        provider=provider.name,
        message="",
        encoding=encoding or "",
        body=body,
        charset="utf-8" if wire is None else wire.charset,
    )
    findings = _linked(provider, None, findings)
    fails = any(finding.severity == "error" for finding in findings)
    return Result(
        "fail" if fails else "not_checked",
        reason=None if fails else "unknown-message",
        provider=provider.name,
        encoding=encoding,
        findings=findings,
        wire=wire,
    )


def _linked(provider: Provider, message: Message | None, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings with the links to the pages that say more."""
    return tuple(replace(finding, docs=anchors.about(provider, message, finding)) for finding in findings)


def _encodings(provider: Provider) -> tuple[str, ...]:
    return tuple(dict.fromkeys(shape.encoding for message in provider.messages for shape in message.shapes))


def _likely(provider: Provider, message: Message, part: Part, ctx: Context, encoding: str | None) -> tuple[Shape, ...]:
    """The message's shapes that the body may be in; all of them where its first bytes tell nothing."""
    from wirebook.select import guess_part

    if encoding is not None:
        shapes = {shape.encoding: shape for shape in message.shapes}
        return (asked.known(f"encoding of {message.id}", encoding, shapes),)
    guessed = guess_part(part, provider)
    return tuple(shape for shape in message.shapes if shape.encoding in guessed) or message.shapes


def _usable(provider: Provider, ctx: Context, message: str | None, encoding: str | None) -> None:
    """Raises UsageError for anything asked for by a name that the provider does not have."""
    if message is not None:
        asked.name("message", message, [m.id for m in provider.messages])
    if encoding is not None:
        asked.name(f"encoding of {provider.name}", encoding, _encodings(provider))
    if ctx.operation is not None:
        asked.name("operation", ctx.operation, [operation.id for operation in provider.operations])
    if ctx.charset is not None:
        asked.charset(ctx.charset, [name for policy in provider.charsets for name in policy.allowed])
    asked.settings(ctx.settings, provider)
