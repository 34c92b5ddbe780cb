"""Witnesses that are made: deterministic, refused for the loss alone, and only where the spec shows nothing itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

import shipped
from handmade import PROVIDER, element, facet, field, message, root, string
from wirebook.explain import explain_bytes
from wirebook.model import Example, Leaf, List, Map, Message, Record, Shape, Text, Tree, Unknown
from wirebook.part import Context, Part
from wirebook_codegen import jsonschema, xsd
from wirebook_codegen.emitted import Loss
from wirebook_codegen.losses import Ledger, gather, render
from wirebook_codegen.witnesses import Bench
from wirebook_codegen.xsd.within import dressed

SMSC = shipped.provider("smsc")


def example(body: bytes, encoding: str = "xml") -> Example:
    return Example("plain", encoding, "utf-8", body, "pass", (), None, (), Text("Plain", "Простой"), "")


def made_message(body: bytes) -> Message:
    """At most two items in any order among another element, and a map of whatever else stands there."""
    items = List(Record("I", (field("id", string(facet("maxLength", 3))),)), (facet("maxItems", 2),))
    item = Tree(".", (element("id", Leaf("id", string(facet("maxLength", 3)))),))
    tree = Tree("", (element("i", item, True, each="items"), element("a", Leaf("a", string()))))
    made = message("made", [field("items", items), field("a", string())], [Shape("xml", root("r", tree))])
    return replace(made, examples=(example(body),))


BODY = b"<r><i><id>1</id></i><a>x</a></r>"


def lost(body: bytes, code: str, path: str, **more: object) -> Loss | None:
    made = made_message(body)
    ledger = Ledger("t", made, ("xml",))
    ledger.lose(code, path, "why", **more)
    found = gather(replace(PROVIDER, messages=(made,)), [ledger])
    return found[0] if found else None


@pytest.mark.parametrize(
    ("code", "path", "text"),
    [
        ("shape.missing", "a", b"<r><i><id>1</id></i></r>"),
        ("shape.duplicate", "a", b"<r><i><id>1</id></i><a>x</a><a>x</a></r>"),
        ("shape.unknown", "", b'<r><i><id>1</id></i><a>x</a><unlisted unlisted="0">0</unlisted></r>'),
        ("shape.text", "items", b"<r><i>stray<id>1</id></i><a>x</a></r>"),
        ("facet.maxLength", "items.id", b"<r><i><id>aaaa</id></i><a>x</a></r>"),
        ("facet.maxItems", "items", b"<r><i><id>1</id></i><i><id>1</id></i><i><id>1</id></i><a>x</a></r>"),
    ],
)
def test_an_example_is_changed_until_it_shows_the_loss(code: str, path: str, text: bytes) -> None:
    loss = lost(BODY, code, path)
    assert loss is not None
    assert loss.made is not None
    assert loss.made.base == "plain"
    assert loss.made.body.body.partition(b"?>\n")[2] == text
    assert [(found.code, found.path) for found in loss.made.body.findings] == [(code, path)]
    assert loss == lost(BODY, code, path)


def test_what_cannot_be_broken_has_no_witness() -> None:
    assert lost(BODY, "shape.nil", "a") is None
    assert lost(BODY, "shape.missing", "nowhere") is None


def test_a_body_that_the_schema_refuses_for_something_else_is_no_witness() -> None:
    made = made_message(BODY)
    ledger = Ledger("t", made, ("xml",))
    ledger.lose("shape.missing", "items.id", "why", shown_by=lambda body: b"<i" not in body)
    assert gather(replace(PROVIDER, messages=(made,)), [ledger]) == ()


def test_the_page_names_the_example_and_the_change() -> None:
    loss = lost(BODY, "shape.missing", "a")
    assert loss is not None
    page = render(replace(PROVIDER, messages=(made_message(BODY),)), (loss,))
    assert "| `shape.missing a` | t | why | `plain without a` |" in page
    assert "### plain without a: The example plain without a" in page
    assert "<r><i><id>1</id></i></r>" in page


def test_what_lies_in_the_bytes_is_shown_once() -> None:
    provider = shipped.provider("smspager")
    entries = [(loss.target, loss.constraint) for loss in xsd.emit(provider).losses]
    assert entries.count(("xsd", "xml.doctype")) == 1
    assert entries.count(("xsd11", "charset.not-allowed")) == 1


def test_every_witness_of_a_shipped_spec_is_refused_for_its_entry() -> None:
    seen = 0
    for emitter in (xsd, jsonschema):
        for loss in emitter.emit(SMSC).losses:
            if loss.made is None:
                continue
            body, wanted = loss.made.body, loss.constraint.partition(" ")[0]
            message = SMSC.message(loss.message)
            assert message is not None
            ctx = Context(secret=body.secret, settings=dict(body.settings))
            told = explain_bytes(SMSC, message, body.encoding, Part(body.body), ctx)
            assert wanted in {found.code for found in told.findings if found.severity == "error"}, loss
            seen += 1
    assert seen > 50


def test_what_a_wildcard_takes_is_not_looked_into() -> None:
    """XSD 1.0 sees neither attributes nor elements in elements that no declaration names."""
    known = Tree("", (element("a", Leaf("a", string())),), unknown=Unknown("collect", "more"))
    fields = [field("a", string()), field("more", Map((), "[a-z]+", string()))]
    made = message("made", fields, [Shape("xml", root("r", known))])
    made = replace(made, examples=(example(b"<r><a>x</a><b>y</b></r>"),))
    losses = {loss.target: loss for loss in xsd.emit(replace(PROVIDER, messages=(made,))).losses
              if loss.constraint == "shape.unknown"}  # fmt: skip
    assert set(losses) == {"xsd"}
    witness = losses["xsd"].made
    assert witness is not None
    assert dressed(witness.body.body, ("a",))


def test_the_markup_alone_says_what_is_inside() -> None:
    assert dressed(b"<r><a b='1'/></r>")
    assert dressed('<?xml version="1.0" encoding="windows-1251"?><r><a>ы<b/></a></r>'.encode("cp1251"))
    assert not dressed(b"<r><a b='1'/></r>", ("a",))
    assert not dressed(b"<r b='1'><a/></r>")
    assert not dressed(b"<r")
    assert not dressed(b'<!DOCTYPE r [<!ENTITY e "x">]><r><a b="1">&e;</a></r>')


def test_an_example_is_read_once() -> None:
    message = SMSC.message("status_response")
    assert message is not None
    bench = Bench(SMSC, message)
    one = next(found for found in message.examples if found.encoding == "json")
    assert bench._tree(one) is bench._tree(one)
