"""Scalars as texts under construction, for code that writes XML.

Markup's own ``<`` is written as another character until the values between are escaped: ``wirebook.accept.write``.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from wirebook.accept.write import MARKUP
from wirebook.lexical import pair
from wirebook.lexical.moments import tokens
from wirebook.model import Const, Leaf, Member, Scalar
from wirebook_codegen.accept.layout import OtherwiseError, constant, plain_name
from wirebook_codegen.accept.state import Fn

__all__ = ["RUNTIME", "Text", "escaped", "folded", "markup", "name_of", "rendering", "text_of", "types"]

RUNTIME = "wirebook.accept.write"


@dataclass
class Text:
    """A text under construction: literal parts and expressions, in order."""

    parts: list[tuple[bool, str]] = field(default_factory=list)

    def literal(self, text: str) -> None:
        self.parts.append((False, text))

    def markup(self, text: str) -> None:
        """A literal part that is no value's, or a value without anything to escape."""
        self.literal(markup(text))

    def value(self, expression: str) -> None:
        self.parts.append((True, expression))

    def source(self) -> str:
        """One expression; those in it are names."""
        return _f_string(self.parts)

    def row(self, columns: Container[str]) -> tuple[list[str], list[str]]:
        """The same for one row of a table: expressions of its texts in turn, ``None`` for a cell; the cells' columns.

        columns: the values that are columns; others are the same in each row.
        """
        row: list[str] = []
        cells: list[str] = []
        for is_cell, group in groupby(self.parts, lambda part: part[0] and part[1] in columns):
            parts = list(group)
            row += ["None"] * len(parts) if is_cell else [_f_string(parts)]
            cells += [text for _, text in parts if is_cell]
        return row, cells


def _f_string(parts: Sequence[tuple[bool, str]]) -> str:
    """The expression of parts in a row: a constant, a name, or an f-string."""
    if not any(is_value for is_value, _ in parts):
        return repr("".join(text for _, text in parts))
    if len(parts) == 1 and parts[0][1].isidentifier():
        return parts[0][1]
    out = ""
    for is_value, text in parts:
        if is_value:
            out += f"{{{text}}}"
        else:
            out += repr(f'{text}"')[1:-2].replace("{", "{{").replace("}", "}}")
    return f"f'{out}'"


def markup(text: str) -> str:
    """A text that is not to be escaped: its ``<`` become what no value holds."""
    return text.replace("<", MARKUP)


def name_of(member: Member) -> str:
    name = plain_name(member)
    if name is None:
        raise OtherwiseError
    return name


def text_of(node: Const) -> str:
    text = constant(node)
    if text is None:
        raise OtherwiseError
    return text


def types(fn: Fn, scalar: Scalar) -> str:
    """The expression of the type whose values are written."""
    if scalar.base in ("string", "phone"):
        return "str"
    if scalar.base in ("integer", "bits"):
        return "int"
    if scalar.base == "boolean":
        return "bool"
    if scalar.base == "decimal":
        return fn.use("decimal", "Decimal")
    if scalar.base in ("date", "time", "datetime"):
        return fn.use("datetime", scalar.base)
    raise OtherwiseError


def rendering(fn: Fn, scalar: Scalar, var: str) -> str:
    """The expression of the canonical text of the value in ``var``."""
    if scalar.base in ("string", "phone"):
        return var
    if scalar.base in ("integer", "bits"):
        return f"str({var})"
    if scalar.base == "decimal":
        return f"{fn.use(RUNTIME, 'decimal')}({var})"
    if not scalar.lexical:
        raise OtherwiseError
    if scalar.base == "boolean":
        true, false = pair(scalar.lexical[0])
        return f"{true!r} if {var} else {false!r}"
    text = Text()
    for part, is_token in tokens(scalar.lexical[0].form):
        if is_token:
            text.value(_TOKENS[part].format(var))
        else:
            text.literal(part)
    if any("'" in part for is_value, part in text.parts if not is_value):
        raise OtherwiseError
    return text.source()


def escaped(fn: Fn, leaf: Leaf, member: Member, var: str) -> str:
    """The expression of the text in ``var`` with what has to be escaped; most are of values that have none of it."""
    scalar = leaf.type
    said = [leaf.absent or ""]
    if scalar.base == "boolean" or scalar.base in ("date", "time", "datetime"):
        said.append(scalar.lexical[0].form)
    if scalar.base not in ("string", "phone") and all(_plain(text) for text in said):
        return var
    return f"{fn.use(RUNTIME, 'data' if member.slot == 'text' else 'value')}({var})"


def _plain(text: str) -> bool:
    return text.isprintable() and '"' not in text and "]" not in text


_TOKENS = {
    "YYYY": "{}.year:04d",
    "YY": "{}.year % 100:02d",
    "MM": "{}.month:02d",
    "DD": "{}.day:02d",
    "hh": "{}.hour:02d",
    "mm": "{}.minute:02d",
    "ss": "{}.second:02d",
}


def folded(leaf: Leaf) -> tuple[int, int | None, Leaf]:
    """The bounds of the length of texts that are read as they are, and the leaf without them."""
    kind = leaf.type
    if kind.whitespace != "preserve" or leaf.absent is not None or leaf.empty == "absent":
        return 0, None, leaf
    least: int = 1 if leaf.empty == "refuse" else 0
    most: int | None = None
    rest = []
    for facet in kind.facets:
        if facet.severity == "error" and facet.name == "length":
            return 0, None, leaf
        if facet.severity == "error" and facet.name == "minLength" and isinstance(facet.value, int):
            least = max(least, facet.value)
        elif facet.severity == "error" and facet.name == "maxLength" and isinstance(facet.value, int):
            most = facet.value if most is None else min(most, facet.value)
        else:
            rest.append(facet)
    return least, most, replace(leaf, type=replace(kind, facets=tuple(rest)), empty="value")
