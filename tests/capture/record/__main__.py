"""Record the captures of the tests anew, with the tools themselves: python tests/capture/record [--all] [NAME ...].

A recorder whose tool is missing is skipped and named; with --all that is a failure.
Beside the captures it writes what they have to hold: ``expected.jsonl`` and ``captures.json``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
for place in (HERE.parents[2] / "src", HERE):  # whether or not the package is installed
    sys.path.insert(0, str(place))

import browsers  # noqa: E402
import tools  # noqa: E402
from plan import Step, pages, steps  # noqa: E402

FOLDER = HERE.parent / "recorded"
RECORDERS: dict[str, Callable[[Path], Iterator[tools.Recorded]]] = {
    "tcpdump": tools.tcpdump,
    "pcapng": tools.pcapng,
    "mitmproxy": tools.mitmproxy,
    "mitmproxy_har": tools.mitmproxy_har,
    "playwright": browsers.playwright,
    "devtools": browsers.devtools,
    "wget": tools.wget,
    "gateway": tools.gateway,
}
README = """# Recorded captures

One conversation with a local server, as real tools recorded it. `python tests/capture/record` records all of it
again (`--all`: a missing tool is a failure; names of recorders: only those). Every login, phone and secret in it is
made up; the signed callbacks are signed with `top-secret`.

`expected.jsonl` says what was sent: method, address, status, SHA-256 of both bodies with their codings undone (null:
the body broke off), and the verdict that it deserves. `captures.json` says which of it each capture holds.

| capture | recorded by | exchanges | bytes |
|---|---|---|---|
"""


def main(words: list[str]) -> int:
    """Run the recorders that are named, or all."""
    demanded = "--all" in words
    names = [word for word in words if word != "--all"] or list(RECORDERS)
    unknown = [name for name in names if name not in RECORDERS]
    if unknown:
        print(f"no recorder {unknown[0]}; there are {', '.join(RECORDERS)}", file=sys.stderr)
        return 2
    FOLDER.mkdir(exist_ok=True)
    index = FOLDER / "captures.json"
    held = json.loads(index.read_text()) if index.exists() else {}
    missing = []
    for name in names:
        try:
            for made in RECORDERS[name](FOLDER):
                held[made.file] = {"tool": made.tool, "steps": [step.name for step in made.steps]}
                print(f"{made.file}: {len(made.steps)} exchanges, {(FOLDER / made.file).stat().st_size} bytes")
        except tools.Missing as lacking:
            missing.append(name)
            print(f"{name}: skipped, {lacking} is missing", file=sys.stderr)
    index.write_text(json.dumps(dict(sorted(held.items())), indent=1) + "\n")
    (FOLDER / "expected.jsonl").write_text("".join(json.dumps(step.row()) + "\n" for step in _all()))
    (FOLDER / "README.md").write_text(README + "".join(_row(file, one) for file, one in sorted(held.items())))
    return 1 if missing and demanded else 0


def _all() -> list[Step]:
    return [*steps(), *pages()]


def _row(file: str, one: dict[str, object]) -> str:
    said = one["steps"]
    assert isinstance(said, list)
    return f"| {file} | {one['tool']} | {len(said)} | {(FOLDER / file).stat().st_size} |\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
