"""Memory of ``wirebook lint`` over large captures: a JSONL and a HAR of mixed traffic, each linted by a child process.

    python benchmarks/memory.py                       2 GB of JSONL, 500 MB of HAR, against 300 MB resident
    python benchmarks/memory.py --jsonl 60 --har 20   megabytes; 0 leaves one out
    python benchmarks/memory.py --jobs 2              the largest of the processes is measured
    python benchmarks/memory.py --ours 50             half of the records; the others are pages of a shop

The traffic is made of the specs' own examples and counter-examples: QUICKTEL's XML, SMSC's forms, JSON and
texts, SMS-Pager's XML, with other phones and ids in every record; some records are broken. Where not all is
ours, the rest is what a proxy sees besides: pages of several kilobytes that no book claims.
"""

from __future__ import annotations

import argparse
import base64
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

LIMIT = 300  # MB resident
STRANGERS = 100  # one record in so many is nobody's; as many are no record at all
BROKEN = 50  # one in so many is a counter-example
TYPES = {"xml": "text/xml", "json": "application/json", "form": "application/x-www-form-urlencoded"}
_PHONE = re.compile(rb"79[0-9]{9}")
_ID = re.compile(rb'(?<=sms_id=")[0-9]{1,9}(?=")|(?<=smsid=)[0-9]{1,9}|(?<="id":)[0-9]{1,9}(?=,)')

# The child runs the command as it stands, then says the most that it had resident, in kB.
CHILD = """
import resource, sys
from wirebook.cli import main
status = main(sys.argv[1:])
try:
    with open("/proc/self/status") as file:
        own = next(int(row.split()[1]) for row in file if row.startswith("VmHWM"))
except OSError:
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print("resident", max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss), file=sys.stderr)
sys.exit(status)
"""


class Exchange(NamedTuple):
    """A request and its reply, as a book has them."""

    url: str
    method: str
    kind: str
    asked: bytes
    told_kind: str
    told: bytes


def exchanges() -> tuple[list[Exchange], list[Exchange]]:
    """Good ones and bad ones, from every operation of the built-in books."""
    from wirebook.books import built_in, open_book

    good: list[Exchange] = []
    bad: list[Exchange] = []
    for name in built_in():
        provider = open_book(name).provider
        for operation in provider.operations:
            asked = [m for m in map(provider.message, {case.message for case in operation.request}) if m is not None]
            told = [m for m in map(provider.message, {case.message for case in operation.reply}) if m is not None]
            url = f"https://{operation.host or name + '.example'}{operation.path or '/handler'}"
            replies = [e for m in sorted(told, key=lambda m: m.id) for e in m.examples] or [None]
            for message in sorted(asked, key=lambda m: m.id):
                for place, examples in ((good, message.examples), (bad, message.counterexamples)):
                    for example in examples:
                        if example.encoding not in TYPES or not example.body:
                            continue
                        reply = replies[len(place) % len(replies)]
                        place.append(
                            Exchange(
                                url,
                                operation.method or "POST",
                                TYPES[example.encoding],
                                example.body,
                                TYPES.get("" if reply is None else reply.encoding, "text/plain"),
                                b"" if reply is None else reply.body,
                            )
                        )
    return good, bad


def varied(seed: int, ours: float) -> Iterator[Exchange | None]:
    """Without end: exchanges with phones and ids of their own; None where a record is to be broken."""
    good, bad = exchanges()
    dice = random.Random(seed)
    page = "".join(f"<p>Товар {number}, {dice.random()}</p>\n" for number in range(500)).encode()
    while True:
        if dice.random() >= ours:
            url = f"https://shop.example/{dice.randrange(10**9)}"
            yield Exchange(url, "GET", "", b"", "text/html; charset=utf-8", page[: dice.randrange(2000, 16000)])
            continue
        luck = dice.random()
        if luck < 1 / STRANGERS:
            yield None
            continue
        one = dice.choice(bad if luck < 1 / STRANGERS + 1 / BROKEN else good)
        phone = b"79%09d" % dice.randrange(10**9)
        number = b"%d" % dice.randrange(1, 10**9)
        yield one._replace(
            url="https://shop.example/cart" if luck > 1 - 1 / STRANGERS else one.url,
            asked=_ID.sub(number, _PHONE.sub(phone, one.asked)),
            told=_ID.sub(number, _PHONE.sub(phone, one.told)),
        )


def _text(body: bytes) -> dict[str, str]:
    try:
        return {"text": body.decode("utf-8")}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode()}


def jsonl(path: Path, size: int, ours: float = 1.0, seed: int = 7) -> int:
    """Write so many bytes of JSONL; the number of records. ours: the share of records that a book claims."""
    count = written = 0
    with path.open("w", encoding="utf-8") as file:
        for one in varied(seed, ours):
            if written >= size:
                return count
            row: dict[str, Any] = {"time": 1_700_000_000 + count / 50}
            if one is not None:
                row |= {"method": one.method, "url": one.url, "status": 200}
                for side, kind, body in (("request", one.kind, one.asked), ("response", one.told_kind, one.told)):
                    row[f"{side}_headers"] = {"Content-Type": kind}
                    for form, text in _text(body).items():
                        row[f"{side}_body" if form == "text" else f"{side}_body_base64"] = text
            line = json.dumps(row, ensure_ascii=False)
            written += file.write(line[: len(line) // 2 if one is None else None] + "\n")
            count += 1
    raise AssertionError


def har(path: Path, size: int, ours: float = 1.0, seed: int = 8) -> int:
    """Write so many bytes of HAR; the number of entries."""
    count = written = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('{"log": {"version": "1.2", "creator": {"name": "benchmark"}, "entries": [\n')
        for one in varied(seed, ours):
            if written >= size:
                break
            entry: dict[str, Any] = {"startedDateTime": f"2026-01-{count // 86400 % 27 + 1:02}T00:00:00Z", "time": 1}
            if one is not None:
                entry["request"] = {
                    "method": one.method,
                    "url": one.url,
                    "headers": [{"name": "Content-Type", "value": one.kind}, {"name": "Accept", "value": "*/*"}],
                }
                if one.asked:
                    entry["request"]["postData"] = {
                        "mimeType": one.kind,
                        "text": one.asked.decode("utf-8", "replace"),
                    }
                content: dict[str, Any] = {"size": len(one.told), "mimeType": one.told_kind}
                for form, text in _text(one.told).items():
                    content |= {"text": text} if form == "text" else {"text": text, "encoding": "base64"}
                entry["response"] = {"status": 200, "headers": [], "content": content}
            written += file.write((",\n" if count else "") + json.dumps(entry, ensure_ascii=False, indent=1))
            count += 1
        file.write("\n]}}\n")
    return count


def lint(path: Path, *options: str) -> tuple[int, float]:
    """MB that a child had resident at most while it linted the capture, and the seconds that it took."""
    begin = time.perf_counter()
    with tempfile.TemporaryFile("w") as report:
        done = subprocess.run(
            [sys.executable, "-c", CHILD, "lint", *options, str(path)], stdout=report, stderr=subprocess.PIPE, text=True
        )
    took = time.perf_counter() - begin
    last = done.stderr.splitlines()[-1:] or [""]
    if done.returncode not in (0, 1) or not last[0].startswith("resident "):
        raise SystemExit(f"the child failed: {done.stderr}")
    return int(last[0].split()[1]) // 1024, took


def main() -> int:
    """Make, lint, print; 1 if a child grew beyond the limit."""
    options = argparse.ArgumentParser(description="Memory of wirebook lint over large captures.")
    options.add_argument("--jsonl", type=int, default=2000, metavar="MB")
    options.add_argument("--har", type=int, default=500, metavar="MB")
    options.add_argument("--jobs", default="1")
    options.add_argument("--format", default="json")
    options.add_argument("--ours", type=int, default=100, metavar="PERCENT")
    options.add_argument("--folder", help="where to write the captures, instead of a temporary folder")
    args = options.parse_args()
    over = 0
    row = "{:<9}{:>6}{:>10}{:>6}{:>13}{:>9}{:>12}{:>7}"
    print(row.format("capture", "MB", "records", "jobs", "resident MB", "seconds", "per second", "MB/s"))
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        for name, size, make in (("jsonl", args.jsonl, jsonl), ("har", args.har, har)):
            if not size:
                continue
            path = Path(folder) / f"capture.{name}"
            count = make(path, size * 1_000_000, args.ours / 100)
            resident, took = lint(path, "--format", args.format, "--jobs", args.jobs)
            size = path.stat().st_size // 1_000_000
            path.unlink()
            over += resident > LIMIT
            rates = f"{took:.1f}", f"{count / took:.0f}", f"{size / took:.1f}"
            told = row.format(name, size, count, args.jobs, resident, *rates)
            print(told + (f"  more than {LIMIT}" if resident > LIMIT else ""), flush=True)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
