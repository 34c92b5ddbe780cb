"""The ledger of what a schema cannot say, each entry with a body that shows it.

While a schema is built it tells its ledger what it holds and what it loses; here each
loss finds its witness among the message's counter-examples. Nothing here reads bodies
or knows how a target is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from wirebook.model import Example, Message, Provider
from wirebook_codegen.emitted import HEADER, Loss, Unshown, Untold
from wirebook_codegen.excerpts import excerpt
from wirebook_codegen.markdown import cell, code, fence, inline
from wirebook_codegen.witnesses import Bench, utf8

__all__ = ["Ledger", "Lost", "gather", "named", "render", "unreadable"]

_INDEX = re.compile(r"\[[0-9]*\]")
# Lost without a witness these make an error: a spec states them, and `check` wants each shown broken.
_STATED = ("facet.", "rule.", "deviation.", "signature.mismatch", "code.unknown", "type.phone")
_BYTES = {
    "xml": (
        ("xml.doctype", "a schema is asked after the document type was read"),
        ("charset.not-allowed", "a schema sees characters, not bytes"),
        ("charset.conflict", "a schema sees characters, not bytes"),
    ),
    "json": (
        ("json.duplicate-key", "a schema sees an object after duplicates are gone"),
        ("charset.not-allowed", "a schema sees characters, not bytes"),
        ("charset.conflict", "a schema sees characters, not bytes"),
    ),
}
_OF_BYTES = frozenset(reason for entries in _BYTES.values() for _, reason in entries)


@dataclass(frozen=True, slots=True)
class Lost:
    """Why something is lost.

    also: other places where its finding may stand. shown_by: which bodies can show it (None: any).
    inside: the local names of the elements in which alone it is lost, where a path has several (None: anywhere).
    """

    reason: str
    also: tuple[str, ...] = ()
    shown_by: Callable[[bytes], bool] | None = None
    inside: frozenset[str] | None = None


@dataclass(slots=True)
class Ledger:
    """What one schema of one message holds and loses, by finding code and logical path without indexes."""

    target: str
    message: Message
    encodings: tuple[str, ...]
    held: set[tuple[str, str]] = field(default_factory=set)
    lost: dict[tuple[str, str], Lost] = field(default_factory=dict)

    def hold(self, code: str, path: str) -> None:
        """The schema says it."""
        self.held.add((code, path))

    def lose(
        self,
        code: str,
        path: str,
        reason: str,
        also: Iterable[str] = (),
        shown_by: Callable[[bytes], bool] | None = None,
        inside: Iterable[str] | None = None,
    ) -> None:
        """The schema cannot say it; the first reason stays, but all of it outweighs a part, and parts add up.

        A path that ends in ``.*`` is that of a map's values. also: other places where its finding may stand.
        shown_by: the schema says part of it; the bodies for which this holds show the rest.
        inside: the wire names of the elements in which alone it is lost.
        """
        names = None if inside is None else frozenset(name.rpartition("}")[2] for name in inside)
        before = self.lost.get((code, path))
        if before is None or (before.shown_by is not None and shown_by is None):
            self.lost[code, path] = before = Lost(reason, tuple(also), shown_by, names)
        elif before.shown_by is not None and shown_by is not None:
            before = replace(before, shown_by=_either(before.shown_by, shown_by))
        both = None if before.inside is None or names is None else before.inside | names
        self.lost[code, path] = replace(before, inside=both)

    def misses(self, code: str, path: str, body: bytes) -> bool:
        """Whether a finding of this code at this place (without indexes, "" for any) is one that the schema misses."""
        for (lost, place), entry in self.lost.items():
            if code == lost and _fits(code, path, (place, *entry.also)):
                return entry.shown_by is None or entry.shown_by(body)
        return False


def _either(one: Callable[[bytes], bool], other: Callable[[bytes], bool]) -> Callable[[bytes], bool]:
    return one if one is other else lambda body: one(body) or other(body)


def _fits(code: str, path: str, places: Iterable[str]) -> bool:
    """Whether an expected finding at ``path`` ("": anywhere) can be one at these places."""
    for place in places:
        if path == place or (place.endswith(".*") and path.startswith(place[:-1])):
            return True
        # Many things can be missing or unknown in a body, so there "anywhere" tells nothing.
        if not code.startswith("shape.") and (not path or not place):
            return True
    return False


def named(body: bytes, names: Iterable[str]) -> bool:
    """Whether a body has one of these names in it."""
    return any(re.search(rb"\b%s\b" % re.escape(name.rpartition("}")[2].encode()), body) for name in names)


def unreadable(ledger: Ledger) -> None:
    """What is refused in the bytes, before any schema could be asked."""
    for encoding in ledger.encodings:
        for found, reason in _BYTES.get(encoding, ()):
            ledger.lose(found, "", reason)


def gather(provider: Provider, ledgers: Iterable[Ledger]) -> tuple[Loss, ...]:
    """The losses with their witnesses; raises Unshown with all those that a spec states and no witness shows."""
    losses: list[Loss] = []
    bare: list[Untold] = []
    benches: dict[str, Bench] = {}
    everywhere: dict[tuple[str, str], str] = {}  # the message that shows what is the same in each
    for ledger in ledgers:
        message = ledger.message
        bench = benches.setdefault(message.id, Bench(provider, message))
        for (found, path), lost in ledger.lost.items():
            constraint = f"{found} {', '.join((path, *lost.also))}" if path else found
            shown = _witness(ledger, found, path, lost)
            made = None
            if shown is None and everywhere.get((found, ledger.target), message.id) == message.id:
                made = bench.made(ledger, found, path, lost)
            if (shown or made) and lost.reason in _OF_BYTES:
                everywhere.setdefault((found, ledger.target), message.id)
            if shown is not None:
                losses.append(Loss(ledger.target, message.id, constraint, lost.reason, shown.id))
            elif made is not None:
                losses.append(Loss(ledger.target, message.id, constraint, lost.reason, made.body.id, made))
            elif found.startswith(_STATED) and lost.shown_by is None:
                bare.append(Untold(provider, ledger.target, message.id, found, path, ledger.encodings))
    if bare:
        raise Unshown(bare)
    return tuple(losses)


def _witness(ledger: Ledger, found: str, path: str, lost: Lost) -> Example | None:
    """The first counter-example that breaks this, and nothing that the schema holds; of a body alone if possible."""
    for example in sorted(ledger.message.counterexamples, key=_beyond):
        if example.verdict != "fail" or example.encoding not in ledger.encodings:
            continue
        given = [(expected.code, _INDEX.sub("", expected.path)) for expected in example.findings]
        if not any(name == found and _fits(name, where, (path, *lost.also)) for name, where in given):
            continue
        body = utf8(example.body, example.charset or "utf-8")
        if lost.shown_by is not None and not lost.shown_by(body):
            continue
        if not any(place in ledger.held and not ledger.misses(*place, body) for place in given):
            return example
    return None


def _beyond(example: Example) -> bool:
    """Whether more than a body came, so that the fault may not be the body's."""
    return bool(example.body) and example.query is not None


# ---------------------------------------------------------------- the page


def render(provider: Provider, losses: tuple[Loss, ...]) -> str:
    """``losses.md``: every loss with its reason and its witness."""
    name = " / ".join(filter(None, (provider.name, provider.dialect)))
    out = [
        f"<!-- {HEADER} -->",
        "",
        f"# What the schemas of {inline(name)} cannot say",
        "",
        "Each entry is a constraint that Wirebook checks and a generated schema cannot express, with a body that the",
        "schema accepts and Wirebook refuses. The spec's other counter-examples the schemas refuse as well. A schema",
        "may be looser than Wirebook, never stricter. What depends on the request or on a setting is in no schema at",
        "all. What lies in the bytes (charset, document type, a key twice) is lost in every message and shown in one.",
        "Where no counter-example of the spec shows an entry, one of its examples is changed until it does: such a",
        "witness is named by the example and the change.",
        "",
    ]
    if not losses:
        out += ["Nothing is lost.", ""]
    for message in provider.messages:
        mine = [loss for loss in losses if loss.message == message.id]
        if mine:
            out += [f"## {inline(message.id)}: {inline(message.title.en)}", "", *_table(mine)]
            shown = dict.fromkeys(loss.witness for loss in mine)
            for example in message.counterexamples:
                if example.id in shown:
                    out += _body(example)
            for made in dict.fromkeys(loss.made for loss in mine if loss.made is not None):
                out += _body(made.body)
    return "\n".join(out)


def _table(losses: list[Loss]) -> list[str]:
    rows: dict[tuple[str, str, str], list[str]] = {}
    for loss in losses:
        rows.setdefault((loss.constraint, loss.reason, loss.witness), []).append(loss.target)
    out = ["| constraint | lost in | reason | witness |", "|---|---|---|---|"]
    for (constraint, reason, witness), targets in rows.items():
        cells = (code(constraint), inline(", ".join(targets)), inline(reason), code(witness))
        out.append("| " + " | ".join(cell(one) for one in cells) + " |")
    return [*out, ""]


def _body(example: Example) -> list[str]:
    charset = example.charset or "utf-8"
    try:
        text = example.body.decode(charset)
    except (UnicodeDecodeError, LookupError):
        charset = "latin-1"
        text = example.body.decode(charset)
    part = excerpt(text, example.encoding, charset)
    out = [f"### {inline(example.id)}: {inline(example.title.en)}", ""]
    around = [f"query {code(example.query.decode('ascii'))}"] if example.query is not None else []
    around += [f"header {code(f'{name}: {value}')}" for name, value in example.headers or ()]
    around += [f"HTTP status {example.status}"] if example.status is not None else []
    if around:
        out += [f"It came with {', '.join(around)}.", ""]
    out += [fence(part.head, example.encoding), ""]
    if part.tail:
        out += [f"… {part.missing} of {len(example.body)} bytes are left out here …", ""]
        out += [fence(part.tail, example.encoding), ""]
    return out
