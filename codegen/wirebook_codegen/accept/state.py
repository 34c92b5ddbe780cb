"""What the parts of the accept generator share: one function's source, its names, and records in scope."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager

from wirebook.model import Field, List, Map, Record, Scalar, Shape, Text
from wirebook_codegen.emitted import EmitError
from wirebook_codegen.names import Names
from wirebook_codegen.pysource import Source, literal

__all__ = ["Fn", "Scope"]


class Fn:
    """One accept function under construction.

    ``imports`` and ``hoisted`` lines stand before it in its factory (patterns, tables, constructors),
    each expression once.
    """

    def __init__(self, names: Names, encoding: str, settings: Mapping[str, str | None], depth: int) -> None:
        self.names = names
        self.settings = settings  # defaults by name
        self.encoding = encoding
        self.shape: Shape | None = None  # that the function reads
        self.free = False  # whether it is a function of a text alone, without the caller's context
        self.lists = False  # whether lists in one text are cut: all their items together are bounded
        self.src = Source(depth)
        self.imports: list[str] = []
        self.hoisted: list[str] = []
        self._known: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def __call__(self, *lines: str) -> None:
        self.src(*lines)

    def inner(self) -> Fn:
        """Another function that is to be hoisted before this one, in the same factory."""
        fn = Fn(self.names, self.encoding, self.settings, 0)
        fn.free = True
        fn.imports, fn.hoisted, fn._known, fn._counts = self.imports, self.hoisted, self._known, self._counts
        return fn

    def block(self, header: str) -> AbstractContextManager[None]:
        """A compound statement."""
        return self.src.block(header)

    def fresh(self, stem: str) -> str:
        """A local name that is not in use: the stem, or the stem and a number."""
        number = self._counts[stem] = self._counts.get(stem, 0) + 1
        return stem if number == 1 else f"{stem}__{number}"

    def hoist(self, stem: str, expression: str) -> str:
        """The name of a value that is made once, before the function."""
        name = self._known.get(expression)
        if name is None:
            name = self._known[expression] = self.fresh(f"_{stem}")
            self.hoisted.append(f"{name} = {expression}")
        return name

    def hoist_own(self, stem: str, expression: str) -> str:
        """Likewise, but never shared with an equal expression."""
        name = self.fresh(f"_{stem}")
        self.hoisted.append(f"{name} = {expression}")
        return name

    def hoist_function(self, stem: str, argument: str, lines: list[str]) -> str:
        """The name of a local function of one argument, made once for equal bodies."""
        body = "\n".join(lines)
        name = self._known.get(body)
        if name is None:
            name = self._known[body] = self.fresh(f"_{stem}")
            self.hoisted += [f"def {name}({argument}):", *(f"    {line}" for line in lines)]
        return name

    def use(self, module: str, name: str) -> str:
        """The local name of something imported before the function, from wirebook's runtime or the library."""
        line = f"from {module} import {name}"
        local = self._known.get(line)
        if local is None:
            local = self._known[line] = self.fresh(f"_{name}")
            self.imports.append(f"{line} as {local}")
        return local

    def setting(self, name: str) -> str:
        """The expression of a setting's value: the caller's, else the spec's default, else None."""
        if name == "secret":
            return "ctx.secret"
        default = self.settings.get(name)
        return f"ctx.settings.get({name!r}{'' if default is None else f', {default!r}'})"

    def fail(self, severity: str | None) -> str | None:
        """The statement for a finding of that severity; None where there is none."""
        if severity is None or severity == "accept":
            return None
        if severity == "error":
            return "return None"
        if severity == "warning":
            return "clean = False"
        raise EmitError(f"unknown severity {severity!r}")

    def otherwise(self, statements: list[str], contrary: str) -> None:
        """The ``else`` of the ``if`` just written; where that does nothing, an ``if`` of the contrary instead."""
        nothing = self.src.drop_empty()
        if statements:
            with self.block(f"if {contrary}:" if nothing else "else:"):
                self(*statements)

    def left(self, check: str | None = None, reason: str = "") -> str:
        """The statement for a check that is left open; without its name it is not said which, only that one is."""
        said = literal((check, reason)) if check is not None else "None"
        return f"clean = {self.use('wirebook.accept.rules', 'left')}(clean, {said})"

    def check(self, condition: str, severity: str | None) -> None:
        """A finding of that severity where the condition (an expression) holds."""
        statement = self.fail(severity)
        if statement is not None and condition != "False":
            with self.block(f"if {condition}:"):
                self(statement)


class Scope:
    """A record being read: a local variable for each field, None (or empty) where it is absent.

    ``keys``: further variables that collect a member of each item of a list field, for rules.
    ``rows``: likewise, several members of each item together.
    ``lexemes``: variables with the text as received, for the fields that a signature covers.
    ``open``: fields that stand outside the body, of which nobody knows here whether they are there.
    ``whole``: whether the record is the message's own.
    """

    def __init__(self, fn: Fn, record: Record) -> None:
        self.fn = fn
        self.record = record
        self.fields = {field.name: field for field in record.fields}
        self.vars = {name: fn.fresh("item" if name == "." else f"v_{name}") for name in self.fields}
        self.assured: set[str] = set()  # fields whose variable is set on every way through
        self.maybe = 0  # > 0 inside a part that may be skipped
        self.nullable: set[str] = set()  # fields whose variable may be None though their place is there
        self.bound: set[str] = set()
        self.counts: dict[str, str] = {}  # variables that count a list's items where some may be absent
        self.sparse: set[str] = set()  # maps whose variable may hold None for a key
        self.children: dict[str, Scope] = {}
        self.keys: dict[tuple[str, str], str] = {}
        self.rows: dict[tuple[str, tuple[str, ...]], str] = {}
        self.lexemes: dict[str, str] = {}
        self.open: frozenset[str] = frozenset()
        self.whole = False
        for rule in record.rules:
            if rule.kind in ("unique", "echoes", "answered") and rule.key:
                self.keys.setdefault((rule.field, rule.key), "")
            if rule.kind == "repeated":
                self.rows.setdefault((rule.field, (rule.key, rule.code, *rule.same)), "")
            if rule.kind == "signature":
                for name in (*rule.join, *(carrier.field for carrier in rule.carriers)):
                    if name in self.fields:
                        self.lexemes.setdefault(name, "")
        for field_name, key in self.keys:
            self.keys[field_name, key] = fn.fresh(f"k_{field_name}_{key}")
        for field_name, members in self.rows:
            self.rows[field_name, members] = fn.fresh(f"r_{field_name}")
        for name in self.lexemes:
            self.lexemes[name] = fn.fresh(f"x_{name}")
        self._place = fn.src.mark()

    @classmethod
    def of_item(cls, fn: Fn, item: Scalar | Record) -> Scope:
        """The scope of a list's item; a scalar is its own only field, called ``.``."""
        if isinstance(item, Record):
            return cls(fn, item)
        nothing = Text("", "")
        return cls(fn, Record("", (Field(".", item, False, None, nothing, ""),)))

    def enter(self, name: str) -> Scope:
        """The scope of a field that is a record."""
        kind = self.field(name).type
        if not isinstance(kind, Record):
            raise EmitError(f"field {name!r} is no record")
        inner = self.children[name] = Scope(self.fn, kind)
        return inner

    def append(self, name: str, item: Scope, value: str) -> None:
        """Add an item, which may be None, to a list field, and to what its rules need of it."""
        target = self.bind(name)
        for (field_name, key), keys in self.keys.items():
            if field_name == name:
                var = item.var(key)
                self.fn(f"{keys}.append({var})" if item.is_sure(key) else f"if {var} is not None: {keys}.append({var})")
        for (field_name, members), rows in self.rows.items():
            if field_name == name:
                self.fn(f"{rows}.append(({', '.join(item.var(one) for one in members)}))")
        if item.nullable and "." in item.fields:
            # An item that means nothing is in its place all the same, and counts.
            count = self.counts.setdefault(name, "") or self.fn.fresh(f"n_{name}")
            self.counts[name] = count
            self.fn(f"{count} += 1", f"if {value} is not None:", f"    {target}.append({value})")
        else:
            self.fn(f"{target}.append({value})")

    def is_sure(self, name: str) -> bool:
        """Whether a field of a record that was accepted is there in any case."""
        field = self.field(name)
        needed = not field.optional and field.missing is None and field.default is None
        return needed and name in self.assured and name not in self.nullable

    def bind(self, name: str) -> str:
        """The variable of a field that the shape gives a place."""
        self.bound.add(name)
        return self.var(name)

    def assure(self, name: str) -> None:
        """Note that the field's variable is set here, whatever the input."""
        if not self.maybe:
            self.assured.add(name)

    @contextmanager
    def perhaps(self, condition: str) -> Iterator[None]:
        """An ``if`` around a part that may be skipped."""
        self.maybe += 1
        with self.fn.block(f"if {condition}:"):
            yield
        self.maybe -= 1

    def field(self, name: str) -> Field:
        """The field of that name."""
        if name not in self.fields:
            raise EmitError(f"record {self.record.name} has no field {name!r}")
        return self.fields[name]

    def var(self, name: str) -> str:
        """The variable of a field."""
        self.field(name)
        return self.vars[name]

    def item(self, name: str) -> Scalar | Record:
        """What a list field holds."""
        kind = self.field(name).type
        if not isinstance(kind, List):
            raise EmitError(f"field {name!r} is no list")
        return kind.item

    def map(self, name: str) -> Map:
        """The type of a map field."""
        kind = self.field(name).type
        if not isinstance(kind, Map):
            raise EmitError(f"field {name!r} is no map")
        return kind

    def close(self, further: Iterable[str] = ()) -> None:
        """Set at the scope's start whatever is not set on every way through."""
        lines = []
        none = []
        for name, field in self.fields.items():
            if name in self.assured:
                continue
            if isinstance(field.type, List):
                lines.append(f"{self.vars[name]} = []")
            elif isinstance(field.type, Map):
                lines.append(f"{self.vars[name]} = {{}}")
            else:
                none.append(self.vars[name])
        if none:
            lines.append(" = ".join(none) + " = None")
        lines += [f"{name} = []" for name in (*self.keys.values(), *self.rows.values())]
        lines += [f"{name} = 0" for name in self.counts.values()]
        if self.lexemes:
            lines.append(" = ".join(self.lexemes.values()) + " = ''")
        Source.fill(self._place, [*lines, *further])
