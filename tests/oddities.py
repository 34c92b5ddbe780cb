"""Shapes that no built-in provider has: every policy and node in places where it may stand, for the law."""

from __future__ import annotations

from dataclasses import replace

from handmade import (
    CANON,
    EXTRAS,
    MIXED,
    NUMBER,
    PROVIDER,
    RES,
    T,
    attribute,
    element,
    facet,
    field,
    integer,
    member,
    message,
    param,
    root,
    string,
    text,
    union,
)
from wirebook.model import (
    Alternative,
    Array,
    Cond,
    Const,
    Default,
    Leaf,
    LexicalForm,
    List,
    Map,
    Member,
    Record,
    Rule,
    Scalar,
    Setting,
    Shape,
    SignatureCarrier,
    Tree,
    Unknown,
)

WORD = string(facet("maxLength", 4))
TRIM = Scalar("", "string", (facet("minLength", 1, "warning"),), whitespace="trim")
SQUEEZED = Scalar("", "string", whitespace="collapse")
COUNT = integer(facet("maxInclusive", 9, "warning"))
PRICE = Scalar("", "decimal", lexical=(CANON, LexicalForm("comma", "warning")))
DAY = Scalar("", "date", lexical=(LexicalForm("DD.MM.YYYY"),))
KEYS = Map((("one", T), ("two", T)), "", COUNT)
PHONES = Map((), "[a-z]+", NUMBER)
PAIR = Record("Pair", (field("a", WORD, True), field("b", COUNT, True)))

# ---------------------------------------------------------------- XML: names, duplicates, order, mixed content

NAMES = message(
    "names",
    (
        field("a", WORD, missing="warning"),
        field("b", COUNT, missing="accept"),
        field("c", TRIM),
        field("d", WORD, True),
        field("pair", PAIR, True),
        field("one", Record("One", (field("x", WORD), field("xs", List(COUNT, (facet("maxItems", 2),))))), True),
        field("text", SQUEEZED, True),
    ),
    (
        Shape(
            "xml",
            root(
                "{urn:x}r",
                Tree(
                    "",
                    (
                        attribute(
                            "a", Leaf("a", WORD, empty="absent", empty_severity="warning"),
                            alternatives=(Alternative("A", "warning", "x"), Alternative("alpha", None, "x"),
                                          Alternative("b", "error", "x")),
                            duplicate="warning",
                        ),
                        attribute("b", Leaf("b", COUNT, absent="0"), missing="warning"),
                        attribute("fixed", Const("1"), True, alternatives=(Alternative("old", "error", "x"),)),
                        element("c", Tree("", (text(Leaf("c", TRIM, empty="refuse")),)), duplicate="warning",
                                alternatives=(Alternative("C", "warning", "x"), Alternative("d", None, "x"))),
                        element("d", Leaf("d", WORD, absent="-", empty="refuse"), True),
                        element(
                            "wrap",
                            Tree(
                                "",
                                (
                                    element("pair", Tree("pair", (
                                        attribute("a", Leaf("a", WORD), True), attribute("b", Leaf("b", COUNT), True),
                                    ), unknown_attributes=Unknown("warn")), True),
                                    element("one", Tree("one", (
                                        attribute("x", Leaf("x", WORD)),
                                        element("v", Leaf(".", COUNT, empty="absent"), each="xs"),
                                    ), unknown=Unknown("warn")), True),
                                ),
                                unknown=Unknown("ignore"),
                            ),
                            missing="warning",
                        ),
                        text(Leaf("text", SQUEEZED, empty="absent")),
                    ),
                    order="sequence",
                    unknown_attributes=Unknown("ignore"),
                ),
                alternatives=(Alternative("r", "warning", "x"), Alternative("old", "error", "x")),
            ),
        ),
    ),
    rules=(
        Rule("some", "at_most_one", "warning", fields=("d", "pair")),
        Rule("text_or_pair", "exactly_one", "warning", fields=("text", "one")),
        Rule("b_if", "required_if", "error", "b", when=Cond("any", items=(
            Cond("equals", "a", ("x",)), Cond("all", items=(Cond("present", "pair"), Cond("in", "d", ("a", "b"))))))),
    ),
)  # fmt: skip

# A text that stands behind an element in the shape, and before it when written.
BEHIND = message(
    "behind",
    (field("a", WORD), field("text", WORD)),
    (Shape("xml", root("behind", Tree("", (element("a", Leaf("a", WORD)), text(Leaf("text", WORD)))))),),
)

# ---------------------------------------------------------------- XML: maps

MAPS = message(
    "maps",
    (field("known", KEYS), field("phones", PHONES), field("rest", EXTRAS), field("res", RES, True)),
    (
        Shape(
            "xml",
            root(
                "maps",
                Tree(
                    "",
                    (
                        attribute("res", Leaf("res", RES), True),
                        Member("entries", "", Leaf("phones", NUMBER, absent="-"), True, entry="attribute"),
                        Member("entries", "", Leaf("known", COUNT, empty="absent"), True, entry="element",
                               duplicate="warning"),
                    ),
                    unknown=Unknown("collect", "rest", "warning", excepted=("no", "phones")),
                    unknown_attributes=Unknown("warn"),
                ),
            ),
        ),
    ),
)  # fmt: skip

TAKEN = message(
    "taken",
    (field("a", WORD, True), field("attributes", Map((), "", WORD)), field("others", Map((), "[a-d]", WORD))),
    (
        Shape(
            "xml",
            root(
                "taken",
                Tree(
                    "",
                    (attribute("a", Leaf("a", WORD), True),),
                    unknown=Unknown("collect", "others", excepted=("a", "d")),
                    unknown_attributes=Unknown("collect", "attributes", excepted=("mes",)),
                ),
            ),
        ),
    ),
)

# ---------------------------------------------------------------- JSON: wrappers, records, arrays, forms

JSON = message(
    "things",
    (
        field("kind", string(facet("enumeration", ("a", "b"))), True, default=Default("a", True, "omit", "warning")),
        field("price", PRICE, missing="warning"),
        field("day", DAY, True, default=Default("01.02.2020", True, "keep")),
        field("numbers", List(COUNT, (facet("minItems", 1, "warning"), facet("maxItems", 3)))),
        field("pairs", List(PAIR)),
        field("pair", PAIR, True),
        field("known", KEYS),
        field("rest", Map((), "[a-z]+", COUNT)),
        field("never", List(WORD)),
        field("dropped", WORD),
    ),
    (
        Shape(
            "json",
            root(
                "",
                Tree(
                    "",
                    (
                        member("kind", Leaf("kind", string(facet("enumeration", ("a", "b"))), "string"), True,
                               alternatives=(Alternative("Kind", "warning", "x"),), duplicate="warning"),
                        member("price", Leaf("price", PRICE, "string", (("number", None),), null="absent"),
                               missing="warning"),
                        member("day", Leaf("day", DAY, "string", null="absent", absent="00.00.0000"), True),
                        member("numbers", Array("numbers", Leaf(".", COUNT, "number", (("string", "warning"),),
                                                                null="absent"))),
                        member("data", Tree("", (
                            member("pairs", Array("pairs", Tree(".", (
                                member("a", Leaf("a", WORD, "number", (("string", None),)), True),
                                member("b", Leaf("b", COUNT, "number"), True),
                            ), unknown=Unknown("warn"))), True),
                            member("pair", Tree("pair", (
                                member("a", Leaf("a", WORD, "string"), True),
                                member("n", Const("1", "number"), True),
                            )), True),
                        ), unknown=Unknown("ignore")), True),
                        member("v", Const("1", "number")),
                        Member("entries", "", Leaf("known", COUNT, "number", null="absent"), True, entry="member"),
                    ),
                    unknown=Unknown("collect", "rest", excepted=("mes", "two", "OTHER")),
                ),
            ),
            drops=("dropped", "never"),
        ),
    ),
    rules=(
        Rule("unique", "unique", "warning", "numbers"),
        Rule("unique_a", "unique", "error", "pairs", "a"),
        Rule("pair_there", "forbidden_if", "warning", "pair",
             when=Cond("not", items=(Cond("equals", "price", ("1.5",)),))),
        Rule("day_when", "required_if", "warning", "rest", when=Cond("all", items=(
            Cond("equals", "day", ("2020-02-01",)), Cond("not", items=(Cond("present", "setting.fmt"),))))),
        Rule("rest_when", "required_if", "error", "rest", when=Cond("any", items=(
            Cond("equals", "request.get", ("1",)), Cond("equals", "setting.mode", (3,)),
            Cond("all", items=(Cond("present", "request.push_ids"), Cond("not", items=(Cond("present", "pairs"),))))))),
        Rule("echo", "echoes", "warning", "kind", request="push_ids.push_id"),
    ),
)  # fmt: skip

# ---------------------------------------------------------------- forms: repeated parameters, alternatives, signatures

FORM = message(
    "form",
    (
        field("id", integer(), missing="accept"),
        field("to", List(NUMBER, (facet("minItems", 1),))),
        field("phone", NUMBER, True),
        field("note", TRIM, True),
        field("sign", string(), True),
        field("rest", PHONES),
    ),
    (
        Shape(
            "form",
            root(
                "",
                Tree(
                    "",
                    (
                        param("id", Leaf("id", integer(), empty="absent"), missing="warning"),
                        param("to", Leaf(".", NUMBER, empty="absent"), each="to",
                              alternatives=(Alternative("To", "warning", "x"),)),
                        param("phone", Leaf("phone", NUMBER), True, duplicate="warning",
                              alternatives=(Alternative("tel", "warning", "x"), Alternative("note", None, "x"))),
                        param("note", Leaf("note", TRIM), True),
                        param("cmd", Const("go")),
                        param("sign", Leaf("sign", string(), empty="absent"), True),
                    ),
                    unknown=Unknown("collect", "rest", excepted=("mes", "waitcall")),
                ),
            ),
        ),
        Shape(
            "json",
            root("", Tree("", (
                member("id", Leaf("id", integer(), "number", (("string", None),)), missing="accept"),
                member("note", Leaf("note", TRIM, "string"), True),
                member("sign", Leaf("sign", string(), "string"), True),
            ), unknown=Unknown("ignore"))),
            drops=("to", "phone", "rest"),
        ),
    ),
    rules=(
        Rule("signed", "signature", "warning", join=("note", "id", "setting.mode", "setting.secret"), delimiter="|",
             carriers=(SignatureCarrier("sign", "crc32", ("hex8", "decimal")),)),
    ),
)  # fmt: skip


def tags(mid, unknown, duplicate):
    """A form that is a map, of whose names some belong to it."""
    entries = Member("entries", "", Leaf("tags", WORD), True, entry="param", duplicate=duplicate)
    once = param("once", Leaf("once", WORD), True, duplicate="warning")
    fields = (field("tags", Map((), "[a-z]+", WORD)), field("rest", Map((), "", WORD)), field("once", WORD, True))
    return message(mid, fields, (Shape("form", root("", Tree("", (once, entries), unknown=unknown))),))


TAGS = (
    tags("tags", Unknown("ignore"), "error"),
    tags("tags_warned", Unknown("warn"), "warning"),
    tags("tags_kept", Unknown("collect", "rest", excepted=("NO",)), "warning"),
)

# ---------------------------------------------------------------- JSON: columns of numbers, numbers for texts

LOOSE = union(integer(), WORD)
LINE = Record("Line", (field("name", WORD), field("price", PRICE), field("share", PRICE), field("mixed", MIXED)))
PRICES = message(
    "prices",
    (field("lines", List(LINE)), field("total", PRICE), field("loose", LOOSE, True)),
    (
        Shape("json", root("", Tree("", (
            member("lines", Array("lines", Tree(".", (
                member("name", Leaf("name", WORD, "string")),
                member("price", Leaf("price", PRICE, "number")),
                member("share", Leaf("share", PRICE, "number", (("string", None),))),
                member("mixed", Leaf("mixed", MIXED, "string", (("number", None),))),
            )))),
            member("total", Leaf("total", PRICE, "number")),
            member("loose", Leaf("loose", LOOSE, "number", (("string", None),)), True),
        )))),
    ),
    rules=(Rule("of_one", "required_if", "warning", "loose", when=Cond("in", "total", ("x", "1,5", "NaN", "1"))),),
)  # fmt: skip

ODDITIES = replace(
    PROVIDER,
    name="oddities",
    codes=(),
    settings=(*PROVIDER.settings, Setting("mode", None, (), "2", T, "")),
    messages=(NAMES, BEHIND, MAPS, TAKEN, JSON, FORM, *TAGS, PRICES),
    operations=(),
)

BODIES: dict[tuple[str, str], list[bytes]] = {
    ("names", "xml"): [
        b'<r xmlns="urn:x" a="x" b="5" z="z"> hi <c xmlns=""> c </c><d xmlns="">a</d><wrap xmlns="">'
        b'<pair a="x" z="1"/><one x="1"><v>1</v><v/><v>3</v><q/></one><q>text</q></wrap>there </r>',
        b'<r alpha="x" A="y" a="" fixed="1"><C>1</C><d>2</d><d>-</d><wrap><pair/></wrap></r>',
        b'<r b="0"><c>x</c><wrap><one x="1"/></wrap></r>',
    ],
    ("behind", "xml"): [b"<behind><a>1</a>2</behind>", b"<behind>1<a>2</a>3</behind>", b"<behind><a/></behind>"],
    ("maps", "xml"): [
        b'<maps res="0" tel="89161234567" fax="-" T="1">'
        b"<one>1</one><two/><two>2</two><other>x</other><one>3</one></maps>",
        b"<maps><no>x</no><other>x</other></maps>",
        b"<maps><one>1</one><phones/></maps>",
        b"<maps><one>1<x/></one></maps>",
        b'<maps><one x="1">1</one></maps>',
        b"<maps><one>1</one><one>2<x/></one></maps>",
    ],
    ("taken", "xml"): [
        b'<taken a="x" rest="1"><b>x</b><c>y</c></taken>',
        b'<taken a="x" mes="1"/>',
        b"<taken><d>1</d></taken>",
        b"<taken><mes>1</mes></taken>",
    ],
    ("things", "json"): [
        b'{"kind":"a","price":"1,5","day":"01.02.2020","numbers":[1,2,null,"3"],"v":1,"one":5,"rest":7,'
        b'"data":{"pairs":[{"a":"x","b":1},{"a":2,"q":1}],"pair":{"a":"x","n":1},"q":[]}}',
        b'{"Kind":"b","kind":"a","price":1.5,"numbers":[1,1],"v":1,"two":null,"day":null,"data":{"pair":{}}}',
        b'{"price":null,"numbers":[],"v":1,"day":"00.00.0000"}',
    ],
    ("form", "form"): [
        b"id=5&to=%2B79161234567&to=+79161234567&To=x&phone=89161234567&tel=1&note=+a+&cmd=go&sign=5&zip=1",
        b"id=&to=&to=1&note=x%7Cy&cmd=go&sign=abcdef12&phone=+7&phone=2",
        b"cmd=go&to=1&note=a&id=1&sign=",
        b"id=5&to=1&cmd=go&rest=79161234567&mes=79161234567",
    ],
    **{
        (mid, "form"): [b"a=1&X=2&once=3", b"X=1&X=2", b"a=1&X=1&a=2", b"once=1&once=2", b"NO=1&NO=2"]
        for mid in ("tags", "tags_warned", "tags_kept")
    },
    ("prices", "json"): [
        b'{"lines":[{"name":"a","price":1.50,"share":"1,5","mixed":"word"}],"total":-0.0}',
        b'{"lines":[{"name":"a","price":2,"share":1,"mixed":"5"},{"name":"a","price":2,"share":1,"mixed":7}],"total":1}',
        b'{"lines":[{"name":"a","price":1,"share":1,"mixed":1.50}],"total":1,"loose":1.25}',
        b'{"lines":[{"name":"a","price":"1","share":1,"mixed":"5"}],"total":1}',
        b'{"lines":[{"name":"a","price":1e2,"share":1,"mixed":"5"}],"total":1}',
        b'{"lines":[],"total":"1"}',
    ],
    ("form", "json"): [b'{"id":"5","note":" a ","sign":"123","x":[1]}', b'{"note":"a|b","sign":"1"}'],
}
