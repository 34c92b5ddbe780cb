"""One schema while it is being built: its named types, groups and constraint names, and what it loses.

Types with the same content are one; names are those of the spec, with a number where
two contents want the same. Nothing here knows messages or shapes.
"""

from __future__ import annotations

import re

from wirebook.model import Text
from wirebook_codegen.losses import Ledger
from wirebook_codegen.xsd.markup import El

__all__ = ["XS", "Schema", "annotation", "camel", "split"]

XS = "http://www.w3.org/2001/XMLSchema"
PREFIX = "tns"


def split(name: str) -> tuple[str, str]:
    """Namespace and local name of ``{namespace}local`` or ``local``."""
    if name.startswith("{"):
        space, _, local = name[1:].partition("}")
        return space, local
    return "", name


def camel(name: str) -> str:
    """A type's name made of a wire name or a field's."""
    words = re.split(r"[^A-Za-z0-9]+", split(name)[1])
    made = "".join(word[:1].upper() + word[1:] for word in words)
    return made if made[:1].isalpha() else f"T{made}"


def annotation(*texts: Text | None) -> list[El]:
    """An annotation with one documentation per text and language; none without texts."""
    given = [text for text in texts if text is not None]
    notes = []
    for language in ("en", "ru"):
        notes += [El("xs:documentation", {"xml:lang": language}, text=getattr(text, language)) for text in given]
    return [El("xs:annotation", children=notes)] if notes else []


class Schema:
    """The global parts of a schema for one target namespace.

    modern: XSD 1.1, with assertions and its wider content models.
    """

    def __init__(self, namespace: str, ledger: Ledger, *, modern: bool) -> None:
        self.namespace = namespace
        self.ledger = ledger
        self.modern = modern
        self.globals: list[El] = []  # elements that a wildcard may meet
        self.types: dict[str, El] = {}
        self.groups: dict[str, El] = {}
        self._names: dict[tuple[str, ...], str] = {}
        self._constraints: dict[str, int] = {}

    def type(self, wanted: str, made: El) -> str:
        """The name, as a reference, of a global type with this content; annotations count."""
        key = tuple(made.lines())
        if key not in self._names:
            name, number = wanted, 1
            while name in self.types:
                number += 1
                name = f"{wanted}{number}"
            self.types[name] = made.named(name)
            self._names[key] = name
        return self.ref(self._names[key])

    def group(self, wanted: str, made: El) -> str:
        """The name, as a reference, of a new group of one particle."""
        name, number = wanted, 1
        while name in self.groups:
            number += 1
            name = f"{wanted}{number}"
        self.groups[name] = El("xs:group", {"name": name}, [made])
        return self.ref(name)

    def ref(self, name: str) -> str:
        """A reference to something global of this schema."""
        return f"{PREFIX}:{name}" if self.namespace else name

    def constraint(self, wanted: str) -> str:
        """A name for an identity constraint that no other has."""
        number = self._constraints[wanted] = self._constraints.get(wanted, 0) + 1
        return wanted if number == 1 else f"{wanted}{number}"

    def foreign(self, name: str) -> bool:
        """Whether a wire name lies in a namespace that this schema cannot declare."""
        return split(name)[0] not in ("", self.namespace)

    def step(self, name: str) -> str:
        """A wire name as XPath here writes it."""
        space, local = split(name)
        return f"{PREFIX}:{local}" if space else local

    def root(self, elements: list[El], texts: list[El]) -> El:
        """The whole schema."""
        attributes: dict[str, str | None] = {"xmlns:xs": XS}
        if self.namespace:
            attributes |= {f"xmlns:{PREFIX}": self.namespace, "targetNamespace": self.namespace}
        types = [self.types[name] for name in sorted(self.types)]
        groups = [self.groups[name] for name in sorted(self.groups)]
        return El("xs:schema", attributes, [*texts, *elements, *self.globals, *groups, *types])
