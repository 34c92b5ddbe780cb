"""The JSON Schema emitter: wire forms, logical values, rules, hostile words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from sample import provider as sample

from handmade import CANON, PROVIDER, facet, field, integer, member, message, root, string
from wirebook.model import (
    Alternative,
    Array,
    CodeEntry,
    CodeTable,
    Cond,
    Const,
    Default,
    Leaf,
    LexicalForm,
    List,
    Map,
    Member,
    Message,
    Record,
    Rule,
    Scalar,
    Text,
    Tree,
    Unknown,
)
from wirebook.model import Shape as ModelShape
from wirebook_codegen.emitted import HEADER
from wirebook_codegen.jsonschema import logical_schema, wire_schema
from wirebook_codegen.losses import Ledger

NAUGHTY: list[str] = json.loads(Path(__file__).with_name("naughty.json").read_text("utf-8"))
T = Text("doc", "док")


class Judge:
    """jsonschema and jsonschema-rs, which have to agree."""

    def __init__(self, made: Message, *, wire: bool = True) -> None:
        self.ledger = Ledger("any", made, ("json",))
        if wire:
            (shape,) = [shape for shape in made.shapes if shape.encoding == "json"]
            assert isinstance(shape.root, Member)
            self.text = wire_schema(PROVIDER, made, shape.root, self.ledger)
        else:
            self.text = logical_schema(PROVIDER, made, self.ledger)
        schema = json.loads(self.text)
        jsonschema.Draft202012Validator.check_schema(schema)
        self.plain = jsonschema.Draft202012Validator(schema)
        self.rust = jsonschema_rs.Draft202012Validator(schema)

    def __call__(self, value: Any) -> bool:
        found = self.plain.is_valid(value)
        assert found == self.rust.is_valid(value), value
        return found


def made(node: Any, fields: list, rules: tuple[Rule, ...] = ()) -> Message:
    return message("made", fields, [ModelShape("json", root("", node))], rules=rules)


def one(leaf: Leaf, *, optional: bool = False, **more: Any) -> Judge:
    """A judge of {"a": ...}."""
    return Judge(made(Tree("", (member("a", leaf, optional, **more),)), [field("a", leaf.type, optional)]))


# ---------------------------------------------------------------- scalars on the wire


def test_numbers_and_strings() -> None:
    kind = integer(facet("minInclusive", 1), facet("maxInclusive", 99))
    number = one(Leaf("a", kind, "number"))
    assert [number({"a": v}) for v in (1, 99, 0, 100, "5", 1.5, None, True)] == [True, True] + [False] * 6
    text = one(Leaf("a", kind, "string"))
    assert [text({"a": v}) for v in ("1", "99", "0", "100", "05", "+5", " 5", 5)] == [True, True] + [False] * 6
    both = one(Leaf("a", kind, "number", accepts=(("string", "warning"),)))
    assert both({"a": 5})
    assert both({"a": "5"})
    refused = one(Leaf("a", kind, "number", accepts=(("string", "error"),)))
    assert not refused({"a": "5"})


def test_integers_of_any_size() -> None:
    judge = one(Leaf("a", integer(), "number"))
    assert judge({"a": 10**22})


def test_null_and_empty_texts_that_mean_absent() -> None:
    leaf = Leaf("a", integer(), "string", empty="absent", absent="-", null="absent")
    judge = one(leaf, optional=True)
    assert [judge({"a": v}) for v in (None, "", "-", "5", " ")] == [True, True, True, True, False]
    refusing = one(Leaf("a", string(), "string", empty="refuse"))
    assert not refusing({"a": ""})
    assert not refusing({"a": None})


def test_white_space_around_texts() -> None:
    trimmed = one(Leaf("a", string(facet("maxLength", 3), whitespace="trim"), "string"))
    assert [trimmed({"a": v}) for v in (" abc ", "a c", "abcd", " a  c ")] == [True, True, False, False]
    day = Scalar("", "datetime", whitespace="collapse", lexical=(LexicalForm("DD.MM.YYYY hh:mm"),))
    collapsed = one(Leaf("a", day, "string"))
    assert collapsed({"a": " 29.02.2024 \t 10:00 "})
    assert not collapsed({"a": "29.02.2023 10:00"})


def test_decimals_as_numbers_lose_their_digits() -> None:
    kind = Scalar("", "decimal", (facet("fractionDigits", 2), facet("maxInclusive", "0.1")), lexical=(CANON,))
    judge = one(Leaf("a", kind, "number"))
    assert judge({"a": 0.1})
    assert not judge({"a": 0.11})
    assert judge({"a": 0.099})
    assert ("facet.fractionDigits", "a") in judge.ledger.lost
    assert ("facet.maxInclusive", "a") in judge.ledger.held


# ---------------------------------------------------------------- members


def test_alternative_names() -> None:
    names = (Alternative("b", "warning", "d"), Alternative("c", "error", "d"))
    judge = one(Leaf("a", string(), "string"), alternatives=names)
    assert judge({"a": ""})
    assert judge({"b": ""})
    assert not any(judge(v) for v in ({}, {"a": "", "b": ""}, {"c": ""}, {"b": 1}))


@pytest.mark.parametrize(
    ("unknown", "fine"),
    [
        (Unknown(), []),
        (Unknown("warn"), [{"a": "", "z": 1}, {"a": "", "z": {}}, {"a": "", "k": 1}]),
        (Unknown("collect", "m"), [{"a": "", "k": "1"}]),
        (Unknown("collect", "m", excepted=("k",)), [{"a": "", "l": "1"}]),
        (Unknown("collect", "m", "error"), []),
    ],
)
def test_unknown_members(unknown: Unknown, fine: list[Any]) -> None:
    fields = [field("a", string()), field("m", Map((), "[k-n]", integer(lexical=(CANON,))))]
    fields[1] = field("m", Map((), "[k-n]", Scalar("", "string", (facet("pattern", "[0-9]"),))))
    judge = Judge(made(Tree("", (member("a", Leaf("a", string(), "string")),), unknown=unknown), fields))
    assert judge({"a": ""})
    for value in ({"a": "", "z": 1}, {"a": "", "z": {}}, {"a": "", "k": 1}, {"a": "", "k": "1"}, {"a": "", "k": "x"}):
        assert judge(value) == (value in fine or (unknown.policy == "warn")), value
    assert all(map(judge, fine))


def test_entries() -> None:
    entries = Member("entries", "", Leaf("m", integer(), "number"), True, entry="member")
    judge = Judge(made(Tree("", (entries,)), [field("m", Map((("one", T),), "", integer()))]))
    assert judge({"one": 1})
    assert judge({})
    assert not judge({"one": "1"})
    assert not judge({"two": 1})


def test_wrappers_arrays_and_constants() -> None:
    item = Tree(".", (member("id", Leaf("id", integer(), "number")),))
    inside = Tree("", (member("list", Array("items", item)), member("kind", Const("x", "string"))))
    fields = [
        field("items", List(Record("I", (field("id", integer()),)), (facet("minItems", 1), facet("maxItems", 2))))
    ]
    judge = Judge(made(Tree("", (member("in", inside),)), fields))
    assert judge({"in": {"list": [{"id": 1}, {"id": 2}], "kind": "x"}})
    for bad in ([], [{"id": 1}] * 3, [{}], [{"id": 1, "z": 1}], {"id": 1}):
        assert not judge({"in": {"list": bad, "kind": "x"}}), bad
    assert not judge({"in": {"list": [{"id": 1}], "kind": "y"}})
    assert not judge({})


# ---------------------------------------------------------------- rules


PAIR = [field("res", integer(), True), field("text", string(), True)]


def _pair(rule: Rule, **leaf: Any) -> tuple[Judge, Judge]:
    tree = Tree(
        "",
        (
            member("res", Leaf("res", integer(), "number", **leaf), True),
            member("text", Leaf("text", string(), "string"), True),
        ),
    )
    given = made(tree, PAIR, (rule,))
    return Judge(given), Judge(given, wire=False)


def test_conditions_hold_only_where_they_surely_do() -> None:
    failed = Cond("not", items=(Cond("in", "res", (0, 1)),))
    for judge in _pair(Rule("told", "required_if", "error", "text", when=failed)):
        assert [judge(v) for v in ({"res": 0}, {}, {"res": -3, "text": ""}, {"res": -3})] == [True, True, True, False]
    for judge in _pair(Rule("bare", "forbidden_if", "error", "text", when=Cond("present", "res"))):
        assert [judge(v) for v in ({"res": 0}, {"text": ""}, {"res": 0, "text": ""})] == [True, True, False]
    wire, _ = _pair(Rule("bare", "forbidden_if", "error", "text", when=Cond("present", "res")), null="absent")
    assert wire({"res": None, "text": ""})


def test_one_of_several() -> None:
    for judge in _pair(Rule("one", "exactly_one", "error", fields=("res", "text"))):
        assert [judge(v) for v in ({"res": 0}, {"text": ""}, {}, {"res": 0, "text": ""})] == [True, True, False, False]
    for judge in _pair(Rule("one", "at_most_one", "error", fields=("res", "text"))):
        assert [judge(v) for v in ({"res": 0}, {"text": ""}, {}, {"res": 0, "text": ""})] == [True, True, True, False]
    for judge in _pair(Rule("one", "at_most_one", "warning", fields=("res", "text"))):
        assert judge({"res": 0, "text": ""})


def test_unique_scalars_are_said_and_unique_keys_are_lost() -> None:
    fields = [field("ns", List(integer())), field("rs", List(Record("I", (field("id", string()),))))]
    rules = (Rule("ns", "unique", "error", "ns"), Rule("rs", "unique", "error", "rs", "id"))
    tree = Tree(
        "",
        (
            member("ns", Array("ns", Leaf(".", integer(), "number"))),
            member("rs", Array("rs", Tree(".", (member("id", Leaf("id", string(), "string")),)))),
        ),
    )
    for wire in (True, False):
        judge = Judge(made(tree, fields, rules), wire=wire)
        assert judge({"ns": [1, 2], "rs": [{"id": "1"}, {"id": "1"}]})
        assert not judge({"ns": [1, 1], "rs": []})
        assert ("rule.unique", "rs.id") in judge.ledger.lost
        assert ("rule.unique", "ns") in judge.ledger.held


# ---------------------------------------------------------------- logical values


def test_logical_numbers_and_moments() -> None:
    kinds = {
        "n": integer(facet("minInclusive", 0)),
        "d": Scalar("", "decimal", (facet("minInclusive", "0"), facet("fractionDigits", 2)), lexical=(CANON,)),
        "day": Scalar("", "date", lexical=(LexicalForm("DD.MM.YY"),), pivot=70),
        "at": Scalar("", "datetime", lexical=(LexicalForm("DD.MM.YYYY hh:mm"),)),
        "bits": Scalar("", "bits", width=4),
    }
    tree = Tree("", tuple(member(name, Leaf(name, kind, "string"), True) for name, kind in kinds.items()))
    judge = Judge(made(tree, [field(name, kind, True) for name, kind in kinds.items()]), wire=False)
    fine = [
        ("n", 2**53),
        ("n", str(2**60)),
        ("d", "12.50"),
        ("day", "2024-02-29"),
        ("at", "2024-02-29T10:00:00"),
        ("bits", 15),
    ]
    bad = [
        ("n", -1),
        ("n", "5"),
        ("n", "-" + str(2**60)),
        ("d", 12.5),
        ("d", "-1"),
        ("d", "1.234"),
        ("day", "2023-02-29"),
        ("day", "29.02.24"),
        ("at", "2024-02-29 10:00:00"),
        ("bits", 16),
        ("z", 1),
    ]
    assert [judge({name: value}) for name, value in fine] == [True] * len(fine)
    assert [judge({name: value}) for name, value in bad] == [False] * len(bad)


def test_what_decode_hides_is_let_through() -> None:
    kinds = {"s": string(sensitive="secret"), "l": string(sensitive="login"), "p": string(sensitive="phone")}
    tree = Tree("", tuple(member(name, Leaf(name, kind, "string")) for name, kind in kinds.items()))
    judge = Judge(made(tree, [field(name, kind) for name, kind in kinds.items()]), wire=False)
    assert judge({"s": {"redacted": "secret"}, "l": {"redacted": "login"}, "p": "1"})
    assert judge({"s": "x", "l": "y", "p": "1"})
    assert not judge({"s": {"redacted": "login"}, "l": "y", "p": "1"})
    assert not judge({"s": "x", "l": "y", "p": {"redacted": "phone"}})


def test_a_field_that_one_encoding_drops_is_not_required() -> None:
    fields = [field("a", string()), field("b", string())]
    tree = Tree("", (member("a", Leaf("a", string(), "string")), member("b", Leaf("b", string(), "string"))))
    given = message(
        "made",
        fields,
        [
            ModelShape("json", root("", tree)),
            ModelShape("xml", root("r", Tree("", (Member("attribute", "a", Leaf("a", string()), False),))), ("b",)),
        ],
    )
    judge = Judge(given, wire=False)
    assert judge({"a": ""})
    assert not judge({"b": ""})


def test_a_filled_default_counts_as_there() -> None:
    fields = [field("a", string(), True, default=Default("x", True, "omit")), field("b", string(), True)]
    tree = Tree("", tuple(member(name, Leaf(name, string(), "string"), True) for name in "ab"))
    rule = Rule("r", "required_if", "error", "b", when=Cond("equals", "a", ("x",)))
    wire = Judge(made(tree, fields, (rule,)))
    assert [wire(v) for v in ({}, {"a": "y"}, {"a": "x"}, {"b": ""})] == [False, True, False, True]


# ---------------------------------------------------------------- codes and words


def test_rows_of_codes_are_documented_constants() -> None:
    rows = (
        CodeEntry(0, None, None, "ok", Text("Fine", "Хорошо"), True, True, None, None, ""),
        CodeEntry(None, 700, 709, "parser", Text("Parser", "Разбор"), None, None, Text("Later", "Позже"), None, ""),
    )
    for unknown, other in (("warn", True), ("refuse", False)):
        kind = integer(codes=CodeTable("C", "integer", T, rows, unknown, True, None, ""))
        judge = one(Leaf("a", kind, "number"))
        assert [judge({"a": v}) for v in (0, 705, 5)] == [True, True, other]
        choices = json.loads(judge.text)["properties"]["a"]["anyOf"]
        assert choices[0]["const"] == 0
        assert choices[0]["title"] == "ok"
        assert "Fine" in choices[0]["description"]
        assert "Хорошо" in choices[0]["description"]
        assert choices[1]["minimum"] == 700
        assert "Later" in choices[1]["description"]


@pytest.mark.parametrize("naughty", NAUGHTY)
def test_words_and_literals_cannot_break_out(naughty: str) -> None:
    def outline(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: outline(item) for key, item in value.items()}
        return [outline(item) for item in value] if isinstance(value, list) else type(value).__name__

    mine, plain = (sample(words, literal="literal").messages[0] for words in (naughty, "words"))
    for wire in (True, False):
        one_, two = (json.loads(Judge(given, wire=wire).text) for given in (mine, plain))
        assert outline(one_) == outline(two)
        assert one_["$comment"] == HEADER
        assert naughty in one_["title"]


def test_the_file_begins_with_the_header_and_ends_with_a_newline() -> None:
    judge = one(Leaf("a", string(), "string"))
    assert HEADER in judge.text[:200]
    assert judge.text.endswith("}\n")
    assert next(iter(json.loads(judge.text))) == "$schema"
