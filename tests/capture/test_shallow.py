"""Brackets outside of strings are counted, however the stream is cut."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirebook.capture import Fault, read
from wirebook.capture.shallow import MAX_LEVELS, Shallow, TooDeep

TEXTS = st.text(alphabet='ab"\\[]{}\n\u00e9', max_size=8)
VALUES = st.recursive(TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3))


def passed(data: bytes, step: int) -> bytes:
    stream = Shallow(BytesIO(data))
    return b"".join(iter(lambda: stream.read(step), b""))


@given(value=VALUES, step=st.integers(1, 9), escape=st.booleans())
def test_what_is_flat_passes_as_it_is(value: object, step: int, escape: bool) -> None:
    flat = json.dumps(["x[" * 600, value, "]\\" * 600], ensure_ascii=escape).encode()
    assert passed(flat, step) == flat
    deep = b"[" * (MAX_LEVELS - 1) + flat + b"[" * MAX_LEVELS
    with pytest.raises(TooDeep):
        passed(deep, step)


@pytest.mark.parametrize("step", [1, 7, 1 << 16])
def test_the_limit_is_exact(step: int) -> None:
    good = b"[" * MAX_LEVELS + b"]" * MAX_LEVELS
    assert passed(good, step) == good
    with pytest.raises(TooDeep):
        passed(b"[" + good + b"]", step)


def test_a_deep_har_gives_what_came_before_and_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "deep.har"
    entry = '{"request": {"method": "GET", "url": "http://h/"}, "response": {"status": 0}}'
    path.write_text('{"log": {"entries": [' + entry + "," + '{"request":' * 1_000_000, "ascii")
    found = list(read(str(path)))
    assert isinstance(found[-1], Fault)
    assert (found[-1].code, found[-1].args) == ("capture.broken", {"reason": "it nests more than 512 levels deep"})
    assert len(found) <= 2  # the parser may not have come to the entry yet
