"""The short form of ``make proof``: some seconds per message, from another seed every day.

The seed is in the output of a failure; set it again (WIREBOOK_SEED) to see the failure again.
WIREBOOK_PROOF_SECONDS is the time for each message in all its encodings and charsets.
"""

from __future__ import annotations

import os
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from drawn import SHORT
from kept import FOLDER, load
from laws import within
from proving import Tally, again, prove, unused
from targets import CHARSETS, Target

from wirebook.books import built_in

SEED = int(os.environ.get("WIREBOOK_SEED", date.today().toordinal()))
SECONDS = float(os.environ.get("WIREBOOK_PROOF_SECONDS", 0.3))


def _messages() -> dict[str, list[Target]]:
    found: dict[str, list[Target]] = {}
    for target in CHARSETS:
        provider = target.provider
        found.setdefault("-".join(filter(None, (provider.name, provider.dialect, target.message.id))), []).append(
            target
        )
    return found


MESSAGES = _messages()


@cache
def tallied(name: str) -> list[Tally]:
    targets = MESSAGES[name]
    return [prove(target, SEED, SHORT, seconds=SECONDS / len(targets), bodies=10_000) for target in targets]


@pytest.mark.parametrize("name", MESSAGES)
def test_engines_agree_and_trips_hold(name: str) -> None:
    print(f"WIREBOOK_SEED={SEED}")
    tallies = tallied(name)
    assert [(tally.target, dict(tally.wrong)) for tally in tallies if tally.wrong] == []
    assert sum(tally.agreed["accept"] for tally in tallies) == sum(tally.bodies for tally in tallies)
    assert unused(tallies)[0] == [], "every entry of the ledger is needed by some body"
    for target, tally in zip(MESSAGES[name], tallies, strict=True):
        assert owed(target) <= set(tally.agreed), "everybody was asked"
    if tallies and MESSAGES[name][0].provider.name in built_in():
        assert any(tally.agreed["swift"] for tally in tallies)


def owed(target: Target) -> set[str]:
    """Who has to be asked about a target's bodies."""
    found = {"accept", "accept into objects", "jsonschema jsonschema", "jsonschema-rs jsonschema"}
    if within(target, target.shape):
        found.add("trips")
    if target.encoding == "xml":
        found |= {"lxml xsd", "xmlschema xsd", "xmlschema xsd11"}
    if target.encoding == "json":
        found |= {"jsonschema wire.jsonschema", "jsonschema-rs wire.jsonschema"}
    return found


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_what_once_disagreed_agrees(path: Path) -> None:
    assert again(load(path)) == []
