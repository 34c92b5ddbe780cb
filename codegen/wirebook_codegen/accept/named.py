"""Places that are found by name in a dictionary: XML attributes, JSON members, form parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from wirebook.lexical import json_form
from wirebook.model import Alternative, Leaf, Map, Member, Tree, Unknown
from wirebook_codegen.accept import leaves
from wirebook_codegen.accept.patterns import mismatch
from wirebook_codegen.accept.state import Fn, Scope
from wirebook_codegen.emitted import EmitError
from wirebook_codegen.pysource import literal

__all__ = ["Reader", "alternatives", "belongs", "collected", "entry", "loop", "missing", "places", "severity"]


@dataclass(frozen=True, slots=True)
class Reader:
    """How an encoding reads what it finds.

    absent: what ``.get`` gives where there is nothing. place: statements for a member found in a
    variable. text: statements that make a variable hold the text of an entry whose name is in
    another variable; true if it may end as None.
    """

    absent: str
    place: Callable[[Fn, Scope, Member, str], None]
    text: Callable[[Fn, Leaf, str, str], bool]


def places(
    fn: Fn, scope: Scope, tree: Tree, members: list[Member], unknown: Unknown, found: str, reader: Reader
) -> None:
    """All members of a dictionary in variable ``found``, and what it holds besides."""
    entries = [m for m in members if m.slot == "entries"]
    named = [m for m in members if m.slot != "entries"]
    looped = bool(entries) or unknown.policy == "collect"
    counted = not looped and fn.fail(severity(unknown)) is not None
    sure = [m for m in named if _sure(scope, tree, m)]
    count = str(len(sure))
    if counted and len(sure) < len(named):
        count = fn.fresh("n")
        fn(f"{count} = {len(sure)}")
    for member in named:
        _place(fn, scope, tree, member, found, reader, count if counted else "")
    if looped:
        loop(fn, scope, tree, named, entries, unknown, found, reader)
    elif counted:
        fn.check(f"len({found}) != {count}" if named else found, severity(unknown))


def alternatives(tree: Tree, member: Member) -> list[Alternative]:
    """The other names that really lead to a member: none that is a name of its own, or another's before."""
    own = {m.name for m in tree.members if m.slot == member.slot}
    for other in tree.members:
        if other is member:
            break
        if other.slot == member.slot:
            own.update(a.name for a in other.alternatives)
    return [a for a in member.alternatives if a.name not in own]


def missing(fn: Fn, scope: Scope, member: Member) -> str | None:
    """The statement for a member that is not there; None if nothing is to be said."""
    if member.optional or member.each:
        return None
    bind = getattr(member.node, "bind", "")
    return fn.fail(leaves.missing(scope.fields.get(bind), member))


def severity(unknown: Unknown) -> str | None:
    """The severity of a name that nobody knows."""
    return {"warn": "warning", "ignore": None}.get(unknown.policy, "error")


def belongs(fn: Fn, kind: Map, key: str) -> str:
    """An expression that is true where a map can have this key; "" if it always can."""
    if kind.keys:
        return f"{key} in {{{', '.join(literal(name) for name, _ in kind.keys)}}}"
    return f"not ({mismatch(fn, kind.key_pattern, key)})" if kind.key_pattern else ""


def entry(fn: Fn, scope: Scope, leaf: Leaf, duplicate: str, key: str, var: str, text: Callable[[Leaf], bool]) -> None:
    """One entry of the map field that a leaf binds.

    text: writes the statements that make ``var`` hold its text; true if that may end as None.
    """
    target = scope.bind(leaf.bind)
    with fn.block(f"if {key} in {target}:"):
        fn(fn.fail(duplicate) or "pass")
    with fn.block("else:"):
        if text(leaf):
            scope.sparse.add(leaf.bind)
            with fn.block(f"if {var} is not None:"):
                leaves.scalar(fn, leaf, var)
        elif leaves.scalar(fn, leaf, var):
            scope.sparse.add(leaf.bind)
        fn(f"{target}[{key}] = {var}")


def collected(fn: Fn, scope: Scope, unknown: Unknown, key: str, var: str, text: Callable[[Leaf], bool]) -> None:
    """A member that no shape names, into the map field that collects such; refuses what cannot belong to it."""
    kind = scope.map(unknown.bind)
    scope.bind(unknown.bind)
    test = belongs(fn, kind, key)
    if test:
        fn(f"if not ({test}):", "    return None")
    if unknown.excepted:
        fn(f"if {key} in {literal(frozenset(unknown.excepted))}:", "    return None")
    statement = fn.fail(unknown.severity)
    if statement:
        fn(statement)
    entry(fn, scope, Leaf(unknown.bind, kind.values, form=json_form(kind.values)), "error", key, var, text)


def _sure(scope: Scope, tree: Tree, member: Member) -> bool:
    return missing(fn=scope.fn, scope=scope, member=member) == "return None" and not alternatives(tree, member)


def _place(fn: Fn, scope: Scope, tree: Tree, member: Member, found: str, reader: Reader, count: str) -> None:
    leaf = member.node if isinstance(member.node, Leaf) else None
    var = fn.fresh("m") if leaf is None else scope.bind(leaf.bind)
    if leaf is not None:
        scope.assure(leaf.bind)
    if _sure(scope, tree, member):
        fn(f"{var} = {found}[{member.name!r}]")
        reader.place(fn, scope, member, var)
        return
    others = alternatives(tree, member)
    fn(f"{var} = {found}.get({member.name!r}{'' if reader.absent == 'None' else ', ' + reader.absent})")
    for other in others:
        _alternative(fn, member, others, other, found, var, reader, count)
    statement = missing(fn, scope, member)
    if statement == "return None":
        fn(f"if {var} is {reader.absent}:", "    return None")
        _present(fn, scope, member, var, reader, count)
        return
    with scope.perhaps(f"{var} is not {reader.absent}"):
        _present(fn, scope, member, var, reader, count)
    lines = [statement] if statement else []
    if leaf is not None and reader.absent != "None":
        lines.append(f"{var} = None")
    fn.otherwise(lines, f"{var} is {reader.absent}")


def _present(fn: Fn, scope: Scope, member: Member, var: str, reader: Reader, count: str) -> None:
    if count:
        fn(f"{count} += 1")
    reader.place(fn, scope, member, var)


def _alternative(
    fn: Fn,
    member: Member,
    others: list[Alternative],
    other: Alternative,
    found: str,
    var: str,
    reader: Reader,
    count: str,
) -> None:
    """The same place under another name: instead of, or (a duplicate) besides."""
    with fn.block(f"if {other.name!r} in {found}:"):
        statement = fn.fail(other.severity)
        if statement is not None:
            fn(statement)
        with fn.block(f"if {var} is {reader.absent}:"):
            fn(f"{var} = {found}[{other.name!r}]")
        with fn.block("else:"):
            if member.duplicate == "error":
                fn("return None")
                return
            # The first in the body's order counts.
            names = literal((member.name, *(a.name for a in others)))
            fn("clean = False", f"{var} = {found}[next(q for q in {found} if q in {names})]")
            if count:
                fn(f"{count} += 1")


def loop(
    fn: Fn,
    scope: Scope,
    tree: Tree,
    named: list[Member],
    entries: list[Member],
    unknown: Unknown,
    found: str,
    reader: Reader,
) -> None:
    """What a dictionary holds besides the named members: entries, what is collected, and what nobody knows."""
    names = dict.fromkeys(n for m in named for n in (m.name, *(a.name for a in alternatives(tree, m))))
    key, var = fn.fresh("q"), fn.fresh("x")
    if not names:
        _others(fn, scope, entries, unknown, found, reader, {}, key, var)
        return
    known = fn.hoist("names", literal(frozenset(names)))
    with fn.block(f"if not {known}.issuperset({found}):"):
        _others(fn, scope, entries, unknown, found, reader, names, key, var)


def _others(
    fn: Fn,
    scope: Scope,
    entries: list[Member],
    unknown: Unknown,
    found: str,
    reader: Reader,
    names: Mapping[str, object],
    key: str,
    var: str,
) -> None:
    with fn.block(f"for {key}, {var} in {found}.items():"):
        if names:
            fn(f"if {key} in {{{', '.join(map(literal, names))}}}:", "    continue")
        for member in entries[-1:]:  # the shape's last one is the one that counts
            if not isinstance(member.node, Leaf):
                raise EmitError("entries hold scalars")
            leaf = member.node
            with fn.block(f"if {belongs(fn, scope.map(leaf.bind), key) or 'True'}:"):
                entry(fn, scope, leaf, member.duplicate, key, var, lambda leaf: reader.text(fn, leaf, var, key))
                fn("continue")
        if unknown.policy == "collect":
            collected(fn, scope, unknown, key, var, lambda leaf: reader.text(fn, leaf, var, key))
        else:
            fn(fn.fail(severity(unknown)) or "pass")
