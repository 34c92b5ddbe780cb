"""Code tables in bindings: a lookup object, an enumeration of the single codes, and the parts of bits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wirebook.lexical import rows
from wirebook.model import CodeEntry, CodeTable, Record, Scalar, Text
from wirebook_codegen.classdocs import of_table
from wirebook_codegen.names import Slot
from wirebook_codegen.pysource import docstring, identifier, literal

__all__ = ["constant", "enumeration", "parts"]


def constant(table: CodeTable, name: str, constants: Mapping[CodeTable, str]) -> list[str]:
    """``DELIVERY_STATUS = Codes(...)``, as lines; ``constants`` are those of the tables of operations."""
    lines = [f"{identifier(name)} = _bindings.Codes(", f"    {literal(table.id)},"]
    lines += _rows(rows(table), "")
    if table.by:
        lines += ["    by={", *(f"        {literal(o)}: {constants[inner]}," for o, inner in table.by), "    },"]
        if table.entries:
            lines += ["    everywhere=_bindings.Codes(", f"        {literal(table.id)},", *_rows(table.entries, "    ")]
            lines += ["    ),"]
    return [*lines, ")"]


def _rows(entries: tuple[CodeEntry, ...], pad: str) -> list[str]:
    """The single codes and the ranges as two arguments."""
    singles = [_code(entry, entry.value) for entry in entries if entry.value is not None]
    ranges = [
        f"({entry.low!r}, {entry.high!r}, {_code(entry, entry.low)})"
        for entry in entries
        if entry.value is None and entry.low is not None and entry.high is not None
    ]
    lines = ["    (", *(f"        {code}," for code in singles), "    ),"]
    if ranges:
        lines += ["    (", *(f"        {row}," for row in ranges), "    ),"]
    return [pad + line for line in lines]


def enumeration(table: CodeTable, name: str, table_name: str) -> list[str]:
    """The enumeration of the table's single codes, as lines."""
    integer = table.base == "integer"
    lines = [f"class {identifier(name)}(_enum.{'IntEnum' if integer else 'StrEnum'}):"]
    lines += [f"    {line}" if line else "" for line in docstring(of_table(table))]
    taken: set[str] = set()
    for entry in rows(table):
        if entry.value is not None:
            lines += ["", f"    {_member(entry, taken)} = {literal(entry.value)}"]
            words = f"{entry.meaning.en} / {entry.meaning.ru}"
            lines += [f"    {line}" for line in docstring([" ".join(words.split())])]
    lines += ["", "    @property", "    def code(self) -> _bindings.Code:"]
    lines += ['        """Meaning, finality and advice."""', f"        return {table_name}.lookup(self.value)"]
    takes = f"value: {'int' if integer else 'str'}"
    if table.by:
        lines += ["", "    @staticmethod", f"    def lookup({takes}, operation: str | None = None) -> _bindings.Code:"]
        says, passed = "The entry of any value, in one operation if it is named, else in all.", "value, operation"
    else:
        lines += ["", "    @staticmethod", f"    def lookup({takes}) -> _bindings.Code:"]
        says, passed = "The entry of any value, also in a range or unknown.", "value"
    return [*lines, f'        """{says}"""', f"        return {table_name}.lookup({passed})"]


def _code(entry: CodeEntry, value: object) -> str:
    more = [f"{key}={given!r}" for key, given in (("final", entry.final), ("ok", entry.ok)) if given is not None]
    if entry.retry is not None:
        more.append(f"retry={_words(entry.retry)}")
    return f"_bindings.Code({', '.join([literal(value), literal(entry.name), _words(entry.meaning), *more])})"


def _words(text: Text) -> str:
    return f"_bindings.Words({literal(text.en)}, {literal(text.ru)})"


def _member(entry: CodeEntry, taken: set[str]) -> str:
    stem = identifier(entry.name).upper()
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}_{number}", number + 1
    taken.add(name)
    return name


def parts(record: Record, slots: tuple[Slot, ...]) -> Iterator[list[str]]:
    """A property per part of each bits field, as lines."""
    taken = {slot.name for slot in slots}
    for slot in slots:
        scalar = slot.field.type
        if not isinstance(scalar, Scalar):
            continue
        places = {bit.name: bit for bit in scalar.bits}
        for bit in scalar.bits:
            name = f"{slot.name}_{identifier(bit.name)}"
            while name in taken:
                name += "_"
            taken.add(name)
            lines = ["@property", f"def {name}(self) -> int | None:"]
            words = f"Bits {bit.low} to {bit.high} of ``{slot.name}``: {bit.doc.en} / {bit.doc.ru}"
            if bit.codes is not None:
                words += f" Codes: {bit.codes.id}."
            lines += [f"    {line}" for line in docstring([" ".join(words.split())])]
            tests = [f"self.{slot.name} is None"] if slot.nullable else []
            for other, wanted in bit.when:
                tests.append(f"{_bits(slot, places[other].low, places[other].high)} != {wanted!r}")
            if tests:
                lines += [f"    if {' or '.join(tests)}:", "        return None"]
            yield [*lines, f"    return {_bits(slot, bit.low, bit.high)}"]


def _bits(slot: Slot, low: int, high: int) -> str:
    mask = (1 << (high - low + 1)) - 1
    return f"self.{slot.name} >> {low} & {mask}"
