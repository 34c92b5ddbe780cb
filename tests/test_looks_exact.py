"""Each bound of what may be shown of an unexpected text, on either side."""

from __future__ import annotations

import pytest

from wirebook import looks
from wirebook.looks import is_figure, is_near, is_wordy, listed_beginning


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a" * 24, True), ("a" * 25, False), ("é", False), ("id", True), ("sms_id", True), ("sms.id", True),
        ("sms:id", True),
        ("sms-id", True), ("sms id", False), ("id1", True), ("id12", True), ("id123", False), ("1id", False),
        ("i1d", False),
        ("12", False), ("", False), ("a_", False), ("ABCD", True), ("ABCDE", False), ("userId", True), ("UserId", True),
        ("userID", False), ("aBc", False), ("aBcd", True), ("abCde", True), ("abcDef", True), ("abCd", False),
        ("bcdf", True),
        ("bcdfg", False), ("bcdfa", True), ("bcdfgh", False), ("abcdfa", True), ("abcdfga", False), ("BcdfUrl", True),
        ("yyyyy", True), ("strYngth", True), ("ab_cd", True), ("ab_cD", False), ("callback_url2", True),
        ("x9:y", False),
    ],
)  # fmt: skip
def test_what_reads_like_words(name: str, shown: bool) -> None:
    assert is_wordy(name) is shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("abc", True), ("abcd", False), ("a\n", False), ("12345678", True), ("123456789", True), ("1234567890", False),
        ("1" * 9 + "-" * 31, True), ("1" * 9 + "-" * 32, False), ("+7 (9)", False), ("1.5,2:3/4 -", True),
        ("2026-11-22T10:15:30.123456Z", True), ("2026-11-22 10:15:30.1234567", False), ("2026-11-2210:15", True),
        ("2026-11-22X10:15", False), ("20261-11-22T10:15Z", False), ("10:15:30.123456", True), ("2026/11/22T1:5", True),
        ("2026-11-22TT10:15:30Z", False), ("2026-11-22T10:15:30ZZ", False), ("٥٥٥٥", False),
        ("2026.111.22T10:15Z", False),
    ],
)  # fmt: skip
def test_what_is_a_figure(text: str, shown: bool) -> None:
    assert is_figure(text) is shown


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("delivered", True),
        ("DELIVERED", True),
        ("delivred", True),
        ("deliverrd", True),
        ("deliveredxx", True),
        ("deliveredxxx", False),
        ("deliver", True),
        ("delive", False),
        ("dalavarad", False),
        ("x" * 40, True),
        ("x" * 41, False),
        ("", False),
    ],
)
def test_what_is_near_to_something_listed(text: str, near: bool) -> None:
    assert is_near(text, iter(["Delivered", "x" * 40, "y"])) is near


def test_the_longest_listed_beginning() -> None:
    listed = ["Sent", "Sent-late", "", "Other"]
    assert listed_beginning("sent-LATER", listed) == "sent-LATE"
    assert listed_beginning("SENTRY", iter(listed)) == "SENT"
    assert listed_beginning("late", listed) == ""
    assert listed_beginning("x", []) == ""


def test_only_so_many_listed_texts_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [f"value{number}" for number in range(6000)]
    assert listed_beginning("value4999", many) == "value4999"
    assert listed_beginning("value5000", many) == "value500"
    monkeypatch.setattr(looks, "_LISTED", 2)
    assert is_near("value1", many)
    assert not is_near("zz", many)
    assert listed_beginning("value2", many) == ""
