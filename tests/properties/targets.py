"""Every message and encoding of the built-in providers, their dialects included, and of one beyond the body."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wirebook.books import built_in, open_book
from wirebook.model import Message, Provider, Shape
from wirebook.spec import load


@cache
def providers() -> tuple[Provider, ...]:
    books = [load(open_book(name).path) for name in built_in()]
    assert all(book.providers for book in books)
    return tuple(provider for book in books for provider in book.providers.values())


@cache
def gate() -> Provider:
    """A provider whose messages say more than their bodies."""
    return load(Path(__file__).parent.parent / "regions" / "gate.yaml").providers[""]


@dataclass(frozen=True, repr=False, eq=False)
class Target:
    """A message in one encoding and charset."""

    provider: Provider
    message: Message
    encoding: str
    charset: str

    @property
    def shape(self) -> Shape:
        return next(shape for shape in self.message.shapes if shape.encoding == self.encoding)

    @property
    def folder(self) -> str:
        """Where the schemas of the provider lie."""
        return "/".join(filter(None, (self.provider.name, self.provider.dialect)))

    def __repr__(self) -> str:
        name = "-".join(filter(None, (self.provider.name, self.provider.dialect, self.message.id)))
        return f"{name}-{self.encoding}-{self.charset}"


def _targets(*, every_charset: bool) -> list[Target]:
    found = []
    for provider in (*providers(), gate()):
        for message in provider.messages:
            for shape in message.shapes:
                policy = provider.charset(shape.encoding)
                assert policy is not None
                charsets = policy.allowed if every_charset else (policy.default,)
                found += [Target(provider, message, shape.encoding, charset) for charset in charsets]
    return found


CHARSETS = _targets(every_charset=True)
ENCODINGS = _targets(every_charset=False)
