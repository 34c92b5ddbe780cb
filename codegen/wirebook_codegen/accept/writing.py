"""Writing a message's object as XML: its texts are checked by the statements that read them.

What may be written is what may be read without an error, and read back as the value
that was given. So each value is turned into its text, the text goes through the
statements of ``accept``, and the outcome must be the value again. Items are done by
column. Where anything is not as it should be, or out of the ordinary, the function
gives None: the encoder that reads the model then writes, or says what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wirebook.model import Const, Field, Leaf, List, Map, Member, Message, Provider, Record, Scalar, Shape, Tree
from wirebook_codegen.accept import leaves, named, records, scalars
from wirebook_codegen.accept.columns import Columns
from wirebook_codegen.accept.layout import OtherwiseError, records_below
from wirebook_codegen.accept.quick import collected
from wirebook_codegen.accept.state import Fn, Scope
from wirebook_codegen.accept.texts import Text, escaped, markup, name_of, rendering, text_of, types
from wirebook_codegen.compiled import FORMAT
from wirebook_codegen.emitted import HEADER
from wirebook_codegen.names import Names
from wirebook_codegen.pysource import Source, docstring, identifier

__all__ = ["Writer", "render", "taken"]


class _Fn(Fn):
    """A function that only errors keep from writing."""

    def fail(self, severity: str | None) -> str | None:
        statement = super().fail(severity)
        return None if statement == "clean = False" else statement

    def left(self, check: str | None = None, reason: str = "") -> str:
        """Nothing: what is left open is no error."""
        return "pass"


def taken(provider: Provider, names: Names) -> tuple[str, ...]:
    """The messages whose objects are written as XML this way."""
    return tuple(message.id for message, _, _ in _chosen(provider, names))


def _chosen(provider: Provider, names: Names) -> Iterator[tuple[Message, Shape, list[str]]]:
    settings = {setting.name: setting.default for setting in provider.settings}
    policy = provider.charset("xml")
    resolve = () if policy is None else policy.resolve
    said = frozenset(step[6:] for step in resolve if step.startswith("param:"))
    for message in provider.messages:
        for shape in message.shapes:
            if shape.encoding == "xml":
                try:
                    _plain_charset(shape, said)
                    yield message, shape, _factory(names, settings, message, shape)
                except OtherwiseError:
                    continue


def _plain_charset(shape: Shape, said: frozenset[str]) -> None:
    """Where the body may say its charset, writing is more than encoding."""
    tree = shape.root.node if isinstance(shape.root, Member) else None
    if said and isinstance(tree, Tree):
        unknown = (tree.unknown.policy, tree.unknown_attributes.policy)
        if "collect" in unknown or any(member.name in said or member.slot == "entries" for member in tree.members):
            raise OtherwiseError


def render(provider: Provider, names: Names) -> str | None:
    """The text of ``write.py`` for one provider in one dialect; None where no message is written this way."""
    chosen = list(_chosen(provider, names))
    if not chosen:
        return None
    src = Source()
    src(
        f"# {HEADER}",
        "# mypy: ignore-errors",
        *docstring(
            [
                f"Objects of {provider.name} as XML, checked by what reads them; None where that is not all.",
                "",
                "Made from the same shapes as ``accept``, and tested against the encoder that reads the model.",
            ]
        ),
        "",
        "from wirebook.accept import guard",
        "",
        f"guard({FORMAT}, __name__)",
    )
    for _, _, lines in chosen:
        src("", "", *lines)
    src("", "", "MAKERS = {")
    src(*(f"    {message.id!r}: {_maker(message)}," for message, _, _ in chosen), "}")
    return src.text()


def _maker(message: Message) -> str:
    return f"make_{identifier(message.id)}_xml"


def _factory(names: Names, settings: dict[str, str | None], message: Message, shape: Shape) -> list[str]:
    root = shape.root
    if not isinstance(root, Member) or not isinstance(root.node, Tree) or shape.regions or shape.from_query:
        raise OtherwiseError
    if any(rule.kind == "signature" for record in records_below(message.record) for rule in record.rules):
        raise OtherwiseError
    fn = _Fn(names, "xml", settings, 2)
    fn.shape = shape
    scope = Scope(fn, message.record)
    scope.whole = True
    writer = Writer(fn)
    writer.checked_class("it", message.record)
    text = Text()
    writer.tree(scope, root, root.node, "it", text)
    writer.unplaced(scope, "it")
    records.finish(fn, scope)
    fn(f"return {text.source()}")
    lines = [f"def {_maker(message)}(T):", *(f"    {line}" for line in [*sorted(fn.imports), *fn.hoisted]), ""]
    lines += ["    def write(it, ctx, codec):"]
    return [*lines, *fn.src.text().splitlines(), "", "    return write"]


class Writer:
    """The statements of one function."""

    def __init__(self, fn: Fn) -> None:
        self.fn = fn

    def slot(self, scope: Scope, name: str) -> str:
        """The attribute of a field."""
        return next(s.name for s in self.fn.names.slots(scope.record) if s.field.name == name)

    def make(self, record: Record) -> str:
        name = self.fn.names.of(record)
        return self.fn.hoist(f"make_{name}", f"T[{name!r}]")

    def checked_class(self, it: str, record: Record) -> None:
        self.fn(f"if type({it}) is not {self.make(record)}:", "    return None")

    def unplaced(self, scope: Scope, it: str) -> None:
        """What has no place here must not be there."""
        for name in scope.fields:
            if name not in scope.bound and name != ".":
                value = f"{it}.{self.slot(scope, name)}"
                self.fn(f"if {value} is not None and {value} != [] and {value} != {{}}:", "    return None")

    # ------------------------------------------------------------ elements

    def tree(self, scope: Scope, member: Member, tree: Tree, it: str, out: Text) -> None:
        """An element whose record is ``it``; its text goes to ``out``."""
        fn, name = self.fn, name_of(member)
        for unknown in (tree.unknown, tree.unknown_attributes):
            if unknown.policy == "collect":
                self.empty(scope, unknown.bind, it)
        out.markup(f"<{name}")
        for one in tree.members:
            if one.slot == "attribute":
                self.attribute(scope, one, it, out)
            elif one.slot == "entries" and isinstance(one.node, Leaf):
                self.empty(scope, one.node.bind, it)
        inner = Text()
        sure = False
        for one in sorted(tree.members, key=lambda one: one.slot != "text"):  # the encoder writes it first
            if one.slot == "text":
                if isinstance(one.node, Const):
                    inner.markup(text_of(one.node))
                    sure = True
                elif isinstance(one.node, Leaf):
                    inner.value(self.leaf(scope, one.node, one, it, "{}"))
                else:
                    raise OtherwiseError
            elif one.slot == "element" and one.each:
                inner.value(self.items(scope, one, it))
            elif one.slot == "element":
                sure |= self.child(scope, one, it, inner)
        if sure:
            out.markup(">")
            out.parts += inner.parts
            out.markup(f"</{name}>")
        elif inner.parts:
            body = fn.fresh("p")
            end = markup(f"</{name}>")
            fn(f"{body} = {inner.source()}", f"{body} = f{f'>{{{body}}}{end}'!r} if {body} else '/>'")
            out.value(body)
        else:
            out.markup("/>")

    def empty(self, scope: Scope, name: str, it: str) -> None:
        """A map that is written by the other encoder where it holds anything."""
        scope.bind(name)
        self.fn(f"if {it}.{self.slot(scope, name)}:", "    return None")

    def attribute(self, scope: Scope, member: Member, it: str, out: Text) -> None:
        name = name_of(member)
        if isinstance(member.node, Const):
            out.markup(f' {name}="{text_of(member.node)}"')
        elif isinstance(member.node, Leaf):
            out.value(self.leaf(scope, member.node, member, it, f' {name}="{{}}"'))
        else:
            raise OtherwiseError

    def child(self, scope: Scope, member: Member, it: str, out: Text) -> bool:
        """A child element; whether it is there in any case."""
        fn, name, node = self.fn, name_of(member), member.node
        if isinstance(node, Const):
            out.markup(f"<{name}>{text_of(node)}</{name}>")
            return True
        if isinstance(node, Leaf):
            text = Member("text", member.name, node, member.optional, missing=member.missing)
            out.value(self.leaf(scope, node, text, it, f"<{name}>{{}}</{name}>", member, f"<{name}/>"))
            return False
        if not isinstance(node, Tree):
            raise OtherwiseError
        if not node.bind:
            if member.optional:
                raise OtherwiseError
            self.tree(scope, member, node, it, out)
            return True
        kind = scope.field(node.bind).type
        if not isinstance(kind, Record):
            raise OtherwiseError
        inner_it, piece = fn.fresh("it"), fn.fresh("p")
        fn(f"{inner_it} = {it}.{self.slot(scope, node.bind)}", f"{piece} = ''")
        var = scope.bind(node.bind)
        fn(f"{var} = {inner_it}")
        scope.assure(node.bind)
        inner = scope.enter(node.bind)
        with scope.perhaps(f"{inner_it} is not None"):
            self.checked_class(inner_it, kind)
            piece_text = Text()
            self.tree(inner, replace(member, node=replace(node, bind="")), replace(node, bind=""), inner_it, piece_text)
            self.unplaced(inner, inner_it)
            records.finish(fn, inner)
            fn(f"{piece} = {piece_text.source()}")
        statement = named.missing(fn, scope, member)
        fn.otherwise([statement] if statement else [], f"{inner_it} is None")
        out.value(piece)
        return False

    # ------------------------------------------------------------ scalars

    def leaf(
        self, scope: Scope, leaf: Leaf, member: Member, it: str, form: str, place: Member | None = None, empty: str = ""
    ) -> str:
        """The variable of what a field is written as: ``form`` around its text, nothing where it is not written.

        member: as it is read. place: the member that may be left out, where it is another. empty: instead of
        the form around an empty text.
        """
        fn = self.fn
        var = scope.bind(leaf.bind)
        scope.assure(leaf.bind)
        piece = fn.fresh("p")
        fn(f"{var} = {it}.{self.slot(scope, leaf.bind)}")
        self.one(scope, leaf, member, place or member, var, piece, form, empty)
        return piece

    def one(
        self, scope: Scope, leaf: Leaf, member: Member, place: Member, var: str, piece: str, form: str, empty: str
    ) -> None:
        """From the value in ``var`` to its piece; gives up where it would not be read back."""
        fn = self.fn
        if leaf.nil != "refuse":
            raise OtherwiseError
        self.default(scope.fields.get(leaf.bind), place, leaf, var)
        form, empty = markup(form), markup(empty)
        given = fn.fresh("given")
        literal = leaf.absent if leaf.absent is not None else "" if leaf.empty == "absent" else None
        if place.slot == "text":
            literal = leaf.absent or ""
        left_out = place.optional and place.slot != "text"
        fn(f"{given} = {var}")
        if left_out:
            with fn.block(f"if {var} is None:"):
                fn(named.missing(fn, scope, place) or "pass", f"{piece} = ''")
            with fn.block("else:"):
                self.rendered(leaf.type, var)
                self.read_back(scope, leaf, member, var, given, piece, form, empty)
            return
        with fn.block(f"if {var} is None:"):
            fn("return None" if literal is None else f"{var} = {literal!r}")
        with fn.block("else:"):
            before = len(fn.src.lines)
            self.rendered(leaf.type, var)
            if len(fn.src.lines) == before:
                fn("pass")
        self.read_back(scope, leaf, member, var, given, piece, form, empty)

    def default(self, known: Field | None, place: Member, leaf: Leaf, var: str) -> None:
        """A default that would be written, or left out, is the other encoder's affair."""
        default = None if known is None else known.default
        if default is None:
            return
        writes_absence = leaf.absent is not None or "absent" in (leaf.empty, leaf.null, leaf.nil)
        needed = not place.optional and not writes_absence
        if default.write == "always" or needed:
            self.fn(f"if {var} is None:", "    return None")
        elif default.write == "omit":
            self.fn(f"if {var} == {scalars.constant(self.fn, leaf.type, default.value)}:", "    return None")

    def read_back(
        self, scope: Scope, leaf: Leaf, member: Member, var: str, given: str, piece: str, form: str, empty: str
    ) -> None:
        fn = self.fn
        text = escaped(fn, leaf, member, var)
        before, _, after = form.partition("{}")
        if (before, after) == ("", ""):
            fn(f"{piece} = {text}")
        elif empty:
            fn(f"{piece} = {before!r} + {text} + {after!r} if {var} else {empty!r}")
        else:
            fn(f"{piece} = {before!r} + {text} + {after!r}")
        leaves.value(fn, scope, leaf, member)
        fn(f"if {var} != {given}:", "    return None")

    def rendered(self, scalar: Scalar, var: str) -> None:
        """The value in ``var`` becomes its canonical text; gives up for anything but a value of the very type."""
        fn = self.fn
        kind = types(fn, scalar)
        fn(f"if type({var}) is not {kind}:", "    return None")
        text = rendering(fn, scalar, var)
        if text != var:
            fn(f"{var} = {text}")
        if scalar.base == "decimal":
            fn(f"if {var} is None:", "    return None")

    # ------------------------------------------------------------ items

    def items(self, scope: Scope, member: Member, it: str) -> str:
        """The variable of the texts of a repeated element."""
        fn, each = self.fn, member.each
        kind = scope.item(each)
        found, piece = fn.fresh("found"), fn.fresh("p")
        fn(f"{found} = {it}.{self.slot(scope, each)}", f"if type({found}) is not list:", "    return None")
        if isinstance(kind, Record):
            fn(f"if {found} and set(map(type, {found})) != {{{self.make(kind)}}}:", "    return None")
        inner = Scope.of_item(fn, kind)
        columns = Columns(self, inner, found)
        out = Text()
        node = member.node
        if isinstance(node, Leaf):
            text = Member("text", member.name, node, member.optional, missing=member.missing)
            name = name_of(member)
            columns.leaf(node, text, f"<{name}>{{}}</{name}>", f"<{name}/>", out, member)
        elif isinstance(node, Tree) and node.bind in ("", "."):
            columns.tree(member, node, out)
        else:
            raise OtherwiseError
        columns.unplaced()
        if not columns.pieces:
            raise OtherwiseError
        lines = fn.src.lines
        start = len(lines)
        rows = "".join(f"{inner.vars[name]}, " for name in columns.values)
        with fn.block(f"for {rows.rstrip(' ')} in zip({', '.join(columns.values.values())}):"):
            before = len(lines)
            for name, one in inner.fields.items():
                if name not in columns.values and isinstance(one.type, (List, Map)):
                    inner.bind(name)
                    inner.assure(name)
                    fn(f"{inner.var(name)} = {'[]' if isinstance(one.type, List) else '{}'}")
            marked = len(lines)
            value = records.value(fn, inner)
            quiet = len(lines) == marked and before <= marked and not inner.nullable.intersection((".",))
            scope.append(each, inner, "None" if isinstance(kind, Record) else value)
        if quiet or isinstance(kind, Record):
            # Only the checks are wanted, and what further rules need of the items.
            kept = [] if quiet else [line for line in lines[start:] if not _appends(line, scope.var(each))]
            del lines[start:]
            if kept:
                lines += kept
            if not kept:
                collected(fn, scope, inner, each, columns.values)
            scope.assure(each)
            fn(f"{scope.var(each)} = {found}")
        texts, cells = out.row(columns.pieces)
        table = fn.fresh("rows")
        fn(f"{table} = [{', '.join(texts)}] * len({found})")
        places = [index for index, text in enumerate(texts) if text == "None"]
        fn(*(f"{table}[{place}::{len(texts)}] = {name}" for place, name in zip(places, cells, strict=True)))
        fn(f"{piece} = ''.join({table})")
        return piece


def _appends(line: str | list[str], target: str) -> bool:
    return isinstance(line, str) and line.strip() == f"{target}.append(None)"
