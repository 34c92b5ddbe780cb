"""Identifiers: what is said of them beyond the form of their fields."""

from __future__ import annotations

from wirebook.spec.grammar.common import DOC, FIELD, NEED_SOURCE, SOURCE, TITLE
from wirebook.spec.terms import Key, Kind, ListOf, Name, Text, Use

__all__ = ["KINDS"]

_MESSAGES = ListOf(Text("a message's name"))

KINDS: dict[str, Kind] = {
    "identity": Kind(
        "What holds of the fields of one `identity`, over all messages. Captured traffic is checked by it.",
        {
            "title": TITLE,
            "doc": DOC,
            "given": Key(_MESSAGES, "The messages that bring a value into being."),
            "known": Key(
                _MESSAGES, "The messages whose value must have been given before, by one of those in `given`."
            ),
            "unique": Key(Use("unique_id"), "Each value is sent for one thing only."),
            "states": Key(Use("id_states"), "What is named by a value has states, and some are final."),
            "source": NEED_SOURCE,
        },
    ),
    "unique_id": Kind(
        "Each value stands for one thing; the same content may be sent again under it, where no reply came.",
        {
            "message": Key(Text("a message's name"), "The request that brings the values.", True),
            "code": Key(
                Text("a code"),
                "The code that answers a value that was sent before. A rule `repeated` of the reply that has just one"
                " says it as well.",
            ),
            "first": Key(
                Name("an identity's name"),
                "The identity whose value such an answer takes from the answer to the first attempt. `same` of a rule"
                " `repeated` that has just one says it as well.",
            ),
            "doc": DOC,
            "source": SOURCE,
        },
    ),
    "id_states": Kind(
        "The states of what a value names: a code beside it, or in the reply to a request for it alone.",
        {
            "codes": Key(Text("a code table's name"), "The table of the states; its rows say which are `final`.", True),
            "by": Key(ListOf(FIELD), "Fields that tell whose state it is besides the value, a phone for one."),
            "at": Key(ListOf(FIELD), "Fields that say when the state was reached: late news is then no step back."),
            "source": SOURCE,
        },
    ),
}
