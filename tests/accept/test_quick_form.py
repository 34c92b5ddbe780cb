"""What the quick way through forms takes on, and what it leaves to the reader."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from wirebook.accept.build import dicts
from wirebook.accept.quick_form import params, way
from wirebook.part import Context
from wirebook.providers.smsc import accept as smsc

STATUS = b"id=5&phone=%2B7%20900&status=1&time=24.05.24%2010:15:30&ts=1716534930&cmt=%C7%E0%EA%E0%E7+5%2C+%26&shop=1%3D"


def settled(body: bytes, header: str | None = None) -> Any:
    settle = way(smsc, "callback_status", dicts(smsc))
    return settle(body, header, Context())


def test_value() -> None:
    value, clean = settled(STATUS)
    assert (value["id"], value["phone"], value["cmt"], value["extras"]) == (5, "+7 900", "Заказ 5, &", {"shop": "1="})
    assert clean is True
    assert settled(STATUS, "utf-8") is None, "these bytes are none of utf-8"
    assert settled(STATUS.replace(b"%C7%E0%EA%E0%E7", quote("Заказ").encode()), "utf-8") == (value, True)
    assert settled(STATUS.replace(b"7%20900", b"7+900"))[1] is False, "a sign that was not escaped"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"&ts=", b"&id=5&ts="),
        (b"&ts=", b"&%69d=5&ts="),
        (b"&ts=", b"&&ts="),
        (b"&ts=", b"&=1&ts="),
        (b"&ts=", b"&x&ts="),
        (b"&ts=", b"&x=1=&ts="),
        (b"&ts=", b"&x=%&ts="),
        (b"&ts=", b"&x=%4&ts="),
        (b"&ts=", b"&x=%%41&ts="),
        (b"&ts=", b"&x=%01&ts="),
        (b"&ts=", b"&x=\x01&ts="),
        (b"&ts=", b"&x=\xd0&ts="),
        (b"&ts=", b"&x=%98&ts="),
        (b"&ts=", b"&charset=utf-8&ts="),
        (b"&ts=", b"&chars%65t=utf-8&ts="),
        (b"shop=1", b"shop=1\n"),
    ],
)
def test_left_to_the_reader(old: bytes, new: bytes) -> None:
    assert old in STATUS
    assert settled(STATUS.replace(old, new)) is None


def test_raw_values() -> None:
    found = params(b"a=1+2&%62=%2B&c=", "utf-8")
    assert found == {"a": "1 2", "b": "+", "c": ""}
    assert found is not None
    assert [found.raw(names) for names in (("a", "b"), ("b",), ("c",), ("x",))] == [b"1+2", b"%2B", b"", b""]
