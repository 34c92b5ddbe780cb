"""The language for editors and for people: its JSON Schema and its reference page, both read from the grammar.

Nothing is stated here that the grammar does not state; what only the build knows
(references, bindings, patterns) is explained in the page's introduction.
"""

from __future__ import annotations

import json
from typing import Any

from wirebook.spec.grammar import KINDS
from wirebook.spec.terms import AnyOf, Bool, Enum, Int, Kind, ListOf, MapOf, Name, Text, TypeName, Use, Value

__all__ = ["json_schema", "markdown"]

_NAME = "^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
_TYPE_NAME = "^[A-Z][A-Za-z0-9]*$"
# YAML makes numbers and booleans of plain scalars that a spec means as text.
_TEXT_TYPES = ["string", "number", "boolean"]


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft-07) of a whole spec, as editors use it."""
    root = _kind(KINDS["spec"])
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A Wirebook spec",
        **root,
        "definitions": {name: _kind(kind) for name, kind in KINDS.items() if name != "spec"},
    }


def _kind(kind: Kind) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "description": kind.doc,
        "type": "object",
        "properties": {name: _described(key.value, key.doc) for name, key in kind.keys.items()},
        "additionalProperties": False,
    }
    required = [name for name, key in kind.keys.items() if key.required]
    if required:
        schema["required"] = required
    if kind.one_of:
        schema["oneOf"] = [{"required": [name]} for name in kind.one_of]
    return schema


def _described(value: Value, doc: str) -> dict[str, Any]:
    schema = _value(value)
    # Beside $ref draft-07 ignores everything, the description too.
    return {"description": doc, "allOf": [schema]} if "$ref" in schema else {"description": doc, **schema}


def _value(value: Value) -> dict[str, Any]:
    match value:
        case Text(empty=empty):
            return {"type": _TEXT_TYPES} if empty else {"type": _TEXT_TYPES, "minLength": 1}
        case Name():
            return {"type": "string", "pattern": _NAME}
        case TypeName():
            return {"type": "string", "pattern": _TYPE_NAME}
        case Int(low=low):
            return {"type": "integer"} if low is None else {"type": "integer", "minimum": low}
        case Bool():
            return {"type": "boolean"}
        case Enum(words=words):
            return {"enum": [*words, *(int(word) for word in words if word.isdigit())]}
        case MapOf(key=key, value=inner):
            return {"type": "object", "propertyNames": _key(key), "additionalProperties": _value(inner)}
        case ListOf(item=item, least=least, most=most):
            schema: dict[str, Any] = {"type": "array", "items": _value(item)}
            if least:
                schema["minItems"] = least
            if most is not None:
                schema["maxItems"] = most
            return schema
        case Use(kind=name):
            return {"$ref": f"#/definitions/{name}"}
        case AnyOf(choices=choices):
            return {"anyOf": [_value(choice) for choice in choices]}


def _key(key: Text | Name | TypeName | Enum) -> dict[str, Any]:
    match key:
        case Name():
            return {"pattern": _NAME}
        case TypeName():
            return {"pattern": _TYPE_NAME}
        case Enum(words=words):
            return {"enum": list(words)}
        case Text(empty=empty):
            return {} if empty else {"minLength": 1}


# ---------------------------------------------------------------- the page

_INTRODUCTION = """\
# The spec language

<!-- Made from wirebook.spec.grammar; do not edit. -->

A spec is one YAML file, or a folder of `*.yaml` whose sections are merged. Its first line may be

    # yaml-language-server: $schema=../schemas/spec.schema.json

YAML is read strictly. Keys are closed: an unknown key is an error, with the nearest known one as a hint, and a
key that no engine enforces yet is refused by name. Scalars are what this page says they are, so `no`, `0123`,
`1.10` and `12:30:45` stay text where a text belongs. Duplicate keys, anchors, aliases, tags and further
documents are refused, and so is a file of more than 1 MiB or 48 levels. `wirebook check` finds everything that
is wrong in one go.

Words used below:

- **text**: any scalar. An empty one is quoted, `""`.
- **name**: lower-case letters and digits in groups joined by single underscores, no Python keyword. Types,
  groups and code tables have **CamelCase names**. Messages, records and code tables become Python classes,
  whose names must differ.
- **pattern**: the portable subset of regular expressions: characters, escaped signs, `[...]` classes, `(...)`
  groups, `|` and the quantifiers `? * + {n} {n,} {n,m}`. It matches the whole text. There are no anchors, no
  dot, no `\\d \\w \\s`, no look-around, no lazy quantifiers. Each repetition must be decided by the next
  character, so that no text makes a pattern run away.
- **source**: `document#section`, where the document is declared in `documents`, or `observed#section` for what
  no document says.
- **deviation**: where practice or a reading differs from the document. Whatever the document does not bless
  names one, and its decision is the severity: `accept` gives no finding, `warn` a warning, `refuse` an error.
  One that nothing names is an error, and so are types, groups and code tables that nothing uses.

Each field of a message stands in each of its shapes exactly once, or in `drops`. An optional field has an
optional place; lists and maps are never absent, only empty. Every facet, rule and form is shown by a
counter-example that breaks just it.
"""


def markdown() -> str:
    """The reference page, docs/spec-language.md."""
    parts = [_INTRODUCTION]
    for name, kind in KINDS.items():
        parts.append(f"## {_title(name)}\n\n{_cell(kind.doc)}\n\n{_table(kind)}")
    return "\n".join(parts)


def _title(name: str) -> str:
    return name.replace("_", " ")


def _table(kind: Kind) -> str:
    rows = ["| key | value | meaning |", "|---|---|---|"]
    for name, key in kind.keys.items():
        mark = " (required)" if key.required else ""
        rows.append(f"| `{name}`{mark} | {_cell(_words(key.value))} | {_cell(key.doc)} |")
    lines = "\n".join(rows) + "\n"
    if kind.one_of:
        lines += f"\nExactly one of {', '.join(f'`{name}`' for name in kind.one_of)} must be there.\n"
    if kind.reserved:
        named = ", ".join(f"`{name}` ({doc})" for name, doc in kind.reserved.items())
        lines += f"\nNot supported yet, and refused: {named}.\n"
    return lines


def _words(value: Value) -> str:
    match value:
        case Text(what=what) | Name(what=what) | TypeName(what=what):
            return what
        case Int(low=low):
            return "whole number" if low is None else f"whole number from {low}"
        case Bool():
            return "`true` or `false`"
        case Enum(words=words):
            return " ".join(f"`{json.dumps(word)[1:-1]}`" for word in words)
        case MapOf(key=key, value=inner):
            return f"mapping of {_words(key)} to {_words(inner)}"
        case ListOf(item=item):
            return f"list of {_words(item)}"
        case Use(kind=name):
            return f"[{_title(name)}](#{name.replace('_', '-')})"
        case AnyOf(choices=choices):
            return ", or ".join(_words(choice) for choice in choices)


def _cell(text: str) -> str:
    """A text that cannot end a table's cell or open a tag."""
    return text.replace("|", "\\|").replace("<", "&lt;")
