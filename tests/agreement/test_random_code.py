"""The law on random messages: generated code in all its ways says what the engine says, and what is written is read.

Mutants of bodies leave the shape as it is; here it is the shape that differs.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from random_forms import FormMaker

from generated import accepted, module
from wirebook.accept import QUICK, quick, quick_form, quick_json
from wirebook.accept import write as quick_write
from wirebook.accept.build import dicts
from wirebook.encode import encode
from wirebook.encode.compare import differences
from wirebook.errors import ValidationError
from wirebook.explain import explain_bytes
from wirebook.model import Message, Provider
from wirebook.part import Context, Part

WAYS = {"xml": quick.way, "json": quick_json.way, "form": quick_form.way}
BARE = Context()


class Judge:
    """All that generated code does with one message, held against the engine that reads the model."""

    def __init__(self, provider: Provider, message: Message, seed: int) -> None:
        self.provider, self.message, self.seed = provider, message, seed
        self.accept, self.bindings = module(provider, "accept"), module(provider, "bindings")
        self.kind = self.bindings._runtime.classes["Made"]
        self.decided = self.written = 0
        self.ways: dict[str, tuple[Any, Any]] = {}
        for encoding, way in WAYS.items():
            if message.id in getattr(self.accept, QUICK[encoding][0]):
                both = partial(way, self.accept, message.id)
                self.ways[encoding] = both(dicts(self.accept)), both(self.bindings._runtime.classes)

    def read(self, encoding: str, body: bytes) -> dict[str, Any] | None:
        """The value of a body, on which all ways agree."""
        told = explain_bytes(self.provider, self.message, encoding, Part(body), BARE)
        want = repr((told.value, not told.findings) if told.ok else None)
        assert repr(accepted(self.provider, self.message.id, encoding, Part(body), BARE)) == want, (self.seed, body)
        if encoding in self.ways:
            got, built = (way(body, None, BARE) for way in self.ways[encoding])
            assert got is None or repr((got[0], bool(got[1]))) == want, (self.seed, body)
            assert (got is None) == (built is None), (self.seed, body)
            assert built is None or repr(built[0].to_value()) == repr(told.value), (self.seed, body)
            self.decided += got is not None
        return told.value if told.ok else None

    def write(self, encoding: str, value: dict[str, Any]) -> bytes | None:
        """The bytes of a value, which are read back as it; None where it is refused."""
        it = self.kind.from_value(value)
        assert repr(it.to_value()) == repr(value), self.seed
        try:
            body = encode(self.provider, self.message.id, encoding, value, BARE)
        except ValidationError:
            body = None
        if encoding == "xml" and self.message.id in getattr(self.accept, "WRITE", ()):
            quickly = quick_write.way(self.accept, self.message.id, self.bindings._runtime.classes)(it, BARE)
            assert quickly in (None, body), (self.seed, value)
            self.written += quickly is not None
        if body is not None:
            again = self.read(encoding, body)
            assert again is not None, (self.seed, body)
            assert not list(differences(self.message.record, value, again)), (self.seed, body)
        return body


@pytest.mark.parametrize("block", range(4))
def test_all_ways_of_generated_code_on_random_messages(block: int) -> None:
    tolerated = decided = written = 0
    for seed in range(block * 10, block * 10 + 10):
        maker = FormMaker(seed)
        provider, message = maker.message()
        judge = Judge(provider, message, seed)
        xml, json, form = message.shapes
        for _ in range(5):
            slip = maker.random.choice([0, 0.03, 0.1, 0.3])
            bodies = {"xml": maker.xml(xml, slip), "json": maker.json(json, slip), "form": maker.query(form, slip)}
            for encoding, body in bodies.items():
                value = judge.read(encoding, body.encode())
                if value is not None:
                    tolerated += 1
                    judge.write(encoding, value)
        decided, written = decided + judge.decided, written + judge.written
    assert tolerated > 30
    assert decided > 20
    assert written > 0
