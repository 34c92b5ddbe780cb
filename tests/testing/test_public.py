"""What the extra offers to others: three functions, whatever was imported before them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handmade import PROVIDER
from wirebook import testing
from wirebook.testing.breaking import Breaker


def test_the_names_are_functions_also_after_use() -> None:
    first = testing.breakers(PROVIDER, "ok", "json")
    assert all(isinstance(one, Breaker) for one in first)
    assert callable(testing.breakers)
    assert callable(testing.values)
    assert callable(testing.bodies)


@given(data=st.data())
def test_bodies_are_bytes_in_the_charset_asked_for(data: st.DataObject) -> None:
    body = data.draw(testing.bodies(PROVIDER, "error", "xml", "koi8-r", tolerated=data.draw(st.booleans())))
    assert body.startswith(b'<?xml version="1.0" encoding="KOI8-R"?>')
    body.decode("koi8-r")


@pytest.mark.parametrize(("message", "encoding"), [("nothing", "xml"), ("ok", "form")])
def test_what_a_provider_lacks_is_a_key_error(message: str, encoding: str) -> None:
    for offered in (testing.values, testing.bodies, testing.breakers):
        with pytest.raises(KeyError, match=message):
            offered(PROVIDER, message, encoding)
