"""What every scenario must go through: a spec of a service that we made up, with all that Wirebook makes of it.

A test file names its spec and calls these checks, one test each; each check asserts.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from schema_judges import Judge, characters, emit, encoding, in_ledger, json_judges, judges, printed

from generated import accepted
from wirebook.api import validate
from wirebook.cli import main
from wirebook.encode import encode as write
from wirebook.encode import encode_part
from wirebook.explain import Explained, explain_bytes
from wirebook.model import Example, Message, Provider
from wirebook.part import Context, Part
from wirebook.prove import context, prove, run
from wirebook.prove import part as around
from wirebook.spec import Loaded, load
from wirebook.testing import breakers
from wirebook.testing.breaking import Breaker
from wirebook.values import from_json, to_json
from wirebook_codegen.emitted import Loss

HERE = Path(__file__).parent


@cache
def loaded(name: str) -> Loaded:
    """The spec ``name``.yaml beside this file, or the folder of that name."""
    return load(path(name))


def path(name: str) -> Path:
    file = HERE / f"{name}.yaml"
    return file if file.exists() else HERE / name


@dataclass(frozen=True, repr=False, eq=False)
class Case:
    """One example or counter-example of a scenario."""

    scenario: str
    provider: Provider
    message: Message
    example: Example

    def __repr__(self) -> str:
        return "-".join(filter(None, (self.provider.dialect, self.message.id, self.example.id)))

    @property
    def part(self) -> Part:
        """What travels: the body, and what the example states of query, headers and status."""
        return around(self.example)

    @property
    def context(self) -> Context:
        return context(self.provider, self.example)

    def explained(self) -> Explained:
        return run(self.provider, self.message, self.example)


@dataclass(frozen=True, repr=False, eq=False)
class Target:
    """One message of a scenario in one encoding."""

    provider: Provider
    message: Message
    encoding: str

    def __repr__(self) -> str:
        return "-".join(filter(None, (self.provider.dialect, self.message.id, self.encoding)))


def cases(name: str, *, passing: bool = False) -> list[Case]:
    """Every example and counter-example in every dialect; ``passing``: only those that pass."""
    return [
        Case(name, provider, message, example)
        for provider in loaded(name).providers.values()
        for message in provider.messages
        for example in (*message.examples, *message.counterexamples)
        if not passing or example.verdict == "pass"
    ]


def targets(name: str) -> list[Target]:
    """Every message in every encoding and dialect."""
    return [
        Target(provider, message, shape.encoding)
        for provider in loaded(name).providers.values()
        for message in provider.messages
        for shape in message.shapes
    ]


# ---------------------------------------------------------------- the spec


def is_sound(name: str) -> None:
    """No problem at all: everything that the spec constrains is shown broken, and no two messages are one."""
    found = [*loaded(name).problems, *prove(loaded(name))]
    assert [(p.code, p.line, p.message) for p in found] == []


# ---------------------------------------------------------------- one body


def keeps_the_law(case: Case) -> None:
    """Generated code accepts where explain finds no error, with the same value, cleanly where it finds nothing.

    It sees bodies alone; of a form that travels in the query that is the query string.
    """
    part = Part(case.example.body or case.example.query or b"")
    said = explain_bytes(case.provider, case.message, case.example.encoding, part, case.context)
    _law(case.provider, case.message, case.example.encoding, part, case.context, said)


def _law(provider: Provider, message: Message, encoding: str, part: Part, ctx: Context, said: Explained) -> None:
    want = (said.value, not said.findings) if said.ok else None
    got = accepted(provider, message.id, encoding, part, ctx)
    assert repr(got) == repr(want), [(f.code, f.path) for f in said.findings]


def agrees_with_schemas(case: Case) -> None:
    """Schemas let through what is tolerated, and refuse the rest but for what their ledger names."""
    # What depends on the request, a setting or a secret is in no schema.
    told = explain_bytes(case.provider, case.message, case.example.encoding, case.part, Context())
    files, losses = _schemas(case.provider)
    for judge in _judges(case.provider, case.message):
        if encoding(judge.target) != case.example.encoding:
            continue
        body = characters(case.provider, case.message, case.example)
        if told.ok:
            refusing = [name for name, accepts in judge.validators.items() if not accepts(body)]
            assert not refusing, f"{judge.target}: {refusing} stricter than tolerated"
        elif judge.accepts(body):
            for finding in told.findings:
                if finding.severity == "error":
                    named = in_ledger(losses, judge.target, case.message, finding.code, finding.path)
                    assert named, f"{judge.target}: {finding.code} {finding.path} is no loss"
    if told.ok:
        value = json.dumps(printed(told.value))
        for name, accepts in json_judges(files[f"{case.message.id}.schema.json"]).items():
            assert accepts(value), f"the value's schema: {name} is stricter than tolerated"


_made: dict[int, tuple[Provider, dict[str, str], tuple[Loss, ...]]] = {}
_compiled: dict[tuple[int, str], list[Judge]] = {}


def _schemas(provider: Provider) -> tuple[dict[str, str], tuple[Loss, ...]]:
    if id(provider) not in _made:
        _made[id(provider)] = (provider, *emit(provider))
    return _made[id(provider)][1:]


def _judges(provider: Provider, message: Message) -> list[Judge]:
    key = (id(provider), message.id)
    if key not in _compiled:
        _compiled[key] = list(judges(provider, message, _schemas(provider)[0]))
    return _compiled[key]


def comes_back(case: Case) -> None:
    """What passes is written again, read as the same value, and goes through JSON."""
    said = case.explained()
    assert said.value is not None
    shape = case.example.encoding
    ctx = Context(secret=case.example.secret, settings=dict(case.example.settings))
    part = encode_part(case.provider, case.message.id, shape, said.value, ctx)
    again = explain_bytes(case.provider, case.message, shape, part, ctx)
    assert again.value == said.value
    once_more = encode_part(case.provider, case.message.id, shape, again.value, ctx)
    assert _regions(once_more) == _regions(part), "canonical is canonical"
    written = write(case.provider, case.message.id, shape, said.value, ctx)
    assert written in (part.body, part.query)
    shown = to_json(case.message.record, said.value, show_sensitive=True)
    if '"redacted"' not in json.dumps(shown):
        assert from_json(case.message.record, json.loads(json.dumps(shown))) == said.value


def _regions(part: Part) -> tuple[Any, ...]:
    return part.body, part.query, part.headers, part.status


def is_told_apart(case: Case) -> None:
    """What the example states tells which message it is."""
    part = case.part
    found = validate(
        part.body, spec=str(path(case.scenario)), dialect=case.provider.dialect or None,
        encoding=case.example.encoding, secret=case.example.secret, settings=dict(case.example.settings),
        query=part.query, headers=part.headers, status=part.status,
    )  # fmt: skip
    assert (found.message, found.candidates, found.verdict) == (case.message.id, (case.message.id,), "pass")


# ---------------------------------------------------------------- drawn bodies


def values_come_back(target: Target, value: dict[str, Any]) -> None:
    """A drawn value is written, read back as it was, without a finding, by both engines."""
    part = encode_part(target.provider, target.message.id, target.encoding, value, Context())
    said = explain_bytes(target.provider, target.message, target.encoding, part, Context())
    assert (said.value, [(f.code, f.path) for f in said.findings]) == (value, [])
    body = write(target.provider, target.message.id, target.encoding, value, Context())
    said = explain_bytes(target.provider, target.message, target.encoding, Part(body), Context())
    _law(target.provider, target.message, target.encoding, Part(body), Context(), said)
    for judge in _judges(target.provider, target.message):
        if encoding(judge.target) == target.encoding:
            assert judge.accepts(body.decode()), (judge.target, body)


def breaks_alone(target: Target) -> None:
    """Each constraint can be broken alone: bodies that do give just its finding, in both engines."""
    found = breakers(target.provider, target.message.id, target.encoding)
    assert found
    for breaker in found:
        _check(target, breaker)


def _check(target: Target, breaker: Breaker) -> None:
    @settings(max_examples=2)
    @given(broken=breaker.travels)
    def check(broken: bytes | Part) -> None:
        gives_its_finding(target, breaker, broken)

    check()


def gives_its_finding(target: Target, breaker: Breaker, broken: bytes | Part) -> None:
    """What breaks one thing gives just that, and generated code says of its body what explain says of it."""
    part = broken if isinstance(broken, Part) else Part(broken)
    said = explain_bytes(target.provider, target.message, target.encoding, part, breaker.context())
    found = sorted((f.code, f.severity, f.path) for f in said.findings)
    assert found == breaker.findings, breaker.constraint
    alone = Part(part.body)
    said = explain_bytes(target.provider, target.message, target.encoding, alone, breaker.context())
    _law(target.provider, target.message, target.encoding, alone, breaker.context(), said)


# ---------------------------------------------------------------- a user's own package


def generates(name: str, folder: Path) -> None:
    """``wirebook generate`` into a folder; a fresh interpreter imports the package and reads every example with it."""
    assert main(["generate", str(path(name)), "--out", str(folder)]) == 0
    provider = loaded(name).provider()
    files = {file.name for file in folder.rglob("*") if file.is_file()}
    for message in provider.messages:
        assert f"{message.id}.schema.json" in files
    assert {f"{provider.name}.en.md", f"{provider.name}.ru.md"} <= files
    bodies = []
    for message in provider.messages:
        for example in message.examples:
            said = run(provider, message, example)
            query = None if example.query is None else example.query.decode("latin-1")
            headers = None if example.headers is None else dict(example.headers)
            known = {"query": query, "headers": headers, "status": example.status}
            body = example.body.decode("latin-1")
            bodies.append((_class(message), example.encoding, body, known, repr(said.value)))
    (folder / "bodies.json").write_text(json.dumps(bodies), encoding="utf-8")
    probe = [
        "import datetime, inspect, json, sys",
        "from decimal import Decimal",
        "sys.path.insert(0, 'python')",
        f"import {provider.name} as made",
        "for name, encoding, body, known, value in json.load(open('bodies.json', encoding='utf-8')):",
        "    kind = getattr(made, name)",
        "    read = getattr(kind, 'from_' + encoding)",
        "    known = {key: one for key, one in known.items() if key in inspect.signature(read).parameters}",
        "    if known.get('query') is not None: known['query'] = known['query'].encode('latin-1')",
        "    one = read(body.encode('latin-1'), **known)",
        "    assert repr(one.to_value()) == value, (name, one.to_value(), value)",
        "    assert kind.from_value(one.to_value()) == one",
        "    print(name)",
    ]
    done = subprocess.run([sys.executable, "-c", "\n".join(probe)], cwd=folder, capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.split() == [name for name, *_ in bodies]


def _class(message: Message) -> str:
    return "".join(word.capitalize() for word in message.id.split("_"))
