"""Code tables."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from wirebook.model import CodeEntry, CodeTable
from wirebook.spec.builder.desk import Build
from wirebook.spec.nodes import Broken, Node
from wirebook.spec.values import whole

__all__ = ["table"]


def table(b: Build, node: Node) -> CodeTable:
    """One code table; rows in the order of the text, single codes first."""
    base = node.need("base").text
    source = b.source(node)
    rows: list[CodeEntry] = []
    names: dict[str, Node] = {}
    singles = node.get("values")
    ranges = node.get("ranges")
    chosen = node.get("by")
    if singles is None and ranges is None and chosen is None:
        b.fail("spec.missing-key", node, name="values", where=node.key)
    for row in singles.each() if singles is not None else ():
        value: int | str | None = row.key
        if base == "integer":
            value = whole(row.key)
            if value is None:
                b.report("spec.type", row, at_key=True, name=row.key, want="a whole number")
                continue
        for entry in b.collect([row], partial(_row, b, value=value, low=None, high=None, source=source)).values():
            if entry.name in names:
                b.report("spec.duplicate-key", row.need("name"), name=entry.name)
            names[entry.name] = row
            rows.append(entry)
    if ranges is not None and base != "integer":
        b.report("spec.value", ranges, at_key=True, name="ranges", reason="only integer codes have ranges")
    elif ranges is not None:
        rows += _ranges(b, ranges, source, names)
    unknown = node.get("unknown")
    opened = node.get("open")
    return CodeTable(
        id=node.key,
        base=base,
        title=b.need_text(node, "title"),
        entries=tuple(rows),
        unknown=unknown.text if unknown is not None else "warn",
        open=opened is not None and opened.text == "true",
        doc=b.text(node.get("doc")),
        source=source,
        by=_by(b, chosen, base),
    )


def _by(b: Build, node: Node | None, base: str) -> tuple[tuple[str, CodeTable], ...]:
    """The tables of operations; they are built already."""
    found: list[tuple[str, CodeTable]] = []
    for child in node.each() if node is not None else ():
        there = b.refer("operations", child, child.key, "operation", at_key=True)
        if not b.refer("codes", child, child.text, "code table") or not there:
            continue
        if "by" in b.root.items["codes"].items[child.text].items:
            b.report("spec.value", child, name=child.text, reason="is itself a table that operations choose")
            continue
        table = b.tables.get(child.text)
        if table is None:
            raise Broken
        if table.base != base:
            b.report("spec.value", child, name=child.text, reason=f"is a table of {table.base} codes, not {base}")
        found.append((child.key, table))
    return tuple(found)


def _ranges(b: Build, ranges: Node, source: str, names: dict[str, Node]) -> list[CodeEntry]:
    rows: list[CodeEntry] = []
    at: dict[int, Node] = {}
    for row in ranges.each():
        entry = b.collect([row], lambda row: _range(b, row, source)).get(row.key)
        if entry is None or entry.low is None or entry.high is None:
            continue
        if entry.name in names:
            b.report("spec.duplicate-key", row.need("name"), name=entry.name)
        rows.append(entry)
        at[id(entry)] = row
    ordered = sorted(rows, key=lambda entry: entry.low or 0)
    for first, second in pairwise(ordered):
        if first.high is not None and second.low is not None and second.low <= first.high:
            reason = f"overlaps the range {first.low} to {first.high}"
            b.report("spec.value", at[id(second)], name=second.name, reason=reason)
    return rows


def _range(b: Build, row: Node, source: str) -> CodeEntry:
    low, high = int(row.need("from").text), int(row.need("to").text)
    if low > high:
        b.fail("spec.value", row.need("to"), name="to", reason=f"less than from ({low})")
    return _row(b, row, None, low, high, source)


def _row(b: Build, row: Node, value: int | str | None, low: int | None, high: int | None, source: str) -> CodeEntry:
    severity, deviation = b.decided(row.get("deviation"))
    if severity == "error":
        b.value(row.need("deviation"), "a code that has a row is not refused")
        raise Broken
    final, ok = row.get("final"), row.get("ok")
    return CodeEntry(
        value=value,
        low=low,
        high=high,
        name=row.need("name").text,
        meaning=b.need_text(row, "meaning"),
        final=None if final is None else final.text == "true",
        ok=None if ok is None else ok.text == "true",
        retry=b.text(row.get("retry")),
        deviation=deviation if severity is not None else None,
        source=b.source(row, source),
    )
