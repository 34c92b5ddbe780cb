"""The XSD emitter: content models that both validators take, constraints in the right place, hostile words."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
import xmlschema
from lxml import etree
from sample import provider as sample

from handmade import PROVIDER, attribute, element, facet, field, integer, message, root, string, text
from wirebook.model import Alternative, Cond, Const, Leaf, List, Map, Member, Message, Record, Rule, Text, Tree, Unknown
from wirebook.model import Shape as ModelShape
from wirebook.spec.builder.xml import _NCNAME
from wirebook_codegen.emitted import HEADER
from wirebook_codegen.losses import Ledger
from wirebook_codegen.xsd import schema_text

NAUGHTY: list[str] = json.loads(Path(__file__).with_name("naughty.json").read_text("utf-8"))
T = Text("doc", "док")


def schemas(made: Message) -> tuple[str, str, Ledger, Ledger]:
    (shape,) = [shape for shape in made.shapes if shape.encoding == "xml"]
    assert isinstance(shape.root, Member)
    old, new = Ledger("xsd", made, ("xml",)), Ledger("xsd11", made, ("xml",))
    one = schema_text(PROVIDER, made, shape.root, old, modern=False)
    return one, schema_text(PROVIDER, made, shape.root, new, modern=True), old, new


class Judges:
    """libxml2 and xmlschema for 1.0, xmlschema for 1.1."""

    def __init__(self, made: Message) -> None:
        self.one, self.two, self.old, self.new = schemas(made)
        self.libxml = etree.XMLSchema(etree.fromstring(self.one.encode()))
        self.plain = xmlschema.XMLSchema10(self.one)
        self.modern = xmlschema.XMLSchema11(self.two)

    def __call__(self, body: str) -> tuple[bool, bool]:
        """(accepted by 1.0, by 1.1); both validators of 1.0 have to agree."""
        first = bool(self.libxml.validate(etree.fromstring(body)))
        assert first == self.plain.is_valid(body), body
        return first, bool(self.modern.is_valid(body))


def made(tree: Tree | Leaf | Const, fields: list, rules: tuple[Rule, ...] = (), **more: object) -> Message:
    return message("made", fields, [ModelShape("xml", root("r", tree, **more))], rules=rules)


def text_element(name: str, *, optional: bool = False, **more: object) -> Member:
    return element(name, Leaf(name, string()), optional, **more)


def each(name: str, node: Tree | Leaf | None = None) -> Member:
    return element(name, node or Leaf(".", string()), True, each=name)


# ---------------------------------------------------------------- content models


def test_any_order_without_repeats() -> None:
    judges = Judges(
        made(
            Tree("", (text_element("a"), text_element("b", optional=True))),
            [field("a", string()), field("b", string(), True)],
        )
    )
    assert judges("<r><b/><a/></r>") == judges("<r><a/></r>") == (True, True)
    assert judges("<r><b/></r>") == judges("<r><a/><a/></r>") == (False, False)


@pytest.mark.parametrize("nested", [False, True], ids=["texts", "elements"])
@pytest.mark.parametrize("least", [0, 1])
def test_any_order_with_repeats(nested: bool, least: int) -> None:
    """One repeated element among required and optional ones, in every order of up to four."""
    inside = Record("In", (field("x", string()),))

    def one(name: str, *, optional: bool) -> Member:
        if nested:
            return element(name, Tree(name, (text_element("x"),)), optional)
        return text_element(name, optional=optional)

    kind = inside if nested else string()
    fields = [
        field("a", kind),
        field("b", kind),
        field("o", kind, True),
        field("m", List(string(), (facet("minItems", least),))),
    ]
    tree = Tree("", (one("a", optional=False), one("b", optional=False), one("o", optional=True), each("m")))
    judges = Judges(made(tree, fields))
    spelled = {name: f"<{name}><x/></{name}>" if nested and name != "m" else f"<{name}/>" for name in "abom"}
    for size in range(5):
        for names in itertools.product("abom", repeat=size):
            wanted = (
                names.count("a") == 1 and names.count("b") == 1 and names.count("o") <= 1 and names.count("m") >= least
            )
            body = f"<r>{''.join(spelled[name] for name in names)}</r>"
            assert judges(body) == (wanted, wanted), body


def test_counts_of_a_lone_list_are_exact_and_among_others_only_in_11() -> None:
    limits = (facet("minItems", 2), facet("maxItems", 3))
    alone = Judges(made(Tree("", (each("m"),)), [field("m", List(string(), limits))]))
    among = Judges(
        made(Tree("", (each("m"), text_element("a"))), [field("m", List(string(), limits)), field("a", string())])
    )
    for number in range(5):
        fine = 2 <= number <= 3
        assert alone(f"<r>{'<m/>' * number}</r>") == (fine, fine)
        assert among(f"<r>{'<m/>' * number}<a/></r>") == (number > 0, fine)
    assert {code for code, _ in among.old.lost} >= {"facet.minItems", "facet.maxItems"}
    assert not {code for code, _ in among.new.lost} & {"facet.minItems", "facet.maxItems"}


def test_sequence() -> None:
    tree = Tree("", (text_element("a"), each("m"), text_element("b", optional=True)), order="sequence")
    fields = [field("a", string()), field("m", List(string())), field("b", string(), True)]
    judges = Judges(made(tree, fields))
    assert judges("<r><a/><m/><m/><b/></r>") == (True, True)
    assert judges("<r><m/><a/></r>") == judges("<r><a/><b/><m/></r>") == (False, False)


def test_an_element_with_attributes_alone_may_hold_blanks_but_no_text() -> None:
    judges = Judges(made(Tree("", (attribute("a", Leaf("a", string())),)), [field("a", string())]))
    assert judges('<r a=""> \n </r>') == (True, True)
    assert judges('<r a="">x</r>') == judges('<r a=""><b/></r>') == judges("<r/>") == (False, False)


# ---------------------------------------------------------------- names


ALT = (Alternative("b", "warning", "d"),)


@pytest.mark.parametrize("optional", [False, True])
def test_alternative_names_of_attributes(optional: bool) -> None:
    place = attribute("a", Leaf("a", integer()), optional, alternatives=ALT)
    judges = Judges(made(Tree("", (place,)), [field("a", integer(), optional)]))
    assert judges('<r a="1"/>') == judges('<r b="1"/>') == (True, True)
    assert judges("<r/>") == (optional, optional)
    assert judges('<r a="1" b="1"/>') == judges('<r b="x"/>') == judges('<r c="1"/>') == (False, False)


def test_a_constant_under_two_names() -> None:
    judges = Judges(made(Tree("", (attribute("a", Const("send"), alternatives=ALT),)), []))
    assert judges('<r a="send"/>') == judges('<r b="send"/>') == (True, True)
    assert judges("<r/>") == judges('<r b="x"/>') == judges('<r a=" send"/>') == (False, False)


def test_alternative_names_of_elements_and_of_the_root() -> None:
    tree = Tree("", (text_element("a", alternatives=ALT), text_element("c")))
    judges = Judges(
        made(tree, [field("a", string()), field("c", string())], alternatives=(Alternative("s", None, "d"),))
    )
    assert judges("<r><b/><c/></r>") == judges("<s><c/><a/></s>") == (True, True)
    assert judges("<r><a/><b/><c/></r>") == judges("<s><c/></s>") == judges("<t><c/></t>") == (False, False)


def test_a_refused_alternative_is_no_name() -> None:
    place = attribute("a", Leaf("a", string()), alternatives=(Alternative("b", "error", "d"),))
    judges = Judges(made(Tree("", (place,)), [field("a", string())]))
    assert judges('<r b="1"/>') == (False, False)


def test_namespaces() -> None:
    tree = Tree("", (element("{urn:x}a", Leaf("a", string())), element("b", Leaf("b", string()))))
    one = message("made", [field("a", string()), field("b", string())], [ModelShape("xml", root("{urn:x}r", tree))])
    judges = Judges(one)
    assert judges('<p:r xmlns:p="urn:x"><p:a/><b/></p:r>') == (True, True)
    assert judges('<r xmlns="urn:x"><a/><b xmlns=""/></r>') == (True, True)
    assert judges('<r xmlns="urn:x"><a/><b/></r>') == judges("<r><a/><b/></r>") == (False, False)


def test_an_element_of_a_foreign_namespace_is_let_through_and_told() -> None:
    tree = Tree("", (element("{urn:x}a", Leaf("a", integer(facet("minInclusive", 1)))), text_element("b")))
    judges = Judges(made(tree, [field("a", integer()), field("b", string())]))
    assert judges('<r><a xmlns="urn:x">1</a><b/></r>') == (True, True)
    assert ("facet.minInclusive", "a") in judges.old.lost
    assert ("facet.minInclusive", "a") in judges.new.lost


# ---------------------------------------------------------------- unknown members


def test_unknown_attributes() -> None:
    tree = Tree("", (attribute("a", Leaf("a", integer())),), unknown_attributes=Unknown("warn"))
    judges = Judges(made(tree, [field("a", integer())]))
    assert judges('<r a="1" z="2"/>') == (True, True)
    assert judges('<r a="x" z="2"/>') == judges('<r z="2"/>') == (False, False)


def test_collected_elements_do_not_hide_the_known_ones() -> None:
    extras = field("extras", Map((), "[a-z]+", string()))
    tree = Tree(
        "", (element("a", Leaf("a", integer())), text_element("b", optional=True)), unknown=Unknown("collect", "extras")
    )
    judges = Judges(made(tree, [field("a", integer()), field("b", string(), True), extras]))
    assert judges("<r><z>1</z><a>1</a><y/></r>") == (True, True)
    assert judges("<r><z>1</z></r>") == judges("<r><a>x</a></r>") == judges("<r><a>1</a><a>1</a></r>") == (False, False)


def test_names_that_are_excepted_from_those_collected() -> None:
    fields = [field("a", string(), True), field("els", Map((), "", string())), field("ats", Map((), "", string()))]
    tree = Tree(
        "",
        (text_element("a", optional=True),),
        unknown=Unknown("collect", "els", excepted=("no",)),
        unknown_attributes=Unknown("collect", "ats", excepted=("no", "a")),
    )
    judges = Judges(made(tree, fields))
    assert judges('<r x="1"><a/><x/></r>') == judges('<r no2="1"><noo/></r>') == (True, True)
    for body in ("<r><no/></r>", '<r no="1"/>', '<r a="1"><a/></r>'):
        assert judges(body) == (True, False)
        assert judges.old.misses("shape.unknown", "", body.encode())
    assert not judges.new.misses("shape.unknown", "", b"<r><no/></r>")


def test_ignored_elements_hide_the_known_ones_in_10() -> None:
    tree = Tree("", (element("a", Leaf("a", integer(facet("minInclusive", 5)))),), unknown=Unknown("ignore"))
    judges = Judges(made(tree, [field("a", integer())]))
    assert judges("<r><z><a>x</a></z><a>7</a></r>") == (True, True)
    assert judges("<r><a>1</a></r>") == (True, False)
    assert ("facet.minInclusive", "a") in judges.old.lost


def test_a_tolerated_second_one_may_hold_anything() -> None:
    judges = Judges(
        made(
            Tree("", (element("a", Leaf("a", integer()), duplicate="warning"), text_element("b"))),
            [field("a", integer()), field("b", string())],
        )
    )
    assert judges("<r><a>1</a><b/><a><x/></a></r>") == (True, True)
    assert ("type.integer", "a") in judges.old.lost


def test_the_keys_of_a_map_as_attributes() -> None:
    listed = field("m", Map((("one", T), ("two", T)), "", integer()))
    entries = Member("entries", "", Leaf("m", integer()), True, entry="attribute")
    judges = Judges(made(Tree("", (entries,)), [listed]))
    assert judges('<r one="1"/>') == (True, True)
    assert judges('<r one="x"/>') == judges('<r three="1"/>') == (False, False)


# ---------------------------------------------------------------- presence and rules


def test_an_empty_text_that_means_absent_is_let_through() -> None:
    place = attribute("a", Leaf("a", integer(facet("minInclusive", 1)), empty="absent", absent="-"), True)
    judges = Judges(made(Tree("", (place,)), [field("a", integer(), True)]))
    assert judges('<r a=""/>') == judges('<r a="-"/>') == judges('<r a="1"/>') == judges("<r/>") == (True, True)
    assert judges('<r a="0"/>') == judges('<r a=" "/>') == (False, False)


def test_white_space() -> None:
    kinds = {name: string(facet("maxLength", 3), whitespace=name) for name in ("preserve", "trim", "collapse")}
    tree = Tree("", tuple(attribute(name, Leaf(name, kind), True) for name, kind in kinds.items()))
    judges = Judges(made(tree, [field(name, kind, True) for name, kind in kinds.items()]))
    assert (
        judges('<r preserve=" a "/>')
        == judges('<r trim="  abc "/>')
        == judges('<r collapse="  a  c "/>')
        == (True, True)
    )
    assert (
        judges('<r preserve="  a "/>')
        == judges('<r trim=" a  c "/>')
        == judges('<r collapse="a bc"/>')
        == (False, False)
    )


ITEM = Record("Item", (field("id", string(), True), field("n", integer(), True)))
ITEMS = element(
    "i",
    Tree(".", (attribute("id", Leaf("id", string()), True), attribute("n", Leaf("n", integer()), True))),
    True,
    each="items",
)


def test_unique_keys() -> None:
    rule = Rule("ids", "unique", "error", "items", "id")
    judges = Judges(made(Tree("", (ITEMS,)), [field("items", List(ITEM))], (rule,)))
    assert judges('<r><i id="1"/><i id="2"/><i/><i/></r>') == (True, True)
    assert judges('<r><i id="1"/><i id="1"/></r>') == (False, False)


def test_unique_keys_of_which_some_mean_nothing() -> None:
    sparse = element("i", Tree(".", (attribute("id", Leaf("id", string(), empty="absent"), True),)), True, each="items")
    rule = Rule("ids", "unique", "error", "items", "id")
    judges = Judges(
        made(Tree("", (sparse,)), [field("items", List(Record("I", (field("id", string(), True),))))], (rule,))
    )
    assert judges('<r><i id=""/><i id=""/><i id="1"/></r>') == (True, True)
    assert judges('<r><i id="1"/><i id="1"/></r>') == (True, False)
    assert ("rule.unique", "items.id") in judges.old.lost


@pytest.mark.parametrize(("kind", "none"), [("exactly_one", False), ("at_most_one", True)])
def test_one_of_several(kind: str, none: bool) -> None:
    tree = Tree("", (attribute("a", Leaf("a", string()), True), text_element("b", optional=True)))
    judges = Judges(
        made(
            tree,
            [field("a", string(), True), field("b", string(), True)],
            (Rule("one", kind, "error", fields=("a", "b")),),
        )
    )
    assert judges('<r a="1"/>') == judges("<r><b/></r>") == (True, True)
    assert judges("<r/>") == (none, none)
    assert judges('<r a="1"><b/></r>') == (False, False)


def test_conditions_hold_only_where_they_surely_do() -> None:
    fields = [field("res", integer(), True), field("text", string(), True)]
    tree = Tree(
        "",
        (
            attribute("res", Leaf("res", integer(), empty="absent"), True),
            attribute("text", Leaf("text", string()), True),
        ),
    )
    failed = Cond("not", items=(Cond("in", "res", (0, 1)),))
    judges = Judges(made(tree, fields, (Rule("told", "required_if", "error", "text", when=failed),)))
    for res, text_there, fine in (
        ("0", False, True),
        ("-3", False, False),
        ("-3", True, True),
        ("", False, True),
        (None, False, True),
    ):
        body = "<r" + ("" if res is None else f' res="{res}"') + (' text="x"' if text_there else "") + "/>"
        assert judges(body) == (True, fine), body
    assert ("rule.required_if", "text") in judges.old.lost
    assert not judges.new.lost.keys() & {("rule.required_if", "text")}


def test_a_rule_that_only_warns_is_no_constraint() -> None:
    rule = Rule("ids", "unique", "warning", "items", "id")
    judges = Judges(made(Tree("", (ITEMS,)), [field("items", List(ITEM))], (rule,)))
    assert judges('<r><i id="1"/><i id="1"/></r>') == (True, True)
    assert not any(code.startswith("rule.") for code, _ in judges.old.lost)


# ---------------------------------------------------------------- roots that are texts


def test_a_root_that_is_a_text_or_fixed() -> None:
    number = Judges(made(Leaf("n", integer()), [field("n", integer())]))
    assert number("<r>5</r>") == (True, True)
    assert number("<r> 5</r>") == number('<r a="1">5</r>') == (False, False)
    fixed = Judges(made(Const("OK"), []))
    assert fixed("<r>OK</r>") == (True, True)
    assert fixed("<r/>") == fixed("<r>ok</r>") == (False, False)


def test_text_among_elements_is_let_through_and_told() -> None:
    tree = Tree("", (text(Leaf("t", integer(facet("minInclusive", 1)))), text_element("a", optional=True)))
    judges = Judges(made(tree, [field("t", integer()), field("a", string(), True)]))
    assert judges("<r>5<a/></r>") == (True, True)
    assert ("facet.minInclusive", "t") in judges.old.lost


# ---------------------------------------------------------------- the text of a schema


@pytest.mark.parametrize("naughty", NAUGHTY)
def test_words_cannot_break_out(naughty: str) -> None:
    """The same elements and attributes whatever the texts; every literal where it was put."""
    given = sample(naughty, literal="literal").messages[0]
    plain = sample("words", literal="literal").messages[0]
    for mine, other in zip(schemas(given)[:2], schemas(plain)[:2], strict=True):
        assert mine.startswith(f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {HEADER} -->\n')
        assert mine.endswith("</xs:schema>\n")
        one, two = (etree.fromstring(schema.encode()) for schema in (mine, other))
        assert [node.tag for node in one.iter()] == [node.tag for node in two.iter()]
        assert [dict(node.attrib) for node in one.iter()] == [dict(node.attrib) for node in two.iter()]


@pytest.mark.parametrize("naughty", [text for text in NAUGHTY if text and text.isprintable()])
def test_literals_cannot_break_out(naughty: str) -> None:
    tree = Tree(
        "", (attribute("a", Const(naughty)), attribute("b", Leaf("b", string(facet("enumeration", (naughty,))))))
    )
    one = schemas(made(tree, [field("b", string(facet("enumeration", (naughty,))))]))[0]
    schema = etree.fromstring(one.encode())
    values = {
        node.get("fixed") or node.get("value") for node in schema.iter() if node.get("fixed") or node.get("value")
    }
    assert naughty in values
    body = etree.Element("r", a=naughty, b=naughty)
    assert etree.XMLSchema(schema).validate(body)


def test_documentation_is_in_both_languages() -> None:
    schema = etree.fromstring(schemas(PROVIDER.messages[0])[0].encode())
    languages = {node.get("{http://www.w3.org/XML/1998/namespace}lang") for node in schema.iter("{*}documentation")}
    assert languages == {"en", "ru"}


def test_every_name_that_a_spec_may_have_can_be_declared() -> None:
    """libxml2 goes by the letters of XML 1.0's second edition, and parsers by those of the fifth."""
    chars = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]
    names = [name for char in chars for name in (char, f"a{char}") if _NCNAME.fullmatch(name)]
    assert len(names) > 60_000
    declared = "".join(f'<xs:element name="{name}"/>' for name in dict.fromkeys(names))
    text = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{declared}</xs:schema>'
    assert etree.XMLSchema(etree.fromstring(text.encode())) is not None
