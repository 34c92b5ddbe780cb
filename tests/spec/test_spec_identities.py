"""What a spec says of a repeated identifier stands once: in the rule of the reply, or with the identity."""

from __future__ import annotations

from pathlib import Path

import pytest

from wirebook.spec import Loaded, load

SPEC = Path(__file__).parent.parent.parent / "specs" / "quicktel.yaml"
UNIQUE = "    unique:\n      message: sms_send_request"


def said(folder: Path, more: str, rule: str = "") -> Loaded:
    """QUICKTEL's spec with more said of its unique identifier, and something else in the reply's rule."""
    text = SPEC.read_text("utf-8")
    begin = text.index(UNIQUE)
    end = text.index("\n", begin + len(UNIQUE))
    text = text[: begin + len(UNIQUE)] + more + text[end:]
    if rule:
        assert text.count("        values: [1]\n        same: [push_id]\n") == 1
        text = text.replace("        values: [1]\n        same: [push_id]\n", rule)
    path = folder / "quicktel.yaml"
    path.write_text(text, "utf-8")
    return load(str(path))


def repeat(loaded: Loaded) -> tuple[int | str | None, str]:
    identity = loaded.provider("").identity("client_message")
    assert identity is not None
    assert identity.unique is not None
    return identity.unique.code, identity.unique.first


@pytest.mark.parametrize(
    "more", ["", "\n      code: 1", "\n      first: message", "\n      code: 1\n      first: message"]
)
def test_the_rule_of_the_reply_says_what_answers_a_repeat(tmp_path: Path, more: str) -> None:
    assert repeat(said(tmp_path, more)) == (1, "message")


def test_what_the_rule_leaves_open_the_identity_says(tmp_path: Path) -> None:
    rule = "        values: [1, 0]\n"
    assert repeat(said(tmp_path, "", rule)) == (None, "")
    assert repeat(said(tmp_path, "\n      code: 1\n      first: message", rule)) == (1, "message")


def test_the_two_may_not_differ(tmp_path: Path) -> None:
    loaded = said(tmp_path, "\n      code: 0")
    errors = [problem.message for problem in loaded.problems if problem.severity == "error"]
    assert errors == ["code: a rule says that 1 answers a repeat"]
