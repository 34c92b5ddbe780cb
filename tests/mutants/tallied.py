"""What became of a part's mutants, and how many of a room's were killed."""

from __future__ import annotations

from dataclasses import dataclass, field

from rooms import Part
from same import SAME

__all__ = ["Mutant", "Outcome", "percent", "reason", "stale"]


@dataclass(frozen=True)
class Mutant:
    """One change of a module: where it is, what it was and became, and the whole text with it."""

    line: int
    before: str
    after: str
    text: str


@dataclass
class Outcome:
    """Counts of one part; ``stopped`` are those of the killed that took too long."""

    part: Part
    killed: int = 0
    stopped: int = 0
    survivors: list[Mutant] = field(default_factory=list)

    @property
    def made(self) -> int:
        return self.killed + len(self.survivors)


def reason(outcome: Outcome, mutant: Mutant) -> str:
    """Why a survivor is the same program, "" where nobody says so."""
    return SAME.get((outcome.part.title, mutant.after), "")


def percent(outcomes: list[Outcome]) -> float:
    """How many of a room's mutants were killed, those that are the same program left out."""
    same = sum(bool(reason(one, mutant)) for one in outcomes for mutant in one.survivors)
    made = sum(one.made for one in outcomes) - same
    return 100 * sum(one.killed for one in outcomes) / made if made else 100.0


def stale(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    """The entries of ``SAME`` about these parts that no survivor needs."""
    needed = {(one.part.title, mutant.after) for one in outcomes for mutant in one.survivors}
    tried = {one.part.title for one in outcomes}
    return [entry for entry in SAME if entry[0] in tried and entry not in needed]
