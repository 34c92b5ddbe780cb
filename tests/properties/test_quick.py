"""The quick ways decide nothing but what reading the whole decides, on examples, drawn values and mutants."""

from __future__ import annotations

import os
import random
from datetime import date

import pytest
from quick_mutants import Subject, run, seed, subjects

# Another one on every run; it is in the test's name, and set again to see a failure again.
SEED = int(os.environ.get("WIREBOOK_SEED", date.today().toordinal()))
TRIES = 20_000 if os.environ.get("WIREBOOK_HYPOTHESIS") == "deep" else 300
DRAWS = 5 if TRIES > 1000 else 2  # bodies for each charset


@pytest.mark.parametrize("subject", subjects(), ids=str)
def test_mutants(subject: Subject) -> None:
    print(f"WIREBOOK_SEED={SEED}")
    assert seed(subject, DRAWS, SEED), "the layout that we write is the canonical one"
    assert run(subject, random.Random(f"{SEED} {subject}"), TRIES) > TRIES // 50
