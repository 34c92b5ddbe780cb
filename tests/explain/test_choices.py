"""Rules about which fields are there."""

import pytest

from handmade_bodies import explained


@pytest.mark.parametrize(
    ("body", "findings"),
    [
        ("id=1", []),
        ("sender=a&cmt=b", []),
        ("cmt=b", [("rule.exactly_one", "error", "id")]),
        ("id=1&sender=a", [("rule.exactly_one", "error", "id")]),
        ("id=1&cmt=b", [("rule.at_most_one", "warning", "id")]),
        ("id=x&cmt=b", [("rule.at_most_one", "warning", "id"), ("type.integer", "error", "id")]),
    ],
)
def test_exactly_one_and_at_most_one(body, findings):
    found = explained("delete_request", "form", body).findings
    assert [(f.code, f.severity, f.path) for f in found] == findings
