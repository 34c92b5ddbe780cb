"""The logical value of a message as JSON Schema: what ``wirebook decode`` prints.

A field is required only if no encoding lets it be absent. Nothing here knows the wire
but that.
"""

from __future__ import annotations

from wirebook.model import (
    Array,
    Field,
    Joined,
    Leaf,
    LineCapture,
    LineGroup,
    LinePairs,
    Lines,
    List,
    Map,
    Member,
    Message,
    Record,
    Scalar,
    Shape,
    Tree,
)
from wirebook_codegen import notes
from wirebook_codegen.jsonschema.conditions import distinct, rules
from wirebook_codegen.jsonschema.page import Page, described
from wirebook_codegen.jsonschema.scalars import EXACT, Json, anchored, any_of, logical
from wirebook_codegen.jsonschema.sparse import overfull, sparse
from wirebook_codegen.lexis import stated, whole
from wirebook_codegen.losses import Ledger
from wirebook_codegen.shapes import below, bound, count, field_of, item_record, must, node_record

__all__ = ["body"]

_HIDDEN = ("secret", "login")  # what decode never shows unless asked
_SPARSE = "items that stand for nothing are counted on the wire and have no value"


def body(message: Message, page: Page, ledger: Ledger) -> Json:
    """The schema of a message's value."""
    certain = [_certain(shape, message.record) for shape in message.shapes]
    sure = set.intersection(*certain) if certain else set()
    return _Walk(page, ledger, sure, message).record(message.record, "")


# ---------------------------------------------------------------- what is always there


def _certain(shape: Shape, record: Record) -> set[str]:
    """The fields, by logical path, that a tolerated body of this shape always has if it has their record."""
    found: set[str] = set()
    if isinstance(shape.root, Lines):
        _in_line(shape.root, record, found)
    else:
        _in_node(shape.root, record, "", True, found)
    return found


def _in_line(lines: Lines, record: Record, found: set[str]) -> None:
    path, inner = "", record
    if lines.each:
        found.add(lines.each)
        path, inner = lines.each, item_record(record, lines.each) or record
    for piece in lines.pieces:
        if (isinstance(piece, LineCapture) and isinstance(piece.leaf, Joined)) or (
            isinstance(piece, LineCapture) and _required(field_of(inner, piece.leaf.bind))
        ):
            found.add(below(path, piece.leaf.bind))
        elif isinstance(piece, LinePairs):
            found.add(below(path, piece.bind))
            found.update([below(path, piece.rest)] if piece.rest else [])
        elif isinstance(piece, LineGroup):
            # May be left out as a whole; a list is empty then.
            found.update(
                below(path, p.leaf.bind)
                for p in piece.pieces
                if isinstance(p, LineCapture) and isinstance(p.leaf, Joined)
            )


def _required(given: Field | None) -> bool:
    return given is not None and not given.optional and given.default is None and given.missing is None


def _in_node(member: Member, record: Record | None, path: str, sure: bool, found: set[str]) -> None:
    node = member.node
    if not isinstance(node, Tree):
        if isinstance(node, Leaf):
            if sure and _required(field_of(record, node.bind)):
                found.add(below(path, node.bind))
        elif isinstance(node, Joined):
            found.add(below(path, node.bind))
        elif isinstance(node, Array):
            here = below(path, node.bind)
            found.add(here)
            _in_node(Member("item", "", node.item, False), item_record(record, node.bind), here, True, found)
        return
    inner, here = node_record(record, node), below(path, node.bind)
    if node.bind not in ("", ".") and sure and _required(field_of(record, node.bind)):
        found.add(here)
    # Inside a record's own node everything is certain anew; inside a wrapper only what the wrapper is.
    sure = sure or node.bind != ""
    for unknown in (node.unknown, node.unknown_attributes):
        if unknown.policy == "collect":
            found.add(below(here, unknown.bind))
    for child in node.members:
        name = below(here, bound(child))
        if child.slot == "entries":
            found.add(name)
        elif child.each:
            found.add(name)
            _in_node(child, item_record(inner, child.each) or inner, name, True, found)
        else:
            there = sure and (child.slot == "text" or must(child, inner))
            _in_node(child, inner, here, there, found)


# ---------------------------------------------------------------- the value


class _Walk:
    """The walk over a record and what is in it."""

    def __init__(self, page: Page, ledger: Ledger, certain: set[str], message: Message) -> None:
        self.page = page
        self.ledger = ledger
        self.certain = certain
        self.message = message
        self.sparse = sparse(message)

    def record(self, record: Record, path: str) -> Json:
        """An object with the record's fields."""
        made: Json = {"type": "object", "properties": {}, "additionalProperties": False}
        for field in record.fields:
            made["properties"][field.name] = self._field(field, record, path)
        required = [field.name for field in record.fields if below(path, field.name) in self.certain]
        if required:
            made["required"] = required
        said = rules(record, _Finder(record), self.ledger, path)
        return {**made, "allOf": said} if said else made

    def _field(self, field: Field, record: Record, path: str) -> Json:
        here = below(path, field.name)
        kind = field.type
        if isinstance(kind, List):
            made: Json = {"type": "array", "items": self._value(kind.item, here)}
            for facet, name in (("minItems", "minItems"), ("maxItems", "maxItems")):
                limit = count(field, facet)
                if limit is not None and facet == "minItems" and here in self.sparse:
                    self.ledger.lose("facet.minItems", here, _SPARSE)
                elif limit is not None:
                    made[name] = limit
                    self.ledger.hold(f"facet.{facet}", here)
                    if here in self.sparse:
                        self.ledger.lose("facet.maxItems", here, _SPARSE, shown_by=overfull(self.message, here, limit))
            if any(distinct(rule, record) and rule.field == field.name for rule in record.rules):
                made["uniqueItems"] = True
        elif isinstance(kind, Map):
            made = self._map(kind, here)
        else:
            made = self._value(kind, here)
        return described(made, notes.field_text(field))

    def _value(self, kind: Scalar | Record, path: str) -> Json:
        if isinstance(kind, Record):
            return self.page.define(kind.name, described(self.record(kind, path), kind.doc))
        return self._scalar(kind, path)

    def _scalar(self, scalar: Scalar, path: str) -> Json:
        lost: set[str] = set()

        def lose(code: str, reason: str) -> None:
            lost.add(code)
            self.ledger.lose(code, path, reason)

        made = logical(scalar, lose)
        for code in stated(scalar):
            if code not in lost:
                self.ledger.hold(code, path)
        if scalar.sensitive in _HIDDEN:
            made = any_of([made, self.page.define(f"Redacted{scalar.sensitive.title()}", _redacted(scalar.sensitive))])
        title = {} if scalar.codes is None else {"title": notes.both(scalar.codes.title).replace("\n\n", " / ")}
        table = None if scalar.codes is None else scalar.codes.doc
        return self.page.define(scalar.name, {**title, **described(made, scalar.doc, table, notes.unlisted(scalar))})

    def _map(self, kind: Map, path: str) -> Json:
        value = self._scalar(kind.values, f"{path}.*")
        if kind.keys:
            entries = {key: described(value, text) for key, text in kind.keys}
            return {"type": "object", "properties": entries, "additionalProperties": False}
        made: Json = {"type": "object", "additionalProperties": value}
        if kind.key_pattern:
            made["propertyNames"] = {"pattern": anchored(kind.key_pattern)}
        return made


def _redacted(kind: str) -> Json:
    return {
        "type": "object",
        "description": "Not shown. / Не показано.",
        "properties": {"redacted": {"const": kind}},
        "required": ["redacted"],
        "additionalProperties": False,
    }


class _Finder:
    """Fields are properties of their own name."""

    def __init__(self, record: Record) -> None:
        self.record = record

    def there(self, name: str) -> Json | None:
        field = field_of(self.record, name)
        if field is None:
            return None
        if field.default is not None and field.default.fill:
            return {}
        made: Json = {"required": [name]}
        if isinstance(field.type, List):
            made["properties"] = {name: {"minItems": 1}}
        elif isinstance(field.type, Map):
            made["properties"] = {name: {"minProperties": 1}}
        elif isinstance(field.type, Record):
            # A record without any value counts as not there.
            made["properties"] = {name: {"minProperties": 1}}
        return made

    def compared(self, name: str) -> bool:
        return True

    def equal(self, name: str, values: tuple[str | int, ...], want: bool) -> Json | None:
        field = field_of(self.record, name)
        if field is None or not isinstance(field.type, Scalar) or field.type.base not in (
            "string", "integer", "bits", "boolean"
        ):  # fmt: skip
            return None
        if field.type.base == "string":
            same: Json = {"enum": [str(value) for value in values]}
        elif field.type.base == "boolean":
            same = {"enum": [bool(value) for value in values]}
        else:
            numbers = [number for number in map(whole, values) if number is not None]
            spelled = [number if abs(number) <= EXACT else str(number) for number in numbers]
            same = {"enum": spelled} if spelled else {"not": {}}
        return {"required": [name], "properties": {name: same if want else {"not": same}}}
