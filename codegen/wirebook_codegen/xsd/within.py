"""Which XML bodies hold something where a wildcard keeps a schema from looking: told from the markup alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wirebook.lexical import compiled

if TYPE_CHECKING:
    from xml.etree import ElementTree

__all__ = ["dressed", "strange"]


def dressed(body: bytes, known: tuple[str, ...] = (), where: str = "") -> bool:
    """Whether something in an element of an XML body, but for the known children, has an attribute or an element.

    where: the element's local name; the root's unless given.
    """
    inside = [one for top in _named(body, where) for child in top if child.tag not in known for one in child.iter()]
    return any(one.attrib or len(one) for one in inside)


def strange(body: bytes, slot: str, pattern: str, known: tuple[str, ...], where: str) -> bool:
    """Whether an element ``where`` has a child or an attribute whose name is neither known nor one that a map takes."""
    tops = _named(body, where)
    found = [name for top in tops for name in ([child.tag for child in top] if slot == "element" else top.attrib)]
    return any(name not in known and not compiled(pattern).fullmatch(name) for name in found)


def _named(body: bytes, where: str) -> list[ElementTree.Element]:
    """The elements of that local name in an XML body, or the root if there is none; none where it is no XML."""
    if b"<!DOCTYPE" in body:  # refused before any schema is asked, and no entity of it is to be expanded
        return []
    from xml.etree import ElementTree  # late: few specs lose anything by wildcards

    # Latin-1 reads the markup of any charset that has ASCII in it, whatever the body says of itself.
    parser = ElementTree.XMLParser(encoding="latin-1")
    try:
        root = ElementTree.fromstring(body, parser)
    except ElementTree.ParseError:
        return []
    return [one for one in root.iter() if one.tag.rpartition("}")[2] == where] or [root]
