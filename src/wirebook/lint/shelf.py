"""One book as the short road to a verdict uses it: what its bodies are is found by compiled code and remembered."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, NamedTuple

from wirebook.accept import READERS
from wirebook.accept.build import NOTHING, dicts
from wirebook.accept.quick import opened as as_text
from wirebook.books import Book
from wirebook.lint import layout
from wirebook.lint.http import TYPES
from wirebook.model import Operation
from wirebook.part import Context, Part
from wirebook.select import cases
from wirebook.select.run import MAX_LINE, Peek, faults, is_form, run
from wirebook.swift import guess_encodings, suspect
from wirebook.wire.charset import codec

__all__ = ["MOST", "Opened", "Shelf", "Told"]

MOST = 1024  # addresses, types and layouts that are remembered; a capture may hold any number of them
_SMALL = 4096  # bytes of a body whose layout is worth remembering
_END = re.compile(b"[\r\n]")
_BLANKS = (b" ", b"\t", b"\r", b"\n")
_LINE = 4 * MAX_LINE + 1  # bytes of a first line that can be one
_SHARED = 3

# Encoding, tree, codec, and whether the body is so small that its layout is worth remembering.
Opened = tuple[str, Any, str, bool]


class Told(NamedTuple):
    """A half that passes: its part, message, encoding, value (None where none was wanted) and checks left open."""

    part: str
    message: str
    encoding: str
    value: Any
    left: tuple[tuple[str, str], ...]
    body: bytes


class Shelf:
    """One book as this road uses it."""

    def __init__(self, book: Book, module: ModuleType, settings: Mapping[str, str], secret: str | None) -> None:
        self.book = book
        self.module = module
        self.table = book.table
        self.settings = settings
        self.secret = secret
        self.rows = {row[0]: row for row in self.table["operations"]}
        rows: dict[str, list[Any]] = {}
        for each in cases.LINES:
            if each in module.SELECT:
                rows.setdefault(codec(module.CHARSETS[each][2]) or "latin-1", []).extend(module.SELECT[each][1])
        self.lines = [(name, layout.first_lines(found)) for name, found in rows.items()]
        self._only_xml, self._only_json = ((each,) if each in module.SELECT else () for each in ("xml", "json"))
        self._forms = "form" in module.SELECT
        # By encoding, the places under the root whose texts tell messages apart; none where values do.
        self._places = {
            each: places for each in module.SELECT if (places := layout.places(module.SELECT[each], ())) is not None
        }
        self._asked = {
            (row[0], half): layout.asked(row[half], self.table) for row in self.rows.values() for half in (3, 4)
        }
        self._told: dict[tuple[Any, ...], Any] = {}
        self._quick = layout.makers(module)
        # Messages of which something travels outside the body, or whose codes depend on the operation.
        self._elsewhere = frozenset((*module.AROUND, *self.table["by"]))
        self._said: dict[str, list[str]] = {}
        self.bare = self.context(None)
        self.contexts = {name: self.context(name) for name in self.rows}
        self.asks = {operation.id: layout.asks(book, operation) for operation in book.provider.operations}
        self.asked_by: dict[str, list[Operation]] = {}
        for operation in book.provider.operations:
            for name in dict.fromkeys(case.message for case in operation.request):
                self.asked_by.setdefault(name, []).append(operation)
        self._readers: dict[str, Callable[..., Any]] = {}
        self._checks: dict[tuple[str, str, bool], Callable[..., Any]] = {}
        self._fine: dict[tuple[Any, ...], bool] = {}

    def context(self, operation: str | None) -> Context:
        return Context(
            operation=operation, dialect=self.book.dialect or None, secret=self.secret, settings=self.settings
        )

    def guess(self, body: bytes) -> tuple[str, ...] | None:
        """The encodings that the body suggests, as selection guesses; None where that is not told here."""
        first = body[:1]
        if first in _BLANKS:
            first = body.lstrip(b" \t\r\n")[:1]
        if first == b"<":
            return self._only_xml
        if first >= b"\x80":  # perhaps a byte order mark
            return guess_encodings(self.module, body)
        if self.lines:
            line = body
            if len(body) >= _LINE or b"\n" in body or b"\r" in body:
                found = _END.search(body, 0, _LINE)
                line = body[: _LINE if found is None else found.start()]
            # A line so long is none; whether a short one has the form of lines, its text tells.
            if len(line) < _LINE:
                for codec, fits in self.lines:
                    if fits(line.decode(codec, "replace")):
                        return guess_encodings(self.module, body)
        if first == b"{" or first == b"[":
            return self._only_json
        return ("form",) if self._forms and is_form(body.lstrip(b" \t\r\n")[:200]) else ()

    def open(self, encoding: str, part: Part, ctx: Context) -> Opened | None:
        """The body as the fast reader has it; None where it is not clean, or lines."""
        read = self._readers.get(encoding)
        if read is None:
            if encoding in cases.LINES:
                return None
            __import__(READERS[encoding])
            read = self._readers[encoding] = sys.modules[READERS[encoding]].read
        _, allowed, default = self.module.CHARSETS[encoding]
        header = None if part.headers is None else part.header_charset()
        found = read(part.body, self.resolved(encoding, ctx), allowed, default, None, header)
        if found is None or not found[1]:
            return None
        return encoding, found[0], found[2], len(part.body) <= _SMALL

    def resolved(self, encoding: str, ctx: Context) -> tuple[str, ...]:
        """How a charset is found, with what the request or a setting says of it."""
        names = self._said.get(encoding)
        resolve: tuple[str, ...] = self.module.CHARSETS[encoding][0]
        if names is None:
            names = self._said[encoding] = [step[8:] for step in resolve if step[:8] == "request:"]
        if not names or (ctx.request is None and not ctx.settings):
            return resolve
        told = ctx.settings if ctx.request is None else ctx.request
        if not any(map(told.get, names)):
            return resolve
        return ctx.resolved(resolve)

    def tagged(self, part: Part, row: Any, half: int, ctx: Context) -> str | None:
        """The message of a body in XML where the root element's start alone tells it.

        row: that of the operation, None where the body has to tell for itself.
        """
        found = layout.TAG.match(part.body) if self._quick else None
        asked = () if row is None else self._asked[row[0], half]
        if found is None or asked is None:
            return None
        tag, said = found[1], layout.said(ctx, asked) if asked else ()
        key = (None if row is None else row[0], half, tag, ctx.request_message, said)
        if key not in self._told:
            self._remember(key, self._by_tag(tag, row, half, part, ctx))
        name: str | None = self._told[key]
        return name

    def quickly(self, half: str, name: str, part: Part, ctx: Context, values: bool) -> Told | None:
        """The half as this message, without a parser; None where its layout is another or there is more to tell."""
        if name in self._elsewhere:
            return None
        _, allowed, default = self.module.CHARSETS["xml"]
        header = None if part.headers is None else part.header_charset()
        text = as_text(part.body, self.resolved("xml", ctx), allowed, default, None, header)
        if text is None:
            return None
        check = self._checks.get((name, "", values))
        if check is None:
            make = self._quick[name]
            check = self._checks[name, "", values] = make(dicts(self.module) if values else NOTHING)
        outcome = check(*text, ctx, part.body)
        return self._passed(half, name, "xml", outcome, part.body, None, text[1], values, text[0])

    def _by_tag(self, tag: bytes, row: Any, half: int, part: Part, ctx: Context) -> str | None:
        """The message that any body whose root element starts like that is; None where more decides."""
        try:
            root = layout.Tag(tag)
            if row is None:
                found = run(self.module.SELECT["xml"], root)
                # Of a message that lets no other names through, nothing that it accepts is only like it.
                closed = len(found) == 1 and layout.closed(self.table["shapes"][found[0], "xml"][0])
                name = found[0] if closed else None
            elif len(row[half]) == 1 and row[half][0][0] is None:
                name = row[half][0][1]
            else:
                body = cases.Body(self.table, "xml", self.module.SELECT["xml"], root, part.status, ctx, _flag)
                chosen = cases.by_operation(body, (row,), (half,))
                name = chosen[0] if chosen is not None and len(chosen) == 1 else None
        except (LookupError, ValueError):
            return None
        return name if name in self._quick else None

    def reply_encoding(self, row: Any, ctx: Context) -> str | None:
        """The encoding of an operation's reply, remembered by what the request says of it."""
        region, _, name = row[5][0].partition(".")
        if region == "setting" or ctx.request is None:
            return cases.reply_encoding(row[5], self.table["settings"], ctx)
        value = ctx.request.get(name)
        key = (row[0], type(value), repr(value))
        if key not in self._told:
            self._remember(key, cases.reply_encoding(row[5], self.table["settings"], ctx))
        encoding: str | None = self._told[key]
        return encoding

    def message(self, opened: Opened, row: Any, half: int, part: Part, ctx: Context) -> str | None:
        """The one message that the body can be as a half of an operation."""
        encoding, tree, _, small = opened
        if len(row[half]) == 1 and row[half][0][0] is None:
            only: str = row[half][0][1]
            return only if (only, encoding) in self.module.MAKERS else None
        asked = self._asked[row[0], half]
        key = None
        peek = layout.peek(encoding, tree)
        names = layout.names(encoding, tree) if small and asked is not None and encoding in self._places else None
        if names is not None and asked is not None:
            consts = [peek.const(*place) for place in self._places[encoding]]
            key = (row[0], half, encoding, names, ctx.request_message, *consts, *layout.said(ctx, asked))
            if key in self._told:
                known: str | None = self._told[key]
                return known
        body = cases.Body(self.table, encoding, self.module.SELECT[encoding], peek, part.status, ctx, _flag)
        try:
            chosen = cases.by_operation(body, (row,), (half,))
        except LookupError:
            return None
        found = () if chosen is None else body.narrowed(chosen)
        name = found[0] if len(found) == 1 else None
        if key is not None:
            self._remember(key, name)
        return name

    def by_structure(self, opened: Opened) -> tuple[str, ...] | None:
        """The messages that the body can be, by itself; none if it is not one of them but only the nearest."""
        encoding, tree, _, small = opened
        key = None
        peek = layout.peek(encoding, tree)
        names = layout.names(encoding, tree) if small and encoding in self._places else None
        if names is not None:
            key = (encoding, names, *[peek.const(*place) for place in self._places[encoding]])
            if key in self._told:
                known: tuple[str, ...] = self._told[key]
                return known
        found = run(self.module.SELECT[encoding], peek)
        if len(found) == 1 and not self._resembles(found[0], encoding, peek):
            found = ()
        if key is not None:
            self._remember(key, found)
        return found

    def _remember(self, key: tuple[Any, ...], told: Any) -> None:
        if len(self._told) >= MOST:
            self._told.clear()
        self._told[key] = told

    def check(self, part: str, name: str, opened: Opened, body: bytes, ctx: Context, values: bool) -> Told | None:
        """The half as this message; None where there is anything to tell."""
        encoding, tree, codec, _ = opened
        if name in self._elsewhere:
            return None
        key = (name, encoding, values)
        check = self._checks.get(key)
        if check is None:
            make = self.module.MAKERS[name, encoding]
            check = self._checks[key] = make(dicts(self.module) if values else NOTHING)
        return self._passed(part, name, encoding, check(tree, codec, ctx, True, body), body, tree, codec, values)

    def _passed(
        self,
        part: str,
        name: str,
        encoding: str,
        outcome: Any,
        body: bytes,
        tree: Any,
        codec: str,
        values: bool,
        text: str | None = None,
    ) -> Told | None:
        if outcome is None or not outcome[1] or suspect(encoding, body, tree, codec, text):
            return None
        left = () if outcome[1] is True else tuple(dict.fromkeys(outcome[1]))
        return None if None in left else Told(part, name, encoding, outcome[0] if values else None, left, body)

    def fine(self, operation: Operation, encoding: str, part: Part, status: int | None) -> bool:
        """Whether HTTP itself says nothing against the request; what ``lint.http`` would tell."""
        given = None if part.headers is None else part.headers.get("content-type", "")
        key = (operation.id, encoding, part.method, given, status)
        known = self._fine.get(key)
        if known is None:
            plain = given is None or not part.body
            typed = "" if given is None else given.partition(";")[0].strip().lower()
            words = TYPES.get(encoding)
            known = (
                part.method in (None, operation.method)
                and (words is None or plain or any(word in typed for word in words))
                and (operation.retry is None or status is None or operation.retry.stops(status))
            )
            if len(self._fine) < MOST:
                self._fine[key] = known
        return known

    def _resembles(self, name: str, encoding: str, peek: Peek) -> bool:
        """Whether the body is a message's at all; what ``select.likeness`` says of it."""
        signature = self.table["shapes"][name, encoding][0]
        outline = peek.outline()
        errors, extras = faults(signature, outline)
        shared = sum(each in signature[1] for each in outline)
        return shared >= (1 if encoding == "xml" else _SHARED) and shared > errors + extras


def _flag(name: str, text: str) -> Any:
    raise LookupError(name)
