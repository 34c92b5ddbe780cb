"""What a rule tells: a finding at a field of its record, or that it could not be checked."""

from __future__ import annotations

from collections.abc import Iterator

from wirebook.diagnostic import Skipped
from wirebook.explain.outcome import Raw
from wirebook.explain.place import Place, name_span, start_span, value_span
from wirebook.explain.scope import Scope
from wirebook.model import Rule

__all__ = ["Told", "broken", "skipped", "span"]

Told = Iterator["Raw | Skipped"]


def span(place: Place) -> tuple[int, int]:
    """What of a place a finding points at: its name where it has parts, else its value."""
    node = place.node
    if node is None:
        return start_span(place.solid())
    return name_span(node) if node.children else value_span(node)


def broken(rule: Rule, code: str, scope: Scope, name: str, args: dict[str, str]) -> Raw:
    """A finding at a field, or at the record's start where the field is not there."""
    found = name in scope.at or name in scope.items
    place = scope.place_of(name)
    where = span(place) if found else start_span(place.solid())
    return Raw(code, rule.severity, scope.path_of(name), where, place, args, rule.source, rule.deviation)


def skipped(rule: Rule, reason: str, scope: Scope) -> Skipped:
    """That a rule could not be checked, for lack of what the reason names."""
    return Skipped(rule.id, reason, scope.path)
