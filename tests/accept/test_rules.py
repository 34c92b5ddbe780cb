"""What generated code asks about lists, requests and signatures, answer by answer."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from wirebook.accept import rules


@pytest.mark.parametrize(
    ("clean", "check", "left"),
    [
        (True, ("a", "no-secret"), (("a", "no-secret"),)),
        (True, None, (None,)),
        ((None,), ("a", "x"), (None, ("a", "x"))),
        (False, ("a", "x"), False),
    ],
)
def test_one_more_check_left_open(clean: Any, check: Any, left: Any) -> None:
    assert rules.left(clean, check) == left


@pytest.mark.parametrize(
    ("value", "wanted", "answer"),
    [
        ("a", ("a",), True), ("a", ("b", "a"), True), ("a", ("b",), False), ("a", (), False),
        (1, (1,), True), (1, ("1",), True), ("1", (1,), True), ("01", (1,), False),
        (True, ("true",), True), (True, ("True",), True), (True, (True,), True), (False, ("false",), True),
        (True, (1,), False), (False, (0,), False), (True, ("false",), False),
        (Decimal("1.50"), ("1.5",), True), (Decimal("1.50"), ("2", "1.5"), True), (Decimal("1.50"), ("x",), False),
        (Decimal("2"), (2,), True), (Decimal("2"), (3,), False),
        (None, ("None",), False), ([], ("[]",), False), ({}, ("{}",), False), ("", ("",), True), (0, (0,), True),
    ],
)  # fmt: skip
def test_a_requests_value_and_what_the_spec_spells(value: Any, wanted: Any, answer: bool) -> None:
    assert rules.same(value, *wanted) is answer


@pytest.mark.parametrize(
    ("value", "there"), [(None, False), ([], False), ({}, False), ("", True), (0, True), ([0], True), (False, True)]
)
def test_whether_a_request_holds_it(value: Any, there: bool) -> None:
    assert rules.held(value) is there


REQUEST = {"one": "a", "none": None, "many": ["a", None, "b", ["c"], {"d": 1}], "two": ({"id": 1}, {"id": None}, {}, 3)}


@pytest.mark.parametrize(
    ("path", "values", "echoed", "answered"),
    [
        ("one", ["a"], True, True), ("one", ["b"], False, False), ("one", ["a", "b"], False, True),
        ("one", [], True, False),
        ("none", ["b"], True, True), ("gone", [], True, True),
        ("many", ["b", "a"], True, True), ("many", ["a"], True, False), ("many", ["c"], False, False),
        ("two.id", [1], True, True), ("two.id", [3], False, False), ("two.id", [1, 1], True, True),
        ("two.other", [3], True, True), ("one.id", [3], True, True),
    ],
)  # fmt: skip
def test_what_stands_in_the_request(path: str, values: list[Any], echoed: bool, answered: bool) -> None:
    assert rules.echoed(iter(values), REQUEST, path) is echoed
    assert rules.answered(iter(values), REQUEST, path) is answered


@pytest.mark.parametrize(
    ("found", "number"),
    [(3, 3), (0, 0), ([1, 2], 2), ((), 0), (None, None), (True, None), ("3", None), ({"a": 1}, None)],
)
def test_a_number_of_the_request(found: Any, number: int | None) -> None:
    assert rules.number({"n": found}, "n") == number
    assert rules.number({}, "n") is None
    assert rules.number(None, "n") is None


@pytest.mark.parametrize(
    ("got", "bound", "added", "fits"),
    [
        (5, "equal", (2, 3), True), (4, "equal", (2, 3), False), (6, "equal", (5,), False),
        (5, "at_most", (5,), True), (4, "at_most", (5,), True), (6, "at_most", (5,), False),
        (5, "at_least", (5,), True), (4, "at_least", (5,), False), (6, "at_least", (5,), True),
        (None, "equal", (5,), True), (1, "equal", (5, None), True), (1, "equal", (None,), True), (0, "equal", (), True),
    ],
)  # fmt: skip
def test_a_number_and_the_sum_of_others(got: int | None, bound: str, added: Any, fits: bool) -> None:
    assert rules.fits(got, bound, added) is fits


@pytest.mark.parametrize(
    ("rows", "fit"),
    [
        ([], True), ([("a", 0), ("b", 0)], True), ([("a", 0), ("a", 7)], True), ([("a", 7), ("a", 7)], True),
        ([("a", 0), ("a", 0)], False), ([("a", 0), ("b", 0), ("a", 1)], False), ([(None, 0), (None, 0)], True),
        ([(None, 0), ("a", 0), ("a", 1)], False), ([("a", None), ("a", 0), ("a", None)], True),
        ([("a", 0, "x"), ("a", 7, "x")], True), ([("a", 0, "x"), ("a", 7, "y")], False),
        ([("a", 0, "x", "y"), ("a", 7, "x", "z")], False), ([("a", 0, "x"), ("b", 0, "y")], True),
        ([("a", 0, None, "x"), ("a", 7, "y", "x")], True), ([("a", 0, "x", "y"), ("a", 7, "x", "y")], True),
        ([("a", 0, "x", "y"), ("b", 0, "y", "x")], True),
    ],
)  # fmt: skip
def test_items_with_one_key(rows: Any, fit: bool) -> None:
    assert rules.repeats(rows, (7, 8)) is fit


# ---------------------------------------------------------------- signatures


def md5(data: bytes) -> str:
    return hashlib.md5(data).hexdigest()


def carriers(*given: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [("md5", one, ()) for one in given]


def test_signed_texts() -> None:
    good = md5(b"a|b")
    assert rules.signed(("a", "b"), "|", "utf-8", carriers(good))
    assert rules.signed(("a", "b"), "|", "utf-8-sig", carriers(good))
    assert rules.signed(("ж", "b"), "|", "cp1251", carriers(md5("ж|b".encode("cp1251"))))
    assert not rules.signed(("a", "b"), "|", "utf-8", carriers("0"))
    assert not rules.signed(("a", "b"), "|", "utf-8", carriers(good, "0"))
    assert not rules.signed(("a", "b"), "|", "utf-8", carriers("0", good))
    assert rules.signed(("a", "b"), "|", "utf-8", carriers(good, good.upper()))
    assert not rules.signed(("ж",), "|", "latin-1", carriers("0"))
    assert not rules.signed(("a",), "|", "no-such", carriers("0"))
    assert rules.signed(("a", None), "|", "utf-8", carriers("0"))
    assert rules.signed(("a", "b"), "|", "utf-8", carriers("0"), None)
    mac = [("hmac-md5", "9dd9b1b6c0d8c5a2", ())]
    assert not rules.signed(("a",), "", "utf-8", mac, "k")


def test_signed_with_a_key() -> None:
    import hmac

    keyed = [("hmac-md5", hmac.new("ж".encode(), b"a", "md5").hexdigest(), ())]
    assert rules.signed(("a",), "", "utf-8", keyed, "ж")
    assert not rules.signed(("a",), "", "utf-8", keyed, "x")
    empty = [("hmac-md5", hmac.new(b"", b"a", "md5").hexdigest(), ())]
    assert rules.signed(("a",), "", "utf-8", empty)
    assert rules.signed_bytes((), b"a", (), "|", "utf-8", empty)
    assert rules.signed_bytes((), b"a", (), "|", "utf-8", keyed, "ж")


def test_signed_bytes() -> None:
    assert rules.signed_bytes(("a",), b"\xff", ("b", "c"), "+", "utf-8", carriers(md5(b"a+\xff+b+c")))
    assert rules.signed_bytes((), b"x", (), "+", "utf-8", carriers(md5(b"x")))
    assert not rules.signed_bytes((), b"x", (), "+", "utf-8", carriers("0"))
    assert rules.signed_bytes(("ж",), b"x", (), "", "cp1251", carriers(md5(b"\xe6x")))
    assert rules.signed_bytes(("a",), b"x", (), "+", "utf-8-sig", carriers(md5(b"a+x")))
    assert not rules.signed_bytes(("ж",), b"x", (), "", "latin-1", carriers("0"))
    assert not rules.signed_bytes((), b"x", (), "", "no-such", carriers("0"))
    for before, after, key in (((None,), (), ""), ((), (None,), ""), ((), (), None)):
        assert rules.signed_bytes(before, b"x", after, "+", "utf-8", carriers("0"), key)


def test_parameters_of_a_form() -> None:
    assert rules.form_texts([("b", "1", b"%31"), ("a", "", b"")]) == [("b", "1"), ("a", "")]


def test_members_of_an_object() -> None:
    tree = {"t": "x", "yes": True, "no": False, "null": None, "list": [1], "inner": {}, "number": 1}
    assert rules.json_texts(tree) == [("t", "x"), ("yes", "true"), ("no", "false")]


def test_attributes_and_elements() -> None:
    tree = etree.fromstring('<r xmlns="u" a="1" xmlns:v="v" v:b="2"><e k="0">t</e><n><m/></n><o/></r>')
    assert rules.xml_texts(tree) == [("a", "1"), ("b", "2"), ("e", "t"), ("o", "")]


def test_whether_a_signed_text_reads_in_one_way() -> None:
    assert rules.clear([("a", "1"), ("sign", "&")], ("sign",), "{name}={value}", "&")
    assert not rules.clear([("a", "1&"), ("sign", "")], ("sign",), "{name}={value}", "&")
