"""Bodies that cannot be read at all: cut, with a DOCTYPE, or lines that have no such form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from hypothesis import assume
from hypothesis import strategies as st

from wirebook.model import Leaf, Lines, Scalar
from wirebook.testing.drawn import drawn
from wirebook.testing.sites import sites
from wirebook.testing.wires import Wires

if TYPE_CHECKING:
    from wirebook.testing.breaking import Breaker

__all__ = ["unreadable"]

_GARBAGE = ("wirebook", "?", "a b c", "= =", "wire = book", "-", "wire,book,is,no,line,at,all", "{}", "<a/>")


def unreadable(wires: Wires) -> Iterator[Breaker]:
    """A breaker for each way in which the bytes of this encoding are refused before any shape is asked."""
    from wirebook.testing.breaking import Breaker

    values = wires.values(wires.maker(sparse=True))
    for code, bodies in _WAYS.get(wires.encoding, _lines)(wires, values.map(wires.encode)):
        yield Breaker(f"{code} of the body", code, "", "error", bodies, wires.charset)


Way = tuple[str, "st.SearchStrategy[bytes]"]


def _xml(wires: Wires, bodies: st.SearchStrategy[bytes]) -> Iterator[Way]:
    def cut(draw: st.DrawFn) -> bytes:
        body = draw(bodies)
        return body[: draw(st.integers(body.index(b"?>") + 3, len(body) - 1))]

    yield "xml.not-well-formed", drawn(cut)
    yield "xml.doctype", bodies.map(lambda body: body.replace(b"?>", b"?><!DOCTYPE a []>", 1))


def _json(wires: Wires, bodies: st.SearchStrategy[bytes]) -> Iterator[Way]:
    def cut(draw: st.DrawFn) -> bytes:
        body = draw(bodies)
        assume(len(body) > 1 and body[:1] in b'{["')
        # Elsewhere the cut may fall inside a character or between the halves of an escaped pair.
        return body[: draw(st.sampled_from((1, len(body) - 1)))]

    yield "json.syntax", drawn(cut)


def _form(wires: Wires, bodies: st.SearchStrategy[bytes]) -> Iterator[Way]:
    """A lone percent sign in a parameter that takes any text."""
    for site in sites(wires.message.record, wires.shape):
        leaf = site.node
        if isinstance(leaf, Leaf) and _takes_any(leaf.type):
            maker = wires.maker(sparse=True, wanted=frozenset((site.wanted,)))
            name = re.compile(rb"(?:^|&)" + re.escape(site.member.name.encode()) + b"=")

            def spoilt(body: bytes, name: re.Pattern[bytes] = name) -> bytes:
                found = name.search(body)
                assert found is not None
                return body[: found.end()] + b"%zz" + body[found.end() :]

            if site.member.name not in maker.charset_names:
                yield "form.percent", wires.values(maker).map(wires.encode).map(spoilt)
                return


def _takes_any(scalar: Scalar) -> bool:
    return scalar.base == "string" and not scalar.facets and scalar.codes is None and scalar.whitespace == "preserve"


def _lines(wires: Wires, bodies: st.SearchStrategy[bytes]) -> Iterator[Way]:
    root = wires.shape.root
    assert isinstance(root, Lines)
    lenient = re.compile(wires.plan[5])
    lines = [line for line in _GARBAGE if lenient.fullmatch(line) is None]
    if lines:
        yield "lines.mismatch", st.sampled_from(lines).map(str.encode)
    if not root.each:
        yield "lines.extra", bodies.map(lambda body: body.rstrip(b"\r\n") + b"\n" + body.rstrip(b"\r\n"))


_WAYS = {"xml": _xml, "json": _json, "form": _form}
