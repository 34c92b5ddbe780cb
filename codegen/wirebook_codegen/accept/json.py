"""JSON shapes over plain Python: dict, list, str, Num (a number's literal), True, False, None."""

from __future__ import annotations

from wirebook.lexical import pair
from wirebook.model import Array, Const, Joined, Leaf, Member, Tree
from wirebook_codegen.accept import leaves, named, records
from wirebook_codegen.accept.state import Fn, Scope
from wirebook_codegen.emitted import EmitError

__all__ = ["MEMBERS", "root"]


def root(fn: Fn, scope: Scope, member: Member) -> None:
    """The document in ``tree``."""
    if isinstance(member.node, Leaf):
        fn(f"{scope.bind(member.node.bind)} = tree")
        scope.assure(member.node.bind)
        _place(fn, scope, member, scope.var(member.node.bind))
    else:
        _place(fn, scope, member, "tree")


def _num(fn: Fn) -> str:
    return fn.use("wirebook.accept.json", "Num")


def _text(fn: Fn, leaf: Leaf, var: str, key: str = "") -> bool:
    """Kinds that are taken; afterwards the variable holds a text, or None where null means absent."""
    wanted = "string" if leaf.form == "text" else leaf.form
    kinds = {"string": "str", "boolean": "bool"}
    if wanted == "number" or leaf.accepts:
        kinds["number"] = _num(fn)
    forms = {form: severity for form, severity in reversed(leaf.accepts) if form != wanted}
    if not {wanted, *forms} <= kinds.keys():
        raise EmitError(f"JSON forms are string, number and boolean, not {wanted}, {', '.join(forms)}")
    with fn.block(f"if type({var}) is not {kinds[wanted]}:"):
        word = "if"
        for form, severity in forms.items():
            with fn.block(f"{word} type({var}) is {kinds[form]}:"):
                fn(fn.fail(severity) or "pass")
            word = "elif"
        if leaf.null == "absent":
            fn(f"{word} {var} is not None:", "    return None")
        elif word == "elif":
            fn("else:", "    return None")
        else:
            fn("return None")
    if (wanted == "number" or "number" in forms) and leaf.type.base in ("string", "phone", "union"):
        fn(f"if type({var}) is {kinds['number']}:", f"    {var} = str({var})")
    if wanted == "boolean" or "boolean" in forms:
        true, false = pair(leaf.type.lexical[0]) if leaf.type.base == "boolean" else ("true", "false")
        spelled = f"{true!r} if {var} else {false!r}"
        if {wanted, *forms} == {"boolean"} and leaf.null != "absent":
            fn(f"{var} = {spelled}")
        else:
            fn(f"if type({var}) is bool:", f"    {var} = {spelled}")
    return leaf.null == "absent"


def _place(fn: Fn, scope: Scope, member: Member, var: str) -> None:
    node = member.node
    if isinstance(node, Leaf):
        lexeme = scope.lexemes.get(node.bind) if "boolean" in (node.form, *(form for form, _ in node.accepts)) else None
        said = fn.fresh("said")
        if lexeme is not None:  # what is signed is what was written: true or false
            fn(f"{said} = {var} if type({var}) is bool else None")
        if _text(fn, node, var):
            with scope.perhaps(f"{var} is not None"):
                leaves.value(fn, scope, node, member)
            leaves.absent(fn, scope, node, member)
        else:
            leaves.value(fn, scope, node, member)
        if lexeme is not None:
            fn(f"if {said} is not None:", f"    {lexeme} = 'true' if {said} else 'false'")
    elif isinstance(node, Joined):
        if _text(fn, node.item, var):
            with fn.block(f"if {var} is not None:"):
                leaves.joined(fn, scope, node, var)
        else:
            leaves.joined(fn, scope, node, var)
    elif isinstance(node, Const):
        if node.form == "boolean":
            fn(f"if {var} is not {node.value == 'true'}:", "    return None")
            return
        kind = _num(fn) if node.form == "number" else "str"
        fn(f"if type({var}) is not {kind} or {var} != {node.value!r}:", "    return None")
    elif isinstance(node, Array):
        _array(fn, scope, node, member, var)
    else:
        _object(fn, scope, node, var)


MEMBERS = named.Reader("...", _place, _text)


def _object(fn: Fn, scope: Scope, node: Tree, var: str) -> None:
    if any(m.each or m.slot not in ("member", "entries") for m in node.members):
        raise EmitError("an object has members and entries, each once")
    fn(f"if type({var}) is not dict:", "    return None")
    members = list(node.members)
    if node.bind in ("", "."):
        named.places(fn, scope, node, members, node.unknown, var, MEMBERS)
        return
    inner = scope.enter(node.bind)
    named.places(fn, inner, node, members, node.unknown, var, MEMBERS)
    fn(f"{scope.bind(node.bind)} = {records.finish(fn, inner)}")


def _array(fn: Fn, scope: Scope, node: Array, member: Member, var: str) -> None:
    scope.bind(node.bind)
    fn(f"if type({var}) is not list:", "    return None")
    # A scalar item's variable is the loop's, which stands before its scope.
    one = fn.fresh("one")
    with fn.block(f"for {one} in {var}:"):
        inner = Scope.of_item(fn, scope.item(node.bind))
        item = Member("item", "", node.item, False)
        if isinstance(node.item, Leaf):
            fn(f"{inner.bind('.')} = {one}")
            inner.assure(".")
            _place(fn, inner, item, inner.var("."))
        else:
            _place(fn, inner, item, one)
        scope.append(node.bind, inner, records.value(fn, inner))
