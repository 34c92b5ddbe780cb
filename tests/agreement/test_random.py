"""The law on random messages: what the engine tolerates, every schema of the message accepts.

And the other way round: what a schema accepts and the engine refuses is something that its ledger names.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from random_messages import Maker
from schema_judges import characters, encoding, json_judges, judges, printed

from generated import accepted
from wirebook.explain import explain_bytes
from wirebook.model import Example, Member, Message, Provider, Text
from wirebook.part import Context, Part
from wirebook_codegen.jsonschema import logical_schema, wire_schema
from wirebook_codegen.losses import Ledger
from wirebook_codegen.witnesses import Bench
from wirebook_codegen.xsd import schema_text

_INDEX = re.compile(r"\[[0-9]*\]")


def _schemas(provider: Provider, message: Message) -> tuple[dict[str, str], dict[str, Ledger], str]:
    """The wire schemas by file, the ledgers by target, and the logical schema of a message without counter-examples."""
    ledgers = {target: Ledger(target, message, (encoding(target),)) for target in ("xsd", "xsd11", "wire.jsonschema")}
    xml, wire = message.shapes
    assert isinstance(xml.root, Member)
    assert isinstance(wire.root, Member)
    files = {
        "made.xsd": schema_text(provider, message, xml.root, ledgers["xsd"], modern=False),
        "made.xsd11.xsd": schema_text(provider, message, xml.root, ledgers["xsd11"], modern=True),
        "made.wire.schema.json": wire_schema(provider, message, wire.root, ledgers["wire.jsonschema"]),
    }
    return files, ledgers, logical_schema(provider, message, Ledger("jsonschema", message, ("xml", "json")))


@pytest.mark.parametrize("block", range(6))
def test_schemas_are_never_stricter_than_the_engine(block: int) -> None:
    tolerated = 0
    for seed in range(block * 6, block * 6 + 6):
        maker = Maker(seed)
        provider, message = maker.message()
        files, ledgers, logical = _schemas(provider, message)
        found = list(judges(provider, message, files))
        values = json_judges(logical)
        for _ in range(6):
            slip = maker.random.choice([0, 0.03, 0.1])
            for name, body in (
                ("xml", maker.xml(message.shapes[0], slip)),
                ("json", maker.json(message.shapes[1], slip)),
            ):
                told = explain_bytes(provider, message, name, Part(body.encode()), Context())
                tolerated += told.ok
                for judge in found:
                    if encoding(judge.target) != name:
                        continue
                    verdicts = {validator: accepts(body) for validator, accepts in judge.validators.items()}
                    if told.ok:
                        assert all(verdicts.values()), (seed, judge.target, verdicts, body)
                    elif all(verdicts.values()):
                        for finding in told.findings:
                            if finding.severity == "error":
                                path = _INDEX.sub("", finding.path)
                                assert ledgers[judge.target].misses(finding.code, path, body.encode()), (seed, finding)
                if told.ok:
                    text = json.dumps(printed(told.value))
                    assert all(accepts(text) for accepts in values.values()), (seed, text, body)
    assert tolerated > 8  # else the bodies show nothing


@pytest.mark.parametrize("block", range(3))
def test_witnesses_that_are_made_show_their_losses(block: int) -> None:
    """The generator has no schema validator: what it makes is held against all of them here."""
    shown = 0
    for seed in range(100 + block * 20, 120 + block * 20):
        maker = Maker(seed)
        provider, message = maker.message()
        files, ledgers, _ = _schemas(provider, message)
        examples = [
            Example(name, name, "utf-8", body.encode(), "pass", (), None, (), Text("", ""), "")
            for name, body in (("xml", maker.xml(message.shapes[0], 0)), ("json", maker.json(message.shapes[1], 0)))
            if explain_bytes(provider, message, name, Part(body.encode()), Context()).ok
        ]
        message = replace(message, examples=tuple(examples))
        bench = Bench(provider, message)
        for judge in judges(provider, message, files):
            ledger = ledgers[judge.target]
            for (code, path), lost in ledger.lost.items():
                made = bench.made(ledger, code, path, lost)
                if made is None:
                    continue
                told = explain_bytes(provider, message, made.body.encoding, Part(made.body.body), Context())
                assert code in {f.code for f in told.findings if f.severity == "error"}, (seed, code, path)
                body = characters(provider, message, made.body)
                asked = {name: accepts(body) for name, accepts in judge.validators.items()}
                assert all(asked.values()), (seed, judge.target, code, path, asked, made.body.body)
                shown += 1
    assert shown > 10


def test_generated_code_says_what_the_engine_says() -> None:
    tolerated = 0
    for seed in range(40):
        maker = Maker(seed)
        provider, message = maker.message()
        for _ in range(6):
            slip = maker.random.choice([0, 0.03, 0.1, 0.3])
            for name, body in (
                ("xml", maker.xml(message.shapes[0], slip)),
                ("json", maker.json(message.shapes[1], slip)),
            ):
                part = Part(body.encode())
                told = explain_bytes(provider, message, name, part, Context())
                tolerated += told.ok
                want = (told.value, not told.findings) if told.ok else None
                assert repr(accepted(provider, message.id, name, part, Context())) == repr(want), (seed, name, body)
    assert tolerated > 40


def test_the_same_model_gives_the_same_bytes() -> None:
    first, _, one = _schemas(*Maker(3).message())
    second, _, two = _schemas(*Maker(3).message())
    assert first == second
    assert one == two
    assert all(text.endswith("\n") for text in (*first.values(), one))
