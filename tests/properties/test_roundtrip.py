"""What is encoded decodes to the same value, cleanly, in every message, encoding and charset."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from targets import CHARSETS, Target

from wirebook.encode import encode
from wirebook.explain import explain_bytes
from wirebook.part import Context, Part
from wirebook.testing import values


@pytest.mark.parametrize("target", CHARSETS, ids=str)
@given(data=st.data())
def test_decoding_gives_back_what_was_encoded(target: Target, data: Any) -> None:
    value = data.draw(values(target.provider, target.message.id, target.encoding, target.charset))
    ctx = Context(charset=target.charset)
    body = encode(target.provider, target.message.id, target.encoding, value, ctx)
    found = explain_bytes(target.provider, target.message, target.encoding, Part(body), ctx)
    assert [(f.code, f.path) for f in found.findings] == []
    assert found.value == value
    again = encode(target.provider, target.message.id, target.encoding, found.value, ctx)
    assert again == body, "the canonical form of a canonical body is itself"


@pytest.mark.parametrize("target", CHARSETS, ids=str)
@given(data=st.data())
def test_tolerated_values_come_back_with_warnings_at_most(target: Target, data: Any) -> None:
    value = data.draw(values(target.provider, target.message.id, target.encoding, target.charset, tolerated=True))
    ctx = Context(charset=target.charset)
    body = encode(target.provider, target.message.id, target.encoding, value, ctx)
    found = explain_bytes(target.provider, target.message, target.encoding, Part(body), ctx)
    assert [(f.code, f.path) for f in found.findings if f.severity == "error"] == []
    assert found.value is not None
    assert encode(target.provider, target.message.id, target.encoding, found.value, ctx) == body
