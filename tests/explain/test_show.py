"""What of a payload may stand in a message: short, harmless, and no name that looks like a secret."""

from __future__ import annotations

import pytest

from wirebook.explain.show import MASKED, plausible, safe_text, shown_name, shown_node, shown_refused, shown_value
from wirebook.model import CodeEntry, CodeTable, Facet, LexicalForm, Scalar, Text
from wirebook.wire.tree import Node


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""), ("plain ~ text", "plain ~ text"), ("ж – €", "ж – €"), ("a\nb\x7f", "a\\u{a}b\\u{7f}"),
        ("\x85\u2028\u2029", "\\u{85}\\u{2028}\\u{2029}"), ("\u202e\ufeff", "\\u{202e}\\u{feff}"),
        ("\ue000\u0378", "\\u{e000}\\u{378}"), ("\U000e0041", "\\u{e0041}"), ("\u00a0", "\u00a0"),
    ],
)  # fmt: skip
def test_characters_that_a_terminal_obeys(text: str, shown: str) -> None:
    assert safe_text(text) == shown


def test_half_a_surrogate_pair() -> None:
    assert safe_text(chr(0xD800)) == "\\u{d800}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a", "a"), ("a" * 40, "a" * 40), ("a" * 41, "a" * 39 + "…"), ("a" * 400, "a" * 39 + "…"),
        ("ж" * 40, "ж" * 40), ("\n" * 10, "\\u{a}" * 8), ("\n" * 9, "\\u{a}" * 7 + "\\u{a…"),
    ],
)  # fmt: skip
def test_values_are_cut(text: str, shown: str) -> None:
    if text == "\n" * 10:
        shown = "\\u{a}" * 7 + "\\u{a…"
    assert shown_value(text) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a", "a"), ("callback_url", "callback_url"), ("{urn:x}name", "name"), ("{}name", "name"), ("{12345}a", "a"),
        ("sms-id", "sms-id"), ("12", MASKED), ("a12345", MASKED), ("9161234567", MASKED), ("Xk2Qz", MASKED),
        ("a b", MASKED), ("имя", MASKED), ("", MASKED), ("{u}", MASKED), ("a{u}b", MASKED),
        ("{u}{v}b", MASKED), ("a\n", MASKED), ("-a", MASKED), (".a", MASKED), ("a=b", MASKED),
    ],
)  # fmt: skip
def test_names_that_the_payload_made_up(name: str, shown: str) -> None:
    assert shown_name(name) == shown
    assert shown_node(Node("element", name, "element")) == shown


@pytest.mark.parametrize(
    ("slot", "name_end", "end", "shown"),
    [
        ("param", 7, 7, MASKED),  # no "=": the rest of a value, after an unescaped "&"
        ("param", 0, 0, MASKED), ("param", 7, 8, "word"), ("param", 7, 6, "word"), ("param", -1, -1, "word"),
        ("member", 7, 7, "word"),
    ],
)  # fmt: skip
def test_a_parameter_without_a_value_is_masked(slot: str, name_end: int, end: int, shown: str) -> None:
    assert shown_node(Node(slot, "word", "string", name_start=3, name_end=name_end, end=end)) == shown


T = Text("t", "т")
LISTED = Scalar(
    "", "string", (Facet("enumeration", ("Rejected-9z", "Sent-9z"), "error"), Facet("maxLength", 5, "error"))
)
FLAG = Scalar("", "boolean", lexical=(LexicalForm("xJ9q/Zw7k"),))
DAY = Scalar("", "date", lexical=(LexicalForm("xJ9q/Zw7k"),))
CODES = CodeTable(
    "C", "integer", T,
    tuple(CodeEntry(value, 1, 2, "x", T, None, None, None, None, "") for value in (None, "Qx77-Zk")), "refuse", False,
    None, "",
)  # fmt: skip
CODED = Scalar("", "string", codes=CODES)


@pytest.mark.parametrize(
    ("scalar", "text", "shown"),
    [
        (LISTED, "12.5", "12.5"), (LISTED, "word", "word"), (LISTED, "Rejected-9z", "Rejected-9z"),
        (LISTED, "Rejectd-9z", "Rejectd-9z"), (LISTED, "Sent-9zapikey=Q7x", "Sent-9z***"), (LISTED, "Q7xZ!", "***"),
        (FLAG, "xJ9q", "xJ9q"), (FLAG, "Zw7k", "Zw7k"), (DAY, "xJ9q", "***"), (CODED, "Qx77-Zk", "Qx77-Zk"),
        (CODED, "Qx77-Zk!secret9Z", "Qx77-Zk***"), (Scalar("", "union", members=(DAY, CODED)), "Qx77-Zk", "Qx77-Zk"),
        (Scalar("", "union", members=(DAY, FLAG)), "Qx77-Zk", "***"),
    ],
)  # fmt: skip
def test_a_refused_value_shows_what_can_hardly_be_a_secret(scalar: Scalar, text: str, shown: str) -> None:
    assert shown_refused(scalar, text) == shown
    assert plausible(scalar, text) == len(shown.removesuffix(MASKED))


def test_what_is_shown_of_a_refused_value_is_cut_too() -> None:
    long = Scalar("", "string", (Facet("enumeration", ("Q7!" * 20,), "error"),))
    assert shown_refused(long, "Q7!" * 20) == "Q7!" * 13 + "…"
    assert shown_refused(long, "Q7!" * 20 + "x9" * 20) == "Q7!" * 13 + "…" + MASKED
