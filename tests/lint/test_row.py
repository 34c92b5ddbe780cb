"""Rows: back from JSON as they were, and told in Russian too."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from wirebook.diagnostic import CODES, Finding, Location
from wirebook.redact import MASK
from wirebook.result import Result
from wirebook.row import Row, advice, in_russian, order, rows_of
from wirebook.wire.tree import Node, Wire

FULL = Row(
    "a.jsonl", 3, "request", 17, "shape.missing", "to", "error", "to is missing", line=2, column=5, advice="Add it.",
    candidates=("one", "two"), related=(("a.jsonl", 1), ("b.jsonl", 2)), known=True, args=(("name", "to"),),
)  # fmt: skip


def test_a_row_comes_back_from_json() -> None:
    assert Row.read(json.loads(json.dumps(FULL))) == FULL


def test_a_row_that_says_nothing() -> None:
    assert tuple(Row("f")) == (
        "f", -1, "body", -1, "", "", "", "", "", None, None, "", "", "", "", "", None, None, None, (), None, "", "", 0,
        0,
        None, 0, (), False, (),
    )  # fmt: skip


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


# ---------------------------------------------------------------- rows of a judged body

BODY = b"<a>\n<b>79161234567</b></a>"
ARGS = (("name", "b"), ("limit", "3"), ("got", "11"))


def finding(**more: Any) -> Finding:
    made = Finding(
        "facet.maxLength", "error", "too long", "b", "/a/b", 7, 18, "doc#limits", args=ARGS, fingerprint="ff",
        location=Location(2, 4, 7), docs="page#x",
    )  # fmt: skip
    return replace(made, **more)


def result(*findings: Finding, wire: Wire | None = None, **more: Any) -> Result:
    known: dict[str, Any] = {"provider": "p", "message": "m", "encoding": "xml", "candidates": ("m", "n")}
    return Result("fail", findings=findings, wire=wire, **(known | more))


def parsed() -> Wire:
    inner = Node(
        "element", "b", "element", "79161234567", start=4, end=22, name_start=5, name_end=6, value_start=7, value_end=18
    )
    root = Node(
        "element", "a", "element", "", [inner], start=0, end=26, name_start=1, name_end=2, value_start=3, value_end=22
    )
    return Wire(BODY, "utf-8", root, [])


BASE = Row("f.jsonl", 4, "reply", operation="op", time=1.5, record_line=9)


def test_nothing_found_makes_no_row() -> None:
    assert list(rows_of(result(), BASE)) == []


def test_a_row_of_a_finding() -> None:
    documents = [
        SimpleNamespace(id="doc", title=SimpleNamespace(en="The document")),
        SimpleNamespace(id="x", title=SimpleNamespace(en="?")),
    ]
    (row,) = rows_of(result(finding(), wire=parsed(), safe=((5, 6), (1, 2))), BASE, documents=documents)  # type: ignore[arg-type]
    assert row == Row(
        "f.jsonl", 4, "reply", 7, "facet.maxLength", "b", "error", "too long", "/a/b", 2, 4, "doc#limits",
        "The document", "page#x", "ff", CODES["facet.maxLength"].advice.format(name="b", limit="3", got="11"), "p",
        "op", "m", ("m", "n"), "xml", "fail", f"<b>{MASK}</b></a>", 3, 3, 1.5, 9,
        args=ARGS,
    )  # fmt: skip


def test_a_row_never_shows_the_value() -> None:
    (row,) = rows_of(result(finding(), wire=parsed()), BASE)
    assert "7916" not in repr(row._replace(file="", args=()))
    assert row.excerpt == f"<{MASK}>{MASK}</{MASK}></{MASK}>"
    assert row.source_title == ""


def test_a_finding_that_stands_nowhere() -> None:
    (row,) = rows_of(result(finding(location=None), wire=parsed()), BASE)
    assert (row.offset, row.line, row.column, row.excerpt, row.caret, row.width) == (-1, None, None, "", 0, 0)
    (row,) = rows_of(result(finding()), BASE)
    assert (row.offset, row.line, row.column, row.excerpt, row.caret, row.width) == (7, 2, 4, "", 0, 0)


def test_an_excerpt_keeps_its_caret() -> None:
    (row,) = rows_of(result(finding(start=22, end=26), wire=parsed(), safe=((1, 2), (5, 6))), BASE)
    assert row.excerpt[row.caret : row.caret + row.width] == "</a>"


def test_a_comment_is_hidden_whole() -> None:
    body = b"<a><!--7,9--><b/></a>"
    inner = Node("element", "b", "element", start=13, end=17, name_start=14, name_end=15)
    root = Node("element", "a", "element", "", [inner], start=0, end=21, name_start=1, name_end=2, value_start=3)
    root.value_end = 17
    made = result(finding(start=13, end=17), wire=Wire(body, "utf-8", root, [], [(3, 13)]), safe=((1, 2), (14, 15)))
    (row,) = rows_of(made, BASE)
    assert row.excerpt == f"<a>{MASK}<b/></a>"


def test_a_row_may_be_of_no_encoding() -> None:
    wire = Wire(b"a<b=c", "utf-8", None, [])
    (row,) = rows_of(result(finding(start=0, end=1), wire=wire), BASE)
    assert (row.encoding, row.excerpt) == ("xml", f"{MASK}<{MASK}={MASK}")
    (row,) = rows_of(result(finding(start=0, end=1), wire=wire, encoding=None), BASE)
    assert (row.encoding, row.excerpt) == (None, f"{MASK}={MASK}")


def test_advice_is_filled_and_an_argument_that_is_missing_is_empty() -> None:
    assert advice(finding()) == CODES["facet.maxLength"].advice.format(name="b", limit="3", got="11")
    assert "{" not in advice(finding(args=()))


# ---------------------------------------------------------------- order


def test_rows_stand_in_order() -> None:
    rows = [
        Row("a", 1, "request", 5, "b.x", "p"), Row("a", 1, "request", 5, "a.x", "q"),
        Row("a", 1, "request", 5, "a.x", "p"),
        Row("a", 1, "reply", 9), Row("a", 0, "request", 99), Row("b", 0), Row("a", 1, "request", 4, "z.z"),
        Row("a", 1, "request", -1, "findings.more"), Row("a", 1, "request", 1 << 40, "c.x"),
    ]  # fmt: skip
    kept = sorted(rows, key=order)
    assert [(row.file, row.record, row.part, row.offset, row.code, row.path) for row in kept] == [
        ("a", 0, "request", 99, "", ""), ("a", 1, "reply", 9, "", ""), ("a", 1, "request", 4, "z.z", ""),
        ("a", 1, "request", 5, "a.x", "p"), ("a", 1, "request", 5, "a.x", "q"), ("a", 1, "request", 5, "b.x", "p"),
        ("a", 1, "request", 1 << 40, "c.x", ""), ("a", 1, "request", -1, "findings.more", ""),
        ("b", 0, "body", -1, "", ""),
    ]  # fmt: skip


def test_rows_of_one_place_are_ordered_by_what_they_say() -> None:
    one = Row("a", severity="error", message="m", wire_path="z")
    assert order(one) == ("a", -1, "body", -1, "", "", "error", "m")
    more = one._replace(code="findings.more")
    assert order(more) == ("a", -1, "body", 1 << 62, "findings.more", "", "error", "m")


def test_a_message_without_a_place_for_arguments_is_told_in_russian_all_the_same() -> None:
    code = next(name for name, one in CODES.items() if "{" not in one.ru)
    assert in_russian(Row("a", code=code, message="said"))[0] == CODES[code].ru
