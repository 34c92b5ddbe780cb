"""Witnesses for losses that no counter-example of the spec shows: its examples, changed in one way.

The reference engine is asked whether a changed body is refused for the loss, and the ledger
whether the schema misses all that it is refused for. This is the generator's one use of the
engine; nothing here writes a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from wirebook.explain import explain_bytes, read
from wirebook.model import Example, Expected, Lines, Member, Message, Provider, Shape, Text
from wirebook.part import Context, Part
from wirebook.wire import module
from wirebook.wire.tree import Node, WireError
from wirebook_codegen.change import changed
from wirebook_codegen.changes import changes
from wirebook_codegen.emitted import Made
from wirebook_codegen.spots import Spot, spots

if TYPE_CHECKING:
    from wirebook_codegen.losses import Ledger, Lost

__all__ = ["Bench", "utf8"]

_MOST = 80  # changes that are tried for one loss in one example
_SECRET = "secret"
_INDEX = re.compile(r"\[[^\]]*\]")


class Bench:
    """The examples of one message, ready to be changed; each is read once."""

    def __init__(self, provider: Provider, message: Message) -> None:
        self.provider = provider
        self.message = message
        self._trees: dict[str, tuple[Node, list[Spot], str] | None] = {}
        signed = [rule for rule in message.record.rules if rule.kind == "signature"]
        self._carriers = tuple(carrier.field for rule in signed for carrier in rule.carriers)

    def made(self, ledger: Ledger, code: str, path: str, lost: Lost) -> Made | None:
        """A body that is refused for ``code`` at one of the places, and for nothing that the schema sees."""
        places = (path, *lost.also)
        second: Made | None = None
        for example in self.message.examples:
            if example.encoding not in ledger.encodings or example.query is not None:
                continue
            tree = self._tree(example)
            charset = tree[2] if tree is not None else example.charset
            for what, body in islice(self._bodies(example, code, places, lost.inside), _MOST):
                found = self._refused(ledger, example, code, body)
                if not any(name == code and _fits(where, places) for name, where in found):
                    continue
                text = utf8(body, charset)
                if not all(ledger.misses(name, where, text) for name, where in found):
                    continue
                shown = _witness(example, what, body, found, code)
                if len(found) == 1:
                    return shown
                second = second or shown
        return second

    def _bodies(
        self, example: Example, code: str, places: tuple[str, ...], inside: frozenset[str] | None
    ) -> Iterator[tuple[Text, bytes]]:
        if code in _BYTES:
            yield from _BYTES[code](example)
            return
        tree = self._tree(example)
        if tree is None:
            return
        root, found, charset = tree
        for place in dict.fromkeys(places):
            for change in changes(code, place, found, self._carriers):
                if inside is not None and not inside & set(_called(root, change.way)):
                    continue
                try:
                    yield change.what, module(example.encoding).write(changed(root, change), charset=charset)
                except (WireError, IndexError):
                    continue

    def _tree(self, example: Example) -> tuple[Node, list[Spot], str] | None:
        if example.id not in self._trees:
            shape = self._shape(example)
            wire = read(self.provider, shape, Part(example.body), Context(charset=_charset(example)))
            self._trees[example.id] = None
            if isinstance(shape.root, Member) and not isinstance(shape.root, Lines) and wire.root is not None:
                known = spots(shape.root, self.message.record, wire.root)
                self._trees[example.id] = wire.root, known, wire.charset
        return self._trees[example.id]

    def _shape(self, example: Example) -> Shape:
        return next(shape for shape in self.message.shapes if shape.encoding == example.encoding)

    def _refused(self, ledger: Ledger, example: Example, code: str, body: bytes) -> list[tuple[str, str]]:
        """The errors that the body has by itself, whatever was asked before."""
        ctx = Context(
            dialect=self.provider.dialect,
            charset=_charset(example),
            secret=_secret(example, code),
            settings=dict(example.settings),
        )
        told = explain_bytes(self.provider, self.message, example.encoding, Part(body), ctx)
        return [(f.code, _INDEX.sub("", f.path)) for f in told.findings if f.severity == "error"]


def utf8(body: bytes, charset: str) -> bytes:
    """The characters of a body, which are all that a schema sees, in UTF-8; the bytes where they are none."""
    try:
        return body.decode(charset).encode()
    except (UnicodeError, LookupError):
        return body


def _charset(example: Example) -> str | None:
    return dict(example.settings).get("charset")


def _called(root: Node, way: tuple[int, ...]) -> Iterator[str]:
    """The local names on the way to a node."""
    yield root.name.rpartition("}")[2]
    for index in way:
        root = root.children[index]
        yield root.name.rpartition("}")[2]


def _secret(example: Example, code: str) -> str | None:
    """The secret of an example whose signature matters; else what is changed breaks the signature too."""
    return (example.secret or _SECRET) if code.startswith("signature.") else None


def _fits(path: str, places: tuple[str, ...]) -> bool:
    return any(path == place or (place.endswith(".*") and path.startswith(place[:-1])) for place in places)


def _witness(example: Example, what: Text, body: bytes, found: list[tuple[str, str]], code: str) -> Made:
    made = replace(
        example,
        id=f"{example.id} {what.en}",
        body=body,
        verdict="fail",
        findings=tuple(Expected(name, where) for name, where in found),
        secret=_secret(example, code),
        title=Text(f"The example {example.id} {what.en}", f"Пример {example.id}: {what.ru}"),
        request="",
    )
    return Made(example.id, made)


# ---------------------------------------------------------------- faults of the bytes

_DECLARATION = re.compile(rb"^(?:\xef\xbb\xbf)?(?:<\?xml[^>]*\?>\s*)?")
_MEMBER = re.compile(rb'\{\s*("(?:[^"\\]|\\.)*"\s*:\s*(?:"(?:[^"\\]|\\.)*"|[-+.0-9eE]+|true|false|null))')


def _doctype(example: Example) -> Iterator[tuple[Text, bytes]]:
    at = _DECLARATION.match(example.body)
    end = 0 if at is None else at.end()
    body = example.body[:end] + b"<!DOCTYPE a>" + example.body[end:]
    yield Text("with a document type", "с объявлением типа документа"), body


def _charsets(example: Example) -> Iterator[tuple[Text, bytes]]:
    """The same bytes, said to be in another charset."""
    rest = _DECLARATION.sub(b"", example.body, count=1)
    for name in ("iso-8859-5", "koi8-r", "windows-1251", "utf-8"):
        for mark, en, ru in ((b"", "", ""), (b"\xef\xbb\xbf", " with a byte order mark", " с меткой порядка байтов")):
            declared = f'<?xml version="1.0" encoding="{name}"?>'.encode() + rest
            yield Text(f"declared as {name}{en}", f"объявлен как {name}{ru}"), mark + declared


def _twice(example: Example) -> Iterator[tuple[Text, bytes]]:
    found = _MEMBER.search(example.body)
    if found is not None:
        at = found.start(1)
        yield Text("with a key twice", "с ключом дважды"), example.body[:at] + found[1] + b"," + example.body[at:]


_BYTES = {
    "xml.doctype": _doctype,
    "charset.not-allowed": _charsets,
    "charset.conflict": _charsets,
    "json.duplicate-key": _twice,
}
