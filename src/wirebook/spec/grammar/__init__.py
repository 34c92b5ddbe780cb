"""The spec language as one table: which keys stand where, what they hold, and what they mean.

The loader's structural check, the language's JSON Schema and its reference page are all
read from ``KINDS``. A key is added here and nowhere else; a key that no engine enforces
stands under ``reserved`` and is refused by name. References between parts of a spec
(does this type exist?) are the builder's business, not the grammar's.
"""

from __future__ import annotations

from wirebook.spec.grammar import codes, dialects, examples, identities, messages, operations, rules, shapes, values
from wirebook.spec.grammar.common import (
    BASES,
    BILINGUAL,
    DOC,
    ENCODINGS,
    INLINE,
    NEED_DOC,
    NEED_SOURCE,
    POLICIES,
    SENSITIVE,
    SOURCE,
    TITLE,
)
from wirebook.spec.grammar.rules import RESERVED_RULE_KINDS
from wirebook.spec.grammar.values import FACETS
from wirebook.spec.terms import AnyOf, Enum, Key, Kind, ListOf, MapOf, Name, Text, TypeName, Use

__all__ = ["BASES", "ENCODINGS", "FACETS", "KINDS", "RESERVED_RULE_KINDS", "ROOT"]

KINDS: dict[str, Kind] = {
    "spec": Kind(
        "A spec: one document, or the merged sections of a folder's files.",
        {
            "wirebook": Key(Enum(("1",)), "The version of this language.", True),
            "provider": Key(
                Name("a lower_snake name, no Python keyword"),
                "The provider's name; a Python module and a folder are named after it.",
                True,
            ),
            "title": TITLE,
            "doc": DOC,
            "documents": Key(
                MapOf(Name(), Use("document")), "The provider's documents, by the name that sources cite."
            ),
            "notes": Key(MapOf(Name(), Use("note")), "Facts for people only; printed in the documentation."),
            "settings": Key(MapOf(Name(), Use("setting")), "What a deployment chooses and no body can tell."),
            "charsets": Key(MapOf(Enum(ENCODINGS), Use("charset")), "How each encoding's charset is found.", True),
            "namespaces": Key(
                MapOf(Name("a prefix"), Text("a namespace's URI")),
                "Namespaces by prefix: an XML name `prefix:name` in a shape is the name in that namespace.",
            ),
            "deviations": Key(
                MapOf(Name(), Use("deviation")), "Where practice differs from the documents, and what is done."
            ),
            "types": Key(
                MapOf(TypeName(), AnyOf((Use("record"), *INLINE))), "Scalar types, unions and records, by name."
            ),
            "groups": Key(MapOf(TypeName(), Use("group")), "Named sets of fields to include."),
            "codes": Key(MapOf(TypeName(), Use("code_table")), "Code tables, by name."),
            "messages": Key(MapOf(Name(), Use("message")), "The messages, by name.", True),
            "operations": Key(MapOf(Name(), Use("operation")), "What the provider does, by name."),
            "identities": Key(
                MapOf(Name("an identity's name"), Use("identity")),
                "What is known of identifiers, by the `identity` of their fields.",
            ),
            "dialects": Key(MapOf(Name(), Use("dialect")), "Other versions of the same protocol, as patches."),
        },
        {"limits": "limits per time", "retries": "retry schedules", "auth": "ways to log in"},
    ),
    "bilingual": Kind(
        "A text for people in both languages.",
        {"en": Key(Text(), "English.", True), "ru": Key(Text(), "Russian.", True)},
        tell=("en", "ru"),
    ),
    "document": Kind(
        "A provider's document.",
        {
            "title": TITLE,
            "file": Key(Text("a file's name"), "The name of the stored copy."),
        },
        {"url": "an address"},
    ),
    "note": Kind(
        "A fact for people only.",
        {
            "title": Key(BILINGUAL, "Its heading, in both languages; its name without."),
            "text": Key(BILINGUAL, "The fact.", True),
            "source": NEED_SOURCE,
        },
    ),
    "setting": Kind(
        "A setting.",
        {
            "sensitive": SENSITIVE,
            "enumeration": Key(ListOf(Text(empty=True)), "The values it may have; any without."),
            "default": Key(Text(empty=True), "Its value unless chosen."),
            "doc": NEED_DOC,
            "source": SOURCE,
        },
    ),
    "charset": Kind(
        "How the charset of a body is found.",
        {
            "resolve": Key(
                ListOf(Text("option, header, bom, declaration, param:<name>, request:<name> or default")),
                "Where to look, in order; the first found counts. param:<name> is a parameter of a form, or a child of"
                " the root in XML and JSON; what the query string brings counts too. request:<name> is a field of the"
                " request that is answered, or the setting of that name where the request is not known.",
                True,
            ),
            "allowed": Key(ListOf(Text("a charset")), "The charsets allowed, by their IANA names in lower case.", True),
            "default": Key(Text("a charset"), "The charset if nothing is found, and for writing.", True),
            "source": SOURCE,
        },
    ),
    "deviation": Kind(
        "A difference between document and practice, with a decision.",
        {
            "says": Key(BILINGUAL, "What the document says.", True),
            "seen": Key(BILINGUAL, "What is seen, or how it is read here.", True),
            "decision": Key(Enum(POLICIES), "accept: no finding; warn: a warning; refuse: an error.", True),
            "source": NEED_SOURCE,
        },
    ),
    **values.KINDS,
    **rules.KINDS,
    **codes.KINDS,
    **messages.KINDS,
    **shapes.KINDS,
    **examples.KINDS,
    **operations.KINDS,
    **identities.KINDS,
    **dialects.KINDS,
}

ROOT = KINDS["spec"]
