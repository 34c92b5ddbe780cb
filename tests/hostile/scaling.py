"""Twice as much of anything costs at most 2.3 times as much, in both engines and in every reader of captures."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from itertools import repeat
from pathlib import Path

import pytest
from growth import BODIES, CAPTURES, ENGINES, captured, growth

LIMIT = 2.3


def _square(n: int) -> int:
    return n * n


def _power(n: int) -> int:
    return int(n**1.4) * 40


def _cliff(n: int) -> int:
    return 200_000 if n < 500 else n * 40_000


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("engine", ENGINES)
def test_twice_a_body_costs_twice(engine: str, name: str) -> None:
    make, run = BODIES[name][3], ENGINES[engine]

    def call(n: int) -> Callable[[], object]:
        body = make(n)
        return lambda: run(name, body)

    ratio = growth(call, 250, limit=LIMIT)
    assert ratio <= LIMIT, f"{name}, {engine}: {ratio:.2f}"


@pytest.mark.parametrize("name", CAPTURES)
def test_twice_a_capture_costs_twice(name: str, tmp_path: Path) -> None:
    suffix, make = CAPTURES[name]

    def call(n: int) -> Callable[[], object]:
        path = tmp_path / f"{n}{suffix}"
        path.write_bytes(make(n))
        return lambda: captured(path)

    ratio = growth(call, 250, limit=LIMIT)
    assert ratio <= LIMIT, f"{name}: {ratio:.2f}"


@pytest.mark.parametrize("cost", [_square, _power, _cliff])
def test_what_costs_more_than_twice_is_found_out(cost: Callable[[int], int]) -> None:
    def call(n: int) -> Callable[[], object]:
        return lambda: deque(repeat(None, cost(n)), maxlen=0)

    assert growth(call, 250, limit=LIMIT, floor=0.0005) > LIMIT
