"""The message as pydantic-xml has it."""

from __future__ import annotations

from pydantic_xml import BaseXmlModel, attr, element

__all__ = ["XmlRequest"]


class XmlUser(BaseXmlModel, tag="xml_user"):
    lgn: str = attr()
    pwd: str = attr()


class Sms(BaseXmlModel, tag="sms"):
    sms_id: str = attr(min_length=1, max_length=50)
    number: str = attr(min_length=1, max_length=25)
    source_number: str = attr(max_length=16)
    ttl: int | None = attr(default=None, ge=0)
    text: str = ""


class XmlRequest(BaseXmlModel, tag="xml_request"):
    name: str = attr()
    user: XmlUser
    sms: list[Sms] = element(tag="sms", min_length=1, max_length=250)
