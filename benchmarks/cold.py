"""A cold ``wirebook validate`` of one XML file, as a multiple of ``python -c pass``.

Run it from a checkout: ``python benchmarks/cold.py [rounds]``. The two are started in turn,
shuffled in every round, and measured by the operating system's account of the finished
process (user and system time); what is printed is the median of each round's ratio.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = str(Path(sys.executable).with_name("wirebook"))
FILE = str(ROOT / "demo" / "wire" / "send.xml")
# Byte code is kept between runs, as in any installed package.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
CONTENDERS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "wirebook validate --spec quicktel": [sys.executable, SCRIPT, "validate", "--spec", "quicktel", FILE],
    "wirebook validate": [sys.executable, SCRIPT, "validate", FILE],
    "wirebook validate --format json": [sys.executable, SCRIPT, "validate", "--format", "json", FILE],
}


def seconds(command: list[str]) -> float:
    """CPU seconds of one finished run."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} exited with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    ratios: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    for command in CONTENDERS.values():
        seconds(command)  # writes the byte code
    for _ in range(rounds):
        names = list(CONTENDERS)
        random.shuffle(names)
        taken = {name: seconds(CONTENDERS[name]) for name in names}
        for name, value in taken.items():
            ratios[name].append(value / taken["python -c pass"])
    print(f"CPU time of a whole process, median of {rounds} rounds")
    for name, values in ratios.items():
        print(f"{name:<36} {statistics.median(values):.2f}")


if __name__ == "__main__":
    main()
