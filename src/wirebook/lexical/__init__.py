"""Scalars as text: parsing, canonical rendering, and the pattern of what is tolerated.

Both engines mean the same by a lexical form, a facet or a code because it is said
here once. Nothing here knows where a text stands in a message.
"""

from wirebook.lexical.booleans import JSON_NUMBERS, json_form, pair, texts
from wirebook.lexical.codes import in_operation, lookup, of_operation, rows
from wirebook.lexical.facets import FACETS, compiled
from wirebook.lexical.hit import Hit
from wirebook.lexical.parse import MAX_NUMBER, normal_phone, parse, spaced, spelled, takes_all, union_names
from wirebook.lexical.render import render
from wirebook.lexical.space import ANYTHING, literal, space

__all__ = [
    "ANYTHING", "FACETS", "JSON_NUMBERS", "MAX_NUMBER", "Hit", "compiled", "in_operation", "json_form", "literal",
    "lookup", "normal_phone", "of_operation", "pair", "parse", "render", "rows", "space", "spaced", "spelled",
    "takes_all", "texts", "union_names",
]  # fmt: skip
