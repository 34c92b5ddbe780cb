"""Each breaker gives exactly its finding, the generated code agrees, and no constraint is without one."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from targets import ENCODINGS, Target, gate, providers

from generated import accepted
from handmade import PROVIDER as HANDMADE
from wirebook.constraints import constraints
from wirebook.explain import explain_bytes
from wirebook.model import Provider
from wirebook.part import Part
from wirebook.testing import breakers
from wirebook.testing.breaking import Breaker

HANDS = [
    Target(HANDMADE, message, shape.encoding, HANDMADE.charset(shape.encoding).default)  # type: ignore[union-attr]
    for message in HANDMADE.messages
    for shape in message.shapes
]
A_FEW = settings(max_examples=max(2, settings.default.max_examples // 20))


@cache
def listed(target: Target) -> list[Breaker]:
    return breakers(target.provider, target.message.id, target.encoding, target.charset)


@pytest.mark.parametrize("target", [*ENCODINGS, *HANDS], ids=str)
def test_each_breaker_gives_exactly_its_finding(target: Target) -> None:
    assert listed(target)
    for breaker in listed(target):
        gives_its_finding(target, breaker)


def gives_its_finding(target: Target, breaker: Breaker) -> None:
    # Hypothesis reads the source of what it runs each time, so that is kept short.
    @A_FEW
    @given(part=breaker.travels)
    def check(part: Part) -> None:
        gives_it_once(target, breaker, part)

    check()


def gives_it_once(target: Target, breaker: Breaker, part: Part) -> None:
    ctx = breaker.context()
    said = explain_bytes(target.provider, target.message, target.encoding, part, ctx)
    found = sorted((f.code, f.severity, f.path) for f in said.findings)
    assert found == breaker.findings, breaker.constraint
    refused = any(severity == "error" for _, severity, _ in found)
    if target.shape.regions:  # generated code sees bodies alone
        part = Part(part.body)
        told = explain_bytes(target.provider, target.message, target.encoding, part, ctx)
        want = (told.value, not told.findings) if told.ok else None
    else:
        want = None if refused else (said.value, False)
    got = accepted(target.provider, target.message.id, target.encoding, part, ctx)
    assert got == want, breaker.constraint
    if breaker.severity == "error":
        location = said.findings[0].location
        assert location is not None, breaker.constraint
        assert 0 <= location.offset <= len(part.body)


@pytest.mark.parametrize("provider", [*providers(), gate(), HANDMADE], ids=lambda p: f"{p.name}{p.dialect}")
def test_every_constraint_has_a_breaker(provider: Provider) -> None:
    lacking = []
    for message in provider.messages:
        found = [b for t in (*ENCODINGS, *HANDS) if t.provider is provider and t.message is message for b in listed(t)]
        for constraint in constraints(provider, message):
            shown = any(constraint.shown_by(breaker.code, breaker.path) for breaker in found)
            if not shown:
                lacking.append((message.id, constraint))
    assert lacking == []


def test_breakers_are_listed_the_same_each_time() -> None:
    first, second = (breakers(HANDMADE, "send_request", "xml") for _ in range(2))
    assert [b.constraint for b in first] == [b.constraint for b in second]
    assert "facet.maxLength of messages[0].sms_id (attribute sms_id)" in {b.constraint for b in first}
