"""All benchmarks, one after the other: ``make bench``. What they print goes into RESULTS.md, section "Speed"."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from _goals import restated
from _results import machine, put

HERE = Path(__file__).resolve().parent
# Script -> what it answers.
SCRIPTS = {
    "xml_in.py": "XML in: bytes to a validated, typed object",
    "xml_out.py": "XML out: an object to bytes, every rule checked",
    "json_in.py": "JSON in",
    "form_in.py": "Forms in",
    "lint.py": "Lint: verdicts on a capture",
    "cold.py": "The command line, cold",
    "generate.py": "Generation, cold",
}
PEERS = (
    "lxml", "xmlschema", "xsdata", "pydantic", "pydantic-xml", "orjson", "msgspec", "jsonschema", "jsonschema-rs",
    "fastjsonschema", "datamodel-code-generator",
)  # fmt: skip
ABOUT = """\
`make bench` on {machine}

Contenders shuffled in every round, thread CPU time (of whole processes: user and system time), medians of the rounds'
ratios; the first of each table is the measure. Absolute times mean nothing elsewhere. Goals were set before anything
was built; one that measuring showed to be wrong is restated, with the reason in the last table."""


def main() -> int:
    parts = [ABOUT.format(machine=machine(*PEERS))]
    for script, title in SCRIPTS.items():
        print(f"\n{script}", flush=True)
        done = subprocess.run([sys.executable, str(HERE / script), *sys.argv[1:]], stdout=subprocess.PIPE, text=True)
        print(done.stdout, end="", flush=True)
        if done.returncode:
            return done.returncode
        parts.append(f"### {title}\n\n```text\n{done.stdout.strip()}\n```")
    put("Speed", "\n\n".join([*parts, restated()]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
