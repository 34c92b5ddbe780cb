"""``nil: absent``: an XML element that says of itself that it stands for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from wirebook.api import decode, encode, validate
from wirebook.spec import load
from wirebook_codegen import xsd
from wirebook_codegen.docs import emit

PROVIDER = load(Path(__file__).with_name("gate.yaml")).providers[""]
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def card(day: str) -> bytes:
    return f'<c:card xmlns:c="urn:card" {XSI}><id>1</id>{day}</c:card>'.encode()


def test_nil_is_absent_and_an_absent_field_that_must_be_written_is_nil() -> None:
    value = {"id": 1, "many": []}
    assert decode(card('<day xsi:nil="true"/>'), spec=PROVIDER) == value
    written = encode(value, spec=PROVIDER, message="card", encoding="xml")
    assert b'<day xmlns="" xmlns:ns1="http://www.w3.org/2001/XMLSchema-instance" ns1:nil="true"/>' in written
    assert b"words" not in written
    assert decode(written, spec=PROVIDER) == value


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ('<day xsi:nil="true"/>', []),
        ('<day xsi:nil=" 1 "></day>', []),
        ('<day xsi:nil="0">31.12.2024</day>', []),
        ('<day xsi:nil="false"/>', [("type.date", "day")]),
        ('<day xsi:nil="TRUE"/>', [("shape.const", "day")]),
        ('<day xsi:nil=""/>', [("shape.const", "day")]),
        ('<day xsi:nil="true"> </day>', [("shape.nil", "day")]),
        ('<day xsi:nil="true">31.12.2024</day>', [("shape.nil", "day")]),
        ('<day xsi:nil="true"><x/></day>', [("shape.unknown", "")]),
        ('<day xsi:nil="true" x="y"/>', [("shape.unknown", "")]),
        ('<day xsi:type="date">31.12.2024</day>', [("shape.unknown", "")]),
        ('<day nil="true"/>', [("type.date", "day"), ("shape.unknown", "")]),
    ],
)
def test_only_a_nil_without_content_counts(day: str, found: list[tuple[str, str]]) -> None:
    result = validate(card(day), spec=PROVIDER, message="card")
    assert sorted((finding.code, finding.path) for finding in result.findings) == sorted(found)


def test_an_item_that_is_nil_is_counted_and_has_no_value() -> None:
    body = card('<day xsi:nil="1"/>' + '<many xsi:nil="1"/>' * 2 + "<many>5</many>")
    assert decode(body, spec=PROVIDER) == {"id": 1, "many": [5]}
    more = validate(body.replace(b"<many>5</many>", b'<many xsi:nil="1"/>' * 2), spec=PROVIDER)
    assert [finding.code for finding in more.findings] == ["facet.maxItems"]


def test_schemas_and_pages_know_it() -> None:
    files = xsd.emit(PROVIDER).files
    assert files["gate/card.xsd"].count('nillable="true"') == 4
    pages = emit(PROVIDER).files
    english = next(text for path, text in pages.items() if ".ru" not in path)
    russian = next(text for path, text in pages.items() if ".ru" in path)
    assert '`day` with `xsi:nil="true"` and without content stands for nothing.' in english
    assert '`day` с `xsi:nil="true"` и без содержимого означает отсутствие значения.' in russian
