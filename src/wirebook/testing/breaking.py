"""Bodies that break exactly one constraint each, for every constraint of a message.

A breaker draws a clean value, encodes it, spoils one place of the wire tree (or of the
value, for rules) and states the one finding that must come of it. Nothing here asks
the engine what it thinks of the result.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from wirebook import lexical
from wirebook.explain.leaves import default_value
from wirebook.model import Joined, Leaf, LineGroup, LineLiteral, LinePairs, Lines, Provider, Scalar
from wirebook.part import Context, Part
from wirebook.testing.alphabet import Alphabet
from wirebook.testing.beyond import SLOTS, region_sites, regional, respoilt
from wirebook.testing.broken import broken_texts
from wirebook.testing.counts import counts
from wirebook.testing.drawn import drawn
from wirebook.testing.joined import joined_spoils
from wirebook.testing.places import instance, places
from wirebook.testing.records import Maker
from wirebook.testing.rules import BROKEN, World, marks
from wirebook.testing.sites import Site, locate, sites
from wirebook.testing.spoil import Spoil, retext, spelled
from wirebook.testing.structure import structural
from wirebook.testing.wires import Wires

__all__ = ["Breaker", "breakers"]


@dataclass(frozen=True, slots=True)
class Breaker:
    """Bodies whose only finding is ``code`` of ``severity`` at ``path``.

    parts: the same as they travel, where what is broken may lie outside the body; None where bodies tell all.
    constraint: what is broken, for people. secret, settings and request are the context that the
    finding needs. also: findings (code, severity, path) that come with it, where the constraint cannot be
    broken alone (an empty text beside a pattern that wants a digit).
    """

    constraint: str
    code: str
    path: str
    severity: str
    bodies: st.SearchStrategy[bytes]
    charset: str
    secret: str | None = None
    settings: tuple[tuple[str, str], ...] = ()
    request: Mapping[str, Any] | None = None
    also: tuple[tuple[str, str, str], ...] = ()
    parts: st.SearchStrategy[Part] | None = None

    @property
    def travels(self) -> st.SearchStrategy[Part]:
        """What breaks it, as it travels."""
        return self.bodies.map(Part) if self.parts is None else self.parts

    @property
    def findings(self) -> list[tuple[str, str, str]]:
        """All findings (code, severity, path) of each of its bodies, sorted."""
        return sorted([(self.code, self.severity, self.path), *self.also])

    def context(self) -> Context:
        """The context in which a body of this breaker is judged."""
        return Context(
            charset=self.charset,
            secret=self.secret,
            settings=dict(self.settings),
            request=self.request,
        )


def breakers(provider: Provider, message_id: str, encoding: str, charset: str | None = None) -> list[Breaker]:
    """A breaker for each constraint that can be broken in this encoding."""
    from wirebook.testing.readable import unreadable
    from wirebook.testing.rule_breakers import rule_breakers

    wires = Wires(provider, message_id, encoding, charset)
    found = [_breaker(wires, spoil) for spoil in _spoils(wires)]
    return [*found, *rule_breakers(wires), *unreadable(wires)]


def _breaker(wires: Wires, spoil: Spoil) -> Breaker:
    wanted: frozenset[str] = frozenset((spoil.site.wanted,)) if spoil.site.wanted else frozenset()
    maker = wires.maker(wanted=wanted, sparse=True)
    values = wires.values(maker)

    member = spoil.site.member
    beyond = member.slot in SLOTS

    def parts(draw: st.DrawFn) -> Part:
        value = draw(values)
        part = wires.part(value)
        outcome = respoilt(wires, part, spoil, draw) if beyond else _rewritten(wires, part, spoil, draw)
        assume(outcome is not None)
        assert outcome is not None
        if "error" not in (spoil.severity, *(severity for _, severity in spoil.also)):
            assume(_obeys(maker, wires, value, spoil, outcome[1]))
        return outcome[0]

    constraint = f"{spoil.code} of {spoil.path or 'the body'} ({member.slot} {member.name})"
    also = tuple((code, severity, spoil.path) for code, severity in spoil.also)
    made = drawn(parts)
    bodies = made.map(lambda part: part.body)
    whole = made if wires.shape.regions else None
    return Breaker(constraint, spoil.code, spoil.path, spoil.severity, bodies, wires.charset, also=also, parts=whole)


def _rewritten(wires: Wires, part: Part, spoil: Spoil, draw: st.DrawFn) -> tuple[Part, str] | None:
    """The part with its body spoilt and the text that is there now; None where the site is not there."""
    root = wires.read(part.body)
    found = locate(root, spoil.site.way)
    if found is None:
        return None
    spoil.change(draw, *found)
    body = wires.write(root)
    if isinstance(wires.shape.root, Lines):
        assume(wires.same(root, body))
    return Part(body, query=part.query, headers=part.headers, status=part.status), found[1].text


def _spoils(wires: Wires) -> Iterator[Spoil]:
    maker = wires.maker()
    found = sites(wires.message.record, wires.shape)
    signatures = [rule for rule in wires.message.record.rules if rule.kind == "signature"]
    signed = {name for rule in signatures for name in rule.join}
    for site in region_sites(wires.message.record, wires.shape):
        yield from regional(site, wires.query_charset)
    held = list(marks(signatures))
    for site in found:
        yield from structural(site, wires.encoding)
        if site.items:
            yield from counts(site, found, maker.alphabet)
        if isinstance(site.node, Joined):
            plus = [" "] if wires.encoding == "form" and site.node.item.type.base == "phone" else []
            yield from joined_spoils(site, site.node, maker.alphabet, [*_literals(wires), *plus, *held])
        if isinstance(site.node, Leaf) and site.member.name not in maker.charset_names:
            avoid = [*_literals(wires), *held]
            if wires.encoding == "form" and site.node.type.base == "phone":
                avoid.append(" ")  # written as a plus sign, which is suspect there
            if site.node.bind in signed:
                avoid += [rule.delimiter for rule in signatures]
            yield from _texts(site, site.node, maker.alphabet, avoid)


def _obeys(maker: Maker, wires: Wires, value: dict[str, Any], spoil: Spoil, text: str) -> bool:
    """Whether no rule is broken by what the spoilt body means: a warning leaves a valid value behind."""
    site = spoil.site
    if site.record is None or not isinstance(site.node, Leaf) or site.node.bind == ".":
        return True
    top = places(wires.message.record, wires.shape)
    where, found = instance(top, value, site.scope)
    found = dict(found)
    name = site.node.bind
    if spoil.code in ("deviation.missing", "deviation.empty"):
        found.pop(name, None)
    elif isinstance(site.node.type, Scalar) and not isinstance(found.get(name), dict):
        found[name] = lexical.parse(site.node.type, text)[0]
    world = World(None, where, {}, found, settings=maker.settings)
    return not any(BROKEN[rule.kind](rule, world) for rule in site.record.rules if rule.kind != "signature")


def _literals(wires: Wires) -> list[str]:
    """Texts that would make a line fall apart elsewhere."""
    root = wires.shape.root
    if not isinstance(root, Lines):
        return []
    found = []
    for piece in (p for one in root.pieces for p in (one.pieces if isinstance(one, LineGroup) else (one,))):
        if isinstance(piece, LineLiteral):
            found.append(piece.text)
        elif isinstance(piece, LinePairs):
            found += [piece.prefix, piece.infix, piece.suffix]
    return [text.strip() or text for text in found if text]


def _spells_default(site: Site, text: str) -> bool:
    """Whether a text gives the finding of a default that is spelled out as well."""
    field = site.field
    if field is None or field.default is None or field.default.explicit is None or not isinstance(field.type, Scalar):
        return False
    return bool(lexical.parse(field.type, text)[0] == default_value(field))


def _texts(site: Site, leaf: Leaf, alphabet: Alphabet, avoid: list[str]) -> Iterator[Spoil]:
    """Facets, types, codes and tolerated forms of one scalar."""
    for ((code, severity), *also), texts in broken_texts(leaf.type, alphabet, leaf).items():
        usable = [text for text in texts if not any(one in text for one in avoid) and not _spells_default(site, text)]
        if usable:
            change = retext(usable)
            if leaf.form == "boolean":
                change, noted = spelled(usable), dict(leaf.accepts)["string"]
                also += [] if noted is None else [("deviation.form", noted)]
            yield Spoil(code, site.path, severity, site, change, tuple(also))
