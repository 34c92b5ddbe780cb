"""What is encoded decodes to the same value, cleanly, in every message, encoding and charset."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from targets import CHARSETS, Target

from handmade import PROVIDER as HANDMADE
from wirebook.encode import encode, encode_part
from wirebook.explain import explain_bytes
from wirebook.model import Rule
from wirebook.part import Context, Part
from wirebook.testing import values
from wirebook.testing.sites import sites

HANDS = [
    Target(HANDMADE, message, shape.encoding, charset)
    for message in HANDMADE.messages
    for shape in message.shapes
    for charset in HANDMADE.charset(shape.encoding).allowed  # type: ignore[union-attr]
]
TARGETS = [*CHARSETS, *HANDS]
SOME = settings(max_examples=max(8, settings.default.max_examples // 5))


@pytest.mark.parametrize("target", TARGETS, ids=str)
@SOME
@given(data=st.data())
def test_decoding_gives_back_what_was_encoded(target: Target, data: Any) -> None:
    tolerated = data.draw(st.booleans(), label="tolerated")
    value = data.draw(values(target.provider, target.message.id, target.encoding, target.charset, tolerated=tolerated))
    ctx = Context(charset=target.charset)
    part = encode_part(target.provider, target.message.id, target.encoding, value, ctx)
    found = explain_bytes(target.provider, target.message, target.encoding, part, ctx)
    assert [(f.code, f.path) for f in found.findings if f.severity == "error" or not tolerated] == []
    if not tolerated:
        assert found.value == value
    again = encode_part(target.provider, target.message.id, target.encoding, found.value, ctx)
    for region in ("body", "query", "headers", "status"):
        assert getattr(again, region) == getattr(part, region), "the canonical form of a canonical body is itself"
    body = encode(target.provider, target.message.id, target.encoding, value, ctx)
    assert body == (part.query if target.shape.carried[0] == "query" else part.body)


@pytest.mark.parametrize("target", TARGETS, ids=str)
@settings(max_examples=3)
@given(data=st.data())
def test_the_charset_is_found_without_being_told(target: Target, data: Any) -> None:
    """XML declares it, a parameter names it; of the others only the default goes without saying."""
    policy = target.provider.charset(target.encoding)
    assert policy is not None
    declared = target.encoding == "xml" and "declaration" in policy.resolve
    params = [step[6:] for step in policy.resolve if step.startswith("param:")]
    named = any(site.way and site.way[-1].name in params for site in sites(target.message.record, target.shape))
    if target.charset == policy.default or declared or named:
        value = data.draw(values(target.provider, target.message.id, target.encoding, target.charset))
        ctx = Context(charset=target.charset)
        part = encode_part(target.provider, target.message.id, target.encoding, value, ctx)
        found = explain_bytes(target.provider, target.message, target.encoding, part, Context())
        assert (found.value, found.findings) == (value, ())


def _signatures(target: Target) -> list[Rule]:
    """The signatures that the message carries in itself."""
    found = [rule for rule in target.message.record.rules if rule.kind == "signature"]
    carried = {leaf.path for leaf in sites(target.message.record, target.shape)}
    return [rule for rule in found if any(carrier.field in carried for carrier in rule.carriers)]


@pytest.mark.parametrize("target", [t for t in TARGETS if _signatures(t)], ids=str)
@SOME
@given(data=st.data())
def test_what_is_signed_fits(target: Target, data: Any) -> None:
    """The encoder signs for the carrier that is asked for; the reader agrees and finds a changed field out."""
    (rule,) = _signatures(target)
    value = data.draw(values(target.provider, target.message.id, target.encoding, target.charset))
    for carrier in rule.carriers:
        value.pop(carrier.field, None)
    carried = {leaf.path for leaf in sites(target.message.record, target.shape)}
    carrier = data.draw(st.sampled_from([carrier for carrier in rule.carriers if carrier.field in carried]))
    ctx = Context(charset=target.charset, secret="s3cret", settings={"sign": carrier.field})
    body = encode(target.provider, target.message.id, target.encoding, value, ctx)
    found = explain_bytes(target.provider, target.message, target.encoding, Part(body), ctx)
    assert {f.code for f in found.findings} <= {"signature.ambiguous"}
    assert found.value is not None
    assert found.value.pop(carrier.field)
    assert found.value == value
    other = Context(charset=target.charset, secret="another")
    told = explain_bytes(target.provider, target.message, target.encoding, Part(body), other)
    assert "signature.mismatch" in {f.code for f in told.findings}
