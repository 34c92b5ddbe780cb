"""Code tables and their rows."""

from __future__ import annotations

from wirebook.spec.grammar.common import BILINGUAL, DEVIATION, DOC, POLICIES, SOURCE, TITLE
from wirebook.spec.terms import Bool, Enum, Int, Key, Kind, ListOf, MapOf, Name, Text, TypeName, Use

__all__ = [
    "KINDS",
]

_CODE_ROW: dict[str, Key] = {
    "name": Key(Name("a lower_snake name, no Python keyword"), "The row's name in code.", True),
    "meaning": Key(BILINGUAL, "What the code means.", True),
    "final": Key(Bool(), "Whether a status of this code no longer changes."),
    "ok": Key(Bool(), "Whether it means success."),
    "retry": Key(BILINGUAL, "Whether and when to try again."),
    "deviation": DEVIATION,
    "source": SOURCE,
}
_CODE_VALUE_RESERVED = {"pattern": "rows for codes that match a pattern", "scope": "the scope of a code"}

KINDS: dict[str, Kind] = {
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
}
