"""Where comments, instructions and a document type declaration stand in a body of XML."""

from __future__ import annotations

import pytest

from wire.bodies import POLICY
from wirebook.wire import xml


@pytest.mark.parametrize(
    ("body", "spans"),
    [
        ("<a/>", []), ("<!----><a/>", ["<!---->"]), ("<!---> x --><a/>", ["<!---> x -->"]),
        ("<!-- - --><a/>", ["<!-- - -->"]),
        ("<a><!--<b>--><!-- ж --></a>", ["<!--<b>-->", "<!-- ж -->"]), ("<?p?><a/>", ["<?p?>"]),
        ("<?p > ? ?><a/>", ["<?p > ? ?>"]),
        ("<a><?p -->?>x<!-- ?> --></a><?q r?>", ["<?p -->?>", "<!-- ?> -->", "<?q r?>"]),
    ],
)  # fmt: skip
def test_what_is_no_data(body: str, spans: list[str]) -> None:
    data = body.encode()
    wire = xml.read(data, **POLICY)
    assert not wire.issues
    assert [data[start:end].decode() for start, end in wire.opaque] == spans


@pytest.mark.parametrize(
    ("before", "declared"),
    [
        ("", "<!DOCTYPE a>"), ("", "<!DOCTYPE a [<!ENTITY x 'y'>]>"), ("", "<!DOCTYPE a SYSTEM 'x'>"),
        ("", "<!DOCTYPE\n\n a\n>"),
        (" ", "<!DOCTYPE a PUBLIC 'x' 'y' ["), ("<!-- <!DOCTYPE b> -->\n", "<!DOCTYPE a>"),
        ("<?xml version='1.0'?>", "<!DOCTYPE имя>"),
        ("<?p <!DOCTYPE b>?>", "<!DOCTYPE a>"),
    ],
)  # fmt: skip
def test_where_a_document_type_is_declared(before: str, declared: str) -> None:
    body = f"{before}{declared}<a><!-- <!DOCTYPE c> --></a>".encode()
    wire = xml.read(body, **POLICY)
    assert wire.root is None
    assert [(issue.code, issue.start, issue.end) for issue in wire.issues] == [
        ("xml.doctype", len(before.encode()), len(before.encode()))
    ]
