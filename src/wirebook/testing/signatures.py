"""Bodies with a signature that is wrong, lacking, or can be read in two ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hypothesis import assume
from hypothesis import strategies as st

from wirebook import lexical
from wirebook.model import Rule, Scalar, SignatureCarrier
from wirebook.signing import digest
from wirebook.testing.places import Places
from wirebook.testing.records import Maker
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

    carriers = [carrier for carrier in rule.carriers if carrier.field in place.of]
    if not carriers:
        return
    for carrier in carriers:
        yield Breaker(
            f"signature.mismatch {carrier.field}", "signature.mismatch", carrier.field, rule.severity,
            _wrong(wires, place, rule, carrier), wires.charset, secret=SECRET,
        )  # fmt: skip
    yield Breaker(
        "signature.missing", "signature.missing", rule.carriers[0].field, rule.severity,
        _unsigned(wires, rule), wires.charset, secret=SECRET,
    )  # fmt: skip
    for name in rule.join:
        scalar = place.of[name].field.type if name in place.of else None
        if rule.delimiter and isinstance(scalar, Scalar) and (texts := _holding(scalar, rule.delimiter)):
            yield Breaker(
                f"signature.ambiguous {name}", "signature.ambiguous", name, "warning",
                _ambiguous(wires, place, rule, name, texts), wires.charset, secret=SECRET,
            )  # fmt: skip


def _values(wires: Wires, *wanted: str) -> st.SearchStrategy[dict[str, object]]:
    return wires.values(Maker(wires.provider, wires.encoding, wires.charset, wanted=frozenset(wanted), sparse=True))


def _bare(value: dict[str, object], rule: Rule) -> None:
    for carrier in rule.carriers:
        value.pop(carrier.field, None)


def _signed(wires: Wires, value: dict[str, object], carrier: SignatureCarrier) -> bytes:
    """The body with one signature that fits."""
    return wires.encode(value, wires.context(secret=SECRET, settings={"sign": carrier.field}))


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

    @st.composite
    def bodies(draw: st.DrawFn) -> bytes:
        value = draw(values)
        assume(_plain(place, rule, value))
        _bare(value, rule)
        root = wires.read(_signed(wires, value, carrier))
        found = locate(root, site.way)
        assert found is not None
        node = found[1]
        other = digest(carrier.algorithm, draw(st.binary(max_size=8)))
        assume(other != node.text)
        node.text = other
        return wires.write(root)

    return bodies()


def _unsigned(wires: Wires, rule: Rule) -> st.SearchStrategy[bytes]:
    @st.composite
    def bodies(draw: st.DrawFn) -> bytes:
        value = draw(_values(wires))
        _bare(value, rule)
        return wires.encode(value)

    return bodies()


def _holding(scalar: Scalar, delimiter: str) -> list[str]:
    """Clean values that hold the delimiter."""
    texts = [f"a{delimiter}b", f"1{delimiter}2", delimiter, f"79000000001{delimiter}"]
    return [text for text in texts if scalar.base in ("string", "phone") and fine(scalar, text)]


def _ambiguous(wires: Wires, place: Places, rule: Rule, name: str, texts: list[str]) -> st.SearchStrategy[bytes]:
    values = _values(wires, name)

    @st.composite
    def bodies(draw: st.DrawFn) -> bytes:
        value = draw(values)
        _bare(value, rule)
        value[name] = draw(st.sampled_from(texts))
        assume(_plain(place, rule, value, name))
        return _signed(wires, value, next(c for c in rule.carriers if c.field in place.of))

    return bodies()
