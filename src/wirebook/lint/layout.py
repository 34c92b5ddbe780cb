"""What a body's beginning, its names and a book's cases settle once for all bodies that are alike."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any
from xml.etree.ElementTree import ParseError, XMLParser

from wirebook.accept.json import Num
from wirebook.books import Book
from wirebook.model import Cond, List, Operation, Record
from wirebook.part import Context
from wirebook.select.run import MAX_LINE, ElementPeek, FormPeek, JsonPeek, Peek

__all__ = ["TAG", "Tag", "asked", "asks", "closed", "first_lines", "makers", "names", "peek", "places", "said"]

# The root element's start, and nothing before it but a declaration and blanks.
TAG = re.compile(rb"(?:<\?xml [^<>]{1,100}\?>)?[ \t\r\n]{0,20}(<[A-Za-z_][^<>&]{0,200}>)")


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


def makers(module: ModuleType) -> dict[str, Any]:
    """The quick ways of a book's XML messages by message."""
    if not getattr(module, "QUICK", ()):
        return {}
    name = f"{module.__name__.rpartition('.')[0]}.quick"
    __import__(name)
    made: dict[str, Any] = sys.modules[name].MAKERS
    return made


def closed(signature: Any) -> bool:
    return not signature[2] and not signature[3] and all(map(closed, signature[4].values()))


def peek(encoding: str, tree: Any) -> Peek:
    """The body as selection sees it."""
    return ElementPeek(tree) if encoding == "xml" else JsonPeek(tree, Num) if encoding == "json" else FormPeek(tree)


def names(encoding: str, tree: Any) -> tuple[Any, ...] | None:
    """The names that selection sees in a body, as a key; None where they nest deeper than one level."""
    if encoding == "json":
        if type(tree) is not dict:
            return None
        kinds = {*map(type, tree.values())}
        return None if dict in kinds or list in kinds else tuple(tree)
    if encoding == "form":
        return tuple([param[0] for param in tree])
    names: list[Any] = [tree.tag, *tree.attrib]
    for child in tree:
        if len(child):
            return None
        names += ("", child.tag, *child.attrib)
    return tuple(names)


def places(tree: Any, known: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...] | None:
    """The places of fixed texts that a decision tree looks at; None where it compares values or lines."""
    if tree is None or tree[0] in ("leaf", "nearest"):
        return known
    if tree[0] not in ("root", "const"):
        return None
    if tree[0] == "const" and (tree[1], tree[2]) not in known:
        known = (*known, (tree[1], tree[2]))
    below, other = (tree[1], tree[2]) if tree[0] == "root" else (tree[3], tree[4])
    for branch in (*below.values(), other):
        more = places(branch, known)
        if more is None:
            return None
        known = more
    return known


def asked(half: Any, table: Mapping[str, Any]) -> tuple[str, ...] | None:
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


def said(ctx: Context, asked: tuple[str, ...]) -> tuple[str, ...]:
    """What the request says in these fields, as a key."""
    request = ctx.request or {}
    return tuple([repr(request.get(name)) for name in asked])


def first_lines(rows: Sequence[Any]) -> Callable[[str], bool]:
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


def asks(book: Book, operation: Operation) -> bool:
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
