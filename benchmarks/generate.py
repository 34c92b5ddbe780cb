"""Bindings generated cold from a spec, as a multiple of ``python -c pass``, beside other generators.

Run it from a checkout: ``python benchmarks/generate.py [rounds]``. Wirebook reads QUICKTEL's YAML and writes every
target for its five messages: XSD, JSON Schema, Python, Markdown and HTML. The peers make bindings alone, xsdata of
our XSD of one message, datamodel-code-generator of its JSON Schema. A peer that is not installed is said to be absent.
"""

from __future__ import annotations

import importlib.util
import random
import statistics
import sys
import tempfile
from pathlib import Path

from cold import ENVIRONMENT, ROOT, seconds

SPEC = str(ROOT / "specs" / "quicktel.yaml")
SCHEMAS = ROOT / "schemas" / "quicktel"
GOALS = {"wirebook generate, every target": 5.0}  # of a time before writers, fast paths and pages; see RESULTS.md


ENVIRONMENT["PATH"] = f"{Path(sys.executable).parent}:{ENVIRONMENT['PATH']}"  # xsdata calls ruff


def contenders(folder: Path) -> dict[str, list[str]]:
    python = sys.executable
    found = {
        "python -c pass": [python, "-c", "pass"],
        "wirebook generate, every target": [python, "-m", "wirebook", "generate", SPEC, "--out", str(folder / "all")],
        "wirebook generate --only python": [
            python, "-m", "wirebook", "generate", SPEC, "--only", "python", "--out", str(folder / "python"),
        ],
    }  # fmt: skip
    if importlib.util.find_spec("xsdata") is not None:
        schema = str(SCHEMAS / "sms_send_request.xsd")
        found["xsdata generate, one XSD"] = [
            python, "-c", f"import os, sys; os.chdir({str(folder)!r}); from xsdata.__main__ import main; "
            f"sys.argv = ['xsdata', 'generate', {schema!r}, '--package', 'made']; main()",
        ]  # fmt: skip
    if importlib.util.find_spec("datamodel_code_generator") is not None:
        found["datamodel-codegen, one JSON Schema"] = [
            python, "-m", "datamodel_code_generator", "--input", str(SCHEMAS / "sms_send_request.schema.json"),
            "--input-file-type", "jsonschema", "--output", str(folder / "made.py"),
        ]  # fmt: skip
    return found


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        there = contenders(Path(folder))
        ratios: dict[str, list[float]] = {name: [] for name in there}
        for command in there.values():
            seconds(command)
        for _ in range(rounds):
            names = list(there)
            random.shuffle(names)
            taken = {name: seconds(there[name]) for name in names}
            for name, value in taken.items():
                ratios[name].append(value / taken["python -c pass"])
    print(f"CPU time of a whole process, x python -c pass, median of {rounds} rounds")
    for name, values in ratios.items():
        goal = f"   goal {GOALS[name]:g}" if name in GOALS else ""
        print(f"{name:<36} {statistics.median(values):7.2f}{goal}")
    for name in ("xsdata", "datamodel_code_generator"):
        if importlib.util.find_spec(name) is None:
            print(f"{name}: not installed")


if __name__ == "__main__":
    main()
