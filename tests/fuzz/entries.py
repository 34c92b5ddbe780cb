"""The doors through which bytes of others come in, each as a function that raises only if something is wrong.

What may come of bytes is declared: findings, problems, faults, or one of Wirebook's own exceptions. A body
also holds both engines to the law: ``accept`` gives what ``explain`` gives, or nothing where that has an error.
"""

from __future__ import annotations

import os
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
for place in (ROOT / "src", ROOT / "codegen", ROOT / "tests", ROOT / "tests" / "properties"):
    if str(place) not in sys.path:
        sys.path.append(str(place))

from targets import ENCODINGS, Target  # noqa: E402

import wirebook  # noqa: E402
from generated import accepted  # noqa: E402
from wirebook.capture import Exchange, Fault, read  # noqa: E402
from wirebook.diagnostic import CODES  # noqa: E402
from wirebook.explain import explain_bytes  # noqa: E402
from wirebook.part import Context, Part  # noqa: E402
from wirebook.spec import load  # noqa: E402

__all__ = ["ENTRIES", "SEEDS", "seeds"]

SEEDS = Path(__file__).with_name("seeds")


@cache
def targets(encoding: str) -> tuple[Target, ...]:
    return tuple(target for target in ENCODINGS if target.encoding == encoding)


def _body(encoding: str) -> Callable[[bytes], None]:
    def enter(data: bytes) -> None:
        """The first byte chooses the message, the second the charset; the rest is the body."""
        known = targets(encoding)
        first, second, body = (data[0], data[1], data[2:]) if len(data) > 1 else (0, 0, data)
        target = known[first % len(known)]
        policy = target.provider.charset(encoding)
        charset = (None, *policy.allowed)[second % (1 + len(policy.allowed))] if policy is not None else None
        ctx = Context(charset=charset, secret="s")
        said = explain_bytes(target.provider, target.message, encoding, Part(body), ctx)
        for finding in said.findings:
            assert finding.code in CODES
            assert finding.severity != "error" or finding.location is not None, finding.code
            assert finding.location is None or 0 <= finding.location.offset <= len(body)
        got = accepted(target.provider, target.message.id, encoding, Part(body), ctx)
        assert got == ((said.value, not said.findings) if said.ok else None), (target, said.findings)
        if zlib.crc32(body) % 4:
            return  # telling which message it is costs as much as all before
        spec = target.provider
        result = wirebook.validate(body, spec=spec, encoding=encoding, charset=charset, secret="s")
        assert result.verdict in ("pass", "fail", "not_checked")

    return enter


@cache
def _folder() -> str:
    """Where inputs are written for readers of files; WIREBOOK_FUZZING names a folder in memory (``run.py``)."""
    return tempfile.mkdtemp(dir=os.environ.get("WIREBOOK_FUZZING"), prefix="wirebook-fuzz-")


def _file(data: bytes, name: str) -> str:
    path = os.path.join(_folder(), name)
    with open(path, "wb") as out:
        out.write(data)
    return path


def spec(data: bytes) -> None:
    """A spec: problems at places, and a provider exactly where none is an error."""
    loaded = load(_file(data, "spec.yaml"))
    for problem in loaded.problems:
        assert problem.line >= 1
        assert problem.column >= 1
    try:
        loaded.provider()
    except wirebook.SpecError:
        assert any(problem.severity == "error" for problem in loaded.problems)
    else:
        assert all(problem.severity != "error" for problem in loaded.problems)


def _capture(suffix: str) -> Callable[[bytes], None]:
    def enter(data: bytes) -> None:
        last = -1
        for found in read(_file(data, f"capture{suffix}")):
            assert isinstance(found, (Exchange, Fault))
            if isinstance(found, Fault):
                assert found.code in CODES
            else:
                assert found.index > last
                last = found.index

    return enter


ENTRIES: dict[str, Callable[[bytes], None]] = {
    "xml": _body("xml"),
    "json": _body("json"),
    "form": _body("form"),
    "text": _body("text"),
    "csv": _body("csv"),
    "spec": spec,
    "har": _capture(".har"),
    "jsonl": _capture(".jsonl"),
    "mitm": _capture(".flow"),
    "pcap": _capture(".pcap"),
    "warc": _capture(".warc"),
}


def seeds(name: str) -> Iterator[bytes]:
    """What a harness starts from: what was found before, the specs' own examples, small captures."""
    for path in sorted((SEEDS / name).glob("*")) if (SEEDS / name).is_dir() else ():
        yield path.read_bytes()
    if name in ("xml", "json", "form", "text", "csv"):
        for number, target in enumerate(targets(name)):
            for example in (*target.message.examples, *target.message.counterexamples):
                if example.encoding == name and number < 256 and len(example.body) < 4000:
                    yield bytes([number, 0]) + example.body
    elif name == "spec":
        for path in (*sorted((ROOT / "tests" / "specs_err").glob("*.yaml")), *(ROOT / "tests").glob("*/*.yaml")):
            data = path.read_bytes()
            if len(data) < 6000:
                yield data
