"""What fuzzing found, and what it starts from, goes through each entry point again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from entries import ENTRIES, SEEDS, seeds


@pytest.mark.parametrize("name", ENTRIES)
def test_nothing_but_what_is_declared_comes_of_the_corpus(name: str) -> None:
    kept = [path.read_bytes() for path in sorted((SEEDS / name).glob("*"))]
    some = list(seeds(name))[:: 8 if name == "spec" else 3]
    for data in [b"", b"\0", *kept, *some]:
        ENTRIES[name](data)


def test_every_folder_of_seeds_is_of_an_entry() -> None:
    assert {path.name for path in SEEDS.iterdir() if path.is_dir()} <= set(ENTRIES)
