"""The short form of ``make proof``: some seconds per message, from another seed every day.

The seed is in the output of a failure; set it again (WIREBOOK_SEED) to see the failure again.
WIREBOOK_PROOF_SECONDS is the time for each message in all its encodings and charsets.
"""

from __future__ import annotations

import os
from datetime import date
from functools import cache

import pytest
from drawn import SHORT
from engines import Court
from kept import FOLDER, load
from proving import Tally, prove, unused
from targets import CHARSETS, Target

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


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_what_once_disagreed_agrees(path: object) -> None:
    known = load(path)  # type: ignore[arg-type]
    court = Court(known.target)
    # Which of the costly questions are asked depends on the number.
    assert [wrong for number in range(4) for wrong in court.hear(known.body, known.ctx, number).wrong] == []
