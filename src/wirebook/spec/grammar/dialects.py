"""Dialects: typed patches of the same protocol."""

from __future__ import annotations

from wirebook.spec.grammar.common import DOC, FIELD, TITLE
from wirebook.spec.grammar.examples import COUNTEREXAMPLES, EXAMPLES
from wirebook.spec.grammar.shapes import BINDING, JSON_VALUE
from wirebook.spec.terms import AnyOf, Key, Kind, ListOf, MapOf, Name, Text, TypeName, Use

__all__ = [
    "KINDS",
]

KINDS: dict[str, Kind] = {
    "dialect": Kind(
        "Another version of the protocol, as a patch.",
        {
            "title": TITLE,
            "doc": DOC,
            "codes": Key(MapOf(TypeName("the name of a code table"), Use("code_patch")), "Changes to code tables."),
            "messages": Key(MapOf(Name("a message's name"), Use("message_patch")), "Changes to messages."),
        },
        {"types": "changes to types", "operations": "changes to operations"},
    ),
    "code_patch": Kind(
        "Changes to a code table.",
        {
            "replace": Key(MapOf(Text("a code"), Use("code_value")), "Rows that mean something else."),
            "add": Key(MapOf(Text("a code"), Use("code_value")), "Rows that are new."),
            "remove": Key(ListOf(Text("a code")), "Rows that are gone."),
            "ranges": Key(ListOf(Use("code_range")), "The rows of ranges, in place of all that the table has."),
        },
    ),
    "message_patch": Kind(
        "Changes to a message.",
        {
            "add_fields": Key(MapOf(Name(), Use("field")), "New fields, after the others."),
            "remove_fields": Key(ListOf(FIELD), "Fields that are gone, with everything bound to them."),
            "shapes": Key(Use("shapes_patch"), "Places of the new fields."),
            "examples": EXAMPLES,
            "counterexamples": COUNTEREXAMPLES,
            "remove_examples": Key(
                ListOf(Name("an example's name")), "Examples and counter-examples that do not hold here."
            ),
        },
    ),
    "shapes_patch": Kind(
        "Additions to shapes.",
        {
            "xml": Key(Use("xml_patch"), "XML."),
            "json": Key(Use("json_patch"), "JSON."),
            "form": Key(Use("form_patch"), "Form parameters."),
        },
    ),
    "xml_patch": Kind(
        "Additions to a root element.",
        {
            "add": Key(
                ListOf(AnyOf((Use("xml_element"), MapOf(Text("an element's name"), BINDING)))),
                "Child elements, after the others.",
            ),
            "add_attributes": Key(MapOf(Text("an attribute's name"), BINDING), "Attributes."),
        },
    ),
    "json_patch": Kind(
        "Additions to a root object.", {"add": Key(MapOf(Text("a member's name"), JSON_VALUE), "Members.")}
    ),
    "form_patch": Kind(
        "Additions to parameters.", {"add": Key(MapOf(Text("a parameter's name"), BINDING), "Parameters.")}
    ),
}
