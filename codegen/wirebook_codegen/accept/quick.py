"""The quick way through XML in canonical layout: regular expressions and checks by column.

Canonical is what the shape says in its order: attributes as they are listed, with
double quotes and one space before each; child elements in turn, white space between
them; no comment, no CDATA, none but the predefined references, and none in the attributes
of items. A message has at most one repeated element; its items are cut out by one
``split`` and checked a column at a time, each distinct text once. The statements on a
text are those of the other way. Whatever does not fit is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterator

from wirebook.model import Const, Joined, Leaf, List, Map, Message, Provider, Shape, Tree
from wirebook.wire.caps import MAX_NODES
from wirebook_codegen.accept import leaves, named, records
from wirebook_codegen.accept.layout import OtherwiseError, Place, Plan
from wirebook_codegen.accept.state import Fn, Scope
from wirebook_codegen.around import open_fields
from wirebook_codegen.compiled import FORMAT
from wirebook_codegen.emitted import HEADER
from wirebook_codegen.names import Names
from wirebook_codegen.pysource import Source, docstring, identifier

__all__ = ["collected", "render", "taken"]

_RUNTIME = "wirebook.accept.quick"


def taken(provider: Provider, names: Names) -> tuple[str, ...]:
    """The messages whose XML is tried the quick way."""
    found = []
    for message, shape in _shapes(provider):
        try:
            Plan(Fn(names, "xml", {}, 0), message, shape)
        except OtherwiseError:
            continue
        found.append(message.id)
    return tuple(found)


def _shapes(provider: Provider) -> Iterator[tuple[Message, Shape]]:
    return ((m, s) for m in provider.messages for s in m.shapes if s.encoding == "xml")


def render(provider: Provider, names: Names) -> str | None:
    """The text of ``quick.py`` for one provider in one dialect; None where no message can go this way."""
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
                f"Quick checks of {provider.name}'s XML in canonical layout; None decides nothing.",
                "",
                "Made from the same shapes as ``accept``, and tested against it.",
            ]
        ),
        "",
        "from wirebook.accept import guard",
        "",
        f"guard({FORMAT}, __name__)",
    )
    makers = []
    for message, shape in _shapes(provider):
        if message.id in chosen:
            makers.append((message.id, f"make_{identifier(message.id)}_xml"))
            src("", "", *_factory(names, settings, message, shape, makers[-1][1]))
    src("", "", "MAKERS = {", *(f"    {name!r}: {maker}," for name, maker in makers), "}")
    return src.text()


def _factory(names: Names, settings: dict[str, str | None], message: Message, shape: Shape, maker: str) -> list[str]:
    fn = Fn(names, "xml", settings, 2)
    fn.shape = shape
    plan = Plan(fn, message, shape)
    _cut(fn, plan)
    scope = Scope(fn, message.record)
    scope.open = open_fields(shape)
    scope.whole = True
    _inside(fn, scope, plan.root, plan)
    fn(f"return {records.whole(fn, scope)}, clean")
    text = [f"def {maker}(T):", *(f"    {line}" for line in [*sorted(fn.imports), *fn.hoisted]), ""]
    text += ["    def accept(text, codec, ctx, body):", "        clean = True"]
    text += [f"        room = {MAX_NODES}"] if fn.lists else []
    return [*text, *fn.src.text().splitlines(), "", "    return accept"]


def _cut(fn: Fn, plan: Plan) -> None:
    """Takes the text apart into the variables of the plan."""
    make = fn.use(_RUNTIME, "compiled")
    if not plan.item:
        head = fn.hoist("whole", f"{make}({plan.head!r}).fullmatch")
        fn(f"m = {head}(text)", "if m is None:", "    return None")
        _groups(fn, plan.before)
        return
    head = fn.hoist("head", f"{make}({plan.head!r}).match")
    item = fn.hoist("item", f"{make}({plan.item!r})")
    tail = fn.hoist("tail", f"{make}({plan.tail!r}).fullmatch")
    fn(f"m = {head}(text)", "if m is None:", "    return None")
    _groups(fn, plan.before)
    # Where no item stands here, it is not worth while to look for others.
    fn(f"if {item}.match(text, m.end()) is None and {tail}(text, m.end()) is None:", "    return None")
    fn(f"parts = {item}.split(text[m.end():])")
    step = len(plan.columns) + 1
    fn(f"m = {tail}(parts[-1])", f"if m is None or any(parts[:-1:{step}]):", "    return None")
    _groups(fn, plan.behind)
    fn(*(f"{name} = parts[{index}::{step}]" for index, name in enumerate(plan.columns, 1)))


def _groups(fn: Fn, names: list[str]) -> None:
    if names:
        fn(f"{', '.join(names)}{',' if len(names) == 1 else ''} = m.groups()")


def _inside(fn: Fn, scope: Scope, place: Place, plan: Plan) -> None:
    """The places of an element, and what of its shape the expressions leave out."""
    tree = place.member.node
    assert isinstance(tree, Tree)
    for unknown in (tree.unknown, tree.unknown_attributes):
        if unknown.policy == "collect":
            scope.bind(unknown.bind)
    for inner in place.inner:
        if inner.member.each:
            _items(fn, scope, inner, plan)
        elif isinstance(inner.member.node, Tree):
            _nested(fn, scope, inner, plan)
        elif not isinstance(inner.member.node, Const):
            _single(fn, scope, inner)


def _nested(fn: Fn, scope: Scope, place: Place, plan: Plan) -> None:
    tree = place.member.node
    assert isinstance(tree, Tree)

    def write() -> None:
        if tree.bind in ("", "."):
            _inside(fn, scope, place, plan)
        else:
            inner = scope.enter(tree.bind)
            _inside(fn, inner, place, plan)
            fn(f"{scope.bind(tree.bind)} = {records.finish(fn, inner)}")

    if place.required:
        write()
        return
    with scope.perhaps(f"{place.present} is not None"):
        write()
    statement = named.missing(fn, scope, place.member)
    fn.otherwise([statement] if statement else [], f"{place.present} is None")


def _single(fn: Fn, scope: Scope, place: Place) -> None:
    node = place.member.node
    assert isinstance(node, (Leaf, Joined))
    var = scope.bind(node.bind) if isinstance(node, Leaf) else fn.fresh("m")
    if isinstance(node, Leaf):
        scope.assure(node.bind)
    fn(f"{var} = {place.group}")
    if place.required:
        _value(fn, scope, place, var)
        return
    with scope.perhaps(f"{var} is not None"):
        _value(fn, scope, place, var)
    statement = named.missing(fn, scope, place.member)
    fn.otherwise([statement] if statement else [], f"{var} is None")


def _value(fn: Fn, scope: Scope, place: Place, var: str) -> None:
    node = place.member.node
    fn(f"{var} = {fn.use(_RUNTIME, 'plain')}({var})", f"if {var} is None:", "    return None")
    if isinstance(node, Leaf):
        leaves.value(fn, scope, node, place.member)
    elif isinstance(node, Joined):
        leaves.joined(fn, scope, node, var)


# ---------------------------------------------------------------- items, by column


def _items(fn: Fn, scope: Scope, place: Place, plan: Plan) -> None:
    each = place.member.each
    inner = Scope.of_item(fn, scope.item(each))
    columns: dict[str, str] = {}
    for spot in _leaves(place):
        leaf = spot.member.node
        assert isinstance(leaf, Leaf)
        inner.bind(leaf.bind)
        inner.assure(leaf.bind)
        columns[leaf.bind] = spot.group
        _column(fn, inner, spot, leaf)
    lines = fn.src.lines
    start = len(lines)
    rows = ", ".join(inner.vars[name] for name in columns) + ("," if len(columns) == 1 else "")
    zipped = f"zip({', '.join(columns.values())})"
    with fn.block(f"for {rows} in {zipped}:"):
        before = len(lines)
        for name, one in inner.fields.items():  # each item has collections of its own
            if name not in columns and isinstance(one.type, (List, Map)):
                fn(f"{inner.var(name)} = {'[]' if isinstance(one.type, List) else '{}'}")
                inner.assure(name)
        value = records.value(fn, inner)
        plain = len(lines) == before and not inner.nullable.intersection((".",))
        scope.append(each, inner, value)
    if plain:
        del lines[start:]
        _whole_columns(fn, scope, inner, each, columns)


def _leaves(place: Place) -> Iterator[Place]:
    for inner in place.inner:
        if isinstance(inner.member.node, Leaf):
            yield inner
        else:
            yield from _leaves(inner)


def _column(fn: Fn, scope: Scope, place: Place, leaf: Leaf) -> None:
    """A column of texts becomes one of values: each distinct text is looked at once."""
    column, var = place.group, scope.var(leaf.bind)
    if place.member.slot == "text" and place.required:
        fn(f"{column} = {fn.use(_RUNTIME, 'plains')}({column})", f"if {column} is None:", "    return None")
    lines = fn.src.lines
    start = len(lines)
    key, known = fn.fresh("q"), fn.fresh("known")
    fn(f"{known} = {{}}")
    with fn.block(f"for {key} in set({column}):"):
        fn(f"{var} = {key}")
        before = len(lines)
        if place.required:
            leaves.value(fn, scope, leaf, place.member)
        else:
            with scope.perhaps(f"{var} is not None"):
                if place.member.slot == "text":
                    _value(fn, scope, place, var)
                else:
                    leaves.value(fn, scope, leaf, place.member)
            statement = named.missing(fn, scope, place.member)
            fn.otherwise([statement] if statement else [], f"{var} is None")
        made = [str(line).strip() for line in lines[before:]]
        changed = any(line.startswith((f"{var} = ", f"{var}, ")) for line in made)
        if changed:
            fn(f"{known}[{key}] = {var}")
    if changed:
        fn(f"{column} = list(map({known}.__getitem__, {column}))")
    elif len(made) == 2 and made[0].startswith("if "):
        del lines[start:]
        fn(f"if [1 for {var} in {column} if {made[0][3:-1]}]:", f"    {made[1]}")
    elif made:
        del lines[start : start + 3]
        lines.insert(start, "    " * fn.src.depth + f"for {var} in set({column}):")
    else:
        del lines[start:]


def collected(fn: Fn, scope: Scope, inner: Scope, each: str, columns: dict[str, str]) -> None:
    """What further rules need of all items."""
    for (name, key), keys in scope.keys.items():
        if name == each and key in columns:
            sure = inner.is_sure(key)
            fn(f"{keys} = {columns[key]}" if sure else f"{keys} = [key for key in {columns[key]} if key is not None]")
    for (name, members), rows in scope.rows.items():
        if name == each:
            nothing = f"{fn.use('itertools', 'repeat')}(None)"
            if any(member in columns for member in members):
                fn(f"{rows} = list(zip({', '.join(columns.get(member, nothing) for member in members)}))")


def _whole_columns(fn: Fn, scope: Scope, inner: Scope, each: str, columns: dict[str, str]) -> None:
    """The items where nothing is left to be asked about each."""
    target = scope.bind(each)
    collected(fn, scope, inner, each, columns)
    scope.assure(each)
    if "." in inner.fields:
        fn(f"{target} = {columns['.']}")
        return
    records.rows(fn, inner, columns, target)
