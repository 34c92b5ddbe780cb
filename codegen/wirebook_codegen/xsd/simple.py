"""Simple types: what an attribute or a text may hold.

Every type is a restriction of ``xs:string``: the built-in numbers and dates read white
space, signs and zeros in their own way. Codes become documented enumerations; where
other values are tolerated besides, the type is a union with the wider one.
"""

from __future__ import annotations

from wirebook.lexical import rows
from wirebook.model import CodeTable, Const, Joined, Leaf, Member, Record, Scalar, Text
from wirebook_codegen import notes
from wirebook_codegen.lexis import (
    BLANK,
    Lexis,
    admits,
    allowed,
    collapsed,
    kinds,
    lexis,
    stated,
    trimmed,
    with_literals,
)
from wirebook_codegen.lexis.lists import UNTOLD, list_lexis
from wirebook_codegen.lexis.numbers import Intervals, integers, intersect
from wirebook_codegen.losses import named
from wirebook_codegen.shapes import below, count, field_of, filled, literals
from wirebook_codegen.xsd.markup import El, forbidden
from wirebook_codegen.xsd.schema import Schema, annotation, camel

__all__ = ["const_type", "joined_type", "leaf_type", "plain_type"]


def leaf_type(schema: Schema, leaf: Leaf, member: Member | None, record: Record | None, path: str, wanted: str) -> str:
    """The global type of a scalar where it stands; ``wanted`` names it if the spec does not."""
    scalar = leaf.type
    here = below(path, leaf.bind)
    nothing, solid = literals(leaf, member, record), filled(leaf, member, record)
    for code in stated(scalar):
        schema.ledger.hold(code, here)
    if scalar.base == "union":
        made = _union(schema, scalar, nothing, solid, here)
        made.children[:0] = annotation(scalar.doc)
        return schema.type(scalar.name or camel(wanted), made)
    texts = _texts(scalar, nothing, solid)
    made = _restriction(texts, scalar.whitespace)
    note = notes.paragraphs(scalar.doc, notes.unlisted(scalar))
    if scalar.codes is not None and scalar.whitespace == "collapse":
        # Validators differ about white space in unions.
        note = notes.paragraphs(note, notes.table_text(scalar.codes))
    elif scalar.codes is not None:
        made = _coded(scalar, scalar.codes, made, texts)
        note = notes.paragraphs(note, scalar.codes.title, scalar.codes.doc)
    made.children[:0] = annotation(note)
    if len(made.children) == 1 and not made.children[0].children:
        return "xs:string"
    return schema.type(scalar.name or camel(wanted), made)


def _texts(scalar: Scalar, nothing: tuple[str, ...], solid: bool) -> Lexis:
    """The texts of a scalar where ``nothing`` stands for an absent one and, if ``solid``, no empty text may stand."""
    texts = lexis(scalar)
    if solid:
        texts = Lexis(texts.patterns, max(texts.low, 1), texts.high, texts.values)
    texts = with_literals(texts, nothing)
    unsayable = [value for value in texts.values or () if forbidden(value)]
    if unsayable or any(forbidden(pattern) for pattern in texts.patterns):
        # No document can hold such a value, so nothing is lost by not listing it.
        texts = Lexis((), texts.low, texts.high, tuple(v for v in texts.values or () if not forbidden(v)) or None)
    return texts


def _union(schema: Schema, scalar: Scalar, nothing: tuple[str, ...], solid: bool, path: str) -> El:
    """The members as they are, each with its note; white space is in their patterns."""

    def lose(code: str, reason: str) -> None:
        schema.ledger.lose("type.union", path, reason)

    members = []
    for kind in kinds(scalar):
        texts, space = _texts(kind, (), solid), kind.whitespace
        if space == "collapse":
            texts, space = collapsed(texts, lose), "preserve"
        table = None if kind.codes is None else notes.table_text(kind.codes)
        made = _restriction(texts, space)
        made.children[:0] = annotation(notes.paragraphs(kind.doc, notes.unlisted(kind), table))
        members.append(made)
    if nothing:
        texts = Lexis(values=nothing)
        members.append(
            _restriction(collapsed(texts, lose), "preserve")
            if scalar.whitespace == "collapse"
            else _restriction(texts, scalar.whitespace)
        )
    return El("xs:simpleType", children=[El("xs:union", children=members)])


def joined_type(schema: Schema, joined: Joined, record: Record | None, path: str, wanted: str) -> str:
    """The global type of a list in one text."""
    given, here = field_of(record, joined.bind), below(path, joined.bind)
    texts, lost = list_lexis(joined, count(given, "minItems") or 0, count(given, "maxItems"))
    for code in (*stated(joined.item.type), "facet.minItems", "facet.maxItems"):
        schema.ledger.hold(code, here)
    for code in lost:
        # What is not there at all is counted by the schema.
        shown = (lambda body: named(body, (wanted,))) if code == "facet.minItems" else None
        schema.ledger.lose(code, here, UNTOLD, shown_by=shown)
    if any(forbidden(pattern) for pattern in texts.patterns):
        texts = Lexis()
    made = _restriction(texts, "preserve")
    made.children[:0] = annotation(notes.joined_text(joined))
    return schema.type(camel(wanted), made)


def plain_type(schema: Schema) -> str:
    """The type of an element's text that must be blank."""
    note = Text("White space, which means nothing.", "Пробельные символы, которые ничего не значат.")
    restriction = El("xs:restriction", {"base": "xs:string"}, [El("xs:pattern", {"value": BLANK})])
    return schema.type("Blank", El("xs:simpleType", children=[*annotation(note), restriction]))


def const_type(schema: Schema, const: Const, path: str, wanted: str) -> str:
    """The global type of a fixed text."""
    schema.ledger.hold("shape.const", path)
    restriction = El("xs:restriction", {"base": "xs:string"}, [El("xs:enumeration", {"value": const.value})])
    return schema.type(camel(f"{wanted}_{const.value}")[:64], El("xs:simpleType", children=[restriction]))


# ---------------------------------------------------------------- restrictions


def _restriction(texts: Lexis, whitespace: str) -> El:
    """A simpleType for the texts; several patterns nest, because side by side any of them would do."""
    if whitespace == "trim":
        # XSD knows no trimming of the ends alone, so the blanks at the ends are part of each pattern.
        texts = trimmed(texts)
    patterns, low, high, values = texts.patterns, texts.low, texts.high, texts.values
    facets: list[El] = []
    if whitespace == "collapse":
        facets.append(El("xs:whiteSpace", {"value": "collapse"}))
    if patterns:
        facets.append(El("xs:pattern", {"value": patterns[0]}))
    if low == high and high is not None:
        facets.append(El("xs:length", {"value": str(low)}))
    else:
        if low:
            facets.append(El("xs:minLength", {"value": str(low)}))
        if high is not None:
            facets.append(El("xs:maxLength", {"value": str(high)}))
    facets += [El("xs:enumeration", {"value": value}) for value in values or ()]
    made = El("xs:simpleType", children=[El("xs:restriction", {"base": "xs:string"}, facets)])
    for pattern in patterns[1:]:
        made = El("xs:simpleType", children=[El("xs:restriction", {}, [made, El("xs:pattern", {"value": pattern})])])
    return made


# ---------------------------------------------------------------- codes


def _coded(scalar: Scalar, table: CodeTable, wide: El, texts: Lexis) -> El:
    """The rows as a documented enumeration, in a union with everything else that is tolerated.

    No row widens the type: one that the type's own limits refuse is a note.
    """
    listed, members, others = [], [], []
    for entry in rows(table):
        text, key = notes.row(entry), notes.row_key(entry)
        note = Text(f"{key} = {text.en}", f"{key} = {text.ru}")
        if entry.value is not None and admits(texts, key) and not forbidden(key):
            listed.append(El("xs:enumeration", {"value": key}, annotation(text)))
        elif entry.value is None and _inside(scalar, ((entry.low, entry.high),)):
            pattern = El("xs:pattern", {"value": integers(((entry.low, entry.high),))})
            members.append(_simple([pattern], annotation(note)))
        else:
            others.append(note)
    if listed:
        members.insert(0, _simple(listed, annotation(table.title)))
    wide.children[:0] = annotation(*others)
    if others or texts.values is None or len(texts.values) > len(listed) or scalar.whitespace != "preserve":
        members.append(wide)
    return El("xs:simpleType", children=[El("xs:union", children=members)])


def _inside(scalar: Scalar, numbers: Intervals) -> bool:
    return intersect(allowed(scalar), numbers) == numbers


def _simple(facets: list[El], note: list[El]) -> El:
    return El("xs:simpleType", children=[*note, El("xs:restriction", {"base": "xs:string"}, facets)])
