"""Rows: back from JSON as they were, and told in Russian too."""

from __future__ import annotations

import json

import pytest

from wirebook.diagnostic import CODES
from wirebook.row import Row, in_russian

FULL = Row(
    "a.jsonl", 3, "request", 17, "shape.missing", "to", "error", "to is missing", line=2, column=5, advice="Add it.",
    candidates=("one", "two"), related=(("a.jsonl", 1), ("b.jsonl", 2)), known=True, args=(("name", "to"),),
)  # fmt: skip


def test_a_row_comes_back_from_json() -> None:
    assert Row.read(json.loads(json.dumps(FULL))) == FULL


def test_a_row_is_told_in_russian() -> None:
    assert in_russian(FULL) == ("нет to", "Добавьте.")


def test_a_row_that_does_not_say_what_fills_its_message_keeps_it() -> None:
    assert in_russian(FULL._replace(args=()))[0] == "to is missing"


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_can_be_told(code: str) -> None:
    message, advice = in_russian(Row("a", code=code, message="said", args=(("other", "x"),)))
    assert message
    assert advice
    assert "{" not in message + advice
