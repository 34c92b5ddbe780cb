"""Bodies with a signature that is wrong, lacking, or can be read in two ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hypothesis import assume
from hypothesis import strategies as st

from wirebook import lexical
from wirebook.model import Leaf, Member, Rule, Scalar, SignatureCarrier, Tree
from wirebook.part import Part
from wirebook.signed import left_out, local, settings_of
from wirebook.signing import digest
from wirebook.testing.drawn import drawn
from wirebook.testing.places import Places
from wirebook.testing.rules import marks
from wirebook.testing.scalars import fine
from wirebook.testing.sites import locate, sites
from wirebook.testing.wires import Wires

if TYPE_CHECKING:
    from wirebook.testing.breaking import Breaker

__all__ = ["SECRET", "signature_breakers"]

SECRET = "wirebook-secret"


def signature_breakers(wires: Wires, place: Places, rule: Rule) -> Iterator[Breaker]:
    """A wrong signature in each carrier, none at all, and a delimiter in each signed text that can hold one."""
    from wirebook.testing.breaking import Breaker

    known = _settings(wires, rule)
    for carrier in rule.carriers:
        if carrier.field.startswith("setting."):
            given = {**known, carrier.field.removeprefix("setting."): "wirebook"}
            yield Breaker(
                f"signature.mismatch {carrier.field}", "signature.mismatch", carrier.field, rule.severity,
                _values(wires).map(wires.encode), wires.charset, secret=SECRET, settings=tuple(given.items()),
            )  # fmt: skip
    carriers = [carrier for carrier in rule.carriers if carrier.field in place.of]
    if not carriers:
        return
    headers = _headers(wires)
    for carrier in carriers:
        if carrier.field in headers:
            yield Breaker(
                f"signature.mismatch {carrier.field}", "signature.mismatch", carrier.field, rule.severity,
                _values(wires).map(wires.encode), wires.charset, secret=SECRET, settings=tuple(known.items()),
                parts=_beside(wires, rule, carrier, headers[carrier.field]),
            )  # fmt: skip
            continue
        yield Breaker(
            f"signature.mismatch {carrier.field}", "signature.mismatch", carrier.field, rule.severity,
            _wrong(wires, place, rule, carrier), wires.charset, secret=SECRET, settings=tuple(known.items()),
        )  # fmt: skip
    yield Breaker(
        "signature.missing", "signature.missing", rule.carriers[0].field, rule.severity,
        _unsigned(wires, rule).map(lambda part: part.body), wires.charset, secret=SECRET,
        settings=tuple(known.items()), parts=_unsigned(wires, rule) if wires.shape.regions else None,
    )  # fmt: skip
    if carriers[0].field in headers:
        return
    for name, mark in _marked(wires, rule):
        scalar = place.of[name].field.type if name in place.of else None
        if mark and isinstance(scalar, Scalar) and (texts := _holding(scalar, mark)):
            yield Breaker(
                f"signature.ambiguous {name}", "signature.ambiguous", name, "warning",
                _ambiguous(wires, place, rule, name, texts), wires.charset, secret=SECRET,
                settings=tuple(known.items()),
            )  # fmt: skip


def _headers(wires: Wires) -> dict[str, str]:
    """The header of each field that one carries."""
    found = {}
    for member in wires.shape.regions:
        if member.slot == "header" and isinstance(member.node, Leaf):
            found[member.node.bind] = member.name
    return found


def _beside(wires: Wires, rule: Rule, carrier: SignatureCarrier, header: str) -> st.SearchStrategy[Part]:
    """What travels with a wrong signature in its header."""

    def parts(draw: st.DrawFn) -> Part:
        value = draw(_values(wires))
        _bare(value, rule)
        part = wires.part(value, wires.context(secret=SECRET, settings=_settings(wires, rule)))
        form = carrier.lexical[0] if carrier.lexical else ""
        other = digest(carrier.algorithm, draw(st.binary(max_size=8)), form, b"wirebook")
        headers = dict(part.headers or {})
        assume(headers.get(header.lower()) != other)
        headers[header.lower()] = other
        return Part(part.body, query=part.query, headers=headers, status=part.status)

    return drawn(parts)


def _settings(wires: Wires, rule: Rule) -> dict[str, str]:
    """A value for each setting that the signature needs and nobody else gives."""
    given = {setting.name for setting in wires.provider.settings if setting.default is not None}
    return {name: "wirebook-setting" for name in settings_of(rule) if name != "secret" and name not in given}


def _marked(wires: Wires, rule: Rule) -> Iterator[tuple[str, str]]:
    """The signed fields, each with what it may not hold."""
    if rule.over != "parameters":
        yield from ((name, rule.delimiter) for name in rule.join)
        return
    root = wires.shape.root
    left = left_out(rule, wires.shape)
    for member in root.node.members if isinstance(root, Member) and isinstance(root.node, Tree) else ():
        leaf, plain = member.node, member.slot not in ("text", "entries") and not member.each
        if isinstance(leaf, Leaf) and plain and local(member.name) not in left and leaf.form != "number":
            yield from ((leaf.bind, mark) for mark in marks((rule,)))


def _values(wires: Wires, *wanted: str) -> st.SearchStrategy[dict[str, object]]:
    return wires.values(wires.maker(wanted=frozenset(wanted), sparse=True))


def _bare(value: dict[str, object], rule: Rule) -> None:
    for carrier in rule.carriers:
        value.pop(carrier.field, None)


def _signed(wires: Wires, rule: Rule, value: dict[str, object], carrier: SignatureCarrier) -> bytes:
    """The body with one signature that fits."""
    return wires.encode(value, wires.context(secret=SECRET, settings={**_settings(wires, rule), "sign": carrier.field}))


def _plain(place: Places, rule: Rule, value: dict[str, object], but: str = "") -> bool:
    """Whether no signed text, that of the field ``but`` aside, holds the delimiter."""
    kinds = {name: place.of[name].field.type for name in rule.join if name in place.of and name != but}
    return not rule.delimiter or not any(
        isinstance(kind, Scalar) and name in value and rule.delimiter in lexical.render(kind, value[name])
        for name, kind in kinds.items()
    )


def _wrong(wires: Wires, place: Places, rule: Rule, carrier: SignatureCarrier) -> st.SearchStrategy[bytes]:
    site = next(s for s in sites(wires.message.record, wires.shape) if s.path == carrier.field)
    values = _values(wires)

    def bodies(draw: st.DrawFn) -> bytes:
        value = draw(values)
        assume(_plain(place, rule, value))
        _bare(value, rule)
        root = wires.read(_signed(wires, rule, value, carrier))
        found = locate(root, site.way)
        assert found is not None
        node = found[1]
        form = carrier.lexical[0] if carrier.lexical else ""
        other = digest(carrier.algorithm, draw(st.binary(max_size=8)), form, b"wirebook")
        assume(other != node.text)
        node.text = other
        return wires.write(root)

    return drawn(bodies)


def _unsigned(wires: Wires, rule: Rule) -> st.SearchStrategy[Part]:
    def bodies(draw: st.DrawFn) -> Part:
        value = draw(_values(wires))
        _bare(value, rule)
        return wires.part(value)

    return drawn(bodies)


def _holding(scalar: Scalar, delimiter: str) -> list[str]:
    """Clean values that hold the delimiter."""
    texts = [f"a{delimiter}b", f"1{delimiter}2", delimiter, f"79000000001{delimiter}"]
    return [text for text in texts if scalar.base in ("string", "phone") and fine(scalar, text)]


def _ambiguous(wires: Wires, place: Places, rule: Rule, name: str, texts: list[str]) -> st.SearchStrategy[bytes]:
    values = _values(wires, name)

    def bodies(draw: st.DrawFn) -> bytes:
        value = draw(values)
        _bare(value, rule)
        value[name] = draw(st.sampled_from(texts))
        assume(_plain(place, rule, value, name))
        return _signed(wires, rule, value, next(c for c in rule.carriers if c.field in place.of))

    return drawn(bodies)
