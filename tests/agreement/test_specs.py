"""The schemas agree with the reference engine on every example and counter-example of the built-in specs.

The ledger is the only exception: a refused body that a schema accepts must stand in it,
and every entry of it must have such a body.
"""

from __future__ import annotations

import json

import pytest
from schema_judges import (
    XML_TARGETS,
    beyond,
    characters,
    emitted,
    encoding,
    explained,
    in_ledger,
    json_judges,
    judges,
    loosened,
    printed,
    providers,
    unneeded,
)

from wirebook.model import Bit, CodeTable, Example, List, Map, Message, Provider, Record, Scalar
from wirebook_codegen import losses as ledger
from wirebook_codegen.notes import row_key

MESSAGES = [(folder, message.id) for folder, provider in providers().items() for message in provider.messages]


def _message(folder: str, message_id: str) -> tuple[Provider, Message]:
    provider = providers()[folder]
    message = provider.message(message_id)
    assert message is not None
    return provider, message


def _bodies(message: Message) -> list[Example]:
    return [*message.examples, *message.counterexamples]


@pytest.mark.parametrize(("folder", "message_id"), MESSAGES)
def test_wire_schemas_refuse_what_is_refused_and_let_through_what_is_tolerated(folder: str, message_id: str) -> None:
    provider, message = _message(folder, message_id)
    files, losses = emitted(folder)
    for judge in judges(provider, message, files):
        for example in _bodies(message):
            if example.encoding != encoding(judge.target):
                continue
            told = explained(provider, message, example)
            where = f"{judge.target} {message_id}.{example.id}"
            body = characters(provider, message, example)
            if told.ok:
                for name, accepts in judge.validators.items():
                    assert accepts(body), f"{where}: {name} is stricter than tolerated"
            elif judge.accepts(body):
                missed = [(f.code, f.path) for f in told.findings if f.severity == "error" and not beyond(f)]
                for code, path in missed:
                    assert in_ledger(losses, judge.target, message, code, path), f"{where}: {code} {path} is no loss"


@pytest.mark.parametrize(("folder", "message_id"), MESSAGES)
def test_every_entry_of_the_ledger_is_needed_by_its_witness(folder: str, message_id: str) -> None:
    provider, message = _message(folder, message_id)
    files, losses = emitted(folder)
    found = {judge.target: judge.validators for judge in judges(provider, message, files)}
    logical = json_judges(files[f"{message_id}.schema.json"])
    for loss in losses:
        if loss.message == message_id:
            assert unneeded(folder, loss, found, logical) == "", loss


@pytest.mark.parametrize(("folder", "message_id"), MESSAGES)
def test_logical_schemas_take_every_value_and_refuse_broken_ones(folder: str, message_id: str) -> None:
    provider, message = _message(folder, message_id)
    files, losses = emitted(folder)
    validators = json_judges(files[f"{message_id}.schema.json"])
    without, loose = loosened(provider, message)
    for example in _bodies(message):
        told = explained(provider, message, example)
        if told.ok:
            value = json.dumps(printed(told.value))
            for name, accepts in validators.items():
                assert accepts(value), f"{message_id}.{example.id}: {name} is stricter than tolerated"
            continue
        value = explained(without, loose, example).value
        if value is None:
            continue  # broken in a way that no logical value has
        if all(accepts(json.dumps(printed(value))) for accepts in validators.values()):
            for finding in told.findings:
                if finding.severity == "error" and not beyond(finding):
                    known = in_ledger(losses, "jsonschema", message, finding.code, finding.path)
                    assert known, f"{message_id}.{example.id}: {finding.code} {finding.path} is no loss"


@pytest.mark.parametrize(("folder", "message_id"), MESSAGES)
def test_what_decode_hides_is_let_through(folder: str, message_id: str) -> None:
    _, message = _message(folder, message_id)
    files, _ = emitted(folder)
    validators = json_judges(files[f"{message_id}.schema.json"])
    for example in message.examples:
        told = explained(providers()[folder], message, example)
        hidden = _hidden(message.record, printed(told.value))
        for name, accepts in validators.items():
            assert accepts(json.dumps(hidden)), f"{message_id}.{example.id}: {name}"


def _hidden(kind: object, value: object) -> object:
    if isinstance(kind, Record) and isinstance(value, dict):
        return {f.name: _hidden(f.type, value[f.name]) for f in kind.fields if f.name in value}
    if isinstance(kind, List) and isinstance(value, list):
        return [_hidden(kind.item, item) for item in value]
    if isinstance(kind, Scalar) and kind.sensitive in ("secret", "login"):
        return {"redacted": kind.sensitive}
    return value


# ---------------------------------------------------------------- codes


def _tables(kind: object) -> list[CodeTable]:
    """The code tables that a type uses."""
    if isinstance(kind, Record):
        return [table for field in kind.fields for table in _tables(field.type)]
    if isinstance(kind, List):
        return _tables(kind.item)
    if isinstance(kind, Map):
        return _tables(kind.values)
    if isinstance(kind, Bit):
        return [] if kind.codes is None else [kind.codes]
    assert isinstance(kind, Scalar)
    own = [] if kind.codes is None else [kind.codes]
    return [*own, *(table for bit in kind.bits for table in _tables(bit))]


@pytest.mark.parametrize(("folder", "message_id"), MESSAGES)
def test_every_row_of_a_code_table_reaches_the_schemas(folder: str, message_id: str) -> None:
    _, message = _message(folder, message_id)
    files, _ = emitted(folder)
    mine = {name: text for name, text in files.items() if name.startswith(f"{message_id}.")}
    for name, text in mine.items():
        plain = text.replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&")
        if name.endswith(".json"):
            plain = text.replace('\\"', '"').replace("\\n", "\n")
        for table in _tables(message.record):
            for entry in table.entries:
                if name.endswith(".json") and entry.value is not None:
                    spelled = {json.dumps(entry.value), json.dumps(str(entry.value))}
                    constant = any(f'"const": {value}' in text for value in spelled)
                    assert constant or f"{row_key(entry)} = {entry.name}" in plain, (name, table.id, entry.value)
                assert f"{entry.name}: {entry.meaning.en}" in plain, (name, table.id, row_key(entry))
                assert f"{entry.name}: {entry.meaning.ru}" in plain, (name, table.id, row_key(entry))


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("folder", list(providers()))
def test_the_ledger_page_shows_every_witness(folder: str) -> None:
    provider = providers()[folder]
    _, losses = emitted(folder)
    page = ledger.render(provider, losses)
    assert page.endswith("\n")
    assert "Generated by wirebook" in page
    for loss in losses:
        assert loss.witness in page
        assert loss.constraint.partition(" ")[0] in page


def test_every_wire_format_has_its_schemas() -> None:
    for folder, provider in providers().items():
        files, _ = emitted(folder)
        for message in provider.messages:
            encodings = {shape.encoding for shape in message.shapes}
            assert f"{message.id}.schema.json" in files
            assert (f"{message.id}.wire.schema.json" in files) == ("json" in encodings)
            for target in XML_TARGETS:
                suffix = "xsd" if target == "xsd" else "xsd11.xsd"
                assert (f"{message.id}.{suffix}" in files) == ("xml" in encodings)
