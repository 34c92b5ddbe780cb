"""A report keeps nothing that grows with the capture: 100,000 rows in a process of its own, measured by its peak."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from wirebook.report.formats import SHARED

ROWS = 100_000
ALLOWED = 60_000_000  # bytes above the same process with few rows; the rows alone would take 150 million

PROGRAM = """
import os, resource, sys
from collections import Counter
from importlib import import_module
from types import SimpleNamespace
from rowmade import Made, made, unseen
from wirebook.lint.coverage import Coverage
from wirebook.report.formats import FORMATS

form, many, kinds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
counts = Made()
counts.summary["exchanges"] = many
counts.findings["facet.maxLength", "error", "quicktel", "sms_send_request"] = many
counts.unseen["no-body"] = many // 10
counts.coverage = Coverage(())

def rows():
    for n in range(many):
        if n % 10:
            yield made(n, fingerprint=f"{n % kinds:016x}", path=f"messages[{n}].sms_id", file=f"{n // 30000}.jsonl")
        else:
            yield unseen(n)

if form == "parquet":
    from wirebook.report.parquet import Parquet
    with Parquet(os.devnull) as table:
        for row in rows():
            table.add(row)
else:
    module, name = FORMATS[form]
    with open(os.devnull, "w") as out:
        report = getattr(import_module(module), name)(out, ())
        report.begin(counts, 1)
        for row in rows():
            report.add(row)
        report.end()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


def peak(form: str, rows: int, kinds: int) -> int:
    roots = Path(__file__).parent.parent
    path = [str(roots / "lint"), *filter(None, sys.path)]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, form, str(rows), str(kinds)],
        env={"PYTHONPATH": ":".join(path)},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


@pytest.mark.parametrize("form", [*SHARED, "parquet"])
def test_memory_does_not_grow_with_the_rows(form: str) -> None:
    few = peak(form, 20_000 if form == "parquet" else 100, 7)
    assert peak(form, ROWS, 3000) - few < ALLOWED
