"""Breaking what a message says outside its body: a query parameter, a header field, the HTTP status.

The same faults as in a body, as far as a region can have them; a region is spoilt in a
part that was written whole, and the body stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import strategies as st

from wirebook.model import Const, Joined, Leaf, Record, Scalar, Shape
from wirebook.part import Part
from wirebook.reading import around
from wirebook.testing.alphabet import HEADER, Alphabet, alphabet
from wirebook.testing.broken import broken_texts
from wirebook.testing.joined import joined_spoils
from wirebook.testing.sites import Site
from wirebook.testing.spoil import Spoil, copied, retext
from wirebook.testing.structure import gone, states
from wirebook.testing.wires import Wires
from wirebook.wire import form
from wirebook.wire.tree import Node

__all__ = ["SLOTS", "region_sites", "regional", "respoilt"]

SLOTS = ("query", "header", "status")
_FORBIDDEN = ("a\r\nX-Other: b", "\n", "a\x00", "\u20ac")


def region_sites(record: Record, shape: Shape) -> list[Site]:
    """The members of a shape that stand outside the body."""
    found = []
    for member in shape.regions:
        bind = "" if isinstance(member.node, Const) else member.node.bind
        wanted = f"{bind}[]" if isinstance(member.node, Joined) else bind
        found.append(Site((member,), member, member.node, None, record, bind, "", wanted))
    return found


def regional(site: Site, charset: str) -> Iterator[Spoil]:
    """Every fault that can be made in a region."""
    member, node = site.member, site.node
    if not member.optional and member.missing is None and member.slot != "status":
        yield Spoil("shape.missing", site.path, "error", site, gone)
    if isinstance(node, Const):
        others = ("100", "599") if member.slot == "status" else (f"{node.value}x", node.value[:-1])
        yield Spoil("shape.const", "", "error", site, retext([text for text in others if text.strip() != node.value]))
    if member.slot == "query":
        yield Spoil("shape.duplicate", site.path, member.duplicate, site, _twice)
    letters = Alphabet(HEADER) if member.slot == "header" else alphabet("form", charset)
    if isinstance(node, Joined):
        yield from joined_spoils(site, node, letters, [" "] if member.slot == "header" else [])
    if isinstance(node, Leaf):
        yield from states(site)
        found = broken_texts(node.type, letters, node)
        for ((code, severity), *also), texts in found.items():
            usable = [text for text in texts if _carried(text, member.slot, node.type)]
            if usable:
                yield Spoil(code, site.path, severity, site, retext(usable), tuple(also))
        if member.slot == "header":
            yield Spoil("header.value", site.path, "error", site, retext(_FORBIDDEN))


def _carried(text: str, slot: str, scalar: Scalar) -> bool:
    """Whether a text comes through the region as it is."""
    if slot == "header":
        return text == text.strip(" \t")
    if slot == "status":
        return text.removeprefix("-").isdecimal() and text.isascii() and str(int(text)) == text
    return scalar.base != "phone" or " " not in text


def _twice(draw: st.DrawFn, parent: Node | None, node: Node) -> None:
    assert parent is not None
    parent.children.append(copied(node))


def respoilt(wires: Wires, part: Part, spoil: Spoil, draw: st.DrawFn) -> tuple[Part, str] | None:
    """The part with its region spoilt and the text that is there now; None where the site is not there."""
    member = spoil.site.member
    nodes = around(wires.provider, part)[0][member.slot]
    name = member.name.lower() if member.slot == "header" else member.name
    node = next((node for node in nodes or () if node.name == name), None)
    if nodes is None or node is None:
        return None
    region = Node("root", "", "object", children=nodes)
    spoil.change(draw, region, node)
    query, headers, status = part.query, part.headers, part.status
    if member.slot == "query":
        policy = wires.provider.charset("form")
        query = form.write(region, charset="utf-8" if policy is None else policy.default)
    elif member.slot == "header":
        headers = {one.name: one.text for one in region.children}
    else:
        status = int(region.children[0].text)
    return Part(part.body, query=query, headers=headers, status=status), node.text
