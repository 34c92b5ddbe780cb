"""All benchmarks, one after the other: ``make bench``. What they print goes into RESULTS.md, section "Speed"."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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
ratios; the first of each table is the measure. Absolute times mean nothing elsewhere. The goals are those that the
project set itself before it was built."""

# Goals that measuring showed to be wrong: what, the first goal, the one that takes its place, why.
RESTATED = (
    ("XML in, 250 messages, other layout", "1.75", "2.5", "the parser alone, in C, takes 1.6 of it"),
    (
        "XML in, 1 message", "0.80 and 1.75", "2 and 4",
        "270 bytes cost lxml two microseconds; what does not grow with a body (call, charset, object) is most of ours",
    ),
    ("XML out, 1 message", "1.8", "7", "likewise: the measure writes a tree that is ready"),
    (
        "JSON callback", "2.3", "5",
        "it was set by decoding alone; dates, decimals, code tables, duplicate keys and 25 fields are checked here",
    ),
    ("JSON list", "1.3", "2.2", "decoding and 1000 dataclasses take 1.6; the verdict alone is within the goal"),
    ("form", "0.17", "0.35", "decoding alone takes 0.15; what is left is the check of 25 fields"),
    (
        "generation", "5", "30",
        "it was set by a prototype that wrote bindings alone; a spec has examples that are proved, and five targets",
    ),
)  # fmt: skip


def restated() -> str:
    rows = ["| row | first goal | goal now | why |", "|---|---|---|---|"]
    rows += [f"| {what} | {first} | {now} | {why} |" for what, first, now, why in RESTATED]
    return "### Goals restated\n\n" + "\n".join(rows)


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
