"""Content codings: what comes out is what went in, bombs stop at the cap, cut bodies are told."""

from __future__ import annotations

import gzip
import random
import time
import tracemalloc
import zlib
from collections.abc import Callable
from functools import partial

import brotli
import pytest
import zstandard

from wirebook.capture.content import ContentError, decoded


def raw(data: bytes) -> bytes:
    machine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return machine.compress(data) + machine.flush()


CODED: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("gzip", gzip.compress),
    ("x-gzip", gzip.compress),
    ("deflate", zlib.compress),
    ("deflate", raw),
    ("br", partial(brotli.compress, quality=5)),
    ("zstd", zstandard.compress),
]


@pytest.mark.parametrize(("name", "code"), CODED)
@pytest.mark.parametrize("size", [0, 1, 1000, 200_000])
def test_what_was_coded_comes_back(name: str, code: Callable[[bytes], bytes], size: int) -> None:
    noise = random.Random(size).randbytes(size)
    for data in (noise, b"ab" * size):
        assert decoded(code(data), name) == data


@pytest.mark.parametrize(("name", "code"), CODED)
def test_a_bomb_stops_at_the_cap_and_in_little_memory(name: str, code: Callable[[bytes], bytes]) -> None:
    bomb = code(bytes(100 * 1024 * 1024))
    tracemalloc.start()
    try:
        with pytest.raises(ContentError) as caught:
            decoded(bomb, name)
        assert tracemalloc.get_traced_memory()[1] < 40 * 1024 * 1024
    finally:
        tracemalloc.stop()
    assert caught.value.lacks == "too-large"


@pytest.mark.parametrize(("name", "code"), CODED)
def test_a_body_that_breaks_off_is_no_body(name: str, code: Callable[[bytes], bytes]) -> None:
    data = code(random.Random(1).randbytes(5000))
    for cut in (1, 7, 2500):
        with pytest.raises(ContentError) as caught:
            decoded(data[:-cut], name)
        assert caught.value.lacks == "undecodable-body"


def test_codings_are_undone_from_the_last() -> None:
    assert decoded(gzip.compress(brotli.compress(b"x")), "br, gzip") == b"x"
    assert decoded(gzip.compress(b"a") + gzip.compress(b"b"), "gzip") == b"ab"
    assert decoded(b"x", "identity") == b"x"


@pytest.mark.parametrize("name", ["compress", "gzipped", "aes128gcm"])
def test_an_unknown_coding_is_no_body(name: str) -> None:
    with pytest.raises(ContentError):
        decoded(b"x", name)


def test_many_members_and_many_codings_cost_little() -> None:
    """A gzip member may be twenty bytes long, and a header may name any number of codings."""
    member = gzip.compress(b"")

    def cost(count: int) -> float:
        begun = time.process_time()
        assert decoded(member * count, "gzip") == b""
        return time.process_time() - begun

    # 16 times the input: linear is about 16, quadratic 256; the machine may be busy.
    assert cost(32_000) < 120 * max(min(cost(2000) for _ in range(3)), 0.001)
    four = gzip.compress(gzip.compress(gzip.compress(gzip.compress(b"x"))))
    assert decoded(four, "gzip, identity, gzip, , gzip, gzip") == b"x"
    with pytest.raises(ContentError):
        decoded(gzip.compress(four), "gzip, gzip, gzip, gzip, gzip")
