"""Messages."""

from __future__ import annotations

from wirebook.spec.grammar.common import DOC, NEED_SOURCE, TITLE
from wirebook.spec.grammar.examples import COUNTEREXAMPLES, EXAMPLES
from wirebook.spec.grammar.rules import RULES
from wirebook.spec.grammar.values import FIELDS, INCLUDE
from wirebook.spec.terms import Enum, Key, Kind, Use

__all__ = [
    "KINDS",
]

KINDS: dict[str, Kind] = {
    "message": Kind(
        "A message.",
        {
            "direction": Key(Enum(("request", "reply", "callback")), "Who sends it.", True),
            "title": TITLE,
            "doc": DOC,
            "source": NEED_SOURCE,
            "include": INCLUDE,
            "fields": FIELDS,
            "rules": RULES,
            "shapes": Key(Use("shapes"), "What it looks like, per encoding.", True),
            "examples": EXAMPLES,
            "counterexamples": COUNTEREXAMPLES,
        },
        {"limits": "limits per time", "variants": "the rule `variants`"},
    ),
}
