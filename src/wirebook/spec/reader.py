"""The only reader of YAML: bytes of one file, or of a folder's files, to positioned nodes.

Strict on purpose: a spec is a contract, so whatever YAML reads in two ways (duplicate
keys, aliases, merge keys, tags, several documents) is refused. Nodes are built from the
parser's events in one loop, so that depth is bounded before anything recurses. What a
node means is none of its business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from wirebook.diagnostic import Problem
from wirebook.spec.grammar import ROOT
from wirebook.spec.nodes import Node
from wirebook.spec.problems import at_place, problem
from wirebook.spec.terms import MapOf

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_FILES", "MAX_NODES", "parse", "read"]

MAX_BYTES = 1024 * 1024  # of one file
MAX_FILES = 64  # of one folder
MAX_DEPTH = 48  # the document's own mapping is at depth 1
MAX_NODES = 200_000  # keys and values of one file

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Stop(Exception):
    """Reading one file ends here; the problem is already noted."""


def read(path: Path) -> tuple[Node | None, list[Problem]]:
    """The root node of a file or of a folder's ``*.yaml`` merged by section, and every problem met."""
    problems: list[Problem] = []
    if not path.is_dir():
        return _read_file(path, problems), problems
    files = sorted(p for p in path.iterdir() if p.suffix == ".yaml" and p.is_file())
    if not files:
        problems.append(at_place("spec.io", str(path), 1, 1, reason="the folder holds no *.yaml file"))
        return None, problems
    if len(files) > MAX_FILES:
        problems.append(at_place("spec.size", str(path), 1, 1, limit=f"{MAX_FILES} files"))
        return None, problems
    roots = [root for root in (_read_file(file, problems) for file in files) if root is not None]
    return _merge(roots, problems), problems


def _read_file(path: Path, problems: list[Problem]) -> Node | None:
    name = str(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        problems.append(at_place("spec.io", name, 1, 1, reason=error.strerror or "unreadable"))
        return None
    return parse(data, name, problems)


def parse(data: bytes, name: str, problems: list[Problem]) -> Node | None:
    """The root node of one file's bytes, or None where they are no single YAML mapping."""
    if len(data) > MAX_BYTES:
        problems.append(at_place("spec.size", name, 1, 1, limit=f"{MAX_BYTES} bytes"))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.append(at_place("spec.io", name, line, 1, reason=f"byte {error.start} is not UTF-8"))
        return None
    loader = _Loader(text)
    try:
        return _build(loader.get_event, name, problems)
    except _Stop:
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        reason, advice = _syntax(error, text, line, column)
        problems.append(at_place("spec.yaml", name, line, column, reason=reason, advice=advice))
    except yaml.YAMLError as error:
        problems.append(_reader_problem(error, text, name))
    finally:
        loader.dispose()
    return None


_QUOTE = "Quote a text that holds `: `, `,`, `[`, `]`, `{` or `}`."


def _syntax(error: yaml.MarkedYAMLError, text: str, line: int, column: int) -> tuple[str, str]:
    """What a parser's error says to people, and what to do about it ("" for nothing special)."""
    there = text.split("\n", line)[line - 1 : line]
    before, at = (there[0][: column - 1], there[0][column - 1 : column]) if there else ("", "")
    if at == "\t" and not before.strip(" \t"):
        return "a tab cannot indent; use spaces", "Replace the tabs at the beginning of lines by spaces."
    reason = error.problem or "syntax"
    if "flow" in (error.context or "") or reason.startswith("mapping values are not allowed"):
        return reason, _QUOTE
    if "block" in (error.context or ""):
        return reason, f"Indent the keys of a mapping alike. {_QUOTE}"
    return reason, ""


def _reader_problem(error: yaml.YAMLError, text: str, name: str) -> Problem:
    # The reader's errors (control characters) carry a position and no mark.
    for number, line in enumerate(text.split("\n"), 1):
        for column, char in enumerate(line, 1):
            if not (char.isprintable() or char in "\t\r\x85\ufeff"):
                reason = f"U+{ord(char):04X} is not allowed"
                return at_place("spec.yaml", name, number, column, reason=reason)
    return at_place("spec.yaml", name, 1, 1, reason=str(getattr(error, "reason", "unreadable")))


def _build(get_event: Callable[[], Any], name: str, problems: list[Problem]) -> Node | None:
    """Nodes from events; ``stack`` holds the open mappings and lists, ``keys`` each one's pending key."""

    def note(code: str, mark: Any, **args: object) -> None:
        problems.append(at_place(code, name, mark.line + 1, mark.column + 1, **args))

    root: Node | None = None
    stack: list[Node] = []
    keys: list[Node | None] = []
    documents = nodes = 0
    while True:
        event = get_event()
        kind = type(event)
        if kind is yaml.ScalarEvent:
            mark = event.start_mark
            node = Node("scalar", name, mark.line + 1, mark.column + 1, event.value, quoted=bool(event.style))
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            mark = event.start_mark
            if len(stack) >= MAX_DEPTH:
                note("spec.size", mark, limit=f"{MAX_DEPTH} levels")
                raise _Stop
            node = Node("map" if kind is yaml.MappingStartEvent else "list", name, mark.line + 1, mark.column + 1)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            stack.pop()
            keys.pop()
            continue
        elif kind is yaml.AliasEvent:
            note("spec.alias", event.start_mark, got=f"the alias *{event.anchor}")
            raise _Stop
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                note("spec.yaml", event.start_mark, reason="more than one document")
                raise _Stop
            continue
        elif kind is yaml.StreamEndEvent:
            break
        else:
            continue
        nodes += 1
        if nodes > MAX_NODES:
            note("spec.size", mark, limit=f"{MAX_NODES} keys and values")
            raise _Stop
        if event.anchor is not None:
            note("spec.alias", mark, got=f"the anchor &{event.anchor}")
        if event.tag is not None:
            note("spec.alias", mark, got=f"the tag {event.tag}")
        if not stack:
            root = node
        elif stack[-1].kind == "list":
            stack[-1].push(node)
        elif keys[-1] is None:
            if node.kind != "scalar":
                note("spec.yaml", mark, reason="a key must be a single text")
                raise _Stop
            keys[-1] = node
            continue
        else:
            _put(stack[-1], keys[-1], node, problems)
            keys[-1] = None
        if node.kind != "scalar":
            stack.append(node)
            keys.append(None)
    if root is None or root.kind != "map":
        problems.append(at_place("spec.yaml", name, 1, 1, reason="a spec is one mapping"))
        return None
    return root


def _put(parent: Node, key: Node, child: Node, problems: list[Problem]) -> None:
    child.key_line, child.key_column = key.line, key.column
    if key.text in parent.items:
        problems.append(problem("spec.duplicate-key", key, name=key.text))
        return
    parent.put(key.text, child)


def _merge(roots: list[Node], problems: list[Problem]) -> Node | None:
    if not roots:
        return None
    merged = roots[0]
    for root in roots[1:]:
        for key, section in root.items.items():
            there = merged.items.get(key)
            if there is None:
                merged.put(key, section)
            elif _is_section(key) and there.kind == section.kind == "map":
                for name, child in _fresh(there, section, problems):
                    there.put(name, child)
            else:
                problems.append(problem("spec.duplicate-key", section, at_key=True, name=key))
    return merged


def _fresh(there: Node, section: Node, problems: list[Problem]) -> Iterator[tuple[str, Node]]:
    for name, child in section.items.items():
        if name in there.items:
            problems.append(problem("spec.duplicate-key", child, at_key=True, name=name))
        else:
            yield name, child


def _is_section(key: str) -> bool:
    declared = ROOT.keys.get(key)
    return declared is not None and isinstance(declared.value, MapOf)
