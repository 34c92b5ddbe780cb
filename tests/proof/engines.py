"""Every engine's verdict on one body, and where they contradict what they owe each other.

- The law: generated code gives a value exactly where explain has no error, the same value, and is
  clean exactly where explain has no finding; so does reading without the quick way in front of it, and
  the same code with classes for dictionaries.
- The short way to a verdict (``swift``) says nothing, or what the thorough way says.
- A schema accepts all that is tolerated, and refuses the rest but for what its ledger's page names.
What no text could be got from is asked of no schema: its fault lies in the bytes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from unittest.mock import patch

from schema_judges import (
    Judge,
    beyond,
    emit,
    emitted,
    encoding,
    in_ledger,
    json_judges,
    judges,
    loosened,
    printed,
    providers,
    tree,
    unneeded,
)
from targets import Target

from generated import accepted, built, module
from wirebook.accept import QUICK, bind
from wirebook.accept.build import dicts
from wirebook.books import Book, built_in, open_book
from wirebook.diagnostic import Finding
from wirebook.explain import Explained, explain, read
from wirebook.lexical import MAX_NUMBER
from wirebook.part import Context, Part
from wirebook.swift import decide
from wirebook.thorough import examine
from wirebook_codegen import jsonschema as json_emitter
from wirebook_codegen import xsd as xsd_emitter
from wirebook_codegen.emitted import Loss
from wirebook_codegen.losses import Ledger, gather

__all__ = ["BYTES", "MANY", "SELDOM", "SLOW", "SLOWER", "Court", "Disagreement", "Heard", "stripped", "turn"]

# Some questions cost a hundred times what others do: one body in so many, fewer still once a target has had many.
SLOW = 8
SELDOM = 64
MANY = 1000
SLOWER = ("xmlschema", "jsonschema")
# Faults of the bytes, found before a schema could be asked.
BYTES = ("input.", "limit.", "charset.", "xml.", "json.", "form.")
_SAID = ("verdict", "reason", "provider", "message", "encoding", "candidates", "value", "findings", "skipped")


def turn(number: int, often: int = SLOW) -> bool:
    """Whether a costly question is asked about this body: each of ``often``, later each of eight times as many."""
    return number % (often if number < MANY else often * SELDOM // SLOW) == 0


@dataclass(frozen=True)
class Disagreement:
    """Two engines that contradict each other on a body.

    kind: which of their duties is broken; key: what is the same in every body that shows this one.
    """

    kind: str
    key: str
    said: dict[str, str]


@dataclass
class Heard:
    """What one body showed: explain's verdict, who was asked, what was used, and what contradicts."""

    verdict: str
    value: Any = None
    charset: str = ""
    agreed: Counter[str] = field(default_factory=Counter)
    used: set[Loss] = field(default_factory=set)
    wrong: list[Disagreement] = field(default_factory=list)


@cache
def ledgers(folder: str) -> tuple[Ledger, ...]:
    """The whole ledgers, with what the page leaves out because no counter-example of the spec shows it."""
    found: list[Ledger] = []

    def noted(provider: Any, some: Any) -> tuple[Loss, ...]:
        kept = list(some)
        found.extend(kept)
        return gather(provider, kept)

    with patch.object(xsd_emitter, "gather", noted), patch.object(json_emitter, "gather", noted):
        emit(replace(providers()[folder]))  # another object, for what was emitted is remembered
    return tuple(found)


class Court:
    """All engines for one target, made once."""

    def __init__(self, target: Target) -> None:
        self.target = target
        provider, message = target.provider, target.message
        files, losses = emitted(target.folder)
        self.losses = tuple(loss for loss in losses if loss.message == message.id)
        self.ledgers = {one.target: one for one in ledgers(target.folder) if one.message.id == message.id}
        self.judges: list[Judge] = [
            judge for judge in judges(provider, message, files) if encoding(judge.target) == target.encoding
        ]
        self.logical = json_judges(files[f"{message.id}.schema.json"])
        self.loose = loosened(provider, message)
        found = {judge.target: judge.validators for judge in self.judges}
        mine = [loss for loss in self.losses if loss.target in found or loss.target == "jsonschema"]
        # Entries whose own witness shows them; the schema of values belongs to every encoding.
        self.shown = {loss for loss in mine if not unneeded(target.folder, loss, found, self.logical)}
        code = module(provider, "accept")
        self.reading = None
        if message.id in getattr(code, QUICK.get(target.encoding, ("",))[0], ()):
            with patch.dict(QUICK, clear=True):  # without the quick way in front, which decides most of what passes
                self.reading = bind(code, message.id, target.encoding, dicts(code))
        self.book: Book | None = None
        if provider.name in built_in():
            self.book = open_book(provider.name, provider.dialect or None)

    def hear(self, body: bytes, ctx: Context, number: int = 0) -> Heard:
        """Ask every engine; ``number`` decides which of the costly questions are asked."""
        target, part = self.target, Part(body)
        wire = read(target.provider, target.shape, part, ctx)
        told = explain(target.provider, target.message, target.shape, wire, ctx)
        errors = [f for f in told.findings if f.severity == "error"]
        heard = Heard("refused" if errors else "tolerated" if told.findings else "clean", told.value, wire.charset)
        for wrong in (*self._law(part, ctx, told, errors, heard), *self._swift(part, ctx, number, heard)):
            heard.wrong.append(wrong)
        text = None
        if wire.root is not None and not any(f.code.startswith(BYTES) for f in errors):
            text = _text(body, wire.charset)
        # A form is read byte by byte: between raw bytes and percent signs it may be no text, and no schema is asked.
        assert text is not None or errors or not self.judges, "what was read is no text"
        if text is not None:
            heard.wrong += self._schemas(text, ctx, part, told, errors, number, heard)
        elif errors:
            self._unread(body, wire.charset, errors, heard)
        heard.wrong += self._values(part, ctx, told, errors, number, heard)
        return heard

    # ------------------------------------------------------------ the law

    def _law(
        self, part: Part, ctx: Context, told: Explained, errors: list[Finding], heard: Heard
    ) -> Iterator[Disagreement]:
        target = self.target
        want = None if errors else (told.value, not told.findings)
        got = accepted(target.provider, target.message.id, target.encoding, part, ctx)
        yield from self._same("accept", got, want, told, heard)
        made = built(target.provider, target.message.id, target.encoding, part, ctx)
        yield from self._same("accept into objects", made, want, told, heard)
        if self.reading is not None:
            yield from self._same("accept by reading", self.reading(part.body, None, ctx), want, told, heard)

    def _same(self, who: str, got: Any, want: Any, told: Explained, heard: Heard) -> Iterator[Disagreement]:
        # Equal is not the same: 1 and True, a text and a number's literal.
        if got == want and repr(got) == repr(want):
            heard.agreed[who] += 1
            return
        how = "refuses" if got is None else "accepts" if want is None else "differs"
        said = {who: repr(got), "explain": _told(told)}
        yield Disagreement("law", f"{who} {how} {_codes(told)}", said)

    def _swift(self, part: Part, ctx: Context, number: int, heard: Heard) -> Iterator[Disagreement]:
        which = number % (2 * SLOW)
        if self.book is None or which > 2:
            return
        names = [(self.target.message.id, self.target.encoding), (None, None), (None, self.target.encoding)][which]
        short = decide(self.book, part, ctx, *names, True)
        if short is None:
            return
        long = examine(self.book, part, ctx, *names)
        one, other = ({name: getattr(way, name) for name in _SAID} for way in (short, long))
        if one == other and repr(one["value"]) == repr(other["value"]):
            heard.agreed["swift"] += 1
            return
        said = {"swift": repr(one), "thorough": repr(other)}
        yield Disagreement("swift", f"{short.verdict} {long.verdict} {names}", said)

    # ------------------------------------------------------------ schemas

    def _schemas(
        self, text: str, ctx: Context, part: Part, told: Explained, errors: list[Finding], number: int, heard: Heard
    ) -> Iterator[Disagreement]:
        """A schema sees the body alone: what only the request makes wrong is no fault of it."""
        if errors and ctx.request is not None:
            told = self._alone(part, ctx)
            errors = [f for f in told.findings if f.severity == "error"]
        for judge in self.judges:
            asked = {n: a for n, a in judge.validators.items() if n not in SLOWER or turn(number)}
            verdicts = {name: accepts(text) for name, accepts in asked.items()}
            for name, accepts in verdicts.items():
                who = f"{name} {judge.target}"
                if not errors and not accepts:
                    yield Disagreement("stricter", f"{who} {_codes(told)}", {who: "refuses", "explain": _told(told)})
                else:
                    heard.agreed[who] += 1
            if errors and verdicts and all(verdicts.values()):
                yield from self._lost(judge.target, errors, told, text.encode(), heard)

    def _alone(self, part: Part, ctx: Context) -> Explained:
        bare = Context(charset=ctx.charset, secret=ctx.secret, settings=dict(ctx.settings))
        wire = read(self.target.provider, self.target.shape, part, bare)
        return explain(self.target.provider, self.target.message, self.target.shape, wire, bare)

    def _lost(
        self, target: str, errors: list[Finding], told: Explained, body: bytes, heard: Heard
    ) -> Iterator[Disagreement]:
        """What a schema missed must stand in its ledger, each finding of it; what the page lacks is noted."""
        for finding in errors:
            if beyond(finding):
                continue
            entries = [
                loss
                for loss in self.losses
                if loss.target == target and in_ledger((loss,), target, self.target.message, finding.code, finding.path)
            ]
            heard.used.update(entries)
            path = _bare(finding.path)
            if finding.code in ("type.integer", "type.decimal", "type.bits") and _long(finding):
                heard.agreed["(a number of more digits than are read)"] += 1
                continue
            if target == "xsd11" and finding.code == "shape.text" and stripped(body.decode()):
                heard.agreed["(xmlschema strips what XML calls text)"] += 1
                continue
            if not entries:
                # The emitter may know of it and have no witness: that is missing on the page all the same.
                kind = "unshown" if self.ledgers[target].misses(finding.code, path, body) else "unlisted"
                said = {target: "accepts", "explain": _told(told)}
                yield Disagreement(kind, f"{target} {finding.code} {path}", said)

    def _unread(self, body: bytes, charset: str, errors: list[Finding], heard: Heard) -> None:
        """Entries about bytes are used where a schema would have taken the body."""
        codes = {f.code for f in errors}
        for judge in self.judges:
            entries = [loss for loss in self.losses if loss.target == judge.target and loss.constraint in codes]
            texts = (_text(body, name) for name in (charset, "utf-8", "windows-1251", "koi8-r"))
            if entries and judge.accepts(next((text for text in texts if text is not None), "\0")):
                heard.used.update(entries)

    def _values(
        self, part: Part, ctx: Context, told: Explained, errors: list[Finding], number: int, heard: Heard
    ) -> Iterator[Disagreement]:
        """The schema of logical values takes every value, and refuses those that only limits and rules refuse."""
        if not errors:
            text = json.dumps(printed(told.value))
            for name, accepts in self.logical.items():
                if name in SLOWER and not turn(number):
                    continue
                who = f"{name} jsonschema"
                if accepts(text):
                    heard.agreed[who] += 1
                else:
                    yield Disagreement(
                        "stricter", f"{who} {_codes(told)}", {who: "refuses", "value": text, "explain": _told(told)}
                    )
            return
        if not turn(number, 2) or all(f.code.startswith((*BYTES, "lines.", "shape.")) for f in errors):
            return
        provider, message = self.loose
        alone = told if ctx.request is None else self._alone(part, ctx)
        errors = [f for f in alone.findings if f.severity == "error"]
        shape = next(shape for shape in message.shapes if shape.encoding == self.target.encoding)
        bare = Context(charset=ctx.charset)
        value = explain(provider, message, shape, read(provider, shape, part, bare), bare).value
        if value is None:
            return  # broken in a way that no logical value has
        text = json.dumps(printed(value))
        asked = [accepts for name, accepts in self.logical.items() if name not in SLOWER or turn(number)]
        if all(accepts(text) for accepts in asked):
            yield from self._lost("jsonschema", errors, alone, text.encode(), heard)
        else:
            heard.agreed["jsonschema-rs jsonschema"] += 1


def _text(body: bytes, charset: str) -> str | None:
    """The characters of a body, which is all that a schema sees."""
    try:
        return body.decode("utf-8-sig" if charset == "utf-8" else charset)
    except (UnicodeDecodeError, LookupError):
        return None


def _long(finding: Finding) -> bool:
    """Whether the value has more characters than are read of a number: a cap, like that on nodes; no schema has it."""
    return finding.end - finding.start > MAX_NUMBER


def stripped(text: str) -> bool:
    """Whether text between elements is white space to ``str.strip``, by which xmlschema tells it, and none to XML."""
    found = [each for node in tree(text, bare=True).iter() for each in (node.text, node.tail) if each]
    return any(not each.strip() and each.strip(" \t\r\n") for each in found)


def _bare(path: str) -> str:
    out, depth = [], 0
    for char in path:
        depth += char == "["
        if not depth:
            out.append(char)
        depth -= char == "]"
    return "".join(out)


def _codes(told: Explained) -> str:
    return ",".join(sorted({f"{f.code} {_bare(f.path)}" for f in told.findings})[:4])


def _told(told: Explained) -> str:
    found = [f"{f.severity} {f.code} {f.path}".rstrip() for f in told.findings]
    return "; ".join(found[:12]) or f"clean, {told.value!r}"
