"""What recurs in the grammar: kinds of values, texts, sources, severities."""

from __future__ import annotations

from wirebook.spec.terms import AnyOf, Enum, Int, Key, ListOf, MapOf, Name, Text, Use

__all__ = [
    "ALTERNATIVES",
    "BASES",
    "BILINGUAL",
    "COND_MAP",
    "COND_PATHS",
    "COUNT",
    "DEVIATION",
    "DEVIATION_NAME",
    "DOC",
    "DUPLICATE",
    "ENCODINGS",
    "FIELD",
    "INLINE",
    "MISSING",
    "NEED_DOC",
    "NEED_SOURCE",
    "POLICIES",
    "SENSITIVE",
    "SEVERITY",
    "SOURCE",
    "TITLE",
    "TYPE_NAME",
]

ENCODINGS = ("xml", "json", "form", "text", "csv")
BASES = ("string", "integer", "decimal", "boolean", "date", "time", "datetime", "phone", "bits")
POLICIES = ("accept", "warn", "refuse")
BILINGUAL = Use("bilingual")
_SOURCE = AnyOf((Text("a source"), ListOf(Text("a source"))))
DEVIATION_NAME = Name("the name of a deviation")
FIELD = Text("a field's name")
DOC = Key(BILINGUAL, "A description for people, in both languages.")
NEED_DOC = Key(BILINGUAL, "A description for people, in both languages.", True)
TITLE = Key(BILINGUAL, "A short title, in both languages.", True)
SOURCE = Key(_SOURCE, "Where the fact stands: document#section, observed#section, or a list of those.")
NEED_SOURCE = Key(_SOURCE, "Where the fact stands: document#section, observed#section, or a list of those.", True)
DEVIATION = Key(DEVIATION_NAME, "The deviation that explains this; its decision is the severity.")
SEVERITY = Key(Enum(("error", "warning")), "The severity of a violation where no deviation gives it; default error.")
MISSING = Key(DEVIATION_NAME, "The deviation because of which a required one may be missing all the same.")
DUPLICATE = Key(
    Enum(("error", "warning")), "The severity of a second one of the same name; default error. The first counts."
)
ALTERNATIVES = Key(ListOf(Use("alternative")), "Other names under which it is read; never written.")
SENSITIVE = Key(Enum(("secret", "login", "phone", "text")), "What to redact it as, everywhere.")
COUNT = Int(0)
INLINE = (Use("union"), Use("scalar"))
TYPE_NAME = Text("a type's name")
COND_PATHS = "a field of the record, request.<field>, setting.<name>, or http.status in an operation's cases"
COND_MAP = MapOf(Text(COND_PATHS), Text("a value", empty=True))
