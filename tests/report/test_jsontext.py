"""JSON as every command writes it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirebook.report.jsontext import compact, pretty

REPORTED = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet=st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=20,
)


@given(REPORTED)
def test_both_layouts_are_json(value: object) -> None:
    assert json.loads(compact(value)) == value
    assert json.loads(pretty(value)) == value
    assert "\n" not in compact(value)


def test_what_reports_do_not_hold_is_refused() -> None:
    with pytest.raises(TypeError):
        compact(1.5)
