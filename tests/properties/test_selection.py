"""No body is kept from a message that takes it, neither by its names nor by its values."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from targets import ENCODINGS, Target

from wirebook.encode import encode
from wirebook.part import Context, Part
from wirebook.select import select
from wirebook.testing import values

SOME = settings(max_examples=max(6, settings.default.max_examples // 8))


@pytest.mark.parametrize("target", ENCODINGS, ids=str)
@SOME
@given(data=st.data())
def test_a_tolerated_body_is_a_candidate_s(target: Target, data: Any) -> None:
    value = data.draw(values(target.provider, target.message.id, target.encoding, target.charset, tolerated=True))
    body = encode(target.provider, target.message.id, target.encoding, value, Context(charset=target.charset))
    if body:  # nothing at all, as an empty list in lines, is nobody's
        assert target.message.id in select(target.provider, target.encoding, Part(body), Context()).messages
