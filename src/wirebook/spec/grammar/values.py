"""Scalars with their facets, records, fields, lists and maps."""

from __future__ import annotations

from wirebook.spec.grammar.common import (
    BASES,
    BILINGUAL,
    COUNT,
    DEVIATION,
    DEVIATION_NAME,
    DOC,
    INLINE,
    MISSING,
    NEED_DOC,
    SENSITIVE,
    SEVERITY,
    SOURCE,
    TYPE_NAME,
)
from wirebook.spec.grammar.rules import RULES
from wirebook.spec.terms import AnyOf, Bool, Enum, Int, Key, Kind, ListOf, MapOf, Name, Text, TypeName, Use, Value

__all__ = [
    "FACETS",
    "FIELDS",
    "INCLUDE",
    "KINDS",
]


def _facet(value: Value, with_value: str, doc: str) -> Key:
    return Key(AnyOf((value, Use(with_value))), doc)


def _facet_kind(value: Value) -> Kind:
    return Kind(
        "A facet with more to say than its value.",
        {
            "value": Key(value, "The facet's value.", True),
            "deviation": DEVIATION,
            "severity": SEVERITY,
            "source": SOURCE,
        },
    )


FACETS: dict[str, Key] = {
    "length": _facet(COUNT, "facet_count", "The exact number of characters (code points)."),
    "minLength": _facet(COUNT, "facet_count", "The least number of characters."),
    "maxLength": _facet(COUNT, "facet_count", "The greatest number of characters."),
    "pattern": _facet(Text("a pattern"), "facet_text", "A pattern of the portable subset that the whole text matches."),
    "enumeration": _facet(ListOf(Text(empty=True)), "facet_list", "The only values allowed."),
    "minInclusive": _facet(Text("a number"), "facet_text", "The least value."),
    "maxInclusive": _facet(Text("a number"), "facet_text", "The greatest value."),
    "totalDigits": _facet(Int(1), "facet_count", "The greatest number of digits, leading zeros not counted."),
    "fractionDigits": _facet(COUNT, "facet_count", "The greatest number of digits after the point."),
}
_SCALAR_KEYS: dict[str, Key] = {
    "base": Key(Enum(BASES), "What kind of value it is.", True),
    **FACETS,
    "whitespace": Key(
        Enum(("preserve", "trim", "collapse")), "What is done to white space before anything else; default preserve."
    ),
    "lexical": Key(
        ListOf(AnyOf((Text("a form"), Use("lexical_form")))),
        "How it is written, the canonical form first. date, time, datetime: formats of YYYY YY MM DD hh mm ss and"
        " literals, required. integer: the tolerated extras plus, leading_zeros, zero_fraction. decimal: plus, comma."
        " boolean: pairs of the texts for true and false, such as 1/0; default true/false.",
    ),
    "pivot": Key(Int(0), "Two-digit years below it are 20YY, others 19YY."),
    "codes": Key(TypeName("the name of a code table"), "The code table that gives its values their meaning."),
    "normal": Key(Use("normal"), "The normal form of a phone number."),
    "width": Key(Int(1), "The number of bits."),
    "parts": Key(MapOf(Name(), Use("bits")), "Named views of bits; the whole number stays the value."),
    "sensitive": SENSITIVE,
    "identity": Key(Name(), "Fields of one identity mean the same thing in every message, and correlate."),
    "doc": DOC,
    "source": SOURCE,
}
_SCALAR_RESERVED = {
    "special": "literals with a meaning of their own",
    "zone": "the time zone of a date and time",
    "format": "an inner format of a string",
}
INCLUDE = Key(
    ListOf(TypeName("the name of a group")),
    "Groups whose fields belong here too: before the own fields if this key stands before `fields`, else after them.",
)
_FIELD_KEYS: dict[str, Key] = {
    "type": Key(
        AnyOf((TYPE_NAME, Use("list"), Use("map"), *INLINE)),
        "A type's name, the bare name of a base, an inline scalar type or union, a list or a map.",
        True,
    ),
    "optional": Key(Bool(), "The field may be absent; lists and maps never are, they are empty."),
    "default": Key(Use("default"), "What an absent field means; makes the field optional."),
    "missing": MISSING,
    "deviation": Key(DEVIATION_NAME, "The deviation, accepted, of a field that the document does not have."),
    "sensitive": SENSITIVE,
    "doc": NEED_DOC,
    "source": SOURCE,
}
FIELDS = Key(MapOf(Name(), Use("field")), "The fields, by name, in order.")

KINDS: dict[str, Kind] = {
    "scalar": Kind("A scalar type.", _SCALAR_KEYS, _SCALAR_RESERVED, tell=("base", *_SCALAR_RESERVED)),
    "union": Kind(
        "A scalar of several types: its value is that of the first of them that takes the text without an error.",
        {
            "union": Key(
                ListOf(TYPE_NAME, 2),
                "The scalar types, by name, in the order in which they are tried. A literal with a meaning of its own"
                " is a string with an enumeration.",
                True,
            ),
            "whitespace": _SCALAR_KEYS["whitespace"],
            "sensitive": SENSITIVE,
            "identity": _SCALAR_KEYS["identity"],
            "doc": DOC,
            "source": SOURCE,
        },
        tell=("union",),
    ),
    "facet_count": _facet_kind(COUNT),
    "facet_text": _facet_kind(Text("a value")),
    "facet_list": _facet_kind(ListOf(Text(empty=True))),
    "lexical_form": Kind(
        "A lexical form that a deviation explains.",
        {"form": Key(Text("a form"), "The form.", True), "deviation": DEVIATION},
    ),
    "normal": Kind(
        "A phone number's normal form: strip characters, apply the first rewrite that matches, then match.",
        {
            "strip": Key(Text("characters", empty=True), "Characters that are removed first."),
            "rewrite": Key(
                ListOf(Use("rewrite")), "Rewrites in order; the first whose pattern matches whole is applied."
            ),
            "pattern": Key(Text("a pattern"), "What the normal form matches.", True),
            "on_mismatch": Key(Enum(("error", "warning")), "The severity of a number that does not; default error."),
            "deviation": DEVIATION,
            "source": SOURCE,
        },
    ),
    "rewrite": Kind(
        "A rewrite of a phone number.",
        {
            "from": Key(Text("a pattern"), "What the stripped number matches whole.", True),
            "to": Key(Text("a number"), "What it becomes; {1} is the first group.", True),
        },
    ),
    "bits": Kind(
        "A named part of a bits value.",
        {
            "bits": Key(ListOf(Int(0), 2, 2), "Lowest and highest bit, from 0.", True),
            "codes": Key(TypeName("the name of a code table"), "The code table of its values."),
            "when": Key(MapOf(Name(), Int(0)), "Meaningful only if these other parts have these values."),
            "doc": NEED_DOC,
        },
    ),
    "record": Kind(
        "A record type.",
        {"include": INCLUDE, "fields": FIELDS, "rules": RULES, "doc": DOC, "source": SOURCE},
        tell=("fields", "include"),
    ),
    "group": Kind(
        "A named set of fields.",
        {
            "fields": Key(MapOf(Name(), Use("field")), "The fields, by name, in order.", True),
            "doc": DOC,
            "source": SOURCE,
        },
    ),
    "field": Kind(
        "A field of a record or message.", _FIELD_KEYS, {"const": "a fixed value", "xml": "an inline placement"}
    ),
    "default": Kind(
        "What an absent field means.",
        {
            "value": Key(Text(empty=True), "The value that it stands for.", True),
            "fill": Key(Bool(), "Decoding puts the value in; default false."),
            "write": Key(
                Enum(("omit", "always", "keep")),
                "Encoding omits it where it equals the value, always writes it, or keeps it as it is; default keep.",
            ),
            "explicit": Key(DEVIATION_NAME, "The deviation of a wire that spells the default out."),
        },
    ),
    "list": Kind(
        "A list.",
        {
            "list": Key(AnyOf((TYPE_NAME, *INLINE)), "The items' type.", True),
            "minItems": _facet(COUNT, "facet_count", "The least number of items."),
            "maxItems": _facet(COUNT, "facet_count", "The greatest number of items."),
        },
        {"uniqueItems": "the rule `unique`"},
        tell=("list",),
    ),
    "map": Kind("A map of texts to scalars.", {"map": Key(Use("map_of"), "Its keys and values.", True)}, tell=("map",)),
    "map_of": Kind(
        "A map's keys and values.",
        {
            "keys": Key(MapOf(Text("a key"), BILINGUAL), "The only keys that belong to it, with their meaning."),
            "key_pattern": Key(Text("a pattern"), "What keys match, where they are not listed."),
            "values": Key(AnyOf((TYPE_NAME, *INLINE)), "The values' type, a scalar.", True),
        },
    ),
}
