"""Small specs as users write them, for what no built-in provider says: one request, one reply, one call."""

from __future__ import annotations

import json
import re
from pathlib import Path
from textwrap import indent
from typing import Any

from wirebook.books import Book, open_book

__all__ = ["CALL", "FORM", "S", "fields", "line", "message", "record", "spec", "written"]

FORM = "application/x-www-form-urlencoded"
S = "{base: string, maxLength: 20}"
_HEAD = """\
wirebook: 1
provider: {name}
title: {{en: Own, ru: Свой}}
documents: {{d: {{title: {{en: D, ru: Д}}}}}}
"""
_ABOUT = "title: {en: x, ru: x}, source: d#1"
CALL = f"kind: call, host: own.example, path: /send, {_ABOUT}"
_ENCODING = re.compile(r"(?:shapes: \{|, )(\w+): \{(?:object|element|params|in|line):")
_CHARSETS = {
    "form": "[option, {}header, default], allowed: [utf-8, windows-1251]",
    "json": "[option, {}header, bom, default], allowed: [utf-8, windows-1251]",
    "xml": "[option, {}header, bom, declaration, default], allowed: [utf-8, windows-1251]",
    "text": "[option, {}header, default], allowed: [utf-8]",
    "csv": "[option, {}header, default], allowed: [utf-8]",
}


def fields(**types: str) -> str:
    """Fields of these types; ``optional`` before one makes the field so."""
    out = []
    for name, kind in types.items():
        plain = kind.removeprefix("optional ")
        more = "" if plain == kind else ", optional: true"
        out.append(f"{name}: {{type: {plain}{more}, doc: {{en: x, ru: x}}}}")
    return "{" + ", ".join(out) + "}"


def message(direction: str, has: str, shape: str, rule: str = "") -> str:
    """A message of one shape, with one rule or none."""
    rules = f"rules: {{it: {{{rule}, source: d#1}}}}, " if rule else ""
    return f"{{direction: {direction}, {_ABOUT}, fields: {has}, {rules}shapes: {shape}}}"


def spec(
    asked: str, told: str = "", *, more: str = "", charset: str = "", requests: str = "asked", others: str = ""
) -> str:
    """A spec of a call. more: other sections. charset: a step that comes first. others: messages and operations."""
    messages = [f"asked: {asked}", *([f"told: {told}"] if told else [])]
    operations = [f"send: {{{CALL}, request: {requests}{', reply: told' if told else ''}}}"]
    for other in filter(None, others.split("\n")):
        (operations if other.startswith("op ") else messages).append(other.removeprefix("op "))
    used = dict.fromkeys(
        re.findall(r"(?:shapes: \{|, )(\w+): \{(?:object|element|params|in|line)", "\n".join(messages))
    )
    step = f'"{charset}", ' if charset else ""
    charsets = [f"{name}: {{resolve: {_CHARSETS[name].format(step)}, default: utf-8}}" for name in used]
    sections = {"charsets": charsets, "messages": messages, "operations": operations}
    text = "".join(f"{name}:\n{indent(chr(10).join(rows), '  ')}\n" for name, rows in sections.items())
    return more + text


def written(folder: Path, *texts: str) -> tuple[Book, ...]:
    """Books of these specs."""
    books = []
    for number, text in enumerate(texts):
        path = folder / f"own{number}.yaml"
        path.write_text(_HEAD.format(name=f"own{number}") + text)
        books.append(open_book(str(path)))
    return tuple(books)


def record(asked: str, told: str = "", kind: str = "", **more: Any) -> dict[str, Any]:
    """An exchange at the call's address."""
    kinds = {"<": "text/xml", "{": "application/json"}
    return {
        "method": "POST", "url": "https://own.example/send", "status": 200,
        "request_headers": {"Content-Type": kind or kinds.get(asked[:1], FORM)}, "request_body": asked,
        "response_headers": {"Content-Type": kinds.get(told[:1], "text/plain")}, "response_body": told, **more,
    }  # fmt: skip


def line(row: object) -> bytes:
    """A record as it stands in a capture."""
    return json.dumps(row, ensure_ascii=False).encode()
