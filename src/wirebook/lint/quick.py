"""The short road from an exchange to its verdict: both halves by compiled code, with what is known remembered.

It answers for an exchange that passes without a finding, and for one that no book claims; for
everything else it says nothing, and the linter goes the whole way. What only depends on the books
(which operation an address means, what a reply is read by) is looked up once.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError, XMLParser

from wirebook.accept import READERS
from wirebook.accept.build import NOTHING, dicts
from wirebook.accept.json import Num
from wirebook.accept.quick import opened as as_text
from wirebook.books import Book
from wirebook.capture.exchange import Exchange, Half
from wirebook.lint.address import by_address, knows_host
from wirebook.lint.http import TYPES, elsewhere
from wirebook.model import Cond, List, Operation, Record
from wirebook.part import Context, Part
from wirebook.select import cases
from wirebook.select.run import MAX_LINE, ElementPeek, FormPeek, JsonPeek, Peek, faults, is_form, run
from wirebook.swift import guess_encodings, suspect
from wirebook.wire.charset import codec

__all__ = ["Passed", "Quick", "Told"]

_MOST = 1024  # addresses, types and layouts that are remembered; a capture may hold any number of them
_SMALL = 4096  # bytes of a body whose layout is worth remembering
_END = re.compile(b"[\r\n]")
_LINE = 4 * MAX_LINE + 1  # bytes of a first line that can be one
_SHARED = 3

# Encoding, tree, codec, the body as selection sees it, and its names as a key.
Opened = tuple[str, Any, str, Peek, "tuple[Any, ...] | None"]


class Told(NamedTuple):
    """A half that passes: its part, message, encoding, value (None where none was wanted) and checks left open."""

    part: str
    message: str
    encoding: str
    value: Any
    left: tuple[tuple[str, str], ...]
    body: bytes


class Passed(NamedTuple):
    """An exchange that passes."""

    book: Book
    operation: Operation
    halves: tuple[Told, ...]


class _Shelf:
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
        self.lines = [(name, _first_lines(found)) for name, found in rows.items()]
        self._only_xml, self._only_json = ((each,) if each in module.SELECT else () for each in ("xml", "json"))
        self._forms = "form" in module.SELECT
        # By encoding, the places under the root whose texts tell messages apart; none where values do.
        self._places = {
            each: places for each in module.SELECT if (places := _places(module.SELECT[each], ())) is not None
        }
        self._asked = {(row[0], half): _asked(row[half], self.table) for row in self.rows.values() for half in (3, 4)}
        self._told: dict[tuple[Any, ...], Any] = {}
        self._quick = _makers(module)
        self._said: dict[str, list[str]] = {}
        self.bare = self.context(None)
        self.contexts = {name: self.context(name) for name in self.rows}
        self.asks = {operation.id: _asks(book, operation) for operation in book.provider.operations}
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
        first = body.lstrip(b" \t\r\n")[:1]
        if first == b"<":
            return self._only_xml
        if first >= b"\x80":  # perhaps a byte order mark
            return guess_encodings(self.module, body)
        if self.lines:
            found = _END.search(body, 0, _LINE)
            line = body[: _LINE if found is None else found.start()]
            # A line so long is none; whether a short one has the form of lines, its text tells.
            if len(line) < _LINE and any(fits(line.decode(codec, "replace")) for codec, fits in self.lines):
                return guess_encodings(self.module, body)
        if first in (b"{", b"["):
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
        tree, _, codec = found
        peek = ElementPeek(tree) if encoding == "xml" else JsonPeek(tree, Num) if encoding == "json" else FormPeek(tree)
        return encoding, tree, codec, peek, _names(encoding, tree) if len(part.body) <= _SMALL else None

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
        found = _TAG.match(part.body) if self._quick else None
        asked = () if row is None else self._asked[row[0], half]
        if found is None or asked is None:
            return None
        said = [repr((ctx.request or {}).get(name)) for name in asked]
        key = (None if row is None else row[0], half, found[1], ctx.request_message, *said)
        if key not in self._told:
            self._remember(key, self._by_tag(found[1], row, half, part, ctx))
        name: str | None = self._told[key]
        return name

    def quickly(self, half: str, name: str, part: Part, ctx: Context, values: bool) -> Told | None:
        """The half as this message, without a parser; None where its layout is another or there is more to tell."""
        if name in self.module.AROUND or name in self.table["by"]:
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
        return self._passed(half, name, "xml", outcome, part.body, None, text[1], values)

    def _by_tag(self, tag: bytes, row: Any, half: int, part: Part, ctx: Context) -> str | None:
        """The message that any body whose root element starts like that is; None where more decides."""
        try:
            root = Tag(tag)
            if row is None:
                found = run(self.module.SELECT["xml"], root)
                # Of a message that lets no other names through, nothing that it accepts is only like it.
                closed = len(found) == 1 and _closed(self.table["shapes"][found[0], "xml"][0])
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

    def message(self, opened: Opened, row: Any, half: int, part: Part, ctx: Context) -> str | None:
        """The one message that the body can be as a half of an operation."""
        encoding, _, _, peek, names = opened
        if len(row[half]) == 1 and row[half][0][0] is None:
            only: str = row[half][0][1]
            return only if (only, encoding) in self.module.MAKERS else None
        asked = self._asked[row[0], half]
        key = None
        if names is not None and asked is not None and encoding in self._places:
            consts = [peek.const(*place) for place in self._places[encoding]]
            request = ctx.request or {}
            said = [repr(request.get(name)) for name in asked]
            key = (row[0], half, encoding, names, ctx.request_message, *consts, *said)
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
        encoding, _, _, peek, names = opened
        key = None
        if names is not None and encoding in self._places:
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
        if len(self._told) >= _MOST:
            self._told.clear()
        self._told[key] = told

    def check(self, part: str, name: str, opened: Opened, body: bytes, ctx: Context, values: bool) -> Told | None:
        """The half as this message; None where there is anything to tell."""
        encoding, tree, codec, _, _ = opened
        if name in self.module.AROUND or name in self.table["by"]:
            return None
        key = (name, encoding, values)
        check = self._checks.get(key)
        if check is None:
            make = self.module.MAKERS[name, encoding]
            check = self._checks[key] = make(dicts(self.module) if values else NOTHING)
        return self._passed(part, name, encoding, check(tree, codec, ctx, True, body), body, tree, codec, values)

    def _passed(
        self, part: str, name: str, encoding: str, outcome: Any, body: bytes, tree: Any, codec: str, values: bool
    ) -> Told | None:
        if outcome is None or not outcome[1] or suspect(encoding, body, tree, codec):
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
            if len(self._fine) < _MOST:
                self._fine[key] = known
        return known

    def _resembles(self, name: str, encoding: str, peek: Peek) -> bool:
        """Whether the body is a message's at all; what ``select.likeness`` says of it."""
        signature = self.table["shapes"][name, encoding][0]
        outline = peek.outline()
        errors, extras = faults(signature, outline)
        shared = sum(each in signature[1] for each in outline)
        return shared >= (1 if encoding == "xml" else _SHARED) and shared > errors + extras


class Quick:
    """The short road for some books, under one deployment's settings."""

    def __init__(self, books: Sequence[Book], contexts: Callable[[Book], Context]) -> None:
        self._books = tuple(books)
        self._shelves: dict[int, _Shelf] = {}
        for book in books:
            module, ctx = book.accept, contexts(book)
            if module is not None and not _declared(book, ctx.settings):
                continue
            if module is not None:
                self._shelves[id(book)] = _Shelf(book, module, ctx.settings, ctx.secret)
        self._addresses: dict[tuple[str | None, str | None], Any] = {}

    def told(self, exchange: Exchange, values: bool) -> Passed | str | None:
        """The exchange that passes; "out_of_scope"; or None where it takes more than this road has."""
        asked = exchange.request
        if asked is None:
            return None
        part = asked.part
        if part.method is None and part.path is None and exchange.reply is None:
            return None
        key = (exchange.host, part.path)
        if key not in self._addresses:
            if len(self._addresses) >= _MOST:
                self._addresses.clear()
            self._addresses[key] = self._address(*key)
        address = self._addresses[key]
        if address is None or asked.lacks or part.query:
            return None
        if address != "unknown":
            shelf, operation = address
            return self._spoken(exchange, shelf, operation, None, values)
        if not part.body:
            return "out_of_scope"
        return self._by_structure(exchange, part, values)

    def _address(self, host: str | None, path: str | None) -> Any:
        """The one operation of an address with its book; "unknown" for one that no book has; None for anything else."""
        claims = by_address(self._books, host, path)
        if not claims:
            if knows_host(self._books, host) is not None or len(self._shelves) < len(self._books):
                return None
            # An address of another host may mean an operation all the same, once its book is at hand.
            known = any(cases.operations_of(s.table, path, s.bare) for s in self._shelves.values())
            return None if known else "unknown"
        shelf = self._shelves.get(id(claims[0].book))
        if len(claims) > 1 or len(claims[0].operations) > 1 or shelf is None:
            return None
        return shelf, claims[0].operations[0]

    def _by_structure(self, exchange: Exchange, part: Part, values: bool) -> Passed | str | None:
        """As the linter looks for an address that no book knows: the first book of which the body is a message."""
        for shelf in self._shelves.values():
            guessed = shelf.guess(part.body)
            if guessed == ():
                continue  # nothing can be told, whatever the body is
            if guessed is None or len(guessed) > 1:
                return None
            name = shelf.tagged(part, None, cases.REQUEST, shelf.bare) if guessed[0] == "xml" else None
            if name is not None and len(shelf.asked_by.get(name, ())) == 1:
                found = self._spoken(exchange, shelf, shelf.asked_by[name][0], None, values, name)
                if found is not None:
                    return found
            opened = shelf.open(guessed[0], part, shelf.bare)
            if opened is None:
                return None
            names = shelf.by_structure(opened)
            if not names:
                continue
            if len(names) > 1:
                return None
            operations = shelf.asked_by.get(names[0], ())
            if len(operations) != 1:
                return None
            return self._spoken(exchange, shelf, operations[0], opened, values)
        return "out_of_scope"

    def _spoken(
        self,
        exchange: Exchange,
        shelf: _Shelf,
        operation: Operation,
        opened: Opened | None,
        values: bool,
        only: str | None = None,
    ) -> Passed | None:
        """Both halves of an exchange that is this operation.

        opened: the request where it was read already. only: the message that it must be, told by its root element.
        """
        asked, reply = exchange.request, exchange.reply
        row = shelf.rows[operation.id]
        ctx = shelf.contexts[operation.id]
        halves: list[Told] = []
        assert asked is not None
        if operation.request:
            told = self._request(shelf, operation, row, asked.part, reply, ctx, opened, values, only)
            if told is None:
                return None
            halves.append(told)
            if operation.reply:
                ctx = shelf.context(operation.id)
                ctx.request, ctx.request_message = told.value or {}, told.message
        if operation.reply:
            if reply is None or reply.lacks or not reply.part.body or ctx.request_message is None:
                return None
            answered = self._reply(shelf, row, reply.part, ctx, values)
            if answered is None:
                return None
            halves.append(answered)
        return Passed(shelf.book, operation, tuple(halves)) if halves else None

    def _request(
        self,
        shelf: _Shelf,
        operation: Operation,
        row: Any,
        part: Part,
        reply: Half | None,
        ctx: Context,
        opened: Opened | None,
        values: bool,
        only: str | None,
    ) -> Told | None:
        status = None if reply is None else reply.part.status
        if part.method is None or not part.body or elsewhere(operation, part):
            return None
        wanted = values or shelf.asks[operation.id]
        if opened is None:
            guessed = shelf.guess(part.body)
            if guessed is None or len(guessed) != 1 or not shelf.fine(operation, guessed[0], part, status):
                return None
            name = shelf.tagged(part, row, cases.REQUEST, ctx) if guessed[0] == "xml" else None
            told = None
            if name is not None and only in (None, name):
                told = shelf.quickly("request", name, part, ctx, wanted)
            if told is not None or only is not None:
                return told
            opened = shelf.open(guessed[0], part, ctx)
        elif not shelf.fine(operation, opened[0], part, status):
            return None
        name = None if opened is None else shelf.message(opened, row, cases.REQUEST, part, ctx)
        if opened is None or name is None:
            return None
        return shelf.check("request", name, opened, part.body, ctx, wanted)

    def _reply(self, shelf: _Shelf, row: Any, part: Part, ctx: Context, values: bool) -> Told | None:
        guessed = shelf.guess(part.body)
        if guessed is None or len(guessed) != 1:
            return None
        wanted = cases.reply_encoding(row[5], shelf.table["settings"], ctx)
        if wanted is not None and wanted != guessed[0]:
            return None
        name = shelf.tagged(part, row, cases.REPLY, ctx) if guessed[0] == "xml" else None
        told = None if name is None else shelf.quickly("response", name, part, ctx, values)
        if told is not None:
            return told
        opened = shelf.open(guessed[0], part, ctx)
        name = None if opened is None else shelf.message(opened, row, cases.REPLY, part, ctx)
        if opened is None or name is None:
            return None
        return shelf.check("response", name, opened, part.body, ctx, values)


# The root element's start, and nothing before it but a declaration and blanks.
_TAG = re.compile(rb"(?:<\?xml [^<>]{1,100}\?>)?[ \t\r\n]{0,20}(<[A-Za-z_][^<>&]{0,200}>)")


class Tag(Peek):
    """A body of which only the root element's start is looked at; LookupError for anything that lies deeper."""

    __slots__ = ("_root",)

    named = True

    def __init__(self, tag: bytes) -> None:
        parser = XMLParser(encoding="utf-8")
        try:
            parser.feed(tag if tag.endswith(b"/>") else tag[:-1] + b"/>")
            self._root = parser.close()
        except ParseError:
            raise ValueError(tag) from None
        if not tag.isascii():
            raise ValueError(tag)

    def root(self) -> str:
        return str(self._root.tag)

    def const(self, slot: str, name: str) -> str | None:
        if slot != "attribute":
            raise LookupError(name)
        found = self._root.get(name)
        return None if found is None else str(found)

    def outline(self) -> dict[str, Any]:
        raise LookupError("outline")


def _makers(module: ModuleType) -> dict[str, Any]:
    """The quick ways of a book's XML messages by message."""
    if not getattr(module, "QUICK", ()):
        return {}
    name = f"{module.__name__.rpartition('.')[0]}.quick"
    __import__(name)
    made: dict[str, Any] = sys.modules[name].MAKERS
    return made


def _closed(signature: Any) -> bool:
    return not signature[2] and not signature[3] and all(map(_closed, signature[4].values()))


def _names(encoding: str, tree: Any) -> tuple[Any, ...] | None:
    """The names that selection sees in a body, as a key; None where they nest deeper than one level."""
    if encoding == "json":
        if type(tree) is not dict:
            return None
        return None if {dict, list} & {*map(type, tree.values())} else tuple(tree)
    if encoding == "form":
        return tuple([param[0] for param in tree])
    names: list[Any] = [tree.tag, *tree.attrib]
    for child in tree:
        if len(child):
            return None
        names += ("", child.tag, *child.attrib)
    return tuple(names)


def _places(tree: Any, known: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...] | None:
    """The places of fixed texts that a decision tree looks at; None where it compares values or lines."""
    if tree is None or tree[0] in ("leaf", "nearest"):
        return known
    if tree[0] not in ("root", "const"):
        return None
    if tree[0] == "const" and (tree[1], tree[2]) not in known:
        known = (*known, (tree[1], tree[2]))
    below, other = (tree[1], tree[2]) if tree[0] == "root" else (tree[3], tree[4])
    for branch in (*below.values(), other):
        more = _places(branch, known)
        if more is None:
            return None
        known = more
    return known


def _asked(half: Any, table: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The fields of the request that cases ask for; None where they ask for anything else but names."""
    found: dict[str, None] = {}
    todo = [condition for condition, _ in half if condition is not None]
    while todo:
        op, path, _, items = todo.pop()
        todo += items
        if op in ("equals", "in", "present"):
            region, dot, name = path.partition(".")
            if dot and region == "request":
                found[name] = None
            elif not dot and op == "present":
                # Whether a list in one text is there depends on the text.
                if any(places and path in places and places[path][2] == "" for _, places in table["shapes"].values()):
                    return None
            elif region != "setting":
                return None
    return tuple(found)


def _flag(name: str, text: str) -> Any:
    raise LookupError(name)


def _first_lines(rows: Sequence[Any]) -> Callable[[str], bool]:
    """Whether a first line has the form of one of these rows of decision trees."""
    found: dict[bool, dict[str, None]] = {True: {}, False: {}}
    for _, strict, lenient, _, strip in rows:
        found[strip].update(dict.fromkeys(filter(None, (strict, lenient))))
    some = [
        (strip, re.compile("|".join(f"(?:{each})" for each in patterns), re.ASCII).fullmatch)
        for strip, patterns in found.items()
        if patterns
    ]
    return lambda line: (
        len(line) <= MAX_LINE and any(match(line.strip(" \t") if strip else line) for strip, match in some)
    )


def _declared(book: Book, settings: Mapping[str, str]) -> bool:
    """Whether every setting has a value of its list; the thorough way refuses others."""
    table = book.table["settings"]
    return all(not table[name][2] and (not table[name][1] or text in table[name][1]) for name, text in settings.items())


def _asks(book: Book, operation: Operation) -> bool:
    """Whether a reply of the operation is read by what the request says."""
    provider = book.provider
    if not operation.reply:
        return False
    if operation.reply_encoding is not None and operation.reply_encoding.by.startswith("request."):
        return True
    if any(step.startswith("request:") for policy in provider.charsets for step in policy.resolve):
        return True
    if any(case.when is not None and _of_request(case.when) for case in operation.reply):
        return True
    replies = [provider.message(case.message) for case in operation.reply]
    return any(message is not None and _by_request(message.record) for message in replies)


def _of_request(cond: Cond) -> bool:
    return cond.path.startswith("request.") or any(map(_of_request, cond.items))


def _by_request(record: Record) -> bool:
    if any(rule.kind == "echoes" or (rule.when is not None and _of_request(rule.when)) for rule in record.rules):
        return True
    kinds = [field.type.item if isinstance(field.type, List) else field.type for field in record.fields]
    return any(_by_request(kind) for kind in kinds if isinstance(kind, Record))
