"""JSON for every command's output, written without the json module.

A passing ``validate --format json`` must not pay for importing json, and one writer
for all commands keeps the escaping the same everywhere (see ``escape.quote``).
Takes what reports hold: dict with text keys, list, tuple, str, int, bool, None.
Floats are refused, for no value of a message is one.
"""

from __future__ import annotations

from wirebook.escape import quote

__all__ = ["compact", "pretty"]


def compact(value: object) -> str:
    """One line of JSON; raises TypeError for a type that reports do not hold."""
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quote(key)}: {compact(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(compact, value)) + "]"
    raise TypeError(f"no JSON for {type(value).__name__}")


def pretty(value: object, indent: str = "") -> str:
    """JSON over several lines, two spaces a level; empty and scalar values stay on one line."""
    inner = indent + "  "
    if isinstance(value, dict) and value:
        rows = [f"{inner}{quote(key)}: {pretty(item, inner)}" for key, item in value.items()]
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
    if isinstance(value, (list, tuple)) and value:
        rows = [inner + pretty(item, inner) for item in value]
        return "[\n" + ",\n".join(rows) + f"\n{indent}]"
    return compact(value)
