"""The text of ``accept.py``: one factory per message and encoding, and the tables that the runtime reads."""

from __future__ import annotations

from collections.abc import Callable

from wirebook.model import Lines, Member, Message, Provider, Record, Shape
from wirebook.wire.caps import MAX_NODES
from wirebook_codegen.accept import form, json, lines, quick, quick_json, records, writing, xml
from wirebook_codegen.accept.state import Fn, Scope
from wirebook_codegen.around import open_fields
from wirebook_codegen.compiled import FORMAT
from wirebook_codegen.emitted import HEADER, EmitError
from wirebook_codegen.names import Names
from wirebook_codegen.pysource import Source, docstring, identifier, literal

__all__ = ["render"]

# What writes the shape of an encoding; lines are apart, because they are no tree.
SHAPES: dict[str, Callable[[Fn, Scope, Member], None]] = {"xml": xml.root, "json": json.root, "form": form.root}


def render(provider: Provider, names: Names) -> str:
    """The text of ``accept.py`` for one provider in one dialect."""
    settings = {setting.name: setting.default for setting in provider.settings}
    makers: list[tuple[str, str, str]] = []
    factories: dict[tuple[str, ...], str] = {}  # the maker by its lines: what is alike in two encodings is made once
    for message in provider.messages:
        for shape in message.shapes:
            body = tuple(_factory(names, settings, message, shape))
            maker = factories.setdefault(body, f"make_{identifier(message.id)}_{identifier(shape.encoding)}")
            makers.append((message.id, shape.encoding, maker))
    src = Source()
    src(
        f"# {HEADER}",
        "# mypy: ignore-errors",
        *docstring(
            [
                f"Straight-line checks of {provider.name}: value and cleanliness, or None; no messages.",
                "",
                "Made by the same rules that the explain engine reads from the model, and tested against it.",
            ]
        ),
        "",
        "from wirebook.accept import guard",
        "",
        f"FORMAT = {FORMAT}",
        "guard(FORMAT, __name__)",
        "",
        f"PROVIDER = {provider.name!r}",
        f"DIALECT = {provider.dialect!r}",
    )
    _table(src, "CHARSETS", [(c.encoding, (c.resolve, c.allowed, c.default)) for c in provider.charsets])
    src("# Which message is this? Read by wirebook.select.")
    _table(src, "SELECT", list(_select(provider).items()))
    src("# Messages of which something travels outside the body, where this code does not look.")
    src(f"AROUND = {literal(frozenset(m.id for m in provider.messages if any(s.regions for s in m.shapes)))}")
    src("# Constructor arguments by class: each field in the record's order, and its position.")
    _table(src, "FIELDS", [(name, _fields(names, record)) for name, record in names.records.items()])
    _table(src, "PLANS", _plans(provider))
    src("# Messages whose XML the module ``quick`` may settle.")
    src(f"QUICK = {literal(quick.taken(provider, names))}")
    src("# Messages whose JSON the module ``quick_json`` may settle.")
    src(f"QUICK_JSON = {literal(quick_json.taken(provider, names))}")
    src("# Messages whose forms may be read into a dictionary.")
    src(f"QUICK_FORM = {literal(form.quick(provider))}")
    src("# Messages that the module ``write`` may write as XML.")
    src(f"WRITE = {literal(writing.taken(provider, names))}")
    for body, maker in factories.items():
        src("", "", f"def {maker}(T):", *body)
    src("", "", "MAKERS = {")
    src(*(f"    ({message!r}, {encoding!r}): {maker}," for message, encoding, maker in makers), "}")
    src("", "", "def bind(T):")
    src('    """Every function by (message, encoding), making its values with the constructors in ``T``."""')
    src("    return {key: make(T) for key, make in MAKERS.items()}")
    return src.text()


def _table(src: Source, name: str, rows: list[tuple[object, object]]) -> None:
    src(f"{name} = {{", *(f"    {literal(key)}: {literal(value)}," for key, value in rows), "}")


def _select(provider: Provider) -> dict[str, object]:
    from wirebook.select.tree import derive

    return dict(derive(provider))


def _plans(provider: Provider) -> list[tuple[object, object]]:
    found = [(m.id, s.encoding, s.root) for m in provider.messages for s in m.shapes if isinstance(s.root, Lines)]
    if not found:
        return []
    from wirebook.wire.lines import plan

    return [((message, encoding), plan(root)) for message, encoding, root in found]


def _fields(names: Names, record: Record) -> tuple[tuple[str, int], ...]:
    """Per field: its name, and the position of its argument."""
    at = {slot.field.name: index for index, slot in enumerate(names.slots(record))}
    return tuple((field.name, at[field.name]) for field in record.fields)


def _factory(names: Names, settings: dict[str, str | None], message: Message, shape: Shape) -> list[str]:
    """The lines of a maker's body."""
    fn = Fn(names, shape.encoding, settings, 3)
    fn.shape = shape
    scope = Scope(fn, message.record)
    scope.open = open_fields(shape)
    scope.whole = True
    if isinstance(shape.root, Lines):
        lines.root(fn, scope, shape.root)
    elif shape.encoding in SHAPES:
        SHAPES[shape.encoding](fn, scope, shape.root)
    else:
        raise EmitError(f"message {message.id} has a shape in the unknown encoding {shape.encoding!r}")
    fn(f"return {records.whole(fn, scope)}, clean")
    text = [*(f"    {line}" for line in [*sorted(fn.imports), *fn.hoisted]), ""]
    text += ["    def accept(tree, codec, ctx, clean, body):", "        try:"]
    text += [f"            room = {MAX_NODES}"] if fn.lists else []
    text += fn.src.text().splitlines()
    return [*text, "        except KeyError:", "            return None", "", "    return accept"]
