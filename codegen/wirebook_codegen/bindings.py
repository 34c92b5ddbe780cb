"""``bindings.py``: a slots dataclass per message and record, an enumeration and a lookup per code table.

Names come from ``names``, texts go through ``pysource``; what the classes do is
``wirebook.bindings``. What a value looks like on the wire is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator

from wirebook.model import Field, List, Map, Message, Provider, Record, Scalar, Shape
from wirebook_codegen import classdocs, codetables, typehints
from wirebook_codegen.compiled import FORMAT
from wirebook_codegen.emitted import HEADER
from wirebook_codegen.names import Names, Slot
from wirebook_codegen.pysource import Source, docstring, identifier, literal

__all__ = ["public", "render"]


def public(names: Names) -> tuple[str, ...]:
    """What the module offers, sorted."""
    tables = [name for pair in names.tables.values() for name in pair]
    return tuple(sorted([*names.records, *tables]))


def render(provider: Provider, names: Names) -> str:
    """The text of ``bindings.py``."""
    src = Source()
    src(f"# {HEADER}", *docstring(classdocs.of_module(provider)), "")
    src("from __future__ import annotations", "")
    src("from wirebook.accept import guard", "", f"guard({FORMAT}, __name__)", "")
    src(*_imports(provider, names), "")
    src("__all__ = [", *(f"    {literal(name)}," for name in public(names)), "]", "", "")
    with src.block("def _model() -> _Provider:"):
        src("from .model import PROVIDER", "", "return PROVIDER")
    src("", "", "_runtime = _bindings.Runtime(_accept, _model)")
    constants = {table: constant for table, (_, constant) in names.tables.items()}
    # The tables of operations stand before those that they are chosen from.
    for table, (name, constant) in sorted(names.tables.items(), key=lambda pair: bool(pair[0].by)):
        src("", "", *codetables.constant(table, constant, constants))
        src("", "", *codetables.enumeration(table, name, constant))
    messages = {names.of(message.record): message for message in provider.messages}
    for name, record in names.records.items():
        src("", "")
        _class(src, names, name, record, messages.get(name))
    src("", "", "_runtime.classes.update({", *(f"    {literal(n)}: {n}," for n in names.records), "})")
    for name, message in messages.items():
        for shape in message.shapes:
            encoding = identifier(shape.encoding)
            given = f"{name}, {message.id!r}, {encoding!r}"
            src(f"{_reader(message.id, encoding)} = _runtime.reader({given})")
    return src.text()


def _imports(provider: Provider, names: Names) -> Iterator[str]:
    scalars = [scalar for record in names.records.values() for scalar in _scalars(record)]
    yield "import dataclasses as _dataclasses"
    if any(scalar.base in ("date", "time", "datetime") for scalar in scalars):
        yield "import datetime as _datetime"
    if any(scalar.base == "decimal" for scalar in scalars):
        yield "import decimal as _decimal"
    if names.tables:
        yield "import enum as _enum"
    yield "from collections.abc import Mapping as _Mapping"
    hints = ["Any as _Any"]
    if any("_Literal[" in typehints.of_scalar(scalar) for scalar in scalars):
        hints.append("Literal as _Literal")
    yield f"from typing import TYPE_CHECKING as _TYPE_CHECKING, {', '.join(hints)}"
    yield ""
    yield "from wirebook import bindings as _bindings"
    yield ""
    yield "from . import accept as _accept"
    yield ""
    yield "if _TYPE_CHECKING:"
    yield "    from wirebook.model import Provider as _Provider"
    if any("query" in shape.carried or shape.regions for message in provider.messages for shape in message.shapes):
        yield "    from wirebook.part import Part as _Part"


def _scalars(record: Record) -> Iterator[Scalar]:
    for field in record.fields:
        yield from _scalars_of(field)


def _scalars_of(field: Field) -> Iterator[Scalar]:
    kind = field.type
    inner = kind.item if isinstance(kind, List) else kind.values if isinstance(kind, Map) else kind
    if isinstance(inner, Scalar):
        yield inner
        yield from inner.members


# ---------------------------------------------------------------- classes


def _class(src: Source, names: Names, name: str, record: Record, message: Message | None) -> None:
    slots = names.slots(record)
    src("@_dataclasses.dataclass(slots=True)")
    with src.block(f"class {identifier(name)}:"):
        src(*docstring(classdocs.of_record(record, message, slots)))
        if slots:
            src("")
        for slot in slots:
            src(f"{slot.name}: {typehints.of_slot(names, slot)}{_default(slot)}")
        _to_value(src, names, record, slots)
        _from_value(src, names, name, slots)
        if message is not None:
            for shape in message.shapes:
                _codec(src, name, message, shape, identifier(shape.encoding))
        for lines in codetables.parts(record, slots):
            src("", *lines)


def _default(slot: Slot) -> str:
    """Like ``decode``, a class shows values but neither secrets nor logins."""
    kind, default = slot.field.type, slot.field.default
    plain = "None"
    options = []
    if isinstance(kind, (List, Map)):
        options = [] if slot.required else [f"default_factory={'list' if isinstance(kind, List) else 'dict'}"]
    elif not slot.required:
        if default is not None and default.fill and isinstance(kind, Scalar):
            plain = typehints.constant(kind, default.value)
        options = [f"default={plain}"]
    hidden = any(scalar.sensitive in ("secret", "login") for scalar in _scalars_of(slot.field))
    if hidden:
        options.append("repr=False")
    if not options:
        return ""
    if options == [f"default={plain}"]:
        return f" = {plain}"
    return f" = _dataclasses.field({', '.join(options)})"


def _to_value(src: Source, names: Names, record: Record, slots: tuple[Slot, ...]) -> None:
    by_name = {slot.field.name: slot for slot in slots}
    src("")
    with src.block("def to_value(self) -> dict[str, _Any]:"):
        src('"""The logical value: plain data, without the absent fields."""', "value: dict[str, _Any] = {}")
        for field in record.fields:
            slot = by_name[field.name]
            put = f"value[{field.name!r}] = {_plain(names, field, f'self.{slot.name}')}"
            if slot.nullable:
                src(f"if self.{slot.name} is not None:", f"    {put}")
            else:
                src(put)
        src("return value")


def _plain(names: Names, field: Field, place: str) -> str:
    kind = field.type
    if isinstance(kind, Record):
        return f"_bindings.plain({place}, {names.of(kind)}, {field.name!r})"
    if isinstance(kind, List):
        listed = f"_bindings.items({place}, {field.name!r})"
        if isinstance(kind.item, Record):
            return f"[_bindings.plain(item, {names.of(kind.item)}, {field.name!r}) for item in {listed}]"
        return listed
    return f"_bindings.entries({place}, {field.name!r})" if isinstance(kind, Map) else place


def _from_value(src: Source, names: Names, name: str, slots: tuple[Slot, ...]) -> None:
    required = tuple(slot.field.name for slot in slots if slot.required)
    every = tuple(slot.field.name for slot in slots)
    src("", "@classmethod")
    with src.block(f"def from_value(cls, value: _Mapping[str, _Any]) -> {name}:"):
        src('"""From a logical value; ValueError for fields that are missing or unknown. No value is checked."""')
        src(f"_bindings.known(value, {literal(every)}, {literal(required)})")
        src("return cls(", *(f"    {_made(names, slot)}," for slot in slots), ")")


def _made(names: Names, slot: Slot) -> str:
    field, kind = slot.field, slot.field.type
    got = f"value[{field.name!r}]" if slot.required else f"value.get({field.name!r})"
    if isinstance(kind, Record):
        made = f"{names.of(kind)}.from_value(value[{field.name!r}])"
        return made if slot.required else f"{made} if {got} is not None else None"
    if isinstance(kind, List):
        listed = f"_bindings.items({got}{'' if slot.required else ' or ()'}, {field.name!r})"
        return (
            f"[{names.of(kind.item)}.from_value(item) for item in {listed}]"
            if isinstance(kind.item, Record)
            else listed
        )
    if isinstance(kind, Map):
        return f"_bindings.entries({got} or {{}}, {field.name!r})"
    if field.default is not None and field.default.fill:
        default = typehints.constant(kind, field.default.value)
        return f"value[{field.name!r}] if {got} is not None else {default}"
    return got


# What may be known around a body, in the order of the readers of ``wirebook.bindings.Runtime``.
_KNOWN = ("charset", "secret", "settings", "request", "operation", "query", "headers", "status")


def _reader(message: str, encoding: str) -> str:
    return f"_from_{identifier(message)}_{encoding}"


def _codec(src: Source, name: str, message: Message, shape: Shape, encoding: str) -> None:
    options = ["charset: str | None = None"]
    passed = ["charset"]
    for option, hint in _needs(message):
        options.append(f"{option}: {hint} | None = None")
        passed.append(option)
    declared, given = ", ".join(options), ", ".join(f"{option}={option}" for option in passed)
    around = list(_around(shape))
    read = ", ".join([*options, *(f"{option}: {hint} | None = None" for option, hint in around)])
    known = {*passed, *(option for option, _ in around)}
    last = max(map(_KNOWN.index, known)) + 1
    # By position, since a call with names costs more than all else on the way to the body's own code.
    read_given = ", ".join(option if option in known else "None" for option in _KNOWN[:last])
    body = 'body: bytes = b""' if "query" in shape.carried else "body: bytes"
    kind = encoding.upper() if encoding in ("xml", "json", "csv") else encoding
    src("", "@staticmethod")
    with src.block(f"def from_{encoding}({body}, *, {read}) -> {name}:"):
        src(f'"""From a body in {kind}; raises wirebook.ValidationError, whose findings are all of them."""')
        src(f"return {_reader(message.id, encoding)}(body, {read_given})")
    src("")
    with src.block(f"def to_{encoding}(self, *, {declared}) -> bytes:"):
        src(f'"""A body in {kind}; raises wirebook.ValidationError before anything wrong is written."""')
        if encoding == "xml":
            src(f"return _runtime.written(self, {message.id!r}, {encoding!r}, {given})")
        else:
            src(f"return _runtime.write({message.id!r}, {encoding!r}, self.to_value(), {given})")
    if "query" in shape.carried or shape.regions:
        src("")
        with src.block(f"def to_{encoding}_part(self, *, {declared}) -> _Part:"):
            src(f'"""As it travels in {kind}: body, query, headers and status; raises as ``to_{encoding}`` does."""')
            src(f"return _runtime.part({message.id!r}, {encoding!r}, self.to_value(), {given})")


def _around(shape: Shape) -> Iterator[tuple[str, str]]:
    """What of HTTP around the body a shape takes something from."""
    slots = {member.slot for member in shape.regions}
    if "query" in shape.carried or shape.from_query or "query" in slots:
        yield "query", "bytes"
    if "header" in slots:
        yield "headers", "_Mapping[str, str]"
    if "status" in slots:
        yield "status", "int"


def _needs(message: Message) -> Iterator[tuple[str, str]]:
    """What the message's rules and codes ask about beyond the body."""
    rules = [rule for record in _records(message.record) for rule in record.rules]
    paths = " ".join(repr(rule.when) for rule in rules)
    if any(rule.kind == "signature" for rule in rules):
        yield "secret", "str"
    if any(rule.kind == "signature" for rule in rules) or "path='setting." in paths:
        yield "settings", "_Mapping[str, str]"
    if any(rule.by_request for rule in rules) or "path='request." in paths:
        yield "request", "_Mapping[str, _Any]"
    scalars = [scalar for record in _records(message.record) for scalar in _scalars(record)]
    if any(one.codes is not None and one.codes.by for scalar in scalars for one in (scalar, *scalar.members)):
        yield "operation", "str"


def _records(record: Record) -> Iterator[Record]:
    yield record
    for field in record.fields:
        kind = field.type.item if isinstance(field.type, List) else field.type
        if isinstance(kind, Record):
            yield from _records(kind)
