"""The same message in other libraries: from bytes to what each of them makes of it, and back.

A library that is not installed is absent and said to be so; ``pip install '.[bench]'`` brings them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

__all__ = ["read", "written"]

XSD = Path(__file__).resolve().parent.parent / "schemas" / "quicktel" / "sms_send_request.xsd"

Named = Iterator[tuple[str, Callable[[], object] | None]]


def read(payload: bytes) -> Named:
    """By name, what reads these bytes; None for a library that is absent."""
    schema = etree.XMLSchema(file=str(XSD))

    def validated() -> None:
        schema.assertValid(etree.fromstring(payload))

    yield "lxml + XMLSchema, validate only", validated
    yield "pydantic-xml", _pydantic_in(payload)
    yield "xsdata, facets unchecked", _xsdata_in(payload)
    yield "xmlschema, validate only", _xmlschema_in(payload)


def _xmlschema_in(payload: bytes) -> Callable[[], object] | None:
    try:
        import xmlschema
    except ImportError:
        return None
    schema = xmlschema.XMLSchema11(str(XSD))
    text = payload.decode()
    return lambda: schema.validate(text.partition("?>")[2])


def _pydantic() -> type | None:
    try:
        from _peers_pydantic import XmlRequest as Model
    except ImportError:
        return None
    return Model


def _pydantic_in(payload: bytes) -> Callable[[], object] | None:
    request = _pydantic()
    return None if request is None else lambda: request.from_xml(payload)  # type: ignore[attr-defined]


def _attribute(**options: object) -> object:
    return field(metadata={"type": "Attribute", **options})


@dataclass
class XmlUser:
    lgn: str = _attribute()  # type: ignore[assignment]
    pwd: str = _attribute()  # type: ignore[assignment]


@dataclass
class Sms:
    sms_id: str = _attribute(min_length=1, max_length=50)  # type: ignore[assignment]
    number: str = _attribute(min_length=1, max_length=25)  # type: ignore[assignment]
    source_number: str = _attribute(max_length=16)  # type: ignore[assignment]
    ttl: int | None = field(default=None, metadata={"type": "Attribute"})
    value: str = field(default="")


@dataclass
class XmlRequest:
    class Meta:
        name = "xml_request"

    name: str = _attribute()  # type: ignore[assignment]
    xml_user: XmlUser = field(metadata={"type": "Element"})  # type: ignore[assignment]
    sms: list[Sms] = field(default_factory=list, metadata={"type": "Element", "max_occurs": 250})


def _xsdata_in(payload: bytes) -> Callable[[], object] | None:
    try:
        from xsdata.formats.dataclass.parsers import XmlParser
    except ImportError:
        return None
    parser = XmlParser()
    return lambda: parser.from_bytes(payload, XmlRequest)


def written(payload: bytes) -> Named:
    """By name, what writes the message of these bytes; None for a library that is absent."""
    root = etree.fromstring(payload)
    rows = [(dict(sms.attrib), sms.text or "") for sms in root.iterfind("sms")]

    def built() -> bytes:
        made = etree.Element("xml_request", name="sms_send")
        etree.SubElement(made, "xml_user", lgn="a", pwd="b")
        for attributes, text in rows:
            etree.SubElement(made, "sms", attributes).text = text
        return etree.tostring(made, encoding="utf-8", xml_declaration=True)

    yield "lxml, building the tree too", built
    request = _pydantic()
    if request is None:
        yield "pydantic-xml", None
    else:
        model = request.from_xml(payload)  # type: ignore[attr-defined]
        yield "pydantic-xml", lambda: model.to_xml(encoding="utf-8", xml_declaration=True)
    reading = _xsdata_in(payload)
    if reading is None:
        yield "xsdata", None
    else:
        from xsdata.formats.dataclass.serializers import XmlSerializer

        value, serializer = reading(), XmlSerializer()
        yield "xsdata", lambda: serializer.render(value)
