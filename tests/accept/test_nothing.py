"""Where only the verdict is wanted it is the same as where values are made."""

from __future__ import annotations

from typing import Any

import pytest

from generated import module
from oddities import BODIES, ODDITIES
from shipped import NAMES
from shipped import provider as shipped
from wirebook.accept import accept
from wirebook.accept.build import NOTHING, bare, dicts, items
from wirebook.model import Provider
from wirebook.part import Context, Part


def verdict(provider: Provider, message: str, encoding: str, body: bytes, values: bool) -> Any:
    made = module(provider, "accept")
    found = accept(made, message, encoding, Part(body), Context(), dicts(made) if values else NOTHING)
    return None if found is None else found[1]


@pytest.mark.parametrize(("message", "encoding"), sorted(BODIES), ids="-".join)
def test_of_odd_shapes(message: str, encoding: str) -> None:
    for body in BODIES[message, encoding]:
        for edited in (body, body.replace(b"1", b"2"), body.replace(b"a", b"b")):
            assert verdict(ODDITIES, message, encoding, edited, False) == verdict(
                ODDITIES, message, encoding, edited, True
            ), edited


def test_of_a_rule_about_records() -> None:
    """Of d and pair one at most; a record that nobody builds is there all the same."""
    head = b'<r xmlns="urn:x" a="y" b="5" fixed="1">t<c xmlns="">c</c>'
    d, pair = b'<d xmlns="">a</d>', b'<wrap xmlns=""><pair a="x"/></wrap>'
    for body, clean in ((pair, True), (d + pair, False)):
        for values in (True, False):
            assert verdict(ODDITIES, "names", "xml", head + body + b"</r>", values) is clean


@pytest.mark.parametrize("name", NAMES)
def test_of_examples(name: str) -> None:
    provider = shipped(name)
    for message in provider.messages:
        for one in (*message.examples, *message.counterexamples):
            alone = verdict(provider, message.id, one.encoding, one.body, False)
            assert alone == verdict(provider, message.id, one.encoding, one.body, True), (message.id, one.id)


def test_rows_of_nothing_are_as_many() -> None:
    assert items(NOTHING["Item"], 3, [1, 2, 3], "abc") == [True, True, True]
    assert items(lambda *row: row, 2, [1, 2], "ab") == [(1, "a"), (2, "b")]


def test_only_classes_are_filled() -> None:
    assert bare(NOTHING["Item"]) is None
    assert bare(dicts(module(ODDITIES, "accept"))["Names"]) is None
    made = bare(Part)
    assert made is not None
    assert type(made(Part)) is Part
