"""From a text on the wire to a field: absent literals, empty texts, the scalar, a spelt-out default."""

from __future__ import annotations

from wirebook.model import Field, Joined, Leaf, Member
from wirebook_codegen.accept import scalars
from wirebook_codegen.accept.state import Fn, Scope
from wirebook_codegen.pysource import literal

__all__ = ["absent", "explicit", "joined", "missing", "scalar", "value"]


def value(fn: Fn, scope: Scope, leaf: Leaf, member: Member | None) -> None:
    """The field's variable holds a text; afterwards its value, or None where the text means absent."""
    var = scope.var(leaf.bind)
    if leaf.bind in scope.lexemes:
        fn(f"{scope.lexemes[leaf.bind]} = {var}")
    if scalar(fn, leaf, var, scope):
        absent(fn, scope, leaf, member)


def joined(fn: Fn, scope: Scope, node: Joined, var: str) -> None:
    """The items of the list that the text in ``var`` holds."""
    cut = fn.use("wirebook.splitting", "split")
    blank = node.item.type.whitespace != "preserve"
    fn(f"{var} = {cut}({var}, {literal(node.separators)}, {node.trailing}, {blank}, room)")
    fn(f"if {var} is None:", "    return None", f"room -= len({var})")
    fn.lists = True
    scope.bind(node.bind)
    one = fn.fresh("one")
    with fn.block(f"for {one} in {var}:"):
        inner = Scope.of_item(fn, scope.item(node.bind))
        fn(f"{inner.bind('.')} = {one}")
        inner.assure(".")
        value(fn, inner, node.item, None)
        inner.close()
        scope.append(node.bind, inner, inner.var("."))


def absent(fn: Fn, scope: Scope, leaf: Leaf, member: Member | None) -> None:
    """The field's variable may be None though its place is there."""
    scope.nullable.add(leaf.bind)
    field = scope.field(leaf.bind)
    if leaf.bind != "." and not field.optional and field.default is None:
        fn.check(f"{scope.var(leaf.bind)} is None", missing(field, member))


def missing(field: Field | None, member: Member | None) -> str:
    """The severity of something required that is not there, or ``accept``."""
    if member is not None and member.missing is not None:
        return member.missing
    return "error" if field is None or field.missing is None else field.missing


def scalar(fn: Fn, leaf: Leaf, var: str, scope: Scope | None = None) -> bool:
    """From text to value in any variable; true if it may end as None. A scope brings the field's default in."""
    scalars.space(fn, leaf.type, var)
    arms: list[tuple[str, list[str]]] = []
    if leaf.absent is not None:
        arms.append((f"{var} == {leaf.absent!r}", [f"{var} = None"]))
    if leaf.empty == "absent":
        statement = fn.fail(leaf.empty_severity)
        arms.append((f"not {var}", [f"{var} = None", *([statement] if statement else [])]))
    elif leaf.empty == "refuse":
        refuse = (f"not {var}", ["return None"])
        if leaf.absent is None:
            fn(f"if {refuse[0]}:", "    return None")
        else:
            arms.append(refuse)
    for index, (condition, statements) in enumerate(arms):
        with fn.block(f"{'elif' if index else 'if'} {condition}:"):
            fn(*statements)
    if not arms:
        _read(fn, leaf, var, scope)
        return False
    before = len(fn.src.lines)
    with fn.block("else:"):
        _read(fn, leaf, var, scope)
    if len(fn.src.lines) == before + 2 and str(fn.src.lines[-1]).strip() == "pass":
        del fn.src.lines[before:]
    return True


def _read(fn: Fn, leaf: Leaf, var: str, scope: Scope | None) -> None:
    scalars.read(fn, leaf.type, var)
    if scope is not None:
        explicit(fn, scope, leaf, var)


def explicit(fn: Fn, scope: Scope, leaf: Leaf, var: str) -> None:
    """What is said of a default that is spelt out."""
    default = scope.field(leaf.bind).default
    if default is not None and default.explicit is not None:
        fn.check(f"{var} == {scalars.constant(fn, leaf.type, default.value)}", default.explicit)
