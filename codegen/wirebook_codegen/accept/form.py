"""Form shapes over a list of (name, value, raw value)."""

from __future__ import annotations

from collections.abc import Callable

from wirebook.model import Const, Joined, Leaf, Member, Provider, Tree
from wirebook_codegen.accept import leaves, named, records
from wirebook_codegen.accept.state import Fn, Scope
from wirebook_codegen.emitted import EmitError
from wirebook_codegen.pysource import literal

__all__ = ["quick", "root"]


def root(fn: Fn, scope: Scope, member: Member) -> None:
    """The parameters in ``tree``."""
    node = member.node
    if not isinstance(node, Tree) or any(m.slot not in ("param", "entries") for m in node.members):
        raise EmitError("a form has parameters and entries")
    for each in node.members:
        if each.each:
            _each(fn, scope, node, each)
    once = [m for m in node.members if not m.each]
    repeated = {n for m in node.members if m.each for n in _names(node, m)}
    found = fn.fresh("p")
    triples = "tree"
    if repeated:
        triples = fn.fresh("rest")
        fn(f"{triples} = [one for one in tree if one[0] not in {literal(frozenset(repeated))}]")
    inner = scope if node.bind in ("", ".") else scope.enter(node.bind)
    if repeated:
        _dictionary(fn, inner, node, once, found, triples)
    else:  # the quick way has a dictionary already
        fn(f"{found} = {triples}")
        with fn.block(f"if type({triples}) is list:"):
            _dictionary(fn, inner, node, once, found, triples)
    reader = named.Reader("None", _place_in(node), _text)
    named.places(fn, inner, node, once, node.unknown, found, reader)
    if inner is not scope:
        fn(f"{scope.bind(node.bind)} = {records.finish(fn, inner)}")


def quick(provider: Provider) -> tuple[str, ...]:
    """The messages whose forms may come as a dictionary: no parameter is repeated."""
    found = ((m, s.root) for m in provider.messages for s in m.shapes if s.encoding == "form")
    return tuple(m.id for m, root in found if isinstance(root, Member) and not _repeats(root))


def _repeats(root: Member) -> bool:
    return isinstance(root.node, Tree) and any(member.each for member in root.node.members)


def _names(node: Tree, member: Member) -> tuple[str, ...]:
    return (member.name, *(a.name for a in named.alternatives(node, member)))


def _dictionary(fn: Fn, scope: Scope, node: Tree, once: list[Member], found: str, triples: str) -> None:
    fn(f"{found} = {{name: text for name, text, _ in {triples}}}")
    with fn.block(f"if len({found}) != len({triples}):"):
        _duplicates(fn, scope, node, once, found, triples)


def _duplicates(fn: Fn, scope: Scope, node: Tree, once: list[Member], found: str, triples: str) -> None:
    """The first of each name counts; what a further one means depends on its name."""
    warned = {n for m in once if m.slot == "param" and m.duplicate == "warning" for n in _names(node, m)}
    refused = {n for m in once if m.slot == "param" and m.duplicate == "error" for n in _names(node, m)}
    fn(f"{found} = {{}}")
    with fn.block(f"for name, text, _ in {triples}:"):
        with fn.block(f"if name not in {found}:"):
            fn(f"{found}[name] = text")
        if refused:
            with fn.block(f"elif name in {literal(frozenset(refused))}:"):
                fn("return None")
        if warned:
            with fn.block(f"elif name in {literal(frozenset(warned))}:"):
                fn("clean = False")
        passed = {n for m in once if m.slot == "param" for n in _names(node, m)} - refused - warned
        if passed:
            with fn.block(f"elif name in {literal(frozenset(passed))}:"):
                fn("pass")
        for entry in [m for m in once if m.slot == "entries"][-1:]:
            if isinstance(entry.node, Leaf):
                with fn.block(f"elif {named.belongs(fn, scope.map(entry.node.bind), 'name') or 'True'}:"):
                    fn(fn.fail(entry.duplicate) or "pass")
        if node.unknown.policy == "collect":  # what is neither is refused anyway; elsewhere nothing is kept of it
            with fn.block("else:"):
                fn("return None")


def _plus(fn: Fn, leaf: Leaf, var: str, names: str) -> None:
    if leaf.type.base == "phone":
        call = fn.use("wirebook.accept.scalars", "plus")
        fn(f"if ' ' in {var} and {call}(tree, {names}):", "    clean = False")


def _place_in(node: Tree) -> Callable[[Fn, Scope, Member, str], None]:
    def place(fn: Fn, scope: Scope, member: Member, var: str) -> None:
        if isinstance(member.node, Const):
            fn(f"if {var} != {member.node.value!r}:", "    return None")
        elif isinstance(member.node, Joined):
            _plus(fn, member.node.item, var, literal(_names(node, member)))
            leaves.joined(fn, scope, member.node, var)
        elif isinstance(member.node, Leaf):
            _plus(fn, member.node, var, literal(_names(node, member)))
            leaves.value(fn, scope, member.node, member)
        else:
            raise EmitError("a parameter is a scalar or a constant")

    return place


def _text(fn: Fn, leaf: Leaf, var: str, key: str) -> bool:
    _plus(fn, leaf, var, f"({key},)")
    return False


def _each(fn: Fn, scope: Scope, node: Tree, member: Member) -> None:
    if not isinstance(member.node, Leaf):
        raise EmitError("a repeated parameter is a scalar")
    names = _names(node, member)
    name, text, raw = fn.fresh("name"), fn.fresh("text"), fn.fresh("raw")
    with fn.block(f"for {name}, {text}, {raw} in tree:"):
        fn(f"if {name} not in {literal(names)}:", "    continue")
        for other in named.alternatives(node, member):
            fn.check(f"{name} == {other.name!r}", other.severity)
        inner = Scope.of_item(fn, scope.item(member.each))
        fn(f"{inner.bind('.')} = {text}")
        inner.assure(".")
        if member.node.type.base == "phone":
            fn(f"if b'+' in {raw}:", "    clean = False")
        leaves.value(fn, inner, member.node, member)
        scope.append(member.each, inner, records.value(fn, inner))
