"""Rules over several fields, as statements at the end of their record."""

from __future__ import annotations

from collections.abc import Callable

from wirebook.model import List, Rule
from wirebook_codegen.accept.conditions import absent, is_global, surely, there, unknowns
from wirebook_codegen.accept.signatures import signature
from wirebook_codegen.accept.state import Fn, Scope
from wirebook_codegen.emitted import EmitError
from wirebook_codegen.pysource import literal

__all__ = ["emit"]

_RUNTIME = "wirebook.accept.rules"


def emit(fn: Fn, scope: Scope, rule: Rule) -> None:
    """The statements of one rule; silent where an input is absent."""
    if rule.kind not in RULES:
        raise EmitError(f"rule {rule.id}: unknown kind {rule.kind!r}")
    asked = {rule.field, *rule.counted, *rule.join, *(carrier.field for carrier in rule.carriers)}
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
    fn.check(f"{met} and {_when(fn, scope, rule)}", rule.severity)
    _undecided(fn, scope, rule, met)


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
    if rule.field not in scope.bound:
        return  # this encoding has no place for what echoes
    if isinstance(scope.field(rule.field).type, List):
        values, met = _keys(scope, rule), ""
    else:
        values, met = f"({scope.var(rule.field)},)", there(scope, rule.field)
    wrong = f"not {fn.use(_RUNTIME, 'echoed')}({values}, ctx.request, {rule.request!r})"
    _against_the_request(fn, scope, rule, met, wrong)


def _answered(fn: Fn, scope: Scope, rule: Rule) -> None:
    if rule.field not in scope.bound:
        return  # this encoding has no place for the answers
    wrong = f"not {fn.use(_RUNTIME, 'answered')}({_keys(scope, rule)}, ctx.request, {rule.request!r})"
    _against_the_request(fn, scope, rule, "", wrong)


def _counted(fn: Fn, scope: Scope, rule: Rule) -> None:
    numbers = [_number(fn, scope, path) for path in (rule.field, *rule.to)]
    if None in numbers:
        return
    got, *added = (str(one) for one in numbers)
    wrong = f"not {fn.use(_RUNTIME, 'fits')}({got}, {rule.bound!r}, ({', '.join(added)},))"
    if not rule.by_request:
        fn.check(_all(_when(fn, scope, rule), wrong), rule.severity)
        _undecided(fn, scope, rule, "")
        return
    own = (path for path in rule.counted if not path.startswith("request."))
    met = [f"{scope.var(path)} is not None" for path in own if not isinstance(scope.field(path).type, List)]
    _against_the_request(fn, scope, rule, _all(*met), wrong)


def _against_the_request(fn: Fn, scope: Scope, rule: Rule, met: str, wrong: str) -> None:
    """What is wrong if ``met``, where the rule surely applies; left open where the request is not known."""
    holds = _when(fn, scope, rule)
    fn.check(_all("ctx.request is not None", holds, met, wrong), rule.severity)
    with fn.block(f"if {_all('ctx.request is None', holds, met)}:"):
        fn(fn.left(rule.id if scope.whole else None, "no-request"))
    _undecided(fn, scope, rule, met)


def _when(fn: Fn, scope: Scope, rule: Rule) -> str:
    return "" if rule.when is None else surely(fn, scope, rule.when)


def _undecided(fn: Fn, scope: Scope, rule: Rule, met: str) -> None:
    """Leave open what a request or a setting that is not known would decide."""
    if rule.when is None or not is_global(rule.when):
        return
    holds, contrary = (surely(fn, scope, rule.when, answer) for answer in (True, False))
    unknown = f"({' or '.join(dict.fromkeys(unknowns(fn, rule.when)))})"
    with fn.block(f"if {_all(unknown, met, f'not {holds}', f'not {contrary}')}:"):
        fn(fn.left())


def _all(*tests: str) -> str:
    return " and ".join(filter(None, tests))


def _number(fn: Fn, scope: Scope, path: str | int) -> str | None:
    """The expression of a number; None where this encoding has no place for the list that is counted."""
    if isinstance(path, int):
        return repr(path)
    if path.startswith("request."):
        return f"{fn.use(_RUNTIME, 'number')}(ctx.request, {path.removeprefix('request.')!r})"
    if not isinstance(scope.field(path).type, List):
        return scope.var(path)
    return scope.counts.get(path, f"len({scope.var(path)})") if path in scope.bound else None


def _repeated(fn: Fn, scope: Scope, rule: Rule) -> None:
    rows = scope.rows[rule.field, (rule.key, rule.code, *rule.same)]
    fn.check(f"not {fn.use(_RUNTIME, 'repeats')}({rows}, {literal(rule.values)})", rule.severity)


RULES: dict[str, Callable[[Fn, Scope, Rule], None]] = {
    "unique": _unique,
    "required_if": _required_if,
    "forbidden_if": _forbidden_if,
    "exactly_one": _exactly_one,
    "at_most_one": _at_most_one,
    "echoes": _echoes,
    "answered": _answered,
    "count": _counted,
    "repeated": _repeated,
    "signature": signature,
}
