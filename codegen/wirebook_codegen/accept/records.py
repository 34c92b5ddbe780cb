"""The end of a record: counts, defaults, rules, and the constructor's call."""

from __future__ import annotations

from wirebook.model import List, Scalar
from wirebook_codegen.accept import rules, scalars
from wirebook_codegen.accept.state import Fn, Scope
from wirebook_codegen.pysource import literal

__all__ = ["finish", "value"]


def value(fn: Fn, scope: Scope) -> str:
    """Close the scope of a list's item; gives the item's expression."""
    if "." in scope.fields:
        scope.close()
        return scope.var(".")
    return finish(fn, scope)


def finish(fn: Fn, scope: Scope) -> str:
    """Close a scope; gives the expression that makes the record's value."""
    for name in sorted(scope.sparse):
        var = scope.var(name)
        fn(f"{var} = {{key: one for key, one in {var}.items() if one is not None}}")
    for name, field in scope.fields.items():
        # What this encoding gives no place is neither counted nor filled in.
        if name not in scope.bound:
            continue
        var = scope.vars[name]
        if isinstance(field.type, List):
            for facet in field.type.facets:
                sign = {"minItems": "<", "maxItems": ">"}[facet.name]
                fn.check(f"{scope.counts.get(name, f'len({var})')} {sign} {literal(facet.value)}", facet.severity)
        elif isinstance(field.type, Scalar) and field.default is not None and field.default.fill:
            with fn.block(f"if {var} is None:"):
                fn(f"{var} = {scalars.constant(fn, field.type, field.default.value)}")
    for rule in scope.record.rules:
        rules.emit(fn, scope, rule)
    scope.close()
    names = fn.names
    make = fn.hoist(f"make_{names.of(scope.record)}", f"T[{names.of(scope.record)!r}]")
    arguments = ", ".join(scope.vars[slot.field.name] for slot in names.slots(scope.record))
    return f"{make}({arguments})"
