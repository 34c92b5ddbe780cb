"""More of a model shown, or less: which marks change, and that nothing else does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from wirebook.model import Field, Joined, Leaf, List, Member, Message, Provider, Record, Scalar, Shape, Text, Tree
from wirebook.shown import names, variant

T = Text("t", "т")


def string(sensitive: str | None) -> Scalar:
    return Scalar("", "string", sensitive=sensitive)


def field(name: str, kind: Any) -> Field:
    return Field(name, kind, False, None, T, "")


KINDS = {
    None: string(None),
    "text": string("text"),
    "phone": string("phone"),
    "login": string("login"),
    "secret": string("secret"),
}


def provider(kind: Scalar) -> Provider:
    """One scalar everywhere: alone, in a list, in a record, in a union, and on the wire."""
    union = Scalar("", "union", members=(kind, string(None)))
    record = Record(
        "m",
        (
            field("a", kind), field("b", kind), field("list", List(kind)), field("either", union),
            field("inner", Record("R", (field("a", kind),))),
        ),
        (),
    )  # fmt: skip
    tree = Tree("", (
        Member("element", "wire-a", Leaf("a", kind), False),
        Member("element", "b", Joined("b", Leaf(".", kind), (",",)), False),
    ))  # fmt: skip
    shape = Shape("xml", Member("root", "r", tree, False))
    message = Message("m", T, None, "request", record, (shape,), (), (), "")
    return Provider("p", "", (), T, None, (), (), (), (), (), (message,), (), (), ())


def marks(made: Provider) -> dict[str, str | None]:
    (message,) = made.messages
    a, b, items, either, inner = message.record.fields
    wire_a, wire_b = message.shapes[0].root.node.members  # type: ignore[union-attr]
    return {
        "a": a.type.sensitive, "b": b.type.sensitive, "list": items.type.item.sensitive,
        "inner.a": inner.type.fields[0].type.sensitive, "either": either.type.members[0].sensitive,
        "other": either.type.members[1].sensitive, "wire a": wire_a.node.type.sensitive,
        "wire b": wire_b.node.item.type.sensitive,
    }  # type: ignore[union-attr]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_asked_for_is_the_same_model(kind: str | None) -> None:
    made = provider(KINDS[kind])
    assert variant(made) is made
    assert variant(made, mask=frozenset(["other-name"])) is made


@pytest.mark.parametrize("kind", KINDS)
def test_all_but_secrets_is_shown(kind: str | None) -> None:
    made = provider(KINDS[kind])
    shown = variant(made, reveal=True)
    assert set(marks(shown).values()) - {None} == ({"secret"} if kind == "secret" else set())
    assert marks(made)["a"] == kind
    if kind in (None, "secret"):
        assert shown is made


@pytest.mark.parametrize("reveal", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_named_fields_are_masked_wherever_they_stand(kind: str | None, reveal: bool) -> None:
    found = marks(variant(provider(KINDS[kind]), reveal=reveal, mask=frozenset(["a"])))
    hidden = kind or "text"
    other = kind if kind == "secret" or not reveal else None
    assert found == {
        "a": hidden, "inner.a": hidden, "wire a": hidden, "b": other, "list": other, "either": other, "other": None,
        "wire b": other,
    }  # fmt: skip


def test_what_is_within_a_named_field_is_masked() -> None:
    found = marks(variant(provider(KINDS[None]), mask=frozenset(["b", "list", "inner", "either"])))
    assert found == {
        "a": None, "b": "text", "list": "text", "inner.a": "text", "either": "text", "other": "text", "wire a": None,
        "wire b": "text",
    }  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_the_names_that_can_be_masked(kind: str | None) -> None:
    assert names(provider(KINDS[kind])) == {"a", "b", "list", "inner", "either", "."}


def test_only_what_changes_is_made_anew() -> None:
    made = provider(KINDS["text"])
    shown = variant(made, mask=frozenset(["list"]))
    assert shown is made  # a text is masked as it is
    plain = provider(KINDS[None])
    masked = variant(plain, mask=frozenset(["list"]))
    assert masked is not plain
    assert masked.title is plain.title
    assert masked.messages[0].shapes is plain.messages[0].shapes
    assert masked.messages[0].record.fields[0] is plain.messages[0].record.fields[0]
    assert replace(masked, messages=()) == replace(plain, messages=())
