"""Where a spec makes use of its deviations and code tables: the links back from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from wirebook import anchors
from wirebook.memo import once_per_object
from wirebook.model import CodeTable, List, Message, Provider, Record, Scalar
from wirebook_codegen.docs_text import Safe, code, refer

__all__ = ["uses"]


@once_per_object
def uses(provider: Provider) -> dict[str, tuple[Safe, ...]]:
    """Links by the anchor of what is used, in the order of the messages."""
    found: dict[str, dict[str, Safe]] = {}
    for anchor, label, used in _uses(provider):
        found.setdefault(used, {}).setdefault(anchor, refer(code(label), f"#{anchor}"))
    return {used: tuple(links.values()) for used, links in found.items()}


def _uses(provider: Provider) -> Iterator[tuple[str, str, str]]:
    """An anchor, what to call it, and the anchor of what is used there."""
    for message in provider.messages:
        yield from _record(message, message.record, "")
        for shape in message.shapes:
            for used in _below(shape, (Scalar,)):
                yield anchors.message(message.id), message.id, used
    for table in provider.codes:
        for entry in table.entries:
            if entry.deviation:
                shown = f"{entry.low}..{entry.high}" if entry.value is None else entry.value
                yield anchors.code(table.id, entry), f"{table.id} {shown}", anchors.deviation(entry.deviation)


def _record(message: Message, record: Record, prefix: str) -> Iterator[tuple[str, str, str]]:
    for field in record.fields:
        path = prefix + field.name
        for used in _below(field, (Record,)):
            yield anchors.field(message.id, path), f"{message.id}.{path}", used
        inner = field.type.item if isinstance(field.type, List) else field.type
        if isinstance(inner, Record):
            yield from _record(message, inner, f"{path}.")
    for rule in record.rules:
        if rule.deviation:
            path = prefix + rule.id
            yield anchors.rule(message.id, path), f"{message.id} {path}", anchors.deviation(rule.deviation)


def _below(value: object, leave: tuple[type, ...], name: str = "") -> Iterator[str]:
    """What a part of the model names; classes to ``leave`` are looked at elsewhere."""
    if isinstance(value, str):
        if value and (name == "deviation" or name.endswith("_deviation")):
            yield anchors.deviation(value)
    elif isinstance(value, CodeTable):
        yield anchors.table(value.id)
    elif isinstance(value, tuple):
        for item in value:
            yield from _below(item, leave)
    elif is_dataclass(value) and not isinstance(value, (type, *leave)):
        for part in fields(value):
            yield from _below(getattr(value, part.name), leave, part.name)
