"""The sections of ``benchmarks/RESULTS.md`` about mutants, one for each room that was tried."""

from __future__ import annotations

import sys
from pathlib import Path

from tallied import Outcome, percent, reason

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

__all__ = ["text", "write"]


def write(outcomes: dict[str, list[Outcome]]) -> None:
    """Replace the sections of these rooms."""
    from _results import machine, put

    for room, found in outcomes.items():
        put(f"Mutants: {room}", f"{text(found)}\n\n{machine('cosmic-ray', 'pytest')}")


def text(outcomes: list[Outcome]) -> str:
    """A room's table, and its survivors by name."""
    made, killed = sum(one.made for one in outcomes), sum(one.killed for one in outcomes)
    same = [(one, mutant) for one in outcomes for mutant in one.survivors if reason(one, mutant)]
    left = [(one, mutant) for one in outcomes for mutant in one.survivors if not reason(one, mutant)]
    slow = sum(one.stopped for one in outcomes)
    lines = [
        f"`make mutants`: {killed} of {made - len(same)} mutants killed, {percent(outcomes):.1f} percent "
        f"({slow} of them by not coming to an end); {len(same)} more are the same program.",
        "",
        "| module | mutants | killed | the same | survived |",
        "|---|---:|---:|---:|---:|",
    ]
    for one in outcomes:
        equal = sum(bool(reason(one, mutant)) for mutant in one.survivors)
        lines.append(f"| {one.part.title} | {one.made} | {one.killed} | {equal} | {len(one.survivors) - equal} |")
    if left:
        lines += ["", "Survivors:", ""]
        lines += [f"- {one.part.path}:{m.line}: {_code(m.before)} became {_code(m.after)}" for one, m in left]
    if same:
        lines += ["", "The same program:", ""]
        lines += [f"- {one.part.path}:{m.line}: {_code(m.after)}: {reason(one, m)}" for one, m in same]
    return "\n".join(lines)


def _code(line: str) -> str:
    """A line of Python in Markdown, whatever back quotes it has."""
    marks = "``" if "`" in line else "`"
    return f"{marks} {line} {marks}" if "`" in line else f"{marks}{line}{marks}"
