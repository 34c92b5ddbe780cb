"""What a megabyte of hostile input costs at most: time and memory of every entry point, for the worst that we know.

    python benchmarks/bounds.py             all entry points; writes the section "Bounds" of RESULTS.md
    python benchmarks/bounds.py xml har     some of them, printed only

Each input is read in a forked process of its own: thread CPU time, and how far the peak of resident memory
(``VmHWM``) rises above what is resident when reading begins, the input itself included. Exit status 1 if
anything takes more than the stated bounds.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

from _results import machine, put

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "hostile"), str(ROOT / "tests" / "capture")]

from worst import SHAPES, Shape, sized  # noqa: E402 - found by the path above

SIZE = 1_000_000
# Entry point -> what a megabyte may take: seconds of CPU time (on the machine of RESULTS.md) and megabytes.
BOUNDS: dict[str, tuple[float, int]] = {
    "xml": (15, 500),
    "json": (15, 500),
    "form": (15, 500),
    "text": (15, 500),
    "csv": (15, 500),
    "spec": (8, 200),
    "har": (8, 100),
    "jsonl": (8, 100),
    "warc": (8, 100),
    "mitm": (8, 100),
    "pcap": (8, 100),
}
ABOUT = """\
`python benchmarks/bounds.py` on {machine}

The most that one megabyte of hostile input takes at each entry point, over {count} kinds of it
(`tests/hostile/growth.py`, `tests/hostile/worst.py`): CPU time, and memory beyond what the process had before. What the
input grows in is named.
Time grows in proportion to the size: `make scaling` doubles each kind from where it takes four milliseconds. A body of
more than 16 MiB is not read. A bound stands in `benchmarks/bounds.py`; `tests/hostile/test_caps.py` holds memory for a
byte of input and the number of findings.
"""


def _status(name: str) -> int:
    with open("/proc/self/status", encoding="ascii") as file:
        return next(int(row.split()[1]) * 1024 for row in file if row.startswith(name))


def measured(run: Callable[[], object]) -> tuple[float, int]:
    """Seconds and bytes, in a process of its own."""
    inlet, outlet = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(inlet)
        gc.collect()
        with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
            file.write("5")  # forget the peak
        before = _status("VmRSS")
        begun = time.thread_time()
        try:
            run()
        except BaseException:  # what did not come to an end says nothing of what it would have cost
            traceback.print_exc()
            os._exit(1)
        took = time.thread_time() - begun
        with os.fdopen(outlet, "wb") as out:
            pickle.dump((took, _status("VmHWM") - before), out)
        os._exit(0)
    os.close(outlet)
    with os.fdopen(inlet, "rb") as file:
        data = file.read()
    os.waitpid(child, 0)
    if not data:
        raise SystemExit("a child died; see above")
    result: tuple[float, int] = pickle.loads(data)
    return result


def costs(shape: Shape, folder: Path) -> list[tuple[str, float, int]]:
    """The engines that read a shape, each with seconds and bytes."""
    body = sized(shape.make, SIZE)
    if isinstance(shape.where, str):
        path = folder / f"input{shape.where}"
        path.write_bytes(body)
        return [("", *measured(lambda: shape.file(path)))]
    found = []
    for engine in ("explain", "accept"):
        run = getattr(shape, engine)
        run(body[:1])  # what is imported and built on first use is there
        found.append((engine, *measured(partial(run, body))))
    return found


def main(names: list[str]) -> int:
    """Measure, print, and write the section where everything was measured."""
    rows: dict[tuple[str, str], list[tuple[float, int, str]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for shape in SHAPES.values():
            if names and shape.entry not in names:
                continue
            for engine, seconds, size in costs(shape, Path(folder)):
                rows.setdefault((shape.entry, engine), []).append((seconds, size, shape.name))
                print(f"{shape.entry:6} {engine:8} {seconds:7.2f} s {size / 1e6:7.0f} MB  {shape.name}", flush=True)
    table = ["| input | engine | most time | of | most memory | of | bound |", "|---|---|---:|---|---:|---|---:|"]
    wrong = 0
    for (entry, engine), costly in rows.items():
        slow, large = max(costly), max(costly, key=lambda row: row[1])
        seconds, megabytes = BOUNDS[entry]
        wrong += slow[0] > seconds or large[1] / 1e6 > megabytes
        table.append(
            f"| {entry} | {engine} | {slow[0]:.1f} s | {slow[2]} | {large[1] / 1e6:.0f} MB | {large[2]} "
            f"| {seconds:g} s, {megabytes} MB |"
        )
    print("\n".join(table))
    if not names:
        about = ABOUT.format(machine=machine("pyyaml", "ijson", "dpkt", "fastwarc"), count=len(SHAPES))
        put("Bounds", about + "\n" + "\n".join(table))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
