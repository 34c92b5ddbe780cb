"""Where something of a spec stands in the documentation: one page per dialect, one anchor per thing.

The pages, ``wirebook explain`` and reports make their links here, so that they cannot
differ. Anchors are part of what people send each other: they change only with the names
in the spec.
"""

from __future__ import annotations

import re

__all__ = [
    "INDEX", "about", "code", "counterexample", "deviation", "document", "example", "field", "finding", "href",
    "identity", "message", "note", "operation", "page", "rule", "setting", "slug", "table", "type_",
]  # fmt: skip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wirebook.diagnostic import Finding
    from wirebook.model import CodeEntry, Message, Provider

INDEX = "index.html"
_OTHER = re.compile(r"[^A-Za-z0-9_.-]", re.DOTALL)
_ITEM = re.compile(r"\[[0-9]*\]")


def slug(*parts: object) -> str:
    """An anchor of these parts; characters outside letters, digits, ``_.-`` become their number."""
    return "-".join(_OTHER.sub(_number, str(part)) for part in parts)


def _number(found: re.Match[str]) -> str:
    return f"~{ord(found[0]):x}~"


def page(provider: str, dialect: str = "") -> str:
    """The file name of a provider's page."""
    # No name holds a hyphen, so no provider's page can take the index's place.
    return ".".join(filter(None, ("index-" if provider == "index" else provider, dialect, "html")))


def href(provider: str, dialect: str, anchor: str) -> str:
    """A link from one page to a place on a provider's page."""
    return f"{page(provider, dialect)}#{anchor}"


def message(message_id: str) -> str:
    """A message."""
    return slug("message", message_id)


def field(message_id: str, path: str) -> str:
    """A field by its logical path (``items[].id``, ``items[3].id`` or ``items.id``)."""
    return slug("field", message_id, _ITEM.sub("", path))


def rule(message_id: str, path: str) -> str:
    """A rule of a message, or of a record in it (``items[].own``)."""
    return slug("rule", message_id, _ITEM.sub("", path))


def example(message_id: str, example_id: str) -> str:
    """An example of a message."""
    return slug("example", message_id, example_id)


def counterexample(message_id: str, example_id: str) -> str:
    """A counter-example of a message."""
    return slug("counterexample", message_id, example_id)


def type_(name: str) -> str:
    """A named type."""
    return slug("type", name)


def table(table_id: str) -> str:
    """A code table."""
    return slug("codes", table_id)


def code(table_id: str, entry: CodeEntry) -> str:
    """A row of a code table."""
    return slug("code", table_id, f"{entry.low}-{entry.high}" if entry.value is None else entry.value)


def deviation(deviation_id: str) -> str:
    """A deviation."""
    return slug("deviation", deviation_id)


def operation(operation_id: str) -> str:
    """An operation."""
    return slug("operation", operation_id)


def identity(name: str) -> str:
    """What is said of an identity."""
    return slug("identity", name)


def document(document_id: str) -> str:
    """A document that facts cite."""
    return slug("document", document_id)


def note(heading: str) -> str:
    """A note."""
    return slug("note", heading)


def setting(name: str) -> str:
    """A setting."""
    return slug("setting", name)


def finding(finding_code: str) -> str:
    """A finding's code (``shape.missing``)."""
    return slug("finding", finding_code)


def about(provider: Provider, of: Message | None, found: Finding) -> str:
    """The link that says most about a finding: its deviation, else its field, else its message, else its code."""
    if found.deviation:
        anchor = deviation(found.deviation)
    elif of is None:
        anchor = finding(found.code)
    else:
        path = _known(of, found.path)
        anchor = field(of.id, path) if path else message(of.id)
    return href(provider.name, provider.dialect, anchor)


def _known(of: Message, path: str) -> str:
    """As much of a logical path as names fields: what follows a map's name is a key."""
    from wirebook.model import List, Record

    known: list[str] = []
    record: Record | None = of.record
    for part in _ITEM.sub("", path).split("."):
        named = None if record is None else next((one for one in record.fields if one.name == part), None)
        if named is None:
            break
        known.append(part)
        inner = named.type.item if isinstance(named.type, List) else named.type
        record = inner if isinstance(inner, Record) else None
    return ".".join(known)
