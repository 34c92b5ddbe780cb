"""Lists with items that stand for nothing: what a schema of values lets through, told from the body."""

import pytest
from schema_judges import providers

from wirebook_codegen.jsonschema.sparse import overfull, sparse

CARD = next(message for message in providers()["gate"].messages if message.id == "card")
NIL = '<many xsi:nil="true"/>'
ONE = "<many>1</many>"


def card(*items: str) -> bytes:
    xsi = "http://www.w3.org/2001/XMLSchema-instance"
    return f'<c:card xmlns:c="urn:card" xmlns:xsi="{xsi}"><id>1</id>{"".join(items)}</c:card>'.encode()


def test_the_list_is_known() -> None:
    assert sparse(CARD) == {"many"}
    assert [m.id for m in providers()["quicktel"].messages if sparse(m)] == []


@pytest.mark.parametrize(
    ("items", "shown"),
    [
        ([ONE] * 3, False),
        ([ONE] * 4, False),
        ([ONE] * 2 + [NIL], False),
        ([ONE] * 3 + [NIL], True),
        ([NIL] * 4, True),
        ([ONE] * 4 + [NIL], False),
        (['<many xsi:nil="false">1</many>'] + [ONE] * 3, False),
        (['<many xsi:nil=" 1 "/>'] + [ONE] * 3, True),
        ([], False),
    ],
)
def test_too_many_items_of_which_enough_are_values(items: list[str], shown: bool) -> None:
    assert overfull(CARD, "many", 3)(card(*items)) is shown


@pytest.mark.parametrize("body", [b"", b"<card/>", b"no XML", card(ONE)[:-9]])
def test_what_is_no_body_shows_nothing(body: bytes) -> None:
    assert not overfull(CARD, "many", 3)(body)
