"""XML shapes over xml.etree elements: tags, attributes, children in any order or in sequence, text."""

from __future__ import annotations

from collections.abc import Callable

from wirebook.model import Const, Joined, Leaf, Member, Tree, Unknown
from wirebook.wire.tree import NIL, NILS
from wirebook_codegen.accept import leaves, named, records
from wirebook_codegen.accept.scalars import BLANK
from wirebook_codegen.accept.state import Fn, Scope
from wirebook_codegen.emitted import EmitError

__all__ = ["root"]


def root(fn: Fn, scope: Scope, member: Member) -> None:
    """The document element in ``tree``."""
    with fn.block(f"if tree.tag != {member.name!r}:"):
        for index, other in enumerate(member.alternatives):
            with fn.block(f"{'elif' if index else 'if'} tree.tag == {other.name!r}:"):
                fn(fn.fail(other.severity) or "pass")
        if member.alternatives:
            with fn.block("else:"):
                fn("return None")
        else:
            fn("return None")
    _element(fn, scope, member, "tree")


def _element(fn: Fn, scope: Scope, member: Member, element: str) -> None:
    """What an element holds, its tag being known; a record field is entered and left again."""
    node = member.node
    if isinstance(node, Leaf) and node.nil == "absent":
        _nillable(fn, scope, node, member, element)
    elif isinstance(node, (Leaf, Const, Joined)):
        _bare(fn, element)
        _text(fn, scope, Member("text", member.name, node, member.optional, missing=member.missing), f"{element}.text")
    elif not isinstance(node, Tree):
        raise EmitError("an XML element holds a tree, a leaf or a constant")
    elif node.bind in ("", "."):
        _tree(fn, scope, node, element)
    else:
        inner = scope.enter(node.bind)
        _tree(fn, inner, node, element)
        fn(f"{scope.bind(node.bind)} = {records.finish(fn, inner)}")


def _tree(fn: Fn, scope: Scope, node: Tree, element: str) -> None:
    attributes = [m for m in node.members if m.slot == "attribute" or (m.slot == "entries" and m.entry == "attribute")]
    children = [m for m in node.members if m.slot == "element" or (m.slot == "entries" and m.entry == "element")]
    texts = [m for m in node.members if m.slot == "text"]
    if len(attributes) + len(children) + len(texts) != len(node.members) or len(texts) > 1:
        raise EmitError("an XML element has attributes, elements and at most one text")
    text = texts[0] if texts else None
    _attributes(fn, scope, node, attributes, element)
    if children or node.unknown.policy != "refuse":
        _children(fn, scope, children, node, element, text)
    else:
        fn(f"if len({element}):", "    return None")
        _text(fn, scope, text, f"{element}.text")


def _bare(fn: Fn, element: str) -> None:
    """Neither attributes nor child elements."""
    fn(f"if len({element}) or {element}.keys():", "    return None")


def _nillable(fn: Fn, scope: Scope, leaf: Leaf, member: Member, element: str) -> None:
    """A text that may be said to be nothing."""
    nil, var = fn.fresh("nil"), scope.bind(leaf.bind)
    fn(f"if len({element}):", "    return None", f"{nil} = False")
    with fn.block(f"if {element}.keys():"):
        fn(f"{nil} = {element}.get({NIL!r})", f"if {nil} is None or len({element}.keys()) != 1:", "    return None")
        fn(f"{nil} = {fn.hoist('nils', repr(NILS))}.get({nil}.strip({BLANK!r}))")
        fn(f"if {nil} is None or ({nil} and {element}.text):", "    return None")
    fn(f"{var} = {element}.text or ''")
    if leaf.bind in scope.lexemes:
        fn(f"{scope.lexemes[leaf.bind]} = {var}")
    with fn.block(f"if {nil}:"):
        fn(f"{var} = None")
    with fn.block("else:"):
        before = len(fn.src.lines)
        leaves.scalar(fn, leaf, var, scope)
        if len(fn.src.lines) == before:
            fn("pass")
    scope.assure(leaf.bind)
    leaves.absent(fn, scope, leaf, member)


# ---------------------------------------------------------------- attributes


def _place(fn: Fn, scope: Scope, member: Member, var: str) -> None:
    if isinstance(member.node, Const):
        fn(f"if {var} != {member.node.value!r}:", "    return None")
    elif isinstance(member.node, Leaf):
        leaves.value(fn, scope, member.node, member)
    elif isinstance(member.node, Joined):
        leaves.joined(fn, scope, member.node, var)
    else:
        raise EmitError("an attribute is a scalar or a constant")


_ATTRIBUTES = named.Reader("None", _place, lambda fn, leaf, var, key: False)


def _attributes(fn: Fn, scope: Scope, node: Tree, members: list[Member], element: str) -> None:
    unknown = node.unknown_attributes
    if members or unknown.policy == "collect":
        found = fn.fresh("a")
        fn(f"{found} = {element}.attrib")
        named.places(fn, scope, node, members, unknown, found, _ATTRIBUTES)
    else:
        # Asking for the dictionary would create one.
        fn.check(f"{element}.keys()", named.severity(unknown))


# ---------------------------------------------------------------- text


def _text(fn: Fn, scope: Scope, member: Member | None, source: str) -> None:
    """The character data in the expression ``source`` (None or text)."""
    node = None if member is None else member.node
    var = scope.bind(node.bind) if isinstance(node, Leaf) else fn.fresh("s")
    fn(f"{var} = {source}")
    if node is None:
        fn(f"if {var} and {var}.strip({BLANK!r}):", "    return None")
        return
    fn(f"if {var} is None:", f"    {var} = ''")
    if isinstance(node, Const):
        fn(f"if {var} != {node.value!r}:", "    return None")
    elif isinstance(node, Leaf):
        scope.assure(node.bind)
        leaves.value(fn, scope, node, member)
    elif isinstance(node, Joined):
        leaves.joined(fn, scope, node, var)
    else:
        raise EmitError("an element's text is a scalar or a constant")


# ---------------------------------------------------------------- child elements


def _children(fn: Fn, scope: Scope, members: list[Member], node: Tree, element: str, text: Member | None) -> None:
    if text is None:
        space = fn.fresh("s")
        fn(f"{space} = {element}.text", f"if {space} and {space}.strip({BLANK!r}):", "    return None")
    single = [m for m in members if m.slot == "element" and not m.each]
    kept = {id(m): fn.fresh("e") for m in single}
    if kept:
        fn(" = ".join(kept.values()) + " = None")
    place = fn.fresh("at") if node.order == "sequence" and len(members) > 1 else ""
    if place:
        fn(f"{place} = 0")
    child, tag = fn.fresh("c"), fn.fresh("t")
    with fn.block(f"for {child} in {element}:"):
        fn(f"{tag} = {child}.tag")
        # Members that repeat are the many: they are asked for first.
        arms = sorted((m for m in members if m.slot == "element"), key=lambda m: not m.each)
        for index, member in enumerate(arms):
            names = [member.name, *(a.name for a in named.alternatives(node, member))]
            test = " or ".join(f"{tag} == {name!r}" for name in names)
            with fn.block(f"{'elif' if index else 'if'} {test}:"):
                if place:
                    rank = members.index(member)
                    fn(f"if {place} > {rank}:", "    return None", f"{place} = {rank}")
                _child(fn, scope, node, member, child, tag, kept.get(id(member), ""))
        _others(fn, scope, node, [m for m in members if m.slot == "entries"], child, tag, bool(arms))
        if text is None:
            fn(f"{tag} = {child}.tail")
            with fn.block(f"if {tag} != {space}:"):  # indentation mostly repeats
                fn(f"if {tag} and {tag}.strip({BLANK!r}):", "    return None", f"{space} = {tag}")
    for member in single:
        _kept(fn, scope, member, kept[id(member)])
    if text is not None:
        _text(fn, scope, text, f"({element}.text or '') + ''.join([c.tail or '' for c in {element}])")


def _child(fn: Fn, scope: Scope, node: Tree, member: Member, child: str, tag: str, kept: str) -> None:
    for other in named.alternatives(node, member):
        fn.check(f"{tag} == {other.name!r}", other.severity)
    if member.each:
        inner = Scope.of_item(fn, scope.item(member.each))
        _element(fn, inner, member, child)
        scope.append(member.each, inner, records.value(fn, inner))
        return
    with fn.block(f"if {kept} is None:"):
        fn(f"{kept} = {child}")
    with fn.block("else:"):
        fn(fn.fail(member.duplicate) or "pass")


def _kept(fn: Fn, scope: Scope, member: Member, kept: str) -> None:
    statement = named.missing(fn, scope, member)
    if statement == "return None":
        fn(f"if {kept} is None:", "    return None")
        _element(fn, scope, member, kept)
        return
    with scope.perhaps(f"{kept} is not None"):
        _element(fn, scope, member, kept)
    if statement:
        with fn.block("else:"):
            fn(statement)


def _others(fn: Fn, scope: Scope, node: Tree, entries: list[Member], child: str, tag: str, chained: bool) -> None:
    """Child elements that no member names: entries of a map, collected, warned of, or refused."""
    unknown = node.unknown
    statement = fn.fail(named.severity(unknown))
    if not entries and unknown.policy != "collect" and statement is None:
        return
    with fn.block("else:" if chained else "if True:"):
        if entries:
            leaf = entries[-1].node
            if not isinstance(leaf, Leaf):
                raise EmitError("entries hold scalars")
            with fn.block(f"if {named.belongs(fn, scope.map(leaf.bind), tag) or 'True'}:"):
                var = fn.fresh("x")
                _bare(fn, child)
                text = _content(fn, var, child)
                named.entry(fn, scope, leaf, entries[-1].duplicate, tag, var, text)
            with fn.block("else:"):
                _stray(fn, scope, unknown, statement, child, tag)
        else:
            _stray(fn, scope, unknown, statement, child, tag)


def _stray(fn: Fn, scope: Scope, unknown: Unknown, statement: str | None, child: str, tag: str) -> None:
    if unknown.policy == "collect":
        var = fn.fresh("x")
        _bare(fn, child)
        named.collected(fn, scope, unknown, tag, var, _content(fn, var, child))
    else:
        fn(statement or "pass")


def _content(fn: Fn, var: str, child: str) -> Callable[[Leaf], bool]:
    """A function that writes the statement for a bare element's text."""

    def write(leaf: Leaf) -> bool:
        fn(f"{var} = {child}.text or ''")
        return False

    return write
