"""Conditions as two expressions: surely so, and surely not so.

What is absent, unknown or unset is neither, so that two plain expressions say what
the explain engine says in three values.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from wirebook.model import Cond, List, Map, Scalar
from wirebook_codegen.accept.state import Fn, Scope
from wirebook_codegen.emitted import EmitError
from wirebook_codegen.pysource import literal

__all__ = ["absent", "is_global", "surely", "there", "unknowns"]

_RUNTIME = "wirebook.accept.rules"


def is_global(cond: Cond) -> bool:
    """Whether a condition asks about the request or a setting."""
    return cond.path.startswith(("request.", "setting.")) or any(map(is_global, cond.items))


def unknowns(fn: Fn, cond: Cond) -> Iterator[str]:
    """For each of the request and the settings that a condition asks: an expression that is true if it is not known."""
    region, dot, name = cond.path.partition(".")
    if dot and region in ("request", "setting"):
        yield f"{'ctx.request' if region == 'request' else fn.setting(name)} is None"
    for item in cond.items:
        yield from unknowns(fn, item)


def there(scope: Scope, name: str) -> str:
    """True where a field is there; lists and maps are where they hold something."""
    kind = scope.field(name).type
    var = scope.var(name)
    if isinstance(kind, (List, Map)):
        return var
    inner = scope.children.get(name)
    if inner is None or any(isinstance(f.type, (List, Map)) or inner.is_sure(f.name) for f in inner.record.fields):
        return f"{var} is not None"
    some = " or ".join(f"{inner.var(other)} is not None" for other in inner.fields)
    return f"({var} is not None and ({some or False}))"  # a record without a single field is not there


def absent(scope: Scope, name: str) -> str:
    """The contrary."""
    test = there(scope, name)
    return f"{scope.var(name)} is None" if test == f"{scope.var(name)} is not None" else f"not {test}"


def surely(fn: Fn, scope: Scope, cond: Cond, answer: bool = True) -> str:
    """An expression that is true where the condition surely holds, or (answer False) surely does not."""
    if cond.op in ("all", "any"):
        together = (cond.op == "all") == answer
        parts = [surely(fn, scope, item, answer) for item in cond.items]
        return f"({(' and ' if together else ' or ').join(parts)})" if parts else str(together)
    if cond.op == "not":
        return surely(fn, scope, cond.items[0], not answer)
    if cond.op in ("matches", "answers"):
        return "False"
    region, dot, name = cond.path.partition(".")
    if dot and region == "request":
        return f"(ctx.request is not None and {_request(fn, name, cond, answer)})"
    if dot and region == "setting":
        return _setting(fn, name, cond, answer)
    if cond.path in scope.open:
        return "False"
    if cond.op == "present":
        return f"({there(scope, cond.path) if answer else absent(scope, cond.path)})"
    return _compared(fn, scope, cond, answer)


def _request(fn: Fn, name: str, cond: Cond, answer: bool) -> str:
    value = f"ctx.request.get({name!r})"
    if cond.op == "present":
        return f"{'' if answer else 'not '}{fn.use(_RUNTIME, 'held')}({value})"
    test = f"{fn.use(_RUNTIME, 'same')}({value}, {', '.join(map(literal, cond.values))})"
    return test if answer else f"{fn.use(_RUNTIME, 'held')}({value}) and not {test}"


def _setting(fn: Fn, name: str, cond: Cond, answer: bool) -> str:
    value = fn.setting(name)
    if cond.op == "present":
        return f"({value} is not None)" if answer else "False"
    wanted = literal(tuple(str(v) for v in cond.values))
    return f"({value} in {wanted})" if answer else f"({value} not in {(*map(str, cond.values), None)!r})"


def _compared(fn: Fn, scope: Scope, cond: Cond, answer: bool) -> str:
    var = scope.var(cond.path)
    kind = scope.field(cond.path).type
    if not isinstance(kind, Scalar):
        raise EmitError(f"{cond.path} cannot be compared")
    if kind.base in ("string", "phone"):
        wanted = [repr(str(v)) for v in cond.values]
    elif kind.base in ("integer", "bits"):
        wanted = [repr(int(v)) for v in cond.values if isinstance(v, int) or str(_int(v)) == v]
    elif kind.base == "boolean":
        said = {str(v).lower() for v in cond.values}
        wanted = [literal(one) for one in (True, False) if str(one).lower() in said]
    elif kind.base == "union":
        test = f"{fn.use(_RUNTIME, 'same')}({var}, {', '.join(map(literal, cond.values))})"
        return f"({test})" if answer else f"({there(scope, cond.path)} and not {test})"
    elif kind.base == "decimal":
        known = [one for one in map(_decimal, cond.values) if one is not None]
        wanted = [fn.hoist("wanted", f"{fn.use('decimal', 'Decimal')}({str(one)!r})") for one in known]
    else:
        var = f"str({var})"
        wanted = [repr(str(v)) for v in cond.values]
    test = f"{var} == {wanted[0]}" if len(wanted) == 1 else f"{var} in ({', '.join(wanted)})"
    return f"({test})" if answer else f"({there(scope, cond.path)} and not ({test}))"


def _decimal(value: str | int) -> Decimal | None:
    """The number that a value spells; None where no number can be equal to it."""
    try:
        number = Decimal(value)
    except ArithmeticError:
        return None
    return number if number.is_finite() else None


def _int(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None
