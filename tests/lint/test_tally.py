"""Verdicts over time: bounded, and the same in whatever order they are counted."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from wirebook.books import open_book
from wirebook.lint.coverage import Coverage
from wirebook.lint.tally import Timeline

TIMES = st.lists(st.none() | st.floats(min_value=-1e6, max_value=2e9), max_size=1200)


def counted(times: list[float | None]) -> Timeline:
    line = Timeline()
    for time in times:
        line.add(time, "pass")
    return line


@given(TIMES, st.integers(min_value=0, max_value=1200))
def test_parts_add_up_to_the_whole(times: list[float | None], cut: int) -> None:
    whole = counted(times)
    for parts in ((times[:cut], times[cut:]), (times[cut:], times[:cut])):
        merged = counted(parts[0])
        merged.merge(Timeline.read(counted(parts[1]).as_json()))
        assert merged.as_json() == whole.as_json()
    assert sum(counts["pass"] for _, counts in whole.bars()) + whole.untimed["pass"] == len(times)
    assert len(whole.bars()) <= 512


def test_codes_that_no_table_has_are_not_counted_one_by_one() -> None:
    book = open_book("smsc")
    coverage = Coverage([book])
    for code in (1, *range(70_000, 71_000)):
        result = SimpleNamespace(message="error", encoding="json", value={"code": code, "text": "x"})
        checked = SimpleNamespace(provider="smsc", operation="send", halves=[SimpleNamespace(result=result)])
        coverage.add(cast(Any, checked))
    kept = coverage.kept()["seen"]["smsc"]
    assert [(key, count) for key, count in kept if key[0] == "code"] == [(["code", "SendError", "1"], 1)]
