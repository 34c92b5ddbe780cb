"""Replies held against their request and against themselves: what is found, where, and what could not be checked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from generated import accepted
from handmade import PROVIDER, RES, attribute, element, field, integer, message, root
from handmade_bodies import explained
from wirebook.explain import explain_bytes
from wirebook.model import Leaf, List, Map, Message, Record, Shape, Tree, Unknown
from wirebook.part import Context, Part


def told(attributes: str, inner: str = "", request: Any = None) -> list[tuple[str, str]]:
    body = f"<answers {attributes}>{inner}</answers>"
    said = explained("answers", "xml", body, request=request)
    got = accepted(PROVIDER, "answers", "xml", Part(body.encode()), Context(request=request))
    assert got == ((said.value, not said.findings) if said.ok else None)
    return [(f.code, f.path) for f in said.findings]


def skipped(attributes: str, inner: str = "", request: Any = None) -> set[tuple[str, str]]:
    said = explained("answers", "xml", f"<answers {attributes}>{inner}</answers>", request=request)
    return {(s.check, s.reason) for s in said.skipped}


def items(*pairs: str) -> str:
    return "".join(f"<item {pair}/>" for pair in pairs)


# ---------------------------------------------------------------- echoes


@pytest.mark.parametrize(
    ("attributes", "request_value", "findings"),
    [
        ('name="a" code="0"', {"name": "a"}, []),
        ('name="a" code="0"', {"name": "b"}, [("rule.echoes", "name")]),
        ('name="a" code="0"', {}, []),  # the request has none
        ('name="a" code="0"', {"name": ""}, [("rule.echoes", "name")]),
        ('name="a" code="1"', {"name": "b"}, []),  # the condition does not hold
        ('name="a"', {"name": "b"}, []),  # nor can it be told
        ('code="0"', {"name": "b"}, []),
    ],
)
def test_a_scalar_is_echoed_where_the_condition_holds(
    attributes: str, request_value: dict[str, Any], findings: list[tuple[str, str]]
) -> None:
    assert told(attributes, request=request_value) == findings


def test_an_echo_without_a_request_is_a_skipped_check() -> None:
    assert ("named", "no-request") in skipped('name="a" code="0"')
    assert ("named", "no-request") not in skipped('name="a" code="1"')
    assert ("named", "no-request") not in skipped('code="0"')


# ---------------------------------------------------------------- answered

ASKED = {"push_ids": [{"push_id": "a"}, {"push_id": "b"}, {"push_id": "a"}]}
LACKING = [("rule.answered", "items")]


@pytest.mark.parametrize(
    ("attributes", "inner", "findings"),
    [
        ('code="0"', items('id="b"', 'id="a"'), []),
        ("", items('id="b"', 'id="a"'), []),
        ("", items('id="b"', 'id="c"'), LACKING),
        ("", "", LACKING),
        ('code="1"', "", []),
        ("", items('id="b"', 'id="toolong"'), [("facet.maxLength", "items[1].id")]),
    ],
)
def test_what_is_asked_for_is_answered(attributes: str, inner: str, findings: list[tuple[str, str]]) -> None:
    assert told(attributes, inner, ASKED) == findings


def test_how_many_are_not_answered() -> None:
    said = explained("answers", "xml", '<answers><item id="c"/></answers>', request=ASKED)
    assert [f.message for f in said.findings] == ["2 of 2 values of the request's push_ids.push_id are not answered"]


def test_scalars_are_answered_and_an_encoding_without_a_place_for_them_is_not_asked() -> None:
    assert told("", "<mark>1</mark>", {"marks": [1, 2]}) == [("rule.answered", "marks")]
    assert told("", "<mark>2</mark><mark>1</mark>", {"marks": [1, 2]}) == []
    assert told("", "", {"marks": 3}) == [("rule.answered", "marks")]
    assert explained("answers", "form", "cmd=answers&marks=1", request=ASKED).findings == ()
    assert skipped("") >= {("all", "no-request"), ("marked", "no-request")}


# ---------------------------------------------------------------- counts


@pytest.mark.parametrize(
    ("attributes", "inner", "request_value", "findings"),
    [
        ('total="2"', items('id="a"', 'id="b"'), None, []),
        ('total="1"', items('id="a"', 'id="b"'), None, [("rule.count", "total")]),
        ('total="0"', "", None, []),
        ("", items('id="a"'), None, []),
        ('name="n" good="5" bad="2"', "", None, []),
        ('name="n" good="6" bad="2"', "", None, [("rule.count", "good")]),
        ('good="6" bad="2"', "", None, []),  # the condition does not hold
        ('name="n" good="6"', "", None, []),  # a number is not there
        ('bad="1"', "", {"push_ids": ["a", "b"]}, []),
        ('bad="1"', "", {"push_ids": ["a", "b", "c"]}, [("rule.answered", "items"), ("rule.count", "bad")]),
        ('bad="1"', "", {"push_ids": 3}, [("rule.count", "bad")]),
        ('bad="1"', "", {"push_ids": "3"}, []),  # no number
        ("", "", {"kinds": [1], "fmt": 3}, []),
        ("", "", {"kinds": [1, 2], "fmt": 3}, [("rule.count", "")]),
        ("", "", {"kinds": [1, 2], "fmt": 2}, []),
        ("", "", {"kinds": [1, 2]}, []),
    ],
)
def test_counts(attributes: str, inner: str, request_value: Any, findings: list[tuple[str, str]]) -> None:
    if request_value is not None and isinstance(request_value.get("push_ids"), list):
        findings = [one for one in findings if one[0] != "rule.answered"]  # its items are no records
    assert told(attributes, inner, request_value) == findings


def test_a_count_says_what_it_is_and_what_it_has_to_be() -> None:
    said = explained("answers", "xml", '<answers name="n" good="6" bad="2"/>')
    assert [f.message for f in said.findings] == ["good is 6, not <= 5 (bad + 3)"]
    (finding,) = said.findings
    assert (finding.severity, finding.wire_path) == ("warning", "/answers/@good")


def test_a_count_of_the_request_without_one_is_a_skipped_check() -> None:
    assert ("asked", "no-request") in skipped('bad="1"')
    assert ("asked", "no-request") not in skipped("")
    assert ("one", "no-request") in skipped("")


# ---------------------------------------------------------------- repeats


@pytest.mark.parametrize(
    ("pairs", "findings"),
    [
        (('id="a" code="0"', 'id="b" code="0"'), []),
        (('id="a" code="0"', 'id="a" code="1"'), []),
        (('id="a" code="2"', 'id="a" code="0"', 'id="a" code="1"'), []),
        (('id="a" code="0"', 'id="a" code="0"'), [("rule.repeated", "items[1].code")]),
        (('id="a" code="0"', 'id="a" code="1"', 'id="a" code="3"'), [("rule.repeated", "items[2].code")]),
        (('id="a" code="0" link="x"', 'id="a" code="1" link="y"'), [("rule.repeated", "items[1].link")]),
        (('id="a" code="0" link="x"', 'id="a" code="1"', 'id="a" code="1" link="x"'), []),
        (('id="a"', 'id="a" code="0"'), []),
        (('id="a" code="1"', 'id="a" code="1"'), []),  # the first attempt was earlier
    ],
)
def test_repeats(pairs: tuple[str, ...], findings: list[tuple[str, str]]) -> None:
    assert told("", items(*pairs)) == findings


def test_a_repeat_points_at_the_first_one() -> None:
    body = '<answers><item id="a" code="0"/><item id="a" code="3"/></answers>'
    (finding,) = explained("answers", "xml", body).findings
    assert finding.message == "code is not what answers a repeated id"
    assert len(finding.related) == 1


# ---------------------------------------------------------------- an item's code against the operation's table


def _coded() -> Message:
    items = List(Record("Told", (field("res", RES), field("link", integer(), True))))
    item = Tree(".", (attribute("res", Leaf("res", RES)), attribute("link", Leaf("link", integer()), True)))
    maps = Unknown("collect", "rest")
    shape = Shape("xml", root("coded", Tree("", (element("item", item, each="items"),), unknown_attributes=maps)))
    return message("coded", (field("items", items), field("rest", Map((), "[a-z]+", RES))), (shape,), "reply")


CODED = replace(PROVIDER, messages=(_coded(),), operations=())


@pytest.mark.parametrize(
    ("operation", "first", "findings"),
    [
        (None, "300", []),
        ("senders", "300", []),
        ("senders", "77", ["error"]),  # that operation's table refuses what it lacks
        ("other", "77", ["warning"]),
        ("other", "-5", []),
    ],
)
def test_an_items_code_is_held_against_the_table_of_the_operation(
    operation: str | None, first: str, findings: list[str]
) -> None:
    for body, path in (
        (f'<coded><item res="0"/><item res="{first}"/></coded>', "items[1].res"),
        (f'<coded mega="{first}"/>', "rest.mega"),
    ):
        said = explain_bytes(CODED, CODED.messages[0], "xml", Part(body.encode()), Context(operation=operation))
        wanted = [("code.unknown", severity, path) for severity in findings]
        assert [(f.code, f.severity, f.path) for f in said.findings] == wanted
