"""Coverage-guided fuzzing of the entry points: python tests/fuzz/run.py [--minutes N] [--keep N] [ENTRY ...].

Each entry runs in a process of its own under atheris (the extra ``fuzz``), which sees the branches of this
package's Python code. What it finds is kept beside the seeds, under ``seeds/ENTRY/crash-...``, and replayed
by ``test_corpus.py`` from then on; with ``--keep`` also so many of the smallest inputs that reached what no
seed reaches. Exit status 1 if anything was found, 2 if a harness did not run.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import FrameType

DICTIONARY = {
    "xml": ["<?xml", "<!DOCTYPE", "<![CDATA[", "]]>", "&#", "&amp;", "xmlns", "encoding=", "windows-1251", "<!--"],
    "json": ["\\\\u", "\\\\ud800", "1e400", "NaN", "null", "true", "[[[[", '":', "{}", "-0"],
    "form": ["%", "%zz", "+", ";", "&", "=", "charset=", "koi8-r", "\\x98"],
    "spec": ["&a", "*a", "!!python/object", "<<:", "|", "- {", "pattern:", "\\x00", "---", "%YAML"],
    "jsonl": ['"url"', '"status"', '"request_body_base64"', '"request_headers"', '"time"', "null"],
    "har": ['"log"', '"entries"', '"request"', '"response"', '"content"', '"encoding"', '"base64"', '"postData"'],
    "warc": ["WARC/1.0", "WARC-Type: response", "Content-Length: ", "HTTP/1.1 200", "\\x0d\\x0a\\x0d\\x0a", "chunked"],
}  # fmt: skip


def main(words: list[str]) -> int:
    """Run the named entries, or all, each for its share of the minutes."""
    if words[:1] == ["--one"]:
        return one(words[1], words[2:])
    from entries import ENTRIES

    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    options.add_argument("--minutes", type=float, default=10, help="for all entries together")
    options.add_argument("--keep", type=int, default=0, help="of each entry, so many inputs that reached something new")
    options.add_argument("entries", nargs="*", metavar="ENTRY", help=", ".join(ENTRIES))
    args = options.parse_args(words)
    names = args.entries or list(ENTRIES)
    unknown = [name for name in names if name not in ENTRIES]
    if unknown:
        options.error(f"no entry {unknown[0]}; there are {', '.join(ENTRIES)}")
    status = 0
    for name in names:
        found = fuzz(name, args.minutes * 60 / len(names), args.keep)
        status = max(status, found)
    return status


def fuzz(name: str, seconds: float, keep: int = 0) -> int:
    """One entry in a process of its own."""
    from entries import SEEDS, seeds

    kept = SEEDS / name
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        for number, data in enumerate(seeds(name)):
            (corpus / f"{number:04}").write_bytes(data)
        words = Path(folder, "dictionary")
        words.write_text("".join(f'"{w.replace(chr(34), chr(92) + chr(34))}"\n' for w in DICTIONARY.get(name, ["x"])))
        command = [sys.executable, __file__, "--one", name, str(corpus), f"-max_total_time={max(1, int(seconds))}",
                   f"-dict={words}", "-max_len=4096", "-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1",
                   f"-artifact_prefix={folder}/crash-"]  # fmt: skip
        shared = {"WIREBOOK_FUZZING": "/dev/shm"} if os.path.isdir("/dev/shm") else {}
        done = subprocess.run(
            command, stderr=subprocess.PIPE, text=True, errors="replace", check=False, env=os.environ | shared
        )
        runs = next((line.split()[-1] for line in done.stderr.splitlines() if "number_of_executed_units" in line), "0")
        if keep:
            _keep(name, corpus, keep)
        crashes = [path for path in Path(folder).glob("crash-*") if path.is_file()]
        print(f"{name:6} {runs:>9} runs, {len(list(corpus.iterdir()))} inputs of the corpus, {len(crashes)} found")
        for path in crashes:
            kept.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, kept / path.name)
            print(f"       {kept / path.name}")
        if crashes or done.returncode:
            sys.stderr.write(done.stderr[-3000:])
        return 1 if crashes else 2 if done.returncode or runs == "0" else 0


def _keep(name: str, corpus: Path, most: int) -> None:
    """Keep the smallest inputs of the corpus that take steps through the code which no seed takes."""
    from entries import SEEDS, seeds

    known: set[object] = set()
    for data in seeds(name):
        known |= steps(name, data)
    kept = 0
    for path in sorted(corpus.iterdir(), key=lambda path: (path.stat().st_size, path.name)):
        if kept < most and (new := steps(name, path.read_bytes()) - known):
            known |= new
            kept += 1
            (SEEDS / name).mkdir(parents=True, exist_ok=True)
            shutil.copy(path, SEEDS / name / hashlib.sha1(path.read_bytes()).hexdigest()[:12])
    print(f"       {kept} of them take steps that no seed takes, and are kept")


def steps(name: str, data: bytes) -> set[object]:
    """From which line to which the package's code goes over an input."""
    from entries import ENTRIES

    found: set[object] = set()

    def called(frame: FrameType, event: str, arg: object) -> object:
        code = frame.f_code
        if "wirebook" not in code.co_filename:
            return None
        last = 0

        def line(frame: FrameType, event: str, arg: object) -> object:
            nonlocal last
            if event == "line":
                found.add((code, last, frame.f_lineno))
                last = frame.f_lineno
            return line

        return line

    sys.settrace(called)
    try:
        ENTRIES[name](data)
    finally:
        sys.settrace(None)
    return found


def one(name: str, rest: list[str]) -> int:
    """The harness itself: this process never comes back from ``Fuzz``."""
    import atheris
    from mutators import MUTATORS

    with atheris.instrument_imports(include=["wirebook"]):
        from entries import ENTRIES
    enter = ENTRIES[name]
    for data in [b"", b"\0\0<a/>"]:  # what is imported on first use is instrumented too
        with atheris.instrument_imports(include=["wirebook"]):
            enter(data)
    mutator = MUTATORS.get(name)

    def mutate(data: bytes, size: int, seed: int) -> bytes:
        rng = random.Random(seed)
        if mutator is None or rng.random() < 0.5:
            return bytes(atheris.Mutate(data, size))
        for _ in range(rng.choice((1, 1, 2, 4))):
            data = mutator(data, rng)
        return data[:size]

    more = {} if mutator is None else {"custom_mutator": mutate}
    atheris.Setup([sys.argv[0], *rest], enter, **more)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
