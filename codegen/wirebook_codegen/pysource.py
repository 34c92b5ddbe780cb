"""Python text: lines with indentation, literals, docstrings and identifiers that cannot break out.

Every text of a spec that ends up in generated Python passes through one of these
functions. It knows no model.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from wirebook_codegen.emitted import EmitError

__all__ = ["Source", "docstring", "identifier", "literal"]

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)


class Source:
    """Lines under construction; ``mark`` and ``fill`` put lines in afterwards."""

    def __init__(self, depth: int = 0) -> None:
        self.lines: list[str | list[str]] = []
        self.depth = depth

    def __call__(self, *lines: str) -> None:
        """Add lines at the current depth; an empty one stays empty."""
        self.lines += [("    " * self.depth + line) if line else "" for line in lines]

    @contextmanager
    def block(self, header: str) -> Iterator[None]:
        """A header line and, inside ``with``, its suite; an empty suite becomes ``pass``."""
        self(header)
        self.depth += 1
        before = len(self.lines)
        yield
        if not any(self.lines[before:]):
            self("pass")
        self.depth -= 1

    def drop_empty(self) -> bool:
        """Take back the compound statement just written, if its whole suite is ``pass``."""
        suite, header = self.lines[-1], self.lines[-2]
        if isinstance(suite, list) or isinstance(header, list) or suite != "    " * (self.depth + 1) + "pass":
            return False
        if not header.startswith("    " * self.depth + "if "):
            return False
        del self.lines[-2:]
        return True

    def mark(self) -> list[str]:
        """A place at the current depth into which ``fill`` puts lines later."""
        place: list[str] = []
        self.lines.append(place)
        place.append("    " * self.depth)  # kept until filled: the depth
        return place

    @staticmethod
    def fill(place: list[str], lines: Iterable[str]) -> None:
        """Put lines at a marked place; once."""
        indent = place.pop()
        place += [indent + line for line in lines]

    def flat(self) -> list[str]:
        """Everything, line by line."""
        flat: list[str] = []
        for line in self.lines:
            if isinstance(line, list):
                flat += line
            else:
                flat.append(line)
        return flat

    def text(self) -> str:
        """Everything, each line ended by a line feed."""
        return "\n".join(self.flat()) + "\n"


def identifier(name: str) -> str:
    """``name`` if it may stand as an identifier in generated Python; raises EmitError otherwise."""
    if not _IDENTIFIER.fullmatch(name) or keyword.iskeyword(name):
        raise EmitError(f"{name!r} is not usable as a Python name")
    return name


def literal(value: object) -> str:
    """The source of a plain value: the same text on every run, evaluating to an equal value."""
    if value is None or isinstance(value, (bool, int, str, bytes)):
        return repr(value)
    if isinstance(value, tuple):
        return "(" + ", ".join(map(literal, value)) + ("," if len(value) == 1 else "") + ")"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{literal(k)}: {literal(v)}" for k, v in value.items()) + "}"
    if isinstance(value, frozenset):
        return "{" + ", ".join(sorted(map(literal, value))) + "}" if value else "frozenset()"
    raise EmitError(f"no literal for {type(value).__name__}")


def docstring(lines: Iterable[str]) -> list[str]:
    """A triple-quoted docstring as source lines, the closing quotes apart where there are several.

    Whatever the lines hold stays inside the quotes: backslashes, quotation marks and everything
    that does not print are escaped.
    """
    escaped = [_line(line) for line in lines]
    escaped[0] = '"""' + escaped[0]
    if len(escaped) == 1:
        return [escaped[0] + '"""']
    return [*(line.rstrip(" ") for line in escaped), '"""']


def _line(line: str) -> str:
    """One line inside the quotes; a quotation mark at either end or after another is escaped."""
    last = len(line) - 1
    return "".join(
        '\\"' if char == '"' and (at in (0, last) or line[at - 1] == '"') else _escaped(char)
        for at, char in enumerate(line)
    )


def _escaped(char: str) -> str:
    if char == "\\":
        return "\\\\"
    if char.isprintable():
        return char
    return repr(char)[1:-1]
