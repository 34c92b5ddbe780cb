"""Many bodies of one message, encoding and charset, each made again from its seed and number.

A pool is drawn once (``drawn``); case ``n`` takes one of its bodies, changes texts and nodes of
the wire tree, then bytes, all by ``random.Random`` of the seed, the target and the number.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from drawn import Drawn, Size, bare, pool
from targets import Target
from tokens import INSERTS, TOKENS, VALUES

from wirebook.model import Joined, Leaf, Member
from wirebook.part import Context
from wirebook.testing.alphabet import alphabet
from wirebook.testing.broken import broken_texts, fine_texts
from wirebook.testing.sites import sites
from wirebook.testing.spoil import copied
from wirebook.testing.wires import Wires
from wirebook.wire.tree import Node, WireError

__all__ = ["Case", "Source"]

_TEXTS = 24


@dataclass(frozen=True)
class Case:
    """A body with its context; ``name`` makes it again."""

    name: str
    origin: str
    body: bytes
    ctx: Context


class Source:
    """Numbered bodies of one target; the first ones are the pool's as they are."""

    def __init__(self, target: Target, seed: int, size: Size, drawn: list[Drawn] | None = None) -> None:
        self.target = target
        self.seed = seed
        self.pool: list[Drawn] = pool(target, seed, size) if drawn is None else drawn
        self.wires = Wires(target.provider, target.message.id, target.encoding, target.charset)
        self._trees: dict[int, Node | None] = {}

    def case(self, number: int) -> Case:
        """Case ``number``, from 0."""
        name = f"{self.target}#{self.seed}.{number}"
        if number < len(self.pool):
            one = self.pool[number]
            return Case(name, one.origin, one.body, one.ctx)
        rng = random.Random(f"{self.seed} {self.target} {number}")
        index = rng.randrange(len(self.pool))
        one = self.pool[index]
        body, kind = one.body, rng.random()
        if kind < 0.7:
            body = self._grown(rng, index, body)
        if kind >= 0.55:
            body = _spoilt(rng, body, self.target)
        return Case(name, f"changed: {one.origin}", body, self._around(rng, one.ctx))

    def _around(self, rng: random.Random, ctx: Context) -> Context:
        """The context of the body, or one that lacks something."""
        if rng.random() < 0.8:
            return ctx
        return bare(
            Context(
                secret=rng.choice([ctx.secret, None, "another"]),
                settings=rng.choice([ctx.settings, {}]),
                request=rng.choice([ctx.request, None]),
            ),
            rng.choice([ctx.charset, self.target.charset, None]),
        )

    # ------------------------------------------------------------ trees

    @cached_property
    def _texts(self) -> list[tuple[tuple[Member, ...], list[str], list[str]]]:
        """The way to each scalar, texts that are fine there, and texts that are not."""
        letters = alphabet(self.target.encoding, self.target.charset)
        found = []
        for site in sites(self.target.message.record, self.target.shape):
            node = site.node.item if isinstance(site.node, Joined) else site.node
            if isinstance(node, Leaf):
                good = fine_texts(node.type, letters, _TEXTS)
                bad = [text for texts in broken_texts(node.type, letters, node).values() for text in texts[:_TEXTS]]
                found.append((site.way, good, bad))
        return found

    def _tree(self, index: int) -> Node | None:
        if index not in self._trees:
            try:
                self._trees[index] = self.wires.read(self.pool[index].body)
            except AssertionError:  # there is something wrong with its bytes
                self._trees[index] = None
        return self._trees[index]

    def _grown(self, rng: random.Random, index: int, body: bytes) -> bytes:
        """The body with texts and nodes of its tree changed."""
        tree = self._tree(index)
        if tree is None:
            return body
        root = copied(tree)
        for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 5))):
            rng.choice(self._changes)(rng, root)
        try:
            return self.wires.write(root)
        except WireError:
            return body

    @cached_property
    def _changes(self) -> list[Callable[[random.Random, Node], None]]:
        return [self._good] * 6 + [self._bad] * 2 + [self._moved, self._graft, _form]

    def _good(self, rng: random.Random, root: Node) -> None:
        self._retext(rng, root, 1)

    def _bad(self, rng: random.Random, root: Node) -> None:
        self._retext(rng, root, 2)

    def _retext(self, rng: random.Random, root: Node, which: int) -> None:
        if not self._texts:
            return
        one = rng.choice(self._texts)
        node, texts = _some(rng, root, one[0]), one[which]
        if node is None or not texts:
            return
        node.text = rng.choice(texts)
        if node.kind not in ("string", "element", "number", "boolean", "null") or (
            node.kind == "number" and not _NUMBER.fullmatch(node.text)
        ):
            node.kind = "string"
        elif node.kind in ("boolean", "null"):
            node.kind = "string" if node.text not in ("true", "false") else "boolean"

    def _moved(self, rng: random.Random, root: Node) -> None:
        """Children gone, doubled or in another order."""
        parents = [node for node in _all(root) if node.children]
        if not parents:
            return
        parent = rng.choice(parents)
        at = rng.randrange(len(parent.children))
        kind = rng.randrange(4)
        if kind == 0:
            del parent.children[at]
        elif kind == 1:
            parent.children.insert(rng.randrange(len(parent.children) + 1), copied(parent.children[at]))
        elif kind == 2:
            rng.shuffle(parent.children)
        else:
            parent.children[at:] = [copied(parent.children[at]) for _ in range(rng.choice((2, 3, 20, 110)))]

    def _graft(self, rng: random.Random, root: Node) -> None:
        """A child from another body of the pool."""
        other = self._tree(rng.randrange(len(self.pool)))
        if other is None:
            return
        donors = [node for node in _all(other) if node.children]
        takers = [node for node in _all(root) if node.kind in ("element", "object", "array")]
        if donors and takers:
            taker = rng.choice(takers)
            alike = [donor for donor in donors if donor.name == taker.name and donor.kind == taker.kind]
            child = rng.choice(rng.choice(alike or donors).children)
            if child.slot in {c.slot for c in taker.children} or alike:
                taker.children.insert(rng.randrange(len(taker.children) + 1), copied(child))


_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def _form(rng: random.Random, root: Node) -> None:
    """Another JSON form of the same text, or no text."""
    leaves = [node for node in _all(root) if not node.children]
    node = rng.choice(leaves)
    if node.kind in ("element", "object", "array"):
        node.text = ""
    elif node.slot in ("member", "item"):
        forms = ["string", "null"] + ["number"] * bool(_NUMBER.fullmatch(node.text))
        node.kind = rng.choice(forms + ["boolean"] * (node.text in ("true", "false")))
    else:
        node.text = ""


def _all(root: Node) -> list[Node]:
    found, stack = [], [root]
    while stack:
        node = stack.pop()
        found.append(node)
        stack += node.children
    return found


def _some(rng: random.Random, root: Node, way: tuple[Member, ...]) -> Node | None:
    """A node at the end of a way; of several alike, any."""
    node = root
    for step in way:
        if step.slot == "text":
            continue
        found = [child for child in node.children if child.slot == step.slot and child.name == step.name]
        if not found:
            return None
        node = rng.choice(found)
    return node


# ---------------------------------------------------------------- bytes


def _spoilt(rng: random.Random, body: bytes, target: Target) -> bytes:
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        body = rng.choice(_SPOILS)(rng, body, target)
    return body


def _span(rng: random.Random, kind: str, body: bytes) -> tuple[int, int] | None:
    found = [match.span() for match in TOKENS[kind].finditer(body) if kind == "value" or match.group()]
    return rng.choice(found) if found else None


def _value(rng: random.Random, body: bytes, target: Target) -> bytes:
    span = _span(rng, "value", body)
    return body if span is None else body[: span[0]] + rng.choice(VALUES) + body[span[1] :]


def _inside(rng: random.Random, body: bytes, target: Target) -> bytes:
    """Something put into a value."""
    span = _span(rng, "value", body)
    if span is None:
        return body
    at = rng.randint(*span)
    return body[:at] + rng.choice(INSERTS) + body[at:]


def _word(rng: random.Random, body: bytes, target: Target) -> bytes:
    one, other = _span(rng, "word", body), _span(rng, "word", body)
    return body if one is None or other is None else body[: one[0]] + body[slice(*other)] + body[one[1] :]


def _part(rng: random.Random, body: bytes, target: Target) -> bytes:
    one, other = _span(rng, "part", body), _span(rng, "part", body)
    if one is None or other is None:
        return body
    return rng.choice(
        [
            body[: one[0]] + body[one[1] :],
            body[: one[0]] + body[slice(*other)] + body[one[0] :],
            body[: one[0]] + body[slice(*other)] + body[one[1] :],
        ]
    )


def _insert(rng: random.Random, body: bytes, target: Target) -> bytes:
    at = rng.randint(0, len(body))
    return body[:at] + rng.choice(INSERTS) + body[at:]


def _byte(rng: random.Random, body: bytes, target: Target) -> bytes:
    at = rng.randint(0, len(body))
    return body[:at] + bytes((rng.randrange(256),)) + body[at + 1 :]


def _cut(rng: random.Random, body: bytes, target: Target) -> bytes:
    at = rng.randint(0, len(body))
    end = min(len(body), at + rng.randint(1, 40))
    return rng.choice([body[:at] + body[end:], body[:at], body[:end] + body[at:]])


def _entities(rng: random.Random, body: bytes, target: Target) -> bytes:
    """A character spelled in another way of its encoding."""
    span = _span(rng, "value", body)
    if span is None or span[0] == span[1]:
        return body
    at = rng.randrange(*span)
    byte = body[at]
    if target.encoding == "xml":
        new = rng.choice([b"&#%d;" % byte, b"&#x%x;" % byte, b"<![CDATA[%c]]>" % byte, b"&#0%d;" % byte])
    elif target.encoding == "json":
        new = rng.choice([b"\\u%04x" % byte, b"\\u%04X" % byte, b"\\%c" % byte])
    else:
        new = rng.choice([b"%%%02X" % byte, b"%%%02x" % byte, b"+"])
    return body[:at] + new + body[at + 1 :]


def _quotes(rng: random.Random, body: bytes, target: Target) -> bytes:
    if target.encoding == "xml":
        return re.sub(rb'="([^"\'<]*)"', lambda m: b"='" + m[1] + b"'" if rng.random() < 0.5 else m[0], body)
    return body.replace(b"'", b'"') if rng.random() < 0.5 else body.replace(b'"', b"'", 1)


_WHITE = (b" ", b"\n", b"\t", b"\r\n", b"\r", b"  ", b"\xa0", b"\x0b", b"")


def _white(rng: random.Random, body: bytes, target: Target) -> bytes:
    """White space between tokens."""
    white = rng.choice(_WHITE)
    pairs = [(b"><", b">" + white + b"<"), (b"/>", white + b"/>"), (b"\n", white), (b",", b"," + white)]
    pairs += [(b":", white + b":" + white), (b"=", white + b"="), (b" ", white), (b"}", white + b"}")]
    before, after = rng.choice(pairs)
    return body.replace(before, after, rng.choice((1, 1, -1)))


def _charset(rng: random.Random, body: bytes, target: Target) -> bytes:
    """The same characters in another charset, told or not, or the same bytes told to be another's."""
    names = ["utf-8", "windows-1251", "koi8-r", "utf-16", "iso-8859-1"]
    other = rng.choice(names)
    if rng.random() < 0.5:
        try:
            body = body.decode(target.charset).encode(other)
        except UnicodeError:
            return body
    if target.encoding == "xml" and rng.random() < 0.5:
        body = re.sub(rb"^<\?xml[^>]*\?>", b"", body)
        body = b'<?xml version="1.0" encoding="%s"?>' % rng.choice([other, target.charset]).encode() + body
    elif rng.random() < 0.2:
        body = b"\xef\xbb\xbf" + body
    return body


_Spoil = Callable[[random.Random, bytes, Target], bytes]
_SPOILS: list[_Spoil] = [
    *[_value] * 5, *[_inside] * 3, *[_part] * 4, *[_word] * 3, *[_entities] * 3, *[_white] * 3, _insert, _insert,
    _byte, _cut, _quotes, _charset,
]  # fmt: skip
