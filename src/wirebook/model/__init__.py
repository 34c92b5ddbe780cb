"""The model: what a spec means once it is loaded, checked and resolved.

Every engine and emitter reads these classes and never the YAML. All of them are
frozen; every reference (type, group, code table, dialect) is already resolved, so
that a reader needs no registry. A compiled provider is a Python module that builds
this same graph, which is why every value in it is a plain literal, a tuple or
another class of this module.

Two trees describe a message: its fields (the logical value) and, for each encoding,
one shape whose nodes bind to those fields by name.

Logical values in Python: record -> dict without the absent fields; list -> list;
map -> dict; string, phone -> str; integer, bits -> int; boolean -> bool; decimal -> Decimal;
date, time, datetime -> the datetime module's naive types; union -> what its member gives.
"""

from __future__ import annotations

from wirebook.model.identities import (
    Identity,
    States,
    UniqueId,
)
from wirebook.model.provider import (
    Case,
    Charsets,
    Example,
    Expected,
    Limit,
    Message,
    Operation,
    Provider,
    ReplyEncoding,
    Retry,
    Setting,
)
from wirebook.model.records import (
    Default,
    Field,
    List,
    Map,
    Record,
)
from wirebook.model.rules import (
    Cond,
    Rule,
    SignatureCarrier,
)
from wirebook.model.scalars import (
    Bit,
    CodeEntry,
    CodeTable,
    Facet,
    LexicalForm,
    Normal,
    Rewrite,
    Scalar,
)
from wirebook.model.shapes import (
    Alternative,
    Array,
    Const,
    Joined,
    Leaf,
    LineCapture,
    LineGroup,
    LineLiteral,
    LinePairs,
    Lines,
    Member,
    Shape,
    Tree,
    Unknown,
)
from wirebook.model.texts import (
    Deviation,
    Document,
    Note,
    Text,
)

__all__ = [
    "Alternative",
    "Array",
    "Bit",
    "Case",
    "Charsets",
    "CodeEntry",
    "CodeTable",
    "Cond",
    "Const",
    "Default",
    "Deviation",
    "Document",
    "Example",
    "Expected",
    "Facet",
    "Field",
    "Identity",
    "Joined",
    "Leaf",
    "LexicalForm",
    "Limit",
    "LineCapture",
    "LineGroup",
    "LineLiteral",
    "LinePairs",
    "Lines",
    "List",
    "Map",
    "Member",
    "Message",
    "Normal",
    "Note",
    "Operation",
    "Provider",
    "Record",
    "ReplyEncoding",
    "Retry",
    "Rewrite",
    "Rule",
    "Scalar",
    "Setting",
    "Shape",
    "SignatureCarrier",
    "States",
    "Text",
    "Tree",
    "UniqueId",
    "Unknown",
]
