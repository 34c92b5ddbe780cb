"""Shapes: what a message looks like in each encoding."""

from __future__ import annotations

from wirebook.spec.grammar.common import ALTERNATIVES, DEVIATION, DEVIATION_NAME, DUPLICATE, FIELD, MISSING, SOURCE
from wirebook.spec.terms import AnyOf, Bool, Enum, Key, Kind, ListOf, MapOf, Text, Use

__all__ = [
    "BINDING",
    "JSON_VALUE",
    "KINDS",
]

BINDING = AnyOf((FIELD, Use("binding")))
_SHAPE_KEYS: dict[str, Key] = {
    "query": Key(
        MapOf(Text("a parameter's name"), BINDING),
        "Parameters of the query string, beside the body; their fields are optional, for a query may be unknown.",
    ),
    "headers": Key(
        MapOf(Text("a header's name"), BINDING),
        "Header fields by name, in any case; their fields are optional, for headers may be unknown.",
    ),
    "status": Key(BINDING, "The HTTP status: an optional integer field, or a fixed one."),
    "drops": Key(ListOf(FIELD), "Fields that this encoding cannot carry."),
    "deviation": DEVIATION,
    "source": SOURCE,
}
_FROM_QUERY = {
    "from_query": Key(
        Bool(), "The parameters of the query string are children of the root too, as texts; default false."
    )
}
_SEPARATORS = ListOf(Text("a separator"))
_TRAILING = Key(Bool(), "One separator at the end, with nothing behind it, is read too; never written. Default false.")
_UNKNOWN = AnyOf((Enum(("refuse", "warn", "ignore")), Use("collect")))
JSON_VALUE = AnyOf((FIELD, Use("json_object"), Use("json_array"), Use("binding")))
_JSON_FORM = Enum(("string", "number", "boolean"))
_FORM = AnyOf((_JSON_FORM, Use("json_form")))
_ELEMENT_KEYS: dict[str, Key] = {
    "element": Key(AnyOf((Text("an element's name"), Use("qualified"))), "The element's name on the wire.", True),
    "alternatives": ALTERNATIVES,
    "bind": Key(FIELD, "A record field that this element stands for; what is inside binds that record's fields."),
    "each": Key(FIELD, "A list field: the element is repeated for each item."),
    "optional": Key(Bool(), "The wrapper may be missing; only for elements that bind no field."),
    "order": Key(Enum(("any", "sequence")), "Whether the order of child elements matters; default any."),
    "attributes": Key(
        MapOf(Text("an attribute's name"), BINDING),
        'Attributes by wire name; "*" takes one attribute per key of a map field.',
    ),
    "content": Key(
        AnyOf((Enum(("same",)), ListOf(AnyOf((Use("xml_element"), MapOf(Text("an element's name"), BINDING)))))),
        'Child elements in canonical order: each an element, or `wire name: binding`, or `"*": map field`;'
        " or `same`, every field under its own name.",
    ),
    "text": Key(BINDING, "What the element's character data holds."),
    "unknown": Key(_UNKNOWN, "What is done about child elements that are not listed; default refuse."),
    "unknown_attributes": Key(_UNKNOWN, "What is done about attributes that are not listed; default refuse."),
    "missing": MISSING,
    "duplicate": DUPLICATE,
}
_OBJECT_KEYS: dict[str, Key] = {
    "object": Key(
        AnyOf((Enum(("same",)), MapOf(Text("a member's name"), JSON_VALUE))),
        'Members by wire name; "*" takes one member per key of a map field; `same` is every field under its own name.',
        True,
    ),
    "unknown": Key(_UNKNOWN, "What is done about members that are not listed; default refuse."),
}
_MEMBER_KEYS: dict[str, Key] = {"alternatives": ALTERNATIVES, "missing": MISSING, "duplicate": DUPLICATE}
_ARRAY_KEYS: dict[str, Key] = {
    "array": Key(FIELD, "The list field.", True),
    "item": Key(JSON_VALUE, 'What each item looks like; default ".", the scalar itself.'),
}
_LINES_KEYS: dict[str, Key] = {
    "each": Key(FIELD, "The list field of which each item is a line; without it there is exactly one line."),
    "line": Key(
        Text("a line"),
        "The line: {field} a value, {field|0} the same with a literal for absent, [...] an optional part; {{ }} [[ ]]"
        " are the literal signs; a map field stands where its pairs do.",
        True,
    ),
    "pairs": Key(
        MapOf(Text("a map field's name"), Text("a template with {key} and {value}")),
        "How each pair of a map field is written, such as ', {key} = {value}'.",
    ),
    "lists": Key(
        MapOf(Text("a list field's name"), Use("joined")),
        "How the items of each list field are separated that the line holds in one text.",
    ),
    "rest": Key(Use("collect"), "The map field that takes pairs whose key is not listed."),
    "eol": Key(Enum(("\n", "\r\n")), "What is written between lines; both ends are read. Default LF."),
    "final_eol": Key(Bool(), "Whether the last line ends with one when written; default false."),
    "spaces": Key(Enum(("refuse", "ignore")), "What is done about white space around a line; default refuse."),
}

KINDS: dict[str, Kind] = {
    "shapes": Kind(
        "What a message looks like in each encoding that it has.",
        {
            "xml": Key(Use("xml_shape"), "XML: the root element."),
            "json": Key(AnyOf((Use("json_shape"), Use("json_array_shape"))), "JSON: an object or an array."),
            "form": Key(Use("form_shape"), "application/x-www-form-urlencoded parameters."),
            "text": Key(Use("lines_shape"), "Lines of text."),
            "csv": Key(Use("lines_shape"), "Lines of separated values."),
        },
        {"bytes": "raw bytes"},
    ),
    "xml_shape": Kind("The root element.", {**_ELEMENT_KEYS, **_FROM_QUERY, **_SHAPE_KEYS}, tell=("element",)),
    "xml_element": Kind("An element.", _ELEMENT_KEYS, tell=("element",)),
    "qualified": Kind(
        "A name in a namespace.",
        {
            "namespace": Key(Text("a namespace"), "The namespace's URI.", True),
            "name": Key(Text("a name"), "The local name.", True),
        },
    ),
    "alternative": Kind(
        "Another name on the wire.",
        {"name": Key(Text("a name"), "The name.", True), "deviation": Key(DEVIATION_NAME, "What explains it.", True)},
    ),
    "binding": Kind(
        "A place on the wire and the field that it holds.",
        {
            "bind": Key(FIELD, 'The field, or "." for the item of a list itself.'),
            "const": Key(Text(empty=True), "A fixed text that belongs to no field."),
            "as": Key(
                AnyOf((_JSON_FORM, ListOf(_FORM))),
                "JSON only: as a string, number or boolean; in a list the first is written, the others are read too.",
            ),
            "absent": Key(Text(), "A literal that stands for an absent field."),
            "empty": Key(Enum(("value", "absent", "refuse")), "What an empty text means; default value."),
            "required": Key(
                Bool(), "The place must be there although its field is optional: what means absent is then written out."
            ),
            "empty_deviation": Key(DEVIATION_NAME, "The deviation of an empty text that is read as absent."),
            "null": Key(Enum(("refuse", "absent")), "JSON only: what null means; default refuse."),
            "nil": Key(
                Enum(("refuse", "absent")),
                'XML elements only: what xsi:nil="true" means; default refuse, as any unknown attribute.',
            ),
            "separators": Key(
                _SEPARATORS,
                "A list field of scalars stands here in one text: what separates its items, the first being written."
                " An empty text is an empty list.",
            ),
            "trailing": _TRAILING,
            "alternatives": ALTERNATIVES,
            "missing": MISSING,
            "duplicate": DUPLICATE,
        },
        one_of=("bind", "const"),
        tell=("bind", "const"),
    ),
    "joined": Kind(
        "A list in one text.",
        {
            "separators": Key(_SEPARATORS, "What separates the items; the first is written, all are read.", True),
            "trailing": _TRAILING,
        },
    ),
    "json_form": Kind(
        "A JSON form that a deviation explains.",
        {"form": Key(_JSON_FORM, "The form.", True), "deviation": DEVIATION},
    ),
    "collect": Kind(
        "Unknown names are collected.",
        {
            "collect": Key(FIELD, "The map field that takes them.", True),
            "except": Key(
                ListOf(Text("a name on the wire")),
                "Names that are refused all the same, because they belong to another message: they tell the two apart.",
            ),
            "deviation": DEVIATION,
        },
    ),
    "json_shape": Kind("The root object.", {**_OBJECT_KEYS, **_FROM_QUERY, **_SHAPE_KEYS}, tell=("object",)),
    "json_array_shape": Kind("The root array.", {**_ARRAY_KEYS, **_SHAPE_KEYS}, tell=("array",)),
    "json_object": Kind(
        "A nested object.",
        {
            **_OBJECT_KEYS,
            "bind": Key(FIELD, "The record field that it stands for; without it a wrapper in the same record."),
            "optional": Key(Bool(), "The wrapper may be missing; only for objects that bind no field."),
            **_MEMBER_KEYS,
        },
        tell=("object",),
    ),
    "json_array": Kind(
        "An array.",
        {
            **_ARRAY_KEYS,
            "optional": Key(Bool(), "The array may be missing; then the list is empty."),
            **_MEMBER_KEYS,
        },
        tell=("array",),
    ),
    "form_shape": Kind(
        "Form parameters.",
        {
            "params": Key(
                AnyOf((Enum(("same",)), MapOf(Text("a parameter's name"), BINDING))),
                "Parameters by wire name, in canonical order; `same` is every field under its own name.",
                True,
            ),
            "unknown": Key(_UNKNOWN, "What is done about parameters that are not listed; default refuse."),
            "in": Key(
                ListOf(Enum(("body", "query"))),
                "Where the parameters may travel, the place where they are written first; default [body]. With both,"
                " the query is read where the body is empty.",
            ),
            **_FROM_QUERY,
            **_SHAPE_KEYS,
        },
    ),
    "lines_shape": Kind("Lines.", {**_LINES_KEYS, **_SHAPE_KEYS}),
}
