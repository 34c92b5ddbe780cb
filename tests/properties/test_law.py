"""The law: accept gives a value exactly where explain has no error, the same value, and is clean exactly where
explain has no finding.

Held for every message and encoding of the built-in providers and of two handmade ones,
on their examples and counter-examples, on values drawn for them, and on mutants of all
these: text moved, doubled, dropped or exchanged, bytes changed, contexts varied.
"""

from __future__ import annotations

import os
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from targets import ENCODINGS, Target, gate, providers
from tokens import INSERTS, TOKENS, VALUES

from generated import accepted
from handmade import PROVIDER as HANDMADE
from handmade_bodies import BODIES
from oddities import BODIES as ODD_BODIES
from oddities import ODDITIES
from wirebook import prove
from wirebook.encode import encode
from wirebook.explain import explain_bytes
from wirebook.model import Example, Message, Provider
from wirebook.part import Context, Part
from wirebook.testing import values


def law(provider: Provider, message: Message, encoding: str, body: bytes, ctx: Context) -> None:
    part = Part(body)
    said = explain_bytes(provider, message, encoding, part, ctx)
    want = None if any(f.severity == "error" for f in said.findings) else (said.value, not said.findings)
    got = accepted(provider, message.id, encoding, part, ctx)
    assert got == want, [(f.code, f.path) for f in said.findings]
    assert repr(got) == repr(want), "equal is not the same: 1 and True, a text and a number's literal"


@cache
def seeds() -> tuple[tuple[Provider, Message, str, tuple[tuple[bytes, Context], ...]], ...]:
    """Per message and encoding: bodies with the contexts that their specs give them."""
    found: dict[tuple[int, str, str], tuple[Provider, Message, str, list[tuple[bytes, Context]]]] = {}
    for target in ENCODINGS:
        found[id(target.provider), target.message.id, target.encoding] = (
            target.provider, target.message, target.encoding,
            [(e.body, context(target.provider, e)) for e in examples(target.message) if e.encoding == target.encoding],
        )  # fmt: skip
    for provider, table in ((HANDMADE, BODIES), (ODDITIES, ODD_BODIES)):
        for (name, encoding), bodies in table.items():
            message = provider.message(name)
            assert message is not None
            seen = [(body, Context()) for body in bodies]
            found[id(provider), name, encoding] = (provider, message, encoding, seen)
    return tuple((p, m, e, tuple(bodies)) for p, m, e, bodies in found.values())


def examples(message: Message) -> tuple[Example, ...]:
    return (*message.examples, *message.counterexamples)


def context(provider: Provider, example: Example) -> Context:
    ctx = prove.context(provider, example)
    return Context(secret=ctx.secret, settings=dict(example.settings), request=ctx.request)


SEEDS = seeds()
# Mutants by Hypothesis can be shrunk, and cost ten times what they are put to; by a number that it draws they cannot.
CHANCE = st.randoms(use_true_random=os.environ.get("WIREBOOK_HYPOTHESIS") != "deep")
A_FEW = settings(max_examples=max(5, settings.default.max_examples // 5))
IDS = ["-".join(filter(None, (p.name, p.dialect, m.id, e))) for p, m, e, _ in SEEDS]


# ---------------------------------------------------------------- as the specs have them


@pytest.mark.parametrize("provider", [*providers(), gate(), HANDMADE, ODDITIES], ids=lambda p: f"{p.name}{p.dialect}")
def test_examples_and_counterexamples(provider: Provider) -> None:
    count = 0
    for owner, message, encoding, bodies in SEEDS:
        if owner is provider:
            for body, ctx in bodies:
                law(provider, message, encoding, body, ctx)
                law(provider, message, encoding, body, Context())
                law(provider, message, encoding, body, Context(secret="another"))
                count += 1
    assert count >= len(provider.messages)


def test_every_message_has_bodies_in_every_encoding() -> None:
    """Whoever adds a message to a model that holds the words of the language gives it bodies to be changed."""
    held = {(id(provider), message.id, encoding) for provider, message, encoding, bodies in SEEDS if bodies}
    for provider in (*providers(), gate(), HANDMADE, ODDITIES):
        for message in provider.messages:
            assert {(id(provider), message.id, shape.encoding) for shape in message.shapes} <= held, message.id


@pytest.mark.parametrize("target", ENCODINGS, ids=str)
@A_FEW
@given(data=st.data(), rng=CHANCE)
def test_values(target: Target, data: Any, rng: Random) -> None:
    tolerated = data.draw(st.booleans())
    value = data.draw(values(target.provider, target.message.id, target.encoding, target.charset, tolerated=tolerated))
    ctx = Context(charset=target.charset)
    body = encode(target.provider, target.message.id, target.encoding, value, ctx)
    law(target.provider, target.message, target.encoding, body, ctx)
    assert accepted(target.provider, target.message.id, target.encoding, Part(body), ctx) is not None
    law(target.provider, target.message, target.encoding, mutant(rng, body), ctx)


# ---------------------------------------------------------------- mutants


def mutant(rng: Random, body: bytes) -> bytes:
    """``body`` after one to three changes."""
    for _ in range(rng.randint(1, 3)):
        body = changed(rng, body)
    return body


def changed(rng: Random, body: bytes) -> bytes:
    kind = rng.choice(["value", "value", "word", "part", "part", "insert", "byte", "cut", "copy"])
    if kind in TOKENS:
        found = [match.span() for match in TOKENS[kind].finditer(body) if kind == "value" or match.group()]
        if not found:
            return body
        start, end = rng.choice(found)
        if kind == "value":
            return body[:start] + rng.choice(VALUES) + body[end:]
        other = rng.choice(found)
        text = body[other[0] : other[1]]
        if kind == "word":
            return body[:start] + text + body[end:]
        gone = rng.randint(0, 1)
        return body[:start] + body[end:] if gone else body[:start] + text + body[start:]
    start = rng.randint(0, len(body))
    if kind == "insert":
        return body[:start] + rng.choice(INSERTS) + body[start:]
    if kind == "byte":
        return body[:start] + bytes((rng.randint(0, 255),)) + body[start + 1 :]
    end = min(len(body), start + rng.randint(1, 40))
    if kind == "cut":
        return body[:start] + body[end:]
    place = rng.randint(0, len(body))
    return body[:place] + body[start:end] + body[place:]


def around(rng: Random, ctx: Context) -> Context:
    """The context of a seed, or one that lacks, adds or changes something."""
    requests: list[Any] = [
        None, ctx.request, {}, {"push_ids": ["1", "2"], "get": 1}, {"push_ids": [{"push_id": "1"}]},
        {"push_ids": [{"push_id": "a"}, {"push_id": "b"}, "c"], "kinds": [1, 2], "fmt": 3, "marks": [1], "name": "n"},
        {"push_ids": 1, "kinds": 1, "fmt": "3", "marks": 2, "name": ["n", "m"]},
        {"messages": [{"sms_id": "1", "push_id": "1"}], "ids": [1, 2], "fmt": 3, "id": 5, "cost": 3},
        {"to": [{"number": "79010000001"}], "action": "check", "smsid": "a"},
    ]  # fmt: skip
    return Context(
        charset=rng.choice([None, None, "utf-8", "windows-1251"]),
        secret=rng.choice([ctx.secret, None, "another"]),
        settings=rng.choice([ctx.settings, {}, {"fmt": "3", "sign": "md5", "signature": "x"}]),
        request=rng.choice(requests),
    )


@pytest.mark.parametrize(("provider", "message", "encoding", "bodies"), SEEDS, ids=IDS)
@given(rng=CHANCE)
def test_mutants(
    provider: Provider, message: Message, encoding: str, bodies: tuple[tuple[bytes, Context], ...], rng: Random
) -> None:
    body, ctx = rng.choice(bodies)
    law(provider, message, encoding, mutant(rng, body), around(rng, ctx))


@pytest.mark.parametrize(("provider", "message", "encoding", "bodies"), SEEDS, ids=IDS)
@A_FEW
@given(body=st.binary(max_size=40) | st.sampled_from(INSERTS))
def test_hostile_bytes(
    provider: Provider, message: Message, encoding: str, bodies: tuple[tuple[bytes, Context], ...], body: bytes
) -> None:
    law(provider, message, encoding, body, Context())
