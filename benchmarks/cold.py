"""A cold ``wirebook validate`` of one XML file, as a multiple of ``python -c pass``.

Run it from a checkout: ``python benchmarks/cold.py [rounds]``. The two are started in turn,
shuffled in every round, and measured by the operating system's account of the finished
process (user and system time); what is printed is the median of each round's ratio, and then
what the first of the commands spends its imports on.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
from pathlib import Path

from _goals import GOALS

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
PEERS = {
    "xmlschema-validate": ["--schema", str(ROOT / "schemas" / "quicktel" / "sms_send_request.xsd"), FILE],
}


def peers() -> tuple[dict[str, list[str]], list[str]]:
    """The commands of other libraries that are installed here, and the names of those that are not."""
    found, absent = {}, []
    for name, arguments in PEERS.items():
        script = Path(sys.executable).with_name(name)
        if script.exists():
            found[name] = [sys.executable, str(script), *arguments]
        else:
            absent.append(name)
    return found, absent


def imports(command: list[str], most: int = 6) -> list[tuple[str, int]]:
    """The dearest modules that a command imports, with their own microseconds."""
    traced = [command[0], "-X", "importtime", *command[1:]]
    said = subprocess.run(traced, env=ENVIRONMENT, capture_output=True, text=True, check=True).stderr
    rows = [
        line.removeprefix("import time:").split("|") for line in said.splitlines() if line.startswith("import time:")
    ]
    timed = [(name.strip(), int(own)) for own, _, name in rows if own.strip().isdigit()]
    return sorted(timed, key=lambda one: -one[1])[:most]


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
    others, absent = peers()
    contenders = CONTENDERS | others
    ratios: dict[str, list[float]] = {name: [] for name in contenders}
    for command in contenders.values():
        seconds(command)  # writes the byte code
    for _ in range(rounds):
        names = list(contenders)
        random.shuffle(names)
        taken = {name: seconds(contenders[name]) for name in names}
        for name, value in taken.items():
            ratios[name].append(value / taken["python -c pass"])
    print(f"CPU time of a whole process, median of {rounds} rounds")
    for name, values in ratios.items():
        goal = f"   {GOALS['cold command line']}" if name.startswith("wirebook") else ""
        print(f"{name:<36} {statistics.median(values):6.2f}{goal}")
    if absent:
        print(f"absent: {', '.join(absent)}")
    first = CONTENDERS["wirebook validate --spec quicktel"]
    print("its dearest imports, own microseconds:", ", ".join(f"{name} {time}" for name, time in imports(first)))


if __name__ == "__main__":
    main()
