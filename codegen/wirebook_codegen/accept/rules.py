"""Rules over several fields, as statements at the end of their record."""

from __future__ import annotations

from collections.abc import Callable

from wirebook.model import List, Rule
from wirebook_codegen.accept.conditions import absent, is_global, surely, there
from wirebook_codegen.accept.signatures import signature
from wirebook_codegen.accept.state import Fn, Scope
from wirebook_codegen.emitted import EmitError

__all__ = ["emit"]

_RUNTIME = "wirebook.accept.rules"


def emit(fn: Fn, scope: Scope, rule: Rule) -> None:
    """The statements of one rule; silent where an input is absent."""
    if rule.kind not in RULES:
        raise EmitError(f"rule {rule.id}: unknown kind {rule.kind!r}")
    asked = {rule.field, *rule.join, *(carrier.field for carrier in rule.carriers)}
    if asked & scope.open:
        return  # a skipped check, whatever the body holds
    RULES[rule.kind](fn, scope, rule)


def _keys(scope: Scope, rule: Rule) -> str:
    return scope.keys[rule.field, rule.key] if rule.key else scope.var(rule.field)


def _unique(fn: Fn, scope: Scope, rule: Rule) -> None:
    keys = _keys(scope, rule)
    fn.check(f"len(set({keys})) != len({keys})", rule.severity)


def _required_if(fn: Fn, scope: Scope, rule: Rule) -> None:
    _by_condition(fn, scope, rule, absent(scope, rule.field))


def _forbidden_if(fn: Fn, scope: Scope, rule: Rule) -> None:
    _by_condition(fn, scope, rule, there(scope, rule.field))


def _by_condition(fn: Fn, scope: Scope, rule: Rule, met: str) -> None:
    """What is wrong if ``met``, where the condition surely holds; left open where the request or a setting decides."""
    if rule.when is None:
        fn.check(met, rule.severity)
        return
    holds = surely(fn, scope, rule.when)
    fn.check(f"{met} and {holds}", rule.severity)
    if is_global(rule.when):
        contrary = surely(fn, scope, rule.when, False)
        with fn.block(f"if {met} and not {holds} and not {contrary}:"):
            fn(fn.left())


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
    with fn.block(f"if {condition.replace('is not None', 'is None', 1)}:"):
        fn(fn.left(rule.id if scope.whole else None, "no-request"))


RULES: dict[str, Callable[[Fn, Scope, Rule], None]] = {
    "unique": _unique,
    "required_if": _required_if,
    "forbidden_if": _forbidden_if,
    "exactly_one": _exactly_one,
    "at_most_one": _at_most_one,
    "echoes": _echoes,
    "signature": signature,
}
