# ruff: noqa: E501 -- specs in flow style, one definition a line
"""Nodes to model: sugar expanded, references and severities resolved, dialects patched."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from wirebook.books import open_book
from wirebook.model import (
    Alternative,
    Array,
    Cond,
    Const,
    Default,
    Example,
    Expected,
    Facet,
    Field,
    Joined,
    Leaf,
    LexicalForm,
    LineCapture,
    LineGroup,
    LineLiteral,
    LinePairs,
    Lines,
    List,
    Map,
    Member,
    Message,
    Provider,
    Record,
    Scalar,
    Text,
    Tree,
    Unknown,
)
from wirebook.spec import Loaded, load
from wirebook.spec.values import decimal, whole

HEAD = """\
wirebook: 1
provider: mini
title: {en: Mini, ru: Мини}
documents:
  page: {title: {en: The page, ru: Страница}}
deviations:
  free: {says: {en: a, ru: а}, seen: {en: b, ru: б}, decision: accept, source: observed#mini}
  odd: {says: {en: a, ru: а}, seen: {en: b, ru: б}, decision: warn, source: observed#mini}
  bad: {says: {en: a, ru: а}, seen: {en: b, ru: б}, decision: refuse, source: "page#2"}
"""


class Specs:
    """Writes small specs of one message and loads them."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "mini.yaml"

    def load(self, fields: str, shapes: str, rest: str = "", more: str = "") -> Loaded:
        """fields, shapes: flow mappings' insides, one a line; rest: further keys of the message; more: sections."""
        lines = [line.strip() for line in shapes.strip().splitlines()]
        encodings = [line.partition(":")[0] for line in lines]
        text = HEAD + "charsets:\n"
        for encoding in encodings:
            text += f"  {encoding}: {{resolve: [option, default], allowed: [utf-8, koi8-r], default: utf-8}}\n"
        text += more
        text += "messages:\n  ping:\n    direction: request\n    title: {en: Ping, ru: Пинг}\n    source: page#1\n"
        text += "    fields:\n" if fields else ""
        for line in fields.strip().splitlines():
            text += f"      {_documented(line.strip())}\n"
        text += "    shapes:\n" + "".join(f"      {line}\n" for line in lines)
        text += "".join(f"    {line}\n" for line in rest.splitlines() if line.strip())
        self.path.write_text(text)
        return load(self.path)

    def provider(self, fields: str, shapes: str, rest: str = "", more: str = "") -> Provider:
        """The provider; what is unused in these small specs is no matter, anything else is."""
        loaded = self.load(fields, shapes, rest, more)
        assert [p for p in loaded.problems if p.code != "spec.unused"] == []
        return loaded.providers[""]

    def message(self, fields: str, shapes: str, rest: str = "", more: str = "") -> Message:
        """The one message."""
        return self.provider(fields, shapes, rest, more).messages[0]

    def root(self, fields: str, shapes: str, rest: str = "", more: str = "") -> Any:
        """The root of the one shape."""
        return self.message(fields, shapes, rest, more).shapes[0].root

    def type(self, text: str) -> Any:
        """The type of a field."""
        return self.message(f"x: {{type: {text}}}", "xml: {element: r, attributes: {x: x}}").record.fields[0].type


def _documented(line: str) -> str:
    assert line.endswith("}")
    return line[:-1] + ", doc: {en: A field., ru: Поле.}}"


@pytest.fixture
def specs(tmp_path: Path) -> Specs:
    return Specs(tmp_path)


# ---------------------------------------------------------------- scalars


def test_facets_keep_order_and_take_their_severity_from_deviations(specs: Specs) -> None:
    kind = specs.type(
        "{base: string, maxLength: {value: 9, source: page#3}, minLength: {value: 2, deviation: odd},"
        " pattern: {value: '[a-z0-9]*', severity: warning}, enumeration: {value: [no, '012'], deviation: bad}}"
    )
    assert kind.facets == (
        Facet("maxLength", 9, source="page#3"),
        Facet("minLength", 2, "warning", "odd"),
        Facet("pattern", "[a-z0-9]*", "warning"),
        Facet("enumeration", ("no", "012"), "error", "bad"),
    )


def test_bounds_are_numbers_of_the_base(specs: Specs) -> None:
    assert specs.type("{base: integer, minInclusive: -1, enumeration: [-1, 7]}").facets == (
        Facet("minInclusive", -1),
        Facet("enumeration", (-1, 7)),
    )
    assert specs.type("{base: decimal, maxInclusive: 1.10, fractionDigits: 2}").facets == (
        Facet("maxInclusive", "1.10"),
        Facet("fractionDigits", 2),
    )


def test_lexical_forms(specs: Specs) -> None:
    assert specs.type("integer").lexical == (LexicalForm("canonical"),)
    assert specs.type("{base: integer, lexical: [plus, {form: leading_zeros, deviation: odd}]}").lexical == (
        LexicalForm("canonical"),
        LexicalForm("plus"),
        LexicalForm("leading_zeros", "warning", "odd"),
    )
    date = specs.type(
        "{base: datetime, lexical: ['DD.MM.YY hh:mm', {form: YYYY-MM-DD hh:mm:ss, deviation: free}], pivot: 70}"
    )
    assert date.lexical == (LexicalForm("DD.MM.YY hh:mm"), LexicalForm("YYYY-MM-DD hh:mm:ss", None, "free"))
    assert date.pivot == 70


def test_bare_bases_and_sensitive_fields(specs: Specs) -> None:
    message = specs.message("a: {type: phone, sensitive: phone}\nb: {type: string}", "xml: {element: r, content: same}")
    assert [field.type for field in message.record.fields] == [
        Scalar("", "phone", sensitive="phone"),
        Scalar("", "string"),
    ]


def test_bits_phones_and_codes(specs: Specs) -> None:
    more = """\
codes:
  Kind: {base: integer, title: {en: K, ru: К}, unknown: accept, open: true, values: {0: {name: a, meaning: {en: a, ru: а}, deviation: odd}, 1: {name: b, meaning: {en: b, ru: б}, deviation: free, ok: true}}, ranges: [{from: 2, to: 9, name: c, meaning: {en: c, ru: в}, final: false}]}
types:
  Flag: {base: bits, width: 8, parts: {kind: {bits: [0, 3], codes: Kind, when: {on: 1}, doc: {en: a, ru: а}}, on: {bits: [4, 4], doc: {en: b, ru: б}}}}
  Phone: {base: phone, normal: {strip: " +", rewrite: [{from: "8(9[0-9]{9})", to: "7{1}"}], pattern: "79[0-9]{9}", deviation: odd}}
"""
    fields = "flag: {type: Flag}\nphone: {type: Phone}"
    provider = specs.provider(fields, "xml: {element: r, content: same}", more=more)
    flag, phone = (field.type for field in provider.messages[0].record.fields)
    assert isinstance(flag, Scalar)
    assert isinstance(phone, Scalar)
    table = provider.codes[0]
    assert flag.bits[0].codes is table
    assert (flag.bits[0].when, flag.bits[1].low, flag.width) == ((("on", 1),), 4, 8)
    assert [(e.value, e.low, e.high, e.name, e.deviation, e.ok, e.final) for e in table.entries] == [
        (0, None, None, "a", "odd", None, None),
        (1, None, None, "b", None, True, None),  # an accepted deviation leaves nothing to report
        (None, 2, 9, "c", None, None, False),
    ]
    assert phone.normal is not None
    assert (phone.normal.severity, phone.normal.deviation, phone.normal.rewrites[0].to) == ("warning", "odd", "7{1}")


# ---------------------------------------------------------------- records


def test_types_are_built_once(specs: Specs) -> None:
    more = "types:\n  Inner: {fields: {a: {type: string, doc: {en: A., ru: А.}}}}\n"
    fields = "one: {type: Inner}\ntwo: {type: {list: Inner, minItems: 1}}"
    record = specs.message(fields, "xml: {element: r, content: same}", more=more).record
    first, second = record.fields[0].type, record.fields[1].type
    assert isinstance(second, List)
    assert first is second.item
    assert second.facets == (Facet("minItems", 1),)


def test_groups_stand_where_include_stands(specs: Specs) -> None:
    more = "groups:\n  Login: {source: page#7, fields: {login: {type: string, doc: {en: L., ru: Л.}}}}\n"
    shapes = "xml: {element: r, content: same}"
    after = specs.message("a: {type: string}", shapes, "include: [Login]", more).record
    assert [field.name for field in after.fields] == ["a", "login"]
    assert [field.source for field in after.fields] == ["page#1", "page#7"]
    text = (
        specs.path.read_text()
        .replace("    include: [Login]\n", "")
        .replace("    fields:\n", "    include: [Login]\n    fields:\n")
    )
    specs.path.write_text(text)
    assert [field.name for field in load(specs.path).providers[""].messages[0].record.fields] == ["login", "a"]


def test_defaults_and_missing(specs: Specs) -> None:
    fields = """
        a: {type: integer, default: {value: 5, fill: true, write: omit, explicit: odd}}
        b: {type: decimal, optional: true, default: {value: 1.10}}
        c: {type: string, missing: odd}
        d: {type: string, missing: free}
        e: {type: string, optional: true, deviation: free}
    """
    made = specs.message(fields, "xml: {element: r, attributes: {a: a, b: b, c: c, d: d, e: e}}")
    a, b, c, d, e = made.record.fields
    assert (a.optional, a.default) == (True, Default(5, True, "omit", "warning", "odd"))
    assert b.default == Default("1.10", False, "keep")
    assert [(f.missing, f.deviation) for f in (c, d, e)] == [("warning", "odd"), ("accept", "free"), (None, "free")]
    members = made.shapes[0].root.node.members  # type: ignore[union-attr]
    assert [(m.optional, m.missing, m.deviation) for m in members] == [
        (True, None, None),
        (True, None, None),
        (False, "warning", "odd"),
        (False, "accept", "free"),
        (True, None, "free"),
    ]


def test_maps(specs: Specs) -> None:
    fields = "m: {type: {map: {keys: {a-b: {en: A, ru: А}}, values: integer}}}\no: {type: {map: {key_pattern: '[a-z]+', values: string}}}"
    shapes = "json: {object: {'*': {bind: m, as: [string, number]}}, unknown: {collect: o, deviation: odd}}"
    message = specs.message(fields, shapes)
    first, second = (field.type for field in message.record.fields)
    assert isinstance(first, Map)
    assert isinstance(second, Map)
    assert [key for key, _ in first.keys] == ["a-b"]
    assert second.key_pattern == "[a-z]+"
    tree = message.shapes[0].root.node  # type: ignore[union-attr]
    assert tree.unknown == Unknown("collect", "o", "warning", "odd")
    assert tree.members == (
        Member("entries", "", Leaf("m", first.values, "string", (("number", None),)), True, entry="member"),
    )


# ---------------------------------------------------------------- rules and operations


def test_variants_become_conditions_of_their_fields(specs: Specs) -> None:
    fields = (
        "kind: {type: {base: integer, minInclusive: 0}}\na: {type: string, optional: true}\nb: {type: string, optional: true}\n"
        "l: {type: {list: string}}\nc: {type: string, optional: true}"
    )
    rules = """
rules:
  by_kind:
    kind: variants
    field: kind
    variants:
      1: {requires: [a], allows: [b]}
      2: {requires: [a, l], allows: [b]}
      3: {allows: [a]}
      4: {}
    severity: warning
    doc: {en: Why., ru: Почему.}
"""
    shapes = "json: {object: {kind: kind, a: a, b: b, c: c, l: {array: l, optional: true}}}"
    message = specs.message(fields, shapes, rules)
    said = [(rule.id, rule.kind, rule.field, rule.when) for rule in message.record.rules]
    assert said == [
        ("by_kind_a_forbidden", "forbidden_if", "a", Cond("not", items=(Cond("in", "kind", (1, 2, 3)),))),
        ("by_kind_a_required", "required_if", "a", Cond("in", "kind", (1, 2))),
        ("by_kind_b_forbidden", "forbidden_if", "b", Cond("not", items=(Cond("in", "kind", (1, 2)),))),
        ("by_kind_l_forbidden", "forbidden_if", "l", Cond("not", items=(Cond("equals", "kind", (2,)),))),
        ("by_kind_l_required", "required_if", "l", Cond("equals", "kind", (2,))),
    ]
    assert {(rule.severity, rule.doc) for rule in message.record.rules} == {("warning", Text("Why.", "Почему."))}


def test_conditions_are_typed_by_their_fields(specs: Specs) -> None:
    fields = "a: {type: integer, optional: true}\nb: {type: string, optional: true}"
    rules = """
rules:
  one: {kind: required_if, field: a, when: {equals: {b: 012, setting.fmt: 1}}, deviation: odd}
  two: {kind: forbidden_if, field: b, when: {not: {any: [{in: {a: [1, 2]}}, {present: a}]}}, severity: warning}
"""
    more = "settings:\n  fmt: {doc: {en: F., ru: Ф.}}\n"
    first, second = specs.message(fields, "xml: {element: r, content: same}", rules, more).record.rules
    assert (first.severity, first.deviation, second.severity) == ("warning", "odd", "warning")
    assert first.when == Cond("all", items=(Cond("equals", "b", ("012",)), Cond("equals", "setting.fmt", ("1",))))
    present = Cond("present", "a")
    assert second.when == Cond("not", items=(Cond("any", items=(Cond("in", "a", (1, 2)), present)),))


# ---------------------------------------------------------------- shapes


def test_same_places_every_field(specs: Specs) -> None:
    more = "types:\n  Inner: {fields: {a: {type: integer, doc: {en: A., ru: А.}}}}\n"
    fields = "one: {type: Inner, optional: true}\nmany: {type: {list: string}}\nlast: {type: string, optional: true}"
    inner = Record("Inner", (Field("a", specs.type("integer"), False, None, _text(), ""),))
    shapes = "xml: {element: r, content: same}\njson: {object: same}"
    xml, json = specs.message(fields, shapes, more=more).shapes
    string = Scalar("", "string")
    number = inner.fields[0].type
    assert isinstance(number, Scalar)
    assert xml.root == Member(
        "root",
        "r",
        Tree(
            "",
            (
                Member("element", "one", Tree("one", (Member("element", "a", Leaf("a", number), False),)), True),
                Member("element", "many", Leaf(".", string), True, "many"),
                Member("element", "last", Leaf("last", string), True),
            ),
        ),
        False,
    )
    a = Member("member", "a", Leaf("a", number, "number"), False)
    assert json.root == Member(
        "root",
        "",
        Tree(
            "",
            (
                Member("member", "one", Tree("one", (a,)), True),
                Member("member", "many", Array("many", Leaf(".", string, "string")), False),
                Member("member", "last", Leaf("last", string, "string"), True),
            ),
        ),
        False,
    )


def _text() -> Text:
    return Text("A.", "А.")


def test_elements_are_leaves_unless_they_hold_more_than_text(specs: Specs) -> None:
    fields = "a: {type: string}\nb: {type: string}\nc: {type: {list: string}}\nd: {type: string, optional: true}"
    shape = (
        "xml: {element: {namespace: urn:x, name: r}, order: sequence, attributes: {v: {const: '1', missing: odd}}, "
        "content: [{element: a, text: a, alternatives: [{name: A, deviation: free}], duplicate: warning}, "
        "{element: w, optional: true, content: [{element: c, each: c, text: .}]}, "
        "{element: b, attributes: {d: {bind: d, empty: absent, empty_deviation: odd, required: true}}, text: b}], "
        "unknown: ignore, unknown_attributes: warn}"
    )
    root = specs.root(fields, shape)
    string = Scalar("", "string")
    assert root.name == "{urn:x}r"
    assert (root.node.order, root.node.unknown, root.node.unknown_attributes) == (
        "sequence",
        Unknown("ignore"),
        Unknown("warn"),
    )
    assert root.node.members == (
        Member("attribute", "v", Const("1"), False, missing="warning", deviation="odd"),
        Member(
            "element",
            "a",
            Leaf("a", string),
            False,
            alternatives=(Alternative("A", None, "free"),),
            duplicate="warning",
        ),
        Member("element", "w", Tree("", (Member("element", "c", Leaf(".", string), True, "c"),)), True),
        Member(
            "element",
            "b",
            Tree(
                "",
                (
                    Member(
                        "attribute",
                        "d",
                        Leaf("d", string, empty="absent", empty_severity="warning", empty_deviation="odd"),
                        False,
                    ),
                    Member("text", "", Leaf("b", string), False),
                ),
            ),
            False,
        ),
    )


def test_json_trees(specs: Specs) -> None:
    more = "types:\n  Inner: {fields: {a: {type: integer, doc: {en: A., ru: А.}}}}\n"
    shape = (
        "json: {object: {w: {object: {x: {bind: x, null: absent}}, optional: true}, i: {object: {A: a}, bind: i}, "
        "l: {array: l, item: {object: {B: {bind: a, as: [string, {form: number, deviation: odd}]}}}, optional: true}, "
        "k: {const: '1', as: number}}}"
    )
    fields = "x: {type: string, optional: true}\ni: {type: Inner}\nl: {type: {list: Inner}}"
    w, i, many, k = specs.root(fields, shape, more=more).node.members
    number = i.node.members[0].node.type
    assert (w.optional, w.node.bind, w.node.members[0].node.null) == (True, "", "absent")
    assert (i.optional, i.node.bind, i.node.members[0].node) == (False, "i", Leaf("a", number, "number"))
    assert (many.optional, many.node.bind, many.node.item.bind) == (True, "l", ".")
    assert many.node.item.members[0].node == Leaf("a", number, "string", (("number", "warning"),))
    assert k.node == Const("1", "number")
    root = specs.root("l: {type: {list: string}}", "json: {array: l}")
    assert root == Member("root", "", Array("l", Leaf(".", Scalar("", "string"), "string")), False)


def test_form_parameters(specs: Specs) -> None:
    fields = "a: {type: string}\nb: {type: string, optional: true}\nrest: {type: {map: {values: string}}}"
    root = specs.root(fields, "form: {params: same, unknown: {collect: rest, except: [mes, x]}}")
    assert [(m.slot, m.name, m.optional) for m in root.node.members] == [("param", "a", False), ("param", "b", True)]
    assert root.node.unknown == Unknown("collect", "rest", excepted=("mes", "x"))


def test_lines(specs: Specs) -> None:
    fields = (
        "a: {type: string}\nb: {type: integer, optional: true}\nc: {type: {base: integer, minInclusive: 1}, optional: true}\n"
        "m: {type: {map: {keys: {k: {en: K, ru: К}}, values: integer}}}\nr: {type: {map: {values: string}}}"
    )
    shape = (
        "text: {line: 'a = {{{a}}} [[x]][, b {b}], {c|0}{m}', pairs: {m: ', {key} = {value}'}, "
        'rest: {collect: r, deviation: odd, except: [j]}, final_eol: true, spaces: ignore, eol: "\\r\\n"}'
    )
    root = specs.root(fields, shape)
    string, integer = Scalar("", "string"), Scalar("", "integer", lexical=(LexicalForm("canonical"),))
    positive = Scalar("", "integer", (Facet("minInclusive", 1),), lexical=integer.lexical)
    assert root == Lines(
        each="",
        pieces=(
            LineLiteral("a = {"),
            LineCapture(Leaf("a", string)),
            LineLiteral("} [x]"),
            LineGroup((LineLiteral(", b "), LineCapture(Leaf("b", integer)))),
            LineLiteral(", "),
            LineCapture(Leaf("c", positive, absent="0")),
            LinePairs("m", integer, ("k",), ", ", " = ", "", "r", string, "warning", "odd", ("j",)),
        ),
        eol="\r\n",
        final_eol=True,
        spaces="ignore",
    )


def test_lines_of_a_list_and_what_other_encodings_drop(specs: Specs) -> None:
    more = "types:\n  Row: {fields: {a: {type: string, doc: {en: A., ru: А.}}, b: {type: string, optional: true, doc: {en: B., ru: Б.}}}}\n"
    shapes = "text: {each: rows, line: '{a},{b}'}\ncsv: {each: rows, line: '{a}', drops: [rows.b]}"
    text, csv = specs.message("rows: {type: {list: Row}}", shapes, more=more).shapes
    assert isinstance(text.root, Lines)
    assert text.root.each == "rows"
    assert csv.drops == ("rows.b",)


# ---------------------------------------------------------------- examples


def test_bodies_are_written_edited_repeated_and_encoded(specs: Specs) -> None:
    rest = """
examples:
  one: {encoding: xml, charset: koi8-r, body: "<r><a>й</a></r>\\n", secret: s3cret, settings: {fmt: 1}, title: {en: One, ru: Один}}
  bytes: {encoding: xml, body_base64: PHI+, findings: []}
counterexamples:
  many: {of: one, edit: [{from: <a>й</a>, to: '<a>{n}</a>', repeat: 3}], findings: [{code: shape.duplicate, path: a}, {code: shape.duplicate}], settings: {fmt: 2}}
  more: {of: many, charset: utf-8, edit: [{from: a>, to: b>, count: 6}], verdict: pass, findings: [{code: shape.unknown}]}
"""
    more = "settings:\n  fmt: {doc: {en: F., ru: Ф.}}\n"
    message = specs.message("a: {type: string}", "xml: {element: r, content: [a: a]}", rest, more)
    one, raw = message.examples
    many, twice = message.counterexamples
    assert (one.body, one.charset, one.secret, one.settings, one.title.ru) == (
        "<r><a>й</a></r>\n".encode("koi8-r"),
        "koi8-r",
        "s3cret",
        (("fmt", "1"),),
        "Один",
    )
    assert (raw.body, raw.verdict, raw.charset) == (b"<r>", "pass", "utf-8")
    assert many.body == b"<r><a>1</a><a>2</a><a>3</a></r>\n"
    assert (many.verdict, many.settings, many.secret, many.charset) == ("fail", (("fmt", "2"),), "s3cret", "koi8-r")
    assert many.findings == (Expected("shape.duplicate", "a"), Expected("shape.duplicate", ""))
    assert twice.body == b"<r><b>1</b><b>2</b><b>3</b></r>\n"
    assert isinstance(twice, Example)
    assert twice.verdict == "pass"


# ---------------------------------------------------------------- dialects


def test_dialects_are_patches(specs: Specs) -> None:
    more = """\
codes:
  Result: {base: integer, title: {en: R, ru: Р}, values: {1: {name: a, meaning: {en: a, ru: а}}, 2: {name: b, meaning: {en: b, ru: б}}}, ranges: [{from: 5, to: 6, name: r, meaning: {en: r, ru: р}}]}
dialects:
  later:
    title: {en: Later, ru: Позже}
    codes: {Result: {replace: {1: {name: z, meaning: {en: z, ru: я}}}, add: {3: {name: c, meaning: {en: c, ru: в}}}, remove: [2], ranges: [{from: 5, to: 9, name: r, meaning: {en: r, ru: р}}]}}
    messages:
      ping:
        remove_fields: [old]
        add_fields: {new: {type: string, optional: true, doc: {en: N., ru: Н.}}}
        shapes: {xml: {add: [{new: new}]}, form: {add: {new: new}}}
        remove_examples: [one]
        examples: {two: {encoding: xml, body: <r><code>1</code></r>}}
"""
    fields = "code: {type: {base: integer, codes: Result}}\nold: {type: string}"
    shapes = "xml: {element: r, attributes: {o: old}, content: [code: code]}\nform: {params: {code: code, old: old}}"
    rest = "examples:\n  one: {encoding: xml, body: <r/>}\n"
    loaded = specs.load(fields, shapes, rest, more)
    assert [p for p in loaded.problems if p.code != "spec.unused"] == []
    base, later = loaded.providers[""], loaded.providers["later"]
    assert base.dialects == later.dialects == ("later",)
    assert [(e.value or e.high, e.name) for e in base.codes[0].entries] == [(1, "a"), (2, "b"), (6, "r")]
    assert [(e.value or e.high, e.name) for e in later.codes[0].entries] == [(1, "z"), (3, "c"), (9, "r")]
    message = later.messages[0]
    assert [field.name for field in message.record.fields] == ["code", "new"]
    assert [[m.name for m in shape.root.node.members] for shape in message.shapes] == [["code", "new"], ["code", "new"]]  # type: ignore[union-attr]
    assert [example.id for example in message.examples] == ["two"]
    assert [field.name for field in base.messages[0].record.fields] == ["code", "old"]
    assert loaded.places["later"]["field", "ping", "new"][1] > loaded.places["later"]["field", "ping", "code"][1] - 20


def test_a_dialects_problem_is_told_once_and_at_its_line(specs: Specs) -> None:
    more = "dialects:\n  later: {title: {en: L, ru: Л}, messages: {ping: {add_fields: {new: {type: Nope, doc: {en: N., ru: Н.}}}}}}\n"
    loaded = specs.load("a: {type: string}", "xml: {element: r, attributes: {a: a}}", more=more)
    (problem,) = [p for p in loaded.problems if p.code != "spec.unused"]
    line = specs.path.read_text().splitlines()[problem.line - 1]
    assert (problem.code, line[problem.column - 1 :][:4]) == ("spec.reference", "Nope")


# ---------------------------------------------------------------- the shipped specs


@pytest.mark.parametrize("name", ["quicktel", "smsc", "smspager"])
def test_shipped_specs_load_without_a_problem(name: str) -> None:
    loaded = load(open_book(name).path)
    assert loaded.problems == ()
    assert loaded.provider().name == name
    assert {example.verdict for m in loaded.provider().messages for example in m.examples} == {"pass"}


def test_decimal_is_exact() -> None:
    assert decimal("1.10") == Decimal("1.10")
    assert [whole(text) for text in ("-5", "05", "+5", "5.0", "٥", "")] == [-5, None, None, None, None, None]


def test_lists_in_one_text(specs: Specs) -> None:
    fields = "a: {type: {list: integer}}\nb: {type: {list: string}}"
    shapes = (
        "xml: {element: r, attributes: {a: {bind: a, separators: [',', ';'], trailing: true, required: true}}, "
        "text: {bind: b, separators: ['|']}}\n"
        "json: {object: {a: {bind: a, separators: [','], as: [string, number], null: absent}, "
        "b: {bind: b, separators: [',']}}}\n"
        "text: {line: '{a} {b}', lists: {a: {separators: [',']}, b: {separators: [','], trailing: true}}}"
    )
    message = specs.message(fields, shapes)
    one, two = (field.type.item for field in message.record.fields)  # type: ignore[union-attr]
    assert isinstance(one, Scalar)
    assert isinstance(two, Scalar)
    xml, json, text = (shape.root for shape in message.shapes)
    assert xml.node.members == (  # type: ignore[union-attr]
        Member("attribute", "a", Joined("a", Leaf(".", one), (",", ";"), True), False),
        Member("text", "", Joined("b", Leaf(".", two), ("|",)), True),
    )
    assert json.node.members == (  # type: ignore[union-attr]
        Member("member", "a", Joined("a", Leaf(".", one, "string", (("number", None),), null="absent"), (",",)), True),
        Member("member", "b", Joined("b", Leaf(".", two, "string"), (",",)), True),
    )
    assert [piece.leaf for piece in text.pieces if isinstance(piece, LineCapture)] == [  # type: ignore[union-attr]
        Joined("a", Leaf(".", one), (",",)), Joined("b", Leaf(".", two), (",",), True),
    ]  # fmt: skip
