"""What the benchmarks share: contenders shuffled in every round, thread CPU time, medians of each round's ratio.

Absolute times mean nothing on another machine, so none are printed.
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable, Mapping

__all__ = ["Contenders", "ratios", "rounds", "table"]

Contenders = Mapping[str, Callable[[], object]]


def rounds(default: int) -> int:
    """How many rounds the command line asks for."""
    return int(sys.argv[1]) if len(sys.argv) > 1 else default


def ratios(timed: Contenders, count: int, calls: int = 1) -> dict[str, float]:
    """The median over the rounds of each contender's time divided by the first one's."""
    order = list(timed)
    measure = order[0]
    found: dict[str, list[float]] = {name: [] for name in timed}
    for run in timed.values():
        run()  # what is made once is made
    gc.collect()
    gc.freeze()
    for _ in range(count):
        random.shuffle(order)
        took = {}
        for name in order:
            run = timed[name]
            start = time.thread_time_ns()
            for _ in range(calls):
                run()
            took[name] = time.thread_time_ns() - start
        for name in timed:
            found[name].append(took[name] / took[measure])
    return {name: statistics.median(found[name]) for name in timed}


def table(title: str, found: Mapping[str, float], goals: Mapping[str, object] | None = None) -> None:
    """Print one line per contender, with the goal beside it where there is one."""
    print(title)
    wide = max(map(len, found)) + 2
    for name, ratio in found.items():
        goal = (goals or {}).get(name)
        print(f"{name:<{wide}} {ratio:7.2f}" + (f"   {goal}" if goal is not None else ""))
