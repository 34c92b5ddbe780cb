"""The model as a Python module: the same graph of frozen dataclasses, built from literals.

A shipped provider loads this instead of its YAML. Equal parts are written once and
shared; a shared part's name comes from its content, so that a change in the spec
moves no other line. Nothing is evaluated from text: every leaf is a ``repr``.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from wirebook.model import CodeTable, Deviation, Example, Message, Operation, Provider, Record, Shape, Tree
from wirebook_codegen.emitted import HEADER, EmitError
from wirebook_codegen.pysource import docstring, literal

__all__ = ["FORMAT", "render"]

FORMAT = 2  # of generated modules; the runtime refuses another one

# Written on a line of their own even if used once, so that the file can be read and compared, and
# that no shape nests deeper than Python's parser goes.
_APART = (CodeTable, Deviation, Example, Message, Operation, Record, Shape, Tree)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)


def render(provider: Provider) -> str:
    """The text of ``model.py``; it defines ``PROVIDER``."""
    writer = _Writer()
    writer.count(provider)
    root = writer.expression(provider)
    imports = ", ".join(sorted(writer.classes))
    lines = [
        f"# {HEADER}",
        *docstring([f"The model of {provider.name}: what its spec says, without the YAML."]),
        "",
        "from wirebook.accept import guard",
        "",
        f"guard({FORMAT}, __name__)",
        "",
        f"from wirebook.model import {imports}  # noqa: E402",
        "",
        '__all__ = ["PROVIDER"]',
        "",
        *writer.lines,
        f"PROVIDER = {root}",
    ]
    return "\n".join(lines) + "\n"


class _Writer:
    """Two walks over the graph: ``count`` finds what is used more than once, ``expression`` writes."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.classes: set[str] = set()
        self._uses: Counter[str] = Counter()
        self._plain: dict[int, str] = {}  # id of a part -> its source without sharing; the model keeps it alive
        self._named: dict[str, str] = {}  # that source -> name
        self._names: set[str] = set()

    def count(self, value: object) -> str:
        """The source of a value without sharing; counts each distinct dataclass part."""
        if dataclasses.is_dataclass(value):
            known = self._plain.get(id(value))
            if known is None:
                known = self._plain[id(value)] = self._call(value, self.count)
            self._uses[known] += 1
            return known
        if isinstance(value, tuple):
            return "(" + "".join(self.count(item) + "," for item in value) + ")"
        return literal(value)

    def expression(self, value: object) -> str:
        """The source of a value in terms of the parts written before it."""
        if isinstance(value, tuple):
            return "(" + ", ".join(map(self.expression, value)) + ("," if len(value) == 1 else "") + ")"
        if not dataclasses.is_dataclass(value):
            return literal(value)
        plain = self._plain[id(value)]
        if plain in self._named:
            return self._named[plain]
        source = self._call(value, self.expression)
        if self._uses[plain] < 2 and not isinstance(value, _APART):
            return source
        name = self._named[plain] = self._name(value, plain)
        self.lines.append(f"{name} = {source}")
        return name

    def _call(self, value: Any, part: Callable[[object], str]) -> str:
        kind = type(value)
        if not kind.__module__.startswith("wirebook.model."):
            raise EmitError(f"{kind.__name__} is no part of a model")
        self.classes.add(kind.__name__)
        arguments = []
        for field in dataclasses.fields(value):
            given = getattr(value, field.name)
            if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
                arguments.append(part(given))
            elif given != field.default:
                arguments.append(f"{field.name}={part(given)}")
        return f"{kind.__name__}({', '.join(arguments)})"

    def _name(self, value: object, plain: str) -> str:
        label = getattr(value, "id", "") or getattr(value, "name", "") or getattr(value, "encoding", "")
        digest = hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
        stem = f"_{type(value).__name__.lower()}_{label}" if _WORD.fullmatch(str(label)) else ""
        for size in range(8, 65, 8):
            name = f"{stem or '_' + type(value).__name__.lower()}_{digest[:size]}"
            if name not in self._names:
                self._names.add(name)
                return name
        raise EmitError("two parts of one digest")  # pragma: no cover
