"""Rules over several fields, as statements at the end of their record."""

from __future__ import annotations

from collections.abc import Callable

from wirebook.model import List, Rule
from wirebook_codegen.accept.conditions import absent, is_global, surely, there
from wirebook_codegen.accept.signatures import signature
from wirebook_codegen.accept.state import Fn, Scope
from wirebook_codegen.emitted import EmitError

__all__ = ["emit", "may_skip"]

_RUNTIME = "wirebook.accept.rules"


def emit(fn: Fn, scope: Scope, rule: Rule) -> None:
    """The statements of one rule; silent where an input is absent."""
    if rule.kind not in RULES:
        raise EmitError(f"rule {rule.id}: unknown kind {rule.kind!r}")
    asked = {rule.field, *rule.join, *(carrier.field for carrier in rule.carriers)}
    if asked & scope.open:
        return  # a skipped check, whatever the body holds
    RULES[rule.kind](fn, scope, rule)


def may_skip(rule: Rule) -> bool:
    """Whether the rule can end as a skipped check, for lack of a secret, a request or a setting."""
    return rule.kind in ("echoes", "signature") or (rule.when is not None and is_global(rule.when))


def _keys(scope: Scope, rule: Rule) -> str:
    return scope.keys[rule.field, rule.key] if rule.key else scope.var(rule.field)


def _unique(fn: Fn, scope: Scope, rule: Rule) -> None:
    keys = _keys(scope, rule)
    fn.check(f"len(set({keys})) != len({keys})", rule.severity)


def _required_if(fn: Fn, scope: Scope, rule: Rule) -> None:
    fn.check(_and(absent(scope, rule.field), _when(fn, scope, rule)), rule.severity)


def _forbidden_if(fn: Fn, scope: Scope, rule: Rule) -> None:
    fn.check(_and(there(scope, rule.field), _when(fn, scope, rule)), rule.severity)


def _when(fn: Fn, scope: Scope, rule: Rule) -> str:
    return "" if rule.when is None else surely(fn, scope, rule.when)


def _and(first: str, second: str) -> str:
    return f"{first} and {second}" if second else first


def _exactly_one(fn: Fn, scope: Scope, rule: Rule) -> None:
    # Where a field may be there unseen, only too many are sure.
    sign = "> 1" if scope.open.intersection(rule.fields) else "!= 1"
    fn.check(f"{_count(scope, rule)} {sign}", rule.severity)


def _at_most_one(fn: Fn, scope: Scope, rule: Rule) -> None:
    fn.check(f"{_count(scope, rule)} > 1", rule.severity)


def _count(scope: Scope, rule: Rule) -> str:
    """How many of the fields are there."""
    return " + ".join(f"(not ({absent(scope, name)}))" for name in rule.fields)


def _echoes(fn: Fn, scope: Scope, rule: Rule) -> None:
    call = fn.use(_RUNTIME, "echoed")
    if isinstance(scope.field(rule.field).type, List):
        values = _keys(scope, rule)
        condition = "ctx.request is not None"
    else:
        values = f"({scope.var(rule.field)},)"
        condition = f"ctx.request is not None and {there(scope, rule.field)}"
    fn.check(f"{condition} and not {call}({values}, ctx.request, {rule.request!r})", rule.severity)


RULES: dict[str, Callable[[Fn, Scope, Rule], None]] = {
    "unique": _unique,
    "required_if": _required_if,
    "forbidden_if": _forbidden_if,
    "exactly_one": _exactly_one,
    "at_most_one": _at_most_one,
    "echoes": _echoes,
    "signature": signature,
}
