"""Bodies to begin with: examples of the spec, drawn values and breakers, each with its context.

Drawing by Hypothesis is slow and rich, so a few dozen bodies are drawn once per target;
``bodies`` makes many of them. The same seed gives the same pool.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import hypothesis
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from hypothesis.internal.conjecture.providers import HypothesisProvider
from schema_judges import emitted
from targets import Target

from wirebook import prove
from wirebook.encode import encode
from wirebook.part import Context
from wirebook.testing import breakers, values

__all__ = ["FULL", "SHORT", "Drawn", "Size", "bare", "drawn", "pool"]


@dataclass(frozen=True)
class Size:
    """How much is drawn: values of each kind, and breakers (None: every one)."""

    values: int
    breakers: int | None


FULL = Size(12, None)
SHORT = Size(4, 6)


@dataclass(frozen=True, eq=False)
class Drawn:
    """One body, where it comes from, and the context that it needs."""

    origin: str
    body: bytes
    ctx: Context


def drawn(strategy: st.SearchStrategy[Any], count: int, seed: int) -> list[Any]:
    """Up to ``count`` draws, the same for the same seed."""
    found: list[Any] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=False,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(strategy)
    def collect(value: Any) -> None:
        found.append(value)

    # Constants of whatever modules are loaded at the moment would make the draws depend on that.
    with patch.object(HypothesisProvider, "_maybe_draw_constant", lambda *_, **__: None, create=True):
        try:
            collect()
        except Unsatisfiable:
            return []
    return found[:count]


def bare(ctx: Context, charset: str | None) -> Context:
    """What a body is told by when nothing around it is known."""
    return Context(charset=charset, secret=ctx.secret, settings=dict(ctx.settings), request=ctx.request)


def pool(target: Target, seed: int, size: Size) -> list[Drawn]:
    """Examples first, which every run has, then what this seed draws."""
    found = list(_written(target))
    ctx = Context(charset=target.charset)
    names = target.provider, target.message.id, target.encoding
    for tolerated in (False, True):
        some = drawn(values(*names, target.charset, tolerated=tolerated), size.values, seed)
        origin = "tolerated" if tolerated else "valid"
        found += [Drawn(origin, encode(*names, value, ctx), ctx) for value in some]
    if target.charset == _default(target):
        listed = breakers(*names, target.charset)
        if size.breakers is not None:
            listed = random.Random(f"{seed} {target}").sample(listed, min(size.breakers, len(listed)))
        for breaker in listed:
            for part in drawn(breaker.travels, 1, seed):
                found.append(Drawn(f"broken: {breaker.constraint}", part.body, breaker.context()))
    return found


def _default(target: Target) -> str:
    policy = target.provider.charset(target.encoding)
    assert policy is not None
    return policy.default


def _written(target: Target) -> Iterator[Drawn]:
    if target.charset != _default(target):
        return
    losses = [loss for loss in emitted(target.folder)[1] if loss.message == target.message.id]
    made = dict.fromkeys(loss.made.body for loss in losses if loss.made is not None)
    for example in (*target.message.examples, *target.message.counterexamples, *made):
        if example.encoding == target.encoding:
            ctx = prove.context(target.provider, example)
            yield Drawn(f"example {example.id}", example.body, bare(ctx, ctx.charset))
