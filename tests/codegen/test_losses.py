"""The ledger: each loss finds a witness, none is named without one, and the page shows it safely."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from handmade import PROVIDER, element, facet, field, message, root, string
from wirebook.model import Example, Expected, Leaf, List, Message, Provider, Record, Text, Tree
from wirebook.model import Shape as ModelShape
from wirebook_codegen import xsd
from wirebook_codegen.docs_text import visible
from wirebook_codegen.emitted import HEADER, EmitError, Loss
from wirebook_codegen.losses import Ledger, gather, render

NAUGHTY: list[str] = json.loads(Path(__file__).with_name("naughty.json").read_text("utf-8"))


def broken(
    name: str, *found: tuple[str, str], encoding: str = "xml", verdict: str = "fail", body: bytes = b"<r/>"
) -> Example:
    expected = tuple(Expected(code, path) for code, path in found)
    return Example(name, encoding, "utf-8", body, verdict, expected, None, (), Text(f"{name} title", "т"), "")


def message_with(*counterexamples: Example) -> Message:
    """A list of at most two items in any order among another element: XSD 1.0 cannot count it."""
    items = List(Record("I", (field("id", string(facet("maxLength", 3))),)), (facet("maxItems", 2),))
    item = Tree(".", (element("id", Leaf("id", string(facet("maxLength", 3)))),))
    tree = Tree("", (element("i", item, True, each="items"), element("a", Leaf("a", string()))))
    made = message("made", [field("items", items), field("a", string())], [ModelShape("xml", root("r", tree))])
    return replace(made, counterexamples=counterexamples)


def provider_with(*counterexamples: Example) -> Provider:
    return replace(PROVIDER, messages=(message_with(*counterexamples),))


TOO_MANY = broken("too_many", ("facet.maxItems", "items"))


def test_a_loss_has_its_witness() -> None:
    losses = xsd.emit(provider_with(broken("long_id", ("facet.maxLength", "items[0].id")), TOO_MANY)).losses
    assert [(loss.target, loss.constraint, loss.witness) for loss in losses] == [
        ("xsd", "facet.maxItems items", "too_many")
    ]


def test_a_stated_loss_without_a_witness_is_an_error() -> None:
    with pytest.raises(EmitError, match=r"handmade: no counter-example of made gives facet\.maxItems at items\."):
        xsd.emit(provider_with())


@pytest.mark.parametrize(
    "example",
    [
        broken("other_place", ("facet.maxItems", "others")),
        broken("other_encoding", ("facet.maxItems", "items"), encoding="json"),
        broken("tolerated", ("facet.maxItems", "items"), verdict="pass"),
        broken("breaks_more", ("facet.maxItems", "items"), ("facet.maxLength", "items[2].id")),
    ],
    ids=lambda example: example.id,
)
def test_what_is_no_witness(example: Example) -> None:
    with pytest.raises(EmitError):
        xsd.emit(provider_with(example))
    assert xsd.emit(provider_with(example, TOO_MANY)).losses[0].witness == "too_many"


def test_a_finding_without_a_place_is_at_any_but_for_shapes() -> None:
    ledger = Ledger("t", message_with(broken("anywhere", ("rule.unique", ""), ("shape.missing", ""))), ("xml",))
    ledger.lose("rule.unique", "items.id", "why")
    ledger.lose("shape.missing", "items.id", "why")
    assert [loss.constraint for loss in gather(PROVIDER, [ledger])] == ["rule.unique items.id"]


def test_places_of_maps_and_of_several_fields() -> None:
    ledger = Ledger(
        "t", message_with(broken("one", ("type.integer", "m.key"), ("signature.mismatch", "crc32"))), ("xml",)
    )
    ledger.lose("type.integer", "m.*", "why")
    ledger.lose("signature.mismatch", "md5", "why", ["crc32"])
    assert [loss.constraint for loss in gather(PROVIDER, [ledger])] == [
        "type.integer m.*",
        "signature.mismatch md5, crc32",
    ]


def test_what_is_partly_said_needs_a_body_that_shows_the_rest() -> None:
    ledger = Ledger("t", message_with(broken("one", ("type.integer", "a"), body=b"5.0")), ("xml",))
    ledger.lose("type.integer", "a", "why", shown_by=lambda body: b"e" in body)
    assert gather(PROVIDER, [ledger]) == ()
    ledger.lose("type.integer", "a", "all of it")
    assert [loss.reason for loss in gather(PROVIDER, [ledger])] == ["all of it"]


# ---------------------------------------------------------------- the page


def page(*losses: Loss, **more: object) -> str:
    example = replace(TOO_MANY, **more)
    return render(provider_with(example), losses)


LOSS = Loss("xsd", "made", "facet.maxItems items", "a | reason", "too_many")


def test_the_page_shows_every_entry_with_its_body() -> None:
    text = page(LOSS, replace(LOSS, target="xsd11"), body=b"<r>\n  <i/>\n</r>\n")
    assert HEADER in text.splitlines()[0]
    assert text.endswith("\n")
    assert "| `facet.maxItems items` | xsd, xsd11 | a &#124; reason | `too_many` |" in text
    assert "```xml\n<r>\n  <i/>\n</r>\n```" in text
    assert text == page(LOSS, replace(LOSS, target="xsd11"), body=b"<r>\n  <i/>\n</r>\n")


def test_a_page_without_losses_says_so() -> None:
    assert "Nothing is lost" in page()


def test_long_and_undecodable_bodies_are_shown_as_far_as_they_can_be() -> None:
    text = page(LOSS, body=b"\xff" + b"x" * 5000)
    assert "ÿxxx" in text
    assert "… 3801 of 5001 bytes are left out here …" in text
    assert len(text) < 4000


@pytest.mark.parametrize("naughty", NAUGHTY)
def test_bodies_and_titles_cannot_break_out(naughty: str) -> None:
    loss = replace(LOSS, reason=naughty)
    text = page(loss, body=naughty.encode("utf-8", "surrogatepass"), title=Text(naughty, naughty))
    plain = page(LOSS, body=b"x", title=Text("x", "x"))
    tokens, other = (MarkdownIt("commonmark").enable("table").parse(given) for given in (text, plain))
    assert [token.type for token in tokens] == [token.type for token in other]
    (block,) = [token for token in tokens if token.type == "fence"]
    assert block.content.strip() == visible(naughty, keep="\n\t").strip()
