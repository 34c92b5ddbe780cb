"""Rules, and the conditions that they and operations ask."""

from __future__ import annotations

from wirebook.signing import ALGORITHMS
from wirebook.spec.grammar.common import COND_MAP, COND_PATHS, DEVIATION, DOC, FIELD, SEVERITY, SOURCE
from wirebook.spec.terms import AnyOf, Enum, Key, Kind, ListOf, MapOf, Name, Text, Use

__all__ = [
    "KINDS",
    "RESERVED_RULE_KINDS",
    "RULE",
    "RULES",
    "RULE_KINDS",
]


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


_LIST_FIELD = Key(FIELD, "A list field.", True)
_ITEM_KEY = Key(FIELD, "The field of its items that is meant; left out for lists of scalars.")
_WHEN = Key(Use("cond"), "The condition.", True)
_ONLY_WHEN = Key(Use("cond"), "Checked only where this surely holds.")
_REQUEST = Key(Text("a path in the request"), "A field of the request, or field.key for a list of records.", True)
_COUNTED = "an integer field, a list field (its number of items), or request.<field>"
RULE_KINDS: dict[str, Kind] = {
    "rule_unique": _rule("unique", "The items of a list differ.", {"field": _LIST_FIELD, "key": _ITEM_KEY}),
    "rule_required_if": _rule(
        "required_if",
        "An optional field is there if a condition holds.",
        {"field": Key(FIELD, "The field.", True), "when": _WHEN},
    ),
    "rule_forbidden_if": _rule(
        "forbidden_if",
        "A field is not there if a condition holds.",
        {"field": Key(FIELD, "The field.", True), "when": _WHEN},
    ),
    "rule_exactly_one": _rule(
        "exactly_one", "One of several fields is there.", {"fields": Key(ListOf(FIELD, 2), "The fields.", True)}
    ),
    "rule_at_most_one": _rule(
        "at_most_one",
        "At most one of several fields is there.",
        {"fields": Key(ListOf(FIELD, 2), "The fields.", True)},
    ),
    "rule_echoes": _rule(
        "echoes",
        "A scalar, or each value of a list, stands in the request that is answered. Where the request has nothing"
        " there, nothing is checked.",
        {
            "field": Key(FIELD, "A scalar or a list field.", True),
            "key": _ITEM_KEY,
            "request": _REQUEST,
            "when": _ONLY_WHEN,
        },
    ),
    "rule_answered": _rule(
        "answered",
        "Each value of the request that is answered stands in a list; the contrary of `echoes`.",
        {"field": _LIST_FIELD, "key": _ITEM_KEY, "request": _REQUEST, "when": _ONLY_WHEN},
    ),
    "rule_count": _rule(
        "count",
        "A number, or the number of a list's items, fits others. Where one of them is not there, nothing is checked.",
        {
            "field": Key(Text(_COUNTED), f"What is counted: {_COUNTED}.", True),
            "is": Key(Enum(("equal", "at_most", "at_least")), "How it is to the sum of `to`.", True),
            "to": Key(
                ListOf(Text(f"a whole number, {_COUNTED}")), "What is added up: the same, or whole numbers.", True
            ),
            "when": _ONLY_WHEN,
        },
    ),
    "rule_repeated": _rule(
        "repeated",
        "How a repeated identifier is answered: of the items with the same one all but one have a certain code.",
        {
            "field": _LIST_FIELD,
            "key": Key(FIELD, "The field of its items that is the identifier.", True),
            "code": Key(FIELD, "The field of its items that is the code.", True),
            "values": Key(ListOf(Text("a value")), "The codes that answer a repeat.", True),
            "same": Key(ListOf(FIELD), "Fields that are as in the answer to the first one."),
        },
    ),
    "rule_variants": _rule(
        "variants",
        "The value of one field says which others belong to it: a field that some variant names is not there unless the"
        " value is one of the variants that name it. Each field gets the rules `<name>_<field>_forbidden` and"
        " `<name>_<field>_required`.",
        {
            "field": Key(FIELD, "The field that tells.", True),
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
RESERVED_RULE_KINDS = ("implies", "equals", "sum")
RULES = Key(MapOf(Name(), RULE), "Statements about several fields at once, by name.")

KINDS: dict[str, Kind] = {
    **RULE_KINDS,
    "variant": Kind(
        "What belongs to one value.",
        {
            "requires": Key(ListOf(FIELD), "Fields that are there."),
            "allows": Key(ListOf(FIELD), "Fields that may be there."),
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
                COND_MAP,
                f"Each path has this value. A path is {COND_PATHS}. In operations the setting of a field's name stands"
                " for a request that is not known.",
            ),
            "in": Key(MapOf(Text(COND_PATHS), ListOf(Text(empty=True))), "Each path has one of these values."),
            "present": Key(Text(COND_PATHS), "The path is there."),
            "all": Key(ListOf(Use("cond")), "All of these hold."),
            "any": Key(ListOf(Use("cond")), "One of these holds."),
            "not": Key(Use("cond"), "This does not hold."),
            "matches": Key(Text("a message's name"), "The body has that message's structure; in operations only."),
            "answers": Key(Text("a message's name"), "The body answers that request; in operations only."),
        },
        {"contains": "a part of a text", "less": "comparisons"},
        one_of=("equals", "in", "present", "all", "any", "not", "matches", "answers"),
    ),
}
