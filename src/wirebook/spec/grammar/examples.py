"""Examples and counter-examples."""

from __future__ import annotations

from wirebook.spec.grammar.common import BILINGUAL, ENCODINGS, SOURCE
from wirebook.spec.terms import Enum, Int, Key, Kind, ListOf, MapOf, Name, Text, Use

__all__ = [
    "COUNTEREXAMPLES",
    "EXAMPLES",
    "KINDS",
]

_EXAMPLE_KEYS: dict[str, Key] = {
    "encoding": Key(Enum(ENCODINGS), "The body's encoding; with `of`, that example's."),
    "body": Key(Text("a body", empty=True), "The body as text; left out where a query is all there is."),
    "body_base64": Key(Text("base64"), "The body as base64, for bytes that are no text."),
    "of": Key(Name("an example's name"), "The example of this message that is edited."),
    "edit": Key(
        ListOf(Use("edit")), "Exact replacements that make this body, or a query without a body, out of that of `of`."
    ),
    "title": Key(BILINGUAL, "What it shows."),
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

KINDS: dict[str, Kind] = {
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
}
