"""The quick way through JSON: msgspec decodes into structs made from the shape, statements check the rest.

The decoder checks kinds, names, and the bounds of integers and lengths in C; whatever is written in another
way than the commonest makes it stop, and nothing is decided. It keeps the last of duplicate names in silence,
so members are counted: the body has as many commas between members and items as the structs account for, or
something was lost (``wirebook.accept.quick_json``). The statements on a text are those of the other way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from wirebook.model import Array, Const, Joined, Leaf, List, Map, Member, Message, Provider, Shape, Tree
from wirebook.wire.caps import MAX_NODES
from wirebook_codegen.accept import json, leaves, named, records, scalars
from wirebook_codegen.accept.layout import OtherwiseError, records_below
from wirebook_codegen.accept.quick import collected
from wirebook_codegen.accept.state import Fn, Scope
from wirebook_codegen.accept.structs import Spot, is_open, spot, spots, struct
from wirebook_codegen.around import open_fields
from wirebook_codegen.compiled import FORMAT
from wirebook_codegen.emitted import HEADER
from wirebook_codegen.names import Names
from wirebook_codegen.pysource import Source, docstring, identifier, literal

__all__ = ["render", "taken"]

_RUNTIME = "wirebook.accept.quick_json"
_CONTAINS = re.compile(r"'(?:[^'\\]|\\.)' in [a-z0-9_]+")


def taken(provider: Provider, names: Names) -> tuple[str, ...]:
    """The messages whose JSON is tried the quick way."""
    found = []
    for message, shape in _shapes(provider):
        try:
            spot(Fn(names, "json", {}, 0), _root(message, shape))
        except OtherwiseError:
            continue
        found.append(message.id)
    return tuple(found)


def _shapes(provider: Provider) -> Iterator[tuple[Message, Shape]]:
    return ((m, s) for m in provider.messages for s in m.shapes if s.encoding == "json")


def _root(message: Message, shape: Shape) -> Member:
    if not isinstance(shape.root, Member) or not isinstance(shape.root.node, (Tree, Array)):
        raise OtherwiseError
    rules = [rule for record in records_below(message.record) for rule in record.rules]
    if any(rule.kind == "signature" and rule.over == "parameters" for rule in rules):
        raise OtherwiseError  # there is no tree whose members could be signed
    return shape.root


def render(provider: Provider, names: Names) -> str | None:
    """The text of ``quick_json.py`` for one provider in one dialect; None where no message can go this way."""
    settings = {setting.name: setting.default for setting in provider.settings}
    chosen = taken(provider, names)
    if not chosen:
        return None
    src = Source()
    src(
        f"# {HEADER}",
        "# mypy: ignore-errors",
        *docstring(
            [
                f"Quick checks of {provider.name}'s JSON by way of msgspec; None decides nothing.",
                "",
                "Made from the same shapes as ``accept``, and tested against it.",
            ]
        ),
        "",
        "from wirebook.accept import guard",
        "",
        f"guard({FORMAT}, __name__)",
    )
    policy = provider.charset("json")
    assert policy is not None
    telling = frozenset(source.removeprefix("param:") for source in policy.resolve if source.startswith("param:"))
    makers = []
    for message, shape in _shapes(provider):
        if message.id in chosen:
            makers.append((message.id, f"make_{identifier(message.id)}_json"))
            src("", "", *_factory(names, settings, message, shape, telling, makers[-1][1]))
    src("", "", "MAKERS = {", *(f"    {name!r}: {maker}," for name, maker in makers), "}")
    src("# Messages whose code itself sees whether a member may tell the charset.")
    src(f"SEES = {literal(frozenset(m.id for m, s in _shapes(provider) if m.id in chosen and _sees(s, telling)))}")
    return src.text()


def _sees(shape: Shape, telling: frozenset[str]) -> bool:
    """Whether no member of the root can tell the charset but one that the shape names, or none at all."""
    assert isinstance(shape.root, Member)
    tree = shape.root.node
    return not isinstance(tree, Tree) or not is_open(tree) or telling <= {m.name for m in tree.members}


def _factory(
    names: Names,
    settings: dict[str, str | None],
    message: Message,
    shape: Shape,
    telling: frozenset[str],
    maker: str,
) -> list[str]:
    fn = Fn(names, "json", settings, 2)
    fn.shape = shape
    member = _root(message, shape)
    tree = member.node
    wide = isinstance(tree, Tree) and is_open(tree)
    root = Spot(member, struct(fn, tree, True), "tree") if isinstance(tree, Tree) and wide else spot(fn, member)
    decode = fn.hoist("decode", f"{fn.use(_RUNTIME, 'decoder')}({root.type})")
    scope = Scope(fn, message.record)
    scope.open = open_fields(shape)
    scope.whole = True
    with fn.block("try:"):
        fn(f"root = {decode}(data)")
    with fn.block(f"except {fn.use(_RUNTIME, 'REFUSED')}:"):
        fn("return None")
    if isinstance(tree, Tree):
        for index, place in enumerate(spots(fn, tree)):
            if place.member.name in telling:
                fn(f"if root.f{index} is not None and not sure:", "    return None")
    fn("commas = 0")
    if isinstance(tree, Tree):
        _tree(fn, scope, tree, "root", wide)
    else:
        _node(fn, scope, root, "root")
    if isinstance(tree, Tree) and wide:
        with fn.block("if text.count(',') != commas:"):
            _others(fn, scope, tree)
    else:
        with fn.block(f"if text.count(',') != commas and {fn.use(_RUNTIME, 'lost')}(text, root, commas):"):
            fn("return None")
    fn(f"return {records.whole(fn, scope)}, clean")
    text = [f"def {maker}(T):", *(f"    {line}" for line in [*sorted(fn.imports), *fn.hoisted]), ""]
    text += ["    def accept(data, text, codec, sure, ctx, body):", "        clean = True"]
    text += [f"        room = {MAX_NODES}"] if fn.lists else []
    return [*text, *fn.src.text().splitlines(), "", "    return accept"]


def _others(fn: Fn, scope: Scope, tree: Tree) -> None:
    """The members that the shape does not name."""
    names = fn.hoist("names", literal(frozenset(member.name for member in tree.members if member.slot == "member")))
    fn(f"rest = {fn.use(_RUNTIME, 'others')}(data, text, {names})", "if rest is None:", "    return None")
    inner = scope if tree.bind in ("", ".") else scope.children[tree.bind]
    entries = [member for member in tree.members if member.slot == "entries"]
    named.loop(fn, inner, tree, [], entries, tree.unknown, "rest", json.MEMBERS)


def _node(fn: Fn, scope: Scope, place: Spot, var: str) -> None:
    """What stands in a variable, anything but a leaf."""
    node = place.member.node
    if isinstance(node, Tree):
        _tree(fn, scope, node, var)
    elif isinstance(node, Array):
        _array(fn, scope, node, var)
    elif isinstance(node, Joined):
        leaves.joined(fn, scope, node, var)
    elif isinstance(node, Const) and place.holds == "literal":
        fn(f"if bytes({var}) != {node.value.encode()!r}:", "    return None")


def _tree(fn: Fn, scope: Scope, tree: Tree, var: str, wide: bool = False) -> None:
    """An object; wide: its struct passes over members that it does not have."""
    inner = scope if tree.bind in ("", ".") else scope.enter(tree.bind)
    _members(fn, inner, tree, var, wide)
    if inner is not scope:
        fn(f"{scope.bind(tree.bind)} = {records.finish(fn, inner)}")


def _members(fn: Fn, scope: Scope, tree: Tree, var: str, wide: bool) -> None:
    """The members of the struct in ``var``, into the variables of a scope."""
    if tree.unknown.policy == "collect":
        scope.bind(tree.unknown.bind)
    for member in tree.members:
        if member.slot == "entries" and isinstance(member.node, Leaf):
            scope.bind(member.node.bind)
    places = list(spots(fn, tree))
    if not places:
        if wide:
            fn("commas -= 1")
        return
    targets = []
    for place in places:
        node = place.member.node
        if isinstance(node, Leaf):
            targets.append(scope.bind(node.bind))
            scope.assure(node.bind)
        else:
            targets.append(fn.fresh("m"))
    astuple = fn.use("msgspec.structs", "astuple")
    fn(f"{', '.join(targets)}{',' if len(targets) == 1 else ''} = {astuple}({var})")
    needed = sum(place.required for place in places)
    count = "commas"
    if needed:
        if needed > 1:
            fn(f"commas += {needed - 1}")
    else:
        count = fn.fresh("members")
        fn(f"{count} = 0")
    for place, target in zip(places, targets, strict=True):
        _place(fn, scope, place, target, count)
    if not needed and wide:
        fn(f"commas += {count} - 1")  # where none is there others may be
    elif not needed:
        fn(f"if {count}:", f"    commas += {count} - 1")


def _place(fn: Fn, scope: Scope, place: Spot, var: str, count: str) -> None:
    if place.required:
        _present(fn, scope, place, var)
        return
    with scope.perhaps(f"{var} is not None"):
        fn(f"{count} += 1")
        _present(fn, scope, place, var)
    statement = named.missing(fn, scope, place.member)
    fn.otherwise([statement] if statement else [], f"{var} is None")


def _present(fn: Fn, scope: Scope, place: Spot, var: str) -> None:
    if isinstance(place.member.node, Leaf):
        _value(fn, scope, place, var)
    else:
        _node(fn, scope, place, var)


def _value(fn: Fn, scope: Scope, place: Spot, var: str) -> None:
    """From what the struct's field holds to the value."""
    leaf = place.leaf
    assert leaf is not None
    lexeme = scope.lexemes.get(leaf.bind)
    if lexeme is not None and place.holds == "boolean":  # what is signed is what was written
        fn(f"{lexeme} = 'true' if {var} else 'false'")
    elif lexeme is not None and place.holds in ("integer", "integers"):
        fn(f"if not {var} and '-0' in text:", "    return None", f"{lexeme} = str({var})")
    if place.holds in ("integer", "boolean"):
        _settled(fn, scope, leaf, var)
        return
    if place.holds == "integers":
        with fn.block(f"if type({var}) is str:"):
            fn(f"{var} = {fn.use(_RUNTIME, 'integer')}({var})", f"if {var} is None:", "    return None")
        if leaf.type.base == "bits":
            fn.check(f"not 0 <= {var} < {1 << (leaf.type.width or 0)}", "error")
        _settled(fn, scope, leaf, var)
        return
    if place.holds == "literal":
        fn(f"{var} = {fn.use(_RUNTIME, 'number')}({var})", f"if {var} is None:", "    return None")
    elif place.holds == "number":
        with fn.block(f"if type({var}) is int:"):
            fn(f"if not {var} and '-0' in text:", "    return None", f"{var} = str({var})")
    leaves.value(fn, scope, leaf, place.member)


def _settled(fn: Fn, scope: Scope, leaf: Leaf, var: str) -> None:
    """The limits of a value that is there already, and a default that is spelt out."""
    scalars.limits(fn, leaf.type, var)
    leaves.explicit(fn, scope, leaf, var)


# ---------------------------------------------------------------- arrays


def _array(fn: Fn, scope: Scope, node: Array, var: str) -> None:
    scope.bind(node.bind)
    with fn.block(f"if {var}:"):
        fn(f"commas += len({var}) - 1")
    if _by_columns(fn, scope, node, var):
        return
    one = fn.fresh("one")
    with fn.block(f"for {one} in {var}:"):
        inner = Scope.of_item(fn, scope.item(node.bind))
        place = spot(fn, Member("item", "", node.item, False))
        if isinstance(node.item, Leaf):
            fn(f"{inner.bind('.')} = {one}")
            inner.assure(".")
            _value(fn, inner, place, inner.var("."))
        elif isinstance(node.item, Tree):
            _tree(fn, inner, node.item, one)
        scope.append(node.bind, inner, records.value(fn, inner))


def _by_columns(fn: Fn, scope: Scope, node: Array, var: str) -> bool:
    """The items column by column, where each is an object of leaves and nothing is asked about an item as a whole."""
    tree = node.item
    if not isinstance(tree, Tree) or tree.bind not in ("", "."):
        return False
    places = list(spots(fn, tree))
    if not places or not all(isinstance(place.member.node, Leaf) and place.required for place in places):
        return False
    lines = fn.src.lines
    start = len(lines)
    inner = Scope.of_item(fn, scope.item(node.bind))
    columns: dict[str, str] = {}
    plain: dict[str, str] = {}
    if len(places) > 1:
        fn(f"commas += {len(places) - 1} * len({var})")
    for index, place in enumerate(places):
        leaf = place.member.node
        assert isinstance(leaf, Leaf)
        inner.bind(leaf.bind)
        inner.assure(leaf.bind)
        column, before = fn.fresh("c"), len(lines)
        made = f"[one.f{index} for one in {var}]"
        fn(f"{column} = {made}")
        _column(fn, inner, place, leaf, column)
        columns[leaf.bind] = column
        if len(lines) == before + 1:  # nothing is asked of it
            lines.pop()
            columns[leaf.bind], plain[leaf.bind] = made, f"one.f{index}"
    before = len(lines)
    others = [name for name, one in inner.fields.items() if name not in columns and isinstance(one.type, (List, Map))]
    if not others:
        records.value(fn, inner)
    # A list of its own for each item, a rule, or an item that may be nothing: that takes a loop.
    if others or "." in inner.fields or any(map(_filled, lines[before:])):
        del lines[start:]
        return False
    collected(fn, scope, inner, node.bind, columns)
    scope.assure(node.bind)
    records.rows(fn, inner, columns, scope.bind(node.bind), var, plain)
    return True


def _filled(line: str | list[str]) -> bool:
    return bool(line)


def _column(fn: Fn, scope: Scope, place: Spot, leaf: Leaf, column: str) -> None:
    """A column of what the struct's field held becomes one of values."""
    var = scope.var(leaf.bind)
    if place.holds == "literal":  # what the decoder leaves of it can be in no set
        fn(f"{column} = list(map({fn.use(_RUNTIME, 'number')}, {column}))")
        fn(f"if None in {column}:", "    return None")
        place = replace(place, holds="text")
    lines = fn.src.lines
    start = len(lines)
    key = fn.fresh("q")
    fn("known = {}")
    with fn.block(f"for {key} in set({column}):"):
        fn(f"{var} = {key}")
        before = len(lines)
        _value(fn, scope, place, var)
        made = [str(line).strip() for line in lines[before:]]
        changed = any(line.startswith((f"{var} = ", f"{var}, ")) for line in made)
        if changed:
            fn(f"known[{key}] = {var}")
    if changed:
        fn(f"{column} = list(map(known.__getitem__, {column}))")
        return
    del lines[start:]
    if len(made) == 2 and made[0].startswith("if "):
        test = made[0][3:-1]
        if place.holds == "text" and all(_CONTAINS.fullmatch(part) for part in test.split(" or ")):
            # What none of the texts has, all of them together have not.
            fn(f"{var} = ''.join({column})", made[0], f"    {made[1]}")
        else:
            fn(f"if [1 for {var} in {column} if {test}]:", f"    {made[1]}")
    elif made:
        with fn.block(f"for {var} in set({column}):"):
            _value(fn, scope, place, var)
