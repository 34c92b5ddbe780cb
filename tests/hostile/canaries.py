"""A distinctive value for each sensitive slot of every message, and the search for it in whatever was put out."""

from __future__ import annotations

import base64
import html
import json
import os
import re
import urllib.parse
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from targets import CHARSETS, Target

from wirebook.model import Joined, Leaf, List, Map, Record
from wirebook.part import Context, Part
from wirebook.reading import read
from wirebook.testing.beyond import region_sites
from wirebook.testing.records import Maker
from wirebook.testing.sites import Site, locate, sites
from wirebook.testing.wires import Wires
from wirebook.wire.charset import codec
from wirebook.wire.tree import Node

# Letters and digits that no spec, program or digest holds in this order.
CANARIES = {
    "secret": "Zq7wVx9kJh",
    "login": "Lgjx4vQwzk",
    "phone": "79169047358",
    "text": "Щъыфюжэхц QxZjv84",
}
# Cut, padded and spelled otherwise: the parts are looked for, not the whole.
PARTS = {
    "secret": ("Zq7wV", "q7wVx", "7wVx9", "wVx9k", "Vx9kJ", "x9kJh"),
    "login": ("Lgjx4", "gjx4v", "jx4vQ", "x4vQw", "4vQwz", "vQwzk"),
    "phone": ("791690", "916904", "169047", "690473", "904735", "047358"),
    "text": ("Щъыф", "ъыфю", "ыфюж", "фюжэ", "южэх", "жэхц", "QxZjv", "xZjv8", "Zjv84"),
}
CODED_IN = ("utf-8", "windows-1251", "koi8-r", "utf-16-le")
# Of the ways to run two parameters together, and of the bodies in a charset that is not the default, one in so many.
STRIDE = 1 if os.environ.get("WIREBOOK_HYPOTHESIS") == "deep" else 4
RECORDED = Path(__file__).with_name("canaries.json")


@dataclass(frozen=True)
class Laid:
    """Bodies with canaries in them, and the kinds of these."""

    target: Target
    kinds: frozenset[str]
    whole: tuple[bytes, ...]

    def bodies(self) -> tuple[bytes, ...]:
        """As they should be, and in ways in which they are not."""
        policy = self.target.provider.charset(self.target.encoding)
        some = 1 if policy is None or policy.default == self.target.charset else STRIDE
        bad = {body: [*spoilt(self.target, body)][::some] for body in self.whole}
        return tuple(dict.fromkeys(made for body in self.whole for made in (body, *bad[body])))


@cache
def everything() -> tuple[Laid, ...]:
    """One for each message, encoding and charset in whose body something sensitive stands."""
    recorded: dict[str, list[str]] = json.loads(RECORDED.read_text("ascii"))
    found = []
    for target in CHARSETS:
        places = sensitive(target)
        if places:
            bodies = tuple(base64.b64decode(body) for body in recorded.get(str(target), ()))
            held = {path for body in bodies for *_, path in spots(target, body)}
            assert held == set(places), f"{target}: python tests/hostile/canaries.py makes the bodies anew"
            found.append(Laid(target, frozenset(places.values()), bodies))
    assert len(found) == len(recorded)
    return tuple(found)


def sensitive(target: Target) -> dict[str, str]:
    """The paths in a message's body that hold something sensitive, and of what kind."""
    return {s.path: kind for s in sites(target.message.record, target.shape) if (kind := kind_of(s.node)) is not None}


def record() -> None:
    """Write bodies that have every sensitive place of every message: drawn once, for drawing them takes minutes."""
    found: dict[str, list[str]] = {}
    for target in CHARSETS:
        left = set(sensitive(target))
        if not left:
            continue
        bodies: list[bytes] = []
        wanted = {s.path: s.wanted for s in sites(target.message.record, target.shape) if kind_of(s.node)}
        for names in (frozenset(wanted.values()), *(frozenset({wanted[path]}) for path in sorted(left))):
            for body in _drawn(target, names) if left else ():
                held = {path for *_, path in spots(target, body)}
                if held & left:
                    bodies.append(put(target, body))
                    left -= held
        assert not left, (target, left)
        found[str(target)] = [base64.b64encode(body).decode() for body in bodies]
        print(target, len(bodies))
    RECORDED.write_text(json.dumps(found, indent=1) + "\n", "ascii")


def _drawn(target: Target, wanted: frozenset[str]) -> list[bytes]:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis.errors import HypothesisException

    wires = Wires(target.provider, target.message.id, target.encoding, target.charset)
    bodies: list[bytes] = []

    @settings(max_examples=4, database=None, derandomize=True, deadline=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(value=wires.values(Maker(target.provider, target.encoding, target.charset, wanted=wanted, sparse=True)))
    def draw(value: dict[str, object]) -> None:
        bodies.append(wires.encode(value))

    with suppress(HypothesisException):  # fields that exclude each other cannot all be wanted
        draw()
    return bodies


def kind_of(node: object) -> str | None:
    """What kind of sensitive value a place holds."""
    if isinstance(node, Leaf):
        return node.type.sensitive or next((m.sensitive for m in node.type.members if m.sensitive), None)
    return kind_of(node.item) if isinstance(node, Joined) else None


def spots(target: Target, body: bytes) -> list[tuple[int, int, str, str]]:
    """Where sensitive values stand in a body, from the left: start, end, kind and path."""
    wire = read(target.provider, target.shape, Part(body), Context(charset=target.charset))
    found = set()
    every = sites(target.message.record, target.shape)
    known = {site.member.name for site in every} - {"wirebook_key"}
    named = set(_keys(target.message.record))
    named |= {key for site in every if site.pairs is not None for key in (*site.pairs.keys, *site.pairs.rest_excepted)}
    for site in every:
        kind = kind_of(site.node)
        if kind is None or wire.root is None:
            continue
        place = locate(wire.root, site.way)
        nodes = [] if place is None else [place[1]]
        if site.member.name == "wirebook_key":  # stands for any key that means nothing else
            nodes = [node for node in _beside(wire.root, site) if node.name not in known | named]
        for node in nodes[:1]:
            if node.value_start >= 0 and not node.region:
                found.add((node.value_start, node.value_end, kind, site.path))
    return sorted(found)


def _keys(kind: object) -> Iterator[str]:
    """Every key that a map of the record lists."""
    if isinstance(kind, Record):
        for field in kind.fields:
            yield from _keys(field.type)
    elif isinstance(kind, List):
        yield from _keys(kind.item)
    elif isinstance(kind, Map):
        yield from (key for key, _ in kind.keys)


def _beside(root: Node, site: Site) -> list[Node]:
    """The nodes of a site's slot, whatever they are called."""
    way = site.way[:-2] if site.member.slot == "pair" else site.way[:-1]
    over = locate(root, way)
    parents = [] if over is None else [over[1]]
    if site.member.slot == "pair":
        parents = [node for parent in parents for node in parent.children if node.slot == "pairs"]
    return [node for parent in parents for node in parent.children if node.slot == site.member.slot]


def put(target: Target, body: bytes) -> bytes:
    """The body with each sensitive value replaced by its canary, as the encoding writes it."""
    nodes = {site.path: site.node for site in sites(target.message.record, target.shape)}
    for start, end, kind, path in reversed(spots(target, body)):
        word = _fitting(nodes[path], kind)
        if target.encoding == "form":
            written = urllib.parse.quote(word, encoding=_codec(target), safe="").encode()
        elif target.encoding == "json" and body[start - 1 : start] != b'"':
            written = json.dumps(word, ensure_ascii=False).encode(_codec(target))
        else:
            written = word.encode(_codec(target), "xmlcharrefreplace")
        empty = _EMPTY.search(body, 0, start) if target.encoding == "xml" and start == end else None
        if empty is not None:  # its text would stand behind it
            start, written = start - 2, b">%b</%b>" % (written, empty[1])
        body = body[:start] + written + body[end:]
    return body


_EMPTY = re.compile(rb"<([^\s<>/]+)[^<>]*/>\Z")


def _fitting(node: object, kind: str) -> str:
    """A canary as the place takes it: alone, or behind a phone."""
    scalar = node.item if isinstance(node, Joined) else node
    assert isinstance(scalar, Leaf)
    patterns = [str(facet.value) for facet in scalar.type.facets if facet.name == "pattern"]
    words = (CANARIES[kind], f"{CANARIES['phone']}:{CANARIES[kind]}")
    return next((word for word in words if all(re.fullmatch(pattern, word) for pattern in patterns)), words[0])


def _codec(target: Target) -> str:
    found = codec(target.charset)
    assert found is not None
    return found


def spoilt(target: Target, body: bytes) -> Iterator[bytes]:
    """The same body as a careless or hostile sender has it: each tells something else, and none a canary."""
    yield body[: len(body) * 2 // 3]
    yield body[:-1]
    yield b"\x98" + body + b"\xff"
    for kind, word in CANARIES.items():
        coded = word.encode(_codec(target))
        if target.encoding == "form":
            quoted = urllib.parse.quote(word, encoding=_codec(target), safe="").encode()
            yield body.replace(quoted, quoted + b"%zz+;" + quoted)
            yield body.replace(quoted, quoted + b"&" + quoted)  # an ampersand that was not escaped
            yield body.replace(quoted, b"%1b%5b2J" + quoted * 60)
            yield quoted + b"=1&" + body + b"&" + quoted + b"=" + quoted  # a name of a parameter
            yield from _run_together(body, quoted)
        else:
            yield body.replace(coded, coded + b"<" + coded + b'"' + coded)
            yield body.replace(coded, b"\x1b[2J" + coded * 60)
            yield body.replace(coded, b"=" + coded + b"\n" + coded + b",")
        if kind == "phone":
            yield body + (b"&" if target.encoding == "form" else b"\n") + body


def _run_together(body: bytes, quoted: bytes) -> Iterator[bytes]:
    """A form in which the parameter that holds a canary follows the one before it without an ampersand."""
    params = body.split(b"&")
    for at, param in enumerate(params):
        if quoted in param:
            others = params[:at] + params[at + 1 :]
            for other in range(at % STRIDE, len(others), STRIDE):
                yield b"&".join([*others[:other], others[other] + param, *others[other + 1 :]])


def leaks(said: str, kinds: frozenset[str] | None = None) -> list[str]:
    """The parts of canaries that a text holds, in whatever way they are coded."""
    seen = [said, html.unescape(said), _unescaped(said)]
    seen += [urllib.parse.unquote_to_bytes(text).decode(charset, "ignore") for text in seen[:1] for charset in CODED_IN]
    folded = [text.casefold() for text in seen]
    found = []
    for kind in kinds or CANARIES:
        found += [part for part in PARTS[kind] if any(part.casefold() in text for text in folded)]
        found += [form for form in coded(CANARIES[kind]) if form in said]
    return found


def _unescaped(text: str) -> str:
    """Without the escapes of JSON, Python and logs."""
    return re.sub(
        r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\U([0-9a-fA-F]{8})",
        lambda m: chr(min(int(m[1] or m[2] or m[3], 16), 0x10FFFF)),
        text,
    )


@cache
def coded(word: str) -> tuple[str, ...]:
    """A text in base64 at each alignment, and in hexadecimal digits."""
    found: list[str] = []
    for charset in CODED_IN:
        data = word.encode(charset, "ignore")
        found += [data.hex(), data.hex().upper(), repr(data)[2:-1]]
        for shift in range(3):
            text = base64.b64encode(b"\0" * shift + data).decode()
            found.append(text[4 if shift else 0 : -4])
    return tuple(form for form in dict.fromkeys(found) if len(form) > 7)


def regional_slots(target: Target) -> list[str]:
    """Places outside of the body that hold something sensitive; lint's exchanges carry them."""
    return [site.path for site in region_sites(target.message.record, target.shape) if kind_of(site.node)]


if __name__ == "__main__":
    record()
