"""The quick way through XML in canonical layout: regular expressions and checks by column.

Canonical is what the shape says in its order: attributes as they are listed, with
double quotes and one space before each; child elements in turn, white space between
them; no comment, no CDATA, none but the predefined references, and none in the attributes
of items. A message has at most one repeated element; its items are cut out by one
``split`` and checked a column at a time, each distinct text once. The statements on a
text are those of the other way. Whatever does not fit is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from wirebook.model import Const, Joined, Leaf, List, Map, Member, Message, Provider, Record, Shape, Tree
from wirebook.wire.caps import MAX_NODES
from wirebook_codegen.accept import leaves, named, records
from wirebook_codegen.accept.state import Fn, Scope
from wirebook_codegen.around import open_fields
from wirebook_codegen.compiled import FORMAT
from wirebook_codegen.emitted import HEADER
from wirebook_codegen.names import Names
from wirebook_codegen.pysource import Source, docstring, identifier

__all__ = ["collected", "constant", "plain_name", "render", "taken"]

_RUNTIME = "wirebook.accept.quick"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)
_DECLARATION = r'(?:<\?xml version="1\.0"(?: encoding="[A-Za-z][A-Za-z0-9._-]*")? ?\?>)?'
_SPACE = r"[ \t\n]*"
_VALUE = r'[^"<\x00-\x1f]*'
_PLAIN_VALUE = r'[^"<&\x00-\x1f]'  # of items: without references, so that its length is that of the text
_DATA = r"[^<]*"


class _OtherwiseError(Exception):
    """The shape has something that this way does not do."""


def taken(provider: Provider, names: Names) -> tuple[str, ...]:
    """The messages whose XML is tried the quick way."""
    found = []
    for message, shape in _shapes(provider):
        try:
            _Plan(Fn(names, "xml", {}, 0), message, shape)
        except _OtherwiseError:
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


# ---------------------------------------------------------------- the regular expressions


@dataclass
class _Place:
    """Where a member stands: what captured it, or for an element with places in it these.

    sure: the group takes part whenever the place is there. present: the group that tells whether an
    element that may be left out is there.
    """

    member: Member
    record: Record
    group: str = ""
    sure: bool = False
    required: bool = True
    present: str = ""
    inner: list[_Place] = field(default_factory=list)


class _Plan:
    """A shape as expressions: what comes before the repeated element, that element, what comes behind it.

    Without a repeated element all is in ``head``. Raises _OtherwiseError for what cannot go this way.
    """

    def __init__(self, fn: Fn, message: Message, shape: Shape) -> None:
        root = shape.root
        if not isinstance(root, Member) or not isinstance(root.node, Tree) or shape.from_query:
            raise _OtherwiseError
        if any(rule.kind == "signature" for record in _records(message.record) for rule in record.rules):
            raise _OtherwiseError
        self.fn = fn
        self.head = self.item = ""
        self.before: list[str] = []  # variables of the groups in head
        self.columns: list[str] = []  # in item
        self.behind: list[str] = []  # in tail
        self._groups = self.before
        self._depth = 0  # > 0 inside what may be left out
        self._out = [_DECLARATION, _SPACE]
        self.root = self._tree(message.record, root, root.node)
        self._out.append(_SPACE)
        self.tail = "".join(self._out)
        if not self.item:
            self.head, self.tail = self.tail, ""

    def _group(self, place: _Place, pattern: str) -> str:
        place.group = self.fn.fresh("c" if self._groups is self.columns else "g")
        self._groups.append(place.group)
        return f"({pattern})"

    def _tree(self, record: Record, member: Member, tree: Tree) -> _Place:
        name = _name(member)
        if tree.bind not in ("", "."):
            kind = next(f.type for f in record.fields if f.name == tree.bind)
            if not isinstance(kind, Record) or self._groups is self.columns:
                raise _OtherwiseError
            record = kind
        place = _Place(member, record, required=self._required(record, member))
        self._out.append(f"<{name}")
        place.inner += [self._attribute(record, m) for m in tree.members if m.slot == "attribute"]
        children = [m for m in tree.members if m.slot == "element"]
        texts = [m for m in tree.members if m.slot == "text"]
        if (children and texts) or any(m.slot == "entries" for m in tree.members):
            raise _OtherwiseError
        if texts:
            short = not self._depth or any(p.sure for p in place.inner)
            place.inner.append(self._data(record, texts[0], name, short))
        elif not children:
            self._out.append(f"(?: ?/>|></{name}>)")
        else:
            self._out.append(f">{_SPACE}")
            for child in children:
                place.inner.append(self._each(record, child) if child.each else self._child(record, child))
            self._out.append(f"</{name}>")
        place.present = next((p.group for p in place.inner if p.sure), "")
        place.sure = bool(place.present) and place.required
        place.group = place.present
        return place

    def _required(self, record: Record, member: Member) -> bool:
        if member.optional or member.each:
            return False
        bound = {f.name: f for f in record.fields}.get(getattr(member.node, "bind", ""))
        return leaves.missing(bound, member) == "error"

    def _attribute(self, record: Record, member: Member) -> _Place:
        place = _Place(member, record, required=self._required(record, member))
        name, node = _name(member), member.node
        if isinstance(node, Const):
            self._out.append(f' {name}="{_constant(node)}"')
        elif isinstance(node, (Leaf, Joined)):
            value = _VALUE
            if self._groups is self.columns:
                if isinstance(node, Joined):
                    raise _OtherwiseError
                many, leaf = _folded(node)
                value = _PLAIN_VALUE + many
                place.member = replace(member, node=leaf)
            pattern = f' {name}="{self._group(place, value)}"'
            self._out.append(pattern if place.required else f"(?:{pattern})?")
            place.sure = place.required
        else:
            raise _OtherwiseError
        return place

    def _data(self, record: Record, member: Member, name: str, short: bool) -> _Place:
        """Character data and the end of its element; short: it may be an empty-element tag."""
        place = _Place(member, record)
        node = member.node
        if isinstance(node, Const):
            self._out.append(f">{_constant(node)}</{name}>")
            return place
        if not isinstance(node, (Leaf, Joined)) or (isinstance(node, Leaf) and node.nil != "refuse"):
            raise _OtherwiseError
        if isinstance(node, Joined) and self._groups is self.columns:
            raise _OtherwiseError
        pattern = f">{self._group(place, _DATA)}</{name}>"
        self._out.append(f"(?:{pattern}| ?/>)" if short else pattern)
        place.sure = not short
        return place

    def _child(self, record: Record, member: Member) -> _Place:
        needed = self._required(record, member) or isinstance(member.node, Const)
        if not needed:
            if self._groups is self.columns and isinstance(member.node, Tree):
                raise _OtherwiseError
            self._depth += 1
            self._out.append("(?:")
        if isinstance(member.node, Tree):
            place = self._tree(record, member, member.node)
            if not needed and not place.present:
                raise _OtherwiseError
        else:
            self._out.append(f"<{_name(member)}")
            # An element that may be left out must be told from an empty one.
            text = Member("text", member.name, member.node, member.optional, missing=member.missing)
            place = self._data(record, text, _name(member), not self._depth)
        self._out.append(_SPACE if needed else f"{_SPACE})?")
        if not needed:
            self._depth -= 1
        place.required, place.sure = needed, place.sure and needed
        return place

    def _each(self, record: Record, member: Member) -> _Place:
        kind = next(f.type for f in record.fields if f.name == member.each)
        if self.item or self._depth or not isinstance(kind, List):
            raise _OtherwiseError
        self.head, self._out, self._groups = "".join(self._out), [], self.columns
        self.item = "?"  # no other may follow
        item = Scope.of_item(Fn(self.fn.names, "xml", {}, 0), kind.item).record
        if isinstance(member.node, Tree):
            if member.node.bind not in ("", "."):
                raise _OtherwiseError
            place = self._tree(item, member, member.node)
        else:
            self._out.append(f"<{_name(member)}")
            text = Member("text", member.name, member.node, member.optional, missing=member.missing)
            place = _Place(member, item, inner=[self._data(item, text, _name(member), True)])
        if not self.columns:
            raise _OtherwiseError
        self.item, self._out, self._groups = "".join([*self._out, _SPACE]), [], self.behind
        return place


def _records(record: Record) -> Iterator[Record]:
    yield record
    for each in record.fields:
        kind = each.type.item if isinstance(each.type, List) else each.type
        if isinstance(kind, Record):
            yield from _records(kind)


def plain_name(member: Member) -> str | None:
    """A member's name where it is plain: of ASCII letters and digits, and in no namespace."""
    return member.name if _NAME.fullmatch(member.name) and member.name != "xmlns" else None


def constant(node: Const) -> str | None:
    """A fixed text that XML writes as it is, in attributes too; None where it is none, or empty."""
    text = node.value
    return text if text.isprintable() and text and not any(char in text for char in "<>&\"'") else None


def _name(member: Member) -> str:
    name = plain_name(member)
    if name is None:
        raise _OtherwiseError
    return re.escape(name)


def _constant(node: Const) -> str:
    text = constant(node)
    if text is None:
        raise _OtherwiseError
    return re.escape(text)


def _folded(leaf: Leaf) -> tuple[str, Leaf]:
    """How often a character stands in an attribute's value, and the leaf without the limits that this says."""
    kind = leaf.type
    if kind.whitespace != "preserve" or leaf.absent is not None or leaf.empty == "absent":
        return "*", leaf
    least, most = (1 if leaf.empty == "refuse" else 0), ""
    rest = []
    for facet in kind.facets:
        if facet.severity == "error" and facet.name == "minLength" and isinstance(facet.value, int):
            least = max(least, facet.value)
        elif facet.severity == "error" and facet.name == "maxLength" and isinstance(facet.value, int):
            most = str(facet.value)
        else:
            rest.append(facet)
    if any(facet.name == "length" for facet in rest) or (most and int(most) < least):
        return "*", leaf
    many = "*" if not least and not most else f"{{{least},{most}}}"
    return many, replace(leaf, type=replace(kind, facets=tuple(rest)), empty="value")


# ---------------------------------------------------------------- the statements


def _factory(names: Names, settings: dict[str, str | None], message: Message, shape: Shape, maker: str) -> list[str]:
    fn = Fn(names, "xml", settings, 2)
    fn.shape = shape
    plan = _Plan(fn, message, shape)
    _cut(fn, plan)
    scope = Scope(fn, message.record)
    scope.open = open_fields(shape)
    scope.whole = True
    _inside(fn, scope, plan.root, plan)
    fn(f"return {records.finish(fn, scope)}, clean")
    text = [f"def {maker}(T):", *(f"    {line}" for line in [*sorted(fn.imports), *fn.hoisted]), ""]
    text += ["    def accept(text, codec, ctx, body):", "        clean = True"]
    text += [f"        room = {MAX_NODES}"] if fn.lists else []
    return [*text, *fn.src.text().splitlines(), "", "    return accept"]


def _cut(fn: Fn, plan: _Plan) -> None:
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


def _inside(fn: Fn, scope: Scope, place: _Place, plan: _Plan) -> None:
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


def _nested(fn: Fn, scope: Scope, place: _Place, plan: _Plan) -> None:
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


def _single(fn: Fn, scope: Scope, place: _Place) -> None:
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


def _value(fn: Fn, scope: Scope, place: _Place, var: str) -> None:
    node = place.member.node
    fn(f"{var} = {fn.use(_RUNTIME, 'plain')}({var})", f"if {var} is None:", "    return None")
    if isinstance(node, Leaf):
        leaves.value(fn, scope, node, place.member)
    elif isinstance(node, Joined):
        leaves.joined(fn, scope, node, var)


# ---------------------------------------------------------------- items, by column


def _items(fn: Fn, scope: Scope, place: _Place, plan: _Plan) -> None:
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
        _whole_columns(fn, scope, inner, each, value, columns)


def _leaves(place: _Place) -> Iterator[_Place]:
    for inner in place.inner:
        if isinstance(inner.member.node, Leaf):
            yield inner
        else:
            yield from _leaves(inner)


def _column(fn: Fn, scope: Scope, place: _Place, leaf: Leaf) -> None:
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


def _whole_columns(fn: Fn, scope: Scope, inner: Scope, each: str, value: str, columns: dict[str, str]) -> None:
    """The items where nothing is left to be asked about each."""
    target = scope.bind(each)
    collected(fn, scope, inner, each, columns)
    scope.assure(each)
    if "." in inner.fields:
        fn(f"{target} = {columns['.']}")
        return
    make, _, arguments = value.partition("(")
    of = {inner.vars[name]: column for name, column in columns.items()}
    nothing = f"{fn.use('itertools', 'repeat')}(None)"
    given = [of.get(one, nothing) for one in arguments.removesuffix(")").split(", ")]
    fn(f"{target} = list(map({make}, {', '.join(given)}))")
