"""Verdicts over time: bounded, and the same in whatever order they are counted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

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
