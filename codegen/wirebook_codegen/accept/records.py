"""The end of a record: counts, defaults, rules, and the constructor's call."""

from __future__ import annotations

from collections.abc import Mapping

from wirebook.model import List, Scalar
from wirebook_codegen.accept import rules, scalars
from wirebook_codegen.accept.state import Fn, Scope
from wirebook_codegen.pysource import literal

__all__ = ["finish", "rows", "value", "whole"]

_BUILD = "wirebook.accept.build"
_FEW = 8  # a call with so many arguments costs no more than setting as many attributes


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
    names, slots = fn.names, fn.names.slots(scope.record)
    make = fn.hoist(f"make_{names.of(scope.record)}", f"T[{names.of(scope.record)!r}]")
    return f"{make}({', '.join(scope.vars[slot.field.name] for slot in slots)})"


def whole(fn: Fn, scope: Scope) -> str:
    """Likewise of a message's own record; an object of many attributes is made by setting them one by one."""
    call = finish(fn, scope)
    slots = fn.names.slots(scope.record)
    if len(slots) <= _FEW:
        return call
    make, it = call.partition("(")[0], fn.fresh("it")
    new = fn.hoist("new", f"{fn.use(_BUILD, 'bare')}({make})")
    with fn.block(f"if {new} is None:"):
        fn(f"{it} = {call}")
    with fn.block("else:"):
        fn(f"{it} = {new}({make})", *(f"{it}.{slot.name} = {scope.vars[slot.field.name]}" for slot in slots))
    return it


def rows(
    fn: Fn,
    item: Scope,
    columns: Mapping[str, str],
    target: str,
    source: str = "",
    plain: Mapping[str, str] | None = None,
) -> None:
    """The objects of a list into a variable, from a column of values for each field that has any.

    plain: fields whose values need no column, since each stands in the variable ``one`` of an item of ``source``.
    """
    names, slots, plain = fn.names, fn.names.slots(item.record), plain or {}
    make = fn.hoist(f"make_{names.of(item.record)}", f"T[{names.of(item.record)!r}]")
    repeat, it = fn.use("itertools", "repeat"), fn.fresh("it")
    given = {slot: columns.get(slot.field.name, f"{repeat}(None)") for slot in slots if slot.field.name not in plain}
    every = [given.get(slot) or f"({plain[slot.field.name]} for one in {source})" for slot in slots]
    length = f"len({source or next(iter(columns.values()))})"
    new = fn.hoist("new", f"{fn.use(_BUILD, 'bare')}({make})")
    with fn.block(f"if {new} is None:"):
        fn(f"{target} = {fn.use(_BUILD, 'items')}({make}, {length}, {', '.join(every)})")
    with fn.block("else:"):
        fn(f"{target} = list(map({new}, {repeat}({make}, {length})))")
        of = [(it, target), *([("one", source)] if plain else []), *((f"{it}.{s.name}", c) for s, c in given.items())]
        with fn.block(f"for {', '.join(var for var, _ in of)} in zip({', '.join(column for _, column in of)}):"):
            fn(*(f"{it}.{s.name} = {plain[s.field.name]}" for s in slots if s not in given))
