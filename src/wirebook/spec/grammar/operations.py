"""Operations: who calls, what is asked and answered, how often."""

from __future__ import annotations

from wirebook.spec.grammar.common import DOC, ENCODINGS, NEED_SOURCE, SOURCE, TITLE
from wirebook.spec.terms import AnyOf, Enum, Int, Key, Kind, ListOf, MapOf, Name, Text, Use

__all__ = [
    "KINDS",
]

# What a capture could never hold is a slip: a whole address, a query in the path, a method in small letters.
_METHOD = Text("an HTTP method in capitals", pattern="[A-Z]+")
_HOST = Text(
    "a host name, which a port may follow",
    pattern="[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?(?::[0-9]{1,5})?",
)
_PATH = Text(
    "a path that begins with /, percent-encoded and without a query",
    pattern="/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*",
)
_CASES = AnyOf((Text("a message's name"), ListOf(Use("case"))))

KINDS: dict[str, Kind] = {
    "operation": Kind(
        "Something that the provider does.",
        {
            "kind": Key(Enum(("call", "callback")), "Who calls: the client, or the provider.", True),
            "method": Key(_METHOD, "The HTTP method; default POST."),
            "host": Key(_HOST, "The host; a port may follow."),
            "path": Key(_PATH, "The path, as it stands in a request line."),
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
}
