"""The spec language as one table: which keys stand where, what they hold, and what they mean.

The loader's structural check, the language's JSON Schema and its reference page are all
read from ``KINDS``. A key is added here and nowhere else; a key that no engine enforces
stands under ``reserved`` and is refused by name. References between parts of a spec
(does this type exist?) are the builder's business, not the grammar's.
"""

from __future__ import annotations

from wirebook.signing import ALGORITHMS
from wirebook.spec.terms import AnyOf, Bool, Enum, Int, Key, Kind, ListOf, MapOf, Name, Text, TypeName, Use, Value

__all__ = ["BASES", "ENCODINGS", "FACETS", "KINDS", "RESERVED_RULE_KINDS", "ROOT"]

# ---------------------------------------------------------------- values that recur

ENCODINGS = ("xml", "json", "form", "text", "csv")
BASES = ("string", "integer", "decimal", "boolean", "date", "time", "datetime", "phone", "bits")
POLICIES = ("accept", "warn", "refuse")
_BILINGUAL = Use("bilingual")
_SOURCE = AnyOf((Text("a source"), ListOf(Text("a source"))))
_DEVIATION = Name("the name of a deviation")
_FIELD = Text("a field's name")

DOC = Key(_BILINGUAL, "A description for people, in both languages.")
NEED_DOC = Key(_BILINGUAL, "A description for people, in both languages.", True)
TITLE = Key(_BILINGUAL, "A short title, in both languages.", True)
SOURCE = Key(_SOURCE, "Where the fact stands: document#section, observed#section, or a list of those.")
NEED_SOURCE = Key(_SOURCE, "Where the fact stands: document#section, observed#section, or a list of those.", True)
DEVIATION = Key(_DEVIATION, "The deviation that explains this; its decision is the severity.")
SEVERITY = Key(Enum(("error", "warning")), "The severity of a violation where no deviation gives it; default error.")
MISSING = Key(_DEVIATION, "The deviation because of which a required one may be missing all the same.")
DUPLICATE = Key(
    Enum(("error", "warning")), "The severity of a second one of the same name; default error. The first counts."
)
ALTERNATIVES = Key(ListOf(Use("alternative")), "Other names under which it is read; never written.")
SENSITIVE = Key(Enum(("secret", "login", "phone", "text")), "What to redact it as, everywhere.")


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


_COUNT = Int(0)
FACETS: dict[str, Key] = {
    "length": _facet(_COUNT, "facet_count", "The exact number of characters (code points)."),
    "minLength": _facet(_COUNT, "facet_count", "The least number of characters."),
    "maxLength": _facet(_COUNT, "facet_count", "The greatest number of characters."),
    "pattern": _facet(Text("a pattern"), "facet_text", "A pattern of the portable subset that the whole text matches."),
    "enumeration": _facet(ListOf(Text(empty=True)), "facet_list", "The only values allowed."),
    "minInclusive": _facet(Text("a number"), "facet_text", "The least value."),
    "maxInclusive": _facet(Text("a number"), "facet_text", "The greatest value."),
    "totalDigits": _facet(Int(1), "facet_count", "The greatest number of digits, leading zeros not counted."),
    "fractionDigits": _facet(_COUNT, "facet_count", "The greatest number of digits after the point."),
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
_INLINE = (Use("union"), Use("scalar"))
_TYPE_NAME = Text("a type's name")


def _rule(kind: str, doc: str, keys: dict[str, Key], one_of: tuple[str, ...] = ()) -> Kind:
    common = {
        "kind": Key(Enum((kind,)), "The kind of rule.", True),
        **keys,
        "deviation": DEVIATION,
        "severity": SEVERITY,
        "doc": DOC,
        "source": SOURCE,
    }
    return Kind(doc, common, tell=("kind",), tell_value=kind, one_of=one_of)


_LIST_FIELD = Key(_FIELD, "A list field.", True)
_ITEM_KEY = Key(_FIELD, "The field of its items that is meant; left out for lists of scalars.")
_WHEN = Key(Use("cond"), "The condition.", True)
_COND_PATHS = "a field of the record, request.<field>, setting.<name>, or http.status in an operation's cases"
RULE_KINDS: dict[str, Kind] = {
    "rule_unique": _rule("unique", "The items of a list differ.", {"field": _LIST_FIELD, "key": _ITEM_KEY}),
    "rule_required_if": _rule(
        "required_if",
        "An optional field is there if a condition holds.",
        {"field": Key(_FIELD, "The field.", True), "when": _WHEN},
    ),
    "rule_forbidden_if": _rule(
        "forbidden_if",
        "A field is not there if a condition holds.",
        {"field": Key(_FIELD, "The field.", True), "when": _WHEN},
    ),
    "rule_exactly_one": _rule(
        "exactly_one", "One of several fields is there.", {"fields": Key(ListOf(_FIELD, 2), "The fields.", True)}
    ),
    "rule_at_most_one": _rule(
        "at_most_one",
        "At most one of several fields is there.",
        {"fields": Key(ListOf(_FIELD, 2), "The fields.", True)},
    ),
    "rule_echoes": _rule(
        "echoes",
        "Each value of a list stands in the request that is answered.",
        {
            "field": _LIST_FIELD,
            "key": _ITEM_KEY,
            "request": Key(
                Text("a path in the request"), "A field of the request, or field.key for a list of records.", True
            ),
        },
    ),
    "rule_variants": _rule(
        "variants",
        "The value of one field says which others belong to it: a field that some variant names is not there unless the"
        " value is one of the variants that name it. Each field gets the rules `<name>_<field>_forbidden` and"
        " `<name>_<field>_required`.",
        {
            "field": Key(_FIELD, "The field that tells.", True),
            "variants": Key(MapOf(Text("a value"), Use("variant")), "What belongs to each value.", True),
        },
    ),
    "rule_signature": _rule(
        "signature",
        "Texts and a secret, joined, are signed: listed ones, all parameters, or the whole body.",
        {
            "join": Key(ListOf(Text("a field or setting.<name>")), "What is signed, in order; or say `over`."),
            "over": Key(
                Enum(("parameters", "body")),
                "parameters: every parameter, member, attribute or element directly under the root that has a text;"
                " body: the body's bytes.",
            ),
            "except": Key(
                ListOf(Text("a field's or parameter's name")),
                "Parameters that are not signed; the carriers never are.",
            ),
            "sort": Key(Enum(("name", "none")), "The order of the parameters: by name (the default), or as they came."),
            "pair": Key(
                Text("a template with {name} and {value}"), "How each parameter is written; default {value} alone."
            ),
            "delimiter": Key(Text(empty=True), "What stands between the joined texts; with `over` default nothing."),
            "before": Key(ListOf(Text("setting.<name>")), "Settings that are joined in front, by the same delimiter."),
            "after": Key(ListOf(Text("setting.<name>")), "Settings that are joined behind, by the same delimiter."),
            "key": Key(Text("setting.<name>"), "The setting that is the key of an hmac."),
            "carriers": Key(
                MapOf(Text("a field or setting.<name>"), Use("carrier")),
                "The fields that carry a signature; the first is written.",
                True,
            ),
        },
        one_of=("join", "over"),
    ),
}
RULE = AnyOf(tuple(Use(name) for name in RULE_KINDS))
_RULE_RESERVED = ("implies", "count", "equals", "sum")
RESERVED_RULE_KINDS = _RULE_RESERVED
_RULES = Key(MapOf(Name(), RULE), "Statements about several fields at once, by name.")
_INCLUDE = Key(
    ListOf(TypeName("the name of a group")),
    "Groups whose fields belong here too: before the own fields if this key stands before `fields`, else after them.",
)

# ---------------------------------------------------------------- shapes

_BINDING = AnyOf((_FIELD, Use("binding")))
_SHAPE_KEYS: dict[str, Key] = {
    "query": Key(
        MapOf(Text("a parameter's name"), _BINDING),
        "Parameters of the query string, beside the body; their fields are optional, for a query may be unknown.",
    ),
    "headers": Key(
        MapOf(Text("a header's name"), _BINDING),
        "Header fields by name, in any case; their fields are optional, for headers may be unknown.",
    ),
    "status": Key(_BINDING, "The HTTP status: an optional integer field, or a fixed one."),
    "drops": Key(ListOf(_FIELD), "Fields that this encoding cannot carry."),
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
_JSON_VALUE = AnyOf((_FIELD, Use("json_object"), Use("json_array"), Use("binding")))
_JSON_FORM = Enum(("string", "number", "boolean"))
_FORM = AnyOf((_JSON_FORM, Use("json_form")))

_ELEMENT_KEYS: dict[str, Key] = {
    "element": Key(AnyOf((Text("an element's name"), Use("qualified"))), "The element's name on the wire.", True),
    "alternatives": ALTERNATIVES,
    "bind": Key(_FIELD, "A record field that this element stands for; what is inside binds that record's fields."),
    "each": Key(_FIELD, "A list field: the element is repeated for each item."),
    "optional": Key(Bool(), "The wrapper may be missing; only for elements that bind no field."),
    "order": Key(Enum(("any", "sequence")), "Whether the order of child elements matters; default any."),
    "attributes": Key(
        MapOf(Text("an attribute's name"), _BINDING),
        'Attributes by wire name; "*" takes one attribute per key of a map field.',
    ),
    "content": Key(
        AnyOf((Enum(("same",)), ListOf(AnyOf((Use("xml_element"), MapOf(Text("an element's name"), _BINDING)))))),
        'Child elements in canonical order: each an element, or `wire name: binding`, or `"*": map field`;'
        " or `same`, every field under its own name.",
    ),
    "text": Key(_BINDING, "What the element's character data holds."),
    "unknown": Key(_UNKNOWN, "What is done about child elements that are not listed; default refuse."),
    "unknown_attributes": Key(_UNKNOWN, "What is done about attributes that are not listed; default refuse."),
    "missing": MISSING,
    "duplicate": DUPLICATE,
}
_OBJECT_KEYS: dict[str, Key] = {
    "object": Key(
        AnyOf((Enum(("same",)), MapOf(Text("a member's name"), _JSON_VALUE))),
        'Members by wire name; "*" takes one member per key of a map field; `same` is every field under its own name.',
        True,
    ),
    "unknown": Key(_UNKNOWN, "What is done about members that are not listed; default refuse."),
}
_MEMBER_KEYS: dict[str, Key] = {"alternatives": ALTERNATIVES, "missing": MISSING, "duplicate": DUPLICATE}
_ARRAY_KEYS: dict[str, Key] = {
    "array": Key(_FIELD, "The list field.", True),
    "item": Key(_JSON_VALUE, 'What each item looks like; default ".", the scalar itself.'),
}
_LINES_KEYS: dict[str, Key] = {
    "each": Key(_FIELD, "The list field of which each item is a line; without it there is exactly one line."),
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

_COND_MAP = MapOf(Text(_COND_PATHS), Text("a value", empty=True))
_EXAMPLE_KEYS: dict[str, Key] = {
    "encoding": Key(Enum(ENCODINGS), "The body's encoding; with `of`, that example's."),
    "body": Key(Text("a body", empty=True), "The body as text; left out where a query is all there is."),
    "body_base64": Key(Text("base64"), "The body as base64, for bytes that are no text."),
    "of": Key(Name("an example's name"), "The example of this message that is edited."),
    "edit": Key(
        ListOf(Use("edit")), "Exact replacements that make this body, or a query without a body, out of that of `of`."
    ),
    "title": Key(_BILINGUAL, "What it shows."),
    "source": SOURCE,
    "charset": Key(Text("a charset"), "What the text is encoded in, not told to the reader; default the encoding's."),
    "secret": Key(Text("a secret"), "The secret that signatures are checked with."),
    "settings": Key(MapOf(Name(), Text("a value", empty=True)), "Settings under which it is read."),
    "request": Key(Text("message.example"), "The example of the request that this reply answers."),
    "query": Key(Text("a query string", empty=True), "The query string, percent-encoded, without its `?`."),
    "headers": Key(
        MapOf(Text("a header's name"), Text("a value", empty=True)),
        "Header fields that came with it; those of `of` otherwise.",
    ),
    "status": Key(Int(100), "The HTTP status that came with it."),
    "findings": Key(ListOf(Use("expected"), 0), "Exactly the findings that it gives."),
    "verdict": Key(Enum(("pass", "fail")), "pass or fail at the error level."),
}
EXAMPLES = Key(
    MapOf(Name(), Use("example")), "Bodies that pass, by name; their findings are exactly the warnings listed."
)
COUNTEREXAMPLES = Key(
    MapOf(Name(), Use("example")), "Bodies that break one thing, by name, with exactly the findings they give."
)
_CASES = AnyOf((Text("a message's name"), ListOf(Use("case"))))

_CODE_ROW: dict[str, Key] = {
    "name": Key(Name("a lower_snake name, no Python keyword"), "The row's name in code.", True),
    "meaning": Key(_BILINGUAL, "What the code means.", True),
    "final": Key(Bool(), "Whether a status of this code no longer changes."),
    "ok": Key(Bool(), "Whether it means success."),
    "retry": Key(_BILINGUAL, "Whether and when to try again."),
    "deviation": DEVIATION,
    "source": SOURCE,
}
_CODE_VALUE_RESERVED = {"pattern": "rows for codes that match a pattern", "scope": "the scope of a code"}

_FIELD_KEYS: dict[str, Key] = {
    "type": Key(
        AnyOf((_TYPE_NAME, Use("list"), Use("map"), *_INLINE)),
        "A type's name, the bare name of a base, an inline scalar type or union, a list or a map.",
        True,
    ),
    "optional": Key(Bool(), "The field may be absent; lists and maps never are, they are empty."),
    "default": Key(Use("default"), "What an absent field means; makes the field optional."),
    "missing": MISSING,
    "deviation": Key(_DEVIATION, "The deviation, accepted, of a field that the document does not have."),
    "sensitive": SENSITIVE,
    "doc": NEED_DOC,
    "source": SOURCE,
}
_FIELDS = Key(MapOf(Name(), Use("field")), "The fields, by name, in order.")

# ---------------------------------------------------------------- the table

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
                MapOf(TypeName(), AnyOf((Use("record"), *_INLINE))), "Scalar types, unions and records, by name."
            ),
            "groups": Key(MapOf(TypeName(), Use("group")), "Named sets of fields to include."),
            "codes": Key(MapOf(TypeName(), Use("code_table")), "Code tables, by name."),
            "messages": Key(MapOf(Name(), Use("message")), "The messages, by name.", True),
            "operations": Key(MapOf(Name(), Use("operation")), "What the provider does, by name."),
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
            "title": Key(_BILINGUAL, "Its heading, in both languages; its name without."),
            "text": Key(_BILINGUAL, "The fact.", True),
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
            "says": Key(_BILINGUAL, "What the document says.", True),
            "seen": Key(_BILINGUAL, "What is seen, or how it is read here.", True),
            "decision": Key(Enum(POLICIES), "accept: no finding; warn: a warning; refuse: an error.", True),
            "source": NEED_SOURCE,
        },
    ),
    "scalar": Kind("A scalar type.", _SCALAR_KEYS, _SCALAR_RESERVED, tell=("base", *_SCALAR_RESERVED)),
    "union": Kind(
        "A scalar of several types: its value is that of the first of them that takes the text without an error.",
        {
            "union": Key(
                ListOf(_TYPE_NAME, 2),
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
    "facet_count": _facet_kind(_COUNT),
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
        {"include": _INCLUDE, "fields": _FIELDS, "rules": _RULES, "doc": DOC, "source": SOURCE},
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
            "explicit": Key(_DEVIATION, "The deviation of a wire that spells the default out."),
        },
    ),
    "list": Kind(
        "A list.",
        {
            "list": Key(AnyOf((_TYPE_NAME, *_INLINE)), "The items' type.", True),
            "minItems": _facet(_COUNT, "facet_count", "The least number of items."),
            "maxItems": _facet(_COUNT, "facet_count", "The greatest number of items."),
        },
        {"uniqueItems": "the rule `unique`"},
        tell=("list",),
    ),
    "map": Kind("A map of texts to scalars.", {"map": Key(Use("map_of"), "Its keys and values.", True)}, tell=("map",)),
    "map_of": Kind(
        "A map's keys and values.",
        {
            "keys": Key(MapOf(Text("a key"), _BILINGUAL), "The only keys that belong to it, with their meaning."),
            "key_pattern": Key(Text("a pattern"), "What keys match, where they are not listed."),
            "values": Key(AnyOf((_TYPE_NAME, *_INLINE)), "The values' type, a scalar.", True),
        },
    ),
    **RULE_KINDS,
    "variant": Kind(
        "What belongs to one value.",
        {
            "requires": Key(ListOf(_FIELD), "Fields that are there."),
            "allows": Key(ListOf(_FIELD), "Fields that may be there."),
        },
    ),
    "carrier": Kind(
        "A field that carries a signature.",
        {
            "algorithm": Key(Enum(ALGORITHMS), "The algorithm; hmac-* want the rule's `key`.", True),
            "lexical": Key(
                ListOf(Enum(("decimal", "hex8", "hex", "base64"))),
                "How it is written (the first) and read. crc32: decimal (the default), hex8; the others: hex (the"
                " default), base64.",
            ),
        },
    ),
    "cond": Kind(
        "A condition.",
        {
            "equals": Key(
                _COND_MAP,
                f"Each path has this value. A path is {_COND_PATHS}. In operations the setting of a field's name stands"
                " for a request that is not known.",
            ),
            "in": Key(MapOf(Text(_COND_PATHS), ListOf(Text(empty=True))), "Each path has one of these values."),
            "present": Key(Text(_COND_PATHS), "The path is there."),
            "all": Key(ListOf(Use("cond")), "All of these hold."),
            "any": Key(ListOf(Use("cond")), "One of these holds."),
            "not": Key(Use("cond"), "This does not hold."),
            "matches": Key(Text("a message's name"), "The body has that message's structure; in operations only."),
            "answers": Key(Text("a message's name"), "The body answers that request; in operations only."),
        },
        {"contains": "a part of a text", "less": "comparisons"},
        one_of=("equals", "in", "present", "all", "any", "not", "matches", "answers"),
    ),
    "code_table": Kind(
        "A table of codes.",
        {
            "base": Key(Enum(("integer", "string")), "What its values are.", True),
            "title": TITLE,
            "unknown": Key(Enum(POLICIES), "What a value in no row means; default warn."),
            "open": Key(Bool(), "The document says or implies that there are more codes; default false."),
            "by": Key(
                MapOf(Name("an operation's name"), TypeName("the name of a code table")),
                "The table of each operation, by name: it decides where the operation is known. The rows of this table"
                " then hold in every operation; where the operation is not known, those of all tables do.",
            ),
            "values": Key(MapOf(Text("a code", empty=True), Use("code_value")), "Rows of single codes."),
            "ranges": Key(ListOf(Use("code_range")), "Rows of ranges of codes; single codes come first."),
            "doc": DOC,
            "source": SOURCE,
        },
    ),
    "code_value": Kind("A row of a code table.", _CODE_ROW, _CODE_VALUE_RESERVED),
    "code_range": Kind(
        "A row of a code table for a range.",
        {"from": Key(Int(), "The first code.", True), "to": Key(Int(), "The last code.", True), **_CODE_ROW},
        _CODE_VALUE_RESERVED,
    ),
    "message": Kind(
        "A message.",
        {
            "direction": Key(Enum(("request", "reply", "callback")), "Who sends it.", True),
            "title": TITLE,
            "doc": DOC,
            "source": NEED_SOURCE,
            "include": _INCLUDE,
            "fields": _FIELDS,
            "rules": _RULES,
            "shapes": Key(Use("shapes"), "What it looks like, per encoding.", True),
            "examples": EXAMPLES,
            "counterexamples": COUNTEREXAMPLES,
        },
        {"limits": "limits per time", "variants": "the rule `variants`"},
    ),
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
        {"name": Key(Text("a name"), "The name.", True), "deviation": Key(_DEVIATION, "What explains it.", True)},
    ),
    "binding": Kind(
        "A place on the wire and the field that it holds.",
        {
            "bind": Key(_FIELD, 'The field, or "." for the item of a list itself.'),
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
            "empty_deviation": Key(_DEVIATION, "The deviation of an empty text that is read as absent."),
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
            "collect": Key(_FIELD, "The map field that takes them.", True),
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
            "bind": Key(_FIELD, "The record field that it stands for; without it a wrapper in the same record."),
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
                AnyOf((Enum(("same",)), MapOf(Text("a parameter's name"), _BINDING))),
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
    "example": Kind("A body with its verdict and findings.", _EXAMPLE_KEYS),
    "edit": Kind(
        "An exact replacement.",
        {
            "from": Key(Text(), "The text that is replaced; it must occur exactly once.", True),
            "to": Key(Text(empty=True), "What stands there instead; with repeat, {n} is the running number from 1."),
            "count": Key(Int(1), "How often `from` occurs, if not once; all are replaced."),
            "repeat": Key(Int(0), "How often the replacement is repeated in its place."),
        },
    ),
    "expected": Kind(
        "A finding that must come.",
        {
            "code": Key(Text("a finding's code"), "Its code.", True),
            "path": Key(Text(empty=True), "Its logical path, messages[3].sms_id; any if left out."),
        },
    ),
    "operation": Kind(
        "Something that the provider does.",
        {
            "kind": Key(Enum(("call", "callback")), "Who calls: the client, or the provider.", True),
            "method": Key(Text("an HTTP method"), "The HTTP method; default POST."),
            "host": Key(Text("a host"), "The host."),
            "path": Key(Text("a path"), "The path."),
            "request": Key(_CASES, "The request's message, or cases; left out where no message describes it."),
            "reply": Key(_CASES, "The reply's message, or cases; left out where no message describes it."),
            "reply_encoding": Key(Use("reply_encoding"), "What chooses the encoding of the reply."),
            "retry": Key(Use("retry"), "When the call is repeated."),
            "limits": Key(MapOf(Name("a limit's name"), Use("limit")), "How often one may call, by name."),
            "title": TITLE,
            "doc": DOC,
            "source": NEED_SOURCE,
        },
        {
            "headers": "header fields",
            "status": "HTTP statuses",
        },
    ),
    "retry": Kind(
        "When a call is repeated.",
        {
            "unless_status": Key(ListOf(Int(100)), "The HTTP statuses that end the repetition.", True),
            "interval": Key(Int(1), "Seconds between two attempts."),
            "attempts": Key(Int(1), "The greatest number of attempts."),
            "doc": DOC,
            "source": SOURCE,
        },
    ),
    "limit": Kind(
        "How often an operation may be called: requests in seconds, or concurrent ones.",
        {
            "requests": Key(Int(1), "So many requests in `seconds`."),
            "seconds": Key(Int(1), "The time in which requests are counted."),
            "concurrent": Key(Int(1), "So many at the same time."),
            "same": Key(
                Text("all, identical or a field's name"),
                "Which requests are counted together: all, identical ones, or those with one value of a field.",
                True,
            ),
            "message": Key(Text("a message's name"), "The request that is counted; any of the operation if left out."),
            "code": Key(Text("a code"), "The code that answers a request beyond the limit."),
            "doc": DOC,
            "source": SOURCE,
        },
    ),
    "reply_encoding": Kind(
        "What chooses the encoding of a reply. A reply that says nothing but that something failed may come in any:"
        " one whose code table has no row but with `ok: false`.",
        {
            "by": Key(Text("request.<field> or setting.<name>"), "What chooses.", True),
            "values": Key(MapOf(Text("a value"), Enum(ENCODINGS)), "The encoding of each value.", True),
            "default": Key(Enum(ENCODINGS), "The encoding where it is absent or has another value."),
        },
    ),
    "case": Kind(
        "A message, if a condition holds.",
        {
            "when": Key(Use("cond"), "The condition; only the last case may lack it."),
            "message": Key(Text("a message's name"), "The message.", True),
        },
    ),
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
            "remove_fields": Key(ListOf(_FIELD), "Fields that are gone, with everything bound to them."),
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
                ListOf(AnyOf((Use("xml_element"), MapOf(Text("an element's name"), _BINDING)))),
                "Child elements, after the others.",
            ),
            "add_attributes": Key(MapOf(Text("an attribute's name"), _BINDING), "Attributes."),
        },
    ),
    "json_patch": Kind(
        "Additions to a root object.", {"add": Key(MapOf(Text("a member's name"), _JSON_VALUE), "Members.")}
    ),
    "form_patch": Kind(
        "Additions to parameters.", {"add": Key(MapOf(Text("a parameter's name"), _BINDING), "Parameters.")}
    ),
}

ROOT = KINDS["spec"]
