"""What a validation found, and how several readings of one body become one answer.

Plain classes without ``dataclasses``: a cold run that passes makes one of these.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from wirebook.diagnostic import Finding, Skipped
    from wirebook.wire.tree import Wire

__all__ = ["Result", "combine"]


class Result:
    """What validation found.

    verdict: pass, fail or not_checked; ``reason`` (unknown-message, ambiguous, skipped) comes with not_checked.
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
        if self.reason is not None:
            said += f", reason={self.reason!r}"
        return f"Result({said}, {len(self.findings)} findings, {len(self.skipped)} skipped)"


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
            first.findings = _nobody_s(first.findings)
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
    findings = common or (best.findings if claims[0].verdict == "fail" else ())
    return Result(
        claims[0].verdict,
        findings=findings if one_provider else _nobody_s(findings),
        skipped=tuple(dict.fromkeys(check for result in claims for check in result.skipped)),
        value=best.value if shared["message"] is not None else None,
        wire=best.wire,
        safe=best.safe,
        **shared,
    )


def _nobody_s(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings of a body that is no one provider's: their links name no provider's page, but what they are."""
    if not findings:
        return findings
    from dataclasses import replace

    from wirebook import anchors

    return tuple(replace(one, docs=f"{anchors.INDEX}#{anchors.finding(one.code)}") for one in findings)
