"""From a body and what is known around it to a verdict; the one place where selection and the engines meet.

The order is: which encodings can this be, which messages can it be, and what does each
of them say. Candidates that agree give that verdict; candidates that differ give "not
checked". A built-in provider's compiled code decides alone where it can: the body is
clean and no check had to be skipped. Everything else goes to ``wirebook.thorough``,
which loads the model. No files and no printing here.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from wirebook.books import Book
    from wirebook.diagnostic import Finding, Skipped
    from wirebook.part import Context, Part
    from wirebook.wire.tree import Wire

__all__ = ["Result", "combine", "judge", "judge_any", "request_value"]


class Result:
    """What validation found.

    verdict: pass, fail or not_checked; ``reason`` (unknown-message, ambiguous) comes with not_checked.
    value: the logical value where the body is not refused and its message is told, else None.
    findings and skipped: everything that the body's message has to say, in the order of the bytes.
    candidates: the ids of all messages that the body can be; ``message`` is set where it is one.
    """

    __slots__ = (
        "candidates",
        "encoding",
        "findings",
        "message",
        "provider",
        "reason",
        "safe",
        "skipped",
        "value",
        "verdict",
        "wire",
    )

    def __init__(
        self,
        verdict: str,
        *,
        reason: str | None = None,
        provider: str | None = None,
        message: str | None = None,
        encoding: str | None = None,
        candidates: tuple[str, ...] = (),
        value: dict[str, Any] | None = None,
        findings: tuple[Finding, ...] = (),
        skipped: tuple[Skipped, ...] = (),
        wire: Wire | None = None,
        safe: Sequence[tuple[int, int]] = (),
    ) -> None:
        self.verdict = verdict
        self.reason = reason
        self.provider = provider
        self.message = message
        self.encoding = encoding
        self.candidates = candidates
        self.value = value
        self.findings = findings
        self.skipped = skipped
        # For excerpts: the tree that was read, and the spans that may be shown.
        self.wire = wire
        self.safe = safe

    def __repr__(self) -> str:
        # No value: a result in a log must not spill a payload.
        said = f"{self.verdict!r}, provider={self.provider!r}, message={self.message!r}, encoding={self.encoding!r}"
        return f"Result({said}, {len(self.findings)} findings, {len(self.skipped)} skipped)"


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
) -> Result:
    """The verdict on one body by one book.

    values: False where only the verdict is wanted. level: the severity from which a
    finding fails the body. reveal: excerpts show what is sensitive, secrets excepted.
    Raises UsageError for a message, encoding, operation, charset or setting that the
    book does not have.
    """
    from wirebook.swift import decide

    result = decide(book, part, ctx, message, encoding, values)
    if result is None:
        from wirebook.thorough import examine

        result = examine(book, part, ctx, message, encoding, level=level, reveal=reveal)
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
) -> Result:
    """The verdict by whichever of the books knows the body; raises UsageError where none knows an option."""
    from wirebook.errors import UsageError

    results: list[Result] = []
    refused: UsageError | None = None
    for book in books:
        try:
            result = judge(
                book, part, ctx, message=message, encoding=encoding, values=values, level=level, reveal=reveal
            )
            results.append(result)
        except UsageError as error:
            refused = error
    if not results:
        raise refused if len(books) == 1 and refused is not None else _nowhere(books, message, refused)
    return combine(results)


def request_value(book: Book, body: bytes, ctx: Context) -> tuple[str, dict[str, Any]]:
    """Message id and logical value of the request that a reply answers; raises UsageError if it cannot be told."""
    from wirebook.thorough import request_of

    return request_of(book, body, ctx)


def _nowhere(books: Sequence[Book], message: str | None, refused: Exception | None) -> Exception:
    from wirebook.errors import UsageError

    names = ", ".join(book.name for book in books)
    return UsageError(f"none of {names} fits what was asked{'' if refused is None else f'; the last says: {refused}'}")


def combine(results: Sequence[Result]) -> Result:
    """One result of several readings of the same body: what they agree on, or "not checked".

    Readings that know no message count only where no reading knows one.
    """
    claims = [result for result in results if result.candidates]
    if not claims:
        # Unreadable for every book that was asked, or of no message that any of them knows.
        first = next((result for result in results if result.verdict != "fail"), results[0])
        if len(results) > 1:
            first.provider = None
        return first
    if len(claims) == 1:
        return claims[0]
    verdicts = {result.verdict for result in claims}
    providers = {result.provider for result in claims}
    messages = {result.message for result in claims}
    encodings = {result.encoding for result in claims}
    one_provider = len(providers) == 1
    names: list[str] = []
    for result in claims:
        for name in result.candidates:
            names.append(name if one_provider else f"{result.provider}.{name}")
    shared: dict[str, Any] = {
        "provider": claims[0].provider if one_provider else None,
        "message": claims[0].message if one_provider and len(messages) == 1 else None,
        "encoding": claims[0].encoding if len(encodings) == 1 else None,
        "candidates": tuple(dict.fromkeys(names)),
    }
    if len(verdicts) > 1 or "not_checked" in verdicts:
        return Result("not_checked", reason="ambiguous", **shared)
    # What all say is sure; where they share nothing, the reading with the least to complain of speaks.
    best = min(claims, key=lambda result: len(result.findings))
    keys = [{(f.code, f.start, f.path) for f in result.findings} for result in claims]
    common = tuple(f for f in best.findings if all((f.code, f.start, f.path) in key for key in keys))
    return Result(
        claims[0].verdict,
        findings=common or (best.findings if claims[0].verdict == "fail" else ()),
        skipped=best.skipped,
        value=best.value if shared["message"] is not None else None,
        wire=best.wire,
        safe=best.safe,
        **shared,
    )
