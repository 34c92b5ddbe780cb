"""The quick ways decide nothing but what reading the whole decides, on examples, drawn values and mutants."""

from __future__ import annotations

import os
import random
from datetime import date

import pytest
from quick_mutants import Subject, run, subjects

from wirebook.part import Context

# Another one on every run; it is in the test's name, and set again to see a failure again.
SEED = int(os.environ.get("WIREBOOK_SEED", date.today().toordinal()))
TRIES = 20_000 if os.environ.get("WIREBOOK_HYPOTHESIS") == "deep" else 400


@pytest.mark.parametrize("subject", subjects(5, SEED), ids=str)
def test_mutants(subject: Subject) -> None:
    print(f"WIREBOOK_SEED={SEED}")
    assert run(subject, random.Random(f"{SEED} {subject}"), TRIES) > TRIES // 50


@pytest.mark.parametrize("subject", subjects(5, SEED), ids=str)
def test_what_is_written_is_decided(subject: Subject) -> None:
    """The layout that we write is the canonical one."""
    assert any(subject.agrees(body, Context(), None) for body in subject.seeds)
