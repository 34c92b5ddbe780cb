"""The signature rule alone: what it compares, when it is silent, and what each of its findings says and points at."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest

from wirebook.diagnostic import Skipped
from wirebook.explain.conditions import World
from wirebook.explain.outcome import Raw
from wirebook.explain.place import Place
from wirebook.explain.scope import Scope
from wirebook.explain.signatures import encoded, parameters, signature
from wirebook.model import Const, Leaf, Lines, Member, Provider, Rule, Scalar, Shape, SignatureCarrier, Tree, Unknown
from wirebook.model.provider import Setting
from wirebook.part import Context
from wirebook.signed import known_by, left_out, local, settings_of
from wirebook.wire.tree import Node

T: Any = None
PROVIDER = Provider(
    "p",
    "",
    (),
    T,
    None,
    (),
    (),
    (Setting("salt", None, (), "pepper", T, ""), Setting("pin", None, (), None, T, "")),
    (),
    (),
    (),
    (),
    (),
)
STRING = Scalar("", "string", ())
MD5 = SignatureCarrier("sign", "md5", ())
JOINED = Rule(
    "joined", "signature", "error", join=("a", "b", "setting.secret"), delimiter="|", carriers=(MD5,), source="doc#s",
    deviation="odd",
)  # fmt: skip


def md5(text: str, charset: str = "utf-8") -> str:
    return hashlib.md5(text.encode(charset)).hexdigest()


def world(texts: dict[str, str], ctx: Context | None = None, *, slot: str = "param", body: bytes = b"",
          charset: str = "utf-8", shape: Shape | None = None) -> World:  # fmt: skip
    """Fields that stand one after another under a root, nine bytes each, their values in the last four."""
    root = Node("root", "", "object", start=0, end=100)
    above = Place(None, "root", "", root)
    scope = Scope(None, "", above)
    for index, (name, text) in enumerate(texts.items()):
        at = 10 * index
        node = Node(
            slot, name, "string", text, start=at, end=at + 9, name_start=at, name_end=at + 3, value_start=at + 5,
            value_end=at + 9,
        )  # fmt: skip
        root.children.append(node)
        scope.at[name] = Place(above, slot, name, node)
        scope.values[name] = text
    return World(scope, PROVIDER, ctx or Context(secret="s"), charset, body, shape)


def told(rule: Rule, around: World) -> list[tuple[Any, ...]]:
    """Code, path and span of each finding; name and reason of each check that was left open."""
    said = list(signature(rule, around))
    return [
        (one.check, one.reason, one.path) if isinstance(one, Skipped) else (one.code, one.path, one.span)
        for one in said
    ]


GOOD = {"a": "1", "b": "2", "sign": md5("1|2|s")}
MISMATCH = ("signature.mismatch", "sign", (25, 29))


# ---------------------------------------------------------------- joined texts


def test_a_signature_that_fits_says_nothing() -> None:
    assert told(JOINED, world(GOOD)) == []


def test_a_mismatch_stands_at_the_carriers_value() -> None:
    (raw,) = signature(JOINED, world({**GOOD, "sign": "0"}))
    assert isinstance(raw, Raw)
    assert (raw.code, raw.severity, raw.path, raw.span) == ("signature.mismatch", "error", "sign", (25, 29))
    assert raw.args == {"name": "sign", "algorithm": "md5"}
    assert (raw.source, raw.deviation) == ("doc#s", "odd")


@pytest.mark.parametrize("lost", [0, 1])
def test_every_carrier_is_compared(lost: int) -> None:
    both = replace(JOINED, carriers=(MD5, SignatureCarrier("mac", "sha1", ())))
    sha1 = hashlib.sha1(b"1|2|s").hexdigest()
    signs = [("sign", GOOD["sign"]), ("mac", sha1)]
    signs[lost] = (signs[lost][0], "0")
    found = told(both, world({"a": "1", "b": "2", **dict(signs)}))
    at = 25 + 10 * lost
    assert found == [("signature.mismatch", signs[lost][0], (at, at + 4))]


def test_an_absent_text_is_signed_as_none() -> None:
    assert told(JOINED, world({"a": "1", "sign": md5("1||s")})) == []


@pytest.mark.parametrize("what", ["broken", "missing"])
def test_what_is_refused_already_is_not_compared(what: str) -> None:
    around = world({**GOOD, "sign": "0"})
    getattr(around.scope, what).add("b")
    assert told(JOINED, around) == []


def test_a_broken_carrier_is_not_compared() -> None:
    around = world({**GOOD, "sign": "0"})
    around.scope.broken.add("sign")
    assert told(JOINED, around) == []


@pytest.mark.parametrize("first", [False, True])
def test_a_broken_carrier_hides_no_other(first: bool) -> None:
    both = replace(JOINED, carriers=(MD5, SignatureCarrier("mac", "sha1", ())))
    around = world({**GOOD, "sign": "0", "mac": "0"})
    around.scope.broken.add("sign" if first else "mac")
    assert [path for _, path, _ in told(both, around)] == ["mac" if first else "sign"]


def test_nobody_carries_it() -> None:
    around = world({"a": "1", "b": "2"})
    assert told(JOINED, around) == [("signature.missing", "sign", (0, 0))]
    around.scope.missing.add("sign")  # then that is said already
    assert told(JOINED, around) == []


def test_of_several_carriers_the_first_is_missed() -> None:
    both = replace(JOINED, carriers=(MD5, SignatureCarrier("mac", "sha1", ())))
    assert told(both, world({"a": "1", "b": "2"})) == [("signature.missing", "sign", (0, 0))]


def test_without_the_secret_nobody_expects_it() -> None:
    assert told(JOINED, world({"a": "1", "b": "2"}, Context())) == []
    assert told(JOINED, world(GOOD, Context())) == [("joined", "no-secret", "")]


def test_other_settings() -> None:
    salted = replace(JOINED, join=("a", "setting.salt"))
    assert told(salted, world({"a": "1", "sign": md5("1|pepper")}, Context())) == []
    assert told(salted, world({"a": "1", "sign": md5("1|x")}, Context(settings={"salt": "x"}))) == []
    pinned = replace(JOINED, join=("a", "setting.pin"))
    assert told(pinned, world({"a": "1", "sign": "0"}, Context())) == [("joined", "no-setting", "")]
    assert told(pinned, world({"a": "1"}, Context())) == []


def test_a_setting_beside_the_secret_may_lack() -> None:
    """Known by the secret, the signature is expected; but without the other setting nothing can be compared."""
    for rule in (
        replace(JOINED, join=("a", "setting.pin", "setting.secret")),
        replace(JOINED, join=("a",), before=("setting.pin",), after=("setting.secret",)),
        replace(JOINED, join=("a", "setting.secret"), hmac_key="setting.pin", carriers=(
            SignatureCarrier("sign", "hmac-md5", ()),)),
    ):  # fmt: skip
        assert told(rule, world({"a": "1", "sign": "0"})) == [("joined", "no-setting", "")]
        assert told(rule, world({"a": "1"})) == [("signature.missing", "sign", (0, 0))]


def test_settings_on_either_end() -> None:
    rule = replace(JOINED, join=("a",), before=("setting.salt",), after=("setting.secret",))
    assert told(rule, world({"a": "1", "sign": md5("pepper|1|s")})) == []


def test_a_field_that_may_be_elsewhere_leaves_the_check_open() -> None:
    for name, reason in (("a", "no-query"), ("sign", "no-headers")):
        around = world(GOOD)
        around.scope.open[name] = reason
        assert told(JOINED, around) == [("joined", reason, "")]
    around = world(GOOD)
    around.scope.open = {"a": "no-query", "sign": "no-headers"}
    assert told(JOINED, around) == [("joined", "no-headers", "")]  # the carrier's comes first


def test_a_carrier_that_is_a_setting() -> None:
    rule = replace(JOINED, carriers=(SignatureCarrier("setting.pin", "md5", ()),))
    texts = {"a": "1", "b": "2"}
    assert told(rule, world(texts, Context(secret="s", settings={"pin": GOOD["sign"]}))) == []
    wrong = told(rule, world(texts, Context(secret="s", settings={"pin": "0"})))
    assert wrong == [("signature.mismatch", "setting.pin", (0, 0))]
    assert told(rule, world(texts)) == [("joined", "no-setting", "")]
    assert told(rule, world(texts, Context())) == []


def test_an_empty_carrier_does_not_fit() -> None:
    assert told(JOINED, world({**GOOD, "sign": ""})) == [MISMATCH]


@pytest.mark.parametrize(("delimiter", "count"), [("|", 1), ("", 0), (";", 0)])
def test_a_delimiter_in_a_text_reads_in_two_ways(delimiter: str, count: int) -> None:
    rule = replace(JOINED, delimiter=delimiter)
    texts = {"a": "1|", "b": "2", "sign": md5(delimiter.join(["1|", "2", "s"]))}
    said = list(signature(rule, world(texts)))
    assert len(said) == count
    for raw in said:
        assert isinstance(raw, Raw)
        assert (raw.code, raw.severity, raw.path, raw.span) == ("signature.ambiguous", "warning", "a", (5, 9))
        assert raw.args == {"name": "a", "delimiter": "|"}


def test_the_charset_of_the_body() -> None:
    texts = {"a": "ж", "b": "2", "sign": md5("ж|2|s", "cp1251")}
    assert told(JOINED, world(texts, charset="cp1251")) == []
    assert told(JOINED, world(texts)) == [MISMATCH]
    assert told(JOINED, world(texts, charset="latin-1")) == [MISMATCH]  # which cannot write it


# ---------------------------------------------------------------- the bytes that are signed


@pytest.mark.parametrize(
    ("over", "charset", "data"),
    [
        ("", "utf-8", b"k+x+y+z"),
        ("", "utf-8-sig", b"k+x+y+z"),  # the mark stands once, at the beginning of the body
        ("body", "utf-8", b"k+BODY+z"),
        ("body", "utf-8-sig", b"k+BODY+z"),
        ("parameters", "cp1251", b"k+x+y+z"),
        ("", "no-such-charset", None),
        ("body", "no-such-charset", None),
    ],
)
def test_the_bytes_that_are_signed(over: str, charset: str, data: bytes | None) -> None:
    rule = replace(JOINED, over=over, delimiter="+", before=("setting.a",), after=("setting.b",))
    assert encoded(rule, {"setting.a": "k", "setting.b": "z"}, ["x", "y"], b"BODY", charset) == data


def test_what_a_charset_cannot_write() -> None:
    assert encoded(JOINED, {}, ["ж"], b"", "latin-1") is None
    whole = replace(JOINED, over="body", after=("setting.a",))
    assert encoded(whole, {"setting.a": "ж"}, [], b"BODY", "latin-1") is None


def test_a_body_that_is_being_written_has_no_signature_yet() -> None:
    rule = replace(JOINED, over="body", join=(), after=("setting.secret",))
    assert told(rule, world({"sign": "0"})) == []
    assert told(rule, world({"sign": "0"}, body=b"B")) == [("signature.mismatch", "sign", (5, 9))]
    assert told(rule, world({"sign": md5("B|s")}, body=b"B")) == []


# ---------------------------------------------------------------- over parameters

ALL = Rule(
    "all", "signature", "error", over="parameters", excepted=("nonce",), pair="{name}={value}", delimiter="&",
    after=("setting.secret",), carriers=(MD5,), source="doc#s", deviation="odd",
)  # fmt: skip


def shape(*members: Member, unknown: Unknown | None = None, attributes: Unknown | None = None) -> Shape:
    tree = Tree("", members, unknown=unknown or Unknown(), unknown_attributes=attributes or Unknown())
    return Shape("form", Member("root", "", tree, False))


def named(*names: str) -> tuple[Member, ...]:
    return tuple(Member("param", name, Leaf(name, STRING), True) for name in names)


FORM = shape(*named("a", "b", "nonce", "sign"), unknown=Unknown("collect", "more"))


def test_all_parameters_but_the_carriers_and_the_excepted() -> None:
    texts = {"b": "2", "a": "1", "nonce": "n", "sign": md5("a=1&b=2&s")}
    assert told(ALL, world(texts, shape=FORM)) == []
    in_order = replace(ALL, sort="none")
    assert told(in_order, world({**texts, "sign": md5("b=2&a=1&s")}, shape=FORM)) == []


def test_joined_fields_are_not_all_parameters() -> None:
    assert told(JOINED, world({**GOOD, "more": "3|4"}, shape=FORM)) == []


@pytest.mark.parametrize(
    ("slot", "policy", "path"), [("param", "collect", "more.c"), ("param", "ignore", ""), ("attribute", "collect", "")]
)
def test_an_unknown_parameter_that_reads_in_two_ways(slot: str, policy: str, path: str) -> None:
    made = shape(*named("sign"), unknown=Unknown(policy, "more"))
    around = world({"c": "1&2", "sign": md5("c=1&2&s")}, shape=made, slot=slot)
    del around.scope.at["c"]
    (raw,) = signature(ALL, around)
    assert isinstance(raw, Raw)
    assert (raw.code, raw.severity, raw.path, raw.span) == ("signature.ambiguous", "warning", path, (5, 9))
    assert raw.args == {"name": "c", "delimiter": "&"}
    assert raw.place is not None
    assert (raw.place.slot, raw.place.name, raw.place.known) == (slot, "c", False)
    assert (raw.source, raw.deviation) == ("doc#s", "odd")


def test_an_unknown_attribute_that_is_collected() -> None:
    made = shape(*named("sign"), attributes=Unknown("collect", "others"))
    around = world({"c": "1&2", "sign": md5("c=1&2&s")}, shape=made, slot="attribute")
    del around.scope.at["c"]
    assert told(ALL, around) == [("signature.ambiguous", "others.c", (5, 9))]


def test_a_known_parameter_that_reads_in_two_ways() -> None:
    around = world({"a": "1&2", "b": "3", "sign": md5("a=1&2&b=3&s")}, shape=FORM)
    around.scope.path = "deep"
    (raw,) = signature(ALL, around)
    assert isinstance(raw, Raw)
    assert (raw.path, raw.span, raw.args) == ("deep.a", (5, 9), {"name": "a", "delimiter": "&"})
    assert raw.place is around.scope.at["a"]


def test_a_fields_text_is_not_the_parameter() -> None:
    """An element's text binds a field too; what is signed is the element under the root."""
    around = world({"a": "1&2", "sign": md5("a=1&2&s")}, shape=FORM)
    there = around.scope.at.pop("a")
    around.scope.at["said"] = Place(there, "text", "", there.node)
    around.scope.at["a"] = there
    (raw,) = signature(ALL, around)
    assert isinstance(raw, Raw)
    assert raw.args["name"] == "a"


def test_without_a_delimiter_the_mark_is_what_the_pair_has() -> None:
    rule = replace(ALL, delimiter="", pair="{name}:{value};")
    around = world({"a": "1:2", "sign": md5("a:1:2;s")}, shape=FORM)
    (raw,) = signature(rule, around)
    assert isinstance(raw, Raw)
    assert raw.args == {"name": "a", "delimiter": ":"}


def test_lines_collect_nothing() -> None:
    made = Shape("text", Lines("", ()))
    around = world({"c": "1&2", "sign": "0"}, shape=made)
    del around.scope.at["c"]
    rule = replace(ALL, excepted=("sign",))
    found = told(rule, around)
    assert found[0] == ("signature.ambiguous", "", (5, 9))


def test_what_has_a_text() -> None:
    def node(slot: str, name: str, kind: str, *children: Node) -> Node:
        return Node(slot, name, kind, f"<{name}>", list(children))

    root = Node(
        "root", "r", "object", "",
        [
            node("attribute", "{urn:x}id", "string"),
            node("element", "{urn:x}plain", "element", node("attribute", "k", "string")),
            node("element", "nested", "element", node("attribute", "k", "string"), node("element", "e", "element")),
            node("member", "text", "string"), node("member", "number", "number"), node("member", "flag", "boolean"),
            node("member", "nothing", "null"), node("member", "list", "array"), node("member", "inner", "object"),
            node("param", "{p}", "string"),
        ],
    )  # fmt: skip
    assert [(name, text) for name, text, _ in parameters(root)] == [
        ("id", "<{urn:x}id>"), ("plain", "<{urn:x}plain>"), ("text", "<text>"), ("number", "<number>"),
        ("flag", "<flag>"), ("{p}", "<{p}>"),
    ]  # fmt: skip
    assert all(one is child for (_, _, one), child in zip(parameters(root)[:2], root.children, strict=False))


# ---------------------------------------------------------------- what the model says of a rule


def test_wire_names_that_are_left_out() -> None:
    from wirebook.model import Alternative

    made = shape(
        Member("param", "{urn:x}Sig", Leaf("sign", STRING), True, alternatives=(Alternative("{urn:x}S2", None, None),)),
        Member("param", "n", Leaf("nonce", STRING), True),
        Member("param", "cmd", Const("nonce"), False),
    )
    assert left_out(ALL, made) == ("Sig", "S2", "n")
    assert left_out(replace(ALL, excepted=("cmd", "sign", "wire-name")), made) == ("Sig", "S2", "cmd", "wire-name")
    scalar = Shape("json", Member("root", "", Leaf("sign", STRING), False))
    assert left_out(ALL, scalar) == ("nonce",)
    lines = Shape("text", Lines("", ()))
    assert left_out(ALL, lines) == ("nonce",)


@pytest.mark.parametrize(("name", "plain"), [("a", "a"), ("{urn:x}a", "a"), ("{urn:{}}a", "a"), ("", "")])
def test_local_names(name: str, plain: str) -> None:
    assert local(name) == plain


def test_settings_of_a_rule() -> None:
    rule = replace(
        JOINED, join=("a", "setting.x", "setting.secret"), before=("setting.y", "setting.x"), after=("setting.z",),
        hmac_key="setting.key",
    )  # fmt: skip
    assert settings_of(rule) == ("x", "secret", "y", "z", "key")
    assert known_by(rule) == ("secret",)
    assert known_by(replace(rule, join=("a",))) == ("y", "x", "z", "key")
