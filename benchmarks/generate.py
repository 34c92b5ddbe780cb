"""Files generated cold from a spec, as a multiple of ``python -c pass``, beside other generators.

Run it from a checkout: ``python benchmarks/generate.py [rounds]``. Wirebook reads QUICKTEL's YAML and writes every
target for its five messages: XSD, JSON Schema, Python, Markdown and HTML; then each target alone, and the specs of
all built-in providers, from which the cost of one more message follows. ``wirebook check`` reads the spec and proves
its examples, and writes nothing. The peers make bindings alone: xsdata of our XSD of one message and of every message
of QUICKTEL, datamodel-code-generator of one JSON Schema.
"""

from __future__ import annotations

import importlib.util
import random
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from _goals import GOALS
from cold import ENVIRONMENT, ROOT, seconds

SPEC = str(ROOT / "specs" / "quicktel.yaml")
SCHEMAS = ROOT / "schemas" / "quicktel"
EVERY = [str(ROOT / "specs" / name) for name in ("quicktel.yaml", "smsc", "smspager.yaml")]
TARGETS = ("xsd", "jsonschema", "python", "docs", "html")
PASS = "python -c pass"
WHOLE, ALL = "wirebook generate, every target", "wirebook generate, every target, every spec"
ONE, MORE = "xsdata generate, one XSD", "xsdata generate, every XSD of the spec"


ENVIRONMENT["PATH"] = f"{Path(sys.executable).parent}:{ENVIRONMENT['PATH']}"  # xsdata calls ruff


def contenders(folder: Path) -> dict[str, list[str]]:
    python = sys.executable
    wirebook = [python, "-m", "wirebook"]
    found = {
        PASS: [python, "-c", "pass"],
        "wirebook check, nothing written": [*wirebook, "check", SPEC],
        WHOLE: [*wirebook, "generate", SPEC, "--out", str(folder / "all")],
        ALL: [*wirebook, "generate", *EVERY, "--out", str(folder / "every")],
    }
    for target in TARGETS:
        command = [*wirebook, "generate", SPEC, "--only", target, "--out", str(folder / target)]
        found[f"wirebook generate --only {target}"] = command
    if importlib.util.find_spec("xsdata") is not None:
        for name, sources in ((ONE, [SCHEMAS / "sms_send_request.xsd"]), (MORE, _schemas(folder))):
            calls = "; ".join(
                f"sys.argv = ['xsdata', 'generate', {str(source)!r}, '--package', 'made']; main()" for source in sources
            )
            found[name] = [
                python, "-c", f"import os, sys; os.chdir({str(folder)!r}); from xsdata.__main__ import main; {calls}",
            ]  # fmt: skip
    if importlib.util.find_spec("datamodel_code_generator") is not None:
        found["datamodel-codegen, one JSON Schema"] = [
            python, "-m", "datamodel_code_generator", "--input", str(SCHEMAS / "sms_send_request.schema.json"),
            "--input-file-type", "jsonschema", "--output", str(folder / "made.py"),
        ]  # fmt: skip
    return found


def _schemas(folder: Path) -> list[Path]:
    """A folder of the XSD 1.0 of each message, which xsdata reads in one go."""
    made = folder / "schemas"
    made.mkdir()
    for path in SCHEMAS.glob("*.xsd"):
        if not path.name.endswith(".xsd11.xsd"):
            shutil.copy(path, made)
    return [made]


def _per_message(ratios: dict[str, list[float]]) -> None:
    """What one more message costs: of the difference of two runs, by the number of messages between them."""
    from wirebook.books import open_book

    def count(specs: list[str]) -> int:
        loaded = [open_book(spec).spec for spec in specs]
        return sum(len(provider.messages) for one in loaded for provider in one.providers.values())

    few, many = count([SPEC]), count(EVERY)
    print(f"one more message (of {many - few}), wirebook, every target: {_slope(ratios, WHOLE, ALL, many - few):.2f}")
    if ONE in ratios:
        print(f"one more message (of {few - 1}), xsdata: {_slope(ratios, ONE, MORE, few - 1):.2f}")


def _slope(ratios: dict[str, list[float]], low: str, high: str, number: int) -> float:
    return statistics.median(b - a for a, b in zip(ratios[low], ratios[high], strict=True)) / number


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
        goal = f"   {GOALS['generation']}" if name == WHOLE else ""
        print(f"{name:<44} {statistics.median(values):7.2f}{goal}")
    _per_message(ratios)
    for name in ("xsdata", "datamodel_code_generator"):
        if importlib.util.find_spec(name) is None:
            print(f"{name}: not installed")


if __name__ == "__main__":
    main()
