"""Memory does not grow with the capture: 60 MB of JSONL and 20 MB of HAR against one of each."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
import memory

MORE = 48  # MB that a large capture may take beyond a small one: two batches, and the rows that are sorted at a time


@pytest.mark.parametrize(("make", "size"), [(memory.jsonl, 60), (memory.har, 20)], ids=["jsonl", "har"])
def test_memory_does_not_grow_with_the_capture(tmp_path: Path, make: object, size: int) -> None:
    resident = []
    for megabytes in (1, size):
        path = tmp_path / "capture"
        assert callable(make)
        make(path, megabytes * 1_000_000, 0.1)
        resident.append(memory.lint(path, "--format", "json")[0])
    small, large = resident
    assert large - small <= MORE, f"{small} MB for 1 MB, {large} MB for {size} MB"


def test_memory_does_not_grow_with_what_is_found(tmp_path: Path) -> None:
    """Every line is a finding: three times as many as are sorted at a time."""
    resident = []
    for count in (1000, 30_000):
        path = tmp_path / "capture.jsonl"
        path.write_text('{"url": "https://shop.example/"}\n' + "{oops\n" * count)
        resident.append(memory.lint(path, "--format", "ndjson", "--output", str(tmp_path / "out"))[0])
        assert (tmp_path / "out").read_text().count("\n") == count
    small, large = resident
    assert large - small <= MORE, f"{small} MB for 1,000 findings, {large} MB for 30,000"
