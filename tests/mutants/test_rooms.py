"""The table of rooms speaks of modules and tests that are there; what became of mutants is counted rightly."""

from __future__ import annotations

from pathlib import Path

import pytest
from rooms import ROOMS, Part
from same import SAME
from tallied import Mutant, Outcome, percent, reason, stale

ROOT = Path(__file__).resolve().parents[2]
PARTS = [part for room in ROOMS.values() for part in room]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.title)
def test_a_part_and_its_tests_are_there(part: Part) -> None:
    source = (ROOT / part.path).read_text(encoding="utf-8")
    first, last = part.lines(source)
    assert 1 <= first < last <= len(source.splitlines()) + 1
    assert part.tests
    for tests in part.tests:
        assert (ROOT / tests).is_file()


def test_the_halves_of_a_module_make_a_whole() -> None:
    halves: dict[str, list[tuple[int, int]]] = {}
    for part in PARTS:
        if part.half:
            source = (ROOT / part.path).read_text(encoding="utf-8")
            halves.setdefault(part.path, []).append(part.lines(source))
    assert halves
    for path, found in halves.items():
        (first, middle), (again, last) = sorted(found)
        assert (first, middle, last) == (1, again, (ROOT / path).read_text(encoding="utf-8").count("\n") + 1)


def test_what_is_the_same_program_is_in_a_room() -> None:
    assert {path for path, _ in SAME} <= {part.title for part in PARTS}


def test_a_survivor_counts_unless_it_is_the_same_program() -> None:
    (title, after), why = next(iter(SAME.items()))
    part = next(part for part in PARTS if part.title == title)
    same, other = Mutant(1, "x", after, ""), Mutant(2, "x", "y", "")
    outcome = Outcome(part, killed=8, survivors=[same, other, other])
    assert reason(outcome, same) == why
    assert reason(outcome, other) == ""
    assert (outcome.made, percent([outcome])) == (11, 80.0)
    assert (title, after) not in stale([outcome])


def test_what_no_survivor_needs_is_told() -> None:
    title, after = next(iter(SAME))
    part = next(part for part in PARTS if part.title == title)
    assert (title, after) in stale([Outcome(part, killed=1)])
    assert stale([]) == []
