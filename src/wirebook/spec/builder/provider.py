"""One dialect of one spec: the sections in the order in which they need each other."""

from __future__ import annotations

import re

from wirebook.model import Charsets, Deviation, Document, Message, Note, Provider, Setting
from wirebook.spec.builder import codes, identities, operations
from wirebook.spec.builder.desk import Build
from wirebook.spec.builder.messages import message
from wirebook.spec.builder.names import clashes, packages
from wirebook.spec.builder.records import named_type
from wirebook.spec.nodes import Node
from wirebook.wire.charset import codec, iana

__all__ = ["build"]

_RESOLVE = re.compile(r"option|header|bom|declaration|default|(?:param|request):[^\s]+")

# Where a step can be looked for at all; the others can be everywhere.
_STEPS = {"declaration": ("xml",), "param": ("form", "xml", "json"), "bom": ("xml", "json", "text", "csv")}


def build(b: Build) -> Provider | None:
    """The provider in the build's dialect, or None where a problem stands in the way."""
    root = b.root
    title = b.attempt(lambda: b.need_text(root, "title"))
    name = b.attempt(lambda: root.need("provider").text)
    doc = b.attempt(lambda: b.text(root.get("doc")))
    b.documents = b.collect(_section(root, "documents"), lambda node: _document(b, node))
    b.deviations = b.collect(_section(root, "deviations"), lambda node: _deviation(b, node))
    b.settings = b.collect(_section(root, "settings"), lambda node: _setting(b, node))
    notes = b.collect(_section(root, "notes"), lambda node: _note(b, node))
    charsets = b.collect(_section(root, "charsets"), lambda node: _charset(b, node))
    tables = _section(root, "codes")
    for node in sorted(tables, key=lambda node: "by" in node.items):
        b.tables |= b.collect([node], lambda node: codes.table(b, node))
    b.tables = {node.key: b.tables[node.key] for node in tables if node.key in b.tables}
    for node in _section(root, "types"):
        used = ("types", node.key) in b.used
        b.collect([node], lambda node: named_type(b, node.key, node))
        if not used:
            b.used.discard(("types", node.key))
    messages = _messages(b, charsets)
    found = b.collect(_section(root, "operations"), lambda node: operations.operation(b, node, messages))
    said = b.collect(_section(root, "identities"), lambda node: identities.identity(b, node, messages))
    _charsets_used(b)
    clashes(b)
    packages(b)
    if b.broken or title is None or name is None:
        return None
    return Provider(
        name=name,
        dialect=b.dialect,
        dialects=tuple(node.key for node in _section(root, "dialects")),
        title=title,
        doc=doc,
        documents=tuple(b.documents.values()),
        notes=tuple(notes.values()),
        settings=tuple(b.settings.values()),
        charsets=tuple(charsets.values()),
        codes=tuple(b.tables.values()),
        messages=tuple(messages.values()),
        operations=tuple(found.values()),
        deviations=tuple(b.deviations.values()),
        identities=tuple(said.values()),
    )


def _section(root: Node, key: str) -> list[Node]:
    node = root.items.get(key)
    if node is None or node.bad:
        return []
    return list(node.each())


def _messages(b: Build, charsets: dict[str, Charsets]) -> dict[str, Message]:
    """All messages in the order of the text; requests are built first, as replies may refer to them."""
    b.answers = operations.answers(b.root)
    nodes = _section(b.root, "messages")
    first = sorted(nodes, key=lambda n: (n.items["direction"].text if "direction" in n.items else "") != "request")
    made = b.collect(first, lambda node: message(b, node, charsets))
    return {node.key: made[node.key] for node in nodes if node.key in made}


def _document(b: Build, node: Node) -> Document:
    file = node.get("file")
    return Document(node.key, b.need_text(node, "title"), file.text if file is not None else "")


def _deviation(b: Build, node: Node) -> Deviation:
    says, seen = b.need_text(node, "says"), b.need_text(node, "seen")
    return Deviation(node.key, says, seen, node.need("decision").text, b.source(node))


def _setting(b: Build, node: Node) -> Setting:
    sensitive, values, default = node.get("sensitive"), node.get("enumeration"), node.get("default")
    words = tuple(child.text for child in values.each()) if values is not None else ()
    if default is not None and words and default.text not in words:
        b.value(default, f"is none of {', '.join(words)}")
    return Setting(
        name=node.key,
        sensitive=sensitive.text if sensitive is not None else None,
        enumeration=words,
        default=default.text if default is not None else None,
        doc=b.need_text(node, "doc"),
        source=b.source(node),
    )


def _note(b: Build, node: Node) -> Note:
    return Note(node.key, b.text(node.get("title")), b.need_text(node, "text"), b.source(node))


def _charset(b: Build, node: Node) -> Charsets:
    resolve = node.need("resolve")
    for child in resolve.each():
        known = _STEPS.get(child.text.partition(":")[0])
        if known is not None and node.key not in known:
            b.value(child, f"{node.key} has none")
        if not _RESOLVE.fullmatch(child.text):
            b.value(child, "is none of option, header, bom, declaration, param:<name>, request:<name>, default")
        elif child.text.startswith("request:"):
            b.refer("settings", child, child.text.removeprefix("request:"), "setting")
    steps = tuple(child.text for child in resolve.each())
    if len(set(steps)) != len(steps):
        b.value(resolve, "a step occurs twice")
    if "default" in steps[:-1]:
        b.value(resolve, "what stands after default is never reached")
    allowed = node.need("allowed")
    names = tuple(child.text for child in allowed.each())
    for child in allowed.each():
        _codec(b, child)
    default = node.need("default")
    if default.text not in {*names, *(iana(name).lower() for name in names)}:
        b.value(default, f"is none of the allowed {', '.join(names)}")
    return Charsets(node.key, steps, names, default.text, b.source(node))


def _codec(b: Build, node: Node) -> None:
    if codec(node.text) is None:
        b.value(node, f"unknown charset {node.text}")
    elif node.text != node.text.lower():
        b.value(node, "charsets are written in lower case", f"Write {node.text.lower()}.")
    elif node.text != (name := iana(node.text).lower()):
        b.value(node, "a charset is written by its IANA name in lower case", f"Write {name}.")


def _charsets_used(b: Build) -> None:
    used: set[str] = set()
    for node in _section(b.root, "messages"):
        shapes = node.items.get("shapes")
        used.update(shapes.items if shapes is not None else ())
    declared = b.root.items.get("charsets")
    there = declared.items if declared is not None else {}
    for encoding in sorted(used - there.keys()):
        if declared is None:
            break
        b.report("spec.missing-key", declared, name=encoding, where="charsets")
        b.broken = True
    for key, node in there.items():
        if key not in used and not node.bad:
            b.report("spec.unused", node, at_key=True, kind="charset policy", name=key)
