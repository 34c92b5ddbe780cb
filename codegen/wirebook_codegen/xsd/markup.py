"""XML as text, built from nodes: the only way in which a spec's words get into a schema.

Everything is escaped here. Nothing here knows schemas or models.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from wirebook_codegen.emitted import HEADER, EmitError

__all__ = ["El", "document", "forbidden"]

# What XML 1.0 cannot carry, not even as a character reference.
# The characters themselves: compiling "all but what it can" takes Python ten times as long.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_TEXT = str.maketrans(_TEXT)
_IN_ATTRIBUTE = str.maketrans({**_TEXT, '"': "&quot;", "\t": "&#9;", "\n": "&#10;"})


class El:
    """An element: its name, attributes (None is left out), and child elements or a text."""

    __slots__ = ("attributes", "children", "name", "text")

    def __init__(
        self, name: str, attributes: dict[str, str | None] | None = None, children: Iterable[El] = (), text: str = ""
    ) -> None:
        self.name = name
        self.attributes = {} if attributes is None else {k: v for k, v in attributes.items() if v is not None}
        self.children = list(children)
        self.text = text

    def lines(self, indent: str = "") -> Iterable[str]:
        """The element as lines, indented by two blanks a level; texts are never broken."""
        head = "".join(f' {name}="{_escaped(value, in_attribute=True)}"' for name, value in self.attributes.items())
        if self.children:
            yield f"{indent}<{self.name}{head}>"
            for child in self.children:
                yield from child.lines(indent + "  ")
            yield f"{indent}</{self.name}>"
        elif self.text:
            yield f"{indent}<{self.name}{head}>{_escaped(_shown(self.text))}</{self.name}>"
        else:
            yield f"{indent}<{self.name}{head}/>"

    def named(self, name: str) -> El:
        """The same with the attribute ``name``, which it has not yet, in front of the others."""
        return El(self.name, {"name": name, **self.attributes}, self.children, self.text)


def forbidden(text: str) -> bool:
    """Whether XML cannot carry a text."""
    return _FORBIDDEN.search(text) is not None


def _shown(text: str) -> str:
    return _FORBIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


@lru_cache(10_000)  # schemas repeat names, and each other's documentation
def _escaped(text: str, in_attribute: bool = False) -> str:
    if forbidden(text):
        raise EmitError(f"XML cannot carry {text!r}")
    return text.translate(_IN_ATTRIBUTE if in_attribute else _IN_TEXT)


def document(root: El) -> str:
    """A whole document in UTF-8 with the header of generated files."""
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f"<!-- {HEADER} -->", *root.lines(), ""])
